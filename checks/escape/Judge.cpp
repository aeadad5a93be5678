#include "escape/Judge.h"
#include "llvm/ADT/STLExtras.h"

namespace fastidious::escape {

bool isGraver(const Fact &A, const Fact &B) {
  const auto Rank = [](const Fact &F) {
    // Of a verdict without a destination anything else is graver; of others
    // what comes first among the destinations. Locals give way in another
    // order, which judgeLocal states.
    unsigned To = static_cast<unsigned>(F.To);
    if (F.Kind == Fact::Local && F.To == Destination::Unknown)
      To = static_cast<unsigned>(Destination::Container);
    if (F.Says == Verdict::ByValue)
      To = static_cast<unsigned>(Destination::Container) + 1;
    return std::pair(F.To == Destination::Nowhere,
                     std::pair(To, F.Says == Verdict::Inline));
  };
  return Rank(A) < Rank(B);
}

Judge::Judge(const Solution &S, const Solutions &Of)
    : S(S), G(S.graph()), Others(Of), Order(S) {
  const auto Add = [&](SetId Set) {
    for (const Element &E : S.set(Set).Elements)
      Referred.insert(S.place(E.What).Object);
  };
  for (const Storage &Of : S.objects())
    for (auto [Part, Cell] : Of.Cells)
      Add(Cell);
  for (const SinkSet &Sink : S.sinks())
    Add(Sink.Set);
}

std::vector<Fact> Judge::objectFacts() {
  for (ObjectId O = 0; O != G.Objects.size(); ++O) {
    const Object &Is = G.Objects[O];
    if ((Is.Kind == ObjectKind::Local || Is.Kind == ObjectKind::Parameter) &&
        !Is.Name.empty())
      judgeLocal(O, Fact::Local);
    if (Is.Kind == ObjectKind::Temporary)
      judgeLocal(O, Fact::Temporary);
    if (Is.Site != None)
      judgeSite(O);
  }
  return std::exchange(Facts, {});
}

std::vector<Fact> Judge::parameterFacts() {
  for (uint32_t P = 0; P != G.Parameters.size(); ++P)
    if (!G.Parameters[P].Name.empty())
      judgeParameter(P);
  if (G.HasThis)
    judgeParameter(G.Parameters.size());
  return std::exchange(Facts, {});
}

Fact Judge::fact(Fact::FactKind Kind, std::string Subject,
                 const Location &Where, ObjectId O) const {
  Fact F;
  F.Kind = Kind;
  F.Function = G.Key;
  F.Subject = std::move(Subject);
  F.Where = Where;
  F.Object = O;
  return F;
}

void Judge::decide(Fact &F, Verdict Leaves, const std::vector<Exit> &Exits,
                   llvm::ArrayRef<Destination> Order) {
  std::vector<Exit> Sorted;
  for (Destination To : Order)
    llvm::copy_if(Exits, std::back_inserter(Sorted),
                  [&](const Exit &E) { return E.To == To; });
  if (Sorted.empty())
    return;
  const Exit &First = Sorted.front();
  F.Says = Leaves;
  F.To = First.To;
  for (const Exit &E : Sorted) {
    if (F.All.empty() || F.All.back() != E.To)
      F.All.push_back(E.To);
    if (E.Visit)
      addWays(E, F);
  }
  if (!First.Visit)
    return;
  F.Through = through(First);
  F.Flow = F.Ways.front().Flow;
  F.LeavesAt = F.Ways.front().At;
}

void Judge::giveUp(Fact &F, Verdict Says) {
  F.Says = Says;
  F.To = Destination::Unknown;
  F.All = {Destination::Unknown};
  F.Through = G.Incomplete.empty() ? "function too large" : G.Incomplete;
}

bool Judge::referredTo(const Subject &Of) const {
  const auto Known = [&](ObjectId O) { return Referred.contains(O); };
  return llvm::any_of(Of.Itself, Known) || llvm::any_of(Of.Owned, Known);
}

/// What O owns, and what that owns in turn.
void Judge::addOwned(ObjectId O, bool Arguments,
                     std::vector<ObjectId> &To) const {
  const auto Add = [&](ObjectId Owned) {
    if (llvm::is_contained(To, Owned))
      return;
    To.push_back(Owned);
    addOwned(Owned, Arguments, To);
  };
  // `return registry.find(id)->name;`: who handed it out has it, too.
  const bool MayLiveOn = S.object(O).Is->Shares && !Arguments;
  for (auto [Part, Cell] : S.object(O).Cells) {
    if (!Part.Owned)
      continue;
    for (const Element &E : S.set(Cell).Elements) {
      const ObjectId Owned = S.place(E.What).Object;
      const ObjectKind Kind = S.object(Owned).Is->Kind;
      // A thread does not end with the object that stands for it.
      if (S.object(Owned).SiteIs == SiteKind::ThreadState)
        continue;
      if (Kind == ObjectKind::Site ||
          (Kind == ObjectKind::Content && !MayLiveOn) ||
          (Kind == ObjectKind::Argument && Arguments))
        Add(Owned);
    }
  }
  for (auto [Part, Child] : S.object(O).Children)
    if (Part.Owned && !MayLiveOn)
      Add(Child);
}

bool Judge::exitBy(Destination To, const Reach &R, const Subject &Of,
                   std::vector<Exit> &Exits, Exit::Stays Lasts) const {
  const size_t Before = Exits.size();
  for (ObjectId O : Of.Itself)
    if (const Reach::Visit *By = R.visit(O))
      Exits.push_back({To, &R, By, Lasts, Of.Scope});
  for (ObjectId O : Of.Owned)
    if (const Reach::Visit *By = R.handle(O))
      Exits.push_back({To, &R, By, Lasts, Of.Scope});
  return Exits.size() > Before;
}

void Judge::addExits(std::initializer_list<Destination> To, const Subject &Of,
                     std::vector<Exit> &Exits) {
  for (Destination Each : To)
    if (couldExitBy(Each, Of))
      exitBy(Each, reach(Each, Of.Scope), Of, Exits, untilLeft(Of.Scope));
}

bool Judge::couldExitBy(Destination To, const Subject &Of, uint32_t Without) {
  const Reach &R = reachAtAnyTime(To, Without);
  return llvm::any_of(Of.Itself, [&](ObjectId O) { return R.visit(O); }) ||
         llvm::any_of(Of.Owned, [&](ObjectId O) { return R.handle(O); });
}

/// Nothing takes it back in time.
Exit::Stays Judge::untilLeft(ScopeId Scope) const {
  return [this, Scope](SetId Cell, const Edge &By, PlaceId What) {
    return Order.lasts(S.cause(By.Why).Constraint, Cell, What, Scope);
  };
}

/// Some constraint put the element there for long enough.
bool Judge::counts(SetId Cell, const Element &E,
                   const Exit::Stays &Lasts) const {
  const llvm::ArrayRef<Edge> From = S.set(Cell).From;
  if (S.set(Cell).Of.Object == None || From.empty())
    return true;
  const auto Stays = [&](const Edge &By) {
    return !Order.restores(By, Cell, E.What) && Lasts(Cell, By, E.What);
  };
  // Most came by an edge that counts.
  const Edge *First = llvm::find_if(From, [&](const Edge &By) {
    return By.Set == E.From && By.Why == E.Why;
  });
  return (First != From.end() && Stays(*First)) ||
         llvm::any_of(From, [&](const Edge &By) {
           return &By != First && S.find(By.Set, E.What) && Stays(By);
         });
}

/// The same whatever the destination.
bool Judge::countsUntilLeft(SetId Cell, const Element &E, ScopeId Scope) {
  const auto [Known, IsNew] =
      UntilLeft.try_emplace({Scope, Cell, E.What}, false);
  if (IsNew)
    Known->second = counts(Cell, E, untilLeft(Scope));
  return Known->second;
}

const Reach &Judge::reach(Destination To, ScopeId Scope, uint32_t Without) {
  if (Order.neverTakesBack())
    Scope = 0;
  std::unique_ptr<Reach> &R = Reaches[{To, Scope, Without}];
  if (!R)
    R = std::make_unique<Reach>(S, roots(To, Without),
                                [&](SetId Cell, const Element &E) {
                                  return countsUntilLeft(Cell, E, Scope);
                                });
  return *R;
}

const Reach &Judge::reachAtAnyTime(Destination To, uint32_t Without) {
  std::unique_ptr<Reach> &R = ReachesAtAnyTime[{To, Without}];
  if (!R)
    R = std::make_unique<Reach>(S, roots(To, Without),
                                [](SetId, const Element &) { return true; });
  return *R;
}

static std::optional<SinkKind> sinkOf(Destination To) {
  switch (To) {
  case Destination::Global:
    return SinkKind::Global;
  case Destination::Thread:
    return SinkKind::Thread;
  case Destination::Exception:
    return SinkKind::Exception;
  case Destination::Frame:
    return SinkKind::Frame;
  case Destination::Unknown:
    return SinkKind::Unknown;
  default:
    return std::nullopt;
  }
}

static bool isRoot(const Storage &Of, Destination To, uint32_t Without) {
  switch (To) {
  case Destination::Global:
    return Of.Is->Kind == ObjectKind::Global;
  case Destination::Param:
    return Of.Is->Kind == ObjectKind::Argument && Of.Is->Index != Without;
  case Destination::Return:
    return Of.Is->Kind == ObjectKind::Result;
  case Destination::Unknown:
    return Of.Is->Kind == ObjectKind::Opaque;
  case Destination::Exception:
    return Of.SiteIs == SiteKind::Exception;
  default:
    return false;
  }
}

/// The cells and sinks of the destination; of parameters but one.
std::vector<SetId> Judge::roots(Destination To, uint32_t Without) const {
  std::vector<SetId> Roots;
  for (const SinkSet &Sink : S.sinks())
    if (Sink.Kind == sinkOf(To))
      Roots.push_back(Sink.Set);
  for (const Storage &Of : S.objects())
    if (isRoot(Of, To, Without))
      for (auto [Part, Cell] : Of.Cells)
        Roots.push_back(Cell);
  return Roots;
}

std::string Judge::name(ObjectId O) const {
  const Object &Is = *S.object(O).Is;
  if (Is.Kind == ObjectKind::Argument)
    return Is.Index < G.Parameters.size() ? G.Parameters[Is.Index].Name
                                          : "this";
  return Is.Name;
}

/// The global, parameter or callee at the end of the way.
std::string Judge::through(const Exit &E) const {
  const SetId Root = E.By->root(*E.Visit).Through;
  for (const SinkSet &Sink : S.sinks())
    if (Sink.Set == Root)
      return Sink.Name;
  const ObjectId O = S.set(Root).Of.Object;
  return E.To == Destination::Return ? "" : name(O);
}

} // namespace fastidious::escape
