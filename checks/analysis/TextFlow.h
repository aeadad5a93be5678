/// The text of a string on its way through expressions.
#pragma once

#include "analysis/Place.h"

namespace fastidious {

/// How an expression contains the text of a string.
enum class Carries {
  No,
  Itself,   ///< it is the string
  Moved,    ///< it takes over the string's storage and appends
  Copy,     ///< a new string with the old text first
  Prepended ///< a new string, or the old one shifted, with other text first
};

/// All of the old text is copied.
inline bool copies(Carries C) {
  return C == Carries::Copy || C == Carries::Prepended;
}

/// \returns how the value of E contains the text of Target: through `+`, `?:`,
/// formatting, streams, local variables and short helpers.
Carries carries(const clang::Expr &E, const Place &Target, Function &F);

} // namespace fastidious
