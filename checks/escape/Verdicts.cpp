// The verdicts on locals and parameters.
#include "escape/Judge.h"
#include "llvm/ADT/STLExtras.h"

namespace fastidious::escape {

Subject Judge::local(ObjectId O) const {
  Subject Of;
  Of.Itself = {O};
  Of.Scope = S.object(O).Is->Scope;
  Of.Variable = O;
  if (!S.object(O).Is->GivenAway)
    addOwned(O, S.object(O).Is->Kind == ObjectKind::Parameter, Of.Owned);
  return Of;
}

/// Owned by what lives on, too, and not only by the variable itself: a handle
/// to it does not dangle.
bool Judge::ownedElsewhere(ObjectId O, const Subject &Of) {
  return llvm::any_of(
      std::array{Destination::Global, Destination::Param, Destination::Return},
      [&](Destination To) {
        if (!reachAtAnyTime(To).owner(O))
          return false;
        const Reach::Visit *By = reach(To, Of.Scope).owner(O);
        return By && S.set(By->Through).Of.Object != Of.Variable;
      });
}

/// The parameter by which the caller passes what the subject owns.
uint32_t Judge::carriedBy(const Subject &Of) const {
  for (ObjectId O : Of.Owned)
    if (S.object(O).Is->Kind == ObjectKind::Argument)
      return S.object(O).Is->Index;
  return None;
}

void Judge::judgeLocal(ObjectId O, Fact::FactKind Kind) {
  using enum Destination;
  Fact F = fact(Kind, S.object(O).Is->Name, S.object(O).Is->Where, O);
  F.Says = Verdict::Stack;
  Subject Of = local(O);
  if (!G.Incomplete.empty() || S.incomplete()) {
    giveUp(F, Verdict::Escapes);
  } else if (referredTo(Of)) {
    llvm::erase_if(Of.Owned, [&](ObjectId P) {
      return ownedElsewhere(P, Of) ||
             (Kind == Fact::Temporary && variablesOwning(P).size() > 1);
    });
    std::vector<Exit> Exits;
    addExits({Global, Thread, Exception, Frame, Return, Unknown}, Of, Exits);
    // What it owns does not outlive itself.
    const uint32_t Self = carriedBy(Of);
    if (couldExitBy(Param, Of, Self))
      exitBy(Param, reach(Param, Of.Scope, Self), Of, Exits,
             untilLeft(Of.Scope));
    exitToThreads(Of, Exits);
    exitToFrames(Of, Exits);
    exitToOuterScopes(Of, Exits);
    decide(
        F, Verdict::Escapes, Exits,
        {Global, Thread, Exception, Frame, Param, Return, OuterScope, Unknown});
  }
  Facts.push_back(std::move(F));
}

/// What the parameter refers to, with what that owns.
Subject Judge::parameter(uint32_t Index) const {
  Subject Of;
  if (Index >= G.Carriers.size() || G.Carriers[Index] == None)
    return Of;
  for (auto [Part, Child] : S.object(G.Carriers[Index]).Children) {
    Of.Itself.push_back(Child);
    addOwned(Child, true, Of.Itself);
  }
  // What it came to own here: a handle to that leads into it as well.
  llvm::copy_if(Of.Itself, std::back_inserter(Of.Owned), [&](ObjectId O) {
    return S.object(O).Is->Kind == ObjectKind::Site;
  });
  llvm::erase_if(Of.Itself, [&](ObjectId O) {
    return S.object(O).Is->Kind != ObjectKind::Argument ||
           S.object(O).Is->Index != Index;
  });
  return Of;
}

void Judge::judgeParameter(uint32_t Index) {
  using enum Destination;
  const bool This = Index >= G.Parameters.size();
  Fact F = fact(Fact::Param, This ? "this" : G.Parameters[Index].Name,
                This ? G.Where : G.Parameters[Index].Where, None);
  F.Says = Verdict::NoEscape;
  const Subject Of = parameter(Index);
  if (!G.Incomplete.empty() || S.incomplete()) {
    if (This || G.Parameters[Index].Refers)
      giveUp(F, Verdict::Leaks);
  } else if ((This || !G.Parameters[Index].Copied) && referredTo(Of)) {
    std::vector<Exit> Exits;
    addExits({Global, Thread, Unknown, Return}, Of, Exits);
    exitToThreads(Of, Exits);
    if (couldExitBy(Param, Of, Index))
      exitBy(Param, reach(Param, Of.Scope, Index), Of, Exits);
    // The caller gets it as it gets a result.
    const bool IsReturned = llvm::any_of(
        Exits, [](const Exit &E) { return E.To == Destination::Return; });
    if (couldExitBy(Exception, Of))
      exitBy(Return, reach(Exception, Of.Scope), Of, Exits);
    decide(F, Verdict::Leaks, Exits, {Global, Thread, Param, Unknown, Return});
    if (F.To == Return && !IsReturned)
      F.Through = "exception";
  }
  Facts.push_back(std::move(F));
}

} // namespace fastidious::escape
