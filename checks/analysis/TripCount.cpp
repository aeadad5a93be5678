#include "analysis/TripCount.h"
#include "analysis/SourceEdit.h"
#include "analysis/Use.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace fastidious {

namespace {

Count constant(uint64_t N) {
  Count C;
  C.Constant = N;
  C.Text = std::to_string(N);
  C.IsPlain = C.IsUnsigned = C.IsPrimary = true;
  return C;
}

std::string operandText(const Count &C) {
  return C.IsPrimary ? C.Text : "(" + C.Text + ")";
}

/// `n - 1 + 1` is n.
std::string sumText(StringRef A, StringRef B) {
  if (B == "1" && A.consume_back(" - 1"))
    return A.str();
  return (A + " + " + B).str();
}

Count combined(const Count &A, const Count &B, char Op) {
  Count C;
  C.IsPlain = A.IsPlain && B.IsPlain;
  C.IsUnsigned = A.IsUnsigned && B.IsUnsigned;
  if (!A.Text.empty() && !B.Text.empty())
    C.Text = Op == '+' ? sumText(A.Text, B.Text)
                       : operandText(A) + " * " + operandText(B);
  C.Inputs = A.Inputs;
  C.Inputs.append(B.Inputs);
  return C;
}

} // namespace

Count sum(const Count &A, const Count &B) {
  if (A.Constant && B.Constant)
    return constant(*A.Constant + *B.Constant);
  return combined(A, B, '+');
}

Count product(const Count &A, const Count &B) {
  if (A.Constant && B.Constant)
    return constant(*A.Constant * *B.Constant);
  if (A.Constant == 1)
    return B;
  if (B.Constant == 1)
    return A;
  return combined(A, B, '*');
}

/// A variable of a `for` head that the loop does not change.
static bool isDeclaredInLoopHead(const VarDecl &V, Function &F) {
  for (const Expr *Ref : F.refs(V))
    for (const Stmt *Up = Ref; Up; Up = F.parent(Up))
      if (const auto *For = dyn_cast<ForStmt>(Up))
        if (const auto *Init = dyn_cast_or_null<DeclStmt>(For->getInit()))
          if (llvm::is_contained(Init->decls(), &V))
            return !isChangedIn(V, F, nullptr);
  return false;
}

/// `(int)v.size()` counts like `v.size()`.
static const Expr &withoutIntegerCasts(const Expr &E) {
  const Expr &At = stripped(E);
  const auto *Cast = dyn_cast<CStyleCastExpr>(&At);
  return Cast && At.getType()->isIntegerType() &&
                 stripped(*Cast->getSubExpr()).getType()->isIntegerType()
             ? withoutIntegerCasts(*Cast->getSubExpr())
             : At;
}

std::optional<Count> countFrom(const Expr &E, Function &F) {
  const Expr &At = withoutIntegerCasts(E);
  Expr::EvalResult Value;
  if (At.EvaluateAsInt(Value, F.U.Context)) {
    const llvm::APSInt N = Value.Val.getInt();
    Count C = constant(N.isNegative() ? 0 : N.getExtValue());
    // A named constant is easier to read than its value.
    if (!isa<IntegerLiteral>(At))
      C.Text = textOf(At, F.U.Context).value_or(C.Text);
    return C;
  }
  if (!At.getType()->isIntegerType())
    return std::nullopt;
  // `for (size_t i = 0, n = v.size(); ...)`: n is not known before the loop.
  if (const auto *Ref = dyn_cast<DeclRefExpr>(&At))
    if (const auto *V = dyn_cast<VarDecl>(Ref->getDecl());
        V && V->getInit() && isDeclaredInLoopHead(*V, F))
      return countFrom(*V->getInit(), F);
  Count C;
  C.Inputs.push_back(&At);
  // A cast to a signed type may make it negative.
  C.IsUnsigned = At.getType()->isUnsignedIntegerType() &&
                 E.IgnoreParenImpCasts()->getType()->isUnsignedIntegerType();
  C.Text = textOf(At, F.U.Context).value_or("");
  const auto *Op = dyn_cast<BinaryOperator>(&At);
  C.IsPlain = !C.Text.empty() && (!Op || Op->getOpcode() != BO_Sub);
  C.IsPrimary = isa<DeclRefExpr, MemberExpr, CallExpr>(At);
  return C;
}

