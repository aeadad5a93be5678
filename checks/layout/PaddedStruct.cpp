#include "analysis/FieldMoves.h"
#include "analysis/FixedLayout.h"
#include "analysis/Layout.h"
#include "analysis/Population.h"
#include "analysis/TestCode.h"
#include "core/Check.h"

using namespace clang;
using namespace clang::ast_matchers;

namespace fastidious {
namespace {

const Option MinSavedBytes = {"MinSavedBytes", "8",
                              "records that another order shrinks by fewer "
                              "bytes are ignored"};
const Option MinSavedPercent = {
    "MinSavedPercent", "10",
    "records that another order shrinks by a smaller part are ignored"};
const Option MinSavedPerAllocation = {
    "MinSavedPerAllocation", "16",
    "the bytes that count where each object is allocated on its own: "
    "allocators round sizes up"};
const Option MinElements = {
    "MinElements", "16",
    "arrays and loops of fewer objects, by constants, are ignored"};

const Rule TheRule = {
    .Name = "fastidious-padded-struct",
    .Summary = "a record of which there are many is larger than its fields in "
               "another order",
    .Why =
        R"md(A field begins at a multiple of its alignment, so that a `bool` in front of a `double`
costs eight bytes. Where a file makes many objects of such a record, that is memory and,
once the data is larger than the caches, time: a scan of twenty million elements took 1.3
to 2.0 times as long with 24 as with 16 bytes each. Below a hundred thousand elements no
difference was measured.

Reported is a record for which all three hold.
1. *Smaller.* Another order of its own fields saves 8 bytes and 10 percent. Bases and the
   vptr stay in front; a run of bit-fields, one declaration of several fields, an anonymous
   union or struct move as a whole. Padding that every order has does not count.
2. *Many.* The file shows many objects: an array or an allocation of 16 or more, an element
   of a container, a field or a base of such an object. A note points there. Where each
   object has its own allocation (nodes, `new` in a loop), 16 bytes must be saved:
   allocators round up. A part of a larger record must make that 2 percent smaller.
   Options, settings and the like count only side by side: an object has one set of them.
3. *Free.* Nothing fixes the order: no packing, alignment of 16 or more, volatile field or
   padding by hand; no `offsetof`, no assertion about the size; not declared in C or used
   by a C function; its bytes are not copied, written, sent or cast.

The order that the message names needs the fewest moves. It brings no field into the
cache line of an atomic or a lock which it does not share already, and adds no padding
members.

The fix moves the lines of the fields. It is offered for records that no other file can
see, with trivial fields, where no code names the fields by position; otherwise a note
says what stands against it. Other files that include the record are not seen: look for
`memcpy` and positional initialisers there before you follow a report.

Clang's own checker `optin.performance.Padding` asks how much padding a record has. Of 29
declarations made from the ideas of its tests
(`test/checks/layout/padded-struct.upstream.cpp`; LLVM 22, `AllowedPad=2`) both report 11,
it alone 9, this check alone 2:

| record | Clang's checker | here |
|---|---|---|
| has a base (two declarations) | silent | reported; the tail of a base is filled |
| one object; an array of three | reported | silent: nothing shows many |
| `#pragma pack`; `alignas(16)` record | reported | silent: laid out on purpose |
| `alignas(64)` fields | reported, moves other fields into their line | silent |
| declared in `extern "C"` | reported | silent: C code has the same declaration |
| an offset is asserted | reported | silent |
| closure | reported, with an order of nameless fields | silent |
| written by a macro | reported | silent |
| 12 bytes, 8 are enough | reported | silent below 8 bytes |

It counts objects for array variables only, advises explicit padding members, and with its
default of 24 bytes says nothing of a single record of 64 bytes that could have 40.)md",
    .Before = R"cpp(struct Sample {
  bool valid;
  double value;
  bool outlier;
};
std::vector<Sample> samples;
)cpp",
    .After = R"cpp(struct Sample {
  double value;
  bool valid;
  bool outlier;
};
std::vector<Sample> samples;
)cpp",
    .CostClass = Cost::ConstantFactor,
    .Fixes = FixIts::Sometimes,
    .Options = {MinSavedBytes, MinSavedPercent, MinSavedPerAllocation,
                MinElements},
};

class PaddedStruct : public Check {
public:
  using Check::Check;

  void check(const MatchFinder::MatchResult &Result) override {
    Unit &U = Unit::of(*Result.Context, model());
    const FixedLayouts Fixed(U);
    llvm::DenseSet<const CXXRecordDecl *> Reported;
    for (const auto &[R, Use] : findPopulations(U, number(MinElements))) {
      const auto L = RecordLayout::of(*R, U.Context);
      if (!L || Fixed.reason(*R) || isConfiguration(*R, Use, U.Lib))
        continue;
      const auto Better = smallestOrder(*L, [&](const LayoutUnit &Unit) {
        return llvm::any_of(Unit.Fields, [&](const FieldDecl *F) {
          return U.Lib.isContended(F->getType());
        });
      });
      if (Better && isWorthIt(*L, *Better, Use) &&
          suitsInstances(*L, *Better, U) && !isTestCode(R->getLocation(), U) &&
          Reported.insert(&writtenRecord(*R)).second)
        report(*L, *Better, Use, U);
    }
  }

private:
  /// Options of which an object has one set: there are few such objects.
  static bool isConfiguration(const CXXRecordDecl &R, const Population &Use,
                              const Library &Lib) {
    const bool IsPart = !Use.Whole.isZero();
    return (IsPart || Use.K == Population::OneByOne) &&
           Lib.facts().namesOptions(R.getName());
  }

