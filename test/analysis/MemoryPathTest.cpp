#include "Threads.h"

using namespace clang;

namespace fastidious {
namespace {

using Number = ThreadNumber;
using Step = MemoryPath::Step;

TEST(ThreadNumber, KeepsItsDistanceWhenAConstantIsAdded) {
  const Number Own = {Number::PerThread, 2}, Four = {Number::Constant, 4};
  EXPECT_EQ(add(Own, Four), Own);
  EXPECT_EQ(add(Four, Own), Own);
  EXPECT_EQ(add(Four, Four), (Number{Number::Constant, 8}));
}

TEST(ThreadNumber, OfASumOfTwoNumbersIsUnknownUnlessOneIsZero) {
  const Number Own = {Number::PerThread, 2}, Zero = {Number::Constant, 0};
  EXPECT_EQ(add(Own, Own), Number());
  EXPECT_EQ(add(Own, Number()), Number());
  EXPECT_EQ(add(Zero, Number()), Number());
  EXPECT_EQ(add(Zero, Own), Own);
}

TEST(ThreadNumber, IsSpreadByAConstantFactor) {
  const Number Own = {Number::PerThread, 2}, Eight = {Number::Constant, 8};
  EXPECT_EQ(multiply(Own, Eight), (Number{Number::PerThread, 16}));
  EXPECT_EQ(multiply(Eight, Own), (Number{Number::PerThread, 16}));
  EXPECT_EQ(multiply(Eight, Eight), (Number{Number::Constant, 64}));
  EXPECT_EQ(multiply(Own, Own), Number());
  EXPECT_EQ(multiply(Number(), Eight), Number());
}

constexpr const char Records[] = R"cpp(
    struct Part { char mark; int value; };
    struct Base { long first; long second; };
    struct Derived : Base { virtual void f(); Part part; Part parts[4]; };
    struct Tail : Part, Derived { int last; };
    struct Remote : virtual Base { int own; };
    struct Lists { Part *far; Part few[4]; Part many[100]; };
)cpp";

MemoryPath pathOf(const Expr &E, Function &F) {
  Evaluator Eval(F.U);
  Frame In;
  In.F = &F;
  const auto P = Eval.pathOf(E, In);
  return P ? *P : MemoryPath();
}

std::string bytesOf(const Expr &E, Function &F) {
  const auto Bytes = extentIn(pathOf(E, F), 0, F.U.Context);
  return Bytes ? std::to_string(Bytes->Begin.getQuantity()) + "-" +
                     std::to_string(Bytes->End.getQuantity())
               : "none";
}

TEST(ExtentIn, AddsUpFieldsOfMembersBasesAndElements) {
  Code C(std::string(Records) + R"cpp(
    void use(...);
    void f(Derived &d, Tail &t, int i) {
      use(&/*8-16*/d.first, &/*16-24*/d.second, &/*24-32*/d.part,
          &/*28-32*/d.part.value, &/*52-56*/d.parts[2].value,
          &/*68-72*/t.value, &/*16-24*/t.second, &/*72-76*/t.last);
    }
  )cpp");
  expectMarks<Expr>(C, bytesOf);
}

TEST(ExtentIn, KnowsNothingBehindPointersVirtualBasesAndInLargeArrays) {
  Code C(std::string(Records) + R"cpp(
    void use(...);
    void f(Lists &l, Remote &r, int i) {
      use(&/*0-8*/l.far, &/*none*/l.far->value, &/*none*/l.far[1].mark,
          &/*8-40*/l.few[i].value, &/*none*/l.many[i].value,
          &/*8-12*/r.own, &/*none*/r.second);
    }
  )cpp");
  expectMarks<Expr>(C, bytesOf);
}

TEST(ExtentIn, BeginsAtTheObjectOfAStep) {
  Code C(std::string(Records) + R"cpp(
    long f(Derived &d) { return /*x*/d.parts[2].value; }
  )cpp");
  const MemoryPath P = pathOf(C.at<MemberExpr>("x"), C.function("f"));
  ASSERT_EQ(P.Steps.size(), 3u);
  EXPECT_EQ(extentIn(P, 0, C.context())->Begin.getQuantity(), 52);
  EXPECT_EQ(extentIn(P, 1, C.context())->Begin.getQuantity(), 20);
  EXPECT_EQ(extentIn(P, 2, C.context())->Begin.getQuantity(), 4);
}

TEST(ExtentIn, PutsThePointerToTheVirtualTableFirst) {
  Code C(std::string(Records) + R"cpp(
    Part f(Derived &d) { return /*x*/d.part; }
  )cpp");
  MemoryPath P = pathOf(C.at<MemberExpr>("x"), C.function("f"));
  P.Steps.back() = {Step::VirtualTable};
  const auto Bytes = extentIn(P, 0, C.context());
  ASSERT_TRUE(Bytes);
  EXPECT_EQ(Bytes->Begin.getQuantity(), 0);
  EXPECT_EQ(Bytes->End.getQuantity(), 8);
}

TEST(MemoryPath, MovesFromElementToElementOrIntoAnArray) {
  const Number Own = {Number::PerThread, 1}, Two = {Number::Constant, 2};
  MemoryPath P;
  P = P.moved(Own);
  EXPECT_EQ(describe(P), "this[own 1]");
  EXPECT_EQ(describe(P.moved(Two)), "this[own 1]");
  EXPECT_EQ(describe(P.moved(Own)), "this[?]");
  EXPECT_EQ(describe(P.with({Step::Deref}).moved(Two)), "this[own 1]*[2]");
}

TEST(MemoryPath, ToTheContainerEndsBeforeTheFirstElement) {
  Code C(std::string(Records) + R"cpp(
    int f(Lists &l) { return /*near*/l.few[1].value + /*far*/l.far->value; }
  )cpp");
  Function &F = C.function("f");
  const MemoryPath Near = pathOf(C.at<MemberExpr>("near"), F);
  const MemoryPath Far = pathOf(C.at<MemberExpr>("far"), F);
  EXPECT_EQ(describe(Near), "l.few[1].value");
  EXPECT_EQ(describe(Near.container()), "l.few");
  EXPECT_EQ(describe(Far.container()), "l.far");
  MemoryPath Repeated = Near;
  Repeated.Steps.insert(Repeated.Steps.begin(), Step{Step::Instance});
  EXPECT_EQ(Repeated.container(), Near.container());
}

TEST(MemoryPath, IsCalledByItsLastNameBeforeAStep) {
  Code C(std::string(Records) + R"cpp(
    int f(Lists &l) { return /*x*/l.few[1].value; }
  )cpp");
  const MemoryPath P = pathOf(C.at<MemberExpr>("x"), C.function("f"));
  EXPECT_EQ(P.nameBefore(0)->getName(), "l");
  EXPECT_EQ(P.nameBefore(1)->getName(), "few");
  EXPECT_EQ(P.nameBefore(2)->getName(), "few");
  EXPECT_EQ(P.nameBefore(3)->getName(), "value");
}

} // namespace
} // namespace fastidious
