// Initialisation, copies and destruction of objects.
#include "escape/FunctionBuilder.h"
#include "escape/Names.h"

using namespace clang;

namespace fastidious::escape {

void FunctionBuilder::initialise(NodeId To, QualType Type, const Expr *E,
                                 Reason Why) {
  if (!E)
    return;
  if (Types::isInPlace(Type)) {
    initialiseInPlace(To, Type, E, Why);
    return;
  }
  const NodeId Value = evaluate(E);
  if (T.carries(Type))
    store(To, {}, Value,
          Type->isReferenceType() && Why != Reason::Returned &&
                  Why != Reason::CapturedByReference
              ? Reason::BoundToReference
              : Why);
}

void FunctionBuilder::initialiseInPlace(NodeId To, QualType Type, const Expr *E,
                                        Reason Why) {
  E = E->IgnoreParens();
  const llvm::SaveAndRestore At(Current, Current ? Current : E);
  if (const auto *X = dyn_cast<FullExpr>(E))
    return initialiseInPlace(To, Type, X->getSubExpr(), Why);
  if (const auto *B = dyn_cast<CXXBindTemporaryExpr>(E)) {
    initialiseInPlace(To, Type, B->getSubExpr(), Why);
    return;
  }
  if (const auto *D = dyn_cast<CXXDefaultArgExpr>(E))
    return initialiseInPlace(To, Type, D->getExpr(), Why);
  if (const auto *D = dyn_cast<CXXDefaultInitExpr>(E))
    return initialiseInPlace(To, Type, D->getExpr(), Why);
  if (const auto *C = dyn_cast<CXXConstructExpr>(E)) {
    if (C->isElidable() && C->getNumArgs() &&
        !C->getArg(0)->isGLValue()) // before C++17
      return initialiseInPlace(To, Type, C->getArg(0), Why);
    const llvm::SaveAndRestore Here(
        Current,
        Why == Reason::Returned ? Current : static_cast<const Stmt *>(E));
    return construct(To, *C);
  }
  if (const auto *C = dyn_cast<CastExpr>(E); C && !E->isGLValue())
    return initialiseInPlace(To, Type, C->getSubExpr(), Why);
  if (const auto *L = dyn_cast<InitListExpr>(E)) {
    if (L->isTransparent() ||
        (L->getNumInits() == 1 && isa<StringLiteral>(L->getInit(0))))
      return initialiseInPlace(To, Type, L->getInit(0), Why);
    return initialiseList(To, Type, L->inits(),
                          L->getInitializedFieldInUnion());
  }
  if (const auto *L = dyn_cast<CXXParenListInitExpr>(E))
    return initialiseList(To, Type, L->getInitExprs(),
                          L->getInitializedFieldInUnion());
  if (const auto *L = dyn_cast<LambdaExpr>(E))
    return initialiseClosure(To, *L);
  if (const auto *Call = dyn_cast<CallExpr>(E); Call && !E->isGLValue()) {
    const llvm::SaveAndRestore Here(
        Current,
        Why == Reason::Returned ? Current : static_cast<const Stmt *>(E));
    call(*Call, To);
    return;
  }
  if (const auto *C = dyn_cast<AbstractConditionalOperator>(E);
      C && !E->isGLValue()) {
    evaluate(C->getCond());
    initialiseInPlace(To, Type, C->getTrueExpr(), Why);
    return initialiseInPlace(To, Type, C->getFalseExpr(), Why);
  }
  if (const auto *B = dyn_cast<BinaryOperator>(E);
      B && B->isCommaOp() && !E->isGLValue()) {
    evaluate(B->getLHS());
    return initialiseInPlace(To, Type, B->getRHS(), Why);
  }
  if (const auto *S = dyn_cast<CXXStdInitializerListExpr>(E))
    return store(To, {}, evaluate(S->getSubExpr()), Why);
  if (const auto *S = dyn_cast<CoroutineSuspendExpr>(E); S && !E->isGLValue()) {
    evaluate(S->getCommonExpr());
    return initialiseInPlace(To, Type, S->getResumeExpr(), Why);
  }
  if (isa<ImplicitValueInitExpr, CXXScalarValueInitExpr, StringLiteral,
          UnresolvedLookupExpr>(E))
    return;
  if (E->isGLValue())
    return copyValue(Type.getCanonicalType(), To, evaluate(E), false, *E);
  evaluateChildren(*E);
}

void FunctionBuilder::initialiseList(NodeId To, QualType Type,
                                     llvm::ArrayRef<Expr *> Values,
                                     const FieldDecl *OfUnion) {
  if (const ArrayType *A = Context.getAsArrayType(Type)) {
    for (const Expr *V : Values)
      initialise(To, A->getElementType(), V, Reason::Initialised);
    return;
  }
  const CXXRecordDecl *R = Type->getAsCXXRecordDecl();
  if (!R || !R->hasDefinition())
    return;
  const Expr *const *Next = Values.begin();
  if (R->isUnion()) {
    if (OfUnion && Next != Values.end())
      initialise(part(To, keyOf(*OfUnion)), OfUnion->getType(), *Next,
                 Reason::Initialised);
    return;
  }
  for (const CXXBaseSpecifier &Base : R->bases())
    if (Next != Values.end())
      initialise(To, Base.getType(), *Next++, Reason::Initialised);
  const bool IsLibrary = T.holder(Type);
  for (const FieldDecl *Field : R->fields())
    if (!Field->isUnnamedBitField() && Next != Values.end())
      initialise(IsLibrary ? To : part(To, keyOf(*Field)), Field->getType(),
                 *Next++, Reason::StoredInField);
}

void FunctionBuilder::initialiseClosure(NodeId To, const LambdaExpr &L) {
  const llvm::SaveAndRestore At(Current, static_cast<const Stmt *>(&L));
  auto Init = L.capture_init_begin();
  auto Capture = L.capture_begin();
  for (const FieldDecl *Field : L.getLambdaClass()->fields()) {
    if (Capture == L.capture_end())
      break;
    const Reason Why = Capture->capturesThis() ? Reason::CapturedThis
                       : Capture->getCaptureKind() == LCK_ByRef
                           ? Reason::CapturedByReference
                           : Reason::CapturedByValue;
    initialise(part(To, keyOf(*Field)), Field->getType(), *Init++, Why);
    ++Capture;
  }
}

void FunctionBuilder::constructDefault(NodeId To, const CXXRecordDecl &R,
                                       unsigned Nesting) {
  if (!R.hasDefinition() || Nesting > 3 || R.isUnion())
    return;
  for (const CXXBaseSpecifier &Base : R.bases())
    if (const auto *B = Base.getType()->getAsCXXRecordDecl();
        B && !T.holder(Base.getType()))
      constructDefaultMember(To, *B, Nesting + 1);
  for (const FieldDecl *Field : R.fields()) {
    if (const Expr *Init = Field->getInClassInitializer()) {
      if (!Init->isTypeDependent() && !Init->containsErrors())
        initialise(part(To, keyOf(*Field)), Field->getType(), Init,
                   Reason::Initialised);
      continue;
    }
    const CXXRecordDecl *Class = Field->getType()->getAsCXXRecordDecl();
    if (Class && Class->hasDefinition() && !T.holder(Field->getType()))
      constructDefaultMember(part(To, keyOf(*Field)), *Class, Nesting + 1);
  }
}

void FunctionBuilder::constructDefaultMember(NodeId To, const CXXRecordDecl &R,
                                             unsigned Nesting) {
  // `std::make_unique<T>()` of another library is declared for any T.
  if (!R.hasDefinition())
    return;
  if (!R.hasUserProvidedDefaultConstructor())
    return constructDefault(To, R, Nesting);
  for (const CXXConstructorDecl *C : R.ctors()) {
    if (!C->isDefaultConstructor() || C->isDeleted())
      continue;
    Call Made;
    Made.Callee = functionKey(*C, MainFile);
    Made.Name = fullName(*C);
    Made.Receiver = To;
    Made.Arguments.assign(C->getNumParams(), None);
    G.Calls.push_back(Made);
    const uint32_t By = emit({Op::Call,
                              Reason::CallArgument,
                              None,
                              None,
                              static_cast<uint32_t>(G.Calls.size() - 1),
                              {},
                              {}});
    if (Current)
      EventsAt[Current].push_back({Event::Do, By});
  }
}

void FunctionBuilder::construct(NodeId To, const CXXConstructExpr &E) {
  const CXXConstructorDecl *C = E.getConstructor();
  QualType Type = E.getType();
  if (const ArrayType *A = Context.getAsArrayType(Type))
    Type = Context.getBaseElementType(A);
  if (const Holder *H = T.holder(Type))
    return constructHolder(To, Type, *H, {E.getArgs(), E.getNumArgs()}, E);
  if (const Effect *Known = Lib.effect(C);
      Known && Known->Does == Effect::Nothing) {
    for (const Expr *A : llvm::ArrayRef(E.getArgs(), E.getNumArgs()))
      evaluate(A);
    return;
  }
  const bool IsImplied = !C->isUserProvided();
  if (IsImplied && C->isCopyOrMoveConstructor()) {
    const Expr *From = E.getArg(0);
    const bool Move = C->isMoveConstructor();
    const NodeId Source = evaluate(From);
    if (Move)
      giveAway(From);
    return copyValue(Type.getCanonicalType(), To, Source, Move, *From);
  }
  if (IsImplied && C->isDefaultConstructor())
    return constructDefault(To, *C->getParent(), 0);
  if (C->isTrivial())
    return;
  Call Made;
  Made.Callee = functionKey(*C, MainFile);
  Made.Name = fullName(*C);
  Made.Receiver = To;
  for (unsigned I = 0; I < E.getNumArgs(); ++I)
    Made.Arguments.push_back(
        I < C->getNumParams()
            ? argument(E.getArg(I), C->getParamDecl(I)->getType())
            : evaluate(E.getArg(I)));
  emitCall(std::move(Made), E);
}

void FunctionBuilder::copyValue(QualType Type, NodeId To, NodeId From,
                                bool Move, const Expr &Origin,
                                unsigned Nesting) {
  if (From == None || To == None || !T.carries(Type))
    return;
  const Reason Why = Move ? Reason::MovedInto : Reason::CopiedInto;
  if (const ArrayType *A = Context.getAsArrayType(Type))
    return copyValue(A->getElementType(), To, From, Move, Origin, Nesting + 1);
  if (!Types::isInPlace(Type))
    return store(To, {}, load(From), Why);
  if (const Holder *H = T.holder(Type))
    return copyHolder(*H, Type, To, From, Move, Origin, Nesting);
  const CXXRecordDecl *R = Type->getAsCXXRecordDecl();
  store(To, {}, load(From), Why); // what is known of it as a whole
  if (!R || !R->hasDefinition() || Nesting > 4)
    return;
  for (const CXXBaseSpecifier &Base : R->bases())
    copyValue(Base.getType().getCanonicalType(), To, From, Move, Origin,
              Nesting + 1);
  for (const FieldDecl *Field : R->fields()) {
    if (!T.carries(Field->getType()))
      continue;
    const Key K = keyOf(*Field);
    if (Field->getType()->isReferenceType())
      store(To, K, load(From, K), Why);
    else
      copyValue(Field->getType().getCanonicalType(), part(To, K), part(From, K),
                Move, Origin, Nesting + 1);
  }
}

/// What a copy of a container allocates.
ObjectId FunctionBuilder::copySite(const Holder &H, QualType Type,
                                   const Expr &Origin) {
  if (H.Holds == Holder::String)
    return stringSite(Type, textLength(Origin), Origin);
  Site S = elementSite(H, Type);
  if (H.Holds == Holder::Buffer)
    S.Size = std::nullopt; // as many as there are
  S.Many = H.Holds == Holder::Nodes;
  return addSite(std::move(S), Origin);
}

/// Of an inline holder.
void FunctionBuilder::copyElements(QualType Type, NodeId To, NodeId From,
                                   bool Move, const Expr &Origin,
                                   unsigned Nesting) {
  if (Nesting >= 4)
    return;
  const auto Elements = T.elements(Type);
  for (unsigned I = 0; I < Elements.size(); ++I) {
    const Key K = elementKey(Type, I);
    const QualType Element = Elements[I].getCanonicalType();
    if (K.Field && Element->isReferenceType())
      store(To, K, load(From, K),
            Move ? Reason::MovedInto : Reason::CopiedInto);
    else if (K.Field || Types::isInPlace(Element))
      copyValue(Element, K.Field ? part(To, K) : To,
                K.Field ? part(From, K) : From, Move, Origin, Nesting + 1);
  }
}

void FunctionBuilder::copyHolder(const Holder &H, QualType Type, NodeId To,
                                 NodeId From, bool Move, const Expr &Origin,
                                 unsigned Nesting) {
  const Reason Why = Move ? Reason::MovedInto : Reason::CopiedInto;
  const Key Owned = {0, true};
  switch (H.Holds) {
  case Holder::Nothing:
    return;
  case Holder::View:
    return store(To, {}, load(From), Why);
  case Holder::Inline:
    store(To, {}, load(From), Why);
    return copyElements(Type, To, From, Move, Origin, Nesting);
  case Holder::Unique:
  case Holder::Shared:
  case Holder::Box:
  case Holder::Thread:
    if (H.Holds == Holder::Box && !Move)
      libraryMemory(To, *Type->getAsCXXRecordDecl(), Origin);
    return store(To, Owned, load(From, Owned), Why);
  default:
    break;
  }
  if (Move && T.allocatesElsewhere(Type))
    store(To, {}, load(From), Why);
  if (Move)
    return store(To, Owned, load(From, Owned), Why);
  const ObjectId Made = copySite(H, Type, Origin);
  const NodeId At = addressOf(Made, Reason::Allocated);
  store(To, Owned, At, Reason::Allocated);
  if (Nesting < 4)
    for (QualType Element : T.elements(Type))
      copyValue(Element.getCanonicalType(), At, load(From, Owned), false,
                Origin, Nesting + 1);
}

void FunctionBuilder::destroy(QualType Type, NodeId Object, unsigned Nesting) {
  Type = Context.getBaseElementType(Type);
  const CXXRecordDecl *R = Type->getAsCXXRecordDecl();
  if (!R || !R->hasDefinition() || R->hasTrivialDestructor() || Nesting > 3 ||
      Types::isStandard(*R) || Type->isReferenceType())
    return;
  const CXXDestructorDecl *D = R->getDestructor();
  if (D && Lib.effect(D))
    return; // of a library: it keeps nothing
  if (D && D->isUserProvided()) {
    Call Made;
    Made.Callee = functionKey(*D, MainFile);
    Made.Name = fullName(*D);
    Made.Receiver = Object;
    G.Calls.push_back(Made);
    const uint32_t C = emit({Op::Call,
                             Reason::Receiver,
                             None,
                             None,
                             static_cast<uint32_t>(G.Calls.size() - 1),
                             {},
                             {}});
    if (Current)
      EventsAt[Current].push_back({Event::Do, C});
    return; // it destroys the fields and bases as well
  }
  for (const CXXBaseSpecifier &Base : R->bases())
    destroy(Base.getType(), Object, Nesting + 1);
  for (const FieldDecl *Field : R->fields())
    destroy(Field->getType(), part(Object, keyOf(*Field)), Nesting + 1);
}

/// The pointer that the number E is made of by casts alone.
static const Expr *pointerAsNumber(const Expr &E) {
  for (const auto *C = dyn_cast<CastExpr>(E.IgnoreParens()); C;
       C = dyn_cast<CastExpr>(C->getSubExpr()->IgnoreParens()))
    if (C->getCastKind() == CK_PointerToIntegral)
      return C->getSubExpr();
  return nullptr;
}

/// The variable, which is the result itself, of a return that seems to copy it.
static const Expr *elidedCopy(const ReturnStmt &S) {
  const VarDecl *Same = S.getNRVOCandidate();
  const auto *Copy =
      dyn_cast<CXXConstructExpr>(S.getRetValue()->IgnoreImplicit());
  return Same && Same->isNRVOVariable() && Copy &&
                 Copy->getConstructor()->isCopyConstructor()
             ? Copy->getArg(0)
             : nullptr;
}

void FunctionBuilder::returns(const ReturnStmt &S) {
  const Expr *E = S.getRetValue();
  if (!E)
    return;
  if (const VarDecl *Same = S.getNRVOCandidate())
    if (const auto It = Variables.find(Same->getCanonicalDecl());
        It != Variables.end())
      G.Objects[It->second].GivenAway = true;
  const QualType Type = F.Decl->getReturnType();
  if (Type->isVoidType() || !T.carries(Type)) {
    evaluate(E);
    if (const Expr *Pointer = pointerAsNumber(*E))
      sink(SinkKind::Unknown, "a cast to a number", evaluate(Pointer),
           Reason::CastToInteger);
    return;
  }
  const uint32_t From = G.Constraints.size();
  const NodeId To = addressOf(G.Result);
  if (const Expr *Same = elidedCopy(S))
    copyValue(Type.getCanonicalType(), To, evaluate(Same), /*Move=*/true,
              *Same);
  else
    initialise(To, Type, E, Reason::Returned);
  G.Returns.push_back({From, static_cast<uint32_t>(G.Constraints.size()),
                       locationOf(S.getBeginLoc())});
}

} // namespace fastidious::escape
