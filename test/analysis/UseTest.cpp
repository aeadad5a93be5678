#include "analysis/Use.h"
#include "Code.h"

using namespace clang;

namespace fastidious {
namespace {

std::string nameOf(const std::optional<Use> &U) {
  static const char *const Names[] = {"read",    "assign", "modify", "call",
                                      "pass",    "move",   "return", "alias",
                                      "iterate", "address"};
  return U ? std::string(Names[U->K]) + (U->OfPart ? " part" : "") : "none";
}

std::string use(const DeclRefExpr &E, Function &F) {
  return nameOf(useOf(E, F));
}

TEST(Use, OfNumbers) {
  Code C(R"cpp(
    void byValue(int);
    void byConstReference(const int &);
    void byReference(int &);
    void byConstPointer(const int *);
    void byPointer(int *);
    int f(int n, int m) {
      int copy = /*read*/n + (/*read*/m);
      /*assign*/n = 1;
      (/*assign*/n) = /*read*/m;
      /*modify*/n += 2;
      ++/*modify*/n;
      /*modify*/n--;
      byValue(/*read*/n);
      byConstReference(/*read*/n);
      byReference(/*pass*/n);
      byConstPointer(&/*read*/n);
      byPointer(&/*address*/n);
      int *p = &/*address*/n;
      int &alias = /*alias*/n;
      const int &same = /*read*/n;
      (copy ? /*assign*/n : /*assign*/m) = 3;
      (/*read*/n ? copy : m) = 3;
      (copy, /*assign*/n) = 4;
      (void)/*read*/n;
      return /*read*/n;
    }
  )cpp");
  expectMarks<DeclRefExpr>(C, use);
}

TEST(Use, OfObjects) {
  Code C(R"cpp(
    struct S {
      int field;
      int array[3];
      int get() const;
      void set();
      static void make();
      S &operator=(const S &);
      S &operator++();
    };
    void byValue(S);
    void byReference(S &);
    void steal(S &&);
    S f(S s, S other, S *p) {
      /*read*/s.get();
      /*call*/s.set();
      /*read*/s.make();
      /*assign*/s = /*read*/other;
      ++/*call*/s;
      /*assign part*/s.field = /*read part*/other.field;
      /*modify part*/s.array[1]++;
      byValue(/*read*/s);
      byReference(/*pass*/s);
      steal(std::move(/*move*/s));
      /*call*/p->set();
      /*assign part*/p->field = 1;
      int &part = /*alias part*/s.field;
      return /*return*/s;
    }
  )cpp");
  expectMarks<DeclRefExpr>(C, use);
}

TEST(Use, OfContainers) {
  Code C(R"cpp(
    void fill(std::vector<int> &);
    void show(const std::vector<int> &);
    std::vector<int> f(std::vector<int> v, std::vector<std::vector<int>> vs) {
      /*call*/v.push_back(1);
      /*call*/v.clear();
      /*read*/v.size();
      /*read*/v.begin();
      /*assign part*/v[0] = 1;
      /*assign part*/v.back() = 1;
      /*call part*/vs[0].push_back(1);
      int first = /*read part*/v[0];
      int &part = /*alias part*/v[0];
      for (int x : /*iterate*/v)
        ;
      fill(/*pass*/v);
      show(/*read*/v);
      vs.push_back(/*read*/v);
      vs.push_back(std::move(/*move*/v));
      vs.emplace_back(/*read*/v);
      std::vector<int> copy = /*read*/v;
      std::vector<int> moved = std::move(/*move*/v);
      auto l = [&] { /*call*/v.clear(); };
      return /*return*/v;
    }
  )cpp");
  expectMarks<DeclRefExpr>(C, use);
}

TEST(Use, ThroughSmartPointersAndOptionals) {
  Code C(R"cpp(
    void f(std::optional<int> o, std::unique_ptr<std::string> p) {
      /*read*/p->clear();
      *(/*assign part*/o) = 1;
      /*call*/o.emplace(1);
      int x = *(/*read part*/o);
    }
  )cpp");
  expectMarks<DeclRefExpr>(C, use);
}

TEST(Use, OfWhatIsNotUnderstoodIsAChange) {
  Code C(R"cpp(
    void f(int n, void (*callback)(int &), int (&a)[2]) {
      callback(/*address*/n);
      /*read*/callback(n);
      auto &[p, q] = /*address*/a;
      int *decayed = /*address*/a;
      const int *constant = a;
    }
  )cpp");
  expectMarks<DeclRefExpr>(C, use);
}

TEST(Use, OfAFieldSkipsOtherFields) {
  Code C(R"cpp(
    struct S { std::string a, b; };
    void pass(S &);
    void f(S s, S t) {
      /*call*/s.a.clear();
      /*none*/s.b.clear();
      /*read*/s.a.size();
      /*assign*/s = t;
      pass(/*pass*/s);
      /*assign part*/s.a[0] = 'x';
    }
  )cpp");
  const auto &First = C.at<DeclRefExpr>("call");
  const auto *A = *First.getType()->getAsCXXRecordDecl()->field_begin();
  expectMarks<DeclRefExpr>(C, [&](const DeclRefExpr &E, Function &F) {
    return nameOf(useOf(E, F, {A}));
  });
}

TEST(Use, ForEachFollowsReferences) {
  Code C(R"cpp(
    void f() {
      int n = 0;
      int &alias = n;
      int &second = alias;
      second = 1;
      auto l = [&] { alias++; };
      /*n*/n += 2;
    }
  )cpp");
  std::string Uses;
  forEachUse(C.variable("n"), C.function("f"), {},
             [&](const Use &U) { Uses += nameOf(U) + ";"; });
  EXPECT_NE(Uses.find("assign;"), std::string::npos) << Uses;
  EXPECT_NE(Uses.find("modify;"), std::string::npos) << Uses;
  EXPECT_EQ(Uses.find("alias"), std::string::npos) << Uses;
}

TEST(Use, ChangesInALoop) {
  Code C(R"cpp(
    void show(int);
    void f(int n, int m, int k, const int c) {
      int byAlias = 0, byLambda = 0, before = 0;
      int &alias = byAlias;
      auto l = [&] { byLambda = 1; };
      before = 1;
      while (n) {
        m++;
        alias = 2;
        l();
        show(/*kept*/n);
        show(/*changed*/m);
        show(/*kept*/k);
        show(/*kept*/c);
        show(/*changed*/byAlias);
        show(/*changed*/byLambda);
        show(/*kept*/before);
      }
      k = 1;
    }
  )cpp");
  expectMarks<DeclRefExpr>(C, [](const DeclRefExpr &E, Function &F) {
    const Loop *L = F.loopsAround(E).front();
    return isChangedIn(*E.getDecl(), F, L) ? "changed" : "kept";
  });
  Function &F = C.function("f");
  EXPECT_TRUE(isChangedIn(*F.Decl->getParamDecl(2), F, nullptr));
  EXPECT_FALSE(isChangedIn(*F.Decl->getParamDecl(0), F, nullptr));
}

TEST(Use, HarmlessMembers) {
  Code C(R"cpp(
    struct S { void change(); void look() const; };
    void f(std::vector<int> &v, S &s) {
      /*harmless*/v.begin();
      /*harmless*/v.size();
      /*harmful*/v.clear();
      /*harmless*/s.look();
      /*harmful*/s.change();
    }
  )cpp");
  expectMarks<CXXMemberCallExpr>(C, [](const CXXMemberCallExpr &Call,
                                       Function &F) {
    return isHarmless(*Call.getMethodDecl(), F.U.Lib) ? "harmless" : "harmful";
  });
}

} // namespace
} // namespace fastidious
