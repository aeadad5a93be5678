/// From a pointer to a new object to the object itself.
#pragma once

#include "escape/Allocations.h"
#include "escape/Keeper.h"

namespace fastidious::escape {

/// \returns the edits that make the variable, which owns what Made makes, that
/// object; nothing unless every use is of a form that is rewritten.
llvm::SmallVector<clang::FixItHint, 4> localInstead(const Allocation &Made);

} // namespace fastidious::escape