namespace {

/// A public, unconstrained `size()`: what only some instances have
/// (`requires`) says nothing about this one.
const CXXMethodDecl *sizeMethod(const CXXRecordDecl &R) {
  if (!R.hasDefinition())
    return nullptr;
  for (const CXXMethodDecl *M : R.methods())
    if (M->getDeclName().isIdentifier() &&
        (M->getName() == "size" || M->getName() == "count") &&
        M->getNumParams() == 0 && M->getAccess() == AS_public && M->isConst() &&
        M->getReturnType()->isIntegerType() && !M->getTrailingRequiresClause())
      return M;
  for (const CXXBaseSpecifier &Base : R.bases())
    if (const CXXRecordDecl *B = recordOf(Base.getType());
        B && Base.getAccessSpecifier() == AS_public)
      if (const CXXMethodDecl *M = sizeMethod(*B))
        return M;
  return nullptr;
}

/// What a view is made from: the type of its first template argument.
QualType baseOfView(const CXXRecordDecl &R) {
  const auto *S = dyn_cast<ClassTemplateSpecializationDecl>(&R);
  if (!S || S->getTemplateArgs().size() == 0 ||
      S->getTemplateArgs()[0].getKind() != TemplateArgument::Type)
    return {};
  return S->getTemplateArgs()[0].getAsType();
}

bool isSized(QualType T, Library &Lib) {
  const CXXRecordDecl *R = recordOf(T);
  if (!R || Lib.isUnsizedView(*R))
    return false;
  if (Lib.isSizedView(*R)) {
    const QualType Base = baseOfView(*R);
    return !Base.isNull() && isSized(Base, Lib);
  }
  return sizeMethod(*R) != nullptr;
}

std::optional<Count> sizeOfObject(const Expr &Range, Function &F) {
  const CXXRecordDecl *R = recordOf(Range.getType());
  if (!R || !isSized(Range.getType(), F.U.Lib))
    return std::nullopt;
  Count C;
  C.Inputs.push_back(&Range);
  C.IsUnsigned = C.IsPrimary = true;
  // A call or an operator would be evaluated once more.
  if (!isa<DeclRefExpr, MemberExpr>(Range) && !placeOf(Range, F))
    return C;
  const CXXMethodDecl *Size = sizeMethod(*R);
  const auto *Deref = dyn_cast<UnaryOperator>(&Range);
  const bool Arrow = Deref && Deref->getOpcode() == UO_Deref;
  const std::optional<std::string> Text =
      textOf(Arrow ? *Deref->getSubExpr() : Range, F.U.Context);
  if (!Text || !Size)
    return C;
  C.Text = *Text + (Arrow ? "->" : ".") + Size->getNameAsString() + "()";
  C.IsPlain = true;
  return C;
}

std::optional<Count> sizeOfInitList(const Expr &Range) {
  const Expr *At = &stripped(Range);
  if (const auto *L = dyn_cast<CXXStdInitializerListExpr>(At))
    At = &stripped(*L->getSubExpr());
  if (const auto *L = dyn_cast<InitListExpr>(At))
    return constant(L->getNumInits());
  return std::nullopt;
}

} // namespace

std::optional<Count> sizeOfRange(const Expr &Range, Function &F) {
  const Expr &At = stripped(Range);
  if (const auto *A = F.U.Context.getAsConstantArrayType(
          At.getType().getNonReferenceType()))
    return constant(A->getSize().getZExtValue());
  if (std::optional<Count> C = sizeOfInitList(At))
    return C;
  if (const CXXRecordDecl *R = recordOf(At.getType());
      R && qualifiedName(*R) == "std::array")
    if (const auto *S = dyn_cast<ClassTemplateSpecializationDecl>(R))
      return constant(S->getTemplateArgs()[1].getAsIntegral().getZExtValue());
  return sizeOfObject(At, F);
}

