// flags: -std=c++20 -pthread -fopenmp
// Bugs that projects found and fixed, rebuilt: the shape before and after.
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

extern "C" int omp_get_thread_num(void);
extern "C" int omp_get_max_threads(void);

bool more();
long measure(int i);
std::uint64_t clockMicros();
void idle();
void use(const void *p);

// ---- a lock beside a pointer that each read looks at
// facebook/rocksdb#9637
namespace block_tracer {
struct Tracer {
  void access(long key);
};
struct Table {
  const char *find(long key) const;
  void insert(long key, const char *value);
};
namespace before {
class Database { // warn: cache line
public:
  const char *get(long key) {
    if (tracer_)
      tracer_->access(key);
    return memory_->find(key);
  }
  void put(long key, const char *value) {
    std::lock_guard<std::mutex> lock(mutex_);
    memory_->insert(key, value);
    lastSequence_++;
  }

private:
  Table *memory_ = nullptr;
  Tracer *tracer_ = nullptr;
  std::mutex mutex_;
  std::uint64_t lastSequence_ = 0;
};
void benchmark(Database &db, int readers) {
  std::vector<std::jthread> threads;
  for (int i = 0; i < readers; ++i)
    threads.emplace_back([&db, i] {
      while (more())
        use(db.get(measure(i)));
    });
  for (long key = 0; more(); ++key)
    db.put(key, "value");
}
} // namespace before
namespace after {
class Database { // ok: the lock starts a line of its own
public:
  const char *get(long key) {
    if (tracer_)
      tracer_->access(key);
    return memory_->find(key);
  }
  void put(long key, const char *value) {
    std::lock_guard<std::mutex> lock(mutex_);
    memory_->insert(key, value);
    lastSequence_++;
  }

private:
  Table *memory_ = nullptr;
  Tracer *tracer_ = nullptr;
  alignas(64) std::mutex mutex_;
  std::uint64_t lastSequence_ = 0;
};
void benchmark(Database &db, int readers) {
  std::vector<std::jthread> threads;
  for (int i = 0; i < readers; ++i)
    threads.emplace_back([&db, i] {
      while (more())
        use(db.get(measure(i)));
    });
  for (long key = 0; more(); ++key)
    db.put(key, "value");
}
} // namespace after
} // namespace block_tracer

// ---- what inserts count beside what lookups read
// facebook/rocksdb#2520
namespace handle_table {
struct Handle {
  std::uint32_t hash;
  Handle *next;
};
namespace before {
class HandleTable { // warn: cache line
public:
  Handle *lookup(std::uint32_t hash) const {
    Handle *h = list_[hash & (length_ - 1)];
    while (h && h->hash != hash)
      h = h->next;
    return h;
  }
  void insert(Handle *h) {
    Handle *&head = list_[h->hash & (length_ - 1)];
    h->next = head;
    head = h;
    ++elements_;
  }

private:
  std::uint32_t length_ = 1024;
  std::uint32_t elements_ = 0;
  Handle **list_ = nullptr;
};
Handle *allocate();
void fill(HandleTable *table) {
  while (more())
    table->insert(allocate());
}
void serve(HandleTable *table) {
  while (more())
    use(table->lookup(static_cast<std::uint32_t>(measure(0))));
}
void start(HandleTable &table) {
  std::thread writer(fill, &table);
  std::thread readers[4];
  for (std::thread &r : readers)
    r = std::thread(serve, &table);
  for (std::thread &r : readers)
    r.join();
  writer.join();
}
} // namespace before
namespace after {
class HandleTable { // ok: only what is written has a line of its own
public:
  Handle *lookup(std::uint32_t hash) const {
    Handle *h = list_[hash & (length_ - 1)];
    while (h && h->hash != hash)
      h = h->next;
    return h;
  }
  void insert(Handle *h) {
    Handle *&head = list_[h->hash & (length_ - 1)];
    h->next = head;
    head = h;
    ++elements_;
  }

private:
  std::uint32_t length_ = 1024;
  Handle **list_ = nullptr;
  alignas(64) std::uint32_t elements_ = 0;
};
Handle *allocate();
void fill(HandleTable *table) {
  while (more())
    table->insert(allocate());
}
void serve(HandleTable *table) {
  while (more())
    use(table->lookup(static_cast<std::uint32_t>(measure(0))));
}
void start(HandleTable &table) {
  std::thread writer(fill, &table);
  std::thread readers[4];
  for (std::thread &r : readers)
    r = std::thread(serve, &table);
  for (std::thread &r : readers)
    r.join();
  writer.join();
}
} // namespace after
} // namespace handle_table

