#include "analysis/RegisterPromotion.h"
#include "analysis/Fate.h"
#include "analysis/Outcome.h"
#include "analysis/Place.h"
#include "analysis/Use.h"
#include "clang/AST/Attr.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace fastidious {

namespace {

constexpr unsigned MaxDepth = 3;

bool hasOpaqueCall(Function &F, const Loop *L, unsigned Depth);

/// The body may not have been parsed, or the instance not been made, where
/// that is in a system header.
bool hasDefinition(const FunctionDecl &F) {
  const FunctionDecl *Pattern = F.getTemplateInstantiationPattern();
  return F.isDefined() || (Pattern && Pattern->isDefined());
}

/// Though its body is in a header: it takes or gives back a lock, or calls
/// what a type-erased callable holds.
bool isOpaqueInLibrary(const FunctionDecl &Callee, Library &Lib) {
  const auto *Method = dyn_cast<CXXMethodDecl>(&Callee);
  const bool IsCall = Method && Method->getOverloadedOperator() == OO_Call;
  const Holder *H = IsCall ? Lib.holder(Method->getParent()) : nullptr;
  return (H && H->Holds == Holder::Box) || Lib.locking(Callee) != Locking::None;
}

/// The compiler does not see what it reads and writes.
bool isOpaque(const CallExpr &Call, Unit &U, unsigned Depth) {
  const FunctionDecl *Callee = Call.getDirectCallee();
  if (!Callee)
    return true;
  if (const auto *M = dyn_cast<CXXMethodDecl>(Callee))
    if (M->isVirtual() && !M->isTrivial())
      return true;
  if (isOpaqueInLibrary(*Callee, U.Lib))
    return true;
  if (Function *F = U.find(*Callee))
    return Depth > MaxDepth || hasOpaqueCall(*F, nullptr, Depth + 1);
  return !hasDefinition(*Callee) && !Callee->hasAttr<ConstAttr>() &&
         !Callee->hasAttr<PureAttr>() && !Callee->isTrivial() &&
         !Callee->isDefaulted();
}

bool hasOpaqueCall(Function &F, const Loop *L, unsigned Depth) {
  return llvm::any_of(F.Calls,
                      [&](const CallExpr *Call) {
                        return (!L || F.isIn(*Call, *L)) &&
                               isOpaque(*Call, F.U, Depth);
                      }) ||
         llvm::any_of(F.Constructions, [&](const CXXConstructExpr *Build) {
           return (!L || F.isIn(*Build, *L)) &&
                  F.U.Lib.isLockGuard(*Build->getConstructor()->getParent());
         });
}

/// Not a local variable of this function.
bool isMemory(const Expr &E) {
  const Expr &At = stripped(E);
  if (const auto *Ref = dyn_cast<DeclRefExpr>(&At)) {
    const auto *V = dyn_cast<VarDecl>(Ref->getDecl());
    return V && (V->hasGlobalStorage() || V->getType()->isReferenceType());
  }
  return isa<MemberExpr, ArraySubscriptExpr, UnaryOperator, CallExpr>(At);
}

bool hasTypeOf(QualType A, QualType B, const ASTContext &Context) {
  return Context.hasSameUnqualifiedType(A.getNonReferenceType(),
                                        B.getNonReferenceType());
}

/// S reads memory that, for all the compiler knows, the store to E may change.
bool readsLike(const Stmt *S, const Expr &E, const MemoryPath &Stored,
               Frame &In, Evaluator &Eval) {
  if (!S || isa<LambdaExpr>(S))
    return false;
  const auto *C = dyn_cast<ImplicitCastExpr>(S);
  if (C && C->getCastKind() == CK_LValueToRValue &&
      isMemory(*C->getSubExpr()) &&
      hasTypeOf(C->getType(), E.getType(), In.F->U.Context)) {
    const auto P = Eval.pathOf(*C->getSubExpr(), In);
    if (!P || *P != Stored)
      return true;
  }
  return llvm::any_of(S->children(), [&](const Stmt *Child) {
    return readsLike(Child, E, Stored, In, Eval);
  });
}

/// Another element in each iteration.
bool movesIn(const Expr &E, Function &F, const Loop &L) {
  llvm::SmallVector<const ValueDecl *, 4> Variables;
  variablesIn(&E, Variables);
  return llvm::any_of(Variables, [&](const ValueDecl *V) {
    const auto *Local = dyn_cast<VarDecl>(V);
    return Local && Local->hasLocalStorage() &&
           (V->getType()->isIntegerType() || V->getType()->isPointerType()) &&
           isChangedIn(*V, F, &L);
  });
}

} // namespace

bool isStoredEachTime(const Expr &E, Frame &In, Evaluator &Eval) {
  const QualType T = E.getType().getNonReferenceType();
  if (T->isAnyCharacterType() || T.isVolatileQualified() || T->isAtomicType())
    return true;
  const auto Stored = Eval.pathOf(E, In);
  if (!Stored)
    return false;
  const Stmt *At = &E;
  for (Frame *X = &In; X; At = X->Site, X = X->Caller) {
    const auto Loops = X->F->loopsAround(*At);
    if (Loops.empty()) {
      // The whole body is part of the caller's loop.
      if (isConditional(*At, X->F->Body, *X->F) ||
          hasOpaqueCall(*X->F, nullptr, 0) ||
          readsLike(X->F->Body, E, *Stored, *X, Eval))
        return true;
      continue;
    }
    const Loop &L = *Loops.front();
    if (!L.Statement || isConditional(*At, L.Statement, *X->F) ||
        hasOpaqueCall(*X->F, &L, 0))
      return true;
    return (X == &In && movesIn(E, *X->F, L)) ||
           readsLike(L.Statement, E, *Stored, *X, Eval);
  }
  // The runtime repeats it: a parallel algorithm.
  return true;
}

} // namespace fastidious
