# RUN: %python %s
# REQUIRES: both-builds
"""A plugin inside a clang-tidy of another version refuses, both ways."""
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "support"))
from project import BUILD, run

PLUGINS = {"22": "default", "19": "llvm19"}


class Versions(unittest.TestCase):
    def load(self, host, plugin):
        path = BUILD.parent / PLUGINS[plugin] / "lib/FastidiousTidy.so"
        with tempfile.NamedTemporaryFile("w", suffix=".cpp") as code:
            return run(f"clang-tidy-{host}", f"--load={path}", "--checks=-*,fastidious-*,bugprone-*",
                       code.name, "--", "-std=c++20")

    def test_same_version(self):
        for version in PLUGINS:
            done = self.load(version, version)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertNotIn("fastidious:", done.stderr)

    def test_other_version(self):
        for host, plugin in (("22", "19"), ("19", "22")):
            done = self.load(host, plugin)
            self.assertEqual(done.returncode, 70, done.stdout + done.stderr)
            self.assertRegex(done.stderr, rf"^fastidious: this plugin was built for LLVM {plugin}\."
                                          rf".* host program is '.*version {host}\..*': load the")
            self.assertEqual(len(done.stderr.splitlines()), 1)


if __name__ == "__main__":
    unittest.main()
