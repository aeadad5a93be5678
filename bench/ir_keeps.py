"""Why the compiler does not prove that a pointer is not kept: follows it through
the instructions of a module, and through the callees that have a body there."""
import re

from ir import CALL, KEPT, LOCAL, NOTHING, RESULT, RETURNED, arguments, meaning

POINTER = re.compile(r"ptr ([%@][\w.$-]+|@\"[^\"]+\")")
PHI = re.compile(r"\[ ([%@][\w.$-]+),")
INTO = re.compile(r'[%@]"[^"]+"|[^\s,]+')
FORWARDS = {
    *("getelementptr", "bitcast", "addrspacecast", "phi", "select", "freeze"),
    *("insertvalue", "extractvalue", "insertelement", "extractelement"),
}
CALLS = {"call", "invoke", "tail", "musttail", "notail"}
KEEPS = {
    "ret": "return",
    "ptrtoint": "integer",
    "atomicrmw": "atomic",
    "cmpxchg": "atomic",
    "resume": "exception",
}
# Where a pointer comes from that leads nowhere else.
ROOTS = dict.fromkeys(CALLS, "call") | {"alloca": "local"}
FREES = re.compile(r"_Zd[al]Pv|free$")


def passed(argument):
    """The value of a call's argument."""
    words = argument.split()
    return words[-1] if words and words[-1][0] in "%@" else "constant"


class Keeps:
    """Each cause is a pair: what is done with the pointer, and with whom. With
    `content`, of all that is reached through it instead of the pointer alone."""

    def __init__(self, module, content=False):
        self.module, self.content = module, content

    def of_parameter(self, function, index, seen=None):
        seen = set() if seen is None else seen
        if (function.name, index) in seen:
            return set()
        seen.add((function.name, index))
        why = self.of_value(function, function.names[index], seen)
        return {
            (what, "own" if (what, where) == ("store", index) else where)
            for what, where in why
        }

    def of_value(self, function, value, seen):
        found, work, known = set(), [value], {value}
        while work:
            pointer = work.pop()
            for line in function.uses(pointer):
                result = RESULT.match(line)
                if result and result[1] == pointer:
                    continue
                text = (result[2] if result else line).strip()
                forwards, why = self.of_use(function, text, pointer, seen)
                found |= why
                if forwards and result and result[1] not in known:
                    known.add(result[1])
                    work.append(result[1])
        return found

    def of_use(self, function, text, pointer, seen):
        """Whether the instruction's result is the pointer again, and what keeps it."""
        operation = text.split()[0]
        if operation in CALLS:
            return self.of_call(function, text, pointer, seen)
        if operation in FORWARDS:
            return True, set()
        if operation == "load":
            return self.content and text.startswith("load ptr"), set()
        if operation == "store":
            return False, self.of_store(function, text, pointer)
        return False, {(KEEPS[operation], "")} if operation in KEEPS else set()

    def of_store(self, function, text, pointer):
        value, _, into = text.partition(", ptr ")
        if LOCAL.findall(value) != [pointer]:
            return set()
        roots = self.roots(function, INTO.match(into)[0])
        return {("store", root) for root in roots}

    def roots(self, function, value, seen=None):
        """The objects that a pointer leads into, at whatever depth: a global, a
        local, parameter N, what a call returned."""
        seen = set() if seen is None else seen
        if value in seen or len(seen) > 100:
            return set()
        seen.add(value)
        if value.startswith("@"):
            return {"global"}
        if value in function.names:
            return {function.names.index(value)}
        operation, _, text = function.definition(value).partition(" ")
        if operation not in ("load", *FORWARDS):
            return {ROOTS.get(operation, "other")}
        pointers = (PHI if operation == "phi" else POINTER).findall(text)
        return set().union(*(self.roots(function, p, seen) for p in pointers))

    def of_call(self, function, text, pointer, seen):
        called = CALL.search(text)
        if not called or called[1] == pointer:
            return False, set() if called else {("outside", "?")}
        callee, forwards, why = self.module.functions.get(called[1]), False, set()
        given = arguments(called[2])
        for index, argument in enumerate(given):
            if passed(argument) != pointer:
                continue
            says = self.promise(callee, argument, index)
            forwards |= says == RETURNED
            if says == KEPT or self.content:
                kept = self.of_callee(callee, called[1], index, seen, says)
                forwards |= ("return", "") in kept
                why |= self.at_caller(function, given, index, kept - {("return", "")})
        return forwards, why

    @staticmethod
    def promise(callee, argument, index):
        written = [argument]
        if callee and index < len(callee.parameters):
            written.append(callee.parameters[index])
        return min(map(meaning, written), key=[NOTHING, RETURNED, KEPT].index)

    def of_callee(self, callee, name, index, seen, says):
        if callee and callee.defined and index < len(callee.names):
            return self.of_parameter(callee, index, seen)
        if says != KEPT or name.startswith("@llvm."):
            return set()
        if FREES.match(name[1:]):
            return {("freed", "")}
        whose = "a pointer" if name.startswith("%") else name[1:].strip('"')
        return {("outside", whose)}

    def at_caller(self, function, given, index, why):
        """What the callee keeps in parameters, the caller keeps in what it passed."""
        found = set()
        for what, where in why:
            if what != "store" or where == "own" or not isinstance(where, int):
                # In what the parameter itself leads to: in the caller too.
                found.add((what, where))
            elif where == index:
                found.add((what, "own"))
            elif where < len(given):
                roots = self.roots(function, passed(given[where]))
                found |= {("store", root) for root in roots}
        return found
