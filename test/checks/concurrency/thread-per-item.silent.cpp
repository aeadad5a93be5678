// flags: -std=c++20 -pthread
// Threads that are not one for each item.
#include <algorithm>
#include <array>
#include <atomic>
#include <condition_variable>
#include <execution>
#include <functional>
#include <future>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <numeric>
#include <optional>
#include <pthread.h>
#include <queue>
#include <ranges>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

struct Request {
  int id;
};
void handle(const Request &);
int measure(const Request &);
void work();
void workAs(int);
void sumRange(const std::vector<int> &, std::size_t, std::size_t, long &);

// ---- as many as there are cores
void cores() {
  unsigned n = std::thread::hardware_concurrency();
  if (n == 0)
    n = 2;
  std::vector<std::jthread> all;
  for (unsigned i = 0; i < n; ++i)
    all.emplace_back(work); // ok: one per core
  for (unsigned i = 0, twice = 2 * n - 1; i != twice; ++i)
    all.emplace_back(work); // ok: one per core
  for (auto left = n; left > 0; --left)
    all.emplace_back(work); // ok: one per core
  while (n-- > 0)
    all.emplace_back(work); // ok: one per core
}

void bounded(const std::vector<Request> &requests, unsigned limit, bool many) {
  const auto cores = std::jthread::hardware_concurrency();
  const auto n = requests.size() < cores ? requests.size() : cores;
  std::vector<std::jthread> all;
  for (std::size_t i = 0; i < n; ++i)
    all.emplace_back(work); // ok: one per core
  for (std::size_t i = 0; i < std::min<std::size_t>({requests.size(), limit}); ++i)
    all.emplace_back(workAs, i); // ok: a limit
  for (std::size_t i = 0; i < std::clamp<std::size_t>(requests.size(), 1, 16); ++i)
    all.emplace_back(work); // ok: a limit
  const std::size_t some = many ? std::max<std::size_t>(cores, 4) : 1;
  for (std::size_t i = 0; i < some; ++i)
    all.emplace_back(work); // ok: one per core
}

// ---- numbers of workers
constexpr int kMany = 200;
struct Options {
  int numThreads = 4;
  unsigned jobs = std::thread::hardware_concurrency();
  unsigned workerCount() const;
};

void named(const Options &options, int threads, std::size_t pool_size) {
  std::vector<std::thread> all(threads);
  for (auto &t : all)
    t = std::thread(work); // ok: the number of threads
  for (int i = 0; i < threads; ++i)
    all[i] = std::thread(workAs, i); // ok: the number of threads
  for (int i = 0; i < options.numThreads; ++i)
    all.emplace_back(workAs, i); // ok: the number of threads
  for (unsigned i = 0; i < options.jobs; ++i)
    all.emplace_back(work); // ok: initialised by the number of cores
  for (unsigned i = 0; i < options.workerCount(); ++i)
    all.emplace_back(work); // ok: the number of workers
  for (std::size_t i = 0; i < pool_size; ++i)
    all.emplace_back(work); // ok: the number of workers
  for (int i = 0; i < kMany; ++i)
    all.emplace_back(work); // ok: a constant number
  for (int i = 0; i < kMany / 2; ++i)
    all.push_back(std::thread(work)); // ok: a constant number
  while (all.size() < 16)
    all.emplace_back(work); // ok: up to a number of threads
  for (auto &t : all)
    t.join();
}

void unknown(int n, std::atomic<int> &next, void (*f)(int)) {
  std::vector<std::jthread> all;
  for (int i = 0; i < n; ++i)
    all.emplace_back(f, i); // ok: n may be anything
  for (int i = 0; i < n; ++i)
    all.emplace_back([&next, f] { f(next++); }); // ok: n may be anything
}

long partialSums(const std::vector<int> &values, std::size_t n) {
  std::vector<long> partial(n);
  {
    std::vector<std::jthread> all;
    for (std::size_t i = 0; i < n; ++i)
      all.emplace_back([&, i] { // ok: n divides the work
        for (std::size_t k = i; k < values.size(); k += n)
          partial[i] += values[k];
      });
    const std::size_t step = values.size() / n + 1;
    for (std::size_t begin = 0; begin < values.size(); begin += step)
      all.emplace_back(sumRange, std::cref(values), begin, std::min(begin + step, values.size()), // ok: parts
                       std::ref(partial[begin / step]));
  }
  return std::accumulate(partial.begin(), partial.end(), 0L);
}

