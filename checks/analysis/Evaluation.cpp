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
        U.Lib.has(Trait::Reference, Build->getConstructor()->getParent()))))
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
    const bool IsBound = Bound != Home->Bindings.end();
    auto Referred = IsBound       ? Bound->second.Points
                    : V.getInit() ? pathOf(*V.getInit(), *Home)
                                  : std::nullopt;
    if (Home->Role != In.Role)
      crossStart(Referred);
    if (IsBound || Referred || V.getInit())
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

/// The object for which a local smart pointer was made: `Owner o(p);`.
std::optional<MemoryPath> Evaluator::owned(const Expr &Object,
                                           const ElementClass &C, Frame &In) {
  const auto *Ref = dyn_cast<DeclRefExpr>(&stripped(Object));
  const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  const auto *Build = V && V->hasLocalStorage() && V->getInit()
                          ? dyn_cast<CXXConstructExpr>(&stripped(*V->getInit()))
                          : nullptr;
  if (C.Where != ElementClass::Single || !Build || Build->getNumArgs() == 0 ||
      !Build->getArg(0)->getType()->isPointerType() ||
      isa<CXXNewExpr>(stripped(*Build->getArg(0))))
    return std::nullopt;
  Frame *Home = frameOf(*V, In);
  return Home ? valueOf(*Build->getArg(0), *Home).Points : std::nullopt;
}

std::optional<MemoryPath> Evaluator::held(const Expr &Object,
                                          const ElementClass &C,
                                          QualType Element, Frame &In) {
  if (Object.getType()->isPointerType()) {
    const auto P = valueOf(Object, In).Points;
    return P ? std::optional(P->with(Step::deref(Element))) : std::nullopt;
  }
  if (const auto Owned = owned(Object, C, In))
    return Owned;
  // A copy that a thread has leads to the same object.
  if (C.Where != ElementClass::Block)
    if (const auto *Ref = dyn_cast<DeclRefExpr>(&stripped(Object)))
      if (const auto *V = dyn_cast<VarDecl>(Ref->getDecl()))
        if (Frame *Home = V->hasGlobalStorage() ? nullptr : frameOf(*V, In))
          if (const auto It = Home->Bindings.find(V);
              It != Home->Bindings.end() && It->second.Holds)
            return It->second.Holds;
  const auto P = pathOf(Object, In);
  // The same of a functor that a thread has.
  if (P && C.Where != ElementClass::Block && In.Role != 0 &&
      P->Owner == In.Role)
    if (const Value Given = initialValue(*P, In); Given.Holds)
      return Given.Holds;
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
  else if (Name == "back" && In.Role == 0)
    At = {ThreadNumber::Varying, 1}; // as the threads are started, it grows
  return P->with(Step::element(Element, At));
}

Value Evaluator::visited(const CallExpr &Call, Frame &In) {
  const auto Arguments = argumentsWithoutObject(Call);
  if (Arguments.empty())
    return {};
  const Expr &Range = *Arguments.front();
  const ThreadNumber Each = {ThreadNumber::Varying, 1};
  if (const auto First = valueOf(Range, In).Points)
    return {{}, First->moved(Each)};
  const CXXRecordDecl *R = recordOf(Range.getType());
  const ElementClass *C = R ? U.Lib.elementClass(R) : nullptr;
  const QualType Element = C ? elementType(*R, Range.getType()) : QualType();
  const auto Block = C ? C->Where == ElementClass::Inline
                             ? pathOf(Range, In)
                             : held(Range, *C, Element, In)
                       : std::nullopt;
  return Block ? Value{{}, Block->with(Step::element(Element, Each))} : Value{};
}

std::optional<MemoryPath> Evaluator::appended(const CallExpr &Call, Frame &In) {
  const CXXMethodDecl *Method = methodOf(Call);
  const auto *R = Method ? Method->getParent() : nullptr;
  const ElementClass *C = R ? U.Lib.elementClass(R) : nullptr;
  const Container *Grows = C ? U.Lib.container(R) : nullptr;
  const bool Appends =
      C && (U.Lib.emplacer(Method) ||
            (Grows && llvm::is_contained(Grows->Append, spelledName(*Method))));
  const Expr *Object = Appends ? objectOf(Call) : nullptr;
  if (!Object || C->Where != ElementClass::Block)
    return std::nullopt;
  const QualType Element = elementType(*R, Method->getReturnType());
  const auto P = held(*Object, *C, Element, In);
  return P ? std::optional(
                 P->with(Step::element(Element, {ThreadNumber::Varying, 1})))
           : std::nullopt;
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
  if (U.Lib.has(Trait::Move, Callee) && Call.getNumArgs() >= 1)
    return pathOf(*Call.getArg(0), In);
  if (auto P = elementOf(Call, In))
    return P;
  if (auto P = appended(Call, In))
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

} // namespace fastidious
