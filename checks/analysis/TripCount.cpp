#include "analysis/TripCount.h"
#include "analysis/IterationPaths.h"
#include "analysis/Use.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace fastidious {

namespace {

/// `I < Bound`, `Bound > I`, `I != Bound` ...
struct Condition {
  const VarDecl *Counter;
  BinaryOperatorKind Op;
  const Expr *Bound;
};

const VarDecl *asVariable(const Expr &E) {
  const auto *Ref = dyn_cast<DeclRefExpr>(&stripped(E));
  return Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
}

bool isCounter(const VarDecl *V, const Loop &L, Function &F) {
  return V && V->isLocalVarDeclOrParm() && !V->getType()->isReferenceType() &&
         !isStable(*V, F, &L);
}

/// The counter of `i + 2 < n`, which ends the loop a little before n.
const Expr &withoutOffset(const Expr &E, Function &F) {
  const auto *Sum = dyn_cast<BinaryOperator>(&stripped(E));
  const auto Offset = Sum && Sum->getOpcode() == BO_Add
                          ? signedConstantOf(*Sum->getRHS(), F.U.Context)
                          : std::nullopt;
  return Offset && *Offset > 0 && *Offset <= 8 ? *Sum->getLHS() : E;
}

std::optional<Condition> makeCondition(const Expr &A, BinaryOperatorKind Op,
                                       const Expr &B, const Loop &L,
                                       Function &F) {
  if (const VarDecl *V = asVariable(withoutOffset(A, F)); isCounter(V, L, F))
    return Condition{V, Op, &B};
  if (const VarDecl *V = asVariable(withoutOffset(B, F)); isCounter(V, L, F))
    return Condition{V, BinaryOperator::reverseComparisonOp(Op), &A};
  return std::nullopt;
}

std::optional<Condition> counterTestOf(const Expr *E, const Loop &L,
                                       Function &F) {
  if (!E)
    return std::nullopt;
  const Expr &At = stripped(*E);
  if (const auto *R = dyn_cast<CXXRewrittenBinaryOperator>(&At)) {
    const auto D = R->getDecomposedForm();
    return makeCondition(*D.LHS, D.Opcode, *D.RHS, L, F);
  }
  if (const auto *Op = dyn_cast<BinaryOperator>(&At);
      Op && Op->isComparisonOp())
    return makeCondition(*Op->getLHS(), Op->getOpcode(), *Op->getRHS(), L, F);
  if (const auto *Op = dyn_cast<CXXOperatorCallExpr>(&At);
      Op && Op->getNumArgs() == 2 && Op->isComparisonOp())
    return makeCondition(*Op->getArg(0),
                         BinaryOperator::getOverloadedOpcode(Op->getOperator()),
                         *Op->getArg(1), L, F);
  return std::nullopt;
}

/// \returns +1, -1, +step ..., or 0 when E is no such step of V.
int64_t stepOf(const Stmt &S, const VarDecl &V, const ASTContext &Context) {
  const auto *E = dyn_cast<Expr>(&S);
  if (!E)
    return 0;
  const Expr &At = stripped(*E);
  if (const auto *Op = dyn_cast<UnaryOperator>(&At))
    return Op->isIncrementDecrementOp() && asVariable(*Op->getSubExpr()) == &V
               ? (Op->isIncrementOp() ? 1 : -1)
               : 0;
  if (const auto *Op = dyn_cast<CXXOperatorCallExpr>(&At))
    return asVariable(*Op->getArg(0)) == &V
               ? (Op->getOperator() == OO_PlusPlus     ? 1
                  : Op->getOperator() == OO_MinusMinus ? -1
                                                       : 0)
               : 0;
  const auto *Op = dyn_cast<CompoundAssignOperator>(&At);
  Expr::EvalResult Value;
  if (!Op || asVariable(*Op->getLHS()) != &V ||
      !Op->getRHS()->EvaluateAsInt(Value, Context))
    return 0;
  const int64_t N = Value.Val.getInt().getExtValue();
  return Op->getOpcode() == BO_AddAssign   ? N
         : Op->getOpcode() == BO_SubAssign ? -N
                                           : 0;
}

/// The only change of V in L, when it happens once in each iteration.
int64_t stepIn(const Loop &L, const VarDecl &V, Function &F) {
  const Stmt *Change = nullptr;
  unsigned Changes = 0;
  forEachUse(V, F, {}, [&](const Use &U) {
    if (!U.changes() || !F.isIn(*U.Object, L))
      return;
    ++Changes;
    Change = U.By;
  });
  if (Changes != 1 || !Change || &F.holderOf(Change) != &F)
    return 0;
  const CFGBlock *Where = F.blockOf(*Change);
  const auto Times = countPerIteration(
      F, &L, [&](const CFGBlock &B) { return &B == Where ? 1u : 0u; });
  if (!Times || Times->Least != 1 || Times->Most != 1)
    return 0;
  return stepOf(*Change, V, F.U.Context);
}

/// The value of V where L begins.
const Expr *startOf(const Loop &L, const VarDecl &V, Function &F) {
  if (const auto *For = dyn_cast<ForStmt>(L.Statement))
    if (const auto *Init = dyn_cast_or_null<BinaryOperator>(For->getInit());
        Init && Init->getOpcode() == BO_Assign &&
        asVariable(*Init->getLHS()) == &V)
      return Init->getRHS();
  bool ChangedBefore = isa<ParmVarDecl>(V);
  forEachUse(V, F, {}, [&](const Use &U) {
    ChangedBefore |= U.changes() && !F.isIn(*U.Object, L);
  });
  // An outer loop comes back with what this one has left.
  for (const Loop *Outer : F.loops().around(*L.Header))
    ChangedBefore |= Outer != &L && !F.isDeclaredIn(V, *Outer);
  return ChangedBefore ? nullptr : V.getInit();
}

std::optional<Count> countIterations(const Condition &C, const Loop &L,
                                     Function &F) {
  const int64_t Step = stepIn(L, *C.Counter, F);
  const Expr *Start = startOf(L, *C.Counter, F);
  if (Step == 0 || !Start || !isStable(*C.Bound, F, &L))
    return std::nullopt;
  if (!C.Counter->getType()->isIntegerType())
    return C.Op == BO_NE && Step == 1 ? distance(*Start, *C.Bound, F)
                                      : std::nullopt;
  const bool Up = Step > 0;
  const bool Strict = C.Op == BO_LT || C.Op == BO_GT || C.Op == BO_NE;
  if (C.Op == BO_NE ? Step != 1 && Step != -1
                    : Up != (C.Op == BO_LT || C.Op == BO_LE))
    return std::nullopt;
  if (C.Op == BO_EQ)
    return std::nullopt;
  return Up ? countUp(*Start, *C.Bound, !Strict, Step, F)
            : countUp(*C.Bound, *Start, !Strict, -Step, F);
}

} // namespace

