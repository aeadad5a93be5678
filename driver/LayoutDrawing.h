/// The bytes of a record as a picture in text.
#pragma once

#include "analysis/Layout.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/Support/raw_ostream.h"

namespace fastidious {

/// \returns the record's name as a user may write it: "ns::Timed<double>".
std::string shownName(const clang::CXXRecordDecl &R);

/// \returns "src/row.h:12".
std::string shownPlace(const clang::SourceManager &SM,
                       clang::SourceLocation At);

/// Draws the record as it is and, where \p Better is given, as it could be: one
/// line per cache line, one character per byte.
void drawLayout(const RecordLayout &L, const Reordering *Better,
                llvm::raw_ostream &OS);

} // namespace fastidious
