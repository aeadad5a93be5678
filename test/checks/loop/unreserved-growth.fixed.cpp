// What is known before the loop: each form of loop, count and container.
#include <algorithm>
#include <array>
#include <cstddef>
#include <deque>
#include <functional>
#include <iterator>
#include <list>
#include <map>
#include <numeric>
#include <ranges>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

int work(int);
int work(std::size_t);
struct Item {
  int id;
  std::string name;
};

// ---- counted loops
std::vector<int> signedBound(int n) {
  std::vector<int> out;
  for (int i = 0; i < n; ++i)
    out.push_back(i);
  return out;
}

std::vector<std::size_t> unsignedBound(std::size_t n) {
  std::vector<std::size_t> out;
  out.reserve(n);
  for (std::size_t i = 0; i < n; ++i)
    out.push_back(i);
  return out;
}

std::vector<std::size_t> inclusive(std::size_t n) {
  std::vector<std::size_t> out;
  out.reserve(n + 1);
  for (std::size_t i = 0; i <= n; ++i)
    out.push_back(i);
  return out;
}

std::vector<std::size_t> fromOneInclusive(std::size_t n) {
  std::vector<std::size_t> out;
  out.reserve(n);
  for (std::size_t i = 1; i <= n; i++)
    out.push_back(i * i);
  return out;
}

std::vector<std::size_t> unequal(std::size_t n) {
  std::vector<std::size_t> out;
  out.reserve(n);
  for (std::size_t i = 0; i != n; ++i)
    out.emplace_back(i);
  return out;
}

std::vector<std::size_t> boundOnTheLeft(std::size_t n) {
  std::vector<std::size_t> out;
  out.reserve(n);
  for (std::size_t i = 0; n > i; ++i)
    out.push_back(i);
  return out;
}

std::vector<std::size_t> fromOne(std::size_t n) {
  std::vector<std::size_t> out;
  out.reserve(n);
  for (std::size_t i = 1; i < n; ++i)
    out.push_back(i);
  return out;
}

std::vector<std::size_t> window(std::size_t first, std::size_t last) {
  std::vector<std::size_t> out;
  for (std::size_t i = first; i < last; ++i)
    out.push_back(i);
  return out;
}

std::vector<int> downwards(int n) {
  std::vector<int> out;
  for (int i = n; i > 0; --i)
    out.push_back(i);
  return out;
}

std::vector<std::size_t> everySecond(std::size_t n) {
  std::vector<std::size_t> out;
  out.reserve((n + 1) / 2);
  for (std::size_t i = 0; i < n; i += 2)
    out.push_back(i);
  return out;
}

std::vector<int> constantBound() {
  std::vector<int> out;
  out.reserve(256);
  for (int i = 0; i < 256; ++i)
    out.push_back(work(i));
  return out;
}

std::vector<int> namedConstant() {
  constexpr int channels = 64;
  std::vector<int> out;
  out.reserve(channels);
  for (int i = 0; i < channels; ++i)
    out.push_back(work(i));
  return out;
}

std::vector<int> hugeConstant() {
  std::vector<int> out;
  for (int i = 0; i < 1000000000; ++i)
    out.push_back(work(i));
  return out;
}

std::vector<int> counterFromOutside(std::size_t n) {
  std::vector<int> out;
  std::size_t i;
  out.reserve(n);
  for (i = 0; i < n; ++i)
    out.push_back(work(i));
  return out;
}

std::vector<int> boundInTheHead(const std::vector<int> &src) {
  std::vector<int> out;
  out.reserve(src.size());
  for (std::size_t i = 0, n = src.size(); i < n; ++i)
    out.push_back(src[i]);
  return out;
}

std::vector<int> sizeOfAnother(const std::vector<int> &src) {
  std::vector<int> out;
  out.reserve(src.size());
  for (std::size_t i = 0; i < src.size(); ++i)
    out.push_back(src[i] + 1);
  return out;
}

std::vector<int> incrementInTheBody(std::size_t n) {
  std::vector<int> out;
  out.reserve(n);
  for (std::size_t i = 0; i < n;) {
    out.push_back(work(i));
    ++i;
  }
  return out;
}

