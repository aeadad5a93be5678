/// A unit's result as bytes.
#pragma once

#include "Merge.h"
#include <optional>

namespace fastidious {

std::string encode(const UnitResult &Result);
/// \returns nothing where \p Bytes are no such result.
std::optional<UnitResult> decode(llvm::StringRef Bytes);

} // namespace fastidious
