#include "analysis/Repetition.h"
#include "Code.h"

using namespace clang;

namespace fastidious {
namespace {

/// Whether a call repeats with the same arguments.
std::string repetition(const CallExpr &Call, Function &F) {
  llvm::SmallVector<Input, 4> Inputs;
  for (const Expr *A : Call.arguments())
    Inputs.push_back({A, nullptr, false});
  const auto Found = findRepetition(Call, F, Inputs, 4);
  if (!Found)
    return "no";
  EXPECT_EQ(Found->K == Repetition::Loop, Found->TheLoop != nullptr);
  return std::string(Found->InCaller ? "caller's " : "") +
         (Found->K == Repetition::Loop ? "loop" : "algorithm");
}

TEST(Repetition, InLoops) {
  Code C(R"cpp(
    void work(...);
    bool next();
    void f(int n) {
      /*no*/work("x");
      while (next()) {
        /*loop*/work("x");
        /*loop*/work("x", n);
        /*no*/work(next());
        if (next()) [[unlikely]]
          /*no*/work("x");
        try {
          /*loop*/work("x");
        } catch (...) {
          /*no*/work("x");
        }
        if (next()) {
          /*no*/work("x");
          break;
        }
        if (next()) {
          /*no*/work("x");
          throw 1;
        }
      }
      for (int i = 0; i < 3; ++i)
        /*no*/work("x");
      for (int i = 0; i < n; ++i) {
        /*no*/work(i);
        for (int j = 0; j < 100; ++j) {
          /*loop*/work(i);
          /*no*/work(j);
        }
        for (int j = 0; j < 2; ++j)
          /*loop*/work("x");
      }
    again:
      /*loop*/work("x");
      if (next())
        goto again;
    }
  )cpp");
  expectMarks<CallExpr>(C, repetition);
}

TEST(Repetition, NamesTheInnermostLoop) {
  Code C(R"cpp(
    void work(int);
    void f(int n) {
      while (n)
        /*inner*/while (n)
          /*call*/work(1);
    }
  )cpp");
  const auto Found = findRepetition(C.at("call"), C.function("f"), {}, 4);
  ASSERT_TRUE(Found);
  EXPECT_EQ(Found->Where, C.at<Stmt>("inner").getBeginLoc());
  EXPECT_EQ(Found->TheLoop->Statement, &C.at<Stmt>("inner"));
  EXPECT_EQ(Found->Holder, &C.function("f"));
}

TEST(Repetition, InCallers) {
  Code C(R"cpp(
    void work(...);
    bool next();
    int global;
    void constant() { /*caller's loop*/work("x"); }
    void same(const char *s) { /*caller's loop*/work(s); }
    void other(int i) { /*no*/work(i); }
    void twice() { constant(); /*caller's loop*/work("y"); }
    void outside(int i) { /*no*/work(i); }
    void inShort() { /*no*/work("x"); }
    void thrown() { /*no*/work("x"); }
    void global_() { /*no*/work(global); }
    struct S {
      const char *text;
      void member() const { /*caller's loop*/work(text); }
      S(const char *t) : text(t) { /*caller's loop*/work(t); }
    };
    void f(const char *given, S s) {
      while (next()) {
        constant();
        same(given);
        twice();
        s.member();
        S("x").member();
        global_();
        if (next()) {
          thrown();
          throw 1;
        }
      }
      outside(1);
      for (int i = 0; i < 100; ++i)
        other(i);
      for (int i = 0; i < 2; ++i)
        inShort();
    }
  )cpp");
  expectMarks<CallExpr>(C, repetition);
}

TEST(Repetition, InLambdasAndAlgorithms) {
  Code C(R"cpp(
    void work(...);
    bool next();
    template <class F> void keep(F) {}
    void element(int) { /*algorithm*/work("x"); }
    void f(std::vector<int> &v, const char *s, std::once_flag &flag) {
      std::for_each(v.begin(), v.end(), [&](int x) {
        /*algorithm*/work("x");
        /*algorithm*/work(s);
        /*no*/work(x);
      });
      std::ranges::find_if(v, [&](int x) {
        /*algorithm*/work("x");
        return true;
      });
      std::for_each(v.begin(), v.end(), element);
      auto named = [&](int x) { /*caller's loop*/work(s); /*no*/work(x); };
      for (int i = 0; i < 100; ++i)
        named(i);
      keep([] { /*no*/work("x"); });
      std::call_once(flag, [] { /*no*/work("x"); });
      while (next())
        keep([&] { /*no*/work("x"); });
    }
  )cpp");
  expectMarks<CallExpr>(C, repetition);
}

TEST(Repetition, OfItems) {
  Code C(R"cpp(
    void use(const std::string &);
    void f(const std::vector<std::string> &v, int n) {
      for (const auto &x : v)
        /*no*/use(x);
      for (int i = 0; i < n; ++i) {
        for (const auto &x : v)
          /*loop*/use(x);
        for (size_t k = 0; k < v.size(); ++k)
          /*loop*/use(v[k]);
        for (auto x : v) {
          x += "!";
          /*no*/use(x);
        }
      }
    }
  )cpp");
  expectMarks<CallExpr>(C, [](const CallExpr &Call, Function &F) {
    const Input Text{Call.getArg(0), nullptr, false};
    return findRepetition(Call, F, {Text}, 4, /*OfItems=*/true) ? "loop" : "no";
  });
}

TEST(Repetition, OfAPlace) {
  Code C(R"cpp(
    void work(std::string &);
    bool next();
    void f(std::vector<std::string> &v) {
      std::string before;
      for (size_t i = 0; i < v.size(); ++i) {
        std::string inside;
        /*loop*/work(before);
        /*no*/work(inside);
        /*no*/work(v[i]);
        before += "x";
      }
    }
  )cpp");
  expectMarks<CallExpr>(C, [](const CallExpr &Call, Function &F) {
    const Input Object{Call.getArg(0), nullptr, true};
    return findRepetition(Call, F, {Object}, 4) ? "loop" : "no";
  });
}

TEST(Repetition, OfAVariable) {
  Code C(R"cpp(
    void work(int);
    bool next();
    void f(int kept, int changed) {
      while (next()) {
        work(/*loop*/kept);
        work(/*no*/changed);
        changed = 2;
      }
    }
  )cpp");
  expectMarks<DeclRefExpr>(C, [](const DeclRefExpr &E, Function &F) {
    const Input V{nullptr, cast<VarDecl>(E.getDecl()), false};
    return findRepetition(E, F, {V}, 4) ? "loop" : "no";
  });
}

TEST(Repetition, LoopsBelowTheLimitAreNone) {
  Code C(R"cpp(
    void work(int);
    void f(int n) {
      /*no*/work(n);
      for (int i = 0; i < 3; ++i)
        /*no*/work(i);
      for (int i = 0; i < 4; ++i)
        /*yes*/work(i);
      for (int i = 0; i < n; ++i)
        for (int j = 0; j < 2; ++j)
          /*yes*/work(i);
    }
  )cpp");
  expectMarks<CallExpr>(C, [](const CallExpr &Call, Function &F) {
    return findRepetition(Call, F, {}, 4) ? "yes" : "no";
  });
}

TEST(Repetition, RunsOnce) {
  Code C(R"cpp(
    bool next();
    void work();
    #define TEST(Name) void Name()
    static void setUp() { /*once*/work(); }
    static void inLoop() { /*again*/work(); }
    static void uncalled() { /*again*/work(); }
    static void both() { /*again*/work(); }
    static void kept() { /*again*/work(); }
    static void deep() { /*once*/work(); }
    static void middle() { deep(); /*once*/work(); }
    void visible() { both(); /*again*/work(); }
    void keep(void (*)());
    TEST(framework) { /*once*/work(); }
    static void once() { /*once*/work(); }
    std::once_flag flag;
    void enter() { std::call_once(flag, once); }
    void statics() {
      static int value = [] { /*once*/work(); return 1; }();
      auto l = [] { /*again*/work(); };
      l();
    }
    int main() {
      setUp();
      middle();
      both();
      keep(kept);
      while (next())
        inLoop();
      auto l = [] { /*once*/work(); };
      l();
      /*once*/work();
    }
  )cpp");
  expectMarks<CallExpr>(C, [](const CallExpr &, Function &F) {
    return runsOnce(F) ? "once" : "again";
  });
}

} // namespace
} // namespace fastidious
