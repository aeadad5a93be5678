#include "analysis/Evaluation.h"
#include "analysis/Place.h"
#include "analysis/ThreadStart.h"
#include "analysis/Use.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace clang;

namespace fastidious {

using Step = MemoryPath::Step;

/// Without what changes neither value nor place; casts are kept.
static const Expr &bare(const Expr &E) {
  const Expr *At = &E;
  for (;;) {
    if (const auto *P = dyn_cast<ParenExpr>(At))
      At = P->getSubExpr();
    else if (const auto *T = dyn_cast<MaterializeTemporaryExpr>(At))
      At = T->getSubExpr();
    else if (const auto *T = dyn_cast<ExprWithCleanups>(At))
      At = T->getSubExpr();
    else if (const auto *T = dyn_cast<CXXBindTemporaryExpr>(At))
      At = T->getSubExpr();
    else if (const auto *D = dyn_cast<CXXDefaultInitExpr>(At))
      At = D->getExpr();
    else if (const auto *D = dyn_cast<CXXDefaultArgExpr>(At))
      At = D->getExpr();
    else
      return *At;
  }
}

Value Evaluator::valueOf(const Expr &E, Frame &In) {
  const llvm::SaveAndRestore Deeper(Depth, Depth + 1);
  if (Depth > MaxDepth || ++Steps > MaxSteps)
    return {};
  const Expr &At = bare(E);
  if (Expr::EvalResult R;
      At.getType()->isIntegralOrEnumerationType() && !At.isValueDependent() &&
      At.EvaluateAsInt(R, U.Context) && R.Val.getInt().isRepresentableByInt64())
    return {{ThreadNumber::Constant, R.Val.getInt().getExtValue()}};
  if (const auto *C = dyn_cast<CastExpr>(&At))
    return valueOfCast(*C, In);
  if (isa<CXXThisExpr>(At))
    return {{}, In.This};
  if (const auto *L = dyn_cast<LambdaExpr>(&At)) {
    Value V;
    V.Lambda = L;
    V.Maker = &In;
    return V;
  }
  if (const auto *Op = dyn_cast<UnaryOperator>(&At)) {
    if (Op->isIncrementDecrementOp()) {
      // `next_++`, by who starts the threads.
      const Value V = load(*Op->getSubExpr(), In);
      return V.isUnknown() && At.getType()->isIntegerType()
                 ? Value{{ThreadNumber::Varying, 1}}
                 : V;
    }
    if (Op->getOpcode() != UO_AddrOf)
      return {};
    const auto *Ref = dyn_cast<DeclRefExpr>(&bare(*Op->getSubExpr()));
    if (Ref && isa<FunctionDecl>(Ref->getDecl()))
      return load(*Ref, In);
    return {{}, pathOf(*Op->getSubExpr(), In)};
  }
  if (const auto *Op = dyn_cast<BinaryOperator>(&At))
    return valueOfOperator(*Op, In);
  if (const auto *Call = dyn_cast<CallExpr>(&At))
    return valueOfCall(*Call, In);
  // What a wrapper refers to.
  if (const auto *Build = dyn_cast<CXXConstructExpr>(&At);
      Build && Build->getNumArgs() >= 1 && Build->getArg(0)->isGLValue() &&
      !Build->getConstructor()->isCopyOrMoveConstructor() &&
      U.Lib.has(Trait::Reference, Build->getConstructor()->getParent()))
    return {{}, pathOf(*Build->getArg(0), In)};
  // A copy or conversion: of a callable, an iterator, a reference wrapper.
  if (const auto *Build = dyn_cast<CXXConstructExpr>(&At);
      Build && Build->getNumArgs() >= 1 &&
      (Build->getConstructor()->isCopyOrMoveConstructor() ||
       !U.find(*Build->getConstructor())) &&
      !U.Lib.threadStarter(Build->getType()))
    return valueOf(*Build->getArg(0), In);
  if (const auto *New = dyn_cast<CXXNewExpr>(&At))
    return {{}, made(*New, New->getAllocatedType(), In)};
  return At.isGLValue() ? load(At, In) : Value{};
}

Value Evaluator::valueOfCast(const CastExpr &C, Frame &In) {
  const Expr &From = *C.getSubExpr();
  switch (C.getCastKind()) {
  case CK_ArrayToPointerDecay: {
    const auto P = pathOf(From, In);
    const QualType Element = C.getType()->getPointeeType();
    if (!P)
      return {};
    return {{}, P->with(Step::element(Element, {ThreadNumber::Constant, 0}))};
  }
  case CK_LValueToRValue:
  case CK_FunctionToPointerDecay:
    return load(From, In);
  default:
    break;
  }
  Value V = valueOf(From, In);
  if (!V.Points || C.getCastKind() != CK_BitCast ||
      !C.getType()->isPointerType() || C.getType()->isVoidPointerType())
    return V;
  // `static_cast<Arg *>(p)` of a `void *`; other casts hide what is there.
  const QualType T = C.getType()->getPointeeType();
  if (!V.Points->type()->isVoidType()) {
    if (!U.Context.hasSameUnqualifiedType(V.Points->type(), T))
      V.Points = std::nullopt;
  } else {
    (V.Points->Steps.empty() ? V.Points->Type : V.Points->Steps.back().Type) =
        T;
  }
  return V;
}

Value Evaluator::load(const Expr &From, Frame &In) {
  const Expr &At = bare(From);
  if (const auto *Ref = dyn_cast<DeclRefExpr>(&At)) {
    if (const auto *F = dyn_cast<FunctionDecl>(Ref->getDecl())) {
      Value V;
      V.Callee = F;
      V.Maker = &In;
      return V;
    }
    if (const auto *V = dyn_cast<VarDecl>(Ref->getDecl()))
      return valueOfVariable(*V, At, In);
  }
  const auto P = pathOf(At, In);
  if (!P)
    return {};
  if (const Value Known = initialValue(*P, In);
      Known.Points || Known.Number.K != ThreadNumber::Unknown)
    return Known;
  return loaded(*P, At.getType());
}

/// What is known of an object of type T that lies at P.
Value Evaluator::loaded(const MemoryPath &P, QualType T) {
  if (T->isPointerType())
    return {{}, P.with(Step::deref(T->getPointeeType()))};
  const CXXRecordDecl *R = recordOf(T);
  const ElementClass *C = R ? U.Lib.elementClass(R) : nullptr;
  Value V;
  if (C && (C->Where == ElementClass::Single || C->Where == ElementClass::View))
    V.Holds = P.with(Step::deref(withoutArray(elementType(*R, T))));
  // The number that lies in a thread's own element.
  const auto *Last = P.Steps.empty() ? nullptr : &P.Steps.back();
  const auto IsOwn = [](const MemoryPath::Step &S) {
    return S.K == MemoryPath::Step::Index && S.At.K == ThreadNumber::PerThread;
  };
  if (Last && T->isIntegerType() &&
      (IsOwn(*Last) ||
       (Last->Member &&
        U.Lib.facts().namesThreadNumber(Last->Member->getName()) &&
        llvm::any_of(P.Steps, IsOwn))))
    V.Number = {ThreadNumber::PerThread, 1};
  return V;
}

/// What V is given when it begins to live, or by its only assignment.
static const Expr *initializerOf(const VarDecl &V, Function &F) {
  if (V.getInit())
    return V.getInit();
  const Expr *Only = nullptr;
  unsigned Changes = 0;
  forEachUse(V, F, {}, [&](const Use &U) {
    const auto *Op = dyn_cast_or_null<BinaryOperator>(U.By);
    Changes += U.changes();
    if (U.K == Use::Assign && Op)
      Only = Op->getRHS();
  });
  return Changes == 1 ? Only : nullptr;
}

Value Evaluator::valueOfVariable(const VarDecl &V, const Expr &At, Frame &In) {
  const QualType T = V.getType().getNonReferenceType();
  // `thread_local int me = next++;`
  if (V.getTLSKind() != VarDecl::TLS_None)
    return {{T->isIntegerType() && V.getInit() &&
                     !V.getInit()->isConstantInitializer(U.Context, false)
                 ? ThreadNumber{ThreadNumber::PerThread, 1}
                 : ThreadNumber{}}};
  Frame *Home = V.hasGlobalStorage() ? nullptr : frameOf(V, In);
  if (Home) {
    const auto Bound = Home->Bindings.find(&V);
    if (Bound != Home->Bindings.end() &&
        (!V.getType()->isReferenceType() || Bound->second.isCallable() ||
         !T->isPointerType()))
      return Bound->second;
    // What `new` makes for a variable is named by it.
    const Expr *Init = initializerOf(V, *Home->F);
    if (Bound == Home->Bindings.end() && !isa<ParmVarDecl>(V) &&
        !(Init && isa<CXXNewExpr>(stripped(*Init))))
      if (const Value Known = valueOfLocal(V, Init, At, *Home);
          !Known.isUnknown())
        return Known;
  }
  const auto P = pathOf(V, In);
  return P ? loaded(*P, T) : Value{};
}

/// V grows by a step that is not one: `i += threads`.
static bool advancesByStride(const VarDecl &V, Function &F) {
  bool Strided = false, Other = false;
  forEachUse(V, F, {}, [&](const Use &U) {
    if (!U.changes())
      return;
    const auto *Op = dyn_cast_or_null<CompoundAssignOperator>(U.By);
    Expr::EvalResult R;
    (Op && Op->getOpcode() == BO_AddAssign &&
             !Op->getRHS()->EvaluateAsInt(R, F.U.Context)
         ? Strided
         : Other) = true;
  });
  return Strided && !Other;
}

/// `for (int V = 0; V < 4; ++V)` of another thread's loop: 4.
static std::optional<int64_t> constantTrips(const VarDecl &V, const Loop *L,
                                            const ASTContext &Context) {
  const auto *For = dyn_cast_or_null<ForStmt>(L->Statement);
  const auto *Test = For && For->getCond()
                         ? dyn_cast<BinaryOperator>(For->getCond())
                         : nullptr;
  const auto *Ref =
      Test ? dyn_cast<DeclRefExpr>(&stripped(*Test->getLHS())) : nullptr;
  Expr::EvalResult First, End;
  if (!Ref || Ref->getDecl() != &V || Test->getOpcode() != BO_LT ||
      !V.getInit() || !V.getInit()->EvaluateAsInt(First, Context) ||
      First.Val.getInt() != 0 || !Test->getRHS()->EvaluateAsInt(End, Context) ||
      !End.Val.getInt().isStrictlyPositive())
    return std::nullopt;
  return End.Val.getInt().getExtValue();
}

Value Evaluator::valueOfLocal(const VarDecl &V, const Expr *Init,
                              const Expr &At, Frame &Home) {
  Function &F = *Home.F;
  const Value Initial = !Init                            ? Value{}
                        : V.getType()->isReferenceType() ? load(*Init, Home)
                                                         : valueOf(*Init, Home);
  // Where the loops around it are: behind the lambdas inside F.
  const Stmt *Where = &At;
  for (Function *Holder = &F.holderOf(Where); Holder != &F && Holder->Lambda;
       Holder = &F.holderOf(Where))
    Where = F.parent(Holder->Lambda);
  // Its one assignment, for a variable without initialiser, is no change.
  const bool IsAssigned = Init && !V.getInit();
  const Loop *Changing = nullptr;
  for (const Loop *L : Where && !IsAssigned
                           ? F.loopsAround(*Where)
                           : llvm::SmallVector<const Loop *, 4>())
    if (isChangedIn(V, F, L)) {
      Changing = L;
      // Not the loop that starts the threads.
      if (const auto Trips = constantTrips(V, L, U.Context);
          Trips && Home.Role != 0)
        return {{ThreadNumber::Below, *Trips}};
    }
  if (!Changing)
    return !IsAssigned && isChangedIn(V, F, nullptr) && !Initial.isCallable()
               ? Value{}
               : Initial;
  if (Initial.Number.isOfThread() && advancesByStride(V, F))
    return {{ThreadNumber::Spread, Initial.Number.N}};
  const ThreadNumber Step = {ThreadNumber::Varying, 1};
  if (Initial.Points)
    return {{}, Initial.Points->moved(Step)};
  return V.getType()->isIntegerType() || Init ? Value{Step} : Value{};
}

Value Evaluator::valueOfOperator(const BinaryOperator &Op, Frame &In) {
  const Value L = valueOf(*Op.getLHS(), In);
  const Value R = valueOf(*Op.getRHS(), In);
  switch (Op.getOpcode()) {
  case BO_Add:
    if (L.Points || R.Points)
      return {{},
              L.Points ? L.Points->moved(R.Number) : R.Points->moved(L.Number)};
    return {add(L.Number, R.Number)};
  case BO_Sub:
    if (L.Points)
      return {{}, L.Points->moved({})};
    return {R.Number.K == ThreadNumber::Constant ? L.Number : ThreadNumber{}};
  case BO_Mul:
    return {multiply(L.Number, R.Number)};
  case BO_Shl:
    if (R.Number.K != ThreadNumber::Constant || R.Number.N < 0 ||
        R.Number.N > 32)
      return {};
    return {
        multiply(L.Number, {ThreadNumber::Constant, int64_t(1) << R.Number.N})};
  case BO_Rem:
  case BO_And:
    // As many values as there are slots, as a rule.
    if (L.Number.isOfThread() ||
        (L.Number.K == ThreadNumber::Varying && In.Role == 0))
      return L;
    if (R.Number.K != ThreadNumber::Constant)
      return {};
    return {
        {ThreadNumber::Below, R.Number.N + (Op.getOpcode() == BO_And ? 1 : 0)}};
  default:
    return {};
  }
}

/// The next number: `next.fetch_add(1)`, or `threads.size()` before one is
/// added.
ThreadNumber Evaluator::numberTaken(const CallExpr &Call, Frame &In) {
  const CXXMethodDecl *Method = methodOf(Call);
  const Expr *Object = objectOf(Call);
  if (!Method || !Object || !Method->getReturnType()->isIntegerType())
    return {};
  const Container *C = U.Lib.container(Method->getParent());
  if (C && spelledName(*Method) == C->Size &&
      holdsThreads(stripped(*Object).getType(), U.Lib))
    return {ThreadNumber::Varying, 1};
  if (Method->isConst() || !U.Lib.isContended(stripped(*Object).getType()))
    return {};
  if (In.Role == 0)
    return {ThreadNumber::Varying, 1};
  return isRepeated(Call, In) ? ThreadNumber{}
                              : ThreadNumber{ThreadNumber::PerThread, 1};
}

Value Evaluator::valueOfCall(const CallExpr &Call, Frame &In) {
  const FunctionDecl *Callee = Call.getDirectCallee();
  if (!Callee)
    return {};
  if (U.Lib.has(Trait::ThreadNumber, Callee))
    return {{ThreadNumber::PerThread, 1}};
  if (U.Lib.has(Trait::Binder, Callee)) {
    Value V;
    V.Binder = &Call;
    V.Maker = &In;
    return V;
  }
  if (U.Lib.has(Trait::Reference, Callee) && Call.getNumArgs() == 1)
    return {{}, pathOf(*Call.getArg(0), In)};
  if (U.Lib.has(Trait::Move, Callee) && Call.getNumArgs() >= 1)
    return valueOf(*Call.getArg(0), In);
  // An iterator or pointer to the first element.
  if (auto P = elementOf(Call, In)) {
    const bool IsReference = Callee->getReturnType()->isReferenceType();
    if (!IsReference)
      return {{}, P};
    const QualType T = P->type();
    if (T->isPointerType())
      return {{}, P->with(Step::deref(T->getPointeeType()))};
    return {};
  }
  if (const ThreadNumber N = numberTaken(Call, In);
      N.K != ThreadNumber::Unknown)
    return {N};
  const auto *Op = dyn_cast<CXXOperatorCallExpr>(&Call);
  if (Op && Op->getNumArgs() == 2 && Op->getOperator() == OO_Plus) {
    const Value L = valueOf(*Op->getArg(0), In);
    if (L.Points)
      return {{}, L.Points->moved(valueOf(*Op->getArg(1), In).Number)};
  }
  if (Op && Op->getNumArgs() == 2 && Op->getOperator() == OO_PlusPlus)
    return valueOf(*Op->getArg(0), In);
  if (Op && Op->getOperator() == OO_Arrow)
    return {{}, valueOf(*Op->getArg(0), In).Points};
  if (Function *F = U.find(*Callee)) {
    const Expr *Result = onlyResult(*F);
    const auto Inner = Result && In.Depth < 16 ? enter(*F, Call, In) : nullptr;
    if (!Inner)
      return {};
    Value V = valueOf(*Result, *Inner);
    // The frame of the call is gone.
    if (V.isCallable() && V.Maker == Inner.get())
      return {};
    return V;
  }
  // A hash of the thread's number.
  if (Callee->getReturnType()->isIntegerType())
    for (const Expr *A : argumentsWithoutObject(Call))
      if (valueOf(*A, In).Number.K == ThreadNumber::PerThread)
        return {{ThreadNumber::PerThread, 1}};
  return {};
}

} // namespace fastidious
