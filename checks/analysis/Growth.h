/// Containers that grow one element at a time to a size known beforehand.
#pragma once

#include "analysis/Append.h"
#include "analysis/Count.h"

namespace fastidious {

/// All appends to one container in one loop.
struct Growth {
  const Container *Class;
  Place Target;
  /// In source order; the first one is where to report.
  llvm::SmallVector<Append, 2> Sites;
  /// The number of elements that the outermost loop appends.
  Count Total;
  /// The outermost loop, or the statement of the algorithm: the container can
  /// be sized right before it.
  const clang::Stmt *Before;
  /// The function of Before.
  Function *Holder;
  /// Elements that are appended one by one between birth and Before.
  unsigned Earlier = 0;
  /// Total is the final size, not what is added.
  bool IsFinalSize = false;
  /// Another loop before this one appends an unknown number.
  bool HasGrown = false;
  /// Some paths leave the loop early, by return or by throw.
  bool MayEndEarly = false;
  /// The function looks at the capacity.
  bool IsObserved = false;
  /// Total is that of several loops in a row, of which this is not the first:
  /// the container should be sized before that one.
  bool IsContinued = false;
};

/// All growth in F (and by the lambdas that it gives to algorithms) that
/// begins in an unsized container of F and ends with a known size.
llvm::SmallVector<Growth, 2> knownGrowth(Function &F);

} // namespace fastidious
