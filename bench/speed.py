#!/usr/bin/env python3
"""Measures what `fastidious check` costs, against Clang's parse and others.

    bench/speed.py --work DIR [--repeat 2] [--write] PROJECT...

DIR is the work folder of real_code.py, whose databases it needs; of each
project a copy is made in DIR/speed, in which files can be changed. The unit is
the CPU time (user + system) of `clang++-22 -fsyntax-only -w` over the same
files, one after the other. All variants take turns in one run and the best of
some rounds counts, so that noise of the machine hits all alike.

--write puts the tables into docs/performance.md.
"""
import argparse
import collections
import json
import os
import random
import re
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from corpus import HERE, Tree, arguments_of, fail, load_projects, without_output

DRIVER = HERE.parent / "build/default/bin/fastidious"
PAGE = HERE.parent / "docs/performance.md"
CLANG = "clang++-22"


@dataclass
class Usage:
    """What one process, with its children, took."""
    cpu: float
    wall: float
    mib: float
    status: int = 0


def run(command, directory=None, expect=(0,)):
    begin = time.monotonic()
    with subprocess.Popen(
            list(map(str, command)), cwd=directory,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if expect and process.returncode not in expect:
        fail(f"'{' '.join(map(str, command))}' in {directory or '.'} ended "
             f"with {process.returncode}: run it by hand")
    return Usage(usage.ru_utime + usage.ru_stime, time.monotonic() - begin,
                 usage.ru_maxrss / 1024, process.returncode)


class Copy:
    """A project whose own files may change; its build is shared."""

    def __init__(self, project, work):
        tree = Tree(project, work)
        self.name = project.name
        home = work / "speed" / project.name
        self.source, self.database = home / "src", home / "db"
        self.cache = home / "cache"
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(tree.source, self.source, symlinks=True)
        moved = re.compile(re.escape(str(tree.source)) + r"(?=/|$)")
        self.entries = [
            {"directory": moved.sub(str(self.source), e["directory"]),
             "file": moved.sub(str(self.source), e["file"]),
             "arguments": [moved.sub(str(self.source), a)
                           for a in arguments_of(e)]}
            for e in tree.read_database(tree.database)]
        self.database.mkdir()
        (self.database / "compile_commands.json").write_text(
            json.dumps(self.entries))

    def files(self):
        return sorted({e["file"] for e in self.entries})

    def headers(self):
        """The units that include each of the project's own headers."""
        users = collections.defaultdict(set)
        for number, entry in enumerate(self.entries):
            text = subprocess.run(
                [CLANG, "-MM", "-MT", "x",
                 *without_output(entry["arguments"])[1:]],
                cwd=entry["directory"], capture_output=True, text=True).stdout
            for name in text.replace("\\\n", " ").split()[1:]:
                path = Path(entry["directory"], name).resolve()
                if path.is_relative_to(self.source) and \
                        str(path) != entry["file"]:
                    users[path].add(number)
        return users


def touch_content(path):
    with open(path, "a", encoding="utf-8") as file:
        file.write(f"\n// {random.getrandbits(64)}\n")


def fastidious(copy, *options):
    return run([DRIVER, "check", "-p", copy.database, "-o", "/dev/null",
                "--quiet", *options], expect=(0, 1, 3))


def parse(copy):
    """Each file by itself; the peak is that of the largest."""
    all_of_them = [run([CLANG, "-fsyntax-only", "-w",
                        *without_output(e["arguments"])[1:]], e["directory"],
                       expect=None) for e in copy.entries]
    return Usage(sum(u.cpu for u in all_of_them),
                 sum(u.wall for u in all_of_them),
                 max(u.mib for u in all_of_them))


def ours(copy, header):
    """The states of the cache, in their order."""
    shutil.rmtree(copy.cache, ignore_errors=True)
    kept = f"--cache-dir={copy.cache}"
    results = {"cold": fastidious(copy, "-j1", kept),
               "warm": fastidious(copy, "-j1", kept)}
    touch_content(random.choice(copy.files()))
    results["one file"] = fastidious(copy, "-j1", kept)
    if header:
        touch_content(header)
        results["one header"] = fastidious(copy, "-j1", kept)
    return results


PEERS = {
    "run-clang-tidy": lambda c: [
        "run-clang-tidy-22", "-quiet", "-j1", "-checks=-*,performance-*",
        "-p", c.database],
    "clazy": lambda c: ["clazy-standalone", "-p", c.database, *c.files()],
    "cppcheck": lambda c: [
        "cppcheck", "--quiet", "-j1", "--enable=performance",
        f"--project={c.database / 'compile_commands.json'}"],
}


def representative(headers):
    """The header whose dependents are the median in number."""
    ranked = sorted(headers, key=lambda h: (len(headers[h]), str(h)))
    return ranked[len(ranked) // 2] if ranked else None


def measure(copy, repeat, jobs):
    headers = copy.headers()
    header = representative(headers)
    best = {}

    def keep(name, usage):
        if name not in best or usage.cpu < best[name].cpu:
            best[name] = usage

    def measure_ours():
        for name, usage in ours(copy, header).items():
            keep(name, usage)

    turns = [lambda: keep("parse", parse(copy)), measure_ours]
    for name, command in PEERS.items():
        if shutil.which(command(copy)[0]):
            turns.append(lambda n=name, c=command: keep(
                n, run(c(copy), expect=None)))
    for count in jobs:
        turns.append(lambda n=count: keep(
            f"-j{n}", fastidious(copy, f"-j{n}", "--no-cache")))
    for _ in range(repeat):
        random.shuffle(turns)
        for turn in turns:
            turn()
    return best, len(headers.get(header, ()))


def table(rows):
    widths = [max(len(str(r[i])) for r in rows) for i in range(len(rows[0]))]
    lines = ["| " + " | ".join(str(c).ljust(w) for c, w in zip(row, widths))
             + " |" for row in rows]
    lines.insert(1, "|" + "|".join("-" * (w + 2) for w in widths) + "|")
    return "\n".join(lines)


def ratio(value):
    return f"{value:.3f}" if value < 0.1 else f"{value:.2f}"


def cost_table(measured):
    columns = ["cold", "warm", "one file", "one header", *PEERS]
    rows = [["project", "files", *columns]]
    for copy, best, dependents in measured:
        row = [copy.name, len(copy.entries)]
        for name in columns:
            usage = best.get(name)
            cell = ratio(usage.cpu / best["parse"].cpu) if usage else ""
            if name == "one header" and usage:
                cell += f" ({dependents})"
            if name == "clazy" and usage and usage.status:
                cell += " (with errors)"
            row.append(cell)
        rows.append(row)
    return table(rows)


def scaling_table(measured, jobs):
    rows = [["project", "largest parse, MiB",
             *(f"-j{n}: wall, CPU, memory per worker" for n in jobs)]]
    for copy, best, _ in measured:
        base, parse_mib = best["-j1"], best["parse"].mib
        rows.append([copy.name, f"{parse_mib:.0f}"] + [
            f"{ratio(u.wall / base.wall)}, {ratio(u.cpu / base.cpu)}, "
            f"{ratio(u.mib / n / parse_mib)}"
            for n in jobs for u in [best[f"-j{n}"]]])
    return table(rows)


def replace_part(text, name, new):
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    if begin not in text or end not in text:
        fail(f"{PAGE} has no lines '{begin}' and '{end}': restore them")
    head, rest = text.split(begin, 1)
    return head + begin + "\n" + new + "\n" + end + rest.split(end, 1)[1]


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--repeat", type=int, default=2)
    parser.add_argument("--jobs", type=int, action="append", metavar="N",
                        help="measure N workers, too (default: 1 and 2)")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("names", nargs="+", metavar="PROJECT")
    args = parser.parse_intermixed_args()
    jobs = sorted({1, *(args.jobs or (2,))})
    if not DRIVER.is_file():
        fail(f"{DRIVER} is missing: build it first")
    measured = []
    for project in load_projects(HERE / "projects.toml", args.names):
        copy = Copy(project, args.work.resolve())
        measured.append((copy, *measure(copy, args.repeat, jobs)))
        print(f"{project.name}: done", file=sys.stderr, flush=True)
    costs, scaling = cost_table(measured), scaling_table(measured, jobs)
    print(costs, scaling, sep="\n\n")
    if args.write:
        text = replace_part(PAGE.read_text(), "costs", costs)
        PAGE.write_text(replace_part(text, "scaling", scaling))
    return 0


if __name__ == "__main__":
    sys.exit(main())
