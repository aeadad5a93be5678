#include "analysis/Use.h"
#include "analysis/Stability.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace fastidious {

bool isHarmless(const CXXMethodDecl &M, Library &Lib) {
  if (M.isConst())
    return true;
  const Container *C = Lib.container(M.getParent());
  return C && llvm::is_contained(C->Harmless, spelledName(M));
}

namespace {

/// Climbs from a reference to what uses it.
class Climber {
public:
  Climber(const Expr &Ref, Function &F, llvm::ArrayRef<const FieldDecl *> Path)
      : F(F), Path(Path), At(&Ref) {}

  std::optional<Use> climb() {
    while (!Found && !Elsewhere)
      step();
    if (Elsewhere)
      return std::nullopt;
    // Nobody changes an object through a reference to const.
    if (AsConst && Found->isChange() && Found->K != Use::Move)
      Found->K = Use::Read;
    Found->OfPart = Part;
    Found->OfPointee = Pointee;
    Found->Object = At;
    return Found;
  }

private:
  void found(Use::Kind K, const Stmt *By, const VarDecl *AliasOf = nullptr) {
    Found = Use{K, At, By, false, AliasOf};
  }
  /// The enclosing expression denotes the object as well, or a part of it.
  void up(const Stmt *P, bool IsPart = false) {
    At = cast<Expr>(P);
    Part |= IsPart;
  }

  void step();
  void stepCast(const CastExpr &C);
  void stepPointer(const CastExpr &Loaded);
  void stepMember(const MemberExpr &M);
  void stepArgument(const CallExpr &Call);
  void stepConstruction(const CXXConstructExpr &Build);
  void stepMethod(const CallExpr &Call, const CXXMethodDecl &M);
  void stepDeclaration(const DeclStmt &Decls);
  void stepUnary(const UnaryOperator &Op);
  void stepBinary(const BinaryOperator &Op);
  void bound(QualType Parameter, const Stmt &By);

