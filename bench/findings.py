"""Runs an analyser over a database, one process per file, and reads what it
found."""
import collections
import os
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from corpus import absolute, fail

# FILE:LINE:COLUMN: warning: MESSAGE [CHECK], as Clang's tools print it.
LINE = re.compile(r"^(.+?):(\d+):(\d+): (?:warning|error): (.*) "
                  r"\[(?:-W)?([\w.-]+)(?:,[\w.,-]+)?\]$")
CRASH = re.compile(r"PLEASE submit a bug report|^Stack dump:|Assertion `.*"
                   r"failed|AddressSanitizer", re.MULTILINE)
TIMEOUT = 900  # seconds for one file

Outcome = collections.namedtuple("Outcome", "status stdout stderr")


def execute(command, directory):
    try:
        done = subprocess.run(["nice", *map(str, command)], cwd=directory,
                              stdin=subprocess.DEVNULL, capture_output=True,
                              text=True, errors="replace", timeout=TIMEOUT)
    except subprocess.TimeoutExpired:
        return Outcome(None, "", f"no end after {TIMEOUT} s")
    except FileNotFoundError:
        return Outcome(127, "", f"{command[0]}: not found")
    if done.returncode == 127:
        fail(f"{command[0]} was not found: install it")
    return Outcome(done.returncode, done.stdout, done.stderr)


def run_each(tree, jobs, command_for):
    """Runs command_for(file, number) for each file of the tree's database."""
    files = tree.files()
    with ThreadPoolExecutor(jobs) as pool:
        outcomes = pool.map(
            lambda item: execute(command_for(item[1], item[0]), tree.build),
            enumerate(files))
        return collect(tree, zip(files, files.values(), outcomes))


def collect(tree, outcomes):
    """One record of a run: findings in own files, and what went wrong. An
    outcome comes with its file and the folder that it names files from."""
    findings, failed, crashed = {}, {}, {}
    files = 0
    for file, directory, outcome in outcomes:
        files += 1
        if crashes(outcome):
            crashed[file] = last_lines(outcome.stderr)
        errors = []
        for finding in parse(tree, directory, outcome):
            if "clang-diagnostic" in finding["check"]:
                errors.append(finding["message"])
            elif finding["file"]:
                findings.setdefault(identity(finding), finding)
        if errors or (outcome.status and file not in crashed):
            failed[file] = errors or last_lines(outcome.stderr)
    return {"files": files, "failed": failed, "crashed": crashed,
            "findings": sorted(findings.values(), key=identity)}


def crashes(outcome):
    killed = outcome.status is None or outcome.status < 0
    return killed or bool(CRASH.search(outcome.stderr))


def last_lines(text):
    return text.strip().splitlines()[-3:]


def parse(tree, directory, outcome):
    """Yields the findings; their file is None where it is not the
    project's."""
    lines = outcome.stdout.splitlines() + outcome.stderr.splitlines()
    for line in dict.fromkeys(lines):
        match = LINE.match(line)
        if not match:
            continue
        path = absolute(directory, match[1])
        own = tree.owns(path)
        yield {"file": os.path.relpath(path, tree.source) if own else None,
               "line": int(match[2]), "col": int(match[3]),
               "check": match[5], "message": match[4]}


def identity(finding):
    return (finding["file"], finding["line"], finding["col"],
            finding["check"])


def clang_tidy(tree, checks, load=None, extra=()):
    """The command for one file."""
    command = ["clang-tidy-22", "--quiet", "-p", tree.database,
               f"--checks=-*,{checks}", "--header-filter=.*",
               "--warnings-as-errors=-*"]
    if load:
        command.append(f"--load={Path(load).resolve()}")
    return [*command, *extra]
