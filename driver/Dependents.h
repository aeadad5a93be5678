/// Which units read which files.
#pragma once

#include "Database.h"

namespace fastidious {

/// What one unit reads of the files that are asked for.
struct Reads {
  /// Real paths.
  std::set<std::string> Files;
  /// Otherwise the unit may read more: it could not be scanned to its end.
  bool IsComplete = false;
};

/// \returns for each of \p Jobs which of \p Files (sorted real paths) it reads,
/// as its main file or through includes.
std::vector<Reads> readsOf(const std::vector<Job> &Jobs,
                           const std::vector<std::string> &Files,
                           unsigned Threads);

} // namespace fastidious
