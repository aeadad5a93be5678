#include "analysis/FieldMoves.h"
#include "analysis/FixedLayout.h"
#include "analysis/Layout.h"
#include "analysis/Population.h"
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
    .Why = R"md(TODO)md",
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
      if (!L || Fixed.reason(*R))
        continue;
      const auto Better = smallestOrder(*L, [&](const LayoutUnit &Unit) {
        return llvm::any_of(Unit.Fields, [&](const FieldDecl *F) {
          return U.Lib.isContended(F->getType());
        });
      });
      if (Better && isWorthIt(*L, *Better, Use) &&
          suitsInstances(*L, *Better, U) &&
          Reported.insert(&writtenRecord(*R)).second)
        report(*L, *Better, Use, U);
    }
  }

private:
  bool isWorthIt(const RecordLayout &L, const Reordering &Better,
                 const Population &Use) const {
    const int64_t Saved = (L.Size - Better.Size).getQuantity();
    const unsigned Least = Use.K == Population::OneByOne
                               ? number(MinSavedPerAllocation)
                               : number(MinSavedBytes);
    return Saved >= Least &&
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
               "%%) less per %5%6; holes: %7; %8")
          << nameOf(*L.Record) << unsigned(L.Size.getQuantity())
          << unsigned(Better.Size.getQuantity())
          << unsigned(Saved.getQuantity())
          << unsigned(100 * Saved.getQuantity() / L.Size.getQuantity())
          << Use.Each << cacheLines(L.Size, Better.Size) << holes(L)
          << describe(Better, L);
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
    const char *Text = Use.K == Population::Block
                           ? "here are many of them, side by side"
                           : "here each of many gets an allocation";
    if (!L.Record->getTemplateInstantiationPattern())
      return Text;
    std::string Name;
    llvm::raw_string_ostream Out(Name);
    L.Record->getNameForDiagnostic(
        Out, L.Record->getASTContext().getPrintingPolicy(), false);
    return Text + (", as '" + Name + "'");
  }

  static std::string holes(const RecordLayout &L) {
    std::vector<std::string> Parts;
    for (const RecordLayout::Hole &H : L.Holes)
      Parts.push_back(std::to_string(H.Bytes.size().getQuantity()) +
                      (H.After < 0
                           ? " before " + fastidious::nameOf(L.Units.front())
                           : " after " + fastidious::nameOf(L.Units[H.After])));
    return llvm::join(Parts, ", ");
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
