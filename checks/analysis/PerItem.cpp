#include "analysis/PerItem.h"
#include "analysis/Counted.h"
#include "analysis/Fate.h"
#include "analysis/TripCount.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace fastidious {

namespace {

/// The counter picks what one thread reads: `process(jobs[i])`. Not: threads
/// by number (`stack[i]` is written, `n` divides the work).
class ElementSearch {
public:
  ElementSearch(const LoopBound &B, Function &F) : B(B), F(F) {}

  bool isGiven(const ThreadStart &T) {
    for (const Expr *E : T.Callables)
      visit(E);
    for (const Expr *E : T.Arguments)
      visit(E);
    return FoundElement && !FoundLimit;
  }

private:
  void visit(const Stmt *S) {
    if (!S)
      return;
    if (const auto *L = dyn_cast<LambdaExpr>(S))
      return visit(L->getBody());
    if (const auto *Ref = dyn_cast<DeclRefExpr>(S))
      FoundLimit |= isLimit(*Ref->getDecl());
    if (const auto *M = dyn_cast<MemberExpr>(S))
      FoundLimit |= isLimit(*M->getMemberDecl());
    FoundElement |= isElement(*S);
    for (const Stmt *Child : S->children())
      visit(Child);
  }
  bool isLimit(const ValueDecl &V) const {
    llvm::SmallVector<const ValueDecl *, 2> InLimit;
    variablesIn(B.Limit, InLimit);
    return llvm::is_contained(InLimit, &V);
  }
  bool isCounter(const Expr &E) const {
    const auto *Ref = dyn_cast<DeclRefExpr>(&stripped(E));
    return Ref && Ref->getDecl() == B.Counter;
  }
  /// `items[i]`, read.
  bool isElement(const Stmt &S) {
    const Expr *Base = nullptr;
    if (const auto *A = dyn_cast<ArraySubscriptExpr>(&S))
      Base = isCounter(*A->getIdx()) ? A->getBase() : nullptr;
    else if (const auto *C = dyn_cast<CallExpr>(&S)) {
      const auto *Member = dyn_cast<CXXMemberCallExpr>(C);
      const Expr *Last =
          C->getNumArgs() > 0 ? C->getArg(C->getNumArgs() - 1) : nullptr;
      const CXXMethodDecl *M = methodOf(*C);
      if (Last && isCounter(*Last) && M &&
          M->getReturnType()->isReferenceType())
        Base = Member ? Member->getImplicitObjectArgument() : C->getArg(0);
    }
    if (!Base || holdsThreads(Base->getType(), F.U.Lib))
      return false;
    const auto P = placeOf(*Base, F);
    if (!P || !P->Root)
      return false;
    // What the function makes for its threads.
    const auto *V = dyn_cast<VarDecl>(P->Root);
    if (V && V->isLocalVarDecl())
      return false;
    return Base->getType().isConstQualified() ||
           (Base->getType()->isPointerType() &&
            Base->getType()->getPointeeType().isConstQualified());
  }

  const LoopBound &B;
  Function &F;
  bool FoundElement = false, FoundLimit = false;
};

/// Goes from the thread outwards until a loop says what is counted.
class Search {
public:
  Search(const ThreadStart &T, unsigned MinTrips, unsigned MaxDepth)
      : T(T), MinTrips(MinTrips), MaxDepth(MaxDepth) {}

  std::optional<Repetition> find(const Stmt &S, Function &F, unsigned Depth) {
    if (F.isCold(S) || !F.blockOf(S))
      return std::nullopt;
    for (const Loop *L : F.loopsAround(S)) {
      if (isShort(*L, F, MinTrips))
        continue;
      if (!isOverItems(*L, F, Depth))
        return std::nullopt;
      return Repetition{Repetition::Loop, L->location(), Depth > 0, &F, L};
    }
    return F.Decl && Depth < MaxDepth ? findInCallers(F, Depth) : std::nullopt;
  }

private:
  bool isOverItems(const Loop &L, Function &F, unsigned Depth) {
    const Counted K = whatCounts(L, F);
    if (K != Counted::Unknown || Depth > 0)
      return K == Counted::Items;
    const auto B = boundOf(L, F);
    return B && !B->Strides && ElementSearch(*B, F).isGiven(T);
  }

  std::optional<Repetition> findInCallers(Function &F, unsigned Depth) {
    for (const CallSite &Site : F.U.callersOf(*F.Decl).take_front(64)) {
      if (Site.K == CallSite::PerElement &&
          isOverItems(*cast<CallExpr>(Site.At), *Site.In) &&
          !Site.In->isCold(*Site.At))
        return Repetition{Repetition::Algorithm, Site.At->getExprLoc(),
                          Depth > 0, Site.In, nullptr};
      if (Site.K != CallSite::Plain)
        continue;
      if (auto Found = find(*Site.At, *Site.In, Depth + 1))
        return Found;
    }
    return std::nullopt;
  }

  /// The first range or number that an algorithm is given says it.
  static bool isOverItems(const CallExpr &Algorithm, Function &F) {
    std::optional<Counted> First;
    for (const Expr *A : argumentsOf(Algorithm)) {
      const bool IsRange = isRange(A->getType()) || asIteratorCall(*A);
      if (!IsRange && !A->getType()->isIntegerType() &&
          !A->getType()->isPointerType())
        continue;
      const Counted K =
          A->getType()->isIntegerType() ? whatCounts(*A, F) : whatIsIn(*A, F);
      // `for_each_n(first, workers, ...)`.
      if (A->getType()->isIntegerType() || !First)
        First = K;
    }
    return First == Counted::Items;
  }

  const ThreadStart &T;
  const unsigned MinTrips, MaxDepth;
};

/// The thread belongs to an object for as long as that lives.
bool isOfObject(const ThreadStart &T, Function &F) {
  const Fate Made = fateOf(*T.At, F);
  if (Made.K == Fate::Member)
    return true;
  const Expr *To = Made.K == Fate::Assigned ? &stripped(*Made.To) : nullptr;
  const auto *M = dyn_cast_or_null<MemberExpr>(To);
  return M && isa<CXXThisExpr>(stripped(*M->getBase()));
}

} // namespace

std::optional<Repetition> findItems(const ThreadStart &T, Function &F,
                                    unsigned MinTrips) {
  const Fate Made = fateOf(*T.At, F);
  if (isInStaticInitializer(*T.At, F) || isLazy(*T.At, Made.To, F))
    return std::nullopt;
  // One thread for each object: `for (auto &s : services) s.start();`.
  const unsigned MaxDepth = isOfObject(T, F) ? 0 : 4;
  return Search(T, MinTrips, MaxDepth).find(*T.At, F, 0);
}

} // namespace fastidious
