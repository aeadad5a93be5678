# RUN: %python %s
"""The files for pre-commit and GitHub: their commands exist and do what they say."""
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import yaml

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "support"))
from project import BUILD, ROOT

WASTE = ("#include <vector>\nstd::vector<int> a(int N) {\n  std::vector<int> V;\n"
         "  for (int I = 0; I < N; ++I)\n    V.push_back(I);\n  return V;\n}\n")  # fmt: skip


def load(name):
    return yaml.safe_load((ROOT / name).read_text())


class CiFiles(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.here = pathlib.Path(folder.name)
        (self.here / "build").mkdir()
        (self.here / "build/compile_commands.json").write_text(
            f'[{{"directory": "{self.here}", "file": "a.cpp", "command": "c++ -c a.cpp"}}]')

    def act(self, source, path=f"{BUILD}/bin:{os.environ['PATH']}", **inputs):
        """(status, outputs) of the action's own step."""
        action = load(".ci/github/action.yml")
        given = {name: value["default"] for name, value in action["inputs"].items()} | inputs
        step = action["runs"]["steps"][0]
        env = {name: given[value.split("inputs.")[1].split(" ")[0]]
               for name, value in step["env"].items()}  # fmt: skip
        (self.here / "a.cpp").write_text(source)
        outputs = self.here / "outputs"
        outputs.write_text("")
        done = subprocess.run(["bash", "-e", "-c", step["run"]], cwd=self.here, text=True,
                              env={**os.environ, **env, "GITHUB_OUTPUT": str(outputs), "PATH": path},
                              capture_output=True)  # fmt: skip
        return done.returncode, outputs.read_text().strip(), done.stdout

    def test_action(self):
        self.assertEqual(self.act(WASTE)[:2], (0, "findings=true"))
        self.assertIn('"results"', (self.here / "fastidious.sarif").read_text())
        self.assertEqual(self.act(WASTE, fail="true")[:2], (1, "findings=true"))
        self.assertEqual(self.act("int a;\n", fail="true")[:2], (0, "findings=false"))
        self.assertEqual(self.act("int a = b;\n")[:2], (3, "findings=false"))
        self.assertEqual(
            self.act(WASTE, arguments="--checks=-fastidious-unreserved-growth --quiet")[:2],
            (0, "findings=false"))

    def test_action_without_the_program(self):
        status, _, said = self.act(WASTE, path="/usr/bin:/bin")
        self.assertEqual(status, 2)
        self.assertIn("::error::fastidious is not installed", said)

    def test_workflow_uses_the_action(self):
        steps = load(".ci/github/workflow.yml")["jobs"]["check"]["steps"]
        (used,) = [step for step in steps if "/.ci/github@" in step.get("uses", "")]
        self.assertLessEqual(set(used["with"]), set(load(".ci/github/action.yml")["inputs"]))

    def test_hooks(self):
        hooks = load(".pre-commit-hooks.yaml")
        self.assertEqual([hook["id"] for hook in hooks], ["fastidious", "fastidious-all"])
        for hook in hooks:
            words = hook["entry"].split() + ["--help"]
            self.assertEqual(words[0], "fastidious")
            done = subprocess.run([BUILD / "bin/fastidious", *words[1:]], stdout=subprocess.DEVNULL)
            self.assertEqual(done.returncode, 0)


if __name__ == "__main__":
    unittest.main()
