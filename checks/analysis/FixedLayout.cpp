#include "analysis/FixedLayout.h"
#include "analysis/Memory.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace fastidious {

const CXXRecordDecl &writtenRecord(const CXXRecordDecl &R) {
  const CXXRecordDecl *Pattern = R.getTemplateInstantiationPattern();
  return Pattern ? *Pattern->getCanonicalDecl() : *R.getCanonicalDecl();
}

namespace {

constexpr unsigned MinAskedAlign = 16;
constexpr StringRef BytesUsed = "its bytes are used";

bool asksForAlignment(QualType T, const ASTContext &Context);

bool isWide(uint64_t Bits, const ASTContext &Context) {
  return Bits >= MinAskedAlign * Context.getCharWidth();
}

/// An alignment of 16 or more that somebody asked for: `__int128` has it too.
bool asksForAlignment(const CXXRecordDecl &R, const ASTContext &Context) {
  const auto Asks = [&](QualType Part) {
    return !Part->isReferenceType() && asksForAlignment(Part, Context);
  };
  return isWide(R.getMaxAlignment(), Context) ||
         llvm::any_of(R.bases(),
                      [&](const auto &B) { return Asks(B.getType()); }) ||
         llvm::any_of(R.fields(), [&](const FieldDecl *F) {
           return isWide(F->getMaxAlignment(), Context) || Asks(F->getType());
         });
}

bool asksForAlignment(QualType T, const ASTContext &Context) {
  if (const ArrayType *Array = Context.getAsArrayType(T))
    return asksForAlignment(Array->getElementType(), Context);
  if (const CXXRecordDecl *R = T->getAsCXXRecordDecl();
      R && (!R->hasDefinition() || asksForAlignment(*R, Context)))
    return R->hasDefinition();
  TypeInfo Info = Context.getTypeInfo(T);
  return isWide(Info.Align, Context) &&
         (Info.isAlignRequired() || T->isVectorType());
}

bool isPadding(const FieldDecl &F) {
  if (F.isUnnamedBitField())
    return true;
  StringRef Name = F.getName();
  Name.consume_front("m_");
  Name = Name.ltrim('_');
  return elementOf(F.getType())->isIntegralOrEnumerationType() &&
         (Name.starts_with_insensitive("pad") ||
          Name.starts_with_insensitive("reserved") ||
          Name.starts_with_insensitive("unused"));
}

bool isFlexibleArray(const FieldDecl &F, const ASTContext &Context) {
  const ArrayType *Array = Context.getAsArrayType(F.getType());
  const auto *Fixed = dyn_cast_or_null<ConstantArrayType>(Array);
  return isa_and_nonnull<IncompleteArrayType>(Array) ||
         (Fixed && Fixed->getSize() == 0);
}

/// All that one type name leads to: `R (*)(const Q *, int)`.
void forEachRecordIn(QualType T,
                     llvm::function_ref<void(const CXXRecordDecl &)> Visit) {
  T = elementOf(T);
  if (const CXXRecordDecl *R = T->getAsCXXRecordDecl())
    return Visit(*R);
  if (const auto *F = T->getAs<FunctionProtoType>()) {
    forEachRecordIn(F->getReturnType(), Visit);
    for (const QualType P : F->param_types())
      forEachRecordIn(P, Visit);
  } else if (const QualType To = T->getPointeeType(); !To.isNull()) {
    forEachRecordIn(To, Visit);
  }
}

} // namespace

/// Fills a FixedLayouts.
class FixedSearch {
public:
  FixedSearch(Unit &U, FixedLayouts &Into) : U(U), Into(Into) {}

  void run() {
    for (const CXXRecordDecl *R : U.records())
      addDeclared(*R);
    for (const NamedDecl *D : U.declarations())
      addLinkage(*D);
    for (const StaticAssertDecl *A : U.assertions())
      fixSizesIn(*A->getAssertExpr(), "an assertion is about its size");
    for (const auto &F : U.functions())
      addCode(*F);
    for (const auto &F : U.asides())
      addCode(*F);
  }

private:
  void addDeclared(const CXXRecordDecl &R);
  void addLinkage(const NamedDecl &D);
  void addCode(const Function &F);
  void addCast(const ExplicitCastExpr &Cast, const Function &F);
  void addPointerCast(const CastExpr &Cast, QualType To, const Expr &From);
  void addCall(const CallExpr &Call);
  void addByteView(const CallExpr &Call);
  /// What a call or an object is given: memory with its size, perhaps.
  void addArguments(llvm::ArrayRef<const Expr *> Given, bool IsRaw);
  /// One of the arguments tells how large T is.
  bool isSizeGiven(QualType T, llvm::ArrayRef<SizeMention> Sizes,
                   llvm::ArrayRef<const Expr *> Given);
  void addList(const Expr &List);
  void addStore(const BinaryOperator &Store);

