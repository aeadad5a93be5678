#include "analysis/Stability.h"
#include "analysis/Use.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace clang;

namespace fastidious {

namespace {

class Judge {
public:
  Judge(Function &F, const Loop *L, Dependencies *Outside)
      : F(F), L(L), Outside(Outside) {}

  bool stable(const Expr *E);
  bool stableVariable(const ValueDecl &V);
  bool stableThis();

private:
  bool stableChildren(const Expr &E);
  bool stablePointee(const Expr &Pointer);
  bool stableCall(const CallExpr &Call);
  bool stableMember(const MemberExpr &M);
  bool stableInitializer(const VarDecl &V);
  bool isPure(const FunctionDecl &Callee);
  bool callsUserCode();
  /// V is of a function around this lambda.
  bool isCaptured(const VarDecl &V) const;

  Function &F;
  const Loop *L;
  Dependencies *Outside;
  unsigned Depth = 0;
};

/// The pointer through which E reads, or null.
static const Expr *pointerIn(const Expr &E) {
  const Expr *Pointer = nullptr;
  if (const auto *Op = dyn_cast<UnaryOperator>(&E))
    Pointer = Op->getOpcode() == UO_Deref ? Op->getSubExpr() : nullptr;
  else if (const auto *Index = dyn_cast<ArraySubscriptExpr>(&E))
    Pointer = Index->getBase();
  else if (const auto *M = dyn_cast<MemberExpr>(&E))
    Pointer = M->isArrow() ? M->getBase() : nullptr;
  return Pointer;
}

bool Judge::stable(const Expr *E) {
  if (!E || Depth > 40)
    return !E;
  const llvm::SaveAndRestore<unsigned> Deeper(Depth, Depth + 1);
  if (isa<UnaryExprOrTypeTraitExpr, CXXScalarValueInitExpr, IntegerLiteral,
          clang::StringLiteral, CharacterLiteral, FloatingLiteral,
          CXXBoolLiteralExpr, CXXNullPtrLiteralExpr, GNUNullExpr,
          ImplicitValueInitExpr, UserDefinedLiteral, TypeTraitExpr>(E))
    return true;
  if (isa<CXXThisExpr>(E))
    return stableThis();
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E))
    return !isa<VarDecl, BindingDecl>(Ref->getDecl()) ||
           stableVariable(*Ref->getDecl());
  if (const auto *M = dyn_cast<MemberExpr>(E))
    return stableMember(*M);
  if (const auto *D = dyn_cast<CXXDefaultArgExpr>(E))
    return stable(D->getExpr());
  if (const auto *Call = dyn_cast<CallExpr>(E))
    return stableCall(*Call);
  if (const auto *Op = dyn_cast<UnaryOperator>(E);
      Op && Op->isIncrementDecrementOp())
    return false;
  if (const auto *Op = dyn_cast<BinaryOperator>(E); Op && Op->isAssignmentOp())
    return false;
  if (const Expr *Pointer = pointerIn(*E); Pointer && !stablePointee(*Pointer))
    return false;
  if (isa<CastExpr, ParenExpr, UnaryOperator, BinaryOperator,
          ConditionalOperator, CXXConstructExpr, InitListExpr,
          CXXStdInitializerListExpr, MaterializeTemporaryExpr, ExprWithCleanups,
          CXXBindTemporaryExpr, ConstantExpr, ArraySubscriptExpr,
          SubstNonTypeTemplateParmExpr>(E))
    return stableChildren(*E);
  return false;
}

/// Nothing is written through the pointer.
bool Judge::stablePointee(const Expr &Pointer) {
  const QualType T = Pointer.getType();
  const auto *Ref = dyn_cast<DeclRefExpr>(&stripped(Pointer));
  return !Ref || !isa<VarDecl>(Ref->getDecl()) || !T->isPointerType() ||
         T->getPointeeType().isConstQualified() ||
         !isPointeeChangedIn(*Ref->getDecl(), F, L);
}

bool Judge::stableChildren(const Expr &E) {
  return llvm::all_of(E.children(), [this](const Stmt *Child) {
    return !Child || stable(dyn_cast<Expr>(Child));
  });
}