// ---- statistics of each thread in cells of 16 bytes
// dragonflydb/dragonfly#7581
namespace command_stats {
bool nextCommand(unsigned thread);
namespace before {
struct CommandStat {
  std::uint64_t calls = 0;
  std::uint64_t micros = 0;
};
class Command {
public:
  void invoke(unsigned thread) {
    const std::uint64_t begin = clockMicros();
    run();
    stats_[thread].calls++;
    stats_[thread].micros += clockMicros() - begin;
  }
  void run();

private:
  std::string name_;
  CommandStat stats_[64]; // warn: cache line
};
Command get;
void proactor(unsigned thread) {
  while (nextCommand(thread))
    get.invoke(thread);
}
void start(unsigned n) {
  for (unsigned thread = 0; thread != n; thread++)
    std::thread(proactor, thread).detach();
}
} // namespace before
namespace after {
struct alignas(64) CommandStat {
  std::uint64_t calls = 0;
  std::uint64_t micros = 0;
};
class Command {
public:
  void invoke(unsigned thread) {
    const std::uint64_t begin = clockMicros();
    run();
    stats_[thread].calls++;
    stats_[thread].micros += clockMicros() - begin;
  }
  void run();

private:
  std::string name_;
  CommandStat stats_[64]; // ok: a line for each thread
};
Command get;
void proactor(unsigned thread) {
  while (nextCommand(thread))
    get.invoke(thread);
}
void start(unsigned n) {
  for (unsigned thread = 0; thread != n; thread++)
    std::thread(proactor, thread).detach();
}
} // namespace after
} // namespace command_stats

// ---- memory used by each thread: only the start of the array is aligned
// redis/redis#14907
namespace used_memory {
void *rawAllocate(std::size_t n);
std::size_t request();
namespace before {
constexpr int maxThreads = 128;
alignas(64) std::size_t usedMemory[maxThreads]; // warn: cache line
void *allocate(int thread, std::size_t n) {
  void *p = rawAllocate(n);
  if (!p)
    return nullptr;
  usedMemory[thread] += n;
  return p;
}
std::size_t totalUsed() {
  std::size_t sum = 0;
  for (int i = 0; i < maxThreads; ++i)
    sum += usedMemory[i];
  return sum;
}
void ioLoop(int thread) {
  while (more())
    use(allocate(thread, request()));
}
void start(int count) {
  std::vector<std::thread> pool(count);
  for (int i = 0; i < count; ++i)
    pool[i] = std::thread(ioLoop, i);
  for (auto &t : pool)
    t.join();
}
} // namespace before
namespace after {
constexpr int maxThreads = 128;
struct alignas(64) Used {
  std::size_t bytes;
};
Used usedMemory[maxThreads]; // ok: each element has a line
void *allocate(int thread, std::size_t n) {
  void *p = rawAllocate(n);
  if (!p)
    return nullptr;
  usedMemory[thread].bytes += n;
  return p;
}
std::size_t totalUsed() {
  std::size_t sum = 0;
  for (int i = 0; i < maxThreads; ++i)
    sum += usedMemory[i].bytes;
  return sum;
}
void ioLoop(int thread) {
  while (more())
    use(allocate(thread, request()));
}
void start(int count) {
  std::vector<std::thread> pool(count);
  for (int i = 0; i < count; ++i)
    pool[i] = std::thread(ioLoop, i);
  for (auto &t : pool)
    t.join();
}
} // namespace after
} // namespace used_memory

// ---- counters of all workers among settings
// arkime/arkime#4146
namespace benchmark_settings {
void send(const char *host, int pipeline);
namespace before {
struct Config { // warn: cache line
  const char *host = "localhost";
  int requests = 100000;
  std::atomic<int> issued{0};
  std::atomic<int> finished{0};
  int pipeline = 1;
};
Config config;
void client() {
  while (config.issued.fetch_add(config.pipeline) < config.requests) {
    send(config.host, config.pipeline);
    config.finished.fetch_add(config.pipeline);
  }
}
void run(int clients) {
  std::vector<std::jthread> threads;
  for (int i = 0; i < clients; ++i)
    threads.emplace_back(client);
}
} // namespace before
namespace after {
struct Config { // ok: the counters begin a line, all threads write both
  const char *host = "localhost";
  int requests = 100000;
  int pipeline = 1;
  alignas(64) std::atomic<int> issued{0};
  std::atomic<int> finished{0};
};
Config config;
void client() {
  while (config.issued.fetch_add(config.pipeline) < config.requests) {
    send(config.host, config.pipeline);
    config.finished.fetch_add(config.pipeline);
  }
}
void run(int clients) {
  std::vector<std::jthread> threads;
  for (int i = 0; i < clients; ++i)
    threads.emplace_back(client);
}
} // namespace after
} // namespace benchmark_settings

