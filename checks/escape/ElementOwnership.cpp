#include "escape/ElementOwnership.h"
#include "analysis/Place.h"
#include "escape/Addresses.h"
#include "escape/MemberOwnership.h"
#include "escape/Names.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace fastidious::escape {

/// The most bytes of an element that is moved when its container grows.
static constexpr uint64_t SmallElement = 256;

static bool isInsertion(const Effect *Known) {
  return Known &&
         (Known->Does == Effect::Store || Known->Does == Effect::Construct);
}

static const Expr *objectOf(const CallExpr &Call) {
  if (const auto *M = dyn_cast<CXXMemberCallExpr>(&Call))
    return M->getImplicitObjectArgument();
  const auto *Op = dyn_cast<CXXOperatorCallExpr>(&Call);
  return Op && isa_and_nonnull<CXXMethodDecl>(Op->getDirectCallee())
             ? Op->getArg(0)
             : nullptr;
}

/// The variable or member of this that E names; null for others.
static const ValueDecl *named(const Expr &E) {
  const auto *Ref = dyn_cast<DeclRefExpr>(&stripped(E));
  const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  if (V && V->isLocalVarDecl() && V->hasLocalStorage() &&
      !V->getType()->isReferenceType())
    return V;
  return ownField(E);
}

ElementOwnership::ElementOwnership(fastidious::Unit &Code,
                                   llvm::ArrayRef<Allocation> All)
    : Code(Code), P(programOf(Code)), T(Code.Context, Code.Lib) {
  for (const Allocation &A : All)
    if (A.At)
      if (const Expr *Call = insertionOf(*A.At, *A.In).Call)
        FreshInsertions.insert(Call);
}

ElementOwnership::Insertion ElementOwnership::insertionBy(const Keeper &By,
                                                          Function &F) {
  const CallExpr *Call = By.Call;
  if (By.K == Keeper::Assigned) // map[key] = ...
    Call = dyn_cast<CallExpr>(&stripped(*By.To));
  if (!Call || !isInsertion(Code.Lib.effect(Call->getDirectCallee())) ||
      !objectOf(*Call))
    return {};
  return {objectOf(*Call), Call};
}

ElementOwnership::Insertion ElementOwnership::insertionOf(const Expr &Made,
                                                          Function &F) {
  const Keeper By = keeperOf(Made, F);
  if (By.K != Keeper::Variable)
    return insertionBy(By, F);
  for (const Expr *Ref : F.refs(*By.V)) {
    const OwnerAccess Access = accessOf(*Ref, F);
    if (Access.How != OwnerUse::Moved && !Ref->getType()->isPointerType())
      continue;
    const Insertion Found = insertionBy(
        keeperOf(Access.How == OwnerUse::Moved ? *Access.By : *Ref, F), F);
    if (Found.Call)
      return Found;
  }
  return {};
}

bool ElementOwnership::holdsOwners(QualType Container, const Expr &Made) {
  const Holder *H = T.holder(Container);
  const auto Elements = T.elements(Container);
  const bool IsMap = H && H->Holds == Holder::Nodes && Elements.size() == 2;
  // Sets have an order of their own besides, by the pointers.
  const auto *S =
      dyn_cast_or_null<ClassTemplateSpecializationDecl>(recordOf(Container));
  const bool IsList = H && H->Holds == Holder::Nodes && Elements.size() == 1 &&
                      S && S->getTemplateArgs().size() == 2;
  if (!H || (H->Holds != Holder::Buffer && !IsMap && !IsList) ||
      Elements.empty())
    return false;
  const auto *New = dyn_cast<CXXNewExpr>(&Made);
  const QualType Is =
      New ? New->getAllocatedType() : ownedType(Made.getType(), Code.Lib);
  const QualType Of = ownedType(Elements.back(), Code.Lib);
  const auto *Owner = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
      recordOf(Elements.back()));
  if (Owner && Owner->getTemplateArgs()[0].getAsType()->isArrayType())
    return false;
  return !Is.isNull() && !Of.isNull() &&
         (!IsMap || ownedType(Elements[0], Code.Lib).isNull()) &&
         Code.Context.hasSameUnqualifiedType(Is, Of);
}

const ValueDecl *ElementOwnership::container(const Allocation &Made) {
  const Site &Is = *Made.Is;
  if (!Made.At || Is.Polymorphic || Is.Recursive || !Is.Movable ||
      !Is.Complete || Is.OwnDeleter || !Is.Size || *Is.Size > SmallElement ||
      Is.Kind == SiteKind::NewArray || Is.Kind == SiteKind::Malloc)
    return nullptr;
  const Insertion In = insertionOf(*Made.At, *Made.In);
  const ValueDecl *Container = In.Container ? named(*In.Container) : nullptr;
  if (!Container || !holdsOwners(Container->getType(), *Made.At))
    return nullptr;
  const auto [Entry, New] = Known.try_emplace(Container, false);
  if (New)
    Known[Container] = couldHoldObjects(*Container, Made);
  return Known[Container] ? Container : nullptr;
}

