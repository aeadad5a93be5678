# RUN: %python %s
"""`cmake --install` gives a plugin and programs that work where they lie."""
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "support"))
from project import BUILD, TIDY, kebab, registry, run


class Install(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        cls.prefix = pathlib.Path(cls.folder.name)
        cls.plugin = cls.prefix / "lib/fastidious/llvm-22/FastidiousTidy.so"
        cls.done = run("cmake", "--install", BUILD, "--prefix", cls.prefix)

    def assertListsAll(self, done):
        self.assertEqual(done.returncode, 0, done.stderr)
        for _, name in registry():
            self.assertIn(f"    fastidious-{kebab(name)}\n", done.stdout)

    def test_succeeds(self):
        self.assertEqual(self.done.returncode, 0, self.done.stderr)

    def test_plugin(self):
        self.assertListsAll(
            run(TIDY, f"--load={self.plugin}", "--checks=-*,fastidious-*", "--list-checks"))

    def test_plugin_without_its_checks(self):
        lonely = self.prefix / "lonely.so"
        lonely.write_bytes(self.plugin.read_bytes())
        done = run(TIDY, f"--load={lonely}", "--checks=*", "--list-checks")
        self.assertEqual(done.returncode, 70)
        self.assertIn("keep FastidiousTidyChecks.so beside FastidiousTidy.so", done.stderr)

    def test_tidy(self):
        done = run(self.prefix / "bin/fastidious-tidy", "--checks=-*,fastidious-*,bugprone-*",
                   "--list-checks")
        self.assertListsAll(done)
        self.assertIn("    bugprone-use-after-move\n", done.stdout)

    def test_driver(self):
        done = run(self.prefix / "bin/fastidious", "explain", "unreserved-growth")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("unreserved-growth", done.stdout)


if __name__ == "__main__":
    unittest.main()
