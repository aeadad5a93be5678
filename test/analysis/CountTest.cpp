#include "analysis/Count.h"
#include "Code.h"

using namespace clang;

namespace fastidious {
namespace {

/// The text, "= N" where it differs from the number, "signed" where it may be
/// negative.
std::string describe(const std::optional<Count> &C) {
  if (!C)
    return "unknown";
  if (C->Text.empty())
    return "unnamed";
  std::string Text = C->Text;
  if (C->Constant && Text != std::to_string(*C->Constant))
    Text += " = " + std::to_string(*C->Constant);
  return Text + (C->IsUnsigned ? "" : " signed");
}

TEST(Count, OfTheDistanceOfTwoIterators) {
  Code C(R"cpp(
    template <class T> void pair(T, T);
    void f(std::vector<int> &v, std::vector<int> &w, int *a, int *b) {
      /*v.size()*/pair(v.begin(), v.end());
      /*unknown*/pair(v.begin(), w.end());
      /*unknown*/pair(v.end(), v.begin());
      /*b - a signed*/pair(a, b);
      /*unknown*/pair(a + 1, b);
    }
  )cpp");
  expectMarks<CallExpr>(C, [](const CallExpr &Call, Function &F) {
    return describe(distance(*Call.getArg(0), *Call.getArg(1), F));
  });
}

Count named(const char *Text, bool IsSum = false) {
  Count C;
  C.Text = Text;
  C.IsPlain = C.IsUnsigned = true;
  C.Binding = IsSum ? Count::Sum : Count::Primary;
  return C;
}

TEST(Count, SumsAndProducts) {
  EXPECT_EQ(sum(countOf(2), countOf(3)).Constant, 5u);
  EXPECT_EQ(product(countOf(2), countOf(3)).Constant, 6u);
  EXPECT_EQ(sum(named("a"), countOf(1)).Text, "a + 1");
  EXPECT_EQ(product(named("a"), named("b")).Text, "a * b");
  EXPECT_EQ(product(named("a - b", true), named("c")).Text, "(a - b) * c");
  EXPECT_EQ(product(sum(named("a"), named("b")), named("c")).Text,
            "(a + b) * c");
  EXPECT_EQ(product(countOf(1), named("a")).Text, "a");
  EXPECT_EQ(product(named("a"), countOf(1)).Text, "a");
  EXPECT_FALSE(sum(named("a"), countOf(1)).Constant);
  EXPECT_EQ(sum(named("n - 1", true), countOf(1)).Text, "n");
  EXPECT_EQ(sum(named(""), countOf(1)).Text, "");
}

TEST(Count, SumsKeepTheWeakerPromise) {
  Count Signed = named("n");
  Signed.IsUnsigned = false;
  EXPECT_FALSE(sum(named("a"), Signed).IsUnsigned);
  EXPECT_TRUE(sum(named("a"), named("b")).IsUnsigned);
  Count Call = named("f()");
  Call.IsPlain = false;
  EXPECT_FALSE(product(Call, named("a")).IsPlain);
}

} // namespace
} // namespace fastidious
