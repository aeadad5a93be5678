#!/usr/bin/env python3
"""What the compiler takes off the heap against what the escape report says of
allocations: site_oracle.py DATABASE [--match REGEX] [--without REGEX] [--show CLASS].

The files of a compilation database that match are put together, once as LLVM IR
and once by `fastidious escape-report`. Lines of the project from which a call gets
to an allocator are counted as written, after -O2 (what is gone is elided), and
after the Attributor's HeapToStack (what then is gone is moved to the stack). That
is compared with the verdicts on the sites of these lines."""
import argparse
import collections
import pathlib
import re

import ir
import linked_ir
from ir_sites import Sites

# HeapToStack moves what no other allocation holds; what was held by that, next.
CLEANED = "function(sroa,instcombine<no-verify-fixpoint>,simplifycfg)"
TO_STACK = ",".join(["attributor", CLEANED] * 3)
# Reasons for which the report leaves on the heap what does not leave its function.
STAYS = {"size", "container", "polymorphic"}
RANKS = ["no site", "inline", "stack-able", "stays", "by-value", "unknown", "escapes"]


class Compiler:
    """What the compiler does at the lines where the project allocates."""

    def __init__(self, linked):
        path = linked.after("elided", "default<O2>")
        self.written = Sites(ir.Module(linked.written()))
        self.elided = Sites(ir.Module(path))
        still = set().union(*self.elided.lines.values(), self.elided.blurred)
        self.crashed = set()
        # The Attributor also removes what it proves not to be reached.
        self.without, self.moved = (
            self._left(linked, path, still, limit) for limit in (0, -1)
        )

    def _left(self, linked, path, functions, limit):
        """{(line, function)} of what is left when HeapToStack moves what has up
        to so many bytes (-1: any number); the line is None where it is lost."""
        option, left = f"-max-heap-to-stack-size={limit}", set()
        parts, crashed = linked.parts(path, functions, TO_STACK, option)
        self.crashed |= set(crashed)
        for part in parts:
            sites = Sites(ir.Module(part), self.elided.allocating)
            left |= {(line, f) for line, all in sites.lines.items() for f in all}
            left |= {(None, name) for name in sites.blurred}
        return left

    def outcome(self, line):
        functions = self.written.lines[line]
        if line not in self.elided.lines:
            return "place lost" if functions & self.elided.blurred else "elided"
        if functions & self.crashed:
            return "the Attributor crashes"
        here = {(line, name) for name in functions}
        if here & self.moved:
            return "left on the heap"
        if {(None, name) for name in functions} & self.moved:
            return "place lost"
        return "moved to the stack" if here & self.without else "elided"


def said(facts):
    """What the report says of a line: of its sites the one that stays least."""
    names = ["no site"]
    for fact in facts:
        stays = STAYS.issuperset(fact["destinations"])
        heap = (
            "stays"
            if stays
            else "unknown"
            if "unknown" in fact["reason"]
            else "escapes"
        )
        names.append(heap if fact["verdict"] == "heap" else fact["verdict"])
    return max(names, key=RANKS.index)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    linked_ir.add_options(parser)
    parser.add_argument("--show", metavar="REGEX", help="list lines of these classes")
    options = parser.parse_args()
    linked = linked_ir.Linked(options)
    compiler, sites = Compiler(linked), collections.defaultdict(list)
    for fact in linked.facts():
        if fact["kind"] == "site":
            sites[fact["file"], fact["line"]].append(fact)
    classes, shown = collections.Counter(), []
    for line in sorted(compiler.written.lines):
        name = f"{compiler.outcome(line)}; report: {said(sites[line])}"
        classes[name] += 1
        if options.show and re.search(options.show, name):
            says = [fact["message"] for fact in sites[line]]
            shown.append(f"{line[0]}:{line[1]}: [{name}] {says}")
    print(
        f"{pathlib.Path(options.database).name}: {sum(classes.values())} lines allocate"
    )
    print(*(f"{n:6}  {name}" for name, n in sorted(classes.items())), *shown, sep="\n")
    print(f"{len(compiler.crashed):6}  functions at which the Attributor crashes")


if __name__ == "__main__":
    main()