void parts(const std::vector<int> &values, std::vector<int>::const_iterator first, std::size_t step,
           const std::vector<std::size_t> &bounds, std::vector<long> &sums) {
  std::vector<std::jthread> all;
  while (first != values.end()) {
    const auto next = first + std::min<std::ptrdiff_t>(step, values.end() - first);
    all.emplace_back([first, next] { std::accumulate(first, next, 0L); }); // ok: parts
    first = next;
  }
  for (std::size_t begin = 0; begin < values.size();) {
    const std::size_t end = std::min(begin + step, values.size());
    all.emplace_back(sumRange, std::cref(values), begin, end, std::ref(sums[0])); // ok: parts
    begin = end;
  }
  for (std::size_t i = 0; i + 1 < bounds.size(); ++i)
    all.emplace_back(sumRange, std::cref(values), bounds[i], bounds[i + 1], std::ref(sums[i])); // ok: parts
}

struct Range {
  std::size_t from, to;
};
void chunks(const std::vector<int> &values, const std::vector<Range> &chunks, std::vector<long> &sums) {
  std::vector<std::future<void>> all;
  std::size_t i = 0;
  for (const Range &r : chunks)
    all.push_back(std::async(sumRange, std::cref(values), r.from, r.to, std::ref(sums[i++]))); // ok: parts
  const std::size_t blocks = (values.size() + 4095) / 4096;
  for (std::size_t b = 0; b < blocks; ++b)
    all.push_back(std::async([&, b] { sumRange(values, b * 4096, (b + 1) * 4096, sums[b]); })); // ok: parts
}

// ---- a container is the division of the work
struct Part {
  std::size_t from, to;
  long sum;
};
std::vector<Part> divide(std::size_t n, std::size_t into);
std::vector<Part> plan();
class Compaction {
public:
  void runAll() {
    const std::size_t num_threads = parts_.size();
    std::vector<std::thread> pool;
    pool.reserve(num_threads);
    for (auto &part : parts_)
      pool.emplace_back(&Compaction::run, this, &part); // ok: as many parts as threads
    for (auto &t : pool)
      t.join();
  }
  void runWithCreator() {
    std::vector<std::jthread> pool;
    for (std::size_t i = 1; i < parts_.size(); ++i)
      pool.emplace_back(&Compaction::run, this, &parts_[i]); // ok: the creator takes a part as well
    run(&parts_[0]);
  }
  void runLastHere() {
    std::vector<std::jthread> pool;
    for (std::size_t i = 0; i + 1 < parts_.size(); ++i)
      pool.emplace_back([this, i] { run(&parts_[i]); }); // ok: the creator takes a part as well
    run(&parts_.back());
  }

private:
  void run(Part *part);
  std::vector<Part> parts_ = plan();
};

void sumPart(Part &part);
void divided(const std::vector<int> &values, unsigned numThreads) {
  std::vector<std::jthread> all;
  auto shares = divide(values.size(), std::thread::hardware_concurrency());
  for (auto &part : shares)
    all.emplace_back(sumPart, std::ref(part)); // ok: cut by the number of cores
  std::vector<Part> sums(numThreads);
  for (std::size_t i = 0; i < sums.size(); ++i)
    all.emplace_back(sumPart, std::ref(sums[i])); // ok: one for each thread
  std::vector<Part> resized;
  resized.resize(numThreads);
  for (Part &part : resized)
    all.emplace_back(sumPart, std::ref(part)); // ok: one for each thread
  std::vector<Part> filled;
  for (unsigned i = 0; i < numThreads; ++i)
    filled.push_back({i * values.size() / numThreads, (i + 1) * values.size() / numThreads, 0});
  for (auto it = filled.begin(); it != filled.end(); ++it)
    all.emplace_back(sumPart, std::ref(*it)); // ok: one for each thread
}

// ---- objects that own a thread
class Poller {
public:
  void start() {
    owned_.reset(new std::thread([this] { loop(); }));         // ok: the thread of its object
    made_ = std::make_unique<std::thread>([this] { loop(); }); // ok: the thread of its object
    raw_ = new std::thread(&Poller::loop, this);               // ok: the thread of its object
    maybe_.emplace([this] { loop(); });                        // ok: the thread of its object
    shared_ = std::shared_ptr<std::thread>(new std::thread([this] { loop(); })); // ok: the thread of its object
  }

private:
  void loop();
  std::unique_ptr<std::thread> owned_, made_;
  std::thread *raw_ = nullptr;
  std::optional<std::jthread> maybe_;
  std::shared_ptr<std::thread> shared_;
};

class Pollers {
public:
  void start() {
    for (auto &[name, poller] : byName_)
      poller->start();
  }

private:
  std::map<std::string, std::unique_ptr<Poller>> byName_;
};

class Service {
public:
  void start() {
    thread_ = std::thread([this] { loop(); }); // ok: the thread of its object
  }
  void restart() {
    while (!stop_)
      if (!thread_.joinable())
        thread_ = std::thread([this] { loop(); }); // ok: only where there is none
  }

private:
  void loop();
  std::atomic<bool> stop_{false};
  std::thread thread_;
};

