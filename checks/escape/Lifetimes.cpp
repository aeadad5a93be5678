// Handles that live longer than the object, but not forever: in variables of
// outer scopes, in threads, in the frames of coroutines.
#include "escape/Judge.h"
#include "llvm/ADT/STLExtras.h"

namespace fastidious::escape {

std::vector<SetId> Judge::cellsOf(ObjectId O) const {
  std::vector<SetId> Cells;
  for (auto [Part, Cell] : S.object(O).Cells)
    Cells.push_back(Cell);
  return Cells;
}

/// All that the object leads to, at any time.
const Reach &Judge::reachFrom(ObjectId O) {
  std::unique_ptr<Reach> &R = FromObjects[O];
  if (!R)
    R = std::make_unique<Reach>(S, cellsOf(O),
                                [](SetId, const Element &) { return true; });
  return *R;
}

void Judge::exitToOuterScopes(const Subject &Of, std::vector<Exit> &Exits) {
  std::vector<Exit> Possible;
  for (ObjectId O = 0; O != G.Objects.size(); ++O) {
    const Object &Outer = G.Objects[O];
    if ((Outer.Kind != ObjectKind::Local &&
         Outer.Kind != ObjectKind::Parameter) ||
        Outer.Scope == Of.Scope || !Order.isWithin(Of.Scope, Outer.Scope) ||
        !exitBy(Destination::OuterScope, reachFrom(O), Of, Possible))
      continue;
    const Exit::Stays Used =
        [this, O, Scope = Of.Scope](SetId Cell, const Edge &By, PlaceId What) {
          return Order.lastsUntilUse(S.cause(By.Why).Constraint, Cell, What,
                                     Scope, O);
        };
    std::unique_ptr<Reach> &R = FromOuter[{O, Of.Scope}];
    if (!R)
      R = std::make_unique<Reach>(
          S, cellsOf(O),
          [&](SetId Cell, const Element &E) { return counts(Cell, E, Used); });
    if (exitBy(Destination::OuterScope, *R, Of, Exits, Used))
      return;
  }
}

/// Something that outlives the function leads to it.
bool Judge::leavesFunction(ObjectId O, ScopeId Scope) {
  using enum Destination;
  return llvm::any_of(
      std::array{Global, Thread, Exception, Frame, Param, Return},
      [&](Destination To) {
        return reachAtAnyTime(To).visit(O) && reach(To, Scope).visit(O);
      });
}

/// The variables that own it, directly or as an element of a container.
std::vector<ObjectId> Judge::variablesOwning(ObjectId O) const {
  std::vector<ObjectId> Found, Worklist = {O};
  std::set<ObjectId> Seen;
  while (!Worklist.empty()) {
    const ObjectId Owned = Worklist.back();
    Worklist.pop_back();
    for (SetId Cell : Order.holders(Owned)) {
      const auto [Owner, Part] = S.set(Cell).Of;
      const Storage &By = S.object(Owner);
      if (!Part.Owned || By.Is->GivenAway || !Seen.insert(Owner).second)
        continue;
      if (By.Is->Kind == ObjectKind::Site || By.Is->Kind == ObjectKind::Content)
        Worklist.push_back(Owner);
      else
        Found.push_back(Owner);
    }
  }
  return Found;
}

/// The thread has ended when the subject's scope is left.
bool Judge::endsBefore(ObjectId Thread, const Subject &Of) {
  if (leavesFunction(Thread, Of.Scope))
    return false;
  const Object &Runs = *S.object(Thread).Is;
  const bool IsJoined = Runs.MustJoin && Order.isEverJoined(Thread);
  const std::vector<ObjectId> Variables = variablesOwning(Thread);
  return !Variables.empty() && llvm::all_of(Variables, [&](ObjectId Owner) {
    const Object &Is = *S.object(Owner).Is;
    const bool Inside = Order.isWithin(Is.Scope, Of.Scope);
    const bool Later =
        Is.Scope != Of.Scope || Of.Variable == None || Of.Variable <= Owner;
    // One that is not waited for on some path ends the program there.
    const bool Ends =
        Is.JoinsAtEnd || Runs.JoinsAtEnd || (Runs.MustJoin && IsJoined);
    if (Ends && Inside && Later)
      return true;
    return isWaitedFor(Thread, Of.Scope);
  });
}

bool Judge::isWaitedFor(ObjectId Thread, ScopeId Scope) const {
  for (const Storage &By : S.objects())
    for (auto [Part, Cell] : By.Cells) {
      if (!Part.Owned || By.Is->GivenAway)
        continue;
      for (const Edge &From : S.set(Cell).From)
        for (const Element &E : S.set(From.Set).Elements)
          if (S.place(E.What).Object == Thread &&
              !Order.joined(S.cause(From.Why).Constraint, Thread, Scope))
            return false;
    }
  return true;
}

void Judge::exitToThreads(const Subject &Of, std::vector<Exit> &Exits) {
  for (ObjectId T = 0; T != S.objects().size(); ++T) {
    if (S.object(T).SiteIs != SiteKind::ThreadState)
      continue;
    std::vector<Exit> Held;
    if (exitBy(Destination::Thread, reachFrom(T), Of, Held) &&
        !endsBefore(T, Of))
      Exits.push_back(Held.front());
  }
}

void Judge::exitToFrames(const Subject &Of, std::vector<Exit> &Exits) {
  for (ObjectId F = 0; F != S.objects().size(); ++F) {
    if (S.object(F).SiteIs != SiteKind::CoroutineFrame)
      continue;
    std::vector<Exit> Held, Outer;
    if (!exitBy(Destination::Frame, reachFrom(F), Of, Held))
      continue;
    Subject Frame;
    Frame.Itself = {F};
    Frame.Scope = Of.Scope;
    exitToOuterScopes(Frame, Outer);
    if (leavesFunction(F, Of.Scope) || !Outer.empty())
      Exits.push_back(Held.front());
  }
}

} // namespace fastidious::escape
