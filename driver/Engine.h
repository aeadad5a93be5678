/// Runs the checks over files: Clang's front end through clang-tidy's library.
#pragma once

#include "Database.h"
#include "Finding.h"
#include "Sources.h"
#include "clang-tidy/ClangTidyOptions.h"
#include "llvm/ADT/StringRef.h"
#include <functional>

namespace fastidious {

struct Task {
  Job What;
  clang::tidy::ClangTidyOptions Options;
  /// What is parsed in place of what lies on the disk; null: nothing.
  const Overlay *Texts = nullptr;
};

/// Analyses all \p Tasks on \p Threads threads. A file that does not compile,
/// or whose analysis crashes, costs only itself. \p Progress hears of each file
/// that is done, one call at a time. The result does not depend on \p Threads.
Results analyse(const std::vector<Task> &Tasks, unsigned Threads,
                const std::function<void(llvm::StringRef File)> &Progress);

} // namespace fastidious
