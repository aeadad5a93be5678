#!/usr/bin/env python3
"""What programs allocate when they run, against what the escape report says.

    dhat_oracle.py [options] FILE.cpp...          programs of one file each
    dhat_oracle.py [options] --real DIR [NAME...] the programs of dhat_programs.toml,
                                                  tests of real projects: DIR as
                                                  real_code.py made it

Builds each program at -O0 and runs it under valgrind's DHAT: every allocation
that is seen on a line of the program must be predicted there, and none where all
is said to stay inside. Runs it again with lifetimes.cpp: what is said to end with
its function must be freed before that has returned. Blocks below a function of a
library whose source the report does not have are counted apart. What
the folder of an earlier run has is not made again. Exit status 1 where a
prediction is contradicted."""
import argparse
import collections
import concurrent.futures
import dataclasses
import hashlib
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import threading
import tomllib

HERE = pathlib.Path(__file__).resolve().parent
FLAGS = ["-O0", "-gdwarf-4", "-fno-lto", "-fno-pie", "-pthread", "-w", "-finstrument-functions"]
FRAME = re.compile(r"^0x\w+: (?P<function>.*) \((?:in (?P<object>[^()]*)|(?P<file>[^()]+):(?P<line>\d+))\)$")
# Of the standard library or below it; the C library's sources have relative names.
STANDARD = re.compile(r"^[^/]|/include/c\+\+/|/lib/gcc/|/lib\w*/[^/]*-linux-gnu/lib(stdc\+\+|c|m|gcc_s)\.so|/valgrind/|lifetimes\.cpp")
# What a process allocates once: stdio's buffers, lists of what runs at exit, and
# the exceptions that the library itself throws.
ONCE = re.compile(r"_IO_file_doallocate|__new_exitfn|__cxa_thread_atexit|__cxa_get_globals|std::__throw_|\bstd::uncaught")
# The compiler's own constructors and assignments have the line of the class.
GENERATED = re.compile(r"\b(class|struct|union)\s+(\w+\s+)*?(?P<name>\w+)\s*(final\s*)?(:[^:]|\{|$)")


def run(*command, **more):
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, errors="replace", **more)
    if done.returncode and more.get("check", True):
        sys.exit(f"{shlex.join(map(str, command))}: exit status {done.returncode}\n{done.stderr[-3000:]}")
    return done.stdout


@dataclasses.dataclass
class Program:
    name: str
    roots: list  # what lies below is the user's
    commands: list  # (folder, file, flags)
    link: list = dataclasses.field(default_factory=list)
    arguments: list = dataclasses.field(default_factory=list)

    def is_own(self, path):
        return path and any(path.startswith(f"{root}/") or path == str(root) for root in self.roots)


class Build:
    def __init__(self, options):
        self.options, self.folder = options, options.work
        self.folder.mkdir(parents=True, exist_ok=True)

    def object_of(self, folder, file, flags):
        line = [self.options.clang, *flags, "-c", file]
        name = hashlib.sha256(shlex.join(map(str, line)).encode()).hexdigest()[:16]
        target = self.folder / f"{pathlib.Path(file).stem}.{name}.o"
        if not is_newer(target, file):
            made = target.with_suffix(f".{threading.get_ident()}")
            run(*line, "-o", made, cwd=folder)
            made.replace(target)
        return target

    def link(self, program):
        helper = self.object_of(HERE, HERE / "lifetimes.cpp", ["-std=c++20", "-O1"])
        with concurrent.futures.ThreadPoolExecutor(self.options.jobs) as pool:
            objects = list(pool.map(lambda c: self.object_of(c[0], c[1], [*c[2], *FLAGS]), program.commands))
        target = self.folder / f"{program.name}.exe"
        if not is_newer(target, *objects, helper):
            run(self.options.clang, "-pthread", "-no-pie", *objects, helper, *program.link, "-o", target)
        return target


def is_newer(made, *sources):
    return made.exists() and all(made.stat().st_mtime >= pathlib.Path(source).stat().st_mtime for source in sources)


