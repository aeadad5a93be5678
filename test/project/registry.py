# RUN: %python %s
"""Registry.def, the checks, and their tests belong together."""
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "support"))
from project import ROOT, check_source, kebab, registry

TESTS = ROOT / "test/checks"


class Registry(unittest.TestCase):
    def test_sorted(self):
        self.assertTrue(registry())
        self.assertEqual(registry(), sorted(set(registry())))

    def test_every_line_is_understood(self):
        lines = (ROOT / "checks/Registry.def").read_text().splitlines()
        entries = [line for line in lines if line.startswith("CHECK")]
        self.assertEqual(len(entries), len(registry()))

    def test_every_check_is_registered(self):
        groups = {group for group, _ in registry()}
        found = {(p.parent.name, p.stem) for g in groups for p in (ROOT / "checks" / g).glob("*.cpp")}
        self.assertEqual(found, set(registry()))

    def test_names_follow_from_the_file(self):
        for group, name in registry():
            self.assertIn(f'"fastidious-{kebab(name)}"', check_source(group, name).read_text())

    def test_every_check_has_a_test(self):
        for group, name in registry():
            self.assertTrue((TESTS / group / f"{kebab(name)}.cpp").exists(), f"{group}/{name}")

    def test_every_test_has_a_check(self):
        known = {(group, kebab(name)) for group, name in registry()}
        for path in TESTS.rglob("*.cpp"):
            if "Inputs" not in path.parts:
                self.assertIn((path.parent.name, path.name.split(".")[0]), known, path)

    def test_every_fixed_file_has_a_test(self):
        for path in TESTS.rglob("*.fixed.cpp"):
            self.assertTrue(path.with_name(path.name.replace(".fixed", "")).exists(), path)


if __name__ == "__main__":
    unittest.main()
