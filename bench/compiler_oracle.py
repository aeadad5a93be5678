#!/usr/bin/env python3
"""What the compiler proves against what the escape report says of parameters:
compiler_oracle.py DATABASE [--match REGEX] [--without REGEX] [--show CLASS].

The files of a compilation database that match are put together, once as LLVM IR
and once by `fastidious escape-report`. LLVM 22 infers of each pointer what its
callee keeps (`captures(...)`); that is compared with the report's verdict on the
parameter. Of what they disagree on, the IR is searched for the cause."""
import argparse
import collections
import pathlib
import re
import tempfile

import linked_ir
from ir import KEPT, NOTHING, RETURNED, meaning
from ir_keeps import Keeps

ORDER = [NOTHING, RETURNED, KEPT]
# Why a pointer of which the report says that it is not kept is not proved to be so.
HARMLESS = {
    "freed": "freed",
    "own": "kept in what it leads to itself",
    "local": "kept in a local object",
    "call": "kept in a new object",
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
            found.setdefault(key, Proved()).join(
                says, named(why, proved), named(reached, proved)
            )
    return found


def verdict(fact):
    if fact["verdict"] == "noescape":
        return NOTHING
    return {"return": RETURNED, "unknown": "unknown"}.get(fact["reason"], KEPT)


def cause(ours, proved):
    """The class of a disagreement."""
    what = {w if w != "store" else where for w, where in proved.why}
    if ours == NOTHING or (ours == RETURNED and proved.says == KEPT):
        real = what & (
            {"global", "parameter", "result", "other", "return", "atomic"}
            if ours == NOTHING
            else {"global", "parameter", "atomic"}
        )
        if real:
            return "CONFLICT: " + ", ".join(sorted(real))
        for each, text in (
            ("outside", "passed to what has no body in the IR"),
            ("integer", "computed with as a number"),
        ):
            if each in what:
                return text
        return next(
            (text for each, text in HARMLESS.items() if each in what),
            "no cause in the IR"
            if not what & {"return", "result", "other"}
            else "kept in what is returned",
        )
    if ours == "unknown":
        return "not followed by the report"
    return (
        "kept is what it leads to"
        if proved.content or proved.why
        else "no cause in the IR"
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    linked_ir.add_options(parser)
    parser.add_argument(
        "--show", metavar="REGEX", help="list the parameters of the classes that match"
    )
    options = parser.parse_args()
    folder = options.folder or pathlib.Path(tempfile.mkdtemp())
    files = linked_ir.chosen(options)
    proved = infer(*linked_ir.modules(folder, files, options.jobs))
    cells, classes, shown = collections.Counter(), collections.Counter(), []
    for fact in linked_ir.report(options, files):
        there = proved.get((fact["file"], fact["line"], fact["subject"]))
        if fact["kind"] != "param" or not there:
            continue
        cell = (verdict(fact), there.says)
        cells[cell] += 1
        if cell[0] == cell[1] or cell == ("unknown", KEPT):
            continue
        name = f"report {cell[0]}, compiler {cell[1]}: {cause(cell[0], there)}"
        classes[name] += 1
        if options.show and re.search(options.show, name):
            shown.append(
                f"{fact['file']}:{fact['line']}:{fact['column']}: {fact['function']}: {fact['message']} [{name}] {sorted(there.why, key=str)[:6]}"
            )
    agree = sum(
        n for (a, b), n in cells.items() if a == b or (a, b) == ("unknown", KEPT)
    )
    print(
        f"{pathlib.Path(options.database).name}: {sum(cells.values())} parameters compared, {agree} agree"
    )
    print(
        *(f"{n:6}  report {a}, compiler {b}" for (a, b), n in sorted(cells.items())),
        sep="\n",
    )
    print(*(f"{n:6}  {name}" for name, n in classes.most_common()), *shown, sep="\n")


if __name__ == "__main__":
    main()
