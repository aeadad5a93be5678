#include "analysis/Repetition.h"
#include "analysis/Fate.h"
#include "analysis/OneShot.h"
#include "analysis/TripCount.h"
#include "analysis/Use.h"
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

/// The object of which E names a part: `rule` of `rule->pattern.c_str()`.
const Expr &wholeOf(const Expr &E, Library &Lib) {
  const Expr &At = stripped(E);
  if (const auto *M = dyn_cast<MemberExpr>(&At))
    return wholeOf(*M->getBase(), Lib);
  const auto *Call = dyn_cast<CXXMemberCallExpr>(&At);
  const CXXMethodDecl *Method = Call ? Call->getMethodDecl() : nullptr;
  return Method && Call->getNumArgs() == 0 && isHarmless(*Method, Lib)
             ? wholeOf(*Call->getImplicitObjectArgument(), Lib)
             : At;
}

/// V is the item of L, or a part of it, and stays as it is.
bool isItem(const ValueDecl *V, const CXXForRangeStmt &L, Function &F) {
  const auto *B = dyn_cast_or_null<BindingDecl>(V);
  return V && (B ? B->getDecomposedDecl() : V) == L.getLoopVariable() &&
         !isChangedIn(*V, F, nullptr);
}

/// \returns what L goes through, where E is an item of it: `text` in
/// `for (auto &text : texts)`, `texts[i]`; null for others.
const Expr *rangeOfItem(const Expr &E, const Loop &L, Function &F) {
  const Expr &Whole = wholeOf(E, F.U.Lib);
  const auto *Ref = dyn_cast<DeclRefExpr>(&Whole);
  if (const auto *Each = dyn_cast_or_null<CXXForRangeStmt>(L.Statement))
    return Ref && isItem(Ref->getDecl(), *Each, F) ? Each->getRangeInit()
                                                   : nullptr;
  const auto *For = dyn_cast_or_null<ForStmt>(L.Statement);
  const auto *Head = For ? dyn_cast_or_null<DeclStmt>(For->getInit()) : nullptr;
  const auto *Op = dyn_cast<CXXOperatorCallExpr>(&Whole);
  const auto *Index = dyn_cast<ArraySubscriptExpr>(&Whole);
  if (!Head || (!Index && !(Op && Op->getOperator() == OO_Subscript)))
    return nullptr;
  const auto *Counter = dyn_cast<DeclRefExpr>(
      &stripped(Index ? *Index->getIdx() : *Op->getArg(1)));
  if (!Counter || !llvm::is_contained(Head->decls(), Counter->getDecl()))
    return nullptr;
  return Index ? Index->getBase() : Op->getArg(0);
}

class Search {
public:
  Search(unsigned MinTrips, bool OfItems, bool CountsKept = false)
      : MinTrips(MinTrips), OfItems(OfItems), CountsKept(CountsKept) {}

  std::optional<Repetition> find(const Stmt &S, Function &F,
                                 llvm::ArrayRef<Input> Given, unsigned Depth) {
    if (F.isCold(S) || !F.blockOf(S))
      return std::nullopt;
    llvm::SmallVector<Input, 4> Inputs(Given);
    for (const Loop *L : F.loopsAround(S)) {
      if (isOneShot(S, *L, F))
        continue;
      if (!allStable(Inputs, F, L)) {
        if (!OfItems || !replaceItems(Inputs, *L, F))
          return std::nullopt;
      } else if (!isShort(*L, F, MinTrips)) {
        return Repetition{Repetition::Loop, L->location(), Depth > 0, &F, L};
      }
    }
    return F.Decl && Depth < MaxDepth ? findInCallers(F, Inputs, Depth)
                                      : std::nullopt;
  }

private:
  /// Inputs that are items of L become the range that L goes through.
  static bool replaceItems(llvm::MutableArrayRef<Input> Inputs, const Loop &L,
                           Function &F) {
    return llvm::all_of(Inputs, [&](Input &I) {
      if (isStableInput(I, F, &L, nullptr))
        return true;
      I.Value = I.Value && !I.AsPlace ? rangeOfItem(*I.Value, L, F) : nullptr;
      return I.Value != nullptr;
    });
  }

  std::optional<Repetition>
  findInCallers(Function &F, llvm::ArrayRef<Input> Inputs, unsigned Depth) {
    const llvm::ArrayRef<CallSite> Sites = F.U.callersOf(*F.Decl);
    for (const CallSite &Site : Sites.take_front(MaxCallers)) {
      if (Site.K != CallSite::Plain && Site.K != CallSite::PerElement)
        continue;
      // An object that is made to be kept is the purpose of its loop.
      if (!CountsKept && isa<CXXConstructExpr>(Site.At) &&
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
  const bool OfItems, CountsKept;
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
                                         unsigned MinTrips, bool OfItems) {
  return Search(MinTrips, OfItems).find(S, F, Inputs, 0);
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
             return F.U.Lib.has(Trait::ParallelPolicy, A->getType());
           });
  });
}

bool runsOnce(Function &F) { return runsOnceAt(F, 0); }

} // namespace fastidious
