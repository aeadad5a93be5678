#include "analysis/Growth.h"
#include "analysis/SourceEdit.h"
#include "analysis/Use.h"
#include "core/Check.h"

using namespace clang;
using namespace clang::ast_matchers;

namespace fastidious {
namespace {

const Option MinCount = {
    "MinCount", "8",
    "containers that grow to fewer elements, by constants, are ignored (for "
    "strings eight times as many: the first characters need no allocation)"};
const Option MaxFixedCount = {"MaxFixedCount", "65536",
                              "a larger constant is not reserved by the fix"};

const Rule TheRule = {
    .Name = "fastidious-unreserved-growth",
    .Summary = "a container grows step by step to a size that is known before "
               "the loop",
    .Why =
        R"md(Each time the storage is full, a larger block is allocated and every element moves
there: a dozen allocations for ten thousand elements, 1.2 to 2.5 times the time of a
vector that was sized. A hash table rehashes all of its elements each time.

Reported is growth from an unsized container that the function itself made, when
every iteration appends the same number of elements and the number of iterations can
be written down: counted loops, ranges with a size, nested loops (a product),
`while` with a counter, algorithms that write to `back_inserter`.

Silent where the number is not known (conditional appends, streams, searches),
where the container is somebody else's (parameters, members outside constructors,
statics: an exact `reserve` in each call would make growth quadratic), where it was
reserved, sized, moved in or passed on before, where the loop empties it, and for few
elements.

The fix inserts `reserve` before the loop. It is offered for vectors and strings only
where the number is unsigned, free of side effects and exact. `reserve` does not
change the size: go on appending, do not assign by index.)md",
    .Before = R"cpp(std::vector<int> squares(const std::vector<int> &numbers) {
  std::vector<int> out;
  for (int n : numbers)
    out.push_back(n * n);
  return out;
}
)cpp",
    .After = R"cpp(std::vector<int> squares(const std::vector<int> &numbers) {
  std::vector<int> out;
  out.reserve(numbers.size());
  for (int n : numbers)
    out.push_back(n * n);
  return out;
}
)cpp",
    .CostClass = Cost::ConstantFactor,
    .Fixes = FixIts::Sometimes,
    .Options = {MinCount, MaxFixedCount},
};

class UnreservedGrowth : public Check {
public:
  using Check::Check;

  void check(const MatchFinder::MatchResult &Result) override {
    for (const auto &F : Unit::of(*Result.Context, model()).functions())
      for (const Growth &G : knownGrowth(*F))
        if (!isSmall(G))
          report(G, *F);
  }

private:
  void report(const Growth &G, Function &F) {
    const Append &First = G.Sites.front();
    const SourceLocation At = First.At->getExprLoc();
    if (F.isCold(*First.At) || !Reported.insert(At).second)
      return;
    const std::string Name =
        textOf(*First.Target, F.U.Context).value_or("the container");
    const std::string Total = totalText(G, Name);
    {
      auto Diag = diag(At, "'%0' grows step by step to a size that is known "
                           "before the loop; %1 before %2")
                  << Name
                  << (Total.empty()
                          ? "bind the range to a variable and reserve its size"
                          : "call '" + Name + "." + G.Class->Reserve + "(" +
                                Total + ")'")
                  << (G.IsContinued ? "the first such loop" : "it")
                  << First.At->getSourceRange();
      if (mayFix(G, First))
        if (auto Fix = insertLineBefore(
                *G.Before, Name + "." + G.Class->Reserve + "(" + Total + ");",
                *G.Holder))
          Diag << *Fix;
    }
    for (const Append &More : llvm::drop_begin(G.Sites))
      note(More.At->getExprLoc(), "it grows here as well");
    if (G.Before != First.Algorithm)
      note(G.Before->getBeginLoc(), "the loop");
  }

  bool isSmall(const Growth &G) const {
    const unsigned Least =
        number(MinCount) * (G.Class->is(Container::String) ? 8 : 1);
    return G.Total.Constant && *G.Total.Constant < Least;
  }

  static std::string totalText(const Growth &G, StringRef Name) {
    if (G.Total.Text.empty() || G.IsFinalSize)
      return G.Total.Text;
    if (G.HasGrown)
      return (Name + "." + G.Class->Size + "() + " + G.Total.Text).str();
    if (G.Earlier == 0)
      return G.Total.Text;
    return sum(G.Total, countOf(G.Earlier)).Text;
  }

  /// Reserving does what growing would have done, only earlier.
  bool mayFix(const Growth &G, const Append &First) const {
    if (G.Class->is(Container::Hash) || G.IsContinued || G.HasGrown ||
        !G.Total.IsPlain || !G.Total.IsUnsigned || G.IsObserved ||
        (G.MayEndEarly && !G.Total.IsBounded) ||
        (G.Total.Constant && *G.Total.Constant > number(MaxFixedCount)) ||
        !mayEdit(*First.At, *G.Holder))
      return false;
    const auto *Ref = dyn_cast<DeclRefExpr>(&stripped(*First.Target));
    return !Ref || Ref->getDecl() == G.Target.Root;
  }

  llvm::DenseSet<SourceLocation> Reported;
};

} // namespace

FASTIDIOUS_CHECK(UnreservedGrowth, TheRule)

} // namespace fastidious
