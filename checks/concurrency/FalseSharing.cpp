#include "analysis/Contention.h"
#include "analysis/TestCode.h"
#include "core/Check.h"

using namespace clang;
using namespace clang::ast_matchers;

namespace fastidious {
namespace {

constexpr Option CacheLine = {"CacheLine", "64",
                              "size of a cache line in bytes"};

const Rule TheRule = {
    .Name = "fastidious-false-sharing",
    .Summary = "data that different threads write again and again shares a "
               "cache line",
    .Why =
        R"md(A core that writes takes the whole cache line away from the others. Where two threads
write, or one writes and another reads, different data in one line, each access waits
for the line to come back, though nothing is shared.

Reported where three things come together, all in one file:

- *one line*: two fields of a record (the pointer to the virtual table is one), two
  elements of an array less than a line apart, or two variables declared side by side
  can lie in one line, at the alignment that the type really has;
- *two threads at the same time*: `std::thread`, `jthread`, `async`, `pthread_create`,
  OpenMP, parallel algorithms, executors and pools of the file itself, followed through
  lambdas, member functions, wrappers of threads, `std::ref`, `&args[i]` and calls inside
  the file; the thread that starts the others is one until it joins them;
- *again and again*: one writes in a loop, in a way that a compiler cannot keep in a
  register, and the other reads or writes in a loop.

Existing separation counts by its offsets: an array of which only the start is aligned,
a field that follows an aligned one, padding that is too small are reported.

Silent where more distance gains nothing: all threads write both, one lock guards both,
a lock and its data, one word for all, one store per thread, stop flags, what is written
before the start or after the join, phases that a barrier parts, what happens only when
something fails, only the first time, or ever more seldom, loops that sleep, `thread_local`,
an object per thread, a reader that takes the writer's lock anyway, data of tests, an index that is no thread's (unless the elements are locks), OpenMP chunks of a line or
more, elements of a line or more.

Not seen: threads that another file starts, neighbours on the heap, how often a loop runs.
Where memory is scarce or the loop is slow, measure first (`perf c2c`).

There is no automatic fix: over-aligned types need C++17's aligned `new`, and allocators
that do not know of them break. For slots, a local variable that is stored once at the end
costs nothing.)md",
    .Before =
        R"cpp(struct Queue {
  std::atomic<long> head{0};
  std::atomic<long> tail{0};
};

void run(Queue &q, bool (*more)()) {
  std::jthread producer([&] {
    while (more())
      q.tail++;
  });
  while (more())
    q.head++;
}
)cpp",
    .After =
        R"cpp(struct Queue {
  alignas(64) std::atomic<long> head{0};
  alignas(64) std::atomic<long> tail{0};
};

void run(Queue &q, bool (*more)()) {
  std::jthread producer([&] {
    while (more())
      q.tail++;
  });
  while (more())
    q.head++;
}
)cpp",
    .CostClass = Cost::PerIteration,
    .Fixes = FixIts::None,
    .Options = {CacheLine},
};

class FalseSharing : public Check {
public:
  using Check::Check;

  void check(const MatchFinder::MatchResult &Result) override {
    Unit &U = Unit::of(*Result.Context, model());
    const ThreadStory Story = followThreads(U);
    const auto Line = CharUnits::fromQuantity(number(CacheLine));
    const std::vector<Contention> All = findContention(Story, U, Line);
    for (const Contention &C : All)
      if (C.K != Contention::Variables || !endsWithAnother(C, All))
        report(C, Story, U);
  }

private:
  /// The alignment of fields that another finding asks for aligns one of the
  /// variables, and thus parts them.
  static bool endsWithAnother(const Contention &C,
                              const std::vector<Contention> &All) {
    return llvm::any_of(All, [&](const Contention &Other) {
      return Other.K == Contention::Fields &&
             (recordOf(C.Array->getType()) == Other.Record ||
              recordOf(C.Neighbour->getType()) == Other.Record);
    });
  }

