#include "escape/FunctionBuilder.h"
#include "escape/Keeper.h"
#include "escape/Names.h"
#include "clang/AST/Attr.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Index/USRGeneration.h"
#include "llvm/ADT/SmallString.h"

using namespace clang;

namespace fastidious::escape {

FunctionBuilder::FunctionBuilder(fastidious::Function &F, const VarDecl *Static,
                                 Types &T, llvm::StringRef MainFile)
    : F(F), Static(Static), Context(F.U.Context), T(T), Lib(F.U.Lib),
      MainFile(MainFile) {}

Graph FunctionBuilder::build() {
  if (Static)
    describe(*Static);
  else
    describe(*F.Decl);
  openScope();
  addParameters();
  addBody();
  addEvents();
  return std::move(G);
}

void FunctionBuilder::describe(const VarDecl &V) {
  llvm::SmallString<64> Usr;
  index::generateUSRForDecl(&V, Usr);
  G.Key = Usr.str().str();
  if (!V.isExternallyVisible())
    G.Key += "@" + MainFile;
  G.Name = fullName(V);
  G.Where = locationOf(V.getLocation());
  G.External = V.isExternallyVisible();
}

/// What the result owns or points to is a class that only this file defines,
/// and a header declares the function.
static bool isOpaqueToCallers(const FunctionDecl &D, Library &Lib) {
  const SourceManager &Sources = D.getASTContext().getSourceManager();
  const CXXRecordDecl *R = recordOf(ownedType(D.getReturnType(), Lib));
  const auto IsHere = [&](const Decl &Of) {
    return Sources.isInMainFile(Sources.getExpansionLoc(Of.getLocation()));
  };
  return R && R->hasDefinition() && IsHere(*R->getDefinition()) &&
         !IsHere(*D.getFirstDecl());
}

void FunctionBuilder::describe(const FunctionDecl &D) {
  G.Key = functionKey(D, MainFile);
  G.Name = fullName(D);
  G.Where = locationOf(D.getLocation());
  G.External = D.isExternallyVisible();
  G.NoReturn = D.isNoReturn();
  G.Variadic = D.isVariadic();
  G.FixedSignature = D.isExternC() || D.isMain() || isOpaqueToCallers(D, Lib);
  if (const auto *M = dyn_cast<CXXMethodDecl>(&D))
    G.FixedSignature |= M->isVirtual();
}

void FunctionBuilder::addParameters() {
  const QualType Returned = F.Decl ? F.Decl->getReturnType() : Context.VoidTy;
  G.Result = addObject(ObjectKind::Result, "result", {}, {});
  G.ResultInPlace = Types::isInPlace(Returned);
  G.Objects[G.Result].Several = !T.isOnePlace(Returned);
  if (Static)
    return;
  uint32_t Index = 0;
  for (const ParmVarDecl *P : F.Decl->parameters())
    addParameter(*P, Index++);
  if (F.Decl->isVariadic())
    addRest(Index);
  addThis();
}

void FunctionBuilder::addParameter(const ParmVarDecl &P, uint32_t Index) {
  Parameter Made;
  Made.Name = P.getNameAsString();
  Made.Where = locationOf(P.getLocation());
  Made.InPlace = Types::isInPlace(P.getType());
  Made.Refers = T.carries(P.getType());
  Made.NoEscape = P.hasAttr<NoEscapeAttr>();
  Made.TakesOver = T.pointsToOne(P.getType());
  Made.HandsOut = !P.getType()->getPointeeType().isNull() &&
                  (P.getType()->getPointeeType()->isPointerType() ||
                   T.pointsToOne(P.getType()->getPointeeType()));
  const Holder *H = Made.InPlace ? T.holder(P.getType()) : nullptr;
  Made.Copied = H && (H->Holds == Holder::Buffer || H->Holds == Holder::Nodes ||
                      H->Holds == Holder::String);
  Made.ReadOnly = T.isReadOnly(P.getType());
  G.Parameters.push_back(Made);
  const ObjectId Carrier =
      addObject(ObjectKind::Argument, Made.Name, {}, P.getLocation());
  G.Objects[Carrier].Index = Index;
  G.Carriers.push_back(Carrier);
  const bool IsReference = P.getType()->isReferenceType();
  const ObjectId O =
      addObject(ObjectKind::Parameter, Made.Name,
                IsReference ? QualType() : P.getType(), P.getLocation());
  Variables[P.getCanonicalDecl()] = O;
  if (!Made.Refers)
    return;
  const NodeId From = addressOf(Carrier), To = addressOf(O);
  if (!Made.InPlace)
    return store(To, {}, load(From), Reason::None);
  moveParameter(P, To, From);
  G.Objects[O].GivenAway = false;
}

/// What `...` stands for is one parameter, from which va_start takes all.
void FunctionBuilder::addRest(uint32_t Index) {
  G.Parameters.emplace_back();
  Rest = addObject(ObjectKind::Argument, "...", {}, F.Decl->getLocation());
  G.Objects[Rest].Index = Index;
  G.Carriers.push_back(Rest);
}

/// What the caller passed is this object: nothing is copied again.
void FunctionBuilder::moveParameter(const ParmVarDecl &P, NodeId To,
                                    NodeId From) {
  const DeclRefExpr Origin(Context, const_cast<ParmVarDecl *>(&P), false,
                           P.getType().getNonReferenceType(), VK_LValue,
                           P.getLocation());
  copyValue(P.getType().getCanonicalType(), To, From, /*Move=*/true, Origin);
}

void FunctionBuilder::addThis() {
  const auto *M = dyn_cast<CXXMethodDecl>(F.Decl);
  if (!M || M->isStatic())
    return;
  G.HasThis = true;
  const ObjectId Carrier =
      addObject(ObjectKind::Argument, "this", {}, F.Decl->getLocation());
  G.Objects[Carrier].Index = G.Parameters.size();
  G.Carriers.push_back(Carrier);
  This = load(addressOf(Carrier));
  if (M->getParent()->isLambda()) {
    llvm::DenseMap<const ValueDecl *, FieldDecl *> Found;
    M->getParent()->getCaptureFields(Found, ThisCapture);
    Captures = std::move(Found);
  }
}

void FunctionBuilder::addBody() {
  const Stmt *Body = F.Body;
  if (Static) {
    const llvm::SaveAndRestore At(Current, Body);
    variable(*Static);
    return endTemporaries(*Body);
  }
  if (const auto *C = dyn_cast<CXXConstructorDecl>(F.Decl))
    for (const CXXCtorInitializer *Init : C->inits()) {
      const llvm::SaveAndRestore At(Current,
                                    static_cast<const Stmt *>(Init->getInit()));
      if (const FieldDecl *Field = Init->getAnyMember())
        initialise(part(This, keyOf(*Field)), Field->getType(), Init->getInit(),
                   Reason::StoredInField);
      else
        initialise(This, Init->getInit()->getType(), Init->getInit(),
                   Reason::StoredInField);
    }
  if (const auto *Co = dyn_cast<CoroutineBodyStmt>(Body)) {
    addCoroutineFrame(*Co);
    Body = Co->getBody();
  }
  if (const auto *Try = dyn_cast<CXXTryStmt>(Body))
    statement(Try);
  else if (const auto *C = dyn_cast<CompoundStmt>(Body))
    for (const Stmt *S : C->body())
      statement(S);
  if (const auto *D = dyn_cast<CXXDestructorDecl>(F.Decl))
    destroyFields(*D->getParent(), This);
}

void FunctionBuilder::destroyFields(const CXXRecordDecl &R, NodeId Object) {
  for (const FieldDecl *Field : R.fields())
    destroy(Field->getType(), part(Object, keyOf(*Field)), 1);
}

void FunctionBuilder::addCoroutineFrame(const CoroutineBodyStmt &Body) {
  G.Coroutine = true;
  Site S;
  S.Kind = SiteKind::CoroutineFrame;
  const ObjectId Frame =
      addObject(ObjectKind::Site, "coroutine frame", {}, F.Decl->getLocation());
  G.Objects[Frame].Site = G.Sites.size();
  G.Sites.push_back(S);
  // The promise is a part of it: what is yielded.
  if (const VarDecl *Promise = Body.getPromiseDecl())
    Variables[Promise->getCanonicalDecl()] = Frame;
  const NodeId At = addressOf(Frame, Reason::Allocated);
  store(addressOf(G.Result), {}, At, Reason::Suspended);
  for (unsigned I = 0; I < G.Parameters.size(); ++I) {
    const ParmVarDecl &P = *F.Decl->getParamDecl(I);
    const NodeId Given = addressOf(G.Carriers[I]);
    if (G.Parameters[I].InPlace)
      moveParameter(P, At, Given);
    else if (G.Parameters[I].Refers)
      store(At, {}, load(Given), Reason::Suspended);
  }
  if (This != None)
    store(At, {}, This, Reason::Suspended);
}

void FunctionBuilder::block(const CompoundStmt &S, bool LoopBody) {
  const llvm::SaveAndRestore Inner(Scope, openScope(LoopBody));
  for (const Stmt *Child : S.body())
    statement(Child);
}

void FunctionBuilder::loop(const Stmt &S, llvm::ArrayRef<const Stmt *> Heads,
                           const Stmt *Body) {
  const llvm::SaveAndRestore Inner(Scope, openScope());
  bool First = true;
  for (const Stmt *Head : Heads) {
    // The first is what runs once: the initialisation.
    const llvm::SaveAndRestore Deeper(LoopDepth, LoopDepth + (First ? 0 : 1));
    First = false;
    statement(Head);
  }
  const llvm::SaveAndRestore Deeper(LoopDepth, LoopDepth + 1);
  const llvm::SaveAndRestore BodyScope(Scope, openScope(true));
  if (const auto *R = dyn_cast<CXXForRangeStmt>(&S))
    statement(R->getLoopVarStmt());
  statement(Body);
}

/// What of S the control flow graph has.
static const Stmt *inFlow(const Stmt &S) {
  const Stmt *At = &S;
  while (isa<FullExpr, ParenExpr>(At))
    At = *At->child_begin();
  return At;
}

void FunctionBuilder::endTemporaries(const Stmt &Of) {
  if (FullExpression != None)
    EventsAt[inFlow(Of)].push_back({Event::Leave, FullExpression});
  FullExpression = None;
}

void FunctionBuilder::statement(const Stmt *S) {
  if (!S)
    return;
  const llvm::SaveAndRestore<ScopeId> Inner(FullExpression, None);
  const llvm::SaveAndRestore At(Current, S);
  parts(S);
  endTemporaries(*S);
}

void FunctionBuilder::parts(const Stmt *S) {
  if (const auto *E = dyn_cast<Expr>(S))
    return void(evaluate(E));
  if (const auto *C = dyn_cast<CompoundStmt>(S))
    return block(*C, false);
  if (const auto *D = dyn_cast<DeclStmt>(S)) {
    for (const Decl *Each : D->decls())
      if (const auto *V = dyn_cast<VarDecl>(Each)) {
        // The control flow has a statement of its own for each of several.
        const llvm::SaveAndRestore One(
            Current,
            D->isSingleDecl() || !V->getInit() ? S : inFlow(*V->getInit()));
        variable(*V);
        endTemporaries(*Current);
      }
    return;
  }
  if (const auto *R = dyn_cast<ReturnStmt>(S))
    return returns(*R);
  if (const auto *L = dyn_cast<ForStmt>(S))
    return loop(*L, {L->getInit(), L->getCond(), L->getInc()}, L->getBody());
  if (const auto *L = dyn_cast<WhileStmt>(S))
    return loop(*L, {nullptr, L->getConditionVariableDeclStmt(), L->getCond()},
                L->getBody());
  if (const auto *L = dyn_cast<DoStmt>(S))
    return loop(*L, {nullptr, L->getCond()}, L->getBody());
  if (const auto *L = dyn_cast<CXXForRangeStmt>(S)) {
    const llvm::SaveAndRestore Outer(Scope, openScope());
    statement(L->getInit());
    statement(L->getRangeStmt());
    statement(L->getBeginStmt());
    statement(L->getEndStmt());
    return loop(*L, {nullptr, L->getCond(), L->getInc()}, L->getBody());
  }
  if (const auto *C = dyn_cast<CoreturnStmt>(S)) {
    evaluate(C->getOperand());
    return void(evaluate(C->getPromiseCall()));
  }
  if (isa<IfStmt, SwitchStmt>(S)) {
    const llvm::SaveAndRestore Outer(Scope, openScope());
    for (const Stmt *Child : S->children())
      statement(Child);
    if (const auto *If = dyn_cast<IfStmt>(S))
      clearIfEqual(*If);
    return;
  }
  if (const auto *Try = dyn_cast<CXXTryStmt>(S)) {
    const ScopeId First = G.Scopes.size();
    statement(Try->getTryBlock());
    for (unsigned I = 0; I < Try->getNumHandlers(); ++I)
      LeftByThrow[Try->getHandler(I)] = {First, G.Scopes.size()};
    for (unsigned I = 0; I < Try->getNumHandlers(); ++I)
      statement(Try->getHandler(I));
    return;
  }
  if (const auto *H = dyn_cast<CXXCatchStmt>(S)) {
    const llvm::SaveAndRestore Outer(Scope, openScope());
    if (const VarDecl *V = H->getExceptionDecl())
      variable(*V);
    return statement(H->getHandlerBlock());
  }
  for (const Stmt *Child : S->children())
    statement(Child);
}

static const ValueDecl *placeNamed(const Expr *E) {
  E = E->IgnoreParenImpCasts();
  if (const auto *M = dyn_cast<MemberExpr>(E))
    return M->getMemberDecl();
  const auto *Ref = dyn_cast<DeclRefExpr>(E);
  return Ref ? Ref->getDecl() : nullptr;
}

void FunctionBuilder::clearIfEqual(const IfStmt &S) {
  if (S.isConsteval())
    return;
  const auto *Compare =
      dyn_cast<BinaryOperator>(S.getCond()->IgnoreParenImpCasts());
  if (!Compare || Compare->getOpcode() != BO_EQ)
    return;
  const Stmt *Then = S.getThen();
  if (const auto *C = dyn_cast<CompoundStmt>(Then); C && !C->body_empty())
    Then = C->body_front();
  const auto *Clear = dyn_cast<BinaryOperator>(Then);
  if (!Clear || Clear->getOpcode() != BO_Assign)
    return;
  const ValueDecl *Place = placeNamed(Clear->getLHS());
  if (!Place || (Place != placeNamed(Compare->getLHS()) &&
                 Place != placeNamed(Compare->getRHS())))
    return;
  const llvm::SmallVector<Event, 2> Events = EventsAt.lookup(Clear);
  EventsAt[Compare].append(Events);
}

/// Nobody named those of a range-based for, and the parts of bindings.
static std::string nameOf(const VarDecl &V) {
  const auto *D = dyn_cast<DecompositionDecl>(&V);
  if (V.isImplicit() || !D)
    return V.isImplicit() ? "" : V.getNameAsString();
  std::string Name;
  for (const BindingDecl *B : D->bindings())
    Name += (Name.empty() ? "[" : ", ") + B->getNameAsString();
  return Name + "]";
}

void FunctionBuilder::variable(const VarDecl &V) {
  if (!V.hasLocalStorage()) {
    const NodeId To = addressOf(global(V));
    if (V.getInit() && G.Objects[global(V)].Kind == ObjectKind::Global)
      initialise(To, V.getType(), V.getInit(), Reason::Initialised);
    return;
  }
  const QualType Type = V.getType();
  const bool IsReference = Type->isReferenceType();
  const ObjectId O =
      addObject(ObjectKind::Local, nameOf(V), IsReference ? QualType() : Type,
                V.getLocation());
  Variables[V.getCanonicalDecl()] = O;
  ScopeOf[&V] = Scope;
  if (!IsReference)
    addOwned(O, Type.getCanonicalType(), {}, 0);
  const NodeId To = addressOf(O);
  if (V.getInit())
    initialise(To, Type, V.getInit(), Reason::Initialised);
  if (const auto *D = dyn_cast<DecompositionDecl>(&V))
    for (const BindingDecl *B : D->bindings())
      if (const VarDecl *Holding = B->getHoldingVar())
        variable(*Holding);
  if (!IsReference) {
    const llvm::SaveAndRestore<const Stmt *> AtEnd(Current, nullptr);
    const size_t Before = G.Constraints.size();
    destroy(Type, To);
    for (size_t C = Before; C < G.Constraints.size(); ++C)
      if (G.Constraints[C].Kind == Op::Call)
        EventsAtEnd[&V].push_back({Event::Do, static_cast<uint32_t>(C)});
  }
}

} // namespace fastidious::escape
