// Linked with a program that is compiled with -finstrument-functions: writes to
// the file that LIFETIMES names, for each block that operator new gave, which
// calls had ended when it was freed. Does nothing without such a name.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <execinfo.h>
#include <map>
#include <mutex>
#include <new>
#include <thread>
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
constexpr int Innermost = 40;
struct Block {
  std::size_t Size = 0;
  bool IsReachable = false;
  /// The position in the stack of the outermost that is kept.
  std::size_t First = 0;
  Vector<Call> Calls;
  void *Trace[Innermost];
  int Depth = 0;
};
template <class Key, class T>
using Map = std::map<Key, T, std::less<>, Plain<std::pair<const Key, T>>>;

struct State {
  Vector<Call> Stack;
  unsigned long Calls = 0;
  Map<void *, Block> Alive;
  /// How often each was seen: two numbers for each call, 0, the trace.
  Map<Vector<std::uintptr_t>, unsigned long> Seen;
  std::mutex Lock;
};

const char *log() {
  static const char *const Name = std::getenv("LIFETIMES");
  return Name;
}

State &state() {
  static State &Only = *new (std::malloc(sizeof(State))) State;
  return Only;
}

/// Only the first thread's calls and blocks count: it waits for the others.
bool isFirst() {
  static const std::thread::id First = std::this_thread::get_id();
  return std::this_thread::get_id() == First;
}

thread_local bool Busy;

/// Marks the blocks that the words in [From, To) lead to.
void mark(State &S, const std::uintptr_t *From, const std::uintptr_t *To) {
  for (; From < To; ++From) {
    auto At = S.Alive.upper_bound(reinterpret_cast<void *>(*From));
    if (At == S.Alive.begin())
      continue;
    auto &[Start, B] = *--At;
    const auto *Words = static_cast<const std::uintptr_t *>(Start);
    if (B.IsReachable ||
        *From > reinterpret_cast<std::uintptr_t>(Words) + B.Size)
      continue;
    B.IsReachable = true;
    mark(S, Words, Words + B.Size / sizeof(*Words));
  }
}

void keep(State &S, const Block &B, bool IsFreed) {
  Vector<std::uintptr_t> Record;
  for (std::size_t I = B.Calls.size(); I-- > 0;) {
    const std::size_t At = B.First + I;
    const bool Runs = IsFreed && At < S.Stack.size() &&
                      S.Stack[At].Number == B.Calls[I].Number;
    Record.push_back(reinterpret_cast<std::uintptr_t>(B.Calls[I].Function));
    Record.push_back(Runs ? '+' : IsFreed || B.IsReachable ? '-' : '~');
  }
  Record.push_back(0);
  for (int I = 0; I != B.Depth; ++I)
    Record.push_back(reinterpret_cast<std::uintptr_t>(B.Trace[I]));
  ++S.Seen[Record];
}

/// A line: how often; the functions, innermost first, marked with + where they
/// still ran, - where they had ended, ~ where the block has leaked; then the
/// trace.
void print(const State &S) {
  std::FILE *To = std::fopen(log(), "w");
  for (const auto &[Record, Number] : S.Seen) {
    std::fprintf(To, "%lu |", Number);
    std::size_t I = 0;
    for (; Record[I] != 0; I += 2)
      std::fprintf(To, " %c0x%lx", static_cast<int>(Record[I + 1]), Record[I]);
    std::fprintf(To, " |");
    while (++I != Record.size())
      std::fprintf(To, " 0x%lx", Record[I]);
    std::fprintf(To, "\n");
  }
  std::fclose(To);
}

} // namespace

extern "C" void __cyg_profile_func_enter(void *Function, void *) {
  if (!log() || !isFirst())
    return;
  State &S = state();
  const std::lock_guard Hold(S.Lock);
  S.Stack.push_back({++S.Calls, Function});
}

extern "C" void __cyg_profile_func_exit(void *Function, void *) {
  if (!log() || !isFirst())
    return;
  State &S = state();
  const std::lock_guard Hold(S.Lock);
  // Those above have been left by an exception, which is not told.
  const auto Is = [=](const Call &C) { return C.Function == Function; };
  const auto At = std::find_if(S.Stack.rbegin(), S.Stack.rend(), Is);
  if (At != S.Stack.rend())
    S.Stack.erase(At.base() - 1, S.Stack.end());
}

void *operator new(std::size_t Size) {
  void *P = std::malloc(Size ? Size : 1);
  if (!log() || Busy || !isFirst())
    return P;
  Busy = true;
  State &S = state();
  const std::lock_guard Hold(S.Lock);
  if (!S.Stack.empty()) {
    Block &B = S.Alive[P];
    B.Size = Size;
    B.First = S.Stack.size() - std::min<std::size_t>(S.Stack.size(), Innermost);
    B.Calls.assign(S.Stack.begin() + B.First, S.Stack.end());
    B.Depth = backtrace(B.Trace, Innermost);
  }
  Busy = false;
  return P;
}
void operator delete(void *P) noexcept {
  if (log() && !Busy) {
    Busy = true;
    State &S = state();
    const std::lock_guard Hold(S.Lock);
    if (const auto B = S.Alive.find(P); B != S.Alive.end()) {
      keep(S, B->second, true);
      S.Alive.erase(B);
    }
    Busy = false;
  }
  std::free(P);
}
void operator delete(void *P, std::size_t) noexcept { operator delete(P); }

/// The variables of static storage.
extern "C" char __data_start, _end;

[[gnu::destructor]] static void printAll() {
  if (!log())
    return;
  State &S = state();
  const std::lock_guard Hold(S.Lock);
  Busy = true;
  mark(S, reinterpret_cast<std::uintptr_t *>(&__data_start),
       reinterpret_cast<std::uintptr_t *>(&_end));
  for (const auto &[P, B] : S.Alive)
    keep(S, B, false);
  print(S);
}
