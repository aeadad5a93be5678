// flags: -std=c++20 -pthread
// Nothing to gain: one hand, one word, one store, one object per thread.
#include <array>
#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <future>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <numeric>
#include <pthread.h>
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

// ---- no two threads at the same time

namespace only_one_thread {
struct Copy { // ok: one thread, and its creator waits
  std::atomic<long> read{0};
  std::atomic<long> written{0};
};
void run(Copy &c) {
  std::thread t([&c] {
    while (more()) {
      c.read++;
      work();
      c.written++;
    }
  });
  t.join();
}
} // namespace only_one_thread

namespace creator_before_the_start {
struct Index { // ok: the creator has filled its field when the thread starts
  long loaded = 0;
  long searched = 0;
};
void run(Index &index) {
  while (more())
    index.loaded += measure(0);
  std::jthread t([&index] {
    while (more())
      index.searched += measure(1);
  });
}
} // namespace creator_before_the_start

namespace phases_of_members {
class Build { // ok: the second phase starts when the first has ended
public:
  void run() {
    std::thread parse(&Build::parseAll, this);
    parse.join();
    std::thread link(&Build::linkAll, this);
    link.join();
  }

private:
  void parseAll() {
    while (more())
      parsed_ += measure(0);
  }
  void linkAll() {
    while (more())
      linked_ += measure(1);
  }
  long parsed_ = 0;
  long linked_ = 0;
};
void run() { Build().run(); }
} // namespace phases_of_members

namespace futures_awaited {
struct Sums { // ok: the first task has ended
  long left = 0;
  long right = 0;
};
void run(Sums &s) {
  auto first = std::async(std::launch::async, [&s] {
    while (more())
      s.left += measure(0);
  });
  first.get();
  auto second = std::async(std::launch::async, [&s] {
    while (more())
      s.right += measure(1);
  });
  second.wait();
}
} // namespace futures_awaited

namespace deferred {
struct Lazy { // ok: deferred tasks run in the thread that asks for them
  long first = 0;
  long second = 0;
};
void run(Lazy &lazy) {
  auto a = std::async(std::launch::deferred, [&lazy] {
    while (more())
      lazy.first += measure(0);
  });
  auto b = std::async(std::launch::deferred, [&lazy] {
    while (more())
      lazy.second += measure(1);
  });
  a.get();
  b.get();
}
} // namespace deferred

namespace one_at_a_time {
void run(int n) {
  std::vector<long> counts(n); // ok: each task is awaited before the next
  for (int i = 0; i < n; ++i)
    std::async(std::launch::async, [&counts, i] {
      while (more())
        counts[i] += measure(i);
    }).get();
}
void scoped(int n) {
  std::vector<long> counts(
      n); // ok: the thread is joined where its iteration ends
  for (int i = 0; i < n; ++i) {
    std::jthread t([&counts, i] {
      while (more())
        counts[i] += measure(i);
    });
  }
}
} // namespace one_at_a_time

namespace read_after_the_join {
struct Result { // ok: read when all have ended
  std::atomic<long> good{0};
  long scale = 1;
};
void joinAll(std::vector<std::thread> &threads) {
  for (auto &t : threads)
    t.join();
}
long run(Result &r) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&r] {
      while (more())
        r.good++;
    });
  joinAll(threads);
  long sum = 0;
  while (more())
    sum += r.scale * measure(0);
  return sum;
}
} // namespace read_after_the_join

namespace read_after_the_end_of_a_pool {
struct Totals { // ok: the pool is gone
  std::atomic<long> bytes{0};
  long files = 0;
};
long run(Totals &t) {
  std::vector<std::jthread> pool;
  for (int i = 0; i < 4; ++i)
    pool.emplace_back([&t] {
      while (more())
        t.bytes += measure(0);
    });
  pool.clear();
  while (more())
    t.files += measure(1);
  return t.files;
}
} // namespace read_after_the_end_of_a_pool

namespace loop_that_starts {
struct Farm { // ok: the loop that starts the threads ends soon
  long started = 0;
  std::atomic<long> finished{0};
};
void run(Farm &farm, int n) {
  std::vector<std::jthread> threads;
  for (int i = 0; i < n; ++i) {
    farm.started++;
    threads.emplace_back([&farm] {
      while (more())
        farm.finished++;
    });
  }
}
} // namespace loop_that_starts

