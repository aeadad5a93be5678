#include "escape/Flow.h"
#include "llvm/ADT/STLExtras.h"

namespace fastidious::escape {

EventOrder::EventOrder(const Solution &S, bool IsGenerous)
    : S(S), G(S.graph()), IsGenerous(IsGenerous) {
  for (const Effect &E : S.effects())
    if (const uint32_t C = S.calls()[E.Call].Constraint; C != None)
      EffectsOf[C].push_back(&E);
  for (const Storage &Of : S.objects())
    for (auto [Part, Cell] : Of.Cells)
      for (const Element &E : S.set(Cell).Elements)
        Holders[S.place(E.What).Object].push_back(Cell);
  for (uint32_t Field : G.SeveralFields)
    SeveralFields.insert(S.global({Field}).Field);
  const llvm::BitVector NullStores = findNullStores();
  for (uint32_t B = 0; B != G.Blocks.size(); ++B)
    for (uint32_t I = 0; I != G.Blocks[B].Events.size(); ++I) {
      const Event &E = G.Blocks[B].Events[I];
      if (E.Kind == Event::Do)
        Positions[E.Index].push_back({B, I});
      bool Takes = E.Kind == Event::Await || E.Kind == Event::Differ;
      eachOverwrite(E, [&](Place) { Takes = true; });
      eachRemoval(E, [&](Place, std::optional<Place>) { Takes = true; });
      eachJoin(E, [&](Place) { Takes = true; });
      Takes |= E.Kind == Event::Do && NullStores.test(E.Index);
      if (Takes)
        Takers.push_back(E);
    }
  findLoops();
}

/// Where those count that take something back.
llvm::BitVector EventOrder::findNullStores() const {
  llvm::BitVector Found(G.Constraints.size());
  for (const Storage &Of : S.objects())
    for (auto [Part, Cell] : Of.Cells)
      for (const Edge &By : S.set(Cell).From)
        if (const uint32_t C = S.cause(By.Why).Constraint;
            IsGenerous && C != None && S.set(By.Set).Elements.empty())
          Found.set(C);
  return Found;
}

llvm::ArrayRef<SetId> EventOrder::holders(ObjectId O) const {
  const auto By = Holders.find(O);
  if (By == Holders.end())
    return {};
  return By->second;
}

/// Strongly connected blocks: in the order in which a depth-first walk
/// finishes them, walked backwards (Kosaraju).
void EventOrder::findLoops() {
  const uint32_t Count = G.Blocks.size();
  std::vector<std::vector<uint32_t>> Before(Count);
  for (uint32_t B = 0; B != Count; ++B)
    for (uint32_t Next : G.Blocks[B].Successors)
      Before[Next].push_back(B);
  std::vector<uint32_t> Finished;
  std::vector<bool> Seen(Count);
  std::vector<std::pair<uint32_t, size_t>> Stack;
  for (uint32_t Start = 0; Start != Count; ++Start) {
    if (!Seen[Start])
      Stack.push_back({Start, 0});
    Seen[Start] = true;
    while (!Stack.empty()) {
      const uint32_t B = Stack.back().first;
      const size_t Next = Stack.back().second++;
      if (Next >= G.Blocks[B].Successors.size()) {
        Finished.push_back(B);
        Stack.pop_back();
      } else if (const uint32_t To = G.Blocks[B].Successors[Next]; !Seen[To]) {
        Seen[To] = true;
        Stack.push_back({To, 0});
      }
    }
  }
  Loops.assign(Count, None);
  std::vector<bool> Placed(Count);
  for (uint32_t Root : llvm::reverse(Finished)) {
    std::vector<uint32_t> Worklist = {Root}, Together;
    while (!Worklist.empty()) {
      const uint32_t B = Worklist.back();
      Worklist.pop_back();
      if (Placed[B])
        continue;
      Placed[B] = true;
      Together.push_back(B);
      llvm::append_range(Worklist, Before[B]);
    }
    if (Together.size() > 1 ||
        (Together.size() == 1 && llvm::is_contained(Before[Root], Root)))
      for (uint32_t B : Together)
        Loops[B] = Root;
  }
}

bool EventOrder::walk(llvm::ArrayRef<Position> From, Visitor At, bool EndCounts,
                      const std::set<uint32_t> &Closed) const {
  std::vector<std::pair<Position, bool>> Worklist;
  llvm::BitVector Entered(2 * G.Blocks.size());
  for (Position P : From)
    Worklist.push_back({P, false});
  while (!Worklist.empty()) {
    auto [P, Left] = Worklist.back();
    Worklist.pop_back();
    const Block &In = G.Blocks[P.Block];
    Turn Next = Turn::Go;
    for (; P.Index < In.Events.size() && Next != Turn::Stop; ++P.Index) {
      Next = At(In.Events[P.Index], Left);
      if (Next == Turn::Found || ++Spent > Budget)
        return true;
      Left |= Next == Turn::Leave;
    }
    if (Next == Turn::Stop)
      continue;
    if (In.Successors.empty() && EndCounts)
      return true;
    for (uint32_t To : In.Successors)
      if (!(Loops[To] != None && Closed.count(Loops[To])) &&
          !Entered.test(2 * To + Left)) {
        Entered.set(2 * To + Left);
        Worklist.push_back({{To, 0}, Left});
      }
  }
  return false;
}

std::vector<EventOrder::Position>
EventOrder::behind(uint32_t Constraint) const {
  std::vector<Position> Behind;
  if (const auto At = Positions.find(Constraint); At != Positions.end())
    for (Position P : At->second)
      Behind.push_back({P.Block, P.Index + 1});
  return Behind;
}

bool EventOrder::isWithin(ScopeId Inner, ScopeId Outer) const {
  while (Inner != Outer && Inner < G.Scopes.size())
    Inner = G.Scopes[Inner].Parent;
  return Inner == Outer;
}

bool EventOrder::lasts(uint32_t Constraint, SetId Cell, PlaceId What,
                       ScopeId Scope) const {
  // Without an order of events nothing is known to come later.
  if (neverTakesBack() || !Positions.contains(Constraint))
    return true;
  const auto &By = takersOf(Constraint, Cell, S.place(What).Object);
  const auto [Known, IsNew] = Lasts.try_emplace({Constraint, &By, Scope});
  const auto At = [&](const Event &E, bool) {
    if (llvm::is_contained(By, E))
      return Turn::Stop;
    return leaves(E, Scope) ? Turn::Found : Turn::Go;
  };
  if (IsNew)
    Known->second = walk(behind(Constraint), At, /*EndCounts=*/true);
  return Known->second;
}

bool EventOrder::maybeTaken(uint32_t Constraint, SetId Cell, PlaceId What,
                            ScopeId Scope) const {
  const Place Of = S.set(Cell).Of;
  // Put there only under some condition, it may be taken under the same.
  const bool Always = onAllPaths([&](const Event &E) {
    return E.Kind == Event::Do && E.Index == Constraint;
  });
  const auto At = [&](const Event &E, bool) {
    bool Takes = false;
    if (E.Index != Constraint && handsOver(E, Of.Object))
      return Turn::Found;
    if (Always && takes(E, Of, S.place(What).Object, Constraint))
      return Turn::Stop;
    if ((E.Index != Constraint || E.Kind != Event::Do) &&
        !takesOther(E, S.place(What).Object))
      eachTaken(E, [&](Place Taken) {
        // Of what the caller knows two names may mean the same object.
        const bool MayBeSame = Of.Part.Field &&
                               Taken.Part.Field == Of.Part.Field &&
                               isKnownToCaller(Of) && isKnownToCaller(Taken);
        Takes |= isWithin(Of, Taken) || MayBeSame ||
                 refersTo(Taken.Object, Taken.Part, Of.Object);
      });
    if (leaves(E, Scope))
      return Turn::Stop;
    return Takes ? Turn::Found : Turn::Go;
  };
  const std::vector<Position> From = behind(Constraint);
  return !From.empty() && walk(From, At, /*EndCounts=*/false);
}

bool EventOrder::lastsUntilUse(uint32_t Constraint, SetId Cell, PlaceId What,
                               ScopeId Scope, ObjectId Outer) const {
  if (!Positions.contains(Constraint))
    return true;
  const auto &By = takersOf(Constraint, Cell, S.place(What).Object);
  const auto [Known, IsNew] =
      LastsUntilUse.try_emplace({Constraint, &By, Scope, Outer});
  const auto At = [&](const Event &E, bool Left) {
    if (Left && E.Kind == Event::Use && E.Index == Outer)
      return Turn::Found;
    if (llvm::is_contained(By, E) || leaves(E, S.object(Outer).Is->Scope))
      return Turn::Stop;
    return leaves(E, Scope) ? Turn::Leave : Turn::Go;
  };
  if (IsNew)
    Known->second = walk(behind(Constraint), At, /*EndCounts=*/false);
  return Known->second;
}

/// A loop that waits for each element waits for all: it is passed by only
/// where there are none.
std::set<uint32_t> EventOrder::loopsWith(Is Wanted) const {
  std::set<uint32_t> Found;
  for (uint32_t B = 0; B != G.Blocks.size(); ++B)
    if (Loops[B] != None && llvm::any_of(G.Blocks[B].Events, Wanted))
      Found.insert(Loops[B]);
  return Found;
}

bool EventOrder::joined(uint32_t Constraint, ObjectId Thread,
                        ScopeId Scope) const {
  const std::vector<Position> From = behind(Constraint);
  if (From.empty())
    return false;
  std::set<uint32_t> Closed =
      loopsWith([&](const Event &E) { return joins(E, Thread); });
  for (Position P : From)
    Closed.erase(Loops[P.Block]);
  const auto At = [&](const Event &E, bool) {
    if (joins(E, Thread))
      return Turn::Stop;
    return leaves(E, Scope) ? Turn::Found : Turn::Go;
  };
  return !walk(From, At, /*EndCounts=*/true, Closed);
}

bool EventOrder::isEverJoined(ObjectId Thread) const {
  return llvm::any_of(Takers, [&](const Event &E) { return joins(E, Thread); });
}

bool EventOrder::onAllPaths(Is Wanted, const std::set<uint32_t> &Closed) const {
  const auto At = [&](const Event &E, bool) {
    return Wanted(E) ? Turn::Stop : Turn::Go;
  };
  return !G.Blocks.empty() &&
         !walk({Position()}, At, /*EndCounts=*/true, Closed);
}

std::vector<Place> EventOrder::overwritten() const {
  std::set<Place> All;
  for (const Event &E : Takers)
    eachOverwrite(E, [&](Place Of) { All.insert(Of); });
  std::vector<Place> Always;
  for (Place Of : All)
    if (isKnownToCaller(Of) &&
        onAllPaths([&](const Event &E) { return overwrites(E, Of); }))
      Always.push_back(Of);
  return Always;
}

std::vector<Place> EventOrder::sometimesTaken() const {
  std::set<Place> All;
  for (const Block &B : G.Blocks)
    for (const Event &E : B.Events) {
      eachTaken(E, [&](Place Of) { All.insert(Of); });
      // Whoever waits may be told that others are done with all that it has.
      eachJoin(E, [&](Place Of) { All.insert({Of.Object, {}}); });
      if (E.Kind == Event::Do && G.Constraints[E.Index].Overwrites)
        for (const Element &Of : S.set(G.Constraints[E.Index].Dst).Elements) {
          const Place At = S.place(Of.What);
          All.insert(
              {At.Object, Solution::combined(
                              At.Part, S.global(G.Constraints[E.Index].Part))});
        }
    }
  std::erase_if(All, [&](Place Of) { return !isKnownToCaller(Of); });
  return {All.begin(), All.end()};
}

std::vector<EventOrder::Removed> EventOrder::removed() const {
  std::set<Removed> All;
  for (const Event &E : Takers)
    eachRemoval(E, [&](Place Of, std::optional<Place> What) {
      All.insert({Of, What});
    });
  std::vector<Removed> Always;
  for (const Removed &R : All)
    if (isKnownToCaller(R.first) && (!R.second || isKnownToCaller(*R.second)) &&
        onAllPaths([&](const Event &E) {
          bool Same = false;
          eachRemoval(E, [&](Place Of, std::optional<Place> What) {
            Same |= R == Removed(Of, What);
          });
          return Same;
        }))
      Always.push_back(R);
  return Always;
}

std::vector<Place> EventOrder::joinedOwners() const {
  std::set<Place> All;
  for (const Block &B : G.Blocks)
    for (const Event &E : B.Events)
      eachJoin(E, [&](Place Owner) { All.insert(Owner); });
  std::vector<Place> Always;
  for (Place Owner : All) {
    const auto Waits = [&](const Event &E) {
      bool Same = false;
      eachJoin(E, [&](Place Of) { Same |= Of == Owner; });
      return Same;
    };
    if (isKnownToCaller(Owner) && onAllPaths(Waits, loopsWith(Waits)))
      Always.push_back(Owner);
  }
  return Always;
}

} // namespace fastidious::escape
