"""check_json.py FILE: the JSON report of text.test's waste.cpp."""
import json
import sys

with open(sys.argv[1], encoding="utf-8") as report:
    data = json.load(report)
assert data["filesAnalysed"] == 1 and data["filesSkipped"] == 0, data
assert data["failures"] == [], data
(finding,) = data["findings"]
with open(finding["file"], encoding="utf-8") as source:
    text = source.read()
assert finding["file"] == "waste.cpp", finding
assert finding["check"] == "performance-inefficient-vector-operation", finding
assert finding["line"] == finding["endLine"] == 4, finding
line = text.split("\n")[3]
assert line[finding["column"] - 1:finding["endColumn"] - 1] == "All", finding
assert text[finding["offset"]:].startswith("All.push_back"), finding
(fix,) = finding["fixes"]
assert fix["text"].startswith("All.reserve(N);"), fix
assert text[fix["offset"]:].startswith("for (int I"), fix
assert finding["notes"] == [] and finding["severity"] == "warning", finding
