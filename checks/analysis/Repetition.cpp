#include "analysis/Repetition.h"
#include "analysis/Fate.h"
#include "analysis/OneShot.h"
#include "analysis/TripCount.h"
#include "clang/AST/StmtCXX.h"
#include "clang/AST/StmtOpenMP.h"

using namespace clang;

namespace fastidious {

namespace {

constexpr unsigned MaxDepth = 4;
constexpr unsigned MaxCallers = 64;

bool isStableInput(const Input &I, Function &F, const Loop *L,
                   Dependencies *Outside) {
  if (I.Variable && I.AsPlace) {
    Place P;
    P.Root = I.Variable;
    return isStable(P, F, L, Outside);
  }
  if (I.Variable)
    return isStable(*I.Variable, F, L, Outside);
  if (!I.AsPlace)
    return isStable(*I.Value, F, L, Outside);
  const std::optional<Place> P = placeOf(*I.Value, F);
  return P && isStable(*P, F, L, Outside);
}

bool allStable(llvm::ArrayRef<Input> Inputs, Function &F, const Loop *L) {
  return llvm::all_of(
      Inputs, [&](const Input &I) { return isStableInput(I, F, L, nullptr); });
}

} // namespace

const Expr *argumentFor(const ParmVarDecl &P, const Expr &At) {
  const unsigned Index = P.getFunctionScopeIndex();
  if (const auto *Build = dyn_cast<CXXConstructExpr>(&At))
    return Index < Build->getNumArgs() ? Build->getArg(Index) : nullptr;
  const auto *Call = dyn_cast<CallExpr>(&At);
  if (!Call)
    return nullptr;
  // The first operand of a member operator is the object.
  const auto *Method = methodOf(*Call);
  const unsigned Skip =
      isa<CXXOperatorCallExpr>(Call) && Method && !Method->isStatic() ? 1 : 0;
  return Index + Skip < Call->getNumArgs() ? Call->getArg(Index + Skip)
                                           : nullptr;
}

namespace {

const Expr *objectOf(const Expr &At) {
  if (const auto *M = dyn_cast<CXXMemberCallExpr>(&At))
    return M->getImplicitObjectArgument();
  if (const auto *Op = dyn_cast<CXXOperatorCallExpr>(&At))
    return Op->getArg(0);
  return nullptr;
}

/// What the inputs are at a call, in terms of the caller.
std::optional<llvm::SmallVector<Input, 4>>
inputsAt(const Expr &At, Function &F, llvm::ArrayRef<Input> Inputs) {
  llvm::SmallVector<Input, 4> Outer;
  for (const Input &I : Inputs) {
    Dependencies D;
    if (!isStableInput(I, F, nullptr, &D))
      return std::nullopt;
    for (const VarDecl *V : D.Captured)
      Outer.push_back({nullptr, V, I.AsPlace});
    for (const ParmVarDecl *P : D.Parameters) {
      const Expr *Argument = argumentFor(*P, At);
      if (!Argument)
        return std::nullopt;
      Outer.push_back({Argument, nullptr, I.AsPlace});
    }
    if (!D.This)
      continue;
    // A constructor makes its own object in each call.
    const Expr *Object = objectOf(At);
    if (!Object)
      return std::nullopt;
    Outer.push_back({Object, nullptr, I.AsPlace});
  }
  return Outer;
}

class Search {
public:
  Search(unsigned MinTrips, bool IsReturned, bool CountsKept = false)
      : MinTrips(MinTrips), IsReturned(IsReturned), CountsKept(CountsKept) {}

