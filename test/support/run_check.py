#!/usr/bin/env python3
"""Runs tests of checks: C++ files that carry their expectations on the line.

    Out.push_back(L);         // warn: grows without
    const std::regex Re(L);   // ok: depends on the loop variable
    for (auto &L : Lines) {   // note: the loop starts here

`warn` announces exactly one finding of the check on that line whose message
contains the text; several may stand on one line. `ok` says why a line is left
alone. `note` announces at least one note. Every finding must be announced and
every announcement met. The check is told by the file's name:
<check>.cpp or <check>.<variant>.cpp is run with fastidious-<check>.

Header lines:
    // options: Key=Value, Key2=Value     options of the check; a backslash
                                          before a comma keeps it in the value
    // flags: -std=c++17                  compiler flags (default: -std=c++20)
    // needs: llvm22                      run by lit with that feature only

Fixes are always applied to a copy, which must then compile and have no fix
left. Where <file>.fixed.cpp exists, the copy without its labels must be equal
to it; --bless writes that file.
"""
import argparse
import difflib
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
LABEL = re.compile(r"//\s*(warn|ok|note):\s*(.*?)\s*(?=//\s*(?:warn|ok|note):|$)")
LABELS_AT_END = re.compile(r"\s*//\s*(?:warn|ok|note):.*$", re.M)
DIAG = re.compile(r"^(.*?):(\d+):(\d+): (warning|error|note): (.*)$")
CHECK_NAME = re.compile(r" \[([^\]\s]+)\]$")
CLANG_TIDY_NOTES = ("FIX-IT ", "this fix will not be applied")


class Diagnostic:
    def __init__(self, match):
        self.file, line, column, self.kind, self.text = match.groups()
        self.line, self.column = int(line), int(column)
        name = CHECK_NAME.search(self.text)
        self.check = name.group(1).split(",")[0] if name else ""
        if name:
            self.text = self.text[: name.start()]

    def __str__(self):
        return f"{self.kind}: {self.text}"


def header(text, key):
    found = re.search(rf"^//\s*{key}:\s*(.+?)\s*$", text, re.M)
    return found.group(1) if found else ""


def options_of(text, check):
    """The '// options:' line as CheckOptions."""
    result = {}
    for item in re.split(r"(?<!\\),\s*", header(text, "options")):
        if not item:
            continue
        key, equals, value = item.partition("=")
        if not equals:
            raise ValueError(f"'{item}' in '// options:' is not Key=Value")
        result[f"{check}.{key.strip()}"] = value.replace("\\,", ",")
    return result


def labels(text):
    """[(kind, line, text)] of all announcements."""
    return [
        (m.group(1), number, m.group(2))
        for number, line in enumerate(text.splitlines(), 1)
        for m in LABEL.finditer(line)
    ]


def without_labels(text):
    return LABELS_AT_END.sub("", text)


def check_of(opt, path):
    return opt.prefix + path.name.split(".")[0]


def fixed_path(path):
    return path.with_name(path.name[: -len(".cpp")] + ".fixed.cpp")


def run_tidy(opt, path, original):
    """Runs the check on the file, applying its fixes; the diagnostics."""
    text = original.read_text()
    check = check_of(opt, original)
    config = {"Checks": f"-*,{check}", "CheckOptions": options_of(text, check)}
    flags = (header(text, "flags") or "-std=c++20").split()
    load = [f"--load={opt.plugin}"] if opt.plugin else []
    command = [opt.tidy, "--quiet", *load, "--fix", "--header-filter=.*",
               f"--config={json.dumps(config)}", str(path), "--",
               f"-I{original.parent}", *flags]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    found = [Diagnostic(m) for m in map(DIAG.match, done.stdout.splitlines()) if m]
    # 1: an error in the code, which is among the diagnostics.
    errors = [d for d in found if d.kind == "error"]
    if done.returncode not in (0, 1) or (done.returncode and not errors):
        raise RuntimeError(f"clang-tidy failed (exit {done.returncode}): "
                           f"{done.stderr.strip() or done.stdout.strip()}")
    return found


def take(announced, found):
    """Matches texts with messages; the texts and messages left over."""
    missing, left = [], list(found)
    # The longest text first: it fits the fewest messages.
    for text in sorted(announced, key=len, reverse=True):
        hit = next((d for d in left if text in d.text), None)
        if hit is None:
            missing.append(text)
        else:
            left.remove(hit)
    return missing, left


def bad_form(message):
    """What is wrong with the wording, or None."""
    if message[:1].isupper():
        return "begins with a capital letter"
    if message.endswith("."):
        return "ends with a full stop"
    if re.search(r"\bconsider\b", message, re.I):
        return "says 'consider' in place of what to do"
    return None


