// flags: -std=c++20 -pthread
// Ways to hold a lock: who holds the same one does not run at the same time.
#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

bool more();
bool valid(long x);
long measure(int i);
void work();

// ---- guards

namespace guard_class {
class Guard {
public:
  explicit Guard(std::mutex &m) : m_(m) { m_.lock(); }
  ~Guard() { m_.unlock(); }

private:
  std::mutex &m_;
};
struct Ledger { // ok: one lock guards both
  std::mutex m;
  long credits = 0;
  long debits = 0;
};
void run(Ledger &l) {
  std::jthread a([&] {
    while (more()) {
      Guard g(l.m);
      l.credits += measure(1);
    }
  });
  std::jthread b([&] {
    while (more()) {
      Guard g(l.m);
      l.debits += measure(2);
    }
  });
}
} // namespace guard_class

namespace nested_and_generic_guards {
class Store { // ok: one lock guards both
public:
  void in() {
    Locker l(this);
    in_ += measure(0);
  }
  void out() {
    Locker l(this);
    out_ += measure(0);
  }

private:
  struct Locker {
    explicit Locker(Store *s) : s_(s) { s_->mutex_.lock(); }
    ~Locker() { s_->mutex_.unlock(); }
    Store *s_;
  };
  std::mutex mutex_;
  long in_ = 0, out_ = 0;
};
void run(Store &s) {
  std::jthread x([&] {
    while (more())
      s.in();
  });
  std::jthread y([&] {
    while (more())
      s.out();
  });
}
template <typename M> class Hold {
public:
  Hold(M &m) : m_(&m) { m_->lock(); }
  ~Hold() { m_->unlock(); }
  Hold(const Hold &) = delete;

private:
  M *m_;
};
struct Two { // ok: one lock guards both
  std::mutex m;
  long a = 0, b = 0;
};
void run(Two &d) {
  std::jthread x([&] {
    while (more()) {
      Hold h(d.m);
      d.a += measure(0);
    }
  });
  std::jthread y([&] {
    while (more()) {
      Hold<std::mutex> h{d.m};
      d.b += measure(0);
    }
  });
}
class Base {
public:
  explicit Base(std::mutex &m) : g_(m) {}

private:
  std::lock_guard<std::mutex> g_;
};
struct Three { // ok: one lock guards both
  std::mutex m;
  long a = 0, b = 0;
};
void run(Three &d) {
  std::jthread x([&] {
    while (more()) {
      Base h(d.m);
      d.a += measure(0);
    }
  });
  std::jthread y([&] {
    while (more()) {
      Base h{d.m};
      d.b += measure(0);
    }
  });
}
} // namespace nested_and_generic_guards

namespace lock_returned_by_a_function {
struct Directory { // ok: one lock guards both
  std::unique_lock<std::mutex> acquire() {
    return std::unique_lock<std::mutex>(mutex_);
  }
  std::mutex mutex_;
  long entries_ = 0;
  long visits_ = 0;
};
void run(Directory &d) {
  std::jthread a([&] {
    while (more()) {
      auto g = d.acquire();
      ++d.entries_;
    }
  });
  std::jthread b([&] {
    while (more()) {
      auto g = d.acquire();
      ++d.visits_;
    }
  });
}
} // namespace lock_returned_by_a_function

namespace lock_assigned_later {
struct Account { // ok: one lock guards both
  std::mutex m;
  long a = 0, b = 0;
};
void run(Account &d) {
  std::jthread x([&] {
    while (more()) {
      std::unique_lock<std::mutex> g;
      g = std::unique_lock<std::mutex>(d.m);
      d.a += measure(0);
    }
  });
  std::jthread y([&] {
    while (more()) {
      std::unique_lock<std::mutex> g;
      g = std::unique_lock<std::mutex>(d.m);
      d.b += measure(1);
    }
  });
}
} // namespace lock_assigned_later

// ---- locks made by hand

namespace spin_lock {
class SpinLock {
public:
  void lock() {
    while (flag_.exchange(true, std::memory_order_acquire))
      ;
  }
  void unlock() { flag_.store(false, std::memory_order_release); }

private:
  std::atomic<bool> flag_{false};
};
struct Ledger { // ok: one spin lock guards both
  SpinLock spin;
  long credits = 0;
  long debits = 0;
};
void run(Ledger &l) {
  std::jthread a([&] {
    while (more()) {
      l.spin.lock();
      l.credits += measure(1);
      l.spin.unlock();
    }
  });
  std::jthread b([&] {
    while (more()) {
      l.spin.lock();
      l.debits += measure(2);
      l.spin.unlock();
    }
  });
}
} // namespace spin_lock

namespace ticket_lock {
class TicketLock { // warn: cache line
public:
  void lock() {
    const unsigned t = next_.fetch_add(1);
    while (serving_.load() != t)
      ;
  }
  void unlock() { serving_.store(serving_.load() + 1); }

private:
  std::atomic<unsigned> next_{0};
  std::atomic<unsigned> serving_{0}; // all spin here
};
void run() {
  TicketLock l;
  std::vector<std::jthread> ts;
  for (int i = 0; i < 8; ++i)
    ts.emplace_back([&] {
      while (more()) {
        l.lock();
        work();
        l.unlock();
      }
    });
}
class Turnstile { // warn: cache line
public:
  void enter() {
    const unsigned t = next_.fetch_add(1);
    while (serving_.load() != t)
      ;
  }
  void leave() { serving_.store(serving_.load() + 1); }

private:
  std::atomic<unsigned> next_{0};
  std::atomic<unsigned> serving_{0};
};
void run2() {
  Turnstile l;
  std::vector<std::jthread> ts;
  for (int i = 0; i < 8; ++i)
    ts.emplace_back([&] {
      while (more()) {
        l.enter();
        work();
        l.leave();
      }
    });
}
} // namespace ticket_lock

