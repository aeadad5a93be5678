/// Reads what --format=json wrote.
#pragma once

#include "Finding.h"
#include "llvm/Support/Error.h"

namespace fastidious {

/// \returns the results that stand in the file, or why it is no such report.
llvm::Expected<Results> readJsonReport(llvm::StringRef Path);

} // namespace fastidious