def start(program, *command, cwd, **more):
    """Tests may fail, and say so: what they allocate is what counts."""
    return run(*command, *program.arguments, cwd=cwd, check=False, stdin=subprocess.DEVNULL, **more)


def source_line(path, line, cache={}):  # noqa: B006
    if path not in cache:
        file = pathlib.Path(path)
        cache[path] = file.read_text(errors="replace").split("\n") if file.is_file() else []
    return cache[path][line - 1] if 0 < line <= len(cache[path]) else ""


def is_generated(function, path, line):
    if re.search(r"::(\$_\d+|'lambda\d*'\(.*\)|\{lambda.*\})::(?!operator\(\))", function):
        return True
    name = re.sub(r"\(.*", "", function).split("::")
    declared = GENERATED.search(source_line(path, line))
    return bool(declared and len(name) > 1 and (declared["name"] in name[-1] or name[-1] == "operator="))


def observed(program, executable, folder):
    """{places: blocks}: places are the (file, line) of the innermost frame of the
    user's, and of those around it where it may be the compiler's; the number of
    blocks below other libraries; that of blocks that the library makes once."""
    profile = folder / f"{program.name}.dhat"
    if not is_newer(profile, executable):
        part = profile.with_suffix(".part")
        start(program, "valgrind", "--tool=dhat", "--fullpath-after=", "--num-callers=60", f"--dhat-out-file={part}",
              executable, cwd=folder)  # fmt: skip
        part.replace(profile)
    data = json.loads(profile.read_text())
    frames = [FRAME.match(text) for text in data["ftbl"]]
    lines, others, once = collections.Counter(), collections.Counter(), collections.Counter()
    for point in data["pps"]:
        inner, places, is_once = None, [], False
        for frame in (frames[number] for number in point["fs"] if frames[number]):
            path = frame["file"] and os.path.normpath(frame["file"])
            if not program.is_own(path):
                inner = inner if places else frame
                is_once |= not places and bool(ONCE.search(frame["function"]))
                continue
            places.append((path, int(frame["line"])))
            if not is_generated(frame["function"], *places[-1]):
                break
        if not places:
            continue
        if is_once:
            once[inner["function"]] += point["tbk"]
        elif inner and not STANDARD.search(inner["file"] or inner["object"] or ""):
            others[inner["function"]] += point["tbk"]
        else:
            lines[tuple(places)] += point["tbk"]
    return lines, others, once


def outlived(program, executable, folder, symbolizer):
    """{(file, line): blocks of operator new that were freed after the function that
    made them had returned, or never}, {(file, line): all of them}, {(file, line):
    those that leaked}"""
    log = folder / f"{program.name}.calls"
    if not is_newer(log, executable):
        part = log.with_suffix(".part")
        start(program, executable, cwd=folder, env=os.environ | {"LIFETIMES": str(part)})
        part.replace(log)
    records = [[part.split() for part in line.split("|")] for line in log.read_text().splitlines()]
    asked = {call[1:] for _, calls, _ in records for call in calls}
    # A return address may belong to the next line.
    before = {at: hex(int(at, 16) - 1) for *_, trace in records for at in trace}
    places = places_of(symbolizer, executable, asked | set(before.values()))
    late, every, leaked = collections.Counter(), collections.Counter(), collections.Counter()
    for [number], calls, trace in records:
        maker = next((call for call in calls if is_written(program, places[call[1:]])), None)
        at = next((places[before[at]] for at in trace if is_written(program, places[before[at]])), None)
        if maker and at:
            every[at[:2]] += int(number)
            late[at[:2]] += int(number) * (maker[0] == "-")
            leaked[at[:2]] += int(number) * (maker[0] == "~")
    return late, every, leaked


def is_written(program, place):
    path, line, function = place
    return program.is_own(path) and not is_generated(function, path, line)


