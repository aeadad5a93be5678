// Linking: solving again only what depends on what has changed. Numbers of
// functions and names keep their order from one link to the next, so that all
// that is sorted by them, and so the facts, are the same however much of it was
// known before.
#include "escape/Elision.h"
#include "escape/Fields.h"
#include "escape/Implementation.h"
#include "escape/SummaryCoding.h"
#include "llvm/ADT/STLExtras.h"

namespace fastidious::escape {

/// What a caller reads of the callee's graph.
static std::string faceOf(const Graph &G) {
  std::string Face = {G.Incomplete.empty() ? 'k' : 'u', G.HasThis ? 't' : 'f',
                      G.Variadic ? 'v' : 'f', isInlined(G) ? 'i' : 'c'};
  for (const Parameter &P : G.Parameters)
    Face += {P.InPlace ? 'o' : 'p', P.NoEscape ? 'n' : 'e'};
  return Face;
}

void Program::Implementation::ask(Question Kind, llvm::StringRef What) {
  if (IsLinked && Solving != None)
    Functions[Solving].Asked.insert((llvm::Twine(char(Kind)) + What).str());
}

std::string Program::Implementation::answer(llvm::StringRef Question) {
  const llvm::StringRef What = Question.drop_front();
  switch (Question.front()) {
  case Definition: {
    std::string All;
    for (FunctionId F : definitions(What))
      All += faceOf(graph(F)) + told(F);
    return digest(All);
  }
  case FinalOverrider: {
    const auto [Type, Function] = What.split('\n');
    return overrider(Type, Function);
  }
  default:
    return llvm::join(overriders(What), "\n");
  }
}

void Program::Implementation::sortFunctions() {
  std::vector<Function *> Sorted;
  for (Function &F : Functions)
    Sorted.push_back(&F);
  llvm::sort(Sorted, [](const Function *A, const Function *B) {
    return std::tie(A->Is.Key, A->Digest) < std::tie(B->Is.Key, B->Digest);
  });
  std::deque<Function> Moved;
  Definitions.clear();
  for (Function *F : Sorted) {
    Definitions[F->Is.Key].push_back(Moved.size());
    ByDigest[F->Digest] = Moved.size();
    Moved.push_back(std::move(*F));
  }
  Functions = std::move(Moved);
}

void Program::Implementation::sortNames() {
  std::set<std::string> All;
  for (const Function &F : Functions) {
    All.insert(F.Is.Fields.begin(), F.Is.Fields.end());
    for (const Object &O : F.Is.Objects)
      All.insert({Solution::nameOf(O), O.Name, O.Callee});
    for (const Sink &S : F.Is.Sinks)
      All.insert(S.Name);
    for (const Call &C : F.Is.Calls)
      All.insert({C.Name, C.Callee});
  }
  for (const auto &[Key, R] : Records)
    for (const Override &O : R.Overrides)
      All.insert(O.Function);
  for (const std::string &Name : All)
    Strings.intern(Name);
}

const std::string &Program::Implementation::told(FunctionId F) {
  Function &Of = Functions[F];
  if (Of.Told.empty()) {
    Of.Packed = SummaryCoding(*this).bytesOf(Of.Known);
    Of.Told = digest(Of.Packed);
  }
  return Of.Told;
}

/// All that the solution is made from.
const std::string &Program::Implementation::dependsOn(FunctionId F) {
  Function &Of = Functions[F];
  if (Of.DependsOn.empty()) {
    std::string All = Of.Digest;
    for (const std::string &Question : Of.Asked)
      All += "\n" + Question + "\n" + answer(Question);
    Of.DependsOn = digest(All);
  }
  return Of.DependsOn;
}

std::string Program::Implementation::factsDependOn(FunctionId F) {
  std::string All = dependsOn(F);
  for (FunctionId By : Functions[F].Explained)
    All += dependsOn(By);
  return digest(All);
}

/// Those that call each other were solved together, from the same graphs, and
/// are told the same by all others.
bool Program::Implementation::adopt(llvm::ArrayRef<FunctionId> Together) {
  std::vector<const KnownFunction *> Before;
  for (FunctionId F : Together)
    Before.push_back(Earlier.lookup(Functions[F].Digest));
  if (llvm::is_contained(Before, nullptr))
    return false;
  for (auto [F, Known] : llvm::zip(Together, Before))
    Functions[F].Told = Known->Told;
  std::vector<std::optional<Summary>> Summaries;
  const auto StillHolds = [&](const KnownFunction *Known) {
    return llvm::all_of(Known->Asked, [&](const auto &Asked) {
      return answer(Asked.first) == Asked.second;
    });
  };
  if (llvm::all_of(Before, StillHolds))
    for (const KnownFunction *Known : Before)
      Summaries.push_back(SummaryCoding(*this).summaryFrom(Known->Summary));
  if (Summaries.empty() || llvm::is_contained(Summaries, std::nullopt)) {
    for (FunctionId F : Together)
      Functions[F].Told.clear();
    return false;
  }
  for (size_t I = 0; I != Together.size(); ++I)
    takeOver(Together[I], *Before[I], std::move(*Summaries[I]));
  return true;
}

void Program::Implementation::takeOver(FunctionId F,
                                       const KnownFunction &Before,
                                       Summary Known) {
  Functions[F].Known = std::move(Known);
  Functions[F].Packed = Before.Summary;
  for (const auto &[Question, Answer] : Before.Asked) {
    Functions[F].Asked.insert(Question);
    if (Question.front() == Definition)
      for (FunctionId Callee : definitions(llvm::StringRef(Question).substr(1)))
        Functions[Callee].Callers.insert(F);
  }
}

/// For the explanation of facts, from the final summaries of the callees.
const Solution *Program::Implementation::solution(FunctionId F) {
  Function &Of = Functions[F];
  if (IsAllSolved)
    return Of.Solved.get();
  const std::lock_guard Lock(ByNeed);
  if (!Of.Solved) {
    Of.Solved = std::make_unique<Solution>(Of.Is, F, *this, Of.Known.Coarse);
    Of.Solved->solve();
    // All else is as before, and others may be reading it.
    Of.Known.Witnesses = summarize(*Of.Solved).Witnesses;
    ++Solved;
  }
  return Of.Solved.get();
}

bool Program::Implementation::adoptFacts(FunctionId F) {
  Function &Of = Functions[F];
  if (const KnownFunction *Before = Earlier.lookup(Of.Digest)) {
    const bool IsThere = llvm::all_of(Before->Explained, [&](const auto &By) {
      const auto Found = ByDigest.find(By);
      if (Found != ByDigest.end())
        Of.Explained.insert(Found->getValue());
      return Found != ByDigest.end();
    });
    if (IsThere && factsDependOn(F) == Before->FactsOf) {
      Of.Facts = Before->Facts;
      return true;
    }
  }
  Of.Explained.clear();
  return false;
}

const std::vector<Fact> &Program::Implementation::linkedFacts(FunctionId F) {
  Function &Of = Functions[F];
  if (!Of.Facts && !adoptFacts(F))
    Of.Facts = judge(F);
  return *Of.Facts;
}

/// Judging changes nothing but the function itself, and what solution() locks.
void Program::Implementation::judgeLinked(Numbers Run) {
  std::vector<FunctionId> ToJudge;
  for (FunctionId F = 0; F != Functions.size(); ++F)
    if (!Functions[F].Facts && !adoptFacts(F))
      ToJudge.push_back(F);
  IsAllSolved =
      llvm::all_of(Functions, [](const Function &F) { return bool(F.Solved); });
  Run(ToJudge.size(),
      [&](size_t I) { Functions[ToJudge[I]].Facts = judge(ToJudge[I]); });
}

KnownFunction Program::Implementation::stateOf(FunctionId F) {
  Function &Of = Functions[F];
  KnownFunction Known;
  Known.Graph = Of.Digest;
  for (const std::string &Question : Of.Asked)
    Known.Asked.push_back({Question, answer(Question)});
  Known.Told = told(F);
  Known.Summary = Of.Packed;
  // Only where they were asked for.
  if (!Of.Facts)
    return Known;
  Known.Facts = *Of.Facts;
  Known.FactsOf = factsDependOn(F);
  for (FunctionId By : Of.Explained)
    Known.Explained.push_back(Functions[By].Digest);
  return Known;
}

void Program::link(const LinkState &Before) {
  Impl->IsLinked = true;
  for (const KnownFunction &F : Before.Functions)
    Impl->Earlier[F.Graph] = &F;
  Impl->sortFunctions();
  Impl->sortNames();
  Impl->solveAll();
}

LinkState Program::state() {
  LinkState All;
  for (FunctionId F = 0; F != Impl->Functions.size(); ++F)
    All.Functions.push_back(Impl->stateOf(F));
  return All;
}

LinkCounts Program::counts() const {
  return {Impl->Functions.size(), Impl->Solved};
}

} // namespace fastidious::escape
