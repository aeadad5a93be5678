# RUN: %python %s %t
"""checks/new_check.py: what it writes builds, loads and passes its test.

The copy of the tree that is built stays between runs, and its files keep their
times where their content is the same: only what changed is built again."""
import os
import pathlib
import re
import shutil
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "support"))
from project import ROOT, TIDY, run

NEEDED = ("CMakeLists.txt", "CMakePresets.json", "cmake", "checks", "test/support")
KEPT = pathlib.Path(sys.argv.pop() if len(sys.argv) > 1 else tempfile.mkdtemp()).absolute()


def copy_tree(target):
    for name in NEEDED:
        source = ROOT / name
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target / name)


def mirror(source, target):
    """Makes target like source without touching files that are the same."""
    wanted = {p.relative_to(source) for p in source.rglob("*") if p.is_file()}
    for path in [p for p in target.rglob("*") if p.is_file()]:
        relative = path.relative_to(target)
        if relative.parts[0] != "build" and relative not in wanted:
            path.unlink()
    for relative in wanted:
        path = target / relative
        content = (source / relative).read_bytes()
        if not path.exists() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


class NewCheck(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.tree = pathlib.Path(folder.name)
        copy_tree(self.tree)

    def scaffold(self, *arguments):
        return run(sys.executable, self.tree / "checks/new_check.py", *arguments)

    def succeed(self, *command):
        done = run(*command)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def test_builds_and_passes_its_test(self):
        registry = self.tree / "checks/Registry.def"
        # One other check is enough, and is built sooner than all.
        other = re.search(r"^CHECK.*\n", registry.read_text(), re.M).group()
        registry.write_text(other)
        self.assertEqual(self.scaffold("loop", "replaced-call").returncode, 0)
        self.assertIn(other, registry.read_text())
        mirror(self.tree, KEPT)
        build = KEPT / "build/scaffold"
        self.succeed("cmake", "-S", KEPT, "-B", build, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Debug",
                     "-DCMAKE_CXX_FLAGS_DEBUG=-O0", "-DCMAKE_CXX_COMPILER=clang++-22",
                     "-DCMAKE_C_COMPILER=clang-22", "-DFASTIDIOUS_DRIVER=OFF",
                     "-DFASTIDIOUS_TESTS=OFF")
        self.succeed("cmake", "--build", build)
        plugin = build / "lib/FastidiousTidy.so"
        listed = self.succeed(TIDY, f"--load={plugin}", "--checks=-*,fastidious-*", "--list-checks")
        self.assertIn("    fastidious-replaced-call\n", listed)
        self.assertEqual(listed.count("    fastidious-"), 2)
        self.succeed(sys.executable, KEPT / "test/support/run_check.py", f"--tidy={TIDY}",
                     f"--plugin={plugin}", KEPT / "test/checks/loop/replaced-call.cpp")

    def test_registry_stays_sorted(self):
        for group, name in (("memory", "aa-first"), ("loop", "zz-last"), ("loop", "fastidious-aa")):
            self.assertEqual(self.scaffold(group, name).returncode, 0)
        lines = (self.tree / "checks/Registry.def").read_text().splitlines()
        entries = [line for line in lines if line.startswith("CHECK(")]
        self.assertEqual(entries, sorted(entries))
        self.assertIn("CHECK(loop, Aa)", entries)
        self.assertIn("CHECK(memory, AaFirst)", entries)

    def test_refuses(self):
        for arguments, why in ((("loop", "Not-Kebab"), "kebab case"), (("Loop", "a"), "no group"),
                               (("core", "a"), "holds no checks"),
                               (("loop", "unreserved-growth"), "exists"), (("loop",), "usage:")):
            done = self.scaffold(*arguments)
            self.assertNotEqual(done.returncode, 0, arguments)
            self.assertIn(why, done.stderr)
            self.assertNotIn("Traceback", done.stderr)


if __name__ == "__main__":
    os.environ.setdefault("CMAKE_BUILD_PARALLEL_LEVEL", "2")
    unittest.main()
