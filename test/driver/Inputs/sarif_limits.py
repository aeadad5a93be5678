"""sarif_limits.py make | check: reports that are too large for code scanning, and
what the SARIF of them must be."""
import gzip
import json
import random
import string
import sys

LETTERS = string.ascii_letters


def finding(number, severity="warning", message="m", notes=0):
    place = {"file": "a.cpp", "offset": number, "line": 1, "column": number + 1,
             "endLine": 1, "endColumn": number + 2, "length": 1}  # fmt: skip
    return {**place, "check": "fastidious-unreserved-growth", "severity": severity,
            "message": message, "fixes": [],
            "notes": [{**place, "message": f"n{n}", "fixes": []} for n in range(notes)]}  # fmt: skip


def write(name, findings):
    with open(name, "w", encoding="utf-8") as report:
        json.dump({"tool": "fastidious", "findings": findings, "failures": [],
                   "unusedSuppressions": [], "filesAnalysed": 1, "filesSkipped": 0,
                   "inBaseline": 0, "onUnchangedLines": 0}, report)  # fmt: skip


def make():
    random.seed(1)
    with open("a.cpp", "w", encoding="utf-8") as source:
        source.write(" " * 40000)
    # Every hundredth is an error, also among the last.
    write("many.json", [finding(n, "error" if n % 100 == 99 else "note") for n in range(26000)])
    noise = ["".join(random.choices(LETTERS, k=3000)) for _ in range(6000)]
    write("large.json", [finding(n, message=text) for n, text in enumerate(noise)])
    write("notes.json", [finding(0, notes=1500)])


def load(name):
    with open(name, encoding="utf-8") as report:
        text = report.read()
    (run,) = json.loads(text)["runs"]
    return text, run["results"], run["invocations"][0]["toolExecutionNotifications"]


def said(name, notes, text):
    with open(name, encoding="utf-8") as log:
        assert text in log.read(), name
    assert any(text in note["message"]["text"] for note in notes), notes


def check():
    _, results, notes = load("many.sarif")
    assert len(results) == 25000, len(results)
    assert sum(result["level"] == "error" for result in results) == 260
    columns = [r["locations"][0]["physicalLocation"]["region"]["startColumn"] for r in results]
    assert columns == sorted(columns)
    said("many.err", notes, "1000 of 26000 findings are left out of the SARIF")

    text, results, notes = load("large.sarif")
    size = len(gzip.compress(text.encode()))
    assert 7 << 20 < size <= 10 << 20, size
    said("large.err", notes, f"{6000 - len(results)} of 6000 findings are left out of the SARIF")

    _, (result,), notes = load("notes.sarif")
    assert len(result["relatedLocations"]) == 1000
    said("notes.err", notes, "1 findings have more than 1000 notes")


make() if sys.argv[1] == "make" else check()
