#!/usr/bin/env python3
"""Puts what is to be found into real code: inject.py DATABASE... [--match REGEX].

In copies of the files, locals of class type of which the report says that they
stay on the stack are put on the heap, in five ways in turn, and others are made
to escape, in six ways in turn. Copies are compiled; what does not compile is left
out. Of the first it counts how many fastidious-needless-heap and the report find,
of the second how many verdicts turn into `escapes`."""
import argparse
import collections
import json
import pathlib
import re
import subprocess
import tempfile

from extract_cost import ROOT, flags_of

HELPERS = """#include <functional>
#include <memory>
#include <thread>
#include <vector>
namespace injected {
// One of each kind for each line: what comes later would take back what was there.
template <int Line> const void *last;
template <int Line> std::vector<const void *> kept;
template <int Line> std::function<bool()> later;
struct Registry {
  void add(const void *P) { At = P; }
  const void *At = nullptr;
};
template <int Line> Registry registry;
template <int Line, class T> void keep(const T &X) { kept<Line>.push_back(&X); }
template <class T> const T *same(const T &X) { return &X; }
}
"""
SCALARS = re.compile(
    r"(unsigned|signed|int|long|short|char|bool|float|double|auto|size_t|std::size_t|u?int\d+_t|Rune)\b"
)
NO_TYPES = {
    "return",
    "delete",
    "using",
    "typedef",
    "goto",
    "else",
    "throw",
    "static",
    "struct",
    "class",
    "enum",
    "case",
    "new",
    "extern",
}
TYPE = r"(?P<type>[A-Za-z_][\w:]*(?:<[^;()=]*>)?)"
HIDDEN = re.compile(
    r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S
)
ESCAPES = [
    "static const void *leak_{n}; leak_{n} = &{n};",
    "injected::keep<{line}>({n});",
    "injected::registry<{line}>.add(&{n});",
    "injected::last<{line}> = injected::same({n});",
    "injected::later<{line}> = [&{n}] {{ return &{n} != nullptr; }};",
    "std::thread([&{n}] {{ (void)&{n}; }}).detach();",
]
BOXES = ["reference", "uses", "new", "shared", "raw"]


class Candidate:
    """A declaration of one variable on a line of its own."""

    def __init__(self, fact, match, text, masked, start):
        self.fact, self.line, self.name = fact, fact["line"], fact["subject"]
        self.type, self.start, self.end = (
            match["type"],
            start + match.start("type"),
            start + match.start("end") + 1,
        )
        self.arguments = (
            text[start:][match.start("init") : match.end("init")]
            if match["init"]
            else ""
        )
        self.is_const = bool(match["const"])
        self.block_end = block_end(masked, self.end)
        self.form = None


def masked(text):
    return HIDDEN.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), text)


def block_end(text, at):
    depth = 0
    for index in range(at, len(text)):
        depth += {"{": 1, "}": -1}.get(text[index], 0)
        if depth < 0:
            return index
    return len(text)


def candidates(text, facts):
    hidden, found = masked(text), []
    starts = [0] + [m.end() for m in re.finditer("\n", text)]
    for fact in facts:
        start = starts[fact["line"] - 1]
        line = hidden[start:].split("\n", 1)[0]
        name = re.escape(fact["subject"])
        match = re.fullmatch(
            rf"\s*(?P<const>const\s+)?{TYPE}\s+{name}\s*(?:=(?P<value>)|(?P<open>\())?(?P<init>.*?)(?P<end>;)\s*",
            line,
        )
        if (
            not match
            or match["type"].split("<")[0] in NO_TYPES
            or (match["init"] and match["value"] is None and match["open"] is None)
        ):
            continue
        one = Candidate(fact, match, text, hidden, start)
        if match["open"]:
            if not one.arguments.rstrip().endswith(")"):
                continue
            one.arguments = one.arguments.rstrip()[:-1]
        found.append(one)
    return found


def edits(one, text, hidden):
    """[(from, to, text)]"""
    n, t, a = one.name, one.type, one.arguments.strip()
    if one.form not in BOXES:
        return [(one.end, one.end, " " + one.form.format(n=n, line=one.line))]
    box = {
        "reference": f"auto {n}_box = std::make_unique<{t}>({a}); {t} &{n} = *{n}_box;",
        "uses": f"auto {n} = std::make_unique<{t}>({a});",
        "new": f"std::unique_ptr<{t}> {n}_box(new {t}({a})); {t} &{n} = *{n}_box;",
        "shared": f"auto {n}_box = std::make_shared<{t}>({a}); {t} &{n} = *{n}_box;",
        "raw": f"{t} *{n}_box = new {t}({a}); {t} &{n} = *{n}_box;",
    }[one.form]
    changed = [(one.start, one.end, box)]
    if one.form == "uses":
        for use in re.finditer(
            rf"(?<![\w.>:]){re.escape(n)}\b(\.)?", hidden[one.end : one.block_end]
        ):
            changed.append(
                (
                    one.end + use.start(),
                    one.end + use.end(),
                    f"{n}->" if use[1] else f"(*{n})",
                )
            )
    if one.form == "raw":
        changed.append((one.block_end, one.block_end, f"delete {n}_box; "))
    return changed


def has_way_out(one, hidden):
    return re.search(
        r"\b(return|break|continue|goto|throw)\b", hidden[one.end : one.block_end]
    )


