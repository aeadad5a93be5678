// flags: -std=c++20 -pthread
// What each thread does only at its own first use, and what looks like it.
#include <atomic>
#include <mutex>
#include <pthread.h>
#include <thread>
#include <unordered_map>
#include <vector>

bool more();
long work(long);
void use(const void *);

void runAll(void (*step)()) {
  for (int i = 0; i < 8; i++)
    std::thread([step] {
      while (more())
        step();
    }).detach();
}

namespace by_key {
struct Cache {
  long n;
};
struct Heap { // ok: the lock is for the first use of each thread
  pthread_key_t key;
  std::mutex lock;
  std::vector<Cache *> all;
  Cache *get() const { return (Cache *)pthread_getspecific(key); }
  Cache *make() {
    auto *c = new Cache;
    pthread_setspecific(key, c);
    std::lock_guard guard(lock);
    all.push_back(c);
    return c;
  }
  Cache *own(bool create) {
    Cache *c = get();
    if (create && c == nullptr)
      c = make();
    return c;
  }
};
Heap heap;
void step() { heap.own(true)->n += work(1); }
void run() { runAll(step); }
} // namespace by_key

namespace by_variable {
struct Registry { // ok: counted once for each thread
  std::atomic<long> threads{0};
  const char *name = "";
};
Registry registry;
thread_local long *own;
void step() {
  if (!own) {
    own = new long(0);
    registry.threads++;
  }
  *own += work(1);
  use(registry.name);
}
void run() { runAll(step); }
} // namespace by_variable

namespace by_variable_given_back {
struct Pool { // warn: 'taken' and 'name' can share a cache line
  std::atomic<long> taken{0};
  const char *name = "";
};
Pool pool;
thread_local long *batch;
void step() {
  if (!batch) {
    batch = new long[16];
    pool.taken++;
  }
  if (work(*batch) > 3) {
    delete[] batch;
    batch = nullptr;
  }
  use(pool.name);
}
void run() { runAll(step); }
} // namespace by_variable_given_back

namespace by_depth {
struct Tracer { // warn: 'entered' and 'name' can share a cache line
  std::atomic<long> entered{0};
  const char *name = "";
};
Tracer tracer;
thread_local int depth = 0;
void step() {
  if (depth == 0)
    tracer.entered++;
  ++depth;
  use(tracer.name);
  --depth;
}
void run() { runAll(step); }
} // namespace by_depth

namespace by_initialiser {
struct Registry { // ok: each thread takes one number
  std::atomic<int> next{0};
  const char *name = "";
  int join() { return next++; }
};
Registry registry;
void step() {
  static thread_local int id = registry.join();
  work(id);
  use(registry.name);
}
void run() { runAll(step); }
} // namespace by_initialiser

namespace by_list {
struct Node {
  std::thread::id id;
  Node *next;
  long n;
  bool is(std::thread::id other) const { return id == other; }
};
struct Table { // ok: each thread enters itself once
  std::atomic<Node *> head{nullptr};
  std::atomic<long> count{0};
  const char *name = "";
  Node *own() {
    const auto self = std::thread::id(std::this_thread::get_id());
    for (Node *n = head.load(); n; n = n->next)
      if (n->is(self))
        return n;
    count++;
    Node *n = new Node{self, head.load(), 0};
    while (!head.compare_exchange_weak(n->next, n))
      ;
    return n;
  }
};
Table table;
void step() {
  table.own()->n += work(1);
  use(table.name);
}
void run() { runAll(step); }
} // namespace by_list

namespace by_list_without_entry {
struct Node {
  pthread_t id;
  Node *next;
};
struct Table { // warn: 'strangers' and 'name' can share a cache line
  Node *head = nullptr;
  alignas(64) std::atomic<long> strangers{0};
  const char *name = "";
  bool isKnown() {
    for (Node *n = head; n; n = n->next)
      if (n->id == pthread_self())
        return true;
    strangers++;
    return false;
  }
};
Table table;
void step() {
  table.isKnown();
  use(table.name);
}
void run() { runAll(step); }
} // namespace by_list_without_entry

namespace by_map {
struct Table { // ok: each thread enters itself once
  std::mutex lock;
  std::unordered_map<std::thread::id, long> slots;
  std::atomic<long> count{0};
  const char *name = "";
  void hit() {
    const auto self = std::this_thread::get_id();
    {
      std::lock_guard guard(lock);
      if (auto it = slots.find(self); it != slots.end())
        return;
    }
    count++;
    std::lock_guard guard(lock);
    slots.emplace(self, 0);
  }
};
Table table;
void step() {
  table.hit();
  use(table.name);
}
void run() { runAll(step); }
} // namespace by_map

namespace by_owner_of_a_lock {
struct Recursive { // warn: 'waits' and 'owner' can share a cache line
  std::atomic<std::thread::id> owner{};
  std::atomic<long> waits{0};
  const char *name = "";
  void lock() {
    if (owner.load() == std::this_thread::get_id())
      return;
    waits++;
    use(name);
  }
};
Recursive lock;
void step() { lock.lock(); }
void run() { runAll(step); }
} // namespace by_owner_of_a_lock