namespace joining_is_no_role {
class Workers { // ok: the loop that joins only waits
public:
  void start() {
    for (int i = 0; i < 4; ++i)
      threads_.emplace_back([this] {
        while (more())
          done_++;
      });
  }
  void stop() {
    for (std::thread &t : threads_)
      t.join();
  }

private:
  std::vector<std::thread> threads_;
  std::atomic<long> done_{0};
};
void run() {
  Workers workers;
  workers.start();
  workers.stop();
}
} // namespace joining_is_no_role

namespace no_thread_at_all {
struct Simulation { // ok: the same shape without threads
  std::vector<long> counts;
  std::atomic<long> steps{0};
  std::atomic<long> events{0};
  void worker(std::size_t tid) {
    for (int k = 0; k < 1000; ++k)
      counts[tid] += measure(k);
    steps++;
  }
  void run(std::size_t threads) {
    for (std::size_t tid = 0; tid < threads; ++tid)
      worker(tid);
    while (more())
      events++;
  }
};
void run() { Simulation{std::vector<long>(8)}.run(8); }
} // namespace no_thread_at_all

namespace stored_callbacks {
struct Hooks { // ok: callbacks that nobody runs in a thread
  std::atomic<long> clicks{0};
  std::atomic<long> keys{0};
};
void run(Hooks &hooks, std::vector<std::function<void()>> &handlers) {
  handlers.emplace_back([&hooks] {
    while (more())
      hooks.clicks++;
  });
  handlers.emplace_back([&hooks] {
    while (more())
      hooks.keys++;
  });
  for (auto &h : handlers)
    h();
}
} // namespace stored_callbacks

// ---- not again and again

namespace stop_flags {
class Service { // ok: flags are stored once, the loops read them
public:
  void start() {
    reader_ = std::thread([this] {
      ready_ = true;
      while (running_)
        work();
    });
    writer_ = std::thread([this] {
      while (running_)
        work();
    });
  }
  void stop() {
    running_ = false;
    reader_.join();
    writer_.join();
  }

private:
  std::atomic<bool> running_{true};
  std::atomic<bool> ready_{false};
  std::thread reader_;
  std::thread writer_;
};
void run() {
  Service service;
  service.start();
  service.stop();
}
} // namespace stop_flags

namespace set_before_the_start {
struct Options { // ok: set in a loop, but before the threads
  int depth = 0;
  int width = 0;
};
void run(Options &options, const std::vector<std::string> &arguments) {
  for (const std::string &a : arguments)
    (a == "-d" ? options.depth : options.width)++;
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&options] {
      for (int k = 0; k < options.depth; ++k)
        measure(options.width);
    });
}
} // namespace set_before_the_start

namespace summed_in_a_local {
long sumOf(int part) {
  long sum = 0;
  while (more())
    sum += measure(part);
  return sum;
}
long run(int n) {
  std::vector<long> sums(n); // ok: the helper sums in a local
  std::vector<std::thread> threads;
  for (int i = 0; i < n; ++i)
    threads.emplace_back([&sums, i] { sums[i] = sumOf(i); });
  for (auto &t : threads)
    t.join();
  return std::accumulate(sums.begin(), sums.end(), 0L);
}
} // namespace summed_in_a_local

namespace local_counters_published_once {
struct Report { // ok: each thread publishes once
  std::atomic<long> lines{0};
  std::atomic<long> errors{0};
};
void run(Report &report) {
  std::jthread lines([&report] {
    long mine = 0;
    while (more())
      mine += measure(0);
    report.lines += mine;
  });
  std::jthread errors([&report] {
    long mine = 0;
    while (more())
      mine += measure(1);
    report.errors += mine;
  });
}
} // namespace local_counters_published_once

namespace read_before_the_loop {
struct Job { // ok: the limit is read once, before the loop
  int limit = 0;
  std::atomic<long> done{0};
};
void run(Job &job) {
  std::jthread scan([&job] {
    const int limit = job.limit;
    for (int i = 0; i < limit; ++i)
      work();
  });
  std::jthread count([&job] {
    while (more())
      job.done++;
  });
}
} // namespace read_before_the_loop

namespace a_few_stores {
void run(int n) {
  std::vector<long> phases(n); // ok: three stores per thread
  std::vector<std::jthread> threads;
  for (int i = 0; i < n; ++i)
    threads.emplace_back([&phases, i] {
      for (int phase = 0; phase < 3; ++phase) {
        work();
        phases[i] = phase;
      }
    });
}
} // namespace a_few_stores

