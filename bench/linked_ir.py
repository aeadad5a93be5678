"""The files of a compilation database as one module of LLVM IR of which the
compiler may infer all that it can, and as one escape report."""
import concurrent.futures
import pathlib
import re
import subprocess
import tempfile

import oracle_inputs
from oracle_inputs import flags_of, run

# Of what the linker may replace (inline functions, templates) nothing is inferred.
LINKAGE = re.compile(
    r"^define (?:linkonce_odr|weak_odr|linkonce|weak|internal|private"
    r"|available_externally) ",
    re.M,
)
# What is written to a global that nobody else sees is not written at all.
GLOBAL = re.compile(
    r"^(@\S+ = )(?:internal|private) "
    r"((?:unnamed_addr |local_unnamed_addr )*global )",
    re.M,
)
DROPPED = re.compile(r"-O.|-flto.*|-g.*|-W.*|-fsanitize.*|-fvisibility.*")
AS_WRITTEN = ["-O2", "-Xclang", "-disable-llvm-passes", "-g", "-w", "-emit-llvm"]
# Else what libstdc++ has compiled of strings and streams would have no body.
WITH_BODIES = """#include <bits/c++config.h>
#undef _GLIBCXX_EXTERN_TEMPLATE
#define _GLIBCXX_EXTERN_TEMPLATE 0
"""
ALIAS = re.compile(r"^(@\S+) = .*\balias .*, ptr (@\S+)$", re.M)
SYMBOL = re.compile(r"@[\w.$-]+")


def add_options(parser):
    parser.add_argument("database", type=pathlib.Path)
    oracle_inputs.add_options(parser)
    parser.add_argument("-j", "--jobs", type=int, default=2)


class Linked:
    """The files that the options name. What an earlier run has put into the
    folder is read again."""

    def __init__(self, options):
        self.options = options
        self.files = oracle_inputs.entries(
            options.database, options.match, options.without
        )
        self.folder = options.folder or pathlib.Path(tempfile.mkdtemp())
        self.folder.mkdir(parents=True, exist_ok=True)

    def facts(self):
        database = self.options.database
        return oracle_inputs.facts_of(self.options.driver, "-p", database, *self.files)

    def written(self):
        """The path of the module before any pass, all functions exact."""
        exact = self.folder / "exact.ll"
        if exact.exists():
            return exact
        (self.folder / "bodies.h").write_text(WITH_BODIES)
        with concurrent.futures.ThreadPoolExecutor(self.options.jobs) as pool:
            parts = list(pool.map(self._compile, self.files, range(len(self.files))))
        run("llvm-link-22", "-S", *parts, "-o", self.folder / "linked.ll")
        part = exact.with_suffix(".part")
        text = (self.folder / "linked.ll").read_text(errors="replace")
        # LLVM's Attributor crashes at calls of an alias.
        alias = dict(ALIAS.findall(text))

        def aliased(symbol):
            while symbol in alias:
                symbol = alias[symbol]
            return symbol

        text = SYMBOL.sub(lambda found: aliased(found[0]), ALIAS.sub("", text))
        part.write_text(GLOBAL.sub(r"\1\2", LINKAGE.sub("define ", text)))
        return part.replace(exact)

    def _compile(self, file, number):
        entry, to = self.files[file], self.folder / f"{number}.bc"
        flags = [flag for flag in flags_of(entry) if not DROPPED.fullmatch(flag)]
        flags += ["-include", self.folder.resolve() / "bodies.h", *AS_WRITTEN]
        command = ["clang++-22", *flags, "-c", file, "-o", to]
        run(*command, cwd=entry["directory"])
        return to

    def after(self, name, passes):
        """The path of the module after these passes."""
        to = self.folder / f"{name}.ll"
        if not to.exists():
            part = to.with_suffix(".part")
            run("opt-22", "-S", f"-passes={passes}", self.written(), "-o", part)
            part.replace(to)
        return to

    def parts(self, path, names, passes, *more):
        """The functions of a module after these passes, as paths of modules with
        some of them each; and the functions at which the passes crash. What
        passes have inferred of the functions is known to other parts as well."""
        made, crashed, work = [], [], [sorted(names)]
        while work and work[-1]:
            some = work.pop()
            part = self.folder / f"part{len(made)}.ll"
            if self._extract(path, some, part, passes, *more):
                made.append(part)
            elif len(some) == 1:
                crashed += some
            else:
                work += [some[: len(some) // 2], some[len(some) // 2 :]]
        return made, crashed

    def _extract(self, path, names, to, passes, *more):
        """False where the passes crash."""
        words, source = self.folder / "names", to.with_suffix(".bc")
        words.write_text("\n".join(f"--func={name[1:]}" for name in names))
        run("llvm-extract-22", f"@{words}", path, "-o", source)
        command = ["opt-22", "-S", f"-passes={passes}", *more, source, "-o", to]
        return not subprocess.run(command, stderr=subprocess.DEVNULL).returncode
