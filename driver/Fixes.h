/// Applies the findings' fixes to the files.
#pragma once

#include "Finding.h"
#include "Sources.h"
#include "llvm/Support/Error.h"
#include <functional>
#include <set>

namespace fastidious {

/// \returns whether \p E adds the header that a fix needs.
bool isInclude(const Edit &E);

struct FixCount {
  unsigned Applied = 0;
  /// They touch what another fix changes: a second run applies them.
  unsigned Conflicting = 0;
  /// They touch a file that would not compile any more.
  unsigned Withdrawn = 0;
  unsigned Files = 0;
};

/// \returns the files whose new texts keep some unit from compiling.
using FixTrial = std::function<std::set<std::string>(const Overlay &)>;

/// Applies each fix whole or not at all; the first of two that conflict wins.
/// No file is written that \p Try names.
llvm::Expected<FixCount> applyFixes(const std::vector<Finding> &Findings,
                                    Sources &Texts, const FixTrial &Try);

} // namespace fastidious