namespace last_store {
void run(int n) {
  std::vector<int> results(n, -1); // ok: the store is the last thing done
  std::vector<std::jthread> threads;
  for (int i = 0; i < n; ++i)
    threads.emplace_back([&results, i] {
      for (int k = 0; more(); ++k)
        if (valid(measure(k))) {
          results[i] = k;
          break;
        }
    });
}
} // namespace last_store

namespace error_on_the_way_out {
struct Stream { // ok: the error ends the loop
  const char *name = nullptr;
  int error = 0;
};
void pump(Stream &s) {
  while (more()) {
    if (!valid(measure(0))) {
      s.error = 5;
      break;
    }
    work();
  }
}
void show(const Stream &s) {
  while (more())
    use(s.name);
}
void run(Stream &s) {
  std::jthread a(pump, std::ref(s)), b(show, std::cref(s));
}
} // namespace error_on_the_way_out

namespace kept_in_registers {
void dot(const float *x, const float *y, std::size_t n, double *sum) {
  for (std::size_t i = 0; i < n; ++i)
    *sum += x[i] * y[i];
}
double run(const std::vector<float> &x, const std::vector<float> &y) {
  std::vector<double> sums(
      4); // ok: added up in a register, floats are no doubles
  std::vector<std::thread> threads;
  const std::size_t part = x.size() / 4;
  for (std::size_t i = 0; i < 4; ++i)
    threads.emplace_back(dot, x.data() + i * part, y.data() + i * part, part,
                         &sums[i]);
  for (auto &t : threads)
    t.join();
  return sums[0] + sums[1] + sums[2] + sums[3];
}
void addLengths(const int *values, int n, long &total) {
  for (int k = 0; k < n; ++k)
    total += values[k];
}
long lengths(const std::vector<int> &values, int n) {
  std::vector<long> totals(n); // ok: no call, no condition, int is not long
  std::vector<std::jthread> threads;
  for (int i = 0; i < n; ++i)
    threads.emplace_back([&values, &total = totals[i], n] {
      addLengths(values.data(), static_cast<int>(values.size()) / n, total);
    });
  threads.clear();
  return totals[0];
}
} // namespace kept_in_registers

// ---- true sharing

namespace same_writes_in_two_functions {
struct Cache { // ok: readers and writers write both
  std::atomic<long> lookups{0};
  std::atomic<long> misses{0};
};
void get(Cache &c) {
  while (more()) {
    c.lookups++;
    if (!valid(measure(0)))
      c.misses++;
  }
}
void put(Cache &c) {
  for (; more();) {
    c.misses++;
    c.lookups++;
  }
}
void run(Cache &c) { std::jthread a(get, std::ref(c)), b(put, std::ref(c)); }
} // namespace same_writes_in_two_functions

namespace one_lock_in_members {
class Bank { // ok: one lock guards all
public:
  void deposit(long n) {
    std::lock_guard<std::mutex> lock(mutex_);
    deposits_ += n;
  }
  void withdraw(long n) {
    mutex_.lock();
    withdrawals_ += n;
    mutex_.unlock();
  }
  long balance() {
    std::scoped_lock lock(mutex_);
    return deposits_ - withdrawals_;
  }

private:
  std::mutex mutex_;
  long deposits_ = 0;
  long withdrawals_ = 0;
};
void run(Bank &bank) {
  std::jthread in([&] {
    while (more())
      bank.deposit(measure(0));
  });
  std::jthread out([&] {
    while (more())
      bank.withdraw(measure(1));
  });
  while (more())
    measure(static_cast<int>(bank.balance()));
}
} // namespace one_lock_in_members

namespace lock_in_another_record {
struct Shared { // ok: one lock, which stands elsewhere
  long in = 0;
  long out = 0;
};
std::mutex guard;
void run(Shared &s) {
  std::jthread a([&s] {
    while (more()) {
      std::unique_lock lock(guard);
      s.in += measure(0);
    }
  });
  std::jthread b([&s] {
    while (more()) {
      std::unique_lock lock(guard);
      s.out += measure(1);
    }
  });
}
} // namespace lock_in_another_record

