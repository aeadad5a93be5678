# RUN: %python %s
"""What README.md and docs/ claim: the files, presets, options and links exist."""
import json
import pathlib
import re
import shlex
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "support"))
from project import BUILD, ROOT, run

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
PRESETS = {p["name"] for p in json.loads((ROOT / "CMakePresets.json").read_text())["buildPresets"]}
SUBCOMMANDS = ("check", "doctor", "escape-report", "explain", "lsp", "merge")
BUILT = re.compile(r"build/(default|llvm19)/(?:lib|bin)/\w[\w.-]*")


def commands(text):
    """Commands in blocks marked `sh`, and those between backquotes."""
    for block in re.findall(r"```sh\n(.*?)```", text, re.S):
        yield from filter(None, (line.split(" #")[0].strip() for line in block.splitlines()))
    prose = re.sub(r"```.*?```", "", text, flags=re.S)
    for code in re.findall(r"`([^`\n]+)`", prose):
        if re.match(r"(\./|cmake --|clang-tidy-|fastidious |build/default/bin|checks/new_check)", code):
            yield from code.split(" && ")


def options_of(subcommand):
    return set(re.findall(r"^\s+(-{1,2}[\w-]+)", run(
        BUILD / "bin/fastidious", subcommand, "--help").stdout, re.M))  # fmt: skip


class Documents(unittest.TestCase):
    def check_cmake(self, words):
        for at, word in enumerate(words):
            if word == "--preset":
                self.assertIn(words[at + 1], PRESETS)
            if word == "--target":
                targets = run("ninja", "-C", BUILD, "-t", "query", words[at + 1])
                self.assertEqual(targets.returncode, 0, targets.stdout)

    def check_fastidious(self, words):
        if len(words) > 1 and words[1] in SUBCOMMANDS:
            known = options_of(words[1])
            own = words[2 : words.index("--")] if "--" in words else words[2:]
            given = {word.split("=")[0] for word in own if word.startswith("-")}
            self.assertLessEqual(given, known)

    def check_command(self, command):
        words = shlex.split(command)
        program = words[0]
        if program == "cmake":
            self.check_cmake(words)
        elif pathlib.Path(program).name == "fastidious":
            self.check_fastidious(words)
        elif "/" in program and not program.startswith("/"):
            self.assertTrue((ROOT / program).exists(), command)
        for match in BUILT.finditer(command):
            self.assertTrue(match.group(1) != BUILD.name or (ROOT / match.group()).exists(), command)

    def test_commands(self):
        seen = 0
        for path in PAGES:
            for command in commands(path.read_text()):
                seen += 1
                with self.subTest(page=path.name, command=command):
                    self.check_command(command)
        self.assertGreater(seen, 15)

    def test_readme_has_the_two_commands(self):
        text = (ROOT / "README.md").read_text()
        self.assertIn("\n./quickstart ", text)
        self.assertIn("\n./run-tests ", text)
        for name in ("quickstart", "run-tests", ".ci/run"):
            self.assertTrue((ROOT / name).stat().st_mode & 0o100, name)

    def test_links(self):
        for path in PAGES:
            for link in re.findall(r"\]\(([^)#]+)\)", path.read_text()):
                if "://" not in link:
                    self.assertTrue((path.parent / link).exists(), f"{path.name}: {link}")

    def test_files_named(self):
        named = re.compile(r"`((?:test|checks|docs|cmake)/[\w./-]+\.(?:py|cpp|h|def|yaml|md))`")
        for path in PAGES:
            for name in named.findall(path.read_text()):
                if "invariant" not in name.lower():  # the example of a new check
                    self.assertTrue((ROOT / name).exists(), f"{path.name}: {name}")

    def test_layers_are_those_of_the_test(self):
        text = (ROOT / "docs/architecture.md").read_text()
        for folder in ("core", "analysis", "model"):
            self.assertIn(f"`checks/{folder}/`", text)


if __name__ == "__main__":
    unittest.main()
