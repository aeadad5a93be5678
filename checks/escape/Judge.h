/// Where the locals, parameters and heap sites of one solved function go.
#pragma once

#include "escape/Flow.h"
#include "escape/Program.h"
#include "escape/Reach.h"

namespace fastidious::escape {

/// What a verdict is about.
struct Subject {
  /// Reached by whatever leads there.
  std::vector<ObjectId> Itself;
  /// Reached by what does not own it.
  std::vector<ObjectId> Owned;
  /// Handles have to be gone when this scope is.
  ScopeId Scope = 0;
  /// The variable, for the order of declarations; None for others.
  ObjectId Variable = None;
};

/// A way out.
struct Exit {
  /// What the edge puts into the cell is still there when that counts.
  using Stays = std::function<bool(SetId, const Edge &, PlaceId)>;
  Destination To = Destination::Nowhere;
  const Reach *By = nullptr;
  const Reach::Visit *Visit = nullptr;
  Stays Lasts = nullptr;
  /// When handles have to be gone.
  ScopeId Scope = 0;
};

/// Of two verdicts on one subject.
bool isGraver(const Fact &A, const Fact &B);

class Judge {
public:
  /// Solutions of callees, for the explanation; null where there is none.
  using Solutions = std::function<const Solution *(FunctionId)>;
  Judge(const Solution &S, const Solutions &Of);
  /// Of locals, temporaries and sites.
  std::vector<Fact> objectFacts();
  std::vector<Fact> parameterFacts();

private:
  void judgeLocal(ObjectId O, Fact::FactKind Kind);
  void judgeParameter(uint32_t Index);
  void judgeSite(ObjectId O);

  Fact fact(Fact::FactKind Kind, std::string Subject, const Location &Where,
            ObjectId O) const;
  /// The first way out in that order, and all others.
  void decide(Fact &F, Verdict Leaves, const std::vector<Exit> &Exits,
              llvm::ArrayRef<Destination> Order);
  void giveUp(Fact &F, Verdict Says);

  bool referredTo(const Subject &Of) const;
  Subject local(ObjectId O) const;
  Subject parameter(uint32_t Index) const;
  uint32_t carriedBy(const Subject &Of) const;
  void addOwned(ObjectId O, bool Arguments, std::vector<ObjectId> &To) const;

  /// By what leads to it at any time; where there is no such way, there is
  /// none that lasts.
  bool couldExitBy(Destination To, const Subject &Of, uint32_t Without = None);
  /// \returns whether there is one.
  bool exitBy(Destination To, const Reach &R, const Subject &Of,
              std::vector<Exit> &Exits, Exit::Stays Lasts = nullptr) const;
  void addExits(std::initializer_list<Destination> To, const Subject &Of,
                std::vector<Exit> &Exits);
  bool counts(SetId Cell, const Element &E, const Exit::Stays &Lasts) const;
  bool countsUntilLeft(SetId Cell, const Element &E, ScopeId Scope);
  Exit::Stays untilLeft(ScopeId Scope) const;
  const Reach &reach(Destination To, ScopeId Scope, uint32_t Without = None);
  const Reach &reachAtAnyTime(Destination To, uint32_t Without = None);
  std::vector<SetId> roots(Destination To, uint32_t Without) const;
  bool ownedElsewhere(ObjectId O, const Subject &Of);

  // Handles that live for some time only (Lifetimes.cpp).
  void exitToOuterScopes(const Subject &Of, std::vector<Exit> &Exits);
  void exitToThreads(const Subject &Of, std::vector<Exit> &Exits);
  void exitToFrames(const Subject &Of, std::vector<Exit> &Exits);
  const Reach &reachFrom(ObjectId O);
  std::vector<SetId> cellsOf(ObjectId O) const;
  bool leavesFunction(ObjectId O, ScopeId Scope);
  bool endsBefore(ObjectId Thread, const Subject &Of);
  bool isWaitedFor(ObjectId Thread, ScopeId Scope) const;
  bool maybeWaitedFor(ObjectId Thread, ScopeId Scope) const;
  std::vector<ObjectId> variablesOwning(ObjectId O) const;

  std::string through(const Exit &E) const;
  std::string name(ObjectId O) const;

  // Sites.
  std::vector<ObjectId> owners(ObjectId Site) const;
  bool isReturnedTwice(ObjectId Site) const;
  bool isBoxedTwice(ObjectId Site) const;
  bool variesInType(ObjectId Site) const;
  bool couldBeValue(const Site &Of, ObjectId O) const;
  bool accumulates(ObjectId O, const Site &Of) const;
  bool holdsLonger(ObjectId Holder, ScopeId Body,
                   std::set<ObjectId> &Seen) const;
  void decideSite(Fact &F, ObjectId O, const Site &Of,
                  const std::vector<Exit> &Exits);
  void judgeStaying(Fact &F, ObjectId O, const Site &Of);
  void judgeReturned(Fact &F, ObjectId O, const Site &Of);

  // The explanation.
  std::vector<Step> witness(const Exit &E) const;
  void addWays(const Exit &E, Fact &To) const;
  void addWay(const Exit &E, const Reach::Visit &Last, uint32_t By,
              Fact &To) const;
  Location placeOfWay(const Exit &E, uint32_t By) const;
  bool isPassedOn(const Reach::Visit &Last, uint32_t By) const;
  bool copiesItself(uint32_t C, FunctionId Callee, ObjectId O) const;
  bool isCertain(const Exit &E, const Reach::Visit &Last, uint32_t By) const;
  uint32_t lastLink(const Exit &E, const Reach::Visit &Last, uint32_t By) const;
  void explain(const Solution &Of, SetId Set, PlaceId What, unsigned Depth,
               std::vector<Step> &To) const;

  const Solution &S;
  const Graph &G;
  const Solutions &Others;
  const EventOrder Order;
  mutable std::optional<EventOrder> Generous;
  std::vector<Fact> Facts;
  llvm::DenseSet<ObjectId> Referred;
  std::map<std::tuple<Destination, ScopeId, uint32_t>, std::unique_ptr<Reach>>
      Reaches;
  std::map<std::pair<Destination, uint32_t>, std::unique_ptr<Reach>>
      ReachesAtAnyTime;
  llvm::DenseMap<std::tuple<ScopeId, SetId, PlaceId>, bool> UntilLeft;
  std::map<ObjectId, std::unique_ptr<Reach>> FromObjects;
  std::map<std::pair<ObjectId, ScopeId>, std::unique_ptr<Reach>> FromOuter;
};

} // namespace fastidious::escape
