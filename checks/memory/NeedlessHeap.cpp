#include "core/Check.h"
#include "escape/ElementOwnership.h"
#include "escape/LocalOwnership.h"
#include "escape/LocalRewrite.h"
#include "escape/MemberOwnership.h"

using namespace clang;
using namespace clang::ast_matchers;

namespace fastidious {
namespace {

const Rule TheRule = {
    .Name = "fastidious-needless-heap",
    .Summary = "an object is put on the heap though nothing needs it there",
    .Why =
        R"md(An allocation and its release cost 20 to 50 ns, and the object lies
elsewhere than what uses it: each access may miss the cache. Where an object does not
leave its function, a local variable costs nothing; compilers see that only when every
function that gets the pointer is inlined, and never for `std::make_shared`.

Reported are `new`, `malloc`, `std::make_unique` and `std::make_shared` (objects and arrays
of up to 1 KiB, of constant size)

- whose object does not leave the function, seen through all that it calls, and is owned
  by one variable or freed there: a local variable, an array, would do;
- that initialise a member in every constructor, which is not replaced, moved out, shared or
  deleted but in the destructor: a plain member would do;
- that fill a local or private container with objects of up to 256 bytes, none of which is
  null, replaced or taken out, and whose addresses nobody keeps while the container grows:
  the container can hold the objects themselves.

Silent where anything is not known (functions without a body in this file, classes whose
functions are defined elsewhere), and where the heap is needed: the size varies, the
dynamic type is one of several, the type is incomplete where the owner is declared, it
has pointers to its own kind, its own `operator new` or a deleter that does more than free
it, it cannot be moved but its owner can, the object is made on some paths only or given
back early.)md",
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
    escape::MemberOwnership Members(Code);
    Members.eachUnseen([&](const escape::Allocation &A,
                           const FieldDecl &Field) { reportMember(A, Field); });
    if (All.empty())
      return;
    escape::LocalOwnership Locals(Code);
    escape::ElementOwnership Elements(Code, All);
    for (const escape::Allocation &A : All)
      if (isOfInterest(A))
        examine(A, Locals, Members, Elements);
  }

private:
  static bool isOfInterest(const escape::Allocation &A) {
    if (!A.At || A.In->isCold(*A.At) ||
        (A.Is->OwnDeleter && !escape::isFreedPlainly(A)))
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
    const bool Stays = A.Says.Says == escape::Verdict::StackAble;
    if ((IsMember || Stays || A.Says.To == Container) &&
        Elements.isInserted(A)) {
      if (const ValueDecl *V = Elements.container(A))
        reportElement(A, *V);
      return;
    }
    if (Stays && Locals.couldBeVariable(A))
      reportLocal(A);
    if (!IsMember)
      return;
    const escape::Keeper By = escape::keeperOf(*A.At, *A.In);
    if (By.K == escape::Keeper::Field && Members.couldBePlain(*By.Into, *A.Is))
      reportMember(A, *By.Into);
  }

  void reportLocal(const escape::Allocation &A) {
    const bool IsArray = A.Is->Kind == escape::SiteKind::NewArray ||
                         A.Is->Kind == escape::SiteKind::Malloc;
    diag(A.where(),
         "%0 is allocated on the heap in every %select{call|iteration}1, and "
         "never leaves %2; make it a local %select{variable|array}3")
        << what(A) << A.Is->InLoop << A.In->Root.Decl << IsArray
        << A.At->getSourceRange() << escape::localInstead(A);
    const escape::Keeper By = escape::keeperOf(*A.At, *A.In);
    if (By.V)
      note(By.V->getLocation(), "what it belongs to ends with the function");
  }

  void reportElement(const escape::Allocation &A, const ValueDecl &Container) {
    diag(A.where(), "%0 is allocated on the heap for every element of %1; let "
                    "%1 hold the objects themselves")
        << what(A) << &Container << A.At->getSourceRange();
    note(Container.getLocation(),
         "its elements are never null, replaced or taken out, and nobody keeps "
         "their addresses");
  }

  void reportMember(const escape::Allocation &A, const FieldDecl &Field) {
    diag(A.where(), "%0 is allocated on the heap for every %1, and lives and "
                    "dies with it; make %2 a plain member")
        << what(A) << cast<CXXRecordDecl>(Field.getParent()) << &Field
        << A.At->getSourceRange();
    note(Field.getLocation(), "set in every constructor, never replaced, and "
                              "owned by nothing else");
  }

  static std::string what(const escape::Allocation &A) {
    const std::string Size = std::to_string(A.Is->Size.value_or(0));
    return A.Is->Kind == escape::SiteKind::Malloc
               ? "a block of " + Size + " bytes"
               : "an object of type '" + A.Is->Type + "'";
  }
};

} // namespace

FASTIDIOUS_CHECK(NeedlessHeap, TheRule)

} // namespace fastidious
