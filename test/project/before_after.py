# RUN: %python %s
"""The docs cannot lie: in each rule's `before` its check reports exactly one
finding, in its `after` none."""
import json
import pathlib
import re
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "support"))
from project import BUILD, PLUGIN, ROOT, TIDY, run

PRELUDE = ROOT / "test/support/prelude.h"


def wrapped(snippet, as_statements):
    """A whole file: the examples are declarations, or statements of one."""
    body = f"void snippet() {{\n{snippet}\n}}" if as_statements else snippet
    return f'#include "{PRELUDE}"\n{body}\n'


def analyse(check, code):
    """(findings, errors) of the check in the code."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "snippet.cpp"
        path.write_text(code)
        done = run(TIDY, "--quiet", f"--load={PLUGIN}", f"--checks=-*,{check}", "--config={}",
                   path, "--", "-std=c++20")
    lines = done.stdout.splitlines()
    findings = [line for line in lines if f"[{check}]" in line and ": warning: " in line]
    errors = [line for line in lines if ": error: " in line]
    if done.returncode and not errors:
        errors = [done.stderr]
    return findings, errors


class BeforeAfter(unittest.TestCase):
    def findings(self, rule, which):
        snippet = rule[which]
        self.assertTrue(snippet.strip(), f"{rule['name']} has no '{which}'")
        findings, errors = analyse(rule["name"], wrapped(snippet, False))
        if errors:
            findings, inner = analyse(rule["name"], wrapped(snippet, True))
            self.assertEqual(inner, [], f"'{which}' compiles neither as declarations {errors} "
                                        "nor as statements")
        return findings

    def test_examples(self):
        rules = json.loads(run(BUILD / "bin/fastidious", "explain", "--format=json").stdout)
        self.assertTrue(rules)
        for rule in rules:
            with self.subTest(rule["name"], which="before"):
                found = self.findings(rule, "before")
                self.assertEqual(len(found), 1, found)
            with self.subTest(rule["name"], which="after"):
                self.assertEqual(self.findings(rule, "after"), [])

    def test_texts(self):
        rules = json.loads(run(BUILD / "bin/fastidious", "explain", "--format=json").stdout)
        for rule in rules:
            with self.subTest(rule["name"]):
                self.assertRegex(rule["name"], r"^fastidious-[a-z]+(-[a-z]+)*$")
                # A placeholder says nothing.
                self.assertGreater(len(rule["summary"].split()), 3, rule["summary"])
                self.assertGreater(len(rule["why"].split()), 15, rule["why"])
                for option in rule["options"]:
                    self.assertGreater(len(option["doc"].split()), 2, option)
                    self.assertTrue(re.match(r"[A-Z]", option["name"]), option)


if __name__ == "__main__":
    unittest.main()
