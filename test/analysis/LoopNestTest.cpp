#include "Code.h"

using namespace clang;

namespace fastidious {
namespace {

std::string depth(const Expr &E, Function &F) {
  if (!F.blockOf(E))
    return "unreachable";
  return std::to_string(F.loopsAround(E).size());
}

TEST(LoopNest, CountsTheLoopsAroundAStatement) {
  Code C(R"cpp(
    bool next();
    void touch(int = 0);
    void f(std::vector<int> &v) {
      /*0*/touch();
      for (/*0*/touch(); /*1*/next(); /*1*/touch())
        while (/*2*/next())
          /*2*/touch();
      do
        /*1*/touch();
      while (/*1*/next());
      for (int &x : /*0*/v)
        /*1*/touch(x);
    }
  )cpp");
  expectMarks<Expr>(C, depth);
}

TEST(LoopNest, KnowsGotoLoops) {
  Code C(R"cpp(
    bool next();
    void touch();
    void f() {
      /*0*/touch();
    again:
      /*1*/touch();
      if (/*1*/next())
        goto again;
      /*0*/touch();
      goto out;
    out:
      /*0*/touch();
    }
  )cpp");
  expectMarks<Expr>(C, depth);
}

TEST(LoopNest, WhatLeavesTheLoopOnEveryPathRunsOnce) {
  Code C(R"cpp(
    bool next();
    void touch();
    int f() {
      for (;;) {
        /*0*/touch();
        break;
      }
      do
        /*0*/touch();
      while (false);
      while (/*1*/next()) {
        if (/*1*/next()) {
          /*0*/touch();
          return 1;
        }
        if (/*1*/next()) {
          /*1*/touch();
          continue;
        }
        /*1*/touch();
      }
      for (;;) {
        if (/*1*/next()) {
          /*0*/touch();
          throw 1;
        }
        switch (/*1*/next()) {
        case true:
          /*1*/touch();
          break;
        default:
          /*0*/touch();
          return 2;
        }
      }
      /*unreachable*/touch();
    }
  )cpp");
  expectMarks<Expr>(C, depth);
}

TEST(LoopNest, ListsInnerLoopsFirst) {
  Code C(R"cpp(
    void touch();
    void f(int n) {
      /*outer*/for (int i = 0; i < n; ++i)
        /*inner*/while (n)
          /*call*/touch();
    }
  )cpp");
  const auto Loops = C.function("f").loopsAround(C.at("call"));
  ASSERT_EQ(Loops.size(), 2u);
  EXPECT_EQ(Loops[0]->Statement, &C.at<Stmt>("inner"));
  EXPECT_EQ(Loops[1]->Statement, &C.at<Stmt>("outer"));
  EXPECT_EQ(Loops[1]->location(), C.at<Stmt>("outer").getBeginLoc());
  EXPECT_TRUE(Loops[1]->contains(*Loops[0]->Header));
  EXPECT_FALSE(Loops[0]->contains(*Loops[1]->Header));
}

TEST(LoopNest, FindsTheLoopOfAStatement) {
  Code C(R"cpp(
    void touch();
    void f(int n) {
      /*loop*/while (n)
        touch();
      /*loop*/again:
        if (n)
          goto again;
      /*none*/while (n)
        break;
      /*none*/do
        touch();
      while (0);
    }
  )cpp");
  expectMarks<Stmt>(C, [](const Stmt &S, Function &F) {
    return F.loops().loopOf(S) ? "loop" : "none";
  });
}

TEST(LoopNest, KnowsPathsThatEndBadly) {
  Code C(R"cpp(
    void touch();
    void f(int n) {
      /*alive*/touch();
      if (n == 1) {
        /*doomed*/touch();
        throw n;
      }
      if (n == 2) {
        /*doomed*/touch();
        if (n)
          abort();
        else
          throw 2;
      }
      if (n == 3) {
        /*alive*/touch();
        if (n)
          abort();
      }
      if (n == 4) {
        /*alive*/touch();
        return;
      }
    }
  )cpp");
  expectMarks<Expr>(C, [](const Expr &E, Function &F) {
    return F.loops().isDoomed(*F.blockOf(E)) ? "doomed" : "alive";
  });
}

} // namespace
} // namespace fastidious
