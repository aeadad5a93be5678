"""Edits of C++ sources: declarations of locals that stand on a line of their own,
put in boxes or made to escape."""
import re

HELPERS = """#include <functional>
#include <memory>
#include <thread>
#include <vector>
namespace injected {
// One of each kind for each line: what comes later would take back what was there.
template <int Line> const void *last;
template <int Line> std::vector<const void *> kept;
template <int Line> std::function<bool()> later;
struct Registry {
  void add(const void *P) { At = P; }
  const void *At = nullptr;
};
template <int Line> Registry registry;
template <int Line, class T> void keep(const T &X) { kept<Line>.push_back(&X); }
template <class T> const T *same(const T &X) { return &X; }
}
"""
ESCAPES = [
    "static const void *leak_{n}; leak_{n} = &{n};",
    "injected::keep<{line}>({n});",
    "injected::registry<{line}>.add(&{n});",
    "injected::last<{line}> = injected::same({n});",
    "injected::later<{line}> = [&{n}] {{ return &{n} != nullptr; }};",
    "std::thread([&{n}] {{ (void)&{n}; }}).detach();",
]
BOXES = {
    "reference": "auto {n}_box = std::make_unique<{t}>({a}); {t} &{n} = *{n}_box;",
    "uses": "auto {n} = std::make_unique<{t}>({a});",
    "new": "std::unique_ptr<{t}> {n}_box(new {t}({a})); {t} &{n} = *{n}_box;",
    "shared": "auto {n}_box = std::make_shared<{t}>({a}); {t} &{n} = *{n}_box;",
    "raw": "{t} *{n}_box = new {t}({a}); {t} &{n} = *{n}_box;",
}
SCALARS = re.compile(
    r"(unsigned|signed|int|long|short|char|bool|float|double|auto"
    r"|size_t|std::size_t|u?int\d+_t|Rune)\b"
)
NO_TYPES = set(
    "return delete using typedef goto else throw static struct class enum case new"
    " extern".split()
)
DECLARATION = (
    r"\s*(?P<const>const\s+)?(?P<type>[A-Za-z_][\w:]*(?:<[^;()=]*>)?)\s+{name}"
    r"\s*(?:=(?P<value>)|(?P<open>\())?(?P<init>.*?)(?P<end>;)\s*"
)
HIDDEN = re.compile(
    r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S
)
WAY_OUT = re.compile(r"\b(return|break|continue|goto|throw)\b")


class Source:
    """A text, and the same without comments and literals, of the same length."""

    def __init__(self, text):
        self.text = text
        self.code = HIDDEN.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), text)
        self.starts = [0] + [m.end() for m in re.finditer("\n", text)]

    def block_end(self, at):
        depth = 0
        for index in range(at, len(self.code)):
            depth += {"{": 1, "}": -1}.get(self.code[index], 0)
            if depth < 0:
                return index
        return len(self.code)

    def line_of(self, at):
        return self.text.count("\n", 0, at) + 1

    def candidates(self, facts):
        """The locals of these facts that are declared alone on their lines."""
        for fact in facts:
            start = self.starts[fact["line"] - 1]
            line = self.code[start:].split("\n", 1)[0]
            pattern = DECLARATION.replace("{name}", re.escape(fact["subject"]))
            match = re.fullmatch(pattern, line)
            if match and match["type"].split("<")[0] not in NO_TYPES:
                one = Candidate(fact, match, self, start)
                if one.arguments is not None:
                    yield one

    def edited(self, chosen):
        text, edits = self.text, [e for one in chosen for e in one.edits(self)]
        for start, end, new in sorted(edits, key=lambda e: e[:2], reverse=True):
            text = text[:start] + new + text[end:]
        return text


class Candidate:
    """A declaration of one variable. `form`: what is done to it, a key of BOXES or
    one of ESCAPES."""

    def __init__(self, fact, match, source, start):
        self.line, self.name, self.type = fact["line"], fact["subject"], match["type"]
        self.start, self.end = start + match.start("type"), start + match.end("end")
        self.arguments = self._arguments(match, source.text[start:])
        self.is_class = not SCALARS.match(self.type) and not match["const"]
        self.block_end = source.block_end(self.end)
        self.has_way_out = bool(WAY_OUT.search(source.code[self.end : self.block_end]))
        self.form = None

    @staticmethod
    def _arguments(match, text):
        """What the variable is made from; None where that is not understood."""
        found = text[match.start("init") : match.end("init")].strip()
        if match["open"]:
            return found[:-1].strip() if found.endswith(")") else None
        return found if match["value"] is not None or not found else None

    def box(self, form):
        # The box would not be deleted on the way out.
        self.form = "new" if form == "raw" and self.has_way_out else form

    def is_box(self):
        return self.form in BOXES

    def edits(self, source):
        """[(from, to, text)]"""
        if not self.is_box():
            escape = self.form.format(n=self.name, line=self.line)
            return [(self.end, self.end, " " + escape)]
        form = BOXES[self.form]
        box = form.format(n=self.name, t=self.type, a=self.arguments)
        changed = [(self.start, self.end, box)]
        if self.form == "uses":
            changed += self._uses(source.code[self.end : self.block_end])
        if self.form == "raw":
            end = self.block_end
            changed.append((end, end, f"delete {self.name}_box; "))
        return changed

    def _uses(self, code):
        for use in re.finditer(rf"(?<![\w.>:]){re.escape(self.name)}\b(\.)?", code):
            text = f"{self.name}->" if use[1] else f"(*{self.name})"
            yield self.end + use.start(), self.end + use.end(), text