def places_of(symbolizer, executable, addresses):
    """{address: (file, line, function)}"""
    addresses = sorted(addresses)
    answers = run(symbolizer, "--output-style=JSON", "--no-inlines", "-e", executable, input="\n".join(addresses) + "\n")
    symbols = ((json.loads(line).get("Symbol") or [{}])[0] for line in answers.splitlines())
    return {address: (os.path.normpath(symbol.get("FileName", "")), symbol.get("Line", 0), symbol.get("FunctionName", ""))
            for address, symbol in zip(addresses, symbols)}  # fmt: skip


def predicted(options, name, commands):
    """{(file, line): its heap sites}, of all the commands together"""
    folder = options.work / f"{name}.db"
    folder.mkdir(exist_ok=True)
    entries = [{"directory": str(where), "file": str(file), "arguments": [str(options.clang), *map(str, flags), "-c", str(file)]}
               for where, file, flags in commands]  # fmt: skip
    (folder / "compile_commands.json").write_text(json.dumps(entries))
    lines = collections.defaultdict(list)
    report = folder / "report.json"
    run(options.driver, "escape-report", "-p", folder, "--format=json", "-o", report)
    for fact in json.loads(report.read_text()):
        if fact["kind"] == "site":
            lines[os.path.abspath(fact["file"]), fact["line"]].append(fact)
    return lines


def extent(path, line):
    """The lines of the statement there: a call's line may be any of it."""
    def ends(number):
        return re.search(r"([;{}]|\b(public|private|protected):)\s*$", re.sub(r"\s*//.*", "", source_line(path, number)))

    first = last = line
    while first > 1 and line - first < 30 and source_line(path, first - 1).strip() and not ends(first - 1):
        first -= 1
    while last - line < 30 and source_line(path, last) and not ends(last):
        last += 1
    return range(first, last + 1)


def ends_with_function(site):
    stays = {"size", "container", "polymorphic"}.issuperset(site["destinations"])
    return site["verdict"] == "stack-able" or (site["verdict"] == "heap" and stays)


def judge(seen, late, every, leaked, facts, counts, bad):
    at_line = dict(facts)

    def sites_at(path, line):
        return [fact for number in extent(path, line) for fact in at_line.get((path, number), ())]

    lines = collections.Counter()
    for places, blocks in seen.items():
        lines[next((place for place in places if sites_at(*place)), places[-1])] += blocks
    for path, line in sorted(lines):
        here = sites_at(path, line)
        allocating = [f for f in here if f["verdict"] != "inline"]
        counts["lines where blocks were seen"] += 1
        counts["blocks seen"] += lines[path, line]
        if not allocating:
            why = "although said to stay inside" if here else "and not predicted"
            bad.append(f"{path}:{line}: {lines[path, line]} blocks allocated {why}")
    for path, line in sorted(every):
        here = sites_at(path, line)
        allocating = [f for f in here if f["verdict"] != "inline"]
        if allocating and all(map(ends_with_function, allocating)):
            counts["blocks whose end was seen, said to end with their function"] += every[path, line]
            counts["of these leaked, not judged"] += leaked[path, line]
            if late[path, line]:
                share = f"{late[path, line]} of {every[path, line]}"
                bad.append(f"{path}:{line}: {share} blocks outlive their function, said to end with it")
    seen_files = {path for path, _ in lines}
    for (path, line), here in at_line.items():
        if path in seen_files and not any((path, number) in lines for number in extent(path, line)):
            inline = sum(f["verdict"] == "inline" for f in here)
            counts["sites said to stay inside, none seen"] += inline
            counts["lines predicted, no block seen"] += inline < len(here)


