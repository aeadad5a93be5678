/// What the analysis yields, free of Clang's objects.
#pragma once

#include <string>
#include <vector>

namespace fastidious {

/// Bytes of the file of the message that holds it.
struct Span {
  unsigned Offset = 0;
  unsigned Length = 0;
};

struct Edit {
  std::string File;
  unsigned Offset = 0;
  unsigned Length = 0;
  std::string Text;

  friend auto operator<=>(const Edit &, const Edit &) = default;
};

/// A text about a place; of a finding or of one of its notes.
struct Message {
  /// The real path; empty where the text is about no place.
  std::string File;
  unsigned Offset = 0;
  std::string Text;
  std::vector<Span> Ranges;
  /// The fix: applied together or not at all.
  std::vector<Edit> Edits;
};

struct Finding {
  std::string Check;
  /// WarningsAsErrors names the check.
  bool IsError = false;
  Message Main;
  std::vector<Message> Notes;
};

/// A file that was not, or not wholly, analysed.
struct Failure {
  std::string File;
  std::string Reason;
};

/// All that a run has to say.
struct Results {
  /// Sorted by place; each once, however many units saw it.
  std::vector<Finding> Findings;
  std::vector<Failure> Failures;
  unsigned FilesAnalysed = 0;
  unsigned FilesSkipped = 0;
};

} // namespace fastidious
