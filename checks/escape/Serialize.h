/// Units as bytes, so that translation units can be looked at one by one and
/// their functions linked later.
#pragma once

#include "escape/Program.h"
#include "llvm/Support/Error.h"

namespace fastidious::escape {

PackedUnit pack(const Unit &U);
/// Null for what is damaged.
std::optional<Graph> unpack(const PackedFunction &F);

/// The same bytes for the same unit, with a hash of them in front.
std::string write(const PackedUnit &U);
/// The error says what to do, but names no file.
llvm::Expected<PackedUnit> readUnit(llvm::StringRef Bytes);

} // namespace fastidious::escape
