/// How smart pointers give back what they own.
#pragma once

#include "analysis/Library.h"
#include "clang/AST/Expr.h"

namespace fastidious::escape {

enum class Deleter {
  Standard, ///< of the library
  Plain,    ///< does nothing but free the object
  Own       ///< does more, or nobody knows what
};

/// \param Owner  the smart pointer's type.
/// \param Given  the deleter that it is constructed with, or null.
Deleter deleterOf(clang::QualType Owner, const clang::Expr *Given,
                  Library &Lib);

} // namespace fastidious::escape
