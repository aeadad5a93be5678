// flags: -std=c++20 -pthread
// How places and threads are followed: through copies, members, calls and
// numbers of threads.
#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <future>
#include <memory>
#include <mutex>
#include <pthread.h>
#include <thread>
#include <vector>

bool more();
bool valid(long x);
long measure(int i);
void work();

// ---- one thread

namespace assigned_to_a_member {
class Sampler { // ok: one thread reads and writes both
public:
  void start() {
    thread_ = std::thread([this] {
      while (more())
        if (measure(0) < limit_)
          count_++;
    });
  }

private:
  long limit_ = 3;
  std::atomic<long> count_{0};
  std::thread thread_;
};
void go() {
  static Sampler s;
  s.start();
}
} // namespace assigned_to_a_member

namespace put_into_a_container {
struct Job { // ok: one thread reads and writes both
  long limit = 3;
  std::atomic<long> count{0};
};
void go(Job &j) {
  std::vector<std::thread> ts;
  ts.push_back(std::thread([&j] {
    while (more())
      if (measure(0) < j.limit)
        j.count++;
  }));
  for (auto &t : ts)
    t.join();
}
struct Job2 { // ok: one task reads and writes both
  long limit = 3;
  std::atomic<long> count{0};
};
void go(Job2 &j) {
  std::vector<std::future<void>> ts;
  ts.push_back(std::async(std::launch::async, [&j] {
    while (more())
      if (measure(0) < j.limit)
        j.count++;
  }));
  for (auto &t : ts)
    t.get();
}
} // namespace put_into_a_container

// ---- a number for each thread

namespace detached_by_name {
long served[16]; // warn: cache line
void handler(int id) {
  while (more())
    served[id]++;
}
void listen() {
  for (int i = 0; i < 16; ++i) {
    std::thread t(handler, i);
    t.detach();
  }
}
} // namespace detached_by_name

namespace slot_kept_per_thread {
std::atomic<std::size_t> nextSlot{0};
std::array<std::atomic<long>, 64> cells; // warn: cache line
std::size_t slot() {
  thread_local std::size_t mine = nextSlot.fetch_add(1) % 64;
  return mine;
}
void serve() {
  while (more())
    cells[slot()].fetch_add(1);
}
void run(int n) {
  std::vector<std::jthread> pool;
  for (int i = 0; i < n; ++i)
    pool.emplace_back(serve);
}
} // namespace slot_kept_per_thread

namespace number_drawn_once {
std::vector<long> processed(32); // warn: cache line
void run() {
  static std::atomic<int> nextId{0};
  std::vector<std::jthread> pool;
  for (int i = 0; i < 32; ++i)
    pool.emplace_back([] {
      const int id = nextId.fetch_add(1); // once per thread
      while (more())
        processed[id] += measure(id);
    });
}
} // namespace number_drawn_once

namespace number_through_a_pointer {
int ids[8];
unsigned long hits[8]; // warn: cache line
void *scan(void *arg) {
  int me = *(int *)arg;
  while (more())
    hits[me] += measure(0);
  return nullptr;
}
void run() {
  pthread_t th[8];
  for (int i = 0; i < 8; i++) {
    ids[i] = i;
    pthread_create(&th[i], nullptr, scan, &ids[i]);
  }
  for (int i = 0; i < 8; i++)
    pthread_join(th[i], nullptr);
}
} // namespace number_through_a_pointer

namespace counter_declared_before_the_loop {
typedef struct {
  int id;
  long n;
} work_t;
static work_t works[4]; // warn: cache line
static void *count(void *p) {
  work_t *w = (work_t *)p;
  while (more())
    w->n += measure(w->id);
  return nullptr;
}
void run() {
  pthread_t th[4];
  int t;
  for (t = 0; t < 4; t++)
    pthread_create(&th[t], nullptr, count, (void *)&works[t]);
  for (t = 0; t < 4; t++)
    pthread_join(th[t], nullptr);
}
long hits[8]; // warn: cache line
void run2() {
  std::vector<std::jthread> ts;
  unsigned i;
  for (i = 0; i < 8; ++i)
    ts.emplace_back([i] {
      while (more())
        hits[i] += measure(int(i));
    });
}
} // namespace counter_declared_before_the_loop