  void fixSizesIn(const Expr &E, StringRef Why) {
    for (const SizeMention &M : sizesIn(E, U.Context))
      fix(M.Type, Why, E.getExprLoc());
  }
  void fix(QualType T, StringRef Why, SourceLocation At) {
    if (T.isNull())
      return;
    if (const CXXRecordDecl *R = elementOf(T)->getAsCXXRecordDecl())
      fix(*R, Why, At);
  }
  /// R and all that it holds by value.
  void fix(const CXXRecordDecl &R, StringRef Why, SourceLocation At);
  /// Only the order of R's own fields.
  void fixAlone(const CXXRecordDecl &R, StringRef Why, SourceLocation At) {
    Into.Reasons.try_emplace(&writtenRecord(R), FixedReason{Why, At});
  }
  void fixParts(const CXXRecordDecl &R, StringRef Why, SourceLocation At);

  Unit &U;
  FixedLayouts &Into;
  /// Whose parts are fixed as well.
  llvm::DenseSet<const CXXRecordDecl *> Done;
};

void FixedSearch::fix(const CXXRecordDecl &R, StringRef Why,
                      SourceLocation At) {
  fixAlone(R, Why, At);
  fixParts(R, Why, At);
}

void FixedSearch::fixParts(const CXXRecordDecl &R, StringRef Why,
                           SourceLocation At) {
  if (!R.hasDefinition() || !Done.insert(R.getDefinition()).second)
    return;
  for (const CXXBaseSpecifier &Base : R.getDefinition()->bases())
    fix(Base.getType(), Why, At);
  for (const FieldDecl *F : R.getDefinition()->fields())
    if (!F->getType()->isReferenceType())
      fix(F->getType(), Why, At);
}

void FixedSearch::addDeclared(const CXXRecordDecl &R) {
  const SourceLocation At = R.getLocation();
  if (R.isUnion()) {
    fixAlone(R, "it is a union", At);
    return fixParts(R, "it is a member of a union", At);
  }
  if (At.isMacroID() || R.getBeginLoc().isMacroID())
    return fixAlone(R, "a macro writes it", At);
  if (!R.field_empty() && llvm::all_of(R.fields(), [](const FieldDecl *F) {
        return F->getBeginLoc().isMacroID();
      }))
    return fixAlone(R, "a macro writes it", At);
  if (R.getNumVBases())
    return fixAlone(R, "it has a virtual base", At);
  if (R.isExternCContext())
    return fix(R, "it is declared in C", At);
  if (R.hasAttr<PackedAttr>() || R.hasAttr<MaxFieldAlignmentAttr>() ||
      R.hasAttr<MSStructAttr>())
    return fix(R, "it is packed", At);
  if (R.isInvalidDecl())
    return;
  if (asksForAlignment(R, U.Context))
    return fix(R, "an alignment is asked for", At);
  for (const FieldDecl *F : R.fields()) {
    if (F->hasAttr<PackedAttr>())
      return fix(R, "it is packed", F->getLocation());
    if (U.Context.getBaseElementType(F->getType()).isVolatileQualified())
      return fix(R, "it has volatile fields", F->getLocation());
    if (isPadding(*F))
      return fix(R, "it has padding of its own", F->getLocation());
    if (isFlexibleArray(*F, U.Context))
      return fix(R, "an array of any length ends it", F->getLocation());
  }
}

void FixedSearch::addLinkage(const NamedDecl &D) {
  const auto *F = dyn_cast<FunctionDecl>(&D);
  const auto *V = dyn_cast<VarDecl>(&D);
  const auto *T = dyn_cast<TypedefNameDecl>(&D);
  const bool IsC = F   ? F->isExternC() || F->isInExternCContext()
                   : V ? !V->isLocalVarDeclOrParm() &&
                             (V->isExternC() || V->isInExternCContext())
                       : T && T->getDeclContext()->isExternCContext();
  if (!IsC)
    return;
  const QualType Type =
      T ? T->getUnderlyingType() : cast<ValueDecl>(D).getType();
  forEachRecordIn(Type, [&](const CXXRecordDecl &R) {
    fix(R, "C code uses it", D.getLocation());
  });
}

