#include "core/Check.h"

using namespace clang;
using namespace clang::ast_matchers;

namespace fastidious {
namespace {

const Rule TheRule = {
    .Name = "fastidious-string-concat-in-loop",
    .Summary = "SUMMARY",
    .Why = "WHY",
    .Before = R"cpp()cpp",
    .After = R"cpp()cpp",
    .CostClass = Cost::PerIteration,
    .Fixes = FixIts::Sometimes,
};

class StringConcatInLoop : public Check {
public:
  using Check::Check;

  void check(const MatchFinder::MatchResult &Result) override {}
};

} // namespace

FASTIDIOUS_CHECK(StringConcatInLoop, TheRule)

} // namespace fastidious
