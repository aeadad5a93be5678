/// Finds the results of units again whose command, options and files are what
/// they were.
#pragma once

#include "Cache.h"
#include "Engine.h"
#include "FileQuestions.h"
#include "Merge.h"
#include <atomic>

namespace fastidious {

struct CacheSettings {
  bool IsOn = true;
  /// Empty: the user's own.
  std::string Folder;
  llvm::CachePruningPolicy Policy;
};

/// Reads --cache-policy; \p Text is "" for the default.
llvm::Error readPolicy(llvm::StringRef Text, llvm::CachePruningPolicy &Policy);

/// For each unit the cache knows lists of questions about files that analyses
/// of it asked; the answers of now are the key of the result.
class UnitCache {
public:
  /// \returns null where it is off, or where the user has no cache folder.
  static llvm::Expected<std::unique_ptr<UnitCache>>
  open(const CacheSettings &Settings);

  std::optional<UnitResult> find(const Task &T);
  /// \p Seen is all that led to \p Result.
  void keep(const Task &T, const FileRecorder &Seen, const UnitResult &Result);
  /// Makes room, and says what could not be kept; what was found, if \p
  /// Verbose.
  void finish(bool Verbose) const;

private:
  explicit UnitCache(std::unique_ptr<Cache> Store);
  using QuestionList = std::vector<Question>;

  std::string unitKey(const Task &T);
  std::string modelDigest(const clang::tidy::ClangTidyOptions &Options);
  std::vector<QuestionList> listsOf(const std::string &Unit) const;

  std::unique_ptr<Cache> Store;
  FileAnswers Now;
  /// What is the same for all units: this program, and its environment.
  std::string Setting;
  std::atomic<unsigned> Found = 0;
  std::atomic<unsigned> NotFound = 0;
};

} // namespace fastidious
