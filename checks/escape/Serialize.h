/// Translation units of the escape engine as files, so that they can be
/// extracted in one place and linked in another.
#pragma once

#include "escape/Program.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/raw_ostream.h"

namespace fastidious::escape {

/// Writes JSON lines: a header with the main file, the names of the files and
/// a hash of what follows; then one line for each function and class. The same
/// unit gives the same bytes.
void write(const Unit &U, llvm::raw_ostream &OS);

/// Reads what write() wrote; an error where the text is something else, of
/// another version or damaged.
llvm::Expected<Unit> readUnit(llvm::StringRef Text);

} // namespace fastidious::escape
