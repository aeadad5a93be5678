/// What an analysis asks the file system, and what it is told: when all the
/// answers are still the same, so is the result. What is not there is an
/// answer, too: a header that appears earlier in the search path is noticed.
#pragma once

#include "llvm/ADT/StringMap.h"
#include "llvm/Support/VirtualFileSystem.h"
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace fastidious {

struct Question {
  enum Kind : char {
    Type = 't',    ///< is it a file, a folder, or not there?
    Content = 'c', ///< what does the file hold?
    Names = 'n',   ///< what does the folder hold?
    RealPath = 'r' ///< what do the links lead to?
  };
  Kind What;
  /// Absolute, as it was asked.
  std::string Path;

  friend auto operator<=>(const Question &, const Question &) = default;
};

struct Answer {
  std::string Text;
  /// Of a file whose content was asked: two names may be one file.
  llvm::sys::fs::UniqueID File = {};
};

/// The answers to a list of questions as one digest.
class AnswerDigest {
public:
  void add(const Answer &A);
  std::string finish() const;

private:
  std::string All;
  std::map<llvm::sys::fs::UniqueID, size_t> Seen;
};

/// Notes down what is asked. For one thread.
class FileRecorder : public llvm::vfs::ProxyFileSystem {
public:
  using ProxyFileSystem::ProxyFileSystem;

  llvm::ErrorOr<llvm::vfs::Status> status(const llvm::Twine &Path) override;
  bool exists(const llvm::Twine &Path) override;
  llvm::ErrorOr<std::unique_ptr<llvm::vfs::File>>
  openFileForRead(const llvm::Twine &Path) override;
  llvm::vfs::directory_iterator dir_begin(const llvm::Twine &Dir,
                                          std::error_code &EC) override;
  std::error_code getRealPath(const llvm::Twine &Path,
                              llvm::SmallVectorImpl<char> &Output) override;

  /// All that was asked, sorted; empty where an answer cannot be relied on.
  std::map<Question, Answer> questions() const;

  std::vector<std::string> filesRead() const;

  void note(Question::Kind What, const llvm::Twine &Path, Answer A);

private:
  void noteType(const llvm::Twine &Path,
                const llvm::ErrorOr<llvm::vfs::Status> &Status);

  std::map<Question, Answer> Noted;
  bool IsReliable = true;
};

/// Answers questions as of now; each once until forget().
class FileAnswers {
public:
  Answer answer(const Question &Q);
  /// Asks anew from now on.
  void forget();

private:
  std::mutex Lock;
  llvm::StringMap<Answer> Known;
};

} // namespace fastidious
