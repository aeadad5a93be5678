#!/usr/bin/env python3
"""Scaffolds a check: its source, its line in Registry.def and its test.

usage: checks/new_check.py GROUP NAME
e.g.   checks/new_check.py loop invariant-construction

The result builds and its test passes; docs/adding-a-check.md says what next.
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]

SOURCE = '''\
#include "core/Check.h"

using namespace clang;
using namespace clang::ast_matchers;

namespace fastidious {
namespace {

const Rule TheRule = {
    .Name = "fastidious-@NAME@",
    .Summary = "a function that is to be replaced is called",
    .Why = "What happens, what it costs, when the check is silent.",
    .Before = R"cpp(void replaceMe();
void f() { replaceMe(); }
)cpp",
    .After = R"cpp(void replacement();
void f() { replacement(); }
)cpp",
    .CostClass = Cost::PerIteration,
    .Fixes = FixIts::None,
};

class @CLASS@ : public Check {
public:
  using Check::Check;

  // Where to look.
  void registerMatchers(MatchFinder *Finder) override {
    const auto Function = functionDecl(hasName("replaceMe")).bind("function");
    Finder->addMatcher(callExpr(callee(Function)).bind("call"), this);
  }

  // Whether to report: guard, guard, guard, report.
  void check(const MatchFinder::MatchResult &Result) override {
    const auto &Call = *Result.Nodes.getNodeAs<CallExpr>("call");
    const auto &Function = *Result.Nodes.getNodeAs<FunctionDecl>("function");
    if (Call.getBeginLoc().isMacroID())
      return;
    diag(Call.getBeginLoc(), "%0 is called; call its replacement") << &Function;
  }
};

} // namespace

FASTIDIOUS_CHECK(@CLASS@, TheRule)

} // namespace fastidious
'''

TEST = """\
void replaceMe();
void replacement();
#define CALL replaceMe()

void calls() {
  replaceMe();   // warn: 'replaceMe' is called; call its replacement
  replacement(); // ok: another function
  CALL;          // ok: written by a macro
}
"""


def fail(why):
    sys.exit(f"new_check.py: error: {why}")


def class_name(name):
    return "".join(part.capitalize() for part in name.split("-"))


def filled(template, name):
    return template.replace("@NAME@", name).replace("@CLASS@", class_name(name))


def add_to_registry(path, entry):
    """Puts the entry before the first greater one, or after the last."""
    lines = path.read_text().splitlines()
    entries = [n for n, line in enumerate(lines) if line.startswith("CHECK(")]
    at = next((n for n in entries if lines[n] > entry), entries[-1] + 1 if entries else len(lines))
    path.write_text("\n".join([*lines[:at], entry, *lines[at:]]) + "\n")


def main():
    if len(sys.argv) != 3 or sys.argv[1].startswith("-"):
        print(__doc__.strip(), file=sys.stderr)
        sys.exit(2)
    group, name = sys.argv[1:]
    name = name.removeprefix("fastidious-")
    if not re.fullmatch(r"[a-z]+", group):
        fail(f"'{group}' is no group: use lower-case letters, as in 'loop'")
    if group in ("core", "analysis", "escape", "model"):
        fail(f"'{group}' holds no checks: use a group such as 'loop' or 'memory'")
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*", name):
        fail(f"'{name}' is no name of a check: use kebab case, as in 'unreserved-growth'")

    source = ROOT / "checks" / group / f"{class_name(name)}.cpp"
    test = ROOT / "test/checks" / group / f"{name}.cpp"
    taken = [path for path in (source, test) if path.exists()]
    if taken:
        fail(f"{taken[0].relative_to(ROOT)} exists: choose another name or delete it")
    for path, template in ((source, SOURCE), (test, TEST)):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(filled(template, name))
        print(f"wrote {path.relative_to(ROOT)}")
    add_to_registry(ROOT / "checks/Registry.def", f"CHECK({group}, {class_name(name)})")
    print("added a line to checks/Registry.def")


if __name__ == "__main__":
    main()
