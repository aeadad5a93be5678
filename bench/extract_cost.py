#!/usr/bin/env python3
"""What the escape report costs: extract_cost.py DATABASE [--files N] [--driver PATH] [--link].

Of N files of a compilation database, spread over it, the processor time of
`fastidious escape-report --extract` against `clang++-22 -fsyntax-only` of the
same command. With --link instead, of the whole database: extracting and linking
it from nothing, linking its extracts from nothing, and a run in which nothing
has changed, each with its time and memory."""
import argparse
import json
import os
import pathlib
import resource
import subprocess
import tempfile
import time

from oracle_inputs import DRIVER, flags_of


def seconds(command, **more):
    """Processor time of the command, or None where it fails."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **more)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return used if done.returncode == 0 else None


def report(options, cache, what):
    """Runs the report of the whole database and prints what it took."""
    begun = time.monotonic()
    running = subprocess.Popen(
        [options.driver, "escape-report", "-p", options.database, "--cache-dir", cache, "--verbose",
         "--format=json", "-o", "/dev/null"], stderr=subprocess.PIPE, text=True)
    said = running.stderr.read()
    _, _, used = os.wait4(running.pid, 0)
    solved = [line for line in said.splitlines() if " functions" in line]
    print(f"{what:24} {time.monotonic() - begun:7.1f} s, {used.ru_utime + used.ru_stime:7.1f} s of a processor, "
          f"{used.ru_maxrss >> 10:5} MiB: {' '.join(solved)}", flush=True)


def link(options):
    with tempfile.TemporaryDirectory() as cache:
        report(options, cache, "all from nothing")
        for state in pathlib.Path(cache).glob("llvmcache-state-*"):
            print(f"what the link keeps has {state.stat().st_size >> 10} KiB")
            state.unlink()
        report(options, cache, "link from nothing")
        report(options, cache, "nothing changed")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("database", type=pathlib.Path)
    parser.add_argument("--files", type=int, default=10)
    parser.add_argument("--driver", default=DRIVER)
    parser.add_argument("--link", action="store_true")
    options = parser.parse_args()
    if options.link:
        return link(options)
    entries = json.loads((options.database / "compile_commands.json").read_text())
    entries = entries[:: max(1, len(entries) // options.files)][: options.files]
    folder = pathlib.Path(tempfile.mkdtemp())
    syntax, extraction, count = 0.0, 0.0, 0
    for number, entry in enumerate(entries):
        file = pathlib.Path(entry["directory"]) / entry["file"]
        to = folder / f"{number}.extract"
        parsed = seconds(["clang++-22", "-fsyntax-only", "-w", *flags_of(entry), file], cwd=entry["directory"])
        made = seconds([options.driver, "escape-report", "-p", options.database, "--no-cache", "--extract", "-o", to, file])
        if parsed is None or made is None:
            print(f"{file}: left out, does not compile or has several commands")
            continue
        print(f"{made / parsed:5.2f}  {made:6.2f} s against {parsed:6.2f} s, {to.stat().st_size >> 10:6} KiB  {file.name}")
        syntax, extraction = syntax + parsed, extraction + made
        count += 1
    if count:
        print(f"{extraction / syntax:5.2f}  all {count}")


if __name__ == "__main__":
    main()
