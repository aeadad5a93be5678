# RUN: %python %s
"""The Debian package: what is in it, what it needs, and that it works where it is unpacked."""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "support"))
from project import BUILD, ROOT, TIDY, kebab, registry, run


@unittest.skipUnless(shutil.which("dpkg-deb") and shutil.which("cpack"), "no Debian")
class Package(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.root = pathlib.Path(folder.name)
        cls.done = run("cpack", "--config", BUILD / "CPackConfig.cmake", "-B", cls.root / "made")
        cls.packages = list((cls.root / "made").glob("*.deb"))
        if cls.packages:
            run("dpkg-deb", "-x", cls.packages[0], cls.root / "x")

    def field(self, name):
        return run("dpkg-deb", "-f", self.packages[0], name).stdout

    def test_made(self):
        self.assertEqual(self.done.returncode, 0, self.done.stdout + self.done.stderr)
        (package,) = self.packages
        self.assertRegex(package.name, r"^fastidious_[0-9.]+_\w+\.deb$")

    def test_contents(self):
        for name in ("bin/fastidious", "bin/fastidious-tidy",
                     "lib/fastidious/llvm-22/FastidiousTidy.so",
                     "lib/fastidious/llvm-22/FastidiousTidyChecks.so",
                     "share/man/man1/fastidious.1", "share/doc/fastidious/copyright",
                     "lib/cmake/Fastidious/FastidiousConfig.cmake",
                     "lib/cmake/Fastidious/FastidiousConfigVersion.cmake",
                     "share/fastidious/bazel/fastidious.bzl", "share/fastidious/bazel/fastidious",
                     "share/doc/fastidious/ci.md", "share/bash-completion/completions/fastidious",
                     *(f"share/doc/fastidious/checks/fastidious-{kebab(n)}.md"
                       for _, n in registry())):  # fmt: skip
            self.assertTrue((self.root / "x/usr" / name).is_file(), name)
        listed = run("dpkg-deb", "-c", self.packages[0]).stdout
        self.assertNotRegex(listed, r"\.(?:py|cpp|h)\n")
        self.assertTrue(all(" root/root " in line for line in listed.splitlines()), listed)

    def test_needs(self):
        needs = self.field("Depends")
        for name in ("libclang-cpp22", "libllvm22", "libyaml-cpp", "libclang-common-22-dev"):
            self.assertIn(name, needs)
        # Symbols are of one minor version.
        self.assertRegex(needs, r"libclang-common-22-dev \(>= 1:22\.\d+~\).*\(<< 1:22\.\d+~\)")

    def test_contact(self):
        cache = (BUILD / "CMakeCache.txt").read_text()
        (contact,) = re.findall(r"^FASTIDIOUS_CONTACT:STRING=(.+ <\S+@\S+>)$", cache, re.M)
        self.assertEqual(self.field("Maintainer").strip(), contact)

    def test_works(self):
        usr = self.root / "x/usr"
        done = run(usr / "bin/fastidious", "doctor", cwd=self.root)
        self.assertIn(f"plugin: {usr}/lib/fastidious/llvm-22/FastidiousTidy.so", done.stdout)
        self.assertIn("checks with the plugin", done.stdout)
        source = self.root / "a.cpp"
        source.write_text("#include <vector>\nstd::vector<int> a(int N) {\n  std::vector<int> V;\n"
                          "  for (int I = 0; I < N; ++I)\n    V.push_back(I);\n  return V;\n}\n")
        for command in ((usr / "bin/fastidious", "check", source, "--"),
                        (usr / "bin/fastidious-tidy", "--checks=-*,fastidious-*", source, "--"),
                        (TIDY, f"--load={usr}/lib/fastidious/llvm-22/FastidiousTidy.so",
                         "--checks=-*,fastidious-*", source, "--")):  # fmt: skip
            self.assertIn("[fastidious-unreserved-growth]", run(*command).stdout, command)

    def test_installs_and_removes(self):
        """Into a root of its own, so that the system stays as it is."""
        root = self.root / "system"
        for folder in "var/lib/dpkg/updates", "var/lib/dpkg/info", "var/log":
            (root / folder).mkdir(parents=True)
        for file in "status", "available":
            (root / "var/lib/dpkg" / file).touch()

        def dpkg(*arguments):
            done = run("dpkg", f"--root={root}", "--force-depends", "--force-not-root", *arguments)
            self.assertEqual(done.returncode, 0, done.stderr)
            return {p for p in root.rglob("*") if not p.is_relative_to(root / "var")}

        self.assertEqual(dpkg("--configure", "-a"), set())
        self.assertIn(root / "usr/bin/fastidious", dpkg("-i", self.packages[0]))
        done = run(root / "usr/share/fastidious/bazel/fastidious", "--version")
        self.assertIn("fastidious", done.stdout)
        self.assertEqual(dpkg("-r", "fastidious"), set())

    def test_manual(self):
        page = self.root / "x/usr/share/man/man1/fastidious.1"
        done = run("man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", page)
        self.assertEqual(done.stderr, "")
        shown = re.sub(r".\x08", "", done.stdout)
        for text in ("fastidious check [OPTIONS] [FILE...]", "--write-baseline=FILE", "lsp"):
            self.assertIn(text, shown)

    def complete(self, *words):
        """What bash offers for the last word."""
        script = ('source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _fastidious; '
                  'printf "%s\\n" "${COMPREPLY[@]}"')  # fmt: skip
        done = subprocess.run(
            ["bash", "-c", script, "bash", ROOT / "cmake/completion.bash", *words],
            env={"PATH": f"{BUILD}/bin:/usr/bin:/bin"}, capture_output=True, text=True)  # fmt: skip
        return done.stdout.split()

    def test_completion(self):
        self.assertEqual(self.complete("fastidious", "do"), ["doctor"])
        self.assertEqual(self.complete("fastidious", "check", "--write"), ["--write-baseline="])
        self.assertEqual(self.complete("fastidious", "check", "--format", "=", "sa"), ["sarif"])
        self.assertEqual(self.complete("fastidious", "explain", "fastidious-reserve"),
                         ["fastidious-reserve-in-loop"])


if __name__ == "__main__":
    unittest.main()
