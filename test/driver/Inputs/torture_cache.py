"""torture_cache.py FASTIDIOUS COUNT [SEED]: damages the cache in the current
folder COUNT times, and fails when a run says anything else than one without a
cache. Before each run a source may change, and some of these happen:

    kill      a run dies by SIGKILL at a random moment
    flip      one bit of an entry changes
    cut       an entry is cut short
    swap      an entry gets the content of another
    remove    an entry vanishes
    race      two runs at once
    full      a run whose disk is full (where the system allows to mount one)
"""
import collections
import contextlib
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import time

FASTIDIOUS, COUNT = sys.argv[1], int(sys.argv[2])
RANDOM = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 0)
CACHE = pathlib.Path("cache")
FULL = pathlib.Path("full")
UNITS = ["one.cpp", "two.cpp", "three.cpp"]
FILES = ["shared.h", *UNITS]
VERSIONS = 3
shortest = 60.0  # seconds of a run so far
# Little to parse: rounds are many.
VECTOR = """namespace std {
template <class T> struct allocator {};
template <class T, class A = allocator<T>> struct vector {
  vector();
  ~vector();
  void push_back(const T &);
  void reserve(unsigned long);
};
}
"""


def write(file, version):
    """Each version of a file has other findings."""
    name = file.replace(".", "_")
    text = "#pragma once\n" if file == "shared.h" else '#include "shared.h"\n'
    text += "#include <vector>\n" + "\n" * version
    text += (f"inline void {name}{version}(int N) {{\n  std::vector<int> V;\n"
             "  for (int I = 0; I < N; ++I)\n    V.push_back(I);\n}\n")
    pathlib.Path(file).write_text(text)


def command(cache):
    where = f"--cache-dir={cache}" if cache else "--no-cache"
    return [FASTIDIOUS, "check", "-j2", "--verbose", where, *UNITS, "--",
            "-isystem", "system"]


def run(cache):
    """What a run says, and how many results it found."""
    global shortest
    begin = time.monotonic()
    done = subprocess.run(command(cache), capture_output=True, text=True)
    shortest = min(shortest, time.monotonic() - begin)
    found = 0
    for line in done.stderr.splitlines():
        if "results were in the cache" in line:
            found = int(line.split()[1])
    return (done.returncode, done.stdout), found


def entries():
    return sorted(p for p in CACHE.iterdir() if p.is_file())


def kill():
    with subprocess.Popen(command(CACHE), stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL) as process:
        time.sleep(RANDOM.uniform(0, 2 * shortest))
        process.send_signal(signal.SIGKILL)


def flip():
    entry = RANDOM.choice(entries())
    data = bytearray(entry.read_bytes())
    if data:
        data[RANDOM.randrange(len(data))] ^= 1 << RANDOM.randrange(8)
    entry.write_bytes(data)


def cut():
    entry = RANDOM.choice(entries())
    os.truncate(entry, RANDOM.randrange(entry.stat().st_size + 1))


def swap():
    source, target = RANDOM.choices(entries(), k=2)
    shutil.copyfile(source, "other")
    os.replace("other", target)


def remove():
    RANDOM.choice(entries()).unlink()


def race():
    with subprocess.Popen(command(CACHE), stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL):
        run(CACHE)


def full():
    size = RANDOM.randrange(4, 40) * 1024
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "none",
                    FULL], check=True)
    try:
        check("full", FULL)
        check("full, again", FULL)
    finally:
        subprocess.run(["umount", FULL], check=True)


def can_mount():
    FULL.mkdir()
    with contextlib.suppress(OSError):
        if not subprocess.run(["mount", "-t", "tmpfs", "none", FULL],
                              capture_output=True).returncode:
            return not subprocess.run(["umount", FULL]).returncode
    return False


def check(what, cache):
    said, found = run(cache)
    if said != expected[tuple(state[f] for f in FILES)]:
        sys.exit(f"after '{what}' with {state}: wrong result:\n{said[1]}")
    return found


def expectation(key):
    """Without a cache, once for each state of the sources."""
    return run(None)[0]


class Expected(dict):
    def __missing__(self, key):
        self[key] = expectation(key)
        return self[key]


expected = Expected()
state = {file: 0 for file in FILES}
pathlib.Path("system").mkdir()
pathlib.Path("system/vector").write_text(VECTOR)
for file in FILES:
    write(file, 0)
check("nothing", CACHE)
happenings = [kill, kill, kill, flip, flip, flip, cut, swap, remove, race]
if can_mount():
    happenings.append(full)
counts = collections.Counter()
runs = found = 0
while counts.total() < COUNT:
    if RANDOM.random() < 0.5:
        file = RANDOM.choice(FILES)
        state[file] = RANDOM.randrange(VERSIONS)
        write(file, state[file])
    burst = RANDOM.choices(happenings, k=RANDOM.randint(1, 8))
    for happening in burst[:COUNT - counts.total()]:
        if entries():
            counts[happening.__name__] += 1
            happening()
    runs += 1
    found += check(", ".join(h.__name__ for h in burst), CACHE)
    if len(entries()) < 3:
        sys.exit("nothing was kept")
print(f"{COUNT} damages in {runs} runs, never a wrong result;",
      ", ".join(f"{n} {what}" for what, n in counts.items()) +
      f"; {found} of {runs * len(UNITS)} results were found")
if not found:
    sys.exit("the cache was of no use")
