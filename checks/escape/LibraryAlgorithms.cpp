// Library functions that the model does not name: algorithms and adaptors.
#include "escape/FunctionBuilder.h"

using namespace clang;

namespace fastidious::escape {

bool FunctionBuilder::isCallable(const Expr &A) {
  const QualType Type = A.getType().getNonReferenceType();
  if (Type->isFunctionType() || Type->isFunctionPointerType() ||
      Type->isMemberFunctionPointerType())
    return true;
  if (const Holder *H = T.holder(Type))
    return H->Holds == Holder::Box;
  return Types::callOperator(Type) != nullptr;
}

/// `const char *` leads where `char *` leads.
static bool isSamePointer(QualType A, QualType B) {
  const QualType Of = A->getPointeeType(), To = B->getPointeeType();
  return !Of.isNull() && !To.isNull() && !A->isReferenceType() &&
         Of.getUnqualifiedType() == To.getUnqualifiedType();
}

/// Of a number, and of a temporary that owns what it refers to, an object that
/// is made of it has the value.
static bool isKeptByValue(Types &T, const Expr &A) {
  const QualType Type = A.getType().getNonReferenceType();
  if (T.isNumber(Type))
    return true;
  return !A.isLValue() && (!T.carries(Type) || Types::owns(T.holder(Type)));
}

/// What the object at Address refers to with any of its parts.
NodeId FunctionBuilder::contentOf(QualType Type, NodeId Address,
                                  unsigned Nesting) {
  constexpr unsigned Deepest = 3;
  if (!T.carries(Type) || Nesting > Deepest)
    return None;
  if (!Types::isInPlace(Type))
    return load(Address);
  if (const Holder *H = T.holder(Type)) {
    llvm::SmallVector<NodeId, 4> All = {load(Address, {0, Types::owns(H)})};
    const auto Elements = T.elements(Type);
    for (unsigned I = 0; isApart(Type) && I < Elements.size(); ++I)
      All.push_back(contentOf(Elements[I], part(Address, elementKey(Type, I)),
                              Nesting + 1));
    return merge(All);
  }
  const CXXRecordDecl *R = Type->getAsCXXRecordDecl();
  if (!R || !R->hasDefinition())
    return None;
  llvm::SmallVector<NodeId, 4> Parts = {load(Address)};
  for (const FieldDecl *Field : R->fields())
    Parts.push_back(
        contentOf(Field->getType(), part(Address, keyOf(*Field)), Nesting + 1));
  return merge(Parts);
}

/// The function that E names: `&std::thread::join`, `std::tolower`.
static const FunctionDecl *functionNamed(const Expr &E) {
  const Expr *Of = E.IgnoreUnlessSpelledInSource()->IgnoreParenCasts();
  if (const auto *U = dyn_cast<UnaryOperator>(Of))
    Of = U->getSubExpr()->IgnoreParens();
  const auto *Ref = dyn_cast<DeclRefExpr>(Of);
  return Ref ? dyn_cast<FunctionDecl>(Ref->getDecl()) : nullptr;
}

bool FunctionBuilder::joinsEach(const Expr &Callable) {
  const FunctionDecl *F = functionNamed(Callable);
  const Effect *Known = F ? Lib.effect(F) : nullptr;
  return Known && Known->Does == Effect::Join;
}

void FunctionBuilder::callCallables(const CallParts &P, NodeId Elements,
                                    const Expr &At) {
  const CallExpr *Output = nullptr; // std::back_inserter
  for (const Expr *A : P.Arguments)
    if (const auto *Made = dyn_cast<CallExpr>(A->IgnoreUnlessSpelledInSource());
        Made && Lib.has(Trait::MakesAppender, Made->getDirectCallee()))
      Output = Made;
  bool IsMade = false;
  for (const Expr *A : P.Arguments)
    if (isCallable(*A))
      IsMade |= callEach(*A, Elements, At, Output);
  if (Output && !IsMade)
    append(*Output, {}, Elements);
}

/// Calls A with elements; what it gives is appended to the container of Output.
/// \returns whether it gives anything but an answer.
bool FunctionBuilder::callEach(const Expr &A, NodeId Elements, const Expr &At,
                               const CallExpr *Output) {
  Call C;
  C.Name = "a callable";
  const QualType Type = A.getType().getNonReferenceType();
  const NodeId N = evaluate(&A);
  const Holder *H = T.holder(Type);
  C.Target = H ? ownedBy(N) : isPointer(Type) && A.isGLValue() ? load(N) : N;
  if (C.Target == None)
    return false;
  if (joinsEach(A) && Elements != None)
    EventsAt[&At].push_back({Event::Join, Elements});
  if (const FunctionDecl *Named = functionNamed(A);
      Named && (Types::isStandard(*Named) || Lib.isCLibrary(*Named)))
    return false; // keeps nothing
  if (Type->isMemberFunctionPointerType())
    C.Receiver = Elements;
  C.Arguments.assign(3, Elements);
  const FunctionDecl *Operator = Types::callOperator(Type);
  const QualType Result = Operator ? Operator->getReturnType() : QualType();
  const bool IsKept = Output && T.carries(Result);
  C.ResultInPlace = IsKept && Types::isInPlace(Result);
  if (IsKept)
    C.Result = C.ResultInPlace
                   ? addressOf(addTemporary(Result, At.getExprLoc()))
                   : fresh();
  const NodeId Made = C.Result;
  emitCall(std::move(C), At);
  if (IsKept)
    append(*Output, Result, Made);
  return !Result.isNull() && !Result->isBooleanType();
}

/// Value, or the address of elements of the same type, becomes an element of
/// the container that Output, a std::back_inserter, fills.
void FunctionBuilder::append(const CallExpr &Output, QualType Value,
                             NodeId Of) {
  const Expr &Container = *Output.getArg(0);
  grow(evaluate(&Container), Container.getType(), Output, std::nullopt);
  const NodeId Content = refersTo(Container);
  if (Value.isNull() || Types::isInPlace(Value))
    return copyRange(Container.getType(), Content, Of, !Value.isNull(),
                     Container);
  for (QualType Element : T.elements(Container.getType()))
    if (!Types::isInPlace(Element))
      store(Content, {}, Of, Reason::InsertedInContainer);
}

/// A library's function fills what it gets by reference: std::smatch.
void FunctionBuilder::fillViews(const CallParts &P, NodeId From) {
  const FunctionDecl *Pattern = P.Callee;
  if (Pattern && Pattern->getTemplateInstantiationPattern())
    Pattern = Pattern->getTemplateInstantiationPattern();
  if (!Pattern || Pattern->isVariadic() || From == None)
    return;
  for (unsigned I = 0;
       I < std::min<size_t>(P.Arguments.size(), Pattern->getNumParams()); ++I) {
    const QualType Type = Pattern->getParamDecl(I)->getType();
    const Holder *H = T.holder(P.Arguments[I]->getType());
    if (H && H->Holds == Holder::View && Type->isLValueReferenceType() &&
        !Type->getPointeeType().isConstQualified())
      store(evaluate(P.Arguments[I]), {}, From, Reason::ViewedBy);
  }
}

/// deflate(&Stream, Z_FINISH)
void FunctionBuilder::mayChange(const CallParts &P, const CallExpr &E) {
  for (const Expr *A : P.Arguments) {
    const QualType Of = A->getType()->getPointeeType();
    if (const NodeId At = evaluate(A); !Of.isNull() && Of->isRecordType() &&
                                       !Of.isConstQualified() && At != None)
      EventsAt[&E].push_back({Event::Change, At});
  }
}

NodeId FunctionBuilder::applyDefault(const CallParts &P, const CallExpr &E,
                                     NodeId Result) {
  const QualType Returned =
      E.getType().getNonReferenceType().getCanonicalType().getUnqualifiedType();
  const bool IsClass = !E.isGLValue() && Types::isInPlace(Returned);
  llvm::SmallVector<NodeId, 4> Same, Views, All;
  for (const Expr *A : P.Arguments) {
    const NodeId Plain = evaluate(A);
    const QualType Type = A->getType()
                              .getNonReferenceType()
                              .getCanonicalType()
                              .getUnqualifiedType();
    if (!T.carries(Type) && !A->isGLValue())
      continue;
    const bool IsSame = Type == Returned || isSamePointer(Type, Returned);
    if (IsSame)
      Same.push_back(E.isGLValue() && A->isGLValue() ? Plain : refersTo(*A));
    const bool Calls = isCallable(*A);
    if (Calls) {
      // The view that an adaptor makes keeps a copy of the callable.
      if (T.holder(Returned))
        All.push_back(Types::isInPlace(Type) ? contentOf(Type, Plain)
                                             : refersTo(*A));
      continue;
    }
    if (!(IsClass && isKeptByValue(T, *A)))
      All.push_back(refersTo(*A));
    if (T.carries(Type))
      Views.push_back(refersTo(*A));
  }
  const NodeId Refers = merge(Views);
  callCallables(P, Refers, E);
  fillViews(P, Refers);
  if (P.Object) {
    evaluate(P.Object); // (in >> value).fail()
    // A stream hands itself on; an allocator nothing of its own.
    const Holder *H = T.holder(P.Object->getType());
    const bool IsItself = E.isGLValue() && E.getType()->isRecordType();
    const bool Holds = !H || H->Holds != Holder::Nothing || IsItself;
    const NodeId Of = Holds ? refersTo(*P.Object) : None;
    const QualType Container = P.Object->getType().getNonReferenceType();
    const auto Elements = T.elements(Container);
    // map::at
    if (E.isGLValue() && H && H->Holds == Holder::Nodes &&
        Elements.size() == 2 &&
        Context.hasSameUnqualifiedType(E.getType(), Elements[1]))
      return merge({Of, part(Of, elementKey(Container, 1))});
    return resultOf(E, Of, Result);
  }
  // A FILE is not made of its name.
  const bool IsC = P.Callee && Lib.isCLibrary(*P.Callee);
  if (IsC)
    mayChange(P, E);
  return resultOf(E, Same.empty() && !IsC ? merge(All) : merge(Same), Result);
}

} // namespace fastidious::escape
