#include "analysis/Outcome.h"
#include "analysis/Place.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace fastidious {

const Expr &readObject(const Expr &E) {
  const Expr &At = stripped(E);
  const auto *Call = dyn_cast<CXXMemberCallExpr>(&At);
  const CXXMethodDecl *Method = Call ? Call->getMethodDecl() : nullptr;
  return Method && Method->isConst() &&
                 (isa<CXXConversionDecl>(Method) ||
                  Method->getReturnType()->isScalarType())
             ? stripped(*Call->getImplicitObjectArgument())
             : At;
}

namespace {

Outcome opposite(Outcome O) {
  switch (O.K) {
  case Outcome::Nothing:
    return O;
  case Outcome::Failure:
    return {Outcome::Success};
  case Outcome::Success:
    return {Outcome::Failure};
  case Outcome::Unset:
    return {Outcome::Set, O.Object};
  case Outcome::Set:
    return {Outcome::Unset, O.Object};
  case Outcome::Differs:
    return {Outcome::Equals, O.Object, O.Value};
  case Outcome::Equals:
    return {Outcome::Differs, O.Object, O.Value};
  }
  llvm_unreachable("all kinds are there");
}

/// What E is called: a variable, a field, an enumerator, a function.
StringRef nameOf(const Expr &E) {
  const Expr &At = stripped(E);
  const NamedDecl *D = nullptr;
  if (const auto *Ref = dyn_cast<DeclRefExpr>(&At))
    D = Ref->getDecl();
  else if (const auto *M = dyn_cast<MemberExpr>(&At))
    D = M->getMemberDecl();
  else if (const auto *Call = dyn_cast<CallExpr>(&At))
    D = Call->getDirectCallee();
  return D && D->getIdentifier() ? D->getName() : "";
}

Outcome::Kind namedOutcome(const Expr &E, Library &Lib) {
  for (const Expr *At : {&E, &readObject(E)}) {
    const StringRef Name = nameOf(*At);
    if (Lib.facts().namesFailure(Name))
      return Outcome::Failure;
    if (Lib.facts().namesSuccess(Name))
      return Outcome::Success;
  }
  return Outcome::Nothing;
}

bool isZero(const Expr &E) {
  const Expr &At = stripped(E);
  const auto *Ref = dyn_cast<DeclRefExpr>(&At);
  const auto *Enumerator =
      Ref ? dyn_cast<EnumConstantDecl>(Ref->getDecl()) : nullptr;
  const auto *Number = dyn_cast<IntegerLiteral>(&At);
  const auto *Truth = dyn_cast<CXXBoolLiteralExpr>(&At);
  return isa<CXXNullPtrLiteralExpr, GNUNullExpr>(At) ||
         (Number && Number->getValue() == 0) || (Truth && !Truth->getValue()) ||
         (Enumerator && Enumerator->getInitVal() == 0);
}

/// The value of a number, an enumerator or a constant variable.
std::optional<llvm::APSInt> namedConstant(const Expr &E) {
  if (const auto *Number = dyn_cast<IntegerLiteral>(&stripped(E)))
    return llvm::APSInt(Number->getValue());
  const auto *Ref = dyn_cast<DeclRefExpr>(&stripped(E));
  Expr::EvalResult Value;
  if (!Ref || E.isValueDependent() ||
      !E.getType()->isIntegralOrEnumerationType() ||
      !E.EvaluateAsInt(Value, Ref->getDecl()->getASTContext()))
    return std::nullopt;
  return Value.Val.getInt();
}

Outcome outcomeOfEquality(const BinaryOperator &Op, Library &Lib) {
  const bool Zero = isZero(*Op.getRHS());
  const Expr &Tested = isZero(*Op.getLHS()) ? *Op.getRHS() : *Op.getLHS();
  if (Zero || isZero(*Op.getLHS())) {
    const Outcome::Kind K = namedOutcome(Tested, Lib);
    // `error == 0`, `ok == false`
    return K == Outcome::Nothing ? Outcome{Outcome::Unset, &readObject(Tested)}
                                 : opposite({K});
  }
  // `status == Status::ok`, `error == EAGAIN`
  const Outcome::Kind L = namedOutcome(*Op.getLHS(), Lib);
  const Outcome::Kind K =
      L == Outcome::Nothing ? namedOutcome(*Op.getRHS(), Lib) : L;
  if (K != Outcome::Nothing)
    return {K};
  if (auto Value = namedConstant(*Op.getRHS()))
    return {Outcome::Equals, &readObject(*Op.getLHS()), std::move(Value)};
  if (auto Value = namedConstant(*Op.getLHS()))
    return {Outcome::Equals, &readObject(*Op.getRHS()), std::move(Value)};
  return {};
}

/// `a && b`: what either says; `a || b`: what both say.
Outcome outcomeOfLogic(const BinaryOperator &Op, bool Holds, Library &Lib) {
  const Outcome L = outcomeOf(*Op.getLHS(), Holds, Lib);
  const Outcome R = outcomeOf(*Op.getRHS(), Holds, Lib);
  if ((Op.getOpcode() == BO_LAnd) == Holds)
    return L.K == Outcome::Nothing ? R : L;
  return L.K == R.K && !L.Object ? L : Outcome{};
}

Outcome outcomeWhenTrue(const Expr &Condition, Library &Lib) {
  const Expr &At = stripped(Condition);
  if (const auto *Op = dyn_cast<BinaryOperator>(&At)) {
    if (Op->getOpcode() == BO_EQ)
      return outcomeOfEquality(*Op, Lib);
    return Op->getOpcode() == BO_NE ? opposite(outcomeOfEquality(*Op, Lib))
                                    : Outcome{};
  }
  const Outcome::Kind Named = namedOutcome(At, Lib);
  return Named != Outcome::Nothing ? Outcome{Named}
                                   : Outcome{Outcome::Set, &readObject(At)};
}

} // namespace