/// `while (n--)`, `for (i = n; i-- > 0;)`.
static std::optional<Count> countDown(const Expr *Condition, const Loop &L,
                                      Function &F) {
  if (!Condition)
    return std::nullopt;
  const Expr *At = &stripped(*Condition);
  if (const auto *Op = dyn_cast<BinaryOperator>(At);
      Op && (Op->getOpcode() == BO_GT || Op->getOpcode() == BO_NE) &&
      signedConstantOf(*Op->getRHS(), F.U.Context) == 0)
    At = &stripped(*Op->getLHS());
  const auto *Step = dyn_cast<UnaryOperator>(At);
  const VarDecl *V = Step && Step->getOpcode() == UO_PostDec
                         ? asVariable(*Step->getSubExpr())
                         : nullptr;
  if (!isCounter(V, L, F) || !V->getType()->isIntegerType() ||
      stepIn(L, *V, F) != -1)
    return std::nullopt;
  const Expr *Start = startOf(L, *V, F);
  return countFrom(Start ? *Start : *Step->getSubExpr(), F);
}

std::optional<Count> tripCount(const Loop &L, Function &F) {
  if (!L.Statement)
    return std::nullopt;
  if (const auto *R = dyn_cast<CXXForRangeStmt>(L.Statement))
    return sizeOfRange(*R->getRangeInit(), F);
  // The body of a do loop runs before its condition.
  const Expr *E = isa<DoStmt>(L.Statement) ? nullptr : conditionOf(L.Statement);
  if (auto Down = countDown(E, L, F))
    return Down;
  const std::optional<Condition> C = counterTestOf(E, L, F);
  return C ? countIterations(*C, L, F) : std::nullopt;
}

