#include "analysis/ThreadWalk.h"
#include "Threads.h"

using namespace clang;

namespace fastidious {
namespace {

/// Two functions for threads, and what they count.
constexpr const char Counters[] = R"cpp(
    long a, b;
    void countA() { while (more()) a++; }
    void countB() { while (more()) b++; }
)cpp";

class Walked {
public:
  explicit Walked(const std::string &Source)
      : C(std::string(Threads) + Counters + Source),
        Story(followThreads(C.unit())) {}

  /// The accesses of a role, in order, without repetitions.
  std::vector<std::string> accesses(unsigned Role) const {
    std::vector<std::string> Found;
    for (const MemoryAccess &A : Story.Accesses) {
      std::string Text = (A.IsLock    ? "lock "
                          : A.IsWrite ? "write "
                                      : "read ") +
                         describe(A.Path);
      if (A.Role == Role && !llvm::is_contained(Found, Text))
        Found.push_back(std::move(Text));
    }
    return Found;
  }

  const MemoryAccess &write(llvm::StringRef Path) const {
    for (const MemoryAccess &A : Story.Accesses)
      if (A.IsWrite && describe(A.Path) == Path)
        return A;
    throw std::runtime_error("no write to " + Path.str());
  }

  bool overlap(llvm::StringRef X, llvm::StringRef Y) const {
    return Story.overlap(write(X), write(Y));
  }

private:
  Code C;

public:
  const ThreadStory Story;
};

using Strings = std::vector<std::string>;

TEST(ThreadWalk, AThreadStartedInALoopIsMany) {
  const Walked W(R"cpp(
    void run(int n) {
      std::vector<std::jthread> pool;
      for (int i = 0; i < n; ++i)
        pool.emplace_back(countA);
      std::jthread one(countB);
    }
  )cpp");
  ASSERT_EQ(W.Story.Roles.size(), 3u);
  EXPECT_FALSE(W.Story.Roles[0].Many);
  EXPECT_TRUE(W.Story.Roles[1].Many);
  EXPECT_FALSE(W.Story.Roles[2].Many);
  EXPECT_TRUE(W.overlap("a", "a"));
  EXPECT_FALSE(W.overlap("b", "b"));
  EXPECT_TRUE(W.overlap("a", "b"));
}

TEST(ThreadWalk, OneThatEachIterationJoinsIsNotMany) {
  const Walked W(R"cpp(
    void run(int n) {
      for (int i = 0; i < n; ++i) {
        std::thread t(countA);
        t.join();
      }
    }
  )cpp");
  ASSERT_EQ(W.Story.Roles.size(), 2u);
  EXPECT_FALSE(W.Story.Roles[1].Many);
}

TEST(ThreadWalk, OneJoinedBeforeTheNextDoesNotOverlapIt) {
  EXPECT_FALSE(Walked(R"cpp(
    void run() {
      std::thread first(countA);
      first.join();
      std::thread second(countB);
      second.join();
    }
  )cpp")
                   .overlap("a", "b"));
  EXPECT_TRUE(Walked(R"cpp(
    void run() {
      std::thread first(countA);
      std::thread second(countB);
      first.join();
      second.join();
    }
  )cpp")
                  .overlap("a", "b"));
}

TEST(ThreadWalk, ADetachedThreadRunsOn) {
  EXPECT_TRUE(Walked(R"cpp(
    void run() {
      {
        std::thread first(countA);
        first.detach();
      }
      std::jthread second(countB);
    }
  )cpp")
                  .overlap("a", "b"));
}

TEST(ThreadWalk, AThreadEndsWithTheScopeOfItsHandle) {
  const Walked W(R"cpp(
    long c;
    void run() {
      {
        std::jthread first(countA);
        while (more())
          c++;
      }
      std::jthread second(countB);
    }
  )cpp");
  EXPECT_FALSE(W.overlap("a", "b"));
  EXPECT_TRUE(W.overlap("a", "c"));
  EXPECT_FALSE(W.overlap("b", "c"));
}

TEST(ThreadWalk, TheStarterCountsOnlyWhileAThreadRuns) {
  const Walked W(R"cpp(
    long before, meanwhile, after;
    void run() {
      while (more()) before++;
      std::thread t(countA);
      while (more()) meanwhile++;
      t.join();
      while (more()) after++;
    }
  )cpp");
  EXPECT_EQ(W.accesses(0), Strings{"write meanwhile"});
  EXPECT_EQ(W.accesses(1), Strings{"write a"});
}

TEST(ThreadWalk, WhatIsDoneOnceIsNoAccessButAStoreIsAFlag) {
  const Walked W(R"cpp(
    bool stop;
    long started;
    void run(int n) {
      std::thread t([] {
        started = 1;
        while (!stop)
          more();
      });
      stop = true;
      t.join();
    }
  )cpp");
  EXPECT_EQ(W.accesses(0), Strings());
  EXPECT_EQ(W.accesses(1), Strings{"read stop"});
  Strings Flags;
  for (const MemoryPath &P : W.Story.Flags)
    Flags.push_back(describe(P));
  EXPECT_EQ(Flags, (Strings{"started", "stop"}));
}

TEST(ThreadWalk, TheLoopThatStartsThreadsRepeatsNothing) {
  const Walked W(R"cpp(
    long once[100], started;
    void work(int me) {
      once[me]++;
      countA();
    }
    void run() {
      std::vector<std::jthread> pool;
      for (int i = 0; i < 100; ++i) {
        pool.emplace_back(work, i);
        started++;
      }
    }
  )cpp");
  EXPECT_EQ(W.accesses(0), Strings());
  EXPECT_EQ(W.accesses(1), Strings{"write a"});
}

TEST(ThreadWalk, LocksAreHeldToTheEndOfTheirScope) {
  const Walked W(R"cpp(
    std::mutex m;
    void run() {
      std::jthread t([] {
        while (more()) {
          {
            std::lock_guard<std::mutex> guard(m);
            a++;
          }
          b++;
        }
      });
    }
  )cpp");
  EXPECT_EQ(W.accesses(1), (Strings{"lock m", "write a", "write b"}));
  ASSERT_EQ(W.write("a").Locks.size(), 1u);
  EXPECT_EQ(describe(W.write("a").Locks[0]), "m");
  EXPECT_TRUE(W.write("b").Locks.empty());
  EXPECT_TRUE(W.write("m").IsLock);
}

TEST(ThreadWalk, ElementsAreKnownByTheNumberOfTheThread) {
  const Walked W(R"cpp(
    struct Slot { long n, m; } slots[64];
    long rows[64], any[64];
    void work(int me, int seed) {
      while (more()) {
        slots[me].n++;
        rows[me * 4 + 1]++;
        any[seed]++;
        slots[7].m++;
      }
    }
    void run(int seed) {
      std::vector<std::jthread> pool;
      for (int i = 0; i < 16; ++i)
        pool.emplace_back(work, i, seed);
    }
  )cpp");
  EXPECT_EQ(W.accesses(1), (Strings{"write slots[own 1].n", "write rows[own 4]",
                                    "write any[?]", "write slots[7].m"}));
}

TEST(ThreadWalk, AThreadHasItsLocalsAndCopiesForItself) {
  const Walked W(R"cpp(
    struct Job { long done; };
    void byValue(Job job) { long n = 0; while (more()) { job.done++; n++; } }
    void byReference(Job &job) { while (more()) job.done++; }
    void run(Job job) {
      std::jthread own(byValue, job);
      std::jthread shared(byReference, std::ref(job));
    }
  )cpp");
  EXPECT_EQ(W.accesses(1), Strings());
  EXPECT_EQ(W.accesses(2), Strings{"write job.done"});
}

TEST(ThreadWalk, CallsAreFollowedWithTheirArguments) {
  const Walked W(R"cpp(
    struct Stats { long in, out; };
    void add(long &to) { to++; }
    struct Server {
      Stats stats;
      void receive() { while (more()) add(stats.in); }
      void start() { std::jthread t(&Server::receive, this); }
    };
  )cpp");
  EXPECT_EQ(W.accesses(1), Strings{"write this.stats.in"});
}

} // namespace
} // namespace fastidious
