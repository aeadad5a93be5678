#include "escape/Solution.h"
#include "llvm/ADT/STLExtras.h"
#include <numeric>

namespace fastidious::escape {

Linkage::~Linkage() = default;

static uint32_t packed(Key K) { return K.Field << 1 | K.Owned; }

Solution::Solution(const Graph &G, FunctionId Self, Linkage &L, bool Coarse)
    : G(G), Self(Self), L(L), Coarse(Coarse) {}

Key Solution::combined(Key At, Key Part) {
  if (At.Owned)
    return At;
  return {At.Field ? At.Field : Part.Field, Part.Owned};
}

const Element *Solution::find(SetId S, PlaceId P) const {
  const PlaceSet &In = Sets[S];
  if (!In.ByPlace.empty()) {
    const auto At =
        llvm::lower_bound(In.ByPlace, P, [&](uint32_t E, PlaceId Wanted) {
          return In.Elements[E].What < Wanted;
        });
    return At != In.ByPlace.end() && In.Elements[*At].What == P
               ? &In.Elements[*At]
               : nullptr;
  }
  for (const Element &E : In.Elements)
    if (E.What == P)
      return &E;
  return nullptr;
}

std::optional<Place> Solution::only(SetId S) const {
  if (S == None || Sets[S].Elements.size() != 1)
    return std::nullopt;
  return Places[Sets[S].Elements.front().What];
}

std::optional<SetId> Solution::existingCell(ObjectId O, Key K) const {
  K.Field = Coarse ? 0 : K.Field;
  for (auto [Part, Set] : Objects[O].Cells)
    if (Part == K)
      return Set;
  return std::nullopt;
}

void Solution::solve() {
  setUp();
  run();
  settleCalls();
  run();
  Edges = {};
  index();
}

/// Only what is asked for later is kept.
void Solution::index() {
  for (PlaceSet &S : Sets) {
    S.To = {};
    S.Consumers = {};
    S.Members = {};
    S.Elements.shrink_to_fit();
    S.From.shrink_to_fit();
    if (S.Elements.size() <= PlaceSet::Large)
      continue;
    S.ByPlace.resize(S.Elements.size());
    std::iota(S.ByPlace.begin(), S.ByPlace.end(), 0);
    llvm::sort(S.ByPlace, [&](uint32_t A, uint32_t B) {
      return S.Elements[A].What < S.Elements[B].What;
    });
  }
}

void Solution::setUp() {
  Fields.push_back(0);
  for (const std::string &Field : G.Fields)
    Fields.push_back(L.Strings.intern(Field));
  Sets.resize(G.Nodes);
  for (ObjectId O = 0; O != G.Objects.size(); ++O) {
    const Object &Is = G.Objects[O];
    Storage &S = Objects.emplace_back();
    S.Is = &Is;
    S.Part = global(Is.Part);
    S.OriginFunction = Self;
    S.OriginObject = O;
    if (Is.Site != None)
      S.SiteIs = G.Sites[Is.Site].Kind;
    if (Is.Kind == ObjectKind::Global || Is.Kind == ObjectKind::Function)
      NamedObjects.try_emplace({Is.Kind, L.Strings.intern(nameOf(Is))}, O);
  }
  Causes.resize(G.Constraints.size());
  for (ObjectId O = 0; O != G.Objects.size(); ++O) {
    const Object &Is = G.Objects[O];
    if (Is.Parent == None)
      continue;
    if (Is.Kind == ObjectKind::Argument) {
      Objects[Is.Parent].Children.push_back({Objects[O].Part, O});
      Objects[O].Depth = Objects[Is.Parent].Depth + 1;
    } else if (Is.Kind == ObjectKind::Content) {
      add(cell(Is.Parent, Objects[O].Part), placeId(O), newCause({}));
    }
  }
  for (const Sink &S : G.Sinks)
    Sinks.push_back({S.Kind, S.Name, newSet(), false});
  for (uint32_t C = 0; C != G.Calls.size(); ++C)
    Calls.push_back({});
  for (uint32_t C = 0; C != G.Constraints.size(); ++C)
    setUp(C);
}

void Solution::setUp(uint32_t Index) {
  const Constraint &C = G.Constraints[Index];
  Causes[Index].Constraint = Index;
  if (C.Kind == Op::Call)
    return Calls[C.Object].Constraint = Index, setUpCall(C.Object);
  if (C.Kind == Op::Address)
    return add(C.Dst, placeId(C.Object, global(C.Part)), Index);
  if (C.Src == None)
    return;
  const Key At = global(C.Part);
  switch (C.Kind) {
  case Op::Copy:
    return addEdge(C.Src, C.Dst, Index);
  case Op::Load:
    return addConsumer(C.Src, {Consumer::Load, C.Dst, At, Index});
  case Op::Store:
    return addConsumer(C.Dst, {Consumer::Store, C.Src, At, Index});
  case Op::Part:
    return addConsumer(C.Src, {Consumer::Part, C.Dst, At, Index});
  case Op::Sink:
    return addEdge(C.Src, Sinks[C.Object].Set, Index);
  case Op::Address:
  case Op::Call:
    return;
  }
}

void Solution::run() {
  while (!Worklist.empty() && !incomplete()) {
    const SetId S = Worklist.front();
    if (Sets[S].Done == Sets[S].Elements.size()) {
      Worklist.pop_front();
      continue;
    }
    // By index and by value: all of these grow meanwhile.
    const Element E = Sets[S].Elements[Sets[S].Done++];
    for (size_t I = 0; I != Sets[S].To.size(); ++I)
      add(Sets[S].To[I].Set, E.What, Sets[S].To[I].Why, S, E.What);
    for (size_t I = 0; I != Sets[S].Consumers.size(); ++I)
      consume(S, E, Sets[S].Consumers[I]);
  }
}

void Solution::consume(SetId S, Element E, Consumer C) {
  const Place P = Places[E.What];
  switch (C.Kind) {
  case Consumer::Load:
    return load(P, C.At, C.Other, C.Why, S, E.What);
  case Consumer::Store:
    if (Objects[P.Object].Is->Kind != ObjectKind::Literal &&
        Objects[P.Object].Is->Kind != ObjectKind::Function &&
        !isReadOnly(P.Object))
      addEdge(C.Other, cell(P.Object, combined(P.Part, C.At)), C.Why);
    return;
  case Consumer::Part:
    return add(C.Other, placeId(P.Object, combined(P.Part, C.At)), C.Why, S,
               E.What);
  case Consumer::Target:
    return onTarget(C.Other, E.What);
  case Consumer::Receiver:
    return onReceiver(C.Other, E.What);
  }
}

/// It was reached by way of others: paths that are too long to be told apart.
bool Solution::isReadOnly(ObjectId O) const {
  const Object &Is = *Objects[O].Is;
  return Is.Kind == ObjectKind::Argument && Is.Index < G.Parameters.size() &&
         G.Parameters[Is.Index].ReadOnly;
}

void Solution::load(Place P, Key At, SetId To, CauseId Why, SetId From,
                    PlaceId In) {
  const Key K = combined(P.Part, At);
  switch (Objects[P.Object].Is->Kind) {
  case ObjectKind::Literal:
  case ObjectKind::Function:
    return;
  case ObjectKind::Argument:
    add(To, placeId(child(P.Object, K)), Why, From, In);
    break;
  case ObjectKind::Global:
  case ObjectKind::Opaque:
    add(To, placeId(P.Object), Why, From, In);
    break;
  default:
    break;
  }
  addEdge(cell(P.Object, K), To, Why);
  if (K.Field)
    addEdge(cell(P.Object, {0, K.Owned}), To, Why);
}

void Solution::add(SetId S, PlaceId P, CauseId Why, SetId From,
                   PlaceId FromPlace) {
  if (S == None || !Sets[S].insert(P))
    return;
  ++Spent;
  if (Sets[S].Done == Sets[S].Elements.size())
    Worklist.push_back(S);
  Sets[S].Elements.push_back({P, Why, From, FromPlace});
}

bool PlaceSet::insert(PlaceId P) {
  if (Elements.size() < Large)
    return llvm::none_of(Elements,
                         [&](const Element &E) { return E.What == P; });
  const auto Set = [&](PlaceId Member) {
    if (Member >= Members.size())
      Members.resize(llvm::NextPowerOf2(Member));
    Members.set(Member);
  };
  if (Members.empty())
    for (const Element &E : Elements)
      Set(E.What);
  if (P < Members.size() && Members.test(P))
    return false;
  Set(P);
  return true;
}

void Solution::addEdge(SetId From, SetId To, CauseId Why) {
  if (From == To || To == None ||
      !Edges.insert({uint64_t(From) << 32 | To, Causes[Why].Constraint}).second)
    return;
  ++Spent;
  Sets[To].From.push_back({From, Why});
  // One edge is enough for all elements but those that are still to be handed
  // on, which come by this one first.
  const bool IsFirst = Edges.insert({uint64_t(From) << 32 | To, Any}).second;
  if (IsFirst)
    Sets[From].To.push_back({To, Why});
  for (size_t I = IsFirst ? 0 : Sets[From].Done;
       I != Sets[From].Elements.size(); ++I) {
    const PlaceId P = Sets[From].Elements[I].What;
    add(To, P, Why, From, P);
  }
}

void Solution::addConsumer(SetId S, Consumer C) {
  Sets[S].Consumers.push_back(C);
  for (size_t I = 0; I != Sets[S].Done; ++I)
    consume(S, Sets[S].Elements[I], C);
}

SetId Solution::newSet() {
  Sets.emplace_back();
  return Sets.size() - 1;
}

SetId Solution::setOf(PlaceId P, CauseId Why) {
  const SetId S = newSet();
  add(S, P, Why);
  return S;
}

SetId Solution::cell(ObjectId O, Key K) {
  if (std::optional<SetId> Known = existingCell(O, K))
    return *Known;
  const SetId S = newSet();
  K.Field = Coarse ? 0 : K.Field;
  Sets[S].Of = {O, K};
  Objects[O].Cells.push_back({K, S});
  return S;
}

PlaceId Solution::placeId(ObjectId O, Key K) {
  auto [Entry, New] = PlaceIds.try_emplace({O, packed(K)}, Places.size());
  if (New)
    Places.push_back({O, K});
  return Entry->second;
}

CauseId Solution::newCause(Cause C) {
  Causes.push_back(C);
  return Causes.size() - 1;
}

ObjectId Solution::newObject(Object What, FunctionId Origin,
                             ObjectId OriginObject) {
  Storage S;
  S.Is = &Made.emplace_back(std::move(What));
  S.OriginFunction = Origin;
  S.OriginObject = OriginObject;
  Objects.push_back(std::move(S));
  return Objects.size() - 1;
}

/// What K leads to from From is To, which is From or on the way to it.
ObjectId Solution::closeCycle(ObjectId From, ObjectId To, Key K) {
  for (ObjectId O = From; O != To; O = Objects[O].Is->Parent)
    Objects[To].Cycle.insert(Objects[O].Part);
  Objects[To].Cycle.insert(K);
  return To;
}

ObjectId Solution::child(ObjectId O, Key K) {
  for (auto [Part, Child] : Objects[O].Children)
    if (Part == K)
      return Child;
  // The paths of lists, trees and graphs multiply: the more there are, the
  // shorter are new ones.
  if (Objects[O].Depth >= DepthOfArguments ||
      (Objects[O].Depth >= 2 && Paths > MostPaths) ||
      (Objects[O].Depth >= 1 && (Coarse || Paths > 2 * MostPaths)))
    return closeCycle(O, O, K);
  // The same field again: the next object of a list or tree.
  if (K.Field)
    for (ObjectId A = O; A != None; A = Objects[A].Is->Parent)
      if (Objects[A].Part == K)
        return closeCycle(O, A, K);
  ++Paths;
  Object What;
  What.Kind = ObjectKind::Argument;
  What.Index = Objects[O].Is->Index;
  What.Parent = O;
  const ObjectId Child = newObject(std::move(What), None, None);
  Objects[Child].Part = K;
  Objects[Child].Depth = Objects[O].Depth + 1;
  Objects[O].Children.push_back({K, Child});
  return Child;
}

std::string Solution::nameOf(const Object &Is) {
  if (Is.Kind != ObjectKind::Global)
    return Is.Callee;
  return Is.File.empty() ? Is.Name : Is.Name + "\n" + Is.File;
}

ObjectId Solution::named(ObjectKind Kind, llvm::StringRef Name) {
  auto [Entry, New] =
      NamedObjects.try_emplace({Kind, L.Strings.intern(Name)}, None);
  if (!New)
    return Entry->second;
  Object What;
  What.Kind = Kind;
  std::tie(What.Name, What.File) = Name.split('\n');
  if (Kind == ObjectKind::Function)
    What.Callee = Name.str();
  return Entry->second = newObject(std::move(What), None, None);
}

SetId Solution::sink(SinkKind Kind, llvm::StringRef Name, bool Port) {
  for (const SinkSet &S : Sinks)
    if (S.Kind == Kind && S.Port == Port && S.Name == Name)
      return S.Set;
  Sinks.push_back({Kind, Name.str(), newSet(), Port});
  return Sinks.back().Set;
}

} // namespace fastidious::escape
