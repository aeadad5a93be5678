# The suites: checks (labels on the line), analysis (unit tests), driver
# (FileCheck), project (tests of the project itself). Run them with
# `cmake --build --preset default --target check` or ./run-tests.
import os
import pathlib
import shutil
import sys

import lit.formats

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "support"))

config.name = "Fastidious"
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".test", ".cpp", ".py"]
config.excludes = ["Inputs", "support", "fuzz", "lit.cfg.py", "CMakeLists.txt"]
config.test_source_root = os.path.dirname(__file__)
config.test_exec_root = os.path.join(config.fastidious_build, "test")

config.available_features.add(f"llvm{config.llvm_major}")
if config.has_driver:
    config.available_features.add("driver")
if all(
    (pathlib.Path(config.fastidious_build).parent / preset / "lib/FastidiousTidy.so").exists()
    for preset in ("default", "llvm19")
):
    config.available_features.add("both-builds")

if any(pathlib.Path(config.llvm_root).glob("lib/clang/*/lib/*/libclang_rt.asan*")):
    config.available_features.add("asan")

# FileCheck, not, count, split-file. Last, as that folder has compilers too: found
# there, they would look like others to CMake, which then configures anew.
config.environment["PATH"] = os.pathsep.join(
    [os.environ["PATH"], os.path.join(config.llvm_root, "bin")])
# A cache of our own, empty at first.
cache = pathlib.Path(config.test_exec_root) / "cache"
shutil.rmtree(cache, ignore_errors=True)
config.environment["XDG_CACHE_HOME"] = str(cache)
config.environment["FASTIDIOUS_SOURCE"] = config.fastidious_source
config.environment["FASTIDIOUS_BUILD"] = config.fastidious_build
for name in ("CCACHE_DIR", "HOME"):
    if name in os.environ:
        config.environment[name] = os.environ[name]

config.substitutions += [
    ("%fastidious-tidy", f"{config.fastidious_build}/bin/fastidious-tidy"),
    ("%fastidious", f"{config.fastidious_build}/bin/fastidious"),
    ("%FileCheck", f"{config.llvm_root}/bin/FileCheck"),
    ("%not", f"{config.llvm_root}/bin/not"),
    ("%tidy", config.tidy),
    ("%plugin", config.plugin),
    ("%python", sys.executable),
    ("%clang", f"{config.llvm_root}/bin/clang++"),
    ("%unit_tests", f"{config.fastidious_build}/bin/AnalysisTests"),
    ("%escape_tests", f"{config.fastidious_build}/bin/EscapeTests"),
    ("%source", config.fastidious_source),
    ("%build", config.fastidious_build),
]
