// flags: -std=c++20 -pthread
// Threads, jobs and addresses that are kept somewhere before they run or are used.
#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <pthread.h>
#include <queue>
#include <thread>
#include <utility>
#include <vector>

bool more();
long measure(int i);
std::size_t pick();
void work();
void use(const void *p);

// ---- wrappers of threads, in containers

namespace wrapper_with_a_thread {
class Worker {
public:
  explicit Worker(std::vector<long> &counts, std::size_t me)
      : thread_([&counts, me] {
          while (more())
            counts[me] += measure(0);
        }) {}

private:
  std::jthread thread_;
};
void run(std::size_t n) {
  std::vector<long> counts(n); // warn: elements of 'counts', 8 bytes apart
  std::vector<Worker> workers;
  workers.reserve(n);
  for (std::size_t i = 0; i < n; ++i)
    workers.emplace_back(counts, i);
}
} // namespace wrapper_with_a_thread

namespace wrapper_that_counts {
class Worker {
public:
  Worker() : thread_(&Worker::loop, this) {}

private:
  void loop() {
    while (more())
      handled_ += measure(0);
  }
  long handled_ = 0;
  std::jthread thread_;
};
class Server {
public:
  explicit Server(int n) {
    for (int i = 0; i < n; ++i)
      workers_.emplace_back();
  }

private:
  std::deque<Worker> workers_; // warn: elements of 'workers_'
};
void run() { Server server(8); }
} // namespace wrapper_that_counts

namespace wrapper_on_the_heap {
class Worker {
public:
  Worker(long *slot) : slot_(slot), thread_([this] { loop(); }) {}

private:
  void loop() {
    while (more())
      *slot_ += measure(0);
  }
  long *slot_;
  std::jthread thread_;
};
void run(int n) {
  std::vector<long> slots(n); // warn: elements of 'slots', 8 bytes apart
  std::vector<std::unique_ptr<Worker>> workers;
  for (int i = 0; i < n; ++i)
    workers.push_back(std::make_unique<Worker>(&slots[i]));
}
} // namespace wrapper_on_the_heap

namespace wrapper_object_per_thread {
class Worker {
public:
  Worker() : thread_([this] { loop(); }) {}

private:
  void loop() {
    while (more())
      handled_ += measure(0);
  }
  long handled_ = 0; // ok: each on the heap for itself
  std::jthread thread_;
};
void run(int n) {
  std::vector<std::unique_ptr<Worker>> workers; // ok: holds pointers
  for (int i = 0; i < n; ++i)
    workers.push_back(std::make_unique<Worker>());
}
} // namespace wrapper_object_per_thread

// ---- jobs that are kept until a thread takes them

namespace pool_of_this_file {
class Pool {
public:
  explicit Pool(int n) {
    for (int i = 0; i < n; ++i)
      threads_.emplace_back([this] { loop(); });
  }
  void submit(std::function<void()> job) {
    {
      std::lock_guard lock(mutex_);
      jobs_.push(std::move(job));
    }
    wake_.notify_one();
  }

private:
  void loop() {
    for (;;) {
      std::function<void()> job;
      {
        std::unique_lock lock(mutex_);
        wake_.wait(lock, [this] { return !jobs_.empty(); });
        job = std::move(jobs_.front());
        jobs_.pop();
      }
      job();
    }
  }
  std::mutex mutex_;
  std::condition_variable wake_;
  std::queue<std::function<void()>> jobs_;
  std::vector<std::jthread> threads_;
};
void run(Pool &pool, int n) {
  std::vector<long> sums(n); // warn: elements of 'sums', 8 bytes apart
  for (int i = 0; i < n; ++i)
    pool.submit([&sums, i] {
      while (more())
        sums[i] += measure(i);
    });
}
} // namespace pool_of_this_file

