// flags: -std=c++20 -pthread
// A macro that defines functions, but no tests.
#include <atomic>
#include <thread>

#define LATEST_HANDLER(Name) void Name()

bool more();

struct Pair { // warn: 'sent' and 'received' can share a cache line
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

LATEST_HANDLER(serve) {
  Pair p;
  exchange(p);
}
