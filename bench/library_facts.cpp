// Measures what the installed C++ library allocates, by counting operator new,
// and prints it in the words of checks/model/effects.yaml:
//     clang++-22 -std=c++23 -pthread bench/library_facts.cpp -o facts &&
//     ./facts
// Another library: -stdlib=libc++. A test compares the numbers with the model.
#include <algorithm>
#include <any>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <forward_list>
#include <functional>
#include <future>
#include <list>
#include <map>
#include <memory>
#include <new>
#include <optional>
#include <queue>
#include <regex>
#include <set>
#include <sstream>
#include <stack>
#include <string>
#include <thread>
#include <unordered_map>
#include <unordered_set>
#include <variant>
#include <vector>

static unsigned long Allocations;

void *operator new(std::size_t Size) {
  ++Allocations;
  if (void *P = std::malloc(Size ? Size : 1))
    return P;
  throw std::bad_alloc();
}
void operator delete(void *P) noexcept { std::free(P); }
void operator delete(void *P, std::size_t) noexcept { std::free(P); }

namespace {

template <class Code> unsigned long countIn(Code Run) {
  const unsigned long Before = Allocations;
  Run();
  return Allocations - Before;
}

template <class Code> void count(const char *What, Code Run) {
  std::printf("  \"%s\": %lu\n", What, countIn(Run));
}

/// The largest size up to Most for which nothing is allocated.
template <class Code> unsigned inlineSize(unsigned Most, Code At) {
  unsigned Size = 0;
  for (unsigned N = 1; N <= Most; ++N)
    if (countIn([&] { At(N); }) == 0)
      Size = N;
  return Size;
}

template <unsigned N, bool Trivial> struct Payload {
  char Bytes[N] = {};
  Payload() = default;
  Payload(const Payload &) noexcept {}
  void operator()() const {}
};
template <unsigned N> struct Payload<N, true> {
  char Bytes[N] = {};
  void operator()() const {}
};
struct ThrowingMove {
  ThrowingMove() = default;
  ThrowingMove(const ThrowingMove &) noexcept(false) {}
  void operator()() const {}
};

template <class Box, unsigned N, bool Trivial> bool keepsInline() {
  return countIn([] { Box B{Payload<N, Trivial>()}; }) == 0;
}

/// The largest of the sizes, given in multiples of eight, that Box keeps.
template <class Box, bool Trivial> unsigned boxSize() {
  unsigned Size = 0;
  const auto Try = [&]<unsigned N>(std::integral_constant<unsigned, N>) {
    if (keepsInline<Box, N, Trivial>())
      Size = N;
  };
  Try(std::integral_constant<unsigned, 1>());
  Try(std::integral_constant<unsigned, 8>());
  Try(std::integral_constant<unsigned, 16>());
  Try(std::integral_constant<unsigned, 24>());
  Try(std::integral_constant<unsigned, 32>());
  Try(std::integral_constant<unsigned, 40>());
  return Size;
}

template <class Box> void printBox(const char *Name) {
  const unsigned Trivial = boxSize<Box, true>(), Other = boxSize<Box, false>();
  const bool Throwing = countIn([] { Box B{ThrowingMove()}; }) == 0;
  std::printf("  - {names: [%s], inline_size: %u, inline_trivial: %s, "
              "inline_throwing_move: %s}\n",
              Name, Trivial, Other < Trivial ? "true" : "false",
              Throwing ? "true" : "false");
}

template <class Container> void printEmpty(const char *Name) {
  std::printf("  - {names: [%s], allocates_empty: %s}\n", Name,
              countIn([] { Container C; }) ? "true" : "false");
}

void printHolders() {
  std::printf("holders:\n");
  std::printf("  - {names: [std::basic_string], inline_size: %u}\n",
              inlineSize(64, [](unsigned N) { std::string S(N, 'x'); }));
  printBox<std::function<void()>>("std::function");
  printBox<std::any>("std::any");
#ifdef __cpp_lib_move_only_function
  printBox<std::move_only_function<void()>>("std::move_only_function");
#endif
  printEmpty<std::vector<int>>("std::vector");
  printEmpty<std::stack<int, std::vector<int>>>("std::stack of a vector");
  printEmpty<std::priority_queue<int>>("std::priority_queue");
  printEmpty<std::deque<int>>("std::deque");
  printEmpty<std::queue<int>>("std::queue");
  printEmpty<std::stack<int>>("std::stack");
  printEmpty<std::list<int>>("std::list");
  printEmpty<std::forward_list<int>>("std::forward_list");
  printEmpty<std::map<int, int>>("std::map");
  printEmpty<std::multimap<int, int>>("std::multimap");
  printEmpty<std::set<int>>("std::set");
  printEmpty<std::multiset<int>>("std::multiset");
  printEmpty<std::unordered_map<int, int>>("std::unordered_map");
  printEmpty<std::unordered_multimap<int, int>>("std::unordered_multimap");
  printEmpty<std::unordered_set<int>>("std::unordered_set");
  printEmpty<std::unordered_multiset<int>>("std::unordered_multiset");
}

template <class Container> void printSecond(const char *Name) {
  Container C;
  C.insert({1});
  std::printf("  \"%s: second element\": %lu\n", Name,
              countIn([&] { C.insert({2}); }));
}

void printCounts() {
  std::printf("allocations:\n");
  count("vector<int>: 100 push_backs", [] {
    std::vector<int> V;
    for (int I = 0; I != 100; ++I)
      V.push_back(I);
  });
  count("vector<int>: reserve", [] { std::vector<int>().reserve(8); });
  count("vector<bool>(64)", [] { std::vector<bool> V(64); });
  std::list<int> L;
  count("list: push_back", [&] { L.push_back(1); });
  printSecond<std::set<int>>("set");
  printSecond<std::unordered_set<int>>("unordered_set");
  count("make_unique", [] { (void)std::make_unique<int>(1); });
  count("make_shared", [] { (void)std::make_shared<int>(1); });
  count("shared_ptr(new)", [] { std::shared_ptr<int> P(new int); });
  count("optional, variant", [] {
    std::optional<int> O(1);
    std::variant<int, double> V(1);
  });
  count("to_string(INT_MIN)", [] { (void)std::to_string(INT_MIN); });
  count("to_string(LLONG_MIN)", [] { (void)std::to_string(LLONG_MIN); });
  const std::string Short = "a", Long(40, 'x');
  count("short + short", [&] { (void)(Short + Short); });
  count("short + long", [&] { (void)(Short + Long); });
  count("regex", [] { std::regex R("a+b"); });
  count("ostringstream << int", [] { std::ostringstream() << 1; });
  std::vector<int> Numbers(100);
  count("sort(100)", [&] { std::sort(Numbers.begin(), Numbers.end()); });
  count("stable_sort(100)",
        [&] { std::stable_sort(Numbers.begin(), Numbers.end()); });
  count("thread", [] { std::thread([] {}).join(); });
  count("promise, future", [] { (void)std::promise<int>().get_future(); });
  count("async, deferred",
        [] { (void)std::async(std::launch::deferred, [] { return 1; }); });
}

} // namespace

int main() {
#ifdef _LIBCPP_VERSION
  std::printf("library: libc++ %d\n", _LIBCPP_VERSION);
#else
  std::printf("library: libstdc++ %d\n", _GLIBCXX_RELEASE);
#endif
  printHolders();
  printCounts();
}