namespace moved_into_a_container {
void moved(int n) {
  std::vector<int> hits(n); // warn: cache line
  std::vector<std::thread> ts;
  for (int i = 0; i < n; ++i) {
    std::thread t([&, i] {
      while (more())
        hits[i] += measure(i);
    });
    ts.push_back(std::move(t));
  }
  for (auto &t : ts)
    t.join();
}
void emplaced(int n) {
  std::vector<int> hits(n); // warn: cache line
  std::vector<std::thread> ts;
  for (int i = 0; i < n; ++i) {
    auto t = std::thread([&, i] {
      while (more())
        hits[i] += measure(i);
    });
    ts.emplace_back(std::move(t));
  }
  for (auto &t : ts)
    t.join();
}
void future(int n) {
  std::vector<int> hits(n); // warn: cache line
  std::vector<std::future<void>> ts;
  for (int i = 0; i < n; ++i) {
    auto f = std::async(std::launch::async, [&, i] {
      while (more())
        hits[i] += measure(i);
    });
    ts.push_back(std::move(f));
  }
  for (auto &t : ts)
    t.get();
}
void element(int n) {
  std::vector<int> hits(n); // warn: cache line
  std::thread ts[64];
  for (int i = 0; i < n; ++i) {
    std::thread t([&, i] {
      while (more())
        hits[i] += measure(i);
    });
    ts[i] = std::move(t);
  }
  for (int i = 0; i < n; ++i)
    ts[i].join();
}
} // namespace moved_into_a_container

namespace two_arrays_of_one_thread {
std::vector<long> first(8);  // warn: elements of 'first'
std::vector<long> second(8); // warn: elements of 'second'
void worker(int t) {
  while (more()) {
    first[t] += measure(t);
    second[t] += measure(t);
  }
}
void run() {
  std::vector<std::jthread> ts;
  for (int t = 0; t < 8; ++t)
    ts.emplace_back(worker, t);
}
} // namespace two_arrays_of_one_thread

// ---- memory behind pointers and references

namespace shared_pointer_by_copy {
struct Transfer { // warn: cache line
  std::atomic<long> downloaded{0};
  std::atomic<long> uploaded{0};
};
void run() {
  auto state = std::make_shared<Transfer>();
  std::thread down([state] {
    while (more())
      state->downloaded += measure(1);
  });
  std::thread up([state] {
    while (more())
      state->uploaded += measure(2);
  });
  down.join();
  up.join();
}
} // namespace shared_pointer_by_copy

namespace allocated_by_the_c_library {
struct task {
  pthread_t thread;
  int id;
  unsigned long inside;
};
static void *count(void *p) {
  struct task *t = (struct task *)p;
  for (long i = 0; i < 10000000; i++)
    if (valid(i))
      t->inside++;
  return nullptr;
}
void run(int n) {
  task *tasks = (task *)calloc(n, sizeof *tasks); // warn: cache line
  for (int i = 0; i < n; i++)
    pthread_create(&tasks[i].thread, nullptr, count, &tasks[i]);
  for (int i = 0; i < n; i++)
    pthread_join(tasks[i].thread, nullptr);
  free(tasks);
}
void run2(int n) {
  long *counts = (long *)malloc(n * sizeof(long)); // warn: cache line
  std::vector<std::jthread> ts;
  for (int i = 0; i < n; i++)
    ts.emplace_back([counts, i] {
      while (more())
        counts[i] += measure(i);
    });
}
} // namespace allocated_by_the_c_library

namespace pointer_to_a_vector {
void shared(int n) {
  auto hits = std::make_shared<std::vector<int>>(n); // warn: cache line
  std::vector<std::thread> ts;
  for (int i = 0; i < n; ++i)
    ts.emplace_back([hits, i] {
      while (more())
        (*hits)[i] += measure(i);
    });
  for (auto &t : ts)
    t.join();
}
void unique(int n) {
  auto hits = std::make_unique<std::vector<int>>(n); // warn: cache line
  std::vector<std::thread> ts;
  for (int i = 0; i < n; ++i)
    ts.emplace_back([&hits, i] {
      while (more())
        (*hits)[i] += measure(i);
    });
  for (auto &t : ts)
    t.join();
}
} // namespace pointer_to_a_vector