/// The arguments for parameters that are pointers themselves: not those of
/// `printf`, nor those that a template only hands on.
static llvm::SmallVector<const Expr *, 4>
givenToParameters(const FunctionDecl &F, llvm::ArrayRef<const Expr *> Given) {
  llvm::SmallVector<const Expr *, 4> Found;
  for (unsigned I = 0; I < Given.size() && I < F.getNumParams(); ++I)
    if (!F.getParamDecl(I)->getType()->isReferenceType())
      Found.push_back(Given[I]);
  return Found;
}

void FixedSearch::addCode(const Function &F) {
  for (const OffsetOfExpr *Offset : F.OffsetOfs) {
    fix(Offset->getTypeSourceInfo()->getType(), "an offset in it is used",
        Offset->getBeginLoc());
    for (unsigned I = 0; I < Offset->getNumComponents(); ++I)
      if (Offset->getComponent(I).getKind() == OffsetOfNode::Field)
        if (const auto *Parent = dyn_cast<CXXRecordDecl>(
                Offset->getComponent(I).getField()->getParent()))
          fix(*Parent, "an offset in it is used", Offset->getBeginLoc());
  }
  for (const ExplicitCastExpr *Cast : F.Casts)
    addCast(*Cast, F);
  for (const CallExpr *Call : F.Calls)
    addCall(*Call);
  for (const CXXConstructExpr *Build : F.Constructions)
    addArguments(givenToParameters(*Build->getConstructor(),
                                   {Build->getArgs(), Build->getNumArgs()}),
                 false);
  for (const Expr *List : F.Lists)
    addList(*List);
  for (const BinaryOperator *Store : F.Stores)
    addStore(*Store);
  for (const UnaryExprOrTypeTraitExpr *Size : F.SizeOfs) {
    const auto *Compared =
        dyn_cast_or_null<BinaryOperator>(F.semanticParent(Size));
    if (Compared && Compared->isEqualityOp() &&
        constantOf(*Compared, U.Context))
      fix(Size->getTypeOfArgument(), "an assertion is about its size",
          Size->getBeginLoc());
  }
}

void FixedSearch::addCast(const ExplicitCastExpr &Cast, const Function &F) {
  const Expr &From = *Cast.getSubExprAsWritten();
  const QualType To = Cast.getTypeAsWritten();
  const bool IsPointer = To->isPointerType() || To->isReferenceType();
  if (!IsPointer || From.isInstantiationDependent() || To->isDependentType())
    return;
  const QualType Target = elementOf(To->getPointeeType());
  // `&((R *)0)->field` is an offset.
  if (From.isNullPointerConstant(U.Context, Expr::NPC_NeverValueDependent) &&
      isa_and_nonnull<MemberExpr>(F.semanticParent(&Cast)))
    return fix(Target, "an offset in it is used", Cast.getBeginLoc());
  switch (Cast.getCastKind()) {
  case CK_BitCast:
  case CK_LValueBitCast:
    return addPointerCast(Cast, Target, From);
  case CK_IntegralToPointer:
    if (constantOf(From, U.Context).value_or(0))
      fix(Target, "it lies at a fixed address", Cast.getBeginLoc());
    return;
  default:
    return;
  }
}

void FixedSearch::addPointerCast(const CastExpr &Cast, QualType To,
                                 const Expr &From) {
  const QualType Source =
      From.getType()->isPointerType() || From.getType()->isArrayType()
          ? originOf(From)
          : elementOf(From.getType());
  if (Source.isNull() || To->isVoidType() || To->isFunctionType() ||
      Source->isFunctionType() || U.Context.hasSameType(Source, To) ||
      Source->isVoidType() || asAllocation(From, U.Context))
    return;
  for (const QualType T : {Source, To})
    fix(T, "a cast takes it for something else", Cast.getBeginLoc());
}

