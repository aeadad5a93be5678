# RUN: %python %s
"""The runner of check tests fails where it must: shown with a stock check."""
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "support"))
from project import ROOT, TIDY, run

CODE = r"""#include <iostream>
void f(int N) {
  std::cout << N << std::endl; LABEL
  std::cout << N << '\n'; // ok: does not flush
}
"""
ANNOUNCED = CODE.replace("LABEL", "// warn: do not use")
TRIVIAL = """#include <utility>
int f(int N) { return std::move(N); } LABEL
"""
COPY = """#include <string>
#include <vector>
std::size_t f(const std::vector<std::string> &Lines) {
  std::size_t N = 0;
  for (const auto L : Lines) // warn: each iteration
    N += L.size();
  return N;
}
"""


class Runner(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.fixed = self.folder / "avoid-endl.fixed.cpp"

    def check(self, text, *more, name="avoid-endl"):
        self.path = self.folder / f"{name}.cpp"
        self.path.write_text(text)
        return run(sys.executable, ROOT / "test/support/run_check.py", f"--tidy={TIDY}",
                   "--plugin=", "--prefix=performance-", *more, self.path)

    def assertFails(self, done, why):
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertIn(why, done.stdout)

    def assertPasses(self, done):
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_announced(self):
        self.assertPasses(self.check(ANNOUNCED))

    def test_not_announced(self):
        self.assertFails(self.check(CODE.replace("LABEL", "// ok: fine")),
                         ":3: found, but not announced: warning: do not use")

    def test_not_found(self):
        self.assertFails(self.check(ANNOUNCED + "int X; // warn: X is odd\n"),
                         ":6: announced, but not found: warn: X is odd")

    def test_two_announced_one_found(self):
        self.assertFails(self.check(ANNOUNCED.replace("// warn", "// warn: std::endl // warn")),
                         ":3: announced, but not found: warn: std::endl")

    def test_other_text(self):
        self.assertFails(self.check(CODE.replace("LABEL", "// warn: something else")),
                         "announced, but not found: warn: something else")

    def test_note_not_found(self):
        self.assertFails(self.check(ANNOUNCED + "int X; // note: here\n"),
                         ":6: announced, but not found: note: here")

    def test_nothing_announced(self):
        self.assertFails(self.check("int X;\n"), "announces nothing")

    def test_does_not_compile(self):
        self.assertFails(self.check(ANNOUNCED + "int X = Unknown;\n"), ":6: does not compile")

    def test_flags(self):
        text = "#if __cplusplus != 201703L\n#error\n#endif\n" + ANNOUNCED
        self.assertFails(self.check(text), "does not compile")
        self.assertPasses(self.check("// flags: -std=c++17\n" + text))

    def test_options(self):
        warned = TRIVIAL.replace("LABEL", "// warn: has no effect")
        self.assertPasses(self.check(warned, name="move-const-arg"))
        silent = TRIVIAL.replace("LABEL", "// ok: not asked for")
        self.assertPasses(self.check("// options: CheckTriviallyCopyableMove=false\n" + silent,
                                     name="move-const-arg.option"))

    def test_wording(self):
        self.assertFails(self.check(COPY, name="for-range-copy"), "the message says 'consider'")

    def test_malformed_options(self):
        self.assertFails(self.check("// options: Nonsense\n" + ANNOUNCED), "is not Key=Value")

    def test_bless_then_compare(self):
        self.assertPasses(self.check(ANNOUNCED, "--bless"))
        fixed = self.fixed.read_text()
        self.assertNotIn("endl", fixed)
        self.assertNotIn("warn:", fixed)
        self.assertPasses(self.check(ANNOUNCED))
        self.fixed.write_text(fixed.replace("int N", "int M"))
        self.assertFails(self.check(ANNOUNCED), "differs from the fixed code")

    def test_lost_fix(self):
        self.fixed.write_text("int X;\n")
        self.assertFails(self.check("int X = 1; // ok: no loop\n"), "differs from the fixed code")

    def test_missing_plugin(self):
        self.assertFails(self.check(ANNOUNCED, "--plugin=/nonexistent.so", "--prefix=fastidious-"),
                         "clang-tidy failed")


if __name__ == "__main__":
    unittest.main()
