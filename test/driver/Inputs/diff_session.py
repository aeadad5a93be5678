"""diff_session.py FASTIDIOUS: changes a project and looks at what --diff says.

Each step stands for what someone does before or after a commit."""
import json
import pathlib
import subprocess
import sys

FASTIDIOUS = sys.argv[1]
HERE = pathlib.Path.cwd()
WASTE = "std::vector<int> {0}(int N) {{\n  std::vector<int> V;\n  for (int I = 0; I < N; ++I)\n    V.push_back(I);\n  return V;\n}}\n"


def git(*arguments):
    subprocess.run(["git", *arguments], check=True, stdout=subprocess.DEVNULL)


def database(*names):
    entries = [{"directory": str(HERE), "file": name, "arguments": ["c++", "-std=c++17", "-c", name]}
               for name in names]  # fmt: skip
    pathlib.Path("compile_commands.json").write_text(json.dumps(entries))


def check(*arguments, status=None, cwd=None):
    """The places of the findings, and what is said on stderr."""
    done = subprocess.run([FASTIDIOUS, "check", "--format=json", *arguments],
                          capture_output=True, text=True, cwd=cwd)  # fmt: skip
    if done.returncode == 2:
        assert status == 2, done.stderr
        return [], done.stderr
    findings = json.loads(done.stdout)["findings"]
    assert done.returncode == (1 if findings else 0), (done.returncode, done.stderr)
    return [f"{pathlib.Path(f['file']).name}:{f['line']}" for f in findings], done.stderr


def expect(places, *arguments, said="", **more):
    found, text = check(*arguments, **more)
    assert found == places, (arguments, found, text)
    assert said in text, (said, text)


def edit(name, old, new):
    path = pathlib.Path(name)
    text = path.read_text()
    assert old in text, (name, old)
    path.write_text(text.replace(old, new, 1))


database("a.cpp", "b.cpp", "c.cpp")
pathlib.Path(".gitignore").write_text("compile_commands.json\n")

# Outside of a repository.
expect([], "--diff", status=2, said="error: --diff: here is no git repository: run it inside")

# Before the first commit everything is new.
git("init", "-q")
expect(["a.cpp:12", "shared.h:6"], "--diff")
expect([], "--diff=staged", said="0 findings in 0 files; 0 files analysed")
git("add", "-A")
expect(["a.cpp:12", "shared.h:6"], "--diff=staged")
git("commit", "-qm", "Begin")
expect([], "--diff", said="0 files analysed")

# A line added; what is elsewhere stays hidden, and it is counted.
edit("b.cpp", "int b() { return 1; }\n", WASTE.format("fresh"))
expect(["b.cpp:5"], "--diff", said="1 about unchanged lines hidden")
expect([], "--diff=staged")
expect(["b.cpp:5"], "--diff", "b.cpp")
expect([], "--diff", "a.cpp")

# Staged, and then mended on the disk only: what would be committed counts.
git("add", "b.cpp")
edit("b.cpp", "std::vector<int> V;\n", "std::vector<int> V; // one\n  V.reserve(N);\n")
expect([], "--diff")
expect(["b.cpp:5"], "--diff=staged")
expect([], "--diff=staged", "--fix", status=2, said="--fix works on what lies on the disk")
git("commit", "-qam", "Mend")

# A deleted line: what is beside it has changed.
edit("a.cpp", "  V.reserve(N);\n", "")
expect(["a.cpp:5"], "--diff", said="2 about unchanged lines hidden")
git("checkout", "-q", "a.cpp")

# A header: all units that read it, and no other.
edit("shared.h", "V.push_back(I);", "V.push_back(I + 1);")
expect(["shared.h:6"], "--diff", said="2 files analysed, 0 failed, 0 skipped")
git("checkout", "-q", "shared.h")

# Renamed, also to a name that git would quote: only the changed lines.
git("mv", "a.cpp", "ä \"b\".cpp")
database("ä \"b\".cpp", "b.cpp", "c.cpp")
expect([], "--diff")
edit("ä \"b\".cpp", "  V.reserve(N);\n", "")
expect(["ä \"b\".cpp:5"], "--diff")
git("commit", "-qam", "Rename")

# Not known to git; known to no command.
pathlib.Path("d.cpp").write_text("#include <vector>\n" + WASTE.format("d"))
expect([], "--diff", said="warning: changed, but not analysed, as no command of the compilation database reads it: d.cpp")
database("d.cpp")
expect(["d.cpp:5"], "--diff")
expect([], "--diff=staged")
pathlib.Path("notes.md").write_text("# Notes\n")
_, text = check("--diff")
assert "notes.md" not in text, text

# A branch: its own changes, not those that its fork knows nothing of.
git("checkout", "-qb", "topic")
git("add", "-A")
git("commit", "-qm", "Topic")
git("checkout", "-q", "main")
pathlib.Path("e.cpp").write_text("int e() { return 1; }\n")
git("add", "-A")
git("commit", "-qm", "Main")
git("checkout", "-q", "topic")
expect(["d.cpp:5"], "--diff=main")
expect([], "--diff=HEAD")
expect([], "--diff=nowhere", status=2, said="error: --diff: git knows no revision 'nowhere': name a branch")

# From a folder below, with the database named.
sub = HERE / "sub"
sub.mkdir()
expect(["d.cpp:5"], "--diff=main", "-p", "..", cwd=sub)