def real_programs(real, names):
    """{project: [Program]}"""
    catalogue = tomllib.loads((HERE / "dhat_programs.toml").read_text())
    for project in names or catalogue:
        if project not in catalogue:
            sys.exit(f"dhat_programs.toml has no project '{project}': name one of {', '.join(catalogue)}")
        about = catalogue[project]
        database = real / "db" / project / "compile_commands.json"
        if not database.exists():
            sys.exit(f"{database} is missing: make it with real_code.py --work {real} configure {project}")
        known = {}
        for entry in json.loads(database.read_text()):
            known.setdefault(os.path.normpath(os.path.join(entry["directory"], entry["file"])), entry)
        root = real / "src" / project

        def chosen(patterns):
            return [(entry["directory"], file, flags_of(entry)) for file, entry in known.items()
                    if any(re.fullmatch(p, os.path.relpath(file, root)) for p in patterns)]  # fmt: skip

        library = chosen(about["library"])
        folder, first, flags = library[0]
        flags = [*flags, "-I", str(pathlib.Path(first).parent)]
        # Generated sources are not in the database.
        library += [(folder, str(real / file), flags) for file in about.get("generated", [])]
        roots, more = [root, real / "build" / project], (about.get("link", []), about.get("arguments", []))
        yield project, [Program(f"{project}-{name}", roots, library + chosen(files), *more)
                        for name, files in about["programs"].items()]  # fmt: skip


def flags_of(entry):
    """The arguments without the compiler, the output and the file."""
    words, kept, skip = entry.get("arguments") or shlex.split(entry["command"]), [], False
    for word in words[1:]:
        if not skip and word not in ("-c", "-o", "-Werror", entry["file"]) and not re.match(r"-(O\w*|g\w*|flto.*)$", word):
            kept.append(word)
        skip = word == "-o"
    return kept


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="*")
    parser.add_argument("--real", type=pathlib.Path)
    parser.add_argument("--work", type=pathlib.Path, required=True, help="the folder for what is made")
    parser.add_argument("--driver", default=HERE.parent / "build/default/bin/fastidious")
    parser.add_argument("--clang", default="clang++-22")
    parser.add_argument("--symbolizer", default="llvm-symbolizer-22")
    parser.add_argument("--flags", default="-std=c++20", help="of files")
    parser.add_argument("-j", "--jobs", type=int, default=2)
    options = parser.parse_args()
    options.work = options.work.resolve()
    build = Build(options)
    if options.real:
        projects = list(real_programs(options.real.resolve(), options.what))
    else:
        files = [pathlib.Path(file).resolve() for file in options.what]
        projects = [(file.stem, [Program(file.stem, [file], [(file.parent, file, shlex.split(options.flags))])]) for file in files]
    total, failed = collections.Counter(), []
    with concurrent.futures.ThreadPoolExecutor(1 if options.real else options.jobs) as pool:
        for (name, _), (counts, bad) in zip(projects, pool.map(lambda p: measure(options, build, *p), projects)):
            if options.real:
                show(name, counts, bad)
            total.update(counts)
            failed += bad
    if not options.real:
        show("", total, failed)
    sys.exit(bool(failed))


def measure(options, build, name, programs):
    """What there is to say of the programs together, and the contradictions."""
    lines, late, every, leaked, others, once = (collections.Counter() for _ in range(6))
    counts, bad = collections.Counter(), []
    for program in programs:
        executable = build.link(program)
        folder = options.work / f"{program.name}.run"
        folder.mkdir(exist_ok=True)
        for sum_of, more in zip((lines, others, once), observed(program, executable, folder)):
            sum_of.update(more)
        for sum_of, more in zip((late, every, leaked), outlived(program, executable, folder, options.symbolizer)):
            sum_of.update(more)
    commands = {command[1]: command for program in programs for command in program.commands}
    judge(lines, late, every, leaked, predicted(options, name, commands.values()), counts, bad)
    counts["blocks below functions of other libraries, not judged"] = sum(others.values())
    counts["blocks that the library makes once, not judged"] = sum(once.values())
    return counts, bad


def show(name, counts, bad):
    print(*([f"{name}:"] if name else []), *(f"{number:7} {what}" for what, number in counts.items() if number), sep="\n")
    print(f"{len(bad):7} contradictions", *bad, sep="\n", flush=True)


if __name__ == "__main__":
    main()
