// flags: -std=c++20 -pthread
// How threads are started, how they reach a place and how they write it.
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <pthread.h>
#include <shared_mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

bool more();
bool valid(long x);
long measure(int i);
std::size_t pick();
void work();
void use(const void *p);

// ---- elements: how the thread is started

namespace lambda_in_a_variable {
long run(int n) {
  std::vector<long> counts(n); // warn: cache line
  auto worker = [&counts](int id) {
    while (more())
      counts[id] += measure(id);
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < n; ++i)
    threads.emplace_back(worker, i);
  for (auto &t : threads)
    t.join();
  long sum = 0;
  for (long c : counts)
    sum += c;
  return sum;
}
} // namespace lambda_in_a_variable

namespace bound_function {
void tally(std::vector<long> &counts, std::size_t id) {
  do
    counts[id] += measure(0);
  while (more());
}
void run(std::size_t n) {
  std::vector<long> counts(n); // warn: cache line
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < n; ++i)
    threads.push_back(std::thread(std::bind(tally, std::ref(counts), i)));
  for (auto &t : threads)
    t.join();
}
} // namespace bound_function

namespace functor {
class Miner {
public:
  Miner(std::atomic<long> *found, int id) : found_(found), id_(id) {}
  void operator()() {
    while (more())
      if (valid(measure(id_)))
        found_[id_]++;
  }

private:
  std::atomic<long> *found_;
  int id_;
};
std::atomic<long> found[16]; // warn: cache line
void run() {
  std::vector<std::jthread> threads;
  for (int i = 0; i < 16; ++i)
    threads.emplace_back(Miner(found, i));
}
} // namespace functor

namespace static_member_function {
class Engine {
public:
  void start() {
    for (unsigned i = 0; i < 4; ++i)
      threads_[i] = std::thread(&Engine::loop, this, i);
  }
  void stop() {
    for (std::thread &t : threads_)
      t.join();
  }

private:
  static void loop(Engine *self, unsigned id) {
    while (more()) {
      work();
      self->ticks_[id]++;
    }
  }
  std::array<std::thread, 4> threads_;
  unsigned long ticks_[4] = {}; // warn: cache line
};
void run() {
  Engine engine;
  engine.start();
  engine.stop();
}
} // namespace static_member_function

namespace function_template {
template <typename T> void add(std::vector<T> &sums, std::size_t id) {
  while (more())
    sums[id] += static_cast<T>(measure(0));
}
double run(std::size_t n) {
  std::vector<double> sums(n); // warn: cache line
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < n; ++i)
    threads.emplace_back(add<double>, std::ref(sums), i);
  for (auto &t : threads)
    t.join();
  return sums[0];
}
} // namespace function_template

namespace three_calls_deep {
long visits[32]; // warn: cache line
void note(int worker) { visits[worker]++; }
void page(int worker) {
  work();
  note(worker);
}
void crawl(int worker) {
  while (more())
    page(worker);
}
void run() {
  for (int i = 0; i < 32; ++i)
    std::thread([i] { crawl(i); }).detach();
}
} // namespace three_calls_deep

namespace stop_token {
void run(int n) {
  std::vector<std::uint32_t> frames(n); // warn: cache line
  std::vector<std::jthread> threads;
  for (int i = 0; i < n; ++i)
    threads.emplace_back([&, i](std::stop_token stop) {
      while (!stop.stop_requested()) {
        work();
        ++frames[i];
      }
    });
}
} // namespace stop_token

namespace async_without_policy {
long evaluate(std::vector<long> &nodes, int id) {
  for (int k = 0; k < 1000; ++k)
    if (valid(measure(k)))
      nodes[id]++;
  return nodes[id];
}
void run(int n) {
  std::vector<long> nodes(n); // warn: cache line
  std::vector<std::future<long>> results;
  for (int i = 0; i < n; ++i)
    results.push_back(std::async(evaluate, std::ref(nodes), i));
  for (auto &r : results)
    r.wait();
}
} // namespace async_without_policy

