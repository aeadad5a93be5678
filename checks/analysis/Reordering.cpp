#include "analysis/Layout.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/StringExtras.h"

using namespace clang;

namespace fastidious {
namespace {

using Move = Reordering::Move;

/// Tried orders times units: a record of 500 fields costs no more.
constexpr size_t MaxSteps = 2000000;

std::vector<unsigned> moved(llvm::ArrayRef<unsigned> Order, Move M) {
  std::vector<unsigned> Result;
  Result.reserve(Order.size());
  if (M.After < 0)
    Result.push_back(M.Unit);
  for (unsigned I : Order) {
    if (I != M.Unit)
      Result.push_back(I);
    if (static_cast<int>(I) == M.After)
      Result.push_back(M.Unit);
  }
  return Result;
}

/// Neighbouring bit-fields are one memory location to threads.
bool joinsBitFields(const RecordLayout &L, unsigned A, unsigned B) {
  return L.Units[A].isBitFields() && L.Units[B].isBitFields();
}

/// The orders that may be proposed.
class Permission {
public:
  Permission(const RecordLayout &L, ContendedUnit IsContended) : L(L) {
    for (unsigned I = 0; I < L.Units.size(); ++I)
      if (IsContended(L.Units[I]))
        Contended.push_back(I);
  }

  bool operator()(llvm::ArrayRef<unsigned> Order) const {
    for (size_t I = 0; I < Order.size(); ++I) {
      if (L.Units[Order[I]].IsPinned && Order[I] != I)
        return false;
      if (I > 0 && joinsBitFields(L, Order[I - 1], Order[I]))
        return false;
    }
    return Contended.empty() || keepsLines(Order);
  }

private:
  bool keepsLines(llvm::ArrayRef<unsigned> Order) const {
    std::vector<Extent> After(Order.size());
    const std::vector<Extent> Placed = L.place(Order);
    for (size_t I = 0; I < Order.size(); ++I)
      After[Order[I]] = Placed[I];
    return llvm::all_of(Contended, [&](unsigned C) {
      return llvm::all_of(Order, [&](unsigned U) {
        return U == C || !share(After[C], After[U]) ||
               share(extentNow(C), extentNow(U));
      });
    });
  }

  Extent extentNow(unsigned I) const {
    const LayoutUnit &U = L.Units[I];
    return {U.Offset, U.Offset + U.Size};
  }
  bool share(Extent A, Extent B) const {
    const auto Line = CharUnits::fromQuantity(CacheLineBytes);
    return shareLine(A, B, L.Align, Line).Shared > 0;
  }

  const RecordLayout &L;
  std::vector<unsigned> Contended;
};

/// Fills from the start with the unit that leaves the smallest hole in front
/// of it, of those with the largest alignment, of those the first declared.
std::vector<unsigned> filled(const RecordLayout &L) {
  std::vector<unsigned> Order, Left = L.declaredOrder();
  CharUnits Used = L.Start;
  while (!Left.empty()) {
    std::tuple<bool, CharUnits, bool, CharUnits> Least;
    CharUnits End;
    auto Best = Left.end();
    llvm::SmallDenseSet<std::pair<int64_t, int>> Tried;
    for (auto I = Left.begin(); I != Left.end(); ++I) {
      const LayoutUnit &U = L.Units[*I];
      if (!Tried
               .insert(
                   {U.Align.getQuantity(), U.isBitFields() + 2 * U.IsPinned})
               .second)
        continue;
      Order.push_back(*I);
      const Extent At = L.place(Order).back();
      Order.pop_back();
      const bool JoinsBits =
          !Order.empty() && joinsBitFields(L, Order.back(), *I);
      const std::tuple Rank(U.IsPinned, At.Begin - Used, JoinsBits, -U.Align);
      if (Best == Left.end() || Rank < Least) {
        Best = I;
        Least = Rank;
        End = At.End;
      }
    }
    Used = std::max(Used, End);
    Order.push_back(*Best);
    Left.erase(Best);
  }
  return Order;
}

/// No order can be smaller: all that is behind the bases, without holes.
CharUnits leastSize(const RecordLayout &L) {
  const ASTContext &Context = L.Record->getASTContext();
  uint64_t Bits = Context.toBits(L.Start);
  for (const LayoutUnit &U : L.Units)
    for (const FieldNeeds &Needs : U.Needs)
      Bits += Needs.Room;
  const auto Bytes =
      Context.toCharUnitsFromBits(llvm::alignTo(Bits, Context.getCharWidth()));
  return std::max(Bytes, L.LeastSize).alignTo(L.Align);
}

/// What a reader has to follow: fields that move down, bytes, places passed.
struct Effort {
  unsigned Down = 0;
  CharUnits Bytes;
  unsigned Passed = 0;
  auto rank() const { return std::tuple(Down, Bytes, Passed); }
};

/// Looks for the least effort among the orders of the smallest size that one
/// or two moves reach.
class MoveSearch {
public:
  MoveSearch(const RecordLayout &L, const Permission &IsPermitted)
      : L(L), IsPermitted(IsPermitted) {}

