# RUN: %python %s
"""What is generated from the rules is fresh and accepted by clang-tidy."""
import pathlib
import re
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "support"))
from project import BUILD, PLUGIN, ROOT, TIDY, kebab, registry, run

EXAMPLE = ROOT / ".clang-tidy.example"


class GeneratedDocs(unittest.TestCase):
    def tidy(self, *arguments):
        return run(TIDY, f"--load={PLUGIN}", f"--config-file={EXAMPLE}", *arguments)

    def test_fresh(self):
        done = run(sys.executable, ROOT / "docs/generate.py", "--check",
                   "--fastidious", BUILD / "bin/fastidious")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_a_page_for_each_check(self):
        pages = {p.stem for p in (ROOT / "docs/checks").glob("*.md")}
        self.assertEqual(pages, {f"fastidious-{kebab(name)}" for _, name in registry()})

    def test_example_is_accepted(self):
        done = self.tidy("--verify-config")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("No config errors detected", done.stdout)
        self.assertNotIn("warning", done.stdout + done.stderr)

    def test_example_enables_every_check(self):
        listed = set(re.findall(r"^\s+(fastidious-\S+)", self.tidy("--list-checks").stdout, re.M))
        self.assertEqual(listed, {f"fastidious-{kebab(name)}" for _, name in registry()})

    def test_example_gives_the_defaults(self):
        stock = run(TIDY, f"--load={PLUGIN}", "--checks=-*,fastidious-*", "--config={}",
                    "--dump-config").stdout
        options = re.compile(r"^\s+(fastidious-\S+): +(.*)$", re.M)
        self.assertTrue(options.findall(stock))
        self.assertEqual(options.findall(self.tidy("--dump-config").stdout),
                         options.findall(stock))


if __name__ == "__main__":
    unittest.main()
