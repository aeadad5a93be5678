#!/usr/bin/env python3
"""Measures what our checks add to a run of clang-tidy.

    bench/cost.py --work DIR [--files 40] [--repeat 3] [PROJECT...]

DIR is the work folder of real_code.py, whose databases it needs. On a sample
of files it compares the CPU time (user + system) of clang-tidy with all our
checks to that of clang-tidy with one trivial check and to that of the parse
alone. The variants take turns in random order, and the best of some runs
counts, so that noise of the machine hits all alike. Ratios, not times, are
the result. Exit status 1: the sum ratio is above --limit.

    bench/cost.py --work DIR --without fastidious-a,fastidious-b ...

compares all our checks to all but these: what these add.
"""
import argparse
import itertools
import json
import os
import random
import statistics
import subprocess
import sys
from pathlib import Path

from corpus import (HERE, Tree, absolute, fail, load_projects,
                    without_output)

# It only looks at static_assert declarations.
TRIVIAL = "modernize-unary-static-assert"
OURS = "-*,fastidious-*"


def sample(trees, count, seed):
    """Database entries taken from the projects in turn."""
    shuffle = random.Random(seed)
    queues = []
    for tree in trees:
        # A file with several commands would run them all in one process.
        entries = {e["file"]: e for e in tree.read_database(tree.database)}
        files = sorted(entries)
        shuffle.shuffle(files)
        queues.append([(tree, entries[file]) for file in files])
    turns = itertools.chain.from_iterable(itertools.zip_longest(*queues))
    return list(itertools.islice(filter(None, turns), count))


def variants_of(args):
    """How each variant checks; nothing for the parse alone."""
    load = f"--load={args.load.resolve()}"
    ours = [load, f"--checks={OURS}"]
    if args.without:
        left_out = ",".join("-" + c for c in args.without.split(","))
        return {"rest": [load, f"--checks={OURS},{left_out}"], "ours": ours}
    return {"parse": [], "trivial": ["--checks=-*," + TRIVIAL], "ours": ours}


def command_of(checks, entry):
    arguments = without_output(entry["arguments"])[1:]
    if not checks:
        return ["clang++-22", "-fsyntax-only", "-w", *arguments]
    flags = [a for a in arguments
             if absolute(entry["directory"], a) != Path(entry["file"])]
    return ["clang-tidy-22", "--quiet", *checks, entry["file"], "--",
            *flags]


def cpu_seconds(command, directory):
    """User and system time of one process, which must not crash."""
    with subprocess.Popen(command, cwd=directory, stdin=subprocess.DEVNULL,
                          stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE) as process:
        complaint = process.stderr.read().decode(errors="replace")
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        fail(f"{command[0]} failed: {complaint.strip()[-300:]}\n"
             f"remedy: see that this works in {directory}: "
             + " ".join(map(str, command)))
    return usage.ru_utime + usage.ru_stime


def measure(entries, variants, repeat, seed):
    """The best time of each variant for each file, as a list of dicts."""
    shuffle = random.Random(seed)
    rows = []
    for number, (tree, entry) in enumerate(entries, 1):
        if sys.stderr.isatty():
            print(f"\r{number}/{len(entries)}", end="", file=sys.stderr)
        turns = [v for v in variants for _ in range(repeat)]
        shuffle.shuffle(turns)
        best = {}
        for variant in turns:
            seconds = cpu_seconds(command_of(variants[variant], entry),
                                  entry["directory"])
            best[variant] = min(seconds, best.get(variant, seconds))
        name = os.path.relpath(entry["file"], tree.source)
        rows.append({"file": f"{tree.project.name}/{name}", **best})
    return rows


def compare(rows, above, below):
    """Prints how the times of two variants relate; returns the sum ratio."""
    ratios = {row["file"]: row[above] / row[below] for row in rows}
    total = sum(row[above] for row in rows) / sum(row[below] for row in rows)
    worst = max(ratios, key=ratios.get)
    print(f"{above} / {below}: sum {total:.3f}, median "
          f"{statistics.median(ratios.values()):.3f}, "
          f"worst {ratios[worst]:.3f} ({worst})")
    return total


def parse_arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    plugin = HERE.parent / "build/default/lib/FastidiousTidy.so"
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--load", type=Path, default=plugin, metavar="PLUGIN")
    parser.add_argument("--projects", default=HERE / "projects.toml",
                        type=Path, metavar="TOML")
    parser.add_argument("--files", type=int, default=40)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--limit", type=float, default=1.15)
    parser.add_argument("--json", type=Path, help="keep the times here")
    parser.add_argument("--without", metavar="CHECKS",
                        help="compare to all our checks but these")
    parser.add_argument("names", nargs="*", metavar="PROJECT")
    return parser.parse_intermixed_args()


def main():
    args = parse_arguments()
    if not args.load.is_file():
        fail(f"--load={args.load}: no such plugin: build it first")
    trees = [Tree(project, args.work.resolve())
             for project in load_projects(args.projects, args.names)]
    entries = sample(trees, args.files, args.seed)
    variants = variants_of(args)
    rows = measure(entries, variants, args.repeat, args.seed)
    if args.json:
        args.json.write_text(json.dumps(rows, indent=1))
    print(f"{len(rows)} files of {len(trees)} projects, best of "
          f"{args.repeat}, CPU time")
    *others, last = variants
    for above, below in itertools.combinations(reversed(others), 2):
        compare(rows, above, below)
    for below in others:
        total = compare(rows, last, below)
    if total > args.limit:
        print(f"above the limit of {args.limit}")
    return int(total > args.limit)


if __name__ == "__main__":
    sys.exit(main())
