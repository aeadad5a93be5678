#include "analysis/Evaluation.h"
#include "analysis/Place.h"
#include "analysis/ThreadStart.h"

using namespace clang;

namespace fastidious {

using Step = MemoryPath::Step;

static const Expr *initializerIn(const CXXConstructorDecl &C,
                                 const FieldDecl &F) {
  for (const CXXCtorInitializer *Init : C.inits())
    if (Init->getMember() && Init->getMember()->getCanonicalDecl() == &F)
      return Init->getInit();
  return nullptr;
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

/// What By makes an object with: a constructor of this file.
std::unique_ptr<Frame> Evaluator::enterMaker(const Expr &By, Frame &In) {
  if (const auto *Build = dyn_cast<CXXConstructExpr>(&By)) {
    Function *F = U.find(*Build->getConstructor());
    return F ? enter(*F, By, In) : nullptr;
  }
  const auto *Call = dyn_cast<CallExpr>(&By);
  const auto E = Call ? emplacementBy(*Call, U) : std::nullopt;
  return E ? enter(*E->Constructor, By, E->Arguments, In) : nullptr;
}

Evaluator::Making Evaluator::keep(std::unique_ptr<Frame> Maker,
                                  const MemoryPath &Object,
                                  const FieldDecl &Field) {
  Maker->This = Object;
  Kept.push_back(std::move(Maker));
  Frame &In = *Kept.back();
  return {initializerIn(*cast<CXXConstructorDecl>(In.F->Decl), Field), &In};
}

/// Of an object that the expression Whole makes.
Evaluator::Making Evaluator::makingOfField(const FieldDecl &Field,
                                           const MemoryPath &Object,
                                           Making Whole) {
  const Expr &By = stripped(*Whole.E);
  if (const auto *List = dyn_cast<InitListExpr>(&By))
    return Field.getFieldIndex() < List->getNumInits() &&
                   recordOf(List->getType()) == Field.getParent()
               ? Making{List->getInit(Field.getFieldIndex()), Whole.In}
               : Making{};
  auto Maker = enterMaker(By, *Whole.In);
  return Maker ? keep(std::move(Maker), Object, Field) : Making{};
}

Evaluator::Making Evaluator::makingOfRoot(const MemoryPath &P) {
  Frame *Maker = Makers.lookup(P.Root);
  const Expr *Made = !Maker       ? nullptr
                     : P.Variable ? P.Variable->getInit()
                                  : static_cast<const Expr *>(P.Root);
  const auto *New = dyn_cast_or_null<CXXNewExpr>(Made);
  return {New ? New->getInitializer() : Made, Maker};
}

Evaluator::Making Evaluator::makingOf(const MemoryPath &P) {
  if (const Making Stored = storedAt(P); Stored.E || P.Steps.empty())
    return Stored.E ? Stored : makingOfRoot(P);
  const Step Last = P.Steps.back();
  MemoryPath Object = P;
  Object.Steps.pop_back();
  if (Last.K == Step::Instance)
    return makingOf(Object);
  if (Last.K != Step::Field || Kept.size() > MaxKept)
    return {};
  if (const Making Whole = makingOf(Object); Whole.E && Whole.In)
    return makingOfField(*Last.Member, Object, Whole);
  // The object of a class whose member functions nobody here calls.
  const CXXRecordDecl *R =
      Object.Steps.empty() && !P.Variable && !P.Type.isNull() ? recordOf(P.Type)
                                                              : nullptr;
  Function *F = R && R->getCanonicalDecl() == P.Root && R->hasDefinition()
                    ? onlyConstructor(*R->getDefinition(), U)
                    : nullptr;
  if (!F)
    return {};
  auto Maker = std::make_unique<Frame>();
  Maker->F = F;
  return keep(std::move(Maker), Object, *Last.Member);
}

void Evaluator::remember(const MemoryPath &P, const Expr &E, Frame &In) {
  const auto Known =
      llvm::find_if(Stores, [&](const Store &S) { return S.What.E == &E; });
  if (Known != Stores.end())
    *Known = {P, {&E, &In}};
  else if (Stores.size() < MaxStores)
    Stores.push_back({P, {&E, &In}});
}

Evaluator::Making Evaluator::storedAt(const MemoryPath &P) const {
  Making Only;
  for (const Store &S : Stores) {
    auto To = std::optional(S.To);
    crossStart(To);
    if (S.To != P && *To != P)
      continue;
    if (Only.E)
      return {};
    Only = S.What;
  }
  return Only;
}

bool Evaluator::isStored(MemoryPath P) const {
  for (; !P.Steps.empty(); P.Steps.pop_back())
    if (storedAt(P).E)
      return true;
  return false;
}

Value Evaluator::initialValue(const MemoryPath &P, Frame &In) {
  if (P.Steps.empty() || P.Steps.back().K != MemoryPath::Step::Field)
    return {};
  const FieldDecl &Field = *P.Steps.back().Member;
  const bool IsReference = Field.getType()->isReferenceType();
  if (!IsReference && !isStored(P) && U.isChangedSomewhere(Field))
    return {};
  const Making M = makingOf(P);
  if (!M.E || !M.In)
    return {};
  Value V = IsReference ? Value{{}, pathOf(*M.E, *M.In)} : valueOf(*M.E, *M.In);
  // Made in the loop that starts the threads: for one of them.
  if (M.In->Role != In.Role)
    crossStart(V);
  return V;
}

Value Evaluator::argument(QualType T, const Expr &E, Frame &In) {
  Value V = valueOf(E, In);
  if (!T->isReferenceType())
    return V;
  // std::ref gives what it refers to.
  if (const auto *R = recordOf(E.getType());
      !R || !V.Points || !U.Lib.has(Trait::Reference, R))
    V.Points = pathOf(E, In);
  return V;
}

std::unique_ptr<Frame> Evaluator::enter(Function &Callee, const Expr &Call,
                                        Frame &In) {
  const auto *C = dyn_cast<CallExpr>(&Call);
  const auto *Build = dyn_cast<CXXConstructExpr>(&Call);
  auto Inner = enter(Callee, Call,
                     C ? argumentsWithoutObject(*C)
                       : llvm::ArrayRef(Build->getArgs(), Build->getNumArgs()),
                     In);
  if (Inner && C && !Callee.Lambda)
    Inner->This = objectPath(Call, In);
  return Inner;
}

std::unique_ptr<Frame> Evaluator::enter(Function &Callee, const Expr &Site,
                                        llvm::ArrayRef<const Expr *> Arguments,
                                        Frame &In) {
  auto Inner = std::make_unique<Frame>();
  if (Callee.Lambda) {
    const Expr *Object = objectOf(Site);
    const Value V = Object ? valueOf(*Object, In) : Value{};
    if (V.Lambda != Callee.Lambda)
      return nullptr;
    Inner = enterLambda(V, Callee, In.Role);
  }
  Inner->F = &Callee;
  Inner->Role = In.Role;
  Inner->Caller = &In;
  Inner->Site = &Site;
  Inner->Depth = In.Depth + 1;
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
