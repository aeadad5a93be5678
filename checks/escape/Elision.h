/// Whether an optimising compiler removes an allocation by itself.
#pragma once

#include "escape/Program.h"

namespace fastidious::escape {

/// \returns what keeps a compiler from removing the allocation of a site, such
/// as "'use' sees it"; empty when it probably does remove it. A guess from what
/// compilers are known to do: they remove what no call but inlined ones sees.
std::string whatKeeps(const Program &In, const Fact &F);

/// \returns the site that the fact is about; null for other facts.
const Site *siteOf(const Program &In, const Fact &F);

} // namespace fastidious::escape