std::vector<int> whileCounter(std::size_t n) {
  std::vector<int> out;
  std::size_t i = 0;
  out.reserve(n);
  while (i < n) {
    out.push_back(work(i));
    ++i;
  }
  return out;
}

// ---- ranges
std::vector<int> overParameter(const std::vector<int> &src) {
  std::vector<int> out;
  out.reserve(src.size());
  for (int x : src)
    out.push_back(x);
  return out;
}

struct Holder {
  std::vector<int> items;
  std::vector<int> copyOf(const Holder &o) const;
};
std::vector<int> Holder::copyOf(const Holder &o) const {
  std::vector<int> out;
  out.reserve(o.items.size());
  for (int x : o.items)
    out.push_back(x);
  return out;
}

std::vector<int> overPointee(const std::vector<int> *src) {
  std::vector<int> out;
  out.reserve(src->size());
  for (int x : *src)
    out.push_back(x);
  return out;
}

std::vector<std::string> keysOf(const std::map<std::string, int> &m) {
  std::vector<std::string> out;
  out.reserve(m.size());
  for (const auto &[key, value] : m)
    out.push_back(key);
  return out;
}

std::vector<int> overSet(const std::set<int> &src) {
  std::vector<int> out;
  out.reserve(src.size());
  for (int x : src)
    out.push_back(x);
  return out;
}

std::vector<int> overDeque(const std::deque<int> &src) {
  std::vector<int> out;
  out.reserve(src.size());
  for (int x : src)
    out.push_back(x);
  return out;
}

std::vector<int> overList(const std::list<int> &src) {
  std::vector<int> out;
  out.reserve(src.size());
  for (int x : src)
    out.push_back(x);
  return out;
}

std::vector<char> overString(const std::string &src) {
  std::vector<char> out;
  out.reserve(src.size());
  for (char c : src)
    out.push_back(c);
  return out;
}

std::vector<char> overView(std::string_view src) {
  std::vector<char> out;
  out.reserve(src.size());
  for (char c : src)
    out.push_back(c);
  return out;
}

std::vector<int> overSpan(std::span<const int> src) {
  std::vector<int> out;
  out.reserve(src.size());
  for (int x : src)
    out.push_back(x);
  return out;
}

std::vector<int> overInitializerList(std::initializer_list<int> src) {
  std::vector<int> out;
  out.reserve(src.size());
  for (int x : src)
    out.push_back(x);
  return out;
}

std::vector<int> overArray(const int (&src)[100]) {
  std::vector<int> out;
  out.reserve(100);
  for (int x : src)
    out.push_back(x);
  return out;
}

std::vector<int> overStdArray(const std::array<int, 32> &src) {
  std::vector<int> out;
  out.reserve(32);
  for (int x : src)
    out.push_back(x);
  return out;
}

std::vector<int> overBraces() {
  std::vector<int> out;
  out.reserve(9);
  for (int x : {1, 2, 3, 4, 5, 6, 7, 8, 9})
    out.push_back(work(x));
  return out;
}

std::vector<int> fetch();
std::vector<int> overCall() {
  std::vector<int> out;
  for (int x : fetch())
    out.push_back(x);
  return out;
}

struct Source {
  std::vector<int> get() const;
};
std::vector<int> overMemberCall(const Source &s) {
  std::vector<int> out;
  for (int x : s.get())
    out.push_back(x);
  return out;
}

std::vector<int> overReversed(const std::vector<int> &src) {
  std::vector<int> out;
  for (int x : src | std::views::reverse)
    out.push_back(x);
  return out;
}

// ---- iterators and pointers
std::vector<int> iterators(const std::vector<int> &src) {
  std::vector<int> out;
  out.reserve(src.size());
  for (auto it = src.begin(); it != src.end(); ++it)
    out.push_back(*it);
  return out;
}

std::vector<int> constIterators(const std::map<int, int> &src) {
  std::vector<int> out;
  out.reserve(src.size());
  for (std::map<int, int>::const_iterator it = src.cbegin(); it != src.cend(); it++)
    out.push_back(it->second);
  return out;
}

std::vector<int> reverseIterators(const std::vector<int> &src) {
  std::vector<int> out;
  out.reserve(src.size());
  for (auto it = src.rbegin(); it != src.rend(); ++it)
    out.push_back(*it);
  return out;
}

