"""precommit_session.py FASTIDIOUS HOOKS EXAMPLES: commits to a copy of examples/
through the real pre-commit, as someone who installed the hook does."""
import os
import pathlib
import resource
import shutil
import subprocess
import sys

program, hooks, examples = map(pathlib.Path, sys.argv[1:4])
here = pathlib.Path.cwd()
os.environ.update(
    PATH=f"{program.parent}:{os.environ['PATH']}", PRE_COMMIT_HOME=str(here / "home"),
    XDG_CACHE_HOME=str(here / "cache"), GIT_CONFIG_GLOBAL=str(here / "gitconfig"),
    GIT_CONFIG_NOSYSTEM="1", PRE_COMMIT_ALLOW_NO_CONFIG="0")  # fmt: skip
(here / "gitconfig").write_text("[user]\nname = A\nemail = a@example.org\n[init]\ndefaultBranch = main\n")


def run(*command, status=0):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert (done.returncode == 0) == (status == 0), (command, done.returncode, done.stdout)
    return done.stdout


def seconds():
    """CPU time of what was run so far: of a busy machine the clock says little."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def commit(status=0, limit=3):
    run("git", "add", "-A")
    begin = seconds()
    text = run("git", "commit", "-m", "Change", status=status)
    needed = seconds() - begin
    print(f"commit: {needed:.2f} s")
    assert needed < limit, needed
    return text


# What pre-commit fetches: a repository that holds the hooks.
(here / "hooks").mkdir()
os.chdir(here / "hooks")
shutil.copy(hooks, ".pre-commit-hooks.yaml")
run("git", "init", "-q")
run("git", "add", "-A")
run("git", "commit", "-qm", "Hooks")
run("git", "tag", "v1")

# A project with a history of anti-patterns that the hook must not bring up.
shutil.copytree(examples, here / "project")
os.chdir(here / "project")
run("cmake", "-S", ".", "-B", "build", "-G", "Ninja", "-DCMAKE_EXPORT_COMPILE_COMMANDS=ON")
pathlib.Path(".gitignore").write_text("build/\n")
pathlib.Path(".pre-commit-config.yaml").write_text(
    f"repos:\n- repo: {here / 'hooks'}\n  rev: v1\n  hooks:\n  - id: fastidious\n")
run("git", "init", "-q")
run("git", "add", "-A")
run("git", "commit", "-qm", "Begin")
run("pre-commit", "install")

# A clean change passes.
source = pathlib.Path("lib/csv.cpp")
clean = source.read_text()
source.write_text(clean + "\nint answer() { return 42; }\n")
assert "Passed" in commit(limit=10)  # pre-commit prepares itself

# An anti-pattern is stopped, with the finding alone.
source.write_text(source.read_text() + """
#include <vector>
std::vector<int> squares(int N) {
  std::vector<int> Result;
  for (int I = 0; I < N; ++I)
    Result.push_back(I * I);
  return Result;
}
""")
text = commit(status=1)
assert "Failed" in text and text.count("warning:") == 1, text
assert "[fastidious-unreserved-growth]" in text and "Result.push_back(I * I)" in text, text

# Mended, it passes; and a text is no C++.
source.write_text(source.read_text().replace("Result;\n  for", "Result;\n  Result.reserve(N);\n  for"))
assert "Passed" in commit()
pathlib.Path("notes.md").write_text("# Notes\n")
assert "Skipped" in commit()

# What is staged counts, not what else lies on the disk.
source.write_text(source.read_text().replace("  Result.reserve(N);\n", ""))
pathlib.Path("notes.md").write_text("# More notes\n")
run("git", "add", "notes.md")
run("git", "commit", "-qm", "Notes")
