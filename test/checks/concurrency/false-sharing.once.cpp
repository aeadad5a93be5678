// flags: -std=c++20 -pthread
// What runs in a loop, but does its work once, or is behind a lock that its
// thread takes anyway.
#include <atomic>
#include <cstddef>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

bool more();
bool valid(long x);
long measure(int i);
void use(const void *p);
void relax();

template <typename T> void runAll(T &t, void (*work)(T &)) {
  std::vector<std::jthread> threads;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&t, work] {
      while (more())
        work(t);
    });
}

// ---- done once

namespace early_return {
enum State { raw, busy, complete };
struct Arena { // ok: filled when the first thread comes
  std::atomic<State> state{raw};
  std::mutex mutex;
  long reserved = 0;
  void *base = nullptr;
};
void prepare(Arena &a) {
  if (complete == a.state.load(std::memory_order_acquire))
    return;
  std::lock_guard lock(a.mutex);
  if (a.state == complete)
    return;
  a.state = busy;
  a.reserved += measure(0);
  a.state = complete;
}
void step(Arena &a) {
  prepare(a);
  use(a.base);
}
void run(Arena &a) { runAll(a, step); }
} // namespace early_return

namespace early_return_behind_a_call {
class Directory { // ok: scanned when the first thread comes
public:
  void step() {
    scan();
    use(root_);
  }

private:
  void scan() {
    if (scanned_)
      return;
    std::lock_guard lock(mutex_);
    if (!scanned_) {
      add();
      scanned_ = true;
    }
  }
  void add() { entries_ += measure(1); }
  const char *root_ = nullptr;
  std::atomic<bool> scanned_{false};
  std::atomic<long> entries_{0};
  std::mutex mutex_;
};
void step(Directory &d) { d.step(); }
void run(Directory &d) { runAll(d, step); }
} // namespace early_return_behind_a_call

namespace number_as_a_state {
enum { raw, complete };
struct Arena { // ok: filled when the first thread comes
  std::atomic<long> state{raw};
  long reserved = 0;
  void *base = nullptr;
};
void step(Arena &a) {
  use(a.base);
  if (a.state == complete)
    return;
  a.reserved += measure(0);
  a.state = complete;
}
void run(Arena &a) { runAll(a, step); }
} // namespace number_as_a_state

namespace value_in_a_variable {
struct Node {};
class List { // ok: the first node is made once
public:
  void step() {
    use(name_);
    Node *known = first();
    if (known == nullptr) {
      Node *made = new Node;
      if (!first_.compare_exchange_strong(known, made))
        delete made;
    }
  }

private:
  Node *first() const { return first_.load(std::memory_order_acquire); }
  std::atomic<Node *> first_{nullptr};
  const char *name_ = nullptr;
};
void step(List &l) { l.step(); }
void run(List &l) { runAll(l, step); }
} // namespace value_in_a_variable

namespace branch_until_complete {
struct Font { // ok: measured once
  int measured = 0;
  const char *name = nullptr;
  std::atomic<long> width{0};
};
void step(Font &f) {
  if (f.measured != 1) {
    f.width += measure(0);
    f.measured = 1;
  }
  use(f.name);
}
void run(Font &f) { runAll(f, step); }
} // namespace branch_until_complete

namespace done_again_and_again {
enum State { waiting, loaded };
struct Slot { // warn: 'filled' and 'name' can share a cache line
  std::atomic<long> filled{0};
  const char *name = nullptr;
  State state = waiting;
};
void produce(Slot &s) {
  if (s.state == loaded)
    return;
  s.filled += measure(0);
  s.state = loaded;
}
void consume(Slot &s) {
  if (s.state == loaded) {
    use(s.name);
    s.state = waiting;
  }
}
void run(Slot &s) {
  std::jthread a([&s] {
    while (more())
      produce(s);
  });
  while (more())
    consume(s);
}
} // namespace done_again_and_again

namespace each_item_once {
struct Item {
  bool visited = false;
};
struct Walk { // warn: 'count' and 'items' can share a cache line
  std::atomic<long> count{0};
  Item *items = nullptr;
};
void visit(Walk &w, Item &i) {
  if (i.visited)
    return;
  w.count++;
  i.visited = true;
}
void step(Walk &w) { visit(w, w.items[measure(0)]); }
void run(Walk &w) { runAll(w, step); }
} // namespace each_item_once

