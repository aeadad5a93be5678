"""check_gitlab.py FILE COUNT PATH SEVERITY [--same FILE]: what GitLab requires of
a Code Quality report: these keys, a fingerprint for each, relative paths."""
import json
import sys

entries = json.load(open(sys.argv[1], encoding="utf-8"))
assert len(entries) == int(sys.argv[2]), entries
for entry in entries:
    assert set(entry) == {"description", "check_name", "fingerprint", "severity", "location"}, entry
    assert entry["description"] and entry["check_name"], entry
    assert entry["severity"] == sys.argv[4], entry
    assert entry["location"]["path"] == sys.argv[3], entry
    assert entry["location"]["lines"]["begin"] > 0, entry
prints = [entry["fingerprint"] for entry in entries]
assert len(set(prints)) == len(prints), prints
if "--same" in sys.argv:
    before = json.load(open(sys.argv[6], encoding="utf-8"))
    assert prints == [entry["fingerprint"] for entry in before], (prints, before)
