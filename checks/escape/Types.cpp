#include "escape/Types.h"
#include "escape/Names.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Index/USRGeneration.h"
#include "llvm/ADT/SmallString.h"

using namespace clang;

namespace fastidious::escape {

static QualType plain(QualType T) {
  return T.getNonReferenceType().getCanonicalType().getUnqualifiedType();
}

bool Types::isStandard(const Decl &D) {
  for (const DeclContext *C = D.getDeclContext(); C; C = C->getParent())
    if (const auto *N = dyn_cast<NamespaceDecl>(C))
      // std::ranges and the like; __gnu_cxx: the library's own.
      if (N->isStdNamespace() || N->getName().starts_with("__"))
        return true;
  return false;
}

bool Types::isInPlace(QualType T) {
  T = T.getCanonicalType();
  return T->isRecordType() || T->isArrayType();
}

bool Types::isNumber(QualType T) {
  return plain(T)->isScalarType() && !carries(plain(T));
}

bool Types::isTag(QualType T) {
  const CXXRecordDecl *R = plain(T)->getAsCXXRecordDecl();
  return R && isStandard(*R) && R->hasDefinition() && R->isEmpty();
}

const Holder *Types::holder(QualType T) {
  const CXXRecordDecl *R = plain(T)->getAsCXXRecordDecl();
  if (!R || R->isLambda())
    return nullptr;
  const Holder *Known = Lib.holder(R);
  // A user's class that adds fields to a library's is looked into.
  const bool AddsFields = Known && R->hasDefinition() && !R->field_empty() &&
                          !isStandard(*R) &&
                          Lib.facts().holder(qualifiedName(*R)) != Known;
  if (Known && !AddsFields)
    return Known;
  return isStandard(*R) ? unnamed(*R) : nullptr;
}

/// Of a class that the model does not name: engines, durations and tags hold
/// no pointers; all others are taken for views.
const Holder *Types::unnamed(const CXXRecordDecl &R) {
  static const Holder View = {Holder::View}, Value = {Holder::Nothing};
  if (!R.hasDefinition())
    return &View;
  const auto Known = Unnamed.find(&R);
  if (Known != Unnamed.end())
    return Known->second;
  return Unnamed[&R] = carriesFields(R) ? &View : &Value;
}

bool Types::isOnePlace(QualType T) {
  const Holder *H = holder(T);
  if (!isInPlace(T) || !H || H->Holds != Holder::Inline)
    return !isInPlace(T) || (H && H->Holds != Holder::Nothing);
  // std::atomic and std::optional hold one value; an array has a size as well.
  const auto *S =
      dyn_cast_or_null<ClassTemplateSpecializationDecl>(recordOf(T));
  return S && S->getTemplateArgs().size() == 1 && elements(T).size() == 1 &&
         !isInPlace(elements(T)[0]);
}

bool Types::owns(const Holder *H) {
  return H && H->Holds >= Holder::Buffer && H->Holds <= Holder::Thread;
}

bool Types::pointsToOne(QualType T) {
  const Holder *H = T->isReferenceType() ? nullptr : holder(T);
  return H && (H->Holds == Holder::Unique || H->Holds == Holder::Shared);
}

bool Types::allocatesElsewhere(QualType T) {
  const auto *S = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
      plain(T)->getAsCXXRecordDecl());
  if (!S || S->getTemplateArgs().size() < 2)
    return false;
  const TemplateArgument &Last =
      S->getTemplateArgs()[S->getTemplateArgs().size() - 1];
  const Holder *H = holder(T);
  return H && owns(H) && Last.getKind() == TemplateArgument::Type &&
         H->Holds != Holder::Unique && carries(Last.getAsType()) &&
         Last.getAsType()->isRecordType();
}

llvm::SmallVector<QualType, 2> Types::elements(QualType T) {
  llvm::SmallVector<QualType, 2> Found;
  const CXXRecordDecl *R = plain(T)->getAsCXXRecordDecl();
  const auto *S = dyn_cast_or_null<ClassTemplateSpecializationDecl>(R);
  if (!S && R && R->hasDefinition())
    for (const CXXBaseSpecifier &Base : R->bases())
      if (holder(Base.getType()))
        return elements(Base.getType());
  if (!S)
    return Found;
  const Holder *H = holder(T);
  const bool IsNodes = H && H->Holds == Holder::Nodes;
  const bool IsInline = H && H->Holds == Holder::Inline;
  for (const TemplateArgument &A : S->getTemplateArgs().asArray()) {
    if (A.getKind() == TemplateArgument::Pack)
      for (const TemplateArgument &P : A.pack_elements())
        if (P.getKind() == TemplateArgument::Type)
          Found.push_back(P.getAsType());
    if (A.getKind() != TemplateArgument::Type)
      continue;
    const CXXRecordDecl *Helper = A.getAsType()->getAsCXXRecordDecl();
    // Allocators, comparators and hashes of a node container.
    if (!Found.empty() && !IsInline &&
        (!IsNodes ||
         (Helper && isStandard(*Helper) &&
          (!Helper->hasDefinition() || Helper->getDefinition()->isEmpty()))))
      break;
    Found.push_back(A.getAsType());
  }
  return Found;
}