namespace counted_up {
std::array<std::atomic<int>, 12> jobs; // warn: cache line
void loop(int id) {
  while (more())
    jobs[id].fetch_add(1);
}
void run() {
  std::array<std::thread, 12> threads;
  int id = 0;
  for (auto &t : threads)
    t = std::thread(loop, id++);
  for (auto &t : threads)
    t.join();
}
} // namespace counted_up

namespace posix_with_a_number {
struct Shared;
struct Arg {
  Shared *shared;
  int id;
};
struct Shared {
  std::atomic<long> packets[8]; // warn: cache line
};
void *receive(void *p) {
  Arg *arg = static_cast<Arg *>(p);
  while (more())
    arg->shared->packets[arg->id].fetch_add(1, std::memory_order_relaxed);
  return nullptr;
}
void run(Shared &shared) {
  pthread_t threads[8];
  for (int i = 0; i < 8; ++i)
    pthread_create(&threads[i], nullptr, receive, new Arg{&shared, i});
  for (int i = 0; i < 8; ++i)
    pthread_join(threads[i], nullptr);
}
} // namespace posix_with_a_number

namespace posix_arguments {
struct Arg {
  const char *text;
  std::size_t length;
  std::size_t words;
  std::size_t lines;
};
void *count(void *p) {
  Arg *arg = (Arg *)p;
  for (std::size_t i = 0; i < arg->length; ++i) {
    if (arg->text[i] == ' ')
      arg->words++;
    if (arg->text[i] == '\n')
      arg->lines++;
  }
  return nullptr;
}
void run(const char *text, std::size_t length, std::size_t n) {
  std::vector<Arg> args(n); // warn: cache line
  std::vector<pthread_t> threads(n);
  for (std::size_t i = 0; i < n; ++i) {
    args[i].text = text + i * (length / n);
    args[i].length = length / n;
    pthread_create(&threads[i], nullptr, &count, &args[i]);
  }
  for (pthread_t t : threads)
    pthread_join(t, nullptr);
}
} // namespace posix_arguments

// ---- elements: how the thread reaches its own

namespace pointer_to_an_element {
void count(long *slot) {
  for (;;) {
    if (!more())
      break;
    *slot += measure(1);
  }
}
void run() {
  long counts[6] = {0}; // warn: cache line
  std::vector<std::thread> threads;
  for (int i = 0; i < 6; ++i)
    threads.emplace_back(count, &counts[i]);
  for (auto &t : threads)
    t.join();
}
} // namespace pointer_to_an_element

namespace data_plus_index {
void run(std::size_t n) {
  std::vector<unsigned> seen(n); // warn: cache line
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < n; ++i)
    threads.emplace_back([mine = seen.data() + i] {
      while (more()) {
        work();
        (*mine)++;
      }
    });
}
} // namespace data_plus_index

namespace iterator_to_an_element {
void run(int n) {
  std::vector<long> totals(n); // warn: cache line
  std::vector<std::jthread> threads;
  for (auto it = totals.begin(); it != totals.end(); ++it)
    threads.emplace_back([it] {
      while (more())
        *it += measure(0);
    });
}
} // namespace iterator_to_an_element

namespace reference_in_an_init_capture {
void run(int n) {
  std::vector<double> energy(n); // warn: cache line
  std::vector<std::jthread> threads;
  for (int i = 0; i < n; ++i)
    threads.emplace_back([i, &mine = energy[i]] {
      while (more())
        mine += static_cast<double>(measure(i));
    });
}
} // namespace reference_in_an_init_capture

namespace reference_to_each_element {
struct Tally {
  long good = 0;
  long bad = 0;
};
void run() {
  std::array<Tally, 8> tallies; // warn: cache line
  std::vector<std::thread> threads;
  for (Tally &tally : tallies)
    threads.emplace_back([&tally] {
      while (more())
        (valid(measure(0)) ? tally.good : tally.bad)++;
    });
  for (auto &t : threads)
    t.join();
}
} // namespace reference_to_each_element

