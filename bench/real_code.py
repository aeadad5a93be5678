#!/usr/bin/env python3
"""Judges Fastidious on real code: see docs/real-code.md.

    apt-get install $(bench/real_code.py packages)
    bench/real_code.py --work DIR fetch       get the Debian source packages
    bench/real_code.py --work DIR configure   make the databases
    bench/real_code.py --work DIR baseline    build, run the projects' tests
    bench/real_code.py --work DIR run         our findings: plugin and driver
    bench/real_code.py --work DIR peers       findings of other tools
    bench/real_code.py --work DIR fix         apply all our fixes, build, test
    bench/real_code.py --work DIR list        our findings with their source
    bench/real_code.py --work DIR table       the results as Markdown

Project names after the subcommand restrict it to those. Results are kept in
DIR/*.json, by project. Fetching needs a deb-src line for Debian 12.
"""
import argparse
import collections
import difflib
import fcntl
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import findings as tools
from corpus import (CXX_SUFFIXES, HEADER_SUFFIXES, HERE, Tree, fail,
                    load_projects, read_catalogue)

PEERS = ("performance-inefficient-vector-operation,"
         "performance-inefficient-string-concatenation")
SHOWN = 5  # failed or crashed files named on the terminal
COLUMNS = {  # heading of the table -> (results file, check)
    "regex-recompilation": ("ours", "fastidious-regex-recompilation"),
    "unreserved-growth": ("ours", "fastidious-unreserved-growth"),
    "reserve-in-loop": ("ours", "fastidious-reserve-in-loop"),
    "string-concat-in-loop": ("ours", "fastidious-string-concat-in-loop"),
    "inefficient-vector-operation":
        ("peers", "performance-inefficient-vector-operation"),
    "inefficient-string-concatenation":
        ("peers", "performance-inefficient-string-concatenation"),
    "clazy reserve-candidates": ("peers", "clazy-reserve-candidates"),
}


def read_results(work, name):
    file = work / f"{name}.json"
    return json.loads(file.read_text()) if file.exists() else {}


