/// Units as text, so that translation units can be looked at one by one and
/// their functions linked later: JSON, one line per function after a line that
/// says what it is and names the main file and the classes.
#pragma once

#include "escape/Program.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/raw_ostream.h"

namespace fastidious::escape {

void write(const Unit &U, llvm::raw_ostream &To);
/// Name is that of the file, for messages.
llvm::Expected<Unit> readUnit(llvm::StringRef Text, llvm::StringRef Name);

} // namespace fastidious::escape
