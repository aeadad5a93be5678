/// What becomes of an object that an expression makes.
#pragma once

#include "analysis/Stability.h"

namespace fastidious {

struct Fate {
  enum Kind {
    Temporary, ///< used by the full expression, then gone
    Local,     ///< initialises the local variable Variable
    Assigned,  ///< assigned to To
    Member,    ///< initialises a member of the object under construction
    Returned,  ///< the caller gets it
    Kept       ///< stored, moved away; or not understood
  };
  Kind K;
  const clang::VarDecl *Variable = nullptr;
  const clang::Expr *To = nullptr;
};

/// \param Made  an expression whose value is a new object.
Fate fateOf(const clang::Expr &Made, Function &F);

/// The object lives longer than the statement or variable that it is made
/// for.
bool isKept(const clang::Expr &Made, Function &F);

/// The object that a local variable holds is used here only: not returned,
/// moved, stored in a container or assigned elsewhere.
bool staysLocal(const clang::VarDecl &V, Function &F);

/// The variables and fields that S names.
void variablesIn(const clang::Stmt *S,
                 llvm::SmallVectorImpl<const clang::ValueDecl *> &Found);

/// S is part of the initialiser of a static local variable: it runs once.
bool isInStaticInitializer(const clang::Stmt &S, const Function &F);

/// S runs only while something that it changes has not been set: below
/// `if (!Object)`, or below `if (!Flag)` with the flag set in the same branch.
bool isLazy(const clang::Stmt &S, const clang::Expr *Object, Function &F);

} // namespace fastidious
