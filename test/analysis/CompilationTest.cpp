#include "analysis/Compilation.h"
#include "Code.h"
#include "analysis/SourceEdit.h"

using namespace clang;

namespace fastidious {
namespace {

const char *const Snippet = R"cpp(
  using std::regex;
  struct regex_t {};
  extern "C" int regcomp(regex_t *, const char *, int);
  namespace re2 { struct RE2 { RE2(const char *); }; }
  struct S { S(const char *); };
)cpp";

/// What decides the compiled pattern, and the object compiled into.
std::string describe(const Compilation &C, Function &F) {
  std::string Text = C.Class ? C.Class->Name : "function";
  for (const Expr *E : C.Pattern)
    Text += " " + textOf(*E, F.U.Context).value_or("?");
  if (C.Object)
    Text += " into " + textOf(*C.Object, F.U.Context).value_or("?");
  return Text;
}

std::string compilation(const Expr &E, Function &F) {
  for (const Compilation &C : compilationsIn(F))
    if (C.At == &E)
      return describe(C, F);
  return "none";
}

TEST(Compilation, OfConstructions) {
  Code C(std::string(Snippet) + R"cpp(
    void f(const char *p, const regex &given) {
      regex /*std::basic_regex "x"*/a("x");
      regex /*std::basic_regex p regex::icase*/b(p, regex::icase);
      regex /*none*/empty;
      regex /*none*/copy(given);
      re2::RE2 /*re2::RE2 p*/c(p);
      S /*none*/other(p);
    }
  )cpp");
  expectMarks<CXXConstructExpr>(C, [](const CXXConstructExpr &E, Function &F) {
    return compilation(E, F);
  });
}

TEST(Compilation, OfCalls) {
  Code C(std::string(Snippet) + R"cpp(
    void f(const char *p, regex given, regex_t posix) {
      regex r;
      /*std::basic_regex p into r*/r.assign(p);
      /*std::basic_regex "x" into r*/r = "x";
      /*none*/r = given;
      /*none*/r = regex("x");
      /*none*/r.swap(given);
      /*function p 1 into &posix*/regcomp(&posix, p, 1);
      /*std::basic_regex p*/std::make_unique<regex>(p);
      /*none*/std::make_unique<S>(p);
      /*none*/std::make_unique<regex>();
      std::optional<regex> o;
      /*std::basic_regex p into o*/o.emplace(p);
    }
  )cpp");
  expectMarks<CallExpr>(
      C, [](const CallExpr &E, Function &F) { return compilation(E, F); });
}

TEST(Compilation, LambdasHaveTheirOwn) {
  Code C(std::string(Snippet) + R"cpp(
    void f() {
      regex outside("x");
      auto l = [] { regex /*inside*/inside("y"); };
    }
  )cpp");
  const auto Outer = compilationsIn(C.function("f"));
  ASSERT_EQ(Outer.size(), 1u);
  EXPECT_NE(Outer[0].At, &C.at<CXXConstructExpr>("inside"));
  const auto &In = C.at<CXXConstructExpr>("inside");
  EXPECT_EQ(compilationsIn(C.holderOf(In)).front().At, &In);
}

TEST(Compilation, FateIsThatOfTheObject) {
  Code C(std::string(Snippet) + R"cpp(
    void f(const char *p, regex given, regex_t posix) {
      regex /*local*/a("x");
      /*assigned to given*/given.assign(p);
      /*assigned to posix*/regcomp(&posix, p, 1);
      std::regex_match(p, /*temporary*/regex(p));
    }
  )cpp");
  expectMarks<Expr>(C, [](const Expr &E, Function &F) -> std::string {
    for (const Compilation &One : compilationsIn(F)) {
      if (One.At->getBeginLoc() != E.getBeginLoc())
        continue;
      const Fate Made = fateOf(One, F);
      if (Made.K == Fate::Assigned)
        return "assigned to " + textOf(*Made.To, F.U.Context).value_or("?");
      return Made.K == Fate::Local ? "local" : "temporary";
    }
    return "none";
  });
}

} // namespace
} // namespace fastidious
