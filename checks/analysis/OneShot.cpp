#include "analysis/OneShot.h"
#include "analysis/IterationPaths.h"
#include "analysis/SpecialItem.h"
#include "analysis/Use.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace clang;

namespace fastidious {

namespace {

/// `Flag`, `!Flag`, `State == Start`: what holds where a branch is entered.
struct Guard {
  Place Of;
  QualType Type;
  /// The value that is compared with; zero for a flag alone.
  llvm::APSInt With;
  /// The place has that value, or it has another one.
  bool IsEqual;
};

std::optional<llvm::APSInt> constantOf(const Expr &E,
                                       const ASTContext &Context) {
  Expr::EvalResult Value;
  if (E.isNullPointerConstant(const_cast<ASTContext &>(Context),
                              Expr::NPC_ValueDependentIsNotNull))
    return llvm::APSInt::get(0);
  if (!E.getType()->isIntegralOrEnumerationType() ||
      !E.EvaluateAsInt(Value, Context))
    return std::nullopt;
  return Value.Val.getInt();
}

class GuardSearch {
public:
  explicit GuardSearch(Function &F) : F(F) {}

  /// Adds what is sure where Condition is Holds.
  void add(const Expr &Condition, bool Holds) {
    const Expr &At = stripped(Condition);
    if (const auto *Not = dyn_cast<UnaryOperator>(&At);
        Not && Not->getOpcode() == UO_LNot)
      return add(*Not->getSubExpr(), !Holds);
    const auto *Op = dyn_cast<BinaryOperator>(&At);
    if (Op && Op->getOpcode() == (Holds ? BO_LAnd : BO_LOr)) {
      add(*Op->getLHS(), Holds);
      return add(*Op->getRHS(), Holds);
    }
    if (!Op)
      return addComparison(At, llvm::APSInt::get(0), !Holds);
    if (!Op->isEqualityOp())
      return;
    const bool IsEqual = Holds == (Op->getOpcode() == BO_EQ);
    if (const auto Right = constantOf(*Op->getRHS(), F.U.Context))
      addComparison(*Op->getLHS(), *Right, IsEqual);
    else if (const auto Left = constantOf(*Op->getLHS(), F.U.Context))
      addComparison(*Op->getRHS(), *Left, IsEqual);
  }

  llvm::SmallVector<Guard, 4> Found;

private:
  void addComparison(const Expr &E, const llvm::APSInt &With, bool IsEqual) {
    const Expr &At = stripped(E);
    const QualType T = At.getType();
    if (!isa<DeclRefExpr, MemberExpr>(At) ||
        !(T->isIntegralOrEnumerationType() || T->isPointerType()))
      return;
    std::optional<Place> P = placeOf(At, F);
    // The pointer itself, not what it points to.
    if (P && T->isPointerType())
      P->Steps.pop_back();
    if (P)
      Found.push_back({std::move(*P), T, With, IsEqual});
  }

  Function &F;
};

/// U gives the place a value with which the guard does not hold.
bool isRefuted(const Guard &G, const Use &U, const ASTContext &Context) {
  // `if (n == 0) { ...; ++n; }`
  if (U.K == Use::Modify && !U.OfPart)
    return G.IsEqual;
  const auto *Op = dyn_cast_or_null<BinaryOperator>(U.By);
  if (U.K != Use::Assign || U.OfPart || !Op)
    return false;
  const auto Value = constantOf(*Op->getRHS(), Context);
  // `if (!p) p = make();`
  if (!Value)
    return G.IsEqual && G.Type->isPointerType();
  return llvm::APSInt::isSameValue(*Value, G.With) != G.IsEqual;
}

/// S is executed whenever Branch is, as far as the statements say.
bool isUnconditionalIn(const Stmt &S, const Stmt &Branch, const Function &F) {
  for (const Stmt *Up = &S; Up; Up = F.parent(Up)) {
    if (Up == &Branch)
      return true;
    if (!isa<Expr, CompoundStmt>(Up) ||
        isa<ConditionalOperator, LambdaExpr>(Up))
      return false;
  }
  return false;
}

/// The iteration gives the place another value on every path through it.
bool isChangedEachTime(const Loop &L, Function &F,
                       llvm::function_ref<bool(const Use &)> IsMeant,
                       const Place &P) {
  llvm::SmallPtrSet<const CFGBlock *, 4> Changes;
  forEachUse(P, F, [&](const Use &U) {
    if (U.changes() && F.isIn(*U.Object, L) && IsMeant(U))
      Changes.insert(F.blockOf(*U.Object));
  });
  const auto Times = countPerIteration(
      F, &L, [&](const CFGBlock &B) { return Changes.contains(&B) ? 1u : 0u; });
  return !Changes.empty() && Times && Times->Least > 0;
}

bool isRefutedIn(const Guard &G, const Stmt &Branch, Function &F) {
  bool Found = false;
  forEachUse(G.Of, F, [&](const Use &U) {
    Found |= U.By && isRefuted(G, U, F.U.Context) &&
             isUnconditionalIn(*U.By, Branch, F);
  });
  return Found;
}

bool isBelow(const Stmt &S, const Stmt &Upper, const Function &F) {
  for (const Stmt *Up = &S; Up; Up = F.parent(Up))
    if (Up == &Upper)
      return true;
  return false;
}

/// The guard of a branch stays refuted in the following iterations of L.
bool staysRefuted(const Guard &G, const Stmt &Branch, const Loop &L,
                  Function &F) {
  const auto *V = dyn_cast_or_null<VarDecl>(G.Of.Root);
  if (V && F.isDeclaredIn(*V, L))
    return false;
  return isRefutedIn(G, Branch, F) &&
         !isChangedEachTime(
             L, F, [&](const Use &U) { return !isBelow(*U.Object, Branch, F); },
             G.Of);
}

/// `while (active) { ...; active = false; }`
bool endsItself(const Loop &L, Function &F) {
  const Expr *Condition = conditionOf(L.Statement);
  if (!Condition)
    return false;
  GuardSearch Guards(F);
  Guards.add(*Condition, true);
  return llvm::any_of(Guards.Found, [&](const Guard &G) {
    bool IsOther = false;
    forEachUse(G.Of, F, [&](const Use &U) {
      IsOther |=
          U.changes() && F.isIn(*U.Object, L) && !isRefuted(G, U, F.U.Context);
    });
    // A counter.
    const auto IsSet = [](const Use &U) { return U.K == Use::Assign; };
    return !IsOther && isChangedEachTime(L, F, IsSet, G.Of);
  });
}

} // namespace

bool isOneShot(const Stmt &S, const Loop &L, Function &F) {
  bool Found = endsItself(L, F);
  forEachCondition(S, &L, F,
                   [&](const Expr &Condition, bool Holds, const Stmt *Branch) {
                     if (Found || !Branch)
                       return;
                     GuardSearch Guards(F);
                     Guards.add(Condition, Holds);
                     Found = llvm::any_of(Guards.Found, [&](const Guard &G) {
                       return staysRefuted(G, *Branch, L, F);
                     });
                   });
  return Found;
}

} // namespace fastidious
