/// How the code around an expression uses the object that it denotes.
#pragma once

#include "analysis/Place.h"

namespace fastidious {

struct Use {
  enum Kind {
    Read,    ///< its value, a copy, a const reference, a const member function
    Assign,  ///< the whole object gets a new value by `=`
    Modify,  ///< ++, +=, or a change that is not understood
    Call,    ///< a member function that is not const, or a member operator
    Pass,    ///< bound to a reference through which it may be changed
    Move,    ///< std::move
    Return,  ///< the operand of a return
    Alias,   ///< bound to the reference variable AliasOf
    Iterate, ///< the range of a range-for
    Address  ///< its address is taken, or it is used in a way not understood
  };
  Kind K;
  /// The outermost expression that still denotes the object or a part of it.
  const clang::Expr *Object;
  /// The call, operator or statement that uses it; may be null.
  const clang::Stmt *By;
  /// The use is of a field or element, not of the object as a whole.
  bool OfPart = false;
  const clang::VarDecl *AliasOf = nullptr;
  /// The use is of what a pointer points to.
  bool OfPointee = false;

  bool changes() const { return !OfPointee && isChange(); }
  bool changesPointee() const { return OfPointee && isChange(); }
  bool isChange() const {
    return K == Assign || K == Modify || K == Call || K == Pass || K == Move ||
           K == Address;
  }
};

/// \param Path  fields that lead from what Ref names to the object in
/// question; a use of the enclosing object counts as a use of it.
/// \returns nothing where another field is used.
std::optional<Use> useOf(const clang::Expr &Ref, Function &F,
                         llvm::ArrayRef<const clang::FieldDecl *> Path = {});

/// Calls Visit for every use of V (or of its field Path) in the function and
/// its lambdas, also through reference variables bound to it.
void forEachUse(const clang::ValueDecl &V, Function &F,
                llvm::ArrayRef<const clang::FieldDecl *> Path,
                llvm::function_ref<void(const Use &)> Visit);

/// The same for a place: by its fields, or by all uses of its root where the
/// way to it is longer.
void forEachUse(const Place &P, Function &F,
                llvm::function_ref<void(const Use &)> Visit);

/// V may be changed inside L; in the whole of F where L is null.
bool isChangedIn(const clang::ValueDecl &V, Function &F, const Loop *L);

/// What the pointer V points to may be changed through it inside L.
bool isPointeeChangedIn(const clang::ValueDecl &V, Function &F, const Loop *L);

/// A lambda captures V by its name: `[v]`, `[&v]`.
bool isCapturedByName(const clang::VarDecl &V, const Function &F);

/// The member function of a container neither sizes nor empties it.
bool isHarmless(const clang::CXXMethodDecl &M, Library &Lib);

} // namespace fastidious