  /// \returns the best; of the declared order where none is smaller.
  Reordering run(CharUnits LeastSize) {
    Best.Size = L.Size;
    for (unsigned Count : {1, 2}) {
      Moves.clear();
      search(L.declaredOrder(), Count, Effort());
      if (Best.Size <= LeastSize)
        break;
    }
    return Best;
  }

private:
  void search(const std::vector<unsigned> &Order, unsigned Count, Effort Sum) {
    const auto Holes = L.holesInOrder(Order);
    for (unsigned From : nextTo(Holes, Order.size()))
      for (const RecordLayout::Hole &To : Holes) {
        const int From_ = static_cast<int>(From);
        if (To.After == From_ || To.After + 1 == From_)
          continue;
        if ((Steps += Order.size()) > MaxSteps)
          return;
        const Move M{Order[From],
                     To.After < 0 ? -1 : static_cast<int>(Order[To.After])};
        Moves.push_back(M);
        Effort Now = Sum;
        Now.Down += To.After > From_;
        Now.Bytes += L.Units[M.Unit].Size;
        Now.Passed += std::abs(To.After - From_);
        follow(moved(Order, M), Count, Now);
        Moves.pop_back();
      }
  }

  void follow(const std::vector<unsigned> &Order, unsigned Count, Effort E) {
    if (Count > 1)
      return search(Order, Count - 1, E);
    const CharUnits Size = L.sizeInOrder(Order);
    const bool IsBetter =
        Size < Best.Size ||
        (Size == Best.Size && !Best.Order.empty() &&
         Moves.size() == Best.Moves.size() && E.rank() < BestEffort.rank());
    if (!IsBetter || !IsPermitted(Order))
      return;
    Best = {Size, Order, Moves};
    BestEffort = E;
  }

  /// Positions of the units in front of and behind the holes.
  static std::vector<unsigned> nextTo(llvm::ArrayRef<RecordLayout::Hole> Holes,
                                      size_t Units) {
    std::vector<unsigned> Found;
    for (const RecordLayout::Hole &H : Holes)
      for (int At : {H.After, H.After + 1})
        if (At >= 0 && At < static_cast<int>(Units) &&
            (Found.empty() || Found.back() < static_cast<unsigned>(At)))
          Found.push_back(At);
    return Found;
  }

  const RecordLayout &L;
  const Permission &IsPermitted;
  llvm::SmallVector<Move, 2> Moves;
  Reordering Best;
  Effort BestEffort;
  size_t Steps = 0;
};

const FieldDecl *firstNamed(const CXXRecordDecl &R) {
  for (const FieldDecl *F : R.fields()) {
    if (F->getIdentifier())
      return F;
    if (F->isAnonymousStructOrUnion())
      if (const FieldDecl *Inner =
              firstNamed(*F->getType()->getAsCXXRecordDecl()))
        return Inner;
  }
  return nullptr;
}

std::string quoted(const FieldDecl &F) {
  return "'" + F.getNameAsString() + "'";
}

std::string nameOf(const FieldDecl &F) {
  if (!F.isAnonymousStructOrUnion())
    return quoted(F);
  const CXXRecordDecl &R = *F.getType()->getAsCXXRecordDecl();
  const FieldDecl *First = firstNamed(R);
  return std::string(R.isUnion() ? "the union" : "the struct") +
         (First ? " of " + quoted(*First) : " without members");
}

std::string inWords(Move M, const RecordLayout &L) {
  return nameOf(L.Units[M.Unit]) +
         (M.After < 0 ? " to the front"
                      : " behind " + nameOf(L.Units[M.After]));
}

} // namespace

std::optional<Reordering> smallestOrder(const RecordLayout &L,
                                        ContendedUnit IsContended) {
  const CharUnits Least = leastSize(L);
  if (Least >= L.Size)
    return std::nullopt;
  const Permission IsPermitted(L, IsContended);
  const Reordering Moves = MoveSearch(L, IsPermitted).run(Least);
  Reordering Filled;
  Filled.Order = filled(L);
  Filled.Size = L.sizeInOrder(Filled.Order);
  if (Filled.Size < Moves.Size && IsPermitted(Filled.Order))
    return Filled;
  if (Moves.Order.empty())
    return std::nullopt;
  return Moves;
}

std::string nameOf(const LayoutUnit &U) {
  std::vector<std::string> Names;
  for (const FieldDecl *F : U.Fields)
    if (F->getIdentifier() || F->isAnonymousStructOrUnion())
      Names.push_back(nameOf(*F));
  if (Names.empty())
    return "the unnamed bit-field";
  return llvm::join(Names, ", ");
}

std::string describe(const Reordering &R, const RecordLayout &L) {
  std::vector<std::string> Parts;
  for (Move M : R.Moves)
    Parts.push_back(inWords(M, L));
  if (!Parts.empty())
    return "move " + llvm::join(Parts, " and ");
  for (unsigned I : R.Order)
    Parts.push_back(nameOf(L.Units[I]));
  return "order: " + llvm::join(Parts, ", ");
}

} // namespace fastidious
