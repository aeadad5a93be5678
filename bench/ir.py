"""Reads the text of LLVM IR: functions, their variables, and what the compiler
inferred about their parameters."""
import collections
import re

DEFINE = re.compile(r'^(define|declare) .*?(@"[^"]+"|@[\w.$-]+)\((.*)$')
LOCAL = re.compile(r"%[\w.$-]+|%\"[^\"]+\"")
RESULT = re.compile(r"^\s+(%[\w.$-]+) = (.*)$")
CAPTURES = re.compile(r"captures\(([^()]*)\)")
RECORD = re.compile(r"#dbg_value\(\w+ (%[\w.$-]+), !(\d+), !DIExpression\(\)")
FIELD = re.compile(r'(\w+): (?:!(\d+)|"([^"]*)"|([^,()]+))')
CALL = re.compile(
    r"\b(?:call|invoke)\b.*?\s"
    r"((?:@\"[^\"]+\"|@[\w.$-]+|%[\w.$-]+)|asm [^(]*)\((.*)$"
)
PLACE = re.compile(r", !dbg !\d+")
SILENT = ("#dbg_declare", "#dbg_assign", "]")
KEPT, RETURNED, NOTHING = "kept", "returned", "nothing"


def arguments(text):
    """What stands between the parenthesis that has just been opened and its
    partner, split at commas."""
    depth, start, parts = 0, 0, []
    for at, letter in enumerate(text):
        if letter in "([{<":
            depth += 1
        elif letter in ")]}>":
            depth -= 1
            if depth < 0:
                return parts + [text[start:at]]
        elif letter == "," and depth == 0:
            parts.append(text[start:at])
            start = at + 1
    return parts


def meaning(text):
    """What a parameter's attributes promise of the pointer itself; its address
    as a mere number does not count."""
    found = CAPTURES.search(text)
    if not found:
        return KEPT
    always, _, result = found[1].partition("ret:")
    if "provenance" in always:
        return KEPT
    return RETURNED if "provenance" in result else NOTHING


class Function:
    def __init__(self, name, parameters):
        self.name = name
        self.parameters = parameters
        self.names = [(LOCAL.findall(p) or [""])[-1] for p in parameters]
        self.body = []
        self.defined = False
        self.subprogram = None
        self._uses = None

    def uses(self, value):
        if self._uses is None:
            self._uses = collections.defaultdict(list)
            for line in self.body:
                for name in set(LOCAL.findall(line)):
                    self._uses[name].append(line)
        return self._uses[value]

    def definition(self, value):
        results = filter(None, map(RESULT.match, self.uses(value)))
        return next((found[2] for found in results if found[1] == value), "")


class Module:
    def __init__(self, path):
        self.functions, self.metadata = {}, {}
        current = None
        for line in open(path, errors="replace"):
            if current and line.startswith("}"):
                current = None
            elif current:
                self._instruction(current, line)
            elif line.startswith("!"):
                number, _, text = line[1:].partition(" = ")
                self.metadata[number] = text
            elif head := DEFINE.match(line):
                current = self._head(head, line)

    @staticmethod
    def _instruction(function, line):
        words = line.lstrip()
        if words.startswith("to label"):
            # Of an invoke, which has its place in the next line.
            function.body[-1] += "".join(PLACE.findall(line))
        # Labels and other metadata say nothing here.
        elif line.startswith(" ") and not words.startswith(SILENT):
            function.body.append(line.rstrip())

    def _head(self, head, line):
        function = Function(head[2], arguments(head[3]))
        self.functions[function.name] = function
        if head[1] == "declare":
            return None
        function.defined = True
        at = re.search(r"!dbg !(\d+)", line)
        function.subprogram = at and at[1]
        return function

    def fields(self, number):
        found = FIELD.finditer(self.metadata.get(number, ""))
        return {each[1]: each[2] or each[3] or each[4] for each in found}

    def file(self, number):
        entry = self.fields(number)
        name = entry.get("filename", "")
        return name if name.startswith("/") else f"{entry.get('directory', '')}/{name}"

    def variables(self, function):
        """{index of the parameter: (file, line, name)} of those that are one value"""
        found = {}
        for line in function.body:
            record = RECORD.search(line)
            if not record or record[1] not in function.names:
                continue
            index = function.names.index(record[1])
            is_pointer = function.parameters[index].strip().startswith("ptr")
            place = self._declared(record[2], function) if is_pointer else None
            if place:
                found[index] = place
        return found

    def _declared(self, number, function):
        """Where a parameter of the function is declared: (file, line, name)."""
        variable = self.fields(number)
        # The same variable of an inlined callee belongs to another function.
        if variable.get("scope") != function.subprogram or "arg" not in variable:
            return None
        name = variable.get("name", "")
        place = self.fields(function.subprogram) if name == "this" else variable
        if place.get("line", "0") == "0":
            return None
        return self.file(place["file"]), int(place["line"]), name
