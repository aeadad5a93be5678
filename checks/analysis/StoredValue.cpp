#include "analysis/StoredValue.h"
#include "analysis/Outcome.h"
#include "analysis/Place.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace fastidious {

/// The call of a member function of Object; null for other uses.
static const CXXMemberCallExpr *memberCallOn(const Expr &Object, Function &F) {
  const Stmt *Up = F.semanticParent(&Object);
  return isa_and_nonnull<MemberExpr>(Up)
             ? dyn_cast_or_null<CXXMemberCallExpr>(F.semanticParent(Up))
             : nullptr;
}

/// `x.store(v)`, `x.exchange(v, order)`, `x.compare_exchange_weak(e, v)`: the
/// last argument of the type of the first.
static const Expr *valueGiven(const CXXMemberCallExpr &Call) {
  const CXXMethodDecl *Method = Call.getMethodDecl();
  if (!Method || Method->isConst() || Call.getNumArgs() == 0)
    return nullptr;
  const ASTContext &Context = Method->getASTContext();
  const auto TypeOf = [&](unsigned I) {
    return Method->getParamDecl(I)->getType().getNonReferenceType();
  };
  const Expr *Last = nullptr;
  for (unsigned I = 0; I < Method->getNumParams(); ++I)
    if (Context.hasSameUnqualifiedType(TypeOf(I), TypeOf(0)))
      Last = Call.getArg(I);
  return Last;
}

const Expr *storedValue(const Expr &Object, Function &F) {
  const Expr &At = stripped(Object);
  const Stmt *Up = F.semanticParent(&At);
  const auto *Op = dyn_cast_or_null<BinaryOperator>(Up);
  if (Op && Op->isAssignmentOp() && &stripped(*Op->getLHS()) == &At)
    return Op->getRHS();
  const auto *Assign = dyn_cast_or_null<CXXOperatorCallExpr>(Up);
  if (Assign && Assign->getOperator() == OO_Equal &&
      Assign->getNumArgs() == 2 && &stripped(*Assign->getArg(0)) == &At)
    return Assign->getArg(1);
  const CXXMemberCallExpr *Call = memberCallOn(Object, F);
  return Call ? valueGiven(*Call) : nullptr;
}

std::optional<llvm::APSInt> storedConstant(const Expr &Object, Function &F) {
  const auto *Op = dyn_cast_or_null<BinaryOperator>(F.semanticParent(&Object));
  const Expr *Value = storedValue(Object, F);
  Expr::EvalResult Result;
  if (!Value || Value->isValueDependent() ||
      (Op && Op->isCompoundAssignmentOp()) ||
      !Value->getType()->isIntegralOrEnumerationType() ||
      !Value->EvaluateAsInt(Result, F.U.Context))
    return std::nullopt;
  return Result.Val.getInt();
}

/// Not the multipliers of hashes and random numbers.
static bool isSmallFactor(const Expr &E, const ASTContext &Context) {
  constexpr int64_t Largest = 16;
  Expr::EvalResult Value;
  if (E.isValueDependent() || !E.getType()->isIntegerType() ||
      !E.EvaluateAsInt(Value, Context))
    return false;
  const int64_t N = Value.Val.getInt().getExtValue();
  return N >= 2 && N <= Largest;
}

bool isMultiplied(const Expr &Object, Function &F) {
  const CXXMemberCallExpr *Call = memberCallOn(Object, F);
  const bool IsTried = Call && isRetriedOn(Call, Object, F.U.Lib);
  const Expr *Value = storedValue(Object, F);
  if (!Value || (!IsTried && !isConditional(Object, F.Body, F)))
    return false;
  const auto *By = dyn_cast_or_null<BinaryOperator>(F.semanticParent(&Object));
  if (By && By->getOpcode() == BO_MulAssign)
    return isSmallFactor(*Value, F.U.Context);
  const auto *Op = dyn_cast<BinaryOperator>(&stripped(*Value));
  return Op && Op->getOpcode() == BO_Mul &&
         (isSmallFactor(*Op->getLHS(), F.U.Context) ||
          isSmallFactor(*Op->getRHS(), F.U.Context));
}

static const ValueDecl *variableOf(const Expr &E) {
  const auto *Ref = dyn_cast<DeclRefExpr>(&stripped(E));
  return Ref ? Ref->getDecl() : nullptr;
}

/// E asks what the pointer V leads to: `v->size() / 2`.
static bool asks(const Stmt *E, const ValueDecl &V) {
  const auto *Member = dyn_cast_or_null<MemberExpr>(E);
  if (Member && Member->isArrow() && variableOf(*Member->getBase()) == &V)
    return true;
  return E && llvm::any_of(E->children(),
                           [&](const Stmt *Child) { return asks(Child, V); });
}

/// S says which of Known and New is larger, or how large what Known points to
/// is.
static bool compares(const Stmt *S, const ValueDecl &Known,
                     const ValueDecl *New) {
  if (!S)
    return false;
  if (const auto *Op = dyn_cast<BinaryOperator>(S);
      Op && Op->isRelationalOp()) {
    const ValueDecl *L = variableOf(*Op->getLHS());
    const ValueDecl *R = variableOf(*Op->getRHS());
    if (New && ((L == &Known && R == New) || (L == New && R == &Known)))
      return true;
    if (asks(Op, Known))
      return true;
  }
  // `less(known, made)`
  const auto *Call = dyn_cast<CallExpr>(S);
  const auto IsGiven = [&](const ValueDecl &V) {
    return llvm::any_of(Call->arguments(),
                        [&](const Expr *A) { return variableOf(*A) == &V; });
  };
  if (Call && New && S->getStmtClass() != Stmt::CXXMemberCallExprClass &&
      IsGiven(Known) && IsGiven(*New))
    return true;
  return isa<Expr>(S) && llvm::any_of(S->children(), [&](const Stmt *Child) {
           return compares(Child, Known, New);
         });
}

bool isRaised(const Expr &Object, Function &F) {
  const CXXMemberCallExpr *Call = memberCallOn(Object, F);
  if (!Call || Call->getNumArgs() < 2 || !isRetriedOn(Call, Object, F.U.Lib))
    return false;
  const ValueDecl *Known = variableOf(*Call->getArg(0));
  const ValueDecl *New = variableOf(*Call->getArg(1));
  // `Table *expected = known;`
  const auto *Copy = dyn_cast_or_null<VarDecl>(Known);
  const ValueDecl *Origin =
      Copy && Copy->getInit() ? variableOf(*Copy->getInit()) : nullptr;
  for (const Stmt *Up = Call; Known && Up && Up != F.Body; Up = F.parent(Up)) {
    const auto *If = dyn_cast<IfStmt>(Up);
    const Stmt *Said = isa<Expr>(Up) ? Up
                       : If          ? If->getCond()
                                     : conditionOf(Up);
    if (compares(Said, *Known, New) || (Origin && compares(Said, *Origin, New)))
      return true;
  }
  return false;
}

bool isRetriedOn(const Stmt *S, const Expr &At, Library &Lib) {
  const auto *Call = dyn_cast_or_null<CXXMemberCallExpr>(S);
  const CXXMethodDecl *Method = Call ? Call->getMethodDecl() : nullptr;
  return Method && Lib.isRetried(*Method) &&
         &stripped(*Call->getImplicitObjectArgument()) == &stripped(At);
}

} // namespace fastidious