void FixedSearch::addCall(const CallExpr &Call) {
  if (U.Lib.has(Trait::ExposesBytes, Call))
    return addByteView(Call);
  if (U.Lib.has(Trait::TreatsBytesAlike, Call) || U.Lib.allocation(Call))
    return;
  const bool IsRaw = U.Lib.has(Trait::UsesRawMemory, Call);
  const FunctionDecl *F = Call.getDirectCallee();
  if (F && !IsRaw)
    addArguments(givenToParameters(*F, argumentsOf(Call)), false);
  else
    addArguments(argumentsOf(Call), IsRaw);
}

void FixedSearch::addByteView(const CallExpr &Call) {
  const FunctionDecl *F = Call.getDirectCallee();
  const TemplateArgumentList *Arguments =
      F ? F->getTemplateSpecializationArgs() : nullptr;
  if (!Arguments)
    return;
  for (const TemplateArgument &A : Arguments->asArray())
    if (A.getKind() == TemplateArgument::Type)
      fix(A.getAsType(), BytesUsed, Call.getExprLoc());
}

void FixedSearch::addArguments(llvm::ArrayRef<const Expr *> Given, bool IsRaw) {
  const auto IsMemory = [&](const Expr &A) {
    const QualType T = A.getType();
    return T->isPointerType() && !T->isFunctionPointerType() &&
           (IsRaw || isRaw(elementOf(T->getPointeeType())));
  };
  if (!IsRaw &&
      llvm::none_of(Given, [&](const Expr *A) { return IsMemory(*A); }))
    return;
  llvm::SmallVector<SizeMention, 2> Sizes;
  for (const Expr *A : Given)
    if (!IsMemory(*A))
      Sizes.append(sizesIn(*A, U.Context));
  if (IsRaw)
    for (const SizeMention &M : Sizes)
      fix(M.Type, BytesUsed, Given.front()->getExprLoc());
  for (const Expr *A : Given)
    if (IsMemory(*A))
      if (const QualType T = originOf(*A);
          !T.isNull() && T->isRecordType() &&
          (IsRaw || isSizeGiven(T, Sizes, Given)))
        fix(T, BytesUsed, A->getExprLoc());
}

bool FixedSearch::isSizeGiven(QualType T, llvm::ArrayRef<SizeMention> Sizes,
                              llvm::ArrayRef<const Expr *> Given) {
  if (llvm::any_of(Sizes, [&](const SizeMention &M) {
        return U.Context.hasSameType(M.Type, T);
      }))
    return true;
  // What comes with a callback is handed on to it.
  if (T->isIncompleteType() || llvm::any_of(Given, [](const Expr *A) {
        return A->getType()->isFunctionPointerType();
      }))
    return false;
  const uint64_t Size = U.Context.getTypeSizeInChars(T).getQuantity();
  return !Sizes.empty() || llvm::any_of(Given, [&](const Expr *A) {
    return constantOf(*A, U.Context) == Size;
  });
}

void FixedSearch::addList(const Expr &List) {
  const auto *Init = dyn_cast<InitListExpr>(&List);
  const CXXRecordDecl *R = Init ? recordOf(Init->getType()) : nullptr;
  if (!R || Init->isTypeDependent())
    return;
  llvm::SmallVector<const Expr *, 4> Given;
  for (const Expr *E : Init->inits())
    if (E)
      Given.push_back(E);
  const bool IsRaw = llvm::any_of(R->fields(), [&](const FieldDecl *F) {
    return U.Lib.has(Trait::HoldsRawMemory, F);
  });
  if (!Given.empty())
    addArguments(Given, IsRaw);
}

void FixedSearch::addStore(const BinaryOperator &Store) {
  const auto *To = dyn_cast<MemberExpr>(Store.getLHS()->IgnoreParens());
  const auto *F = To ? dyn_cast<FieldDecl>(To->getMemberDecl()) : nullptr;
  if (F && U.Lib.has(Trait::HoldsRawMemory, F))
    fix(originOf(*Store.getRHS()), BytesUsed, Store.getExprLoc());
}

FixedLayouts::FixedLayouts(Unit &U) { FixedSearch(U, *this).run(); }

const FixedReason *FixedLayouts::reason(const CXXRecordDecl &R) const {
  const auto It = Reasons.find(&writtenRecord(R));
  return It == Reasons.end() ? nullptr : &It->second;
}

} // namespace fastidious