  Function &F;
  llvm::ArrayRef<const FieldDecl *> Path;
  const Expr *At;
  bool Part = false;
  bool Pointee = false;
  bool AsConst = false;
  bool Elsewhere = false;
  std::optional<Use> Found;
};

void Climber::step() {
  const Stmt *P = F.parent(At);
  if (!P)
    return found(At->isGLValue() ? Use::Address : Use::Read, nullptr);
  if (isa<ParenExpr, ExprWithCleanups, ConstantExpr, MaterializeTemporaryExpr,
          CXXBindTemporaryExpr, SubstNonTypeTemplateParmExpr>(P))
    return up(P);
  if (const auto *C = dyn_cast<CastExpr>(P))
    return stepCast(*C);
  if (const auto *M = dyn_cast<MemberExpr>(P))
    return stepMember(*M);
  if (const auto *Call = dyn_cast<CallExpr>(P))
    return stepArgument(*Call);
  if (const auto *Build = dyn_cast<CXXConstructExpr>(P))
    return stepConstruction(*Build);
  if (const auto *Op = dyn_cast<UnaryOperator>(P))
    return stepUnary(*Op);
  if (const auto *Op = dyn_cast<BinaryOperator>(P))
    return stepBinary(*Op);
  if (const auto *Decls = dyn_cast<DeclStmt>(P))
    return stepDeclaration(*Decls);
  if (isa<ArraySubscriptExpr>(P))
    return up(P, true);
  if (const auto *C = dyn_cast<ConditionalOperator>(P))
    return C->getCond() == At ? found(Use::Read, P) : up(P);
  if (isa<ReturnStmt, CoreturnStmt>(P))
    return found(Use::Return, P);
  // What a lambda does with its captures is seen in its body.
  if (isa<LambdaExpr>(P) || !At->isGLValue() || !isa<Expr>(P))
    return found(Use::Read, P);
  found(Use::Address, P);
}

void Climber::stepCast(const CastExpr &C) {
  switch (C.getCastKind()) {
  case CK_LValueToRValue:
    return stepPointer(C);
  case CK_ToVoid:
    return found(Use::Read, &C);
  case CK_NoOp:
  case CK_DerivedToBase:
  case CK_UncheckedDerivedToBase:
  case CK_BaseToDerived:
  case CK_ConstructorConversion:
  case CK_UserDefinedConversion:
    AsConst |= C.isGLValue() && C.getType().isConstQualified();
    return up(&C);
  case CK_ArrayToPointerDecay: {
    const Stmt *P = F.parent(&C);
    if (isa_and_nonnull<ArraySubscriptExpr>(P))
      return up(&C, true);
    return found(C.getType()->getPointeeType().isConstQualified()
                     ? Use::Read
                     : Use::Address,
                 &C);
  }
  default:
    return At->isGLValue() ? found(Use::Address, &C) : found(Use::Read, &C);
  }
}

/// `*p`, `p->m`, `p[i]`: on to what p points to.
void Climber::stepPointer(const CastExpr &Loaded) {
  const Stmt *P = F.semanticParent(&Loaded);
  const auto *Deref = dyn_cast_or_null<UnaryOperator>(P);
  const auto *Index = dyn_cast_or_null<ArraySubscriptExpr>(P);
  const auto *Member = dyn_cast_or_null<MemberExpr>(P);
  if (!Path.empty() || !Loaded.getType()->isPointerType() ||
      !((Deref && Deref->getOpcode() == UO_Deref) ||
        (Index &&
         stripped(*Index->getBase()).getBeginLoc() == Loaded.getBeginLoc()) ||
        (Member && Member->isArrow() &&
         isa<FieldDecl, CXXMethodDecl>(Member->getMemberDecl()))))
    return found(Use::Read, &Loaded);
  Pointee = true;
  if (Member && isa<CXXMethodDecl>(Member->getMemberDecl())) {
    const auto *Call = dyn_cast_or_null<CallExpr>(F.semanticParent(Member));
    return Call ? stepMethod(*Call,
                             *cast<CXXMethodDecl>(Member->getMemberDecl()))
                : found(Use::Read, Member);
  }
  up(P, true);
}

void Climber::stepMember(const MemberExpr &M) {
  if (const auto *Field = dyn_cast<FieldDecl>(M.getMemberDecl())) {
    // Through a pointer: the pointer is only read.
    if (M.isArrow())
      return found(Use::Read, &M);
    if (Path.empty())
      return up(&M, true);
    if (Path.front()->getCanonicalDecl() != Field->getCanonicalDecl()) {
      Elsewhere = true;
      return;
    }
    Path = Path.drop_front();
    return up(&M);
  }
  const auto *Method = dyn_cast<CXXMethodDecl>(M.getMemberDecl());
  const auto *Call = dyn_cast_or_null<CallExpr>(F.semanticParent(&M));
  if (!Method || !Call || M.isArrow())
    return found(Use::Read, &M);
  stepMethod(*Call, *Method);
}

void Climber::stepMethod(const CallExpr &Call, const CXXMethodDecl &M) {
  if (M.isStatic() || M.isConst())
    return found(Use::Read, &Call);
  if (Path.empty() && isHarmless(M, F.U.Lib)) {
    // `v[i]` denotes a part of v; `v.begin()` is an iterator.
    if (M.getReturnType()->isLValueReferenceType())
      return up(&Call, true);
    return found(Use::Read, &Call);
  }
  // `*optional` is what it holds.
  if (M.getOverloadedOperator() == OO_Star && Call.getNumArgs() == 1)
    return up(&Call, true);
  if (M.getOverloadedOperator() == OO_Arrow)
    return found(Use::Read, &Call);
  found(M.getOverloadedOperator() == OO_Equal ? Use::Assign : Use::Call, &Call);
}

/// A parameter `T &&` of a function template of a library, deduced as an
/// lvalue: such functions forward to a constructor, which copies.
bool isForwarding(const FunctionDecl &Callee, unsigned Index,
                  const ASTContext &Context) {
  const FunctionDecl *Pattern = Callee.getTemplateInstantiationPattern();
  if (!Pattern || Index >= Pattern->getNumParams() ||
      !Context.getSourceManager().isInSystemHeader(Callee.getLocation()))
    return Pattern && Index >= Pattern->getNumParams() &&
           Context.getSourceManager().isInSystemHeader(Callee.getLocation());
  QualType T = Pattern->getParamDecl(Index)->getType();
  if (const auto *Pack = T->getAs<PackExpansionType>())
    T = Pack->getPattern();
  return T->isRValueReferenceType() &&
         T->getPointeeType()->isTemplateTypeParmType() &&
         !T->getPointeeType().hasQualifiers();
}

void Climber::stepArgument(const CallExpr &Call) {
  const FunctionDecl *Callee = Call.getDirectCallee();
  if (!Callee)
    return At->isGLValue() ? found(Use::Address, &Call)
                           : found(Use::Read, &Call);
  const auto *Method = dyn_cast<CXXMethodDecl>(Callee);
  const bool IsOperator = isa<CXXOperatorCallExpr>(Call);
  unsigned Index = 0;
  while (Index < Call.getNumArgs() && Call.getArg(Index) != At)
    ++Index;
  if (Index == Call.getNumArgs()) // the callee itself
    return found(Use::Read, &Call);
  if (IsOperator && Method && !Method->isStatic()) {
    if (Index == 0)
      return stepMethod(Call, *Method);
    --Index;
  }
  if (F.U.Lib.has(Trait::Move, Callee))
    return found(Use::Move, &Call);
  if (Index >= Callee->getNumParams() ||
      isForwarding(*Callee, Index, F.U.Context))
    return found(Use::Read, &Call);
  bound(Callee->getParamDecl(Index)->getType(), Call);
}

void Climber::stepConstruction(const CXXConstructExpr &Build) {
  const CXXConstructorDecl &Constructor = *Build.getConstructor();
  // `return v;` moves from a variable that is about to end.
  if (isa_and_nonnull<ReturnStmt, CoreturnStmt>(F.semanticParent(&Build)))
    return found(Use::Return, &Build);
  for (unsigned I = 0; I < Build.getNumArgs(); ++I)
    if (Build.getArg(I) == At) {
      if (I >= Constructor.getNumParams() ||
          isForwarding(Constructor, I, F.U.Context))
        return found(Use::Read, &Build);
      return bound(Constructor.getParamDecl(I)->getType(), Build);
    }
  found(Use::Read, &Build);
}

void Climber::bound(QualType Parameter, const Stmt &By) {
  if (Parameter->isReferenceType() &&
      !Parameter->getPointeeType().isConstQualified())
    return found(Use::Pass, &By);
  found(Use::Read, &By);
}

void Climber::stepDeclaration(const DeclStmt &Decls) {
  for (const Decl *D : Decls.decls()) {
    const auto *V = dyn_cast<VarDecl>(D);
    if (!V || V->getInit() != At)
      continue;
    if (V->isCXXForRangeDecl() || V->isImplicit())
      return found(Use::Iterate, &Decls);
    if (isa<DecompositionDecl>(V) && V->getType()->isReferenceType() &&
        !V->getType()->getPointeeType().isConstQualified())
      return found(Use::Address, &Decls);
    if (V->getType()->isReferenceType() && At->isGLValue() &&
        !V->getType()->getPointeeType().isConstQualified())
      return found(Use::Alias, &Decls, V);
  }
  found(Use::Read, &Decls);
}

void Climber::stepUnary(const UnaryOperator &Op) {
  if (Op.isIncrementDecrementOp())
    return found(Use::Modify, &Op);
  if (Op.getOpcode() != UO_AddrOf)
    return found(Use::Read, &Op);
  // `f(&x)` with a pointer to const does not change x.
  const auto *Call = dyn_cast_or_null<CallExpr>(F.semanticParent(&Op));
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  if (Callee && !isa<CXXOperatorCallExpr>(Call))
    for (unsigned I = 0; I < Call->getNumArgs(); ++I)
      if (Call->getArg(I)->IgnoreParenImpCasts() == &Op &&
          I < Callee->getNumParams()) {
        const QualType T = Callee->getParamDecl(I)->getType();
        if (T->isPointerType() && T->getPointeeType().isConstQualified())
          return found(Use::Read, Call);
      }
  found(Use::Address, &Op);
}

void Climber::stepBinary(const BinaryOperator &Op) {
  if (Op.isAssignmentOp() && Op.getLHS() == At)
    return found(Op.getOpcode() == BO_Assign ? Use::Assign : Use::Modify, &Op);
  if (Op.isCommaOp() && Op.getRHS() == At)
    return up(&Op);
  found(Use::Read, &Op);
}

void visitUses(const ValueDecl &V, Function &F,
               llvm::ArrayRef<const FieldDecl *> Path, unsigned Depth,
               llvm::function_ref<void(const Use &)> Visit) {
  for (const Expr *Ref : F.refs(V)) {
    const std::optional<Use> U = useOf(*Ref, F, Path);
    if (!U)
      continue;
    if (U->K == Use::Alias && Depth < 4 && !U->OfPart)
      visitUses(*U->AliasOf, F, {}, Depth + 1, Visit);
    else if (U->K == Use::Alias)
      Visit({Use::Address, U->Object, U->By, U->OfPart, U->AliasOf,
             U->OfPointee});
    else
      Visit(*U);
  }
}

/// Ref lies in F, or in a lambda inside it.
bool isInside(const Expr &Ref, const Function &F) {
  for (const Stmt *Up = &Ref; Up; Up = F.parent(Up))
    if (Up == F.Body)
      return true;
  return &F == &F.Root;
}

} // namespace

