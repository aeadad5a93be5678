/// Objects, named by the way that leads to them.
#pragma once

#include "analysis/Function.h"

namespace fastidious {

/// \returns E without parentheses, casts, temporaries and cleanups.
const clang::Expr &stripped(const clang::Expr &E);

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

/// `v.end()`, behind conversions of the iterator: the member function and the
/// container.
struct IteratorCall {
  const clang::CXXMethodDecl *Method;
  const clang::Expr *Container;
};
std::optional<IteratorCall> asIteratorCall(const clang::Expr &E);

} // namespace fastidious