namespace number_in_a_member {
class Pool;
class Worker {
public:
  Worker(Pool &pool, std::size_t id) : pool_(pool), id_(id) {}
  void run();

private:
  Pool &pool_;
  std::size_t id_;
};
class Pool {
public:
  explicit Pool(std::size_t n) : finished_(n) {}
  void start() {
    for (std::size_t i = 0; i < finished_.size(); ++i)
      threads_.emplace_back(&Worker::run, Worker(*this, i));
  }
  void finish(std::size_t worker) { ++finished_[worker]; }

private:
  std::vector<long> finished_; // warn: cache line
  std::vector<std::jthread> threads_;
};
void Worker::run() {
  while (more()) {
    work();
    pool_.finish(id_);
  }
}
void start() { Pool(8).start(); }
} // namespace number_in_a_member

namespace shards_by_thread {
constexpr std::size_t shardCount = 8;
std::atomic<long> shards[shardCount]; // warn: cache line
void loop(std::size_t thread) {
  while (more())
    shards[thread % shardCount].fetch_add(1, std::memory_order_relaxed);
}
void run(std::size_t n) {
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < n; ++i)
    threads.emplace_back(loop, i);
}
} // namespace shards_by_thread

namespace rows {
long histogram[8][4]; // warn: cache line
void loop(int id) {
  while (more())
    histogram[id][pick() & 3]++;
}
void run() {
  for (int i = 0; i < 8; ++i)
    std::thread(loop, i).detach();
}
} // namespace rows

namespace raw_array {
long run(int n) {
  long *sums = new long[n](); // warn: cache line
  std::vector<std::thread> threads;
  for (int i = 0; i < n; ++i)
    threads.emplace_back([sums, i] {
      while (more())
        sums[i] += measure(i);
    });
  for (auto &t : threads)
    t.join();
  const long first = sums[0];
  delete[] sums;
  return first;
}
} // namespace raw_array

namespace owned_array {
class Sampler {
public:
  explicit Sampler(int n) : n_(n), samples_(new long[n]()) {}
  void run() {
    std::vector<std::jthread> threads;
    for (int i = 0; i < n_; ++i)
      threads.emplace_back([this, i] { loop(i); });
  }

private:
  void loop(int id) {
    while (more())
      samples_[id] += measure(id);
  }
  int n_;
  std::unique_ptr<long[]> samples_; // warn: cache line
};
void run() { Sampler(4).run(); }
} // namespace owned_array

namespace static_member {
class Metrics {
public:
  static void hit(int thread) { hits[thread]++; }

private:
  inline static std::array<std::atomic<long>, 16> hits{}; // warn: cache line
};
void serve(int thread) {
  while (more())
    Metrics::hit(thread);
}
void run() {
  for (int i = 0; i < 16; ++i)
    std::thread(serve, i).detach();
}
} // namespace static_member

namespace static_local {
void serve(int id) {
  static std::atomic<unsigned> served[10]; // warn: cache line
  while (more())
    served[id]++;
}
void run() {
  std::vector<std::jthread> threads;
  for (int id = 0; id < 10; ++id)
    threads.emplace_back([id] { serve(id); });
}
} // namespace static_local

namespace {
int depths[24]; // warn: cache line
void search(int self) {
  while (more()) {
    depths[self]++;
    work();
    depths[self]--;
  }
}
} // namespace
void searchAll() {
  for (int i = 0; i < 24; ++i)
    std::thread(search, i).detach();
}

namespace started_by_hand {
void run() {
  std::atomic<long> counts[2]; // warn: cache line
  std::thread first([&] {
    while (more())
      counts[0]++;
  });
  std::thread second([&] {
    while (more())
      counts[1]++;
  });
  first.join();
  second.join();
}
} // namespace started_by_hand

// ---- elements: how they are written

namespace conditional_store {
void run(const std::vector<int> &values, int n) {
  std::vector<long> above(n); // warn: cache line
  std::vector<std::jthread> threads;
  for (int i = 0; i < n; ++i)
    threads.emplace_back([&, i] {
      for (int v : values)
        if (v > 100)
          above[i]++; // no call, but only sometimes: stored each time
    });
}
} // namespace conditional_store

