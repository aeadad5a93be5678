// Calls of library functions, by the effects that the model gives them.
#include "escape/FunctionBuilder.h"

using namespace clang;

namespace fastidious::escape {

/// The begin or end of an array of such elements.
static bool isPointerTo(QualType Type, QualType Element) {
  const QualType Of = Type->getPointeeType();
  return Type->isPointerType() &&
         Of.getCanonicalType().getUnqualifiedType() ==
             Element.getCanonicalType().getUnqualifiedType();
}

bool FunctionBuilder::isPointer(QualType Type) {
  return Type->isPointerType() || Type->isMemberPointerType();
}

NodeId FunctionBuilder::refersTo(QualType Type, NodeId Address) {
  const Holder *H = T.holder(Type);
  if (!H)
    return Address;
  if (Types::owns(H))
    return load(Address, {0, true}, Reason::ViewedBy);
  return H->Holds == Holder::View ? load(Address) : Address;
}

NodeId FunctionBuilder::refersTo(const Expr &A) {
  const QualType Type = A.getType().getNonReferenceType();
  const NodeId N = evaluate(&A);
  // Of a value only the value is kept.
  const Holder *H = A.isLValue() ? nullptr : T.holder(Type);
  if (Type->isNullPtrType() || (H && H->Holds == Holder::Nothing))
    return None;
  if (isPointer(Type))
    return A.isGLValue() ? load(N) : N;
  // A user's iterator: the library gets a copy.
  if (A.isPRValue() && Types::isInPlace(Type) && !T.holder(Type))
    return contentOf(Type, N);
  return Types::isInPlace(Type) || A.isGLValue() ? refersTo(Type, N) : N;
}

NodeId FunctionBuilder::placeFor(const Expr &E, NodeId Result) {
  return Result != None ? Result : addressOf(addTemporary(E));
}

NodeId FunctionBuilder::resultOf(const Expr &E, NodeId Refers, NodeId Result) {
  const QualType Type = E.getType();
  if (E.isGLValue() || !Types::isInPlace(Type))
    return E.isGLValue() || T.carries(Type) ? Refers : None;
  const NodeId To = placeFor(E, Result);
  const Holder *H = T.holder(Type);
  if (!H) {
    if (Refers != None)
      copyValue(Type.getCanonicalType(), To, Refers, false, E);
    return To;
  }
  switch (H->Holds) {
  case Holder::Nothing:
    break;
  case Holder::View:
  case Holder::Inline:
    if (Refers != None)
      store(To, {}, Refers, Reason::ViewedBy);
    break;
  case Holder::String:
  case Holder::Buffer:
  case Holder::Nodes:
    grow(To, Type, E,
         H->Holds == Holder::String ? textLength(E) : std::nullopt);
    copyRange(Type, ownedBy(To), Refers, false, E);
    break;
  default:
    if (Refers != None)
      store(To, {0, true}, Refers, Reason::CopiedInto);
  }
  return To;
}

/// Nothing of what the object was remains.
void FunctionBuilder::reconstruct(NodeId To, QualType Type, const Holder &H,
                                  llvm::ArrayRef<const Expr *> Arguments,
                                  const Expr &E) {
  const size_t Before = G.Constraints.size();
  constructHolder(To, Type, H, Arguments, E);
  for (size_t C = Before; C < G.Constraints.size() && T.isOnePlace(Type); ++C)
    if (G.Constraints[C].Kind == Op::Store && G.Constraints[C].Dst == To)
      G.Constraints[C].Overwrites = true;
}

NodeId FunctionBuilder::assignHolder(const CallParts &P, const Holder &H,
                                     const CallExpr &E) {
  const QualType Type =
      P.Object->getType().getNonReferenceType().getCanonicalType();
  const auto Elements = T.elements(Type);
  const bool IsTie =
      !Elements.empty() && llvm::all_of(Elements, [](QualType Element) {
        return Element->isReferenceType();
      });
  const NodeId To = receiver(P);
  if (IsTie && P.Arguments.size() == 1) { // std::tie
    assignEach(Type, To, *P.Arguments[0]);
  } else if (P.Arguments.size() == 1 &&
             !P.Arguments[0]->getType()->isNullPtrType()) {
    reconstruct(To, Type.getUnqualifiedType(), H, P.Arguments, E);
  } else {
    overwrite(To, {0, Types::owns(&H)}, fresh(), Reason::Assigned);
  }
  return To;
}

/// `*out = value` where out is a std::back_insert_iterator.
static bool isOutput(const FunctionDecl &Assignment, QualType Iterator) {
  const ParmVarDecl *Value = Assignment.getParamDecl(0);
  return !Assignment.getASTContext().hasSameUnqualifiedType(
      Value->getType().getNonReferenceType(), Iterator);
}

/// A copy goes where the iterator writes to.
NodeId FunctionBuilder::writeElement(const CallParts &P, const CallExpr &E) {
  const NodeId To = receiver(P);
  const QualType Element = P.Arguments[0]->getType().getNonReferenceType();
  constructFrom(Element.getCanonicalType().getUnqualifiedType(), To,
                {P.Arguments[0]}, E);
  return To;
}

NodeId FunctionBuilder::exchange(const CallParts &P, const CallExpr &E,
                                 NodeId Result) {
  const QualType Type =
      P.Arguments[0]->getType().getNonReferenceType().getCanonicalType();
  const NodeId From = evaluate(P.Arguments[0]);
  NodeId Old = None;
  if (Types::isInPlace(Type)) {
    Old = placeFor(E, Result);
    copyValue(Type, Old, From, true, *P.Arguments[0]);
  } else if (T.carries(Type)) {
    // Read before the new value is there.
    const NodeId Kept = addressOf(addTemporary(E));
    store(Kept, {}, load(From), Reason::Assigned);
    Old = load(Kept);
  }
  constructFrom(Type, From, {P.Arguments[1]}, E);
  return Old;
}

/// memcpy(to, from, size)
void FunctionBuilder::copyBytes(const CallParts &P) {
  if (P.Arguments.size() < 2)
    return;
  const Expr &From = *P.Arguments[1]->IgnoreParenImpCasts();
  const QualType Of = From.getType()->isArrayType()
                          ? Context.getBaseElementType(From.getType())
                          : From.getType()->getPointeeType();
  const NodeId To = evaluate(P.Arguments[0]);
  if (!Of.isNull() && T.carries(Of))
    copyValue(Of.getCanonicalType().getUnqualifiedType(), To,
              evaluate(P.Arguments[1]), /*Move=*/true, From);
}

/// Both are read before either is overwritten.
void FunctionBuilder::swapPointers(NodeId Left, NodeId Right, const Expr &At) {
  const auto Kept = [&](NodeId From) {
    const NodeId To = addressOf(addTemporary(At.getType(), At.getExprLoc()));
    store(To, {}, load(From), Reason::MovedInto);
    return load(To);
  };
  const NodeId FromLeft = Kept(Left), FromRight = Kept(Right);
  overwrite(Left, {}, FromRight, Reason::MovedInto);
  overwrite(Right, {}, FromLeft, Reason::MovedInto);
}

void FunctionBuilder::swap(const CallParts &P) {
  const Expr *A = P.Object ? P.Object : P.Arguments[0];
  const Expr *B = P.Arguments.back();
  const NodeId Left = evaluate(A), Right = evaluate(B);
  const QualType Of = A->getType().getNonReferenceType();
  if (isPointer(Of))
    return swapPointers(Left, Right, *A);
  if (Of->isArithmeticType() || Of->isEnumeralType())
    return;
  for (const Key K : {Key{0, true}, Key{}}) {
    const NodeId FromLeft = load(Left, K), FromRight = load(Right, K);
    store(Left, K, FromRight, Reason::MovedInto);
    store(Right, K, FromLeft, Reason::MovedInto);
  }
  giveAway(A);
  giveAway(B);
}

NodeId FunctionBuilder::make(const CallExpr &E, const CallParts &P,
                             NodeId Result) {
  const TemplateArgumentList *Of = P.Callee->getTemplateSpecializationArgs();
  if (!Of || Of->size() == 0 || Of->get(0).getKind() != TemplateArgument::Type)
    return applyDefault(P, E, Result);
  QualType Type = Of->get(0).getAsType();
  const Holder *H = T.holder(E.getType());
  const bool IsShared = H && H->Holds == Holder::Shared;
  Site S = T.site(IsShared ? SiteKind::MakeShared : SiteKind::MakeUnique, Type);
  if (const ArrayType *A = Context.getAsArrayType(Type);
      A && A->isIncompleteArrayType()) {
    const auto Count =
        P.Arguments.empty() ? std::nullopt : constantOf(P.Arguments[0]);
    S = T.site(S.Kind, A->getElementType());
    S.Size = Count && S.Size ? std::optional(*Count * *S.Size) : std::nullopt;
    Type = A->getElementType();
  }
  const ObjectId O = addSite(S, E);
  G.Objects[O].Type = T.dynamicType(Type);
  const NodeId At = addressOf(O, Reason::Allocated);
  constructFrom(Type, At, P.Arguments, E);
  if (const Holder *Made = T.holder(Type); Made && P.Arguments.empty())
    constructHolder(At, Type, *Made, {}, E);
  else if (const CXXRecordDecl *R = Type->getAsCXXRecordDecl();
           R && P.Arguments.empty())
    constructDefaultMember(At, *R, 0);
  const NodeId To = placeFor(E, Result);
  store(To, {0, true}, At, Reason::Allocated);
  return To;
}

NodeId FunctionBuilder::allocate(const CallParts &P, const Expr &E) {
  Site S;
  const QualType Made = E.getType()->getPointeeType();
  const bool IsRaw = Made.isNull() || Made->isVoidType() || Made->isCharType();
  S.Kind = IsRaw ? SiteKind::Malloc : SiteKind::LibraryMemory;
  S.Type = IsRaw ? "memory" : qualifiedName(*P.Callee);
  uint64_t Size = 1;
  bool IsConstant = !P.Arguments.empty();
  NodeId Old = None;
  for (const Expr *A : P.Arguments) {
    const NodeId N = evaluate(A);
    if (A->getType()->isPointerType())
      Old = N; // realloc
    const auto C = A->getType()->isIntegerType() ? constantOf(A) : std::nullopt;
    IsConstant &= C.has_value();
    Size *= C.value_or(1);
  }
  if (IsConstant)
    S.Size = Size;
  const NodeId At = addressOf(addSite(std::move(S), E), Reason::Allocated);
  return T.carries(E.getType()) && P.Arguments.size() == 2 ? merge({At, Old})
                                                           : At;
}

NodeId FunctionBuilder::allocateWithin(const Effect &Known, const CallParts &P,
                                       const CallExpr &E, NodeId Result) {
  if (!Known.Arguments.empty()) { // posix_memalign(&p, ...)
    const NodeId Made = allocate(P, E);
    for (unsigned I : Known.Arguments)
      if (I < P.Arguments.size())
        store(evaluate(P.Arguments[I]), {}, Made, Reason::Allocated);
    return None;
  }
  if (E.getType()->isPointerType())
    return allocate(P, E);
  libraryMemory(None, *P.Callee, E); // std::stable_sort
  return applyDefault(P, E, Result);
}

/// A stream of the program, as std::cout: it has its buffer already.
static bool isStandardVariable(const Expr &E) {
  const auto *Ref = dyn_cast<DeclRefExpr>(E.IgnoreParenImpCasts());
  return Ref && isa<VarDecl>(Ref->getDecl()) &&
         Types::isStandard(*Ref->getDecl());
}

NodeId FunctionBuilder::growOther(const Effect &Known, const CallParts &P,
                                  const CallExpr &E, NodeId Result) {
  llvm::SmallVector<const Expr *, 4> All(P.Arguments);
  if (Known.Arguments.empty() && P.Object)
    All.insert(All.begin(), P.Object);
  const size_t Meant = Known.Arguments.empty() ? 0 : Known.Arguments[0];
  if (Meant >= All.size())
    return applyDefault(P, E, Result);
  const Expr &Of = *All[Meant];
  const bool IsOwner = Types::owns(T.holder(Of.getType()));
  // Of `out << a << b` the first stands for all.
  const bool IsNext = isa<CXXOperatorCallExpr>(Of.IgnoreParenImpCasts());
  if (IsOwner)
    grow(evaluate(&Of), Of.getType().getNonReferenceType(), E, std::nullopt);
  else if (Known.Arguments.empty() && !IsNext && !isStandardVariable(Of))
    libraryMemory(evaluate(&Of), *P.Callee, E);
  return applyDefault(P, E, Result);
}

NodeId FunctionBuilder::threadOf(const CallParts &P) {
  if (P.Object)
    return receiver(P);
  if (P.Arguments.empty())
    return None;
  // pthread_t is a number: the variable that holds it stands for the thread.
  const Expr *A = P.Arguments[0]->IgnoreParenImpCasts();
  return A->isGLValue() ? evaluate(A) : None;
}

/// A predicate that looks for something it was given.
static bool isSearch(const Expr &A) {
  const CXXRecordDecl *R =
      A.getType().getNonReferenceType()->getAsCXXRecordDecl();
  return R && R->isLambda() && R->capture_size();
}

void FunctionBuilder::remove(const CallParts &P, const CallExpr &E) {
  NodeId Container = P.Object ? receiver(P) : None;
  const bool IsMap = P.Object && T.elements(P.Object->getType()).size() > 1;
  llvm::SmallVector<NodeId, 4> Values;
  // clear() and pop_back() take no values. What a key stands for, which was
  // given out before, is what was put there under it.
  bool IsMeant = P.Arguments.empty();
  const Stmt *At = &E;
  const auto add = [&](const Expr &A) {
    const Holder *H = T.holder(A.getType());
    if (H && H->Holds == Holder::View)
      return;
    if (Container == None && H)
      Container = evaluate(&A);
    else if (isCallable(A))
      IsMeant |= isSearch(A);
    else if (IsMap && !A.getType()->isPointerType())
      IsMeant = true;
    else if (T.carries(A.getType()))
      Values.push_back(refersTo(A));
  };
  for (const Expr *A : P.Arguments) {
    evaluate(A);
    add(*A);
    // erase(find(begin, end, value)), also by way of a variable
    const Expr *Search = A->IgnoreImplicit()->IgnoreParenImpCasts();
    if (const auto *C = dyn_cast<CXXConstructExpr>(Search);
        C && C->getNumArgs())
      Search = C->getArg(0)->IgnoreImplicit()->IgnoreParenImpCasts();
    if (const auto *Ref = dyn_cast<DeclRefExpr>(Search))
      if (const auto *V = dyn_cast<VarDecl>(Ref->getDecl());
          V && V->getInit() && V->isLocalVarDecl()) {
        Search = V->getInit()->IgnoreImplicit()->IgnoreParenImpCasts();
        At = Search;
      }
    if (const auto *Found = dyn_cast<CallExpr>(Search)) {
      const Effect *Known = Lib.effect(Found->getDirectCallee());
      if (Known &&
          (Known->Does == Effect::Store || Known->Does == Effect::Construct)) {
        IsMeant = true; // where it was put
        At = &E;
        continue;
      }
      for (const Expr *Each : Found->arguments())
        add(*Each);
    }
  }
  if (Container == None)
    return;
  // Without either anything may be removed.
  const NodeId Unknown = IsMeant ? None : fresh();
  G.Removals.push_back({Container, Values.empty() ? Unknown : merge(Values)});
  EventsAt[At].push_back(
      {Event::Remove, static_cast<uint32_t>(G.Removals.size() - 1)});
}

void FunctionBuilder::storeElements(const CallParts &P, QualType Container,
                                    NodeId To) {
  const auto Elements = T.elements(Container);
  const NodeId Content = ownedBy(To);
  for (const Expr *A : P.Arguments) {
    evaluate(A);
    const QualType Type = A->getType()
                              .getNonReferenceType()
                              .getCanonicalType()
                              .getUnqualifiedType();
    const Holder *H = T.holder(Type);
    const auto IsElement = [&](QualType Element) {
      return Element.getCanonicalType().getUnqualifiedType() == Type;
    };
    if (llvm::any_of(Elements, IsElement)) {
      constructFrom(Type, Content, {A}, *A);
    } else if (H && H->Holds == Holder::Inline) {
      if (Elements.size() > 1)
        copyRange(Container, Content, evaluate(A), !A->isLValue(), *A);
      else
        copyHolder(*H, Type, Content, evaluate(A), !A->isLValue(), *A, 0);
    } else if (T.carries(Type) && H && H->Holds == Holder::View) {
      // A range: what its iterators refer to is copied.
      copyRange(Container, Content, refersTo(*A), false, *A);
    } else if (Elements.size() == 1 && isPointerTo(Type, Elements[0])) {
      copyValue(Elements[0].getCanonicalType(), Content, refersTo(*A), false,
                *A);
    } else if (T.carries(Type) && Elements.size() == 1 &&
               !Type->isPointerType()) {
      constructFrom(Elements[0], Content, {A}, *A);
    }
  }
}

NodeId FunctionBuilder::applyToContainer(const Effect &Known,
                                         const CallParts &P, const CallExpr &E,
                                         NodeId Result) {
  const QualType Type =
      P.Object ? P.Object->getType().getNonReferenceType() : E.getType();
  const QualType Container = P.Arrow ? Type->getPointeeType() : Type;
  const NodeId To = receiver(P);
  const Holder *H = T.holder(Container);
  for (const Expr *A : P.Arguments)
    evaluate(A);
  std::optional<uint64_t> Count;
  const bool IsCounted =
      Known.Does == Effect::Grow || !Known.Arguments.empty(); // assign(n, x)
  if (IsCounted && !P.Arguments.empty() &&
      P.Arguments[0]->getType()->isIntegerType())
    Count = constantOf(P.Arguments[0]);
  else if (!IsCounted && !LoopDepth)
    Count = 1;
  if (H && Types::owns(H) && H->Holds != Holder::Box)
    grow(To, Container, E, H->Holds == Holder::String ? std::nullopt : Count);
  const bool IsInline = H && !Types::owns(H); // optional::emplace
  const NodeId Content = IsInline ? To : ownedBy(To);
  if (Known.Does == Effect::Store)
    storeElements(P, Container, To);
  else if (H && H->Holds == Holder::Box && !P.Arguments.empty())
    constructBox(To, *H, *P.Arguments[0]);
  else if (H && H->Holds == Holder::Box) // any::emplace<T>()
    libraryMemory(To, *P.Callee, E);
  else if (Known.Does == Effect::Construct && !P.Arguments.empty()) {
    if (T.elements(Container).size() > 1 && !IsInline) { // key, value...
      constructFrom(T.elements(Container)[0], Content, {P.Arguments[0]}, E);
      constructFrom(T.elements(Container)[1], Content,
                    llvm::ArrayRef(P.Arguments).drop_front(), E);
    } else {
      constructElements(Container, Content, P.Arguments, E);
    }
  }
  return resultOf(E, E.getType()->isVoidType() ? None : Content, Result);
}

NodeId FunctionBuilder::applyToMemory(const Effect &Known, const CallParts &P,
                                      const CallExpr &E, NodeId Result) {
  llvm::SmallVector<NodeId, 4> Nodes;
  const auto IsMeant = [&](size_t I) {
    return Known.Arguments.empty() || llvm::is_contained(Known.Arguments, I);
  };
  for (size_t I = 0; I < P.Arguments.size(); ++I) {
    const NodeId N = evaluate(P.Arguments[I]);
    if (IsMeant(I))
      Nodes.push_back(
          Known.Does == Effect::Address ? N : refersTo(*P.Arguments[I]));
  }
  if (Known.Does == Effect::Global) {
    for (size_t I = 0; I < P.Arguments.size(); ++I)
      if (IsMeant(I) && T.carries(P.Arguments[I]->getType()))
        sink(SinkKind::Global, P.Callee->getNameAsString(),
             refersTo(*P.Arguments[I]), Reason::CallArgument);
    return resultOf(E, None, Result);
  }
  if (P.Object)
    Nodes.push_back(refersTo(*P.Object));
  return resultOf(E, merge(Nodes), Result);
}

NodeId FunctionBuilder::callLibrary(const Effect *Known, CallParts P,
                                    const CallExpr &E, NodeId Result) {
  const auto *Operator = dyn_cast<CXXOperatorCallExpr>(&E);
  const QualType ObjectType = !P.Object ? QualType()
                              : P.Arrow ? P.Object->getType()->getPointeeType()
                                        : P.Object->getType();
  const Holder *H = P.Object ? T.holder(ObjectType) : nullptr;
  if (Operator && Operator->getOperator() == OO_Call && P.Object) {
    evaluate(P.Object);
    P.Object = nullptr; // a function object of the library
    Known = Lib.effect(E);
  }
  if (Operator && Operator->getOperator() == OO_Equal && H)
    return H->Holds == Holder::View && isOutput(*P.Callee, ObjectType)
               ? writeElement(P, E)
               : assignHolder(P, *H, E);
  if (!Known) {
    const NodeId Part = element(P, E);
    return Part != None ? Part : applyDefault(P, E, Result);
  }
  switch (Known->Does) {
  case Effect::Grow:
    if (!Types::owns(H) || !Known->Arguments.empty())
      return growOther(*Known, P, E, Result);
    [[fallthrough]];
  case Effect::Store:
  case Effect::Construct:
    return applyToContainer(*Known, P, E, Result);
  case Effect::Refers:
  case Effect::Address:
  case Effect::Global:
    return applyToMemory(*Known, P, E, Result);
  case Effect::Bundle:
    return bundle(P, E, Result);
  case Effect::Release: {
    const NodeId Owned = load(receiver(P), {0, true}, Reason::Released);
    if (P.Object)
      giveAway(P.Object);
    return Owned;
  }
  case Effect::Adopt:
  case Effect::Assign:
    if (!P.Object) {
      copyBytes(P);
      return applyToMemory({Effect::Refers, {0}}, P, E, Result);
    }
    if (H && !P.Arguments.empty() &&
        !P.Arguments[0]->getType()->isNullPtrType())
      // atomic.store(value, order)
      reconstruct(receiver(P), ObjectType.getCanonicalType(), *H,
                  Known->Does == Effect::Assign
                      ? llvm::ArrayRef(P.Arguments).take_front(1)
                      : P.Arguments,
                  E);
    else if (P.Object)
      overwrite(receiver(P), {0, Types::owns(H)}, fresh(), Reason::Assigned);
    return None;
  case Effect::Swap:
    swap(P);
    return None;
  case Effect::Exchange:
    return exchange(P, E, Result);
  case Effect::Make:
    return make(E, P, Result);
  case Effect::Thread: {
    llvm::SmallVector<const Expr *, 4> Meant;
    for (size_t I = 0; I < P.Arguments.size(); ++I)
      if (Known->Arguments.empty() || llvm::is_contained(Known->Arguments, I))
        Meant.push_back(P.Arguments[I]);
    const bool IsObject = Types::isInPlace(E.getType());
    const NodeId To = IsObject ? placeFor(E, Result) : evaluate(P.Arguments[0]);
    if (const auto *A =
            dyn_cast<UnaryOperator>(P.Arguments[0]->IgnoreParenImpCasts());
        A && !IsObject)
      if (const auto *Ref =
              dyn_cast<DeclRefExpr>(A->getSubExpr()->IgnoreParens()))
        G.Objects[objectOf(*Ref->getDecl())].MustJoin = true;
    startThread(To, IsObject ? T.holder(E.getType()) : nullptr, Meant, E);
    return IsObject ? To : None;
  }
  case Effect::Join: {
    const NodeId Thread = threadOf(P);
    if (Thread != None)
      EventsAt[&E].push_back({Event::Join, Thread});
    if (P.Object)
      awaitResult(E, *P.Object);
    return applyDefault({P.Callee, nullptr, false, {}}, E, Result);
  }
  case Effect::Wait:
    await(E, E);
    return applyDefault(P, E, Result);
  case Effect::Detach:
    if (const NodeId Thread = threadOf(P); Thread != None)
      sink(SinkKind::Thread, "a detached thread", ownedBy(Thread),
           Reason::PassedToThread);
    if (P.Object)
      giveAway(P.Object);
    return None;
  case Effect::Allocate:
    return allocateWithin(*Known, P, E, Result);
  case Effect::Number:
    // What a stream reads is gathered in a text first, unless it is an integer.
    if (P.Object && P.Arguments[0]->getType()->isRealFloatingType())
      libraryMemory(None, *P.Callee, E);
    return applyDefault(P, E, Result);
  case Effect::Remove:
    remove(P, E);
    [[fallthrough]];
  case Effect::Free:
  case Effect::Nothing:
    for (const Expr *A : P.Arguments)
      evaluate(A);
    callCallables(P, None, E);
    return resultOf(E, P.Object ? refersTo(*P.Object) : None, Result);
  case Effect::Call:
    return applyDefault(P, E, Result);
  }
  return None;
}

} // namespace fastidious::escape
