#include "analysis/Layout.h"
#include "llvm/ADT/SmallSet.h"
#include "llvm/ADT/StringExtras.h"

using namespace clang;

namespace fastidious {
namespace {

using Move = Reordering::Move;

/// Tried orders times units: a record of 500 fields costs no more.
constexpr size_t MaxSteps = 500000;

/// Longer orders are told by at most MaxMoves moves, or by their beginning.
constexpr size_t MaxListed = 12, MaxMoves = 4;

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
class Filling {
public:
  explicit Filling(const RecordLayout &L) : L(L), Left(L.declaredOrder()) {}

  std::vector<unsigned> run() {
    while (!Left.empty()) {
      const auto Next = best();
      Order.push_back(*Next);
      Left.erase(Next);
    }
    return Order;
  }

private:
  using Rank = std::tuple<bool, CharUnits, bool, CharUnits>;

  std::vector<unsigned>::iterator best() {
    // Of units alike, the first declared is the best.
    llvm::SmallSet<std::tuple<CharUnits, bool, bool>, 8> Tried;
    const CharUnits Used = end();
    auto Best = Left.end();
    Rank Least;
    for (auto I = Left.begin(); I != Left.end(); ++I) {
      const LayoutUnit &U = L.Units[*I];
      if (!Tried.insert({U.Align, U.isBitFields(), U.IsPinned}).second)
        continue;
      const Rank Now = rankOf(*I, Used);
      if (Best == Left.end() || Now < Least) {
        Best = I;
        Least = Now;
      }
    }
    return Best;
  }

  Rank rankOf(unsigned I, CharUnits Used) {
    const LayoutUnit &U = L.Units[I];
    const bool Joins = !Order.empty() && joinsBitFields(L, Order.back(), I);
    Order.push_back(I);
    const CharUnits Begin = L.place(Order).back().Begin;
    Order.pop_back();
    return {U.IsPinned, Begin - Used, Joins, -U.Align};
  }

  CharUnits end() const {
    CharUnits End = L.Start;
    for (const Extent &E : L.place(Order))
      End = std::max(End, E.End);
    return End;
  }

  const RecordLayout &L;
  std::vector<unsigned> Order, Left;
};

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

/// The same moves, from front to back: each behind what it ends up behind.
llvm::SmallVector<Move, 2> inOrder(llvm::ArrayRef<unsigned> Order,
                                   llvm::ArrayRef<Move> Moves) {
  llvm::SmallVector<Move, 2> Sorted;
  for (size_t I = 0; I < Order.size(); ++I)
    if (llvm::any_of(Moves, [&](Move M) { return M.Unit == Order[I]; }))
      Sorted.push_back({Order[I], I ? static_cast<int>(Order[I - 1]) : -1});
  return Sorted;
}

/// What a reader has to check and follow.
struct Effort {
  /// Fields that are initialised later than before, or destroyed at another
  /// time: others may depend on it.
  unsigned Risks = 0;
  CharUnits Bytes;
  unsigned Passed = 0;
  auto rank() const { return std::tuple(Risks, Bytes, Passed); }
};

/// Looks for the least effort among the orders of the smallest size that one
/// or two moves reach; goes on from there where a list would be long.
class MoveSearch {
public:
  MoveSearch(const RecordLayout &L, const Permission &IsPermitted)
      : L(L), IsPermitted(IsPermitted) {}

  /// \returns the best; of the declared order where none is smaller.
  Reordering run(CharUnits LeastSize) {
    Best.Size = L.Size;
    step(LeastSize);
    if (L.Units.size() <= MaxListed)
      return Best;
    for (size_t Last = 0; Best.Size > LeastSize && Best.Moves.size() > Last &&
                          Best.Moves.size() < MaxMoves;) {
      Last = Best.Moves.size();
      step(LeastSize);
    }
    return Best;
  }

private:
  /// One or two moves from the best order so far.
  void step(CharUnits LeastSize) {
    const Reordering From = Best;
    const Effort Before = BestEffort;
    for (unsigned Count : {1, 2}) {
      Moves = From.Moves;
      search(From.Order.empty() ? L.declaredOrder() : From.Order, Count,
             Before);
      if (Best.Size <= LeastSize)
        return;
    }
  }

