"""outlived.py FASTIDIOUS CLANG FOLDER FILE: runs the program under AddressSanitizer
and compares what it says of the variables that it sees used after their end with
what the escape report says: each escapes, none stays on the stack. Exit status 1
where the report is contradicted."""
import collections
import json
import os
import pathlib
import re
import subprocess
import sys

fastidious, clang, folder, source = sys.argv[1:]
FLAGS = ["-std=c++20"]
ERROR = re.compile(r"ERROR: AddressSanitizer: stack-use-after-(return|scope)")
VARIABLE = re.compile(r"'(?P<name>[^']*)'(?: \(line (?P<line>\d+)\))? <== Memory access")


def run(*command, **more):
    return subprocess.run(command, check=True, capture_output=True, text=True, **more)


def seen_after_their_end():
    """{case: what is seen: (line, variable), or None}"""
    program = str(pathlib.Path(folder) / "outlived.exe")
    run(clang, *FLAGS, "-O0", "-g", "-w", "-pthread", "-fsanitize=address", "-fsanitize-address-use-after-scope", source, "-o", program)
    options = "detect_stack_use_after_return=1:symbolize=0:color=never:detect_leaks=0"
    cases = {}
    for text in run(program, env=os.environ | {"ASAN_OPTIONS": options}).stderr.split("CASE ")[1:]:
        name, variable = text.split()[0], VARIABLE.search(text)
        if "ERROR: " in text and not (ERROR.search(text) and variable):
            sys.exit(f"{name}: another error than was meant:\n{text}")
        cases[name] = (int(variable["line"] or 0), variable["name"]) if variable else None
    return cases


def locals_of_report():
    """{(line, variable): its fact}"""
    report = run(fastidious, "escape-report", "--format=json", source, "--", *FLAGS).stdout
    return {(fact["line"], fact["subject"]): fact for fact in json.loads(report)
            if fact["kind"] == "local" and pathlib.Path(fact["file"]).name == pathlib.Path(source).name}  # fmt: skip


facts, cases = locals_of_report(), seen_after_their_end()
counts, bad = collections.Counter(), []
proven = set(filter(None, cases.values()))
for line, name in sorted(proven):
    fact = facts.get((line, name))
    if not line:
        counts["parameters seen after their end, which the report leaves out"] += 1
    elif not fact or fact["verdict"] != "escapes":
        bad.append(f"{source}:{line}: '{name}' is used after its end, said to be '{fact['verdict'] if fact else 'nothing'}'")
    else:
        counts["locals used after their end, said to escape"] += 1
        counts["of these unknown"] += fact["reason"] == "unknown"
counts["cases in which nothing was seen"] = list(cases.values()).count(None)
for where, fact in facts.items():
    counts["locals said to stay on the stack, none seen after its end"] += fact["verdict"] == "stack" and where not in proven
    counts["locals said to escape, not seen after their end"] += fact["verdict"] == "escapes" and where not in proven

print(f"{len(cases):5} cases", *(f"{number:5} {what}" for what, number in counts.items()), sep="\n")
print(f"{len(bad):5} contradictions", *bad, sep="\n")
sys.exit(bool(bad))
