/// The arguments of a subcommand. Not llvm::cl, as its options are global and
/// would collide with those of clang-tidy's library.
#pragma once

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include <optional>
#include <string>
#include <vector>

namespace fastidious {

struct OptionSpec {
  /// Without dashes; one letter: a short option.
  llvm::StringRef Name;
  /// What help calls the value; empty: the option is a flag; "[=VALUE]": it may
  /// have one.
  llvm::StringRef Value;
  /// Empty: the option is for those who work on the program, and not shown.
  llvm::StringRef Help;

  bool mayStandAlone() const { return Value.empty() || Value.starts_with("["); }
};

struct Arguments {
  /// The last value of each option given; "" for flags.
  llvm::StringMap<std::string> Options;
  std::vector<std::string> Positional;
  /// What follows "--", where that was given.
  std::optional<std::vector<std::string>> Flags;

  bool has(llvm::StringRef Name) const { return Options.contains(Name); }
  llvm::StringRef get(llvm::StringRef Name, llvm::StringRef Default = "") const;
};

/// \returns the arguments, or an error of one line that names the remedy.
llvm::Expected<Arguments> parseArguments(llvm::ArrayRef<std::string> Args,
                                         llvm::ArrayRef<OptionSpec> Specs);

void printOptions(llvm::ArrayRef<OptionSpec> Specs);

} // namespace fastidious
