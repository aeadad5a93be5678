/// Where this program lies, and what lies beside it.
#pragma once

#include "llvm/ADT/ArrayRef.h"
#include <string>
#include <vector>

namespace fastidious {

/// \returns the first of \p Candidates, relative to this program's folder, that
/// exists, or "".
std::string besideProgram(llvm::ArrayRef<std::string> Candidates);

/// \returns where Clang's own headers are expected.
std::string resourceFolder();
/// \returns the clang-tidy plugin that belongs to this program, or "".
std::string pluginPath();

struct TidyProgram {
  std::string Path;
  std::string Version;
  /// How many of our checks it lists when it loads the plugin.
  unsigned ChecksWithPlugin = 0;
};

/// \returns the clang-tidy programs that a shell would find.
std::vector<TidyProgram> tidyPrograms();

} // namespace fastidious
