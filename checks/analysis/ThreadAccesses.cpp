#include "analysis/Outcome.h"
#include "analysis/Place.h"
#include "analysis/RegisterPromotion.h"
#include "analysis/StoredValue.h"
#include "analysis/ThreadWalker.h"
#include "analysis/TripCount.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace fastidious {

llvm::SmallVector<const Loop *, 4>
ThreadWalker::loopsAround(const Expr &At, Frame &In, bool All) {
  llvm::SmallVector<const Loop *, 4> Found;
  const SourceManager &SM = U.Context.getSourceManager();
  const Stmt *S = &At;
  for (Frame *X = &In; X; S = X->Site, X = X->Caller) {
    for (const Loop *L : X->F->loopsAround(*S)) {
      if (X->Region && (!L->Statement || SM.isBeforeInTranslationUnit(
                                             L->Statement->getBeginLoc(),
                                             X->Region->getBeginLoc())))
        continue;
      if (All || !(isShort(*L, *X->F, FewTrips) || restsIn(*L, *X->F)))
        Found.push_back(L);
    }
    if (X->Around)
      Found.push_back(X->Around);
  }
  return Found;
}

bool ThreadWalker::restsIn(const Loop &L, Function &F) {
  const auto [Known, IsNew] = Resting.try_emplace(&L, false);
  if (!IsNew)
    return Known->second;
  const bool Rests = llvm::any_of(F.Calls, [&](const CallExpr *Call) {
    const FunctionDecl *Callee = Call->getDirectCallee();
    if (!Callee || !Callee->getIdentifier() ||
        !U.Lib.facts().namesSleep(Callee->getName()))
      return false;
    const auto Around = F.loopsAround(*Call);
    return !Around.empty() && Around.front() == &L &&
           !isConditional(*Call, L.Statement, F);
  });
  return Resting[&L] = Rests;
}

bool ThreadWalker::isShared(const MemoryPath &P, const Frame &In) const {
  // The creator's accesses count while a thread runs; a role's own objects
  // when it has started threads itself.
  return !Alive.empty() || (In.Role != 0 && P.Owner != In.Role);
}

void ThreadWalker::record(const Expr &E, bool IsWrite, Frame &In) {
  const Expr &At = stripped(E);
  if (const auto *Either = dyn_cast<ConditionalOperator>(&At)) {
    record(*Either->getTrueExpr(), IsWrite, In);
    return record(*Either->getFalseExpr(), IsWrite, In);
  }
  if (const auto *Ref = dyn_cast<DeclRefExpr>(&At);
      Ref && !isa<VarDecl, BindingDecl>(Ref->getDecl()))
    return;
  const auto P = Eval.pathOf(At, In);
  if (!P || !isShared(*P, In))
    return;
  auto Loops = loopsAround(At, In);
  if (IsWrite && !InAtomic && !recordOf(At.getType()) && !Loops.empty() &&
      !isStoredEachTime(At, In, Eval))
    return;
  MemoryAccess A{*P, In.Role, IsWrite, /*IsLock=*/false, &At};
  A.Loops = std::move(Loops);
  keepAccess(std::move(A), In);
}

/// `while (!a.compare_exchange_weak(e, d));`: the loop is part of one write.
bool ThreadWalker::isRetry(const Expr &At, Function &F) {
  const Stmt *Up = F.semanticParent(&At);
  const auto *Member = dyn_cast_or_null<MemberExpr>(Up);
  const auto *Method =
      Member ? dyn_cast<CXXMethodDecl>(Member->getMemberDecl()) : nullptr;
  if (!Method || !U.Lib.isRetried(*Method))
    return false;
  const Stmt *Below = Up;
  for (Up = F.parent(Up); Up && isa<Expr>(Up); Up = F.parent(Up))
    Below = Up;
  const auto *While = dyn_cast_or_null<WhileStmt>(Up);
  const auto *Do = dyn_cast_or_null<DoStmt>(Up);
  return (While && While->getCond() == Below) || (Do && Do->getCond() == Below);
}

bool ThreadWalker::isRare(const Expr &At, bool IsWrite, bool IsLock,
                          Frame &In) {
  if (IsSeldom || (InSetup && IsWrite && !IsLock))
    return true;
  if (IsWrite && !IsLock && isMultiplied(At, *In.F))
    return true;
  return IsWrite && In.Caller && In.Site &&
         !In.Caller->F->loopsAround(*In.Site).empty() &&
         endsLoopOf(At, *In.F, *In.Site, *In.Caller->F);
}

void ThreadWalker::recordPath(const MemoryPath &P, const Expr &At, bool IsWrite,
                              Frame &In, bool IsLock) {
  if (!isShared(P, In))
    return;
  MemoryAccess A{P, In.Role, IsWrite, IsLock, &At};
  A.Loops = loopsAround(At, In);
  keepAccess(std::move(A), In);
}

/// Nothing that another thread needs: a condition variable is used with its
/// lock, and an object of an empty class has no bytes.
static bool holdsNoData(QualType T, Library &Lib) {
  const CXXRecordDecl *R = recordOf(T);
  return R &&
         (Lib.has(Trait::Signal, R) || (R->hasDefinition() && R->isEmpty()));
}

static bool isElement(const MemoryPath &P) {
  return llvm::any_of(P.Steps, [](const MemoryPath::Step &S) {
    return S.K == MemoryPath::Step::Index;
  });
}

/// What a write of a truth value stores, under a condition.
static std::optional<bool> flagStored(const MemoryAccess &A, Frame &In) {
  const Expr *Value = storedValue(*A.At, *In.F);
  if (!Value || isElement(A.Path) || !Value->getType()->isBooleanType() ||
      !isConditional(*A.At, In.F->Body, *In.F))
    return std::nullopt;
  const auto N = storedConstant(*A.At, *In.F);
  return N ? std::optional(!N->isZero()) : std::nullopt;
}

void ThreadWalker::keepAccess(MemoryAccess A, Frame &In) {
  if (In.F->isCold(*A.At) || holdsNoData(A.Path.type(), U.Lib))
    return;
  if (A.IsWrite && !A.Loops.empty() && isRetry(*A.At, *In.F))
    A.Loops.erase(A.Loops.begin());
  // What all raise is soon high; of the slots of threads each is raised anew.
  const bool IsMaximum =
      A.IsWrite && !A.IsLock && !isElement(A.Path) && isRaised(*A.At, *In.F);
  if (A.Loops.empty() || IsMaximum || isRare(*A.At, A.IsWrite, A.IsLock, In)) {
    if (A.IsWrite)
      Story.Flags.push_back(A.Path);
    return;
  }
  A.Phase = Phase;
  A.Conditions.assign(Conditions.begin(), Conditions.end());
  if (A.IsWrite && !A.IsLock) {
    settle(A, In);
    A.Flag = flagStored(A, In);
  }
  for (const Lock &L : Locks)
    if (L.Held)
      A.Locks.push_back(L.Path);
  for (const Thread &T : Alive)
    A.Alive.push_back(T.Role);
  Story.Accesses.push_back(std::move(A));
}

} // namespace fastidious
