/// Whether the object that a variable of an iteration holds, or a copy of it,
/// goes on to live elsewhere.
#pragma once

#include "analysis/Use.h"

namespace fastidious {

/// V is returned, moved, copied, swapped, stored, or given to a function that
/// may keep it. What is done to its parts does not count.
bool leavesScope(const clang::VarDecl &V, Function &F);

/// The same for a pointer to a new object, plain or the object's owner: it is
/// only followed, compared or lent by its bare pointer.
/// \param IsExempt  uses that are understood by the caller.
bool pointerLeavesScope(
    const clang::VarDecl &V, Function &F,
    llvm::function_ref<bool(const Use &)> IsExempt = [](const Use &) {
      return false;
    });

} // namespace fastidious
