// What one event does to the cells of a function.
#include "escape/Flow.h"
#include "llvm/ADT/STLExtras.h"

namespace fastidious::escape {

bool EventOrder::leaves(const Event &E, ScopeId Scope) const {
  return E.Kind == Event::Leave && isWithin(Scope, E.Index);
}

bool EventOrder::isWithin(Place Inner, Place Outer) const {
  while (Inner.Object != Outer.Object && Inner.Object != None) {
    const Storage &Of = S.object(Inner.Object);
    Inner = {Of.Is->Parent, Of.Part};
  }
  if (Inner.Object != Outer.Object || Outer.Part == Key())
    return Inner.Object == Outer.Object;
  // A global stands for what it owns.
  if (S.object(Outer.Object).Is->Kind == ObjectKind::Global)
    return Inner.Part.Field == Outer.Part.Field ||
           (Outer.Part.Owned && !Inner.Part.Field);
  return Inner.Part.Field == Outer.Part.Field &&
         Inner.Part.Owned >= Outer.Part.Owned;
}

bool EventOrder::refersTo(ObjectId O, Key Part, ObjectId To) const {
  if (S.object(To).Is->Parent == O && S.object(To).Part == Part)
    return true;
  const std::optional<SetId> Cell = S.existingCell(O, Part);
  return Cell && holds(*Cell, To);
}

bool EventOrder::holds(SetId Set, ObjectId O) const {
  return llvm::any_of(S.set(Set).Elements, [&](const Element &E) {
    return S.place(E.What).Object == O;
  });
}

/// The place stands for one piece of storage, not for several of a kind.
bool EventOrder::isSingle(Place P) const {
  const Storage &Of = S.object(P.Object);
  switch (Of.Is->Kind) {
  case ObjectKind::Local:
  case ObjectKind::Parameter:
  case ObjectKind::Temporary:
  case ObjectKind::Result:
    return P.Object < G.Objects.size();
  case ObjectKind::Global:
    return true;
  case ObjectKind::Site:
    return P.Object < G.Objects.size() && !G.Sites[Of.Is->Site].InLoop &&
           (Of.SiteIs == SiteKind::New || Of.SiteIs == SiteKind::MakeUnique ||
            Of.SiteIs == SiteKind::MakeShared);
  case ObjectKind::Argument:
    break;
  default:
    return false;
  }
  // What a parameter leads to without going into a container.
  if (!Of.Cycle.empty())
    return false;
  for (ObjectId O = P.Object; S.object(O).Is->Parent != None;
       O = S.object(O).Is->Parent)
    if (S.object(O).Part.Owned)
      return false;
  return true;
}

bool EventOrder::isKnownToCaller(Place P) const {
  const ObjectKind Kind = S.object(P.Object).Is->Kind;
  return Kind == ObjectKind::Argument || Kind == ObjectKind::Global;
}

void EventOrder::eachEffect(const Event &E, Effect::EffectKind Kind,
                            llvm::function_ref<void(const Effect &)> Do) const {
  const auto Found = EffectsOf.find(E.Index);
  if (E.Kind != Event::Do || Found == EffectsOf.end())
    return;
  for (const Effect *Of : Found->second) {
    const CallSite &C = S.calls()[Of->Call];
    // Of all that may be called.
    if (Of->Kind == Kind && C.Known.size() == 1 && !C.Unknown && !C.Port)
      Do(*Of);
  }
}

void EventOrder::eachOverwrite(const Event &E, OfPlace Do) const {
  const auto Add = [&](std::optional<Place> At, Key Part) {
    if (!At || !isSingle(*At) || (At->Part.Field && Part.Field))
      return;
    const Place Of = {At->Object, Solution::combined(At->Part, Part)};
    if (Of.Part.Field ? !SeveralFields.contains(Of.Part.Field)
                      : !S.object(Of.Object).Is->Several)
      Do(Of);
  };
  if (E.Kind == Event::Do && G.Constraints[E.Index].Overwrites)
    Add(S.only(G.Constraints[E.Index].Dst),
        S.global(G.Constraints[E.Index].Part));
  eachEffect(E, Effect::Overwrite,
             [&](const Effect &Of) { Add(S.only(Of.Of), Of.At); });
}

void EventOrder::eachRemoval(const Event &E, OfRemoval Do) const {
  const auto Add = [&](SetId Container, SetId Value) {
    const std::optional<Place> Of = S.only(Container), What = S.only(Value);
    if (Of && isSingle(*Of) && (What || Value == None))
      Do(*Of, What);
  };
  if (E.Kind == Event::Remove)
    Add(G.Removals[E.Index].Container, G.Removals[E.Index].Value);
  eachEffect(E, Effect::Remove,
             [&](const Effect &Of) { Add(Of.Of, Of.Value); });
}

void EventOrder::eachJoin(const Event &E, OfPlace Do) const {
  const auto Add = [&](SetId Owner) {
    if (Owner != None)
      for (const Element &Of : S.set(Owner).Elements)
        Do(S.place(Of.What));
  };
  if (E.Kind == Event::Join)
    Add(E.Index);
  eachEffect(E, Effect::Join, [&](const Effect &Of) { Add(Of.Of); });
}

void EventOrder::eachTaken(const Event &E, OfPlace Do) const {
  const auto Add = [&](SetId Of, Key Part) {
    for (const Element &Each : S.set(Of).Elements) {
      const Place At = S.place(Each.What);
      Do({At.Object, Solution::combined(At.Part, Part)});
    }
  };
  if (E.Kind == Event::Change)
    Add(E.Index, {});
  if (E.Kind == Event::Remove && G.Removals[E.Index].Container != None)
    Add(G.Removals[E.Index].Container, {0, true});
  const auto Found = EffectsOf.find(E.Index);
  if (E.Kind != Event::Do || Found == EffectsOf.end())
    return;
  for (const Effect *Of : Found->second)
    if (Of->Kind == Effect::Take || Of->Kind == Effect::Overwrite)
      Add(Of->Of, Of->At);
    else if (Of->Kind == Effect::Remove)
      Add(Of->Of, {0, true});
}

bool EventOrder::handsOver(const Event &E, ObjectId O) const {
  if (E.Kind != Event::Do || G.Constraints[E.Index].Kind != Op::Call)
    return false;
  const CallSite &C = S.calls()[G.Constraints[E.Index].Object];
  if (!C.Unknown)
    return false;
  const auto Leads = [&](SetId To) {
    return To != None &&
           llvm::any_of(S.set(To).Elements, [&](const Element &Of) {
             const ObjectId Given = S.place(Of.What).Object;
             ObjectId Up = O;
             while (Up != None && Up != Given)
               Up = S.object(Up).Is->Parent;
             return Up == Given;
           });
  };
  return Leads(C.Receiver) || llvm::any_of(C.Arguments, Leads);
}

bool EventOrder::overwrites(const Event &E, Place Cell) const {
  bool Found = false;
  eachOverwrite(E, [&](Place Of) { Found |= Of == Cell; });
  return Found;
}

bool EventOrder::removes(const Event &E, Place Cell, ObjectId What) const {
  bool Found = false;
  eachRemoval(E, [&](Place Container, std::optional<Place> Value) {
    const Key Content = Solution::combined(Container.Part, {0, true});
    // A global stands for what it owns.
    const bool IsIn = refersTo(Container.Object, Content, Cell.Object) ||
                      (Container.Object == Cell.Object &&
                       S.object(Cell.Object).Is->Kind == ObjectKind::Global);
    Found |= IsIn && (!Value || What == None || Value->Object == What);
  });
  return Found;
}

bool EventOrder::isHeldBefore(ObjectId O, uint32_t Constraint) const {
  const auto [Known, IsNew] = HeldBefore.try_emplace({O, Constraint});
  if (IsNew)
    Known->second = computeIsHeldBefore(O, Constraint);
  return Known->second;
}

/// The object was held before the constraint took effect, and only by owners.
bool EventOrder::computeIsHeldBefore(ObjectId O, uint32_t Constraint) const {
  const auto By = Holders.find(O);
  const auto Held = [&](const Edge &From) {
    const uint32_t C = S.cause(From.Why).Constraint;
    const auto Attached = Positions.find(C), Now = Positions.find(Constraint);
    return C == Constraint ||
           (Attached != Positions.end() && Now != Positions.end() &&
            llvm::all_of(Attached->second, [&](Position P) {
              return llvm::any_of(Now->second, [&](Position Q) {
                return P.Block == Q.Block && P.Index < Q.Index;
              });
            }));
  };
  return By != Holders.end() && llvm::all_of(By->second, [&](SetId Holder) {
           return S.set(Holder).Of.Part.Owned &&
                  (S.object(O).Is->Kind == ObjectKind::Content ||
                   llvm::all_of(S.set(Holder).From, [&](const Edge &From) {
                     return !holds(From.Set, O) || Held(From);
                   }));
         });
}

/// What Constraint put into the cell is no longer there, or nothing leads to
/// the cell any more.
bool EventOrder::takes(const Event &E, Place Cell, ObjectId What,
                       uint32_t Constraint, unsigned Depth) const {
  if (E.Kind == Event::Await)
    return What == None || E.Index == What;
  if (E.Kind == Event::Differ)
    return isNot(G.Removals[E.Index], Cell, What);
  if (E.Kind != Event::Do && E.Kind != Event::Remove)
    return false;
  if (IsGenerous && storesNull(E, Cell))
    return true;
  // A thread that has ended refers to nothing.
  if (S.object(Cell.Object).SiteIs == SiteKind::ThreadState &&
      joins(E, Cell.Object))
    return true;
  if (overwrites(E, Cell) || removes(E, Cell, What))
    return true;
  const ObjectKind Kind = S.object(Cell.Object).Is->Kind;
  constexpr unsigned Deepest = 3;
  if (Depth == Deepest || E.Index == Constraint ||
      (Kind != ObjectKind::Content && Kind != ObjectKind::Site) ||
      !Holders.contains(Cell.Object) ||
      (Constraint != None && !isHeldBefore(Cell.Object, Constraint)))
    return false;
  return llvm::all_of(holders(Cell.Object), [&](SetId Holder) {
    return takes(E, S.set(Holder).Of, Cell.Object, Constraint, Depth + 1);
  });
}

bool EventOrder::takesOther(const Event &E, ObjectId O) const {
  const auto IsOther = [&](SetId Value) {
    const std::optional<Place> What = S.only(Value);
    return What && What->Object != O;
  };
  if (E.Kind == Event::Remove)
    return IsOther(G.Removals[E.Index].Value);
  const auto Found = EffectsOf.find(E.Index);
  if (E.Kind != Event::Do || Found == EffectsOf.end())
    return false;
  bool Other = false;
  for (const Effect *Of : Found->second)
    if (Of->Kind == Effect::Remove && !IsOther(Of->Value))
      return false;
    else
      Other |= Of->Kind == Effect::Remove;
  return Other;
}

bool EventOrder::storesNull(const Event &E, Place Cell) const {
  const std::optional<SetId> Of = S.existingCell(Cell.Object, Cell.Part);
  return Of && E.Kind == Event::Do &&
         G.Constraints[E.Index].Why != Reason::InsertedInContainer &&
         llvm::any_of(S.set(*Of).From, [&](const Edge &By) {
           return S.cause(By.Why).Constraint == E.Index &&
                  S.set(By.Set).Elements.empty();
         });
}

bool EventOrder::isNot(const Removal &Differs, Place Cell,
                       ObjectId What) const {
  const std::optional<Place> Of = S.only(Differs.Container),
                             Value = S.only(Differs.Value);
  return Of && *Of == Cell && Value && (What == None || Value->Object == What);
}

/// \returns whether the place is what the cell referred to at first.
bool EventOrder::isFormer(PlaceId What, Place Cell) const {
  const ObjectId O = S.place(What).Object;
  const Storage &Of = S.object(O);
  return Of.Is->Kind == ObjectKind::Global
             ? O == Cell.Object
             : Of.Is->Kind == ObjectKind::Argument &&
                   Of.Is->Parent == Cell.Object && Of.Part == Cell.Part;
}

bool EventOrder::hasFormer(Place Cell) const {
  const Storage &Of = S.object(Cell.Object);
  return Of.Is->Kind == ObjectKind::Global ||
         llvm::any_of(Of.Children, [&](const auto &Child) {
           return Child.first == Cell.Part;
         });
}

/// The first thing that happens to what has been read from a cell and comes
/// by that edge.
uint32_t EventOrder::readFor(const Edge &By, const Element &Former) const {
  uint32_t First = S.cause(By.Why).Constraint;
  for (const Element *E = &Former; E; E = S.find(E->From, E->FromPlace)) {
    if (const uint32_t C = S.cause(E->Why).Constraint; Positions.contains(C))
      First = C;
    if (E->From == None)
      break;
  }
  return First;
}

bool EventOrder::joins(const Event &E, ObjectId Thread) const {
  bool Found = false;
  eachJoin(E, [&](Place Owner) {
    Found |= refersTo(Owner.Object, Solution::combined(Owner.Part, {0, true}),
                      Thread);
  });
  return Found;
}

} // namespace fastidious::escape
