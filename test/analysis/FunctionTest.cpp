#include "Code.h"

using namespace clang;

namespace fastidious {
namespace {

std::string cold(const Expr &E, Function &F) {
  return F.isCold(E) ? "cold" : "warm";
}

TEST(Function, WhatIsForErrorsOnlyIsCold) {
  Code C(R"cpp(
    int text();
    void touch();
    void f(int n) {
      /*warm*/touch();
      try {
        /*warm*/touch();
        if (n)
          throw /*cold*/text();
      } catch (int) {
        /*cold*/touch();
      }
      if (n < 0) {
        /*cold*/touch();
        abort();
      }
      if (n > 3) [[unlikely]]
        /*cold*/touch();
      else
        /*warm*/touch();
      if (n > 4) [[likely]] {
        /*warm*/touch();
      }
    }
  )cpp");
  expectMarks<Expr>(C, cold);
}

TEST(Function, AssertionsAreCold) {
  Code C(R"cpp(
    #define assert(X) ((X) ? 0 : 1)
    #define MY_ASSERT_THAT(X) ((X) ? 0 : 1)
    #define DCHECK(X) ((X) ? 0 : 1)
    #define LOG(X) ((X) ? 0 : 1)
    int text();
    void f() {
      assert(/*cold*/text());
      MY_ASSERT_THAT(/*cold*/text());
      DCHECK(/*cold*/text());
      LOG(/*warm*/text());
    }
  )cpp");
  expectMarks<CallExpr>(
      C, [](const CallExpr &E, Function &F) { return cold(E, F); });
}

std::string kindOf(CallSite::Kind K) {
  switch (K) {
  case CallSite::Plain:
    return "plain";
  case CallSite::PerElement:
    return "per element";
  case CallSite::Once:
    return "once";
  case CallSite::Unknown:
    return "unknown";
  }
}

std::string callersOf(Code &C, const FunctionDecl &F) {
  std::string Text;
  for (const CallSite &S : C.unit().callersOf(F))
    Text += (Text.empty() ? "" : ", ") + kindOf(S.K) + " in " +
            (S.In->Lambda ? "lambda" : S.In->Decl->getNameAsString());
  return Text;
}

TEST(Unit, KnowsHowFunctionsAreEntered) {
  Code C(R"cpp(
    void keep(void (*)(int));
    void plain(int) {}
    void element(int) {}
    void kept(int) {}
    void once() {}
    void inLambda() {}
    void uncalled() {}
    struct S { S(int) {} void method() {} };
    void f(std::vector<int> &v, std::once_flag &flag) {
      plain(1);
      plain(2);
      std::for_each(v.begin(), v.end(), element);
      keep(kept);
      std::call_once(flag, once);
      auto l = [] { inLambda(); };
      l();
      S(1).method();
    }
  )cpp");
  const auto Callers = [&](StringRef Name) {
    return callersOf(C, *C.function(Name).Decl);
  };
  EXPECT_EQ(Callers("plain"), "plain in f, plain in f");
  EXPECT_EQ(Callers("element"), "per element in f");
  EXPECT_EQ(Callers("kept"), "unknown in f");
  EXPECT_EQ(Callers("once"), "once in f");
  EXPECT_EQ(Callers("inLambda"), "plain in lambda");
  EXPECT_EQ(Callers("uncalled"), "");
  EXPECT_EQ(Callers("S"), "plain in f");
  EXPECT_EQ(Callers("method"), "plain in f");
}

TEST(Unit, KnowsHowLambdasAreEntered) {
  Code C(R"cpp(
    template <class F> void keep(F) {}
    void f(std::vector<int> &v, std::once_flag &flag) {
      auto called = /*plain in f, plain in f*/[] {};
      called();
      called();
      std::for_each(v.begin(), v.end(), /*per element in f*/[](int) {});
      std::ranges::for_each(v, /*per element in f*/[](int) {});
      auto named = /*per element in f*/[](int) {};
      std::find_if(v.begin(), v.end(), named);
      std::call_once(flag, /*once in f*/[] {});
      keep(/*unknown in f*/[] {});
      auto copied = /*unknown in f*/[] {};
      auto copy = copied;
      /*plain in f*/[] {}();
    }
  )cpp");
  expectMarks<LambdaExpr>(C, [&](const LambdaExpr &L, Function &) {
    return callersOf(C, *L.getCallOperator());
  });
}

TEST(Unit, HoldsTheUsersCodeOnly) {
  Code C(R"cpp(
    void declared();
    template <class T> T twice(T x) { return x + x; }
    template <class T> T never(T x) { return x; }
    namespace n { struct S { int field = twice(2); int method(); }; }
    int n::S::method() { return twice(1L) ? field : 0; }
    int global = twice(1);
    struct Local { friend void befriended(Local &) {} };
    void f() {
      struct Inside { void deep() {} };
      auto l = [] { return std::move(1); };
    }
  )cpp");
  std::map<std::string, unsigned> Names;
  for (const auto &F : C.unit().functions())
    ++Names[F->Lambda ? "lambda" : F->Decl ? F->Decl->getNameAsString() : "-"];
  const std::map<std::string, unsigned> Expected = {
      {"twice", 2}, {"method", 1}, {"-", 1},      {"befriended", 1},
      {"f", 1},     {"deep", 1},   {"lambda", 1}, {"S", 0}};
  for (const auto &[Name, Count] : Expected)
    EXPECT_EQ(Names[Name], Count) << Name;
  for (const char *Left : {"declared", "never", "move", "push_back"})
    EXPECT_EQ(Names[Left], 0u) << Left;
}

TEST(Unit, FindsTheBodyOfADeclaration) {
  Code C(R"cpp(
    void later();
    void missing();
    void f() { /*defined*/later(); /*missing*/missing(); }
    void later() {}
  )cpp");
  const auto Find = [&](StringRef Mark) {
    return C.unit().find(*C.at<CallExpr>(Mark).getDirectCallee());
  };
  EXPECT_EQ(Find("defined"), &C.function("later"));
  EXPECT_EQ(Find("missing"), nullptr);
}

TEST(Unit, IsMadeOncePerContext) {
  Code A("void f() {}"), B("void f() {}");
  EXPECT_EQ(&Unit::of(A.context(), shippedModel()), &A.unit());
  EXPECT_NE(&A.unit(), &B.unit());
}

TEST(Function, KnowsWhoHoldsAStatement) {
  Code C(R"cpp(
    void touch();
    void f() {
      /*f*/touch();
      auto l = [] {
        /*lambda 1*/touch();
        auto m = [] { /*lambda 2*/touch(); };
      };
    }
  )cpp");
  expectMarks<Expr>(C, [](const Expr &E, Function &F) -> std::string {
    EXPECT_EQ(F.Root.Decl->getNameAsString(), "f");
    EXPECT_EQ(&F.Root.holderOf(&E), &F);
    if (!F.Lambda)
      return F.Decl->getNameAsString();
    return &F.Root.holderOf(F.Lambda) == &F.Root ? "lambda 1" : "lambda 2";
  });
}

TEST(Function, SeesLoopsThroughItsLambdas) {
  Code C(R"cpp(
    void touch();
    void f(int n) {
      auto before = [] { /*outside*/touch(); };
      /*loop*/while (n) {
        /*inside*/touch();
        auto l = [] { /*inside*/touch(); };
      }
      /*outside*/touch();
    }
  )cpp");
  Function &F = C.function("f");
  const Loop *L = F.loops().loopOf(C.at<WhileStmt>("loop"));
  ASSERT_NE(L, nullptr);
  unsigned Calls = 0;
  for (const auto &M : C.marks<Stmt>()) {
    if (!isa<CallExpr>(M.At))
      continue;
    EXPECT_EQ(M.Text, F.isIn(*M.At, *L) ? "inside" : "outside") << M.Line;
    ++Calls;
  }
  EXPECT_EQ(Calls, 4u);
}

TEST(Function, KnowsWhereVariablesBeginToLive) {
  Code C(R"cpp(
    void f(int n) {
      int before = 0;
      for (int i = 0; i < n; ++i) {
        int inside = 0;
        /*anew*/inside += /*once*/before + /*once*/i + /*once*/n;
      }
    }
  )cpp");
  expectMarks<DeclRefExpr>(C, [](const DeclRefExpr &E, Function &F) {
    const Loop &L = *F.loopsAround(E).front();
    return F.isDeclaredIn(*cast<VarDecl>(E.getDecl()), L) ? "anew" : "once";
  });
}

TEST(Function, ListsReferencesOfItsLambdasToo) {
  Code C(R"cpp(
    void f(int n) {
      int other = n;
      auto l = [&] { return n + other; };
      (void)sizeof(n);
      /*n*/n = 2;
    }
  )cpp");
  // The initialiser, the lambda's body and the assignment; a capture is seen
  // as well, what is not evaluated is not.
  EXPECT_EQ(C.function("f").refs(C.variable("n")).size(), 4u);
}

TEST(Function, ParentSkipsCastsAndTemporaries) {
  Code C(R"cpp(
    void take(const std::string &);
    void f() { take((/*text*/"x")); }
  )cpp");
  Function &F = C.function("f");
  const auto &Text = C.at<clang::StringLiteral>("text");
  const Stmt *Parent = F.semanticParent(&Text);
  ASSERT_TRUE(isa<CXXConstructExpr>(Parent));
  EXPECT_TRUE(isa<CallExpr>(F.semanticParent(Parent)));
  EXPECT_FALSE(isa<CXXConstructExpr>(F.parent(&Text)));
}

} // namespace
} // namespace fastidious