namespace {

/// Zero ends a loop that counts down; what it begins with is its number.
LoopBound withoutZero(LoopBound B, const Loop &L, Function &F) {
  const auto Zero = signedConstantOf(*B.Limit, F.U.Context);
  const Expr *Start = Zero && *Zero <= 1 ? startOf(L, *B.Counter, F) : nullptr;
  if (Start)
    B.Limit = Start;
  return B;
}

/// `i + 1 < n`: from one to the next.
const VarDecl *offsetCounter(const Expr &E, const Loop &L, Function &F) {
  const auto *Op = dyn_cast<BinaryOperator>(&E);
  const auto *Sum = Op && Op->isRelationalOp()
                        ? dyn_cast<BinaryOperator>(&stripped(*Op->getLHS()))
                        : nullptr;
  const VarDecl *V =
      Sum && Sum->getOpcode() == BO_Add ? asVariable(*Sum->getLHS()) : nullptr;
  return isCounter(V, L, F) ? V : nullptr;
}

/// `for (it = begin; it != end; it = list.erase(it))`, `fd = accept(s)`: each
/// trip gets the next one from a call, or follows a link.
bool isFetched(const VarDecl &V, const Loop &L, Function &F) {
  bool Fetched = false, Otherwise = false;
  forEachUse(V, F, {}, [&](const Use &U) {
    if (U.K != Use::Assign || !F.isIn(*U.Object, L))
      return;
    const Expr *Value = nullptr;
    if (const auto *Op = dyn_cast_or_null<BinaryOperator>(U.By))
      Value = Op->getRHS();
    else if (const auto *Op = dyn_cast_or_null<CXXOperatorCallExpr>(U.By))
      Value = Op->getArg(1);
    const Expr *At = Value ? &stripped(*Value) : nullptr;
    const bool IsNext =
        isa_and_nonnull<MemberExpr, CXXMemberCallExpr>(At) ||
        (isa_and_nonnull<CallExpr>(At) && V.getType()->isIntegerType());
    (IsNext ? Fetched : Otherwise) = true;
  });
  return Fetched && !Otherwise;
}

std::optional<LoopBound> boundIn(const Expr *E, const Loop &L, Function &F) {
  if (!E)
    return std::nullopt;
  const Expr &At = stripped(*E);
  if (const auto *Op = dyn_cast<BinaryOperator>(&At);
      Op && Op->getOpcode() == BO_LAnd) {
    const auto Left = boundIn(Op->getLHS(), L, F);
    return Left ? Left : boundIn(Op->getRHS(), L, F);
  }
  if (const VarDecl *V = offsetCounter(At, L, F))
    return LoopBound{V, cast<BinaryOperator>(At).getRHS(), true};
  if (const auto C = counterTestOf(&At, L, F)) {
    const int64_t Step = stepIn(L, *C->Counter, F);
    if (Step == 0 && isFetched(*C->Counter, L, F))
      return std::nullopt;
    return withoutZero({C->Counter, C->Bound, Step != 1 && Step != -1}, L, F);
  }
  const Expr *Down = &At;
  if (const auto *Op = dyn_cast<BinaryOperator>(Down);
      Op && (Op->getOpcode() == BO_GT || Op->getOpcode() == BO_NE))
    Down = &stripped(*Op->getLHS());
  const auto *Step = dyn_cast<UnaryOperator>(Down);
  const Expr *Counter =
      Step && Step->isDecrementOp() ? Step->getSubExpr() : Down;
  const VarDecl *V = asVariable(*Counter);
  // `while (n) { ...; --n; }`
  if (!isCounter(V, L, F) || !V->getType()->isIntegerType() ||
      stepIn(L, *V, F) != -1)
    return std::nullopt;
  const Expr *Start = startOf(L, *V, F);
  return LoopBound{V, Start ? Start : Counter, false};
}

} // namespace