class Owner {
public:
  explicit Owner(int id) : thread_([id] { workAs(id); }) {} // ok: the thread of its object
private:
  std::jthread thread_;
};

void services(std::vector<Service> &all, std::vector<std::unique_ptr<Owner>> &owners, const std::vector<int> &ids) {
  for (auto &s : all)
    s.start();
  for (int id : ids)
    owners.push_back(std::make_unique<Owner>(id));
}

struct Worker {
  int id = 0;
  std::thread thread;
  void run();
};

void startWorkers(std::vector<Worker> &workers, std::list<Worker> &crew, Worker *const *first, int n) {
  for (auto &w : workers)
    w.thread = std::thread(&Worker::run, &w); // ok: one for each worker
  for (std::size_t i = 0; i < workers.size(); ++i)
    workers[i].thread = std::thread(&Worker::run, &workers[i]); // ok: one for each worker
  for (auto it = crew.begin(); it != crew.end(); ++it)
    it->thread = std::thread(&Worker::run, &*it); // ok: one for each worker
  std::for_each(crew.begin(), crew.end(), [](Worker &w) {
    w.thread = std::thread(&Worker::run, &w); // ok: one for each worker
  });
  for (int i = 0; i < n; ++i)
    first[i]->thread = std::thread(&Worker::run, first[i]); // ok: n may be anything
}

struct Crew {
  explicit Crew(std::size_t n) {
    while (n) {
      all.emplace_back(work); // ok: n may be anything
      n--;
    }
  }
  std::vector<std::jthread> all;
};

class Pool {
public:
  explicit Pool(std::size_t n) : size_(n) {
    for (std::size_t i = 0; i < size_; ++i)
      add(); // one per worker
    std::generate_n(std::back_inserter(threads_), n, [this] {
      return std::thread([this] { run(); }); // ok: n may be anything
    });
  }
  void add() {
    threads_.emplace_back([this] { run(); }); // ok: n may be anything
  }
  void grow(std::size_t most) {
    while (threads_.size() < most)
      add();
    for (;;) {
      if (threads_.size() >= most)
        break;
      threads_.emplace_back(&Pool::run, this); // ok: ends when there are enough
    }
  }

private:
  void run();
  std::size_t size_;
  std::vector<std::thread> threads_;
};

void pools() {
  Pool a(std::thread::hardware_concurrency());
}

// ---- no thread of its own
void tasks(const std::vector<Request> &requests, std::launch how, std::queue<std::packaged_task<int()>> &queue,
           std::vector<std::thread> &from, std::vector<std::thread> &to) {
  for (const auto &r : requests) {
    std::async(std::launch::deferred, measure, r).get(); // ok: deferred
    constexpr auto kLazy = std::launch::deferred;
    auto f = std::async(kLazy, [&] { return measure(r); }); // ok: deferred
    auto g = std::async(how, measure, r);                   // ok: perhaps deferred
    queue.emplace([r] { return measure(r); });              // ok: a task
    std::thread none;                                       // ok: no thread
    std::jthread();                                         // ok: no thread
  }
  for (auto &t : from)
    to.emplace_back(std::move(t)); // ok: runs already
  while (!from.empty()) {
    std::thread t(std::move(from.back())); // ok: runs already
    from.pop_back();
    t.join();
  }
  std::for_each(std::execution::par, requests.begin(), requests.end(), handle); // ok: the library's threads
}

// ---- runs once
void once(const std::vector<Request> &requests) {
  static std::once_flag flag;
  for (const auto &r : requests) {
    std::call_once(flag, [] { std::thread(work).detach(); }); // ok: once
    static std::jthread background(work);                     // ok: once
    if (r.id == 7) {
      std::thread(handle, r).detach(); // ok: leaves right after
      return;
    }
    if (r.id < 0) {
      std::thread t(handle, r); // ok: an error
      t.join();
      throw std::runtime_error("bad");
    }
    try {
      handle(r);
    } catch (const std::exception &) {
      std::thread(work).detach(); // ok: an error
    }
  }
  bool started = false;
  for (const auto &r : requests) {
    if (!started) {
      started = true;
      std::thread(work).detach(); // ok: once
    }
    handle(r);
  }
}

void few(const std::array<Request, 3> &three, const std::array<Request, 30> &thirty) {
  for (const auto &r : three)
    std::jthread t(handle, r); // ok: three
  for (const auto &r : thirty)
    std::jthread t(handle, r); // ok: a constant number
  for (int i = 0; i < 4; ++i)
    std::jthread t(workAs, i); // ok: four
  for (const char *name : {"a", "b"})
    std::jthread t([name] { workAs(*name); }); // ok: two
}

// The function is given to something that may call it once.
void later(std::function<void(std::function<void()>)> onStart) {
  onStart([] { std::thread(work).detach(); }); // ok: not known how often
}
