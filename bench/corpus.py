"""The corpus of real projects: what projects.toml says, where things lie in
the work folder, and the compilation database of a project's own files.

    WORK/download           what apt-get fetched
    WORK/src/NAME           the source as Debian ships it
    WORK/build/NAME         its build
    WORK/db/NAME            database: own C++ files, each command once
    WORK/fixed/NAME/{src,build,db}   the same for the copy with fixes applied
"""
import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
CXX_SUFFIXES = {".cc", ".cpp", ".cxx", ".C"}
HEADER_SUFFIXES = {".h", ".hh", ".hpp", ".hxx", ".ipp", ".inl", ".tcc"}
QUILT = ".pc/"  # where dpkg-source keeps files as they were before patches
CMAKE = (
    "cmake -S {source} -DCMAKE_BUILD_TYPE=Release"
    " -DCMAKE_C_COMPILER=clang-22 -DCMAKE_CXX_COMPILER=clang++-22"
    " -DCMAKE_C_FLAGS_RELEASE=-O1 -DCMAKE_CXX_FLAGS_RELEASE=-O1"
    " -DCMAKE_EXPORT_COMPILE_COMMANDS=ON"
    # A precompiled header can only be read by the compiler that wrote it.
    " -DCMAKE_DISABLE_PRECOMPILE_HEADERS=ON"
)


def fail(message):
    sys.exit(f"error: {message}")


@dataclass
class Project:
    name: str
    package: str
    version: str
    style: str
    configure: list
    build: list = field(default_factory=lambda: ["ninja -j{jobs}"])
    # One test at a time: some use the same files.
    test: list = field(default_factory=lambda: ["ctest --output-on-failure"])
    exclude: list = field(default_factory=list)


def read_catalogue(path):
    try:
        with open(path, "rb") as file:
            return tomllib.load(file)
    except (OSError, tomllib.TOMLDecodeError) as error:
        fail(f"{path}: {error}")


def load_projects(path, names):
    """The projects of the catalogue, or those named, in its order."""
    projects = [Project(**entry) for entry in read_catalogue(path)["project"]]
    unknown = set(names) - {project.name for project in projects}
    if unknown:
        fail(f"{path} has no project {', '.join(sorted(unknown))}")
    return [p for p in projects if not names or p.name in names]


class Tree:
    """A project's source, build and database: as shipped, or a fixed copy."""

    def __init__(self, project, work, fixed=False):
        self.project = project
        if fixed:
            home = work / "fixed" / project.name
            self.source, self.build = home / "src", home / "build"
            self.database = home / "db"
        else:
            self.source = work / "src" / project.name
            self.build = work / "build" / project.name
            self.database = work / "db" / project.name

    def expand(self, command, jobs):
        values = {"source": self.source, "build": self.build, "jobs": jobs}
        values["cmake"] = CMAKE.format(**values)
        values["ninja"] = f"{values['cmake']} -G Ninja -B {self.build}"
        return command.format(**values)

    def run(self, commands, jobs, log):
        """Runs shell commands in the build folder until one fails."""
        if not self.source.is_dir():
            fail(f"{self.source} is missing: run 'real_code.py fetch' first")
        self.build.mkdir(parents=True, exist_ok=True)
        log.parent.mkdir(parents=True, exist_ok=True)
        with open(log, "w") as out:
            for command in commands:
                line = self.expand(command, jobs)
                print(f"$ {line}", file=out, flush=True)
                status = subprocess.run(
                    ["nice", "bash", "-c", line], cwd=self.build, stdout=out,
                    stderr=subprocess.STDOUT,
                    stdin=subprocess.DEVNULL).returncode
                if status:
                    return status
        return 0

    def owns(self, path):
        """Is it the project's own code, neither generated nor vendored?"""
        if not path.is_relative_to(self.source):
            return False
        relative = str(path.relative_to(self.source))
        return not relative.startswith((*self.project.exclude, QUILT))

    def header_filters(self):
        """The same question for clang-tidy, which sees headers by the name
        that the include path gives them, absolute or from the build."""
        name = os.path.relpath(self.source, self.build).lstrip("./")
        below = (f"^({posix_escape(str(self.source))}|"
                 rf"(\.\./)+{posix_escape(name)})/")
        filters = [f"--header-filter={below}"]
        if self.project.exclude:
            parts = "|".join(map(posix_escape, self.project.exclude))
            filters.append(f"--exclude-header-filter={below}({parts})")
        return filters

    def make_database(self):
        """Writes the database of own C++ files, each command once."""
        entries = {}
        for entry in self.read_database(self.build):
            path = absolute(entry["directory"], entry["file"])
            if path.suffix not in CXX_SUFFIXES or not self.owns(path):
                continue
            # Some projects make warnings errors, which is not our subject.
            arguments = arguments_of(entry) + ["-Wno-error"]
            key = (path, *without_output(arguments))
            entries.setdefault(key, {"directory": entry["directory"],
                                     "file": str(path),
                                     "arguments": arguments})
        self.database.mkdir(parents=True, exist_ok=True)
        file = self.database / "compile_commands.json"
        file.write_text(json.dumps(list(entries.values()), indent=1))

    def read_database(self, folder):
        file = folder / "compile_commands.json"
        try:
            return json.loads(file.read_text())
        except FileNotFoundError:
            fail(f"{file} is missing: run 'real_code.py configure' first")
        except json.JSONDecodeError as error:
            fail(f"{file}: {error}: configure the project again")

    def files(self):
        """The C++ files of the database, sorted, with the folder that their
        commands run in."""
        return dict(sorted((entry["file"], entry["directory"]) for entry
                           in self.read_database(self.database)))

    def lines(self):
        """Lines of the files of the database and of all own headers."""
        headers = (path for path in self.source.rglob("*")
                   if path.suffix in HEADER_SUFFIXES and path.is_file()
                   and self.owns(path))
        paths = {Path(file) for file in self.files()} | set(headers)
        return sum(path.read_bytes().count(b"\n") for path in paths)


def absolute(directory, file):
    return Path(os.path.normpath(os.path.join(directory, file)))


def arguments_of(entry):
    return entry.get("arguments") or shlex.split(entry["command"])


def without_output(arguments):
    """A command without what names its output: that makes no difference."""
    kept, skip = [], False
    for argument in arguments:
        if skip:
            skip = False
        elif argument in ("-o", "-MF", "-MT", "-MQ"):
            skip = True
        elif argument not in ("-MD", "-MMD", "-MP", "-c"):
            kept.append(argument)
    return kept


def posix_escape(text):
    return re.sub(r"([.+*?()\[\]{}^$|\\])", r"\\\1", text)