std::optional<LoopBound> boundOf(const Loop &L, Function &F) {
  return boundIn(conditionOf(L.Statement), L, F);
}

std::optional<Count> fillsUpTo(const Loop &L, const Place &Target,
                               Function &F) {
  const Expr *Condition = conditionOf(L.Statement);
  const auto *Op =
      Condition ? dyn_cast<BinaryOperator>(&stripped(*Condition)) : nullptr;
  if (!Op || isa<DoStmt>(L.Statement) ||
      (Op->getOpcode() != BO_LT && Op->getOpcode() != BO_NE))
    return std::nullopt;
  const auto *Call = dyn_cast<CXXMemberCallExpr>(&stripped(*Op->getLHS()));
  const CXXMethodDecl *M = Call ? Call->getMethodDecl() : nullptr;
  const Container *C = M ? F.U.Lib.container(M->getParent()) : nullptr;
  if (!C || spelledName(*M) != C->Size || !isStable(*Op->getRHS(), F, &L))
    return std::nullopt;
  const auto P = placeOf(*Call->getImplicitObjectArgument(), F);
  return P && *P == Target ? countFrom(*Op->getRHS(), F) : std::nullopt;
}

namespace {

/// `do ... while (n >>= 4)`, `for (; n != 0; n /= 10)`: as many trips as the
/// number has digits.
bool countsDigits(const Loop &L, Function &F) {
  const Expr *Condition = conditionOf(L.Statement);
  const VarDecl *V = nullptr;
  if (!Condition)
    return false;
  const Expr &At = stripped(*Condition);
  if (const auto *Op = dyn_cast<BinaryOperator>(&At))
    V = asVariable(Op->isAssignmentOp() || !asVariable(*Op->getRHS())
                       ? *Op->getLHS()
                       : *Op->getRHS());
  else
    V = asVariable(At);
  if (!V || !V->getType()->isIntegerType())
    return false;
  bool Divides = false, Otherwise = false;
  forEachUse(*V, F, {}, [&](const Use &U) {
    if (!U.changes() || !F.isIn(*U.Object, L))
      return;
    const auto *Op = dyn_cast_or_null<BinaryOperator>(U.By);
    const auto *Quotient =
        Op && Op->getOpcode() == BO_Assign
            ? dyn_cast<BinaryOperator>(&stripped(*Op->getRHS()))
            : nullptr;
    const bool Shrinks =
        Op &&
        (Op->getOpcode() == BO_DivAssign || Op->getOpcode() == BO_ShrAssign ||
         (Quotient && asVariable(*Quotient->getLHS()) == V &&
          (Quotient->getOpcode() == BO_Div ||
           Quotient->getOpcode() == BO_Shr)));
    (Shrinks ? Divides : Otherwise) = true;
  });
  return Divides && !Otherwise;
}

} // namespace

bool isShort(const Loop &L, Function &F, uint64_t Least) {
  if (countsDigits(L, F))
    return true;
  const std::optional<Count> C = tripCount(L, F);
  return C && C->Constant && *C->Constant < Least;
}

} // namespace fastidious
