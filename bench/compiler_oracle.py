#!/usr/bin/env python3
"""What the compiler proves against what the escape report says of parameters:
compiler_oracle.py DATABASE [--match REGEX] [--without REGEX] [--show CLASS].

The files of a compilation database that match are put together, once as LLVM IR
and once by `fastidious escape-report`. LLVM 22 infers of each pointer what its
callee keeps (`captures(...)`); that is compared with the report's verdict on the
parameter. Of what they disagree on, the IR is searched for the cause."""
import argparse
import collections
import re

import ir
import linked_ir
from ir import KEPT, NOTHING, RETURNED, meaning
from ir_keeps import Keeps

ORDER = [NOTHING, RETURNED, KEPT]
PLAIN = "function(sroa)"
INFERRED = "default<O2>,cgscc(function-attrs)"
# Where a pointer is kept that the report says is not kept.
REAL = {
    NOTHING: {"global", "parameter", "result", "other", "return", "atomic"},
    RETURNED: {"global", "parameter", "atomic"},
}
# Why else a pointer of which the report says so is not proved not to be kept.
HARMLESS = {
    "outside": "passed to what has no body in the IR",
    "integer": "computed with as a number",
    "freed": "freed",
    "own": "kept in what it leads to itself",
    "local": "kept in a local object",
    "call": "kept in a new object",
    "exception": "passed on with an exception",
}


class Proved:
    """What the compiler says of one parameter, its instances joined to the worst."""

    def __init__(self):
        self.says, self.why, self.content = NOTHING, set(), set()

    def join(self, says, why, content):
        self.says = max(self.says, says, key=ORDER.index)
        self.why |= why
        self.content |= content


def named(why, function):
    """A parameter in which the pointer is kept: its number, or the result."""

    def where(of):
        if not isinstance(of, int):
            return of
        return "result" if "sret" in function.parameters[of] else "parameter"

    return {(what, where(of)) for what, of in why}


def infer(plain, module):
    """{(file, line, name): Proved}"""
    found, pointer, content = {}, Keeps(module), Keeps(module, content=True)
    for function in filter(lambda f: f.defined, plain.functions.values()):
        proved = module.functions[function.name]
        for index, key in plain.variables(function).items():
            says = meaning(proved.parameters[index])
            why = pointer.of_parameter(proved, index) if says != NOTHING else set()
            reached = content.of_parameter(proved, index) if says != KEPT else set()
            instance = says, named(why, proved), named(reached, proved)
            found.setdefault(key, Proved()).join(*instance)
    return found


def verdict(fact):
    if fact["verdict"] == "noescape":
        return NOTHING
    return {"return": RETURNED, "unknown": "unknown"}.get(fact["reason"], KEPT)


def agree(ours, proved):
    return ours == proved or (ours, proved) == ("unknown", KEPT)


def cause(ours, proved):
    """The class of a disagreement."""
    what = {w if w != "store" else where for w, where in proved.why}
    if ours == NOTHING or (ours == RETURNED and proved.says == KEPT):
        if real := what & REAL[ours]:
            return "CONFLICT: " + ", ".join(sorted(real))
        returned = what & {"return", "result", "other"}
        other = "kept in what is returned" if returned else "no cause in the IR"
        return next((text for each, text in HARMLESS.items() if each in what), other)
    if ours == "unknown":
        return "not followed by the report"
    known = proved.content or proved.why
    return "kept is what it leads to" if known else "no cause in the IR"


class Comparison:
    def __init__(self, show):
        self.show, self.shown = show, []
        self.cells, self.classes = collections.Counter(), collections.Counter()

    def add(self, fact, proved):
        ours = verdict(fact)
        self.cells[ours, proved.says] += 1
        if agree(ours, proved.says):
            return
        name = f"report {ours}, compiler {proved.says}: {cause(ours, proved)}"
        self.classes[name] += 1
        if self.show and re.search(self.show, name):
            at = f"{fact['file']}:{fact['line']}:{fact['column']}: {fact['function']}"
            why = sorted(proved.why, key=str)[:6]
            self.shown.append(f"{at}: {fact['message']} [{name}] {why}")

    def print(self, name):
        good = sum(n for cell, n in self.cells.items() if agree(*cell))
        total = sum(self.cells.values())
        print(f"{name}: {total} parameters compared, {good} agree")
        for (ours, proved), n in sorted(self.cells.items()):
            print(f"{n:6}  report {ours}, compiler {proved}")
        for kind, n in self.classes.most_common():
            print(f"{n:6}  {kind}")
        print(*self.shown, sep="\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    linked_ir.add_options(parser)
    parser.add_argument("--show", metavar="REGEX", help="list parameters of classes")
    options = parser.parse_args()
    linked, comparison = linked_ir.Linked(options), Comparison(options.show)
    plain = ir.Module(linked.after("plain", PLAIN))
    proved = infer(plain, ir.Module(linked.after("inferred", INFERRED)))
    for fact in linked.facts():
        there = proved.get((fact["file"], fact["line"], fact["subject"]))
        if fact["kind"] == "param" and there:
            comparison.add(fact, there)
    comparison.print(options.database.name)


if __name__ == "__main__":
    main()
