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
import os
import re

import ir
import linked_ir
from ir_sites import Sites
from oracle_inputs import extent

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
    """What the report says of a line: of its sites the one that stays least, with
    the guess of what the compiler does where that has a choice."""
    names = ["no site"]
    for fact in facts:
        name, stays = fact["verdict"], STAYS.issuperset(fact["destinations"])
        if name == "heap" and not stays:
            name = "unknown" if fact["reason"] == "unknown" else "escapes"
        names.append("stays" if name == "heap" else name)
    return max(names, key=RANKS.index)


class Comparison:
    """Of each class the number of lines: of the compiler's doing and the report's
    verdict, and (`guesses`) its guess whether an optimiser removes what stays."""

    def __init__(self, compiler, facts, show):
        self.compiler, self.show, self.shown = compiler, show, []
        self.classes, self.guesses = collections.Counter(), collections.Counter()
        self.sites = collections.defaultdict(list)
        for fact in facts:
            if fact["kind"] == "site":
                place = os.path.abspath(fact["file"]), fact["line"]
                self.sites[place].append(fact)

    def sites_at(self, line):
        """Those of the line, or of the statement that goes on there."""
        if line in self.sites:
            return self.sites[line]
        numbers = extent(*line)
        return [f for number in numbers for f in self.sites.get((line[0], number), ())]

    def add(self, line):
        facts, outcome = self.sites_at(line), self.compiler.outcome(line)
        says = said(facts)
        name = f"{outcome}; report: {says}"
        self.classes[name] += 1
        if says == "stack-able":
            kept = any(fact["keeps"] for fact in facts)
            self.guesses[
                f"{outcome}; guessed to be {'kept' if kept else 'removed'}"
            ] += 1
        if self.show and re.search(self.show, name):
            messages = [fact["message"] for fact in facts]
            self.shown.append(f"{line[0]}:{line[1]}: [{name}] {messages}")

    def print(self, name):
        print(f"{name}: {sum(self.classes.values())} lines allocate")
        for counted in (self.classes, self.guesses):
            print(*(f"{n:6}  {what}" for what, n in sorted(counted.items())), sep="\n")
        crashed = len(self.compiler.crashed)
        print(f"{crashed:6}  functions at which the Attributor crashes")
        print(*self.shown, sep="\n", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    linked_ir.add_options(parser)
    parser.add_argument("--show", metavar="REGEX", help="list lines of these classes")
    options = parser.parse_args()
    linked = linked_ir.Linked(options)
    comparison = Comparison(Compiler(linked), linked.facts(), options.show)
    for line in sorted(comparison.compiler.written.lines):
        comparison.add(line)
    comparison.print(options.database.name)


if __name__ == "__main__":
    main()
