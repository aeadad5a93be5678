"""The files of a compilation database as one module of LLVM IR of which the
compiler may infer all that it can, and as one escape report."""
import concurrent.futures
import json
import pathlib
import re
import subprocess

import ir
from extract_cost import ROOT, flags_of

# Of what the linker may replace (inline functions, templates) nothing is inferred.
LINKAGE = re.compile(r"^define (?:linkonce_odr|weak_odr|linkonce|weak|internal|private|available_externally) ")
# What is written to a global that nobody else sees is not written at all.
GLOBAL = re.compile(r"^(@\S+ = )(?:internal|private) ((?:unnamed_addr |local_unnamed_addr )*global )")
DROPPED = re.compile(r"-O.|-flto.*|-g.*|-W.*|-fsanitize.*|-fvisibility.*")


def add_options(parser):
    parser.add_argument("database", type=pathlib.Path)
    parser.add_argument("--match", default="", metavar="REGEX", help="only files whose paths match")
    parser.add_argument("--without", default="$^", metavar="REGEX", help="but not these")
    parser.add_argument("--driver", default=ROOT / "build/default/bin/fastidious")
    parser.add_argument("--folder", type=pathlib.Path, help="keep the IR there, or read it again")
    parser.add_argument("-j", "--jobs", type=int, default=2)


def run(*command, **more):
    return subprocess.run([str(c) for c in command], check=True, stdout=subprocess.PIPE, text=True, **more).stdout


def chosen(options):
    """{file: its first command}"""
    files = {}
    for entry in json.loads((options.database / "compile_commands.json").read_text()):
        file = str(pathlib.Path(entry["directory"]) / entry["file"])
        if re.search(options.match, file) and not re.search(options.without, file):
            files.setdefault(file, entry)
    return files


def compile_to(to, file, entry):
    flags = [f for f in flags_of(entry) if not DROPPED.fullmatch(f)]
    run("clang++-22", *flags, "-O2", "-Xclang", "-disable-llvm-passes", "-g", "-w", "-c", "-emit-llvm", file, "-o", to, cwd=entry["directory"])
    return to


def link(folder, files, jobs):
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        parts = list(pool.map(lambda item: compile_to(folder / f"{item[0]}.bc", *item[1]), enumerate(files.items())))
    run("llvm-link-22", "-S", *parts, "-o", folder / "linked.ll")
    with open(folder / "linked.ll") as source, open(folder / "exact.ll", "w") as to:
        for line in source:
            to.write(GLOBAL.sub(r"\1\2", LINKAGE.sub("define ", line)))


def optimised(folder, name, passes, *more):
    to = folder / f"{name}.ll"
    if not to.exists():
        run("opt-22", "-S", f"-passes={passes}", *more, folder / "exact.ll", "-o", to)
    return ir.Module(to)


def modules(folder, files, jobs):
    """As written, with parameters as values; and with all that is inferred."""
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "exact.ll").exists():
        link(folder, files, jobs)
    return optimised(folder, "plain", "function(sroa)"), optimised(folder, "inferred", "default<O2>,cgscc(function-attrs)")


def report(options, files):
    return json.loads(run(options.driver, "escape-report", "-p", options.database, "--format=json", *files))
