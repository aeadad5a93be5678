#include "analysis/MemoryPath.h"
#include "analysis/Library.h"
#include "clang/AST/CXXInheritance.h"
#include "clang/AST/RecordLayout.h"
#include "clang/Basic/TargetInfo.h"

using namespace clang;

namespace fastidious {

ThreadNumber add(ThreadNumber A, ThreadNumber B) {
  if (A.K == ThreadNumber::Constant && A.N == 0)
    return B;
  if (A.K == ThreadNumber::Constant && B.K == ThreadNumber::Constant)
    return {ThreadNumber::Constant, A.N + B.N};
  if (A.K == ThreadNumber::Constant || A.K == ThreadNumber::Below)
    std::swap(A, B);
  if (B.K == ThreadNumber::Constant)
    return A.K == ThreadNumber::Below ? ThreadNumber{} : A;
  // A place in a row: `4 * me + (k & 3)`.
  return B.K == ThreadNumber::Below && A.K != ThreadNumber::Below &&
                 A.K != ThreadNumber::Unknown && B.N <= std::abs(A.N)
             ? A
             : ThreadNumber{};
}

ThreadNumber multiply(ThreadNumber A, ThreadNumber B) {
  if (A.K == ThreadNumber::Constant)
    std::swap(A, B);
  if (A.K == ThreadNumber::Unknown || A.K == ThreadNumber::Below ||
      B.K != ThreadNumber::Constant)
    return {};
  return {A.K, A.N * B.N};
}

const ValueDecl *MemoryPath::nameBefore(unsigned Count) const {
  while (Count > 0)
    if (const FieldDecl *F = Steps[--Count].Member)
      return F;
  return Variable;
}

MemoryPath MemoryPath::container() const {
  MemoryPath Shorter = *this;
  const auto *It = llvm::find_if(Steps, [](const Step &S) {
    return S.K == Step::Deref || S.K == Step::Index;
  });
  Shorter.Steps.truncate(It - Steps.begin());
  llvm::erase_if(Shorter.Steps,
                 [](const Step &S) { return S.K == Step::Instance; });
  return Shorter;
}

MemoryPath MemoryPath::moved(ThreadNumber Offset) const {
  MemoryPath P = *this;
  if (P.Steps.empty() || P.Steps.back().K != Step::Index)
    return P.with(Step::element(P.type(), Offset));
  P.Steps.back() = Step::element(P.type(), add(P.Steps.back().At, Offset));
  return P;
}

/// Where the fields of Base begin in Derived.
static std::optional<CharUnits> baseOffset(const CXXRecordDecl &Derived,
                                           const CXXRecordDecl &Base,
                                           const ASTContext &Context) {
  if (Derived.getCanonicalDecl() == Base.getCanonicalDecl())
    return CharUnits::Zero();
  CXXBasePaths Paths(/*FindAmbiguities=*/false, /*RecordPaths=*/true,
                     /*DetectVirtual=*/true);
  if (!Derived.isDerivedFrom(&Base, Paths) || Paths.getDetectedVirtual())
    return std::nullopt;
  CharUnits Offset = CharUnits::Zero();
  for (const CXXBasePathElement &E : Paths.front())
    Offset += Context.getASTRecordLayout(E.Class).getBaseClassOffset(
        E.Base->getType()->getAsCXXRecordDecl());
  return Offset;
}

static std::optional<CharUnits> fieldOffset(QualType In, const FieldDecl &F,
                                            const ASTContext &Context) {
  const CXXRecordDecl *R = recordOf(In);
  const auto *Parent = dyn_cast<CXXRecordDecl>(F.getParent());
  if (!R || !Parent || !R->hasDefinition() || R->isInvalidDecl() ||
      R->isDependentContext() || Parent->isInvalidDecl())
    return std::nullopt;
  const auto Base = baseOffset(*R->getDefinition(), *Parent, Context);
  if (!Base)
    return std::nullopt;
  return *Base + Context.toCharUnitsFromBits(Context.getFieldOffset(&F));
}

static std::optional<CharUnits> sizeOf(QualType T, const ASTContext &Context) {
  if (T.isNull() || T->isIncompleteType() || T->isDependentType() ||
      T->isReferenceType() || T->isFunctionType())
    return std::nullopt;
  return Context.getTypeSizeInChars(T);
}

std::optional<Extent> extentIn(const MemoryPath &P, unsigned From,
                               const ASTContext &Context) {
  CharUnits Begin = CharUnits::Zero();
  QualType In = P.typeAfter(From);
  for (const MemoryPath::Step &S : llvm::ArrayRef(P.Steps).drop_front(From)) {
    if (S.K == MemoryPath::Step::VirtualTable) {
      const CharUnits Pointer = Context.toCharUnitsFromBits(
          Context.getTargetInfo().getPointerWidth(LangAS::Default));
      return Extent{Begin, Begin + Pointer};
    }
    std::optional<CharUnits> Offset;
    if (S.K == MemoryPath::Step::Index && S.At.K != ThreadNumber::Constant) {
      // Some element: of a large array rarely the one beside the neighbour.
      const auto All = sizeOf(In, Context);
      if (!All || *All >= CharUnits::fromQuantity(CacheLineBytes))
        return std::nullopt;
      return Extent{Begin, Begin + *All};
    }
    if (S.K == MemoryPath::Step::Field)
      Offset = fieldOffset(In, *S.Member, Context);
    else if (S.K == MemoryPath::Step::Index)
      if (const auto Size = sizeOf(S.Type, Context))
        Offset = *Size * S.At.N;
    if (!Offset)
      return std::nullopt;
    Begin += *Offset;
    In = S.Type;
  }
  const auto Size = sizeOf(In, Context);
  if (!Size)
    return std::nullopt;
  return Extent{Begin, Begin + *Size};
}

} // namespace fastidious
