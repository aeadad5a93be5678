/// What a condition says about how often its branches run.
#pragma once

#include "analysis/Function.h"

namespace fastidious {

/// What is known when a condition holds.
struct Outcome {
  enum Kind {
    Nothing,
    Failure, ///< something went wrong: `!status.ok()`, `error != 0`
    Success, ///< nothing did
    Unset,   ///< Object is null, false or zero: `!object`, `object == nullptr`
    Set,     ///< the opposite
    Differs, ///< Object is not Value: `state != loaded`
    Equals   ///< the opposite
  };
  Kind K = Nothing;
  const clang::Expr *Object = nullptr;
  std::optional<llvm::APSInt> Value = {};
};

/// The object whose value E is: also `object.load()`, `(T)object`.
const clang::Expr &readObject(const clang::Expr &E);

/// \param Holds  false for what is known when Condition does not hold.
Outcome outcomeOf(const clang::Expr &Condition, bool Holds, Library &Lib);

/// After S the loop around the call Site ends: the branch of S returns a
/// constant for which the condition that Site is leaves it.
bool endsLoopOf(const clang::Stmt &S, Function &F, const clang::Expr &Site,
                Function &Caller);

/// S is under a condition inside Within.
bool isConditional(const clang::Stmt &S, const clang::Stmt *Within,
                   Function &F);

} // namespace fastidious
