/// Which checks run on a file, with which options.
#pragma once

#include "clang-tidy/ClangTidyOptions.h"
#include "llvm/Support/Error.h"
#include <map>
#include <memory>
#include <string>

namespace fastidious {

/// What the command line says of the checks.
struct CheckSelection {
  std::string Globs;
  std::string HeaderFilter;
};

/// \returns success, or why no check answers to one of \p Globs, which \p
/// Origin gave.
llvm::Error checkGlobs(llvm::StringRef Globs, llvm::StringRef Origin);
/// \returns success, or why \p Pattern, which \p Origin gave, filters nothing.
llvm::Error checkRegex(llvm::StringRef Pattern, llvm::StringRef Origin);

/// The options of files, from .clang-tidy and the command line. For one thread.
class Configuration {
public:
  explicit Configuration(CheckSelection Selection);
  ~Configuration();

  /// \returns the options, whose Checks are exactly what runs, or what is wrong
  /// with the .clang-tidy that applies.
  llvm::Expected<clang::tidy::ClangTidyOptions>
  optionsFor(llvm::StringRef File);
  /// \returns what those options are merged from, the weightiest last.
  std::vector<clang::tidy::ClangTidyOptionsProvider::OptionsSource>
  sourcesFor(llvm::StringRef File);
  bool enablesAny(const clang::tidy::ClangTidyOptions &Options);

private:
  llvm::Error validate(const clang::tidy::ClangTidyOptions &Options,
                       llvm::StringRef Origin);

  class Provider;
  CheckSelection Selection;
  std::unique_ptr<Provider> Files;
  /// By their text, as many files share the same options: does any check run?
  std::map<std::string, bool> Validated;
};

} // namespace fastidious
