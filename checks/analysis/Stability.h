/// What stays the same from one iteration to the next: values and places.
#pragma once

#include "analysis/Function.h"

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

/// An object, by the way to it: `page.body`, `*p`, `columns[0]`, `text_`.
struct Place {
  /// The variable at the beginning; null for `this`.
  const clang::ValueDecl *Root = nullptr;
  struct Step {
    enum { Field, Deref, IndexConstant, IndexVariable } K;
    const void *What;
    bool operator==(const Step &S) const { return K == S.K && What == S.What; }
  };
  llvm::SmallVector<Step, 4> Steps;

  bool operator==(const Place &P) const {
    return Root == P.Root && Steps == P.Steps;
  }
  /// The fields after the root, when there are only fields.
  std::optional<llvm::SmallVector<const clang::FieldDecl *, 4>> fields() const;
};

/// \returns the place that the lvalue E denotes, or to which the pointer E
/// points, through local references and `&`; nothing for places that no two
/// expressions surely share.
std::optional<Place> placeOf(const clang::Expr &E, Function &F);

/// P is the same object in each iteration of L, and lives longer than one; or
/// in each call of F with the same Outside, where L is null.
bool isStable(const Place &P, Function &F, const Loop *L,
              Dependencies *Outside = nullptr);

/// \returns E without parentheses, casts, temporaries and cleanups.
const clang::Expr &stripped(const clang::Expr &E);

} // namespace fastidious
