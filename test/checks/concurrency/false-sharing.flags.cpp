// flags: -std=c++20 -pthread
// Flags, states and settings: stored a few times, read in each iteration.
#include <atomic>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

bool more();
long measure(int i);
void use(const void *p);
void work();

// ---- stop flags

namespace numbers_as_flags {
struct Poller { // ok: the flag is stored once
  std::atomic<int> stop{0};
  std::atomic<long> polls{0};
};
void run(Poller &p) {
  std::thread t([&p] {
    while (!p.stop.load())
      p.polls.fetch_add(1);
  });
  std::thread u([&p] {
    while (!p.stop.load())
      work();
  });
  work();
  p.stop.store(1);
  t.join();
  u.join();
}
volatile int quit = 0; // ok: the flag is stored once
volatile long beats = 0;
void run() {
  std::thread t([] {
    while (!quit) {
      work();
      beats = beats + 1;
    }
  });
  std::thread u([] {
    while (!quit)
      work();
  });
  work();
  quit = 1;
  t.join();
  u.join();
}
} // namespace numbers_as_flags

namespace flags_and_phases {
struct Ticker { // ok: the flag is stored once
  std::atomic_flag stop = ATOMIC_FLAG_INIT;
  std::atomic<long> n{0};
};
void run(Ticker &f) {
  std::thread t([&] {
    while (!f.stop.test())
      f.n++;
  });
  std::thread u([&] {
    while (!f.stop.test())
      work();
  });
  work();
  f.stop.test_and_set();
  t.join();
  u.join();
}
class Rounds { // ok: the phase is set once or twice
public:
  void run() {
    std::thread a([this] {
      while (phase_.load() < 2)
        count_.fetch_add(1);
    });
    std::thread b([this] {
      while (phase_.load() < 2)
        work();
    });
    work();
    phase_.store(1);
    work();
    phase_.store(2);
    a.join();
    b.join();
  }

private:
  std::atomic<int> phase_{0};
  std::atomic<long> count_{0};
};
void run() { Rounds().run(); }
} // namespace flags_and_phases

namespace flag_beside_the_count_of_a_worker {
struct alignas(64) Worker { // ok: the request is raised once
  std::atomic<bool> quit{false};
  long executed = 0;
  void loop() {
    while (!quit.load()) {
      work();
      ++executed;
    }
  }
};
void run(int n) {
  std::vector<Worker> ws(n); // ok: a line each
  std::vector<std::thread> ts;
  for (auto &w : ws)
    ts.emplace_back([&w] { w.loop(); });
  work();
  for (auto &w : ws)
    w.quit.store(true);
  for (auto &t : ts)
    t.join();
}
} // namespace flag_beside_the_count_of_a_worker

namespace flag_of_each_worker {
class Worker { // ok: quit is stored once
public:
  void start() { t_ = std::thread(&Worker::loop, this); }
  void requestStop() { quit_ = true; }
  void join() { t_.join(); }

private:
  void loop() {
    while (!quit_) {
      work();
      ++n_;
    }
  }
  std::atomic<bool> quit_{false};
  long n_ = 0;
  std::string name_;
  std::thread t_;
};
class Group {
public:
  explicit Group(int n) {
    for (int i = 0; i < n; ++i)
      ws_.push_back(std::make_unique<Worker>());
  }
  void start() {
    for (auto &w : ws_)
      w->start();
  }
  void stop() {
    for (auto &w : ws_)
      w->requestStop();
    for (auto &w : ws_)
      w->join();
  }

private:
  std::vector<std::unique_ptr<Worker>> ws_;
};
void go() {
  Group g(8);
  g.start();
  work();
  g.stop();
}
void go2() {
  std::map<std::string, Worker> byName;
  byName["a"].start();
  byName["b"].start();
  for (auto &[n, w] : byName)
    w.requestStop();
  for (auto &[n, w] : byName)
    w.join();
  Worker one, two; // warn: cache line
  one.start();
  two.start();
  for (Worker *w : {&one, &two})
    w->requestStop();
  one.join();
  two.join();
}
} // namespace flag_of_each_worker

