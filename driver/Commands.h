/// The subcommands of `fastidious`, and what they share.
#pragma once

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/ADT/Twine.h"
#include <string>

namespace fastidious {

/// What the program's exit status says.
enum ExitStatus {
  NothingToReport = 0,
  Findings = 1,
  BadInput = 2,
  Incomplete = 3
};

int checkCommand(llvm::ArrayRef<std::string> Args);
int doctorCommand(llvm::ArrayRef<std::string> Args);
int explainCommand(llvm::ArrayRef<std::string> Args);
int lspCommand(llvm::ArrayRef<std::string> Args);
int mergeCommand(llvm::ArrayRef<std::string> Args);
int escapeReportCommand(llvm::ArrayRef<std::string> Args);

struct Inputs;
/// Draws the layout of a record of the one file that \p In names.
int explainLayout(llvm::StringRef Record, const Inputs &In);

/// Prints "fastidious: error: <Message>" as one line. \returns BadInput.
int fail(const llvm::Twine &Message);
/// Prints "fastidious: warning: <Message>" as one line.
void warn(const llvm::Twine &Message);

/// \returns the candidate nearest to \p Name, or an empty string where none is
/// near.
llvm::StringRef nearest(llvm::StringRef Name,
                        llvm::ArrayRef<llvm::StringRef> Candidates);

} // namespace fastidious