def choose(options, text, facts):
    """Candidates, spread over the file, each with what is done to it."""
    hidden, chosen, done = masked(text), [], collections.Counter()
    found = candidates(text, facts)
    for number, one in enumerate(found[:: max(1, len(found) // options.per_file)]):
        is_class = not SCALARS.match(one.type) and not one.is_const
        if is_class and done["box"] <= done["escape"]:
            one.form = BOXES[options.turn["box"] % len(BOXES)]
            if one.form == "raw" and has_way_out(one, hidden):
                one.form = "new"
            options.turn["box"] += 1
            done["box"] += 1
        else:
            one.form = ESCAPES[options.turn["escape"] % len(ESCAPES)]
            options.turn["escape"] += 1
            done["escape"] += 1
        chosen.append(one)
    return chosen


def written(text, chosen):
    hidden, all_edits = masked(text), []
    for one in chosen:
        all_edits += edits(one, text, hidden)
    for start, end, new in sorted(all_edits, key=lambda e: (e[0], e[1]), reverse=True):
        text = text[:start] + new + text[end:]
    return text


def compiled(copy, text, chosen, flags, folder):
    """Leaves out what does not compile: what an error lies in."""
    for _ in range(5):
        copy.write_text(written(text, chosen))
        done = subprocess.run(
            ["clang++-22", "-fsyntax-only", "-w", "-ferror-limit=0", *flags, str(copy)],
            cwd=folder,
            capture_output=True,
            text=True,
        )
        lines = {
            int(m[1])
            for m in re.finditer(
                rf"{re.escape(str(copy))}:(\d+):\d+: (?:fatal )?error", done.stderr
            )
        }
        if done.returncode == 0:
            return chosen

        def is_bad(one):
            last = text.count("\n", 0, one.block_end) + 1
            return any(
                line == one.line or (one.form == "uses" and one.line <= line <= last)
                for line in lines
            )

        kept = [one for one in chosen if not is_bad(one)]
        if len(kept) == len(chosen):
            return []
        chosen = kept
    return []


def report(options, copy, flags, folder):
    command = [options.driver, "escape-report", "--format=json", copy, "--", *flags]
    return json.loads(
        subprocess.run(
            [str(c) for c in command], cwd=folder, capture_output=True, text=True
        ).stdout
    )


def findings(options, copy, flags, folder):
    command = [
        options.driver,
        "check",
        "--checks=-*,fastidious-needless-heap",
        copy,
        "--",
        *flags,
    ]
    out = subprocess.run(
        [str(c) for c in command], cwd=folder, capture_output=True, text=True
    ).stdout
    return {
        int(m[1])
        for m in re.finditer(rf"{re.escape(str(copy))}:(\d+):\d+: .*needless-heap", out)
    }


def judge(one, facts, found):
    """(what was put in, what came of it)"""
    here = [f for f in facts if f["line"] == one.line]
    if one.form not in BOXES:
        says = {
            f["verdict"] + ":" + f["reason"]
            for f in here
            if f["kind"] == "local" and f["subject"] == one.name
        }
        good = says and all(s in ("escapes:global", "escapes:thread") for s in says)
        return "escape", "found" if good else f"missed: {sorted(says)}"
    kinds = {"reference": "make_unique", "uses": "make_unique", "shared": "make_shared"}
    sites = [
        f
        for f in here
        if f["kind"] == "site" and f["subject"] == kinds.get(one.form, "new")
    ]
    if any(f["reason"] == "size" for f in sites):
        return "box", "left out: larger than 1 KiB"
    by_report = bool(sites) and all(f["verdict"] == "stack-able" for f in sites)
    says = sorted({f"{f['verdict']}({f['reason']} {f['through']})" for f in sites})
    if one.line in found:
        return (
            "box",
            "found by the check and the report"
            if by_report
            else f"found by the check, report {says}",
        )
    return "box", "found by the report only" if by_report else f"missed: {says}"


def examine(options, file, entry, work):
    folder = entry["directory"]
    flags = [*flags_of(entry), "-std=gnu++17", "-iquote", str(file.parent)]
    text = file.read_text(errors="replace")
    facts = report(options, file, flags, folder)
    locals_ = [
        f
        for f in facts
        if f["kind"] == "local" and f["verdict"] == "stack" and f["file"] == str(file)
    ]
    copy = work / file.name
    chosen = choose(options, text, locals_)
    flags = [*flags, "-include", str(work / "injected.h")]
    chosen = compiled(copy, text, chosen, flags, folder)
    if not chosen:
        return []
    facts = [f for f in report(options, copy, flags, folder) if f["file"] == str(copy)]
    found = findings(options, copy, flags, folder)
    return [(one, *judge(one, facts, found)) for one in chosen]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("databases", type=pathlib.Path, nargs="+")
    parser.add_argument(
        "--match", default="", metavar="REGEX", help="only files whose paths match"
    )
    parser.add_argument("--per-file", type=int, default=20)
    parser.add_argument("--driver", default=ROOT / "build/default/bin/fastidious")
    parser.add_argument("--folder", type=pathlib.Path, help="keep the copies there")
    options = parser.parse_args()
    options.turn, counts, missed = collections.Counter(), collections.Counter(), []
    work = options.folder or pathlib.Path(tempfile.mkdtemp())
    work.mkdir(parents=True, exist_ok=True)
    (work / "injected.h").write_text(HELPERS)
    for database in options.databases:
        files = {}
        for entry in json.loads((database / "compile_commands.json").read_text()):
            files.setdefault(pathlib.Path(entry["directory"]) / entry["file"], entry)
        for file, entry in files.items():
            if not re.search(options.match, str(file)):
                continue
            for one, what, came in examine(options, file, entry, work):
                counts[what, came.split(":")[0].split(",")[0]] += 1
                if not came.startswith("found by the check and") and came != "found":
                    missed.append(
                        f"{file}:{one.line}: {one.type} {one.name} [{one.form}] {came}"
                    )
    print(
        *(f"{n:5} {what}: {came}" for (what, came), n in sorted(counts.items())),
        *missed,
        sep="\n",
    )


if __name__ == "__main__":
    main()