bool Judge::isCaptured(const VarDecl &V) const {
  const auto *Owner = dyn_cast<FunctionDecl>(V.getDeclContext());
  return V.isLocalVarDeclOrParm() && Owner && F.Decl &&
         Owner->getCanonicalDecl() != F.Decl->getCanonicalDecl();
}

bool Judge::stableInitializer(const VarDecl &V) {
  return !V.isCXXForRangeDecl() && V.hasInit() && !isChangedIn(V, F, nullptr) &&
         stable(V.getInit());
}

bool Judge::stableVariable(const ValueDecl &D) {
  const auto *V = dyn_cast<VarDecl>(&D);
  if (!V) {
    const auto *Binding = dyn_cast<BindingDecl>(&D);
    return Binding && Binding->getDecomposedDecl() &&
           !isChangedIn(D, F, nullptr) &&
           stableVariable(*cast<VarDecl>(Binding->getDecomposedDecl()));
  }
  if (V->isConstexpr())
    return true;
  if (!V->isLocalVarDeclOrParm()) {
    if (V->getType().isConstQualified())
      return true;
    // Another function may write it.
    return L && !isChangedIn(*V, F, L) &&
           (!callsUserCode() ||
            (!V->isExternallyVisible() && !F.U.isChangedSomewhere(*V)));
  }
  if (V->isStaticLocal())
    return V->getType().isConstQualified() || !isChangedIn(*V, F, L);
  if (L && isCaptured(*V))
    return !isChangedIn(*V, F, L);
  if (L && !F.isDeclaredIn(*V, *L))
    return !isChangedIn(*V, F, L);
  if (L)
    return stableInitializer(*V);
  if (isCaptured(*V) || isa<ParmVarDecl>(V)) {
    if (!Outside || isChangedIn(*V, F, nullptr)) {
      // A captured constant is one wherever it is.
      return isCaptured(*V) && stableInitializer(*V);
    }
    if (const auto *P = dyn_cast<ParmVarDecl>(V); P && !isCaptured(*V))
      Outside->Parameters.push_back(P);
    else
      Outside->Captured.push_back(V);
    return true;
  }
  return stableInitializer(*V);
}

bool Judge::stableThis() {
  if (L)
    return true;
  if (!Outside)
    return false;
  Outside->This = true;
  return true;
}

/// Some call in the loop may run code that writes members and globals.
bool Judge::callsUserCode() {
  for (const CXXConstructExpr *Build : F.Constructions)
    if ((!L || F.isIn(*Build, *L)) &&
        Build->getConstructor()->isUserProvided() &&
        !F.U.Context.getSourceManager().isInSystemHeader(
            Build->getConstructor()->getLocation()))
      return true;
  for (const CallExpr *Call : F.Calls) {
    if (L && !F.isIn(*Call, *L))
      continue;
    const FunctionDecl *Callee = Call->getDirectCallee();
    const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Callee);
    if (Callee &&
        F.U.Context.getSourceManager().isInSystemHeader(Callee->getLocation()))
      continue;
    if (!Callee || !Method || !Method->isConst())
      return true;
  }
  return false;
}

bool Judge::stableMember(const MemberExpr &M) {
  const ValueDecl &D = *M.getMemberDecl();
  if (const auto *V = dyn_cast<VarDecl>(&D))
    return stableVariable(*V);
  const auto *Field = dyn_cast<FieldDecl>(&D);
  if (!Field || !stable(M.getBase()) ||
      (M.isArrow() && !stablePointee(*M.getBase())))
    return false;
  if (Field->getType().isConstQualified())
    return true;
  if (isChangedIn(*Field, F, L))
    return false;
  const auto *Method = dyn_cast_or_null<CXXMethodDecl>(F.Root.Decl);
  const bool OfThis = isa<CXXThisExpr>(stripped(*M.getBase()));
  return !OfThis || (Method && Method->isConst()) || !callsUserCode() ||
         (Field->getAccess() != AS_public && !F.U.isChangedSomewhere(*Field));
}

