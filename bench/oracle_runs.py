"""What programs allocate when they run: under valgrind's DHAT, and with
lifetimes.cpp, which notes down when what operator new made was freed."""
import collections
import json
import os
import re
import subprocess

from oracle_inputs import run, source_line
from oracle_programs import is_newer

FRAME = re.compile(
    r"^0x\w+: (?P<function>.*) "
    r"\((?:in (?P<object>[^()]*)|(?P<file>[^()]+):(?P<line>\d+))\)$"
)
# Of the standard library or below it; the C library's sources have relative names.
STANDARD = re.compile(
    r"^[^/]|/include/c\+\+/|/lib/gcc/"
    r"|/lib\w*/[^/]*-linux-gnu/lib(stdc\+\+|c|m|gcc_s)\.so"
    r"|/valgrind/|lifetimes\.cpp"
)
# What a process allocates once: stdio's buffers, its time zone, lists of what runs
# at exit, and the exceptions that the library itself throws.
ONCE = re.compile(
    r"_IO_file_doallocate|tzset_internal|__new_exitfn|__cxa_thread_atexit"
    r"|__cxa_get_globals|std::__throw_|\bstd::uncaught"
)
# The compiler's own constructors and assignments have the line of the class.
GENERATED = re.compile(
    r"\b(class|struct|union)\s+(\w+\s+)*?(?P<name>\w+)\s*(final\s*)?(:[^:]|\{|$)"
)
LAMBDA = re.compile(r"::(\$_\d+|'lambda\d*'\(.*\)|\{lambda.*\})::(?!operator\(\))")
DHAT = ["valgrind", "--tool=dhat", "--fullpath-after=", "--num-callers=60"]


def is_generated(function, path, line):
    if LAMBDA.search(function):
        return True
    name = re.sub(r"\(.*", "", function).split("::")
    declared = GENERATED.search(source_line(path, line))
    if not declared or len(name) < 2:
        return False
    return declared["name"] in name[-1] or name[-1] == "operator="


def start(program, *command, cwd, **more):
    """Tests may fail, and say so: what they allocate is what counts."""
    more |= {"cwd": cwd, "check": False, "stdin": subprocess.DEVNULL}
    return run(*command, *program.arguments, **more)


class Seen:
    """What DHAT saw of programs. `lines`: {places: blocks}, where places are the
    (file, line) of the innermost frame of the user's, and of those around it where
    it may be the compiler's. `others`: blocks below other libraries; `once`: those
    that the library makes once; both by function."""

    def __init__(self):
        self.lines, self.others, self.once = (collections.Counter() for _ in range(3))

    def add(self, program, executable, folder):
        profile = folder / f"{program.name}.dhat"
        if not is_newer(profile, executable):
            part = profile.with_suffix(".part")
            command = [*DHAT, f"--dhat-out-file={part}", executable]
            start(program, *command, cwd=folder)
            part.replace(profile)
        data = json.loads(profile.read_text())
        frames = [FRAME.match(text) for text in data["ftbl"]]
        for point in data["pps"]:
            trace = [frames[number] for number in point["fs"] if frames[number]]
            self._point(program, trace, point["tbk"])

    def _point(self, program, trace, blocks):
        below, places = [], []
        for frame in trace:
            path = frame["file"] and os.path.normpath(frame["file"])
            if program.is_own(path):
                places.append((path, int(frame["line"])))
                if not is_generated(frame["function"], *places[-1]):
                    break
            elif not places:
                below.append(frame)
        if not places:
            return
        inner = below[-1] if below else None
        if any(ONCE.search(frame["function"]) for frame in below):
            self.once[inner["function"]] += blocks
        elif inner and not STANDARD.search(inner["file"] or inner["object"] or ""):
            self.others[inner["function"]] += blocks
        else:
            self.lines[tuple(places)] += blocks


class Lifetimes:
    """Blocks of operator new by the (file, line) that asked for them: all, those
    that were freed after the function that made them had returned, and those that
    leaked."""

    def __init__(self, symbolizer):
        self.symbolizer = symbolizer
        self.every, self.late, self.leaked = (collections.Counter() for _ in range(3))

    def add(self, program, executable, folder):
        log = folder / f"{program.name}.calls"
        if not is_newer(log, executable):
            part = log.with_suffix(".part")
            environment = os.environ | {"LIFETIMES": str(part)}
            start(program, executable, cwd=folder, env=environment)
            part.replace(log)
        lines = log.read_text().splitlines()
        records = [[part.split() for part in line.split("|")] for line in lines]
        asked = {call[1:] for _, calls, _ in records for call in calls}
        # A return address may belong to the next line.
        before = {at: hex(int(at, 16) - 1) for *_, trace in records for at in trace}
        places = self._places(executable, asked | set(before.values()))
        for [number], calls, trace in records:
            own = (c for c in calls if is_written(program, places[c[1:]]))
            around = (places[before[at]] for at in trace)
            at = next((p for p in around if is_written(program, p)), None)
            if (maker := next(own, None)) and at:
                self._record(at[:2], maker[0], int(number))

    def _record(self, place, end, number):
        self.every[place] += number
        self.late[place] += number * (end == "-")
        self.leaked[place] += number * (end == "~")

    def _places(self, executable, addresses):
        """{address: (file, line, function)}"""
        command = [self.symbolizer, "--output-style=JSON", "--no-inlines"]
        asked = "\n".join(sorted(addresses)) + "\n"
        answers = run(*command, "-e", executable, input=asked).splitlines()
        found = {}
        for address, answer in zip(sorted(addresses), answers):
            symbol = (json.loads(answer).get("Symbol") or [{}])[0]
            path = os.path.normpath(symbol.get("FileName", ""))
            function = symbol.get("FunctionName", "")
            found[address] = path, symbol.get("Line", 0), function
        return found


def is_written(program, place):
    path, line, function = place
    return program.is_own(path) and not is_generated(function, path, line)
