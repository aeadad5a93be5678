#include "analysis/Fate.h"
#include "analysis/Use.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace fastidious {

namespace {

bool takesOver(QualType Parameter) {
  return !Parameter->isLValueReferenceType() ||
         !Parameter->getPointeeType().isConstQualified();
}

Fate fateOfArgument(const Expr &Made, const CallExpr &Call, Function &F) {
  const FunctionDecl *Callee = Call.getDirectCallee();
  if (!Callee)
    return {Fate::Kept};
  const auto *Op = dyn_cast<CXXOperatorCallExpr>(&Call);
  if (Op && Op->getOperator() == OO_Equal && Op->getArg(0) != &Made)
    return {Fate::Assigned, nullptr, Op->getArg(0)};
  const auto *Method = methodOf(Call);
  const Container *Into =
      Method ? F.U.Lib.container(Method->getParent()) : nullptr;
  if (Into && !Into->is(Container::String) && !Method->isConst())
    return {Fate::Kept};
  const unsigned Skip = Op && Method && !Method->isStatic() ? 1 : 0;
  for (unsigned I = 0; I < Call.getNumArgs(); ++I)
    if (&stripped(*Call.getArg(I)) == &stripped(Made)) {
      if (I < Skip)
        return {Fate::Temporary};
      return I - Skip < Callee->getNumParams() &&
                     takesOver(Callee->getParamDecl(I - Skip)->getType())
                 ? Fate{Fate::Kept}
                 : Fate{Fate::Temporary};
    }
  return {Fate::Temporary};
}

/// A call that takes over the object it is given.
bool keepsArgument(const Expr &Made, const CallExpr &Call, Function &F) {
  const Fate After = fateOfArgument(Made, Call, F);
  return After.K == Fate::Kept || After.K == Fate::Assigned;
}

Fate fateOfVariable(const Expr &Made, const DeclStmt &Decls) {
  for (const Decl *D : Decls.decls())
    if (const auto *V = dyn_cast<VarDecl>(D); V && V->getInit())
      if (V->getInit()->getBeginLoc() == Made.getBeginLoc() ||
          Decls.isSingleDecl() || &stripped(*V->getInit()) == &Made)
        return V->isStaticLocal() ? Fate{Fate::Kept} : Fate{Fate::Local, V};
  return {Fate::Kept};
}

/// Passes the object on unchanged, or holds it by value in a larger one.
bool passesOn(const Stmt &P) {
  if (isa<InitListExpr, CXXStdInitializerListExpr, ConditionalOperator,
          CXXFunctionalCastExpr, CXXStaticCastExpr, CStyleCastExpr,
          CXXReinterpretCastExpr>(P))
    return true;
  const auto *Build = dyn_cast<CXXConstructExpr>(&P);
  return Build && (Build->getConstructor()->isCopyOrMoveConstructor() ||
                   Build->isStdInitListInitialization());
}

} // namespace

Fate fateOf(const Expr &Made, Function &F) {
  const Stmt *At = &Made;
  const Stmt *P = F.semanticParent(At);
  for (; P && passesOn(*P); P = F.semanticParent(P))
    At = P;
  if (!P)
    return {Fate::Member};
  if (const auto *Decls = dyn_cast<DeclStmt>(P))
    return fateOfVariable(*cast<Expr>(At), *Decls);
  if (isa<MemberExpr, UnaryOperator>(P))
    return {Fate::Temporary};
  if (const auto *Call = dyn_cast<CallExpr>(P))
    return fateOfArgument(*cast<Expr>(At), *Call, F);
  if (const auto *Op = dyn_cast<BinaryOperator>(P);
      Op && Op->getOpcode() == BO_Assign)
    return {Fate::Assigned, nullptr, Op->getLHS()};
  if (isa<CompoundStmt, IfStmt, BinaryOperator>(P))
    return {Fate::Temporary};
  if (isa<ReturnStmt>(P))
    return {Fate::Returned};
  return {Fate::Kept};
}

