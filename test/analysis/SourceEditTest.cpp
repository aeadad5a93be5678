#include "analysis/SourceEdit.h"
#include "Code.h"

using namespace clang;

namespace fastidious {
namespace {

TEST(SourceEdit, TextIsWhatTheUserWrote) {
  Code C(R"cpp(
    #define ADD(A, B) ((A) + (B))
    #define ALL (n + 1)
    void use(int);
    void f(int n) {
      use(/*n + 1*/n + 1);
      use(/*( n )*/( n ));
      use(ADD(/*n*/n, 1));
      use(/*ALL*/ALL);
      use(/*nothing*/n +
          2);
    }
  )cpp");
  expectMarks<Expr>(C, [](const Expr &E, Function &F) {
    return textOf(*E.IgnoreImpCasts(), F.U.Context).value_or("nothing");
  });
}

TEST(SourceEdit, HalfOfAMacroHasNoText) {
  Code C(R"cpp(
    #define PLUS_ONE + 1
    #define DOUBLED(A) ((A) + (A))
    void use(int);
    void f(int n) {
      use(/*sum*/n PLUS_ONE);
    }
  )cpp");
  const auto &Sum = C.at<BinaryOperator>("sum");
  EXPECT_EQ(textOf(Sum, C.context()).value_or("nothing"), "n PLUS_ONE");
  EXPECT_EQ(textOf(*Sum.getRHS(), C.context()), std::nullopt);
}

TEST(SourceEdit, MayEditTheUsersCodeOnly) {
  Code C(R"cpp(
    #define CALL(X) touch(X)
    #define ID(X) X
    void touch(int);
    template <class T> void instance(T x) { /*no*/touch(x); }
    void f(int n) {
      /*yes*/touch(n);
      /*no*/CALL(n);
      ID(/*no*/touch(n));
      instance(1);
      auto l = [] { /*yes*/touch(1); };
      auto generic = [](auto x) { /*no*/touch(x); };
      generic(1);
    }
  )cpp");
  expectMarks<Expr>(C, [](const Expr &E, Function &F) {
    return mayEdit(E, F) ? "yes" : "no";
  });
}

TEST(SourceEdit, InsertsALineInTheSameColumn) {
  Code C(R"cpp(
    void touch(int);
    void f(int n) {
      for (int i = 0; i < n; ++i)
        touch(i);
      {
	/*tab*/
	while (n)
          touch(n);
      }
      touch(1); /*not alone*/while (n) touch(n);
      if (n)
        /*no block*/
        while (n) touch(n);
      /*block*/
      do touch(n); while (n);
    }
  )cpp");
  const auto Insert = [&](StringRef Mark) {
    const auto &S = C.at<Stmt>(Mark);
    const auto Fix = insertLineBefore(S, "x();", C.holderOf(S));
    if (Fix)
      EXPECT_EQ(Fix->RemoveRange.getBegin(), S.getBeginLoc());
    return Fix ? Fix->CodeToInsert : "none";
  };
  EXPECT_EQ(Insert("block"), "x();\n      ");
  EXPECT_EQ(Insert("tab"), "x();\n\t");
  EXPECT_EQ(Insert("not alone"), "none");
  EXPECT_EQ(Insert("no block"), "none");
}

TEST(SourceEdit, WholeLinesHoldNothingElse) {
  Code C(R"cpp(
    #define CALL(X) touch(X)
    void touch(int);
    void f(int n) {
      /*alone*/
      touch(1);
      /*two lines*/
      touch(
          2) ;
      touch(3); /*neighbour before*/touch(4);
      /*neighbour behind*/
      touch(5); touch(6);
      /*comment behind*/
      touch(7); // why
      /*macro*/
      CALL(8);
    }
  )cpp");
  const auto Lines = [&](StringRef Mark) {
    const auto R = wholeLines(C.at<CallExpr>(Mark), C.context());
    return R ? Lexer::getSourceText(*R, C.context().getSourceManager(),
                                    C.context().getLangOpts())
                   .str()
             : "none";
  };
  EXPECT_EQ(Lines("alone"), "\n      touch(1);");
  EXPECT_EQ(Lines("two lines"), "\n      touch(\n          2) ;");
  for (const char *Mark :
       {"neighbour before", "neighbour behind", "comment behind", "macro"})
    EXPECT_EQ(Lines(Mark), "none") << Mark;
}

} // namespace
} // namespace fastidious