// ---- a barrier: arrivals beside the word that all spin on
// ggml-org/llama.cpp#9588
namespace spin_barrier {
void computeNode(int node, int thread);
namespace before {
struct ThreadPool { // warn: cache line
  std::atomic<int> arrived{0};
  std::atomic<int> passed{0};
};
void barrier(ThreadPool *pool, int threads) {
  const int before = pool->passed.load(std::memory_order_relaxed);
  if (pool->arrived.fetch_add(1) == threads - 1) {
    pool->arrived.store(0, std::memory_order_relaxed);
    pool->passed.fetch_add(1);
    return;
  }
  while (pool->passed.load(std::memory_order_relaxed) == before)
    idle();
}
void compute(ThreadPool *pool, int nodes, int thread, int threads) {
  for (int node = 0; node < nodes; ++node) {
    computeNode(node, thread);
    barrier(pool, threads);
  }
}
void graph(int nodes, int threads) {
  ThreadPool pool;
  std::vector<std::thread> workers;
  for (int i = 1; i < threads; ++i)
    workers.emplace_back(compute, &pool, nodes, i, threads);
  compute(&pool, nodes, 0, threads);
  for (std::thread &w : workers)
    w.join();
}
} // namespace before
namespace after {
struct ThreadPool { // ok: a line for each word
  alignas(64) std::atomic<int> arrived{0};
  alignas(64) std::atomic<int> passed{0};
};
void barrier(ThreadPool *pool, int threads) {
  const int before = pool->passed.load(std::memory_order_relaxed);
  if (pool->arrived.fetch_add(1) == threads - 1) {
    pool->arrived.store(0, std::memory_order_relaxed);
    pool->passed.fetch_add(1);
    return;
  }
  while (pool->passed.load(std::memory_order_relaxed) == before)
    idle();
}
void compute(ThreadPool *pool, int nodes, int thread, int threads) {
  for (int node = 0; node < nodes; ++node) {
    computeNode(node, thread);
    barrier(pool, threads);
  }
}
void graph(int nodes, int threads) {
  ThreadPool pool;
  std::vector<std::thread> workers;
  for (int i = 1; i < threads; ++i)
    workers.emplace_back(compute, &pool, nodes, i, threads);
  compute(&pool, nodes, 0, threads);
  for (std::thread &w : workers)
    w.join();
}
} // namespace after
} // namespace spin_barrier

// ---- what producers count beside what pollers count
// grpc/grpc#33173
namespace completion_queue {
namespace before {
class CompletionQueue { // warn: cache line
public:
  void push() { pushed_.fetch_add(1, std::memory_order_release); }
  bool poll() {
    polls_.fetch_add(1, std::memory_order_relaxed);
    return measure(1) > 0;
  }

private:
  std::atomic<long> pushed_{0};
  std::atomic<long> polls_{0};
};
class Server {
public:
  void start() {
    transport_ = std::thread([this] {
      while (more())
        queue_.push();
    });
    poller_ = std::thread([this] { pollUntilDone(); });
  }
  void stop() {
    transport_.join();
    poller_.join();
  }

private:
  void pollUntilDone() {
    do
      queue_.poll();
    while (more());
  }
  CompletionQueue queue_;
  std::thread transport_;
  std::thread poller_;
};
} // namespace before
namespace after {
class CompletionQueue { // ok: a line for each side
public:
  void push() { pushed_.fetch_add(1, std::memory_order_release); }
  bool poll() {
    polls_.fetch_add(1, std::memory_order_relaxed);
    return measure(1) > 0;
  }

private:
  alignas(64) std::atomic<long> pushed_{0};
  alignas(64) std::atomic<long> polls_{0};
};
class Server {
public:
  void start() {
    transport_ = std::thread([this] {
      while (more())
        queue_.push();
    });
    poller_ = std::thread([this] { pollUntilDone(); });
  }
  void stop() {
    transport_.join();
    poller_.join();
  }

private:
  void pollUntilDone() {
    do
      queue_.poll();
    while (more());
  }
  CompletionQueue queue_;
  std::thread transport_;
  std::thread poller_;
};
} // namespace after
} // namespace completion_queue

// ---- a queue of tasks: its owner's end beside the thieves' end
// JuliaLang/julia#52994
namespace work_stealing {
struct Task {
  void run();
};
namespace before {
struct WorkStealingQueue { // warn: cache line
  std::atomic<std::int64_t> top{0};
  std::atomic<std::int64_t> bottom{0};
  std::atomic<Task **> buffer{nullptr};

  void push(Task *task) {
    const std::int64_t b = bottom.load(std::memory_order_relaxed);
    buffer.load(std::memory_order_relaxed)[b & 1023] = task;
    bottom.store(b + 1, std::memory_order_release);
  }
  Task *steal() {
    std::int64_t t = top.load(std::memory_order_acquire);
    if (t >= bottom.load(std::memory_order_acquire))
      return nullptr;
    Task *task = buffer.load(std::memory_order_relaxed)[t & 1023];
    return top.compare_exchange_strong(t, t + 1) ? task : nullptr;
  }
};
Task *mark();
void collect(WorkStealingQueue &queue, int thieves) {
  std::vector<std::jthread> threads;
  for (int i = 0; i < thieves; ++i)
    threads.emplace_back([&queue] {
      while (more())
        if (Task *task = queue.steal())
          task->run();
    });
  while (more())
    queue.push(mark());
}
} // namespace before
namespace after {
struct WorkStealingQueue { // ok: each end has a line, the buffer is behind both
  alignas(64) std::atomic<std::int64_t> top{0};
  alignas(64) std::atomic<std::int64_t> bottom{0};
  alignas(64) std::atomic<Task **> buffer{nullptr};

