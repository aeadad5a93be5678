#include "Hand.h"
#include "gtest/gtest.h"

namespace fastidious::escape {
namespace {

TEST(Solution, AddressToGlobal) {
  Hand F("f");
  const ObjectId X = F.local("x"), P = F.local("p"), Q = F.local("q");
  F.store(F.at(P), F.at(X));
  F.store(F.at(Q), F.at(P));
  F.store(F.at(F.global("gpp")), F.load(F.at(Q)));
  const Judged J({F});
  EXPECT_EQ(J("f", "x"), "escapes(global)");
  EXPECT_EQ(J("f", "p"), "escapes(global)");
  EXPECT_EQ(J("f", "q"), "stack");
}

TEST(Solution, WhatAPointerReadsDoesNotTakeThePointerAlong) {
  Hand F("f");
  const ObjectId X = F.local("x"), P = F.local("p"), Q = F.local("q");
  F.store(F.at(P), F.at(X));
  F.store(F.at(Q), F.at(P));
  F.store(F.at(F.global("gp")), F.load(F.load(F.at(Q))));
  const Judged J({F});
  EXPECT_EQ(J("f", "x"), "escapes(global)");
  EXPECT_EQ(J("f", "p"), "stack");
}

TEST(Solution, FieldsAreApart) {
  Hand F("f");
  const ObjectId X = F.local("x"), Y = F.local("y"), T = F.local("t");
  F.store(F.at(T), F.at(X), F.field("a"));
  F.store(F.at(T), F.at(Y), F.field("b"));
  F.store(F.at(F.global("g")), F.load(F.at(T), F.field("b")));
  const Judged J({F});
  EXPECT_EQ(J("f", "x"), "stack");
  EXPECT_EQ(J("f", "y"), "escapes(global)");
  EXPECT_EQ(J("f", "t"), "stack");
}

TEST(Solution, TheWholeIsInEveryField) {
  Hand F("f");
  const ObjectId X = F.local("x"), T = F.local("t");
  F.store(F.at(T), F.at(X));
  F.store(F.at(F.global("g")), F.load(F.at(T), F.field("b")));
  EXPECT_EQ(Judged({F})("f", "x"), "escapes(global)");
}

TEST(Solution, ViewOfALocalsContent) {
  Hand F("f");
  const ObjectId S = F.local("s");
  F.content(S);
  F.give(F.load(F.at(S), {0, true}));
  EXPECT_EQ(Judged({F})("f", "s"), "escapes(return)");
}

TEST(Solution, ContentMovedOutIsNotTheLocal) {
  Hand F("f");
  const ObjectId P = F.local("p"), Made = F.site(SiteKind::MakeUnique);
  F.G.Objects[P].GivenAway = true;
  F.store(F.at(P), F.at(Made), {0, true});
  F.give(F.load(F.at(P), {0, true}), {0, true});
  const Judged J({F});
  EXPECT_EQ(J("f", "p"), "stack");
  EXPECT_EQ(J("f", "make_unique"), "by-value");
}

TEST(Solution, PointerIntoALocalOwner) {
  Hand F("f");
  const ObjectId P = F.local("p"), Made = F.site(SiteKind::MakeUnique);
  F.store(F.at(P), F.at(Made), {0, true});
  F.give(F.load(F.at(P), {0, true}));
  EXPECT_EQ(Judged({F})("f", "p"), "escapes(return)");
}

TEST(Solution, SelfLinkAndNeighbour) {
  Hand F("f");
  const ObjectId N = F.local("n"), M = F.local("m");
  F.store(F.at(N), F.at(N), F.field("next"));
  F.store(F.at(M), F.at(N), F.field("next"));
  const Judged J({F});
  EXPECT_EQ(J("f", "n"), "stack");
  EXPECT_EQ(J("f", "m"), "stack");
}

TEST(Solution, UnknownCallee) {
  Hand F("f");
  const ObjectId X = F.local("x"), Y = F.local("y");
  const NodeId R = F.call("ext", {F.at(X)});
  F.store(R, F.at(Y));
  const NodeId P = F.parameter("p");
  F.store(F.at(F.global("g")), R);
  F.call("ext2", {P});
  const Judged J({F});
  EXPECT_EQ(J("f", "x"), "escapes(unknown)");
  EXPECT_EQ(J("f", "y"), "escapes(global)");
  EXPECT_EQ(J("f", "p"), "leaks(unknown)");
  EXPECT_EQ(J.P.unknownCallees().size(), 2u);
  EXPECT_EQ(J.P.facts("f").front().Through, "ext");
}

TEST(Solution, WhatLeavesWhere) {
  Hand F("f");
  const ObjectId X = F.local("x"), P = F.local("p");
  F.store(F.at(P), F.at(X));
  F.store(F.at(F.global("g")), F.load(F.at(P)));
  const Judged J({F});
  for (const Fact &Said : J.P.facts("f")) {
    if (Said.Subject != "x")
      continue;
    EXPECT_EQ(Said.Through, "g");
    EXPECT_EQ(Said.LeavesAt, F.G.Constraints.back().Where);
    ASSERT_EQ(Said.Flow.size(), 3u);
    EXPECT_EQ(Said.Flow[0].Why, Reason::AddressOf);
    EXPECT_EQ(Said.Flow[1].To, "p");
    EXPECT_EQ(Said.Flow[2].To, "global g");
  }
}

TEST(Solution, TooLargeIsUnknown) {
  // Each of many nodes can be any of many objects.
  Hand F("f"), H("h");
  const NodeId All = F.node();
  for (unsigned I = 0; I != 800; ++I)
    F.G.Constraints.push_back({Op::Address,
                               Reason::AddressOf,
                               All,
                               None,
                               F.local("x" + std::to_string(I)),
                               {},
                               {}});
  NodeId Last = All;
  for (unsigned I = 0; I != 800; ++I)
    Last = F.join({Last});
  F.parameter("p");
  H.call("f", {H.at(H.local("x"))});
  const Judged J({F, H});
  EXPECT_EQ(J("f", "x1"), "escapes(unknown)");
  EXPECT_EQ(J("f", "p"), "leaks(unknown)");
  EXPECT_EQ(J("h", "x"), "escapes(unknown)");
  EXPECT_EQ(J.P.facts("f").front().Through, "function too large");
}

TEST(Solution, WhatCannotBeBuiltIsUnknown) {
  Hand F("f"), H("h");
  F.parameter("p");
  F.local("x");
  F.G.Parameters.push_back({"q", {}, false, true, /*NoEscape=*/true});
  F.G.Carriers.push_back(F.object(ObjectKind::Argument, "q"));
  F.G.Objects.back().Index = 1;
  F.G.Incomplete = "assembler";
  H.call("f", {H.at(H.local("x")), H.at(H.local("y"))});
  const Judged J({F, H});
  EXPECT_EQ(J("f", "x"), "escapes(unknown)");
  EXPECT_EQ(J("f", "p"), "leaks(unknown)");
  EXPECT_EQ(J("h", "x"), "escapes(unknown)");
  EXPECT_EQ(J("h", "y"), "stack");
}

TEST(Solution, NothingIsStoredInWhatIsConst) {
  Hand F("f"), H("h");
  for (Hand *In : {&F, &H}) {
    const NodeId Text = In->parameter("text");
    In->store(Text, In->at(In->local("x")));
  }
  F.G.Parameters[0].ReadOnly = true;
  const Judged J({F, H});
  EXPECT_EQ(J("f", "x"), "stack");
  EXPECT_EQ(J("h", "x"), "escapes(param)");
}

/// Objects with many fields that refer to such objects: all that they lead to
/// leads to all of it.
TEST(Solution, TooLargeForDetail) {
  Hand F("f"), H("h");
  const NodeId P = F.parameter("p");
  std::vector<Key> Fields;
  for (char Name = 'a'; Name != 'k'; ++Name)
    Fields.push_back(F.field(std::string(1, Name)));
  NodeId All = P;
  for (int Depth = 0; Depth != 3; ++Depth) {
    std::vector<NodeId> Loaded;
    for (Key K : Fields)
      Loaded.push_back(F.load(All, K));
    const NodeId Next = F.join(Loaded);
    for (Key K : Fields)
      F.store(All, Next, K);
    All = Next;
  }
  H.call("f", {H.at(H.local("x"))});
  const Judged J({F, H});
  EXPECT_EQ(J("f", "p"), "noescape");
  EXPECT_EQ(J("h", "x"), "stack");
}

} // namespace
} // namespace fastidious::escape
