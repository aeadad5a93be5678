#include "escape/Program.h"
#include "escape/Archive.h"
#include "escape/Elision.h"
#include "escape/Implementation.h"
#include "escape/Serialize.h"
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

llvm::ArrayRef<FunctionId>
Program::Implementation::definitions(llvm::StringRef Key) {
  ask(Definition, Key);
  const auto Found = Definitions.find(Key);
  if (Found == Definitions.end())
    return {};
  return Found->second;
}

std::string Program::Implementation::overrider(llvm::StringRef Type,
                                               llvm::StringRef Function) {
  if (Type.empty())
    return "";
  ask(FinalOverrider, (Type + "\n" + Function).str());
  return finalOverrider(Type, Function);
}

/// What Type's bases run for Function, and then Type itself.
std::string
Program::Implementation::finalOverrider(llvm::StringRef Type,
                                        llvm::StringRef Function) const {
  const auto Found = Records.find(Type);
  if (Found == Records.end())
    return "";
  std::string Final = Function.str();
  for (const std::string &Base : Found->second.Bases)
    if (const std::string InBase = finalOverrider(Base, Function);
        !InBase.empty() && InBase != Function)
      Final = InBase;
  for (const Override &O : Found->second.Overrides)
    if (O.Base == Final || O.Base == Function)
      return O.Function;
  return Final;
}

std::vector<std::string>
Program::Implementation::overriders(llvm::StringRef Function) {
  if (!Settings.ClosedWorld)
    return {};
  ask(AllOverriders, Function);
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

/// The keys of all that G, or what it calls, may run because of G: the
/// functions that it names, and those of the objects that it makes.
void Program::Implementation::eachThatMayRun(
    const Graph &G, llvm::function_ref<void(llvm::StringRef)> Do) {
  for (const Call &C : G.Calls) {
    Do(C.Callee);
    if (C.Virtual)
      llvm::for_each(overriders(C.Callee), Do);
  }
  for (const Object &O : G.Objects) {
    Do(O.Callee);
    if (O.Type.empty())
      continue;
    if (const auto Type = Records.find(O.Type); Type != Records.end())
      for (const Override &Of : Type->second.Overrides)
        Do(Of.Function);
  }
}

/// Callees first, those that call each other together.
void Program::Implementation::order() {
  std::vector<CallNode> Nodes(Functions.size() + 1);
  CallNode &Root = Nodes.back();
  for (FunctionId F = 0; F != Functions.size(); ++F) {
    Nodes[F].Is = F;
    Root.Callees.push_back(&Nodes[F]);
    eachThatMayRun(Functions[F].Is, [&](llvm::StringRef Key) {
      for (FunctionId Callee : definitions(Key))
        Nodes[F].Callees.push_back(&Nodes[Callee]);
    });
  }
  unsigned Position = 0;
  for (auto I = llvm::scc_begin(&Root); !I.isAtEnd(); ++I) {
    std::vector<FunctionId> Together;
    for (const CallNode *Node : *I)
      if (Node->Is != None)
        Together.push_back(Node->Is);
    llvm::sort(Together);
    for (FunctionId F : Together)
      Functions[F].Position = Position++;
    if (!Together.empty())
      BottomUp.push_back(std::move(Together));
  }
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
  auto Made = Solve();
  Summary Known = summarize(*Made);
  if (Known.Unknown && !Of.Coarse) {
    Of.Coarse = true;
    Made = Solve();
    Known = summarize(*Made);
  }
  Solving = None;
  Solved += Of.Rounds == 0;
  Known.Coarse = Of.Coarse;
  Known.Vague = Of.Coarse || callsVague(*Made);
  if (++Of.Rounds >= MostRounds)
    Known.Unknown = true;
  const bool Changed = !(Known == Of.Known);
  Of.Solved = std::move(Made);
  Of.Known = std::move(Known);
  Of.Told.clear();
  return Changed && Of.Rounds <= MostRounds;
}

/// Of what an earlier link knows nothing is solved; see adopt().
void Program::Implementation::solveAll() {
  order();
  std::map<unsigned, FunctionId> Worklist;
  const auto Add = [&](FunctionId F) {
    Worklist.insert({Functions[F].Position, F});
  };
  takeImports();
  for (const std::vector<FunctionId> &Together : BottomUp) {
    if (Functions[Together.front()].Imported || (IsLinked && adopt(Together)))
      continue;
    llvm::for_each(Together, Add);
    while (!Worklist.empty()) {
      const FunctionId F = Worklist.begin()->second;
      Worklist.erase(Worklist.begin());
      if (solve(F))
        llvm::for_each(Functions[F].Callers, Add);
    }
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

std::vector<Fact> Program::Implementation::judge(FunctionId F) {
  const Judge::Solutions Others = [&](FunctionId Of) -> const Solution * {
    if (!IsLinked)
      return Functions[Of].Solved.get();
    Functions[F].Explained.insert(Of);
    return solution(Of);
  };
  const Solution *Of = IsLinked ? solution(F) : Functions[F].Solved.get();
  if (!Of)
    return {};
  Judge By(*Of, Others);
  std::vector<Fact> All = By.objectFacts();
  llvm::append_range(All, By.parameterFacts());
  if (IsLinked)
    for (Fact &Each : All)
      Each.Keeps = whatKeeps(*Of, Each);
  return All;
}

std::vector<Fact> Program::Implementation::facts(FunctionId F) {
  return IsLinked ? linkedFacts(F) : judge(F);
}

void Program::Implementation::add(Graph G, std::string Digest) {
  Definitions[G.Key].push_back(Functions.size());
  Function &Made = Functions.emplace_back();
  Made.Is = std::move(G);
  Made.Digest = std::move(Digest);
}

void Program::Implementation::add(const std::vector<Record> &All) {
  for (const Record &R : All) {
    for (const Override &O : R.Overrides)
      Overriders[O.Base].insert(O.Function);
    Records.try_emplace(R.Key, R);
  }
}

Program::Program(Options O) : Impl(std::make_unique<Implementation>(O)) {}
Program::~Program() = default;
Program::Program(Program &&) = default;

void Program::add(Unit U) {
  for (Graph &G : U.Functions)
    if (llvm::none_of(Impl->definitions(G.Key),
                      [&](FunctionId F) { return Impl->graph(F) == G; }))
      Impl->add(std::move(G), "");
  Impl->add(U.Records);
}

bool Program::add(const PackedUnit &U) {
  for (const PackedFunction &F : U.Functions) {
    std::string Digest = digest(F.Bytes);
    if (!Impl->ByDigest.try_emplace(Digest, None).second)
      continue;
    std::optional<Graph> G = unpack(F);
    if (!G)
      return false;
    Impl->add(std::move(*G), std::move(Digest));
  }
  Impl->add(U.Records);
  return true;
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

std::vector<Fact> Program::facts(Numbers Run) const {
  Impl->judgeLinked(Run);
  return facts();
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
