#include "analysis/OneShot.h"
#include "Code.h"

using namespace clang;

namespace fastidious {
namespace {

/// In the innermost and the outermost loop.
std::string judge(const CallExpr &Call, Function &F) {
  const auto Loops = F.loopsAround(Call);
  if (Loops.empty())
    return "no loop";
  const bool Inner = isOneShot(Call, *Loops.front(), F);
  const bool Outer = isOneShot(Call, *Loops.back(), F);
  return Inner ? Outer ? "once" : "once in each" : Outer ? "odd" : "again";
}

TEST(OneShot, FlagsAndStatesThatTheBranchSets) {
  Code C(R"cpp(
    void work();
    bool next();
    enum State { Start, Body, End };
    struct S { bool ready = false; State state = Start; void run(int n); };
    void S::run(int n) {
      bool first = true, done = false;
      int count = 0;
      const char *name = nullptr;
      State state = Start;
      while (next()) {
        if (first) { /*once*/work(); first = false; }
        if (!done) { done = true; /*once*/work(); }
        if (done) /*again*/work(); else { if (n) { /*once*/work(); } done = true; }
        if (first && n > 0) { /*once*/work(); first = false; }
        if (state == Start) { /*once*/work(); state = Body; }
        else if (Body == state) { /*once*/work(); state = End; }
        if (state != End) { /*once*/work(); state = End; }
        if (!ready) { /*once*/work(); this->ready = true; }
        if (count == 0) { /*once*/work(); ++count; }
        if (!name) { /*once*/work(); name = "x"; }
      }
    }
  )cpp");
  expectMarks<CallExpr>(C, judge);
}

TEST(OneShot, NotWhatHappensAgain) {
  Code C(R"cpp(
    void work();
    bool next();
    int pick();
    enum State { Start, Body };
    void f(int n, int *item) {
      bool first = true, other = false;
      int state = 0;
      while (next()) {
        if (first) { /*again*/work(); other = true; }
        if (first) { /*again*/work(); if (n) first = false; }
        if (first || n) { /*again*/work(); first = false; }
        if (!first) { /*again*/work(); first = false; }
        if (state == Start) { /*again*/work(); state = pick(); }
        if (state == Start) { /*again*/work(); state = Start; }
        bool fresh = true;
        if (fresh) { /*again*/work(); fresh = false; }
        if (*item == 0) { /*again*/work(); item = nullptr; }
      }
    }
  )cpp");
  expectMarks<CallExpr>(C, judge);
}

TEST(OneShot, OnceInEachIterationOfTheLoopThatSetsTheFlag) {
  Code C(R"cpp(
    void work();
    bool next();
    void f(int n) {
      bool first = false;
      for (int i = 0; i < n; ++i) {
        first = true;
        while (next()) {
          if (first) { /*once in each*/work(); first = false; }
        }
        bool active = true;
        while (active) {
          /*once in each*/work();
          active = false;
        }
        for (bool more = true; more;) {
          /*again*/work();
          more = false;
          if (next())
            more = true;
        }
        while (n) {
          /*again*/work();
          --n;
        }
        active = true;
        while (active) {
          /*again*/work();
          if (next())
            active = false;
        }
      }
    }
  )cpp");
  expectMarks<CallExpr>(C, judge);
}

} // namespace
} // namespace fastidious
