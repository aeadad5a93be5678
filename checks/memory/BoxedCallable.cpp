#include "core/Check.h"
#include "escape/Boxes.h"

using namespace clang;
using namespace clang::ast_matchers;

namespace fastidious {
namespace {

const Rule TheRule = {
    .Name = "fastidious-boxed-callable",
    .Summary = "a callable is copied to the heap only to be called",
    .Why = R"md(Where a callable is converted to `std::function`, it is copied; when it
is bigger than two pointers, or not trivially copyable (a captured string, a shared
pointer), the copy is on the heap: 20 to 50 ns for allocating and freeing, in every call,
beside calls that no compiler looks through. `std::any` allocates for all that is bigger
than a pointer, `std::move_only_function` for more than three. The sizes are those of
libstdc++.

Reported is the conversion where the callable, or the value, is only used before the
function that gets it returns, as far as all the code that gets it can be seen. A template
parameter or a `function_ref` (a pointer to the callable and one to what calls it)
allocates nothing; so does `std::ref(callable)`, without a change of the function.

Silent where it is kept (stored, returned, given to a thread), where a function without a
body in this file gets it, where it is small enough, and where the type must not be known:
a variable that gets one of several callables, an element of a container, a member, a
callable that calls itself, the parameter of a virtual function.)md",
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
    Unit &Code = Unit::of(*Result.Context, model());
    for (const escape::Allocation &A :
         escape::allocationsIn(Code, [](escape::SiteKind K) {
           return K == escape::SiteKind::CallableBox;
         }))
      if (A.Says.Says == escape::Verdict::StackAble && A.At &&
          !A.In->isCold(*A.At))
        if (const auto B = escape::needlessBox(A, escape::programOf(Code)))
          report(*B);
  }

private:
  void report(const escape::Box &B) {
    const escape::Allocation &A = *B.Made;
    {
      auto Diag =
          diag(A.where(),
               "this %select{value|callable}0 of %1 bytes is copied to the heap "
               "in every %select{call|iteration}2, for %3, though it is gone "
               "when %select{the function|%5}4 returns; %6");
      Diag << B.IsCallable << std::to_string(A.Is->Size.value_or(0))
           << A.Is->InLoop << B.Type << (B.Callee != nullptr) << B.Callee
           << remedyFor(B);
    }
    if (B.Variable)
      note(B.Variable->getLocation(),
           B.Callee ? "the parameter, of which nothing is kept"
                    : "the variable, of which nothing is kept");
  }

  static StringRef remedyFor(const escape::Box &B) {
    if (B.Callee && B.IsCallable)
      return "make the parameter a template's or a function_ref, or pass a "
             "reference wrapper";
    if (B.Callee)
      return "make the parameter a template's, or a variant";
    return B.IsCallable ? "declare it with 'auto', or make it a template's"
                        : "declare it with its own type";
  }
};

} // namespace

FASTIDIOUS_CHECK(BoxedCallable, TheRule)

} // namespace fastidious
