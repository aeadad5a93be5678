/// Applies the findings' fixes to the files.
#pragma once

#include "Finding.h"
#include "Sources.h"
#include "llvm/Support/Error.h"

namespace fastidious {

struct FixCount {
  unsigned Applied = 0;
  /// They touch what another fix changes: a second run applies them.
  unsigned Conflicting = 0;
  unsigned Files = 0;
};

/// Applies each fix whole or not at all; the first of two that conflict wins.
llvm::Expected<FixCount> applyFixes(const std::vector<Finding> &Findings,
                                    Sources &Texts);

} // namespace fastidious
