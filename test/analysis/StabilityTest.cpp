#include "analysis/Stability.h"
#include "Code.h"

using namespace clang;

namespace fastidious {
namespace {

std::string perIteration(const Expr &E, Function &F) {
  const auto Loops = F.loopsAround(E);
  if (Loops.empty())
    return "no loop";
  return isStable(E, F, Loops.front()) ? "stable" : "varies";
}

TEST(Stability, OfVariablesInALoop) {
  Code C(R"cpp(
    void use(...);
    void change(int &);
    extern int global;
    const int constant = 4;
    void f(int n, int changed, int byReference, const std::string &s) {
      static int fixed = 3;
      int before = n, assigned = 0;
      for (int i = 0; i < n; ++i) {
        int derived = n + 1, fromCounter = i;
        use(/*stable*/n, /*stable*/before, /*varies*/i);
        use(/*stable*/derived, /*varies*/fromCounter);
        use(/*stable*/constant, /*stable*/fixed, /*varies*/global);
        use(/*varies*/changed++, /*varies*/changed);
        use(/*varies*/byReference, /*varies*/assigned = n);
        change(byReference);
      }
    }
  )cpp");
  expectMarks<Expr>(C, perIteration);
}

TEST(Stability, OfExpressionsInALoop) {
  Code C(R"cpp(
    template <class... T> void use(const T &...);
    int userCode(int);
    struct Named {
      std::string name_;
      const std::string &name() const { return name_; }
      int compute() const { return rand(); }
    };
    void f(int n, std::string s, std::vector<int> v, Named named,
           const int *p, std::string given) {
      for (int i = 0; i < n; ++i) {
        use(/*stable*/1 + n * 2, /*stable*/"text", /*stable*/sizeof(i));
        use(/*stable*/n ? 1 : 2, /*varies*/i ? 1 : 2, /*varies*/n + i);
        use(/*stable*/s.size(), /*stable*/s.c_str(), /*varies*/v[i]);
        use(/*stable*/v[0], /*stable*/std::to_string(n));
        use(/*varies*/std::to_string(i), /*varies*/rand());
        use(/*varies*/userCode(n), /*stable*/strlen("x"));
        use(/*stable*/named.name(), /*varies*/named.compute());
        use(/*stable*/s + "x", /*varies*/std::move(given));
        use(/*stable*/std::string("a") + s);
      }
    }
  )cpp");
  expectMarks<Expr>(C, perIteration);
}

TEST(Stability, WhatTheFileNeverChangesIsStable) {
  Code C(R"cpp(
    void use(int);
    static int kept, changed, byOther;
    int visible;
    void elsewhere() { changed = 1; }
    struct Other { Other() { byOther = 1; } };
    class S {
      int kept_ = 0, changed_ = 0;
      S() { kept_ = 1; }
      void elsewhere() { changed_ = 1; }
      void f(int n) {
        while (n) {
          use(/*stable*/kept);
          use(/*varies*/changed);
          use(/*varies*/visible);
          use(/*varies*/byOther);
          use(/*stable*/kept_);
          use(/*varies*/changed_);
        }
      }
    };
  )cpp");
  expectMarks<Expr>(C, perIteration);
}

TEST(Stability, OfMembersInALoop) {
  Code C(R"cpp(
    void use(int);
    struct S {
      int kept, changed;
      const int fixed = 1;
      void other();
      void quiet(int n) {
        while (n) {
          int a = /*stable*/kept + /*varies*/changed;
          changed = 1;
        }
      }
      void loud(int n) {
        while (n) {
          int a = /*varies*/kept + /*stable*/fixed;
          other();
        }
      }
      void constant(int n) const {
        while (n)
          use(/*stable*/kept);
      }
    };
  )cpp");
  expectMarks<MemberExpr>(
      C, [](const MemberExpr &E, Function &F) { return perIteration(E, F); });
}

/// "varies", "constant", or what the value comes from.
template <class T> std::string sources(const T &What, Function &F) {
  Dependencies D;
  if (!isStable(What, F, nullptr, &D))
    return "varies";
  std::string Text = D.This ? "this" : "";
  const auto Add = [&](StringRef Name) {
    Text += (Text.empty() ? "" : " ") + Name.str();
  };
  for (const ParmVarDecl *P : D.Parameters)
    Add(P->getName());
  for (const VarDecl *V : D.Captured)
    Add("[" + V->getName().str() + "]");
  return D.empty() ? "constant" : Text;
}

TEST(Stability, FromCallToCall) {
  Code C(R"cpp(
    void use(...);
    int global;
    struct S {
      std::string pattern;
      void f(int n, int changed, const std::string &s) {
        const char *text = "x";
        int local = n;
        int two = n + 2;
        changed = 1;
        use(/*constant*/"x", /*constant*/text, /*n*/n, /*n*/local);
        use(/*n*/two, /*varies*/changed, /*varies*/global);
        use(/*s*/s.c_str(), /*varies*/pattern.c_str());
        use(/*s n*/s.size() + n);
        auto l = [&](int m) {
          use(/*m*/m, /*[n]*/n, /*[text]*/text, /*[s]*/s.c_str());
        };
      }
      void g() const { use(/*this*/pattern.c_str()); }
    };
  )cpp");
  expectMarks<Expr>(C, sources<Expr>);
}

TEST(Stability, WithoutOutsideOnlyConstantsAreStable) {
  Code C(R"cpp(
    void use(...);
    void f(int n) {
      const int five = 5;
      int six = five + 1;
      use(/*stable*/"x", /*stable*/six, /*varies*/n, /*varies*/n + six);
    }
  )cpp");
  expectMarks<Expr>(C, [](const Expr &E, Function &F) {
    return isStable(E, F, nullptr) ? "stable" : "varies";
  });
}

TEST(Place, IsTheSameByWhateverName) {
  Code C(R"cpp(
    struct Page { std::string body, title; std::vector<int> columns; };
    void pair(const void *, const void *);
    template <class A, class B> void pair(A &&, B &&);
    std::string &get();
    struct S {
      std::string text_;
      void f(Page page, Page other, Page *p, Page *q, int i, int j,
             std::vector<Page> v) {
        Page &ref = page;
        /*same*/pair(page.body, ref.body);
        /*different*/pair(page.body, page.title);
        /*different*/pair(page.body, other.body);
        /*different*/pair(page, page.body);
        /*same*/pair(p->body, (*p).body);
        /*different*/pair(p->body, q->body);
        /*same*/pair(*&page, page);
        /*same*/pair(text_, this->text_);
        /*same*/pair((*this).text_, text_);
        /*different*/pair(text_, page.body);
        /*same*/pair(page.columns[0], page.columns.at(0));
        /*different*/pair(page.columns[0], page.columns[1]);
        /*same*/pair(v[i].body, v[i].body);
        /*different*/pair(v[i].body, v[j].body);
        /*unknown*/pair(v[i + 1].body, v[i + 1].body);
        /*unknown*/pair(get(), get());
      }
    };
  )cpp");
  expectMarks<CallExpr>(C, [](const CallExpr &Call, Function &F) {
    const auto A = placeOf(*Call.getArg(0), F), B = placeOf(*Call.getArg(1), F);
    if (!A || !B)
      return "unknown";
    return *A == *B ? "same" : "different";
  });
}

TEST(Place, FieldsAreTheWayWhenThereIsNothingElse) {
  Code C(R"cpp(
    void use(int);
    struct In { int x; };
    struct Out { In in; };
    void f(Out o, Out *p, Out (&a)[2]) {
      use(/*in x*/o.in.x);
      use(/*none*/p->in.x);
      use(/*none*/a[1].in.x);
    }
  )cpp");
  expectMarks<MemberExpr>(C, [](const MemberExpr &E, Function &F) {
    const auto P = placeOf(E, F);
    const auto Fields = P ? P->fields() : std::nullopt;
    std::string Text;
    if (!Fields)
      return std::string("none");
    for (const FieldDecl *Field : *Fields)
      Text += (Text.empty() ? "" : " ") + Field->getNameAsString();
    return Text;
  });
}

TEST(Place, StaysTheSameInALoop) {
  Code C(R"cpp(
    template <class T> void use(T &&);
    std::string global;
    struct S {
      std::string text_;
      void f(std::vector<std::string> &v, std::string *moves,
             std::string *rests, int k) {
        std::string before;
        static std::string once;
        for (int i = 0; i < k; ++i) {
          std::string inside;
          use(/*stable*/before);
          use(/*varies*/inside);
          use(/*stable*/once);
          use(/*stable*/global);
          use(/*stable*/text_);
          use(/*varies*/v[i]);
          use(/*stable*/v[k]);
          use(/*stable*/v[0]);
          use(*(/*pointer varies*/moves));
          use(*(/*pointer stable*/rests));
          ++moves;
        }
      }
    };
  )cpp");
  expectMarks<Expr>(C, [](const Expr &E, Function &F) -> std::string {
    std::optional<Place> P = placeOf(E, F);
    if (!P)
      return "unknown";
    const bool Pointer = E.getType()->isPointerType();
    if (Pointer)
      P->Steps.push_back({Place::Step::Deref, nullptr});
    return std::string(Pointer ? "pointer " : "") +
           (isStable(*P, F, F.loopsAround(E).front()) ? "stable" : "varies");
  });
}

TEST(Place, StaysTheSameFromCallToCall) {
  Code C(R"cpp(
    template <class T> void use(T &&);
    std::string global;
    struct S {
      std::string text_;
      void f(std::string &reference, std::string value) {
        std::string local;
        static std::string once;
        use(/*reference*/reference);
        use(/*varies*/value);
        use(/*varies*/local);
        use(/*constant*/once);
        use(/*constant*/global);
        use(/*this*/text_);
        auto l = [&] { use(/*[local]*/local); };
      }
    };
  )cpp");
  expectMarks<Expr>(
      C, [](const Expr &E, Function &F) { return sources(*placeOf(E, F), F); });
}

TEST(Stability, StrippedIsWhatTheUserWrote) {
  Code C(R"cpp(
    void take(const std::string &, double);
    void f(int n) {
      take(/*StringLiteral*/("x"), static_cast<double>(n));
      take("", /*DeclRefExpr*/((n)));
      take("", /*DeclRefExpr*/static_cast<double>(n));
      take("", /*BinaryOperator*/n + 1);
    }
  )cpp");
  expectMarks<Expr>(C, [](const Expr &E, Function &) {
    const Expr *At = &stripped(E);
    if (const auto *Build = dyn_cast<CXXConstructExpr>(At))
      At = &stripped(*Build->getArg(0));
    return std::string(At->getStmtClassName());
  });
}

} // namespace
} // namespace fastidious