// ---- states

namespace state_of_a_service {
enum class State { Idle, Running, Stopped };
struct Service { // ok: state is set by start and stop only
  std::atomic<State> state{State::Idle};
  std::atomic<long> handled{0};
  std::thread a, b;
  void start() {
    state = State::Running;
    a = std::thread(&Service::handle, this);
    b = std::thread(&Service::idle, this);
  }
  void handle() {
    while (state.load() == State::Running)
      handled++;
  }
  void idle() {
    while (state.load() == State::Running)
      work();
  }
  void stop() {
    state = State::Stopped;
    a.join();
    b.join();
  }
};
void go() {
  Service s;
  s.start();
  work();
  s.stop();
}
} // namespace state_of_a_service

namespace buffer_handed_over {
struct Batch { // ok: ping-pong of a whole buffer by one flag
  std::atomic<bool> full{false};
  std::vector<long> items;
};
void run(Batch &b) {
  std::jthread p([&] {
    while (more()) {
      while (b.full.load())
        ;
      b.items.clear();
      for (int i = 0; i < 100; ++i)
        b.items.push_back(measure(i));
      b.full.store(true);
    }
  });
  std::jthread c([&] {
    while (more()) {
      while (!b.full.load())
        ;
      for (long v : b.items)
        measure(int(v));
      b.full.store(false);
    }
  });
}
} // namespace buffer_handed_over

// ---- settings and constants

namespace settings {
struct Settings { // warn: cache line
  int limit = 8;  // set before the threads
  std::atomic<long> done{0};
};
void run(Settings &s, int limit) {
  s.limit = limit;
  std::jthread a([&] {
    for (int i = 0; more(); ++i)
      if (measure(i) > s.limit)
        work();
  });
  std::jthread b([&] {
    while (more())
      s.done++;
  });
}
class Pool { // warn: cache line
public:
  void configure(const long *table, int n) {
    table_ = table;
    size_ = n;
  }
  void start() {
    a_ = std::thread([this] {
      for (long k = 0; more(); ++k)
        use(&table_[k % size_]);
    });
    b_ = std::thread([this] {
      while (more())
        count_++;
    });
  }

private:
  const long *table_ = nullptr;
  int size_ = 0;
  std::atomic<long> count_{0};
  std::thread a_, b_;
};
void go(const long *t) {
  static Pool p;
  p.configure(t, 10);
  p.start();
}
struct Level { // warn: cache line
  std::atomic<int> level{0};
  std::atomic<long> lines{0};
};
Level level;
void setLevel(int l) { level.level = l; }
void run() {
  std::jthread a([] {
    while (more())
      if (level.level.load() > 2)
        work();
  });
  std::jthread b([] {
    while (more())
      level.lines++;
  });
}
} // namespace settings

namespace setting_before_a_counter {
struct Config {
  int port;
  int backlog;
};
Config config{80, 128}; // warn: cache line
std::atomic<long> requests{0};
static const char *const kName = "x";
void serve() {
  while (more()) {
    if (config.backlog > 3)
      work();
  }
}
void count() {
  while (more())
    requests++;
}
void run() { std::jthread a(serve), b(count); }
} // namespace setting_before_a_counter

namespace constants {
constexpr int N = 8;           // ok: a constant is no memory
std::atomic<bool> choosing[N]; // warn: cache line
void run() {
  std::vector<std::jthread> ts;
  for (int i = 0; i < N; ++i)
    ts.emplace_back([i] {
      while (more()) {
        choosing[i] = true;
        for (int j = 0; j < N; ++j)
          while (choosing[j])
            ;
        choosing[i] = false;
      }
    });
}
const int M = 16; // ok: a constant is no memory
std::atomic<long> hits{0};
void run2() {
  std::jthread a([] {
    while (more())
      hits++;
  });
  std::jthread b([] {
    for (int i = 0; i < M; ++i)
      measure(i);
  });
}
} // namespace constants
