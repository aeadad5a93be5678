"""check_escape.py json|sarif FILE: what a report of escapes must hold."""
import json
import sys

import check_sarif

VERDICTS = {
    "local": {"stack", "escapes"},
    "param": {"noescape", "leaks"},
    "site": {"stack-able", "by-value", "heap", "inline"},
}
SIMPLE = {"stack", "noescape", "stack-able", "by-value", "inline"}


def check_json(facts):
    seen = set()
    for fact in facts:
        assert fact["verdict"] in VERDICTS[fact["kind"]], fact
        assert bool(fact["reason"]) != (fact["verdict"] in SIMPLE), fact
        assert fact["function"] and fact["message"], fact
        key = fact["file"], fact["line"], fact["column"], fact["kind"], fact["subject"]
        assert key not in seen, f"twice: {fact}"
        seen.add(key)
        if fact["reason"] in ("global", "param", "return") and fact["kind"] != "site":
            assert fact["flow"], fact
        for step in fact["flow"]:
            assert step["file"] and step["line"] and step["why"], step
    assert any(step["depth"] for fact in facts for step in fact["flow"])
    assert any(fact["through"] == "Last" for fact in facts)


def check_result(result, rules):
    assert rules[result["ruleIndex"]]["id"] == result["ruleId"], result
    (location,) = result["locations"]
    check_sarif.check_location(location["physicalLocation"])
    for flow in result.get("codeFlows", []):
        (thread,) = flow["threadFlows"]
        levels = [step["nestingLevel"] for step in thread["locations"]]
        assert levels[0] == 0 and all(b - a <= 1 for a, b in zip(levels, levels[1:])), levels
        assert thread["locations"][-1]["importance"] == "essential"
        for step in thread["locations"]:
            assert step["location"]["message"]["text"], step
            check_sarif.check_location(step["location"]["physicalLocation"])


def check_log(log):
    check_sarif.validate(log)
    (run,) = log["runs"]
    prints = [r["partialFingerprints"]["fastidious/v1"] for r in run["results"]]
    assert len(prints) == len(set(prints)), prints
    for result in run["results"]:
        check_result(result, run["tool"]["driver"]["rules"])
    assert any("codeFlows" in r for r in run["results"])
    assert {r["level"] for r in run["results"]} == {"warning", "note"}


if __name__ == "__main__":
    with open(sys.argv[2], encoding="utf-8") as report:
        {"json": check_json, "sarif": check_log}[sys.argv[1]](json.load(report))
