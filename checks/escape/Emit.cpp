// Objects, nodes and constraints.
#include "escape/FunctionBuilder.h"
#include "escape/Names.h"
#include "clang/Index/USRGeneration.h"
#include "llvm/ADT/SmallString.h"

using namespace clang;

namespace fastidious::escape {

Location FunctionBuilder::locationOf(SourceLocation L) const {
  const SourceManager &SM = Context.getSourceManager();
  const PresumedLoc P =
      SM.getPresumedLoc(SM.getExpansionLoc(L), /*UseLineDirectives=*/false);
  if (P.isInvalid())
    return {};
  return {P.getFilename(), P.getLine(), P.getColumn(), L.getRawEncoding()};
}

ScopeId FunctionBuilder::openScope(bool LoopBody) {
  G.Scopes.push_back({G.Scopes.empty() ? None : Scope, LoopBody});
  return G.Scopes.size() - 1;
}

ObjectId FunctionBuilder::addObject(ObjectKind Kind, const std::string &Name,
                                    QualType Type, SourceLocation At) {
  Object O;
  O.Kind = Kind;
  O.Name = Name;
  O.Where = locationOf(At);
  O.Scope = Scope;
  if (Kind == ObjectKind::Local && !Type.isNull() && Type->isConstantSizeType())
    G.FrameSize += Context.getTypeSizeInChars(Type).getQuantity();
  if (!Type.isNull()) {
    O.Several = !T.isOnePlace(Type);
    O.Type = T.dynamicType(Type);
    if (const FunctionDecl *Call = Types::callOperator(Type))
      O.Callee = functionKey(*Call, MainFile);
    if (const Holder *H = T.holder(Type)) {
      O.MustJoin = H->MustJoin;
      O.JoinsAtEnd = H->JoinsAtEnd;
      O.Shares = H->Holds == Holder::Shared;
    }
  }
  G.Objects.push_back(std::move(O));
  return G.Objects.size() - 1;
}

void FunctionBuilder::addOwned(ObjectId Owner, QualType Type, Key At,
                               unsigned Nesting) {
  const Holder *H = T.holder(Type);
  if (H && (H->Holds == Holder::Buffer || H->Holds == Holder::Nodes ||
            H->Holds == Holder::String)) {
    Object O;
    O.Kind = ObjectKind::Content;
    O.Scope = G.Objects[Owner].Scope;
    O.Where = G.Objects[Owner].Where;
    O.Parent = Owner;
    O.Part = {At.Field, true};
    G.Objects.push_back(std::move(O));
    const ObjectId Made = G.Objects.size() - 1;
    store(addressOf(Owner), {At.Field, true}, addressOf(Made),
          Reason::Initialised);
    // Elements that own, too: one content stands for those of all.
    for (QualType Element : T.elements(Type))
      if (Nesting < 2 && Types::owns(T.holder(Element)))
        return addOwned(Made, Element.getCanonicalType(), {}, Nesting + 1);
    return;
  }
  const CXXRecordDecl *R = Type->getAsCXXRecordDecl();
  if (H || !R || !R->hasDefinition() || Nesting > 2)
    return;
  for (const FieldDecl *Field : R->fields())
    if (T.carries(Field->getType()))
      addOwned(Owner, Field->getType().getCanonicalType(),
               At.Field ? At : keyOf(*Field), Nesting + 1);
}

ObjectId FunctionBuilder::addTemporary(const Expr &E) {
  const auto Known = Temporaries.find(&E);
  if (Known != Temporaries.end())
    return Known->second;
  return Temporaries[&E] = addTemporary(E.getType(), E.getExprLoc());
}

ObjectId FunctionBuilder::addTemporary(QualType Type, SourceLocation At) {
  const llvm::SaveAndRestore<ScopeId> Inner(Scope);
  if (FullExpression == None)
    FullExpression = openScope();
  Scope = FullExpression;
  const ObjectId O = addObject(ObjectKind::Temporary, "temporary", Type, At);
  addOwned(O, Type.getCanonicalType(), {}, 0);
  return O;
}

ObjectId FunctionBuilder::addSite(Site S, const Expr &At) {
  // Not what is thrown or returned there: that ends the loop.
  S.InLoop = LoopDepth > 0 && (!F.blockOf(At) || !F.loopsAround(At).empty());
  const ObjectId O = addObject(ObjectKind::Site, S.Type, {}, At.getBeginLoc());
  G.Objects[O].Site = G.Sites.size();
  G.Sites.push_back(std::move(S));
  return O;
}

ObjectId FunctionBuilder::literal() {
  if (LiteralObject == None)
    LiteralObject = addObject(ObjectKind::Literal, "literal", {}, {});
  return LiteralObject;
}

/// Other functions and specialisations have variables of that name, too.
static std::string uniqueName(const ValueDecl &D) {
  std::string Name = specificName(D);
  if (const auto *F = dyn_cast<FunctionDecl>(D.getDeclContext()))
    Name = specificName(*F) + "::" + Name;
  return Name;
}

/// The initial value of a table of functions that nothing changes: what is
/// called through it is in there. Null for other variables.
static const InitListExpr *tableOfFunctions(const ValueDecl &D,
                                            const ASTContext &Context) {
  const auto *V = dyn_cast<VarDecl>(&D);
  const Expr *Init = V ? V->getAnyInitializer() : nullptr;
  const QualType Of = Context.getBaseElementType(D.getType());
  if (!Init || !Of.isConstQualified() || Of.isVolatileQualified() ||
      Init->isInstantiationDependent())
    return nullptr;
  const auto IsFunction = [](QualType T) {
    return T->isFunctionPointerType() || T->isMemberFunctionPointerType();
  };
  const CXXRecordDecl *R = Of->getAsCXXRecordDecl();
  if (!IsFunction(Of) && !(R && R->hasDefinition() && !R->hasMutableFields() &&
                           llvm::any_of(R->fields(), [&](const FieldDecl *F) {
                             return IsFunction(F->getType());
                           })))
    return nullptr;
  return dyn_cast<InitListExpr>(Init->IgnoreImplicit());
}

ObjectId FunctionBuilder::global(const ValueDecl &D) {
  const auto [It, New] = Variables.try_emplace(D.getCanonicalDecl(), None);
  if (!New)
    return It->second;
  if (const InitListExpr *Table = tableOfFunctions(D, Context)) {
    const ObjectId O = addObject(ObjectKind::Content, fullName(D), D.getType(),
                                 D.getLocation());
    Variables[D.getCanonicalDecl()] = O;
    initialise(addressOf(O), D.getType(), Table, Reason::Initialised);
    return O;
  }
  const bool IsFunction = isa<FunctionDecl>(D);
  const ObjectId O = addObject(
      IsFunction ? ObjectKind::Function : ObjectKind::Global, uniqueName(D),
      IsFunction || D.getType()->isReferenceType() ? QualType() : D.getType(),
      D.getLocation());
  if (IsFunction)
    G.Objects[O].Callee = functionKey(cast<FunctionDecl>(D), MainFile);
  // What is constant holds the same in each file.
  else if (!D.isExternallyVisible() && !D.getType().isConstQualified())
    G.Objects[O].File = MainFile;
  return Variables[D.getCanonicalDecl()] = O;
}

ObjectId FunctionBuilder::objectOf(const ValueDecl &D) {
  const auto Known = Variables.find(D.getCanonicalDecl());
  if (Known != Variables.end())
    return Known->second;
  return global(D);
}

Key FunctionBuilder::keyOf(const FieldDecl &Field) {
  std::string Name =
      fullName(*Field.getParent()) + "::" + Field.getNameAsString();
  if (!Field.getIdentifier()) { // captures and anonymous members
    llvm::SmallString<64> Usr;
    index::generateUSRForDecl(Field.getParent(), Usr);
    Name = (Usr + "::" + std::to_string(Field.getFieldIndex())).str();
  }
  return keyNamed(Name, Field.getType());
}

Key FunctionBuilder::keyNamed(const std::string &Name, QualType Type) {
  const auto [It, New] = FieldNumbers.try_emplace(Name, G.Fields.size() + 1);
  if (New) {
    G.Fields.push_back(Name);
    if (!T.isOnePlace(Type))
      G.SeveralFields.push_back(It->second);
  }
  return {It->second, false};
}

uint32_t FunctionBuilder::emit(Constraint C) {
  if (Current && C.Where.Line == 0)
    C.Where = locationOf(Current->getBeginLoc());
  G.Constraints.push_back(std::move(C));
  return G.Constraints.size() - 1;
}

NodeId FunctionBuilder::addressOf(ObjectId O, Reason Why) {
  const auto Known = Addresses.find(O);
  if (Known != Addresses.end())
    return Known->second;
  const NodeId N = fresh();
  emit({Op::Address, Why, N, None, O, {}, {}});
  return Addresses[O] = N;
}

NodeId FunctionBuilder::part(NodeId Of, Key K) {
  if (Of == None)
    return None;
  const NodeId N = fresh();
  emit({Op::Part, Reason::None, N, Of, None, K, {}});
  return N;
}

NodeId FunctionBuilder::load(NodeId From, Key K, Reason Why) {
  if (From == None)
    return None;
  const NodeId N = fresh();
  emit({Op::Load, Why, N, From, None, K, {}});
  return N;
}

void FunctionBuilder::store(NodeId To, Key K, NodeId Value, Reason Why) {
  if (To == None)
    return;
  // Null is stored as well: it takes back what was there.
  const uint32_t C =
      emit({Op::Store, Why, To, Value == None ? fresh() : Value, None, K, {}});
  if (Current)
    EventsAt[Current].push_back({Event::Do, C});
}

void FunctionBuilder::overwrite(NodeId To, Key K, NodeId Value, Reason Why) {
  store(To, K, Value, Why);
  if (To != None)
    G.Constraints.back().Overwrites = true;
}

NodeId FunctionBuilder::merge(llvm::ArrayRef<NodeId> Nodes) {
  NodeId Only = None;
  unsigned Count = 0;
  for (NodeId N : Nodes)
    if (N != None && N != Only) {
      Only = N;
      ++Count;
    }
  if (Count < 2)
    return Only;
  const NodeId All = fresh();
  for (NodeId N : Nodes)
    if (N != None)
      emit({Op::Copy, Reason::None, All, N, None, {}, {}});
  return All;
}

void FunctionBuilder::sink(SinkKind K, const std::string &Name, NodeId Value,
                           Reason Why) {
  if (Value == None)
    return;
  G.Sinks.push_back({K, Name});
  const uint32_t C = emit({Op::Sink,
                           Why,
                           None,
                           Value,
                           static_cast<uint32_t>(G.Sinks.size() - 1),
                           {},
                           {}});
  if (Current)
    EventsAt[Current].push_back({Event::Do, C});
}

void FunctionBuilder::giveAway(const Expr *E) {
  for (E = E->IgnoreParenImpCasts(); E; E = E->IgnoreParenImpCasts()) {
    if (const auto *Call = dyn_cast<CallExpr>(E);
        Call && Call->getNumArgs() == 1 && !isa<CXXMemberCallExpr>(Call))
      E = Call->getArg(0); // std::move
    else if (const auto *M = dyn_cast<MaterializeTemporaryExpr>(E))
      E = M->getSubExpr();
    else if (const auto *C = dyn_cast<ExplicitCastExpr>(E))
      E = C->getSubExpr();
    else
      break;
  }
  const auto *Ref = dyn_cast<DeclRefExpr>(E);
  if (!Ref || Ref->refersToEnclosingVariableOrCapture())
    return;
  const auto It = Variables.find(Ref->getDecl()->getCanonicalDecl());
  if (It != Variables.end())
    G.Objects[It->second].GivenAway = true;
}

} // namespace fastidious::escape
