/// The questions for which the order of events counts, asked of a solved
/// function: is a handle taken back in time, used later, waited for?
#pragma once

#include "escape/Solution.h"
#include "llvm/ADT/BitVector.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include <memory>

namespace fastidious::escape {

class EventOrder {
public:
  /// Generous: null that is stored in one of several parts, or in one element,
  /// takes back what was put in any of them.
  explicit EventOrder(const Solution &S, bool IsGenerous = false);

  /// What a constraint put into the cell can still be there when Scope is
  /// left: on some path it is neither overwritten nor taken out.
  bool lasts(uint32_t Constraint, SetId Cell, PlaceId What,
             ScopeId Scope) const;
  /// On some path, before Scope is left, someone takes it out again, or takes
  /// out others of its kind: what is meant is not known.
  bool maybeTaken(uint32_t Constraint, SetId Cell, PlaceId What,
                  ScopeId Scope) const;
  /// ... and Outer is used after that.
  bool lastsUntilUse(uint32_t Constraint, SetId Cell, PlaceId What,
                     ScopeId Scope, ObjectId Outer) const;
  /// What comes into the cell by that edge is what was there before What was
  /// put there: not a way in for What.
  bool restores(const Edge &By, SetId Cell, PlaceId What) const;
  /// On each path from the constraint to the end of Scope someone waits for
  /// the thread.
  bool joined(uint32_t Constraint, ObjectId Thread, ScopeId Scope) const;
  bool isEverJoined(ObjectId Thread) const;
  /// Nothing is ever taken back, so there is nothing to ask.
  bool neverTakesBack() const { return Takers.empty(); }
  /// The cells that refer to the object.
  llvm::ArrayRef<SetId> holders(ObjectId O) const;

  // What happens on each path through the function to what callers know.
  std::vector<Place> overwritten() const;
  /// On some paths only; of containers what they hold.
  std::vector<Place> sometimesTaken() const;
  using Removed = std::pair<Place, std::optional<Place>>;
  std::vector<Removed> removed() const;
  std::vector<Place> joinedOwners() const;

  bool isWithin(ScopeId Inner, ScopeId Outer) const;
  /// Inner is reached by way of Outer, or is it.
  bool isWithin(Place Inner, Place Outer) const;

private:
  struct Position {
    uint32_t Block = 0;
    uint32_t Index = 0;
  };
  struct CellFlow {
    /// Those that can take back something.
    std::vector<Event> Takers;
    /// By each edge that leads there: where that is read which was in the cell
    /// before and comes back by it; and each of them once.
    std::vector<std::vector<uint32_t>> Reads;
    std::vector<uint32_t> AllReads;
  };
  /// How a walk goes on behind an event. Leave: the scope is behind it.
  enum class Turn : uint8_t { Go, Leave, Stop, Found };
  using Visitor = llvm::function_ref<Turn(const Event &, bool Left)>;
  using Is = llvm::function_ref<bool(const Event &)>;
  using OfPlace = llvm::function_ref<void(Place)>;
  using OfRemoval = llvm::function_ref<void(Place, std::optional<Place>)>;

  /// Follows all paths, but not into these loops. \returns whether the visitor
  /// found what it looks for, or a path ends without being stopped where that
  /// counts.
  bool walk(llvm::ArrayRef<Position> From, Visitor At, bool EndCounts,
            const std::set<uint32_t> &Closed = {}) const;
  bool onAllPaths(Is Wanted, const std::set<uint32_t> &Closed = {}) const;
  std::vector<Position> behind(uint32_t Constraint) const;
  /// The loops that hold such an event.
  std::set<uint32_t> loopsWith(Is Wanted) const;
  void findLoops();
  llvm::BitVector findNullStores() const;

