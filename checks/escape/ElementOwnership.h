/// Containers of objects on the heap where the objects could be its elements.
#pragma once

#include "escape/Allocations.h"
#include "escape/Keeper.h"
#include "escape/Types.h"

namespace fastidious::escape {

class ElementOwnership {
public:
  /// \param All  the allocations of the unit: each element must be one.
  ElementOwnership(fastidious::Unit &Code, llvm::ArrayRef<Allocation> All);

  /// Made is put in a container, a local one or a member, that could hold the
  /// object itself: its elements are never null, replaced or moved out, and
  /// nobody keeps their addresses while it grows.
  /// \returns the container's declaration; null when it could not.
  const clang::ValueDecl *container(const Allocation &Made);

private:
  struct Insertion {
    const clang::Expr *Container = nullptr;
    const clang::Expr *Call = nullptr;
  };
  Insertion insertionOf(const clang::Expr &Made, Function &F);
  Insertion insertionBy(const Keeper &By, Function &F);
  bool holdsOwners(clang::QualType Container, const clang::Expr &Made);
  bool isWellUsed(const clang::ValueDecl &Container, Function &F);
  bool mayUse(const clang::Expr &Ref, Function &F);
  bool mayCall(const clang::CallExpr &Call, clang::QualType Owner);
  bool couldHoldObjects(const clang::ValueDecl &Container,
                        const Allocation &Made);

  fastidious::Unit &Code;
  const Program &P;
  Types T;
  llvm::DenseSet<const clang::Expr *> FreshInsertions;
  llvm::DenseMap<const clang::ValueDecl *, bool> Known;
};

} // namespace fastidious::escape
