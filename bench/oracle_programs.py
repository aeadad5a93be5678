"""Programs that are built to be watched: of one file each, or the tests of real
projects that dhat_programs.toml names."""
import concurrent.futures
import dataclasses
import hashlib
import os
import pathlib
import re
import shlex
import sys
import threading
import tomllib

import oracle_inputs
from oracle_inputs import flags_of, run

HERE = pathlib.Path(__file__).resolve().parent
FLAGS = ["-O0", "-gdwarf-4", "-fno-lto", "-fno-pie", "-pthread", "-w"]
FLAGS += ["-finstrument-functions"]
# What does not go together with those, or makes warnings errors.
DROPPED = re.compile(r"-(O\w*|g\w*|flto.*|Werror)")


@dataclasses.dataclass
class Program:
    name: str
    roots: list  # what lies below is the user's
    commands: list  # (folder, file, flags)
    link: list = dataclasses.field(default_factory=list)
    arguments: list = dataclasses.field(default_factory=list)

    def is_own(self, path):
        return path and any(
            path.startswith(f"{root}/") or path == str(root) for root in self.roots
        )


class Build:
    """What the folder has of an earlier run, and is newer than its sources, is not
    made again."""

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
        flags = ["-std=c++20", "-O1"]
        helper = self.object_of(HERE, HERE / "lifetimes.cpp", flags)

        def compiled(command):
            folder, file, flags = command
            return self.object_of(folder, file, [*flags, *FLAGS])

        with concurrent.futures.ThreadPoolExecutor(self.options.jobs) as pool:
            objects = list(pool.map(compiled, program.commands))
        target = self.folder / f"{program.name}.exe"
        if not is_newer(target, *objects, helper):
            flags = ["-pthread", "-no-pie", *program.link, "-o", target]
            run(self.options.clang, *objects, helper, *flags)
        return target


def is_newer(made, *sources):
    times = [pathlib.Path(source).stat().st_mtime for source in sources]
    return made.exists() and made.stat().st_mtime >= max(times)


def single_programs(files, flags):
    """[(name, [Program])]"""
    for file in (pathlib.Path(name).resolve() for name in files):
        yield file.stem, [Program(file.stem, [file], [(file.parent, file, flags)])]


def real_programs(real, names):
    """[(project, [Program])]"""
    catalogue = tomllib.loads((HERE / "dhat_programs.toml").read_text())
    for project in names or catalogue:
        if project not in catalogue:
            known = ", ".join(catalogue)
            sys.exit(f"dhat_programs.toml has no '{project}': name one of {known}")
        yield project, list(programs_of(real, project, catalogue[project]))


def programs_of(real, project, about):
    """The programs of one entry of the catalogue."""
    files = oracle_inputs.entries(real / "db" / project)
    root = real / "src" / project
    library = chosen(files, root, about["library"])
    folder, first, flags = library[0]
    flags = [*flags, "-I", str(pathlib.Path(first).parent)]
    # Generated sources are not in the database.
    library += [
        (folder, str(real / file), flags) for file in about.get("generated", [])
    ]
    roots = [root, real / "build" / project]
    more = about.get("link", []), about.get("arguments", [])
    for name, patterns in about["programs"].items():
        commands = library + chosen(files, root, patterns)
        yield Program(f"{project}-{name}", roots, commands, *more)


def chosen(files, root, patterns):
    """The commands of the files below root that match."""
    found = []
    for file, entry in files.items():
        below = os.path.relpath(file, root)
        if any(re.fullmatch(pattern, below) for pattern in patterns):
            flags = [flag for flag in flags_of(entry) if not DROPPED.fullmatch(flag)]
            found.append((entry["directory"], file, flags))
    return found
