// Bytes that are used indirectly, templates that hold many.
#include <algorithm>
#include <any>
#include <array>
#include <atomic>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <functional>
#include <iostream>
#include <istream>
#include <map>
#include <memory>
#include <new>
#include <optional>
#include <set>
#include <span>
#include <sstream>
#include <string>
#include <sys/mman.h>
#include <sys/stat.h>
#include <vector>
bool more();
void use(const void *);
namespace a1 {
struct Vertex { // ok: shm
  bool a;
  double b;
  bool c;
};
struct Shared {
  int n;
  Vertex v[100];
};
Shared *attach(int fd) { return static_cast<Shared *>(mmap(nullptr, sizeof(Shared), PROT_READ, MAP_SHARED, fd, 0)); }
}
namespace a2 {
struct Row { // ok: read by stringstream
  bool a;
  double b;
  bool c;
};
Row read(std::istringstream &in) {
  Row r;
  in.read((char *)&r, sizeof(Row));
  return r;
}
std::vector<Row> rows;
}
namespace a3 {
struct Row { // ok: span of bytes built by hand
  bool a;
  double b;
  bool c;
};
void put(std::span<const std::byte> b);
void f(const Row &r) { put({reinterpret_cast<const std::byte *>(&r), sizeof r}); }
std::vector<Row> rows;
}
namespace a4 {
struct Row { // ok: std::as_writable_bytes
  bool a;
  double b;
  bool c;
};
void fill(std::span<std::byte> b);
void f(std::vector<Row> &r) { fill(std::as_writable_bytes(std::span(r))); }
}
namespace a5 {
struct Row { // ok: copied into a byte vector
  bool a;
  double b;
  bool c;
};
void f(std::vector<char> &out, const Row &r) {
  auto *p = reinterpret_cast<const char *>(std::addressof(r));
  out.insert(out.end(), p, p + sizeof r);
}
std::vector<Row> rows;
}
namespace a6 {
struct Row { // ok: std::copy_n over bytes
  bool a;
  double b;
  bool c;
};
void f(char *out, const Row *r) { std::copy_n((const unsigned char *)(const void *)r, sizeof *r, out); }
std::vector<Row> rows;
}
namespace a7 {
struct Row { // ok: member function serialises *this
  bool a;
  double b;
  bool c;
  void save(std::FILE *f) const { std::fwrite(this, sizeof(*this), 1, f); }
};
std::vector<Row> rows;
}
namespace a8 {
struct Base {
  void write(int fd, const void *p, std::size_t n);
};
struct Row : Base { // ok: via inherited writer of this
  bool a;
  double b;
  bool c;
  void save(int fd) { write(fd, this, sizeof(*this)); }
};
std::vector<Row> rows;
}
namespace a9 {
template <class D> struct Serial {
  void save(std::ostream &o) const { o.write(reinterpret_cast<const char *>(static_cast<const D *>(this)), sizeof(D)); }
};
struct Row : Serial<Row> { // ok: CRTP serialiser
  bool a;
  double b;
  bool c;
};
void f(std::ostream &o, const Row &r) { r.save(o); }
std::vector<Row> rows;
}
namespace b1 {
template <class T>
concept Pod = std::is_trivially_copyable_v<T>;
struct Packet {
  std::vector<char> d;
  template <Pod T> Packet &operator<<(const T &v) {
    auto s = d.size();
    d.resize(s + sizeof(T));
    std::memcpy(d.data() + s, &v, sizeof(T));
    return *this;
  }
};
struct Row { // ok: packet
  bool a;
  double b;
  bool c;
};
void f(Packet &p, const std::vector<Row> &v) {
  for (const auto &r : v)
    p << r;
}
}
// its fields go into packets
namespace b2 {
struct Row { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
using b1::Packet;
Packet &operator<<(Packet &p, const Row &r) { return p << r.a << r.b << r.c; }
void f(Packet &p, const std::vector<Row> &v) {
  for (const auto &r : v)
    p << r;
}
}
// its field is looked at
namespace b3 {
union Word {
  double d;
  char bytes[8];
};
struct Row { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
char f(const Row &r) {
  Word w{.d = r.b};
  return w.bytes[0];
}
std::vector<Row> rows;
}
// any, function
namespace b4 {
struct Row { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
std::any f(const Row &r) { return r; }
std::vector<Row> rows;
}
namespace b5 {
struct Hdr { // ok: reinterpret of a vector's data
  bool a;
  double b;
  bool c;
};
const Hdr *f(const std::vector<std::uint8_t> &buf) { return reinterpret_cast<const Hdr *>(buf.data()); }
std::vector<Hdr> v;
}
namespace b6 {
struct Hdr { // ok: from string_view data
  bool a;
  double b;
  bool c;
};
const Hdr *f(const std::string &buf) { return (const Hdr *)(buf.c_str() + 4); }
std::vector<Hdr> v;
}
namespace b7 {
struct Hdr { // ok: from void * that was bytes
  bool a;
  double b;
  bool c;
};
const Hdr *f(const char *buf) {
  const void *p = buf;
  return static_cast<const Hdr *>(p);
}
std::vector<Hdr> v;
}
namespace b8 {
struct R { // ok: static_assert in its own body about its size
  bool a;
  double b;
  bool c;
  static void check() { static_assert(sizeof(R) == 24); }
};
std::vector<R> v;
}
namespace b9 {
template <class T, std::size_t N> struct SizeIs {
  static_assert(sizeof(T) == N);
};
struct R { // ok: asserted by a template
  bool a;
  double b;
  bool c;
};
template struct SizeIs<R, 24>;
std::vector<R> v;
}
namespace c1 {
struct R { // ok: offsets in a constexpr table
  bool a;
  double b;
  bool c;
};
struct Column {
  const char *n;
  std::size_t o;
};
constexpr Column columns[] = {{"a", offsetof(R, a)}, {"b", offsetof(R, b)}};
std::vector<R> v;
}
namespace c2 {
struct In { // ok: offset of a nested member
  bool a;
  double b;
  bool c;
};
struct Out { // ok: offset of a nested member
  bool x;
  In in;
  bool y;
  double z;
};
static_assert(offsetof(Out, in.b) == 16);
std::vector<Out> v;
}
// pointers to members
namespace c3 {
struct R { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
double R::*p = &R::b;
std::vector<R> v;
}
namespace c4 {
extern "C" {
struct tm_like { // ok: C
  char a;
  double b;
  char c;
};
tm_like *get(void);
}
std::vector<tm_like> v;
}
namespace c5 {
struct R { // ok: returned by a C function
  bool a;
  double b;
  bool c;
};
extern "C" R make_r(void);
std::vector<R> v;
}
namespace c6 {
struct R { // ok: C array of pointers to it
  bool a;
  double b;
  bool c;
};
extern "C" void take(R **rs, int n);
std::vector<R> v;
}
// C linkage function inside takes only ints
namespace c7 {
struct R { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
std::vector<R> v;
extern "C" int count() { return (int)v.size(); }
}
namespace c8 {
struct R { // ok: reserved words
  std::uint8_t a;
  std::uint8_t reserved1;
  double b;
  std::uint8_t c;
  double d;
  std::uint8_t e;
};
std::vector<R> v;
}
namespace c9 {
struct R { // ok: __attribute__ aligned 16 in a typedef
  bool a;
  typedef double D __attribute__((aligned(16)));
  D b;
  bool c;
  D d;
  bool e;
};
std::vector<R> v;
}
// alignas(8)
namespace d1 {
struct R { // warn: 24 bytes, 16 are enough
  bool a;
  alignas(8) int b;
  bool c;
  double d;
};
std::vector<R> v;
}
// alignment of 8
namespace d2 {
struct __attribute__((aligned(8))) R { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
std::vector<R> v;
}
namespace d3 {
struct R { // ok: volatile array
  bool a;
  volatile long b[2];
  bool c;
};
R v[32];
}
namespace d4 {
struct R { // ok: flexible by zero
  bool a;
  double b;
  bool c;
  char tail[0];
};
R *f(std::size_t n) { return (R *)std::malloc(n * sizeof(R)); }
}
// many by placement in a malloc'ed block
namespace d5 {
namespace {
struct R { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
}
void f(std::size_t n) {
  void *raw = std::malloc(sizeof(R) * n);
  R *p = new (raw) R[n];
  use(p);
}
}
// nested twice
namespace d6 {
struct R { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
struct M {
  R r;
  int x;
};
struct O {
  std::optional<M> m;
};
std::map<int, std::vector<O>> o;
}
namespace d7 {
struct R { // ok: map by pointer, set of pointers
  bool a;
  double b;
  bool c;
  double d;
  bool e;
  double f;
  bool g;
};
std::map<int, R *> m;
std::set<const R *> s;
std::vector<std::pair<int, R *>> v;
std::optional<R *> o[40];
R *t[100];
}
namespace d8 {
template <class T> class Stack {
  std::unique_ptr<T[]> items;
  std::size_t n = 0, cap = 0;

public:
  void push(T t) {
    if (n == cap) {
      cap = cap ? cap * 2 : 8;
      auto next = std::make_unique<T[]>(cap);
      std::move(items.get(), items.get() + n, next.get());
      items = std::move(next);
    }
    items[n++] = std::move(t);
  }
};
struct R { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
void f(Stack<R> &s) { s.push({}); }
}
// push is not called
namespace d9 {
template <class T> class Stack {
  std::unique_ptr<T[]> items;
  std::size_t n = 0, cap = 0;

public:
  void push(T t) {
    cap = cap * 2;
    items = std::make_unique<T[]>(cap);
    items[n++] = std::move(t);
  }
};
struct R { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
Stack<R> s;
}
// realloc in an uncalled member
namespace e1 {
template <class T> class Vec {
  T *b = nullptr;
  std::size_t n = 0;

public:
  void grow(std::size_t m) { b = static_cast<T *>(std::realloc(b, m * sizeof(T))); }
  T &operator[](std::size_t i) { return b[i]; }
};
struct R { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
Vec<R> s;
}
// tree
namespace e2 {
template <class K, class V> class Tree {
  struct Node {
    K k;
    V v;
    std::unique_ptr<Node> l, r;
  };
  std::unique_ptr<Node> root;

public:
  void put(K k, V v) { root = std::make_unique<Node>(k, v); }
};
struct R { // warn: 40 bytes, 24 are enough
  bool a;
  double b;
  bool c;
  double d;
  bool e;
};
Tree<int, R> t;
void f() { t.put(1, R{}); }
}
// the linked template itself
namespace e3 {
template <class T> struct Box {
  T value;
  Box *peer;
};
struct R { // warn: 40 bytes, 24 are enough
  bool a;
  double b;
  bool c;
  double d;
  bool e;
};
Box<R> box;
}
namespace e4 {
template <class T> struct Handle {
  T *p;
};
struct R { // ok: a handle
  bool a;
  double b;
  bool c;
  double d;
  bool e;
};
Handle<R> h;
std::vector<Handle<R>> v;
}
namespace e5 {
template <class T> struct Holder {
  T value;
};
struct R { // ok: one in a template
  bool a;
  double b;
  bool c;
};
Holder<R> h;
}
// many holders
namespace e6 {
template <class T> struct Holder {
  T value;
};
struct R { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
std::vector<Holder<R>> h;
}
