/// Summaries as bytes, with names and functions spelled out.
#pragma once

#include "escape/Summary.h"

namespace fastidious::escape {

class SummaryCoding {
public:
  explicit SummaryCoding(Linkage &L) : L(L) {}

  std::string bytesOf(const Summary &S);
  /// None for what is damaged or names a function that is there no longer.
  std::optional<Summary> summaryFrom(llvm::StringRef Bytes);
  /// The keys of the functions that the summary names: those that its objects
  /// come from, and those that it hands on.
  static std::vector<std::string> functionsIn(llvm::StringRef Bytes);

private:
  Linkage &L;
};

} // namespace fastidious::escape
