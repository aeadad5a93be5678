/// What a report was made from, for engines that make it again: Ninja, make.
#pragma once

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include <set>
#include <string>

namespace fastidious {

/// Writes to \p Path the rule that \p Target depends on \p Files.
llvm::Error writeDepfile(llvm::StringRef Path, llvm::StringRef Target,
                         const std::set<std::string> &Files);

} // namespace fastidious
