# RUN: %python %s
"""What is missing is said at configure time, with the package to install."""
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "support"))
from project import ROOT, run


class ConfigureErrors(unittest.TestCase):
    def assertRefuses(self, why, *definitions):
        with tempfile.TemporaryDirectory() as folder:
            done = run("cmake", "-S", ROOT, "-B", folder, "-G", "Ninja",
                       "-DCMAKE_CXX_COMPILER=clang++-22", "-DCMAKE_C_COMPILER=clang-22",
                       *(f"-D{definition}" for definition in definitions))
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        # CMake breaks the lines of a message.
        self.assertIn(why, " ".join(done.stderr.split()))

    def test_no_llvm(self):
        self.assertRefuses("install the Debian packages llvm-22-dev libclang-22-dev clang-22",
                           "CMAKE_DISABLE_FIND_PACKAGE_LLVM=ON")

    # What is found in its place depends on the machine.
    def test_other_llvm(self):
        self.assertRefuses("llvm-99-dev", "FASTIDIOUS_LLVM=99")
        self.assertRefuses("found LLVM 22.", "FASTIDIOUS_LLVM=99",
                           "CMAKE_PREFIX_PATH=/usr/lib/llvm-22")

    # An empty entry in the cache stands for a search that found nothing.
    def test_no_clang_tidy_headers(self):
        self.assertRefuses("install the Debian package libclang-22-dev", "CLANG_TIDY_HEADER=")

    def test_no_yaml_cpp(self):
        self.assertRefuses("install the Debian package libyaml-cpp-dev", "YAML_CPP=")
        self.assertRefuses("install the Debian package libyaml-cpp-dev", "YAML_CPP_INCLUDE=")


if __name__ == "__main__":
    unittest.main()