namespace load_of_the_same_type {
void run(const std::vector<long> &values, int n) {
  std::vector<long> sums(n); // warn: cache line
  std::vector<std::jthread> threads;
  for (int i = 0; i < n; ++i)
    threads.emplace_back([&values, i, sums = sums.data()] {
      for (std::size_t k = 0; k < values.size(); ++k)
        sums[i] += values[k]; // a value may be a sum: stored before the load
    });
}
} // namespace load_of_the_same_type

namespace volatile_elements {
volatile int progress[8]; // warn: cache line
void loop(int id) {
  for (int i = 0; i < 1000000; ++i)
    progress[id] = i;
}
void run() {
  for (int i = 0; i < 8; ++i)
    std::thread(loop, i).detach();
}
} // namespace volatile_elements

namespace member_function_of_the_element {
class Counter {
public:
  void add(long n) { value_ += n; }
  long value() const { return value_; }

private:
  long value_ = 0;
};
void run(int n) {
  std::vector<Counter> counters(n); // warn: cache line
  std::vector<std::jthread> threads;
  for (int i = 0; i < n; ++i)
    threads.emplace_back([&counters, i] {
      while (more())
        counters[i].add(measure(i));
    });
}
} // namespace member_function_of_the_element

namespace operator_of_the_element {
struct Vec {
  double x = 0, y = 0, z = 0;
  Vec &operator+=(const Vec &o) {
    x += o.x;
    y += o.y;
    z += o.z;
    return *this;
  }
};
Vec force(int particle);
void run(int n) {
  auto forces = std::make_unique<Vec[]>(n); // warn: cache line
  std::vector<std::jthread> threads;
  for (int i = 0; i < n; ++i)
    threads.emplace_back([&forces, i] {
      while (more())
        forces[i] += force(i);
    });
}
} // namespace operator_of_the_element

namespace atomic_operations {
alignas(64) std::atomic<unsigned> states[8];  // warn: cache line
alignas(64) std::atomic<long> latest[8];      // warn: cache line
alignas(64) std::atomic<void *> mailboxes[8]; // warn: cache line
alignas(64) std::atomic<long> highest[8];     // warn: cache line
void poll(int id) {
  while (more())
    states[id].fetch_or(1u << (pick() & 31));
}
void publish(int id) {
  while (more())
    latest[id].store(measure(id), std::memory_order_relaxed);
}
void empty(int id) {
  while (more())
    use(mailboxes[id].exchange(nullptr));
}
void raise(int id) {
  while (more()) {
    const long value = measure(id);
    long old = highest[id].load();
    while (old < value && !highest[id].compare_exchange_weak(old, value))
      ;
  }
}
void run() {
  std::vector<std::jthread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back(poll, i);
    threads.emplace_back(publish, i);
    threads.emplace_back(empty, i);
    threads.emplace_back(raise, i);
  }
}
} // namespace atomic_operations

namespace containers_as_elements {
std::vector<std::string> run(int n) {
  std::vector<std::string> logs(n); // warn: cache line
  std::vector<std::thread> threads;
  for (int i = 0; i < n; ++i)
    threads.emplace_back([&logs, i] {
      while (more())
        logs[i] += 'x'; // the length is in the element
    });
  for (auto &t : threads)
    t.join();
  return logs;
}
void index(int n) {
  std::vector<std::map<long, int>> maps(n); // warn: cache line
  std::vector<std::jthread> threads;
  for (int i = 0; i < n; ++i)
    threads.emplace_back([&, i] {
      while (more())
        maps[i].emplace(measure(i), i);
    });
}
} // namespace containers_as_elements

