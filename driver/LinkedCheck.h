/// Checks that know what functions of other units do.
#pragma once

#include "Engine.h"

namespace fastidious {

/// As analyse(): first each unit by itself, with an extract of it from the same
/// parse; then, again, those in which something else can be found when all
/// extracts are linked.
Results analyseLinked(const std::vector<Task> &Tasks, const EngineOptions &How,
                      bool Verbose, const Progress &Tell);

} // namespace fastidious
