/// The inside of Program.
#pragma once

#include "escape/Judge.h"
#include "escape/LinkState.h"
#include "escape/Summary.h"
#include <deque>
#include <mutex>
#include <set>

namespace fastidious::escape {

struct Program::Implementation final : Linkage {
  explicit Implementation(Options O) : Settings(O) {}

  struct Function {
    Graph Is;
    /// Of the graph; empty when not linked.
    std::string Digest;
    std::unique_ptr<Solution> Solved;
    Summary Known;
    /// Those whose solution asked for the summary.
    std::set<FunctionId> Callers;
    unsigned Position = 0;
    unsigned Rounds = 0;
    /// It is too large to be followed in detail.
    bool Coarse = false;
    /// Several checks ask for these. Each subject once, as temporaries can
    /// stand at the same place.
    std::optional<std::vector<Fact>> OfObjects;

    /// The summary as it came with an import; such are not solved.
    std::optional<std::string> Imported;

    // When linked:
    std::set<std::string> Asked;
    /// The summary as bytes, a digest of it, and one of all that the solution
    /// depends on; made when they are asked for.
    std::string Packed, Told, DependsOn;
    std::optional<std::vector<Fact>> Facts;
    std::set<FunctionId> Explained;
  };

  llvm::ArrayRef<FunctionId> definitions(llvm::StringRef Key) override;
  const Graph &graph(FunctionId F) const override { return Functions[F].Is; }
  const Summary &summary(FunctionId F) override {
    if (Solving != None)
      Functions[F].Callers.insert(Solving);
    return Functions[F].Known;
  }
  std::string overrider(llvm::StringRef Type,
                        llvm::StringRef Function) override;
  std::vector<std::string> overriders(llvm::StringRef Function) override;

  void add(Graph G, std::string Digest);
  void add(const std::vector<Record> &All);
  void order();
  void solveAll();
  bool solve(FunctionId F);
  bool callsVague(const Solution &S);
  const std::vector<Fact> &objectFacts(FunctionId F);
  std::vector<Fact> facts(FunctionId F);
  std::vector<Fact> judge(FunctionId F);

  // Linking (Link.cpp).
  enum Question : char {
    Definition = 'd',     ///< of a key: what is known of those that have it
    FinalOverrider = 'o', ///< of a type and a function
    AllOverriders = 'a',  ///< of a function
  };
  void ask(Question Kind, llvm::StringRef What);
  std::string answer(llvm::StringRef Question);
  void sortFunctions();
  void sortNames();
  bool adopt(llvm::ArrayRef<FunctionId> Together);
  void takeOver(FunctionId F, const KnownFunction &Before, Summary Known);
  const std::string &told(FunctionId F);
  const std::string &dependsOn(FunctionId F);
  std::string factsDependOn(FunctionId F);
  const Solution *solution(FunctionId F);
  const std::vector<Fact> &linkedFacts(FunctionId F);
  bool adoptFacts(FunctionId F);
  void judgeLinked(Numbers Run);
  KnownFunction stateOf(FunctionId F);
  void eachThatMayRun(const Graph &G,
                      llvm::function_ref<void(llvm::StringRef)> Do);
  void takeImports();

  /// Functions that call each other settle sooner, in all but odd cases.
  static constexpr unsigned MostRounds = 30;
  const Options Settings;
  std::deque<Function> Functions;
  llvm::StringMap<std::vector<FunctionId>> Definitions;
  std::map<std::string, Record, std::less<>> Records;
  /// The direct overriders of each virtual function.
  std::map<std::string, std::set<std::string>, std::less<>> Overriders;
  /// Strongly connected components of the calls, callees first.
  std::vector<std::vector<FunctionId>> BottomUp;
  FunctionId Solving = None;
  /// Object facts of keys with several definitions.
  llvm::StringMap<std::vector<Fact>> OfSeveral;
  const Judge::Solutions SolutionOf = [this](FunctionId F) {
    return Functions[F].Solved.get();
  };
  bool IsLinked = false;
  /// By the digests of the graphs.
  llvm::StringMap<const KnownFunction *> Earlier;
  llvm::StringMap<FunctionId> ByDigest;
  size_t Solved = 0;
  /// Of what is not solved before it is asked for.
  std::mutex ByNeed;
  bool IsAllSolved = false;

private:
  std::string finalOverrider(llvm::StringRef Type,
                             llvm::StringRef Function) const;
};

} // namespace fastidious::escape
