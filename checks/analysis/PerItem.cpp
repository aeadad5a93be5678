#include "analysis/PerItem.h"
#include "analysis/Counted.h"
#include "analysis/Fate.h"
#include "analysis/OneShot.h"
#include "analysis/TripCount.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Analysis/Analyses/CFGReachabilityAnalysis.h"
#include "llvm/ADT/SmallPtrSet.h"

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

/// The functions that S names, those called in a lambda among them.
void functionsIn(const Stmt *S, llvm::SmallPtrSetImpl<const Decl *> &Found) {
  if (!S)
    return;
  if (const auto *L = dyn_cast<LambdaExpr>(S))
    return functionsIn(L->getBody(), Found);
  const auto *Ref = dyn_cast<DeclRefExpr>(S);
  const auto *Member = dyn_cast<MemberExpr>(S);
  const ValueDecl *D = Ref      ? Ref->getDecl()
                       : Member ? Member->getMemberDecl()
                                : nullptr;
  if (isa_and_nonnull<FunctionDecl>(D))
    Found.insert(D->getCanonicalDecl());
  for (const Stmt *Child : S->children())
    functionsIn(Child, Found);
}

/// Before or after the loop the thread that runs it does the same for an
/// element itself: `work(&parts[0])`. What is divided are shares.
bool creatorTakesShare(const ThreadStart &T, const Loop &L, Function &F) {
  const auto B = L.Statement ? boundOf(L, F) : std::nullopt;
  if (!B || !F.loops().graph())
    return false;
  llvm::SmallPtrSet<const Decl *, 4> Work;
  for (const Expr *E : T.Callables)
    functionsIn(E, Work);
  llvm::SmallVector<const ValueDecl *, 2> InLimit;
  variablesIn(B->Limit, InLimit);
  CFGReverseBlockReachabilityAnalysis Reaches(*F.loops().graph());
  return llvm::any_of(F.Calls, [&](const CallExpr *Call) {
    const FunctionDecl *Callee = Call->getDirectCallee();
    const CFGBlock *At = Callee ? F.blockOf(*Call) : nullptr;
    if (!At || L.contains(*At) || !Work.contains(Callee->getCanonicalDecl()))
      return false;
    llvm::SmallVector<const ValueDecl *, 4> Given;
    for (const Expr *A : argumentsOf(*Call))
      variablesIn(A, Given);
    return llvm::any_of(Given,
                        [&](const ValueDecl *V) {
                          return llvm::is_contained(InLimit, V);
                        }) &&
           (Reaches.isReachable(L.Header, At) ||
            Reaches.isReachable(At, L.Header));
  });
}

/// Goes from the thread outwards until a loop says what is counted.
class Search {
public:
  Search(const ThreadStart &T, unsigned MinTrips, unsigned MaxDepth)
      : T(T), MinTrips(MinTrips), MaxDepth(MaxDepth) {}

  std::optional<Repetition> find(const Stmt &S, Function &F, unsigned Depth) {
    if (F.isCold(S) || !F.blockOf(S))
      return std::nullopt;
    for (const Loop *L : F.loopsAround(S)) {
      if (isShort(*L, F, MinTrips) || isOneShot(S, *L, F))
        continue;
      if (!isOverItems(*L, F, Depth) ||
          (Depth == 0 && creatorTakesShare(T, *L, F)))
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

bool isOwnMember(const Expr &E) {
  const auto *M = dyn_cast<MemberExpr>(&stripped(E));
  return M && isa<CXXThisExpr>(stripped(*M->getBase()));
}

/// The thread, or its first owner: `new thread(f)`, `unique_ptr(new ...)`.
const Expr &ownerOf(const Expr &Thread, Function &F) {
  const Expr *At = &Thread;
  for (const Stmt *P = F.semanticParent(At); P; P = F.semanticParent(At)) {
    const auto *Build = dyn_cast<CXXConstructExpr>(P);
    if (!isa<CXXNewExpr, CXXFunctionalCastExpr>(P) &&
        !(Build && F.U.Lib.has(Trait::Owner, Build->getType())))
      break;
    At = cast<Expr>(P);
  }
  return *At;
}

/// `owner_.reset(new thread(f))`, `optional_.emplace(f)`
bool isPutIntoMember(const Stmt *S) {
  const auto *Call = dyn_cast_or_null<CXXMemberCallExpr>(S);
  if (!Call)
    return false;
  const Expr &Object = *Call->getImplicitObjectArgument();
  return isOwnMember(Object) && !isRange(Object.getType());
}

/// The thread belongs to an object for as long as that lives.
bool isOfObject(const ThreadStart &T, Function &F) {
  const Expr &Owner = ownerOf(*T.At, F);
  const Fate Made = fateOf(Owner, F);
  return Made.K == Fate::Member || isPutIntoMember(T.At) ||
         isPutIntoMember(F.semanticParent(&Owner)) ||
         (Made.K == Fate::Assigned && isOwnMember(*Made.To));
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