def keep_result(work, name, project, result):
    """Writes after each project, so that an interrupted run loses one."""
    file = work / f"{name}.json"
    # Another run may work in the same folder.
    with open(file.with_suffix(".lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        results = read_results(work, name) | {project: result}
        text = json.dumps(results, indent=1, sort_keys=True)
        file.with_suffix(".new").write_text(text)
        file.with_suffix(".new").replace(file)


def fetch(tree, args):
    """Gets the source package of the catalogue's version."""
    if tree.source.exists():
        print(f"{tree.source}: already there")
        return 0
    download(tree, args)
    return unpack(tree, args)


def download(tree, args):
    folder = args.work / "download"
    folder.mkdir(parents=True, exist_ok=True)
    project = tree.project
    subprocess.run(["apt-get", "source", "-qq", "--download-only",
                    f"{project.package}={project.version}"],
                   cwd=folder, check=False)
    if not description(tree, args).exists():
        fail(f"{description(tree, args)} was not fetched: add a deb-src line"
             " for Debian 12 to /etc/apt/sources.list, run apt-get update")


def description(tree, args):
    """The .dsc file of the source package."""
    version = tree.project.version.split(":")[-1]
    return args.work / "download" / f"{tree.project.package}_{version}.dsc"


def unpack(tree, args):
    tree.source.parent.mkdir(parents=True, exist_ok=True)
    return subprocess.run(
        ["dpkg-source", "--no-check", "-x", description(tree, args),
         tree.source], stdout=subprocess.DEVNULL, check=False).returncode


def configure(tree, args):
    status = run_logged(tree, args, "configure", tree.project.configure)
    if status == 0:
        tree.make_database()
        print(f"{tree.project.name}: {len(tree.files())} files")
    return status


def run_logged(tree, args, step, commands):
    kind = "fixed." if tree.source.is_relative_to(args.work / "fixed") else ""
    log = args.work / "log" / f"{kind}{tree.project.name}.{step}.txt"
    status = tree.run(commands, args.jobs, log)
    if status:
        print(f"{tree.project.name}: {step} failed: see {log}")
    return status


def baseline(tree, args):
    """The state of the project as shipped: does it build and pass?"""
    result = build_and_test(tree, args)
    keep_result(args.work, "baseline", tree.project.name, result)
    return not result["passes"]


def build_and_test(tree, args):
    start = time.monotonic()
    builds = run_logged(tree, args, "build", tree.project.build) == 0
    passes = builds and run_logged(tree, args, "test",
                                   tree.project.test) == 0
    print(f"{tree.project.name}: {'builds' if builds else 'DOES NOT BUILD'},"
          f" tests {'pass' if passes else 'FAIL'}")
    return {"builds": builds, "passes": passes,
            "seconds": round(time.monotonic() - start),
            "commands": tree.project.build + tree.project.test}


def run(tree, args):
    """Our findings from the plugin and, where it was named, the driver."""
    plugin = run_plugin(tree, args)
    keep_result(args.work, "ours", tree.project.name, plugin)
    report(tree, "plugin", plugin)
    status = bool(plugin["crashed"])
    if args.driver:
        driver = run_driver(tree, args)
        keep_result(args.work, "driver", tree.project.name, driver)
        report(tree, "driver", driver)
        status |= compare(plugin, driver) or bool(driver["crashed"])
    return status


def run_plugin(tree, args, extra=lambda number: []):
    if not args.load or not Path(args.load).is_file():
        fail(f"--load={args.load}: no such plugin: build it first")
    return tools.run_each(
        tree, args.jobs, lambda file, number:
        [*tools.clang_tidy(tree, args.checks, args.load, extra(number)), file])


def run_driver(tree, args, extra=()):
    command = [Path(args.driver).resolve(), "check", "-p", tree.database,
               f"--checks=-*,{args.checks}", "-j", args.jobs, "--format=text",
               *extra]
    done = subprocess.run(["nice", *map(str, command)], cwd=tree.build,
                          capture_output=True, text=True, errors="replace",
                          stdin=subprocess.DEVNULL, check=False)
    # 1: there are findings; 3: some file failed, which it names.
    status = 0 if done.returncode == 1 else done.returncode
    outcome = tools.Outcome(status, done.stdout, done.stderr)
    result = tools.collect(tree, [("all files", tree.build, outcome)])
    return result | {"files": len(tree.files())}


def compare(plugin, driver):
    """Prints what only one of the two found."""
    ours = {tools.identity(f): f["message"] for f in plugin["findings"]}
    theirs = {tools.identity(f): f["message"] for f in driver["findings"]}
    for name, only in (("plugin", ours.items() - theirs.items()),
                       ("driver", theirs.items() - ours.items())):
        for key, message in sorted(only):
            print("  only the {}: {}:{}:{}: [{}] {}".format(
                name, *key, message))
    return ours != theirs


def report(tree, what, result):
    print(f"{tree.project.name}: {what}: {len(result['findings'])} findings in"
          f" {result['files']} files, {len(result['failed'])} failed,"
          f" {len(result['crashed'])} crashed")
    for kind in "failed", "crashed":
        shown = list(result[kind].items())[:SHOWN]
        for file, lines in shown:
            print(f"  {kind}: {file}: {lines[0] if lines else ''}")
        if len(result[kind]) > len(shown):
            print(f"  and {len(result[kind]) - len(shown)} more {kind}")
    sys.stdout.flush()


def peers(tree, args):
    """Findings of clang-tidy's and clazy's checks on the same files."""
    tidy = tools.run_each(
        tree, args.jobs,
        lambda file, _: [*tools.clang_tidy(tree, PEERS), file])
    clazy = tools.run_each(
        tree, args.jobs, lambda file, _:
        ["clazy-standalone", "-p", tree.database, "-header-filter=.*",
         "-checks=reserve-candidates", file])
    for result in tidy, clazy:  # clazy also prints the compiler's warnings
        result["findings"] = [f for f in result["findings"]
                              if ("peers", f["check"]) in COLUMNS.values()]
    report(tree, "clang-tidy", tidy)
    report(tree, "clazy", clazy)
    keep_result(args.work, "peers", tree.project.name, {
        "files": tidy["files"], "failed": tidy["failed"],
        "crashed": tidy["crashed"] | clazy["crashed"],
        "clazy_failed": clazy["failed"],
        "findings": tidy["findings"] + clazy["findings"]})
    return 0


def fix(tree, args):
    """Applies all our fixes together to a copy; does it build and pass?"""
    if not description(tree, args).exists():
        fail(f"{description(tree, args)} is missing: run 'real_code.py fetch'")
    copy = Tree(tree.project, args.work, fixed=True)
    home = copy.source.parent
    shutil.rmtree(home, ignore_errors=True)
    if unpack(copy, args) or configure(copy, args):
        return 1
    if args.driver:
        fix_by_driver(copy, args)
    else:
        fix_by_plugin(copy, args)
    patch = differences(tree, copy)
    (home / "fixes.patch").write_text(patch)
    places = sum(line.startswith("@@ ") for line in patch.splitlines())
    print(f"{tree.project.name}: {places} places changed:"
          f" see {home}/fixes.patch")
    result = build_and_test(copy, args) | {"places": places}
    keep_result(args.work, "fixed", tree.project.name, result)
    return not result["passes"]


def fix_by_plugin(copy, args):
    if shutil.which("clang-apply-replacements-22") is None:
        fail("clang-apply-replacements-22 was not found: install the Debian"
             " package clang-tools-22")
    folder = copy.source.parent / "replacements"
    folder.mkdir()
    report(copy, "plugin on the copy", run_plugin(
        copy, args, lambda number: [*copy.header_filters(),
                                    f"--export-fixes={folder}/{number}.yaml"]))
    # Two containers that grow in one loop are reserved at the same place.
    done = tools.execute(["clang-apply-replacements-22",
                          "--ignore-insert-conflict", folder], copy.build)
    if done.status:
        fail(f"no fix was applied to {copy.source}: they conflict:\n"
             + done.stderr.strip())


def fix_by_driver(copy, args):
    report(copy, "driver on the copy",
           run_driver(copy, args, [copy.header_filters()[0], "--fix"]))


def differences(tree, copy):
    """The fixes as a patch; only source files can have any."""
    patch = []
    for after in sorted(copy.source.rglob("*")):
        if after.suffix not in CXX_SUFFIXES | HEADER_SUFFIXES:
            continue
        name = after.relative_to(copy.source)
        before = tree.source / name
        if not copy.owns(after) or not before.is_file():
            continue
        patch += difflib.unified_diff(
            read_lines(before), read_lines(after), f"a/{name}", f"b/{name}",
            n=0)
    return "".join(patch)


def read_lines(path):
    return path.read_text(errors="replace").splitlines(keepends=True)


def show(tree, args):
    """Prints each of our findings with its source, to be judged."""
    result = read_results(args.work, "ours").get(tree.project.name)
    if result is None:
        fail(f"no results for {tree.project.name}: run 'real_code.py run'")
    for finding in result["findings"]:
        print("{file}:{line}:{col}: {message} [{check}]".format(**finding))
        lines = read_lines(tree.source / finding["file"])
        first = max(finding["line"] - 1 - args.context, 0)
        for number in range(first, min(finding["line"] + args.context,
                                       len(lines))):
            mark = ">" if number + 1 == finding["line"] else " "
            print(f"  {mark}{number + 1:5} {lines[number].rstrip()}")
        print()
    return 0


def table(trees, args):
    results = {name: read_results(args.work, name)
               for name in ("ours", "peers", "baseline", "fixed")}
    heads = ["project", "version", "TUs", "kloc", *COLUMNS, "fixed",
             "tests before", "tests after"]
    print("| " + " | ".join(heads) + " |")
    print("|" + "---|" * len(heads))
    total = collections.Counter()
    for tree in trees:
        print("| " + " | ".join(map(str, row(tree, results, total))) + " |")
    sums = [total[head] for head in ("TUs", "kloc", *COLUMNS)]
    print("| **all** | | " + " | ".join(map(str, sums)) + " | | | |")
    return 0


def row(tree, results, total):
    name = tree.project.name
    counts = {"TUs": len(tree.files()), "kloc": round(tree.lines() / 1000)}
    for head, (tool, check) in COLUMNS.items():
        if name in results[tool]:
            counts[head] = sum(finding["check"] == check for finding
                               in results[tool][name]["findings"])
    total.update(counts)
    fixed = results["fixed"].get(name, {})
    return [name, tree.project.version,
            *(counts.get(head, "–") for head in ("TUs", "kloc", *COLUMNS)),
            fixed.get("places", "–"), passes(results["baseline"].get(name)),
            passes(fixed)]


def passes(result):
    return "–" if not result else "pass" if result["passes"] else "FAIL"


def packages(catalogue):
    print(" ".join(read_catalogue(catalogue)["packages"]))
    return 0


STEPS = {"fetch": fetch, "configure": configure, "baseline": baseline,
         "run": run, "peers": peers, "fix": fix, "list": show}


def parse_arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    build = HERE.parent / "build" / "default"
    parser.add_argument("--work", type=Path, help="work folder")
    parser.add_argument("--projects", default=HERE / "projects.toml",
                        type=Path, metavar="TOML")
    parser.add_argument("--load", default=build / "lib/FastidiousTidy.so",
                        metavar="PLUGIN")
    parser.add_argument("--checks", default="fastidious-*", metavar="GLOBS",
                        help="run, fix: only these checks")
    parser.add_argument("--driver", metavar="BIN", default=None,
                        help="run: compare with what this driver finds;\n"
                        "fix: by this driver, not by the plugin")
    parser.add_argument("-j", "--jobs", type=int, default=os.cpu_count())
    parser.add_argument("-C", "--context", type=int, default=6,
                        help="list: lines around a finding")
    parser.add_argument("step", choices=[*STEPS, "table", "packages"])
    parser.add_argument("names", nargs="*", metavar="PROJECT")
    return parser.parse_intermixed_args()


def main():
    args = parse_arguments()
    if args.step == "packages":
        return packages(args.projects)
    if not args.work:
        fail("say where to work: --work DIR")
    args.work = args.work.resolve()
    trees = [Tree(project, args.work)
             for project in load_projects(args.projects, args.names)]
    if args.step == "table":
        return table(trees, args)
    failures = [tree for tree in trees if STEPS[args.step](tree, args)]
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