namespace object_of_the_iteration {
struct Node {
  Node *next = nullptr;
};
struct List { // warn: 'made' and 'limit' can share a cache line
  std::atomic<long> made{0};
  long limit = 10;
};
void step(List &l) {
  Node *n = nullptr;
  if (!n) {
    n = new Node;
    l.made++;
  }
  use(n);
  use(reinterpret_cast<void *>(l.limit));
}
void run(List &l) { runAll(l, step); }
} // namespace object_of_the_iteration

// ---- seldom

namespace doubled {
struct Table { // ok: doubles a few dozen times
  std::atomic<std::size_t> buckets{8};
  float load = 0.75;
};
void step(Table &t) {
  std::size_t now = t.buckets.load();
  if (float(measure(0)) / float(now) > t.load)
    t.buckets.compare_exchange_strong(now, 2 * now);
}
void run(Table &t) { runAll(t, step); }
struct Plain { // ok: doubles a few dozen times
  std::size_t capacity = 8;
  const char *name = nullptr;
};
void grow(Plain &p) {
  use(p.name);
  if (measure(0) > long(p.capacity))
    p.capacity *= 2;
}
void run(Plain &p) { runAll(p, grow); }
} // namespace doubled

namespace raised {
struct Levels { // ok: a maximum is found early
  std::atomic<int> highest{0};
  const char *name = nullptr;
};
void step(Levels &l) {
  use(l.name);
  const int level = int(measure(0));
  int known = l.highest.load();
  while (level > known && !l.highest.compare_exchange_weak(known, level))
    ;
}
void other(Levels &l) {
  use(l.name);
  const int level = int(measure(0));
  int known = l.highest.load();
  for (;;)
    if (level <= known || l.highest.compare_exchange_strong(known, level))
      break;
}
template <typename Less> void raise(Levels &l, int level, const Less &less) {
  for (int known = l.highest.load(); less(known, level);)
    if (l.highest.compare_exchange_strong(known, level))
      break;
}
void third(Levels &l) {
  use(l.name);
  raise(l, int(measure(0)), std::less<int>());
}
void run(Levels &l) {
  runAll(l, third);
  runAll(l, step);
  runAll(l, other);
}
} // namespace raised

namespace replaced_by_a_larger_one {
struct Table {
  long size() const;
  Table *next = nullptr;
};
Table *allocate(long n);
struct Index { // ok: tables double
  std::atomic<Table *> root{nullptr};
  const char *name = nullptr;
};
void step(Index &x) {
  use(x.name);
  Table *root = x.root.load();
  const long n = measure(0);
  if (!root || n > root->size() / 2) {
    Table *larger = allocate(n);
    for (;;) {
      larger->next = root;
      Table *known = root;
      if (x.root.compare_exchange_strong(known, larger))
        break;
      root = known;
    }
  }
}
void run(Index &x) { runAll(x, step); }
} // namespace replaced_by_a_larger_one

namespace pushed {
struct Node {
  Node *next = nullptr;
};
struct Stack { // warn: 'top' and 'name' can share a cache line
  std::atomic<Node *> top{nullptr};
  const char *name = nullptr;
};
void step(Stack &s) {
  use(s.name);
  Node *made = new Node;
  made->next = nullptr;
  while (!s.top.compare_exchange_weak(made->next, made))
    ;
}
void run(Stack &s) { runAll(s, step); }
} // namespace pushed

namespace needs_both_words {
struct Backoff { // ok: the waiting thread reads the count in each turn
  std::atomic<long> busy{0};
  const char *name = nullptr;
};
void enter(Backoff &b) { b.busy++; }
void wait(Backoff &b) {
  while (b.busy.load() > 3)
    use(b.name);
}
void run(Backoff &b) {
  runAll(b, enter);
  std::vector<std::jthread> threads;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&b, i] { i % 2 ? enter(b) : wait(b); });
}
} // namespace needs_both_words

