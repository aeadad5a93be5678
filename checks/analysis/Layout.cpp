#include "analysis/Layout.h"
#include "clang/AST/RecordLayout.h"
#include "clang/Basic/TargetInfo.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/Sequence.h"

using namespace clang;

namespace fastidious {
namespace {

bool isMostlyFields(const CXXRecordDecl &R, const ASTContext &Context) {
  return R.isCompleteDefinition() && !R.isInvalidDecl() &&
         !R.isDependentContext() && !R.isUnion() && R.getNumVBases() == 0 &&
         !Context.getTargetInfo().getCXXABI().isMicrosoft();
}

/// Whether two neighbours are written as one: `char a, b;`, bit-fields.
bool belongTogether(const FieldDecl &A, const FieldDecl &B) {
  if (A.isBitField() && B.isBitField())
    return true;
  return !A.getParent()->isLambda() && A.getBeginLoc().isValid() &&
         A.getBeginLoc() == B.getBeginLoc();
}

bool isFlexibleArray(const FieldDecl &F, const ASTContext &Context) {
  const auto *Array = Context.getAsConstantArrayType(F.getType());
  return F.getType()->isIncompleteArrayType() || (Array && Array->isZeroSize());
}

std::vector<LayoutUnit> unitsOf(const CXXRecordDecl &R,
                                const ASTContext &Context,
                                const NeedsReader &Reader) {
  std::vector<LayoutUnit> Units;
  for (const FieldDecl *F : R.fields()) {
    const auto Needs = Reader.needsOf(*F);
    if (!Needs)
      return {};
    if (Units.empty() || !belongTogether(*Units.back().Fields.back(), *F))
      Units.emplace_back();
    LayoutUnit &U = Units.back();
    U.Fields.push_back(F);
    U.Needs.push_back(*Needs);
    U.IsPinned |= isFlexibleArray(*F, Context);
    U.Align = std::max(U.Align, Context.toCharUnitsFromBits(Needs->Align));
  }
  return Units;
}

/// What cannot collide need not be asked: a type that only one field has.
void forgetLoneEmpties(RecordLayout &L) {
  llvm::SmallDenseMap<const CXXRecordDecl *, unsigned> Owners;
  const auto Count = [&](const std::vector<EmptyPart> &Parts) {
    llvm::SmallPtrSet<const CXXRecordDecl *, 8> Types;
    for (const EmptyPart &P : Parts)
      if (Types.insert(P.Type).second)
        ++Owners[P.Type];
  };
  const auto Forget = [&](std::vector<EmptyPart> &Parts) {
    llvm::erase_if(Parts, [&](auto &P) { return Owners[P.Type] < 2; });
  };
  Count(L.EmptyBases);
  for (const LayoutUnit &U : L.Units)
    for (const FieldNeeds &N : U.Needs)
      Count(N.Empties);
  Forget(L.EmptyBases);
  for (LayoutUnit &U : L.Units)
    for (FieldNeeds &N : U.Needs)
      Forget(N.Empties);
}

/// Places field after field as the Itanium ABI does, in bits.
class Placement {
public:
  Placement(const RecordLayout &L, uint64_t CharBits)
      : CharBits(CharBits), Data(L.Start.getQuantity() * CharBits),
        End(std::max(L.LeastSize, L.Start).getQuantity() * CharBits) {
    mark(L.EmptyBases, 0);
  }

  /// \returns where the field begins.
  uint64_t add(const FieldNeeds &Needs) {
    return Needs.Storage ? addBitField(Needs) : addField(Needs);
  }

  /// Up to where there is data, and up to where fields reach with their tails.
  uint64_t data() const { return Data; }
  uint64_t end() const { return std::max(End, llvm::alignTo(Data, CharBits)); }

private:
  using Address = std::pair<const CXXRecordDecl *, uint64_t>;

  uint64_t addBitField(const FieldNeeds &Needs) {
    if (Needs.Room == 0 || Data % Needs.Align + Needs.Room > Needs.Storage)
      Data = llvm::alignTo(Data, Needs.Align);
    Data += Needs.Room;
    return Data - Needs.Room;
  }

  uint64_t addField(const FieldNeeds &Needs) {
    Data = llvm::alignTo(Data, CharBits);
    const uint64_t Behind = llvm::alignTo(Data, Needs.Align);
    uint64_t At = Needs.Overlaps ? 0 : Behind;
    while (collides(Needs.Empties, At))
      At = At == 0 && Data != 0 ? Behind : At + Needs.Align;
    mark(Needs.Empties, At);
    if (!Needs.Overlaps)
      Data = At + Needs.Room;
    End = std::max(End, At + Needs.Size);
    return At;
  }

  Address addressOf(const EmptyPart &P, uint64_t At) const {
    return {P.Type, At + P.Offset.getQuantity() * CharBits};
  }
  bool collides(const std::vector<EmptyPart> &Parts, uint64_t At) const {
    return llvm::any_of(
        Parts, [&](auto &P) { return Taken.contains(addressOf(P, At)); });
  }
  void mark(const std::vector<EmptyPart> &Parts, uint64_t At) {
    for (const EmptyPart &P : Parts)
      Taken.insert(addressOf(P, At));
  }

