/// What a write stores, and what that says about how often it happens.
#pragma once

#include "analysis/Function.h"

namespace fastidious {

/// \param Object  what is written, as the write spells it: `x` in `x = v`,
/// `x.store(v)`, `x.compare_exchange_weak(e, v)`.
/// \returns v; null where the write takes no value or is not understood.
const clang::Expr *storedValue(const clang::Expr &Object, Function &F);

/// \returns the constant that the write stores.
std::optional<llvm::APSInt> storedConstant(const clang::Expr &Object,
                                           Function &F);

/// The write makes a number a multiple of what it was, under a condition: a
/// capacity that has grown large enough in a few dozen steps.
bool isMultiplied(const clang::Expr &Object, Function &F);

/// The write exchanges the value only for a larger one, only for a smaller one,
/// or only for another object where the old is too small: the more it happens,
/// the seldomer.
bool isRaised(const clang::Expr &Object, Function &F);

/// S is a call of a member function that is tried until it succeeds, of the
/// object At: `At.exchange(true)`.
bool isRetriedOn(const clang::Stmt *S, const clang::Expr &At, Library &Lib);

} // namespace fastidious