namespace raised_by_a_step {
struct Ticket { // warn: 'next' and 'name' can share a cache line
  std::atomic<long> next{0};
  const char *name = nullptr;
};
void step(Ticket &t) {
  while (more())
    use(t.name);
  long known = t.next.load();
  while (known < 1000000 && !t.next.compare_exchange_weak(known, known + 1))
    ;
}
void run(Ticket &t) { runAll(t, step); }
} // namespace raised_by_a_step

namespace only_set {
struct Search { // ok: set to the same value
  bool overflowed = false;
  const char *name = nullptr;
};
void step(Search &s) {
  use(s.name);
  if (!valid(measure(0)))
    s.overflowed = true;
}
void run(Search &s) { runAll(s, step); }
} // namespace only_set

namespace set_and_cleared {
struct Search { // warn: 'fresh' and 'name' can share a cache line
  bool fresh = false;
  const char *name = nullptr;
};
void step(Search &s) {
  use(s.name);
  if (valid(measure(0)))
    s.fresh = true;
  else
    s.fresh = false;
}
void run(Search &s) { runAll(s, step); }
} // namespace set_and_cleared

// ---- behind a lock that the thread takes anyway

namespace lock_after_the_virtual_call {
class Sink { // ok: who calls takes the lock, too
public:
  virtual ~Sink();
  virtual void put(long x);

private:
  std::mutex mutex_;
  const char *name_ = nullptr;
  long last_ = 0;
};
void Sink::put(long x) {
  use(name_);
  std::lock_guard lock(mutex_);
  last_ = x;
}
void step(Sink &s) { s.put(measure(0)); }
void run(Sink &s) { runAll(s, step); }
} // namespace lock_after_the_virtual_call

namespace lock_at_times {
class Sink { // warn: 'mutex_' and 'limit_' can share a cache line
public:
  void put(long x) {
    if (x < limit_)
      return;
    std::lock_guard lock(mutex_);
    last_ = x;
  }

private:
  std::mutex mutex_;
  long limit_ = 100;
  long last_ = 0;
};
void step(Sink &s) { s.put(measure(0)); }
void run(Sink &s) { runAll(s, step); }
} // namespace lock_at_times

// ---- a word as a lock

namespace word_as_a_lock {
struct Combiner { // ok: one thread at a time has both
  std::atomic<int> busy{0};
  long pushed = 0;
  long popped = 0;
};
void push(Combiner &c) {
  while (c.busy.load() != 0)
    relax();
  c.busy.store(1);
  c.pushed += measure(0);
  c.busy.store(0);
}
void pop(Combiner &c) {
  while (c.busy.exchange(1))
    relax();
  c.popped += measure(1);
  c.busy.store(0);
}
void run(Combiner &c) {
  std::jthread a([&c] {
    while (more())
      push(c);
  });
  while (more())
    pop(c);
}
} // namespace word_as_a_lock

namespace word_as_a_lock_behind_a_helper {
template <typename T> void waitFor(const std::atomic<T> &word, T value) {
  while (word.load() != value)
    relax();
}
struct Combiner { // ok: one thread at a time has both
  std::atomic<int> busy{0};
  long pushed = 0;
  long popped = 0;
};
void push(Combiner &c) {
  waitFor(c.busy, 0);
  c.busy.store(1);
  c.pushed += measure(0);
  c.busy.store(0);
}
void pop(Combiner &c) {
  waitFor(c.busy, 0);
  c.busy.store(1);
  c.popped += measure(1);
  c.busy.store(0);
}
void run(Combiner &c) {
  std::jthread a([&c] {
    while (more())
      push(c);
  });
  while (more())
    pop(c);
}
} // namespace word_as_a_lock_behind_a_helper

namespace word_as_a_signal {
struct Exchange { // warn: 'sent' and 'received' can share a cache line
  std::atomic<long> sent{0};
  std::atomic<long> received{0};
  alignas(64) std::atomic<int> open{0};
};
void run(Exchange &e) {
  std::jthread a([&e] {
    while (e.open.load() != 1)
      relax();
    while (more())
      e.sent++;
  });
  while (more())
    e.received++;
}
} // namespace word_as_a_signal
