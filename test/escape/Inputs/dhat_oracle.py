"""dhat_oracle.py FASTIDIOUS CLANG SYMBOLIZER FOLDER FILE...: runs the programs at
-O0 under valgrind's DHAT: every allocation that is seen on a line of the program
must be predicted there, and none where all is said to stay inside. Runs them
again with lifetimes.cpp: what is said to end with its function must be freed
before that has returned. Exit status 1 where a prediction is contradicted."""
import collections
import json
import pathlib
import re
import subprocess
import sys

fastidious, clang, symbolizer, folder, *files = sys.argv[1:]
FLAGS = ["-std=c++20"]
FRAME = re.compile(r"\((?P<file>[^()]+):(?P<line>\d+)\)$")
def run(*command, **more):
    return subprocess.run([str(c) for c in command], check=True, capture_output=True, text=True, **more).stdout


def observed(source):
    """{line: blocks}, by the innermost frame that lies in the program's own file."""
    program, profile = (pathlib.Path(folder) / f"{source.stem}{end}" for end in (".exe", ".dhat"))
    run(clang, *FLAGS, "-O0", "-gdwarf-4", "-pthread", source, "-o", program)
    run("valgrind", "--tool=dhat", "--fullpath-after=", f"--dhat-out-file={profile}", program)
    data = json.loads(profile.read_text())
    lines = collections.Counter()
    for point in data["pps"]:
        for frame in point["fs"]:
            at = FRAME.search(data["ftbl"][frame])
            if at and pathlib.Path(at["file"]).name == source.name:
                lines[int(at["line"])] += point["tbk"]
                break
    return lines


def outlived(source):
    """{line: blocks of operator new that were freed after the function that made
    them had returned, or never}, and {line: all of them}"""
    program, log = (pathlib.Path(folder) / f"{source.stem}{end}" for end in (".calls.exe", ".calls"))
    helper = pathlib.Path(folder) / "lifetimes.o"
    run(clang, *FLAGS, "-O1", "-c", pathlib.Path(__file__).parent / "lifetimes.cpp", "-o", helper)
    run(clang, *FLAGS, "-O0", "-g", "-no-pie", "-pthread", "-finstrument-functions", source, helper, "-o", program)
    run(program, env={"LIFETIMES": str(log)})
    records = [[part.split() for part in line.split("|")] for line in log.read_text().splitlines()]
    functions = places_of(program, {call[1:] for calls, _ in records for call in calls}, 0)
    traces = places_of(program, {at for _, trace in records for at in trace}, 1)
    late, every = collections.Counter(), collections.Counter()
    for calls, trace in records:
        maker = next((call for call in calls if functions[call[1:]][0] == source.name), None)
        line = next((traces[at][1] for at in trace if traces[at][0] == source.name), None)
        if maker and line:
            every[line] += 1
            late[line] += maker[0] == "-"
    return late, every


def places_of(program, addresses, before):
    """{address: (file name, line)} of the code that lies `before` bytes before it:
    a return address may belong to the next line."""
    asked = [hex(int(address, 16) - before) for address in addresses]
    answers = json.loads(run(symbolizer, "--output-style=JSON", "--no-inlines", "-e", program, *asked))
    symbols = ((answer.get("Symbol") or [{}])[0] for answer in answers)
    return {address: (pathlib.Path(symbol.get("FileName", "")).name, symbol.get("Line", 0))
            for address, symbol in zip(addresses, symbols)}  # fmt: skip


def predicted(source):
    """{line: its heap sites}"""
    lines = collections.defaultdict(list)
    for fact in json.loads(run(fastidious, "escape-report", "--format=json", source, "--", *FLAGS)):
        if fact["kind"] == "site" and pathlib.Path(fact["file"]).name == source.name:
            lines[fact["line"]].append(fact)
    return lines


STAYS = {"size", "container", "polymorphic"}
bad, counts = [], collections.Counter()
for source in map(pathlib.Path, files):
    seen, facts = observed(source), predicted(source)
    late, every = outlived(source)
    for line in sorted(seen.keys() | facts.keys()):
        here, where = facts[line], f"{source.name}:{line}"
        allocating = [f for f in here if f["verdict"] != "inline"]
        if line not in seen:
            counts["lines predicted, no block seen"] += bool(allocating)
            counts["sites said to stay inside, none seen"] += len(here) - len(allocating)
            continue
        counts["lines where blocks were seen"] += 1
        counts["blocks seen"] += seen[line]
        if not allocating:
            why = "although said to stay inside" if here else "and not predicted"
            bad.append(f"{where}: {seen[line]} blocks allocated {why}")
        ends = [f for f in allocating if f["verdict"] == "stack-able" or (f["verdict"] == "heap" and STAYS.issuperset(f["destinations"]))]
        if ends and len(ends) == len(allocating):
            counts["blocks whose end was seen, said to end with their function"] += every[line]
            if late[line]:
                bad.append(f"{where}: {late[line]} of {every[line]} blocks outlive their function, said to end with it")

print(*(f"{number:5} {what}" for what, number in counts.items()), sep="\n")
print(f"{len(bad):5} contradictions", *bad, sep="\n")
sys.exit(bool(bad))