Outcome outcomeOf(const Expr &Condition, bool Holds, Library &Lib) {
  const Expr &At = stripped(Condition);
  if (const auto *Not = dyn_cast<UnaryOperator>(&At);
      Not && Not->getOpcode() == UO_LNot)
    return outcomeOf(*Not->getSubExpr(), !Holds, Lib);
  if (const auto *Op = dyn_cast<BinaryOperator>(&At); Op && Op->isLogicalOp())
    return outcomeOfLogic(*Op, Holds, Lib);
  const Outcome O = outcomeWhenTrue(At, Lib);
  return Holds ? O : opposite(O);
}

namespace {

/// The constant that the branch of S returns, below a condition.
std::optional<bool> returnedAfter(const Stmt &S, Function &F) {
  for (const Stmt *Up = F.parent(&S); Up && Up != F.Body; Up = F.parent(Up)) {
    const auto *Scope = dyn_cast<CompoundStmt>(Up);
    const auto *Return = Scope && !Scope->body_empty()
                             ? dyn_cast<ReturnStmt>(Scope->body_back())
                             : nullptr;
    const Expr *Result = Return ? Return->getRetValue() : nullptr;
    bool Value = false;
    if (Result && !Result->isValueDependent() &&
        Result->EvaluateAsBooleanCondition(Value, F.U.Context))
      return Value;
  }
  return std::nullopt;
}

bool endsInJump(const Stmt *Branch) {
  const auto *Scope = dyn_cast_or_null<CompoundStmt>(Branch);
  const Stmt *Last =
      Scope ? (Scope->body_empty() ? nullptr : Scope->body_back()) : Branch;
  return isa_and_nonnull<ReturnStmt, BreakStmt>(Last);
}

} // namespace

bool endsLoopOf(const Stmt &S, Function &F, const Expr &Site,
                Function &Caller) {
  auto Value = returnedAfter(S, F);
  if (!Value)
    return false;
  const Stmt *At = &Site;
  for (const Stmt *Up = Caller.parent(At); Up;
       At = Up, Up = Caller.parent(Up)) {
    const auto *Not = dyn_cast<UnaryOperator>(Up);
    const auto *Op = dyn_cast<BinaryOperator>(Up);
    if (const auto *If = dyn_cast<IfStmt>(Up))
      return If->getCond() == At &&
             endsInJump(*Value ? If->getThen() : If->getElse());
    if (!isa<Expr>(Up))
      return !*Value && conditionOf(Up) == At;
    if (Not && Not->getOpcode() == UO_LNot)
      Value = !*Value;
    // `more() && step()` is as false as one of its parts.
    else if (Op && (Op->getOpcode() != BO_LAnd || *Value))
      return false;
  }
  return false;
}

bool isConditional(const Stmt &S, const Stmt *Within, Function &F) {
  const Stmt *Below = &S;
  for (const Stmt *Up = F.parent(&S); Up && Up != Within;
       Below = Up, Up = F.parent(Up)) {
    if (const auto *If = dyn_cast<IfStmt>(Up))
      if (Below == If->getThen() || Below == If->getElse())
        return true;
    if (isa<SwitchStmt, AbstractConditionalOperator, CXXCatchStmt>(Up))
      return true;
    const auto *Op = dyn_cast<BinaryOperator>(Up);
    if (Op && Op->isLogicalOp() && Below == Op->getRHS())
      return true;
  }
  return false;
}

} // namespace fastidious
