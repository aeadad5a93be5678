#include "escape/Serialize.h"
#include "Hand.h"
#include "escape/Fields.h"
#include "gtest/gtest.h"

namespace fastidious::escape {
namespace {

Unit unit() {
  Hand F("f\"\n");
  const NodeId P = F.parameter("p", true), This = F.self();
  const ObjectId Made = F.site(SiteKind::MakeUnique, uint64_t(1) << 40);
  F.siteOf(Made).Movable = false;
  F.store(This, F.at(Made), F.field("a", true), Reason::StoredInField);
  F.sink(SinkKind::Thread, "t", P);
  F.G.Objects[Made].JoinsAtEnd = true;
  F.G.SeveralFields = {1};
  const ScopeId Inner = F.scope(0, true);
  F.leave(Inner);
  F.remove(P, None);
  F.block({0});
  F.call("g", {P, None}, This);
  Unit U;
  U.MainFile = "/a b/ä.cpp";
  U.Functions = {F.G, Hand("h").G};
  U.Records = {{"D", true, {"B"}, {{"B::f", "D::f"}}}};
  return U;
}

std::string text(const Unit &U) {
  std::string Text;
  llvm::raw_string_ostream To(Text);
  write(U, To);
  return Text;
}

std::string error(llvm::StringRef Text) {
  llvm::Expected<Unit> U = readUnit(Text, "a.escape");
  return U ? "" : llvm::toString(U.takeError());
}

TEST(Serialize, RoundTrip) {
  const Unit U = unit();
  llvm::Expected<Unit> Again = readUnit(text(U), "a.escape");
  ASSERT_TRUE(bool(Again)) << llvm::toString(Again.takeError());
  EXPECT_EQ(Again->MainFile, U.MainFile);
  EXPECT_EQ(Again->Functions, U.Functions);
  EXPECT_EQ(Again->Records, U.Records);
  EXPECT_EQ(text(*Again), text(U));
}

TEST(Serialize, EveryFieldIsWritten) {
  // A field that forEachField forgets would be lost without a word: these are
  // the sizes of the structures that it was written for.
  const auto Count = [](auto Of) {
    int N = 0;
    forEachField(Of, Of, [&](llvm::StringRef, auto &, const auto &) { ++N; });
    return N;
  };
  const auto [A1, A2, A3, A4, A5, A6, A7, A8, A9, A10, A11, A12, A13,
              A14] = Object();
  EXPECT_EQ(Count(Object()), 14);
  const auto [C1, C2, C3, C4, C5, C6, C7, C8] = Constraint();
  EXPECT_EQ(Count(Constraint()), 8);
  const auto [P1, P2, P3, P4, P5, P6, P7, P8, P9] = Parameter();
  EXPECT_EQ(Count(Parameter()), 9);
  const auto [S1, S2, S3, S4, S5, S6, S7, S8, S9, S10, S11] = Site();
  EXPECT_EQ(Count(Site()), 11);
  const auto [L1, L2, L3, L4, L5, L6, L7, L8] = Call();
  EXPECT_EQ(Count(Call()), 8);
}

TEST(Serialize, DamagedInput) {
  const std::string Good = text(unit());
  EXPECT_EQ(error(""), "a.escape:1: empty: extract it again");
  EXPECT_EQ(error("int main() {}\n"),
            "a.escape:1: not an escape unit: extract it again");
  EXPECT_EQ(error("{\"fastidious-escape\":0,\"files\":[]}\n"),
            "a.escape:1: written by another version: extract it again");
  EXPECT_EQ(error(Good.substr(0, Good.size() / 2)),
            "a.escape:2: not an escape unit: extract it again");
}

TEST(Serialize, NumbersThatReferToNothing) {
  const auto Reads = [](llvm::function_ref<void(Graph &)> Damage) {
    Unit U = unit();
    Damage(U.Functions[0]);
    return error(text(U)).empty();
  };
  EXPECT_TRUE(Reads([](Graph &) {}));
  EXPECT_FALSE(Reads([](Graph &G) { G.Nodes = 1; }));
  EXPECT_FALSE(Reads([](Graph &G) { G.Blocks[0].Successors = {7}; }));
  EXPECT_FALSE(Reads([](Graph &G) { G.Blocks[0].Events[0].Index = 99; }));
  EXPECT_FALSE(Reads([](Graph &G) { G.Objects[0].Parent = 0; }));
  EXPECT_FALSE(Reads([](Graph &G) { G.Scopes[0].Parent = 1; }));
  EXPECT_FALSE(Reads([](Graph &G) { G.Carriers.clear(); }));
  EXPECT_FALSE(Reads([](Graph &G) { G.Fields.clear(); }));
  EXPECT_FALSE(Reads([](Graph &G) { G.Sites.clear(); }));
  EXPECT_FALSE(Reads([](Graph &G) { G.Constraints[0].Object = 99; }));
}

} // namespace
} // namespace fastidious::escape
