#include "core/Check.h"
#include "escape/Builder.h"

using namespace clang;
using namespace clang::ast_matchers;

namespace fastidious {
namespace {

const Rule TheRule = {
    .Name = "fastidious-escaping-local",
    .Summary = "a local's address outlives it, or a value is on the heap only "
               "to leave its function",
    .Why = R"md(WHY)md",
    .Before = R"cpp(std::string_view joined(const std::string &dir, const std::string &file) {
  std::string path = dir + "/" + file;
  return path;
}
)cpp",
    .After = R"cpp(std::string joined(const std::string &dir, const std::string &file) {
  return dir + "/" + file;
}
)cpp",
    .CostClass = Cost::PerCall,
    .Fixes = FixIts::None,
};

class EscapingLocal : public Check {
public:
  using Check::Check;

  void check(const MatchFinder::MatchResult &Result) override {
    const escape::Program &P =
        escape::programOf(Unit::of(*Result.Context, model()));
    for (const escape::Fact &F : P.facts())
      if (F.LeavesAt.Raw &&
          ((F.Kind == escape::Fact::Local && F.Says == escape::Verdict::Escapes && F.To != escape::Destination::Unknown) ||
           F.Says == escape::Verdict::ByValue))
        report(F);
  }

private:
  void report(const escape::Fact &F) {
    diag(SourceLocation::getFromRawEncoding(F.LeavesAt.Raw), "%0 goes to %1 (%2)")
        << F.Subject << static_cast<int>(F.To) << F.Through;
    for (const auto &S : F.Flow)
      note(SourceLocation::getFromRawEncoding(S.Where.Raw),
           (S.From + " -> " + S.To + " " + std::to_string(int(S.Why)) + " @" + std::to_string(S.Depth)));
  }
};

} // namespace

FASTIDIOUS_CHECK(EscapingLocal, TheRule)

} // namespace fastidious
