/// Whether and when a container of one block gets elements.
#pragma once

#include "analysis/Use.h"

namespace fastidious {

struct Filling {
  /// The constructor allocates.
  bool AtBirth = false;
  /// What follows does.
  bool Later = false;
  /// It is not as it was born: filled, sorted, written to, given to others.
  bool IsChanged = false;
  /// Another object's content takes the place of its own.
  bool IsReplaced = false;
  /// It begins anew in each iteration of an inner loop, with its storage.
  bool IsBuffer = false;
  /// It is born as the copy of another object.
  bool IsCopy = false;
};

/// \param Build  initialises V, an object of the class C.
Filling fillingOf(const clang::CXXConstructExpr &Build, const CostlyClass &C,
                  const clang::VarDecl &V, Function &F);

} // namespace fastidious
