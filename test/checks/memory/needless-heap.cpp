// flags: -std=c++20 -pthread
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

struct Rect {
  int width = 0, height = 0;
  int area() const { return width * height; }
};
struct Total {
  double sum = 0;
  void add(double v) { sum += v; }
};
struct Huge {
  char bytes[4096];
};
struct Job : std::enable_shared_from_this<Job> {
  int id = 0;
};
class Counted {
public:
  void release() {
    if (--count_ == 0)
      delete this;
  }

private:
  int count_ = 1;
};

int area(const Rect &r) { return r.area(); }
void scale(Rect *r, int by) { r->width *= by; }
void destroy(Rect *r) { delete r; }

namespace owners {

int average(const std::vector<Rect> &all) {
  std::unique_ptr<Total> total(new Total); // warn: an object of type 'Total' is allocated on the heap in every call, and never leaves 'average'
  for (const Rect &r : all) {
    const auto copy = std::make_shared<Rect>(r); // warn: in every iteration
    total->add(copy->area());
  }
  return static_cast<int>(total->sum);
}

int declaredFirst(int w) {
  Rect *r;
  r = new Rect; // warn: make it a local variable
  r->width = w;
  scale(r, 2);
  const int a = area(*r);
  delete r;
  return a;
}

int ofTemporary(int w) {
  return area(*std::make_unique<Rect>(Rect{w, w})); // warn: make it a local variable
}

int joined(int n) {
  auto r = std::make_shared<Rect>(); // warn: make it a local variable
  std::thread t([&r, n] { r->width = n; });
  t.join();
  return r->width;
}

int freedByCallee(int w) {
  Rect *r = new Rect{w, w}; // ok: the callee takes it
  const int a = area(*r);
  destroy(r);
  return a;
}

int takeOver(std::unique_ptr<Rect> r) { return r->area(); }
int handedOver(int w) {
  auto r = std::make_unique<Rect>(); // ok: the callee takes it over
  r->width = w;
  return takeOver(std::move(r)) + takeOver(std::make_unique<Rect>()); // ok: the callee takes it over
}

void counted() {
  auto *c = new Counted; // ok: it deletes itself
  c->release();
}

int onSomePaths(int w) {
  std::unique_ptr<Rect> r;
  if (w > 3)
    r = std::make_unique<Rect>(Rect{w, w}); // ok: there may be none
  return r ? r->area() : 0;
}

int byCondition(int w) {
  std::unique_ptr<Rect> r = w > 3 ? std::make_unique<Rect>() : nullptr; // ok: there may be none
  return r ? r->area() : 0;
}

int givenBackEarly(int w) {
  auto total = std::make_unique<Total>(); // ok: given back before the end
  total->add(w);
  const double sum = total->sum;
  total.reset();
  return static_cast<int>(sum);
}

int replaced(int n) {
  auto current = std::make_unique<Rect>(); // ok: one of several
  for (int i = 0; i < n; ++i) {
    auto next = std::make_unique<Rect>(*current); // ok: one of several
    next->width += i;
    current = std::move(next);
  }
  return current->width;
}

int sharesItself() {
  auto job = std::make_shared<Job>(); // ok: it can share itself
  return job->id;
}

int huge() {
  auto h = std::make_unique<Huge>(); // ok: 4 KiB
  return h->bytes[1];
}

int cold(int a) {
  if (a < 0) {
    auto text = std::make_unique<Rect>(); // ok: for errors only
    throw text->area();
  }
  return a;
}

#define MAKE(T) std::make_unique<T>()
int inMacro() { return MAKE(Rect)->area(); } // ok: written by a macro

template <class T> int inTemplate() {
  auto t = std::make_unique<T>(); // ok: too big in one instance
  auto r = std::make_unique<Rect>(); // warn: an object of type 'Rect'
  return static_cast<int>(sizeof *t) + r->area();
}
int instances() { return inTemplate<Rect>() + inTemplate<Huge>(); }

std::size_t number(double v) {
  char *text = static_cast<char *>(std::malloc(32)); // warn: a block of 32 bytes is allocated on the heap in every call, and never leaves 'number'; make it a local array
  std::snprintf(text, 32, "%g", v);
  const std::size_t n = std::strlen(text);
  std::free(text);
  return n;
}

} // namespace owners

