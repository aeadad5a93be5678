/// One result from those of all units.
#pragma once

#include "Engine.h"

namespace fastidious {

struct UnitResult {
  std::vector<Finding> Findings;
  /// Why the unit was not analysed; empty: it was.
  std::string Failure;
  /// The real path of the file that Failure is about, if any.
  std::string FailedIn;
  std::vector<Suppression> Suppressions;
  CheckTimes Seconds;
  /// An escape::PackedUnit, where EngineOptions asks for it.
  std::string Extract;
  /// The files that it was made from; where these were asked for.
  std::vector<std::string> Read;
};

/// \p Units belong to \p Tasks, one to one.
Results merge(const std::vector<Task> &Tasks, std::vector<UnitResult> Units);

/// Joins the results of several runs.
Results merge(std::vector<Results> Runs);

} // namespace fastidious
