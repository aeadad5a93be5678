#include "analysis/Evaluation.h"
#include "analysis/Place.h"
#include "analysis/Use.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace clang;

namespace fastidious {

namespace {

constexpr unsigned MaxDepth = 40;
constexpr unsigned MaxKept = 20000;

MemoryPath::Step deref(QualType T) {
  return {MemoryPath::Step::Deref, nullptr, {}, T};
}
MemoryPath::Step element(QualType T, ThreadNumber At) {
  return {MemoryPath::Step::Index, nullptr, At, T};
}

const Expr &bare(const Expr &E) {
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

bool isWithin(SourceLocation At, const Stmt &S, const SourceManager &SM) {
  return !SM.isBeforeInTranslationUnit(At, S.getBeginLoc()) &&
         !SM.isBeforeInTranslationUnit(S.getEndLoc(), At);
}

/// In belongs to the function, or the region, that declares V.
bool declares(const Frame &In, const VarDecl &V) {
  const DeclContext *C = V.getDeclContext();
  while (isa<CapturedDecl>(C)) // an OpenMP region
    C = C->getParent();
  if (C != In.F->Decl)
    return false;
  return !In.Region || llvm::is_contained(In.Private, &V) ||
         isWithin(V.getLocation(), *In.Region,
                  In.F->U.Context.getSourceManager());
}

} // namespace

Frame *frameOf(const VarDecl &V, Frame &In) {
  for (Frame *At = &In; At; At = At->Parent)
    if (At->Bindings.count(&V) || declares(*At, V))
      return At;
  return nullptr;
}

const Expr *objectOf(const Expr &Call) {
  if (const auto *M = dyn_cast<CXXMemberCallExpr>(&Call))
    return M->getImplicitObjectArgument();
  const auto *Op = dyn_cast<CXXOperatorCallExpr>(&Call);
  const CXXMethodDecl *Method = Op ? methodOf(*Op) : nullptr;
  return Method && !Method->isStatic() ? Op->getArg(0) : nullptr;
}

bool isElementAccess(const CXXMethodDecl &M) {
  const OverloadedOperatorKind Op = M.getOverloadedOperator();
  return Op == OO_Subscript || Op == OO_Star || Op == OO_Arrow ||
         llvm::is_contained({"at", "front", "back", "data", "get", "value",
                             "begin", "end", "cbegin", "cend", "rbegin",
                             "rend"},
                            spelledName(M));
}

/// What the object, or the pointer, of a member call denotes.
static std::optional<MemoryPath> object(const Expr &Call, Evaluator &E,
                                        Frame &In) {
  const Expr *O = objectOf(Call);
  if (!O)
    return std::nullopt;
  return O->getType()->isPointerType() ? E.valueOf(*O, In).Points
                                       : E.pathOf(*O, In);
}

static const Expr *initializerIn(const CXXConstructorDecl &C,
                                 const FieldDecl &F) {
  for (const CXXCtorInitializer *Init : C.inits())
    if (Init->getMember() && Init->getMember()->getCanonicalDecl() == &F)
      return Init->getInit();
  return nullptr;
}

/// What a constructor or list gives to a field.
static const Expr *initializerOf(const FieldDecl &F, const Expr &Made) {
  if (const auto *List = dyn_cast<InitListExpr>(&Made))
    return F.getFieldIndex() < List->getNumInits() &&
                   recordOf(List->getType()) == F.getParent()
               ? List->getInit(F.getFieldIndex())
               : nullptr;
  const auto *Build = dyn_cast<CXXConstructExpr>(&Made);
  const FunctionDecl *Body = nullptr;
  return Build && Build->getConstructor()->hasBody(Body)
             ? initializerIn(*cast<CXXConstructorDecl>(Body), F)
             : nullptr;
}

static void crossStart(ThreadNumber &N) {
  if (N.K == ThreadNumber::Varying)
    N.K = ThreadNumber::PerThread;
}

void crossStart(std::optional<MemoryPath> &P) {
  if (P)
    for (MemoryPath::Step &S : P->Steps)
      crossStart(S.At);
}

void crossStart(Value &V) {
  crossStart(V.Number);
  crossStart(V.Points);
  crossStart(V.Holds);
}

std::optional<MemoryPath> Evaluator::pathOf(const Expr &E, Frame &In) {
  const llvm::SaveAndRestore Deeper(Depth, Depth + 1);
  if (Depth > MaxDepth)
    return std::nullopt;
  const Expr &At = stripped(E);
  if (const auto *Ref = dyn_cast<DeclRefExpr>(&At)) {
    if (const auto *V = dyn_cast<VarDecl>(Ref->getDecl()))
      return pathOf(*V, In);
    const auto *B = dyn_cast<BindingDecl>(Ref->getDecl());
    return B && B->getBinding() ? pathOf(*B->getBinding(), In) : std::nullopt;
  }
  if (const auto *M = dyn_cast<MemberExpr>(&At))
    return pathOfMember(*M, In);
  if (const auto *S = dyn_cast<ArraySubscriptExpr>(&At)) {
    const auto Base = valueOf(*S->getBase(), In).Points;
    if (!Base)
      return std::nullopt;
    return Base->moved(valueOf(*S->getIdx(), In).Number);
  }
  if (const auto *Op = dyn_cast<UnaryOperator>(&At)) {
    if (Op->getOpcode() == UO_Deref)
      return valueOf(*Op->getSubExpr(), In).Points;
    return Op->isPrefix() ? pathOf(*Op->getSubExpr(), In) : std::nullopt;
  }
  if (const auto *Call = dyn_cast<CallExpr>(&At))
    return pathOfCall(*Call, In);
  if (!isa<CXXConstructExpr, InitListExpr>(At) || !recordOf(At.getType()))
    return std::nullopt;
  const auto *Build = dyn_cast<CXXConstructExpr>(&At);
  if (Build &&
      (Build->getConstructor()->isCopyOrMoveConstructor() ||
       (Build->getNumArgs() == 1 &&
        U.Lib.isReferenceWrapper(*Build->getConstructor()->getParent()))))
    return pathOf(*Build->getArg(0), In);
  return made(At, At.getType(), In);
}

/// In a loop of its function, or of one that calls it in the same role.
static bool isRepeated(const Stmt &S, const Frame &In) {
  const Stmt *At = &S;
  for (const Frame *X = &In; X && At; At = X->Site, X = X->Caller)
    if (!X->F->loopsAround(*At).empty())
      return true;
  return false;
}

static bool isRepeated(const VarDecl &V, const Frame &Home) {
  const CFGBlock *B = Home.F->loops().blockOf(V);
  return (B && !Home.F->loops().around(*B).empty()) ||
         (Home.Site && Home.Caller && isRepeated(*Home.Site, *Home.Caller));
}

static MemoryPath::Step instance(QualType T) {
  return {MemoryPath::Step::Instance, nullptr, {}, T};
}

MemoryPath Evaluator::made(const Expr &By, QualType T, Frame &In) {
  Makers[&By] = &In;
  const MemoryPath P = {&By, nullptr, In.Role, T};
  return isRepeated(By, In) ? P.with(instance(T)) : P;
}

/// The only constructor of R that is not one of those that copy.
static Function *onlyConstructor(const CXXRecordDecl &R, Unit &U) {
  Function *Only = nullptr;
  for (const CXXConstructorDecl *C : R.ctors()) {
    Function *F = C->isCopyOrMoveConstructor() ? nullptr : U.find(*C);
    if (F && Only)
      return nullptr;
    Only = F ? F : Only;
  }
  return Only;
}

Evaluator::Making Evaluator::makingOf(const MemoryPath &P, unsigned Count) {
  if (Count > 0 && P.Steps[Count - 1].K == MemoryPath::Step::Instance)
    return makingOf(P, Count - 1);
  if (Count == 0) {
    Frame *Maker = Makers.lookup(P.Root);
    const Expr *Made = !Maker       ? nullptr
                       : P.Variable ? P.Variable->getInit()
                                    : static_cast<const Expr *>(P.Root);
    const auto *New = dyn_cast_or_null<CXXNewExpr>(Made);
    return {New ? New->getInitializer() : Made, Maker};
  }
  const MemoryPath::Step &Step = P.Steps[Count - 1];
  if (Step.K != MemoryPath::Step::Field || Kept.size() > MaxKept)
    return {};
  const Making Outer = makingOf(P, Count - 1);
  MemoryPath Object = P;
  Object.Steps.truncate(Count - 1);
  std::unique_ptr<Frame> Inner;
  if (Outer.E) {
    const Expr &Made = stripped(*Outer.E);
    const Expr *Init = initializerOf(*Step.Member, Made);
    const auto *Build = dyn_cast<CXXConstructExpr>(&Made);
    Function *F = Build ? U.find(*Build->getConstructor()) : nullptr;
    if (!Init || (Build && !F))
      return {};
    if (F)
      Inner = enter(*F, *Build, *Outer.In);
    if (!Inner)
      return {Init, F ? nullptr : Outer.In};
    Inner->This = Object;
    Kept.push_back(std::move(Inner));
    return {Init, Kept.back().get()};
  }
  // The object of a class whose member functions nobody here calls.
  const CXXRecordDecl *R = Count == 1 && !P.Variable && !P.Type.isNull()
                               ? recordOf(P.Type)
                               : nullptr;
  Function *F = R && R->getCanonicalDecl() == P.Root && R->hasDefinition()
                    ? onlyConstructor(*R->getDefinition(), U)
                    : nullptr;
  if (!F)
    return {};
  Inner = std::make_unique<Frame>();
  Inner->F = F;
  Inner->This = Object;
  Kept.push_back(std::move(Inner));
  return {initializerIn(*cast<CXXConstructorDecl>(F->Decl), *Step.Member),
          Kept.back().get()};
}

Value Evaluator::initialValue(const MemoryPath &P, Frame &In) {
  if (P.Steps.empty() || P.Steps.back().K != MemoryPath::Step::Field)
    return {};
  const FieldDecl &Field = *P.Steps.back().Member;
  const bool IsReference = Field.getType()->isReferenceType();
  if (!IsReference && U.isChangedSomewhere(Field))
    return {};
  const Making M = makingOf(P, P.Steps.size());
  if (!M.E || !M.In)
    return {};
  Value V = IsReference ? Value{{}, pathOf(*M.E, *M.In)} : valueOf(*M.E, *M.In);
  // Made in the loop that starts the threads: for one of them.
  if (M.In->Role != In.Role)
    crossStart(V);
  return V;
}

std::optional<MemoryPath> Evaluator::pathOf(const VarDecl &Named, Frame &In) {
  const VarDecl &V = *Named.getCanonicalDecl();
  if (V.getTLSKind() != VarDecl::TLS_None)
    return std::nullopt;
  const QualType T = V.getType().getNonReferenceType();
  if (V.hasGlobalStorage()) {
    Makers.try_emplace(&V, &In);
    if (!V.getType()->isReferenceType())
      return MemoryPath{&V, &V, 0, T};
    return V.getInit() ? pathOf(*V.getInit(), In) : std::nullopt;
  }
  Frame *Home = frameOf(V, In);
  if (!Home)
    return std::nullopt;
  const auto Bound = Home->Bindings.find(&V);
  if (V.getType()->isReferenceType()) {
    if (Bound != Home->Bindings.end())
      return Bound->second.Points;
    auto Referred = V.getInit() ? pathOf(*V.getInit(), *Home) : std::nullopt;
    if (Home->Role != In.Role)
      crossStart(Referred);
    if (Referred || V.getInit())
      return Referred;
  }
  Makers[&V] = Home;
  const MemoryPath P = {&V, &V, Home->Role, T};
  return isRepeated(V, *Home) ? P.with(instance(T)) : P;
}

std::optional<MemoryPath> Evaluator::pathOfMember(const MemberExpr &M,
                                                  Frame &In) {
  if (const auto *V = dyn_cast<VarDecl>(M.getMemberDecl()))
    return pathOf(*V, In);
  const auto *Field = dyn_cast<FieldDecl>(M.getMemberDecl());
  if (!Field)
    return std::nullopt;
  auto P =
      M.isArrow() ? valueOf(*M.getBase(), In).Points : pathOf(*M.getBase(), In);
  if (!P)
    return std::nullopt;
  const QualType T = Field->getType();
  P = P->with({MemoryPath::Step::Field, Field->getCanonicalDecl(), {}, T});
  if (!T->isReferenceType())
    return P;
  if (auto Known = initialValue(*P, In).Points)
    return Known;
  return P->with(deref(T.getNonReferenceType()));
}

/// The type of the elements of an ElementClass.
static QualType elementType(const CXXRecordDecl &R, QualType Otherwise) {
  const auto *S = dyn_cast<ClassTemplateSpecializationDecl>(&R);
  return S && S->getTemplateArgs().size() > 0 &&
                 S->getTemplateArgs()[0].getKind() == TemplateArgument::Type
             ? S->getTemplateArgs()[0].getAsType()
             : Otherwise.getNonReferenceType();
}

/// T, or the element of `T[]`.
static QualType withoutArray(QualType T) {
  return T->isArrayType() ? QualType(T->getArrayElementTypeNoTypeQual(), 0) : T;
}

std::optional<MemoryPath> Evaluator::held(const Expr &Object,
                                          const ElementClass &C,
                                          QualType Element, Frame &In) {
  if (Object.getType()->isPointerType()) {
    const auto P = valueOf(Object, In).Points;
    return P ? std::optional(P->with(deref(Element))) : std::nullopt;
  }
  // A copy that a thread has leads to the same object.
  if (C.Where != ElementClass::Block)
    if (const auto *Ref = dyn_cast<DeclRefExpr>(&stripped(Object)))
      if (const auto *V = dyn_cast<VarDecl>(Ref->getDecl()))
        if (Frame *Home = V->hasGlobalStorage() ? nullptr : frameOf(*V, In))
          if (const auto It = Home->Bindings.find(V);
              It != Home->Bindings.end() && It->second.Holds)
            return It->second.Holds;
  const auto P = pathOf(Object, In);
  return P ? std::optional(P->with(deref(Element))) : std::nullopt;
}

std::optional<MemoryPath> Evaluator::elementOf(const CallExpr &Call,
                                               Frame &In) {
  const auto *Method = methodOf(Call);
  const auto *R = Method ? Method->getParent() : nullptr;
  const ElementClass *C = R ? U.Lib.elementClass(R) : nullptr;
  const Expr *Object = C ? objectOf(Call) : nullptr;
  if (!Object || !isElementAccess(*Method))
    return std::nullopt;
  const QualType First = elementType(*R, Method->getReturnType());
  const QualType Element = withoutArray(First);
  const auto P = C->Where == ElementClass::Inline
                     ? object(Call, *this, In)
                     : held(*Object, *C, Element, In);
  if (!P || (C->Where == ElementClass::Single && !First->isArrayType()))
    return P;
  const std::string Name = spelledName(*Method);
  ThreadNumber At;
  if (Method->getOverloadedOperator() == OO_Subscript || Name == "at")
    At = valueOf(*argumentsOf(Call).back(), In).Number;
  else if (llvm::is_contained({"begin", "cbegin", "data", "get", "front"},
                              Name))
    At = {ThreadNumber::Constant, 0};
  return P->with(element(Element, At));
}

const Expr *Evaluator::onlyResult(Function &F) {
  const auto *Body = dyn_cast<CompoundStmt>(F.Body);
  const auto *Return = Body && Body->size() > 0
                           ? dyn_cast<ReturnStmt>(Body->body_back())
                           : nullptr;
  const bool IsOnly =
      Return && llvm::none_of(Body->body(), [](const Stmt *S) {
        return isa<IfStmt, SwitchStmt, ForStmt, WhileStmt, DoStmt, CXXTryStmt>(
            S);
      });
  return IsOnly ? Return->getRetValue() : nullptr;
}

std::optional<MemoryPath> Evaluator::pathOfCall(const CallExpr &Call,
                                                Frame &In) {
  const FunctionDecl *Callee = Call.getDirectCallee();
  if (!Callee)
    return std::nullopt;
  if (U.Lib.isMove(Callee) && Call.getNumArgs() >= 1)
    return pathOf(*Call.getArg(0), In);
  if (auto P = elementOf(Call, In))
    return P;
  const auto *Op = dyn_cast<CXXOperatorCallExpr>(&Call);
  // What an iterator points to.
  if (Op && Op->getNumArgs() == 1 &&
      (Op->getOperator() == OO_Star || Op->getOperator() == OO_Arrow))
    if (auto P = valueOf(*Op->getArg(0), In).Points)
      return P;
  if (Op && Op->isAssignmentOp())
    return pathOf(*Op->getArg(0), In);
  Function *F = U.find(*Callee);
  const Expr *Result = F ? onlyResult(*F) : nullptr;
  if (!Result || !Callee->getReturnType()->isReferenceType())
    return std::nullopt;
  const auto Inner = enter(*F, Call, In);
  return Inner ? pathOf(*Result, *Inner) : std::nullopt;
}

Value Evaluator::argument(QualType T, const Expr &E, Frame &In) {
  Value V = valueOf(E, In);
  if (!T->isReferenceType())
    return V;
  // std::ref gives what it refers to.
  if (const auto *R = recordOf(E.getType());
      !R || !V.Points || !U.Lib.isReferenceWrapper(*R))
    V.Points = pathOf(E, In);
  return V;
}

std::unique_ptr<Frame> Evaluator::enter(Function &Callee, const Expr &Call,
                                        Frame &In) {
  auto Inner = std::make_unique<Frame>();
  const auto *C = dyn_cast<CallExpr>(&Call);
  const auto *Build = dyn_cast<CXXConstructExpr>(&Call);
  if (Callee.Lambda) {
    const Expr *Object = objectOf(Call);
    const Value V = Object ? valueOf(*Object, In) : Value{};
    if (V.Lambda != Callee.Lambda)
      return nullptr;
    Inner = enterLambda(V, Callee, In.Role);
  } else if (C) {
    Inner->This = object(Call, *this, In);
  }
  Inner->F = &Callee;
  Inner->Role = In.Role;
  Inner->Caller = &In;
  Inner->Site = &Call;
  Inner->Depth = In.Depth + 1;
  const auto Arguments =
      C ? argumentsOf(*C)
        : llvm::ArrayRef(Build->getArgs(), Build->getNumArgs());
  for (auto [P, A] : llvm::zip(Callee.Decl->parameters(), Arguments))
    Inner->Bindings[P] = argument(P->getType(), *A, In);
  return Inner;
}

std::unique_ptr<Frame> Evaluator::enterLambda(const Value &V, Function &Body,
                                              unsigned Role) {
  auto Inner = std::make_unique<Frame>();
  Inner->F = &Body;
  Inner->Parent = V.Maker;
  Inner->Role = Role;
  Inner->Depth = V.Maker->Depth + 1;
  Inner->This = V.Maker->This;
  auto Init = V.Lambda->capture_init_begin();
  for (const LambdaCapture &C : V.Lambda->captures()) {
    const Expr *From = *Init++;
    if (C.getCaptureKind() == LCK_StarThis)
      Inner->This = std::nullopt;
    if (!C.capturesVariable() || !From)
      continue;
    const auto *Var = cast<VarDecl>(C.getCapturedVar());
    if (Var->isInitCapture())
      Inner->Bindings[Var] = argument(Var->getType(), *From, *V.Maker);
    else if (C.getCaptureKind() == LCK_ByCopy)
      Inner->Bindings[Var] = Var->getType()->isReferenceType()
                                 ? argument(Var->getType(), *From, *V.Maker)
                                 : valueOf(*From, *V.Maker);
  }
  return Inner;
}

Value Evaluator::valueOf(const Expr &E, Frame &In) {
  const llvm::SaveAndRestore Deeper(Depth, Depth + 1);
  if (Depth > MaxDepth)
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
    if (Op->getOpcode() != UO_AddrOf)
      return Op->isIncrementDecrementOp() ? load(*Op->getSubExpr(), In)
                                          : Value{};
    const auto *Ref = dyn_cast<DeclRefExpr>(&bare(*Op->getSubExpr()));
    if (Ref && isa<FunctionDecl>(Ref->getDecl()))
      return load(*Ref, In);
    return {{}, pathOf(*Op->getSubExpr(), In)};
  }
  if (const auto *Op = dyn_cast<BinaryOperator>(&At))
    return valueOfOperator(*Op, In);
  if (const auto *Call = dyn_cast<CallExpr>(&At))
    return valueOfCall(*Call, In);
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
    return {{}, P->with(element(Element, {ThreadNumber::Constant, 0}))};
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
    return {{}, P.with(deref(T->getPointeeType()))};
  const CXXRecordDecl *R = recordOf(T);
  const ElementClass *C = R ? U.Lib.elementClass(R) : nullptr;
  Value V;
  if (C && (C->Where == ElementClass::Single || C->Where == ElementClass::View))
    V.Holds = P.with(deref(withoutArray(elementType(*R, T))));
  // The number that lies in a thread's own element.
  const auto *Last = P.Steps.empty() ? nullptr : &P.Steps.back();
  const auto IsOwn = [](const MemoryPath::Step &S) {
    return S.K == MemoryPath::Step::Index && S.At.K == ThreadNumber::PerThread;
  };
  if (Last && T->isIntegerType() &&
      (IsOwn(*Last) ||
       (Last->Member && U.Lib.namesThreadNumber(Last->Member->getName()) &&
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
    if (isChangedIn(V, F, L))
      Changing = L;
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
  // As many values as there are slots, as a rule.
  case BO_Rem:
  case BO_And:
    return {L.Number.K == ThreadNumber::Constant ? ThreadNumber{} : L.Number};
  default:
    return {};
  }
}

Value Evaluator::valueOfCall(const CallExpr &Call, Frame &In) {
  const FunctionDecl *Callee = Call.getDirectCallee();
  if (!Callee)
    return {};
  if (U.Lib.isThreadNumber(*Callee))
    return {{ThreadNumber::PerThread, 1}};
  if (U.Lib.isBinder(*Callee)) {
    Value V;
    V.Binder = &Call;
    V.Maker = &In;
    return V;
  }
  if (U.Lib.makesReference(*Callee) && Call.getNumArgs() == 1)
    return {{}, pathOf(*Call.getArg(0), In)};
  if (U.Lib.isMove(Callee) && Call.getNumArgs() >= 1)
    return valueOf(*Call.getArg(0), In);
  // An iterator or pointer to the first element.
  if (auto P = elementOf(Call, In)) {
    const bool IsReference = Callee->getReturnType()->isReferenceType();
    if (!IsReference)
      return {{}, P};
    const QualType T = P->type();
    if (T->isPointerType())
      return {{}, P->with(deref(T->getPointeeType()))};
    return {};
  }
  const auto *Op = dyn_cast<CXXOperatorCallExpr>(&Call);
  if (Op && Op->getNumArgs() == 2 && Op->getOperator() == OO_Plus) {
    const Value L = valueOf(*Op->getArg(0), In);
    if (L.Points)
      return {{}, L.Points->moved(valueOf(*Op->getArg(1), In).Number)};
  }
  if (Op && Op->isAssignmentOp() == false && Op->getNumArgs() == 2 &&
      Op->getOperator() == OO_PlusPlus)
    return valueOf(*Op->getArg(0), In);
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
  // A number that each thread takes once: `next.fetch_add(1)`.
  const Expr *Object = objectOf(Call);
  if (Object && In.Role != 0 && Callee->getReturnType()->isIntegerType() &&
      !methodOf(Call)->isConst() &&
      U.Lib.isContended(stripped(*Object).getType()) && !isRepeated(Call, In))
    return {{ThreadNumber::PerThread, 1}};
  // A hash of the thread's number.
  if (Callee->getReturnType()->isIntegerType())
    for (const Expr *A : argumentsOf(Call))
      if (valueOf(*A, In).Number.K == ThreadNumber::PerThread)
        return {{ThreadNumber::PerThread, 1}};
  return {};
}

} // namespace fastidious
