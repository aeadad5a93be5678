"""What all oracles begin with: the files of a compilation database, their flags,
their lines, and what the escape report says of them."""
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys

from corpus import absolute, arguments_of, without_output

ROOT = pathlib.Path(__file__).resolve().parents[1]
DRIVER = ROOT / "build/default/bin/fastidious"


def run(*command, check=True, **more):
    """What a command prints; ends with what it complains of where it fails."""
    words = [str(word) for word in command]
    done = subprocess.run(
        words, capture_output=True, text=True, errors="replace", **more
    )
    if done.returncode and check:
        complaint = done.stderr[-3000:]
        sys.exit(f"{shlex.join(words)}: exit status {done.returncode}\n{complaint}")
    return done.stdout


def flags_of(entry):
    """The arguments without the compiler, the output and the file."""
    flags = without_output(arguments_of(entry))[1:]
    return [flag for flag in flags if flag != entry["file"]]


def entries(database, match="", without="$^"):
    """{file: its first command}, of files of which the path matches"""
    try:
        commands = json.loads((database / "compile_commands.json").read_text())
    except (OSError, json.JSONDecodeError) as error:
        sys.exit(f"{database}: {error}: make it with real_code.py configure")
    files = {}
    for entry in commands:
        file = str(absolute(entry["directory"], entry["file"]))
        if re.search(match, file) and not re.search(without, file):
            files.setdefault(file, entry)
    return files


def add_options(parser):
    """The options of oracles that read databases."""
    parser.add_argument("--match", default="", metavar="REGEX", help="only these files")
    parser.add_argument(
        "--without", default="$^", metavar="REGEX", help="but not these"
    )
    parser.add_argument("--driver", default=DRIVER)
    parser.add_argument("--folder", type=pathlib.Path, help="keep what is made there")


def facts_of(driver, *what, **more):
    """The facts of an escape report of these files."""
    return json.loads(run(driver, "escape-report", "--format=json", *what, **more))


def source_line(path, line, cache={}):  # noqa: B006
    if path not in cache:
        file = pathlib.Path(path)
        text = file.read_text(errors="replace") if file.is_file() else ""
        cache[path] = text.split("\n")
    return cache[path][line - 1] if 0 < line <= len(cache[path]) else ""


def ends_statement(path, line):
    text = re.sub(r"\s*//.*", "", source_line(path, line))
    return re.search(r"([;{}]|\b(public|private|protected):)\s*$", text)


def extent(path, line):
    """The lines of the statement there: a call's line may be any of it."""
    first = last = line
    while first > 1 and line - first < 30 and source_line(path, first - 1).strip():
        if ends_statement(path, first - 1):
            break
        first -= 1
    while last - line < 30 and source_line(path, last):
        if ends_statement(path, last):
            break
        last += 1
    return range(first, last + 1)
