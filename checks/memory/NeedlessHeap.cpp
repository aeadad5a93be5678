#include "core/Check.h"
#include "escape/Allocations.h"

using namespace clang;
using namespace clang::ast_matchers;

namespace fastidious {
namespace {

const Rule TheRule = {
    .Name = "fastidious-needless-heap",
    .Summary = "an object is put on the heap though nothing needs it there",
    .Why = R"md(.)md",
    .Before = R"cpp(struct Stats {
  long sum = 0, count = 0;
};
long sumOf(const std::vector<int> &values) {
  auto stats = std::make_shared<Stats>();
  for (int v : values)
    stats->sum += v;
  return stats->sum;
}
)cpp",
    .After = R"cpp(struct Stats {
  long sum = 0, count = 0;
};
long sumOf(const std::vector<int> &values) {
  Stats stats;
  for (int v : values)
    stats.sum += v;
  return stats.sum;
}
)cpp",
    .CostClass = Cost::PerCall,
    .Fixes = FixIts::Sometimes,
};

bool isWritten(escape::SiteKind K) {
  using enum escape::SiteKind;
  return K == New || K == NewArray || K == Malloc || K == MakeUnique ||
         K == MakeShared;
}

class NeedlessHeap : public Check {
public:
  using Check::Check;

  void check(const MatchFinder::MatchResult &Result) override {
    for (const escape::Allocation &A : escape::allocationsIn(
             Unit::of(*Result.Context, model()), isWritten))
      examine(A);
  }

private:
  void examine(const escape::Allocation &A) {
    if (!A.At || A.Is->OwnDeleter)
      return;
    if (A.Says.Says == escape::Verdict::StackAble)
      diag(A.where(), "the object needs no heap");
  }
};

} // namespace

FASTIDIOUS_CHECK(NeedlessHeap, TheRule)

} // namespace fastidious