  const uint64_t CharBits;
  uint64_t Data, End;
  llvm::SmallDenseSet<Address> Taken;
};

uint64_t charBits(const RecordLayout &L) {
  return L.Record->getASTContext().getCharWidth();
}

CharUnits sizeOf(const Placement &P, const RecordLayout &L) {
  const auto End = CharUnits::fromQuantity(P.end() / charBits(L));
  return std::max(End, CharUnits::One()).alignTo(L.Align);
}

/// The guard of everything that is said about other orders.
bool isWhatClangDoes(const RecordLayout &L, const ASTRecordLayout &Real) {
  const std::vector<unsigned> Order = L.declaredOrder();
  return L.sizeInOrder(Order) == Real.getSize() &&
         llvm::all_of(L.placeFields(Order), [&](const FieldPlace &P) {
           return P.Begin == Real.getFieldOffset(P.Field->getFieldIndex());
         });
}

/// Sets where the fields may begin.
void readBases(RecordLayout &L, const ASTRecordLayout &Real,
               const ASTContext &Context) {
  if (Real.hasOwnVFPtr())
    L.Start = Context.toCharUnitsFromBits(
        Context.getTargetInfo().getPointerWidth(LangAS::Default));
  for (const CXXBaseSpecifier &B : L.Record->bases()) {
    const CXXRecordDecl *Base = B.getType()->getAsCXXRecordDecl();
    const ASTRecordLayout &Inner = Context.getASTRecordLayout(Base);
    const CharUnits At = Real.getBaseClassOffset(Base);
    if (Base->isEmpty())
      L.LeastSize = std::max(L.LeastSize, At + Inner.getSize());
    else
      L.Start = std::max(L.Start, At + Inner.getNonVirtualSize());
  }
}

} // namespace

std::optional<RecordLayout> RecordLayout::of(const CXXRecordDecl &Declared,
                                             const ASTContext &Context) {
  const CXXRecordDecl *R = Declared.getDefinition();
  if (!R || !isMostlyFields(*R, Context))
    return std::nullopt;
  const ASTRecordLayout &Real = Context.getASTRecordLayout(R);
  RecordLayout L;
  L.Record = R;
  L.Size = Real.getSize();
  L.Align = Real.getAlignment();
  readBases(L, Real, Context);
  const NeedsReader Reader(*R, Context);
  L.EmptyBases = Reader.emptyBases();
  L.Units = unitsOf(*R, Context, Reader);
  forgetLoneEmpties(L);
  if (L.Units.empty() || !isWhatClangDoes(L, Real))
    return std::nullopt;
  const std::vector<unsigned> Order = L.declaredOrder();
  const std::vector<Extent> Extents = L.place(Order);
  for (unsigned I : Order) {
    L.Units[I].Offset = Extents[I].Begin;
    L.Units[I].Size = Extents[I].size();
  }
  L.Holes = L.holesInOrder(Order);
  return L;
}

CharUnits RecordLayout::sizeInOrder(llvm::ArrayRef<unsigned> Order) const {
  Placement P(*this, charBits(*this));
  for (unsigned I : Order)
    for (const FieldNeeds &Needs : Units[I].Needs)
      P.add(Needs);
  return sizeOf(P, *this);
}

std::vector<FieldPlace>
RecordLayout::placeFields(llvm::ArrayRef<unsigned> Order) const {
  Placement P(*this, charBits(*this));
  std::vector<FieldPlace> Places;
  for (unsigned I : Order)
    for (const auto &[Field, Needs] :
         llvm::zip(Units[I].Fields, Units[I].Needs))
      Places.push_back({Field, I, P.add(Needs), Needs.Room});
  return Places;
}

std::vector<Extent> RecordLayout::place(llvm::ArrayRef<unsigned> Order) const {
  const uint64_t CharBits = charBits(*this);
  std::vector<Extent> Extents;
  std::optional<unsigned> Last;
  for (const FieldPlace &P : placeFields(Order)) {
    const auto Begin = CharUnits::fromQuantity(P.Begin / CharBits);
    const auto End =
        CharUnits::fromQuantity(llvm::divideCeil(P.Begin + P.Room, CharBits));
    if (P.Unit != Last)
      Extents.push_back({Begin, End});
    Last = P.Unit;
    Extents.back().Begin = std::min(Extents.back().Begin, Begin);
    Extents.back().End = std::max(Extents.back().End, End);
  }
  return Extents;
}

std::vector<RecordLayout::Hole>
RecordLayout::holesInOrder(llvm::ArrayRef<unsigned> Order) const {
  std::vector<Hole> Found;
  CharUnits Used = Start;
  int Last = -1;
  const std::vector<Extent> Extents = place(Order);
  for (size_t I = 0; I < Order.size(); ++I) {
    if (Extents[I].size().isZero())
      continue;
    if (Used < Extents[I].Begin)
      Found.push_back({{Used, Extents[I].Begin}, Last});
    Used = std::max(Used, Extents[I].End);
    Last = static_cast<int>(I);
  }
  if (const CharUnits All = sizeInOrder(Order); Used < All)
    Found.push_back({{Used, All}, Last});
  return Found;
}

std::vector<unsigned> RecordLayout::declaredOrder() const {
  const auto All = llvm::seq<unsigned>(0, Units.size());
  return {All.begin(), All.end()};
}

LineSharing shareLine(Extent X, Extent Y, CharUnits Align, CharUnits Line) {
  const CharUnits Step = std::min(Align, Line);
  LineSharing Sharing{0, static_cast<unsigned>(Line / Step)};
  if (X.size().isZero() || Y.size().isZero())
    return Sharing;
  if (Y.Begin < X.Begin)
    std::swap(X, Y);
  for (CharUnits At; At < Line; At += Step)
    if ((At + X.End - CharUnits::One()) / Line >= (At + Y.Begin) / Line)
      ++Sharing.Shared;
  return Sharing;
}

} // namespace fastidious
