// Values and addresses of expressions.
#include "escape/FunctionBuilder.h"
#include "escape/Names.h"
#include "clang/AST/ExprConcepts.h"

using namespace clang;

namespace fastidious::escape {

/// Deeper expressions are generated code; the stack is finite.
static constexpr unsigned MaxDepth = 400;

NodeId FunctionBuilder::evaluate(const Expr *E) {
  if (!E || isa<TypeTraitExpr, RequiresExpr, CXXNoexceptExpr>(E))
    return None;
  const llvm::SaveAndRestore Deeper(Depth, Depth + 1);
  if (Depth > MaxDepth) {
    G.Incomplete = "expressions nested too deeply";
    return None;
  }
  // A library call may ask for its argument more than once.
  const auto Known = Values.find(E);
  if (Known != Values.end())
    return Known->second;
  const NodeId N =
      E->isGLValue() || Types::isInPlace(E->getType()) ? address(E) : value(E);
  return Values[E] = N;
}

NodeId FunctionBuilder::evaluateChildren(const Expr &E) {
  for (const Stmt *Child : E.children())
    if (const auto *Sub = dyn_cast_or_null<Expr>(Child))
      evaluate(Sub);
    else if (Child)
      statement(Child);
  return None;
}

NodeId FunctionBuilder::captured(const ValueDecl *D) {
  const auto It = Captures.find(D);
  if (It == Captures.end())
    return None;
  const NodeId At = part(This, keyOf(*It->second));
  return It->second->getType()->isReferenceType() ? load(At) : At;
}

NodeId FunctionBuilder::thisValue() {
  if (ThisCapture) {
    const NodeId At = part(This, keyOf(*ThisCapture));
    return ThisCapture->getType()->isPointerType() ? load(At) : At;
  }
  return This == None ? fresh() : This;
}

NodeId FunctionBuilder::reference(const ValueDecl &D, const Expr &At,
                                  bool IsCaptured) {
  if (IsCaptured)
    if (const NodeId N = captured(&D); N != None)
      return N;
  if (const auto *B = dyn_cast<BindingDecl>(&D)) {
    if (const VarDecl *V = B->getHoldingVar())
      return reference(*V, At, IsCaptured);
    return B->getBinding() ? evaluate(B->getBinding()) : None;
  }
  if (!isa<VarDecl, FunctionDecl>(D))
    return None;
  const NodeId N = addressOf(objectOf(D));
  return D.getType()->isReferenceType() ? load(N) : N;
}

NodeId FunctionBuilder::temporary(const MaterializeTemporaryExpr &M) {
  const ObjectId O = addTemporary(M);
  initialise(addressOf(O), M.getType(), M.getSubExpr(), Reason::Initialised);
  return addressOf(O);
}

NodeId FunctionBuilder::address(const Expr *E) {
  E = E->IgnoreParens();
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E))
    return reference(*Ref->getDecl(), *E,
                     Ref->refersToEnclosingVariableOrCapture());
  if (const auto *M = dyn_cast<MemberExpr>(E)) {
    const NodeId Base = evaluate(M->getBase());
    const auto *Field = dyn_cast<FieldDecl>(M->getMemberDecl());
    if (!Field)
      return reference(*M->getMemberDecl(), *E, false);
    const NodeId At = part(Base, keyOf(*Field));
    return Field->getType()->isReferenceType() ? load(At) : At;
  }
  if (const auto *S = dyn_cast<ArraySubscriptExpr>(E)) {
    evaluate(S->getIdx());
    return evaluate(S->getBase());
  }
  if (const auto *U = dyn_cast<UnaryOperator>(E))
    return evaluate(U->getSubExpr());
  if (const auto *B = dyn_cast<BinaryOperator>(E)) {
    if (B->getOpcode() == BO_Assign)
      return assign(*B);
    const NodeId Left = evaluate(B->getLHS()), Right = evaluate(B->getRHS());
    return B->getOpcode() == BO_Comma ? Right : Left;
  }
  if (const auto *C = dyn_cast<AbstractConditionalOperator>(E)) {
    evaluate(C->getCond());
    return merge({evaluate(C->getTrueExpr()), evaluate(C->getFalseExpr())});
  }
  if (const auto *M = dyn_cast<MaterializeTemporaryExpr>(E)) {
    if (const ValueDecl *By = M->getExtendingDecl();
        By && M->getStorageDuration() != SD_Automatic) {
      // It lives as long as the static reference that is bound to it.
      Temporaries[M] = addObject(ObjectKind::Global, By->getNameAsString(),
                                 M->getType(), M->getBeginLoc());
      return temporary(*M);
    }
    if (isa_and_nonnull<VarDecl>(M->getExtendingDecl())) {
      const llvm::SaveAndRestore<ScopeId> Longer(FullExpression, Scope);
      return temporary(*M);
    }
    return temporary(*M);
  }
  if (const auto *Call = dyn_cast<CallExpr>(E))
    return call(*Call);
  if (const auto *O = dyn_cast<OpaqueValueExpr>(E)) {
    const auto [It, New] = Opaque.try_emplace(O, None);
    if (New && O->getSourceExpr())
      Opaque[O] = evaluate(O->getSourceExpr());
    return Opaque[O];
  }
  if (const auto *P = dyn_cast<PseudoObjectExpr>(E))
    return evaluate(P->getSyntacticForm());
  if (const auto *R = dyn_cast<CXXRewrittenBinaryOperator>(E))
    return evaluate(R->getSemanticForm());
  if (const auto *S = dyn_cast<SubstNonTypeTemplateParmExpr>(E))
    return evaluate(S->getReplacement());
  if (const auto *S = dyn_cast<CoroutineSuspendExpr>(E)) {
    evaluate(S->getCommonExpr());
    return evaluate(S->getResumeExpr());
  }
  if (const auto *C = dyn_cast<CastExpr>(E); C && E->isGLValue())
    return evaluate(C->getSubExpr());
  if (const auto *D = dyn_cast<CXXDefaultArgExpr>(E); D && E->isGLValue())
    return evaluate(D->getExpr());
  if (const auto *D = dyn_cast<CXXDefaultInitExpr>(E); D && E->isGLValue())
    return evaluate(D->getExpr());
  if (const auto *X = dyn_cast<FullExpr>(E); X && E->isGLValue())
    return evaluate(X->getSubExpr());
  if (isa<StringLiteral, PredefinedExpr, CXXTypeidExpr>(E))
    return addressOf(literal());
  if (E->isGLValue())
    return evaluateChildren(*E);
  const ObjectId O = addTemporary(*E);
  initialiseInPlace(addressOf(O), E->getType(), E, Reason::Initialised);
  return addressOf(O);
}

