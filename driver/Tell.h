/// What a run says besides its report.
#pragma once

#include "Engine.h"
#include <optional>

namespace fastidious {

/// Leaves of the comments that silence nothing those of which that is certain:
/// a comment in a header may be there for a unit that was not seen.
void keepCertain(std::vector<Suppression> &Unused,
                 const std::vector<Task> &Tasks, bool SawAllUnits);
/// Warns of each.
void tellUnused(const std::vector<Suppression> &Unused);

/// Says why files were not analysed.
void tellFailures(const Results &All);

/// Names changed files that no unit reads.
void tellUnread(llvm::ArrayRef<std::string> Files);

/// Prints findings and time per check.
void tellStatistics(const Results &All);

/// \returns the exit status of a run in which findings of \p FailOn and above
/// count.
int statusOf(const Results &All, std::optional<Level> FailOn);

} // namespace fastidious
