/// Asks git, and other programs.
#pragma once

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include <string>
#include <vector>

namespace fastidious {

struct CommandOutput {
  /// Of the process; negative where it did not run.
  int Status = 0;
  std::string Out;
  std::string Err;
};

/// Runs the program of that path, without input.
CommandOutput run(llvm::StringRef Program,
                  llvm::ArrayRef<llvm::StringRef> Arguments);

/// \returns what `git Args...` prints, or the first line of its complaint.
llvm::Expected<std::string> git(llvm::ArrayRef<llvm::StringRef> Args);

/// The lines of one file, from 1; both ends belong to it.
struct LineRange {
  unsigned First = 1;
  unsigned Last = 1;
};

struct ChangedFile {
  /// Relative to the top of the repository.
  std::string Path;
  std::vector<LineRange> Lines;
};

/// Reads what `git diff --unified=0` prints. The lines beside a deletion count
/// as changed: what is missing now may be what they lack.
std::vector<ChangedFile> parseDiff(llvm::StringRef Diff);

} // namespace fastidious
