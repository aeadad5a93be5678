#!/usr/bin/env python3
"""Fuzzes what is parsed here: run.py [--build DIR] [--work DIR] [--seconds N] [FUZZER...].

DIR is a build with the target fuzzers. Begins with what the repository has of
each kind and with what earlier runs found interesting, which is kept in --work.
Exit status: 1 where one crashed; the input lies in --work, and
`DIR/bin/FUZZER INPUT` shows it again."""
import argparse
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).parents[2]
SOURCE = """#include <vector>
#include <memory>
int *Last;
struct Node { Node *Next; std::unique_ptr<int> Value; };
std::vector<int> grow(int N) {
  std::vector<int> V;
  for (int I = 0; I < N; ++I)
    V.push_back(I);
  Last = &V[0];
  auto Owned = std::make_unique<Node>();
  return V; // NOLINT(fastidious-padded-struct)
}
"""
FASTIDIOUS_YAML = """levels:
  fastidious-padded-struct: warning
skip:
  - third_party/
  - "*.pb.[ch]*"
fail-on: warning
baseline: .fastidious-baseline.json
"""
DATABASE = """[{"directory": "/tmp", "file": "a.cpp", "command": "c++ -std=c++20 -mtune=native -Winvalid-pch -c 'a.cpp' -o a.o"},
{"directory": "/tmp", "file": "b.cc", "arguments": ["g++", "-Xclang", "-include-pch", "-Xclang", "x.pch", "-fno-canonical-system-headers", "b.cc"]}]
"""


def seeds(folder, driver):
    """What this repository has of each kind; {fuzzer: [bytes]}."""
    source = folder / "seed.cpp"
    source.write_text(SOURCE)
    models = [path.read_bytes() for path in sorted((ROOT / "checks/model").glob("*.yaml"))]

    def made(*arguments):
        out = folder / "out"
        subprocess.run([driver, *arguments, source, "--", "-std=c++20"], cwd=folder,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        return out.read_bytes()

    made("check", f"--cache-dir={folder}/cache", "--format=json", "-o", "out")
    # Digest, key and size precede what is kept, compressed: see driver/Cache.cpp.
    entries = [subprocess.run(["zstd", "-dc"], input=path.read_bytes().split(b"\n", 1)[1][8:], check=True,
                              stdout=subprocess.PIPE).stdout for path in folder.glob("cache/*result-*")]
    extract = made("escape-report", "--extract", "-o", "out").split(b"\n", 1)[1]
    return {
        "ModelFuzzer": models + [b"\n".join(m.split(b"\n")[:40]) for m in models],
        "ProjectConfigFuzzer": [FASTIDIOUS_YAML.encode()],
        "BaselineFuzzer": [made("check", "--no-cache", "--write-baseline=out")],
        "UnitFuzzer": entries,
        "ExtractFuzzer": [extract],
        "ReportFuzzer": [made("check", "--no-cache", "--format=json", "-o", "out"),
                         made("escape-report", "--all", "--format=json", "-o", "out"), b"parse.*<=2,draw<=0"],
        "DatabaseFuzzer": [DATABASE.encode()],
    }  # fmt: skip


def run(program, inputs, options):
    corpus = options.work / program.name
    corpus.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(inputs):
        (corpus / f"seed-{number}").write_bytes(data)
    log = options.work / f"{program.name}.log"
    with open(log, "wb") as to:
        status = subprocess.run(
            [program, f"-max_total_time={options.seconds}", "-timeout=120", "-rss_limit_mb=4096", "-max_len=16384",
             "-print_final_stats=1", f"-artifact_prefix={options.work}/{program.name}-", corpus],
            env={"ASAN_OPTIONS": "detect_leaks=0:detect_container_overflow=0"}, stdout=to, stderr=to).returncode
    executed = [line.split()[-1] for line in log.read_text(errors="replace").splitlines()
                if line.startswith("stat::number_of_executed_units")]
    print(f"{program.name}: {executed[0] if executed else '?'} inputs, {len(list(corpus.iterdir()))} kept, "
          f"{'no failure' if status == 0 else f'FAILED: see {log}'}", flush=True)
    return status


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("fuzzers", nargs="*")
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build/default")
    parser.add_argument("--work", type=pathlib.Path, default=ROOT / "build/fuzz")
    parser.add_argument("--seconds", type=int, default=600, help="of each fuzzer")
    options = parser.parse_args()
    options.work = options.work.resolve()
    with tempfile.TemporaryDirectory() as folder:
        inputs = seeds(pathlib.Path(folder), (options.build / "bin/fastidious").resolve())
    unknown = set(options.fuzzers) - set(inputs)
    if unknown:
        sys.exit(f"no fuzzer is named {', '.join(sorted(unknown))}: there are {', '.join(inputs)}")
    failed = [run((options.build / "bin" / name).resolve(), inputs[name], options)
              for name in options.fuzzers or inputs]  # fmt: skip
    return int(any(failed))


if __name__ == "__main__":
    sys.exit(main())