  void report(const Contention &C, const ThreadStory &Story, Unit &U) {
    const ASTContext &Context = U.Context;
    const NamedDecl *Where =
        C.Record ? static_cast<const NamedDecl *>(C.Record) : C.Array;
    const SourceManager &SM = Context.getSourceManager();
    if (SM.isInSystemHeader(Where->getLocation()) ||
        isTestCode(Where->getLocation(), U) ||
        !Reported.insert(Where->getLocation()).second)
      return;
    switch (C.K) {
    case Contention::Fields:
      diag(Where->getLocation(),
           "%0 and %1 can share a cache line: one thread writes the first in a "
           "loop while another %2 the second; alignas(%3) on %4 %5")
          << C.WriteName << C.OtherName << verb(*C.Other) << option(CacheLine)
          << (isTable(*C.Other) ? "the first" : "both") << cost(C, Context);
      break;
    case Contention::Elements:
      reportElements(C, *Where);
      break;
    case Contention::Variables:
      diag(Where->getLocation(),
           "%0 and %1 lie side by side and can share a cache line: one thread "
           "writes the first in a loop while another %2 the second; "
           "alignas(%3) on both costs up to %4 bytes")
          << C.WriteName << C.OtherName << verb(*C.Other) << option(CacheLine)
          << int(2 * number(CacheLine));
    }
    Noted.clear();
    noteAccess(*C.Write, Story);
    if (C.Other != C.Write)
      noteAccess(*C.Other, Story);
  }

  void reportElements(const Contention &C, const NamedDecl &Array) {
    if (C.IsDealtOut) {
      diag(Array.getLocation(),
           "elements of '%0' that are dealt out to different threads share a "
           "cache line, and are written in a loop; give each thread chunks of "
           "at least %1 bytes")
          << Array.getNameAsString() << option(CacheLine);
      return;
    }
    diag(Array.getLocation(),
         "elements of '%0', %1 bytes apart, share a cache line and are written "
         "by different threads in a loop; %2align the elements to %3 bytes (%4 "
         "more per element)")
        << Array.getNameAsString() << int(C.Stride.getQuantity())
        << alternative(*C.Write) << option(CacheLine)
        << int(number(CacheLine) - C.Stride.getQuantity());
  }

  static bool isTable(const MemoryAccess &A) {
    return !A.Path.Steps.empty() &&
           A.Path.Steps.back().K == MemoryPath::Step::VirtualTable;
  }

  /// What costs no memory.
  static llvm::StringRef alternative(const MemoryAccess &Write) {
    if (Write.IsLock)
      return "";
    const QualType T = Write.Path.type();
    return T->isScalarType() ? "accumulate in a local variable and store once, "
                               "or "
                             : "use a local object and store it once, or ";
  }

  static llvm::StringRef verb(const MemoryAccess &A) {
    return A.IsWrite ? "writes" : "reads";
  }

  /// What the separation costs.
  std::string cost(const Contention &C, const ASTContext &Context) const {
    const auto Line = CharUnits::fromQuantity(number(CacheLine));
    auto L = RecordLayout::of(*C.Record, Context);
    if (!L)
      return "parts them";
    for (LayoutUnit &Unit : L->Units)
      for (auto [Field, Needs] : llvm::zip(Unit.Fields, Unit.Needs))
        if (holds(*Field, C.WriteBytes, Context) ||
            holds(*Field, C.OtherBytes, Context))
          Needs.Align = Context.toBits(Unit.Align = Line);
    L->Align = std::max(L->Align, Line);
    const CharUnits Then = L->sizeInOrder(L->declaredOrder());
    return "parts them: " + std::to_string(Then.getQuantity()) +
           " bytes instead of " + std::to_string(L->Size.getQuantity());
  }

  static bool holds(const FieldDecl &F, Extent Bytes,
                    const ASTContext &Context) {
    const CharUnits Begin =
        Context.toCharUnitsFromBits(Context.getFieldOffset(&F));
    return Begin <= Bytes.Begin &&
           Bytes.Begin < Begin + Context.getTypeSizeInChars(F.getType());
  }

  void noteAccess(const MemoryAccess &A, const ThreadStory &Story) {
    const ThreadRole &R = Story.Roles[A.Role];
    note(A.At->getExprLoc(), A.IsWrite ? "written here" : "read here");
    if (A.Role != 0 && Noted.insert(R.Where).second)
      note(R.Where, R.Many ? "by the threads that start here"
                           : "by the thread that starts here");
  }

  llvm::DenseSet<SourceLocation> Reported, Noted;
};

} // namespace

FASTIDIOUS_CHECK(FalseSharing, TheRule)

} // namespace fastidious
