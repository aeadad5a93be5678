# RUN: %python %s
"""The form of the messages, read from the sources; run_check.py looks at each
message that a test of a check brings about."""
import pathlib
import re
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "support"))
from project import ROOT, check_source, registry
from run_check import bad_form

LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"')
CALL = re.compile(r"\b(?:diag|configurationDiag)\s*\(")


def arguments(text, start):
    """The text between the parentheses, of which the first is before start."""
    depth, at = 1, start
    while depth and at < len(text):
        literal = LITERAL.match(text, at)
        if literal:
            at = literal.end()
            continue
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        at += 1
    return text[start : at - 1]


def messages(text):
    """The literals of each call that reports, joined; alternatives apart."""
    for call in CALL.finditer(text):
        given = arguments(text, call.end())
        for part in re.split(r"[?,](?=\s*\")|:(?=\s*\")", given):
            joined = "".join(LITERAL.findall(part))
            if joined:
                yield joined


class Messages(unittest.TestCase):
    def test_diagnostics(self):
        paths = [check_source(*entry) for entry in registry()]
        for path in [*paths, *sorted((ROOT / "checks/core").glob("*.cpp"))]:
            for message in messages(path.read_text()):
                self.assertIsNone(bad_form(message), f"{path}: {message}")

    def test_summaries(self):
        for path in (check_source(*entry) for entry in registry()):
            rule = re.search(r"\.Summary\s*=\s*((?:\"(?:[^\"\\]|\\.)*\"\s*)+)", path.read_text())
            self.assertTrue(rule, f"{path}: has no summary")
            summary = "".join(LITERAL.findall(rule.group(1)))
            self.assertIsNone(bad_form(summary), f"{path}: {summary}")

    def test_the_test_itself(self):
        text = 'diag(L, "a (b" " c.") << X; diag(L, Y ? "Upper" : "lower", f(Z));'
        self.assertEqual(list(messages(text)), ["a (b c.", "Upper", "lower"])
        self.assertEqual([bool(bad_form(m)) for m in messages(text)], [True, True, False])
        self.assertTrue(bad_form("Consider this"))
        self.assertTrue(bad_form("so consider this"))


if __name__ == "__main__":
    unittest.main()
