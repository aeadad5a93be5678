#include "analysis/SpecialItem.h"
#include "analysis/Fate.h"
#include "analysis/Use.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace fastidious {

namespace {

/// It leaves the iteration, or the loop.
bool jumps(const Stmt &S) {
  if (const auto *Block = dyn_cast<CompoundStmt>(&S))
    return !Block->body_empty() && jumps(*Block->body_back());
  return isa<ContinueStmt, BreakStmt, ReturnStmt>(S);
}

} // namespace

void forEachCondition(
    const Stmt &S, const Loop *L, const Function &F,
    llvm::function_ref<void(const Expr &, bool, const Stmt *)> Visit) {
  const Stmt *End = L ? L->Statement : F.Body;
  for (const Stmt *Up = &S, *P = F.parent(Up); P && Up != End;
       Up = P, P = F.parent(P)) {
    if (const auto *If = dyn_cast<IfStmt>(P);
        If && !If->isConsteval() &&
        (Up == If->getThen() || Up == If->getElse()))
      Visit(*If->getCond(), Up == If->getThen(), Up);
    const auto *Block = dyn_cast<CompoundStmt>(P);
    if (!Block)
      continue;
    for (const Stmt *Child : Block->body()) {
      if (Child == Up)
        break;
      const auto *If = dyn_cast<IfStmt>(Child);
      if (If && !If->isConsteval() && !If->getElse() && jumps(*If->getThen()))
        Visit(*If->getCond(), false, nullptr);
    }
  }
}

namespace {

/// `"x"`, `'x'`, also as an object made from it.
bool isLiteral(const Expr &E) {
  const Expr &At = stripped(E);
  if (const auto *Build = dyn_cast<CXXConstructExpr>(&At))
    return Build->getNumArgs() > 0 && isLiteral(*Build->getArg(0));
  return isa<StringLiteral, CharacterLiteral>(At);
}

bool isZero(const Expr &E) {
  const auto *Number = dyn_cast<IntegerLiteral>(&stripped(E));
  return Number && Number->getValue() == 0;
}

/// `std::strcmp(name, "x")`, `line.starts_with("#")`
bool isGivenLiteral(const Expr &E) {
  const auto *Call = dyn_cast<CallExpr>(&stripped(E));
  return Call && llvm::any_of(argumentsOf(*Call),
                              [](const Expr *A) { return isLiteral(*A); });
}

bool isEquality(const Expr &Left, const Expr &Right) {
  return isLiteral(Left) || isLiteral(Right) ||
         (isGivenLiteral(Left) && isZero(Right)) ||
         (isZero(Left) && isGivenLiteral(Right));
}

/// Where Condition has the value Holds, something is equal to a literal.
bool tellsLiteral(const Expr &Condition, bool Holds) {
  const Expr &At = stripped(Condition);
  if (const auto *Not = dyn_cast<UnaryOperator>(&At))
    return Not->getOpcode() == UO_LNot &&
           tellsLiteral(*Not->getSubExpr(), !Holds);
  if (const auto *Op = dyn_cast<BinaryOperator>(&At)) {
    const Expr &Left = *Op->getLHS(), &Right = *Op->getRHS();
    if (Op->isLogicalOp()) {
      const bool InLeft = tellsLiteral(Left, Holds);
      const bool InRight = tellsLiteral(Right, Holds);
      return Op->getOpcode() == (Holds ? BO_LAnd : BO_LOr) ? InLeft || InRight
                                                           : InLeft && InRight;
    }
    return Op->getOpcode() == (Holds ? BO_EQ : BO_NE) &&
           isEquality(Left, Right);
  }
  if (const auto *Rewritten = dyn_cast<CXXRewrittenBinaryOperator>(&At))
    return Rewritten->getOperator() == (Holds ? BO_EQ : BO_NE) &&
           isEquality(*Rewritten->getLHS(), *Rewritten->getRHS());
  if (const auto *Op = dyn_cast<CXXOperatorCallExpr>(&At);
      Op && Op->getNumArgs() == 2 && Op->isComparisonOp())
    return Op->getOperator() == (Holds ? OO_EqualEqual : OO_ExclaimEqual) &&
           isEquality(*Op->getArg(0), *Op->getArg(1));
  if (!isGivenLiteral(At))
    return false;
  // `!strcmp(name, "x")`: what compares returns a number.
  return At.getType()->isBooleanType()
             ? Holds
             : At.getType()->isIntegerType() && !Holds;
}

/// Condition names something that another iteration changes.
bool variesIn(const Expr &Condition, const Loop *L, Function &F) {
  llvm::SmallVector<const ValueDecl *, 4> Named;
  variablesIn(&Condition, Named);
  return !L || llvm::any_of(Named, [&](const ValueDecl *D) {
    const auto *V = dyn_cast<VarDecl>(D);
    return isChangedIn(*D, F, L) || (V && F.isDeclaredIn(*V, *L));
  });
}

} // namespace

static bool mayTellLiteral(const Expr &Condition) {
  const auto *Op = dyn_cast<BinaryOperator>(&stripped(Condition));
  return Op && Op->getOpcode() == BO_LOr
             ? mayTellLiteral(*Op->getLHS()) || mayTellLiteral(*Op->getRHS())
             : tellsLiteral(Condition, true);
}

/// `do { name = pick(); } while (name == last || name == "x");`
static bool isRetry(const Loop *L) {
  const auto *Do = L ? dyn_cast_or_null<DoStmt>(L->Statement) : nullptr;
  return Do && mayTellLiteral(*Do->getCond());
}

bool isForSpecialItem(const Stmt &S, const Loop *L, Function &F) {
  bool Found = isRetry(L);
  forEachCondition(S, L, F, [&](const Expr &Condition, bool Holds, auto *) {
    Found =
        Found || (tellsLiteral(Condition, Holds) && variesIn(Condition, L, F));
  });
  return Found;
}

} // namespace fastidious
