#include "analysis/ThreadStart.h"
#include "Code.h"

using namespace clang;

namespace fastidious {
namespace {

constexpr const char Threads[] = R"cpp(
    namespace std {
    enum class launch { async = 1, deferred = 2 };
    constexpr launch operator|(launch A, launch B) {
      return launch(int(A) | int(B));
    }
    struct thread {
      struct id {};
      thread();
      thread(thread &&);
      template <class F, class... A> explicit thread(F &&, A &&...);
      ~thread();
      thread &operator=(thread &&);
      void join();
      static unsigned hardware_concurrency();
    };
    template <class T> struct future { T get(); };
    template <class F, class... A> future<int> async(F &&, A &&...);
    template <class F, class... A> future<int> async(launch, F &&, A &&...);
    namespace execution {
    struct sequenced_policy {}; struct parallel_policy {};
    inline constexpr sequenced_policy seq; inline constexpr parallel_policy par;
    }
    template <class P, class I, class F> void for_each(P &&, I, I, F);
    template <class K, class V> struct map {
      template <class... A> void try_emplace(const K &, A &&...);
    };
    }
    extern "C" int pthread_create(unsigned long *, const void *,
                                  void *(*)(void *), void *);
    namespace tbb { template <class... F> void parallel_invoke(F &&...) {} }
    namespace folly {
    struct Executor { virtual void add(void (*)()) = 0; };
    }
)cpp";

/// "kind callables arguments", with + for many and ! for waiting.
std::string describe(const ThreadStart &T) {
  const char *Kinds[] = {"thread", "async", "task"};
  return Kinds[T.K] + std::string(T.Many ? "+" : "") + (T.Waits ? "!" : "") +
         " " + std::to_string(T.Callables.size()) + " " +
         std::to_string(T.Arguments.size());
}

TEST(ThreadStart, IsFoundByConstructionCallAndEmplacing) {
  Code C(std::string(Threads) + R"cpp(
    void work(int);
    void *posix(void *);
    struct Pool : folly::Executor { void add(void (*)()) override; };
    void f(std::vector<std::thread> &v, std::map<int, std::thread> &m,
           std::vector<int> &n, Pool &pool, void (*task)()) {
      unsigned long id;
      /*none*/std::thread();
      /*thread 1 1*/std::thread(work, 1);
      /*none*/std::thread(std::thread(work, 1));
      /*thread 1 1*/v.emplace_back(work, 2);
      /*none*/v.emplace_back();
      /*none*/v.emplace_back(static_cast<std::thread &&>(v[0]));
      /*none*/v.push_back(std::thread(work, 3));
      /*none*/n.emplace_back(4);
      /*thread 1 1*/m.try_emplace(1, work, 2);
      /*thread 1 2*/std::make_unique<std::thread>(work, 1, 2);
      /*thread 1 1*/pthread_create(&id, nullptr, posix, &n);
      /*task 1 0*/pool.add(task);
      /*task! 2 0*/tbb::parallel_invoke(task, [] {});
      /*task+! 1 0*/std::for_each(std::execution::par, n.begin(), n.end(),
                                  work);
      /*none*/std::for_each(std::execution::seq, n.begin(), n.end(), work);
      /*none*/std::for_each(n.begin(), n.end(), work);
    }
  )cpp");
  expectMarks<Expr>(C, [](const Expr &E, Function &F) {
    for (const ThreadStart &T : threadStartsIn(F))
      if (T.At->getBeginLoc() == E.getBeginLoc() &&
          T.At->getEndLoc() == E.IgnoreUnlessSpelledInSource()->getEndLoc())
        return describe(T);
    return std::string("none");
  });
}

TEST(ThreadStart, NeedsAPolicyThatIsNotDeferred) {
  Code C(std::string(Threads) + R"cpp(
    int work(int);
    void f(std::launch given) {
      /*async 1 1*/std::async(work, 1);
      /*async 1 1*/std::async(std::launch::async, work, 1);
      /*async 1 1*/std::async(std::launch::async | std::launch::deferred, work,
                              1);
      /*none*/std::async(std::launch::deferred, work, 1);
      constexpr auto later = std::launch::deferred;
      /*none*/std::async(later, work, 1);
      /*none*/std::async(given, work, 1);
    }
  )cpp");
  expectMarks<Expr>(C, [](const Expr &E, Function &F) {
    for (const ThreadStart &T : threadStartsIn(F))
      if (T.At->getBeginLoc() == E.getBeginLoc())
        return describe(T);
    return std::string("none");
  });
}

TEST(ThreadStart, ThreadsAreHeldByValuePointerContainerAndField) {
  Code C(std::string(Threads) + R"cpp(
    struct Worker { int id; std::thread thread; };
    struct Plain { int id; };
    void use(...);
    void f(std::thread &t, std::vector<std::thread> &v, Worker &w,
           std::vector<Worker> &ws, std::unique_ptr<std::thread> &p, Plain &n,
           std::vector<Plain> &ns, std::future<int> &r, Worker *raw) {
      use(&/*yes*/t, &/*yes*/v, &/*yes*/w, &/*yes*/ws, &/*yes*/p, &/*no*/n,
          &/*no*/ns, &/*no*/r, /*yes*/raw);
    }
  )cpp");
  expectMarks<DeclRefExpr>(C, [](const DeclRefExpr &E, Function &F) {
    return holdsThreads(E.getDecl()->getType(), F.U.Lib) ? "yes" : "no";
  });
}

} // namespace
} // namespace fastidious
