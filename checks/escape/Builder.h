/// From the AST of a translation unit to the graphs of its functions.
#pragma once

#include "analysis/Function.h"
#include "escape/Program.h"

namespace fastidious::escape {

/// The user's functions (not those of system headers) with the instances of
/// templates and the closures, and the classes with virtual functions.
Unit buildUnit(fastidious::Unit &Code);

/// The translation unit by itself, built and solved once, shared by the
/// checks; dropped with Code.
const Program &programOf(fastidious::Unit &Code);
/// Makes programOf() return Own, which buildUnit made of Code, with what
/// functions of other translation units do.
void attach(fastidious::Unit &Code, Unit Own, const std::vector<Import> &With);

} // namespace fastidious::escape