std::vector<int> freeBeginAndEnd(const std::vector<int> &src) {
  std::vector<int> out;
  out.reserve(src.size());
  for (auto it = std::begin(src); it != std::end(src); ++it)
    out.push_back(*it);
  return out;
}

std::vector<int> pointers(const int *first, const int *last) {
  std::vector<int> out;
  for (const int *p = first; p != last; ++p)
    out.push_back(*p);
  return out;
}

// ---- bodies
std::vector<int> severalStatements(const std::vector<int> &src) {
  std::vector<int> out;
  out.reserve(src.size());
  for (int x : src) {
    const int twice = work(x);
    out.push_back(twice);
  }
  return out;
}

void two(const std::vector<int> &src, std::vector<int> &a, std::vector<int> &b) {
  std::vector<int> plus, minus;
  plus.reserve(src.size());
  minus.reserve(src.size());
  for (int x : src) {
    plus.push_back(x);
    minus.push_back(-x);
  }
  a = plus;
  b = minus;
}

std::vector<int> bothArms(const std::vector<int> &src) {
  std::vector<int> out;
  out.reserve(src.size());
  for (int x : src) {
    if (x > 0)
      out.push_back(x);
    else
      out.push_back(-x);
  }
  return out;
}

std::vector<int> eachCase(const std::vector<int> &src) {
  std::vector<int> out;
  out.reserve(src.size());
  for (int x : src) {
    switch (x & 3) {
    case 0:
      out.push_back(0);
      break;
    case 1:
      out.push_back(10);
      break;
    default:
      out.push_back(x);
    }
  }
  return out;
}

std::vector<int> twicePerTrip(const std::vector<int> &src) {
  std::vector<int> out;
  out.reserve(2 * src.size());
  for (int x : src) {
    out.push_back(x);
    out.push_back(-x);
  }
  return out;
}

std::vector<int> continueAfterPush(const std::vector<int> &src) {
  std::vector<int> out;
  out.reserve(src.size());
  for (int x : src) {
    out.push_back(x);
    if (x < 0)
      continue;
    work(x);
  }
  return out;
}

std::vector<int> breakOfInnerLoop(const std::vector<int> &src) {
  std::vector<int> out;
  out.reserve(src.size());
  for (int x : src) {
    for (int i = 0; i < x; ++i)
      if (work(i) == x)
        break;
    out.push_back(x);
  }
  return out;
}

std::vector<int> conditionalOperand(const std::vector<int> &src) {
  std::vector<int> out;
  out.reserve(src.size());
  for (int x : src)
    out.push_back(x > 0 ? x : -x);
  return out;
}

std::vector<int> readsItself(const std::vector<int> &src) {
  std::vector<int> out;
  out.reserve(src.size());
  for (int x : src)
    out.push_back(out.empty() ? x : out.back() + x);
  return out;
}

// ---- nests and blocks
std::vector<int> product(std::size_t n, std::size_t m) {
  std::vector<int> out;
  out.reserve(m * n);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < m; ++j)
      out.push_back(work(i * j));
  return out;
}

std::vector<int> productOfRanges(const std::vector<int> &a, const std::vector<int> &b) {
  std::vector<int> out;
  out.reserve(b.size() * a.size());
  for (int x : a)
    for (int y : b)
      out.push_back(x * y);
  return out;
}

std::vector<int> inABlock(const std::vector<int> &src, bool on) {
  std::vector<int> out;
  if (on) {
    out.reserve(src.size());
    for (int x : src)
      out.push_back(x);
  }
  return out;
}

void madeInTheOuterLoop(const std::vector<std::vector<int>> &rows) {
  for (const auto &row : rows) {
    std::vector<int> copy;
    copy.reserve(row.size());
    for (int x : row)
      copy.push_back(x);
    work(copy.back());
  }
}

// ---- targets
std::vector<Item> emplaced(const std::vector<int> &ids) {
  std::vector<Item> out;
  out.reserve(ids.size());
  for (int id : ids)
    out.push_back(Item{id, "x"});
  return out;
}

std::vector<int> emplaceWithoutArguments(std::size_t n) {
  std::vector<int> out;
  out.reserve(n);
  for (std::size_t i = 0; i < n; ++i)
    out.emplace_back();
  return out;
}