namespace reference_of_a_helper_object {
class Journal { // warn: cache line
public:
  void append(long o) {
    const unsigned long w = written_.load();
    written_.store(w + 1);
  }
  void flushLoop() {
    while (more())
      flushed_.store(written_.load());
  }

private:
  std::atomic<unsigned long> written_{0};
  std::atomic<unsigned long> flushed_{0};
};
class Matcher {
public:
  explicit Matcher(Journal &j) : journal_(j) {}
  void loop() {
    while (more())
      journal_.append(measure(0));
  }

private:
  Journal &journal_;
};
void run() {
  Journal journal;
  Matcher matcher(journal);
  std::thread writer([&] { journal.flushLoop(); });
  std::thread engine([&] { matcher.loop(); });
  engine.join();
  writer.join();
}
} // namespace reference_of_a_helper_object

// ---- who runs

namespace virtual_run {
class Thread {
public:
  virtual ~Thread() {}
  void start() {
    t_ = std::thread([this] { run(); });
  }
  void join() { t_.join(); }

protected:
  virtual void run() = 0;

private:
  std::thread t_;
};
struct Ring { // warn: cache line
  std::atomic<unsigned> head{0}, tail{0};
};
class Producer : public Thread {
public:
  explicit Producer(Ring &r) : r_(r) {}
  void run() override {
    while (more())
      r_.tail++;
  }
  Ring &r_;
};
class Consumer : public Thread {
public:
  explicit Consumer(Ring &r) : r_(r) {}
  void run() override {
    while (more())
      r_.head++;
  }
  Ring &r_;
};
void go() {
  Ring ring;
  Producer p(ring);
  Consumer c(ring);
  p.start();
  c.start();
  p.join();
  c.join();
}
} // namespace virtual_run

namespace step_of_the_derived_class {
template <typename Derived> class Service {
public:
  void start() {
    thread_ = std::jthread([this] {
      while (more())
        static_cast<Derived *>(this)->step();
    });
  }
  std::jthread thread_;
};
struct Shared { // warn: cache line
  std::atomic<long> accepted{0}, closed{0};
};
struct Acceptor : Service<Acceptor> {
  explicit Acceptor(Shared *s) : s_(s) {}
  void step() { s_->accepted++; }
  Shared *s_;
};
struct Reaper : Service<Reaper> {
  explicit Reaper(Shared *s) : s_(s) {}
  void step() { s_->closed++; }
  Shared *s_;
};
void go() {
  Shared shared;
  Acceptor a(&shared);
  Reaper r(&shared);
  a.start();
  r.start();
}
} // namespace step_of_the_derived_class

namespace threads_returned_by_a_helper {
struct Queue { // warn: cache line
  std::atomic<std::size_t> head{0}, tail{0};
};
template <typename F> std::vector<std::thread> spawn(int n, F f) {
  std::vector<std::thread> ts;
  for (int i = 0; i < n; ++i)
    ts.emplace_back(f);
  return ts;
}
void run() {
  Queue q;
  auto producers = spawn(4, [&q] {
    while (more())
      q.tail.fetch_add(1);
  });
  auto consumers = spawn(4, [&q] {
    while (more())
      q.head.fetch_add(1);
  });
  for (auto &t : producers)
    t.join();
  for (auto &t : consumers)
    t.join();
}
} // namespace threads_returned_by_a_helper

// ---- what the message names

namespace first_and_second {
struct Box {
  std::mutex m;
  long q = 0;
};
void put(Box &b) {
  while (more()) {
    std::lock_guard g(b.m);
    b.q++;
  }
}
void run() {
  Box first, second; // warn: 'first.
  std::jthread a([&] { put(first); });
  std::jthread b([&] { put(second); });
}
} // namespace first_and_second

namespace places_and_cost {
struct Side {
  std::atomic<std::size_t> index{0};
  std::size_t cached = 0;
};
struct Channel { // warn: 'tx.index' and 'rx.index'
  Side tx, rx;
  std::vector<long> slots;
};
void run(Channel &c) {
  std::jthread a([&] {
    while (more())
      c.tx.index++;
  });
  std::jthread b([&] {
    while (more())
      c.rx.index++;
  });
}
struct Pair { // warn: 128 bytes instead of 16
  std::atomic<long> a{0}, b{0};
};
void run(Pair &c) {
  std::jthread a([&] {
    while (more())
      c.a++;
  });
  std::jthread b([&] {
    while (more())
      c.b++;
  });
}
} // namespace places_and_cost