bool ElementOwnership::couldHoldObjects(const ValueDecl &Container,
                                        const Allocation &Made) {
  const auto *Field = dyn_cast<FieldDecl>(&Container);
  if (!Field)
    return isWellUsed(Container, Made.In->Root) &&
           areAddressesShortLived(*P.solution(keyOf(*Made.In)),
                                  Made.Says.Object);
  const auto *R = dyn_cast<CXXRecordDecl>(Field->getParent());
  if (!R || isa<ClassTemplateSpecializationDecl>(R) ||
      !isUsedHereOnly(*Field, Code.Context.getSourceManager()))
    return false;
  const std::string Name = fullName(*R) + "::" + Field->getNameAsString();
  const bool Pointers = T.elements(Field->getType()).back()->isPointerType();
  for (const auto &F : Code.functions()) {
    if (&F->Root != F.get() || F->refs(*Field).empty())
      continue;
    const Solution *S = F->Decl ? P.solution(keyOf(*F)) : nullptr;
    if (!S || !isWellUsed(Container, *F) ||
        !areAddressesShortLived(*S, Name, Pointers))
      return false;
  }
  return true;
}

/// Nothing makes an element null, replaces it or takes it out, in F and its
/// lambdas.
bool ElementOwnership::isWellUsed(const ValueDecl &Container, Function &F) {
  const QualType Owner =
      T.elements(Container.getType()).back().getCanonicalType();
  for (const Expr *Ref : F.refs(Container))
    if (!mayUse(*Ref, F))
      return false;
  for (const auto &Part : Code.functions()) {
    if (&Part->Root != &F)
      continue;
    for (const CallExpr *Call : Part->Calls)
      if (!mayCall(*Call, Owner))
        return false;
    for (const BinaryOperator *Store : Part->Stores)
      if (!isa<DeclRefExpr>(Store->getLHS()->IgnoreParens()) &&
          Code.Context.hasSameUnqualifiedType(Store->getType(), Owner))
        return false;
  }
  return true;
}

bool ElementOwnership::mayUse(const Expr &Ref, Function &F) {
  if (isa<MemberExpr>(Ref) && !ownField(Ref))
    return false;
  const Stmt *By = F.semanticParent(&Ref);
  if (const auto *M = dyn_cast_or_null<MemberExpr>(By))
    By = F.semanticParent(M);
  if (isa_and_nonnull<DeclStmt>(By)) // of a range-for
    return true;
  const auto *Call = dyn_cast_or_null<CallExpr>(By);
  if (!Call)
    return false;
  const Effect *Known = Code.Lib.effect(Call->getDirectCallee());
  if (objectOf(*Call) && &stripped(*objectOf(*Call)) == &stripped(Ref)) {
    if (isInsertion(Known))
      return FreshInsertions.contains(Call);
    return !Known || Known->Does == Effect::Remove ||
           Known->Does == Effect::Grow || Known->Does == Effect::Nothing;
  }
  if (Code.Lib.has(Trait::Move, Call->getDirectCallee()) ||
      (Known && (Known->Does == Effect::Swap || isInsertion(Known))))
    return false;
  // Given to a function that may not change it.
  for (unsigned I = 0; I < Call->getNumArgs(); ++I)
    if (&stripped(*Call->getArg(I)) == &stripped(Ref))
      return Call->getArg(I)->getType().isConstQualified() ||
             Call->getDirectCallee()->isInStdNamespace();
  return false;
}

bool ElementOwnership::mayCall(const CallExpr &Call, QualType Owner) {
  const auto IsOwner = [&](const Expr *E) {
    return E &&
           Code.Context.hasSameUnqualifiedType(
               E->getType().getNonReferenceType().getCanonicalType(), Owner) &&
           !Owner->isPointerType();
  };
  // A variable that is moved into the container is no element.
  const auto IsVariable = [](const Expr &E) {
    const ValueDecl *V = named(E);
    return isa_and_nonnull<VarDecl>(V);
  };
  if (Code.Lib.has(Trait::Move, Call.getDirectCallee()))
    return !IsOwner(Call.getArg(0)) || IsVariable(*Call.getArg(0));
  const Effect *Known = Code.Lib.effect(Call.getDirectCallee());
  if (Known && Known->Does == Effect::Swap)
    return llvm::none_of(Call.arguments(), IsOwner) && !IsOwner(objectOf(Call));
  const Expr *Object = objectOf(Call);
  if (const auto *Op = dyn_cast<CXXOperatorCallExpr>(&Call)) {
    Object = Op->getArg(0);
    if (Op->getOperator() == OO_Star || Op->getOperator() == OO_Arrow)
      return true;
    if (Op->getOperator() == OO_Equal &&
        FreshInsertions.contains(dyn_cast<Expr>(&stripped(*Object))))
      return true;
  }
  if (!IsOwner(Object) || IsVariable(*Object))
    return true;
  const auto *Method = methodOf(Call);
  return Method && Method->isConst() && !isa<CXXConversionDecl>(Method);
}

} // namespace fastidious::escape