  std::optional<Repetition> find(const Stmt &S, Function &F,
                                 llvm::ArrayRef<Input> Inputs, unsigned Depth) {
    if (F.isCold(S) || !F.blockOf(S))
      return std::nullopt;
    for (const Loop *L : F.loopsAround(S)) {
      if (isOneShot(S, *L, F))
        continue;
      if (!allStable(Inputs, F, L))
        return std::nullopt;
      if (!isShort(*L, F, MinTrips))
        return Repetition{Repetition::Loop, L->location(), Depth > 0, &F, L};
    }
    return F.Decl && Depth < MaxDepth ? findInCallers(F, Inputs, Depth)
                                      : std::nullopt;
  }

private:
  std::optional<Repetition>
  findInCallers(Function &F, llvm::ArrayRef<Input> Inputs, unsigned Depth) {
    const llvm::ArrayRef<CallSite> Sites = F.U.callersOf(*F.Decl);
    for (const CallSite &Site : Sites.take_front(MaxCallers)) {
      if (Site.K != CallSite::Plain && Site.K != CallSite::PerElement)
        continue;
      // An object that is made to be kept is the purpose of its loop.
      if (!CountsKept && (IsReturned || isa<CXXConstructExpr>(Site.At)) &&
          isKept(*Site.At, *Site.In))
        continue;
      const auto Outer = inputsAt(*Site.At, F, Inputs);
      if (Site.K == CallSite::PerElement && isPerElement(F, Inputs, Site))
        return Repetition{Repetition::Algorithm, Site.At->getExprLoc(),
                          Depth > 0, Site.In, nullptr};
      if (Site.K != CallSite::Plain || !Outer)
        continue;
      if (auto Found = find(*Site.At, *Site.In, *Outer, Depth + 1))
        return Found;
    }
    return std::nullopt;
  }

  /// The algorithm gives another element in each call, the rest is the same.
  bool isPerElement(Function &F, llvm::ArrayRef<Input> Inputs,
                    const CallSite &Site) {
    if (Site.In->isCold(*Site.At))
      return false;
    for (const Input &I : Inputs) {
      Dependencies D;
      if (!isStableInput(I, F, nullptr, &D) || !D.Parameters.empty())
        return false;
    }
    return true;
  }

  const unsigned MinTrips;
  const bool IsReturned, CountsKept;
};

bool runsOnceAt(Function &F, unsigned Depth);

bool siteRunsOnce(const CallSite &Site, unsigned Depth) {
  if (Site.K == CallSite::Once || isInStaticInitializer(*Site.At, *Site.In))
    return true;
  return Site.K == CallSite::Plain && Site.In->loopsAround(*Site.At).empty() &&
         runsOnceAt(*Site.In, Depth + 1);
}

bool runsOnceAt(Function &F, unsigned Depth) {
  if (!F.Decl || F.Decl->isMain())
    return true;
  // TEST(Suite, Name) { ... }: a framework runs it, once as a rule.
  if (F.Root.Decl && F.Root.Decl->getLocation().isMacroID() && !F.Lambda)
    return true;
  const bool AllCallersKnown = F.Lambda || !F.Decl->isExternallyVisible();
  const llvm::ArrayRef<CallSite> Sites = F.U.callersOf(*F.Decl);
  return AllCallersKnown && Depth < MaxDepth && !Sites.empty() &&
         llvm::all_of(
             Sites,
             [&](const CallSite &Site) { return siteRunsOnce(Site, Depth); });
}

} // namespace

std::optional<Repetition> findRepetition(const Stmt &S, Function &F,
                                         llvm::ArrayRef<Input> Inputs,
                                         unsigned MinTrips, bool IsReturned) {
  return Search(MinTrips, IsReturned).find(S, F, Inputs, 0);
}

std::optional<Repetition> findAnyRepetition(const Stmt &S, Function &F,
                                            unsigned MinTrips) {
  return Search(MinTrips, false, /*CountsKept=*/true).find(S, F, {}, 0);
}

bool isInvokedInPlace(const Function &F) {
  const auto *Call =
      F.Lambda
          ? dyn_cast_or_null<CXXOperatorCallExpr>(F.semanticParent(F.Lambda))
          : nullptr;
  return Call && &stripped(*Call->getArg(0)) == F.Lambda;
}

bool isInParallelRegion(const Stmt &S, Function &F) {
  for (const Stmt *Up = &S; Up; Up = F.parent(Up))
    if (isa<OMPExecutableDirective>(Up))
      return true;
  if (!F.Lambda || !F.loopsAround(S).empty())
    return false;
  return llvm::any_of(F.U.callersOf(*F.Decl), [&](const CallSite &Site) {
    const auto *Call = dyn_cast<CallExpr>(Site.At);
    return Call && llvm::any_of(argumentsOf(*Call), [&](const Expr *A) {
             return F.U.Lib.isParallelPolicy(A->getType());
           });
  });
}

bool runsOnce(Function &F) { return runsOnceAt(F, 0); }

} // namespace fastidious
