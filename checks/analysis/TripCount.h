/// How often a loop runs, known before it begins.
#pragma once

#include "analysis/Count.h"

namespace fastidious {

/// \returns nothing when the number is not known before L begins.
std::optional<Count> tripCount(const Loop &L, Function &F);

/// `while (Target.size() < n)`: the n up to which L fills Target.
std::optional<Count> fillsUpTo(const Loop &L, const Place &Target, Function &F);

/// What decides how often a loop runs: `i < Limit`, `i = Limit; i-- > 0`.
struct LoopBound {
  const clang::VarDecl *Counter;
  const clang::Expr *Limit;
  /// The counter goes by more than one: `i += chunk`.
  bool Strides;
};
/// \returns nothing for loops without a counter.
std::optional<LoopBound> boundOf(const Loop &L, Function &F);

/// L runs less than Least times, by constants, or once per digit of a number.
bool isShort(const Loop &L, Function &F, uint64_t Least);

} // namespace fastidious
