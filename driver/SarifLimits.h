/// What GitHub's code scanning takes of one SARIF file; others take more.
#pragma once

#include "Finding.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace fastidious {

struct SarifLimits {
  static constexpr size_t Results = 25000;
  /// Of one result.
  static constexpr size_t Locations = 1000;
  /// Of the compressed file, in bytes; a little is left for what differs
  /// between compressors.
  static constexpr size_t Size = (10 << 20) - (10 << 14);
};

using SarifPrinter = llvm::function_ref<std::string(
    llvm::ArrayRef<size_t> Shown, llvm::ArrayRef<std::string> LeftOut)>;

/// \returns what \p Print prints of as many of \p All, the severest first, as
/// the limits allow. What is left out is said, there and on stderr.
std::string withinLimits(const std::vector<Finding> &All, SarifPrinter Print);

} // namespace fastidious
