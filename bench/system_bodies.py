#!/usr/bin/env python3
"""Shows that passing over bodies in system headers changes no finding.

    bench/system_bodies.py --work DIR [--jobs 2] [PROJECT...]

DIR is the work folder of real_code.py, whose databases it needs. For each
project it compares, byte by byte, the report of a run of `fastidious check`
with that of one that parses all bodies, and prints the ratio of their CPU
times. Exit status 1: some reports differ; they are kept in DIR/bodies.
"""
import argparse
import os
import subprocess
import sys
from pathlib import Path

from corpus import HERE, Tree, fail, load_projects

DRIVER = HERE.parent / "build/default/bin/fastidious"


def run(database, report, jobs, *options):
    """One run: its CPU seconds."""
    before = os.times()
    status = subprocess.run(
        ["nice", DRIVER, "check", "-p", database, "--format=json", "--quiet",
         f"-j{jobs}", "-o", report, *options],
        stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
    if status not in (0, 1, 3):
        fail(f"{DRIVER} ended with {status}: run it on {database} by hand")
    after = os.times()
    return (after.children_user - before.children_user
            + after.children_system - before.children_system)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("projects", nargs="*", metavar="PROJECT")
    options = parser.parse_args()
    differing = []
    for project in load_projects(HERE / "projects.toml", options.projects):
        database = Tree(project, options.work).database
        if not (database / "compile_commands.json").exists():
            continue
        folder = options.work / "bodies" / project.name
        folder.mkdir(parents=True, exist_ok=True)
        without, with_all = folder / "without.json", folder / "with.json"
        short = run(database, without, options.jobs)
        full = run(database, with_all, options.jobs, "--system-bodies")
        same = without.read_bytes() == with_all.read_bytes()
        print(f"{project.name:14} {'same' if same else 'DIFFERENT':9} "
              f"{short / full:.2f} x the time", flush=True)
        if not same:
            differing.append(str(folder))
    if differing:
        print("the reports differ in " + ", ".join(differing),
              file=sys.stderr)
    return bool(differing)


if __name__ == "__main__":
    sys.exit(main())
