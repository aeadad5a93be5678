#include "Hand.h"
#include "gtest/gtest.h"

namespace fastidious::escape {
namespace {

Hand keeps() {
  Hand F("keeps");
  const NodeId P = F.parameter("p");
  F.store(F.at(F.global("g")), P);
  return F;
}

Hand same() {
  Hand F("same");
  F.give(F.parameter("p"));
  return F;
}

/// *o = p
Hand out() {
  Hand F("out");
  const NodeId O = F.parameter("o"), P = F.parameter("p");
  F.store(O, P);
  return F;
}

TEST(Summary, KeptByTheCallee) {
  Hand F("f");
  F.call("keeps", {F.at(F.local("x"))});
  const Judged J({F, keeps()});
  EXPECT_EQ(J("keeps", "p"), "leaks(global)");
  EXPECT_EQ(J("f", "x"), "escapes(global)");
  const std::vector<Fact> Facts = J.P.facts("f");
  EXPECT_EQ(Facts[0].Through, "g");
  EXPECT_EQ(Facts[0].LeavesAt, F.G.Constraints.back().Where);
  EXPECT_EQ(Facts[0].Flow.back().Depth, 1u);
}

TEST(Summary, ResultOfTheCallee) {
  Hand F("f"), H("h");
  F.give(F.call("same", {F.at(F.local("x"))}));
  H.call("same", {H.at(H.local("x"))});
  const Judged J({F, H, same()});
  EXPECT_EQ(J("same", "p"), "leaks(return)");
  EXPECT_EQ(J("f", "x"), "escapes(return)");
  EXPECT_EQ(J("h", "x"), "stack");
}

TEST(Summary, StoredThroughAParameter) {
  Hand F("f"), H("h"), I("i");
  const auto Call = [](Hand &In) {
    const ObjectId O = In.local("o");
    In.call("out", {In.at(O), In.at(In.local("x"))});
    return In.load(In.at(O));
  };
  Call(F);
  H.give(Call(H));
  const NodeId To = I.parameter("to");
  I.call("out", {To, I.at(I.local("x"))});
  const Judged J({F, H, I, out()});
  EXPECT_EQ(J("out", "o"), "noescape");
  EXPECT_EQ(J("out", "p"), "leaks(param)");
  EXPECT_EQ(J("f", "x"), "stack");
  EXPECT_EQ(J("h", "x"), "escapes(return)");
  EXPECT_EQ(J("h", "o"), "stack");
  EXPECT_EQ(J("i", "x"), "escapes(param)");
  EXPECT_EQ(J("i", "to"), "noescape");
}

TEST(Summary, ContentIsAnotherLevel) {
  Hand F("f"), H("h");
  F.store(F.at(F.global("g")), F.load(F.parameter("pp")));
  const ObjectId P = H.local("p");
  H.store(H.at(P), H.at(H.local("x")));
  H.call("f", {H.at(P)});
  const Judged J({F, H});
  EXPECT_EQ(J("f", "pp"), "noescape");
  EXPECT_EQ(J("h", "p"), "stack");
  EXPECT_EQ(J("h", "x"), "escapes(global)");
}

TEST(Summary, OwnedContentIsNot) {
  Hand F("f");
  F.give(F.load(F.parameter("v"), {0, true}));
  EXPECT_EQ(Judged({F})("f", "v"), "leaks(return)");
}

TEST(Summary, FunctionsThatCallEachOther) {
  // p never comes back, q does.
  Hand First("first"), Second("second");
  const NodeId P = First.parameter("p"), Q = First.parameter("q");
  First.give(First.join({First.call("second", {Q, P}), P}));
  const NodeId A = Second.parameter("a"), B = Second.parameter("b");
  Second.give(Second.call("first", {B, A}));
  const Judged J({First, Second});
  EXPECT_EQ(J("first", "p"), "leaks(return)");
  EXPECT_EQ(J("first", "q"), "noescape");
  EXPECT_EQ(J("second", "a"), "noescape");
  EXPECT_EQ(J("second", "b"), "leaks(return)");
}

TEST(Summary, RecursionThatMakesObjectsEnds) {
  Hand F("f");
  const ObjectId Made = F.site(SiteKind::New);
  F.siteOf(Made).Recursive = true;
  F.store(F.at(Made), F.call("f", {}), F.field("next"));
  F.give(F.at(Made));
  EXPECT_EQ(Judged({F})("f", "new"), "heap(return)");
}

TEST(Summary, DefinitionsOfOneKeyAreJoined) {
  Hand One("f"), Other("f"), H("h");
  One.parameter("p");
  const NodeId P = Other.parameter("p");
  Other.store(Other.at(Other.global("g")), P);
  H.call("f", {H.at(H.local("x"))});
  const Judged J({One, Other, H});
  EXPECT_EQ(J("h", "x"), "escapes(global)");
  EXPECT_EQ(J("f", "p"), "leaks(global)");
}

TEST(Summary, ChainBeyondTheDepthOfPaths) {
  // for (; n; n = n->next) g = n;
  Hand F("f"), H("h");
  const NodeId P = F.parameter("n");
  const ObjectId N = F.local("cursor");
  F.store(F.at(N), P);
  F.store(F.at(N), F.load(F.load(F.at(N)), F.field("next")));
  F.store(F.at(F.global("g")), F.load(F.at(N)));
  std::vector<ObjectId> Chain;
  for (const char *Name : {"a", "b", "c", "d", "e", "other"})
    Chain.push_back(H.local(Name));
  for (size_t I = 0; I != 4; ++I)
    H.store(H.at(Chain[I]), H.at(Chain[I + 1]), H.field("next"));
  H.call("f", {H.at(Chain[0])});
  const Judged J({F, H});
  for (const char *Name : {"a", "b", "c", "d", "e"})
    EXPECT_EQ(J("h", Name), "escapes(global)") << Name;
  EXPECT_EQ(J("h", "other"), "stack");
}

/// f(p), where f is a parameter: null, a function, an object that is called.
Hand apply() {
  Hand F("apply");
  Call C;
  C.Target = F.parameter("f");
  C.Arguments = {F.parameter("p")};
  C.Name = "f";
  F.give(F.call(std::move(C)));
  return F;
}

TEST(Ports, TargetThatTheCallerKnows) {
  Hand F("f"), H("h"), I("i"), N("n");
  F.call("apply", {F.at(F.function("keeps")), F.at(F.local("x"))});
  H.give(H.call("apply", {H.at(H.function("same")), H.at(H.local("x"))}));
  const NodeId P = I.parameter("g");
  I.call("apply", {P, I.at(I.local("x"))});
  N.call("apply", {N.node(), N.at(N.local("x"))});
  const Judged J({F, H, I, N, apply(), keeps(), same()});
  EXPECT_EQ(J("apply", "f"), "noescape");
  EXPECT_EQ(J("apply", "p"), "leaks(unknown)");
  EXPECT_EQ(J("f", "x"), "escapes(global)");
  EXPECT_EQ(J("h", "x"), "escapes(return)");
  EXPECT_EQ(J("i", "x"), "escapes(unknown)");
  EXPECT_EQ(J("n", "x"), "stack");
}

TEST(Ports, ThroughTwoLevels) {
  Hand F("f"), Between("between");
  const NodeId G = Between.parameter("f"), P = Between.parameter("p");
  Between.give(Between.call("apply", {G, P}));
  F.call("between", {F.at(F.function("same")), F.at(F.local("x"))});
  const Judged J({F, Between, apply(), same()});
  EXPECT_EQ(J("between", "p"), "leaks(unknown)");
  EXPECT_EQ(J("f", "x"), "stack");
}

TEST(Ports, ClosureKeepsWhatItCaptures) {
  // The closure's operator() stores its argument in the captured reference.
  Hand Operator("op()"), F("f");
  const NodeId A = Operator.parameter("a");
  const NodeId This = Operator.self();
  Operator.store(Operator.load(This, Operator.field("to")), A);
  const ObjectId Closure = F.local("closure"), To = F.local("to");
  F.G.Objects[Closure].Callee = "op()";
  F.store(F.at(Closure), F.at(To), F.field("to"));
  F.call("apply", {F.at(Closure), F.at(F.local("x"))});
  F.give(F.load(F.at(To)));
  const Judged J({Operator, F, apply()});
  EXPECT_EQ(J("f", "x"), "escapes(return)");
  EXPECT_EQ(J("f", "closure"), "stack");
}

Hand takes(std::string Key, bool Keeps) {
  Hand F(std::move(Key));
  const NodeId P = F.parameter("p");
  F.self();
  if (Keeps)
    F.store(F.at(F.global("g")), P);
  return F;
}

Hand callsVirtual() {
  Hand F("virtual");
  Call C;
  C.Callee = "take";
  C.Virtual = true;
  C.Receiver = F.parameter("s");
  C.Arguments = {F.at(F.local("x"))};
  F.call(std::move(C));
  return F;
}

std::vector<Record> slots() {
  return {{"Slot", false, {}, {}},
          {"Reading", true, {"Slot"}, {{"take", "read"}}},
          {"Keeping", false, {"Slot"}, {{"take", "keep"}}}};
}

TEST(Ports, VirtualCallByDynamicType) {
  Hand F("f"), H("h");
  for (auto [In, Type] : {std::pair(&F, "Reading"), {&H, "Keeping"}}) {
    const ObjectId Slot = In->local("slot");
    In->G.Objects[Slot].Type = Type;
    Call C;
    C.Callee = "take";
    C.Virtual = true;
    C.Receiver = In->at(Slot);
    C.Arguments = {In->at(In->local("x"))};
    In->call(std::move(C));
  }
  const Judged J(
      {F, H, callsVirtual(), takes("read", false), takes("keep", true)}, {},
      slots());
  EXPECT_EQ(J("f", "x"), "stack");
  EXPECT_EQ(J("h", "x"), "escapes(global)");
  EXPECT_EQ(J("virtual", "x"), "escapes(unknown)");
}

TEST(Ports, AllOverridersOfAClosedWorld) {
  const Judged J({callsVirtual(), takes("read", false), takes("keep", true)},
                 {.ClosedWorld = true}, slots());
  EXPECT_EQ(J("virtual", "x"), "escapes(global)");
  std::vector<Record> OnlyReading = slots();
  OnlyReading.pop_back();
  EXPECT_EQ(Judged({callsVirtual(), takes("read", false)},
                   {.ClosedWorld = true}, OnlyReading)("virtual", "x"),
            "stack");
}

} // namespace
} // namespace fastidious::escape
