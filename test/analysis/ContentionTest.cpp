#include "analysis/Contention.h"
#include "Threads.h"

using namespace clang;

namespace fastidious {
namespace {

std::string describe(const Contention &C) {
  const std::string Both = C.WriteName + " " + C.OtherName;
  switch (C.K) {
  case Contention::Fields:
    return "fields " + C.Record->getNameAsString() + ": " + Both;
  case Contention::Elements:
    return "elements " + C.Array->getNameAsString() + " " +
           std::to_string(C.Stride.getQuantity());
  case Contention::Variables:
    return "variables " + C.Array->getNameAsString() + " " +
           C.Neighbour->getNameAsString() + ": " + Both;
  }
  return "";
}

using Strings = std::vector<std::string>;

Strings contentionIn(const std::string &Source, unsigned Line = 64) {
  Code C(Threads + Source);
  const ThreadStory Story = followThreads(C.unit());
  Strings Found;
  for (const Contention &X :
       findContention(Story, C.unit(), CharUnits::fromQuantity(Line)))
    Found.push_back(describe(X));
  return Found;
}

TEST(Contention, IsReportedOncePerRecord) {
  EXPECT_EQ(contentionIn(R"cpp(
    struct Totals { long in, out, errors; };
    void run(Totals &t) {
      std::jthread reader([&] { while (more()) { t.in++; t.errors++; } });
      std::jthread writer([&] { while (more()) t.out++; });
    }
  )cpp"),
            Strings{"fields Totals: 'in' 'out'"});
}

TEST(Contention, OfAReaderBesideAWriter) {
  EXPECT_EQ(contentionIn(R"cpp(
    struct Meter { long limit, count; };
    void run(Meter &m) {
      std::jthread reader([&] { while (m.limit) more(); });
      std::jthread writer([&] { while (more()) m.count++; });
    }
  )cpp"),
            Strings{"fields Meter: 'count' 'limit'"});
}

TEST(Contention, IsNoneBetweenReadersOrInOneThread) {
  EXPECT_EQ(contentionIn(R"cpp(
    struct Meter { long limit, count; };
    void readers(Meter &m) {
      std::jthread first([&] { while (m.limit) more(); });
      std::jthread second([&] { while (m.count) more(); });
    }
    struct Pair { long a, b; };
    void one(Pair &p) {
      std::jthread t([&] { while (more()) { p.a++; p.b++; } });
    }
  )cpp"),
            Strings());
}

TEST(Contention, EndsWithTheLine) {
  const std::string Source = R"cpp(
    struct alignas(64) Far { long in; char pad[56]; long out; };
    void run(Far &f) {
      std::jthread reader([&] { while (more()) f.in++; });
      std::jthread writer([&] { while (more()) f.out++; });
    }
  )cpp";
  EXPECT_EQ(contentionIn(Source, 64), Strings());
  EXPECT_EQ(contentionIn(Source, 128), Strings{"fields Far: 'in' 'out'"});
}

TEST(Contention, OfElementsIsMeasuredByTheirDistance) {
  EXPECT_EQ(contentionIn(R"cpp(
    struct alignas(64) Slot { long n; };
    long counts[64];
    long rows[64];
    long far[64];
    Slot slots[8];
    void work(int me) {
      while (more()) {
        counts[me]++;
        counts[me] += 2;
        rows[me * 4]++;
        far[me * 8]++;
        slots[me].n++;
      }
    }
    void run() {
      std::vector<std::jthread> pool;
      for (int i = 0; i < 8; ++i)
        pool.emplace_back(work, i);
    }
  )cpp"),
            (Strings{"elements counts 8", "elements rows 32"}));
}

TEST(Contention, OfVariablesNeedsNeighbours) {
  EXPECT_EQ(contentionIn(R"cpp(
    long in;
    long out;
    void run() {
      std::jthread reader([] { while (more()) in++; });
      std::jthread writer([] { while (more()) out++; });
    }
  )cpp"),
            Strings{"variables in out: 'in' 'out'"});
  EXPECT_EQ(contentionIn(R"cpp(
    long in;
    char between[128];
    long out;
    void run() {
      std::jthread reader([] { while (more()) in++; });
      std::jthread writer([] { while (more()) out++; });
    }
  )cpp"),
            Strings());
}

TEST(Contention, IsNoneUnderACommonLock) {
  const auto With = [](const std::string &First, const std::string &Second) {
    return contentionIn(R"cpp(
    std::mutex m, other;
    struct Totals { long in, out; };
    using Guard = std::lock_guard<std::mutex>;
    void run(Totals &t) {
      std::jthread reader([&] { while (more()) { Guard g()cpp" +
                        First + R"cpp(); t.in++; } });
      std::jthread writer([&] { while (more()) { Guard g()cpp" +
                        Second + R"cpp(); t.out++; } });
    }
  )cpp");
  };
  EXPECT_EQ(With("m", "m"), Strings());
  EXPECT_TRUE(
      llvm::is_contained(With("m", "other"), "fields Totals: 'in' 'out'"));
}

TEST(Contention, IsNoneOfAFlagThatIsStoredOnce) {
  const auto With = [](const std::string &Stop) {
    return contentionIn(R"cpp(
    struct Poller { int stop; long polls; };
    void run(Poller &p) {
      std::jthread polling([&] { while (!p.stop) { more(); p.polls++; } });
      std::jthread waiting([&] { while (!p.stop) more(); });
      )cpp" + Stop +
                        R"cpp(
    }
  )cpp");
  };
  EXPECT_EQ(With("p.stop = 1;"), Strings());
  EXPECT_EQ(With(""), Strings{"fields Poller: 'polls' 'stop'"});
}

TEST(Contention, IsNoneBetweenThreadsThatFollowEachOther) {
  EXPECT_EQ(contentionIn(R"cpp(
    struct Totals { long in, out; };
    void run(Totals &t) {
      std::thread reader([&] { while (more()) t.in++; });
      reader.join();
      std::thread writer([&] { while (more()) t.out++; });
      writer.join();
    }
  )cpp"),
            Strings());
}

} // namespace
} // namespace fastidious
