#include "analysis/CostlyBuild.h"
#include "analysis/SpecialItem.h"
#include "analysis/TestCode.h"
#include "analysis/ThreadStart.h"
#include "core/Check.h"

using namespace clang;
using namespace clang::ast_matchers;

namespace fastidious {
namespace {

const Rule TheRule = {
    .Name = "fastidious-allocation-in-loop",
    .Summary = "what is costly to build is built anew in every iteration",
    .Why =
        R"md(A container that is declared in a loop gives its storage back at the end of each
iteration and asks for it again in the next; declared before the loop and emptied by
`clear()`, it allocates a few times in all. A string stream costs 300 to 600 ns (it
copies a locale), a Mersenne Twister fills 2.5 KB, a `std::random_device` or a file is
opened by the system, a named locale is looked up.

Reported are local containers that keep their storage when emptied (not `std::map`,
`std::set` and `std::list`, which keep nothing) and get elements in the iteration,
string buffers, streams, files that are opened again under the same name (files that
are written only with `app`: otherwise each opening begins anew), random number
engines and devices, locales by name, and memory by `make_unique`, `make_shared`,
`new` or `malloc` that does not outlive the iteration. The loop may be a statement or
an algorithm that is given a lambda.

Silent where the object leaves the iteration (stored, returned, moved, swapped,
captured by value, given to a function that may keep it), for results of calls, for
what depends on the iteration (another file, another seed), for containers with an
allocator of their own, in loops that run few times or start a thread each time, in code
for errors, behind a flag or state that it sets itself (`if (first)`), for items that
equal a literal (`if (c == '\\')`), and for `static` and `thread_local` variables.)md",
    .Before =
        R"cpp(std::vector<int> medians(const std::vector<std::vector<int>> &rows) {
  std::vector<int> result;
  result.reserve(rows.size());
  for (const auto &row : rows) {
    std::vector<int> sorted;
    sorted.insert(sorted.end(), row.begin(), row.end());
    std::sort(sorted.begin(), sorted.end());
    result.push_back(sorted[sorted.size() / 2]);
  }
  return result;
}
)cpp",
    .After =
        R"cpp(std::vector<int> medians(const std::vector<std::vector<int>> &rows) {
  std::vector<int> result, sorted;
  result.reserve(rows.size());
  for (const auto &row : rows) {
    sorted.clear();
    sorted.insert(sorted.end(), row.begin(), row.end());
    std::sort(sorted.begin(), sorted.end());
    result.push_back(sorted[sorted.size() / 2]);
  }
  return result;
}
)cpp",
    .CostClass = Cost::PerIteration,
    .Fixes = FixIts::None,
    .Options = {MinTripCount},
};

/// What happens, and what to do.
StringRef textFor(CostlyBuild::Kind K) {
  switch (K) {
  case CostlyBuild::Container:
    return "gets new storage in every iteration; declare it before the loop "
           "and clear() or assign() it in each iteration";
  case CostlyBuild::Constant:
    return "is built anew in every iteration and not changed; build it before "
           "the loop";
  case CostlyBuild::Adapter:
    return "gets new storage in every iteration; declare it before the loop "
           "and leave it empty at the end of each iteration";
  case CostlyBuild::Stream:
    return "is built anew in every iteration; declare it before the loop and "
           "reset it by str() and clear() in each iteration";
  case CostlyBuild::File:
    return "opens the same file in every iteration; open it once before the "
           "loop";
  case CostlyBuild::Engine:
    return "is seeded anew in every iteration; seed it once before the loop";
  case CostlyBuild::Device:
    return "is opened in every iteration; declare it before the loop";
  case CostlyBuild::Locale:
    return "is looked up by its name in every iteration; make it before the "
           "loop";
  case CostlyBuild::Object:
    return "is a new object on the heap in every iteration; make it a local "
           "variable, or allocate it once before the loop";
  case CostlyBuild::Block:
    return "is a new block of memory in every iteration; allocate it once "
           "before the loop, or keep a container there";
  }
  llvm_unreachable("all kinds are known");
}

class AllocationInLoop : public Check {
public:
  using Check::Check;

  void check(const MatchFinder::MatchResult &Result) override {
    for (const auto &F : Unit::of(*Result.Context, model()).functions())
      for (const CostlyBuild &B : costlyBuildsIn(*F))
        examine(B, *F);
  }

private:
  /// A macro defines the function: a test, whose speed is nobody's concern.
  static bool isTest(SourceLocation At, Function &F) {
    const FunctionDecl *D = F.Root.Decl;
    return (D && D->getLocation().isMacroID()) || isTestCode(At, F.U);
  }

  /// Each iteration starts a thread, which costs far more.
  static bool startsThreads(const Repetition &Again) {
    return Again.TheLoop &&
           llvm::any_of(threadStartsIn(*Again.Holder),
                        [&](const ThreadStart &T) {
                          return T.K != ThreadStarter::Task &&
                                 Again.Holder->isIn(*T.At, *Again.TheLoop);
                        });
  }

  void examine(CostlyBuild B, Function &F) {
    const SourceLocation At = B.At->getExprLoc();
    if (At.isMacroID() || isInStaticInitializer(*B.At, F))
      return;
    if (isInParallelRegion(*B.At, F))
      return;
    auto Again = findRepetition(*B.At, F, B.Inputs, number(MinTripCount));
    if (!Again && B.K == CostlyBuild::Constant) {
      // Other elements each time: its storage can be kept.
      B.K = CostlyBuild::Container;
      Again = findRepetition(*B.At, F, {}, number(MinTripCount));
    }
    // What a function does with its own locals is its own business.
    if (!Again || (Again->InCaller && !isInvokedInPlace(F)) ||
        startsThreads(*Again) || isForSpecialItem(*B.At, Again->TheLoop, F) ||
        isTest(At, F) || !Reported.insert(At).second)
      return;
    {
      auto Diag = diag(At, "%0 %1") << B.At->getSourceRange();
      if (B.Variable)
        Diag << B.Variable;
      else
        Diag << "the temporary object";
      Diag << textFor(B.K);
    }
    note(Again->Where, Again->K == Repetition::Algorithm
                           ? "the algorithm that visits each element"
                           : "the loop");
  }

  llvm::DenseSet<SourceLocation> Reported;
};

} // namespace

FASTIDIOUS_CHECK(AllocationInLoop, TheRule)

} // namespace fastidious
