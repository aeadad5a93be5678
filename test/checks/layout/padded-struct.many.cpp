// Which uses show that there are many objects of a record.
#include <array>
#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <memory_resource>
#include <new>
#include <optional>
#include <queue>
#include <set>
#include <span>
#include <stack>
#include <string>
#include <tuple>
#include <unordered_map>
#include <variant>
#include <vector>
bool more();
void use(const void *);
// nested containers
namespace n01 {
struct R { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
std::map<std::string, std::vector<R>> m;
}
namespace n02 {
struct R { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
std::shared_ptr<const std::vector<R>> snapshot();
}
namespace n03 {
struct R { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
void visit(const std::function<void(std::span<const R>)> &f);
}
namespace n04 {
struct R { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
using Rs = std::vector<R>;
using Table = std::map<int, Rs>;
struct H {
  Table t;
};
}
namespace n05 {
struct R { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
struct Rows : std::vector<R> {};
}
namespace n06 {
struct R { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
std::unique_ptr<std::vector<R>[]> v;
}
namespace n07 {
struct R { // ok: three vectors of pointers
  bool a;
  double b;
  bool c;
};
std::vector<R *> v[3];
std::vector<std::shared_ptr<R>> w;
std::vector<std::vector<std::unique_ptr<R>>> x;
}
// 8*8 by containment
namespace n08 {
struct R { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
struct Row {
  R cells[8];
};
Row rows[8];
}
namespace n09 {
struct R { // ok: 4*3
  bool a;
  double b;
  bool c;
};
struct Row {
  R cells[4];
};
Row rows[3];
}
// 4*4
namespace n10 {
struct R { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
std::array<std::array<R, 4>, 4> m;
}
namespace n11 {
struct R { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
std::stack<R> s;
}
namespace n12 {
struct R { // ok: list, 8 bytes
  bool a;
  double b;
  bool c;
};
std::queue<R, std::list<R>> s;
}
namespace n13 {
struct R { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
  bool operator<(const R &) const;
};
std::priority_queue<R> s;
}
namespace n14 {
struct R { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
std::vector<std::optional<std::tuple<int, R>>> s;
}
// base of an element
namespace n15 {
struct R { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
struct D : R {
  double d;
};
std::vector<D> s;
}
namespace n16 {
struct R { // ok: static extent
  bool a;
  double b;
  bool c;
};
void f(std::span<R, 4>);
}
// vla
namespace n17 {
struct R { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
void f(int n) {
  R r[n];
  use(r);
}
}
namespace n18 {
struct R { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
R *f(std::size_t n) {
  auto bytes = n * sizeof(R);
  return static_cast<R *>(std::malloc(bytes));
}
}
// realloc
namespace n19 {
struct R { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
void f(R *&p, std::size_t n) { p = static_cast<R *>(std::realloc(p, n * sizeof *p)); }
}
// operator new
namespace n20 {
struct R { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
R *f(std::size_t n) { return static_cast<R *>(::operator new(n * sizeof(R))); }
void g(R *p, std::size_t n) { ::operator delete(p, n * sizeof(R)); }
}
namespace n21 {
struct R { // ok: constant 4
  bool a;
  double b;
  bool c;
};
R *f() { return static_cast<R *>(std::calloc(4, sizeof(R))); }
}
// pmr
namespace n22 {
struct R { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
struct P {
  std::pmr::memory_resource *m;
  R *p;
  std::size_t n;
  P(std::size_t n) : p(static_cast<R *>(m->allocate(n * sizeof(R), alignof(R)))), n(n) {}
  ~P() { m->deallocate(p, n * sizeof(R), alignof(R)); }
};
}
// arena
namespace n23 {
struct Arena {
  void *alloc(std::size_t size, std::size_t align);
};
struct R { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
R *f(Arena &a, std::size_t n) { return static_cast<R *>(a.alloc(n * sizeof(R), alignof(R))); }
}
// arena of bytes
namespace n24 {
struct Arena {
  char *alloc(std::size_t size);
};
struct R { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
R *f(Arena &a, std::size_t n) { return reinterpret_cast<R *>(a.alloc(n * sizeof(R))); }
}
namespace n25 {
template <class T> class Pool { // ok: not many of it
  T *items = nullptr;
  std::size_t n = 0;

public:
  void grow(std::size_t m) {
    T *next = new T[m];
    for (std::size_t i = 0; i < n; ++i)
      next[i] = items[i];
    delete[] items;
    items = next;
    n = m;
  }
};
// grow is not instantiated
struct R { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
Pool<R> pool;
}
namespace n26 {
template <class T> class List {
  struct Node {
    T value;
    Node *next;
  };
  Node *head = nullptr;

public:
  void push(const T &t) { head = new Node{t, head}; }
};
// 56->40: nodes
struct R { // warn: 56 bytes, 32 are enough
  bool a;
  double b;
  bool c;
  double d;
  bool e;
  double f;
  bool g;
};
List<R> list;
}
namespace n27 {
template <class T> class List {
  struct Node {
    T value;
    Node *next;
  };
  Node *head = nullptr;

public:
  void push(const T &t) { head = new Node{t, head}; }
};
struct R { // ok: 8 in a node
  bool a;
  double b;
  bool c;
};
List<R> list;
}
namespace n28 {
template <class T, std::size_t N> struct Small {
  T data[N];
};
struct R { // ok: 4
  bool a;
  double b;
  bool c;
};
Small<R, 4> s;
}
namespace n29 {
template <class T> struct Vec {
  std::vector<T> v;
};
struct R { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
Vec<R> s;
}
// made in a loop by emplace_back(make_unique)
namespace n30 {
struct R { // warn: 56 bytes, 32 are enough
  bool a;
  double b;
  bool c;
  double d;
  bool e;
  double f;
  bool g;
};
std::vector<std::unique_ptr<R>> v;
void f(int n) {
  for (int i = 0; i < n; ++i)
    v.push_back(std::make_unique<R>());
}
}
// two calls deep
namespace n31 {
struct R { // warn: 56 bytes, 32 are enough
  bool a;
  double b;
  bool c;
  double d;
  bool e;
  double f;
  bool g;
};
R *mk() { return new R(); }
R *mk2() { return mk(); }
void f() {
  while (more())
    use(mk2());
}
}
namespace n32 {
struct R { // ok: loop of four
  bool a;
  double b;
  bool c;
  double d;
  bool e;
  double f;
  bool g;
};
void f() {
  for (int i = 0; i < 4; ++i)
    use(new R());
}
}
namespace n33 {
struct R { // ok: 8 bytes in a loop
  bool a;
  double b;
  bool c;
};
void f() {
  while (more())
    use(new R());
}
}
// held by a class whose objects a loop keeps
namespace n34 {
struct R { // warn: 56 bytes, 32 are enough
  bool a;
  double b;
  bool c;
  double d;
  bool e;
  double f;
  bool g;
};
struct W {
  std::unique_ptr<R> r;
  W() : r(std::make_unique<R>()) {}
};
void f(std::vector<W> &v) {
  while (more()) {
    W w;
    v.push_back(std::move(w));
  }
}
}
namespace n35 {
struct R { // ok: placement into storage
  bool a;
  double b;
  bool c;
  double d;
  bool e;
  double f;
  bool g;
};
void f(void *p) {
  while (more())
    use(new (p) R());
}
}
namespace n36 {
struct R { // ok: extern table without a length
  bool a;
  double b;
  bool c;
};
extern const R table[];
}
// table with a length by its list
namespace n37 {
struct R { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
const R table[] = {{1, 1, 1}, {1, 1, 1}, {1, 1, 1}, {1, 1, 1}, {1, 1, 1}, {1, 1, 1}, {1, 1, 1}, {1, 1, 1}, {1, 1, 1},
                   {1, 1, 1}, {1, 1, 1}, {1, 1, 1}, {1, 1, 1}, {1, 1, 1}, {1, 1, 1}, {1, 1, 1}, {1, 1, 1}};
}
// parameter of a template that is not instantiated
namespace n38 {
struct R { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
template <class F> void each(const std::vector<R> &v, F f) {
  for (auto &r : v)
    f(r);
}
}
// temporary
namespace n39 {
struct R { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
void take(const void *);
void f(std::size_t n) { take(std::vector<R>(n).data()); }
}
// array reference
namespace n40 {
struct R { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
void f(const R (&r)[32]);
}
// pointer to an array of an alias
namespace n41 {
struct R { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
typedef R Page[64];
Page *pages;
}
namespace n42 {
struct R { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
std::vector<std::array<R, 2>> v;
}
// enum bound
namespace n43 {
struct R { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
enum { Count = 20 };
R r[Count];
}
namespace n44 {
struct R { // ok: optional array small
  bool a;
  double b;
  bool c;
};
std::optional<R> r[8];
}
// std::allocator_traits
namespace n45 {
struct R { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
template <class T, class A = std::allocator<T>> struct V {
  A a;
  T *p;
  void grow(std::size_t n) { p = std::allocator_traits<A>::allocate(a, n); }
};
V<R> v;
}
namespace n46 {
class Widget {
  struct Impl;
  std::unique_ptr<Impl> p;
};
struct Widget::Impl { // ok: pimpl
  bool a;
  double b;
  bool c;
  double d;
  bool e;
  double f;
  bool g;
};
}
// lambda-local
namespace n47 {
union U {
  int i;
  double d;
};
struct R { // warn: 24 bytes, 16 are enough
  bool a;
  U b;
  bool c;
};
auto f() {
  return [](std::vector<R> v) { return v.size(); };
}
}
// value of a set of pairs
namespace n48 {
struct R { // warn: 104 bytes, 80 are enough
  bool a;
  std::string b;
  bool c;
  std::string d;
  bool e;
  double f;
  bool g;
  bool operator<(const R &) const;
};
std::set<std::pair<int, R>> s;
}
namespace n49 {
struct R { // ok: 24->16 in a map as the key
  bool a;
  double b;
  bool c;
  bool operator<(const R &) const;
};
std::map<R, int> s;
}
// unordered_map of vectors
namespace n50 {
struct R { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
std::unordered_map<int, std::vector<R>> s;
}
namespace n51 {
struct R { // ok: coroutine-like future of one
  bool a;
  double b;
  bool c;
};
std::shared_ptr<R> s;
std::vector<std::weak_ptr<R>> w;
std::vector<std::reference_wrapper<R>> q;
std::vector<const R *> u;
std::vector<std::function<void(R &)>> t;
std::vector<std::atomic<R *>> at;
}
// through another template
namespace n52 {
template <class T> struct Timed { // warn: 24 bytes, 16 are enough
  bool late;
  T value;
  bool final;
};
template <class T> struct Log {
  std::vector<Timed<T>> items;
};
Log<double> log;
}
// member of a template
namespace n53 {
template <class T> struct Outer {
  struct Inner { // warn: 24 bytes, 16 are enough
    bool a;
    T b;
    bool c;
  };
  std::vector<Inner> v;
};
Outer<double> o;
}
// by goto
namespace n54 {
struct R { // warn: 56 bytes, 32 are enough
  bool a;
  double b;
  bool c;
  double d;
  bool e;
  double f;
  bool g;
};
void f() {
again:
  use(new R());
  if (more())
    goto again;
}
}
namespace incomplete {
struct R; // ok: its fields are not known here
extern std::vector<R> v;
}

// Parts of larger records, of which there are many.
namespace parts {
struct Header { // ok: 8 of 1048 bytes are less than one percent
  bool first;
  double value;
  bool last;
};
struct Page {
  Header header;
  char bytes[1024];
};
std::vector<Page> pages;
struct Stamp { // warn: 24 bytes, 16 are enough
  bool first;
  double value;
  bool last;
};
struct Event {
  Stamp stamp;
  char text[64];
};
std::vector<Event> events;
struct Cell { // warn: 24 bytes, 16 are enough
  bool first;
  double value;
  bool last;
};
struct Grid {
  Cell cells[8];
  char bytes[1024];
};
std::vector<Grid> grids;
struct Both { // warn: 24 bytes, 16 are enough
  bool first;
  double value;
  bool last;
};
struct Large {
  Both both;
  char bytes[1024];
};
std::vector<Large> large;
std::vector<Both> boths;
}

// Made in a loop, but one at a time.
namespace oneAtATime {
struct Wide { // ok: each is deleted before the next is made
  bool a;
  double b;
  bool c;
  double d;
  bool e;
  double f;
};
struct Owned { // ok: each ends before the next is made
  ~Owned();
  bool a;
  double b;
  bool c;
  double d;
  bool e;
  double f;
};
struct Kept { // warn: 48 bytes, 32 are enough
  bool a;
  double b;
  bool c;
  double d;
  bool e;
  double f;
};
Kept *last;
void run(int n) {
  for (int i = 0; i < n; ++i) {
    auto *wide = new Wide;
    wide->b = i;
    delete wide;
    auto owned = std::make_unique<Owned>();
    owned->b = i;
    auto *kept = new Kept;
    if (i > 3)
      last = kept;
    else
      delete kept;
  }
}
}
// a list's allocator, a default argument of the library's constructor
namespace n60 {
struct R { // ok: one by one, 8 bytes saved
  bool a;
  double b;
  bool c;
};
std::set<R, bool (*)(const R &, const R &)> s(nullptr);
}
namespace configuration {
struct ServerOptions { // ok: each server has one set
  bool verbose;
  double timeout;
  bool daemon;
};
struct Server { // ok: nothing to gain in itself
  ServerOptions options;
  long port;
};
std::vector<Server> servers;
struct SortOptions { // warn: 24 bytes, 16 are enough
  bool stable;
  double load;
  bool unique;
};
std::vector<SortOptions> perColumn;
}
namespace allocated_by_number {
template <typename T> struct Aligned {
  static T *allocate(std::size_t n) {
    return static_cast<T *>(std::malloc(n * sizeof(T)));
  }
};
struct Pool { // ok: one is allocated
  bool a;
  double b;
  bool c;
};
Pool *make() { return Aligned<Pool>::allocate(1); }
struct Row { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
Row *rows(int n) { return Aligned<Row>::allocate(n); }
struct Cell { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
Cell *one() { return Aligned<Cell>::allocate(1); }
Cell *block() { return Aligned<Cell>::allocate(64); }
}
