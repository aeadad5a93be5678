/// Which files are compiled how.
#pragma once

#include "clang/Tooling/CompilationDatabase.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/Error.h"
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace fastidious {

/// A database of one command.
class OneCommand : public clang::tooling::CompilationDatabase {
public:
  explicit OneCommand(clang::tooling::CompileCommand C)
      : Command(std::move(C)) {}
  std::vector<clang::tooling::CompileCommand>
  getCompileCommands(llvm::StringRef) const override {
    return {Command};
  }

private:
  clang::tooling::CompileCommand Command;
};

/// One command to analyse.
struct Job {
  /// The real path of the main file.
  std::string File;
  clang::tooling::CompileCommand Command;
};

/// \returns the command without what changes nothing in what is parsed.
std::string normalised(const clang::tooling::CompileCommand &C);
/// \returns what keeps the job from being run, with the remedy; or nothing.
std::string whatIsMissing(const Job &J);

struct Plan {
  /// Sorted by file; a file compiled in several ways has several.
  std::vector<Job> Jobs;
  /// Files that hold no C++.
  std::set<std::string> Skipped;
  /// Files among them that the project's configuration skips.
  unsigned LeftOut = 0;
  /// Entries that repeat another one.
  unsigned Duplicates = 0;
  /// What was taken out of the commands, as Clang does not know it.
  std::set<std::string> IgnoredFlags;
};

/// Where the commands come from, as the user said it.
struct Inputs {
  std::vector<std::string> Files;
  /// -p: the directory of the database, or the database itself.
  std::string Database;
  /// What followed "--".
  std::optional<std::vector<std::string>> Flags;
};

/// \returns the nearest database in \p Directory or above it, or in a folder
/// "build" of one of them, as clangd has it; or "".
std::string findDatabaseAbove(llvm::StringRef Directory);

llvm::Expected<Plan> makePlan(const Inputs &In);

} // namespace fastidious