  void push(Task *task) {
    const std::int64_t b = bottom.load(std::memory_order_relaxed);
    buffer.load(std::memory_order_relaxed)[b & 1023] = task;
    bottom.store(b + 1, std::memory_order_release);
  }
  Task *steal() {
    std::int64_t t = top.load(std::memory_order_acquire);
    if (t >= bottom.load(std::memory_order_acquire))
      return nullptr;
    Task *task = buffer.load(std::memory_order_relaxed)[t & 1023];
    return top.compare_exchange_strong(t, t + 1) ? task : nullptr;
  }
};
Task *mark();
void collect(WorkStealingQueue &queue, int thieves) {
  std::vector<std::jthread> threads;
  for (int i = 0; i < thieves; ++i)
    threads.emplace_back([&queue] {
      while (more())
        if (Task *task = queue.steal())
          task->run();
    });
  while (more())
    queue.push(mark());
}
} // namespace after
} // namespace work_stealing

// ---- padding counted as if the record began at a line
// aeron-io/aeron#1915
namespace ring_padding {
namespace before {
struct Descriptor { // warn: cache line
  struct {
    volatile std::uint64_t tail;
    volatile std::uint64_t headCache;
    volatile std::uint64_t sharedHead;
    std::int8_t padding[64 - 3 * sizeof(std::uint64_t)];
  } producer;
  struct {
    volatile std::uint64_t head;
    std::int8_t padding[64 - sizeof(std::uint64_t)];
  } consumer;
};
static_assert(alignof(Descriptor) == 8 && offsetof(Descriptor, consumer) == 64);
void offer(Descriptor *d) {
  while (more()) {
    const std::uint64_t next = d->producer.tail + measure(0);
    d->producer.sharedHead = next;
    d->producer.tail = next;
  }
}
void drain(Descriptor *d) {
  while (more())
    d->consumer.head = d->consumer.head + measure(1);
}
void run(Descriptor *d) {
  std::jthread consumer(drain, d);
  offer(d);
}
} // namespace before
namespace after {
struct Descriptor { // ok: each group begins a line
  struct alignas(64) {
    volatile std::uint64_t tail;
    volatile std::uint64_t headCache;
    volatile std::uint64_t sharedHead;
  } producer;
  struct alignas(64) {
    volatile std::uint64_t head;
  } consumer;
};
static_assert(alignof(Descriptor) == 64 && sizeof(Descriptor) == 128);
void offer(Descriptor *d) {
  while (more()) {
    const std::uint64_t next = d->producer.tail + measure(0);
    d->producer.sharedHead = next;
    d->producer.tail = next;
  }
}
void drain(Descriptor *d) {
  while (more())
    d->consumer.head = d->consumer.head + measure(1);
}
void run(Descriptor *d) {
  std::jthread consumer(drain, d);
  offer(d);
}
} // namespace after
} // namespace ring_padding

// ---- constants right behind an aligned index
// hw-native-sys/simpler#960
namespace aligned_index {
namespace before {
struct Ring { // warn: cache line
  alignas(64) std::atomic<std::uint64_t> head{0};
  alignas(64) std::atomic<std::uint64_t> tail{0};
  void **slots = nullptr;
  std::uint64_t mask = 255;
};
void produce(Ring &ring, void *item) {
  const std::uint64_t h = ring.head.load(std::memory_order_relaxed);
  ring.slots[h & ring.mask] = item;
  ring.head.store(h + 1, std::memory_order_release);
}
void consume(Ring &ring) {
  std::uint64_t t = ring.tail.load(std::memory_order_relaxed);
  use(ring.slots[t & ring.mask]);
  ring.tail.store(t + 1, std::memory_order_release);
}
void run(Ring &ring, void *item) {
  std::jthread consumer([&ring] {
    while (more())
      consume(ring);
  });
  for (long i = 0; i < 1000000; ++i)
    produce(ring, item);
}
} // namespace before
namespace after {
struct Ring { // ok: the constants have a line that nobody writes
  alignas(64) std::atomic<std::uint64_t> head{0};
  alignas(64) std::atomic<std::uint64_t> tail{0};
  alignas(64) void **slots = nullptr;
  std::uint64_t mask = 255;
};
void produce(Ring &ring, void *item) {
  const std::uint64_t h = ring.head.load(std::memory_order_relaxed);
  ring.slots[h & ring.mask] = item;
  ring.head.store(h + 1, std::memory_order_release);
}
void consume(Ring &ring) {
  std::uint64_t t = ring.tail.load(std::memory_order_relaxed);
  use(ring.slots[t & ring.mask]);
  ring.tail.store(t + 1, std::memory_order_release);
}
void run(Ring &ring, void *item) {
  std::jthread consumer([&ring] {
    while (more())
      consume(ring);
  });
  for (long i = 0; i < 1000000; ++i)
    produce(ring, item);
}
} // namespace after
} // namespace aligned_index

