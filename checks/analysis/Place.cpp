#include "analysis/Place.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace fastidious {

const Expr &stripped(const Expr &E) {
  const Expr *At = &E;
  for (const Expr *Last = nullptr; At != Last;) {
    Last = At;
    At = At->IgnoreParenImpCasts();
    if (const auto *T = dyn_cast<MaterializeTemporaryExpr>(At))
      At = T->getSubExpr();
    else if (const auto *T = dyn_cast<ExprWithCleanups>(At))
      At = T->getSubExpr();
    else if (const auto *T = dyn_cast<CXXBindTemporaryExpr>(At))
      At = T->getSubExpr();
    else if (const auto *T = dyn_cast<CXXStaticCastExpr>(At))
      At = T->getSubExpr();
    else if (const auto *T = dyn_cast<CXXFunctionalCastExpr>(At))
      At = T->getSubExpr();
  }
  return *At;
}

std::optional<llvm::SmallVector<const FieldDecl *, 4>> Place::fields() const {
  llvm::SmallVector<const FieldDecl *, 4> Found;
  for (const Step &S : Steps) {
    if (S.K != Step::Field)
      return std::nullopt;
    Found.push_back(static_cast<const FieldDecl *>(S.What));
  }
  return Found;
}

namespace {

/// The way to E; to the pointer where E is one.
std::optional<Place> pathTo(const Expr &E, Function &F);

std::optional<Place> placeOfVariable(const ValueDecl &D, Function &F) {
  const auto *V = dyn_cast<VarDecl>(&D);
  if (V && V->isLocalVarDecl() && V->getType()->isReferenceType() &&
      !V->isCXXForRangeDecl() && V->getInit() &&
      stripped(*V->getInit()).isGLValue())
    return pathTo(*V->getInit(), F);
  Place P;
  P.Root = cast<ValueDecl>(D.getCanonicalDecl());
  return P;
}

std::optional<Place> withStep(std::optional<Place> P, Place::Step S) {
  if (!P)
    return P;
  // `*&x` is x.
  P->Steps.push_back(S);
  return P;
}

std::optional<Place> withIndex(std::optional<Place> P, const Expr &Index,
                               const ASTContext &Context) {
  Expr::EvalResult Value;
  const Expr &I = stripped(Index);
  if (I.EvaluateAsInt(Value, Context))
    return withStep(
        P, {Place::Step::IndexConstant,
            reinterpret_cast<const void *>(Value.Val.getInt().getExtValue())});
  if (const auto *Ref = dyn_cast<DeclRefExpr>(&I))
    if (isa<VarDecl>(Ref->getDecl()))
      return withStep(
          P, {Place::Step::IndexVariable, Ref->getDecl()->getCanonicalDecl()});
  return std::nullopt;
}

std::optional<Place> placeOfCall(const CallExpr &Call, Function &F) {
  const auto *Op = dyn_cast<CXXOperatorCallExpr>(&Call);
  if (Op && Op->getNumArgs() == 1 && Op->getOperator() == OO_Star)
    return withStep(pathTo(*Op->getArg(0), F), {Place::Step::Deref, nullptr});
  // A pointer; whoever follows it adds the step.
  if (Op && Op->getNumArgs() == 1 && Op->getOperator() == OO_Arrow)
    return pathTo(*Op->getArg(0), F);
  if (Op && Op->getOperator() == OO_Subscript && Op->getNumArgs() == 2)
    return withIndex(pathTo(*Op->getArg(0), F), *Op->getArg(1), F.U.Context);
  const auto *Member = dyn_cast<CXXMemberCallExpr>(&Call);
  if (!Member || !Member->getMethodDecl())
    return std::nullopt;
  const std::string Name = Member->getMethodDecl()->getNameAsString();
  if (Name == "at" && Member->getNumArgs() == 1)
    return withIndex(placeOf(*Member->getImplicitObjectArgument(), F),
                     *Member->getArg(0), F.U.Context);
  return std::nullopt;
}

std::optional<Place> pathTo(const Expr &E, Function &F) {
  const Expr &At = stripped(E);
  if (const auto *Ref = dyn_cast<DeclRefExpr>(&At))
    return isa<VarDecl, BindingDecl>(Ref->getDecl())
               ? placeOfVariable(*Ref->getDecl(), F)
               : std::nullopt;
  if (isa<CXXThisExpr>(At))
    return Place();
  if (const auto *M = dyn_cast<MemberExpr>(&At)) {
    const auto *Field = dyn_cast<FieldDecl>(M->getMemberDecl());
    if (!Field)
      return isa<VarDecl>(M->getMemberDecl())
                 ? placeOfVariable(*M->getMemberDecl(), F)
                 : std::nullopt;
    std::optional<Place> Base = pathTo(*M->getBase(), F);
    // What `this` points to is the root itself.
    if (M->isArrow() && !isa<CXXThisExpr>(stripped(*M->getBase())))
      Base = withStep(Base, {Place::Step::Deref, nullptr});
    return withStep(Base, {Place::Step::Field, Field->getCanonicalDecl()});
  }
  if (const auto *Op = dyn_cast<UnaryOperator>(&At)) {
    if (Op->getOpcode() != UO_Deref)
      return std::nullopt;
    const Expr &Pointer = stripped(*Op->getSubExpr());
    if (const auto *AddressOf = dyn_cast<UnaryOperator>(&Pointer);
        AddressOf && AddressOf->getOpcode() == UO_AddrOf)
      return pathTo(*AddressOf->getSubExpr(), F);
    if (isa<CXXThisExpr>(Pointer))
      return Place();
    return withStep(pathTo(Pointer, F), {Place::Step::Deref, nullptr});
  }
  if (const auto *S = dyn_cast<ArraySubscriptExpr>(&At))
    return withIndex(pathTo(*S->getBase(), F), *S->getIdx(), F.U.Context);
  if (const auto *Call = dyn_cast<CallExpr>(&At))
    return placeOfCall(*Call, F);
  return std::nullopt;
}

} // namespace

std::optional<Place> placeOf(const Expr &E, Function &F) {
  const Expr &At = stripped(E);
  const auto *Op = dyn_cast<UnaryOperator>(&At);
  if (Op && Op->getOpcode() == UO_AddrOf)
    return pathTo(*Op->getSubExpr(), F);
  if (!At.getType()->isPointerType() || isa<CXXThisExpr>(At))
    return pathTo(At, F);
  return withStep(pathTo(At, F), {Place::Step::Deref, nullptr});
}

std::optional<IteratorCall> asIteratorCall(const Expr &E) {
  const Expr *At = &stripped(E);
  // An iterator as a const_iterator.
  if (const auto *Build = dyn_cast<CXXConstructExpr>(At);
      Build && Build->getNumArgs() == 1)
    At = &stripped(*Build->getArg(0));
  const auto *Call = dyn_cast<CXXMemberCallExpr>(At);
  const CXXMethodDecl *Method = Call ? Call->getMethodDecl() : nullptr;
  if (!Method || !Method->getDeclName().isIdentifier())
    return std::nullopt;
  return IteratorCall{Method, Call->getImplicitObjectArgument()};
}

} // namespace fastidious
