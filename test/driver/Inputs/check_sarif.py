"""check_sarif.py FILE [--failed NAME...] [--rules-of FASTIDIOUS]
[--places SOURCE] [--same-fingerprints FILE] [--levels LEVEL...]
[--related COUNT...] [--states STATE...]: what a SARIF report must hold.

It is validated against the published schema, too, where FASTIDIOUS_SARIF_SCHEMA
names a copy and Python's jsonschema is installed."""
import argparse
import json
import os
import subprocess
import urllib.parse


def load(path):
    with open(path, encoding="utf-8") as report:
        return json.load(report)


def validate(log):
    schema_path = os.environ.get("FASTIDIOUS_SARIF_SCHEMA")
    if not schema_path:
        return
    import jsonschema
    schema = load(schema_path)
    validator = jsonschema.validators.validator_for(schema)(schema)
    errors = [error.message for error in validator.iter_errors(log)]
    assert not errors, errors


def check_form(log):
    assert log["version"] == "2.1.0" and log["$schema"], log
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "fastidious" and driver["semanticVersion"]
    assert run["columnKind"] == "utf16CodeUnits"
    base = run["originalUriBaseIds"]["SRCROOT"]["uri"]
    assert urllib.parse.unquote(base) == f"file://{os.path.realpath('.')}/", base
    for result in run["results"]:
        check_result(result, driver["rules"])
    return run


def check_result(result, rules):
    assert rules[result["ruleIndex"]]["id"] == result["ruleId"], result
    assert result["level"] in ("error", "warning", "note"), result
    assert result["message"]["text"], result
    (location,) = result["locations"]
    check_location(location["physicalLocation"])
    for number, related in enumerate(result.get("relatedLocations", []), 1):
        assert related["id"] == number and related["message"]["text"], related
        check_location(related["physicalLocation"])
    for fix in result.get("fixes", []):
        for change in fix["artifactChanges"]:
            for replacement in change["replacements"]:
                assert "text" in replacement["insertedContent"], fix
    assert {"fastidious/v1", "primaryLocationLineHash"} == set(
        result["partialFingerprints"]), result


def check_location(location):
    artifact = location["artifactLocation"]
    assert artifact["uriBaseId"] == "SRCROOT", artifact
    assert not artifact["uri"].startswith(("/", "file:")), artifact
    assert os.path.exists(urllib.parse.unquote(artifact["uri"])), artifact
    region = location["region"]
    assert region["startLine"] == region["endLine"], region
    assert region["startColumn"] < region["endColumn"], region


def check_failed(run, names):
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] == (not names), invocation
    notes = invocation["toolExecutionNotifications"]
    uris = [note["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
            for note in notes]
    assert uris == names, uris
    assert all(note["level"] == "error" for note in notes), notes


def check_rules(run, fastidious):
    output = subprocess.run([fastidious, "explain", "--format=json"], check=True,
                            stdout=subprocess.PIPE).stdout
    rules = run["tool"]["driver"]["rules"]
    for own, rule in zip(json.loads(output), rules):
        assert rule["id"] == own["name"], rule
        assert rule["shortDescription"]["text"] == own["summary"], rule
        assert 0 < len(rule["fullDescription"]["text"]) <= 1024, rule
        assert own["before"].strip() in rule["help"]["markdown"], rule
        assert rule["help"]["text"], rule
        slow = own["cost"] in ("quadratic", "per-iteration")
        assert rule["defaultConfiguration"]["level"] == (
            "warning" if slow else "note"), rule
        assert "performance" in rule["properties"]["tags"], rule
        assert rule["properties"]["precision"], rule


def utf16_columns(line, start, end):
    units = line.encode("utf-16-le")
    return units[(start - 1) * 2:(end - 1) * 2].decode("utf-16-le")


def check_places(run, source):
    with open(source, encoding="utf-8") as file:
        lines = file.read().split("\n")
    regions = [result["locations"][0]["physicalLocation"]["region"]
               for result in run["results"]]
    assert len(regions) == 3, regions
    for region in regions:
        text = utf16_columns(lines[region["startLine"] - 1],
                             region["startColumn"], region["endColumn"])
        assert text == "V", (region, text)
    assert not lines[regions[0]["startLine"] - 1].isascii()
    fixes = [result["fixes"][0]["artifactChanges"][0]["replacements"][0]
             for result in run["results"]]
    deleted = fixes[0]["deletedRegion"]
    rest = utf16_columns(lines[1], deleted["startColumn"], 10000)
    assert rest.startswith("for (int I"), rest


def check_levels(run, levels):
    found = [result["level"] for result in run["results"]]
    assert found == levels, found


def check_states(run, states):
    found = [result["baselineState"] for result in run["results"]]
    assert found == states, found


def check_related(run, counts):
    found = [len(result.get("relatedLocations", []))
             for result in run["results"]]
    assert found == counts, found


def prints(run):
    return [result["partialFingerprints"] for result in run["results"]]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("file")
    parser.add_argument("--failed", nargs="*", default=[])
    parser.add_argument("--rules-of")
    parser.add_argument("--places")
    parser.add_argument("--same-fingerprints")
    parser.add_argument("--levels", nargs="*")
    parser.add_argument("--states", nargs="*")
    parser.add_argument("--related", nargs="*", type=int)
    options = parser.parse_args()
    log = load(options.file)
    validate(log)
    run = check_form(log)
    check_failed(run, options.failed)
    if options.rules_of:
        check_rules(run, options.rules_of)
    if options.places:
        check_places(run, options.places)
    if options.levels is not None:
        check_levels(run, options.levels)
    if options.states is not None:
        check_states(run, options.states)
    if options.related is not None:
        check_related(run, options.related)
    if options.same_fingerprints:
        before = prints(load(options.same_fingerprints)["runs"][0])
        assert prints(run) == before, (prints(run), before)
        assert len({one["fastidious/v1"] for one in before}) == len(before) > 1
        assert len({one["primaryLocationLineHash"] for one in before}) == len(
            before), before


if __name__ == "__main__":
    main()
