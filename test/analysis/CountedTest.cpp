#include "analysis/Counted.h"
#include "Code.h"

using namespace clang;

namespace fastidious {
namespace {

constexpr const char Prelude[] = R"cpp(
    namespace std {
    struct thread {
      thread();
      template <class F> explicit thread(F);
      static unsigned hardware_concurrency();
    };
    template <class T> const T &min(const T &, const T &);
    template <class T> const T &max(const T &, const T &);
    template <class T> const T &clamp(const T &, const T &, const T &);
    template <class T> struct queue { size_t size() const; bool empty() const; };
    }
    void use(...);
)cpp";

std::string nameOf(Counted K) {
  const char *Names[] = {"constant", "workers", "items", "unknown"};
  return Names[static_cast<int>(K)];
}

std::string judge(const Expr &E, Function &F) {
  return nameOf(whatCounts(E, F));
}

TEST(Counted, NumbersAreOfItemsOrOfWorkers) {
  Code C(std::string(Prelude) + R"cpp(
    constexpr size_t kMost = 200;
    struct Options { int numThreads; int depth; };
    void f(std::vector<int> &v, std::queue<int> &q, int n, size_t limit,
           int nWorkers, Options &o, bool b) {
      const auto cores = std::thread::hardware_concurrency();
      auto twice = 2 * cores - 1;
      const size_t size = v.size();
      unsigned many = 0;
      many = cores;
      use(/*workers*/cores, /*workers*/twice, /*workers*/many,
          /*items*/size, /*items*/v.size(), /*items*/q.size(),
          /*constant*/8, /*constant*/kMost, /*unknown*/n,
          /*workers*/nWorkers, /*workers*/o.numThreads, /*unknown*/o.depth,
          /*items*/(int)v.size(), /*items*/static_cast<int>(size) + 1,
          /*workers*/std::min<size_t>(size, cores),
          /*workers*/std::min(size, limit), /*items*/std::min(size, size),
          /*items*/std::max<size_t>(1, size),
          /*workers*/std::max(1u, cores),
          /*workers*/std::clamp<size_t>(size, 1, 16),
          /*unknown*/size / 64, /*workers*/cores / 2,
          /*workers*/(b ? size : cores));
    }
  )cpp");
  expectMarks<Expr>(C, judge);
}

TEST(Counted, ParametersAndFieldsAreWhatTheyAreGiven) {
  Code C(std::string(Prelude) + R"cpp(
    static void start(int n, int m, int k) {
      use(/*workers*/n, /*items*/m, /*unknown*/k);
    }
    void f(std::vector<int> &v, int x) {
      start(std::thread::hardware_concurrency(), v.size(), x);
    }
    struct Pool {
      explicit Pool(std::vector<int> &v)
          : all(v.size()), some(std::thread::hardware_concurrency()) {}
      void run() { use(/*items*/all, /*workers*/some, /*workers*/own,
                       /*unknown*/other); }
      size_t all, some;
      unsigned own = std::thread::hardware_concurrency();
      unsigned other = 3;
    };
  )cpp");
  expectMarks<Expr>(C, judge);
}

TEST(Counted, ContainersHoldItemsUnlessTheyHoldThreads) {
  Code C(std::string(Prelude) + R"cpp(
    struct Worker { std::thread thread; };
    void f(std::vector<int> &v, std::vector<int> &chunks,
           std::array<int, 30> &a, std::vector<std::thread> &t,
           std::vector<Worker> &ws) {
      std::vector<std::thread> perItem(v.size());
      std::vector<std::thread> perCore(std::thread::hardware_concurrency());
      use(&/*items*/v, &/*workers*/chunks, &/*constant*/a, &/*workers*/t,
          &/*workers*/ws, &/*items*/perItem, &/*workers*/perCore);
    }
  )cpp");
  expectMarks<Expr>(
      C, [](const Expr &E, Function &F) { return nameOf(whatIsIn(E, F)); });
}

TEST(Counted, LoopsAreJudgedByWhatEndsThem) {
  Code C(std::string(Prelude) + R"cpp(
    bool more();
    void f(std::vector<int> &v, std::vector<std::thread> &t, int n,
           size_t most, std::vector<int>::iterator it) {
      const int threads = n;
      /*items*/for (int x : v) use(x);
      /*items*/for (size_t i = 0; i < v.size(); ++i) use(i);
      /*items*/for (size_t i = v.size(); i-- > 0;) use(i);
      /*items*/for (size_t i = v.size(); i > 0; --i) use(i);
      /*items*/for (; it != v.end(); ++it) use(*it);
      /*items*/while (more()) use();
      /*items*/for (;;) { use(); if (more()) break; }
      /*workers*/for (int i = 0; i < threads; ++i) use(i);
      /*workers*/for (int i = 0; i < threads && more(); ++i) use(i);
      /*workers*/while (t.size() < most) t.push_back(std::thread());
      /*workers*/for (;;) { use(); if (t.size() >= most) break; }
      /*unknown*/for (int i = 0; i < n; ++i) use(i);
      /*unknown*/for (size_t i = 0; i < v.size(); i += n) use(i);
      /*unknown*/while (n-- > 0) use(n);
    }
  )cpp");
  expectMarks<Stmt>(C, [](const Stmt &S, Function &F) {
    const Loop *L = F.loops().loopOf(S);
    return L ? nameOf(whatCounts(*L, F)) : "no loop";
  });
}

} // namespace
} // namespace fastidious
