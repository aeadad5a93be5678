#include "escape/Keeper.h"
#include "analysis/Place.h"

using namespace clang;

namespace fastidious::escape {

QualType ownedType(QualType T, Library &Lib) {
  T = T.getNonReferenceType();
  if (T->isPointerType())
    return T->getPointeeType();
  const auto *S =
      dyn_cast_or_null<ClassTemplateSpecializationDecl>(recordOf(T));
  const Holder *H = Lib.holder(S);
  if (!H || (H->Holds != Holder::Unique && H->Holds != Holder::Shared) ||
      S->getTemplateArgs()[0].getKind() != TemplateArgument::Type)
    return {};
  const QualType Owned = S->getTemplateArgs()[0].getAsType();
  const ArrayType *A = Owned->getAsArrayTypeUnsafe();
  return A ? A->getElementType() : Owned;
}

const FieldDecl *ownField(const Expr &E) {
  const auto *M = dyn_cast<MemberExpr>(&stripped(E));
  return M && isa<CXXThisExpr>(M->getBase()->IgnoreParenImpCasts())
             ? dyn_cast<FieldDecl>(M->getMemberDecl())
             : nullptr;
}

const ParmVarDecl *parameterFor(const Expr &Argument, const Stmt &By) {
  if (const auto *C = dyn_cast<CXXConstructExpr>(&By)) {
    for (unsigned I = 0; I < C->getNumArgs(); ++I)
      if (&stripped(*C->getArg(I)) == &stripped(Argument) &&
          I < C->getConstructor()->getNumParams())
        return C->getConstructor()->getParamDecl(I);
    return nullptr;
  }
  const auto *Call = dyn_cast<CallExpr>(&By);
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  if (!Callee)
    return nullptr;
  const auto Arguments = argumentsOf(*Call);
  for (unsigned I = 0; I < Arguments.size(); ++I)
    if (&stripped(*Arguments[I]) == &stripped(Argument) &&
        I < Callee->getNumParams())
      return Callee->getParamDecl(I);
  return nullptr;
}

static Keeper assignedTo(const Expr &To, const Stmt &By) {
  const FieldDecl *Field = ownField(To);
  return {.K = Field ? Keeper::Field : Keeper::Assigned,
          .Into = Field,
          .To = &To,
          .By = &By};
}

static Keeper keptByCall(const Expr &Argument, const CallExpr &Call,
                         Library &Lib) {
  const auto *Op = dyn_cast<CXXOperatorCallExpr>(&Call);
  if (Op && Op->getOperator() == OO_Equal)
    return assignedTo(*Op->getArg(0), Call);
  if (const auto *M = dyn_cast<CXXMemberCallExpr>(&Call))
    if (const Effect *Known = Lib.effect(M->getMethodDecl());
        Known && Known->Does == Effect::Adopt)
      return assignedTo(*M->getImplicitObjectArgument(), Call);
  return {.K = Keeper::Argument,
          .Call = &Call,
          .Parameter = parameterFor(Argument, Call),
          .By = &Call};
}

/// Hands on what it is given.
static bool passesOn(const Stmt &S, Library &Lib) {
  if (isa<ExplicitCastExpr, InitListExpr>(S))
    return true;
  const auto *Build = dyn_cast<CXXConstructExpr>(&S);
  return Build && !ownedType(Build->getType(), Lib).isNull();
}

/// The member that the initialiser Init of a constructor is for.
static Keeper initialisedBy(const Stmt &Init, const Function &F) {
  const auto *C = dyn_cast_or_null<CXXConstructorDecl>(F.Decl);
  if (C)
    for (const CXXCtorInitializer *I : C->inits())
      if (I->getInit() == &Init && I->getAnyMember())
        return {.K = Keeper::Field, .Into = I->getAnyMember(), .By = &Init};
  return {};
}

Keeper keeperOf(const Expr &Made, Function &F) {
  const Stmt *At = &Made, *Root = &Made;
  const Stmt *P = F.semanticParent(At);
  for (; P && passesOn(*P, F.U.Lib); P = F.semanticParent(P))
    At = P;
  for (const Stmt *Up = At; Up; Up = F.parent(Up))
    Root = Up;
  if (!P)
    return initialisedBy(*Root, F);
  if (isa<AbstractConditionalOperator>(P))
    return {.K = Keeper::Choice};
  if (const auto *Decls = dyn_cast<DeclStmt>(P))
    for (const Decl *D : Decls->decls())
      if (const auto *V = dyn_cast<VarDecl>(D);
          V && V->getInit() &&
          (&stripped(*V->getInit()) == &stripped(*cast<Expr>(At)) ||
           Decls->isSingleDecl()))
        return {.K = Keeper::Variable, .V = V, .By = Decls};
  if (const auto *Op = dyn_cast<BinaryOperator>(P);
      Op && Op->getOpcode() == BO_Assign)
    return assignedTo(*Op->getLHS(), *Op);
  if (const auto *Call = dyn_cast<CallExpr>(P))
    return keptByCall(*cast<Expr>(At), *Call, F.U.Lib);
  if (isa<CXXConstructExpr>(P))
    return {.K = Keeper::Argument,
            .Parameter = parameterFor(*cast<Expr>(At), *P),
            .By = P};
  return {.K = isa<LambdaExpr>(P) ? Keeper::Capture : Keeper::Nothing};
}

QualType freshType(const Expr &Made, QualType Owner, fastidious::Unit &Code) {
  const Expr *E = &stripped(Made);
  for (const Expr *Last = nullptr; E != Last;) {
    Last = E;
    if (const auto *D = dyn_cast<CXXDefaultInitExpr>(E))
      E = &stripped(*D->getExpr());
    else if (const auto *L = dyn_cast<InitListExpr>(E);
             L && L->getNumInits() == 1)
      E = &stripped(*L->getInit(0));
    else if (const auto *C = dyn_cast<CXXConstructExpr>(E);
             C && C->getNumArgs() &&
             !ownedType(C->getType(), Code.Lib).isNull())
      E = &stripped(*C->getArg(0));
    else if (const auto *C = dyn_cast<ExplicitCastExpr>(E))
      E = &stripped(*C->getSubExpr());
  }
  const QualType Wanted = ownedType(Owner, Code.Lib);
  const auto Fits = [&](QualType T) {
    const CXXRecordDecl *R = recordOf(T), *Base = recordOf(Wanted);
    return Code.Context.hasSameUnqualifiedType(T, Wanted) ||
           (R && Base && R->hasDefinition() && R->isDerivedFrom(Base));
  };
  QualType Type;
  if (const auto *N = dyn_cast<CXXNewExpr>(E))
    Type = N->getAllocatedType();
  const auto *Call = dyn_cast<CallExpr>(E);
  const Effect *Makes =
      Call ? Code.Lib.effect(Call->getDirectCallee()) : nullptr;
  if (Makes && Makes->Does == Effect::Allocate)
    return Wanted;
  if (Makes && Makes->Does == Effect::Make)
    Type = ownedType(Call->getType(), Code.Lib);
  return Type.isNull() || !Fits(Type) ? QualType() : Type;
}

static OwnerAccess accessByMember(const MemberExpr &M, Function &F) {
  const auto *Call = dyn_cast_or_null<CXXMemberCallExpr>(F.semanticParent(&M));
  if (!Call)
    return {OwnerUse::Other, &M};
  if (isa<CXXConversionDecl>(Call->getMethodDecl()))
    return {OwnerUse::Test, Call};
  const Effect *Known = F.U.Lib.effect(Call->getMethodDecl());
  if (Known && (Known->Does == Effect::Adopt || Known->Does == Effect::Swap ||
                Known->Does == Effect::Release))
    return {OwnerUse::Replaced, Call};
  return {Call->getType()->isPointerType() ? OwnerUse::Address
                                           : OwnerUse::Other,
          Call};
}

static OwnerAccess accessByOperator(const CXXOperatorCallExpr &Op,
                                    const Expr &Owner) {
  switch (Op.getOperator()) {
  case OO_Star:
  case OO_Arrow:
  case OO_Subscript:
    return {OwnerUse::Object, &Op};
  case OO_EqualEqual:
  case OO_ExclaimEqual:
    return {OwnerUse::Test, &Op};
  case OO_Equal:
    return {Op.getArg(0)->IgnoreParenImpCasts() == &Owner ? OwnerUse::Replaced
                                                          : OwnerUse::Other,
            &Op};
  default:
    return {OwnerUse::Other, &Op};
  }
}

static OwnerAccess accessToPointer(const Stmt &P, const Expr &Owner) {
  if (const auto *M = dyn_cast<MemberExpr>(&P))
    return {OwnerUse::Object, M};
  if (const auto *S = dyn_cast<ArraySubscriptExpr>(&P))
    return {S->getBase()->IgnoreParenImpCasts() == &Owner ? OwnerUse::Object
                                                          : OwnerUse::Other,
            S};
  if (const auto *D = dyn_cast<CXXDeleteExpr>(&P))
    return {OwnerUse::Delete, D};
  if (const auto *U = dyn_cast<UnaryOperator>(&P)) {
    if (U->getOpcode() == UO_Deref)
      return {OwnerUse::Object, U};
    if (U->getOpcode() == UO_LNot)
      return {OwnerUse::Test, U};
    return {U->isIncrementDecrementOp() ? OwnerUse::Replaced : OwnerUse::Other,
            U};
  }
  if (const auto *B = dyn_cast<BinaryOperator>(&P)) {
    if (B->isAssignmentOp())
      return {B->getLHS()->IgnoreParens() == &Owner ? OwnerUse::Replaced
                                                    : OwnerUse::Address,
              B};
    if (B->isComparisonOp() || B->isLogicalOp())
      return {OwnerUse::Test, B};
  }
  return {OwnerUse::Address, dyn_cast<Expr>(&P)};
}

OwnerAccess accessOf(const Expr &Owner, Function &F) {
  const Stmt *P = F.semanticParent(&Owner);
  if (!P)
    return {OwnerUse::Other, nullptr};
  if (const auto *Call = dyn_cast<CallExpr>(P);
      Call && F.U.Lib.has(Trait::Move, Call->getDirectCallee()))
    return {OwnerUse::Moved, Call};
  const auto *Taker = dyn_cast<CallExpr>(P);
  const Effect *Known =
      Taker ? F.U.Lib.effect(Taker->getDirectCallee()) : nullptr;
  if (Known && Known->Does == Effect::Swap)
    return {OwnerUse::Replaced, Taker};
  if (Owner.getType()->isPointerType()) {
    if (Known && Known->Does == Effect::Free)
      return {OwnerUse::Delete, cast<Expr>(P)};
    if (Known && Known->Does == Effect::Allocate) // realloc
      return {OwnerUse::Other, cast<Expr>(P)};
    if (isa<IfStmt, WhileStmt, ForStmt, ConditionalOperator>(P))
      return {OwnerUse::Test, &Owner};
    return accessToPointer(*P, Owner);
  }
  if (const auto *M = dyn_cast<MemberExpr>(P))
    return accessByMember(*M, F);
  if (const auto *Op = dyn_cast<CXXOperatorCallExpr>(P))
    return accessByOperator(*Op, Owner);
  return {OwnerUse::Other, dyn_cast<Expr>(P)};
}

} // namespace fastidious::escape