bool Types::carries(QualType T) {
  if (T.isNull() || T->isDependentType())
    return false;
  if (T->isReferenceType())
    return true;
  T = plain(T);
  if (T->isAnyPointerType() || T->isBlockPointerType() ||
      T->isMemberPointerType() || T->isFunctionType())
    return true;
  if (const auto *A = Context.getAsArrayType(T))
    return carries(A->getElementType());
  if (const auto *A = T->getAs<AtomicType>())
    return carries(A->getValueType());
  const CXXRecordDecl *R = T->getAsCXXRecordDecl();
  if (!R)
    return T->isRecordType();
  const auto Known = Carrying.find(R);
  if (Known != Carrying.end())
    return Known->second;
  Carrying[R] = true; // for a class that refers to its own kind
  bool Result = true;
  if (const Holder *H = holder(T)) {
    Result = H->Holds != Holder::Nothing;
    if (H->Holds == Holder::Inline)
      Result =
          llvm::any_of(elements(T), [this](QualType E) { return carries(E); });
  } else {
    Result = carriesFields(*R);
  }
  return Carrying[R] = Result;
}

bool Types::carriesFields(const CXXRecordDecl &R) {
  if (!R.hasDefinition())
    return true;
  for (const CXXBaseSpecifier &Base : R.bases())
    if (carries(Base.getType()))
      return true;
  return llvm::any_of(
      R.fields(), [this](const FieldDecl *F) { return carries(F->getType()); });
}

bool Types::isReadOnly(QualType T, unsigned Depth) {
  T = T.getCanonicalType();
  if (const auto *A = Context.getAsArrayType(T))
    return isReadOnly(A->getElementType(), Depth);
  if (const QualType Of = T->getPointeeType(); !Of.isNull())
    return Depth && (Of->isFunctionType() ||
                     (Of.isConstQualified() && !Of->isVoidType() &&
                      isReadOnly(Of, Depth - 1)));
  const CXXRecordDecl *R = T->getAsCXXRecordDecl();
  if (!R)
    return !T->isRecordType() && !T->isDependentType();
  const auto Each = [&](QualType Element) {
    return isReadOnly(Element, Depth - 1);
  };
  if (const Holder *H = holder(T)) {
    const auto All = elements(T);
    // const std::unique_ptr<T> leads to what is not const.
    const bool IsDeep = H->Holds == Holder::Inline ||
                        H->Holds == Holder::String ||
                        H->Holds == Holder::Buffer || H->Holds == Holder::Nodes;
    return H->Holds == Holder::Nothing ||
           (Depth && !All.empty() && llvm::all_of(All, [&](QualType E) {
              return (IsDeep || E.isConstQualified() || E->isCharType()) &&
                     Each(E);
            }));
  }
  return Depth && R->hasDefinition() && !R->isPolymorphic() &&
         !R->hasMutableFields() && !R->isUnion() &&
         llvm::all_of(
             R->bases(),
             [&](const CXXBaseSpecifier &B) { return Each(B.getType()); }) &&
         llvm::all_of(R->fields(),
                      [&](const FieldDecl *F) { return Each(F->getType()); });
}

bool Types::isMovable(const CXXRecordDecl &R) {
  if (!R.hasDefinition())
    return false;
  bool HasUserDeclared = false;
  for (const CXXConstructorDecl *C : R.ctors())
    if (C->isCopyOrMoveConstructor()) {
      HasUserDeclared = true;
      if (!C->isDeleted())
        return true;
    }
  if (HasUserDeclared || R.defaultedMoveConstructorIsDeleted())
    return false;
  for (const CXXBaseSpecifier &Base : R.bases())
    if (const auto *B = Base.getType()->getAsCXXRecordDecl();
        B && !isMovable(*B))
      return false;
  return llvm::all_of(R.fields(), [this](const FieldDecl *F) {
    const CXXRecordDecl *M =
        F->getType()->getBaseElementTypeUnsafe()->getAsCXXRecordDecl();
    return !M || F->getType()->isReferenceType() || isMovable(*M);
  });
}

bool Types::isNothrowMovable(const CXXRecordDecl &R) {
  if (R.isTriviallyCopyable())
    return true;
  for (const CXXConstructorDecl *C : R.ctors()) {
    if (!C->isMoveConstructor() || C->isDeleted())
      continue;
    const auto *Proto = C->getType()->castAs<FunctionProtoType>();
    if (!C->isImplicit() && !C->isDefaulted())
      return Proto->isNothrow();
  }
  if (R.hasUserDeclaredCopyConstructor() && !R.hasMoveConstructor())
    return false;
  return llvm::all_of(R.fields(), [this](const FieldDecl *F) {
    const CXXRecordDecl *M = F->getType()->getAsCXXRecordDecl();
    return !M || isStandard(*M) || isNothrowMovable(*M);
  });
}