namespace waiting {
class Queue { // ok: lock, signals and data of one queue
public:
  void push(long v) {
    std::unique_lock lock(mutex_);
    notFull_.wait(lock, [this] { return size_ < 16; });
    ring_[(head_ + size_++) % 16] = v;
    notEmpty_.notify_one();
  }
  long pop() {
    std::unique_lock lock(mutex_);
    notEmpty_.wait(lock, [this] { return size_ > 0; });
    const long v = ring_[head_];
    head_ = (head_ + 1) % 16;
    --size_;
    notFull_.notify_one();
    return v;
  }

private:
  std::mutex mutex_;
  std::condition_variable notFull_;
  std::condition_variable notEmpty_;
  long ring_[16] = {};
  std::size_t head_ = 0;
  std::size_t size_ = 0;
};
void run() {
  Queue queue;
  std::jthread producer([&] {
    while (more())
      queue.push(measure(0));
  });
  while (more())
    measure(static_cast<int>(queue.pop()));
}
} // namespace waiting

namespace kinds_of_events {
enum class Kind { request, response, failure };
class Statistics {
public:
  void add(Kind kind) { counts_[static_cast<std::size_t>(kind)]++; }

private:
  std::atomic<long> counts_[3] = {}; // ok: a kind is no thread, all write all
};
void run(Statistics &s) {
  std::vector<std::jthread> threads;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&s] {
      while (more()) {
        s.add(Kind::request);
        s.add(valid(measure(0)) ? Kind::response : Kind::failure);
      }
    });
}
} // namespace kinds_of_events

namespace index_from_the_data {
std::atomic<long> histogram[256]; // ok: the data decides, all write all
void run(const std::vector<unsigned char> &bytes) {
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&bytes] {
      for (unsigned char b : bytes)
        histogram[b].fetch_add(1, std::memory_order_relaxed);
    });
}
} // namespace index_from_the_data

namespace one_element_for_all {
std::vector<std::atomic<long>> totals(4); // ok: all threads write one element
void run(std::size_t phase) {
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([phase] {
      while (more())
        totals[phase]++;
    });
}
} // namespace one_element_for_all

namespace one_word {
class Progress { // ok: one counter
public:
  void run() {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i)
      threads.emplace_back(&Progress::loop, this);
    while (more())
      measure(static_cast<int>(done_.load()));
  }

private:
  void loop() {
    while (more())
      done_.fetch_add(1);
  }
  std::atomic<long> done_{0};
};
void run() { Progress().run(); }
} // namespace one_word

// ---- one writer, or none

namespace both_of_one_thread {
struct Decoder { // ok: one thread writes, the other waits in get
  long frames = 0;
  long bytes = 0;
};
void run(Decoder &d) {
  auto task = std::async(std::launch::async, [&d] {
    while (more()) {
      d.frames++;
      d.bytes += measure(0);
    }
  });
  task.get();
}
} // namespace both_of_one_thread

namespace only_read {
struct Model { // ok: nobody writes
  const float *weights = nullptr;
  std::size_t layers = 0;
};
void run(Model &model) {
  std::vector<std::jthread> threads;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&model] {
      for (std::size_t k = 0; k < model.layers; ++k)
        use(model.weights + k);
    });
}
void offsets(const std::vector<std::size_t> &begin) {
  std::vector<std::size_t> ends(begin); // ok: only read by the threads
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < ends.size(); ++i)
    threads.emplace_back([&, i] {
      for (std::size_t k = begin[i]; k < ends[i]; ++k)
        work();
    });
}
} // namespace only_read

namespace constants {
struct Pool { // ok: constants are folded, the counter stands alone
  static constexpr int limit = 100;
  std::atomic<long> used{0};
};
const int limits[4] = {1, 2, 3, 4}; // ok: constant
void run(Pool &pool) {
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&pool, i] {
      while (more() && pool.used < Pool::limit)
        pool.used += limits[i];
    });
}
} // namespace constants

namespace no_virtual_call {
class Session { // ok: the call names its class, nobody reads the vptr
public:
  virtual ~Session();
  virtual void poll();
  std::atomic<long> polls{0};
};
void run(Session &session) {
  for (int i = 0; i < 4; ++i)
    std::thread([&session] {
      while (more()) {
        session.Session::poll();
        session.polls++;
      }
    }).detach();
}
} // namespace no_virtual_call

// ---- one object per thread

