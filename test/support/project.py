"""What the tests of the project share."""
import os
import pathlib
import re
import subprocess

ROOT = pathlib.Path(os.environ.get("FASTIDIOUS_SOURCE", pathlib.Path(__file__).parents[2]))
BUILD = pathlib.Path(os.environ.get("FASTIDIOUS_BUILD", ROOT / "build/default"))
PLUGIN = BUILD / "lib/FastidiousTidy.so"
TIDY = "clang-tidy-22"


def run(*command, **more):
    """The finished process with its output as text; failure is no exception."""
    return subprocess.run([str(c) for c in command], capture_output=True, text=True,
                          errors="replace", timeout=600, **more)  # fmt: skip


def install(prefix):
    """Installs what was built."""
    done = run("cmake", "--install", BUILD, "--prefix", prefix)
    assert done.returncode == 0, done.stderr


def write_files(folder, texts):
    """Writes each text to its path below the folder."""
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def registry():
    """[(group, class)] in the order of Registry.def."""
    text = (ROOT / "checks/Registry.def").read_text()
    return re.findall(r"^CHECK\((\w+), *(\w+)\)", text, re.M)


def kebab(name):
    """UnreservedGrowth -> unreserved-growth."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower()


def check_source(group, name):
    return ROOT / "checks" / group / f"{name}.cpp"
