#include "escape/LocalOwnership.h"
#include "analysis/Place.h"
#include "escape/Deleters.h"
#include "escape/Solution.h"
#include "escape/Types.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace fastidious::escape {

LocalOwnership::LocalOwnership(fastidious::Unit &Code) : P(programOf(Code)) {
  for (const NamedDecl *D : Code.declarations())
    if (const auto *V = dyn_cast<VarDecl>(D); V && V->hasLocalStorage())
      Variables[V->getLocation().getRawEncoding()] = V;
}

bool isFreedPlainly(const Allocation &Made) {
  Function &F = *Made.In;
  const Keeper By = keeperOf(*Made.At, F);
  const CXXRecordDecl *R = recordOf(ownedType(Made.At->getType(), F.U.Lib));
  if (!By.V || (R && hasOwnAllocation(*R)))
    return false;
  const Expr *Init = By.V->getInit();
  const auto *C =
      Init ? dyn_cast<CXXConstructExpr>(Init->IgnoreImplicit()) : nullptr;
  const Expr *Given = C && C->getNumArgs() > 1 ? C->getArg(1) : nullptr;
  if (Given && isa<CXXDefaultArgExpr>(Given))
    Given = nullptr;
  return deleterOf(By.V->getType(), Given, F.U.Lib) == Deleter::Plain;
}

LocalOwnership::Holders
LocalOwnership::holdersOf(const Allocation &Made) const {
  const Solution &S = *P.solution(Made.Says.Function);
  Holders Found;
  for (const Storage &Of : S.objects())
    for (auto [Part, Cell] : Of.Cells) {
      const auto &Elements = S.set(Cell).Elements;
      if (llvm::none_of(Elements, [&](const Element &E) {
            return S.place(E.What).Object == Made.Says.Object;
          }))
        continue;
      const VarDecl *V = Variables.lookup(Of.Is->Where.Raw);
      if (V && (Of.Is->Kind == ObjectKind::Local ||
                Of.Is->Kind == ObjectKind::Parameter))
        Found.All.push_back(V);
      Found.HasOwner |= Part.Owned;
      // A shared pointer's counts are none of its objects.
      Found.IsOneOfSeveral |=
          Part.Owned && llvm::count_if(Elements, [&](const Element &E) {
                          return S.object(S.place(E.What).Object).SiteIs !=
                                 SiteKind::LibraryMemory;
                        }) > 1;
    }
  return Found;
}

bool LocalOwnership::isFreedBy(const VarDecl &V, Function &F) const {
  return llvm::any_of(F.refs(V), [&](const Expr *Ref) {
    return accessOf(*Ref, F).How == OwnerUse::Delete;
  });
}

/// It is emptied, or given another object.
bool LocalOwnership::isReplaced(const VarDecl &V, Function &F) const {
  return llvm::any_of(F.refs(V), [&](const Expr *Ref) {
    return accessOf(*Ref, F).How == OwnerUse::Replaced;
  });
}

/// Each owner is made with an object, and they exchange them among each other.
bool LocalOwnership::arePermuted(const Holders &Of, Function &F) const {
  const auto IsOneOfThem = [&](const Expr *E) {
    const auto *Ref = dyn_cast<DeclRefExpr>(&stripped(*E));
    return Ref && llvm::is_contained(Of.All, Ref->getDecl());
  };
  const auto IsExchange = [&](const Expr *Ref) {
    const OwnerAccess Access = accessOf(*Ref, F);
    if (Access.How != OwnerUse::Replaced)
      return Access.How != OwnerUse::Moved && Access.How != OwnerUse::Other;
    const auto *Call = dyn_cast<CallExpr>(Access.By);
    const fastidious::Effect *Known =
        Call ? F.U.Lib.effect(Call->getDirectCallee()) : nullptr;
    const auto *Member = dyn_cast_or_null<CXXMemberCallExpr>(Call);
    return Known && Known->Does == fastidious::Effect::Swap &&
           llvm::all_of(Call->arguments(), IsOneOfThem) &&
           (!Member || IsOneOfThem(Member->getImplicitObjectArgument()));
  };
  return llvm::all_of(Of.All, [&](const VarDecl *V) {
    return V->getType()->isPointerType() || V->getType()->isReferenceType() ||
           (V->getInit() &&
            !freshType(*V->getInit(), V->getType(), F.U).isNull() &&
            llvm::all_of(F.refs(*V), IsExchange));
  });
}

/// realloc may move it.
static bool isResized(const VarDecl &V, Function &F) {
  return llvm::any_of(F.refs(V), [&](const Expr *Ref) {
    const auto *Call = dyn_cast_or_null<CallExpr>(accessOf(*Ref, F).By);
    const fastidious::Effect *Known =
        Call ? F.U.Lib.effect(Call->getDirectCallee()) : nullptr;
    return Known && Known->Does == fastidious::Effect::Allocate;
  });
}

/// Declared, then given its object in the same block, and no other.
bool LocalOwnership::isAssignedOnce(const Keeper &By, Function &F) const {
  const auto *Ref = dyn_cast<DeclRefExpr>(&stripped(*By.To));
  const auto *Block = dyn_cast_or_null<CompoundStmt>(F.semanticParent(By.By));
  if (!Ref || !Block || llvm::none_of(Block->body(), [&](const Stmt *S) {
        const auto *D = dyn_cast<DeclStmt>(S);
        return D && llvm::is_contained(D->decls(), Ref->getDecl());
      }))
    return false;
  return llvm::count_if(F.refs(*Ref->getDecl()), [&](const Expr *Each) {
           return accessOf(*Each, F).How == OwnerUse::Replaced;
         }) == 1;
}

/// A function takes it over, by a parameter that owns it alone.
static bool isHandedOver(const Keeper &By, Library &Lib) {
  if (By.K != Keeper::Argument)
    return false;
  const ParmVarDecl *P = By.Parameter;
  const Holder *H = P ? Lib.holder(recordOf(P->getType())) : nullptr;
  return H && H->Holds == Holder::Unique &&
         !P->getType()->isLValueReferenceType();
}

static bool isHandedOver(const VarDecl &V, Function &F) {
  return llvm::any_of(F.refs(V), [&](const Expr *Ref) {
    const OwnerAccess Access = accessOf(*Ref, F);
    return Access.How == OwnerUse::Moved &&
           isHandedOver(keeperOf(*Access.By, F), F.U.Lib);
  });
}

bool LocalOwnership::couldBeVariable(const Allocation &Made) {
  Function &F = *Made.In;
  const Keeper By = keeperOf(*Made.At, F);
  const Holders Of = holdersOf(Made);
  const bool Permuted = Of.IsOneOfSeveral && arePermuted(Of, F);
  if (By.K == Keeper::Choice || (Of.IsOneOfSeveral && !Permuted) ||
      isHandedOver(By, F.U.Lib) || llvm::any_of(Of.All, [&](const VarDecl *V) {
        return isHandedOver(*V, F) || isResized(*V, F);
      }))
    return false;
  if (By.K == Keeper::Assigned) {
    if (!isAssignedOnce(By, F))
      return false;
  } else if (!Permuted && llvm::any_of(Of.All, [&](const VarDecl *V) {
               // What is assigned to a reference replaces no object.
               return !V->getType()->isPointerType() &&
                      !V->getType()->isReferenceType() && isReplaced(*V, F);
             })) {
    return false;
  }
  // One that a callee frees is the callee's.
  return Of.HasOwner || llvm::any_of(Of.All, [&](const VarDecl *V) {
           return isFreedBy(*V, F);
         });
}

} // namespace fastidious::escape