namespace thread_local_objects {
struct Stats { // ok: thread_local
  long hits = 0;
  long misses = 0;
};
Stats &stats() {
  thread_local Stats s;
  return s;
}
thread_local std::array<long, 4> kinds; // ok: thread_local
void serve() {
  while (more()) {
    (valid(measure(0)) ? stats().hits : stats().misses)++;
    kinds[pick() & 3]++;
  }
}
void poll() {
  while (more())
    stats().hits++;
}
void run() {
  std::thread(serve).detach();
  std::thread(serve).detach();
  std::thread(poll).detach();
}
} // namespace thread_local_objects

namespace object_of_the_thread {
struct Parser { // ok: a local of the thread
  int depth = 0;
  std::atomic<long> tokens{0};
  void parse() {
    while (more()) {
      if (depth < 100)
        tokens++;
      work();
    }
  }
};
void run() {
  std::vector<std::jthread> threads;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([] {
      Parser parser;
      parser.parse();
    });
}
} // namespace object_of_the_thread

namespace object_of_each_thread {
struct Connection { // ok: a heap object for each thread
  int socket = 0;
  std::atomic<long> bytes{0};
};
void serve(std::shared_ptr<Connection> c) {
  while (more()) {
    use(&c->socket);
    c->bytes += measure(c->socket);
  }
}
void run() {
  while (more()) {
    auto connection = std::make_shared<Connection>();
    std::thread(serve, connection).detach();
  }
}
} // namespace object_of_each_thread

namespace pointers_to_objects {
struct Worker {
  long done = 0;
  void loop() {
    while (more())
      done += measure(0);
  }
};
void run(int n) {
  std::vector<std::unique_ptr<Worker>> workers; // ok: the vector holds pointers
  std::vector<std::jthread> threads;
  for (int i = 0; i < n; ++i) {
    workers.push_back(std::make_unique<Worker>());
    threads.emplace_back(&Worker::loop, workers.back().get());
  }
}
} // namespace pointers_to_objects

namespace copies {
void add(std::vector<long> counts, int id) {
  while (more())
    counts[id] += measure(id);
  use(counts.data());
}
void run(int n) {
  std::vector<long> counts(n); // ok: each thread has a copy
  std::vector<std::jthread> threads;
  for (int i = 0; i < n; ++i)
    threads.emplace_back(add, counts, i);
  for (int i = 0; i < n; ++i)
    threads.emplace_back([counts, i]() mutable {
      while (more())
        counts[i] += measure(i);
    });
}
struct Window { // ok: captured by copy
  long left = 0;
  long right = 0;
};
void slide() {
  Window window;
  std::jthread a([window]() mutable {
    while (more())
      window.left += measure(0);
  });
  std::jthread b([w = window]() mutable {
    while (more())
      w.right += measure(1);
  });
}
} // namespace copies

namespace array_in_the_thread {
void shard(int id) {
  long counts[8] = {}; // ok: a local of the thread
  while (more())
    counts[id & 7] += measure(id);
  use(counts);
}
void run() {
  for (int i = 0; i < 8; ++i)
    std::thread(shard, i).detach();
}
} // namespace array_in_the_thread

namespace separate_objects {
struct Stats { // ok: each thread writes another object
  long in = 0;
  long out = 0;
};
void run() {
  auto a = std::make_unique<Stats>();
  auto b = std::make_unique<Stats>();
  std::jthread reader([s = a.get()] {
    while (more())
      s->in += measure(0);
  });
  std::jthread writer([s = b.get()] {
    while (more())
      s->out += measure(1);
  });
}
} // namespace separate_objects

// ---- far apart, or in blocks

namespace blocks {
void scale(std::vector<double> &values, std::size_t begin, std::size_t end) {
  for (std::size_t i = begin; i < end; ++i)
    values[i] *= static_cast<double>(measure(static_cast<int>(i)));
}
void run(std::vector<double> &values, std::size_t n) { // ok: a block for each
  std::vector<std::thread> threads;
  const std::size_t size = values.size() / n;
  for (std::size_t t = 0; t < n; ++t)
    threads.emplace_back(scale, std::ref(values), t * size, (t + 1) * size);
  for (auto &t : threads)
    t.join();
}
void lambdas(std::vector<float> &out, int n) { // ok: a block for each thread
  std::vector<std::jthread> threads;
  const int part = static_cast<int>(out.size()) / n;
  for (int t = 0; t < n; ++t)
    threads.emplace_back([&out, t, part] {
      for (int i = t * part; i < (t + 1) * part; ++i)
        out[i] = static_cast<float>(measure(i));
    });
}
void pointers(int *out, std::size_t n) { // ok: a block for each thread
  std::vector<std::jthread> threads;
  for (int *p = out; p < out + n; p += 1024)
    threads.emplace_back([p] {
      for (int *q = p; q != p + 1024; ++q)
        *q = static_cast<int>(measure(1));
    });
}
} // namespace blocks

