/// The formats of the results.
#pragma once

#include "Finding.h"
#include "Rules.h"
#include "Sources.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/raw_ostream.h"
#include <string>

namespace fastidious {

using Report = void (*)(const Results &, Sources &, llvm::raw_ostream &);

void reportText(const Results &All, Sources &Texts, llvm::raw_ostream &OS);
void reportJson(const Results &All, Sources &Texts, llvm::raw_ostream &OS);
void reportSarif(const Results &All, Sources &Texts, llvm::raw_ostream &OS);
void reportGithub(const Results &All, Sources &Texts, llvm::raw_ostream &OS);
void reportGitlab(const Results &All, Sources &Texts, llvm::raw_ostream &OS);

/// \returns the format, or which there are.
llvm::Expected<Report> reportNamed(llvm::StringRef Format);

/// \returns "1 finding in 1 file; 3 files analysed, 1 failed, 0 skipped".
std::string summarise(const Results &All);

/// \returns \p Text, in which what is no UTF-8 is replaced: JSON holds none.
std::string utf8(llvm::StringRef Text);
/// A tree of JSON as text with line breaks.
void printJson(llvm::json::Value Value, llvm::raw_ostream &OS);

} // namespace fastidious