// ---- fields of a base

namespace virtual_table_pointer {
struct Handler { // warn: cache line
  virtual ~Handler() = default;
  virtual void handle(int fd) = 0;
  std::atomic<long> inFlight{0};
};
struct Echo : Handler {
  void handle(int fd) override { measure(fd); }
};
void dispatch(Handler &h) {
  while (more()) {
    h.inFlight.fetch_add(1);
    h.handle(3);
  }
}
void run() {
  Echo echo;
  std::jthread a([&] { dispatch(echo); }), b([&] { dispatch(echo); });
}
} // namespace virtual_table_pointer

// ---- what one reads and others write

namespace epochs {
struct alignas(64) Epoch {
  std::atomic<long> local{0};
  std::atomic<bool> active{false};
};
class Domain { // ok: a line for the epoch, a line for each slot
public:
  void enter(int t) {
    slots_[t].active.store(true);
    slots_[t].local.store(global_.load());
  }
  void leave(int t) { slots_[t].active.store(false); }
  bool advance() {
    const long g = global_.load();
    for (auto &s : slots_)
      if (s.active.load() && s.local.load() != g)
        return false;
    global_.store(g + 1);
    return true;
  }

private:
  alignas(64) std::atomic<long> global_{0};
  Epoch slots_[16]; // ok: a line each
};
void run() {
  static Domain d;
  std::vector<std::thread> ts;
  for (int t = 0; t < 16; ++t)
    ts.emplace_back([t] {
      while (more()) {
        d.enter(t);
        work();
        d.leave(t);
      }
    });
  std::thread reclaimer([] {
    while (more())
      d.advance();
  });
  for (auto &t : ts)
    t.join();
  reclaimer.join();
}
} // namespace epochs

namespace shown_while_counting {
struct alignas(64) Slot {
  std::atomic<long> n{0};
};
void run(int n) {
  std::vector<Slot> slots(n); // ok: a line each
  std::atomic<bool> stop{false};
  std::vector<std::thread> ts;
  for (int t = 0; t < n; ++t)
    ts.emplace_back([&slots, &stop, t] {
      while (!stop)
        slots[t].n++;
    });
  for (int s = 0; s < 60; ++s) {
    long all = 0;
    for (auto &x : slots)
      all += x.n;
    std::printf("%ld\n", all);
  }
  stop = true;
  for (auto &t : ts)
    t.join();
}
} // namespace shown_while_counting

// --- objects that are handed out one by one

struct Runner {
  long Done = 0;
  void operator()() { run(); }
  void run() {
    while (more())
      Done += measure(0);
  }
};

void callByReference() {
  std::array<Runner, 8> All; // warn: elements of 'All'
  std::vector<std::thread> Threads;
  for (Runner &R : All)
    Threads.emplace_back(std::ref(R));
  for (std::thread &T : Threads)
    T.join();
}

void callCopies() {
  std::array<Runner, 8> All; // ok: each thread has a copy
  std::vector<std::thread> Threads;
  for (Runner &R : All)
    Threads.emplace_back(R);
  for (std::thread &T : Threads)
    T.join();
}

void byIterator() {
  std::vector<Runner> All(8); // warn: elements of 'All'
  std::vector<std::jthread> Threads;
  for (auto It = All.begin(); It != All.end(); ++It)
    Threads.emplace_back([It] { It->run(); });
}

void byAlgorithm() {
  std::vector<Runner> All(8); // warn: elements of 'All'
  std::vector<std::jthread> Threads;
  std::ranges::for_each(All, [&](Runner &R) {
    Threads.emplace_back([&R] { R.run(); });
  });
}

void oneAfterAnother() {
  std::vector<Runner> All(8); // ok: joined at once
  std::for_each(All.begin(), All.end(),
                [&](Runner &R) { std::jthread([&R] { R.run(); }); });
}

// --- one cause, one finding

struct Gauge { // warn: alignas(64) on both parts them
  std::atomic<long> In{0}, Out{0};
};
void count(std::atomic<long> &Of) {
  while (more())
    Of += measure(0);
}
void neighbours() {
  Gauge First, Second; // ok: apart as soon as their fields are
  std::thread A([&] { count(First.In); }), B([&] { count(First.Out); });
  count(Second.In);
  A.join();
  B.join();
}
