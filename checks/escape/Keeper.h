/// What comes to own an object made on the heap, and how owners are used.
#pragma once

#include "analysis/Function.h"

namespace fastidious::escape {

struct Keeper {
  enum Kind {
    Variable, ///< initialised with it
    Field,    ///< of the object under construction, or assigned by `this`
    Assigned, ///< the object that To names
    Argument, ///< Parameter of a function; Call is null for constructors
    Capture,  ///< of a lambda
    Choice,   ///< one of several values, by a condition
    Nothing   ///< used by the expression around it; or not understood
  } K = Nothing;
  const clang::VarDecl *V = nullptr;
  const clang::FieldDecl *Into = nullptr;
  const clang::Expr *To = nullptr;
  const clang::CallExpr *Call = nullptr;
  /// Null for those behind an ellipsis.
  const clang::ParmVarDecl *Parameter = nullptr;
  /// The statement, or the whole initialiser.
  const clang::Stmt *By = nullptr;
};

/// \param Made  the allocation, or an expression that hands on what it made.
Keeper keeperOf(const clang::Expr &Made, Function &F);

/// The field of the object that runs the member function; null for others.
const clang::FieldDecl *ownField(const clang::Expr &E);

/// The parameter that Argument is for, in the call or construction By.
const clang::ParmVarDecl *parameterFor(const clang::Expr &Argument,
                                       const clang::Stmt &By);

/// \returns the type of the new object that Made is, with which an Owner is
/// initialised or which it is assigned; null where it is none.
clang::QualType freshType(const clang::Expr &Made, clang::QualType Owner,
                          fastidious::Unit &Code);

/// How an expression that names an owner (a smart pointer, or a pointer that
/// is deleted) is used.
enum class OwnerUse {
  Object,   ///< the object behind it: `->`, `*`, `[]`
  Address,  ///< its address: get(), a copy of a pointer
  Test,     ///< is it null?
  Delete,   ///< delete, free
  Replaced, ///< reset, =, swap, release
  Moved,    ///< std::move
  Other     ///< copied, bound to a reference, passed on; not understood
};
struct OwnerAccess {
  OwnerUse How;
  /// The expression that denotes the object or address; the call.
  const clang::Expr *By;
};
OwnerAccess accessOf(const clang::Expr &Owner, Function &F);

/// What T owns or points to: the object of a smart pointer or pointer, the
/// element of an array; null for other types.
clang::QualType ownedType(clang::QualType T, Library &Lib);

} // namespace fastidious::escape
