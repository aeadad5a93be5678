/// What the analysis yields, free of Clang's objects.
#pragma once

#include <map>
#include <set>
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

/// In ascending order.
enum class Level { Note, Warning, Error };

struct Finding {
  std::string Check;
  /// WarningsAsErrors names the check.
  bool IsError = false;
  Level Severity = Level::Warning;
  /// What a baseline says of it.
  enum { Unstated, New, Known } Age = Unstated;
  Message Main;
  std::vector<Message> Notes;
};

/// A file that was not, or not wholly, analysed.
struct Failure {
  std::string File;
  std::string Reason;
  /// The file of the first error; empty where that is not known.
  std::string At;
};

/// One name in the list of a NOLINT comment.
struct Suppression {
  /// The real path.
  std::string File;
  unsigned Line = 0;
  /// "NOLINT", "NOLINTNEXTLINE" or "NOLINTBEGIN".
  std::string Kind;
  std::string Check;
  bool IsUsed = false;
  /// All checks that it names ran.
  bool IsJudged = false;
};

/// Seconds of CPU time, by check.
using CheckTimes = std::map<std::string, double>;

/// All that a run has to say.
struct Results {
  /// Sorted by place; each once, however many units saw it.
  std::vector<Finding> Findings;
  std::vector<Failure> Failures;
  unsigned FilesAnalysed = 0;
  unsigned FilesSkipped = 0;
  /// Comments that silence nothing in the units seen.
  std::vector<Suppression> UnusedSuppressions;
  /// Where these were asked for.
  CheckTimes Seconds;
  /// The files that were read, where they were asked for: absolute paths.
  std::set<std::string> FilesRead;
  /// Findings left out: a baseline knows them; they concern no changed line.
  unsigned InBaseline = 0;
  unsigned Unchanged = 0;
};

} // namespace fastidious