std::optional<Use> useOf(const Expr &Ref, Function &F,
                         llvm::ArrayRef<const FieldDecl *> Path) {
  return Climber(Ref, F, Path).climb();
}

void forEachUse(const ValueDecl &V, Function &F,
                llvm::ArrayRef<const FieldDecl *> Path,
                llvm::function_ref<void(const Use &)> Visit) {
  visitUses(V, F, Path, 0, Visit);
}

void forEachUse(const Place &P, Function &F,
                llvm::function_ref<void(const Use &)> Visit) {
  const auto Fields = P.fields();
  if (P.Root && Fields)
    return forEachUse(*P.Root, F, *Fields, Visit);
  if (P.Root)
    return forEachUse(*P.Root, F, {}, Visit);
  if (!P.Steps.empty() && P.Steps.back().K == Place::Step::Field)
    forEachUse(*static_cast<const FieldDecl *>(P.Steps.back().What), F, {},
               Visit);
}

static bool hasUseIn(const ValueDecl &V, Function &F, const Loop *L,
                     llvm::function_ref<bool(const Use &)> IsMeant) {
  bool Found = false;
  forEachUse(V, F, {}, [&](const Use &U) {
    if (Found || !IsMeant(U) || !isInside(*U.Object, F))
      return;
    // A lambda made before the loop may be called in it.
    const bool InOtherLambda = &F.holderOf(U.Object) != &F;
    Found = !L || F.isIn(*U.Object, *L) || InOtherLambda;
  });
  return Found;
}