def compare_findings(opt, path, text, found):
    """Problems with the findings: [str]."""
    check, problems = check_of(opt, path), []

    def complain(line, what):
        source = text.splitlines()[line - 1].strip()
        problems.append(f"{path}:{line}: {what}\n    {source}")

    warned = {}
    for diagnostic in found:
        if diagnostic.kind == "error":
            problems.append(f"{path}:{diagnostic.line}: does not compile: {diagnostic.text}")
        elif os.path.basename(diagnostic.file) != path.name and diagnostic.kind == "warning":
            problems.append(f"{diagnostic.file}:{diagnostic.line}: finding outside of the test: "
                            f"{diagnostic.text}")
        elif diagnostic.kind == "warning" and diagnostic.check == check:
            warned.setdefault(diagnostic.line, []).append(diagnostic)
    announced = labels(text)
    for line in sorted({n for kind, n, _ in announced if kind == "warn"} | set(warned)):
        texts = [t for kind, n, t in announced if kind == "warn" and n == line]
        missing, left = take(texts, warned.get(line, []))
        for wanted in missing:
            complain(line, f"announced, but not found: warn: {wanted}")
        for extra in left:
            complain(line, f"found, but not announced: {extra}")
    for kind, line, wanted in announced:
        notes = [d for d in found if d.kind == "note" and d.line == line
                 and os.path.basename(d.file) == path.name]  # fmt: skip
        if kind == "note" and not any(wanted in d.text for d in notes):
            complain(line, f"announced, but not found: note: {wanted}")
        if not wanted:
            complain(line, f"'{kind}:' says nothing")
    for diagnostic in found:
        wrong = None if diagnostic.text.startswith(CLANG_TIDY_NOTES) else bad_form(diagnostic.text)
        # Clang's own errors and notes are not ours to word.
        if wrong and diagnostic.check == check:
            problems.append(f"{path}:{diagnostic.line}: the message {wrong}: {diagnostic.text}")
    if not any(kind in ("warn", "ok") for kind, _, _ in announced):
        problems.append(f"{path}: announces nothing: write '// warn: text' or '// ok: reason'")
    return problems


def compare_fixed(opt, path, fixed):
    """Problems with the text after the fixes."""
    expected, actual = fixed_path(path), without_labels(fixed)
    if opt.bless:
        expected.write_text(actual)
    if not expected.exists():
        return []
    if expected.read_text() == actual:
        return []
    diff = difflib.unified_diff(expected.read_text().splitlines(), actual.splitlines(),
                                str(expected), "after --fix", lineterm="")  # fmt: skip
    return ["\n".join(diff), f"{expected}: differs from the fixed code; --bless rewrites it"]


def check_again(opt, path, copy, fixed):
    """Problems that the fixed code has: it must compile and need no fix."""
    found = run_tidy(opt, copy, path)
    problems = [f"{path}: the fixed code does not compile: line {d.line}: {d.text}"
                for d in found if d.kind == "error"]  # fmt: skip
    if not problems and copy.read_text() != fixed:
        diff = difflib.unified_diff(fixed.splitlines(), copy.read_text().splitlines(),
                                    "fixed once", "fixed twice", lineterm="")  # fmt: skip
        problems += [*diff, f"{path}: the fixed code is not silent"]
    return problems


def run(opt, path):
    """All problems of one test: [str]."""
    text = path.read_text()
    with tempfile.TemporaryDirectory() as folder:
        copy = pathlib.Path(folder) / path.name
        copy.write_text(text)
        try:
            problems = compare_findings(opt, path, text, run_tidy(opt, copy, path))
            fixed = copy.read_text()
            if fixed != text:
                problems += check_again(opt, path, copy, fixed)
        except (RuntimeError, ValueError, subprocess.TimeoutExpired) as error:
            return [f"{path}: {error}"]
    # Equal text is compared too: the fix that .fixed.cpp shows may be gone.
    if fixed != text or fixed_path(path).exists():
        problems += compare_fixed(opt, path, fixed)
    return problems


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=pathlib.Path)
    parser.add_argument("--tidy", default="clang-tidy-22")
    parser.add_argument("--plugin", default=ROOT / "build/default/lib/FastidiousTidy.so")
    parser.add_argument("--prefix", default="fastidious-", help="what a check's name begins with")
    parser.add_argument("--bless", action="store_true", help="write <file>.fixed.cpp")
    opt = parser.parse_args()
    failed = False
    for path in opt.files:
        problems = run(opt, path.resolve())
        failed = failed or bool(problems)
        print("\n".join(problems) if problems else f"{path}: as announced")
    sys.exit(failed)


if __name__ == "__main__":
    main()