  // What an event does (FlowEvents.cpp).
  bool leaves(const Event &E, ScopeId Scope) const;
  /// None for What and Constraint: whatever they are.
  bool takes(const Event &E, Place Cell, ObjectId What, uint32_t Constraint,
             unsigned Depth = 0) const;
  bool isFormer(PlaceId What, Place Cell) const;
  bool hasFormer(Place Cell) const;
  const CellFlow &flowOf(SetId Cell) const;
  const llvm::DenseMap<uint32_t, SetId> &foundAfter(SetId Cell,
                                                    PlaceId What) const;
  bool isSwapped(uint32_t Read, const Edge &By) const;
  uint32_t readFor(const Edge &By, const Element &Former) const;
  const llvm::BitVector &doneAfter(uint32_t Constraint,
                                   const std::vector<Event> &Takers) const;
  /// Those of Takers that do.
  const std::vector<Event> &takersOf(uint32_t Constraint, SetId Cell,
                                     ObjectId What) const;
  bool isHeldBefore(ObjectId O, uint32_t Constraint) const;
  bool computeIsHeldBefore(ObjectId O, uint32_t Constraint) const;
  bool holds(SetId Set, ObjectId O) const;
  bool overwrites(const Event &E, Place Cell) const;
  bool removes(const Event &E, Place Cell, ObjectId What) const;
  bool storesNull(const Event &E, Place Cell) const;
  /// Takes something back, but an object that is not O.
  bool takesOther(const Event &E, ObjectId O) const;
  bool isNot(const Removal &Differs, Place Cell, ObjectId What) const;
  bool joins(const Event &E, ObjectId Thread) const;
  void eachOverwrite(const Event &E, OfPlace Do) const;
  void eachRemoval(const Event &E, OfRemoval Do) const;
  void eachJoin(const Event &E, OfPlace Do) const;
  /// Places that a callee may overwrite, and containers that lose elements.
  void eachTaken(const Event &E, OfPlace Do) const;
  /// Gives O, or what leads to it, to a callee that nobody can look into.
  bool handsOver(const Event &E, ObjectId O) const;
  void eachEffect(const Event &E, Effect::EffectKind Kind,
                  llvm::function_ref<void(const Effect &)> Do) const;
  bool isSingle(Place P) const;
  bool isKnownToCaller(Place P) const;
  bool refersTo(ObjectId O, Key Part, ObjectId To) const;

  /// Events looked at; beyond the budget nothing is taken back.
  static constexpr uint64_t Budget = 20'000'000;

  const Solution &S;
  const Graph &G;
  const bool IsGenerous;
  std::map<uint32_t, std::vector<Position>> Positions;
  std::vector<Event> Takers;
  std::map<uint32_t, std::vector<const Effect *>> EffectsOf;
  /// The cells that refer to an object.
  llvm::DenseMap<ObjectId, std::vector<SetId>> Holders;
  llvm::DenseSet<NameId> SeveralFields;
  /// Blocks with the same number are in one loop; None is in no loop.
  std::vector<uint32_t> Loops;
  mutable uint64_t Spent = 0;
  mutable llvm::DenseMap<std::pair<ObjectId, uint32_t>, bool> HeldBefore;
  using Stored = std::tuple<uint32_t, SetId, ObjectId>;
  mutable std::map<Stored, std::vector<Event>> TakersOf;
  const std::vector<Event> OfNothing;
  mutable llvm::DenseMap<SetId, std::unique_ptr<CellFlow>> OfCells;
  mutable std::map<std::pair<SetId, PlaceId>, llvm::DenseMap<uint32_t, SetId>>
      FoundAfter;
  mutable std::map<std::pair<uint32_t, const std::vector<Event> *>,
                   llvm::BitVector>
      DoneAfter;
  /// By the constraint, its takers and the scope.
  mutable std::map<std::tuple<uint32_t, const std::vector<Event> *, ScopeId>,
                   bool>
      Lasts;
  mutable std::map<
      std::tuple<uint32_t, const std::vector<Event> *, ScopeId, ObjectId>, bool>
      LastsUntilUse;
};

} // namespace fastidious::escape
