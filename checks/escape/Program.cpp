#include "escape/Program.h"
#include "escape/Judge.h"
#include "escape/Summary.h"
#include "llvm/ADT/GraphTraits.h"
#include "llvm/ADT/SCCIterator.h"
#include "llvm/ADT/STLExtras.h"

namespace fastidious::escape {
namespace {

struct CallNode {
  FunctionId Is = None;
  std::vector<CallNode *> Callees;
};

} // namespace
} // namespace fastidious::escape

template <> struct llvm::GraphTraits<fastidious::escape::CallNode *> {
  using NodeRef = fastidious::escape::CallNode *;
  using ChildIteratorType =
      std::vector<fastidious::escape::CallNode *>::iterator;
  static NodeRef getEntryNode(NodeRef Node) { return Node; }
  static ChildIteratorType child_begin(NodeRef N) { return N->Callees.begin(); }
  static ChildIteratorType child_end(NodeRef N) { return N->Callees.end(); }
};

namespace fastidious::escape {

struct Program::Implementation final : Linkage {
  explicit Implementation(Options O) : Settings(O) {}

  struct Function {
    Graph Is;
    std::unique_ptr<Solution> Solved;
    Summary Known;
    /// Those whose solution asked for the summary.
    std::set<FunctionId> Callers;
    unsigned Position = 0;
    unsigned Rounds = 0;
    /// Several checks ask for these. Each subject once, as temporaries can
    /// stand at the same place.
    std::optional<std::vector<Fact>> OfObjects;
    /// It is too large to be followed in detail.
    bool Coarse = false;
  };

  llvm::ArrayRef<FunctionId> definitions(llvm::StringRef Key) override {
    const auto Found = Definitions.find(Key);
    if (Found == Definitions.end())
      return {};
    return Found->second;
  }
  const Graph &graph(FunctionId F) const override { return Functions[F].Is; }
  const Summary &summary(FunctionId F) override {
    if (Solving != None)
      Functions[F].Callers.insert(Solving);
    return Functions[F].Known;
  }
  std::string overrider(llvm::StringRef Type,
                        llvm::StringRef Function) const override;
  std::vector<std::string> overriders(llvm::StringRef Function) const override;

  void order();
  void solveAll();
  bool solve(FunctionId F);
  bool callsVague(const Solution &S);
  const std::vector<Fact> &objectFacts(FunctionId F);
  std::vector<Fact> facts(FunctionId F);

