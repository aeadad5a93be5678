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
      /*v.size(), earlier 2*/for (int x : v) listed.push_back(x);
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
      /*v.size(), may end early*/for (int x : v) {
        if (x < 0)
          throw x;
        out.push_back(x);
      }
      return out;
    }
  )cpp");
}

} // namespace
} // namespace fastidious