namespace rows_on_the_heap {
void run(int n) {
  std::vector<std::vector<long>> rows(n); // ok: a row is memory of its own
  for (auto &row : rows)
    row.resize(1000);
  std::vector<std::jthread> threads;
  for (int i = 0; i < n; ++i)
    threads.emplace_back([&rows, i] {
      while (more())
        rows[i][pick() % 1000]++;
    });
}
} // namespace rows_on_the_heap

namespace long_rows {
long grid[8][128];                          // ok: rows of 1024 bytes
std::array<std::array<long, 64>, 8> tables; // ok: rows of 512 bytes
void run() {
  for (int i = 0; i < 8; ++i)
    std::thread([i] {
      while (more()) {
        grid[i][pick() & 127]++;
        tables[i][pick() & 63]++;
      }
    }).detach();
}
} // namespace long_rows

namespace nodes {
void run(int n) {
  std::list<long> counts(n); // ok: each element has a node
  std::vector<std::jthread> threads;
  for (long &c : counts)
    threads.emplace_back([&c] {
      while (more())
        c += measure(0);
    });
}
} // namespace nodes

// ---- not seen

namespace handed_to_others {
struct Monitor { // ok: what others do with it is not in this file
  std::atomic<long> reads{0};
  std::atomic<long> writes{0};
};
void observe(Monitor *monitor);
void run(Monitor &monitor) {
  observe(&monitor);
  std::jthread t([&monitor] {
    while (more())
      monitor.reads++;
  });
}
} // namespace handed_to_others

namespace comma_as_a_place {
long spare;
struct Pair { // ok: one thread
  long a = 0;
  long b = 0;
};
void run(Pair &p) {
  std::jthread t([&p] {
    while (more()) {
      long &last = (work(), p.a);
      last += measure(0);
      (spare = 1, p.b)++;
    }
  });
}
} // namespace comma_as_a_place

namespace unknown_member_function {
class Reader { // declared elsewhere: it may write, or only look up
public:
  long find(long key);

private:
  long *data_ = nullptr;
};
struct Job { // ok: what find does to the reader is not known
  Reader reader;
  long limit = 0;
};
void run(Job &job) {
  std::jthread a([&job] {
    while (more())
      job.reader.find(measure(0));
  });
  while (more())
    use(&job.limit + job.limit);
}
} // namespace unknown_member_function

namespace long_chain {
struct Log {
  Log &operator<<(long x);
};
struct Totals { // ok: one thread; and the chain is visited once
  long a = 0;
  long b = 0;
};
void run(Totals &t, Log &log) {
  std::jthread writer([&] {
    while (more()) {
      t.a += measure(0);
      log << t.a << t.a << t.a << t.a << t.a << t.a << t.a << t.a << t.a << t.a
          << t.a << t.a << t.a << t.a << t.a << t.a << t.a << t.a << t.a << t.a
          << t.a << t.a << t.a << t.a << t.a << t.a << t.a << t.a << t.a << t.a
          << t.a << t.a << t.a << t.a << t.a << t.a << t.a << t.a << t.a << t.a;
      t.b += measure(1);
    }
  });
}
} // namespace long_chain

namespace parts_of_a_vector {
struct Body { // ok: each thread has its half of them
  double x = 0;
  double speed = 0;
};
void move(std::vector<Body> &bodies, std::size_t from, std::size_t to) {
  while (more())
    for (std::size_t i = from; i < to; ++i)
      if (valid(long(bodies[i].x)))
        bodies[i].x += bodies[i].speed;
}
void run(std::vector<Body> &bodies) {
  std::jthread left([&] { move(bodies, 0, bodies.size() / 2); });
  std::jthread right([&] { move(bodies, bodies.size() / 2, bodies.size()); });
}
} // namespace parts_of_a_vector
