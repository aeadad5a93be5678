# RUN: %python %s
"""cmake/bazel in a workspace of Bazel's, as it is installed."""
import json
import pathlib
import shutil
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "support"))
from project import install, run, write_files

# In place of what Bazel would fetch, of which its own packages need these names only.
RULES_CC = """
cc_binary = native.cc_binary
cc_library = native.cc_library
cc_toolchain = native.cc_toolchain
cc_toolchain_suite = native.cc_toolchain_suite
"""
DEBIAN = pathlib.Path("/usr/share/bazel")
WORKSPACE = """
workspace(name = "user")
local_repository(name = "fastidious", path = "{installed}/share/fastidious/bazel")
"""
PACKAGE = """
load("@fastidious//:fastidious.bzl", "fastidious_report")
cc_library(name = "numbers", srcs = ["numbers.cc"], hdrs = ["include/numbers.h"], includes = ["include"],
           defines = ["FIRST=0"], copts = ["-std=c++20"])
cc_binary(name = "user", srcs = ["main.cc"], deps = [":numbers"])
fastidious_report(name = "findings", deps = [":user"], out = "findings.sarif")
fastidious_report(name = "gate", deps = [":user"], out = "gate.txt", format = "text", fail_on = "note")
filegroup(name = "config", srcs = [".clang-tidy"])
"""
NUMBERS = """#include "numbers.h"
std::vector<int> numbers(int N) {
  std::vector<int> V;
  for (int I = FIRST; I < N; ++I)
    V.push_back(I);
  return V;
}
"""


@unittest.skipUnless(shutil.which("bazel") and (DEBIAN / "rules/java").exists(), "no Bazel")
class Bazel(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.root = pathlib.Path(folder.name).resolve()
        install(cls.root / "installed")
        write_files(cls.root, {
                "rules_cc/WORKSPACE": 'workspace(name = "rules_cc")', "rules_cc/cc/BUILD": "",
                "rules_cc/cc/defs.bzl": RULES_CC,
                "user/WORKSPACE": WORKSPACE.format(installed=cls.root / "installed"),
                "user/BUILD": PACKAGE, "user/numbers.cc": NUMBERS, "user/.clang-tidy": "Checks: fastidious-*\n",
                "user/include/numbers.h": "#include <vector>\nstd::vector<int> numbers(int N);\n",
                "user/main.cc": '#include "numbers.h"\nint main() { return numbers(1)[0]; }\n'})  # fmt: skip
        cls.addClassCleanup(lambda: cls.bazel("shutdown"))

    @classmethod
    def bazel(cls, *arguments):
        return run("bazel", f"--output_user_root={cls.root}/out", *arguments, cwd=cls.root / "user")

    def build(self, target):
        return self.bazel(
            "build", f"--override_repository=rules_cc={self.root}/rules_cc",
            f"--override_repository=rules_java={DEBIAN}/rules/java",
            f"--override_repository=platforms={DEBIAN}/tools/platforms",
            "--@fastidious//:config=//:config", "--subcommands", target)  # fmt: skip

    def findings(self, expected):
        done = self.build("//:findings")
        self.assertEqual(done.returncode, 0, done.stderr)
        (one,) = json.loads((self.root / "user/bazel-bin/findings.sarif").read_text())["runs"]
        self.assertEqual([r["ruleId"] for r in one["results"]], expected)
        return done.stderr.count("check --no-cache")

    def test_session(self):
        """One after the other, as each starts from what the last has left."""
        self.assertEqual(self.findings(["fastidious-unreserved-growth"]), 2)
        self.assertEqual(self.findings(["fastidious-unreserved-growth"]), 0)
        source = self.root / "user/main.cc"
        source.write_text(source.read_text() + "// more\n")
        self.assertEqual(self.findings(["fastidious-unreserved-growth"]), 1)
        gate = self.build("//:gate")
        self.assertNotEqual(gate.returncode, 0)
        self.assertIn("1 finding", gate.stderr)
        (self.root / "user/.clang-tidy").write_text("Checks: -fastidious-unreserved-growth\n")
        self.assertEqual(self.findings([]), 2)


if __name__ == "__main__":
    unittest.main()
