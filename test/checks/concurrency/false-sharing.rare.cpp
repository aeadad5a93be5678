// flags: -std=c++20 -pthread
// In a loop, but not again and again: errors, first uses, loops that sleep,
// threads of different objects.
#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>

bool more();
long measure(int i);
void use(const void *p);

class Status {
public:
  bool ok() const;
  explicit operator bool() const;

private:
  int code_ = 0;
};
Status step();

// ---- errors

namespace error_below_a_lock {
struct Shared { // ok: locked when something fails
  const char *source = nullptr;
  std::mutex statusMutex;
  Status status;
};
void run(Shared &s) {
  std::vector<std::jthread> threads;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&s] {
      while (more()) {
        use(s.source);
        Status now = step();
        if (!now.ok()) {
          std::lock_guard lock(s.statusMutex);
          s.status = now;
        }
      }
    });
}
} // namespace error_below_a_lock

namespace failed_calls {
struct Job { // ok: counts what fails
  std::atomic<long> problems{0};
  const char *name = nullptr;
};
int write(const char *name);
void run(Job &job) {
  std::vector<std::jthread> threads;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&job] {
      while (more()) {
        const int error = write(job.name);
        if (error != 0)
          job.problems++;
      }
    });
}
void otherwise(Job &job) {
  std::vector<std::jthread> threads;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&job] {
      while (more())
        if (bool succeeded = write(job.name) == 0; succeeded)
          use(job.name);
        else
          job.problems++;
    });
}
} // namespace failed_calls

namespace data_decides {
struct Totals { // warn: 'found' and 'wanted' can share a cache line
  std::atomic<long> found{0};
  long wanted = 7;
};
void run(Totals &t) {
  std::vector<std::jthread> threads;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&t] {
      for (int k = 0; more(); ++k) {
        const bool token = measure(k) == t.wanted; // no "ok"
        if (!token)
          t.found++;
      }
    });
}
} // namespace data_decides

namespace stored_on_the_way_out {
struct Shared { // ok: the loop ends with it
  std::atomic<int> result{0};
  const char *source = nullptr;
};
bool process(Shared &s) {
  use(s.source);
  if (measure(0) < 0) {
    s.result = -1;
    return false;
  }
  return true;
}
void run(Shared &s) {
  std::vector<std::jthread> threads;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&s] {
      while (more())
        if (!process(s))
          return;
    });
}
void condition(Shared &s) {
  std::vector<std::jthread> threads;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&s] {
      while (process(s))
        measure(1);
    });
}
} // namespace stored_on_the_way_out

// ---- first uses

namespace made_at_first_use {
struct Buffer {
  int size = 0;
};
struct Cache { // ok: set once, while it is null
  std::atomic<Buffer *> first{nullptr};
  long limit = 10;
};
void run(Cache &c) {
  std::vector<std::jthread> threads;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&c] {
      while (more()) {
        if (!c.first.load()) {
          Buffer *none = nullptr;
          c.first.compare_exchange_strong(none, new Buffer);
        }
        use(&c.first.load()[c.limit]);
      }
    });
}
} // namespace made_at_first_use

namespace initialised_at_first_use {
class Table { // ok: the threads initialise it once
public:
  long find(int key) {
    initialize();
    return limit_ * key;
  }

private:
  void initialize() {
    if (state_.load() != 2) {
      state_.store(1);
      state_.store(2);
    }
  }
  std::atomic<int> state_{0};
  long limit_ = 10;
};
void run(Table &t) {
  std::vector<std::jthread> threads;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&t] {
      while (more())
        t.find(int(measure(0)));
    });
}
} // namespace initialised_at_first_use

namespace locked_until_initialised {
struct Pool { // ok: locked the first time
  std::atomic<bool> initialized{false};
  std::mutex mutex;
  long limit = 10;
};
void use(Pool &p) {
  if (!p.initialized) {
    std::lock_guard lock(p.mutex);
    p.limit = 20;
    p.initialized = true;
  }
  ::use(reinterpret_cast<void *>(p.limit));
}
void run(Pool &p) {
  std::vector<std::jthread> threads;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&p] {
      while (more())
        use(p);
    });
}
} // namespace locked_until_initialised

// ---- loops that sleep

namespace reports_each_second {
struct Progress { // ok: read once a second
  std::atomic<long> done{0};
  long total = 100;
};
void run(Progress &p) {
  std::jthread reporter([&p] {
    while (more()) {
      use(reinterpret_cast<void *>(p.total));
      std::this_thread::sleep_for(std::chrono::seconds(1));
    }
  });
  while (more())
    p.done++;
}
void posix(Progress &p) {
  std::jthread reporter([&p] {
    for (; more(); usleep(1000))
      use(reinterpret_cast<void *>(p.total));
  });
  while (more())
    p.done++;
}
} // namespace reports_each_second

