#include "analysis/Library.h"
#include "Code.h"

using namespace clang;

namespace fastidious {
namespace {

TEST(Library, NamesAreThoseThatUsersWrite) {
  Code C(R"cpp(
    namespace a {
    inline namespace v1 { namespace b { void inInline(); } }
    namespace { void inAnonymous(); }
    struct S { struct T { void member(); }; };
    }
    void global();
    void f(a::S::T t, std::string s) {
      /*a::b::inInline*/a::b::inInline();
      /*a::inAnonymous*/a::inAnonymous();
      /*a::S::T::member*/t.member();
      /*global*/global();
      /*std::basic_string::clear*/s.clear();
      /*std::basic_string::operator+=*/s += "x";
    }
  )cpp");
  expectMarks<CallExpr>(C, [](const CallExpr &Call, Function &) {
    return qualifiedName(*Call.getDirectCallee());
  });
}

TEST(Library, ContainersAreKnownThroughNamesAndBases) {
  Code C(R"cpp(
    using Numbers = std::vector<int>;
    struct Derived : Numbers {};
    struct Deeper : Derived {};
    struct Hidden : private Numbers {};
    struct Other { void clear(); };
    namespace mine { template <class T> struct vector {}; }
    void use(...);
    void f(std::vector<int> &v, const Numbers n, Derived &d, Deeper &e,
           Hidden &h, Other &o, mine::vector<int> &m, std::string &s, int i,
           std::unordered_map<int, int> &u, Numbers *p) {
      use(&/*std::vector*/v, &/*std::vector*/n, &/*std::vector*/d,
          &/*std::vector*/e, &/*none*/h, &/*none*/o, &/*none*/m,
          &/*std::basic_string*/s, /*none*/i, &/*std::unordered_map*/u,
          /*none*/p);
    }
  )cpp");
  expectMarks<DeclRefExpr>(C, [](const DeclRefExpr &E, Function &F) {
    const Container *Known = F.U.Lib.container(E.getDecl()->getType());
    EXPECT_EQ(F.U.Lib.stringClass(E.getDecl()->getType()) != nullptr,
              Known && Known->Name == "std::basic_string");
    return Known ? Known->Name : "none";
  });
}

TEST(Library, AlgorithmsAreFunctionsOrObjects) {
  Code C(R"cpp(
    namespace mine { template <class I, class F> void for_each(I, I, F) {} }
    void f(std::vector<int> &v) {
      auto g = [](int) {};
      /*all*/std::for_each(v.begin(), v.end(), g);
      /*all*/std::ranges::for_each(v, g);
      /*each*/std::find_if(v.begin(), v.end(), g);
      /*each*/std::ranges::find_if(v, g);
      /*none*/mine::for_each(v.begin(), v.end(), g);
      /*none*/g(1);
    }
  )cpp");
  expectMarks<CallExpr>(C, [](const CallExpr &Call, Function &F) {
    if (F.U.Lib.has(Trait::VisitsAll, Call))
      return "all";
    return F.U.Lib.has(Trait::VisitsEach, Call) ? "each" : "none";
  });
}

TEST(Library, ContendedIsWhatHoldsAnAtomicOrALock) {
  Code C(R"cpp(
    typedef union { char Size[40]; long Align; } pthread_mutex_t;
    struct Counter { int Plain; std::atomic<int> Hits; };
    struct Derived : Counter {};
    struct Pointer { std::mutex *Lock; };
    void use(...);
    void f(std::atomic<int> &a, std::mutex &m, pthread_mutex_t &p, Derived &d,
           Counter (&array)[4], _Atomic(int) c, Pointer &q, int i,
           std::optional<int> &o) {
      use(&/*yes*/a, &/*yes*/m, &/*yes*/p, &/*yes*/d, &/*yes*/array,
          &/*yes*/c, &/*no*/q, &/*no*/i, &/*no*/o);
    }
  )cpp");
  expectMarks<Expr>(C, [](const Expr &E, Function &F) {
    return F.U.Lib.isContended(E.getType()) ? "yes" : "no";
  });
}

TEST(Library, ArgumentsAreThoseInParentheses) {
  Code C(R"cpp(
    void free(int, int);
    struct S { void member(int); void operator()(int); };
    void f(S s, std::vector<int> &v) {
      /*2*/free(1, 2);
      /*1*/s.member(1);
      /*1*/s(1);
      /*2*/std::ranges::for_each(v, 1);
    }
  )cpp");
  expectMarks<CallExpr>(C, [](const CallExpr &Call, Function &) {
    return std::to_string(argumentsOf(Call).size());
  });
}

TEST(Library, MethodsAndTheirNames) {
  Code C(R"cpp(
    void free();
    void f(std::vector<int> &v) {
      /*push_back*/v.push_back(1);
      /*operator[]*/v[0];
      /*none*/free();
    }
  )cpp");
  expectMarks<CallExpr>(C, [](const CallExpr &Call, Function &) {
    const CXXMethodDecl *M = methodOf(Call);
    return M ? spelledName(*M) : "none";
  });
}

TEST(Library, RecordsBehindReferencesAndAliases) {
  Code C(R"cpp(
    using Text = const std::string;
    void use(int);
    void f(Text &s, int n, std::string *p) {
      use(/*basic_string*/s.size());
      use(/*none*/n);
      use(/*none*/p != nullptr);
    }
  )cpp");
  expectMarks<DeclRefExpr>(C, [](const DeclRefExpr &E, Function &) {
    const CXXRecordDecl *R = recordOf(E.getDecl()->getType());
    return R ? R->getNameAsString() : "none";
  });
  EXPECT_EQ(recordOf(QualType()), nullptr);
}

TEST(Library, AssertionsByAnyName) {
  const Library Lib(shippedModel());
  for (const char *Name : {"assert", "MY_ASSERT", "assertOrDie", "DCHECK"})
    EXPECT_TRUE(Lib.isAssertion(Name)) << Name;
  for (const char *Name : {"LOG", "CHECKED", ""})
    EXPECT_FALSE(Lib.isAssertion(Name)) << Name;
}

} // namespace
} // namespace fastidious
