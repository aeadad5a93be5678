// What fixes the order of a record, and what only looks like it.
#include <array>
#include <atomic>
#include <bit>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <functional>
#include <iostream>
#include <memory>
#include <mutex>
#include <new>
#include <pthread.h>
#include <span>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <thread>
#include <unistd.h>
#include <vector>
bool more();
void use(const void *);
namespace n01 {
struct R { // ok: template that casts inside
  bool a;
  double b;
  bool c;
};
template <class T> void put(std::ostream &o, const T &t) { o.write(reinterpret_cast<const char *>(&t), sizeof(T)); }
void f(std::ostream &o, const std::vector<R> &v) {
  for (auto &r : v)
    put(o, r);
}
}
namespace n02 {
struct R { // ok: template over vectors
  bool a;
  double b;
  bool c;
};
template <class T> void put(std::ostream &o, const std::vector<T> &t) {
  o.write((const char *)t.data(), t.size() * sizeof(T));
}
void f(std::ostream &o, const std::vector<R> &v) { put(o, v); }
}
namespace n03 {
std::uint64_t fnv(const void *p, std::size_t n);
struct R { // ok: hash of bytes
  bool a;
  double b;
  bool c;
};
struct H {
  std::size_t operator()(const R &r) const { return fnv(&r, sizeof r); }
};
std::vector<R> v;
}
namespace n04 {
struct R { // ok: fread of one
  bool a;
  double b;
  bool c;
};
R f(std::FILE *f) {
  R r;
  std::fread(&r, sizeof(r), 1, f);
  return r;
}
std::vector<R> v;
}
namespace n05 {
struct R { // ok: C cast
  bool a;
  double b;
  bool c;
};
char *f(R *r) { return (char *)r; }
std::vector<R> v;
}
namespace n06 {
struct R { // ok: via void
  bool a;
  double b;
  bool c;
};
const std::byte *f(const R *r) { return static_cast<const std::byte *>(static_cast<const void *>(r)); }
std::vector<R> v;
}
namespace n07 {
struct R { // ok: via void variable
  bool a;
  double b;
  bool c;
};
void f(int fd, const R *r, std::size_t n) {
  const void *p = r;
  std::size_t bytes = n * sizeof(R);
  ::write(fd, p, bytes);
}
std::vector<R> v;
}
namespace n08 {
struct R { // ok: iovec
  bool a;
  double b;
  bool c;
};
void f(int fd, std::vector<R> &v) {
  iovec i{v.data(), v.size() * sizeof(R)};
  ::writev(fd, &i, 1);
}
}
namespace n09 {
struct R { // ok: iovec store
  bool a;
  double b;
  bool c;
};
void f(int fd, std::vector<R> &v) {
  iovec i;
  i.iov_base = v.data();
  i.iov_len = 24 * v.size();
  ::writev(fd, &i, 1);
}
}
namespace n10 {
struct R { // ok: ioctl
  bool a;
  double b;
  bool c;
};
void f(int fd) {
  R r;
  ::ioctl(fd, 12, &r);
}
std::vector<R> v;
}
namespace n11 {
struct R { // ok: memcmp
  bool a;
  double b;
  bool c;
};
bool operator==(const R &x, const R &y) { return std::memcmp(&x, &y, sizeof x) == 0; }
std::vector<R> v;
}
namespace n12 {
struct R { // ok: reference cast
  bool a;
  double b;
  bool c;
};
const R &f(char (&b)[24]) { return reinterpret_cast<const R &>(b); }
std::vector<R> v;
}
namespace n13 {
struct R { // ok: constants as template arguments
  bool a;
  double b;
  bool c;
};
template <std::size_t N> struct Off {};
using B = Off<offsetof(R, b)>;
std::vector<R> v;
}
namespace n14 {
struct R { // ok: enum
  bool a;
  double b;
  bool c;
};
enum { B = offsetof(R, b) };
std::vector<R> v;
}
namespace n15 {
struct R { // ok: container_of
  bool a;
  double b;
  bool c;
};
#define container_of(p, T, m) ((T *)((char *)(p) - offsetof(T, m)))
R *f(double *d) { return container_of(d, R, b); }
std::vector<R> v;
}
namespace n16 {
struct R { // ok: handwritten offsetof
  bool a;
  double b;
  bool c;
};
std::size_t f() { return (std::size_t)&(((R *)0)->b); }
std::vector<R> v;
}
namespace n17 {
struct R { // ok: size in a constant that is asserted
  bool a;
  double b;
  bool c;
};
constexpr std::size_t size = sizeof(R);
static_assert(size == 24);
std::vector<R> v;
}
namespace n18 {
struct R { // ok: old way to assert
  bool a;
  double b;
  bool c;
};
typedef char check[sizeof(R) == 24 ? 1 : -1];
std::vector<R> v;
}
namespace n19 {
struct R { // ok: element of a fixed array
  bool a;
  double b;
  bool c;
};
struct File {
  int n;
  R rs[32];
};
void f(int fd, const File &x) { ::write(fd, &x, sizeof x); }
}
namespace n20 {
struct R { // ok: std::array written
  bool a;
  double b;
  bool c;
};
std::array<R, 32> rs;
void f(std::FILE *f) { std::fwrite(&rs, sizeof rs, 1, f); }
}
namespace n21 {
struct R { // ok: signature of a callback in C
  bool a;
  double b;
  bool c;
};
extern "C" {
typedef void (*cb)(const R *);
void sub(cb);
}
std::vector<R> v;
}
namespace n22 {
struct R { // ok: extern C variable
  bool a;
  double b;
  bool c;
};
extern "C" R c_table[32];
}
namespace n23 {
struct R { // ok: by a base that is written
  bool a;
  double b;
  bool c;
};
struct D : R {
  int d;
};
void f(int fd, const D &x) { ::write(fd, &x, sizeof x); }
std::vector<R> v;
}
namespace n24 {
struct R { // ok: bytes of bit_cast back
  bool a;
  double b;
  bool c;
};
R f(const std::array<std::byte, 24> &x) { return std::bit_cast<R>(x); }
std::vector<R> v;
}
namespace n25 {
struct Out {
  void append(const void *p, std::size_t n);
};
struct R { // ok: sink
  bool a;
  double b;
  bool c;
};
void f(Out &o, const std::vector<R> &v) {
  for (const R &r : v)
    o.append(&r, 24);
}
}
namespace n26 {
struct R { // ok: word access
  bool a;
  double b;
  bool c;
};
auto f(R *r) { return reinterpret_cast<std::uint64_t *>(r)[1]; }
std::vector<R> v;
}
namespace n27 {
struct S {
  char x;
  double y;
  char z;
};
struct R { // ok: as another record
  bool a;
  double b;
  bool c;
};
auto f(R *r) { return reinterpret_cast<S *>(r); }
std::vector<R> v;
std::vector<S> w;
}
namespace n28 {
struct R { // ok: fixed inside a template that nobody instantiates
  bool a;
  double b;
  bool c;
};
template <class O> void put(O &o, const R &r) { o.write(reinterpret_cast<const char *>(&r), sizeof r); }
std::vector<R> v;
}
namespace n29 {
template <class T> struct R { // ok: another instance is written
  bool a;
  T b;
  bool c;
};
std::vector<R<double>> v;
void f(int fd, const R<long> &x) { ::write(fd, &x, sizeof x); }
}
namespace n30 {
struct R { // ok: anonymous struct in a union
  union {
    struct {
      bool a;
      double b;
      bool c;
    } s;
    double raw[3];
  };
};
std::vector<R> v;
}
namespace n31 {
struct alignas(32) R { // ok: alignment
  bool a;
  double b;
  bool c;
  double d;
  bool e;
};
std::vector<R> v;
}
namespace n32 {
typedef float vec4 __attribute__((vector_size(16)));
struct R { // ok: vectors
  bool a;
  vec4 b;
  bool c;
  vec4 d;
  bool e;
};
std::vector<R> v;
}
namespace n33 {
struct R { // ok: bit-field padding
  std::uint8_t a;
  std::uint8_t : 8;
  double b;
  bool c;
};
std::vector<R> v;
}
namespace n34 {
struct R { // ok: _pad
  bool a;
  char _pad1[3];
  double b;
  bool c;
  double d;
  bool e;
};
std::vector<R> v;
}
#define FIELDS(X) X(bool, a) X(double, b) X(bool, c)
#define ONE(T, N) T N;
namespace n35 {
struct R { // ok: X macro
  FIELDS(ONE)
};
std::vector<R> v;
}
// -- free
// thread argument
namespace n40 {
struct R { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
void *run(void *p) {
  auto *r = static_cast<R *>(p);
  r->a = true;
  return nullptr;
}
void f(std::vector<R> &v) {
  for (auto &r : v) {
    pthread_t t;
    pthread_create(&t, nullptr, run, &r);
  }
}
}
// user pointer of a callback
namespace n41 {
typedef void (*callback)(void *user, int event);
void subscribe(int priority, callback cb, void *user);
struct R { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
void on(void *user, int) { static_cast<R *>(user)->a = true; }
void f(std::vector<R> &v) {
  for (auto &r : v)
    subscribe(8, on, &r);
}
}
// logging its address and size
namespace n42 {
struct R { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
void f(const R &r) { std::printf("%p %zu\n", (const void *)&r, sizeof r); }
std::vector<R> v;
}
// tagged pointer
namespace n43 {
struct R { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
R *f(std::uintptr_t p) { return reinterpret_cast<R *>(p & ~std::uintptr_t(7)); }
std::vector<R> v;
}
// memset
namespace n44 {
struct R { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
void f(R *r) {
  std::memset(r, 0, sizeof *r);
  std::memset(static_cast<void *>(r), 0, sizeof(R));
}
std::vector<R> v;
}
// its string is written
namespace n45 {
struct R { // warn: 64 bytes, 48 are enough
  bool a;
  std::string s;
  bool b;
  double d;
  bool c;
};
void f(std::ostream &o, const R &r) {
  o.write(r.s.data(), r.s.size());
  o.write(reinterpret_cast<const char *>(&r.d), sizeof r.d);
}
std::vector<R> v;
}
// alignof, traits
namespace n46 {
struct R { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
static_assert(alignof(R) == 8);
static_assert(std::is_trivially_copyable_v<R>);
std::vector<R> v;
}
// capacity by size
namespace n47 {
struct R { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
constexpr std::size_t perPage = 4096 / sizeof(R);
std::vector<R> v;
void g() { v.reserve(perPage); }
}
// pointers are copied, not records
namespace n48 {
struct R { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
void f(R **to, R **from, std::size_t n) { std::memcpy(to, from, n * sizeof(R *)); }
std::vector<R> v;
}
// casts in a hierarchy
namespace n49 {
struct B {
  virtual ~B();
};
struct R : B { // warn: 32 bytes, 24 are enough
  bool a;
  double b;
  bool c;
};
R *f(B *b) { return static_cast<R *>(b); }
B *g(R *r) { return (B *)r; }
std::vector<R> v;
}
// dladdr-like void pointers without size
namespace n50 {
struct R { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
void *self(R &r) { return &r; }
R *back(void *p) { return static_cast<R *>(p); }
std::vector<R> v;
}
// mutexes
namespace n51 {
struct R { // warn: 104 bytes, 88 are enough
  bool a;
  std::mutex m;
  bool b;
  double d;
  bool c;
  std::string s;
};
R r[32];
}
// captured by value
namespace n52 {
struct R { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
std::function<bool()> f(R r) {
  return [r] { return r.a; };
}
std::vector<R> v;
}
// streams field by field
namespace n53 {
struct R { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
std::ostream &operator<<(std::ostream &o, const R &r) { return o << r.a << r.b << r.c; }
std::vector<R> v;
}
// static assertion on another type
namespace n54 {
struct R { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
static_assert(sizeof(std::vector<R>) == 24);
static_assert(sizeof(R *) == 8);
std::vector<R> v;
}
// extern C function takes another record by pointer to it
namespace n55 {
struct R { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
struct Ctx {
  R *rs;
};
extern "C" void run(Ctx *);
std::vector<R> v;
}
// runtime assert on pointer
namespace n56 {
struct R { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
void f(const R *r) {
  assert(r != nullptr);
  assert(reinterpret_cast<std::uintptr_t>(r) % alignof(R) == 0);
}
std::vector<R> v;
}
// paddingLeft is no padding
namespace n57 {
struct R { // warn: 24 bytes, 16 are enough
  bool a;
  double paddingLeft;
  bool c;
};
std::vector<R> v;
}
// long double
namespace n58 {
struct R { // warn: 48 bytes, 32 are enough
  bool a;
  long double x;
  bool c;
};
std::vector<R> v;
}
// std::addressof, launder, construct_at
namespace n59 {
struct Handle;
struct R { // warn: 24 bytes, 16 are enough
  bool a;
  double b;
  bool c;
};
void f(R &r) {
  std::construct_at(std::addressof(r));
  use(std::launder(&r));
}
std::vector<R> v;
}
