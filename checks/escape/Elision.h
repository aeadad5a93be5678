/// Whether an optimising compiler removes an allocation by itself.
#pragma once

#include "escape/Program.h"
#include "escape/Solution.h"

namespace fastidious::escape {

/// \returns what keeps a compiler from removing the allocation of a site, such
/// as "'use' sees it"; empty when it probably does remove it. A guess from what
/// compilers are known to do: they remove what no call but inlined ones sees.
std::string whatKeeps(const Solution &In, const Fact &F);

/// Its calls are replaced by what it does, and so hide nothing.
bool isInlined(const Graph &G);

} // namespace fastidious::escape
