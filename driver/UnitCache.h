/// Finds the results of units again whose command, options and files are what
/// they were.
#pragma once

#include "Cache.h"
#include "CommandLine.h"
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

/// Reads --no-cache, --cache-dir and --cache-policy.
llvm::Expected<CacheSettings> cacheSettings(const Arguments &Args);

/// \returns the absolute paths that the options ModelFiles name.
std::vector<std::string>
modelFilesIn(const clang::tidy::ClangTidyOptions &Options);

/// For each unit the cache knows lists of questions about files that analyses
/// of it asked; the answers of now are the key of the result.
class UnitCache {
public:
  /// \returns null where it is off, or where the user has no cache folder.
  static llvm::Expected<std::unique_ptr<UnitCache>>
  open(const CacheSettings &Settings);

  /// What a unit is known by: its command, and whatever else its result
  /// depends on but files.
  std::string key(const Job &J, llvm::ArrayRef<std::string> More);
  std::string key(const Task &T, bool Extract);
  /// \returns a digest of the model files in a list separated by semicolons.
  std::string modelDigest(llvm::StringRef Paths);

  /// \p Key is one that key() made. \p Read: which files the result was made
  /// from, where that is of interest.
  std::optional<std::string> find(const std::string &Key,
                                  std::vector<std::string> *Read = nullptr);
  /// \p Seen is all that led to \p Result.
  void keep(const std::string &Key, const FileRecorder &Seen,
            llvm::StringRef Result);

  /// What is no unit's, under a name of its own; replaced by each put().
  std::optional<std::string> get(llvm::StringRef Name) const;
  void put(llvm::StringRef Name, llvm::StringRef Data);

  /// From now on files may be others than before.
  void lookAgain() { Now.forget(); }

  /// Makes room, and says what could not be kept; what was found, if \p
  /// Verbose.
  void finish(bool Verbose) const;

private:
  explicit UnitCache(std::unique_ptr<Cache> Store);
  using QuestionList = std::vector<Question>;

  std::string nameOf(llvm::StringRef Name) const;
  std::vector<QuestionList> listsOf(const std::string &Unit) const;

  std::unique_ptr<Cache> Store;
  FileAnswers Now;
  /// What is the same for all units: this program, and its environment.
  std::string Setting;
  std::atomic<unsigned> Found = 0;
  std::atomic<unsigned> NotFound = 0;
};

} // namespace fastidious