// ---- an object and its thread

namespace restarted {
class Agent { // ok: one thread at a time
public:
  void run() {
    while (more()) {
      start();
      stop();
    }
  }
  void start() {
    thread_ = std::thread([this] { report(); });
  }
  void stop();

private:
  void report() {
    while (more()) {
      {
        std::lock_guard lock(mutex_);
      }
      use(file_);
    }
  }
  const char *file_ = nullptr;
  std::mutex mutex_;
  std::thread thread_;
};
} // namespace restarted

namespace owned_thread {
class Agent { // ok: one thread for each object
public:
  void start() {
    thread_.reset(new std::thread([this] { report(); }));
  }

private:
  void report() {
    while (more()) {
      {
        std::lock_guard lock(mutex_);
      }
      use(file_);
    }
  }
  const char *file_ = nullptr;
  std::mutex mutex_;
  std::unique_ptr<std::thread> thread_;
};
Agent *next();
void run() {
  while (more())
    next()->start();
}
void runAll(const std::vector<Agent *> &agents) {
  for (Agent *a : agents)
    a->start();
}
} // namespace owned_thread

namespace an_object_for_each_run {
class Agent { // ok: two runs have two
public:
  Agent() {
    thread_ = std::thread([this] { report(); });
  }

private:
  void report() {
    while (more()) {
      {
        std::lock_guard lock(mutex_);
      }
      use(file_);
    }
  }
  const char *file_ = nullptr;
  std::mutex mutex_;
  std::thread thread_;
};
void once() {
  std::unique_ptr<Agent> agent;
  agent.reset(new Agent);
  measure(0);
}
void run() {
  for (int i = 0; i < 10; ++i)
    once();
  while (more())
    once();
}
} // namespace an_object_for_each_run

namespace objects_side_by_side {
class Agent {
public:
  void start() {
    thread_ = std::thread([this] { report(); });
  }

private:
  void report() {
    while (more())
      reported_ += measure(0);
  }
  long reported_ = 0;
  std::thread thread_;
};
void run(std::vector<Agent> &agents) { // warn: elements of 'agents', 16 bytes apart
  for (Agent &a : agents)
    a.start();
}
} // namespace objects_side_by_side

namespace needs_both {
class Stress { // ok: the reader needs the prefix in each turn
public:
  void run() {
    std::jthread writer([this] { write(); });
    while (more())
      prefix_[0].store(char(measure(0)));
  }

private:
  void write() {
    while (more()) {
      std::string key(3, 'a');
      for (std::size_t i = 0; i < key.size(); ++i)
        key[i] = prefix_[i].load();
      use(db_);
      use(&key);
    }
  }
  std::atomic<char> prefix_[3];
  void *db_ = nullptr;
};
} // namespace needs_both

// ---- no data

namespace empty_parts {
class Table { // ok: nothing is stored in the hash
public:
  void add(long key) {
    size_ += long(hash_(key) & 1);
  }
  std::size_t where(long key) const { return hash_(key); }

private:
  std::atomic<long> size_{0};
  std::hash<long> hash_;
};
void run(Table &t) {
  std::jthread a([&t] {
    while (more())
      t.add(measure(0));
  });
  while (more())
    use(reinterpret_cast<void *>(t.where(measure(1))));
}
} // namespace empty_parts

namespace acquired_in_another_way {
struct Guard {
  void acquire(std::mutex &m);
  ~Guard();
};
struct Counter { // ok: a lock and its data
  std::mutex mutex;
  long value = 0;
};
void run(Counter &c) {
  std::vector<std::jthread> threads;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&c, i] {
      while (more()) {
        if (i % 2) {
          std::lock_guard lock(c.mutex);
          c.value += measure(0);
        } else {
          Guard guard;
          guard.acquire(c.mutex);
          use(reinterpret_cast<void *>(c.value));
        }
      }
    });
}
} // namespace acquired_in_another_way

namespace lock_of_locks {
struct Word {
  std::atomic<int> state{0};
};
class Mutex {
public:
  void lock() {
    while (word_.state.exchange(1))
      ;
  }
  void unlock() { word_.state.store(0); }

private:
  Word word_;
};
struct Counter { // ok: a lock and its data
  long value = 0;
  Mutex mutex;
};
void run(Counter &c) {
  std::vector<std::jthread> threads;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&c] {
      while (more()) {
        std::lock_guard<Mutex> lock(c.mutex);
        c.value += measure(0);
      }
    });
}
} // namespace lock_of_locks