NodeId FunctionBuilder::castValue(const CastExpr &C) {
  switch (C.getCastKind()) {
  case CK_LValueToRValue: {
    const NodeId At = evaluate(C.getSubExpr());
    return T.carries(C.getType()) ? load(At) : None;
  }
  case CK_NullToPointer:
  case CK_NullToMemberPointer:
    return None;
  case CK_PointerToIntegral:
  case CK_IntegralToPointer:
    evaluate(C.getSubExpr());
    return None;
  default:
    return evaluate(C.getSubExpr());
  }
}

NodeId FunctionBuilder::pointerToMember(const ValueDecl &D) {
  const auto *M = dyn_cast<CXXMethodDecl>(&D);
  if (!M)
    return None;
  if (!M->isVirtual())
    return addressOf(global(*M));
  // The object decides what is called: not to be told from here.
  return addressOf(
      addObject(ObjectKind::Global, fullName(*M), {}, M->getLocation()));
}

NodeId FunctionBuilder::value(const Expr *E) {
  E = E->IgnoreParens();
  if (const auto *C = dyn_cast<CastExpr>(E))
    return castValue(*C);
  if (const auto *U = dyn_cast<UnaryOperator>(E)) {
    if (U->getOpcode() == UO_AddrOf)
      if (const auto *Ref = dyn_cast<DeclRefExpr>(U->getSubExpr());
          Ref && Ref->getDecl()->isCXXInstanceMember())
        return pointerToMember(*Ref->getDecl());
    const NodeId Sub = evaluate(U->getSubExpr());
    if (!T.carries(E->getType()))
      return None;
    return U->isIncrementDecrementOp() ? load(Sub) : Sub;
  }
  if (const auto *B = dyn_cast<BinaryOperator>(E)) {
    const NodeId Left = evaluate(B->getLHS()), Right = evaluate(B->getRHS());
    if (!T.carries(E->getType()))
      return None;
    return B->isCommaOp() ? Right : merge({Left, Right});
  }
  if (const auto *C = dyn_cast<AbstractConditionalOperator>(E)) {
    evaluate(C->getCond());
    return merge({evaluate(C->getTrueExpr()), evaluate(C->getFalseExpr())});
  }
  if (isa<CXXThisExpr>(E))
    return thisValue();
  if (const auto *N = dyn_cast<CXXNewExpr>(E))
    return newExpression(*N);
  if (const auto *Throw = dyn_cast<CXXThrowExpr>(E)) {
    throwExpression(*Throw);
    return None;
  }
  if (const auto *D = dyn_cast<CXXDeleteExpr>(E)) {
    const NodeId P = evaluate(D->getArgument());
    if (const QualType Of = D->getDestroyedType(); !Of.isNull())
      destroy(Of, P);
    return None;
  }
  if (const auto *Call = dyn_cast<CallExpr>(E))
    return call(*Call);
  if (const auto *V = dyn_cast<VAArgExpr>(E)) {
    const NodeId List = evaluate(V->getSubExpr());
    return T.carries(E->getType()) ? load(List) : None;
  }
  if (const auto *X = dyn_cast<FullExpr>(E))
    return evaluate(X->getSubExpr());
  if (const auto *D = dyn_cast<CXXDefaultArgExpr>(E))
    return evaluate(D->getExpr());
  if (const auto *D = dyn_cast<CXXDefaultInitExpr>(E))
    return evaluate(D->getExpr());
  if (const auto *S = dyn_cast<SubstNonTypeTemplateParmExpr>(E))
    return evaluate(S->getReplacement());
  if (const auto *R = dyn_cast<CXXRewrittenBinaryOperator>(E))
    return evaluate(R->getSemanticForm());
  if (const auto *L = dyn_cast<InitListExpr>(E))
    return L->getNumInits() == 1 ? evaluate(L->getInit(0)) : None;
  if (const auto *O = dyn_cast<OpaqueValueExpr>(E)) {
    const auto [It, New] = Opaque.try_emplace(O, None);
    if (New && O->getSourceExpr())
      Opaque[O] = evaluate(O->getSourceExpr());
    return Opaque[O];
  }
  if (const auto *S = dyn_cast<CoroutineSuspendExpr>(E)) {
    evaluate(S->getCommonExpr());
    return evaluate(S->getResumeExpr());
  }
  if (isa<UnaryExprOrTypeTraitExpr, CXXNoexceptExpr, LambdaExpr>(E))
    return None;
  return evaluateChildren(*E);
}

