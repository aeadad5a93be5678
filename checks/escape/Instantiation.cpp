#include "escape/Instantiation.h"

namespace fastidious::escape {

Instantiation::Instantiation(Solution &S, uint32_t Call, FunctionId Callee,
                             SetId Receiver)
    : S(S), Call(Call), Callee(Callee), Receiver(Receiver),
      Of(S.L.summary(Callee)), Constraint(S.Calls[Call].Constraint),
      Why(S.newCause({Constraint, Callee, None})) {}

void Instantiation::run(bool Certain) {
  for (size_t E = 0; E != Of.Entities.size(); ++E)
    Bound.push_back(bind(Of.Entities[E], Of.Origins[E]));
  for (uint32_t F = 0; F != Of.Flows.size(); ++F)
    flow(F);
  for (uint32_t F = 0; F != Of.ToSinks.size(); ++F)
    flowToSink(F);
  for (const Port &P : Of.Ports)
    port(P);
  if (Certain)
    effects();
}

SetId Instantiation::bind(const Entity &E, const Summary::Origin &O) {
  switch (E.Kind) {
  case Entity::Argument:
    return argument(E);
  case Entity::Global:
    return S.setOf(S.placeId(S.named(ObjectKind::Global, S.L.Strings[E.Name])),
                   Why);
  case Entity::Function:
    return S.setOf(
        S.placeId(S.named(ObjectKind::Function, S.L.Strings[E.Name])), Why);
  case Entity::Literal:
    return S.setOf(S.placeId(S.named(ObjectKind::Literal, "")), Why);
  case Entity::Result:
    if (site().ResultInPlace && site().Result != None)
      return site().Result;
    return S.newSet();
  case Entity::Fresh:
    return fresh(E, O);
  case Entity::PortResult:
    return PortResults.try_emplace({E.Name, E.Index}, S.newSet()).first->second;
  }
  return None;
}

/// The set that a path from a parameter leads to here; each step once.
SetId Instantiation::argument(const Entity &E) {
  const Graph &G = S.L.graph(Callee);
  const bool This = E.Index >= G.Parameters.size();
  const bool InPlace = !This && G.Parameters[E.Index].InPlace;
  const bool IsRest = G.Variadic && E.Index + 1 == G.Parameters.size();
  SetId At = This                                ? Receiver
             : IsRest                            ? argumentsFrom(E.Index)
             : E.Index < site().Arguments.size() ? site().Arguments[E.Index]
                                                 : None;
  std::vector<Key> Path;
  for (const Key &K : E.Path) {
    Path.push_back(K);
    // The carrier of all but objects passed by value is bound to what it
    // refers to.
    if (Path.size() == 1 && !InPlace)
      continue;
    auto [Entry, New] = Paths.try_emplace({E.Index, Path}, None);
    if (New)
      Entry->second = loaded(At, K);
    At = Entry->second;
  }
  if (At == None)
    return S.newSet();
  for (const Key &K : E.Cycle)
    S.addConsumer(At, {Consumer::Load, At, K, Why});
  return At;
}

/// All that `...` stands for.
SetId Instantiation::argumentsFrom(size_t First) {
  const SetId All = S.newSet();
  for (size_t A = First; A < S.Calls[Call].Arguments.size(); ++A)
    if (S.Calls[Call].Arguments[A] != None)
      S.addEdge(S.Calls[Call].Arguments[A], All, Why);
  return All;
}

SetId Instantiation::loaded(SetId From, Key At) {
  const SetId To = S.newSet();
  if (From != None)
    S.addConsumer(From, {Consumer::Load, To, At, Why});
  return To;
}

/// A copy for each call; those that have the same origin share it, so that
/// recursive functions do not make ever more.
SetId Instantiation::fresh(const Entity &E, const Summary::Origin &O) {
  auto [Entry, New] = S.Clones.try_emplace({Constraint, E.Name, E.Index}, None);
  if (New) {
    Entry->second = S.newObject(O.What, E.Name, E.Index);
    S.Objects[Entry->second].SiteIs = O.SiteIs;
  }
  return S.setOf(S.placeId(Entry->second), Why);
}

SetId Instantiation::value(const Value &V) {
  const SetId Whole = Bound[V.Entity];
  if (V.Part == Key())
    return Whole;
  auto [Entry, New] = Parts.try_emplace(V, None);
  if (New) {
    Entry->second = S.newSet();
    S.addConsumer(Whole, {Consumer::Part, Entry->second, V.Part, Why});
  }
  return Entry->second;
}

SetId Instantiation::valueOf(const Values &All) {
  const SetId To = S.newSet();
  for (const Value &V : All)
    S.addEdge(value(V), To, Why);
  return To;
}

void Instantiation::flow(uint32_t Index) {
  const Flow &F = Of.Flows[Index];
  const CauseId ByFlow = S.newCause({Constraint, Callee, Index});
  const SetId From = value(F.What);
  if (Of.Entities[F.Holder].Kind != Entity::Result || site().ResultInPlace)
    S.addConsumer(Bound[F.Holder], {Consumer::Store, From, F.Part, ByFlow});
  else if (F.Part == Key())
    S.addEdge(From, site().Result, ByFlow);
}

void Instantiation::flowToSink(uint32_t Index) {
  const Flow &F = Of.ToSinks[Index];
  const auto &[Kind, Name] = Of.Sinks[F.Holder];
  const CauseId ByFlow = S.newCause(
      {Constraint, Callee, static_cast<uint32_t>(Of.Flows.size() + Index)});
  S.addEdge(value(F.What), S.sink(Kind, S.L.Strings[Name], false), ByFlow);
}

/// The callee's call becomes one of the caller, which may know the target.
void Instantiation::port(const Port &P) {
  auto [Entry, New] =
      S.Ports.try_emplace({Constraint, P.Function, P.Call}, S.Calls.size());
  const uint32_t Index = Entry->second;
  if (New) {
    CallSite C;
    C.Name = S.L.Strings[P.Name].str();
    C.Virtual = S.L.Strings[P.Virtual].str();
    C.Constraint = Constraint;
    C.OriginFunction = P.Function;
    C.OriginCall = P.Call;
    C.Arguments.resize(P.Arguments.size(), None);
    for (SetId &A : C.Arguments)
      A = S.newSet();
    C.Receiver = S.newSet();
    if (C.Virtual.empty())
      C.Target = S.newSet();
    C.ResultInPlace = P.ResultInPlace;
    C.Result = S.newSet();
    S.Calls.push_back(std::move(C));
  }
  const CallSite C = S.Calls[Index];
  for (size_t A = 0; A < P.Arguments.size() && A < C.Arguments.size(); ++A)
    S.addEdge(valueOf(P.Arguments[A]), C.Arguments[A], Why);
  S.addEdge(valueOf(P.Receiver), C.Receiver, Why);
  if (P.ResultInPlace)
    S.addEdge(valueOf(P.Result), C.Result, Why);
  else if (auto R = PortResults.find({P.Function, P.Call});
           R != PortResults.end())
    S.addEdge(C.Result, R->second, Why);
  if (C.Target != None)
    S.addEdge(valueOf(P.Target), C.Target, Why);
  if (!New)
    return;
  if (C.Target != None)
    S.addConsumer(C.Target, {Consumer::Target, Index, {}, Why});
  else
    S.addConsumer(C.Receiver, {Consumer::Receiver, Index, {}, Why});
}

void Instantiation::effects() {
  for (const Value &V : Of.Overwritten)
    S.Effects.push_back(
        {Effect::Overwrite, Call, Bound[V.Entity], V.Part, None});
  for (const Value &V : Of.SometimesTaken)
    S.Effects.push_back({Effect::Take, Call, Bound[V.Entity], V.Part, None});
  for (const Value &V : Of.Joined)
    S.Effects.push_back({Effect::Join, Call, value(V), {}, None});
  for (const auto &[Container, Removed] : Of.Removed)
    S.Effects.push_back({Effect::Remove,
                         Call,
                         value(Container),
                         {},
                         Removed ? value(*Removed) : None});
}

} // namespace fastidious::escape
