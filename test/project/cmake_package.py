# RUN: %python %s
"""find_package(Fastidious) and fastidious_analyze: a project that uses what was installed."""
import json
import os
import pathlib
import shutil
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "support"))
from project import install, run, write_files

LISTS = """
cmake_minimum_required(VERSION 3.16)
project(User LANGUAGES C CXX)
find_package(Fastidious REQUIRED)
add_library(numbers STATIC "one file.cpp" two.cpp three.c numbers.h)
target_compile_features(numbers PUBLIC cxx_std_20)
target_include_directories(numbers PUBLIC include)
add_executable(user main.cpp)
target_link_libraries(user numbers)
fastidious_analyze(numbers user NAME findings)
fastidious_analyze(user NAME gate FORMAT text REPORT gate.txt FAIL_ON note ARGUMENTS --checks=-*,fastidious-unreserved-growth)
"""
GROWS = """#include "numbers.h"
std::vector<int> {name}(int N) {{
  std::vector<int> V;
  for (int I = 0; I < N; ++I)
    V.push_back(I);
  return V;
}}
"""
HEADER = """#pragma once
#include <vector>
inline std::vector<int> shared(int N) {
  std::vector<int> V;
  for (int I = 0; I < N; ++I)
    V.push_back(I);
  return V;
}
"""
MAIN = """#include "numbers.h"
int main() { return shared(1)[0]; }
"""


class Generator:
    """The tests of one build engine; `build` returns what it says."""

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        # As the compiler and the build engine name it.
        cls.root = pathlib.Path(folder.name).resolve()
        install(cls.root / "installed")
        cls.source = cls.root / "source"
        write_files(cls.source, {"CMakeLists.txt": LISTS, "one file.cpp": GROWS.format(name="one"),
                           "two.cpp": GROWS.format(name="two"), "three.c": "int three;\n",
                           "main.cpp": MAIN, "include/numbers.h": HEADER,
                           "numbers.h": '#include "include/numbers.h"\n'})  # fmt: skip
        cls.made = cls.root / "made"
        done = run("cmake", "-S", cls.source, "-B", cls.made, "-G", cls.generator,
                   f"-DCMAKE_PREFIX_PATH={cls.root}/installed")  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr

    def build(self, target="findings", expected=0):
        done = run("cmake", "--build", self.made, "--target", target,
                   env=os.environ | {"XDG_CACHE_HOME": str(self.root / "cache")})  # fmt: skip
        self.assertEqual(done.returncode, expected, done.stdout + done.stderr)
        return done.stdout

    def change(self, name, text=None):
        path = self.source / name
        path.write_text(text or path.read_text() + "// more\n")

    def found(self):
        (one,) = json.loads((self.made / "findings.sarif").read_text())["runs"]
        return sorted(r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].split("/")[-1]
                      for r in one["results"] if "unreserved-growth" in r["ruleId"])  # fmt: skip

    def test_session(self):
        """One after the other, as each starts from what the last has left."""
        self.build()
        self.assertEqual(self.found(), ["numbers.h", "one%20file.cpp", "two.cpp"])
        self.assertNotIn("Analysing", self.build())

        self.change("two.cpp")
        said = self.build()
        self.assertIn("Analysing two.cpp", said)
        self.assertEqual(said.count("Analysing"), 1, said)
        self.assertNotIn("Analysing", self.build())

        self.change("include/numbers.h", HEADER.replace("V;", "V; V.reserve(N);"))
        said = self.build()
        for name in "one file.cpp", "two.cpp", "main.cpp":
            self.assertIn(f"Analysing {name}", said)
        self.assertEqual(self.found(), ["one%20file.cpp", "two.cpp"])

        (self.source / ".clang-tidy").write_text("Checks: fastidious-unreserved-growth\n")
        self.change("two.cpp")
        self.build()
        self.change(".clang-tidy", "Checks: -fastidious-unreserved-growth\n")
        self.assertEqual(self.build().count("Analysing"), 1)  # only two.cpp has seen it
        self.assertEqual(self.found(), ["one%20file.cpp"])
        (self.source / ".clang-tidy").unlink()

    def test_gate(self):
        self.addCleanup(self.change, "main.cpp", MAIN)
        self.change("main.cpp", GROWS.format(name="grows") + MAIN)
        self.build("gate", expected=self.failure)
        self.assertIn("main.cpp:5", (self.made / "gate.txt").read_text())


@unittest.skipUnless(shutil.which("ninja"), "no Ninja")
class Ninja(Generator, unittest.TestCase):
    generator, failure = "Ninja", 1


@unittest.skipUnless(shutil.which("make"), "no make")
class Make(Generator, unittest.TestCase):
    generator, failure = "Unix Makefiles", 2


if __name__ == "__main__":
    unittest.main()