  /// Functions that call each other settle sooner, in all but odd cases.
  static constexpr unsigned MostRounds = 30;
  const Options Settings;
  std::deque<Function> Functions;
  llvm::StringMap<std::vector<FunctionId>> Definitions;
  std::map<std::string, Record, std::less<>> Records;
  /// The direct overriders of each virtual function.
  std::map<std::string, std::set<std::string>, std::less<>> Overriders;
  std::vector<FunctionId> BottomUp;
  FunctionId Solving = None;
  /// Object facts of keys with several definitions.
  llvm::StringMap<std::vector<Fact>> OfSeveral;
  const Judge::Solutions SolutionOf = [this](FunctionId F) {
    return Functions[F].Solved.get();
  };
};

/// What Type's bases run for Function, and then Type itself.
std::string Program::Implementation::overrider(llvm::StringRef Type,
                                               llvm::StringRef Function) const {
  const auto Found = Records.find(Type);
  if (Type.empty() || Found == Records.end())
    return "";
  std::string Final = Function.str();
  for (const std::string &Base : Found->second.Bases)
    if (const std::string InBase = overrider(Base, Function);
        !InBase.empty() && InBase != Function)
      Final = InBase;
  for (const Override &O : Found->second.Overrides)
    if (O.Base == Final || O.Base == Function)
      return O.Function;
  return Final;
}

std::vector<std::string>
Program::Implementation::overriders(llvm::StringRef Function) const {
  if (!Settings.ClosedWorld)
    return {};
  std::set<std::string> All;
  std::vector<std::string> Worklist = {Function.str()};
  while (!Worklist.empty()) {
    const std::string Next = std::move(Worklist.back());
    Worklist.pop_back();
    if (!All.insert(Next).second)
      continue;
    if (const auto Found = Overriders.find(Next); Found != Overriders.end())
      Worklist.insert(Worklist.end(), Found->second.begin(),
                      Found->second.end());
  }
  // A pure function has no body and is never what is run.
  if (All.size() > 1 && !Definitions.contains(Function))
    All.erase(Function.str());
  return {All.begin(), All.end()};
}

/// Callees first, those that call each other together.
void Program::Implementation::order() {
  std::vector<CallNode> Nodes(Functions.size() + 1);
  CallNode &Root = Nodes.back();
  for (FunctionId F = 0; F != Functions.size(); ++F) {
    Nodes[F].Is = F;
    Root.Callees.push_back(&Nodes[F]);
    const auto Calls = [&](llvm::StringRef Key) {
      for (FunctionId Callee : definitions(Key))
        Nodes[F].Callees.push_back(&Nodes[Callee]);
    };
    for (const Call &C : Functions[F].Is.Calls)
      Calls(C.Callee);
    for (const Object &O : Functions[F].Is.Objects)
      Calls(O.Callee);
  }
  for (auto I = llvm::scc_begin(&Root); !I.isAtEnd(); ++I) {
    std::vector<FunctionId> Together;
    for (const CallNode *Node : *I)
      if (Node->Is != None)
        Together.push_back(Node->Is);
    llvm::sort(Together);
    llvm::append_range(BottomUp, Together);
  }
  for (unsigned P = 0; P != BottomUp.size(); ++P)
    Functions[BottomUp[P]].Position = P;
}

bool Program::Implementation::callsVague(const Solution &S) {
  return llvm::any_of(S.calls(), [&](const CallSite &C) {
    return llvm::any_of(C.Known, [&](const auto &Called) {
      return llvm::any_of(
          definitions(Strings[Called.first]),
          [&](FunctionId F) { return Functions[F].Known.Vague; });
    });
  });
}

bool Program::Implementation::solve(FunctionId F) {
  Function &Of = Functions[F];
  Solving = F;
  const auto Solve = [&] {
    auto Made = std::make_unique<Solution>(Of.Is, F, *this, Of.Coarse);
    Made->solve();
    return Made;
  };
  auto Solved = Solve();
  Summary Known = summarize(*Solved);
  if (Known.Unknown && !Of.Coarse) {
    Of.Coarse = true;
    Solved = Solve();
    Known = summarize(*Solved);
  }
  Solving = None;
  Known.Coarse = Of.Coarse;
  Known.Vague = Of.Coarse || callsVague(*Solved);
  if (++Of.Rounds >= MostRounds)
    Known.Unknown = true;
  const bool Changed = !(Known == Of.Known);
  Of.Solved = std::move(Solved);
  Of.Known = std::move(Known);
  return Changed && Of.Rounds <= MostRounds;
}

void Program::Implementation::solveAll() {
  order();
  std::set<unsigned> Worklist;
  for (unsigned P = 0; P != BottomUp.size(); ++P)
    Worklist.insert(P);
  while (!Worklist.empty()) {
    const FunctionId F = BottomUp[*Worklist.begin()];
    Worklist.erase(Worklist.begin());
    if (solve(F))
      for (FunctionId Caller : Functions[F].Callers)
        Worklist.insert(Functions[Caller].Position);
  }
}

static auto placeOf(const Fact &F) {
  return std::tie(F.Where.File, F.Where.Line, F.Where.Column, F.Kind,
                  F.Subject);
}

/// Sorted, each subject once: with the gravest verdict, or the least grave.
static std::vector<Fact> joined(std::vector<Fact> All, bool Gravest = true) {
  const auto Before = [](const Fact &A, const Fact &B) {
    return placeOf(A) < placeOf(B);
  };
  std::set<Fact, decltype(Before)> Chosen(Before);
  for (Fact &F : All) {
    const auto Same = Chosen.find(F);
    if (Same != Chosen.end() &&
        !(Gravest ? isGraver(F, *Same) : isGraver(*Same, F)))
      continue;
    if (Same != Chosen.end())
      Chosen.erase(Same);
    Chosen.insert(std::move(F));
  }
  return {Chosen.begin(), Chosen.end()};
}

const std::vector<Fact> &Program::Implementation::objectFacts(FunctionId F) {
  Function &Of = Functions[F];
  if (!Of.OfObjects)
    Of.OfObjects = Of.Solved
                       ? joined(Judge(*Of.Solved, SolutionOf).objectFacts())
                       : std::vector<Fact>();
  return *Of.OfObjects;
}

std::vector<Fact> Program::Implementation::facts(FunctionId F) {
  if (!Functions[F].Solved)
    return {};
  Judge Of(*Functions[F].Solved, SolutionOf);
  std::vector<Fact> All = Of.objectFacts();
  llvm::append_range(All, Of.parameterFacts());
  return All;
}

Program::Program(Options O) : Impl(std::make_unique<Implementation>(O)) {}
Program::~Program() = default;
Program::Program(Program &&) = default;

void Program::add(Unit U) {
  for (Graph &G : U.Functions) {
    std::vector<FunctionId> &Same = Impl->Definitions[G.Key];
    if (llvm::any_of(Same, [&](FunctionId F) { return Impl->graph(F) == G; }))
      continue;
    Same.push_back(Impl->Functions.size());
    Impl->Functions.emplace_back().Is = std::move(G);
  }
  for (Record &R : U.Records) {
    for (const Override &O : R.Overrides)
      Impl->Overriders[O.Base].insert(O.Function);
    std::string Key = R.Key;
    Impl->Records.try_emplace(std::move(Key), std::move(R));
  }
}

void Program::solve() { Impl->solveAll(); }

const Graph *Program::graph(llvm::StringRef Key) const {
  const llvm::ArrayRef<FunctionId> All = Impl->definitions(Key);
  return All.empty() ? nullptr : &Impl->graph(All.front());
}

const Solution *Program::solution(llvm::StringRef Key) const {
  const llvm::ArrayRef<FunctionId> All = Impl->definitions(Key);
  return All.empty() ? nullptr : Impl->Functions[All.front()].Solved.get();
}

void Program::forEach(llvm::function_ref<void(const Solution &)> Do) const {
  for (const auto &F : Impl->Functions)
    if (F.Solved)
      Do(*F.Solved);
}

std::vector<Fact> Program::facts() const {
  std::vector<Fact> All;
  for (FunctionId F = 0; F != Impl->Functions.size(); ++F)
    llvm::append_range(All, Impl->facts(F));
  return joined(std::move(All));
}

std::vector<Fact> Program::facts(llvm::StringRef Key) const {
  std::vector<Fact> All;
  for (FunctionId F : Impl->definitions(Key))
    llvm::append_range(All, Impl->facts(F));
  return joined(std::move(All));
}

llvm::ArrayRef<Fact> Program::objectFacts(llvm::StringRef Key) const {
  const llvm::ArrayRef<FunctionId> Same = Impl->definitions(Key);
  if (Same.empty())
    return {};
  if (Same.size() == 1)
    return Impl->objectFacts(Same.front());
  auto [Known, IsNew] = Impl->OfSeveral.try_emplace(Key);
  if (IsNew) {
    std::vector<Fact> All;
    for (FunctionId F : Same)
      llvm::append_range(All, Impl->objectFacts(F));
    Known->second = joined(std::move(All));
  }
  return Known->second;
}

std::vector<Fact> Program::certainObjectFacts() const {
  std::vector<Fact> All;
  for (FunctionId F = 0; F != Impl->Functions.size(); ++F)
    llvm::append_range(All, Impl->objectFacts(F));
  return joined(std::move(All), /*Gravest=*/false);
}

std::vector<std::pair<std::string, unsigned>> Program::unknownCallees() const {
  std::map<std::string, unsigned> Counts;
  for (const Fact &F : facts())
    if (F.To == Destination::Unknown)
      ++Counts[F.Through];
  std::vector<std::pair<std::string, unsigned>> All(Counts.begin(),
                                                    Counts.end());
  llvm::sort(All, [](const auto &A, const auto &B) {
    return std::tie(B.second, A.first) < std::tie(A.second, B.first);
  });
  return All;
}

} // namespace fastidious::escape
