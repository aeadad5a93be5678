/// Records whose order of fields is fixed: by their declaration, by an
/// assertion, by C, by code that uses their bytes.
#pragma once

#include "analysis/Function.h"
#include <string>

namespace fastidious {

struct FixedReason {
  /// "its bytes are copied or written", "an offset in it is used".
  llvm::StringRef Why;
  clang::SourceLocation Where;
};

class FixedLayouts {
public:
  explicit FixedLayouts(Unit &U);

  /// \returns why R's order may not change; null where nothing fixes it. All
  /// instances of a template share one order.
  const FixedReason *reason(const clang::CXXRecordDecl &R) const;

private:
  friend class FixedSearch;
  llvm::DenseMap<const clang::CXXRecordDecl *, FixedReason> Reasons;
};

/// The record as it is written: the template's for an instance of it.
const clang::CXXRecordDecl &writtenRecord(const clang::CXXRecordDecl &R);

} // namespace fastidious
