/// Code in a loop that its own effect keeps from running again.
#pragma once

#include "analysis/Function.h"

namespace fastidious {

/// S runs in one iteration of L only, or in few: `if (first) { S; first =
/// false; }`, `if (state == Start) { S; state = Body; }`. Not where each
/// iteration sets the flag anew.
bool isOneShot(const clang::Stmt &S, const Loop &L, Function &F);

} // namespace fastidious
