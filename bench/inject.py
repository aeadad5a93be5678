#!/usr/bin/env python3
"""Puts what is to be found into real code: inject.py DATABASE... [--match REGEX].

In copies of the files, locals of class type of which the report says that they
stay on the stack are put on the heap, in five ways in turn, and others are made
to escape, in six ways in turn. Copies are compiled; what does not compile is left
out. Of the first it counts how many fastidious-needless-heap and the report find,
of the second how many verdicts turn into `escapes`."""
import argparse
import collections
import itertools
import pathlib
import re
import subprocess
import tempfile

import oracle_inputs
from oracle_edits import BOXES, ESCAPES, HELPERS, Source
from oracle_inputs import facts_of, flags_of, run

MADE_BY = {"reference": "make_unique", "uses": "make_unique", "shared": "make_shared"}
CHECKS = "--checks=-*,fastidious-needless-heap"
SYNTAX = ["clang++-22", "-fsyntax-only", "-w", "-ferror-limit=0"]


class Injection:
    """What is put into the files, and what comes of it."""

    def __init__(self, options):
        self.options, self.work = options, options.folder
        self.boxes, self.escapes = itertools.cycle(BOXES), itertools.cycle(ESCAPES)
        self.counts, self.missed = collections.Counter(), []
        self.work.mkdir(parents=True, exist_ok=True)
        (self.work / "injected.h").write_text(HELPERS)

    def examine(self, file, entry):
        """Judges what is put into a copy of the file."""
        folder = entry["directory"]
        flags = [*flags_of(entry), "-std=gnu++17", "-iquote", file.parent]
        source = Source(file.read_text(errors="replace"))
        driver = self.options.driver
        facts = facts_of(driver, file, "--", *flags, cwd=folder)
        chosen = self._choose(source, [f for f in facts if is_stack(f, file)])
        flags += ["-include", self.work / "injected.h"]
        copy = self.work / file.name
        chosen = compiled(copy, source, chosen, flags, folder)
        if not chosen:
            return
        facts = facts_of(driver, copy, "--", *flags, cwd=folder)
        here = [fact for fact in facts if fact["file"] == str(copy)]
        found = findings(driver, copy, flags, folder)
        for one in chosen:
            self._count(file, one, here, found)

    def _choose(self, source, facts):
        """Candidates, spread over the file, each with what is done to it."""
        found = list(source.candidates(facts))
        chosen = found[:: max(1, len(found) // self.options.per_file)]
        boxes = 0
        for number, one in enumerate(chosen):
            if one.is_class and 2 * boxes <= number:
                one.box(next(self.boxes))
                boxes += 1
            else:
                one.form = next(self.escapes)
        return chosen

    def _count(self, file, one, facts, found):
        here = [fact for fact in facts if fact["line"] == one.line]
        what = "box" if one.is_box() else "escape"
        came = box_found(one, here, found) if one.is_box() else escape_found(one, here)
        self.counts[what, came.split(":")[0].split(",")[0]] += 1
        if came not in ("found", "found by the check and the report"):
            name = f"{one.type} {one.name}"
            self.missed.append(f"{file}:{one.line}: {name} [{one.form}] {came}")


def is_stack(fact, file):
    is_local = fact["kind"] == "local" and fact["file"] == str(file)
    return is_local and fact["verdict"] == "stack"


def compiled(copy, source, chosen, flags, folder):
    """Leaves out what does not compile: what an error lies in."""
    error = re.compile(rf"{re.escape(str(copy))}:(\d+):\d+: (?:fatal )?error")
    for _ in range(5):
        copy.write_text(source.edited(chosen))
        command = [str(word) for word in (*SYNTAX, *flags, copy)]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
        if done.returncode == 0:
            return chosen
        lines = {int(found[1]) for found in error.finditer(done.stderr)}
        kept = [one for one in chosen if not is_bad(one, source, lines)]
        if len(kept) == len(chosen):
            return []
        chosen = kept
    return []


def is_bad(one, source, lines):
    last = source.line_of(one.block_end) if one.form == "uses" else one.line
    return any(one.line <= line <= last for line in lines)


def findings(driver, copy, flags, folder):
    """The lines of the findings in the copy."""
    command = [driver, "check", CHECKS, copy, "--", *flags]
    out = run(*command, cwd=folder, check=False)
    finding = re.compile(rf"{re.escape(str(copy))}:(\d+):\d+: .*needless-heap")
    return {int(found[1]) for found in finding.finditer(out)}


def escape_found(one, facts):
    mine = [f for f in facts if f["kind"] == "local" and f["subject"] == one.name]
    says = {f"{fact['verdict']}:{fact['reason']}" for fact in mine}
    good = says and says <= {"escapes:global", "escapes:thread"}
    return "found" if good else f"missed: {sorted(says)}"


def box_found(one, facts, found):
    subject = MADE_BY.get(one.form, "new")
    sites = [f for f in facts if f["kind"] == "site" and f["subject"] == subject]
    if any(fact["reason"] == "size" for fact in sites):
        return "left out: larger than 1 KiB"
    by_report = bool(sites) and all(f["verdict"] == "stack-able" for f in sites)
    says = sorted({f"{f['verdict']}({f['reason']} {f['through']})" for f in sites})
    if by_report:
        both = one.line in found
        return f"found by the {'check and the report' if both else 'report only'}"
    return f"{'found by the check, report' if one.line in found else 'missed:'} {says}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("databases", type=pathlib.Path, nargs="+")
    oracle_inputs.add_options(parser)
    parser.add_argument("--per-file", type=int, default=20)
    options = parser.parse_args()
    options.folder = (options.folder or pathlib.Path(tempfile.mkdtemp())).resolve()
    injection = Injection(options)
    for database in options.databases:
        files = oracle_inputs.entries(database, options.match, options.without)
        for file, entry in files.items():
            injection.examine(pathlib.Path(file), entry)
    for (what, came), number in sorted(injection.counts.items()):
        print(f"{number:5} {what}: {came}")
    print(*injection.missed, sep="\n")


if __name__ == "__main__":
    main()
