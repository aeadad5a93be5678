// flags: -std=c++20 -pthread
// The data of tests: nobody waits for them.
#include <atomic>
#include <thread>

#define MY_TEST(Suite, Name)                                                   \
  struct Suite##Name {                                                         \
    void run();                                                                \
  };                                                                           \
  void Suite##Name::run()

bool more();

struct Pair { // ok: of a test
  std::atomic<long> sent{0};
  std::atomic<long> received{0};
};

static void exchange(Pair &p) {
  std::jthread sender([&p] {
    while (more())
      p.sent++;
  });
  while (more())
    p.received++;
}

MY_TEST(Queue, IsFast) {
  Pair p;
  exchange(p);
}
