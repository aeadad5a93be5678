/// How often something happens on the paths through one iteration.
#pragma once

#include "analysis/Function.h"

namespace fastidious {

/// How often the events (blocks of L) happen on a path through one iteration.
struct PerIteration {
  unsigned Least = 0, Most = 0;
  /// Blocks outside to which the body jumps (break, return, goto).
  llvm::SmallVector<const clang::CFGBlock *, 2> Exits;
  /// Some path ends in a throw or in the end of the process.
  bool MayFail = false;
};
/// \param L  null: one pass from the entry to the exit of F.
std::optional<PerIteration>
countPerIteration(Function &F, const Loop *L,
                  llvm::function_ref<unsigned(const clang::CFGBlock &)> Events);

} // namespace fastidious
