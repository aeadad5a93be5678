// Linked with a program that is compiled with -finstrument-functions: writes
// for each block that operator new gave which calls had ended when it was
// freed.
#include <cstdio>
#include <cstdlib>
#include <execinfo.h>
#include <map>
#include <new>
#include <vector>

namespace {

template <class T> struct Plain {
  using value_type = T;
  Plain() = default;
  template <class U> Plain(const Plain<U> &) {}
  T *allocate(std::size_t N) {
    return static_cast<T *>(std::malloc(N * sizeof(T)));
  }
  void deallocate(T *P, std::size_t) { std::free(P); }
  bool operator==(const Plain &) const { return true; }
};
template <class T> using Vector = std::vector<T, Plain<T>>;

struct Call {
  unsigned long Number;
  void *Function;
};
struct Block {
  Vector<Call> Calls;
  void *Trace[64];
  int Depth = 0;
};
using Blocks =
    std::map<void *, Block, std::less<>, Plain<std::pair<void *const, Block>>>;

thread_local bool Busy;
thread_local Vector<Call> Stack;
unsigned long Calls;
Blocks &alive() {
  static Blocks &All = *new (std::malloc(sizeof(Blocks))) Blocks;
  return All;
}

/// A line: the functions, innermost first, marked with + where they still ran;
/// then the trace.
void print(const Block &B, bool IsFreed) {
  static std::FILE *To = std::fopen(std::getenv("LIFETIMES"), "w");
  for (std::size_t I = B.Calls.size(); I-- > 0;) {
    const bool Runs =
        IsFreed && I < Stack.size() && Stack[I].Number == B.Calls[I].Number;
    std::fprintf(To, "%c%p ", Runs ? '+' : '-', B.Calls[I].Function);
  }
  std::fprintf(To, "|");
  for (int I = 0; I != B.Depth; ++I)
    std::fprintf(To, " %p", B.Trace[I]);
  std::fprintf(To, "\n");
  std::fflush(To);
}

} // namespace

extern "C" void __cyg_profile_func_enter(void *Function, void *) {
  Stack.push_back({++Calls, Function});
}
extern "C" void __cyg_profile_func_exit(void *, void *) { Stack.pop_back(); }

void *operator new(std::size_t Size) {
  void *P = std::malloc(Size ? Size : 1);
  // Only the main program's thread: it waits for the others.
  if (!Busy && !Stack.empty()) {
    Busy = true;
    Block &B = alive()[P];
    B.Calls = Stack;
    B.Depth = backtrace(B.Trace, 64);
    Busy = false;
  }
  return P;
}
void operator delete(void *P) noexcept {
  if (const auto B = alive().find(P); B != alive().end()) {
    print(B->second, true);
    alive().erase(B);
  }
  std::free(P);
}
void operator delete(void *P, std::size_t) noexcept { operator delete(P); }

[[gnu::destructor]] static void printRest() {
  for (const auto &[P, B] : alive())
    print(B, false);
}