// ---- one of two globals is aligned
// MariaDB/server#2961
namespace digest_index {
void store(unsigned slot, const std::string &statement);
bool nextStatement(std::string &out);
namespace before {
alignas(64) static std::atomic<unsigned> nextSlot{0}; // warn: cache line
static std::size_t slotCount;
void session() {
  std::string statement;
  while (nextStatement(statement))
    store(nextSlot.fetch_add(1) % slotCount, statement);
}
void listen(unsigned sessions) {
  std::vector<std::jthread> threads;
  for (unsigned i = 0; i < sessions; ++i)
    threads.push_back(std::jthread(session));
}
void configure(std::size_t n) { slotCount = n; }
} // namespace before
namespace after {
struct alignas(64) Index {
  std::atomic<unsigned> value{0};
};
static Index
    nextSlot; // ok: the type has the alignment, thus the size of a line
static std::size_t slotCount;
void session() {
  std::string statement;
  while (nextStatement(statement))
    store(nextSlot.value.fetch_add(1) % slotCount, statement);
}
void listen(unsigned sessions) {
  std::vector<std::jthread> threads;
  for (unsigned i = 0; i < sessions; ++i)
    threads.push_back(std::jthread(session));
}
void configure(std::size_t n) { slotCount = n; }
} // namespace after
} // namespace digest_index

// ---- a lock right behind a queue that keeps its own ends apart
// cameron314/readerwriterqueue#93
namespace lock_behind_a_queue {
namespace before {
struct Queue {
  std::atomic<long> front{0};
  char gap[64];
  std::atomic<long> tail{0};
};
struct Channel { // warn: cache line
  Queue queue;
  std::mutex mutex;
  long closed = 0;
};
static_assert(offsetof(Channel, mutex) == sizeof(Queue));
void enqueue(Channel &c) {
  while (more())
    c.queue.tail.fetch_add(1, std::memory_order_release);
}
void supervise(Channel &c) {
  while (more()) {
    std::unique_lock<std::mutex> lock(c.mutex);
    c.closed += measure(0);
  }
}
void run(Channel &c) {
  std::thread producer(enqueue, std::ref(c));
  std::thread supervisor(supervise, std::ref(c));
  producer.join();
  supervisor.join();
}
} // namespace before
namespace after {
struct alignas(64) Queue {
  std::atomic<long> front{0};
  char gap[64];
  std::atomic<long> tail{0};
};
struct Channel { // ok: the queue fills its last line
  Queue queue;
  std::mutex mutex;
  long closed = 0;
};
static_assert(offsetof(Channel, mutex) == 128);
void enqueue(Channel &c) {
  while (more())
    c.queue.tail.fetch_add(1, std::memory_order_release);
}
void supervise(Channel &c) {
  while (more()) {
    std::unique_lock<std::mutex> lock(c.mutex);
    c.closed += measure(0);
  }
}
void run(Channel &c) {
  std::thread producer(enqueue, std::ref(c));
  std::thread supervisor(supervise, std::ref(c));
  producer.join();
  supervisor.join();
}
} // namespace after
} // namespace lock_behind_a_queue

// ---- one vector for each kind of counter, indexed by worker
// TheHPXProject/hpx#3614
namespace scheduler_counters {
bool runOneTask();
namespace before {
class ThreadPool {
public:
  explicit ThreadPool(std::size_t n) : executed_(n), phases_(n) {}
  void run() {
    std::vector<std::thread> threads;
    for (std::size_t t = 0; t != executed_.size(); ++t)
      threads.emplace_back(&ThreadPool::schedulingLoop, this, t);
    for (std::thread &t : threads)
      t.join();
  }

private:
  void schedulingLoop(std::size_t worker) {
    while (more()) {
      if (runOneTask())
        ++executed_[worker];
      ++phases_[worker];
    }
  }
  std::vector<std::int64_t> executed_; // warn: cache line
  std::vector<std::int64_t> phases_;   // warn: cache line
};
void start() { ThreadPool(4).run(); }
} // namespace before
namespace after {
class ThreadPool {
public:
  explicit ThreadPool(std::size_t n) : counters_(n) {}
  void run() {
    std::vector<std::thread> threads;
    for (std::size_t t = 0; t != counters_.size(); ++t)
      threads.emplace_back(&ThreadPool::schedulingLoop, this, t);
    for (std::thread &t : threads)
      t.join();
  }

private:
  struct alignas(64) Counters {
    std::int64_t executed = 0;
    std::int64_t phases = 0;
  };
  void schedulingLoop(std::size_t worker) {
    Counters &mine = counters_[worker];
    while (more()) {
      if (runOneTask())
        ++mine.executed;
      ++mine.phases;
    }
  }
  std::vector<Counters>
      counters_; // ok: the counters of one worker are one line
};
void start() { ThreadPool(4).run(); }
} // namespace after
} // namespace scheduler_counters