NodeId FunctionBuilder::assign(const BinaryOperator &B) {
  const Expr *Left = B.getLHS()->IgnoreParens();
  const NodeId Value = evaluate(B.getRHS());
  const NodeId To = evaluate(Left);
  if (!T.carries(B.getLHS()->getType()))
    return To;
  const llvm::SaveAndRestore At(Current, static_cast<const Stmt *>(&B));
  const Reason Why = isa<MemberExpr>(Left)    ? Reason::StoredInField
                     : isa<DeclRefExpr>(Left) ? Reason::Assigned
                                              : Reason::StoredThroughPointer;
  if (isa<ArraySubscriptExpr>(Left))
    store(To, {}, Value, Why);
  else
    overwrite(To, {}, Value, Why);
  return To;
}

NodeId FunctionBuilder::newExpression(const CXXNewExpr &N) {
  for (const Expr *P : N.placement_arguments())
    if (N.getNumPlacementArgs() != 1 ||
        !P->getType()->isPointerType()) // nothrow, alignment, arenas
      evaluate(P);
  NodeId At;
  if (N.getNumPlacementArgs() == 1 &&
      N.getPlacementArg(0)->getType()->isPointerType()) {
    At = evaluate(N.getPlacementArg(0));
  } else {
    Site S = T.site(N.isArray() ? SiteKind::NewArray : SiteKind::New,
                    N.getAllocatedType());
    if (N.isArray()) {
      const auto Count = constantOf(N.getArraySize().value_or(nullptr));
      S.Size = Count && S.Size ? std::optional(*Count * *S.Size) : std::nullopt;
    }
    const FunctionDecl *New = N.getOperatorNew();
    S.OwnDeleter |= New && isa<CXXMethodDecl>(New);
    const ObjectId O = addSite(S, N);
    G.Objects[O].Type = T.dynamicType(N.getAllocatedType());
    At = addressOf(O, Reason::Allocated);
  }
  if (N.isArray())
    evaluate(N.getArraySize().value_or(nullptr));
  if (const Expr *Init = N.getInitializer())
    initialise(At, N.getAllocatedType(), Init, Reason::Initialised);
  return At;
}

void FunctionBuilder::throwExpression(const CXXThrowExpr &Throw) {
  const Expr *E = Throw.getSubExpr();
  if (!E)
    return;
  const llvm::SaveAndRestore Here(Current, static_cast<const Stmt *>(&Throw));
  const ObjectId O = addSite(T.site(SiteKind::Exception, E->getType()), Throw);
  const NodeId At = addressOf(O, Reason::Allocated);
  initialise(At, E->getType(), E, Reason::Thrown);
  sink(SinkKind::Exception, "exception", At, Reason::Thrown);
}

} // namespace fastidious::escape
