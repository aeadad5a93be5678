/// How often a loop runs, known before it begins.
#pragma once

#include "analysis/Count.h"

namespace fastidious {

/// \returns nothing when the number is not known before L begins.
std::optional<Count> tripCount(const Loop &L, Function &F);

/// `while (Target.size() < n)`: the n up to which L fills Target.
std::optional<Count> fillsUpTo(const Loop &L, const Place &Target, Function &F);

/// L runs less than Least times, by constants, or once per digit of a number.
bool isShort(const Loop &L, Function &F, uint64_t Least);

} // namespace fastidious
