"""Where the functions of a module allocate: the lines at which a call, itself or
through functions of libraries, gets to an allocator."""
import collections
import os
import re

from ir import CALL

ALLOCATOR = re.compile(
    r"@(_Zn[wa][mj]\w*|malloc|calloc|realloc|aligned_alloc|strdup|strndup"
    r"|__cxa_allocate_exception)$"
)
LOCATION = re.compile(r"!dbg !(\d+)")
LIBRARY = re.compile(r"/usr/|[^/]")


class Sites:
    """`lines`: {(file, line): functions of the project whose own code is there}.
    `blurred`: functions with allocations of which the compiler has lost the line.
    `allocating`: the functions of libraries and allocators that are called there;
    of a module in which these have no bodies they have to be given."""

    def __init__(self, module, allocating=()):
        self.module = module
        self.own = {
            name: function
            for name, function in module.functions.items()
            if function.defined and self._is_own(function.subprogram)
        }
        self.lines, self.blurred = collections.defaultdict(set), set()
        self.allocating = allocating or self._allocating()
        for function in self.own.values():
            for line in function.body:
                call = CALL.search(line)
                if call and call[1] in self.allocating:
                    self._add(function, LOCATION.search(line))

    def _add(self, function, location):
        place = self._place(location and location[1], function)
        if place and place[1]:
            self.lines[place].add(function.name)
        elif place:
            self.blurred.add(function.name)

    def _allocating(self):
        """Allocators, and the functions of libraries that call one of these."""
        callers, found = collections.defaultdict(set), set()
        for name, function in self.module.functions.items():
            for line in function.body if name not in self.own else ():
                if call := CALL.search(line):
                    callers[call[1]].add(name)
        work = [name for name in self.module.functions if ALLOCATOR.match(name)]
        while work:
            name = work.pop()
            if name not in found:
                found.add(name)
                work += callers[name]
        return found

    def _place(self, location, function):
        """(file, line) in the function itself, line 0 where that is lost; None in
        what has been inlined there from another function of the project."""
        while location:
            at = self.module.fields(location)
            subprogram = self._subprogram(at["scope"])
            if self._is_own(subprogram):
                inside = subprogram == function.subprogram
                return (self._file(at["scope"]), int(at["line"])) if inside else None
            location = at.get("inlinedAt")
        return "", 0

    def _subprogram(self, scope):
        while "DISubprogram" not in self.module.metadata[scope]:
            scope = self.module.fields(scope)["scope"]
        return scope

    def _file(self, scope):
        return os.path.normpath(self.module.file(self.module.fields(scope)["file"]))

    def _is_own(self, subprogram):
        """Not of a library, nor one that the compiler wrote."""
        if not subprogram or "DIFlagArtificial" in self.module.metadata[subprogram]:
            return False
        return not LIBRARY.match(self._file(subprogram))
