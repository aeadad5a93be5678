/// Containers that grow one element at a time to a size known beforehand.
#pragma once

#include "analysis/TripCount.h"

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
  /// Another loop before this one appends an unknown number.
  bool HasGrown = false;
  /// Some paths leave the loop early.
  bool MayEndEarly = false;
  /// Total is that of several loops in a row, of which this is not the first:
  /// the container should be sized before that one.
  bool IsContinued = false;
};

/// All growth in F (and by the lambdas that it gives to algorithms) that
/// begins in an unsized container of F and ends with a known size.
llvm::SmallVector<Growth, 2> knownGrowth(Function &F);

/// Wanted is the present size of Target, or a number that rises with each
/// iteration, plus something: not the capacity or a multiple of the size.
bool growsByLittle(const clang::Expr &Wanted, const Place &Target,
                   const Container &C, Function &F, const Loop *L);

/// Target is emptied, replaced or given away in L (in F where L is null), so
/// that it does not go on growing; or its fate there is not understood.
bool isRenewed(const Place &Target, const Container &C, Function &F,
               const Loop *L);

/// Nothing in L keeps pointers or iterators into Target: besides Except there
/// are appends only, and questions for its size.
bool isOnlyAppendedTo(const Place &Target, const Container &C, Function &F,
                      const Loop &L, const clang::Stmt &Except);

} // namespace fastidious
