/// One result from those of all units.
#pragma once

#include "Engine.h"

namespace fastidious {

struct UnitResult {
  std::vector<Finding> Findings;
  /// Why the unit was not analysed; empty: it was.
  std::string Failure;
  /// The file of its first error.
  std::string FailedAt;
};

/// \p Units belong to \p Tasks, one to one.
Results merge(const std::vector<Task> &Tasks, std::vector<UnitResult> Units);

} // namespace fastidious