// ---- a slot for each thread in a vector of integers
// root-project/root#8007
namespace processing_slots {
long entry();
namespace before {
class Loop {
public:
  explicit Loop(unsigned slots) : lastResult_(slots) {}
  bool check(unsigned slot, long entry) {
    lastResult_[slot] = measure(static_cast<int>(entry)) > 0;
    return lastResult_[slot] != 0;
  }
  void run() {
    std::vector<std::thread> pool;
    for (unsigned slot = 0; slot < lastResult_.size(); ++slot)
      pool.emplace_back([this, slot] {
        while (more())
          if (check(slot, entry()))
            idle();
      });
    for (auto &t : pool)
      t.join();
  }

private:
  std::vector<int> lastResult_; // warn: cache line
};
void process() { Loop(8).run(); }
} // namespace before
namespace after {
constexpr std::size_t stride = 64 / sizeof(int);
class Loop {
public:
  explicit Loop(unsigned slots) : slots_(slots), lastResult_(slots * stride) {}
  bool check(unsigned slot, long entry) {
    lastResult_[slot * stride] = measure(static_cast<int>(entry)) > 0;
    return lastResult_[slot * stride] != 0;
  }
  void run() {
    std::vector<std::thread> pool;
    for (unsigned slot = 0; slot < slots_; ++slot)
      pool.emplace_back([this, slot] {
        while (more())
          if (check(slot, entry()))
            idle();
      });
    for (auto &t : pool)
      t.join();
  }

private:
  unsigned slots_;
  std::vector<int> lastResult_; // ok: one element of each line is used
};
void process() { Loop(8).run(); }
} // namespace after
} // namespace processing_slots

// ---- state of a generator for each thread, eight bytes each
// kokkos/kokkos#4218
namespace random_pool {
namespace before {
class RandomPool {
public:
  explicit RandomPool(std::size_t threads)
      : state_(threads, 88172645463325252) {}
  std::uint64_t next(std::size_t thread) {
    std::uint64_t x = state_[thread];
    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
    state_[thread] = x;
    return x;
  }

private:
  std::vector<std::uint64_t> state_; // warn: cache line
};
void sample(RandomPool &pool, std::size_t thread) {
  while (more())
    use(reinterpret_cast<const void *>(pool.next(thread)));
}
void run(std::size_t n) {
  RandomPool pool(n);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < n; ++i)
    threads.emplace_back(sample, std::ref(pool), i);
  for (auto &t : threads)
    t.join();
}
} // namespace before
namespace after {
class RandomPool {
public:
  explicit RandomPool(std::size_t threads) : state_(threads) {}
  std::uint64_t next(std::size_t thread) {
    std::uint64_t x = state_[thread].word;
    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
    state_[thread].word = x;
    return x;
  }

private:
  struct State {
    alignas(128) std::uint64_t word = 88172645463325252;
  };
  static_assert(sizeof(State) == 128);
  std::vector<State> state_; // ok: two lines for each thread
};
void sample(RandomPool &pool, std::size_t thread) {
  while (more())
    use(reinterpret_cast<const void *>(pool.next(thread)));
}
void run(std::size_t n) {
  RandomPool pool(n);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < n; ++i)
    threads.emplace_back(sample, std::ref(pool), i);
  for (auto &t : threads)
    t.join();
}
} // namespace after
} // namespace random_pool

// ---- a generator of numbers beside the pointer that virtual calls read
// readablesystems/sto#9
namespace index_generation {
namespace before {
class Index { // warn: cache line
public:
  virtual ~Index();
  virtual bool lookup(long key);
  std::uint64_t next() { return generation_.fetch_add(1); }

private:
  std::atomic<std::uint64_t> generation_{0};
};
void transactions(Index *index) {
  while (more())
    if (!index->lookup(measure(0)))
      measure(static_cast<int>(index->next()));
}
void run(Index &index) {
  std::array<std::thread, 8> threads;
  for (auto &t : threads)
    t = std::thread(transactions, &index);
  for (auto &t : threads)
    t.join();
}
} // namespace before
namespace after {
class Index { // ok: the generator stands on the next line
public:
  virtual ~Index();
  virtual bool lookup(long key);
  std::uint64_t next() { return generation_.fetch_add(1); }

private:
  alignas(64) std::atomic<std::uint64_t> generation_{0};
};
void transactions(Index *index) {
  while (more())
    if (!index->lookup(measure(0)))
      measure(static_cast<int>(index->next()));
}
void run(Index &index) {
  std::array<std::thread, 8> threads;
  for (auto &t : threads)
    t = std::thread(transactions, &index);
  for (auto &t : threads)
    t.join();
}
} // namespace after
} // namespace index_generation

