/// Runs the checks over files: Clang's front end through clang-tidy's library.
#pragma once

#include "Database.h"
#include "Finding.h"
#include "Sources.h"
#include "clang-tidy/ClangTidyOptions.h"
#include "escape/Program.h"
#include "llvm/ADT/StringRef.h"
#include <functional>

namespace fastidious {

struct Task {
  Job What;
  clang::tidy::ClangTidyOptions Options;
  /// What is parsed in place of what lies on the disk; null: nothing.
  const Overlay *Texts = nullptr;
  /// What functions of other units do; null: nothing is known of them.
  std::shared_ptr<const std::vector<escape::Import>> Imports = nullptr;
};

class UnitCache;
struct UnitResult;

struct EngineOptions {
  unsigned Threads = 1;
  /// Measure how long each check takes.
  bool Profile = false;
  /// Say which files were read.
  bool ListFiles = false;
  /// Parse the bodies in system headers, too: for comparison, as it changes
  /// the time, but no finding.
  bool SystemBodies = false;
  /// Where results are found and kept; null: nowhere.
  UnitCache *Kept = nullptr;
  /// Extract each unit as well: see UnitResult.
  bool Extract = false;
};

/// Analyses all \p Tasks, some of them at once. A file that does not compile,
/// or whose analysis crashes, costs only itself. \p Tell hears of each file
/// that is done, one call at a time. The result does not depend on \p How.
using Progress = std::function<void(llvm::StringRef File)>;
Results analyse(const std::vector<Task> &Tasks, const EngineOptions &How,
                const Progress &Tell);
/// The same, not yet merged: one for each task.
std::vector<UnitResult> analyseUnits(const std::vector<Task> &Tasks,
                                     const EngineOptions &How,
                                     const Progress &Tell);

} // namespace fastidious
