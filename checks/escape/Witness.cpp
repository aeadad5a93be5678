// The way from an object to where it goes, for the reader.
#include "escape/Judge.h"
#include "escape/Summary.h"
#include "llvm/ADT/STLExtras.h"

namespace fastidious::escape {

static constexpr size_t MostSteps = 8;
static constexpr unsigned MostDepth = 4;

static std::string nameIn(const Solution &S, ObjectId O) {
  const Object &Is = *S.object(O).Is;
  if (Is.Kind == ObjectKind::Result)
    return "result";
  if (Is.Kind == ObjectKind::Global)
    return "global " + Is.Name;
  if (Is.Kind != ObjectKind::Argument)
    return Is.Name;
  const Graph &G = S.graph();
  return Is.Index < G.Parameters.size() ? G.Parameters[Is.Index].Name : "this";
}

static std::string nameOfSet(const Solution &S, SetId Set) {
  if (const ObjectId O = S.set(Set).Of.Object; O != None)
    return nameIn(S, O);
  for (const SinkSet &Sink : S.sinks())
    if (Sink.Set == Set)
      return Sink.Name;
  return "";
}

/// Appends why the place is in the set, earliest first.
void Judge::explain(const Solution &Of, SetId Set, PlaceId What, unsigned Depth,
                    std::vector<Step> &To) const {
  struct Link {
    SetId Set;
    Element Is;
  };
  std::vector<Link> Links;
  std::set<std::pair<SetId, PlaceId>> Seen;
  while (Set != None && Seen.insert({Set, What}).second) {
    const Element *E = Of.find(Set, What);
    if (!E)
      break;
    Links.push_back({Set, *E});
    Set = E->From;
    What = E->FromPlace;
  }
  for (const Link &L : llvm::reverse(Links)) {
    const Cause &Why = Of.cause(L.Is.Why);
    if (Why.Constraint == None || To.size() >= MostSteps)
      continue;
    const Constraint &C = Of.graph().Constraints[Why.Constraint];
    if (C.Why == Reason::None && C.Kind != Op::Call)
      continue;
    Step Next;
    Next.Why = C.Why == Reason::None ? Reason::CallArgument : C.Why;
    Next.Where = C.Where;
    Next.From = nameIn(Of, Of.place(L.Is.What).Object);
    Next.To = nameOfSet(Of, L.Set);
    Next.Depth = Depth;
    if (To.empty() || To.back().Why != Next.Why ||
        !(To.back().Where == Next.Where) || To.back().To != Next.To)
      To.push_back(std::move(Next));
    if (Why.Flow == None || Depth == MostDepth)
      continue;
    if (const Solution *Callee = Others(Why.Callee)) {
      const auto &[InSet, InPlace] =
          Of.linkage().summary(Why.Callee).Witnesses[Why.Flow];
      explain(*Callee, InSet, InPlace, Depth + 1, To);
    }
  }
}

std::vector<Step> Judge::witness(const Exit &E) const {
  std::vector<Step> Steps;
  for (const Reach::Visit *V = E.Visit;; V = &(*E.By)[V->From]) {
    explain(S, V->Through, V->What, 0, Steps);
    if (V->From == None)
      return Steps;
  }
}

/// It leaves where the last link of the chain is made, that is, by what stands
/// last in the function; to a thread, where that starts.
void Judge::addWays(const Exit &E, Fact &To) const {
  uint32_t By = None;
  WayOut Way;
  for (const Reach::Visit *V = E.Visit;; V = &(*E.By)[V->From]) {
    const Element *Link = S.find(V->Through, V->What);
    const uint32_t C = Link ? S.cause(Link->Why).Constraint : None;
    const ObjectId Holder = S.set(V->Through).Of.Object;
    Way.Sure &= C == None || Holder == None || !Order.maybeTaken(C, V->Through);
    const bool Starts =
        Holder != None && S.object(Holder).SiteIs == SiteKind::ThreadState;
    if (C != None && (By == None || C > By || Starts))
      By = C;
    if (V->From == None || Starts)
      break;
  }
  Way.To = E.To;
  Way.Through = through(E);
  Way.Flow = witness(E);
  if (By != None)
    Way.At = G.Constraints[By].Where;
  for (const Return &R : G.Returns)
    if (E.To == Destination::Return && R.From <= By && By < R.To)
      Way.At = R.Where;
  To.Ways.push_back(std::move(Way));
}

} // namespace fastidious::escape
