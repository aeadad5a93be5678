/// Expressions that compile a regular expression, of whatever library.
#pragma once

#include "analysis/Fate.h"

namespace fastidious {

struct Compilation {
  /// The construction, call or assignment.
  const clang::Expr *At;
  /// What decides the result: pattern, length, flags.
  llvm::SmallVector<const clang::Expr *, 4> Pattern;
  /// Null for libraries of functions.
  const RegexClass *Class = nullptr;
  /// The existing object that is compiled into; null where At makes one.
  const clang::Expr *Object = nullptr;
};

/// All of F, without those of its lambdas, in source order.
llvm::SmallVector<Compilation, 2> compilationsIn(Function &F);

/// What becomes of the compiled object.
Fate fateOf(const Compilation &C, Function &F);

/// Nobody needs an object of his own: it is neither changed nor kept.
bool mayBeShared(const Compilation &C, const Fate &Made, Function &F);

/// The meaning of the pattern does not depend on the global locale.
bool isLocaleFree(const Compilation &C);

} // namespace fastidious