namespace members {

class Meter {
public:
  explicit Meter(int width) : rect_(new Rect{width, 1}), total_(std::make_unique<Total>()) { // warn: for every 'Meter' // warn: for every 'Meter'
    rect_->height = width;
  }
  Meter(const Meter &) = delete;
  int area() const { return rect_->area(); }
  const Rect &rect() const { return *rect_; }
  void add(double v) { total_->add(v); }

private:
  std::unique_ptr<Rect> rect_;
  std::unique_ptr<Total> total_;
};

class InClass {
public:
  InClass() = default;
  explicit InClass(int w) { rect_->width = w; }
  int area() const { return rect_->area(); }

private:
  std::unique_ptr<Rect> rect_ = std::make_unique<Rect>(); // warn: make 'rect_' a plain member
};

class Movable {
public:
  Movable() : rect_(std::make_unique<Rect>()) {} // ok: others keep its address, which must not change
  const Rect &rect() const { return *rect_; }

private:
  std::unique_ptr<Rect> rect_;
};

class Handle {
public:
  Handle() : rect_(std::make_shared<Rect>()) {} // ok: copies share it
  int area() const { return rect_->area(); }

private:
  std::shared_ptr<Rect> rect_;
};

class Elsewhere {
public:
  Elsewhere() : rect_(std::make_unique<Rect>()) {} // ok: reset() may replace it
  void reset();

private:
  std::unique_ptr<Rect> rect_;
};

class Sometimes {
public:
  Sometimes() : rect_(std::make_unique<Rect>()) {} // ok: there is a constructor that leaves it out
  explicit Sometimes(int) {}
  int area() const { return rect_ ? rect_->area() : 0; }

private:
  std::unique_ptr<Rect> rect_;
};

class Replaced {
public:
  Replaced() : rect_(std::make_unique<Rect>()) {} // ok: replaced
  void clear() { rect_ = std::make_unique<Rect>(); }
  int area() const { return rect_->area(); }

private:
  std::unique_ptr<Rect> rect_;
};

} // namespace members

namespace elements {

struct Entry {
  int id = 0;
  std::string name;
};

std::size_t lengths(const std::vector<std::string> &names) {
  std::vector<std::unique_ptr<Entry>> entries;
  for (const auto &name : names) {
    auto entry = std::make_unique<Entry>(); // warn: for every element of 'entries'; let 'entries' hold the objects themselves
    entry->name = name;
    entries.push_back(std::move(entry));
  }
  std::size_t n = 0;
  for (const auto &entry : entries)
    n += entry->name.size();
  return n;
}

std::size_t longest(const std::vector<std::string> &names) {
  std::vector<std::unique_ptr<Entry>> entries;
  const Entry *best = nullptr;
  for (const auto &name : names) {
    entries.push_back(std::make_unique<Entry>(Entry{0, name})); // ok: an address is kept while it grows
    if (!best || best->name.size() < name.size())
      best = entries.back().get();
  }
  return best ? best->name.size() : 0;
}

int indexed(int n) {
  std::vector<std::unique_ptr<Entry>> entries;
  std::map<int, Entry *> byId;
  for (int i = 0; i < n; ++i) {
    entries.push_back(std::make_unique<Entry>(Entry{i, ""})); // ok: another container refers to them
    byId[i] = entries.back().get();
  }
  return byId.empty() ? 0 : byId.begin()->second->id;
}

int takenOut(int n) {
  std::vector<std::unique_ptr<Entry>> entries;
  for (int i = 0; i < n; ++i)
    entries.push_back(std::make_unique<Entry>(Entry{i, ""})); // ok: taken out again
  auto first = std::move(entries.front());
  return first->id;
}

int sparse(int n) {
  std::vector<std::unique_ptr<Entry>> entries(n);
  for (int i = 0; i < n; i += 2)
    entries[i] = std::make_unique<Entry>(); // ok: others are null
  int sum = 0;
  for (const auto &e : entries)
    sum += e ? e->id : 0;
  return sum;
}

class Registry {
public:
  void add(int id, const std::string &name) {
    auto entry = std::make_unique<Entry>(); // warn: for every element of 'entries_'
    entry->id = id;
    entry->name = name;
    entries_.emplace_back(std::move(entry));
  }
  int idOf(const std::string &name) const {
    for (const auto &entry : entries_)
      if (entry->name == name)
        return entry->id;
    return -1;
  }
  std::size_t size() const { return entries_.size(); }

private:
  std::vector<std::unique_ptr<Entry>> entries_;
};

class Found {
public:
  void add(int id) { entries_.push_back(std::make_unique<Entry>(Entry{id, ""})); } // ok: find gives their addresses
  Entry *find(int id) {
    for (auto &entry : entries_)
      if (entry->id == id)
        return entry.get();
    return nullptr;
  }

private:
  std::vector<std::unique_ptr<Entry>> entries_;
};

class Last {
public:
  void add(int id) {
    entries_.push_back(std::make_unique<Entry>(Entry{id, ""})); // ok: last_ keeps an address
    last_ = entries_.back().get();
  }
  int last() const { return last_->id; }

private:
  std::vector<std::unique_ptr<Entry>> entries_;
  Entry *last_ = nullptr;
};

class Exposed {
public:
  void add(int id) { entries_.push_back(std::make_unique<Entry>(Entry{id, ""})); } // ok: all() hands out the container
  const std::vector<std::unique_ptr<Entry>> &all() const { return entries_; }

private:
  std::vector<std::unique_ptr<Entry>> entries_;
};

} // namespace elements

