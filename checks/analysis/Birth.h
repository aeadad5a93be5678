/// How a container begins.
#pragma once

#include "analysis/Library.h"

namespace fastidious {

/// Built from no elements, or from few that are listed, without a size.
/// \param Init  the initialiser; null for none.
bool isFresh(const clang::Expr *Init, Library &Lib);

/// \returns the number of elements that a fresh container is born with.
uint64_t elementsAtBirth(const clang::Expr *Init);

} // namespace fastidious
