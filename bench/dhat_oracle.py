#!/usr/bin/env python3
"""What programs allocate when they run, against what the escape report says.

    dhat_oracle.py [options] FILE.cpp...          programs of one file each
    dhat_oracle.py [options] --real DIR [NAME...] the programs of dhat_programs.toml,
                                                  tests of real projects: DIR as
                                                  real_code.py made it

Builds each program at -O0 and runs it under valgrind's DHAT: every allocation
that is seen on a line of the program must be predicted there, and none where all
is said to stay inside. Runs it again with lifetimes.cpp: what is said to end with
its function must be freed before that has returned. Blocks below a function of a
library whose source the report does not have are counted apart. What
the folder of an earlier run has is not made again. Exit status 1 where a
prediction is contradicted."""
import argparse
import collections
import concurrent.futures
import json
import os
import pathlib
import shlex
import sys

from oracle_inputs import DRIVER, extent, facts_of
from oracle_programs import Build, real_programs, single_programs
from oracle_runs import Lifetimes, Seen

STAYS = {"size", "container", "polymorphic"}


def predicted(options, name, commands):
    """{(file, line): its heap sites}, of all the commands together"""
    folder = options.work / f"{name}.db"
    folder.mkdir(exist_ok=True)
    entries = []
    for where, file, flags in commands:
        arguments = [options.clang, *map(str, flags), "-c", str(file)]
        entry = {"directory": str(where), "file": str(file), "arguments": arguments}
        entries.append(entry)
    (folder / "compile_commands.json").write_text(json.dumps(entries))
    lines = collections.defaultdict(list)
    for fact in facts_of(options.driver, "-p", folder):
        if fact["kind"] == "site":
            lines[os.path.abspath(fact["file"]), fact["line"]].append(fact)
    return lines


def ends_with_function(site):
    stays = site["verdict"] == "heap" and STAYS.issuperset(site["destinations"])
    return site["verdict"] == "stack-able" or stays


class Judgement:
    """What there is to say of the programs together (`counts`), and what
    contradicts the predictions (`bad`)."""

    def __init__(self, facts):
        self.facts, self.counts, self.bad = dict(facts), collections.Counter(), []

    def sites_at(self, path, line):
        numbers = extent(path, line)
        return [f for number in numbers for f in self.facts.get((path, number), ())]

    def allocating_at(self, path, line):
        return [f for f in self.sites_at(path, line) if f["verdict"] != "inline"]

    def add_seen(self, seen):
        lines = collections.Counter()
        for places, blocks in seen.lines.items():
            known = (place for place in places if self.sites_at(*place))
            lines[next(known, places[-1])] += blocks
        for (path, line), blocks in sorted(lines.items()):
            self.counts["lines where blocks were seen"] += 1
            self.counts["blocks seen"] += blocks
            if not self.allocating_at(path, line):
                inline = self.sites_at(path, line)
                why = "although said to stay inside" if inline else "and not predicted"
                self.bad.append(f"{path}:{line}: {blocks} blocks allocated {why}")
        self._add_unseen(lines)
        for what, where in (
            ("blocks below functions of other libraries, not judged", seen.others),
            ("blocks that the library makes once, not judged", seen.once),
        ):
            self.counts[what] += sum(where.values())

    def _add_unseen(self, lines):
        files = {path for path, _ in lines}
        for (path, line), here in self.facts.items():
            seen = any((path, number) in lines for number in extent(path, line))
            if path in files and not seen:
                inline = sum(f["verdict"] == "inline" for f in here)
                self.counts["sites said to stay inside, none seen"] += inline
                self.counts["lines predicted, no block seen"] += inline < len(here)

    def add_lifetimes(self, lifetimes):
        ends = "blocks whose end was seen, said to end with their function"
        for place, blocks in sorted(lifetimes.every.items()):
            here = self.allocating_at(*place)
            if not here or not all(map(ends_with_function, here)):
                continue
            self.counts[ends] += blocks
            self.counts["of these leaked, not judged"] += lifetimes.leaked[place]
            if late := lifetimes.late[place]:
                text = f"{late} of {blocks} blocks outlive their function"
                self.bad.append(f"{place[0]}:{place[1]}: {text}, said to end with it")


def measure(options, build, name, programs):
    seen, lifetimes = Seen(), Lifetimes(options.symbolizer)
    for program in programs:
        executable = build.link(program)
        folder = options.work / f"{program.name}.run"
        folder.mkdir(exist_ok=True)
        seen.add(program, executable, folder)
        lifetimes.add(program, executable, folder)
    commands = {c[1]: c for program in programs for c in program.commands}
    judgement = Judgement(predicted(options, name, commands.values()))
    judgement.add_seen(seen)
    judgement.add_lifetimes(lifetimes)
    return judgement


def show(name, counts, bad):
    if name:
        print(f"{name}:")
    print(*(f"{n:7} {what}" for what, n in counts.items() if n), sep="\n")
    print(f"{len(bad):7} contradictions", *bad, sep="\n", flush=True)


def parse():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", nargs="*")
    parser.add_argument("--real", type=pathlib.Path)
    parser.add_argument("--work", type=pathlib.Path, required=True, help="what is made")
    parser.add_argument("--driver", default=DRIVER)
    parser.add_argument("--clang", default="clang++-22")
    parser.add_argument("--symbolizer", default="llvm-symbolizer-22")
    parser.add_argument("--flags", default="-std=c++20", help="of files")
    parser.add_argument("-j", "--jobs", type=int, default=2)
    options = parser.parse_args()
    options.work = options.work.resolve()
    return options


def main():
    options = parse()
    build, total, bad = Build(options), collections.Counter(), []
    if options.real:
        projects = list(real_programs(options.real.resolve(), options.what))
    else:
        projects = list(single_programs(options.what, shlex.split(options.flags)))
    jobs = 1 if options.real else options.jobs
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        found = pool.map(lambda p: measure(options, build, *p), projects)
        for (name, _), judgement in zip(projects, found):
            if options.real:
                show(name, judgement.counts, judgement.bad)
            total.update(judgement.counts)
            bad += judgement.bad
    if not options.real:
        show("", total, bad)
    sys.exit(bool(bad))


if __name__ == "__main__":
    main()
