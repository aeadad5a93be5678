/// Strings that are copied whole to become a little longer.
#pragma once

#include "analysis/Stability.h"

namespace fastidious {

struct Accumulation {
  /// The assignment, call or returned expression that rebuilds the string.
  const clang::Expr *At;
  /// Names the string, in At's function.
  const clang::Expr *Target;
  /// The new text comes first: appending in place does not help.
  bool Prepends = false;
  /// The operands that follow the string in `s = s + a + b`; empty for other
  /// forms.
  llvm::SmallVector<const clang::Expr *, 3> Appended;
  /// The fold that calls the lambda At is in, or is At itself, or null.
  const clang::CallExpr *Fold = nullptr;
};

/// All expressions of F that read a whole string to write it back longer.
llvm::SmallVector<Accumulation, 2> accumulationsIn(Function &F);

/// Besides A, something in L (in F where L is null) gives the string a value
/// that is not made of its old one, or may do so.
bool isReset(const Accumulation &A, Function &F, const Loop *L);

/// A's operands may be appended one after the other instead: no side effects,
/// no calls of the user's functions, no second mention of the string.
bool mayAppendInPlace(const Accumulation &A, Function &F);

} // namespace fastidious