bool isChangedIn(const ValueDecl &V, Function &F, const Loop *L) {
  return !V.getType().getNonReferenceType().isConstQualified() &&
         hasUseIn(V, F, L, [](const Use &U) { return U.changes(); });
}

bool isPointeeChangedIn(const ValueDecl &V, Function &F, const Loop *L) {
  return hasUseIn(V, F, L, [](const Use &U) { return U.changesPointee(); });
}

bool isCapturedByName(const VarDecl &V, const Function &F) {
  for (const Expr *Ref : F.refs(V))
    for (const Stmt *Up = F.parent(Ref); Up; Up = F.parent(Up))
      if (const auto *Lambda = dyn_cast<LambdaExpr>(Up))
        for (const LambdaCapture &C : Lambda->explicit_captures())
          if (C.capturesVariable() && C.getCapturedVar() == &V)
            return true;
  return false;
}

bool Unit::isChangedSomewhere(const ValueDecl &V) {
  const auto [It, IsNew] = Changed.try_emplace(&V, true);
  if (!IsNew)
    return It->second;
  const auto Changes = [&](const std::unique_ptr<Function> &F) {
    const auto *Constructor = dyn_cast_or_null<CXXConstructorDecl>(F->Decl);
    const bool MakesOwner = Constructor && isa<FieldDecl>(V) &&
                            Constructor->getParent() == V.getDeclContext();
    return &F->Root == F.get() && !F->refs(V).empty() && !MakesOwner &&
           isChangedIn(V, *F, nullptr);
  };
  return Changed[&V] = llvm::any_of(All, Changes);
}

} // namespace fastidious