// ---- sums of OpenMP threads side by side
// mit-crpg/OpenMOC#82
namespace flux_sums {
struct Track {
  int segments;
};
double attenuate(const Track &track, int segment);
namespace before {
double sweep(const std::vector<Track> &tracks) {
  std::vector<double> leakage(omp_get_max_threads(), 0.0); // warn: cache line
#pragma omp parallel for schedule(guided)
  for (std::size_t t = 0; t < tracks.size(); ++t) {
    const int thread = omp_get_thread_num();
    for (int s = 0; s < tracks[t].segments; ++s)
      leakage[thread] += attenuate(tracks[t], s);
  }
  double sum = 0;
  for (double l : leakage)
    sum += l;
  return sum;
}
} // namespace before
namespace after {
double sweep(const std::vector<Track> &tracks) {
  std::vector<double> leakage(
      omp_get_max_threads()); // ok: one store per thread
#pragma omp parallel
  {
    double mine = 0;
#pragma omp for schedule(guided)
    for (std::size_t t = 0; t < tracks.size(); ++t)
      for (int s = 0; s < tracks[t].segments; ++s)
        mine += attenuate(tracks[t], s);
    leakage[omp_get_thread_num()] = mine;
  }
  double sum = 0;
  for (double l : leakage)
    sum += l;
  return sum;
}
} // namespace after
} // namespace flux_sums

// ---- an array of small locks
// KhronosGroup/Vulkan-ValidationLayers#1190
namespace lock_stripes {
struct Node;
void insert(Node *&head, long key);
namespace before {
template <typename Lock> struct Stripe {
  Lock lock;
  Node *head = nullptr;
};
class ObjectMap {
public:
  void add(long key) {
    Stripe<std::mutex> &s = stripes_[static_cast<std::size_t>(key) % 16];
    std::lock_guard<std::mutex> guard(s.lock);
    insert(s.head, key);
  }

private:
  std::array<Stripe<std::mutex>, 16> stripes_; // warn: cache line
};
ObjectMap objects;
void record(int thread) {
  while (more())
    objects.add(measure(thread));
}
void run() {
  std::vector<std::jthread> threads;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back(record, i);
}
} // namespace before
namespace after {
template <typename Lock> struct Stripe {
  Lock lock;
  Node *head = nullptr;
  char padding[64 - sizeof(Lock) - sizeof(Node *)];
};
static_assert(sizeof(Stripe<std::mutex>) == 64);
class ObjectMap {
public:
  void add(long key) {
    Stripe<std::mutex> &s = stripes_[static_cast<std::size_t>(key) % 16];
    std::lock_guard<std::mutex> guard(s.lock);
    insert(s.head, key);
  }

private:
  alignas(64) std::array<Stripe<std::mutex>, 16> stripes_; // ok: a line each
};
ObjectMap objects;
void record(int thread) {
  while (more())
    objects.add(measure(thread));
}
void run() {
  std::vector<std::jthread> threads;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back(record, i);
}
} // namespace after
} // namespace lock_stripes

// ---- a reference count in the header of what is only read
// axoflow/axosyslog#1081
namespace object_header {
struct Type {
  long (*evaluate)(const void *self);
};
namespace before {
struct Object { // warn: cache line
  const Type *type;
  std::atomic<int> references;
  int length;
};
Object *ref(Object *o) {
  o->references.fetch_add(1, std::memory_order_relaxed);
  return o;
}
void unref(Object *o) {
  if (o->references.fetch_sub(1) == 1)
    delete o;
}
void worker(Object *filter) {
  while (more()) {
    Object *self = ref(filter);
    self->type->evaluate(self);
    unref(self);
  }
}
void run(Object *filter, int n) {
  std::vector<std::thread> workers;
  for (int i = 0; i < n; ++i)
    workers.push_back(std::thread(worker, filter));
  for (auto &w : workers)
    w.join();
}
} // namespace before
namespace after {
struct Object { // ok: the count has a line of its own
  const Type *type;
  int length;
  alignas(64) std::atomic<int> references;
};
Object *ref(Object *o) {
  o->references.fetch_add(1, std::memory_order_relaxed);
  return o;
}
void unref(Object *o) {
  if (o->references.fetch_sub(1) == 1)
    delete o;
}
void worker(Object *filter) {
  while (more()) {
    Object *self = ref(filter);
    self->type->evaluate(self);
    unref(self);
  }
}
void run(Object *filter, int n) {
  std::vector<std::thread> workers;
  for (int i = 0; i < n; ++i)
    workers.push_back(std::thread(worker, filter));
  for (auto &w : workers)
    w.join();
}
} // namespace after
} // namespace object_header

