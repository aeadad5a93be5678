#include "analysis/Growth.h"
#include "Code.h"

using namespace clang;

namespace fastidious {
namespace {

/// The known growth that begins at a statement: how many elements, what else.
std::string growth(Code &C, const Stmt &S) {
  std::string Text;
  for (const auto &F : C.unit().functions())
    for (const Growth &G : knownGrowth(*F)) {
      if (G.Before != &S)
        continue;
      Text += (Text.empty() ? "" : "; ") +
              (G.Total.Text.empty() ? "unnamed" : G.Total.Text);
      if (G.Earlier)
        Text += ", earlier " + std::to_string(G.Earlier);
      if (G.HasGrown)
        Text += ", has grown";
      if (G.IsContinued)
        Text += ", continued";
      if (G.MayEndEarly)
        Text += ", may end early";
      if (G.Sites.size() > 1)
        Text += ", sites " + std::to_string(G.Sites.size());
    }
  return Text.empty() ? "unknown" : Text;
}

void expectGrowth(const std::string &Source) {
  Code C(Source);
  expectMarks<Stmt>(C, [&](const Stmt &S, Function &) { return growth(C, S); });
}

TEST(Growth, OfLoops) {
  expectGrowth(R"cpp(
    bool next();
    void f(const std::vector<int> &in, int n, std::list<int> &l) {
      std::vector<int> a, b, c, d, e, g, h;
      /*in.size()*/for (int x : in) a.push_back(x);
      /*n*/for (int i = 0; i < n; ++i) b.emplace_back(i);
      /*2 * in.size(), sites 2*/for (int x : in) {
        c.push_back(x);
        c.push_back(x);
      }
      /*in.size(), sites 2*/for (int x : in)
        if (x) d.push_back(x); else d.push_back(1);
      /*unknown*/for (int x : in) if (x) e.push_back(x);
      /*unknown*/for (int x : l) g.push_back(x);
      /*unknown*/while (next()) h.push_back(1);
    }
  )cpp");
}

TEST(Growth, OfNestedLoops) {
  expectGrowth(R"cpp(
    void f(const std::vector<int> &v, const std::vector<int> &w, int n,
           const std::vector<std::vector<int>> &vs) {
      std::vector<int> a, b, c, d;
      /*w.size() * v.size()*/for (int x : v)
        for (int y : w) a.push_back(x + y);
      /*4 * n*/for (int i = 0; i < n; ++i)
        for (int j = 0; j < 4; ++j) b.push_back(i);
      /*unknown*/for (const auto &one : vs)
        for (int x : one) c.push_back(x);
      /*unknown*/for (int i = 0; i < n; ++i)
        for (int j = 0; j < i; ++j) d.push_back(i);
      for (int i = 0; i < n; ++i) {
        std::vector<int> inner;
        /*v.size()*/for (int x : v) inner.push_back(x);
      }
    }
  )cpp");
}

TEST(Growth, OfLoopsInARow) {
  expectGrowth(R"cpp(
    void f(const std::vector<int> &v, const std::vector<int> &w,
           const std::list<int> &l) {
      std::vector<int> a, b;
      /*v.size() + w.size()*/for (int x : v) a.push_back(x);
      /*v.size() + w.size(), continued*/for (int x : w) a.push_back(x);
      /*unknown*/for (int x : l) b.push_back(x);
      /*v.size(), has grown*/for (int x : v) b.push_back(x);
      std::unordered_set<int> keys;
      /*unknown*/for (int x : v) keys.insert(x);
      /*unknown*/for (int x : w) keys.insert(x);
    }
  )cpp");
}

TEST(Growth, OfStringsAndTables) {
  expectGrowth(R"cpp(
    enum Color { red };
    void f(const std::vector<int> &in, const std::vector<Color> &colors) {
      std::string s, t;
      /*in.size()*/for (int x : in) s.push_back('x');
      /*in.size()*/for (int x : in) t += 'x';
      std::unordered_map<int, int> a, b, c;
      /*in.size()*/for (int x : in) a[x] = 1;
      /*in.size()*/for (int x : in) b.emplace(x, 1);
      /*unknown*/for (int x : in) ++c[x];
      std::unordered_set<int> set;
      /*in.size()*/for (int x : in) set.insert(x);
      std::unordered_map<Color, int> few;
      /*unknown*/for (Color x : colors) few[x] = 1;
      std::vector<int> v, w;
      /*in.size()*/for (int x : in) v.insert(v.end(), x);
      /*unknown*/for (int x : in) w.insert(w.begin(), x);
    }
  )cpp");
}

TEST(Growth, OfAlgorithms) {
  expectGrowth(R"cpp(
    void f(const std::vector<int> &v, const std::vector<int> &w, size_t n) {
      std::vector<int> a, b, c, d, e, g;
      /*v.size()*/std::copy(v.begin(), v.end(), std::back_inserter(a));
      /*v.size()*/std::transform(v.begin(), v.end(), std::back_inserter(b),
                                 [](int x) { return x; });
      /*v.size() + w.size()*/std::merge(v.begin(), v.end(), w.begin(),
                                        w.end(), std::back_inserter(c));
      /*n*/std::generate_n(std::back_inserter(d), n, [] { return 1; });
      /*v.size()*/std::for_each(v.begin(), v.end(),
                                [&](int x) { e.push_back(x); });
      /*unknown*/std::find_if(v.begin(), v.end(), [&](int x) {
        g.push_back(x);
        return false;
      });
    }
  )cpp");
}

TEST(Growth, BeginsInAnUnsizedContainerOfTheFunction) {
  expectGrowth(R"cpp(
    void fill(std::vector<int> &);
    std::vector<int> make();
    std::vector<int> global;
    struct S {
      std::vector<int> member_, sized_;
      S(const std::vector<int> &v, int n) : sized_(10) {
        /*v.size()*/for (int x : v) member_.push_back(x);
        /*unknown*/for (int x : v) sized_.push_back(x);
      }
      void later(const std::vector<int> &v) {
        /*unknown*/for (int x : v) member_.push_back(x);
      }
    };
    void f(const std::vector<int> &v, std::vector<int> &given) {
      std::vector<int> sized(10), listed{1, 2}, reserved, passed, made = make(),
          cleared, earlier, emptied;
      static std::vector<int> kept;
      reserved.reserve(10);
      fill(passed);
      cleared.clear();
      earlier.push_back(1);
      /*unknown*/for (int x : v) sized.push_back(x);
      /*v.size()*/for (int x : v) listed.push_back(x);
      /*unknown*/for (int x : v) reserved.push_back(x);
      /*unknown*/for (int x : v) passed.push_back(x);
      /*unknown*/for (int x : v) made.push_back(x);
      /*v.size()*/for (int x : v) cleared.push_back(x);
      /*v.size(), earlier 1*/for (int x : v) earlier.push_back(x);
      /*unknown*/for (int x : v) given.push_back(x);
      /*unknown*/for (int x : v) global.push_back(x);
      /*unknown*/for (int x : v) kept.push_back(x);
      /*unknown*/for (int x : v) { emptied.clear(); emptied.push_back(x); }
    }
  )cpp");
}

TEST(Growth, MayEndEarlyForErrorsOnly) {
  expectGrowth(R"cpp(
    std::vector<int> f(const std::vector<int> &v) {
      std::vector<int> out;
      /*v.size(), may end early*/for (int x : v) {
        if (x < 0)
          return {};
        out.push_back(x);
      }
      return out;
    }
    std::vector<int> g(const std::vector<int> &v) {
      std::vector<int> out;
      /*unknown*/for (int x : v) {
        if (x < 0)
          break;
        out.push_back(x);
      }
      return out;
    }
    std::vector<int> h(const std::vector<int> &v) {
      std::vector<int> out;
      /*v.size()*/for (int x : v) {
        if (x < 0)
          throw x;
        out.push_back(x);
      }
      return out;
    }
  )cpp");
}

TEST(Growth, AppendsAreFound) {
  Code C(R"cpp(
    void f(std::vector<int> v, std::vector<std::vector<int>> vs,
           std::string s, std::unordered_map<int, int> m,
           std::unordered_set<int> set) {
      /*v*/v.push_back(1);
      /*v*/v.emplace_back(1);
      /*v*/v.insert(v.end(), 1);
      /*none*/v.insert(v.end(), {1, 2});
      /*none*/v.insert(v.begin(), 1);
      /*none*/v.clear();
      /*vs*/vs.push_back(v);
      /*s*/s += 'x';
      /*none*/s += "xyz";
      /*set*/set.insert(1);
      /*none*/set.insert(v.begin(), v.end());
      /*none*/set.insert({1, 2});
      /*m*/m.emplace(1, 2);
      bool is_new = /*none*/m.emplace(1, 2);
      std::copy(v.begin(), v.end(), /*v*/std::back_inserter(v));
      auto output = /*none*/std::back_inserter(v);
    }
  )cpp");
  expectMarks<CallExpr>(C, [](const CallExpr &Call, Function &F) {
    for (const Append &A : appendsIn(F))
      if (A.At == &Call)
        return cast<DeclRefExpr>(stripped(*A.Target))
            .getDecl()
            ->getNameAsString();
    return std::string("none");
  });
}

const Container &vectorClass() {
  return *shippedModel().container("std::vector");
}

TEST(Growth, ByLittle) {
  Code C(R"cpp(
    size_t next();
    void f(std::vector<int> &v, std::vector<int> &w, size_t n) {
      size_t counter = 0;
      while (n) {
        size_t more = v.size() + 1, twice = v.size() * 2;
        v.reserve(/*little*/v.size() + 1);
        v.reserve(/*little*/v.size() + n);
        v.reserve(/*little*/more);
        v.reserve(/*enough*/twice);
        v.reserve(/*enough*/2 * v.size());
        v.reserve(/*enough*/v.size() + v.size());
        v.reserve(/*enough*/v.size() + v.size() / 2);
        v.reserve(/*enough*/v.capacity() + 1);
        v.reserve(/*enough*/w.size() + 1);
        v.reserve(/*enough*/n);
        v.reserve(/*little*/counter);
        ++counter;
      }
    }
  )cpp");
  Function &F = C.function("f");
  Place V;
  V.Root = F.Decl->getParamDecl(0)->getCanonicalDecl();
  expectMarks<Expr>(C, [&](const Expr &E, Function &In) {
    return growsByLittle(E, V, vectorClass(), In, In.loopsAround(E).front())
               ? "little"
               : "enough";
  });
}

TEST(Growth, RenewedContainersDoNotGoOnGrowing) {
  Code C(R"cpp(
    void fill(std::vector<int> &);
    void f(std::vector<int> &v, std::vector<int> &other, int n) {
      /*grows*/while (n) v.push_back(1);
      /*renewed*/while (n) { v.push_back(1); v.clear(); }
      /*renewed*/while (n) { v.push_back(1); v = other; }
      /*renewed*/while (n) { v.push_back(1); other = std::move(v); }
      /*renewed*/while (n) { v.push_back(1); v.swap(other); }
      /*renewed*/while (n) v.assign(1, 2);
      /*renewed*/while (n) v.pop_back();
      /*grows*/while (n) { v[0] = 1; v.size(); }
      /*grows*/while (n) other.clear();
    }
  )cpp");
  Place V;
  V.Root = C.function("f").Decl->getParamDecl(0)->getCanonicalDecl();
  expectMarks<Stmt>(C, [&](const Stmt &S, Function &F) {
    const Loop *L = F.loops().loopOf(S);
    return isRenewed(V, vectorClass(), F, L) ? "renewed" : "grows";
  });
}

TEST(Growth, OnlyAppendedToMeansNoOneLooks) {
  Code C(R"cpp(
    void look(const std::vector<int> &);
    void f(std::vector<int> &v, const std::vector<int> &w, int n) {
      /*only*/while (n) { v.push_back(1); v.emplace_back(2); }
      /*only*/while (n) std::copy(w.begin(), w.end(), std::back_inserter(v));
      /*not only*/while (n) { v.push_back(1); v[0] = 2; }
      /*not only*/while (n) { v.push_back(1); int *p = v.data(); }
      /*not only*/while (n) { v.push_back(1); look(v); }
      /*not only*/while (n) { v.push_back(1); int *p = &v.back(); }
    }
  )cpp");
  Place V;
  V.Root = C.function("f").Decl->getParamDecl(0)->getCanonicalDecl();
  expectMarks<Stmt>(C, [&](const Stmt &S, Function &F) {
    const Loop &L = *F.loops().loopOf(S);
    return isOnlyAppendedTo(V, vectorClass(), F, L, S) ? "only" : "not only";
  });
}

} // namespace
} // namespace fastidious
