// Construction of objects of library classes.
#include "escape/Deleters.h"
#include "escape/FunctionBuilder.h"
#include "escape/Names.h"

using namespace clang;

namespace fastidious::escape {

/// The type of a decayed copy of A.
static QualType decayed(const ASTContext &Context, const Expr &A) {
  QualType T = A.getType().getNonReferenceType();
  if (T->isArrayType() || T->isFunctionType())
    T = Context.getDecayedType(T);
  return T.getCanonicalType().getUnqualifiedType();
}

static const Expr &stripped(const Expr &E) {
  const Expr *S = E.IgnoreParenImpCasts();
  while (const auto *M = dyn_cast<MaterializeTemporaryExpr>(S))
    S = M->getSubExpr()->IgnoreParenImpCasts();
  while (const auto *B = dyn_cast<CXXBindTemporaryExpr>(S))
    S = B->getSubExpr()->IgnoreParenImpCasts();
  return *S;
}

static bool isExpiring(const Expr &E) {
  if (E.isGLValue() && E.getType().isConstQualified())
    return false; // S = constResult()
  return !E.isLValue() || isa<MaterializeTemporaryExpr>(E);
}

std::optional<uint64_t> FunctionBuilder::constantOf(const Expr *E) {
  Expr::EvalResult Result;
  if (!E || E->isValueDependent() || !E->EvaluateAsInt(Result, Context))
    return std::nullopt;
  return Result.Val.getInt().getLimitedValue();
}

std::optional<uint64_t> FunctionBuilder::textLength(const Expr &E) {
  const Expr &S = stripped(E);
  if (const auto *L = dyn_cast<StringLiteral>(&S))
    return L->getLength();
  if (const auto *Call = dyn_cast<CallExpr>(&S))
    if (const Effect *Known = Lib.effect(Call->getDirectCallee());
        Known && Known->Does == Effect::Number &&
        Call->getArg(0)->getType()->isIntegerType() &&
        Context.getTypeSize(Call->getArg(0)->getType()) <= 32)
      return 11; // -2147483648
  if (const auto *C = dyn_cast<CXXConstructExpr>(&S))
    return C->getNumArgs() ? textLength(*C->getArg(0))
                           : std::optional<uint64_t>(0);
  if (const auto *C = dyn_cast<AbstractConditionalOperator>(&S)) {
    const auto A = textLength(*C->getTrueExpr()),
               B = textLength(*C->getFalseExpr());
    return A && B ? std::optional(std::max(*A, *B)) : std::nullopt;
  }
  return std::nullopt;
}

ObjectId FunctionBuilder::stringSite(QualType Type,
                                     std::optional<uint64_t> Length,
                                     const Expr &At) {
  const auto Characters = T.elements(Type);
  const uint64_t Width =
      Characters.empty()
          ? 1
          : Context.getTypeSizeInChars(Characters[0]).getQuantity();
  const Holder *H = T.holder(Type);
  const uint64_t Bytes = H && H->InlineSize ? H->InlineSize + 1 : 0;
  Site S;
  S.Kind = SiteKind::StringBuffer;
  S.Inline = Length && (*Length + 1) * Width <= Bytes;
  if (Length)
    S.Size = (*Length + 1) * Width;
  S.Type = "std::string";
  return addSite(std::move(S), At);
}

Site FunctionBuilder::elementSite(const Holder &H, QualType Type) {
  const auto Elements = T.elements(Type);
  const bool IsBuffer = H.Holds == Holder::Buffer;
  Site S =
      T.site(IsBuffer ? SiteKind::ContainerBuffer : SiteKind::ContainerNode,
             Elements.empty() ? QualType() : Elements[0]);
  if (IsBuffer)
    S.Recursive = S.Polymorphic = false;
  return S;
}

void FunctionBuilder::grow(NodeId Container, QualType Type, const Expr &At,
                           std::optional<uint64_t> Size) {
  const Holder *H = T.holder(Type);
  if (!H || !Types::owns(H))
    return;
  ObjectId Made;
  if (H->Holds == Holder::String) {
    Made = stringSite(Type, Size, At);
  } else {
    Site S = elementSite(*H, Type);
    S.Many = LoopDepth > 0 || (H->Holds == Holder::Nodes && !Size);
    if (H->Holds == Holder::Buffer)
      S.Size = Size && S.Size && !LoopDepth ? std::optional(*Size * *S.Size)
                                            : std::nullopt;
    Made = addSite(std::move(S), At);
  }
  store(Container, {0, true}, addressOf(Made, Reason::Allocated),
        Reason::Allocated);
}

/// The constructors of R that take arguments allocate.
static bool growsWhenMade(const CXXRecordDecl &R, Library &Lib) {
  if (!R.hasDefinition() || R.ctors().empty())
    return false;
  const Effect *Known = Lib.effect(*R.ctor_begin());
  return Known && Known->Does == Effect::Grow;
}

void FunctionBuilder::libraryMemory(NodeId Owner, const NamedDecl &By,
                                    const Expr &At) {
  Site S;
  S.Kind = SiteKind::LibraryMemory;
  S.Type = qualifiedName(By);
  const ObjectId O = addSite(std::move(S), At);
  store(Owner, {0, true}, addressOf(O, Reason::Allocated), Reason::Allocated);
}

void FunctionBuilder::constructHolder(NodeId To, QualType Type, const Holder &H,
                                      llvm::ArrayRef<const Expr *> Arguments,
                                      const Expr &E) {
  const llvm::SaveAndRestore Here(
      Current, Current ? Current : static_cast<const Stmt *>(&E));
  if (Arguments.empty() || isa<CXXDefaultArgExpr>(Arguments[0])) {
    if (H.AllocatesEmpty && Types::owns(&H))
      grow(To, Type, E, 64);
    else if (H.AllocatesEmpty)
      libraryMemory(To, *Type->getAsCXXRecordDecl(), E);
    return;
  }
  const Expr &First = *Arguments[0];
  const Holder *Other = T.holder(First.getType());
  const CXXRecordDecl *Of = First.getType()->getAsCXXRecordDecl();
  const CXXRecordDecl *Mine = Type->getAsCXXRecordDecl();
  const bool IsSame =
      Of && Mine && Of->getCanonicalDecl() == Mine->getCanonicalDecl();
  const bool IsOwnerOfSameKind =
      Other && Other->Holds == H.Holds &&
      (H.Holds == Holder::Unique || H.Holds == Holder::Shared ||
       H.Holds == Holder::Thread);
  if (IsSame || IsOwnerOfSameKind) {
    const NodeId From = evaluate(&First);
    const bool Move = isExpiring(First);
    if (Move)
      giveAway(&First);
    return copyHolder(H, Type, To, From, Move, First, 0);
  }
  if (Mine && growsWhenMade(*Mine, Lib))
    libraryMemory(To, *Mine, E);
  switch (H.Holds) {
  case Holder::Nothing:
    for (const Expr *A : Arguments)
      evaluate(A);
    return;
  case Holder::View: {
    llvm::SmallVector<NodeId, 4> Nodes;
    for (const Expr *A : Arguments) {
      const NodeId Refers = refersTo(*A);
      // Beside a pointer or range a number is a count.
      if (Arguments.size() == 1 || !T.isNumber(A->getType()))
        Nodes.push_back(Refers);
    }
    return store(To, {}, merge(Nodes), Reason::ViewedBy);
  }
  case Holder::Inline:
    return constructElements(Type, To, Arguments, E);
  case Holder::Unique:
  case Holder::Shared:
    return constructPointer(To, Type, Arguments);
  case Holder::Box:
    return constructBox(To, H, First);
  case Holder::Thread:
    return startThread(To, &H, Arguments, E);
  default:
    return constructContainer(To, Type, H, Arguments, E);
  }
}

void FunctionBuilder::constructPointer(NodeId To, QualType Type,
                                       llvm::ArrayRef<const Expr *> Arguments) {
  const size_t Before = G.Sites.size();
  const Expr &First = *Arguments[0];
  const Holder *Other = T.holder(First.getType());
  NodeId Value = None;
  if (Types::owns(Other)) { // shared_ptr from unique_ptr, or aliasing
    Value = ownedBy(evaluate(&First));
    if (isExpiring(First))
      giveAway(&First);
  } else {
    // emplace_back(new X) takes the pointer by reference.
    const bool IsForwarded = First.isGLValue() && isPointer(First.getType());
    Value = IsForwarded ? load(evaluate(&First)) : evaluate(&First);
  }
  const Holder *H = T.holder(Type);
  if (H && H->Holds == Holder::Shared && !First.getType()->isNullPtrType() &&
      !(Other && Other->Holds == Holder::Shared)) // the count of owners
    libraryMemory(To, *Type->getAsCXXRecordDecl(), First);
  for (const Expr *A : Arguments.drop_front())
    evaluate(A);
  const auto Elements = T.elements(Type);
  const Expr *Given = Arguments.size() > 1 ? Arguments[1] : nullptr;
  for (size_t I = Before; I < G.Sites.size(); ++I)
    G.Sites[I].OwnDeleter |= deleterOf(Type, Given, Lib) != Deleter::Standard;
  store(To, {0, true}, Value, Reason::MovedInto);
}

void FunctionBuilder::constructContainer(NodeId To, QualType Type,
                                         const Holder &H,
                                         llvm::ArrayRef<const Expr *> Arguments,
                                         const Expr &E) {
  if (T.allocatesElsewhere(Type))
    if (const Expr &Last = *Arguments.back();
        T.holder(Last.getType()) && !Types::owns(T.holder(Last.getType())))
      store(To, {}, refersTo(Last), Reason::ViewedBy);
  const Expr &First = *Arguments[0];
  if (H.Holds == Holder::String) {
    for (const Expr *A : Arguments)
      evaluate(A);
    std::optional<uint64_t> Length = textLength(First);
    if (First.getType()->isIntegerType())
      Length = constantOf(&First); // string(n, 'c')
    return grow(To, Type, E, Length);
  }
  std::optional<uint64_t> Count;
  if (First.getType()->isIntegerType())
    Count = constantOf(&First);
  else if (const auto *L =
               dyn_cast<CXXStdInitializerListExpr>(&stripped(First)))
    if (const auto *Items = dyn_cast<InitListExpr>(&stripped(*L->getSubExpr())))
      Count = Items->getNumInits();
  grow(To, Type, E, Count);
  const NodeId Content = ownedBy(To);
  for (const Expr *A : Arguments) {
    if (!T.carries(A->getType()) || isa<CXXDefaultArgExpr>(A)) {
      evaluate(A);
      continue;
    }
    const Holder *Of = T.holder(A->getType());
    const bool IsRange = A->getType()->isPointerType() ||
                         (Of && (Of->Holds == Holder::View || Types::owns(Of)));
    const auto Elements = T.elements(Type);
    const bool IsElement =
        !Elements.empty() &&
        Context.hasSameUnqualifiedType(Elements[0].getCanonicalType(),
                                       decayed(Context, *A));
    if (IsElement || !IsRange)
      constructFrom(Elements.empty() ? A->getType() : Elements[0], Content, {A},
                    *A);
    else
      copyRange(Type, Content, refersTo(*A), false, *A);
  }
}

/// pair<string, int> from pair<const char *, int>: all that From refers to is
/// copied.
bool FunctionBuilder::copiesText(QualType From, QualType To) {
  const auto Given = T.elements(From), Made = T.elements(To);
  return Given.size() == Made.size() &&
         llvm::all_of(llvm::zip(Given, Made), [&](const auto &Each) {
           const auto &[Old, New] = Each;
           const Holder *H = T.holder(New);
           const bool IsText = H && H->Holds == Holder::String;
           return !T.carries(Old) ||
                  (IsText && !Context.hasSameUnqualifiedType(Old, New));
         });
}

void FunctionBuilder::constructElements(QualType Container, NodeId To,
                                        llvm::ArrayRef<const Expr *> Arguments,
                                        const Expr &At) {
  // std::nullopt, std::in_place and the like say what to build.
  while (!Arguments.empty() && T.isTag(Arguments[0]->getType()))
    Arguments = Arguments.drop_front();
  const auto Elements = T.elements(Container);
  const bool IsPair = Elements.size() > 1 && Arguments.size() > 1;
  for (size_t I = 0; I < Arguments.size(); ++I) {
    const Expr &A = *Arguments[I];
    const Holder *Of = T.holder(A.getType());
    if (Of && Of->Holds == Holder::Inline && Arguments.size() == 1 &&
        copiesText(A.getType(), Container)) {
      evaluate(&A);
      for (QualType Element : Elements)
        if (Types::owns(T.holder(Element)))
          grow(To, Element, At, std::nullopt);
      continue;
    }
    if (Of && Of->Holds == Holder::Inline && Arguments.size() == 1) {
      copyHolder(*Of, A.getType().getNonReferenceType().getCanonicalType(), To,
                 evaluate(&A), isExpiring(A), A, 0);
      continue;
    }
    if (Elements.size() == 1)
      return constructFrom(Elements[0], To, Arguments, At);
    if (IsPair && I < Elements.size())
      constructFrom(Elements[I], part(To, elementKey(Container, I)), {&A}, A);
    else
      keepCopy(To, A, Reason::CopiedInto);
  }
}

void FunctionBuilder::constructFrom(QualType Element, NodeId To,
                                    llvm::ArrayRef<const Expr *> Arguments,
                                    const Expr &At) {
  Element = Element.getCanonicalType().getUnqualifiedType();
  if (Arguments.empty())
    return;
  if (!Types::isInPlace(Element)) {
    const NodeId Value = evaluate(Arguments[0]);
    if (!T.carries(Element))
      return;
    // A pointer or reference element; forwarded pointers arrive as glvalues.
    const bool IsForwarded =
        !Element->isReferenceType() && Arguments[0]->isGLValue();
    return store(To, {}, IsForwarded ? load(Value) : Value,
                 Reason::InsertedInContainer);
  }
  if (const Holder *H = T.holder(Element))
    return constructHolder(To, Element, *H, Arguments, At);
  const CXXRecordDecl *R = Element->getAsCXXRecordDecl();
  if (!R || !R->hasDefinition())
    return;
  if (Arguments.size() == 1 && Context.hasSameUnqualifiedType(
                                   decayed(Context, *Arguments[0]), Element)) {
    const bool Move = isExpiring(*Arguments[0]);
    const NodeId From = evaluate(Arguments[0]);
    if (Move)
      giveAway(Arguments[0]);
    return copyValue(Element, To, From, Move, *Arguments[0]);
  }
  const CXXConstructorDecl *Fit = nullptr;
  for (const CXXConstructorDecl *C : R->ctors())
    if (!C->isCopyOrMoveConstructor() && !C->isDeleted() &&
        C->getNumParams() >= Arguments.size() &&
        C->getMinRequiredArguments() <= Arguments.size())
      Fit = C;
  if (!Fit || !Fit->isUserProvided()) {
    for (const Expr *A : Arguments)
      keepCopy(To, *A, Reason::StoredInField);
    return;
  }
  Call Made;
  Made.Callee = functionKey(*Fit, MainFile);
  Made.Name = fullName(*Fit);
  Made.Receiver = To;
  for (size_t I = 0; I < Arguments.size(); ++I) {
    const QualType P = Fit->getParamDecl(I)->getType();
    const NodeId Value = evaluate(Arguments[I]);
    const bool Load = Arguments[I]->isGLValue() && P->isPointerType() &&
                      Arguments[I]->getType()->isPointerType();
    Made.Arguments.push_back(Load ? load(Value) : Value);
  }
  emitCall(std::move(Made), At);
}

void FunctionBuilder::keepCopy(NodeId To, const Expr &A, Reason Why) {
  const QualType Type = decayed(Context, A);
  const NodeId Value = evaluate(&A);
  if (!T.carries(Type))
    return;
  if (!Types::isInPlace(Type))
    // Forwarding references take pointers and arrays as glvalues.
    return store(To, {},
                 A.isGLValue() && isPointer(A.getType()) ? load(Value) : Value,
                 Why);
  if (isExpiring(A))
    giveAway(&A);
  copyValue(Type, To, Value, isExpiring(A), A);
}

void FunctionBuilder::constructBox(NodeId To, const Holder &H,
                                   const Expr &Callable) {
  const QualType Type = decayed(Context, Callable);
  if (Type->isNullPtrType())
    return;
  Site S = T.site(SiteKind::CallableBox, Type);
  const CXXRecordDecl *R = Type->getAsCXXRecordDecl();
  // A copy that cannot throw: any keeps what moves so.
  const bool Simple =
      !R || (H.InlineTrivial ? Type.isTriviallyCopyableType(Context)
                             : T.isNothrowMovable(*R));
  S.Inline = S.Size && *S.Size <= H.InlineSize && Simple;
  const ObjectId O = addSite(std::move(S), Callable);
  const Holder *Inner = T.holder(Type);
  if (Inner && Inner->Holds == Holder::Box)
    G.Objects[O].Callee = CalleeIsOwned;
  else if (const FunctionDecl *Call = Types::callOperator(Type))
    G.Objects[O].Callee = functionKey(*Call, MainFile);
  const NodeId At = addressOf(O, Reason::Allocated);
  keepCopy(At, Callable, Reason::Boxed);
  store(To, {0, true}, At, Reason::Boxed);
}

void FunctionBuilder::startThread(NodeId To, const Holder *H,
                                  llvm::ArrayRef<const Expr *> Arguments,
                                  const Expr &At) {
  Site S;
  S.Kind = SiteKind::ThreadState;
  const ObjectId O = addSite(std::move(S), At);
  G.Objects[O].JoinsAtEnd = H && H->JoinsAtEnd;
  G.Objects[O].MustJoin = H && H->MustJoin;
  const NodeId State = addressOf(O, Reason::Allocated);
  NodeId Target = None;
  bool IsMember = false;
  llvm::SmallVector<const Expr *, 4> Rest;
  for (const Expr *A : Arguments) {
    if (A->getType()->isEnumeralType()) // the launch policy
      continue;
    keepCopy(State, *A, Reason::PassedToThread);
    if (Target != None) {
      Rest.push_back(A);
      continue;
    }
    IsMember = A->getType()->isMemberFunctionPointerType();
    Target = IsMember ? refersTo(*A) : evaluate(A);
  }
  store(To, {0, true}, State, Reason::PassedToThread);
  Call C;
  C.Name = "the thread's function";
  C.Target = Target == None ? fresh() : Target;
  for (const Expr *A : Rest)
    C.Arguments.push_back(refersTo(*A));
  if (IsMember && !C.Arguments.empty()) {
    C.Receiver = C.Arguments.front();
    C.Arguments.erase(C.Arguments.begin());
  }
  emitCall(std::move(C), At);
}

} // namespace fastidious::escape
