"""library_facts.py MEASURED EFFECTS: the model says of the installed library
what bench/library_facts.cpp measured."""
import pathlib
import sys

import yaml

measured, model = (yaml.safe_load(pathlib.Path(path).read_text()) for path in sys.argv[1:])


def facts(holders):
    """By name; what the library that was measured has otherwise."""
    is_libcxx = measured["library"].startswith("libc++")
    return {name: holder | holder.get("libcxx", {}) if is_libcxx else holder
            for holder in holders for name in holder["names"]}  # fmt: skip


KNOWN = facts(model["holders"])
# What the count is of the holders that the model calls by these words.
PER_ELEMENT = {"list: push_back": 1, "set: second element": 1, "unordered_set: second element": 1}
NEVER = ("optional, variant", "short + short", "to_string(INT_MIN)", "ostringstream << int")
ALWAYS = ("make_unique", "make_shared", "regex", "thread", "promise, future", "short + long",
          "vector<int>: reserve")  # fmt: skip

wrong, compared = [], 0


def compare(what, says, is_so):
    global compared
    compared += 1
    if says != is_so:
        wrong.append(f"{what}: the model says {says}, measured is {is_so}")


for name, holder in facts(measured["holders"]).items():
    if name not in KNOWN:
        continue
    for key in ("inline_size", "inline_trivial"):
        if key in holder:
            compare(f"{name}: {key}", KNOWN[name].get(key, 0), holder[key])
    if "allocates_empty" in holder:
        compare(f"{name}: allocates_empty", KNOWN[name].get("allocates_empty", False),
                holder["allocates_empty"])  # fmt: skip
for what, number in PER_ELEMENT.items():
    compare(what, number, measured["allocations"][what])
for what in NEVER:
    compare(what, 0, measured["allocations"][what])
for what in ALWAYS:
    compare(what, True, measured["allocations"][what] > 0)

print(f"{measured['library']}: {compared} facts compared, {len(wrong)} wrong")
print(*wrong, sep="\n")
sys.exit(bool(wrong) or compared < 30)
