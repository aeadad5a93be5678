// Pairs and tuples: objects of the library with a place for each element.
#include "escape/FunctionBuilder.h"

using namespace clang;

namespace fastidious::escape {

/// pair<const K, V> of a map.
static QualType valueType(const CXXRecordDecl &R, const ASTContext &Context) {
  for (const NamedDecl *D :
       R.lookup(DeclarationName(&Context.Idents.get("value_type"))))
    if (const auto *T = dyn_cast<TypedefNameDecl>(D))
      return T->getUnderlyingType().getCanonicalType();
  return {};
}

bool FunctionBuilder::isApart(QualType Type) {
  const Holder *H = T.holder(Type);
  const auto *R = Type.getNonReferenceType()->getAsCXXRecordDecl();
  if (!H || H->Holds != Holder::Inline || !R || !R->hasDefinition() ||
      R->ctors().empty())
    return false;
  const Effect *Known = Lib.effect(*R->ctor_begin());
  return Known && Known->Does == Effect::Bundle;
}

Key FunctionBuilder::elementKey(QualType Type, unsigned I) {
  const auto *R = Type.getNonReferenceType()->getAsCXXRecordDecl();
  const Holder *H = T.holder(Type);
  if (!R || !R->hasDefinition() || !H)
    return {};
  if (H->Holds == Holder::Nodes && T.elements(Type).size() == 2) {
    const QualType Value = valueType(*R, Context);
    return Value.isNull() ? Key() : elementKey(Value, I);
  }
  if (!isApart(Type))
    return {};
  const auto Elements = T.elements(Type);
  if (std::distance(R->field_begin(), R->field_end()) ==
      static_cast<std::ptrdiff_t>(Elements.size()))
    return keyOf(**std::next(R->field_begin(), I));
  return keyNamed(R->getQualifiedNameAsString() + "::" + std::to_string(I),
                  Elements[I]);
}

/// \returns the place of an element that is a reference: what it refers to.
NodeId FunctionBuilder::elementAt(QualType Type, NodeId Of, unsigned I) {
  const NodeId At = part(Of, elementKey(Type, I));
  return T.elements(Type)[I]->isReferenceType() ? load(At) : At;
}

/// The element that the template argument of Get names.
std::optional<unsigned> FunctionBuilder::elementMeant(const FunctionDecl &Get,
                                                      QualType Type) {
  const TemplateArgumentList *Of = Get.getTemplateSpecializationArgs();
  if (!Of || Of->size() == 0)
    return std::nullopt;
  const auto Elements = T.elements(Type);
  const TemplateArgument &First = Of->get(0);
  if (First.getKind() == TemplateArgument::Integral) {
    const uint64_t I = First.getAsIntegral().getLimitedValue();
    return I < Elements.size() ? std::optional<unsigned>(I) : std::nullopt;
  }
  for (unsigned I = 0; I < Elements.size(); ++I)
    if (First.getKind() == TemplateArgument::Type &&
        Context.hasSameType(First.getAsType(), Elements[I]))
      return I;
  return std::nullopt;
}

/// `std::get<1>(Pair)`: a template of the library that an index or type is
/// given, and that refers to a part of its argument.
NodeId FunctionBuilder::element(const CallParts &P, const CallExpr &E) {
  if (P.Arguments.size() != 1 || P.Object || !P.Callee || !E.isGLValue())
    return None;
  const QualType Type = P.Arguments[0]->getType().getNonReferenceType();
  if (!isApart(Type))
    return None;
  const auto I = elementMeant(*P.Callee, Type);
  return I ? elementAt(Type, evaluate(P.Arguments[0]), *I) : None;
}

/// The result holds the values of the arguments, or refers to them.
NodeId FunctionBuilder::bundle(const CallParts &P, const CallExpr &E,
                               NodeId Result) {
  const NodeId To = placeFor(E, Result);
  const auto Elements = T.elements(E.getType());
  const bool IsApart =
      isApart(E.getType()) && Elements.size() == P.Arguments.size();
  for (unsigned I = 0; I < P.Arguments.size(); ++I) {
    const Expr &A = *P.Arguments[I];
    if (IsApart && Elements[I]->isReferenceType())
      store(To, elementKey(E.getType(), I), evaluate(&A), Reason::ViewedBy);
    else
      keepCopy(IsApart ? part(To, elementKey(E.getType(), I)) : To, A,
               Reason::CopiedInto);
  }
  return To;
}

/// What an iterator or pointer of that type leads to; null for others.
static QualType elementBehind(QualType Type) {
  Type = Type.getNonReferenceType();
  if (Type->isPointerType())
    return Type->getPointeeType();
  const CXXRecordDecl *R = Type->getAsCXXRecordDecl();
  if (!R || !R->hasDefinition())
    return {};
  for (const CXXMethodDecl *M : R->methods())
    if (M->getOverloadedOperator() == OO_Star && M->getNumParams() == 0)
      return M->getReturnType().getNonReferenceType();
  return {};
}

void FunctionBuilder::copyRange(QualType Container, NodeId To, NodeId From,
                                bool Move, const Expr &Origin) {
  const auto Elements = T.elements(Container);
  for (unsigned I = 0; I < Elements.size(); ++I) {
    const QualType Element = Elements[I].getCanonicalType();
    copyValue(Element, To, From, Move, Origin);
    // Views are made of strings.
    const Holder *H = T.holder(Element);
    const QualType Given = elementBehind(Origin.getType());
    if (H && H->Holds == Holder::View && !Given.isNull() && From != None &&
        Types::owns(T.holder(Given)))
      store(To, {}, refersTo(Given, From), Reason::ViewedBy);
    // A map keeps keys and values in one place, but is given pairs.
    if (Elements.size() > 1)
      if (const Key K = elementKey(Container, I); K.Field)
        copyValue(Element, To, part(From, K), Move, Origin);
  }
}

/// Assigns to what the elements of To, a std::tie, refer to.
void FunctionBuilder::assignEach(QualType Type, NodeId To, const Expr &From) {
  const QualType Given =
      From.getType().getNonReferenceType().getCanonicalType();
  const NodeId Values = evaluate(&From);
  const auto Elements = T.elements(Type), Of = T.elements(Given);
  for (unsigned I = 0; I < std::min(Elements.size(), Of.size()); ++I) {
    const NodeId At = elementAt(Type, To, I);
    const size_t Before = G.Constraints.size();
    copyValue(Of[I].getNonReferenceType().getCanonicalType(), At,
              elementAt(Given, Values, I), !From.isLValue(), From);
    for (size_t C = Before; C < G.Constraints.size(); ++C)
      if (G.Constraints[C].Kind == Op::Store && G.Constraints[C].Dst == At)
        G.Constraints[C].Overwrites =
            T.isOnePlace(Elements[I].getNonReferenceType());
  }
}

} // namespace fastidious::escape
