#include "escape/Summary.h"
#include "escape/Flow.h"
#include "llvm/ADT/STLExtras.h"

namespace fastidious::escape {
namespace {

/// Collects what is reached from where callers can see it, under names that
/// do not depend on this solution's numbers, so that summaries compare.
class Summarizer {
public:
  explicit Summarizer(const Solution &S) : S(S) {}
  Summary run();

private:
  static constexpr size_t MostFlows = 4000;
  struct Member {
    Entity What;
    Key Part;
    auto operator<=>(const Member &) const = default;
  };
  using MemberFlow = std::pair<std::pair<Entity, Key>, Member>;
  using SinkFlow = std::pair<std::pair<SinkKind, NameId>, Member>;

  void addRoots();
  void addPorts();
  void addEffects();
  void addCells(ObjectId O);
  Entity entity(ObjectId O);
  Member member(PlaceId P);
  Values values(SetId Of, bool ArgumentsOnly);
  Value value(const Member &M);
  uint32_t index(const Entity &E);
  void writeFlows();
  void writePorts();
  void writeEffects();

  const Solution &S;
  Summary Out;
  std::map<Entity, ObjectId> Entities;
  std::map<Entity, uint32_t> Indices;
  std::map<MemberFlow, std::pair<SetId, PlaceId>> Flows;
  std::map<SinkFlow, std::pair<SetId, PlaceId>> ToSinks;
  std::vector<Member> Overwritten, Joined, SometimesTaken;
  std::vector<std::pair<Member, std::optional<Member>>> Removed;
  std::vector<ObjectId> Worklist;
  std::set<ObjectId> Seen;
};

Summary Summarizer::run() {
  addRoots();
  addPorts();
  addEffects();
  while (!Worklist.empty()) {
    const ObjectId O = Worklist.back();
    Worklist.pop_back();
    addCells(O);
  }
  if (S.incomplete() || Flows.size() + ToSinks.size() > MostFlows) {
    Out.Unknown = true;
    return std::move(Out);
  }
  for (const auto &[E, O] : Entities) {
    Indices[E] = Out.Entities.size();
    Out.Entities.push_back(E);
    Summary::Origin &Origin = Out.Origins.emplace_back();
    if (E.Kind != Entity::Fresh)
      continue;
    Origin = {*S.object(O).Is, S.object(O).SiteIs};
    // To the caller it is storage without a name of its own.
    if (Origin.What.Kind == ObjectKind::Local ||
        Origin.What.Kind == ObjectKind::Parameter ||
        Origin.What.Kind == ObjectKind::Result)
      Origin.What.Kind = ObjectKind::Temporary;
    Origin.What.Scope = 0;
    Origin.What.Parent = None;
    Origin.What.Where = {};
  }
  writeFlows();
  writePorts();
  writeEffects();
  return std::move(Out);
}

void Summarizer::addRoots() {
  for (ObjectId O = 0; O != S.objects().size(); ++O) {
    const ObjectKind Kind = S.object(O).Is->Kind;
    if (Kind == ObjectKind::Argument || Kind == ObjectKind::Global ||
        Kind == ObjectKind::Result)
      for (auto [Part, Set] : S.object(O).Cells)
        if (!S.set(Set).Elements.empty()) {
          entity(O);
          break;
        }
  }
  for (const SinkSet &Sink : S.sinks())
    if (!Sink.Port)
      for (const Element &E : S.set(Sink.Set).Elements)
        ToSinks.try_emplace({{Sink.Kind, S.linkage().Strings.intern(Sink.Name)},
                             member(E.What)},
                            Sink.Set, E.What);
}

void Summarizer::addPorts() {
  for (const CallSite &C : S.calls()) {
    if (!C.Port)
      continue;
    for (const std::vector<SetId> &Sets :
         {C.Arguments, std::vector{C.Target, C.Receiver, C.Result}})
      for (SetId Set : Sets)
        if (Set != None)
          for (const Element &E : S.set(Set).Elements)
            entity(S.place(E.What).Object);
  }
}

void Summarizer::addCells(ObjectId O) {
  const Entity Holder = entity(O);
  for (auto [Part, Set] : S.object(O).Cells)
    for (const Element &E : S.set(Set).Elements) {
      const ObjectKind Kind = S.object(S.place(E.What).Object).Is->Kind;
      // What is loaded from a global is the global, whatever was stored.
      if (Holder.Kind == Entity::Global &&
          (Kind == ObjectKind::Global || Kind == ObjectKind::Literal ||
           Kind == ObjectKind::Function))
        continue;
      Flows.try_emplace({{Holder, Part}, member(E.What)}, Set, E.What);
    }
}

Entity Summarizer::entity(ObjectId O) {
  const Storage &Of = S.object(O);
  Names &Strings = S.linkage().Strings;
  Entity E;
  switch (Of.Is->Kind) {
  case ObjectKind::Argument:
    E = {Entity::Argument,
         Of.Is->Index,
         0,
         {},
         {Of.Cycle.begin(), Of.Cycle.end()}};
    for (ObjectId A = O; S.object(A).Is->Parent != None;
         A = S.object(A).Is->Parent)
      E.Path.insert(E.Path.begin(), S.object(A).Part);
    break;
  case ObjectKind::Global:
    E = {Entity::Global, 0, Strings.intern(S.nameOf(*Of.Is)), {}, {}};
    break;
  case ObjectKind::Function:
    E = {Entity::Function, 0, Strings.intern(Of.Is->Callee), {}, {}};
    break;
  case ObjectKind::Literal:
    E = {Entity::Literal, 0, 0, {}, {}};
    break;
  case ObjectKind::Result:
    E = {Entity::Result, 0, 0, {}, {}};
    break;
  default:
    E = {Of.OfPort ? Entity::PortResult : Entity::Fresh,
         Of.OriginObject,
         Of.OriginFunction,
         {},
         {}};
  }
  if (Seen.insert(O).second) {
    Entities.try_emplace(E, O);
    Worklist.push_back(O);
  }
  return E;
}

Summarizer::Member Summarizer::member(PlaceId P) {
  return {entity(S.place(P).Object), S.place(P).Part};
}

uint32_t Summarizer::index(const Entity &E) { return Indices.at(E); }

Value Summarizer::value(const Member &M) { return {index(M.What), M.Part}; }

Values Summarizer::values(SetId Of, bool ArgumentsOnly) {
  std::set<Value> All;
  if (Of != None)
    for (const Element &E : S.set(Of).Elements)
      if (const Member M = member(E.What);
          !ArgumentsOnly || M.What.Kind == Entity::Argument)
        All.insert(value(M));
  return {All.begin(), All.end()};
}

void Summarizer::writeFlows() {
  for (const auto &[F, Witness] : Flows) {
    Out.Flows.push_back(
        {index(F.first.first), F.first.second, value(F.second)});
    Out.Witnesses.push_back(Witness);
  }
  for (const auto &[F, Witness] : ToSinks) {
    if (Out.Sinks.empty() || Out.Sinks.back() != F.first)
      Out.Sinks.push_back(F.first);
    Out.ToSinks.push_back(
        {static_cast<uint32_t>(Out.Sinks.size() - 1), {}, value(F.second)});
    Out.Witnesses.push_back(Witness);
  }
}

/// Calls of one origin, which recursion brings in again, are one port.
void Summarizer::writePorts() {
  std::map<std::pair<FunctionId, uint32_t>, Port> Ports;
  const auto Join = [](Values &To, const Values &From) {
    std::set<Value> All(To.begin(), To.end());
    All.insert(From.begin(), From.end());
    To.assign(All.begin(), All.end());
  };
  Names &Strings = S.linkage().Strings;
  for (const CallSite &C : S.calls()) {
    if (!C.Port)
      continue;
    Port &P = Ports[{C.OriginFunction, C.OriginCall}];
    P.Function = C.OriginFunction;
    P.Call = C.OriginCall;
    P.Name = Strings.intern(C.Name);
    P.Virtual = Strings.intern(C.Virtual);
    P.ResultInPlace = C.ResultInPlace;
    P.Arguments.resize(std::max(P.Arguments.size(), C.Arguments.size()));
    Join(P.Target, values(C.Target, true));
    Join(P.Receiver, values(C.Receiver, !C.Virtual.empty()));
    if (C.ResultInPlace)
      Join(P.Result, values(C.Result, false));
    for (size_t A = 0; A != C.Arguments.size(); ++A)
      Join(P.Arguments[A], values(C.Arguments[A], false));
  }
  for (auto &[Id, P] : Ports)
    Out.Ports.push_back(std::move(P));
}

void Summarizer::addEffects() {
  const EventOrder Order(S);
  const auto Keep = [&](Place P) { return Member{entity(P.Object), P.Part}; };
  for (Place P : Order.overwritten())
    Overwritten.push_back(Keep(P));
  for (Place P : Order.sometimesTaken())
    SometimesTaken.push_back(Keep(P));
  for (Place P : Order.joinedOwners())
    Joined.push_back(Keep(P));
  for (const auto &[Container, What] : Order.removed())
    Removed.push_back(
        {Keep(Container), What ? std::optional(Keep(*What)) : std::nullopt});
}

void Summarizer::writeEffects() {
  for (const Member &M : Overwritten)
    Out.Overwritten.push_back(value(M));
  for (const Member &M : Joined)
    Out.Joined.push_back(value(M));
  for (const Member &M : SometimesTaken)
    Out.SometimesTaken.push_back(value(M));
  llvm::sort(Out.SometimesTaken);
  for (const auto &[Container, What] : Removed)
    Out.Removed.push_back(
        {value(Container), What ? std::optional(value(*What)) : std::nullopt});
  llvm::sort(Out.Overwritten);
  llvm::sort(Out.Joined);
  llvm::sort(Out.Removed);
}

} // namespace

bool Summary::operator==(const Summary &S) const {
  return Entities == S.Entities && Flows == S.Flows && ToSinks == S.ToSinks &&
         Sinks == S.Sinks && Ports == S.Ports && Overwritten == S.Overwritten &&
         Joined == S.Joined && SometimesTaken == S.SometimesTaken &&
         Removed == S.Removed && Unknown == S.Unknown && Vague == S.Vague;
}

Summary summarize(const Solution &S) { return Summarizer(S).run(); }

} // namespace fastidious::escape
