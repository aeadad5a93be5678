#include "analysis/RegisterPromotion.h"
#include "Code.h"

using namespace clang;

namespace fastidious {
namespace {

constexpr const char Stores[] = R"cpp(
    bool more();
    long opaque(int);
    struct Cell { long sum; char mark; };
    long counts[8];
    Cell cells[8];
    volatile long watched[8];
    char letters[8];
    int plain(int x) { return x + 1; }
)cpp";

void expectStores(const std::string &Source) {
  Code C(Stores + Source);
  expectMarks<BinaryOperator>(C, [](const BinaryOperator &Op, Function &F) {
    Frame In;
    In.F = &F;
    Evaluator Eval(F.U);
    return isStoredEachTime(*Op.getLHS(), In, Eval) ? "stored" : "promoted";
  });
}

TEST(IsStoredEachTime, NotForASumWithoutCallsAndReadsOfItsType) {
  expectStores(R"cpp(
    void f(const int *in, int n, int me) {
      for (int i = 0; i < n; ++i)
        /*promoted*/counts[me] += in[i];
      for (int i = 0; i < n; ++i)
        /*promoted*/cells[me].sum += i;
      for (int i = 0; i < n; ++i)
        /*promoted*/counts[me] = counts[me] + plain(i);
    }
    void g(std::vector<long> &v, const int *in, int n, int me) {
      for (int i = 0; i < n; ++i)
        /*promoted*/counts[me] += in[i];
    }
  )cpp");
}

TEST(IsStoredEachTime, UnderACondition) {
  expectStores(R"cpp(
    void f(const int *in, int n, int me) {
      for (int i = 0; i < n; ++i) {
        if (in[i] > 3)
          /*stored*/counts[me] += 1;
        switch (in[i]) {
        case 1:
          /*stored*/counts[me] += 2;
        }
        in[i] > 4 && (/*stored*/counts[me] += 3);
      }
    }
    void outside(const int *in, int n, int me) {
      if (n > 3)
        for (int i = 0; i < n; ++i)
          /*promoted*/counts[me] += in[i];
    }
  )cpp");
}

TEST(IsStoredEachTime, BesideACallThatTheCompilerCannotSee) {
  expectStores(R"cpp(
    void f(int n, int me, long (*call)(int)) {
      while (more())
        /*stored*/counts[me] += 1;
      for (int i = 0; i < n; ++i)
        /*stored*/counts[me] += opaque(i);
      for (int i = 0; i < n; ++i)
        /*stored*/counts[me] += call(i);
      for (int i = 0; i < n; ++i)
        /*promoted*/counts[me] += plain(i);
    }
  )cpp");
}

TEST(IsStoredEachTime, WhereOtherMemoryOfItsTypeIsRead) {
  expectStores(R"cpp(
    void f(const long *in, const Cell *other, int n, int me) {
      for (int i = 0; i < n; ++i)
        /*stored*/counts[me] += in[i];
      for (int i = 0; i < n; ++i)
        /*stored*/counts[me] += other[i].sum;
      for (int i = 0; i < n; ++i)
        /*promoted*/counts[me] += other[i].mark;
      long local = 3;
      for (int i = 0; i < n; ++i)
        /*promoted*/counts[me] += local;
    }
  )cpp");
}

TEST(IsStoredEachTime, OfCharactersAndVolatileObjects) {
  expectStores(R"cpp(
    void f(int n, int me) {
      for (int i = 0; i < n; ++i)
        /*stored*/letters[me] += 1;
      for (int i = 0; i < n; ++i)
        /*stored*/watched[me] = i;
    }
  )cpp");
}

TEST(IsStoredEachTime, OfAnotherElementInEachIteration) {
  expectStores(R"cpp(
    void f(const int *in, int n, int me) {
      for (int i = 0; i < n; ++i)
        /*stored*/counts[i] += in[i];
      for (int row = 0; row < n; ++row)
        for (int i = 0; i < n; ++i)
          /*promoted*/counts[row] += in[i];
    }
  )cpp");
}

TEST(IsStoredEachTime, ByAFunctionThatALoopCalls) {
  Code C(Stores + std::string(R"cpp(
    void add(int me, int x) { /*always*/counts[me] += x; }
    void pick(int me, int x) { if (x) /*sometimes*/counts[me] += x; }
    void f(int n, int me) {
      for (int i = 0; i < n; ++i) {
        /*call add*/add(me, i);
        /*call pick*/pick(me, i);
      }
    }
  )cpp"));
  const auto IsStored = [&](const char *Callee, const char *Store) {
    Frame Outer, Inner;
    Outer.F = &C.function("f");
    Inner.F = &C.function(Callee);
    Inner.Caller = &Outer;
    Inner.Site = &C.at<CallExpr>(std::string("call ") + Callee);
    Evaluator Eval(Inner.F->U);
    return isStoredEachTime(*C.at<BinaryOperator>(Store).getLHS(), Inner, Eval);
  };
  EXPECT_FALSE(IsStored("add", "always"));
  EXPECT_TRUE(IsStored("pick", "sometimes"));
}

} // namespace
} // namespace fastidious