// What is assigned to a reference to the object leaves it where it is.
int assigned(const Rect &r, int times) {
  auto box = std::make_unique<Rect>(r); // warn: make it a local variable
  Rect &rect = *box;
  for (int i = 0; i < times; ++i)
    rect = Rect{i, i};
  return area(rect);
}
int text(const std::vector<int> &values) {
  auto text = std::make_unique<std::string>(); // warn: make it a local variable
  for (int v : values)
    *text += static_cast<char>(v);
  return static_cast<int>(text->size());
}

// Two closures at one place.
#define BOTH(first, second)                                                    \
  do {                                                                         \
    auto one = [] { first; };                                                  \
    auto two = [] { second; };                                                 \
    one();                                                                     \
    two();                                                                     \
  } while (0)
int closuresOfMacro() {
  BOTH(static_cast<void>(0), auto rect = std::make_unique<Rect>(); rect->area()); // ok: in a macro
  return 0;
}

namespace more {

struct Free {
  void operator()(void *p) const { std::free(p); }
};
struct Logging {
  void operator()(Rect *p) const {
    std::puts("gone");
    delete p;
  }
};

double freedByFunction(const char *text) {
  std::unique_ptr<char, decltype(&std::free)> room(static_cast<char *>(std::malloc(32)), &std::free); // warn: a block of 32 bytes
  std::snprintf(room.get(), 32, "%s", text);
  return std::atof(room.get());
}
double freedByFunctor(const char *text) {
  std::unique_ptr<char[], Free> room(static_cast<char *>(std::calloc(32, 1))); // warn: a block of 32 bytes
  std::strncpy(room.get(), text, 31);
  return std::atof(room.get());
}
int freedByLambda() {
  auto plain = [](Rect *p) { delete p; };
  std::unique_ptr<Rect, decltype(plain)> r(new Rect, plain); // warn: make it a local variable
  return r->area();
}
int freedWithMore() {
  std::unique_ptr<Rect, Logging> r(new Rect); // ok: its deleter does more
  return r->area();
}

int exchanged(int w) {
  auto a = std::make_unique<Rect>(); // warn: make it a local variable
  auto b = std::make_unique<Rect>(); // warn: make it a local variable
  a->width = w;
  std::swap(a, b);
  b->height = w;
  a.swap(b);
  return a->area() + b->area();
}
int exchangedWithNull(int w) {
  auto a = std::make_unique<Rect>(); // ok: one of them is null
  std::unique_ptr<Rect> b;
  a->width = w;
  std::swap(a, b);
  return b->area();
}

int resized(int n) {
  int *all = static_cast<int *>(std::malloc(64)); // ok: it grows
  for (int i = 0; i < n; ++i) {
    all = static_cast<int *>(std::realloc(all, 64 * (i + 1ul))); // ok: it grows
    all[i] = i;
  }
  const int last = n ? all[n - 1] : 0;
  std::free(all);
  return last;
}

// No constructor can be seen.
class Meter {
public:
  int area() const { return rect_->area(); }
  void merge(const Rect &r) { rect_->width += overlap(*rect_, r); }

private:
  static int overlap(const Rect &a, const Rect &b) { return a.width * b.width; }
  std::unique_ptr<Rect> rect_{std::make_unique<Rect>()}; // warn: lives and dies with it
};
class Kept {
public:
  Rect *rect() { return rect_.get(); }

private:
  std::unique_ptr<Rect> rect_ = std::make_unique<Rect>(); // ok: its address is handed out, and objects can be moved
};

struct Shape {
  virtual ~Shape() = default;
  virtual int sides() const { return 0; }
};
struct Square final : Shape {
  int sides() const override { return 4; }
};
class OneShape {
public:
  OneShape() : shape_(std::make_unique<Square>()) {} // warn: make 'shape_' a plain member
  OneShape(const OneShape &) = delete;
  int sides() const { return shape_->sides(); }

private:
  std::unique_ptr<Shape> shape_;
};
class TwoShapes {
public:
  TwoShapes() : shape_(std::make_unique<Square>()) {} // ok: of two types
  explicit TwoShapes(int) : shape_(std::make_unique<Shape>()) {} // ok: of two types
  TwoShapes(const TwoShapes &) = delete;
  int sides() const { return shape_->sides(); }

private:
  std::unique_ptr<Shape> shape_;
};
class Copied {
public:
  Copied() : rect_(std::make_unique<Rect>()) {} // warn: make 'rect_' a plain member
  Copied(const Copied &c) : rect_(std::make_unique<Rect>(*c.rect_)) {} // warn: make 'rect_' a plain member
  int area() const { return rect_->area(); }

private:
  std::unique_ptr<Rect> rect_;
};

void renew(std::unique_ptr<Rect> &r) { r = std::make_unique<Rect>(); }
int renewed() {
  auto r = std::make_unique<Rect>(); // ok: a callee replaces it
  renew(r);
  return r->area();
}
int arrays(int n) {
  std::vector<std::unique_ptr<char[]>> all;
  for (int i = 0; i < n; ++i)
    all.push_back(std::make_unique<char[]>(64)); // ok: an array is no element
  return static_cast<int>(all.size());
}

} // namespace more
