#include "analysis/FieldNeeds.h"
#include "clang/AST/Attr.h"
#include "clang/AST/RecordLayout.h"

using namespace clang;

namespace fastidious {
namespace {

/// More of them in one record, in large arrays, are not worth the time.
constexpr size_t MaxEmptyParts = 4096;

/// Bit-fields in a #pragma pack cross what they like.
constexpr uint64_t AnyStorage = ~uint64_t(0);

/// The empty classes in an object, as far as they lie in front of Limit.
class EmptyParts {
public:
  EmptyParts(const ASTContext &Context, CharUnits Limit,
             std::vector<EmptyPart> &Parts)
      : Context(Context), Limit(Limit), Parts(Parts) {}

  void addObject(QualType T, CharUnits At) {
    const auto *Array = Context.getAsConstantArrayType(T);
    if (!Array) {
      if (const CXXRecordDecl *R = T->getAsCXXRecordDecl())
        addRecord(*R, At);
      return;
    }
    const QualType Element = Array->getElementType();
    const CharUnits Stride = Context.getTypeSizeInChars(Element);
    for (uint64_t I = 0, N = Array->getSize().getZExtValue(); I < N; ++I) {
      const size_t Before = Parts.size();
      addObject(Element, At + static_cast<int64_t>(I) * Stride);
      // The other elements are like this one.
      if (Parts.size() == Before || Parts.size() > MaxEmptyParts)
        return;
    }
  }

  void addBases(const CXXRecordDecl &R, CharUnits At) {
    const ASTRecordLayout &L = Context.getASTRecordLayout(&R);
    for (const CXXBaseSpecifier &B : R.bases())
      if (const CXXRecordDecl *Base = B.getType()->getAsCXXRecordDecl();
          Base && !B.isVirtual())
        addRecord(*Base, At + L.getBaseClassOffset(Base));
  }

private:
  void addRecord(const CXXRecordDecl &R, CharUnits At) {
    if (At >= Limit || Parts.size() > MaxEmptyParts)
      return;
    if (R.isEmpty())
      Parts.push_back({R.getCanonicalDecl(), At});
    addBases(R, At);
    const ASTRecordLayout &L = Context.getASTRecordLayout(&R);
    for (const FieldDecl *F : R.fields())
      if (!F->isBitField())
        addObject(F->getType(), At + Context.toCharUnitsFromBits(
                                         L.getFieldOffset(F->getFieldIndex())));
  }

  const ASTContext &Context;
  const CharUnits Limit;
  std::vector<EmptyPart> &Parts;
};

/// Fields with room of their own can only collide with an empty base, and
/// those lie at the start.
CharUnits emptiesLimit(const CXXRecordDecl &R, const ASTContext &Context) {
  for (const FieldDecl *F : R.fields())
    if (F->isPotentiallyOverlapping())
      return CharUnits::fromQuantity(
          CharUnits::QuantityType(uint64_t(1) << 62));
  return Context.getASTRecordLayout(&R).getSizeOfLargestEmptySubobject();
}

} // namespace

NeedsReader::NeedsReader(const CXXRecordDecl &R, const ASTContext &Context)
    : R(R), Context(Context), Limit(emptiesLimit(R, Context)) {}

std::optional<FieldNeeds> NeedsReader::needsOf(const FieldDecl &F) const {
  return F.isBitField() ? ofBitField(F) : ofField(F);
}

std::vector<EmptyPart> NeedsReader::emptyBases() const {
  std::vector<EmptyPart> Parts;
  EmptyParts(Context, Limit, Parts).addBases(R, CharUnits::Zero());
  return Parts;
}

bool NeedsReader::isPacked(const FieldDecl &F) const {
  return R.hasAttr<PackedAttr>() || F.hasAttr<PackedAttr>();
}

std::optional<FieldNeeds> NeedsReader::ofBitField(const FieldDecl &F) const {
  const uint64_t Width =
      F.getBitWidth()->EvaluateKnownConstInt(Context).getZExtValue();
  const TypeInfo Type = Context.getTypeInfo(F.getType());
  if (F.getMaxAlignment() != 0 || Width > Type.Width)
    return std::nullopt;
  FieldNeeds Needs{Width, Width, Type.Align, Type.Width, false, {}};
  if (Width == 0)
    return Needs;
  if (isPacked(F))
    Needs.Align = 1;
  if (const auto *Pack = R.getAttr<MaxFieldAlignmentAttr>()) {
    Needs.Align = std::min<uint64_t>(Needs.Align, Pack->getAlignment());
    Needs.Storage = AnyStorage;
  }
  return Needs;
}

uint64_t NeedsReader::alignOf(const FieldDecl &F) const {
  uint64_t Align =
      isPacked(F) ? Context.getCharWidth() : Context.getTypeAlign(F.getType());
  Align = std::max<uint64_t>(Align, F.getMaxAlignment());
  if (const auto *Pack = R.getAttr<MaxFieldAlignmentAttr>())
    Align = std::min<uint64_t>(Align, Pack->getAlignment());
  return Align;
}

std::optional<FieldNeeds> NeedsReader::ofField(const FieldDecl &F) const {
  const QualType T = F.getType();
  FieldNeeds Needs;
  Needs.Align = alignOf(F);
  if (!T->isIncompleteArrayType())
    Needs.Room = Needs.Size = Context.getTypeSize(T);
  if (F.isPotentiallyOverlapping()) {
    const CXXRecordDecl *Class = T->getAsCXXRecordDecl();
    const ASTRecordLayout &L = Context.getASTRecordLayout(Class);
    Needs.Overlaps = Class->isEmpty();
    Needs.Room =
        Needs.Overlaps
            ? 0
            : Context.toBits(std::max(L.getNonVirtualSize(), L.getDataSize()));
  }
  EmptyParts(Context, Limit, Needs.Empties).addObject(T, CharUnits::Zero());
  if (Needs.Empties.size() > MaxEmptyParts)
    return std::nullopt;
  return Needs;
}

} // namespace fastidious
