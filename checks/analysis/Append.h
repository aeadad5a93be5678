/// Expressions that make a container longer by one element.
#pragma once

#include "analysis/Stability.h"

namespace fastidious {

/// One expression that appends one element (or, for an algorithm with an
/// output iterator, one element per element of its input).
struct Append {
  /// The call or operator that grows the container.
  const clang::Expr *At;
  /// The expression that names the container.
  const clang::Expr *Target;
  const Container *Class;
  /// The algorithm whose output iterator At is, or null.
  const clang::CallExpr *Algorithm = nullptr;
};

llvm::SmallVector<Append, 4> appendsIn(Function &F);

} // namespace fastidious