namespace template_pool {
class Pool {
public:
  template <class F> void post(F &&f) {
    std::lock_guard lock(mutex_);
    jobs_.emplace_back(std::forward<F>(f));
  }
  void start(int n) {
    for (int i = 0; i < n; ++i)
      threads_.emplace_back(&Pool::loop, this);
  }

private:
  void loop() {
    while (more()) {
      std::unique_lock lock(mutex_);
      auto job = std::move(jobs_.front());
      jobs_.pop_front();
      lock.unlock();
      job();
    }
  }
  std::mutex mutex_;
  std::deque<std::function<void()>> jobs_;
  std::vector<std::thread> threads_;
};
struct Totals { // warn: 'rows' and 'columns' can share a cache line
  std::atomic<long> rows{0};
  std::atomic<long> columns{0};
};
void run(Pool &pool, Totals &t) {
  pool.post([&t] {
    while (more())
      t.rows++;
  });
  pool.post([&t] {
    while (more())
      t.columns++;
  });
}
} // namespace template_pool

namespace callback_of_a_thread {
class Poller {
public:
  explicit Poller(std::function<void()> onEvent) : onEvent_(std::move(onEvent)) {
    thread_ = std::thread([this] {
      while (more())
        onEvent_();
    });
  }
  ~Poller() { thread_.join(); }

private:
  std::function<void()> onEvent_;
  std::thread thread_;
};
struct Stats { // warn: 'events' and 'requests' can share a cache line
  std::atomic<long> events{0};
  std::atomic<long> requests{0};
};
void run(Stats &s) {
  Poller poller([&s] { s.events++; });
  while (more())
    s.requests++;
}
} // namespace callback_of_a_thread

namespace kept_but_not_for_threads {
class Undo {
public:
  void remember(std::function<void()> step) { steps_.push_back(std::move(step)); }
  void undo() {
    while (!steps_.empty()) {
      steps_.back()();
      steps_.pop_back();
    }
  }

private:
  std::vector<std::function<void()>> steps_;
};
struct Changes { // ok: the steps run in the thread that asks for them
  std::atomic<long> undone{0};
  std::atomic<long> done{0};
};
void run(Undo &undo, Changes &c) {
  undo.remember([&c] {
    while (more())
      c.undone++;
  });
  std::jthread t([&c] {
    while (more())
      c.done++;
  });
}
} // namespace kept_but_not_for_threads

// ---- results in the arguments of a thread

namespace result_in_an_argument {
struct Arg {
  const int *input;
  long *result;
};
void *sum(void *p) {
  Arg *arg = static_cast<Arg *>(p);
  for (int i = 0; more(); ++i)
    *arg->result += measure(arg->input[i]);
  return nullptr;
}
void run(const int *input) {
  pthread_t threads[8];
  Arg args[8];
  long results[8] = {}; // warn: elements of 'results', 8 bytes apart
  for (int i = 0; i < 8; ++i) {
    args[i].input = input + i;
    args[i].result = &results[i];
    pthread_create(&threads[i], nullptr, sum, &args[i]);
  }
  for (pthread_t t : threads)
    pthread_join(t, nullptr);
}
} // namespace result_in_an_argument

namespace number_in_an_argument {
struct Task {
  int part;
  long *totals;
};
void *sum(void *p) {
  auto *task = static_cast<Task *>(p);
  while (more())
    task->totals[task->part] += measure(task->part);
  return nullptr;
}
long totals[16]; // warn: elements of 'totals', 8 bytes apart
void run() {
  pthread_t threads[16];
  Task tasks[16];
  for (int i = 0; i < 16; ++i) {
    tasks[i] = {i, totals};
    pthread_create(&threads[i], nullptr, sum, &tasks[i]);
  }
  for (pthread_t t : threads)
    pthread_join(t, nullptr);
}
} // namespace number_in_an_argument