namespace locks_as_elements {
std::mutex buckets[64]; // warn: cache line
void put(const std::string &key) {
  std::mutex &m = buckets[std::hash<std::string>{}(key) % 64];
  m.lock();
  work();
  m.unlock();
}
std::array<std::shared_mutex, 16> tables; // warn: cache line
void read(std::size_t table) {
  std::shared_lock lock(tables[table % 16]); // readers write the lock as well
  work();
}
std::atomic_flag spins[32]; // warn: cache line
void visit(std::size_t node) {
  while (spins[node % 32].test_and_set(std::memory_order_acquire))
    ;
  work();
  spins[node % 32].clear(std::memory_order_release);
}
void run() {
  for (int i = 0; i < 8; ++i)
    std::thread([] {
      while (more()) {
        put("key");
        read(pick());
        visit(pick());
      }
    }).detach();
}
} // namespace locks_as_elements

namespace two_locks_of_an_array {
struct Account {
  std::mutex mutex;
  long balance = 0;
};
std::vector<Account> accounts(100); // warn: cache line
void transfer(std::size_t from, std::size_t to, long amount) {
  std::scoped_lock lock(accounts[from].mutex, accounts[to].mutex);
  accounts[from].balance -= amount;
  accounts[to].balance += amount;
}
void run() {
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([] {
      while (more())
        transfer(pick(), pick(), 1);
    });
}
} // namespace two_locks_of_an_array

// ---- two roles, two fields

namespace one_function_for_both {
struct Traffic { // warn: cache line
  std::atomic<long> in{0};
  std::atomic<long> out{0};
};
void pump(std::atomic<long> &bytes) {
  while (more())
    bytes += measure(0);
}
void run(Traffic &t) {
  std::thread receiver(pump, std::ref(t.in));
  std::thread sender(pump, std::ref(t.out));
  receiver.join();
  sender.join();
}
} // namespace one_function_for_both

namespace member_and_lambda {
class Recorder { // warn: cache line
public:
  void run() {
    std::thread capture([this] {
      while (more())
        grab();
    });
    std::thread encode(&Recorder::encodeLoop, this);
    capture.join();
    encode.join();
  }

private:
  void grab() { captured_++; }
  void encodeLoop() {
    for (; more(); ++encoded_)
      work();
  }
  unsigned captured_ = 0;
  unsigned encoded_ = 0;
};
void run() { Recorder().run(); }
} // namespace member_and_lambda

namespace through_pointers {
struct Meter { // warn: cache line
  long volts = 0;
  long amperes = 0;
};
void follow(long *value, int channel) {
  while (more())
    *value = measure(channel);
}
void run(Meter *meter) {
  std::jthread volts([meter] { follow(&meter->volts, 0); });
  std::jthread amperes([meter] { follow(&meter->amperes, 1); });
}
} // namespace through_pointers

namespace through_local_references {
struct Stage { // warn: cache line
  std::atomic<int> queued{0};
  std::atomic<int> finished{0};
};
void run(Stage &stage) {
  std::jthread feeder([&stage] {
    auto &queued = stage.queued;
    while (more())
      queued.fetch_add(1);
  });
  std::jthread worker([s = &stage] {
    std::atomic<int> *finished = &s->finished;
    while (more())
      finished->fetch_add(1);
  });
}
} // namespace through_local_references

namespace structured_binding {
struct Pair { // warn: cache line
  std::atomic<long> left{0};
  std::atomic<long> right{0};
};
void run(Pair &pair) {
  auto &[left, right] = pair;
  std::jthread a([&left] {
    while (more())
      ++left;
  });
  std::jthread b([&right] {
    while (more())
      ++right;
  });
}
} // namespace structured_binding

namespace creator_is_a_role {
struct Download { // warn: cache line
  std::atomic<long> bytes{0};
  long redraws = 0;
};
void run() {
  Download d;
  auto transfer = std::async(std::launch::async, [&d] {
    while (more())
      d.bytes += measure(0);
  });
  while (more()) {
    work();
    d.redraws++;
  }
  transfer.get();
}
} // namespace creator_is_a_role

namespace detached {
struct Watch { // warn: cache line
  std::atomic<long> beats{0};
  std::atomic<long> misses{0};
};
Watch watch;
void run() {
  std::thread([] {
    while (more())
      watch.beats++;
  }).detach();
  while (more())
    if (!valid(measure(0)))
      watch.misses++;
}
} // namespace detached

