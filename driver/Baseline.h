/// The findings that were there before, so that a run speaks of new ones only.
#pragma once

#include "Finding.h"
#include "Sources.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/raw_ostream.h"

namespace fastidious {

class Baseline {
public:
  static llvm::Expected<Baseline> read(llvm::StringRef Path);

  /// Marks each of \p Findings as known or new. What is known stays so when its
  /// lines move, and when they move to another file or their file is renamed.
  void mark(std::vector<Finding> &Findings, Sources &Texts) const;

  /// Writes \p Findings as a baseline that will lie at \p Path.
  static void write(const std::vector<Finding> &Findings, llvm::StringRef Path,
                    Sources &Texts, llvm::raw_ostream &OS);

private:
  struct Entry {
    std::string Fingerprint;
    std::string File;
    /// Of the line's text.
    std::string Line;
  };
  std::vector<Entry> Entries;
};

} // namespace fastidious
