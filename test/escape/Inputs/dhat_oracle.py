"""dhat_oracle.py FASTIDIOUS CLANG FOLDER FILE...: runs the programs at -O0 under
valgrind's DHAT. Every allocation that is seen on a line of the program must be
predicted there; what is said to stay inside, or to end with its function, must
not be contradicted. Exit status 1 where one is."""
import collections
import json
import pathlib
import re
import subprocess
import sys

fastidious, clang, folder, *files = sys.argv[1:]
FLAGS = ["-std=c++20"]
FRAME = re.compile(r"\((?P<file>[^()]+):(?P<line>\d+)\)$")
Seen = collections.namedtuple("Seen", "blocks alive")


def run(*command):
    return subprocess.run([str(c) for c in command], check=True, capture_output=True, text=True).stdout


def observed(source):
    """{line: Seen} of the innermost frame that lies in the program's own file."""
    program, profile = (pathlib.Path(folder) / f"{source.stem}{end}" for end in (".exe", ".dhat"))
    run(clang, *FLAGS, "-O0", "-gdwarf-4", "-pthread", source, "-o", program)
    run("valgrind", "--tool=dhat", "--fullpath-after=", f"--dhat-out-file={profile}", program)
    data = json.loads(profile.read_text())
    lines = collections.defaultdict(lambda: Seen(0, 0))
    for point in data["pps"]:
        for frame in point["fs"]:
            at = FRAME.search(data["ftbl"][frame])
            if at and pathlib.Path(at["file"]).name == source.name:
                was = lines[int(at["line"])]
                lines[int(at["line"])] = Seen(was.blocks + point["tbk"], was.alive + point["ebk"])
                break
    return lines


def predicted(source):
    """{line: its heap sites}"""
    lines = collections.defaultdict(list)
    for fact in json.loads(run(fastidious, "escape-report", "--format=json", source, "--", *FLAGS)):
        if fact["kind"] == "site" and pathlib.Path(fact["file"]).name == source.name:
            lines[fact["line"]].append(fact)
    return lines


STAYS = ("size", "container", "polymorphic")
bad, counts = [], collections.Counter()
for source in map(pathlib.Path, files):
    seen, facts = observed(source), predicted(source)
    for line in sorted(seen.keys() | facts.keys()):
        here = facts[line]
        allocating = [f for f in here if f["verdict"] != "inline"]
        where = f"{source.name}:{line}"
        if line in seen:
            counts["lines where blocks were seen"] += 1
            counts["blocks seen"] += seen[line].blocks
            if not allocating:
                why = "although said to stay inside" if here else "and not predicted"
                bad.append(f"{where}: {seen[line].blocks} blocks allocated {why}")
            ends = [f for f in allocating if f["verdict"] == "stack-able" or f.get("reason") in STAYS]
            counts["sites said to end with their function, seen"] += len(ends)
            if seen[line].alive and len(ends) == len(allocating) and ends:
                bad.append(f"{where}: {seen[line].alive} blocks alive at the end, said to end with the function")
        else:
            counts["lines predicted, no block seen"] += bool(allocating)
            counts["sites said to stay inside, none seen"] += len(here) - len(allocating)

print(*(f"{number:5} {what}" for what, number in counts.items()), sep="\n")
print(f"{len(bad):5} contradictions", *bad, sep="\n")
sys.exit(bool(bad))
