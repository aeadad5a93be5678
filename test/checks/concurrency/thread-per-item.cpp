// flags: -std=c++20 -pthread
#include <algorithm>
#include <array>
#include <deque>
#include <functional>
#include <future>
#include <iostream>
#include <iterator>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <numeric>
#include <optional>
#include <pthread.h>
#include <queue>
#include <ranges>
#include <set>
#include <span>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

struct Request {
  int id;
  std::string url;
};
void handle(const Request &);
int fetch(const std::string &);
int accept();
void serve(int);

// ---- shapes of loops
void rangeOverSpan(std::span<const Request> requests) {
  for (const auto &request : requests) { // note: the loop over the items
    std::jthread t(handle, std::cref(request)); // warn: a thread is started in every iteration, one for each item
  }
}

void overMap(const std::map<std::string, Request> &byName) {
  for (const auto &[name, request] : byName)
    std::thread([&r = request] { handle(r); }).detach(); // warn: a thread is started
}

void byIndex(const std::vector<Request> &requests) {
  const int n = static_cast<int>(requests.size());
  std::vector<std::thread> running(requests.size());
  for (int i = 0; i < n; i++)
    running[i] = std::thread(handle, std::cref(requests[i])); // warn: a thread is started
  for (auto &t : running)
    t.join();
}

void slotsForItems(const std::vector<Request> &requests) {
  std::vector<std::thread> running(requests.size());
  std::size_t i = 0;
  for (auto &t : running)
    t = std::thread(handle, std::cref(requests[i++])); // warn: a thread is started
  for (auto &t : running)
    t.join();
}

void downwards(const std::vector<Request> &requests) {
  for (auto i = requests.size(); i-- > 0;)
    std::thread(handle, std::cref(requests[i])).detach(); // warn: a thread is started
}

void whileDown(std::vector<Request> requests) {
  auto left = requests.size();
  while (left--)
    std::thread(handle, requests[left]).detach(); // warn: a thread is started
}

void throughIterators(std::list<Request>::iterator first, std::list<Request>::iterator last) {
  for (; first != last; ++first)
    std::thread(handle, *first).detach(); // warn: a thread is started
}

void pointers(const Request *first, const Request *last) {
  while (first != last)
    std::thread(handle, *first++).detach(); // warn: a thread is started
}

void arrayAndLength(const Request *requests, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i)
    std::thread(handle, requests[i]).detach(); // warn: a thread is started
}

void untilTheEnd(std::istream &in) {
  std::string url;
  while (std::getline(in, url))
    std::thread([url] { fetch(url); }).detach(); // warn: a thread is started
}

void gotoLoop() {
again:
  const int client = accept();
  std::thread(serve, client).detach(); // warn: a thread is started
  if (client >= 0)
    goto again;
}

void acceptLoop(bool &stop) {
  for (;;) {
    const int client = accept();
    if (client < 0)
      continue;
    if (stop)
      break;
    std::thread worker(serve, client); // warn: a thread is started
    worker.detach();
  }
}

void sentinel() {
  for (int fd = accept(); fd >= 0; fd = accept())
    std::thread(serve, fd).detach(); // warn: a thread is started
  int client;
  while ((client = accept()) != -1)
    std::thread(serve, client).detach(); // warn: a thread is started
}

struct Link {
  Link *next;
  Request request;
};
void links(const Link *first) {
  for (const Link *at = first; at != nullptr; at = at->next)
    std::thread(handle, at->request).detach(); // warn: a thread is started
}

void boundedAtATime(const std::vector<Request> &requests) {
  std::vector<std::thread> running;
  for (const auto &request : requests) {
    if (running.size() == 4) {
      for (auto &t : running)
        t.join();
      running.clear();
    }
    running.emplace_back([&request] { handle(request); }); // warn: a thread is started
  }
}

void nested(const std::vector<std::vector<Request>> &groups) {
  for (const auto &group : groups)
    for (const auto &request : group) // note: the loop over the items
      std::thread(handle, request).detach(); // warn: a thread is started
}

void twoForEach(const std::vector<Request> &requests) {
  for (const auto &request : requests) { // note: the loop over the items
    std::vector<std::jthread> both;
    for (int half = 0; half < 2; ++half)
      both.emplace_back([&request] { handle(request); }); // warn: a thread is started
  }
}

void numbers(const std::vector<Request> &requests) {
  for (std::size_t i : std::views::iota(std::size_t{0}, requests.size()))
    std::thread(handle, requests[i]).detach(); // warn: a thread is started
}

// ---- ways to make a thread
void ways(const std::vector<Request> &requests) {
  std::map<int, std::thread> byId;
  std::list<std::thread> listed;
  std::deque<std::jthread> queued;
  std::vector<std::shared_ptr<std::thread>> shared;
  std::vector<std::optional<std::jthread>> maybe(requests.size());
  for (const auto &request : requests) {
    byId.emplace(request.id, std::thread(handle, request));         // warn: a thread is started
    byId[request.id] = std::thread{[&] { handle(request); }};       // warn: a thread is started
    byId.try_emplace(request.id, handle, request);                  // warn: a thread is started
    listed.emplace_front(handle, request);                          // warn: a thread is started
    queued.push_back(std::jthread(&handle, std::ref(request)));     // warn: a thread is started
    shared.push_back(std::make_shared<std::thread>(handle, request)); // warn: a thread is started
    shared.emplace_back(new std::thread(handle, request));          // warn: a thread is started
    maybe[0].emplace([&] { handle(request); });                     // warn: a thread is started
    auto *raw = new std::thread(std::bind(handle, request));        // warn: a thread is started
    raw->detach();
    delete raw;
    std::thread later;
    later = std::thread(handle, request); // warn: a thread is started
    later.join();
  }
}

