#include "core/Check.h"
#include "escape/Allocations.h"

using namespace clang;
using namespace clang::ast_matchers;

namespace fastidious {
namespace {

const Rule TheRule = {
    .Name = "fastidious-boxed-callable",
    .Summary = "a callable is copied to the heap only to be called",
    .Why = R"md(.)md",
    .Before = R"cpp(long total(long n, const std::function<long(long)> &f) {
  long sum = 0;
  for (long i = 0; i < n; ++i)
    sum += f(i);
  return sum;
}
long parabola(long n, long a, long b, long c) {
  return total(n, [=](long x) { return (a * x + b) * x + c; });
}
)cpp",
    .After = R"cpp(template <class F> long total(long n, F f) {
  long sum = 0;
  for (long i = 0; i < n; ++i)
    sum += f(i);
  return sum;
}
long parabola(long n, long a, long b, long c) {
  return total(n, [=](long x) { return (a * x + b) * x + c; });
}
)cpp",
    .CostClass = Cost::PerCall,
    .Fixes = FixIts::None,
};

class BoxedCallable : public Check {
public:
  using Check::Check;

  void check(const MatchFinder::MatchResult &Result) override {
    for (const escape::Allocation &A : escape::allocationsIn(
             Unit::of(*Result.Context, model()), [](escape::SiteKind K) {
               return K == escape::SiteKind::CallableBox;
             }))
      examine(A);
  }

private:
  void examine(const escape::Allocation &A) {
    if (A.Says.Says != escape::Verdict::StackAble)
      return;
    diag(A.where(), "allocates");
  }
};

} // namespace

FASTIDIOUS_CHECK(BoxedCallable, TheRule)

} // namespace fastidious