  bool isWorthIt(const RecordLayout &L, const Reordering &Better,
                 const Population &Use) const {
    const int64_t Saved = (L.Size - Better.Size).getQuantity();
    const unsigned Least = Use.K == Population::OneByOne
                               ? number(MinSavedPerAllocation)
                               : number(MinSavedBytes);
    // A part of something large makes that hardly smaller.
    constexpr double LeastShare = 0.02;
    return Saved >= Least && Saved * Use.share() >= LeastShare &&
           Saved * 100 >= number(MinSavedPercent) * L.Size.getQuantity();
  }

  /// No other instance of the template becomes larger.
  static bool suitsInstances(const RecordLayout &L, const Reordering &Better,
                             Unit &U) {
    return llvm::all_of(U.records(), [&](const CXXRecordDecl *R) {
      if (R == L.Record || &writtenRecord(*R) != &writtenRecord(*L.Record))
        return true;
      const auto Other = RecordLayout::of(*R, U.Context);
      return Other && Other->Units.size() == L.Units.size() &&
             Other->sizeInOrder(Better.Order) <= Other->Size;
    });
  }

  void report(const RecordLayout &L, const Reordering &Better,
              const Population &Use, Unit &U) {
    auto Obstacle = obstacleToMoving(L, U);
    const auto Edits = moveLines(L, Better.Order, U.Context);
    if (!Obstacle && !Edits)
      Obstacle = {"other lines stand between the fields",
                  L.Record->getLocation()};
    const CharUnits Saved = L.Size - Better.Size;
    {
      auto Diag =
          diag(L.Record->getLocation(),
               "%0 is %1 bytes, %2 are enough in another order: %3 bytes (%4 "
               "%%) less per object%5; holes: %6; %7")
          << nameOf(*L.Record) << unsigned(L.Size.getQuantity())
          << unsigned(Better.Size.getQuantity())
          << unsigned(Saved.getQuantity())
          << unsigned(100 * Saved.getQuantity() / L.Size.getQuantity())
          << cacheLines(L.Size, Better.Size) << holes(L) << describe(Better, L);
      if (!Obstacle)
        for (const FixItHint &Edit : *Edits)
          Diag << Edit;
    }
    note(Use.Where, useNote(L, Use));
    if (Obstacle)
      note(Obstacle->Where, "no fix: " + Obstacle->Why);
  }

  static std::string nameOf(const CXXRecordDecl &R) {
    const TypedefNameDecl *Alias = R.getTypedefNameForAnonDecl();
    const std::string Name =
        Alias ? Alias->getNameAsString() : R.getNameAsString();
    return Name.empty() ? "this record" : "'" + Name + "'";
  }

  static std::string useNote(const RecordLayout &L, const Population &Use) {
    // Not in the finding: in a header it is the same in every file.
    const std::string Text = (Use.K == Population::Block
                                  ? "here are many of them, side by side: "
                                  : "here each of many gets an allocation: ") +
                             Use.Each;
    if (!L.Record->getTemplateInstantiationPattern())
      return Text;
    std::string Name;
    llvm::raw_string_ostream Out(Name);
    L.Record->getNameForDiagnostic(
        Out, L.Record->getASTContext().getPrintingPolicy(), true);
    return Text + (", as '" + Name + "'");
  }

  static std::string holes(const RecordLayout &L) {
    constexpr size_t MaxListed = 6, FirstListed = 4;
    const size_t Count = L.Holes.size();
    const bool IsLong = Count > MaxListed;
    std::vector<std::string> Parts;
    for (const RecordLayout::Hole &H :
         llvm::ArrayRef(L.Holes).take_front(IsLong ? FirstListed : Count))
      Parts.push_back(std::to_string(H.Bytes.size().getQuantity()) +
                      (H.After < 0
                           ? " before " + fastidious::nameOf(L.Units.front())
                           : " after " + fastidious::nameOf(L.Units[H.After])));
    return llvm::join(Parts, ", ") +
           (IsLong ? " and " + std::to_string(Count - FirstListed) + " more"
                   : "");
  }

  /// Where the number of cache lines decides.
  static std::string cacheLines(CharUnits Now, CharUnits Then) {
    const auto Lines = [](CharUnits Size) {
      return (Size.getQuantity() + CacheLineBytes - 1) / CacheLineBytes;
    };
    if (Lines(Now) == Lines(Then))
      return "";
    return ", " + std::to_string(Lines(Then)) + " cache line" +
           (Lines(Then) == 1 ? "" : "s") + " in place of " +
           std::to_string(Lines(Now));
  }
};

} // namespace

FASTIDIOUS_CHECK(PaddedStruct, TheRule)

} // namespace fastidious
