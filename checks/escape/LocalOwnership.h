/// Objects on the heap that a local variable owns for all of their life.
#pragma once

#include "escape/Allocations.h"
#include "escape/Keeper.h"

namespace fastidious::escape {

/// The deleter of the variable that owns it does nothing but free it.
bool isFreedPlainly(const Allocation &Made);

class LocalOwnership {
public:
  explicit LocalOwnership(fastidious::Unit &Code);

  /// Made, which does not leave its function, is made on every path to its
  /// uses, freed there, and what owns it owns nothing else.
  bool couldBeVariable(const Allocation &Made);

private:
  /// The variables that refer to it; the owners among them.
  struct Holders {
    llvm::SmallVector<const clang::VarDecl *, 4> All;
    bool HasOwner = false;
    /// An owner owns this object or another one.
    bool IsOneOfSeveral = false;
  };
  Holders holdersOf(const Allocation &Made) const;
  bool isFreedBy(const clang::VarDecl &V, Function &F) const;
  bool isReplaced(const clang::VarDecl &V, Function &F) const;
  bool arePermuted(const Holders &Of, Function &F) const;
  bool isAssignedOnce(const Keeper &By, Function &F) const;

  const Program &P;
  /// By the places of their names.
  llvm::DenseMap<uint32_t, const clang::VarDecl *> Variables;
};

} // namespace fastidious::escape