namespace {

/// The container of `c.begin()`, `std::cbegin(c)`, or null.
const Expr *rangeOfIterator(const Expr &E, StringRef Suffix) {
  const Expr *At = &stripped(E);
  // A conversion of an iterator to a const one.
  if (const auto *Build = dyn_cast<CXXConstructExpr>(At);
      Build && Build->getNumArgs() == 1)
    At = &stripped(*Build->getArg(0));
  const auto *Call = dyn_cast<CallExpr>(At);
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  if (!Callee || !Callee->getDeclName().isIdentifier() ||
      !Callee->getName().ends_with_insensitive(Suffix))
    return nullptr;
  if (const auto *M = dyn_cast<CXXMemberCallExpr>(Call))
    return M->getNumArgs() == 0 ? &stripped(*M->getImplicitObjectArgument())
                                : nullptr;
  return Call->getNumArgs() == 1 ? &stripped(*Call->getArg(0)) : nullptr;
}

} // namespace

std::optional<Count> distance(const Expr &First, const Expr &Last,
                              Function &F) {
  const Expr *From = rangeOfIterator(First, "begin");
  const Expr *To = rangeOfIterator(Last, "end");
  if (From && To) {
    const std::optional<Place> A = placeOf(*From, F), B = placeOf(*To, F);
    return A && B && *A == *B ? sizeOfRange(*From, F) : std::nullopt;
  }
  const Expr &A = stripped(First), &B = stripped(Last);
  if (!A.getType()->isPointerType() || !isa<DeclRefExpr, MemberExpr>(A) ||
      !isa<DeclRefExpr, MemberExpr>(B))
    return std::nullopt;
  Count C;
  C.Inputs = {&A, &B};
  const auto TextA = textOf(A, F.U.Context), TextB = textOf(B, F.U.Context);
  if (TextA && TextB)
    C.Text = *TextB + " - " + *TextA;
  C.IsPlain = !C.Text.empty();
  return C;
}

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

std::optional<Condition> makeCondition(const Expr &A, BinaryOperatorKind Op,
                                       const Expr &B, const Loop &L,
                                       Function &F) {
  if (const VarDecl *V = asVariable(A); isCounter(V, L, F))
    return Condition{V, Op, &B};
  if (const VarDecl *V = asVariable(B); isCounter(V, L, F))
    return Condition{V, BinaryOperator::reverseComparisonOp(Op), &A};
  return std::nullopt;
}

std::optional<Condition> conditionOf(const Expr *E, const Loop &L,
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
  // Changed elsewhere, or made in an outer loop and changed in this one only.
  return ChangedBefore ? nullptr : V.getInit();
}