namespace argument_on_the_heap {
struct Arg {
  int id;
  std::vector<long> *counts;
};
void *count(void *p) {
  std::unique_ptr<Arg> arg(static_cast<Arg *>(p));
  while (more())
    (*arg->counts)[arg->id] += measure(arg->id);
  return nullptr;
}
void run(int n) {
  std::vector<long> counts(n); // warn: elements of 'counts', 8 bytes apart
  std::vector<pthread_t> threads(n);
  for (int i = 0; i < n; ++i)
    pthread_create(&threads[i], nullptr, count, new Arg{i, &counts});
  for (pthread_t t : threads)
    pthread_join(t, nullptr);
}
} // namespace argument_on_the_heap

namespace argument_set_on_the_heap {
struct Arg {
  int which;
  long *slot;
};
void *count(void *p) {
  Arg *arg = (Arg *)p;
  while (more())
    *arg->slot += measure(arg->which);
  delete arg;
  return nullptr;
}
long slots[32]; // warn: elements of 'slots', 8 bytes apart
void run(int n) {
  for (int i = 0; i < n; ++i) {
    pthread_t t;
    Arg *arg = new Arg;
    arg->which = i;
    arg->slot = &slots[i];
    pthread_create(&t, nullptr, count, arg);
    pthread_detach(t);
  }
}
} // namespace argument_set_on_the_heap

namespace arguments_in_a_vector {
struct Job {
  long *total;
  int first;
};
void sum(const Job &job) {
  while (more())
    *job.total += measure(job.first);
}
void run(int n) {
  std::vector<long> totals(n); // warn: elements of 'totals', 8 bytes apart
  std::vector<Job> jobs;
  for (int i = 0; i < n; ++i)
    jobs.push_back({&totals[i], i * 100});
  std::vector<std::jthread> threads;
  for (const Job &job : jobs)
    threads.emplace_back(sum, std::cref(job));
}
} // namespace arguments_in_a_vector

namespace one_result_for_all {
struct Arg {
  std::atomic<long> *total;
  int first;
};
void *sum(void *p) {
  Arg *arg = static_cast<Arg *>(p);
  while (more())
    *arg->total += measure(arg->first);
  return nullptr;
}
void run() {
  std::atomic<long> totals[2]; // ok: all add to the same one
  pthread_t threads[8];
  Arg args[8];
  for (int i = 0; i < 8; ++i) {
    args[i].total = &totals[0];
    args[i].first = i;
    pthread_create(&threads[i], nullptr, sum, &args[i]);
  }
  for (pthread_t t : threads)
    pthread_join(t, nullptr);
}
} // namespace one_result_for_all

// ---- the number of a thread

namespace number_by_size {
class Pool {
public:
  void grow() {
    const std::size_t id = threads_.size();
    threads_.emplace_back([this, id] {
      while (more())
        done_[id]++;
    });
  }

private:
  std::atomic<long> done_[32]; // warn: elements of 'done_', 8 bytes apart
  std::vector<std::jthread> threads_;
};
void run(Pool &pool) {
  while (more())
    pool.grow();
}
} // namespace number_by_size

namespace number_by_size_at_once {
class Pool {
public:
  void start(int n) {
    while (int(threads_.size()) < n)
      threads_.emplace_back(&Pool::loop, this, threads_.size());
  }

private:
  void loop(std::size_t me) {
    while (more())
      done_[me] += measure(0);
  }
  std::vector<long> done_; // warn: elements of 'done_', 8 bytes apart
  std::vector<std::jthread> threads_;
};
void run(Pool &pool) { pool.start(8); }
} // namespace number_by_size_at_once

namespace number_by_counter {
class Pool {
public:
  void start(int n) {
    for (int i = 0; i < n; ++i)
      add();
  }

private:
  void add() {
    const int id = nextId_++;
    threads_.emplace_back([this, id] { loop(id); });
  }
  void loop(int id) {
    while (more())
      done_[id] += measure(0);
  }
  int nextId_ = 0;
  long done_[64] = {}; // warn: elements of 'done_', 8 bytes apart
  std::vector<std::jthread> threads_;
};
void run(Pool &pool) { pool.start(8); }
} // namespace number_by_counter

