# RUN: %python %s
"""quickstart on folders of a user: what it uses, says and returns."""
import json
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "support"))
from project import BUILD, ROOT, run

CMAKE = """cmake_minimum_required(VERSION 3.16)
project(sample CXX)
add_library(sample %s)
"""


@unittest.skipIf(BUILD != ROOT / "build/default", "quickstart builds the preset 'default'")
class Quickstart(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="a folder ")
        self.addCleanup(folder.cleanup)
        self.project = pathlib.Path(folder.name)

    def quickstart(self, *arguments):
        return run(ROOT / "quickstart", *arguments, cwd=self.project)

    def assertRefuses(self, why, *arguments):
        done = self.quickstart(*arguments)
        self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
        self.assertRegex(done.stderr, "(?m)^quickstart: error: .*" + why)

    def sarif(self, done):
        path = done.stdout.split("SARIF, for editors and code scanning: ")[1].splitlines()[0]
        return json.loads(pathlib.Path(path).read_text())

    def test_usage(self):
        self.assertEqual(self.quickstart("--help").returncode, 0)
        self.assertRefuses("unknown option '--what'", "--what")
        self.assertRefuses("one folder at a time", "a", "b")
        self.assertRefuses("is no folder", "nonexistent")

    def test_no_project(self):
        self.assertRefuses("has neither compile_commands.json nor CMakeLists.txt", ".")

    def test_cmake_project(self):
        (self.project / "CMakeLists.txt").write_text(CMAKE % "a.cpp")
        (self.project / "a.cpp").write_text("int A;\n")
        done = self.quickstart(".")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertEqual(self.sarif(done)["version"], "2.1.0")
        # The user's folder is left as it was.
        self.assertEqual({p.name for p in self.project.iterdir()}, {"CMakeLists.txt", "a.cpp"})

    def test_database_in_build(self):
        (self.project / "build").mkdir()
        (self.project / "a.cpp").write_text("int A = WANTED;\n")
        entry = {"directory": str(self.project), "file": "a.cpp", "command": "c++ -DWANTED=1 -c a.cpp"}
        (self.project / "build/compile_commands.json").write_text(json.dumps([entry]))
        done = self.quickstart(".")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("1 file analysed", done.stderr)

    def test_incomplete_analysis(self):
        (self.project / "CMakeLists.txt").write_text(CMAKE % "a.cpp b.cpp")
        (self.project / "a.cpp").write_text("int A;\n")
        (self.project / "b.cpp").write_text("int B = Unknown;\n")
        done = self.quickstart(".")
        self.assertEqual(done.returncode, 3, done.stdout + done.stderr)
        self.assertIn("1 file analysed, 1 failed", done.stderr)

    def test_malformed_cmake(self):
        (self.project / "CMakeLists.txt").write_text("nonsense(\n")
        self.assertRefuses("CMake could not configure", ".")


if __name__ == "__main__":
    unittest.main()