std::optional<Count> countUp(const Expr &Start, const Expr &Bound,
                             bool Inclusive, uint64_t Step, Function &F) {
  std::optional<Count> To = countFrom(Bound, F), From = countFrom(Start, F);
  if (!To || !From)
    return std::nullopt;
  if (Inclusive)
    To = sum(*To, constant(1));
  if (To->Constant && From->Constant) {
    const uint64_t N =
        *To->Constant > *From->Constant ? *To->Constant - *From->Constant : 0;
    Count C = constant((N + Step - 1) / Step);
    if (From->Constant == 0 && Step == 1)
      C.Text = To->Text;
    return C;
  }
  // `i = 1; i <= n` runs n times.
  if (Inclusive && From->Constant == 1)
    To = countFrom(Bound, F);
  // `i = 1; i < n`: one too many does no harm, n - 1 wraps for n = 0.
  else if (!From->Constant || *From->Constant > 8) {
    const std::string Minus =
        From->IsPrimary ? From->Text : "(" + From->Text + ")";
    To->Text =
        To->Text.empty() || Minus.empty() ? "" : To->Text + " - " + Minus;
    To->Inputs.append(From->Inputs);
    // The difference of what need not be ordered may wrap.
    To->IsPlain = To->IsUnsigned = To->IsPrimary = false;
  }
  if (Step != 1 && !To->Text.empty()) {
    const std::string N = std::to_string(Step);
    To->Text = "(" + To->Text + " + " + std::to_string(Step - 1) + ") / " + N;
    To->IsPrimary = false;
  }
  return To;
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

std::optional<Count> tripCount(const Loop &L, Function &F) {
  if (!L.Statement)
    return std::nullopt;
  if (const auto *R = dyn_cast<CXXForRangeStmt>(L.Statement))
    return sizeOfRange(*R->getRangeInit(), F);
  const Expr *E = nullptr;
  if (const auto *For = dyn_cast<ForStmt>(L.Statement))
    E = For->getCond();
  else if (const auto *While = dyn_cast<WhileStmt>(L.Statement))
    E = While->getCond();
  const std::optional<Condition> C = conditionOf(E, L, F);
  return C ? countIterations(*C, L, F) : std::nullopt;
}

namespace {

const Expr *conditionOf(const Loop &L) {
  if (const auto *For = dyn_cast_or_null<ForStmt>(L.Statement))
    return For->getCond();
  if (const auto *While = dyn_cast_or_null<WhileStmt>(L.Statement))
    return While->getCond();
  if (const auto *Do = dyn_cast_or_null<DoStmt>(L.Statement))
    return Do->getCond();
  return nullptr;
}

/// `do ... while (n >>= 4)`, `for (; n != 0; n /= 10)`: as many trips as the
/// number has digits.
bool countsDigits(const Loop &L, Function &F) {
  const Expr *Condition = conditionOf(L);
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

namespace {

class PathCounter {
public:
  PathCounter(Function &F, const Loop *L,
              llvm::function_ref<unsigned(const CFGBlock &)> Events)
      : Graph(*F.loops().graph()), Nest(F.loops()), L(L), Events(Events) {}

  /// Visits blocks in an order in which successors come first.
  std::optional<PerIteration> count() {
    const CFGBlock &Start = L ? *L->Header : Graph.getEntry();
    visit(Start);
    const auto It = Done.find(&Start);
    if (It == Done.end() || !It->second.Reaches)
      return std::nullopt;
    Result.Least = It->second.Least;
    Result.Most = It->second.Most;
    return Result;
  }

private:
  struct Range {
    unsigned Least = 0, Most = 0;
    bool Reaches = false; ///< the end of the iteration
  };

  void visit(const CFGBlock &Start);
  Range combine(const CFGBlock &B);
  bool isEnd(const CFGBlock &B) const {
    return L ? &B == L->Header : &B == &Graph.getExit();
  }

  const CFG &Graph;
  const LoopNest &Nest;
  const Loop *L;
  llvm::function_ref<unsigned(const CFGBlock &)> Events;
  llvm::DenseMap<const CFGBlock *, Range> Done;
  llvm::SmallPtrSet<const CFGBlock *, 16> Open;
  PerIteration Result;
};

void PathCounter::visit(const CFGBlock &Start) {
  llvm::SmallVector<const CFGBlock *, 32> Stack = {&Start};
  while (!Stack.empty()) {
    const CFGBlock &B = *Stack.back();
    if (Done.contains(&B)) {
      Stack.pop_back();
      continue;
    }
    if (Open.insert(&B).second) {
      for (const CFGBlock::AdjacentBlock &Next : B.succs())
        if (const CFGBlock *S = Next.getReachableBlock();
            S && !isEnd(*S) && (!L || L->contains(*S)) && !Open.contains(S))
          Stack.push_back(S);
      continue;
    }
    Done[&B] = combine(B);
    Stack.pop_back();
  }
}

PathCounter::Range PathCounter::combine(const CFGBlock &B) {
  Range R;
  for (const CFGBlock::AdjacentBlock &Next : B.succs()) {
    const CFGBlock *S = Next.getReachableBlock();
    if (!S || Nest.isDoomed(*S))
      continue;
    Range Rest;
    if (isEnd(*S)) {
      Rest.Reaches = true;
    } else if (L && !L->contains(*S)) {
      if (B.getTerminatorStmt() != L->Statement)
        Result.Exits.push_back(S);
      continue;
    } else {
      // An inner loop's way back to its header is not followed.
      const auto It = Done.find(S);
      if (It == Done.end())
        continue;
      Rest = It->second;
    }
    if (!Rest.Reaches)
      continue;
    R.Least = R.Reaches ? std::min(R.Least, Rest.Least) : Rest.Least;
    R.Most = R.Reaches ? std::max(R.Most, Rest.Most) : Rest.Most;
    R.Reaches = true;
  }
  const unsigned Here = Events(B);
  R.Least += Here;
  R.Most += Here;
  return R;
}

} // namespace

std::optional<PerIteration>
countPerIteration(Function &F, const Loop *L,
                  llvm::function_ref<unsigned(const CFGBlock &)> Events) {
  if (!F.loops().graph())
    return std::nullopt;
  return PathCounter(F, L, Events).count();
}

} // namespace fastidious
