/// Do the units still compile when files are changed?
#pragma once

#include "Engine.h"
#include <set>

namespace fastidious {

/// \param Tasks those that were analysed without failure.
/// \returns the files of \p New that keep one of \p Tasks from compiling; each
/// is told to \p Tell with the reason.
std::set<std::string>
brokenBy(const Overlay &New, const std::vector<Task> &Tasks, unsigned Threads,
         const std::function<void(const std::string &File,
                                  const std::string &Reason)> &Tell);

} // namespace fastidious
