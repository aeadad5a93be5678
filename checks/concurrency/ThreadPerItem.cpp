#include "analysis/PerItem.h"
#include "analysis/TestCode.h"
#include "core/Check.h"

using namespace clang;
using namespace clang::ast_matchers;

namespace fastidious {
namespace {

const Rule TheRule = {
    .Name = "fastidious-thread-per-item",
    .Summary = "a thread or asynchronous task is started for each item",
    .Why =
        R"md(Starting and joining a thread costs 35 to 100 microseconds and a stack; a thousand of
them at the same time fight for the cores, and at some number the system refuses. Work
that comes in items wants a few threads, one per core, that take the next item each:
a pool, a parallel algorithm, or workers with a shared index.

Known are `std::thread`, `std::jthread`, `std::async`, `pthread_create`, Boost, Qt and
others (more by `ModelFiles`), as temporaries, in containers and by `make_unique`, in
loops, in lambdas of algorithms and in functions of the same file that a loop calls.

Silent where the loop counts workers and not items: up to `hardware_concurrency()`, a
constant, a number whose name says so (`threads`, `num_workers`), a limit by `min`, or a
number of which nothing is known; over a container that was cut for the workers, or of
which the creator does a part itself; for tasks that go to threads that exist, for deferred
tasks, where the loop is left right after, and for a member that is the thread of its
object.)md",
    .Before = R"cpp(void processAll(const std::vector<std::string> &jobs,
                void (*process)(const std::string &)) {
  std::vector<std::thread> threads;
  threads.reserve(jobs.size());
  for (const auto &job : jobs)
    threads.emplace_back(process, std::cref(job));
  for (auto &t : threads)
    t.join();
}
)cpp",
    .After = R"cpp(void processAll(const std::vector<std::string> &jobs,
                void (*process)(const std::string &)) {
  std::atomic<std::size_t> next{0};
  const unsigned count = std::max(1u, std::thread::hardware_concurrency());
  std::vector<std::thread> threads;
  threads.reserve(count);
  for (unsigned i = 0; i < count; ++i)
    threads.emplace_back([&] {
      for (std::size_t j; (j = next++) < jobs.size();)
        process(jobs[j]);
    });
  for (auto &t : threads)
    t.join();
}
)cpp",
    .CostClass = Cost::PerIteration,
    .Fixes = FixIts::None,
    .Options = {MinTripCount},
};

class ThreadPerItem : public Check {
public:
  using Check::Check;

  void check(const MatchFinder::MatchResult &Result) override {
    for (const auto &F : Unit::of(*Result.Context, model()).functions())
      for (const ThreadStart &T : threadStartsIn(*F))
        examine(T, *F);
  }

private:
  void examine(const ThreadStart &T, Function &F) {
    if (T.K == ThreadStarter::Task || T.Callables.empty())
      return;
    const auto Again = findItems(T, F, number(MinTripCount));
    if (!Again || isTestCode(T.At->getExprLoc(), F.U) ||
        !Reported.insert(T.At->getExprLoc()).second)
      return;
    diag(T.At->getExprLoc(),
         "%select{a thread|an asynchronous task}0 is started in every %1, one "
         "for each item; give the items to a pool, or to one worker per core "
         "that takes the next item each")
        << (T.K == ThreadStarter::Async)
        << (Again->InCaller ? "call from a loop" : "iteration")
        << T.At->getSourceRange();
    note(Again->Where, Again->K == Repetition::Algorithm
                           ? "the algorithm that visits each item"
                           : "the loop over the items");
  }

  llvm::DenseSet<SourceLocation> Reported;
};

} // namespace

FASTIDIOUS_CHECK(ThreadPerItem, TheRule)

} // namespace fastidious
