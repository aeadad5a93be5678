# RUN: %python %s
"""Who may include whom, as docs/architecture.md says."""
import pathlib
import re
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "support"))
from project import ROOT, check_source, registry

CHECKS = ROOT / "checks"
GROUPS = sorted({group for group, _ in registry()})
CLANG = {"clang", "llvm"}
# Layer: the first folders of what it may include.
MAY_INCLUDE = {
    "model": {"model", "llvm", "yaml-cpp"},
    "core": {"core", "model", "clang-tidy"} | CLANG,
    "analysis": {"analysis", "model"} | CLANG,
    "escape": {"escape", "analysis", "model"} | CLANG,
    "driver": {"driver", "core", "analysis", "escape", "model", "clang-tidy", "yaml-cpp"} | CLANG,
    "": {"core", "clang-tidy"} | CLANG,  # checks/Plugin.cpp and Loader.cpp
    **{group: {"core", "analysis", "escape"} | CLANG for group in GROUPS},
}
INCLUDE = re.compile(r'^\s*#\s*include\s+(?:"([^"]+)"|<([^>]+/[^>]+)>)', re.M)
STRING = re.compile(r'R"(\w*)\((?P<raw>.*?)\)\1"|"(?P<plain>(?:[^"\\\n]|\\.)*)"', re.S)
RULE_TEXT = re.compile(r"\.(?:Summary|Why|Before|After)\s*=\s*$")
LIBRARY = re.compile(r"\b(?:std|boost|absl|fmt|re2|icu|folly|QString|QVector|QList)\b(?:::)?\w+")


def sources(folder):
    return sorted(p for p in folder.rglob("*") if p.suffix in (".cpp", ".h", ".def"))


def layer_of(path):
    """The layer that a file of ours belongs to."""
    relative = path.relative_to(ROOT)
    if relative.parts[0] == "driver":
        return "driver"
    return relative.parts[1] if len(relative.parts) > 2 else ""


def target_layer(path, included):
    """The layer, or the first folder, of what `path` includes."""
    for base in (path.parent, CHECKS):
        if (base / included).exists():
            return layer_of((base / included).resolve())
    return included.split("/")[0]


def forbidden_includes(path):
    allowed = MAY_INCLUDE[layer_of(path)]
    for match in INCLUDE.finditer(path.read_text()):
        included = match.group(1) or match.group(2)
        if included == "Registry.def" and layer_of(path) == "":
            continue
        # The system's own: <sys/resource.h>.
        if match.group(2) and included.split("/")[0] in ("sys", "bits"):
            continue
        if target_layer(path, included) not in allowed:
            yield f"{path.relative_to(ROOT)}: may not include {included}"


def names_of_model():
    """Names of libraries' entities that the model has facts about."""
    text = "\n".join(p.read_text() for p in sorted((CHECKS / "model").glob("*.yaml")))
    text = re.sub(r"#.*", "", text)
    names = set(re.findall(r"\bname:\s*\"?([\w:]+)", text))
    names |= set(re.findall(r"^\s*-\s*([\w:]+)\s*$", text, re.M))
    for listed in re.findall(r":\s*\[([^\]]*)\]", text):
        names |= {name.strip(' "') for name in listed.split(",")}
    return {name for name in names if re.search(r"[A-Za-z]", name)}


def library_names(text, known):
    """Strings of a check that spell a name of a library."""
    for match in STRING.finditer(re.sub(r"^\s*(?://.*|#.*)$", "", text, flags=re.M)):
        before = match.string[: match.start()]
        # Adjacent literals belong to the same text.
        while (joined := re.sub(r'"(?:[^"\\\n]|\\.)*"\s*$', "", before)) != before:
            before = joined
        literal = match.group("raw") or match.group("plain") or ""
        if RULE_TEXT.search(before):
            continue
        if literal in known or LIBRARY.search(literal):
            yield literal


class Layering(unittest.TestCase):
    def test_includes(self):
        paths = sources(CHECKS) + sources(ROOT / "driver")
        self.assertGreater(len(paths), 10)
        wrong = [w for path in paths for w in forbidden_includes(path)]
        self.assertEqual(wrong, [], "\n".join(wrong))

    def test_every_folder_is_a_layer(self):
        folders = {p.name for p in CHECKS.iterdir() if p.is_dir() and p.name != "__pycache__"}
        self.assertLessEqual({f for f in folders if sources(CHECKS / f)}, set(MAY_INCLUDE))

    def test_checks_have_no_header(self):
        headers = [p for group in GROUPS for p in (CHECKS / group).rglob("*.h")]
        self.assertEqual(headers, [])

    def test_checks_spell_no_library_name(self):
        known = names_of_model()
        self.assertIn("std::basic_regex", known)
        self.assertIn("push_back", known)
        for group, name in registry():
            path = check_source(group, name)
            self.assertEqual(list(library_names(path.read_text(), known)), [],
                             f"{path.relative_to(ROOT)}: that belongs into checks/model")

    def test_the_test_itself(self):
        spelt = 'R.Why = "x"; hasName("push_back"); .Why = "std::regex " "is slow", f("std::map")'
        self.assertEqual(list(library_names(spelt, {"push_back"})), ["push_back", "std::map"])


if __name__ == "__main__":
    unittest.main()
