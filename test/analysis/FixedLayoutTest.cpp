#include "analysis/FixedLayout.h"
#include "Code.h"

using namespace clang;

namespace fastidious {
namespace {

/// Why the order of the record R is fixed; "" for a free one.
std::string reason(const std::string &Source, llvm::StringRef Name = "R") {
  Code C(R"cpp(
    extern "C" void *malloc(size_t);
    extern "C" void *memcpy(void *, const void *, size_t);
    extern "C" void *memset(void *, int, size_t);
    extern "C" long write(int, const void *, size_t);
    extern "C" int ioctl(int, unsigned long, ...);
    extern "C" int printf(const char *, ...);
    struct iovec { void *iov_base; size_t iov_len; };
    namespace std {
    enum class byte : unsigned char {};
    template <class To, class From> To bit_cast(const From &);
    }
  )cpp" + Source);
  const FixedLayouts Fixed(C.unit());
  for (const CXXRecordDecl *R : C.unit().records())
    if (R->getName() == Name)
      if (const FixedReason *Why = Fixed.reason(*R))
        return Why->Why.str();
  return "";
}

const std::string Plain = "struct R { bool a; double b; bool c; };";

std::string reasonWith(const std::string &Code) { return reason(Plain + Code); }

TEST(FixedLayout, ByDeclaration) {
  EXPECT_EQ(reason(Plain), "");
  EXPECT_EQ(reason("struct __attribute__((packed)) R { char a; int b; };"),
            "it is packed");
  EXPECT_EQ(reason("struct R { char a; int b __attribute__((packed)); };"),
            "it is packed");
  EXPECT_EQ(reason("struct R { char a; volatile int b; };"),
            "it has volatile fields");
  EXPECT_EQ(reason("union R { char a; int b; };"), "it is a union");
  EXPECT_EQ(reason("struct B {}; struct R : virtual B { int a; };"),
            "it has a virtual base");
  EXPECT_EQ(reason("struct R { int n; double d[]; };"),
            "an array of any length ends it");
  EXPECT_EQ(reason("#define DEFINE(N) struct N { char a; int b; }\nDEFINE(R);"),
            "a macro writes it");
  EXPECT_EQ(reason("#define FIELDS char a; int b;\nstruct R { FIELDS };"),
            "a macro writes it");
  for (const char *Name : {"pad", "_pad1", "m_Padding", "reserved_", "unused"})
    EXPECT_EQ(reason("struct R { char a; char " + std::string(Name) +
                     "[3]; int b; };"),
              "it has padding of its own")
        << Name;
  EXPECT_EQ(reason("struct R { char a; double paddingLeft; char n; };"), "");
  EXPECT_EQ(reason("struct R { char a; char : 8; int b; };"),
            "it has padding of its own");
}

TEST(FixedLayout, ByAlignment) {
  const std::string Asked = "an alignment is asked for";
  EXPECT_EQ(reason("struct alignas(16) R { char a; };"), Asked);
  EXPECT_EQ(reason("struct R { char a; alignas(64) int b; };"), Asked);
  EXPECT_EQ(reason("struct alignas(64) L { int n; };"
                   "struct R { char a; L l[2]; };"),
            Asked);
  EXPECT_EQ(reason("struct I { alignas(32) int n; }; struct R { I i; };"),
            Asked);
  EXPECT_EQ(reason("typedef float V __attribute__((vector_size(16)));"
                   "struct R { char a; V v; };"),
            Asked);
  EXPECT_EQ(reason("struct R { char a; alignas(8) char b[8]; };"), "");
  EXPECT_EQ(reason("struct R { char a; __int128 b; long double c; };"), "");
}

TEST(FixedLayout, ByAssertion) {
  const std::string Size = "an assertion is about its size";
  const std::string Offset = "an offset in it is used";
  EXPECT_EQ(reasonWith("static_assert(sizeof(R) == 24);"), Size);
  EXPECT_EQ(reasonWith("static_assert(sizeof(R) <= 64);"), Size);
  EXPECT_EQ(reasonWith("constexpr int n = sizeof(R); static_assert(n == 24);"),
            Size);
  EXPECT_EQ(reasonWith("typedef char check[sizeof(R) == 24 ? 1 : -1];"), Size);
  EXPECT_EQ(reasonWith("struct O { R r; }; static_assert(sizeof(O) == 24);"),
            Size);
  EXPECT_EQ(reasonWith("int n = __builtin_offsetof(R, b);"), Offset);
  EXPECT_EQ(reasonWith("enum { B = __builtin_offsetof(R, b) };"), Offset);
  EXPECT_EQ(reasonWith("template <int N> struct M {};"
                       "M<__builtin_offsetof(R, b)> m;"),
            Offset);
  EXPECT_EQ(reasonWith("long f() { return (long)&((R *)0)->b; }"), Offset);
  EXPECT_EQ(reasonWith("static_assert(alignof(R) == 8);"), "");
  EXPECT_EQ(reasonWith("static_assert(sizeof(R *) == 8);"), "");
  EXPECT_EQ(reasonWith("constexpr int perPage = 4096 / sizeof(R);"), "");
}

TEST(FixedLayout, ByC) {
  EXPECT_EQ(reason("extern \"C\" { " + Plain + " }"), "it is declared in C");
  EXPECT_EQ(reasonWith("extern \"C\" int submit(const R *, int);"),
            "C code uses it");
  EXPECT_EQ(reasonWith("extern \"C\" { typedef void (*call)(R &); }"),
            "C code uses it");
  EXPECT_EQ(reasonWith("extern \"C\" R table[4];"), "C code uses it");
  EXPECT_EQ(reasonWith("struct O { R *r; }; extern \"C\" void f(O *);"), "");
}

TEST(FixedLayout, ByItsBytes) {
  const std::string Bytes = "its bytes are used";
  const auto In = [](const std::string &Body) {
    return reasonWith("void sink(const void *, size_t);"
                      "void call(void (*)(void *), void *, size_t);"
                      "void work(void *); struct B { char b[24]; };"
                      "void f(R *r, size_t n, char *chars) { " +
                      Body + " }");
  };
  EXPECT_EQ(In("write(1, r, 24 * n);"), Bytes);
  EXPECT_EQ(In("memcpy(chars, r, sizeof *r);"), Bytes);
  EXPECT_EQ(In("const void *p = r; write(1, p, n);"), Bytes);
  EXPECT_EQ(In("write(1, chars, n * sizeof(R));"), Bytes);
  EXPECT_EQ(In("ioctl(1, 2, r);"), Bytes);
  EXPECT_EQ(In("sink(r, n * sizeof(R));"), Bytes);
  EXPECT_EQ(In("sink(r, 24);"), Bytes);
  EXPECT_EQ(In("iovec v{r, sizeof *r};"), Bytes);
  EXPECT_EQ(In("iovec v; v.iov_base = r;"), Bytes);
  EXPECT_EQ(In("std::bit_cast<B>(*r);"), Bytes);
  EXPECT_EQ(In("sink(r, n);"), "");
  EXPECT_EQ(In("call(work, r, 24);"), "");
  EXPECT_EQ(In("memset(r, 0, sizeof *r);"), "");
  EXPECT_EQ(In("printf(\"%p %zu\", (void *)r, sizeof *r);"), "");
  EXPECT_EQ(In("memcpy(chars, &r->b, sizeof r->b);"), "");
  EXPECT_EQ(In("void *p = malloc(n * sizeof(R));"), "");
}

TEST(FixedLayout, ByACast) {
  const std::string Cast = "a cast takes it for something else";
  const auto In = [](const std::string &Body) {
    return reasonWith("struct S { int i; }; struct D : R {};"
                      "char *give(size_t); char *part(char *, size_t);"
                      "void f(R *r, char *chars, void *p, long n) { " +
                      Body + " }");
  };
  EXPECT_EQ(In("(char *)r;"), Cast);
  EXPECT_EQ(In("reinterpret_cast<const std::byte *>(r);"), Cast);
  EXPECT_EQ(In("static_cast<char *>(static_cast<void *>(r));"), Cast);
  EXPECT_EQ(In("reinterpret_cast<R *>(chars);"), Cast);
  EXPECT_EQ(In("char b[24]; reinterpret_cast<R &>(b);"), Cast);
  EXPECT_EQ(In("reinterpret_cast<S *>(r);"), Cast);
  EXPECT_EQ(In("reinterpret_cast<long *>(r);"), Cast);
  EXPECT_EQ(In("(R *)part(chars, sizeof(R));"), Cast);
  EXPECT_EQ(In("(R *)0xfee00000;"), "it lies at a fixed address");
  EXPECT_EQ(In("static_cast<R *>(p);"), "");
  EXPECT_EQ(In("reinterpret_cast<long>(r);"), "");
  EXPECT_EQ(In("reinterpret_cast<R *>(n & ~7L);"), "");
  EXPECT_EQ(In("static_cast<D *>(r);"), "");
  EXPECT_EQ(In("const_cast<const R *>(r);"), "");
  EXPECT_EQ(In("(R *)give(n * sizeof(R));"), "");
  EXPECT_EQ(In("reinterpret_cast<void **>(&r);"), "");
}

TEST(FixedLayout, ByContainment) {
  const std::string Written = "void f(const O &o) { write(1, &o, sizeof o); }";
  EXPECT_NE(reasonWith("struct O { R r[4]; };" + Written), "");
  EXPECT_NE(reasonWith("struct O : R { int i; };" + Written), "");
  EXPECT_NE(reasonWith("struct O { std::pair<int, R> p; };" + Written), "");
  EXPECT_EQ(reasonWith("struct O { R *r; std::vector<R> v; };" + Written), "");
  // A part of a free record may be fixed.
  EXPECT_EQ(
      reason(Plain + "struct O { R r; }; char *f(R *r) { return (char *)r; }",
             "O"),
      "");
}

TEST(FixedLayout, InTemplates) {
  const std::string Put = "template <class T> void put(const T &t) {"
                          "  write(1, &t, sizeof(T)); }";
  EXPECT_NE(reasonWith(Put + "void f(R &r) { put(r); }"), "");
  EXPECT_EQ(reasonWith(Put + "void f(R &r) { put(&r); }"), "");
  // Nobody makes an instance of it here.
  EXPECT_NE(reasonWith("template <class O> void put(O &o, const R &r) {"
                       "  o.write(reinterpret_cast<const char *>(&r)); }"),
            "");
  const std::string Timed = "template <class T> struct R { bool a; T b; };";
  EXPECT_NE(reason(Timed + "R<int> i; R<long> l;"
                           "void f() { write(1, &i, sizeof i); }"),
            "");
}

} // namespace
} // namespace fastidious
