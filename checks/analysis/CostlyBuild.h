/// Expressions that build what is costly to build, for a use that ends soon.
#pragma once

#include "analysis/Fate.h"
#include "analysis/Repetition.h"

namespace fastidious {

struct CostlyBuild {
  enum Kind {
    Container, ///< gets elements in each iteration
    Constant,  ///< is not changed after it is built
    Adapter,
    Stream,
    File,
    Engine,
    Device,
    Locale,
    Object, ///< one object on the heap
    Block   ///< many, or raw memory
  };
  Kind K;
  /// The construction or allocation.
  const clang::Expr *At;
  /// Null for a temporary.
  const clang::VarDecl *Variable = nullptr;
  /// What must stay the same for the object to be kept.
  llvm::SmallVector<Input, 2> Inputs = {};
};

/// All of F, without those of its lambdas: objects that do not leave the block
/// in which they are built, and that do cost something there.
llvm::SmallVector<CostlyBuild, 2> costlyBuildsIn(Function &F);

/// The object that At allocates ends with the block that holds it, so that of
/// such objects there is one at a time.
bool endsWhereItBegan(const clang::Expr &At, Function &F);

} // namespace fastidious