bool Types::mentions(QualType T, const CXXRecordDecl &R, unsigned Depth) {
  T = plain(T);
  while (!T->getPointeeType().isNull() || T->isArrayType())
    T = plain(T->isArrayType() ? QualType(T->getBaseElementTypeUnsafe(), 0)
                               : T->getPointeeType());
  const CXXRecordDecl *In = T->getAsCXXRecordDecl();
  if (!In)
    return false;
  if (In->getCanonicalDecl() == R.getCanonicalDecl())
    return true;
  if (holder(T))
    return Depth && llvm::any_of(elements(T), [&](QualType E) {
             return mentions(E, R, Depth - 1);
           });
  return Depth && mentions(*In, R, Depth - 1);
}

bool Types::mentions(const CXXRecordDecl &In, const CXXRecordDecl &R,
                     unsigned Depth) {
  if (!In.hasDefinition())
    return false;
  for (const CXXBaseSpecifier &Base : In.bases())
    if (mentions(Base.getType(), R, Depth))
      return true;
  return llvm::any_of(In.fields(), [&](const FieldDecl *F) {
    return mentions(F->getType(), R, Depth);
  });
}

bool hasOwnAllocation(const CXXRecordDecl &R) {
  for (const Decl *D : R.decls())
    if (const auto *M = dyn_cast<CXXMethodDecl>(D))
      if (M->getOverloadedOperator() == OO_New ||
          M->getOverloadedOperator() == OO_Delete)
        return true;
  return llvm::any_of(R.bases(), [](const CXXBaseSpecifier &B) {
    const CXXRecordDecl *Base = B.getType()->getAsCXXRecordDecl();
    return Base && Base->hasDefinition() && hasOwnAllocation(*Base);
  });
}

Site Types::site(SiteKind Kind, QualType T) {
  Site S;
  S.Kind = Kind;
  if (T.isNull())
    return S;
  S.Type = typeName(plain(T), Context);
  if (!T->isIncompleteType() && !T->isDependentType() && !T->isFunctionType() &&
      T->isConstantSizeType())
    S.Size = Context.getTypeSizeInChars(T).getQuantity();
  const CXXRecordDecl *R = plain(T)->getAsCXXRecordDecl();
  S.Complete = !T->isIncompleteType();
  if (!R || !R->hasDefinition())
    return S;
  S.Polymorphic = R->isPolymorphic() && !holder(T);
  S.Movable = holder(T) ? holder(T)->Holds != Holder::Nothing || isMovable(*R)
                        : isMovable(*R);
  S.Recursive = !holder(T) && mentions(*R, *R, 3);
  S.OwnDeleter = hasOwnAllocation(*R);
  return S;
}

const FunctionDecl *Types::callOperator(QualType T) {
  const CXXRecordDecl *R = plain(T)->getAsCXXRecordDecl();
  if (!R || !R->hasDefinition())
    return nullptr;
  if (R->isGenericLambda()) {
    const FunctionTemplateDecl *Template = R->getDependentLambdaCallOperator();
    for (const FunctionDecl *F : Template->specializations())
      if (F->hasBody())
        return F;
    return nullptr;
  }
  const CXXMethodDecl *Found = nullptr;
  for (const CXXMethodDecl *M : R->methods()) {
    if (M->getOverloadedOperator() != OO_Call)
      continue;
    if (Found)
      return nullptr;
    Found = M;
  }
  return Found;
}

std::string Types::dynamicType(QualType T) {
  const CXXRecordDecl *R = plain(T)->getAsCXXRecordDecl();
  if (!R || !R->hasDefinition() || !R->isPolymorphic())
    return {};
  return recordKey(*R, mainFileOf(Context.getSourceManager()));
}

std::string mainFileOf(const SourceManager &SM) {
  const auto Main = SM.getFileEntryRefForID(SM.getMainFileID());
  if (!Main)
    return "";
  const llvm::StringRef Path = Main->getFileEntry().tryGetRealPathName();
  return (Path.empty() ? Main->getName() : Path).str();
}

std::string recordKey(const CXXRecordDecl &R, llvm::StringRef File) {
  llvm::SmallString<64> Usr;
  index::generateUSRForDecl(&R, Usr);
  return Usr.str().str() + (R.isExternallyVisible() ? "" : "@" + File.str());
}

std::string functionKey(const FunctionDecl &F, llvm::StringRef File) {
  llvm::SmallString<128> Usr;
  index::generateUSRForDecl(F.getCanonicalDecl(), Usr);
  std::string Key = Usr.str().str();
  const auto *Method = dyn_cast<CXXMethodDecl>(&F);
  if (!F.isExternallyVisible() || (Method && Method->getParent()->isLambda()))
    Key += "@" + File.str();
  return Key;
}

} // namespace fastidious::escape
