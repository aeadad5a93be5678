/// What numbers and loops count: items of the data, or workers.
#pragma once

#include "analysis/Count.h"

namespace fastidious {

enum class Counted {
  Constant,
  Workers, ///< cores, threads, divisions of the work; not more than a limit
  Items,   ///< elements of the data
  Unknown
};
Counted whatCounts(const clang::Expr &Number, Function &F);
Counted whatCounts(const Loop &L, Function &F);
/// The elements of a container or range.
Counted whatIsIn(const clang::Expr &Range, Function &F);

/// A container or a range: one can go through it or ask whether it is empty.
bool isRange(clang::QualType T);

} // namespace fastidious
