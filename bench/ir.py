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
        return next(
            (
                m[2]
                for line in self.uses(value)
                if (m := RESULT.match(line)) and m[1] == value
            ),
            "",
        )


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
        return {
            m[1]: m[2] or m[3] or m[4]
            for m in FIELD.finditer(self.metadata.get(number, ""))
        }

    def file(self, number):
        entry = self.fields(number)
        name = entry.get("filename", "")
        return name if name.startswith("/") else f"{entry.get('directory', '')}/{name}"

    def variables(self, function):
        """{index of the parameter: (file, line, name)} of those that arrive as one value."""
        found = {}
        subprogram = self.fields(function.subprogram)
        for line in function.body:
            record = RECORD.search(line)
            if not record or record[1] not in function.names:
                continue
            if (
                not function.parameters[function.names.index(record[1])]
                .strip()
                .startswith("ptr")
            ):
                continue
            variable = self.fields(record[2])
            # The same variable of an inlined callee belongs to another function.
            if variable.get("scope") == function.subprogram and "arg" in variable:
                own = variable.get("name") == "this"
                place = subprogram if own else variable
                if place.get("line", "0") != "0":
                    found[function.names.index(record[1])] = (
                        self.file(place["file"]),
                        int(place["line"]),
                        variable.get("name", ""),
                    )
        return found