// ---- statistics of the whole server, each bumped by another kind of thread
// apache/kvrocks#2145
namespace server_stats {
bool lookup(int key);
void compact();
namespace before {
struct Stats { // warn: cache line
  std::atomic<std::uint64_t> compactions{0};
  std::atomic<std::uint64_t> flushes{0};
  std::atomic<std::uint64_t> hits{0};
};
class Server {
public:
  void serve() {
    while (more())
      if (lookup(0))
        stats_->hits.fetch_add(1, std::memory_order_relaxed);
  }
  void background() {
    for (; more();) {
      compact();
      stats_->compactions.fetch_add(1, std::memory_order_relaxed);
    }
  }
  void run() {
    auto loop = [this] { serve(); };
    std::thread compaction([this] { background(); });
    std::vector<std::thread> workers;
    for (int i = 0; i < 4; ++i)
      workers.emplace_back(loop);
    for (auto &w : workers)
      w.join();
    compaction.join();
  }

private:
  std::unique_ptr<Stats> stats_ = std::make_unique<Stats>();
};
void start() { Server().run(); }
} // namespace before
namespace after {
struct Stats { // ok: the background's counters first, the workers' on a line
  std::atomic<std::uint64_t> compactions{0};
  std::atomic<std::uint64_t> flushes{0};
  alignas(64) std::atomic<std::uint64_t> hits{0};
};
class Server {
public:
  void serve() {
    while (more())
      if (lookup(0))
        stats_->hits.fetch_add(1, std::memory_order_relaxed);
  }
  void background() {
    for (; more();) {
      compact();
      stats_->compactions.fetch_add(1, std::memory_order_relaxed);
    }
  }
  void run() {
    auto loop = [this] { serve(); };
    std::thread compaction([this] { background(); });
    std::vector<std::thread> workers;
    for (int i = 0; i < 4; ++i)
      workers.emplace_back(loop);
    for (auto &w : workers)
      w.join();
    compaction.join();
  }

private:
  std::unique_ptr<Stats> stats_ = std::make_unique<Stats>();
};
void start() { Server().run(); }
} // namespace after
} // namespace server_stats

// ---- indices among the queue's constants
// facebook/folly#378
namespace one_to_one_queue {
namespace before {
template <typename T> class Queue { // warn: cache line
public:
  explicit Queue(std::uint32_t size) : size_(size), records_(new T[size]) {}
  ~Queue() { delete[] records_; }
  bool write(const T &record) {
    const unsigned current = writeIndex_.load(std::memory_order_relaxed);
    const unsigned next = current + 1 == size_ ? 0 : current + 1;
    if (next == readIndex_.load(std::memory_order_acquire))
      return false;
    records_[current] = record;
    writeIndex_.store(next, std::memory_order_release);
    return true;
  }
  std::optional<T> read() {
    const unsigned current = readIndex_.load(std::memory_order_relaxed);
    if (current == writeIndex_.load(std::memory_order_acquire))
      return std::nullopt;
    std::optional<T> record = records_[current];
    readIndex_.store(current + 1 == size_ ? 0 : current + 1);
    return record;
  }

private:
  const std::uint32_t size_;
  T *const records_;
  std::atomic<unsigned> readIndex_{0};
  std::atomic<unsigned> writeIndex_{0};
};
long run() {
  Queue<long> queue(4096);
  std::thread producer([&queue] {
    for (long i = 0; i < 1000000;)
      if (queue.write(i))
        ++i;
  });
  long sum = 0;
  for (int i = 0; i < 1000000;)
    if (auto value = queue.read()) {
      sum += *value;
      ++i;
    }
  producer.join();
  return sum;
}
} // namespace before
namespace after {
template <typename T>
class Queue { // ok: lines for the constants and each index
public:
  explicit Queue(std::uint32_t size) : size_(size), records_(new T[size]) {}
  ~Queue() { delete[] records_; }
  bool write(const T &record) {
    const unsigned current = writeIndex_.load(std::memory_order_relaxed);
    const unsigned next = current + 1 == size_ ? 0 : current + 1;
    if (next == readIndex_.load(std::memory_order_acquire))
      return false;
    records_[current] = record;
    writeIndex_.store(next, std::memory_order_release);
    return true;
  }
  std::optional<T> read() {
    const unsigned current = readIndex_.load(std::memory_order_relaxed);
    if (current == writeIndex_.load(std::memory_order_acquire))
      return std::nullopt;
    std::optional<T> record = records_[current];
    readIndex_.store(current + 1 == size_ ? 0 : current + 1);
    return record;
  }

private:
  char pad0_[64];
  const std::uint32_t size_;
  T *const records_;
  alignas(64) std::atomic<unsigned> readIndex_{0};
  alignas(64) std::atomic<unsigned> writeIndex_{0};
  char pad1_[64 - sizeof(unsigned)];
};
long run() {
  Queue<long> queue(4096);
  std::thread producer([&queue] {
    for (long i = 0; i < 1000000;)
      if (queue.write(i))
        ++i;
  });
  long sum = 0;
  for (int i = 0; i < 1000000;)
    if (auto value = queue.read()) {
      sum += *value;
      ++i;
    }
  producer.join();
  return sum;
}
} // namespace after
} // namespace one_to_one_queue