std::vector<int> insertAtEnd(const std::vector<int> &src) {
  std::vector<int> out;
  out.reserve(src.size());
  for (int x : src)
    out.insert(out.end(), x);
  return out;
}

using Numbers = std::vector<int>;
Numbers aliases(const Numbers &src) {
  Numbers out;
  out.reserve(src.size());
  for (int x : src)
    out.push_back(x);
  return out;
}

std::vector<int> byAuto(const Holder &o) {
  auto out = std::vector<int>();
  auto &src = o.items;
  out.reserve(src.size());
  for (int x : src)
    out.push_back(x);
  return out;
}

std::vector<int> emptyBraces(const std::vector<int> &src) {
  std::vector<int> out = {};
  out.reserve(src.size());
  for (int x : src)
    out.push_back(x);
  return out;
}

std::vector<int> throughReference(const std::vector<int> &src) {
  std::vector<int> result;
  std::vector<int> &out = result;
  for (int x : src)
    out.push_back(x);
  return result;
}

class Stack : public std::vector<int> {};
Stack derived(const std::vector<int> &src) {
  Stack out;
  out.reserve(src.size());
  for (int x : src)
    out.push_back(x);
  return out;
}

struct Table {
  std::vector<int> rows;
  int width = 0;
};
Table partOfLocal(const std::vector<int> &src) {
  Table t;
  t.rows.reserve(src.size());
  for (int x : src)
    t.rows.push_back(x);
  return t;
}

struct Index {
  std::vector<int> data;
  explicit Index(const std::vector<int> &src) {
    data.reserve(src.size());
    for (int x : src)
      data.push_back(x);
  }
};

std::string characters(const std::string &src) {
  std::string out;
  out.reserve(src.size());
  for (char c : src)
    out.push_back(c == ' ' ? '_' : c);
  return out;
}

std::string plusCharacters(std::size_t n) {
  std::string out;
  out.reserve(n);
  for (std::size_t i = 0; i < n; ++i)
    out += 'x';
  return out;
}

std::wstring wide(const std::string &src) {
  std::wstring out;
  out.reserve(src.size());
  for (char c : src)
    out += static_cast<wchar_t>(c);
  return out;
}

std::unordered_set<std::string> unique(const std::vector<std::string> &src) {
  std::unordered_set<std::string> out;
  for (const auto &x : src)
    out.insert(x);
  return out;
}

std::unordered_map<std::string, int> byName(const std::vector<Item> &items) {
  std::unordered_map<std::string, int> out;
  for (const Item &i : items)
    out[i.name] = i.id;
  return out;
}

std::unordered_map<int, Item> emplaceInto(const std::vector<Item> &items) {
  std::unordered_map<int, Item> out;
  for (const Item &i : items)
    out.emplace(i.id, i);
  return out;
}

// ---- earlier uses that leave the vector unsized
std::vector<int> askedBefore(const std::vector<int> &src) {
  std::vector<int> out;
  (void)out.size();
  out.reserve(src.size());
  for (int x : src)
    out.push_back(x);
  return out;
}

std::vector<int> clearedBefore(const std::vector<int> &src) {
  std::vector<int> out;
  out.clear();
  out.reserve(src.size());
  for (int x : src)
    out.push_back(x);
  return out;
}

std::vector<int> emptyBefore(const std::vector<int> &src) {
  std::vector<int> out;
  if (out.empty())
    for (int x : src)
      out.push_back(x);
  return out;
}

std::vector<int> oneBefore(const std::vector<int> &src) {
  std::vector<int> out;
  out.push_back(0);
  out.reserve(src.size() + 1);
  for (int x : src)
    out.push_back(x);
  return out;
}

// `reserve(t.a)` does not excuse `t.b`.
struct Pair {
  std::vector<int> a, b;
};
Pair otherPartReserved(const std::vector<int> &src) {
  Pair p;
  p.a.reserve(src.size());
  p.b.reserve(src.size());
  for (int x : src) {
    p.a.push_back(x);
    p.b.push_back(x);
  }
  return p;
}

// ---- algorithms
std::vector<int> transformed(const std::vector<int> &src) {
  std::vector<int> out;
  out.reserve(src.size());
  std::transform(src.begin(), src.end(), std::back_inserter(out), [](int x) { return x + 1; });
  return out;
}