namespace number_taken_by_the_object {
std::atomic<int> next{0};
long handled[64]; // warn: elements of 'handled', 8 bytes apart
class Worker {
public:
  Worker() : id_(next.fetch_add(1)), thread_([this] { loop(); }) {}

private:
  void loop() {
    while (more())
      handled[id_] += measure(0);
  }
  const int id_;
  std::jthread thread_;
};
void run(int n) {
  std::vector<std::unique_ptr<Worker>> workers;
  for (int i = 0; i < n; ++i)
    workers.emplace_back(new Worker);
}
} // namespace number_taken_by_the_object

// ---- ways to an element

namespace reference_of_emplace_back {
struct Slot {
  long n = 0;
};
void run(int n) {
  std::deque<Slot> slots; // warn: elements of 'slots', 8 bytes apart
  std::vector<std::jthread> threads;
  for (int i = 0; i < n; ++i) {
    Slot &mine = slots.emplace_back();
    threads.emplace_back([&mine] {
      while (more())
        mine.n += measure(0);
    });
  }
}
} // namespace reference_of_emplace_back

namespace last_element {
void run(int n) {
  std::deque<std::atomic<long>> counts; // warn: elements of 'counts', 8 bytes apart
  std::vector<std::jthread> threads;
  for (int i = 0; i < n; ++i) {
    counts.emplace_back(0);
    threads.emplace_back([&mine = counts.back()] {
      while (more())
        mine++;
    });
  }
}
} // namespace last_element

namespace atomic_references {
void run(int n) {
  std::vector<long> counts(n); // warn: elements of 'counts', 8 bytes apart
  std::vector<std::jthread> threads;
  for (int i = 0; i < n; ++i)
    threads.emplace_back([&counts, i] {
      std::atomic_ref<long> mine(counts[i]);
      while (more())
        mine.fetch_add(1, std::memory_order_relaxed);
    });
}
void runAtOnce(int n) {
  std::vector<int> seen(n); // warn: elements of 'seen', 4 bytes apart
  std::vector<std::jthread> threads;
  for (int i = 0; i < n; ++i)
    threads.emplace_back([&seen, i] {
      while (more())
        std::atomic_ref(seen[i])++;
    });
}
} // namespace atomic_references

namespace rows_with_an_offset {
double data[8 * 4]; // warn: elements of 'data', 32 bytes apart
void worker(int t) {
  for (unsigned k = 0; more(); ++k)
    data[t * 4 + (k & 3)] += double(measure(t));
}
void run() {
  for (int t = 0; t < 8; ++t)
    std::thread(worker, t).detach();
}
} // namespace rows_with_an_offset

namespace rows_in_a_loop {
void run(int n) {
  std::vector<float> data(n * 3); // warn: elements of 'data', 12 bytes apart
  std::vector<std::jthread> threads;
  for (int t = 0; t < n; ++t)
    threads.emplace_back([&data, t] {
      while (more())
        for (int axis = 0; axis < 3; ++axis)
          data[3 * t + axis] += float(measure(axis));
    });
}
} // namespace rows_in_a_loop

namespace long_rows {
double data[8 * 16]; // ok: a row is two lines
void worker(int t) {
  for (unsigned k = 0; more(); ++k)
    data[t * 16 + (k & 15)] += double(measure(t));
}
void run() {
  for (int t = 0; t < 8; ++t)
    std::thread(worker, t).detach();
}
} // namespace long_rows

namespace work_stealing {
struct Deque { // warn: 'bottom' and 'top' can share a cache line
  std::atomic<int> top{0};
  std::atomic<int> bottom{0};
  int *items = nullptr;
};
class Scheduler {
public:
  void start() {
    for (std::size_t i = 0; i < 8; ++i)
      threads_.emplace_back([this, i] { loop(i); });
  }

private:
  void loop(std::size_t me) {
    while (more())
      if (!take(deques_[me]))
        steal(deques_[pick() % 8]);
  }
  static bool take(Deque &d) { return --d.bottom >= d.top; }
  static void steal(Deque &d) { ++d.top; }
  Deque deques_[8]; // warn: elements of 'deques_'
  std::vector<std::jthread> threads_;
};
void run() { Scheduler().start(); }
} // namespace work_stealing