// ---- how long a lock is held

namespace bounded_queue {
class Queue { // ok: capacity, signal and data are used under one lock
public:
  explicit Queue(std::size_t c) : capacity_(c) {}
  void push(int v) {
    std::unique_lock lock(mutex_);
    notFull_.wait(lock, [this] { return items_.size() < capacity_; });
    items_.push_back(v);
    lock.unlock();
    notEmpty_.notify_one();
  }
  int pop() {
    std::unique_lock lock(mutex_);
    notEmpty_.wait(lock, [this] { return !items_.empty(); });
    int v = items_.front();
    items_.pop_front();
    lock.unlock();
    notFull_.notify_one();
    return v;
  }

private:
  std::size_t capacity_;
  std::mutex mutex_;
  std::condition_variable notFull_, notEmpty_;
  std::deque<int> items_;
};
void run() {
  Queue q(64);
  std::jthread producer([&q] {
    while (more())
      q.push(1);
  });
  while (more())
    measure(q.pop());
}
} // namespace bounded_queue

namespace unlocked_before_leaving {
struct Account { // ok: one lock guards both
  std::mutex m;
  long a = 0, b = 0;
};
void run(Account &d) {
  std::jthread x([&] {
    while (more()) {
      d.m.lock();
      if (valid(0)) {
        d.m.unlock();
        continue;
      }
      d.a += measure(0);
      d.m.unlock();
    }
  });
  std::jthread y([&] {
    for (;;) {
      std::unique_lock g(d.m);
      if (!more()) {
        g.unlock();
        return;
      }
      d.b += measure(1);
    }
  });
}
} // namespace unlocked_before_leaving

namespace read_before_the_lock {
class Log { // warn: cache line
public:
  void write(const std::string &s) {
    if (level_ > 2)
      return; // read without the lock
    std::lock_guard g(m_);
    buffer_ += s;
  }

private:
  int level_ = 1;
  std::mutex m_;
  std::string buffer_;
};
void run() {
  static Log log;
  std::vector<std::jthread> ts;
  for (int i = 0; i < 4; ++i)
    ts.emplace_back([] {
      while (more())
        log.write("x");
    });
}
} // namespace read_before_the_lock

// ---- what is no common lock

namespace other_locks {
struct State { // warn: cache line
  std::atomic<long> in{0};
  std::atomic<long> out{0};
};
void run(const std::weak_ptr<State> &w, State &s) {
  std::jthread a([&] {
    while (more())
      if (auto p = w.lock())
        s.in++;
  });
  std::jthread b([&] {
    while (more())
      if (auto p = w.lock())
        s.out++;
  });
}
struct Screen {
  void lock();
  void unlock();
};
struct Door { // ok: one lock guards both, wherever it is defined
  Screen screen;
  long in = 0, out = 0;
};
void run(Door &s) {
  std::jthread a([&] {
    while (more()) {
      s.screen.lock();
      s.in += measure(0);
      s.screen.unlock();
    }
  });
  std::jthread b([&] {
    while (more()) {
      s.screen.lock();
      s.out += measure(0);
      s.screen.unlock();
    }
  });
}
struct Halves { // warn: cache line
  std::mutex first, second;
  long in = 0, out = 0;
};
class Guard {
public:
  explicit Guard(std::mutex &m) : m_(m) { m_.lock(); }
  ~Guard() { m_.unlock(); }

private:
  std::mutex &m_;
};
void run(Halves &s) {
  std::jthread a([&] {
    while (more()) {
      Guard g(s.first);
      s.in += measure(0);
    }
  });
  std::jthread b([&] {
    while (more()) {
      Guard g(s.second);
      s.out += measure(0);
    }
  });
}
struct After { // warn: cache line
  std::mutex m;
  long guarded = 0;
  std::atomic<long> in{0}, out{0};
};
void run(After &s) {
  std::jthread a([&] {
    while (more()) {
      {
        Guard g(s.m);
        s.guarded++;
      }
      s.in++;
    }
  });
  std::jthread b([&] {
    while (more()) {
      {
        Guard g(s.m);
        s.guarded++;
      }
      s.out++;
    }
  });
}
} // namespace other_locks

// ---- attempts, not loops

namespace compare_and_swap_once {
struct Totals { // ok: each thread writes once, however often it tries
  std::atomic<long> a{0}, b{0};
};
void run(Totals &s) {
  std::jthread x([&] {
    long v = s.a.load();
    while (!s.a.compare_exchange_weak(v, v + 1))
      ;
  });
  std::jthread y([&] {
    long v = s.b.load();
    while (!s.b.compare_exchange_weak(v, v + 1))
      ;
  });
}
} // namespace compare_and_swap_once