/// `rules.push_back(re)`, `member_ = re`, `return Filter(re)`, `[re]`: a copy
/// is kept.
static bool keepsCopy(const Use &U, Function &F) {
  if (U.K != Use::Read || !U.By)
    return false;
  const Stmt *User = U.By;
  if (isa<CastExpr>(User))
    User = F.semanticParent(User);
  if (isa_and_nonnull<ReturnStmt>(User))
    return true;
  const auto *Op = dyn_cast_or_null<BinaryOperator>(User);
  if (Op && Op->isAssignmentOp())
    return true;
  if (const auto *Call = dyn_cast_or_null<CallExpr>(User)) {
    const auto *Method = methodOf(*Call);
    const auto *Assign = dyn_cast<CXXOperatorCallExpr>(Call);
    return (Method && F.U.Lib.container(Method->getParent()) &&
            !Method->isConst()) ||
           (Assign && Assign->getOperator() == OO_Equal);
  }
  // A copy: into a capture, an argument, a returned object.
  const auto *Build = dyn_cast_or_null<CXXConstructExpr>(User);
  if (!Build || !Build->getConstructor()->isCopyOrMoveConstructor())
    return false;
  const Stmt *Owner = F.semanticParent(Build);
  return isa_and_nonnull<LambdaExpr, ReturnStmt, CXXNewExpr>(Owner) || !Owner ||
         (isa<CallExpr>(Owner) &&
          keepsArgument(*Build, *cast<CallExpr>(Owner), F));
}

bool isKept(const Expr &Made, Function &F) {
  const Fate After = fateOf(Made, F);
  if (After.K == Fate::Local)
    return !staysLocal(*After.Variable, F);
  return After.K != Fate::Temporary;
}

bool staysLocal(const VarDecl &V, Function &F) {
  bool Stays = true;
  forEachUse(V, F, {}, [&](const Use &U) {
    if (U.K == Use::Return || U.K == Use::Move || keepsCopy(U, F))
      Stays = false;
  });
  return Stays;
}

bool isInStaticInitializer(const Stmt &S, const Function &F) {
  // The body of a lambda in the initialiser runs whenever it is called.
  for (const Stmt *Up = &S; Up && Up != F.Body; Up = F.parent(Up))
    if (const auto *Decls = dyn_cast<DeclStmt>(Up))
      for (const Decl *D : Decls->decls())
        if (const auto *V = dyn_cast<VarDecl>(D); V && V->isStaticLocal())
          return true;
  return false;
}

void variablesIn(const Stmt *S,
                 llvm::SmallVectorImpl<const ValueDecl *> &Found) {
  if (!S)
    return;
  if (const auto *Ref = dyn_cast<DeclRefExpr>(S);
      Ref && isa<VarDecl>(Ref->getDecl()))
    Found.push_back(Ref->getDecl());
  else if (const auto *M = dyn_cast<MemberExpr>(S);
           M && isa<FieldDecl>(M->getMemberDecl()))
    Found.push_back(M->getMemberDecl());
  for (const Stmt *Child : S->children())
    variablesIn(Child, Found);
}

namespace {

bool isAncestor(const Stmt *Upper, const Stmt *S, const Function &F) {
  for (; S; S = F.parent(S))
    if (S == Upper)
      return true;
  return false;
}

bool isFlagSetIn(const ValueDecl &V, const Stmt &Branch, Function &F) {
  const QualType T = V.getType().getNonReferenceType();
  if (!T->isBooleanType() && !T->isPointerType())
    return false;
  bool Set = false;
  forEachUse(V, F, {}, [&](const Use &U) {
    Set |= U.K == Use::Assign && isAncestor(&Branch, U.Object, F);
  });
  return Set;
}

} // namespace

bool isLazy(const Stmt &S, const Expr *Object, Function &F) {
  llvm::SmallVector<const ValueDecl *, 2> Objects;
  variablesIn(Object, Objects);
  for (const Stmt *Up = &S, *P = F.parent(Up); P; Up = P, P = F.parent(P)) {
    const auto *If = dyn_cast<IfStmt>(P);
    if (!If || (Up != If->getThen() && Up != If->getElse()))
      continue;
    llvm::SmallVector<const ValueDecl *, 4> Tested;
    variablesIn(If->getCond(), Tested);
    for (const ValueDecl *V : Tested)
      if (llvm::is_contained(Objects, V) || isFlagSetIn(*V, *Up, F))
        return true;
  }
  return false;
}

} // namespace fastidious
