// The ideas that the tests of Clang's checker optin.performance.Padding try, written anew, with an array of 100 of each,
// so that both checkers see many. "both", "neither", "only here" and "only there" compare with what that checker of LLVM
// 22 says with AllowedPad=2, the value of its tests; docs/checks has the reasons.
#include <cstddef>
#include <cstdint>

// both
namespace plain { struct R { char a; double b; char c; }; R r[100]; } // warn: bytes
// both
namespace shorts { struct R { char a; std::int32_t b; char c; std::int32_t d; char e; std::int32_t f; char g; }; R r[100]; } // warn: bytes
// neither
namespace minimal { struct R { double b; char a; char c; }; R r[100]; } // ok: minimal already
// neither
namespace trailing { struct R { double b; char a; }; R r[100]; } // ok: tail padding only
// only here
namespace base_with_fields { struct B { int x; }; struct R : B { char a; double b; char c; }; R r[100]; } // warn: bytes
// only here
namespace empty_base { struct B {}; struct R : B { char a; double b; char c; }; R r[100]; } // warn: bytes
// both
namespace base_only { struct B { char a; double b; char c; }; struct R : B {}; R r[100]; } // warn: bytes
// both
namespace virtual_function { struct R { virtual void f(); char a; double b; char c; }; R r[100]; } // warn: bytes
// neither
namespace virtual_base { struct B { int x; }; struct R : virtual B { char a; double b; char c; }; R r[100]; } // ok: the most derived class decides
// neither
namespace union_itself { union R { char a; double b; char c; }; R r[100]; } // ok: a union
// both
namespace union_field { union U { char c; double d; }; struct R { char a; U b; char c; }; R r[100]; } // warn: bytes
// neither
namespace bit_fields { struct R { std::uint32_t a : 3; double b; std::uint32_t c : 5; }; R r[100]; } // ok: the two runs would become one memory location
// both
namespace inner_array { struct I { char a; double b; char c; }; struct R { I i[10]; char x; }; R r[100]; } // warn: bytes
// both
namespace array_fields { struct R { char a[3]; double b[2]; char c[3]; }; R r[100]; } // warn: bytes
// neither
namespace packed { struct __attribute__((packed)) R { char a; double b; char c; }; R r[100]; } // ok: packed
namespace pack_pragma {
#pragma pack(push, 4)
// only there
struct R { char a; double b; char c; double d; char e; double f; char g; }; // ok: packed by hand
#pragma pack(pop)
R r[100];
}
// only there
namespace aligned_fields { struct R { char a; alignas(64) long x; char b; alignas(64) long y; char c; }; R r[100]; } // ok: a line for each, on purpose
// only there
namespace aligned_record { struct alignas(16) R { char a; double b; char c; double d; char e; double f; char g; }; R r[100]; } // ok: an alignment is asked for
// only there
namespace c_linkage { extern "C" { struct CR { char a; double b; char c; }; } CR r[100]; } // ok: declared in C
// both
namespace templates { template <typename T> struct R { char a; T b; char c; }; R<double> r[100]; } // warn: bytes
// both
namespace specialization { template <typename T> struct R { T b; }; template <> struct R<double> { char a; double b; char c; }; R<double> r[100]; } // warn: bytes
// only there
namespace lambda { auto f(char a, double b, char c) { auto l = [a, b, c] { return a + b + c; }; return l(); } } // ok: a closure's layout is the compiler's
// only there
namespace asserted { struct R { char a; double b; char c; }; static_assert(offsetof(R, b) == 8); R r[100]; } // ok: an offset is asserted
// neither
namespace flexible { struct R { char a; double b; char c; double d[]; }; R *r; } // ok: no object of it here
// only there
namespace small { struct R { char a; std::int32_t b; char c; }; R r[100]; } // ok: 4 bytes less
// only there
namespace one { struct R { char a; double b; char c; }; R r; } // ok: one object
// only there
namespace three { struct R { char a; double b; char c; }; R r[3]; } // ok: three objects
// both
namespace elsewhere { struct R { char a; double b; char c; }; R *all(std::size_t n) { return new R[n]; } } // warn: bytes
// both
namespace nameless { struct R { char t; struct { char a; double x; char b; } s; char u; }; R r[100]; } // warn: 'R' is 40 bytes // warn: this record is 24 bytes
namespace by_macro {
#define RECORD(N) struct N { char a; double b; char c; }
RECORD(R);
R r[100];
}
