// Larger surroundings: classes, writers, hashes, pools, threads.
#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <unordered_set>
#include <vector>
bool more();
void use(const void *);
// a class with ctor, static members, methods between
namespace a1 {
class Order { // warn: 40 bytes, 24 are enough
public:
  Order(std::uint64_t id, char side) : id_(id), side_(side) {}
  static int count;
  bool live() const { return live_; }

private:
  char side_;
  std::uint64_t id_;
  bool live_ = false;
  double price_ = 0;
  std::uint8_t venue_ = 0;
};
class Book {
public:
  void add(Order o) { orders_.push_back(std::move(o)); }

private:
  std::vector<Order> orders_;
};
}
// hash specialised for it: fields only
namespace a2 {
struct Key { // warn: 24 bytes, 16 are enough
  std::uint16_t a;
  std::uint64_t b;
  std::uint16_t c;
  bool operator==(const Key &) const = default;
};
std::vector<Key> keys;
}
template <> struct std::hash<a2::Key> {
  size_t operator()(const a2::Key &k) const { return k.a ^ k.b ^ k.c; }
};
namespace a3 {
std::unordered_set<a2::Key> set;
}
// hash over bytes with a helper template
namespace a4 {
template <class T> std::size_t hashBytes(const T &t) {
  std::string_view v(reinterpret_cast<const char *>(&t), sizeof t);
  return std::hash<std::string_view>{}(v);
}
struct Key { // ok: hashed
  std::uint16_t a;
  std::uint64_t b;
  std::uint16_t c;
};
std::size_t h(const Key &k) { return hashBytes(k); }
std::vector<Key> keys;
}
// writer class taking void*, size
namespace a5 {
class Writer {
public:
  template <class T> Writer &operator<<(const T &t) {
    raw(&t, sizeof(T));
    return *this;
  }
  void raw(const void *p, std::size_t n);
};
struct Row { // ok: written
  bool a;
  double b;
  bool c;
};
void save(Writer &w, const std::vector<Row> &rows) {
  for (auto &r : rows)
    w << r;
}
}
namespace a6 {
class Writer {
public:
  template <class T> Writer &operator<<(const T &t) {
    raw(&t, sizeof(T));
    return *this;
  }
  void raw(const void *p, std::size_t n);
};
// fields are written
struct Row { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
void save(Writer &w, const std::vector<Row> &rows) {
  for (auto &r : rows)
    w << r.a << r.b << r.c;
}
}
// vector written through a template member
namespace a7 {
template <class T> void writeVector(std::ofstream &o, const std::vector<T> &v) {
  const auto n = v.size();
  o.write(reinterpret_cast<const char *>(&n), sizeof n);
  o.write(reinterpret_cast<const char *>(v.data()), static_cast<std::streamsize>(n * sizeof(T)));
}
struct Row { // ok: written
  bool a;
  double b;
  bool c;
};
struct Free { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
std::vector<Free> frees;
void save(std::ofstream &o, const std::vector<Row> &rows) { writeVector(o, rows); }
}
// memory pool by slots with byte storage
// Thread pool job with std::function and atomic
namespace a9 {
struct Slot { // warn: 48 bytes, 40 are enough
  std::atomic<bool> ready;
  std::function<void()> job;
  std::atomic<bool> done;
  std::uint32_t id;
};
std::unique_ptr<Slot[]> make(std::size_t n) { return std::make_unique<Slot[]>(n); }
}
// union discriminated inside
namespace b1 {
struct Value { // warn: 24 bytes, 16 are enough
  enum Type { Int, Str } type;
  union {
    std::int64_t i;
    const char *s;
  };
  bool owned;
};
std::map<std::string, std::vector<Value>> env;
}
// enum class underlying
namespace b2 {
enum class Color : std::uint8_t { red };
struct Pixel { // ok: 12->8 saves 4
  Color c;
  std::uint32_t v;
  Color d;
};
std::vector<Pixel> px;
}
// inherits from polymorphic base
// tail of base
namespace b3 {
struct Node {
  virtual ~Node() = default;
  int line = 0;
};
struct Expr : Node { // warn: 48 bytes, 40 are enough
  bool constant = false;
  Expr *left = nullptr;
  bool folded = false;
  Expr *right = nullptr;
  int kind = 0;
};
std::vector<Expr> pool;
}
// time point, pair fields
namespace b4 {
struct Entry { // warn: 56 bytes, 40 are enough
  bool used;
  std::pair<std::uint64_t, std::uint64_t> range;
  std::uint16_t owner;
  std::shared_ptr<int> data;
  std::uint8_t flags;
};
std::array<Entry, 64> table;
}
// C callback registration with user data: harmless
namespace b5 {
extern "C" void on_event(void (*cb)(void *), void *user);
struct Session { // warn: 24 bytes, 16 are enough
  bool open;
  void *peer;
  bool secure;
};
void cb(void *p) { static_cast<Session *>(p)->open = true; }
void run(std::vector<Session> &s) {
  for (auto &x : s)
    on_event(cb, &x);
}
}
// extern C comparator for qsort: qsort takes it with size
namespace b6 {
struct Rec { // ok: any void * with size
  bool a;
  double b;
  bool c;
};
int cmp(const void *x, const void *y) { return static_cast<const Rec *>(x)->b < static_cast<const Rec *>(y)->b; }
void sort(Rec *r, std::size_t n) { std::qsort(r, n, sizeof(Rec), cmp); }
std::vector<Rec> recs;
}
// std::swap, copies, moves, comparisons by tie
namespace b7 {
struct Rec { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
  bool operator<(const Rec &o) const { return std::tie(a, b, c) < std::tie(o.a, o.b, o.c); }
};
void f(std::vector<Rec> &v) {
  std::sort(v.begin(), v.end());
  std::swap(v[0], v[1]);
}
}
// static_assert of a trait through sizeof of a member
namespace b8 {
struct Rec { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
static_assert(sizeof(Rec::b) == 8);
static_assert(std::is_standard_layout_v<Rec>);
std::vector<Rec> v;
}
// nested struct in a class used as element through alias
namespace b9 {
class Cache {
  struct Line { // warn: 24 bytes, 16 are enough
    bool valid;
    std::uint64_t tag;
    bool dirty;
  };
  using Set = std::array<Line, 8>;
  std::array<Set, 64> sets_;

public:
  bool hit(std::uint64_t t) const { return sets_[0][0].tag == t; }
};
Cache cache;
}
// lots of them by static constexpr
namespace c1 {
struct Opcode { // warn: 24 bytes, 16 are enough
  std::uint8_t code;
  const char *name;
  std::uint8_t len;
};
constexpr std::array<Opcode, 20> table{{{1, "a", 1}}};
}
// bitfields inside with bool
namespace c2 {
struct PageEntry { // warn: 40 bytes, 24 are enough
  unsigned present : 1;
  unsigned writable : 1;
  std::uint64_t frame;
  std::uint32_t count;
  std::uint64_t next;
  std::uint16_t node;
};
PageEntry *alloc(std::size_t n) { return new PageEntry[n]{}; }
}
// function local static
namespace c3 {
struct T { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
const T &at(int i) {
  static T table[100];
  return table[i];
}
}
// thread_local / lambda default capture
namespace c4 {
struct T { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
void f() {
  auto g = [cache = std::vector<T>()]() mutable { cache.clear(); };
  g();
}
}
// struct in a header-like macro guard w/ attribute
namespace c5 {
struct [[nodiscard]] T { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
std::vector<T> v;
}
// constructed many in a loop via emplace_back
namespace c6 {
struct T { // warn: 48 bytes, 40 are enough
  bool a = false;
  std::string b;
  bool c = false;
  int d = 0;
};
void f(int n) {
  std::vector<T> v;
  for (int i = 0; i < n; ++i)
    v.emplace_back();
  use(&v);
}
}
// unordered_map with bool flags 16 saved
namespace c7 {
struct T { // warn: 56 bytes, 32 are enough
  bool a;
  void *b;
  bool c;
  void *d;
  bool e;
  void *f;
  bool g;
};
std::unordered_map<std::string, T> m;
}
// shared_ptr in loop, 16 saved via callee of callee in lambda
namespace c8 {
struct T { // warn: 56 bytes, 32 are enough
  bool a;
  void *b;
  bool c;
  void *d;
  bool e;
  void *f;
  bool g;
};
std::shared_ptr<T> mk() { return std::make_shared<T>(); }
void f(std::vector<int> &v) {
  std::for_each(v.begin(), v.end(), [](int) { use(mk().get()); });
}
}
// reference member / const members
namespace c9 {
struct T { // warn: 32 bytes, 24 are enough
  const bool a;
  int &b;
  const bool c;
  const double d;
};
std::vector<T> v;
}
// packed bool inside vector: nested type fixed because of memcpy of part
namespace d1 {
struct Inner { // ok: copied
               // only its part is copied
  bool a;
  double b;
  bool c;
};
struct Outer { // warn: 48 bytes, 40 are enough
  bool x;
  Inner in;
  bool y;
  long z;
};
std::vector<Outer> v;
void f(Outer &o, const char *b) { std::memcpy(&o.in, b, sizeof(Inner)); }
}
// memmove of elements of the same type: contract says raw memory
namespace d2 {
struct T { // ok: memmove
  bool a;
  double b;
  bool c;
};
struct V {
  T *p;
  std::size_t n;
  void erase(std::size_t i) { std::memmove(p + i, p + i + 1, (n - i - 1) * sizeof(T)); }
};
std::vector<T> v;
}
// std::copy
namespace d3 {
struct T { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
void f(const std::vector<T> &a, std::vector<T> &b) { std::copy(a.begin(), a.end(), b.begin()); }
}
// fwrite of a pointer array to it: not its bytes
namespace d4 {
struct T { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
void f(std::FILE *f, const std::vector<T *> &v) { std::fwrite(v.data(), sizeof(T *), v.size(), f); }
std::vector<T> w;
}
// std::thread with pointer
namespace d5 {
struct T { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
void work(T *);
void f(std::vector<T> &v) {
  std::vector<std::thread> t;
  for (auto &x : v)
    t.emplace_back(work, &x);
  for (auto &x : t)
    x.join();
}
}
// void* handle API with a length that is something else
// the number is no size
namespace d6 {
void registerObject(const char *name, void *object, int priority);
struct T { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
void f(std::vector<T> &v) { registerObject("x", &v[0], 3); }
}
namespace d7 {
struct Later; // ok: only declared: a list of it in a header
std::vector<Later> *later();
void all(Later (*table)[32]);
struct T { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
std::unordered_map<int, std::array<T, 32>> pages;
struct U { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
struct Grid {
  std::unique_ptr<U[]> cells;
};
Grid grid;
struct V { // warn: 24 bytes, 16 are enough
  unsigned a : 3, b : 5;
  double x;
  bool c;
};
std::vector<V> v;
} // namespace d7
