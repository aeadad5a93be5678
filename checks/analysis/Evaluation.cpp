#include "analysis/Evaluation.h"
#include "analysis/Place.h"
#include "analysis/Use.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace clang;

namespace fastidious {

using Step = MemoryPath::Step;

namespace {

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

llvm::ArrayRef<const Expr *> argumentsWithoutObject(const CallExpr &Call) {
  const llvm::ArrayRef All(Call.getArgs(), Call.getNumArgs());
  return isa<CXXOperatorCallExpr>(Call) && objectOf(Call) ? All.drop_front()
                                                          : All;
}

bool isElementAccess(const CXXMethodDecl &M) {
  const OverloadedOperatorKind Op = M.getOverloadedOperator();
  return Op == OO_Subscript || Op == OO_Star || Op == OO_Arrow ||
         llvm::is_contained({"at", "front", "back", "data", "get", "value",
                             "begin", "end", "cbegin", "cend", "rbegin",
                             "rend"},
                            spelledName(M));
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

std::optional<MemoryPath> Evaluator::targetOf(const Expr &E, Frame &In) {
  return E.getType()->isPointerType() ? valueOf(E, In).Points : pathOf(E, In);
}

std::optional<MemoryPath> Evaluator::objectPath(const Expr &Call, Frame &In) {
  const Expr *Object = objectOf(Call);
  return Object ? targetOf(*Object, In) : std::nullopt;
}

std::optional<MemoryPath> Evaluator::pathOf(const Expr &E, Frame &In) {
  const llvm::SaveAndRestore Deeper(Depth, Depth + 1);
  if (Depth > MaxDepth || ++Steps > MaxSteps)
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

bool isRepeated(const Stmt &S, const Frame &In) {
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

MemoryPath Evaluator::made(const Expr &By, QualType T, Frame &In) {
  Makers[&By] = &In;
  const MemoryPath P = {&By, nullptr, In.Role, T};
  return isRepeated(By, In) ? P.with(Step::instance(T)) : P;
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
  return isRepeated(V, *Home) ? P.with(Step::instance(T)) : P;
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
  return P->with(Step::deref(T.getNonReferenceType()));
}

QualType elementType(const CXXRecordDecl &R, QualType Otherwise) {
  const auto *S = dyn_cast<ClassTemplateSpecializationDecl>(&R);
  return S && S->getTemplateArgs().size() > 0 &&
                 S->getTemplateArgs()[0].getKind() == TemplateArgument::Type
             ? S->getTemplateArgs()[0].getAsType()
             : Otherwise.getNonReferenceType();
}

QualType withoutArray(QualType T) {
  return T->isArrayType() ? QualType(T->getArrayElementTypeNoTypeQual(), 0) : T;
}

std::optional<MemoryPath> Evaluator::held(const Expr &Object,
                                          const ElementClass &C,
                                          QualType Element, Frame &In) {
  if (Object.getType()->isPointerType()) {
    const auto P = valueOf(Object, In).Points;
    return P ? std::optional(P->with(Step::deref(Element))) : std::nullopt;
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
  return P ? std::optional(P->with(Step::deref(Element))) : std::nullopt;
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
                     ? objectPath(Call, In)
                     : held(*Object, *C, Element, In);
  if (!P || (C->Where == ElementClass::Single && !First->isArrayType()))
    return P;
  const std::string Name = spelledName(*Method);
  ThreadNumber At;
  if (Method->getOverloadedOperator() == OO_Subscript || Name == "at")
    At = valueOf(*argumentsWithoutObject(Call).back(), In).Number;
  else if (llvm::is_contained({"begin", "cbegin", "data", "get", "front"},
                              Name))
    At = {ThreadNumber::Constant, 0};
  return P->with(Step::element(Element, At));
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
    Inner->This = objectPath(Call, In);
  }
  Inner->F = &Callee;
  Inner->Role = In.Role;
  Inner->Caller = &In;
  Inner->Site = &Call;
  Inner->Depth = In.Depth + 1;
  const auto Arguments =
      C ? argumentsWithoutObject(*C)
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

} // namespace fastidious