std::vector<int> copied(const std::list<int> &src) {
  std::vector<int> out;
  out.reserve(src.size());
  std::copy(src.cbegin(), src.cend(), std::back_inserter(out));
  return out;
}

std::vector<int> copiedByRange(const std::vector<int> &src) {
  std::vector<int> out;
  out.reserve(src.size());
  std::ranges::copy(src, std::back_inserter(out));
  return out;
}

std::vector<int> merged(const std::vector<int> &a, const std::vector<int> &b) {
  std::vector<int> out;
  out.reserve(a.size() + b.size());
  std::merge(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out));
  return out;
}

std::vector<int> filled(std::size_t n) {
  std::vector<int> out;
  std::fill_n(std::back_inserter(out), n, 0);
  return out;
}

std::vector<int> generated(std::size_t n) {
  std::vector<int> out;
  int k = 0;
  out.reserve(n);
  std::generate_n(std::back_inserter(out), n, [&k] { return ++k; });
  return out;
}

std::vector<int> forEach(const std::vector<int> &src) {
  std::vector<int> out;
  out.reserve(src.size());
  std::for_each(src.begin(), src.end(), [&out](int x) {
    out.push_back(x * x);
  });
  return out;
}

// ---- lambdas, namespaces, templates
namespace {
std::vector<int> hidden(const std::vector<int> &src) {
  std::vector<int> out;
  out.reserve(src.size());
  for (int x : src)
    out.push_back(x);
  return out;
}
} // namespace
std::vector<int> callHidden() { return hidden({}); }

auto makeCopier() {
  return [](const std::vector<int> &src) {
    std::vector<int> out;
    out.reserve(src.size());
    for (int x : src)
      out.push_back(x);
    return out;
  };
}

template <class T> std::vector<T> copyOf(const std::vector<T> &src) {
  std::vector<T> out;
  for (const T &x : src)
    out.push_back(x);
  return out;
}
std::vector<int> callCopyOf() { return copyOf<int>({}); }
std::vector<std::string> callCopyOfStrings() { return copyOf<std::string>({}); }

#define APPEND(v, x) v.push_back(x)
std::vector<int> byMacro(const std::vector<int> &src) {
  std::vector<int> out;
  for (int x : src)
    APPEND(out, x);
  return out;
}

constexpr int sumOfSquares(int n) {
  std::vector<int> out;
  for (int i = 0; i < n; ++i)
    out.push_back(i * i);
  return std::accumulate(out.begin(), out.end(), 0);
}

std::vector<int> inATry(const std::vector<int> &src) {
  std::vector<int> out;
  try {
    out.reserve(src.size());
    for (int x : src)
      out.push_back(work(x));
  } catch (...) {
  }
  return out;
}

// Filled up to a size, whatever there was before.
std::vector<int> untilLongEnough(std::size_t n) {
  std::vector<int> out{1};
  out.reserve(n);
  while (out.size() < n)
    out.push_back(2);
  return out;
}

struct Registry {
  std::vector<int> items;
};
Registry nextRegistry();

std::vector<int> memberOfCall() {
  std::vector<int> out;
  for (int x : nextRegistry().items)
    out.push_back(x);
  return out;
}

std::vector<int> overNumbers(int n) {
  std::vector<int> out;
  for (int i : std::views::iota(0, n))
    out.push_back(i * i);
  return out;
}

std::vector<float> inThrees(const std::vector<float> &raw) {
  std::vector<float> sums;
  sums.reserve((raw.size() + 2) / 3);
  for (std::size_t i = 0; i + 2 < raw.size(); i += 3)
    sums.push_back(raw[i] + raw[i + 1] + raw[i + 2]);
  return sums;
}

std::vector<float> inWindows(const std::vector<float> &raw, std::size_t width) {
  std::vector<float> sums;
  for (std::size_t i = 0; i + width < raw.size(); ++i)
    sums.push_back(raw[i]);
  return sums;
}

std::vector<float> bornEmpty(const std::vector<float> &raw) {
  std::vector<float> copy(0);
  copy.reserve(raw.size());
  for (float x : raw)
    copy.push_back(x * 2);
  return copy;
}