/// `const T &name() const { return name_; }`
static bool isGetter(const FunctionDecl &Callee) {
  const auto *Body = dyn_cast_or_null<CompoundStmt>(Callee.getBody());
  if (!Body || Body->size() != 1)
    return false;
  const auto *Return = dyn_cast<ReturnStmt>(Body->body_front());
  return Return && Return->getRetValue() &&
         isa<MemberExpr, clang::StringLiteral, IntegerLiteral, DeclRefExpr>(
             stripped(*Return->getRetValue()));
}

bool Judge::isPure(const FunctionDecl &Callee) {
  if (Callee.hasAttr<PureAttr>() || Callee.hasAttr<ConstAttr>() ||
      Callee.isConstexpr())
    return true;
  const auto *Method = dyn_cast<CXXMethodDecl>(&Callee);
  if (Method && !Method->isStatic() && !isHarmless(*Method, F.U.Lib))
    return false;
  const bool IsLibrary =
      F.U.Context.getSourceManager().isInSystemHeader(Callee.getLocation());
  if (!IsLibrary && !isGetter(Callee) &&
      !(Method &&
        (F.U.Lib.container(Method->getParent()) || !Callee.getBody())))
    return false;
  if (F.U.Lib.has(Trait::Impure, &Callee))
    return false;
  return llvm::none_of(Callee.parameters(), [](const ParmVarDecl *P) {
    const QualType T = P->getType();
    return (T->isLValueReferenceType() || T->isPointerType()) &&
           !T->getPointeeType().isConstQualified() &&
           !T->getPointeeType()->isFunctionType();
  });
}

bool Judge::stableCall(const CallExpr &Call) {
  const FunctionDecl *Callee = Call.getDirectCallee();
  if (!Callee)
    return false;
  // A conversion of what stays the same; moving would empty it.
  if (F.U.Lib.has(Trait::Move, Callee) || !isPure(*Callee))
    return false;
  if (const auto *M = dyn_cast<CXXMemberCallExpr>(&Call))
    if (!stable(M->getImplicitObjectArgument()))
      return false;
  return llvm::all_of(Call.arguments(),
                      [this](const Expr *A) { return stable(A); });
}

} // namespace

bool isStable(const Expr &E, Function &F, const Loop *L,
              Dependencies *Outside) {
  return Judge(F, L, Outside).stable(&E);
}

bool isStable(const ValueDecl &V, Function &F, const Loop *L,
              Dependencies *Outside) {
  return Judge(F, L, Outside).stableVariable(V);
}

bool isStable(const Place &P, Function &F, const Loop *L,
              Dependencies *Outside) {
  for (const Place::Step &S : P.Steps)
    if (S.K == Place::Step::IndexVariable &&
        !isStable(*static_cast<const ValueDecl *>(S.What), F, L, Outside))
      return false;
  if (!P.Root) {
    if (!L && Outside)
      Outside->This = true;
    return L || Outside;
  }
  const auto *V = dyn_cast<VarDecl>(P.Root);
  if (!V)
    return false;
  // Which object a pointer leads to depends on its value.
  const bool ThroughPointer = llvm::any_of(
      P.Steps, [](const Place::Step &S) { return S.K == Place::Step::Deref; });
  if (ThroughPointer)
    return isStable(*V, F, L, Outside);
  if (!V->isLocalVarDeclOrParm() || V->isStaticLocal())
    return true;
  if (L)
    return !F.isDeclaredIn(*V, *L);
  const auto *Owner = dyn_cast<FunctionDecl>(V->getDeclContext());
  const bool Captured = Owner && F.Decl &&
                        Owner->getCanonicalDecl() != F.Decl->getCanonicalDecl();
  if (!Outside)
    return false;
  if (Captured) {
    Outside->Captured.push_back(V);
    return true;
  }
  const auto *Parameter = dyn_cast<ParmVarDecl>(V);
  if (!Parameter || !V->getType()->isReferenceType())
    return false;
  Outside->Parameters.push_back(Parameter);
  return true;
}

} // namespace fastidious