namespace heartbeat {
struct Node { // warn: cache line
  std::atomic<long> heartbeat{0};
  int interval = 10;
  const char *address = nullptr;
};
void beat(Node &node) {
  while (more())
    node.heartbeat.store(measure(0), std::memory_order_relaxed);
}
void serve(const Node &node) {
  for (long i = 0; more(); ++i)
    if (i % node.interval == 0)
      use(node.address);
}
void run(Node &node) {
  std::jthread a(beat, std::ref(node));
  std::jthread b(serve, std::cref(node));
}
} // namespace heartbeat

namespace read_in_the_condition {
struct Job { // warn: cache line
  int last = 0;
  std::atomic<int> errors{0};
};
void run(Job &job) {
  std::thread scan([&job] {
    for (int i = 0; i < job.last; ++i)
      work();
  });
  std::thread check([&job] {
    while (more())
      job.errors.fetch_add(valid(measure(1)) ? 0 : 1);
  });
  scan.join();
  check.join();
}
} // namespace read_in_the_condition

namespace shared_lock_beside_a_setting {
class Directory { // warn: cache line
public:
  void resolve() {
    std::shared_lock lock(mutex_);
    work();
  }
  bool enabled() const { return enabled_; }

private:
  bool enabled_ = true;
  std::shared_mutex mutex_;
};
void run(Directory &directory) {
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&directory] {
      while (more())
        directory.resolve();
    });
  while (more())
    if (directory.enabled())
      work();
}
} // namespace shared_lock_beside_a_setting

namespace locked_by_hand {
struct Log { // warn: cache line
  std::mutex mutex;
  long lines = 0;
  int level = 0; // read without the lock
};
void write(Log &log) {
  while (more()) {
    log.mutex.lock();
    log.lines++;
    log.mutex.unlock();
  }
}
void filter(Log &log) {
  while (more())
    if (measure(0) > log.level)
      work();
}
void run(Log &log) {
  std::jthread a([&] { write(log); }), b([&] { filter(log); });
}
} // namespace locked_by_hand

namespace two_spin_locks {
struct Ends { // warn: cache line
  std::atomic_flag front;
  std::atomic_flag back;
};
void lock(std::atomic_flag &flag) {
  while (flag.test_and_set(std::memory_order_acquire))
    ;
}
void run(Ends &ends) {
  std::jthread producer([&ends] {
    while (more()) {
      lock(ends.back);
      work();
      ends.back.clear();
    }
  });
  std::jthread consumer([&ends] {
    while (more()) {
      lock(ends.front);
      work();
      ends.front.clear();
    }
  });
}
} // namespace two_spin_locks

namespace exchanged {
struct Slots { // warn: cache line
  std::atomic<void *> request{nullptr};
  std::atomic<void *> reply{nullptr};
};
void run(Slots &s) {
  std::jthread client([&s] {
    while (more())
      use(s.request.exchange(&s));
  });
  std::jthread server([&s] {
    while (more())
      use(s.reply.exchange(&s));
  });
}
} // namespace exchanged

namespace array_beside_a_counter {
struct Histogram { // warn: cache line
  long bins[4] = {};
  std::atomic<long> dropped{0};
};
void run(Histogram &h) {
  std::jthread fill([&h] {
    while (more())
      h.bins[pick() & 3]++;
  });
  std::jthread drop([&h] {
    while (more())
      h.dropped++;
  });
}
} // namespace array_beside_a_counter

namespace innermost_record {
struct Side {
  std::atomic<long> packets{0};
  std::atomic<long> bytes{0};
};
struct Link { // warn: cache line
  Side in;
  Side out;
};
struct Card {
  const char *name = nullptr;
  char cold[64];
  Link link;
};
void receive(Side &side) {
  while (more()) {
    side.packets++;
    side.bytes += measure(0);
  }
}
void run(Card &card) {
  std::jthread in([&card] { receive(card.link.in); });
  std::jthread out([&card] { receive(card.link.out); });
}
} // namespace innermost_record

