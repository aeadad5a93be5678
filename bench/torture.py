#!/usr/bin/env python3
"""Runs the checks and the escape report over Clang's own test files, to see
that nothing crashes or hangs.

    bench/torture.py fetch DIR          get the files: source package of LLVM 19
    bench/torture.py run DIR [FOLDER...] [--every N] [--driver PATH]

Each file is analysed with the language and the features that its first RUN
line names, or as C++20. Files that do not compile by themselves are analysed,
too: the checks see what Clang makes of them, but report nothing of them.
Exit status: 1 where something crashed or hung."""
import argparse
import collections
import concurrent.futures
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).parents[1]
PACKAGE = "llvm-toolchain-19"
FOLDERS = ["AST", "Analysis", "CXX", "CodeGenCXX", "CodeGenCoroutines", "Modules",
           "OpenMP", "PCH", "Parser", "SemaCXX", "SemaTemplate"]
SUFFIXES = {".cpp", ".cc", ".cxx", ".cppm"}
BATCH = 40
SECONDS = 30  # of one file
COMMANDS = {
    "check": ["check", "--checks=-*,fastidious-*", "--no-cache", "--quiet"],
    "escape-report": ["escape-report", "--mm", "--all", "--rank", "--quiet"],
}
CRASHED = re.compile(r"^fastidious: error: (.*): not analysed: the analysis crashed", re.M)
FAILED = re.compile(r"^fastidious: error: .*: not analysed: ", re.M)
# What of a RUN line concerns the language; -triple has another name in the driver.
KEPT = re.compile(r"-(std=|D|U|f(?!ile-check|syntax-only|sanitize|plugin|module|implicit-module|profile|xray|pch)|W|m(?!llvm)|pthread)")


def fetch(folder):
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["apt-get", "source", "-qq", "--download-only", PACKAGE],
                   cwd=folder, check=True)
    archive, = folder.glob(f"{PACKAGE}_*.orig.tar.*")
    subprocess.run(["tar", "--extract", "--strip-components=1", "--file", archive.name,
                    "--wildcards", "*/clang/test"], cwd=folder, check=True)


def run_line(text):
    """The arguments of the first command of Clang's in a test."""
    lines = re.sub(r"\\\n\s*//\s*(RUN:)?", " ", text)
    found = re.search(r"RUN:.*?%clang(?:_cc1|_analyze_cc1|xx|)\b(.*)", lines)
    try:
        return shlex.split(re.split(r"[|>;&]", found[1])[0]) if found else []
    except ValueError:  # quotes of the shell's that shlex does not have
        return []


def flags_of(path):
    words = run_line(path.read_text(errors="replace"))
    flags = ["-std=c++20", "-w", "-ferror-limit=0", f"-I{path.parent}", f"-I{path.parent}/Inputs"]
    for word, after in zip(words, [*words[1:], ""]):
        if word == "-triple":
            flags.append(f"--target={after}")
        elif word in ("-include", "-isystem", "-I"):
            flags += [word, after.replace("%S", str(path.parent))]
        elif KEPT.match(word) and "%" not in word:
            flags.append(word)
    return flags


def files_below(tests, folders, every):
    found = [path for folder in folders for path in sorted((tests / folder).rglob("*"))
             if path.suffix in SUFFIXES and path.is_file()]
    return found[::every]


def write_database(folder, files):
    entries = [{"directory": str(path.parent), "file": str(path),
                "arguments": ["clang++", *flags_of(path), "-x", "c++", "-c", str(path)]}
               for path in files]
    (folder / "compile_commands.json").write_text(json.dumps(entries))


class Outcome(collections.Counter):
    """Counts, and the files behind the bad ones."""

    def __init__(self):
        super().__init__()
        self.bad = []

    def add(self, other):
        self.update(other)
        self.bad += other.bad


def analyse(driver, command, files):
    """Some files in one process; by themselves where that ends badly."""
    outcome = Outcome()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        write_database(folder, files)
        try:
            done = subprocess.run([driver, *COMMANDS[command], "-j1", "-p", folder],
                                  stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE, timeout=SECONDS * max(1, len(files) // 10))
            errors = done.stderr.decode(errors="replace")
            crashed = CRASHED.findall(errors)
            if done.returncode not in (0, 1, 3) and "there is no C++" not in errors:
                bad = f"exit status {done.returncode}: {errors.strip()[-200:]}"
            else:
                bad = ""
        except subprocess.TimeoutExpired:
            bad = f"more than {SECONDS} s"
    if bad and len(files) > 1:
        middle = len(files) // 2
        for part in files[:middle], files[middle:]:
            outcome.add(analyse(driver, command, part))
        if not outcome.bad:  # only together
            outcome.bad.append((files[0], f"and {len(files) - 1} more: {bad}"))
        return outcome
    outcome["files"] = len(files)
    if bad:
        outcome.bad.append((files[0], bad))
        return outcome
    outcome["lines"] = done.stdout.count(b"\n")
    outcome["do not compile"] = len(FAILED.findall(errors)) - len(crashed)
    outcome.bad += [(file, "crashed") for file in crashed]
    return outcome


def run(options):
    tests = options.dir / "clang/test"
    files = files_below(tests, options.folders or FOLDERS, options.every)
    if not files:
        sys.exit(f"no files below {tests}: run 'bench/torture.py fetch {options.dir}' first")
    batches = [files[i:i + BATCH] for i in range(0, len(files), BATCH)]
    bad = False
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for command in COMMANDS:
            total = Outcome()
            for one in pool.map(lambda batch: analyse(options.driver, command, batch), batches):
                total.add(one)
            print(f"{command}: {total['files']} files, of these {total['do not compile']} do not compile;"
                  f" {total['lines']} lines of output; {len(total.bad)} crashed or hung", flush=True)
            for file, why in total.bad:
                print(f"  {file}: {why}\n    {shlex.join(flags_of(pathlib.Path(file)))}", flush=True)
            bad |= bool(total.bad)
    return int(bad)


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("step", choices=["fetch", "run"])
    parser.add_argument("dir", type=pathlib.Path)
    parser.add_argument("folders", nargs="*", help=f"of clang/test; default: {' '.join(FOLDERS)}")
    parser.add_argument("--every", type=int, default=1, help="take each Nth file")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--driver", default=ROOT / "build/default/bin/fastidious")
    options = parser.parse_args()
    options.dir = options.dir.resolve()
    return fetch(options.dir) if options.step == "fetch" else run(options)


if __name__ == "__main__":
    sys.exit(main())
