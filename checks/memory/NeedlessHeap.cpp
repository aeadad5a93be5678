#include "core/Check.h"
#include "escape/ElementOwnership.h"
#include "escape/LocalOwnership.h"
#include "escape/MemberOwnership.h"

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
    Unit &Code = Unit::of(*Result.Context, model());
    const auto All = escape::allocationsIn(Code, isWritten);
    if (All.empty())
      return;
    escape::LocalOwnership Locals(Code);
    escape::MemberOwnership Members(Code);
    escape::ElementOwnership Elements(Code, All);
    for (const escape::Allocation &A : All)
      if (isOfInterest(A))
        examine(A, Locals, Members, Elements);
  }

private:
  static bool isOfInterest(const escape::Allocation &A) {
    if (!A.At || A.Is->OwnDeleter || A.In->isCold(*A.At))
      return false;
    const CXXRecordDecl *R =
        recordOf(escape::ownedType(A.At->getType(), A.In->U.Lib));
    return !R || !A.In->U.Lib.sharesItself(*R);
  }

  void examine(const escape::Allocation &A, escape::LocalOwnership &Locals,
               escape::MemberOwnership &Members,
               escape::ElementOwnership &Elements) {
    using enum escape::Destination;
    const bool IsMember = A.Says.To == Param && A.Says.Through == "this";
    if (A.Says.Says == escape::Verdict::StackAble) {
      if (Locals.couldBeVariable(A))
        diag(A.where(), "the object needs no heap");
      return;
    }
    if (IsMember || A.Says.To == Container) {
      if (const ValueDecl *V = Elements.container(A)) {
        diag(A.where(), "element");
        return;
      }
    }
    if (!IsMember)
      return;
    const escape::Keeper By = escape::keeperOf(*A.At, *A.In);
    if (By.K == escape::Keeper::Field && Members.couldBePlain(*By.Into, *A.Is))
      diag(A.where(), "member");
  }
};

} // namespace

FASTIDIOUS_CHECK(NeedlessHeap, TheRule)

} // namespace fastidious