  void search(const std::vector<unsigned> &Order, unsigned Count, Effort Sum) {
    const auto Holes = L.holesInOrder(Order);
    for (int From : nextTo(Holes, Order.size()))
      for (const RecordLayout::Hole &To : Holes) {
        if (To.After == From || To.After + 1 == From)
          continue;
        if ((Steps += Order.size()) > MaxSteps)
          return;
        const Move M{Order[From], To.After < 0 ? -1 : int(Order[To.After])};
        Moves.push_back(M);
        follow(moved(Order, M), Count, plus(Sum, M.Unit, To.After - From));
        Moves.pop_back();
      }
  }

  Effort plus(Effort E, unsigned Unit, int Distance) const {
    const LayoutUnit &U = L.Units[Unit];
    const bool IsDestroyed = llvm::any_of(U.Fields, [](const FieldDecl *F) {
      return F->getType().isDestructedType() != QualType::DK_none;
    });
    E.Risks += IsDestroyed || Distance > 0;
    E.Bytes += U.Size;
    E.Passed += std::abs(Distance);
    return E;
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
    Best = {Size, Order, inOrder(Order, Moves)};
    BestEffort = E;
  }

  /// Positions of the units in front of and behind the holes.
  static std::vector<int> nextTo(llvm::ArrayRef<RecordLayout::Hole> Holes,
                                 int Units) {
    std::vector<int> Found;
    for (const RecordLayout::Hole &H : Holes)
      for (int At : {H.After, H.After + 1})
        if (At >= 0 && At < Units && (Found.empty() || Found.back() < At))
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
    return F.getIdentifier() ? quoted(F) : "the unnamed bit-field";
  const CXXRecordDecl &R = *F.getType()->getAsCXXRecordDecl();
  const FieldDecl *First = firstNamed(R);
  return std::string(R.isUnion() ? "the union" : "the struct") +
         (First ? " of " + quoted(*First) : " without members");
}

/// Unnamed bit-fields are told by their neighbours.
std::vector<std::string> namesIn(const LayoutUnit &U) {
  std::vector<std::string> Names;
  for (const FieldDecl *F : U.Fields)
    if (F->getIdentifier() || !F->isBitField() || U.Fields.size() == 1)
      Names.push_back(nameOf(*F));
  return Names.empty() ? std::vector{nameOf(*U.Fields.front())} : Names;
}

std::string inWords(Move M, const RecordLayout &L) {
  return nameOf(L.Units[M.Unit]) +
         (M.After < 0 ? " to the front"
                      : " behind " + namesIn(L.Units[M.After]).back());
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
  Filled.Order = Filling(L).run();
  Filled.Size = L.sizeInOrder(Filled.Order);
  if (Filled.Size < Moves.Size && IsPermitted(Filled.Order))
    return Filled;
  if (Moves.Order.empty())
    return std::nullopt;
  return Moves;
}

std::string nameOf(const LayoutUnit &U) {
  constexpr size_t MaxListed = 3;
  const std::vector<std::string> Names = namesIn(U);
  return Names.size() > MaxListed ? Names.front() + " to " + Names.back()
                                  : llvm::join(Names, ", ");
}

static std::string describe(llvm::ArrayRef<Move> Moves, const RecordLayout &L) {
  std::string Text = "move " + inWords(Moves.front(), L);
  for (size_t I = 1; I < Moves.size(); ++I)
    Text += (I + 1 < Moves.size() ? ", " : " and ") + inWords(Moves[I], L);
  return Text;
}

std::string describe(const Reordering &R, const RecordLayout &L) {
  constexpr size_t FirstListed = 6;
  if (!R.Moves.empty())
    return describe(R.Moves, L);
  const bool IsLong = R.Order.size() > MaxListed;
  std::vector<std::string> Names;
  for (unsigned I :
       llvm::ArrayRef(R.Order).take_front(IsLong ? FirstListed : MaxListed))
    Names.push_back(nameOf(L.Units[I]));
  const std::string Text = "order: " + llvm::join(Names, ", ");
  if (!IsLong)
    return Text;
  const bool Falls = llvm::is_sorted(R.Order, [&](unsigned A, unsigned B) {
    return L.Units[A].Align > L.Units[B].Align;
  });
  return Text + " and " + std::to_string(R.Order.size() - FirstListed) +
         " more" + (Falls ? ", those of the largest alignment first" : "");
}

} // namespace fastidious
