/// What stays the same from one iteration to the next: values and places.
#pragma once

#include "analysis/Place.h"

namespace fastidious {

/// What a function gets from outside and an expression in it depends on.
struct Dependencies {
  llvm::SmallVector<const clang::ParmVarDecl *, 2> Parameters;
  /// Variables of an enclosing function, captured by a lambda.
  llvm::SmallVector<const clang::VarDecl *, 2> Captured;
  bool This = false;

  bool empty() const { return Parameters.empty() && Captured.empty() && !This; }
};

/// E has the same value in each iteration of L, and evaluating it has no
/// effect. Where L is null: in each call of F with the same Outside; without
/// Outside the value may depend on nothing at all (it is a constant).
bool isStable(const clang::Expr &E, Function &F, const Loop *L,
              Dependencies *Outside = nullptr);
/// The same for what a variable holds.
bool isStable(const clang::ValueDecl &V, Function &F, const Loop *L,
              Dependencies *Outside = nullptr);

/// P is the same object in each iteration of L, and lives longer than one; or
/// in each call of F with the same Outside, where L is null.
bool isStable(const Place &P, Function &F, const Loop *L,
              Dependencies *Outside = nullptr);

} // namespace fastidious
