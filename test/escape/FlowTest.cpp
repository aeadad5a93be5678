#include "Hand.h"
#include "gtest/gtest.h"

namespace fastidious::escape {
namespace {

TEST(Flow, TakenBack) {
  Hand F("f"), H("h");
  for (Hand *In : {&F, &H}) {
    const ObjectId X = In->local("x");
    const NodeId G = In->at(In->global("g"));
    In->store(G, In->at(X));
    if (In == &H)
      In->block({0}); // may be left out
    In->store(G, In->node());
    In->leave(0);
  }
  H.block({1});
  H.edge(0, 2);
  H.leave(0);
  const Judged J({F, H});
  EXPECT_EQ(J("f", "x"), "stack");
  EXPECT_EQ(J("h", "x"), "escapes(global)");
}

TEST(Flow, TakenBackTooEarly) {
  Hand F("f");
  const NodeId G = F.at(F.global("g"));
  F.store(G, F.node());
  F.store(G, F.at(F.local("x")));
  EXPECT_EQ(Judged({F})("f", "x"), "escapes(global)");
}

TEST(Flow, ReadBeforeItIsTakenBack) {
  Hand F("f");
  const NodeId G = F.at(F.global("g"));
  const ObjectId P = F.local("p");
  F.store(G, F.at(F.local("x")));
  F.store(F.at(P), F.load(G));
  F.store(G, F.node());
  F.store(F.at(F.global("other")), F.load(F.at(P)));
  EXPECT_EQ(Judged({F})("f", "x"), "escapes(global)");
}

TEST(Flow, AnElementIsNotTheArray) {
  Hand F("f"), H("h");
  for (Hand *In : {&F, &H}) {
    const ObjectId G = In->global("slots");
    In->G.Objects[G].Several = In == &F;
    In->store(In->at(G), In->at(In->local("x")));
    In->store(In->at(G), In->node());
  }
  const Judged J({F, H});
  EXPECT_EQ(J("f", "x"), "escapes(global)");
  EXPECT_EQ(J("h", "x"), "stack");
}

/// void reset() { g = nullptr; }
Hand reset(bool Always) {
  Hand F("reset");
  if (!Always)
    F.block({0});
  F.store(F.at(F.global("g")), F.node());
  if (!Always) {
    F.block({1});
    F.edge(0, 2);
  }
  return F;
}

TEST(Flow, TakenBackByACallee) {
  Hand F("f");
  F.store(F.at(F.global("g")), F.at(F.local("x")));
  F.call("reset", {});
  F.leave(0);
  EXPECT_EQ(Judged({F, reset(true)})("f", "x"), "stack");
  EXPECT_EQ(Judged({F, reset(false)})("f", "x"), "escapes(global)");
}

TEST(Flow, TakenBackThroughAMember) {
  // A guard that remembers where it wrote: ~Guard() { *slot = nullptr; }
  Hand Sets("Guard"), Resets("~Guard"), F("f");
  {
    const NodeId Slot = Sets.parameter("slot"), P = Sets.parameter("p");
    const NodeId This = Sets.self();
    Sets.store(This, Slot, Sets.field("slot"));
    Sets.store(Sets.load(This, Sets.field("slot")), P);
  }
  {
    const NodeId This = Resets.self();
    Resets.store(Resets.load(This, Resets.field("slot")), Resets.node());
  }
  const ObjectId X = F.local("x"), Guard = F.local("guard");
  F.G.Objects[Guard].Several = true;
  F.call("Guard", {F.at(F.global("g")), F.at(X)}, F.at(Guard));
  F.call("~Guard", {}, F.at(Guard));
  F.leave(0);
  const Judged J({Sets, Resets, F});
  EXPECT_EQ(J("Guard", "p"), "leaks(param)");
  EXPECT_EQ(J("f", "x"), "stack");
}

/// all.push_back(m), all.erase(m)
Hand registers(std::string Key, bool Adds) {
  Hand F(std::move(Key));
  const NodeId M = F.parameter("m"), This = F.self();
  const NodeId All = F.part(This, F.field("all"));
  if (Adds)
    F.store(F.load(All, {0, true}), M);
  else
    F.remove(All, M);
  return F;
}

TEST(Flow, RemovedFromAContainer) {
  Hand F("f"), H("h");
  const NodeId R = F.parameter("r"), X = F.at(F.local("x"));
  F.call("add", {X}, R);
  F.call("remove", {X}, R);
  const NodeId S = H.parameter("r");
  H.call("add", {H.at(H.local("x"))}, S);
  H.call("remove", {H.at(H.local("y"))}, S);
  const Judged J({F, H, registers("add", true), registers("remove", false)});
  EXPECT_EQ(J("add", "m"), "leaks(param)");
  EXPECT_EQ(J("remove", "m"), "noescape");
  EXPECT_EQ(J("f", "x"), "stack");
  EXPECT_EQ(J("h", "x"), "escapes(param)");
}

TEST(Flow, AllIsTakenOutOfAContainer) {
  Hand F("f");
  const NodeId V = F.at(F.global("v"));
  F.content(F.G.Objects.size() - 1);
  F.store(F.load(V, {0, true}), F.at(F.local("x")));
  F.remove(V, None);
  F.leave(0);
  EXPECT_EQ(Judged({F})("f", "x"), "stack");
}

/// { y; p = &y; ... } use(p);
Hand block(bool Cleared, bool Used) {
  Hand F("f");
  const ObjectId P = F.local("p");
  const ScopeId Inner = F.scope();
  const ObjectId Y = F.local("y", Inner);
  F.store(F.at(P), F.at(Y));
  F.use(P);
  if (Cleared)
    F.store(F.at(P), F.at(F.local("z")));
  F.leave(Inner);
  if (Used)
    F.use(P);
  F.leave(0);
  return F;
}

TEST(Flow, OuterScope) {
  EXPECT_EQ(Judged({block(false, true)})("f", "y"), "escapes(outer-scope)");
  EXPECT_EQ(Judged({block(false, false)})("f", "y"), "stack");
  EXPECT_EQ(Judged({block(true, true)})("f", "y"), "stack");
}

TEST(Flow, OverwrittenInEachTurn) {
  // for (...) { y; p = &y; use(p); }
  Hand F("f");
  const ObjectId P = F.local("p");
  const ScopeId Body = F.scope(0, true);
  const ObjectId Y = F.local("y", Body);
  const uint32_t Head = F.block({0});
  const uint32_t Turn = F.block({Head});
  F.store(F.at(P), F.at(Y));
  F.use(P);
  F.leave(Body);
  F.edge(Turn, Head);
  F.block({Head});
  F.leave(0);
  EXPECT_EQ(Judged({F})("f", "y"), "stack");
}

TEST(Flow, CollectedInEachTurn) {
  // for (...) { y; v.push_back(&y); } use(v);
  Hand F("f");
  const ObjectId V = F.local("v");
  F.content(V);
  const ScopeId Body = F.scope(0, true);
  const ObjectId Y = F.local("y", Body);
  const uint32_t Head = F.block({0});
  const uint32_t Turn = F.block({Head});
  F.store(F.load(F.at(V), {0, true}), F.at(Y));
  F.leave(Body);
  F.edge(Turn, Head);
  F.block({Head});
  F.use(V);
  F.leave(0);
  EXPECT_EQ(Judged({F})("f", "y"), "escapes(outer-scope)");
}

/// A thread that refers to x.
struct Threaded {
  explicit Threaded(Hand &F, ObjectId Owner) {
    const ObjectId State = F.site(SiteKind::ThreadState);
    X = F.local("x");
    F.store(F.at(State), F.at(X));
    F.store(F.at(Owner), F.at(State), {0, true}, Reason::PassedToThread);
  }
  ObjectId X;
};

TEST(Threads, JoinedOnAllPaths) {
  Hand F("f"), H("h");
  for (Hand *In : {&F, &H}) {
    const ObjectId T = In->local("t");
    In->G.Objects[T].MustJoin = true;
    const Threaded Made(*In, T);
    if (In == &H)
      In->block({0});
    In->wait(In->at(T));
    if (In == &H) {
      In->block({1});
      In->edge(0, 2);
    }
    In->leave(0);
  }
  const Judged J({F, H});
  EXPECT_EQ(J("f", "x"), "stack");
  EXPECT_EQ(J("f", "t"), "stack");
  EXPECT_EQ(J("f", "thread-state"), "heap(thread)");
  EXPECT_EQ(J("h", "x"), "escapes(thread)");
}

TEST(Threads, JoinedInALoopOverAll) {
  Hand F("f");
  const ObjectId V = F.local("v"), Elements = F.content(V);
  const Threaded Made(F, Elements);
  const uint32_t Head = F.block({0}), Body = F.block({Head});
  F.wait(F.load(F.at(V), {0, true}));
  F.edge(Body, Head);
  F.block({Head});
  F.leave(0);
  EXPECT_EQ(Judged({F})("f", "x"), "stack");
}

TEST(Threads, EndsWithItsOwner) {
  Hand F("f"), H("h"), I("i");
  const ObjectId X = F.local("x"), T = F.local("t");
  F.G.Objects[T].JoinsAtEnd = true;
  const ObjectId State = F.site(SiteKind::ThreadState);
  F.store(F.at(State), F.at(X));
  F.store(F.at(T), F.at(State), {0, true});
  // Declared before x, it ends too late.
  const ObjectId Early = H.local("t");
  H.G.Objects[Early].JoinsAtEnd = true;
  const Threaded Late(H, Early);
  // Returned, it runs on.
  const ObjectId Task = I.local("t");
  I.G.Objects[Task].JoinsAtEnd = true;
  const Threaded Gone(I, Task);
  I.give(I.load(I.at(Task), {0, true}), {0, true});
  const Judged J({F, H, I});
  EXPECT_EQ(J("f", "x"), "stack");
  EXPECT_EQ(J("h", "x"), "escapes(thread)");
  EXPECT_EQ(J("i", "x"), "escapes(thread)");
}

TEST(Threads, Detached) {
  Hand F("f");
  const ObjectId T = F.local("t");
  const Threaded Made(F, T);
  F.sink(SinkKind::Thread, "a detached thread", F.load(F.at(T), {0, true}));
  EXPECT_EQ(Judged({F})("f", "x"), "escapes(thread)");
}

TEST(Frames, OfACoroutineThatLeaves) {
  // task co(const T& p); return co(x); and task t = co(x);
  Hand Co("co"), F("f"), H("h");
  const NodeId P = Co.parameter("p");
  const ObjectId Frame = Co.site(SiteKind::CoroutineFrame, std::nullopt);
  Co.store(Co.at(Frame), P, {}, Reason::Suspended);
  Co.give(Co.at(Frame));
  F.give(F.call("co", {F.at(F.local("x"))}));
  H.store(H.at(H.local("t")), H.call("co", {H.at(H.local("x"))}));
  const Judged J({Co, F, H});
  EXPECT_EQ(J("co", "coroutine-frame"), "heap(return)");
  EXPECT_EQ(J("f", "x"), "escapes(frame)");
  EXPECT_EQ(J("h", "x"), "stack");
}

} // namespace
} // namespace fastidious::escape