std::vector<int> tasks(const std::vector<Request> &requests) {
  std::vector<std::future<int>> pending;
  pending.reserve(requests.size());
  for (const auto &request : requests) {
    auto f = std::async(fetch, request.url);                                  // warn: an asynchronous task is started in every iteration
    pending.emplace_back(std::async(std::launch::async, fetch, request.url)); // warn: an asynchronous task
    pending.push_back(std::async(std::launch::async | std::launch::deferred,  // warn: an asynchronous task
                                 [&] { return fetch(request.url); }));
    pending.push_back(std::move(f));
  }
  std::vector<int> results;
  results.reserve(pending.size());
  for (auto &f : pending)
    results.push_back(f.get());
  return results;
}

void *entry(void *);

struct Context {
  int item;
};

void posix(std::vector<Context> &contexts, std::vector<pthread_t> &ids) {
  for (size_t i = 0; i != contexts.size(); ++i)
    if (pthread_create(&ids[i], nullptr, entry, &contexts[i]) != 0) // warn: a thread is started
      break;
}

// ---- algorithms, lambdas, helpers
void algorithms(const std::vector<Request> &requests) {
  std::vector<std::future<int>> pending;
  std::transform(requests.begin(), requests.end(), std::back_inserter(pending), // note: the algorithm that visits each item
                 [](const Request &r) { return std::async(fetch, r.url); });     // warn: an asynchronous task
  std::ranges::for_each(requests, [](const Request &r) {
    std::thread t(handle, r); // warn: a thread is started
    t.join();
  });
  std::for_each_n(requests.begin(), requests.size(), [](const Request &r) {
    std::thread(handle, r).detach(); // warn: a thread is started
  });
}

void helperLambda(const std::vector<Request> &requests) {
  std::vector<std::thread> running;
  const auto start = [&running](const Request &r) {
    running.emplace_back(handle, std::cref(r)); // warn: a thread is started in every call from a loop
  };
  for (const auto &request : requests) // note: the loop over the items
    start(request);
  for (auto &t : running)
    t.join();
}

static void startOne(int client) {
  std::thread(serve, client).detach(); // warn: a thread is started in every call from a loop
}

void helperFunction() {
  while (true)
    startOne(accept());
}

template <class Items> void inTemplate(const Items &items) {
  for (const auto &item : items)
    std::thread([item] { handle(item); }).detach(); // warn: a thread is started
}

void instantiate(const std::vector<Request> &a, const std::list<Request> &b) {
  inTemplate(a);
  inTemplate(b);
}

// One alone needs no thread; several get one each.
void shortcut(const std::vector<Request> &requests) {
  if (requests.size() == 1) {
    handle(requests[0]);
    return;
  }
  std::vector<std::jthread> running;
  for (const auto &request : requests)
    running.emplace_back(handle, std::cref(request)); // warn: a thread is started
}

// The results have as many places as there are requests.
void results(const std::vector<Request> &requests, unsigned numThreads) {
  std::vector<int> codes(requests.size());
  std::vector<Request> again;
  for (const auto &request : requests)
    if (request.id > static_cast<int>(numThreads))
      again.push_back(request);
  std::vector<std::jthread> running;
  for (std::size_t i = 0; i < codes.size(); ++i)
    running.emplace_back([&, i] { codes[i] = fetch(requests[i].url); }); // warn: a thread is started
  for (const auto &request : again)
    running.emplace_back(handle, std::cref(request)); // warn: a thread is started
}

class Launcher {
public:
  void launch(const Request &request) {
    all_.push_back(std::make_unique<std::thread>(handle, request)); // warn: a thread is started in every call from a loop
  }
  void launchAll(const std::vector<Request> &requests) {
    for (const auto &request : requests)
      launch(request);
  }

private:
  std::vector<std::unique_ptr<std::thread>> all_;
};

class Server {
public:
  void run() {
    while (running_) {
      const int client = accept();
      if (client < 0)
        continue;
      std::lock_guard lock(mutex_);
      clients_.emplace_back(&Server::session, this, client); // warn: a thread is started
    }
  }
  void flush() {
    for (auto it = queue_.begin(); it != queue_.end(); it = queue_.erase(it))
      std::thread(handle, *it).detach(); // warn: a thread is started
  }
  void drain() {
    while (!todo_.empty()) {
      auto one = std::move(todo_.front());
      todo_.pop();
      std::thread([one = std::move(one)] { handle(one); }).detach(); // warn: a thread is started
    }
  }
  void drainCounted() {
    for (auto left = todo_.size(); left > 0; --left) {
      std::thread(handle, todo_.front()).detach(); // warn: a thread is started
      todo_.pop();
    }
  }

private:
  void session(int client);
  bool running_ = true;
  std::mutex mutex_;
  std::vector<std::thread> clients_;
  std::list<Request> queue_;
  std::queue<Request> todo_;
};
