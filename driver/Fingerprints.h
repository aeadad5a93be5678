/// What a finding is known by while the code around it changes.
#pragma once

#include "Finding.h"
#include "Sources.h"

namespace fastidious {

struct Fingerprint {
  /// Of the check and the text of the line; equal ones share it.
  std::string Content;
  /// Of the check, the text of the line, and which of the same it is.
  std::string Own;
  /// Of the line alone, in the form that code scanning services use.
  std::string Line;
};

/// \returns 64 bits of what tells \p Text from others, in hexadecimal digits.
std::string hash(llvm::StringRef Text);

/// \returns what a line is known by: its text without spaces.
std::string lineHash(llvm::StringRef Line);

/// \returns one for each of \p Findings, which are sorted by place.
std::vector<Fingerprint> fingerprints(const std::vector<Finding> &Findings,
                                      Sources &Texts);

} // namespace fastidious
