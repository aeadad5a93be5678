// The way from an object to where it goes, for the reader.
#include "escape/Judge.h"
#include "escape/Summary.h"
#include "llvm/ADT/STLExtras.h"

namespace fastidious::escape {

/// Most that are listed, and most that are looked at.
static constexpr size_t MostSteps = 24;
/// Nor of a callee that moves so much: those of recursive classes.
static constexpr size_t MostFlows = 256;

static bool isRough(const Summary &Callee) {
  return Callee.Vague || Callee.Flows.size() > MostFlows;
}
static constexpr size_t MostFollowed = 400;
static constexpr unsigned MostDepth = 4;

static std::string nameIn(const Solution &S, ObjectId O) {
  const Object &Is = *S.object(O).Is;
  if (Is.Kind == ObjectKind::Result)
    return "result";
  if (Is.Kind == ObjectKind::Global)
    return "global " + Is.Name;
  if (Is.Kind == ObjectKind::Content)
    return Is.Parent == None ? "content" : "content of " + nameIn(S, Is.Parent);
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
    if (Why.Constraint == None || To.size() >= MostFollowed)
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

/// Both ends tell most.
static void leaveOutMiddle(std::vector<Step> &Steps) {
  if (Steps.size() <= MostSteps)
    return;
  const auto Middle = Steps.begin() + MostSteps / 2;
  Middle[-1].LeftOut = Steps.size() - MostSteps;
  Steps.erase(Middle, Middle + Middle[-1].LeftOut);
}

std::vector<Step> Judge::witness(const Exit &E) const {
  std::vector<Step> Steps;
  for (const Reach::Visit *V = E.Visit;; V = &(*E.By)[V->From]) {
    explain(S, V->Through, V->What, 0, Steps);
    if (V->From != None)
      continue;
    leaveOutMiddle(Steps);
    return Steps;
  }
}

/// The constraint that makes the last link of the chain from there on.
uint32_t Judge::lastLink(const Exit &E, const Reach::Visit &Last,
                         uint32_t By) const {
  for (const Reach::Visit *V = &Last;; V = &(*E.By)[V->From]) {
    const ObjectId Holder = S.set(V->Through).Of.Object;
    // A thread runs from where it starts, wherever its handle goes.
    if (V->From == None ||
        (Holder != None && S.object(Holder).SiteIs == SiteKind::ThreadState))
      return By;
    const Reach::Visit &Next = (*E.By)[V->From];
    const Element *Link = S.find(Next.Through, Next.What);
    const uint32_t C = Link ? S.cause(Link->Why).Constraint : None;
    if (C != None && (By == None || C > By))
      By = C;
  }
}

/// It leaves where the last link of a chain is made, that is, by what stands
/// last in the function.
void Judge::addWays(const Exit &E, Fact &To) const {
  const ObjectId O = S.place(E.Visit->What).Object;
  for (const uint32_t Index : E.By->linksTo(O)) {
    const Reach::Visit &L = E.By->links()[Index];
    if (L.Owning != E.Visit->Owning)
      continue;
    std::set<uint32_t> Makers;
    // Nothing is taken back from a sink.
    const bool IsCell = S.set(L.Through).Of.Object != None;
    for (const Edge &By : S.set(L.Through).From)
      if (IsCell && S.find(By.Set, L.What) &&
          !Order.restores(By, L.Through, L.What) &&
          (!E.Lasts || E.Lasts(L.Through, By, L.What)))
        Makers.insert(S.cause(By.Why).Constraint);
    if (const Element *Link = S.find(L.Through, L.What); Makers.empty() && Link)
      Makers.insert(S.cause(Link->Why).Constraint);
    for (uint32_t By : Makers)
      addWay(E, L, By, To);
  }
}

/// Of an object that refers to itself the constraint makes a copy, which then
/// refers to itself as well: by its constructor or assignment.
bool Judge::copiesItself(uint32_t C, FunctionId Callee, ObjectId O) const {
  const auto RefersTo = [&](ObjectId By) {
    return llvm::any_of(Order.holders(O), [&](SetId Cell) {
      return S.set(Cell).Of.Object == By && !S.set(Cell).Of.Part.Owned;
    });
  };
  const Constraint &By = G.Constraints[C];
  if (By.Kind != Op::Call || Callee == None)
    return (By.Why == Reason::CopiedInto || By.Why == Reason::MovedInto) &&
           RefersTo(O);
  const Graph &Copy = S.linkage().graph(Callee);
  const auto [Class, Name] = llvm::StringRef(Copy.Name).rsplit("::");
  const std::vector<SetId> &Given = S.calls()[By.Object].Arguments;
  if (!Copy.HasThis || Copy.Parameters.size() != 1 || Given.size() != 1 ||
      Given[0] == None ||
      (Name != "operator=" && !Class.starts_with(Name) &&
       !Class.rsplit("::").second.starts_with(Name)))
    return false;
  return llvm::any_of(S.set(Given[0]).Elements, [&](const Element &E) {
    return RefersTo(S.place(E.What).Object);
  });
}

/// The callee stores again what it finds where others have put it: one that
/// takes the last one out of a list, and keeps the one before.
bool Judge::isPassedOn(const Reach::Visit &Last, uint32_t By) const {
  return By != None && G.Constraints[By].Kind == Op::Call &&
         llvm::any_of(S.set(Last.Through).From, [&](const Edge &Other) {
           const uint32_t C = S.cause(Other.Why).Constraint;
           return C != None && G.Constraints[C].Kind != Op::Call &&
                  S.find(Other.Set, Last.What);
         });
}

/// Nothing on the way came from a callee that nobody can look into, or not
/// in detail, and no null that is stored could be what takes it back.
bool Judge::isCertain(const Exit &E, const Reach::Visit &Last,
                      uint32_t By) const {
  if (S.linkage().summary(S.self()).Coarse)
    return false;
  if (!Generous)
    Generous.emplace(S, /*IsGenerous=*/true);
  if (E.Lasts && E.To != Destination::Return && By != None &&
      S.set(Last.Through).Of.Object != None &&
      !Generous->lasts(By, Last.Through, Last.What, E.Scope))
    return false;
  if (isPassedOn(Last, By))
    return false;
  const ObjectId O = S.place(Last.What).Object;
  for (const Reach::Visit *V = &Last;; V = &(*E.By)[V->From]) {
    const ObjectId Holder = S.set(V->Through).Of.Object;
    if (Holder != None && (S.object(Holder).Is->Kind == ObjectKind::Opaque ||
                           S.object(Holder).OfPort))
      return false;
    const Element *Link = S.find(V->Through, V->What);
    const uint32_t C = Link ? S.cause(Link->Why).Constraint : None;
    const FunctionId Callee = Link ? S.cause(Link->Why).Callee : None;
    if (Callee != None && isRough(S.linkage().summary(Callee)))
      return false;
    if (C != None && copiesItself(C, Callee, O))
      return false;
    const bool ToObject =
        E.To == Destination::Global || E.To == Destination::Param;
    if (ToObject && Holder != None && C != None &&
        Order.maybeTaken(C, V->Through, V->What, E.Scope))
      return false;
    if (V->From == None)
      return E.To != Destination::Thread || Holder == None ||
             !maybeWaitedFor(Holder, E.Scope);
  }
}

/// Someone may wait for the thread by way of what keeps it.
bool Judge::maybeWaitedFor(ObjectId Thread, ScopeId Scope) const {
  return llvm::any_of(Order.holders(Thread), [&](SetId Cell) {
    return llvm::any_of(S.set(Cell).From, [&](const Edge &By) {
      return llvm::any_of(S.set(By.Set).Elements, [&](const Element &E) {
        return S.place(E.What).Object == Thread &&
               Order.maybeTaken(S.cause(By.Why).Constraint, Cell, E.What,
                                Scope);
      });
    });
  });
}

void Judge::addWay(const Exit &E, const Reach::Visit &Last, uint32_t By,
                   Fact &To) const {
  const Location At = placeOfWay(E, lastLink(E, Last, By));
  const auto IsKnown = [&](bool Certain) {
    return llvm::any_of(To.Ways, [&](const WayOut &Known) {
      return Known.To == E.To && Known.Certain >= Certain && Known.At == At;
    });
  };
  // Most are known: what is listed of a way costs more than to find it.
  if (IsKnown(/*Certain=*/true))
    return;
  const bool Certain = isCertain(E, Last, By);
  if (IsKnown(Certain))
    return;
  const Exit Link = {E.To, E.By, &Last};
  To.Ways.push_back({E.To, through(Link), Certain, At, witness(Link)});
}

/// Where the constraint takes effect.
Location Judge::placeOfWay(const Exit &E, uint32_t By) const {
  for (const Return &R : G.Returns)
    if (E.To == Destination::Return && R.From <= By && By < R.To)
      return R.Where;
  return By == None ? Location() : G.Constraints[By].Where;
}

} // namespace fastidious::escape
