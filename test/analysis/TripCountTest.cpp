#include "analysis/TripCount.h"
#include "Code.h"

using namespace clang;

namespace fastidious {
namespace {

/// The text, "= N" where it differs from the number, "signed" where it may be
/// negative.
std::string describe(const std::optional<Count> &C) {
  if (!C)
    return "unknown";
  if (C->Text.empty())
    return "unnamed";
  std::string Text = C->Text;
  if (C->Constant && Text != std::to_string(*C->Constant))
    Text += " = " + std::to_string(*C->Constant);
  return Text + (C->IsUnsigned ? "" : " signed");
}

std::string trips(const Stmt &S, Function &F) {
  const Loop *L = F.loops().loopOf(S);
  return L ? describe(tripCount(*L, F)) : "no loop";
}

TEST(TripCount, OfCountedLoops) {
  Code C(R"cpp(
    void touch();
    void f(int n, int m, unsigned u, size_t k) {
      constexpr int Max = 12;
      /*10*/for (int i = 0; i < 10; ++i) touch();
      /*Max = 12*/for (int i = 0; i < Max; ++i) touch();
      /*n signed*/for (int i = 0; i < n; ++i) touch();
      /*u*/for (unsigned i = 0; i < u; ++i) touch();
      /*k*/for (size_t i = 0; i != k; i++) touch();
      /*n signed*/for (int i = 0; n > i; ++i) touch();
      /*n + 1 signed*/for (int i = 0; i <= n; ++i) touch();
      /*n signed*/for (int i = 1; i <= n; ++i) touch();
      /*n signed*/for (int i = 1; i < n; ++i) touch();
      /*10*/for (int i = -5; i < 5; ++i) touch();
      /*n - 9 signed*/for (int i = 9; i < n; ++i) touch();
      /*n - m signed*/for (int i = m; i < n; ++i) touch();
      /*n - (m + 1) signed*/for (int i = m + 1; i < n; ++i) touch();
      /*7*/for (int i = 3; i < 10; ++i) touch();
      /*0*/for (int i = 10; i < 3; ++i) touch();
      /*10*/for (int i = 10; i > 0; --i) touch();
      /*n signed*/for (int i = n; i > 0; --i) touch();
      /*n signed*/for (int i = n; i >= 1; --i) touch();
    }
  )cpp");
  expectMarks<Stmt>(C, trips);
}

TEST(TripCount, OfSteps) {
  Code C(R"cpp(
    void touch();
    void f(unsigned n, int m) {
      /*5*/for (int i = 0; i < 10; i += 2) touch();
      /*4*/for (int i = 0; i < 10; i += 3) touch();
      /*(n + 1) / 2*/for (unsigned i = 0; i < n; i += 2) touch();
      /*unknown*/for (unsigned i = 0; i != n; i += 2) touch();
      /*unknown*/for (unsigned i = 0; i < n; i += m) touch();
      /*unknown*/for (unsigned i = 1; i < n; i *= 2) touch();
      /*unknown*/for (unsigned i = 0; i < n; --i) touch();
      /*unknown*/for (unsigned i = 0; i == n; ++i) touch();
    }
  )cpp");
  expectMarks<Stmt>(C, trips);
}

TEST(TripCount, OfWhileLoops) {
  Code C(R"cpp(
    void touch();
    bool next();
    void change(int &);
    void f(unsigned n, unsigned given) {
      unsigned i = 0;
      /*n*/while (i < n) { touch(); ++i; }
      unsigned j = 0;
      /*unknown*/while (j < n) { if (next()) ++j; }
      unsigned k = 0;
      /*unknown*/while (k < n) { ++k; if (next()) ++k; }
      /*unknown*/while (given < n) { touch(); ++given; }
      int l = 0;
      /*unknown*/while (l < 5) { change(l); ++l; }
      /*unknown*/while (next()) touch();
      /*unknown*/for (;;) { if (next()) break; }
      unsigned again = 0;
      again = n;
      /*unknown*/while (again < 100) ++again;
      unsigned in = 0;
      /*n*/for (in = 0; in < n; ++in) touch();
      /*unknown*/do touch(); while (next());
    }
  )cpp");
  expectMarks<Stmt>(C, trips);
}

TEST(TripCount, NeedsABoundThatStays) {
  Code C(R"cpp(
    void touch();
    void f(unsigned n, std::vector<int> v, std::vector<int> w) {
      /*unknown*/for (unsigned i = 0; i < n; ++i) n += 2;
      /*v.size()*/for (size_t i = 0; i < v.size(); ++i) touch();
      /*unknown*/for (size_t i = 0; i < w.size(); ++i) w.push_back(1);
      /*v.size()*/for (size_t i = 0, e = v.size(); i < e; ++i) touch();
      /*v.size() signed*/for (int i = 0; i < (int)v.size(); ++i) touch();
      /*unknown*/for (size_t i = 0; i < n; ++i) ++i;
      /*unknown*/for (int i = 0; i < rand(); ++i) touch();
    }
  )cpp");
  expectMarks<Stmt>(C, trips);
}

TEST(TripCount, OfRanges) {
  Code C(R"cpp(
    struct Sized { int *begin(); int *end(); unsigned size() const; };
    struct Counted { int *begin(); int *end(); unsigned count() const; };
    struct Derived : Sized {};
    struct Hidden { int *begin(); int *end(); private: int size() const; };
    std::vector<int> make();
    void touch();
    struct S {
      std::vector<int> rows_;
      void f(std::vector<int> &v, std::vector<int> *p, std::list<int> &l,
             Derived d, Counted c, Hidden h, std::vector<std::vector<int>> &vs, size_t i,
             std::unordered_map<int, int> m, std::array<int, 6> a,
             std::array<int, 6> &ref, const std::array<int, 5> *pa,
             std::ranges::reverse_view<std::vector<int>> r,
             std::ranges::reverse_view<std::list<int>> rl,
             std::ranges::filter_view<std::vector<int>> fv) {
        int fixed[4];
        /*v.size()*/for (int x : v) touch();
        /*p->size()*/for (int x : *p) touch();
        /*rows_.size()*/for (int x : rows_) touch();
        /*m.size()*/for (auto &x : m) touch();
        /*d.size()*/for (int x : d) touch();
        /*unknown*/for (int x : c) touch();
        /*unknown*/for (int x : h) touch();
        /*unknown*/for (int x : l) touch();
        /*4*/for (int x : fixed) touch();
        /*6*/for (int x : a) touch();
        /*6*/for (size_t k = 0; k < ref.size(); ++k) touch();
        /*5*/for (size_t k = 0; k != pa->size(); ++k) touch();
        /*3*/for (int x : {1, 2, 3}) touch();
        /*vs[i].size()*/for (int x : vs[i]) touch();
        /*unnamed*/for (int x : make()) touch();
        /*r.size()*/for (int x : r) touch();
        /*unknown*/for (int x : rl) touch();
        /*unknown*/for (int x : fv) touch();
      }
    };
  )cpp");
  expectMarks<Stmt>(C, trips);
}

TEST(TripCount, OfIterators) {
  Code C(R"cpp(
    void touch();
    void f(std::vector<int> &v, std::vector<int> &w, int *first, int *last) {
      /*v.size()*/for (auto i = v.begin(); i != v.end(); ++i) touch();
      /*unknown*/for (auto i = v.begin(); i != w.end(); ++i) touch();
      /*last - first signed*/for (int *i = first; i != last; ++i) touch();
      std::vector<int>::const_iterator i = v.begin();
      /*v.size()*/for (; i != v.end(); ++i) touch();
    }
  )cpp");
  expectMarks<Stmt>(C, trips);
}

TEST(TripCount, TextIsPlainWhereItMayStandBeforeTheLoop) {
  Code C(R"cpp(
    #define COUNT (n + 1)
    std::vector<int> make();
    void touch();
    void f(unsigned n, unsigned m, std::vector<int> v) {
      /*plain*/for (unsigned i = 0; i < n; ++i) touch();
      /*plain*/for (int x : v) touch();
      /*not plain*/for (int x : make()) touch();
      /*not plain*/for (unsigned i = m; i < n; ++i) touch();
    }
  )cpp");
  expectMarks<Stmt>(C, [](const Stmt &S, Function &F) {
    const auto Trips = tripCount(*F.loops().loopOf(S), F);
    return Trips && Trips->IsPlain ? "plain" : "not plain";
  });
}

TEST(TripCount, ShortLoops) {
  Code C(R"cpp(
    void touch();
    bool next();
    void f(unsigned n, unsigned m, unsigned k) {
      /*short*/for (int i = 0; i < 7; ++i) touch();
      /*long*/for (int i = 0; i < 8; ++i) touch();
      /*long*/for (unsigned i = 0; i < n; ++i) touch();
      /*short*/for (int x : {1, 2}) touch();
      /*long*/while (next()) touch();
    }
    void digits(unsigned a, unsigned b, unsigned c, unsigned d, unsigned e) {
      /*short*/do touch(); while (a >>= 4);
      /*short*/for (; b != 0; b /= 10) touch();
      /*short*/while (c) { touch(); c = c / 10; }
      /*long*/while (d) { touch(); d = d - 10; }
      /*long*/while (e) { touch(); e /= 10; e += 3; }
    }
  )cpp");
  expectMarks<Stmt>(C, [](const Stmt &S, Function &F) {
    return isShort(*F.loops().loopOf(S), F, 8) ? "short" : "long";
  });
}

} // namespace
} // namespace fastidious