namespace stealing_from_a_neighbour {
class Pool {
public:
  void start(int n) {
    for (int i = 0; i < n; ++i)
      threads_.emplace_back(&Pool::loop, this, i);
  }

private:
  struct Queue {
    std::mutex mutex;
    int size = 0;
  };
  void loop(int me) {
    while (more()) {
      if (tryPop(me))
        continue;
      const int victim = (me + 1) % 8;
      tryPop(victim);
    }
  }
  bool tryPop(int which) {
    Queue &q = queues_[which];
    std::lock_guard lock(q.mutex);
    if (q.size == 0)
      return false;
    --q.size;
    return true;
  }
  Queue queues_[8]; // warn: elements of 'queues_'
  std::vector<std::jthread> threads_;
};
void run() { Pool().start(8); }
} // namespace stealing_from_a_neighbour

namespace reads_through_references {
struct Limits { // warn: 'used' and 'limit' can share a cache line
  std::atomic<long> used{0};
  long limit = 100;
  char name[200];
};
void run(Limits &l) {
  std::jthread a([&l] {
    while (more())
      l.used++;
  });
  std::jthread b([&l] {
    while (more())
      use(reinterpret_cast<void *>(std::min(measure(0), l.limit)));
  });
}
} // namespace reads_through_references

namespace stored_before_an_unlock {
class Executor {
public:
  void start(unsigned n) {
    for (unsigned i = 0; i < n; ++i)
      threads_.emplace_back([this, i] { run(i); });
  }

private:
  void run(unsigned i) {
    for (;;) {
      std::lock_guard lock(mutex_);
      if (stop_)
        return;
      done_[i]++;
    }
  }
  alignas(64) std::mutex mutex_;
  bool stop_ = false;
  alignas(64) unsigned long done_[16] = {}; // ok: one lock for all
  std::vector<std::jthread> threads_;
};
void run(Executor &e) { e.start(8); }
} // namespace stored_before_an_unlock

namespace stored_before_a_task {
class Executor {
public:
  void start(unsigned n) {
    for (unsigned i = 0; i < n; ++i)
      threads_.emplace_back([this, i] { run(i); });
  }

private:
  void run(unsigned i) {
    for (;;) {
      if (stop_)
        return;
      task_();
      done_[i]++;
    }
  }
  std::function<void()> task_;
  bool stop_ = false;
  alignas(64) unsigned long done_[16] = {}; // warn: elements of 'done_', 8 bytes apart
  std::vector<std::jthread> threads_;
};
void run(Executor &e) { e.start(8); }
} // namespace stored_before_a_task

namespace functors_with_a_shared_pointer {
struct Link { // warn: 'in' and 'out' can share a cache line
  std::atomic<long> in{0};
  std::atomic<long> out{0};
};
struct Reader {
  std::shared_ptr<Link> link;
  void operator()() const {
    while (more())
      link->in++;
  }
};
struct Writer {
  std::shared_ptr<Link> link;
  void operator()() const {
    while (more())
      link->out++;
  }
};
void run() {
  auto link = std::make_shared<Link>();
  std::jthread reader(Reader{link});
  Writer writer{link};
  std::jthread second(writer);
}
} // namespace functors_with_a_shared_pointer

namespace functors_with_pointers_to_different_objects {
struct Link { // ok: each thread has one
  std::atomic<long> in{0};
  std::atomic<long> out{0};
};
struct Reader {
  std::shared_ptr<Link> link;
  void operator()() const {
    while (more())
      link->in++;
  }
};
struct Writer {
  std::shared_ptr<Link> link;
  void operator()() const {
    while (more())
      link->out++;
  }
};
void run() {
  auto first = std::make_shared<Link>();
  auto second = std::make_shared<Link>();
  std::jthread reader(Reader{first});
  std::jthread writer(Writer{second});
}
} // namespace functors_with_pointers_to_different_objects
