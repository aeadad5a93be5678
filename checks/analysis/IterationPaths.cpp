#include "analysis/IterationPaths.h"

using namespace clang;

namespace fastidious {

namespace {

class PathCounter {
public:
  PathCounter(Function &F, const Loop *L,
              llvm::function_ref<unsigned(const CFGBlock &)> Events)
      : Graph(*F.loops().graph()), Nest(F.loops()), L(L), Events(Events) {}

  /// Visits blocks in an order in which successors come first.
  std::optional<PerIteration> count() {
    const CFGBlock &Start = L ? *L->Header : Graph.getEntry();
    visit(Start);
    const auto It = Done.find(&Start);
    if (It == Done.end() || !It->second.Reaches)
      return std::nullopt;
    Result.Least = It->second.Least;
    Result.Most = It->second.Most;
    return Result;
  }

private:
  struct Range {
    unsigned Least = 0, Most = 0;
    bool Reaches = false; ///< the end of the iteration
  };

  void visit(const CFGBlock &Start);
  Range combine(const CFGBlock &B);
  bool isEnd(const CFGBlock &B) const {
    return L ? &B == L->Header : &B == &Graph.getExit();
  }

  const CFG &Graph;
  const LoopNest &Nest;
  const Loop *L;
  llvm::function_ref<unsigned(const CFGBlock &)> Events;
  llvm::DenseMap<const CFGBlock *, Range> Done;
  llvm::SmallPtrSet<const CFGBlock *, 16> Open;
  PerIteration Result;
};

void PathCounter::visit(const CFGBlock &Start) {
  llvm::SmallVector<const CFGBlock *, 32> Stack = {&Start};
  while (!Stack.empty()) {
    const CFGBlock &B = *Stack.back();
    if (Done.contains(&B)) {
      Stack.pop_back();
      continue;
    }
    if (Open.insert(&B).second) {
      for (const CFGBlock::AdjacentBlock &Next : B.succs())
        if (const CFGBlock *S = Next.getReachableBlock();
            S && !isEnd(*S) && (!L || L->contains(*S)) && !Open.contains(S))
          Stack.push_back(S);
      continue;
    }
    Done[&B] = combine(B);
    Stack.pop_back();
  }
}

PathCounter::Range PathCounter::combine(const CFGBlock &B) {
  Range R;
  for (const CFGBlock::AdjacentBlock &Next : B.succs()) {
    const CFGBlock *S = Next.getReachableBlock();
    if (!S)
      continue;
    if (Nest.isDoomed(*S)) {
      Result.MayFail = true;
      continue;
    }
    Range Rest;
    if (isEnd(*S)) {
      Rest.Reaches = true;
    } else if (L && !L->contains(*S)) {
      if (B.getTerminatorStmt() != L->Statement)
        Result.Exits.push_back(S);
      continue;
    } else {
      // An inner loop's way back to its header is not followed.
      const auto It = Done.find(S);
      if (It == Done.end())
        continue;
      Rest = It->second;
    }
    if (!Rest.Reaches)
      continue;
    R.Least = R.Reaches ? std::min(R.Least, Rest.Least) : Rest.Least;
    R.Most = R.Reaches ? std::max(R.Most, Rest.Most) : Rest.Most;
    R.Reaches = true;
  }
  const unsigned Here = Events(B);
  R.Least += Here;
  R.Most += Here;
  return R;
}

} // namespace

std::optional<PerIteration>
countPerIteration(Function &F, const Loop *L,
                  llvm::function_ref<unsigned(const CFGBlock &)> Events) {
  if (!F.loops().graph())
    return std::nullopt;
  return PathCounter(F, L, Events).count();
}

} // namespace fastidious
