/// What a loop does with a container that it calls reserve for.
#pragma once

#include "analysis/Stability.h"

namespace fastidious {

/// Wanted is the present size of Target, or a number that rises with each
/// iteration, plus something: not the capacity or a multiple of the size.
bool growsByLittle(const clang::Expr &Wanted, const Place &Target,
                   const Container &C, Function &F, const Loop *L);

/// Target is emptied, replaced or given away in L (in F where L is null), so
/// that it does not go on growing; or its fate there is not understood.
bool isRenewed(const Place &Target, const Container &C, Function &F,
               const Loop *L);

/// Target is a member that another function of this file renews.
bool isRenewedElsewhere(const Place &Target, const Container &C, Function &F);

/// Nothing in L keeps pointers or iterators into Target: besides Except there
/// are appends only, and questions for its size.
bool isOnlyAppendedTo(const Place &Target, const Container &C, Function &F,
                      const Loop &L, const clang::Stmt &Except);

} // namespace fastidious