namespace vptr_of_a_base {
struct Codec {
  virtual ~Codec();
  virtual long decode(long in);
};
struct CountingCodec : Codec { // warn: cache line
  std::atomic<long> frames{0};
};
void run(CountingCodec &codec) {
  for (int i = 0; i < 4; ++i)
    std::thread([&codec] {
      while (more()) {
        codec.decode(measure(0));
        codec.frames++;
      }
    }).detach();
}
} // namespace vptr_of_a_base

namespace field_of_a_base {
class Shared {
public:
  void retain() { references_.fetch_add(1); }
  void release() { references_.fetch_sub(1); }

private:
  std::atomic<long> references_{1};
};
class Image : public Shared { // warn: cache line
public:
  unsigned pixel(unsigned i) const { return pixels_[i % size_]; }

private:
  const unsigned *pixels_ = nullptr;
  unsigned size_ = 1;
};
void draw(Image *image) {
  while (more()) {
    image->retain();
    for (unsigned i = 0; i < 100; ++i)
      measure(static_cast<int>(image->pixel(i)));
    image->release();
  }
}
void run(Image &image) {
  std::thread a(draw, &image), b(draw, &image);
  a.join();
  b.join();
}
} // namespace field_of_a_base

namespace settings_of_many_threads {
struct Server { // warn: cache line
  std::size_t limit = 1000;
  std::atomic<std::size_t> accepted{0};
};
class Acceptor {
public:
  void start(int n) {
    for (int i = 0; i < n; ++i)
      threads_.emplace_back([this] { accept(); });
  }

private:
  void accept() {
    while (more())
      if (pick() < server_.limit)
        server_.accepted++;
  }
  Server server_;
  std::vector<std::jthread> threads_;
};
void run() { Acceptor().start(4); }
} // namespace settings_of_many_threads

namespace posix_roles {
struct State { // warn: cache line
  volatile long produced;
  volatile long consumed;
};
void *produce(void *p) {
  State *state = static_cast<State *>(p);
  while (more())
    state->produced = state->produced + 1;
  return nullptr;
}
void *consume(void *p) {
  State *state = static_cast<State *>(p);
  while (more())
    state->consumed = state->consumed + 1;
  return nullptr;
}
void run() {
  State state{};
  pthread_t a, b;
  pthread_create(&a, nullptr, produce, &state);
  pthread_create(&b, nullptr, consume, &state);
  pthread_join(a, nullptr);
  pthread_join(b, nullptr);
}
} // namespace posix_roles

// ---- two roles, two variables

namespace locals {
long run() {
  long lines = 0, words = 0; // warn: cache line
  std::thread a([&lines] {
    while (more())
      lines += measure(0);
  });
  std::thread b([&words] {
    while (more())
      words += measure(1);
  });
  a.join();
  b.join();
  return lines + words;
}
} // namespace locals

namespace globals_by_reference {
std::atomic<unsigned long> reads; // warn: cache line
std::atomic<unsigned long> writes;
void count(std::atomic<unsigned long> &n) {
  while (more())
    n.fetch_add(1, std::memory_order_relaxed);
}
void run() {
  std::jthread r(count, std::ref(reads));
  std::jthread w(count, std::ref(writes));
}
} // namespace globals_by_reference

namespace lock_beside_a_global {
std::mutex mutex; // warn: cache line
const char *prefix = nullptr;
void log() {
  while (more()) {
    std::lock_guard lock(mutex);
    work();
  }
}
void format() {
  while (more())
    use(prefix);
}
void run() { std::jthread a(log), b(format); }
} // namespace lock_beside_a_global

namespace static_members {
struct Statistics {
  inline static std::atomic<long> opened{0}; // warn: cache line
  inline static std::atomic<long> closed{0};
};
void run() {
  std::jthread a([] {
    while (more())
      Statistics::opened++;
  });
  std::jthread b([] {
    while (more())
      Statistics::closed++;
  });
}
} // namespace static_members
