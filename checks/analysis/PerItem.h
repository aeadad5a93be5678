/// Whether a thread is started once for each item of the data.
#pragma once

#include "analysis/Repetition.h"
#include "analysis/ThreadStart.h"

namespace fastidious {

/// \param MinTrips  loops that run less often, by constants, are none.
/// \returns the innermost loop around T, if it is one over items: also in a
/// caller, or that of an algorithm.
std::optional<Repetition> findItems(const ThreadStart &T, Function &F,
                                    unsigned MinTrips);

} // namespace fastidious
