#!/usr/bin/env python3
"""Runs the checks and the escape report over Clang's own test files, to see
that nothing crashes or hangs.

    bench/torture.py fetch DIR          get the files: source package of LLVM 19
    bench/torture.py run DIR [FOLDER...] [--every N] [--driver PATH]

Each file is analysed with the language and the features that its first RUN
line names, or as C++20. Files that do not compile by themselves are read, too, but
not looked at. Where stock clang-tidy with one trivial check crashes or hangs as
well, Clang itself does. Exit status: 1 where something else crashed or hung."""
import argparse
import collections
import concurrent.futures
import json
import os
import pathlib
import re
import resource
import shlex
import signal
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).parents[1]
PACKAGE = "llvm-toolchain-19"
FOLDERS = ["AST", "Analysis", "CXX", "CodeGenCXX", "CodeGenCoroutines", "Modules",
           "OpenMP", "PCH", "Parser", "SemaCXX", "SemaTemplate"]
SUFFIXES = {".cpp", ".cc", ".cxx", ".cppm"}
BATCH = 40
SECONDS = 30  # of CPU time, for one file
PATIENCE = 20  # times that, where the machine is busy
TRIVIAL = "modernize-unary-static-assert"  # looks at static_assert alone
# Their reports are no findings.
SANITIZERS = {"ASAN_OPTIONS": "detect_leaks=0:exitcode=99", "UBSAN_OPTIONS": "exitcode=99"}
COMMANDS = {
    "check": ["check", "--checks=-*,fastidious-*", "--no-cache", "--quiet"],
    "escape-report": ["escape-report", "--mm", "--all", "--rank", "--no-cache", "--quiet"],
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


def bounded(command, seconds, **more):
    """Runs it within so much CPU time; None where it needs more, or waits for ever."""
    limit = (seconds, seconds)
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, timeout=seconds * PATIENCE,
                              preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, limit), **more)
    except subprocess.TimeoutExpired:
        return None
    return None if done.returncode in (-signal.SIGXCPU, -signal.SIGKILL) else done


def fails_in_clang(path):
    """Whether the same happens without anything of ours."""
    done = bounded(["clang-tidy-22", f"--checks=-*,{TRIVIAL}", path, "--", *flags_of(path)], SECONDS,
                   cwd=path.parent, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return not done or done.returncode < 0 or done.returncode > 127


def analyse(driver, command, files):
    """Some files in one process; by themselves where that ends badly."""
    outcome = Outcome()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        write_database(folder, files)
        done = bounded([driver, *COMMANDS[command], "-j1", "-p", folder], SECONDS * max(1, len(files) // 10),
                       stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ | SANITIZERS)
        errors = done.stderr.decode(errors="replace") if done else ""
        crashed = CRASHED.findall(errors)
        bad = ""
        if not done:
            bad = f"more than {SECONDS} s"
        elif done.returncode not in (0, 1, 3) and "there is no C++" not in errors:
            bad = f"exit status {done.returncode}: {errors.strip()[-200:]}"
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
            ours = [(file, why) for file, why in total.bad if not fails_in_clang(pathlib.Path(file))]
            print(f"{command}: {total['files']} files, of these {total['do not compile']} do not compile;"
                  f" {total['lines']} lines of output; {len(total.bad) - len(ours)} crashed or hung in Clang itself,"
                  f" {len(ours)} in ours", flush=True)
            for file, why in ours:
                print(f"  {file}: {why}\n    {shlex.join(flags_of(pathlib.Path(file)))}", flush=True)
            bad |= bool(ours)
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
