// Numbers that are hard to write down, and places where no line fits.
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

using std::size_t;
int work(size_t);
int readOne();
std::vector<int> fetch();
size_t count();

// ---- evaluating it before the loop would not be the same
std::vector<int> firstRow(const std::vector<std::vector<int>> &rows) {
  std::vector<int> out;
  for (size_t i = 0; i < rows.size(); ++i)
    for (size_t j = 0; j < rows[0].size(); ++j)
      out.push_back(rows[i][j]); // warn: 'out' grows
  return out;
}

std::vector<int> innerPointer(size_t n, const std::vector<int> *p) {
  std::vector<int> out;
  for (size_t i = 0; i < n; ++i)
    for (int x : *p)
      out.push_back(x); // warn: 'out' grows
  return out;
}

std::vector<int> rangeWithInitialiser() {
  std::vector<int> out;
  for (auto data = fetch(); int x : data)
    out.push_back(x); // warn: bind the range to a variable
  return out;
}

std::vector<int> boundSetInTheHead() {
  std::vector<int> out;
  size_t i, n;
  for (i = 0, n = count(); i < n; ++i)
    out.push_back(work(i)); // ok: n is not set before the loop
  return out;
}

std::vector<int> boundOfAnIf(const std::vector<int> &src) {
  std::vector<int> out;
  if (const size_t n = src.size(); n > 3)
    for (size_t i = 0; i < n; ++i)
      out.push_back(src[i]); // warn: 'out.reserve(n)'
  return out;
}

std::vector<int> corruptCount(size_t n) {
  std::vector<int> out;
  for (size_t i = 0; i < n; ++i) {
    const int x = readOne();
    if (x < 0)
      throw std::runtime_error("end of file");
    out.push_back(x); // warn: 'out.reserve(n)'
  }
  return out;
}

// ---- arithmetic
std::vector<int> narrowed(unsigned n) {
  std::vector<int> out;
  for (unsigned i = 0; i < static_cast<std::uint8_t>(n); ++i)
    out.push_back(i); // warn: 'out' grows
  return out;
}

std::vector<int> negativeStart() {
  std::vector<int> out;
  for (int i = -10; i < 10; ++i)
    out.push_back(i); // warn: call 'out.reserve(20)'
  return out;
}

std::vector<int> twoUpTo100(size_t k) {
  std::vector<int> out;
  for (size_t i = k; i < 100; ++i) {
    out.push_back(i); // warn: call 'out.reserve(2 * (100 - k))'
    out.push_back(i);
  }
  return out;
}

std::vector<int> masked(size_t n, size_t mask) {
  std::vector<int> out;
  for (size_t i = 0; i <= (n & mask); ++i)
    out.push_back(i); // warn: call 'out.reserve((n & mask) + 1)'
  return out;
}

std::vector<int> chosen(size_t n, size_t m, bool first) {
  std::vector<int> out;
  for (size_t i = 0; i <= (first ? n : m); ++i)
    out.push_back(i); // warn: call 'out.reserve((first ? n : m) + 1)'
  return out;
}

std::vector<int> oneMore(size_t n, size_t m) {
  std::vector<int> out;
  out.push_back(1);
  for (size_t i = 0; i < (n & m); ++i)
    out.push_back(i); // warn: call 'out.reserve((n & m) + 1)'
  return out;
}

std::vector<int> begunWithThree(const std::vector<int> &src) {
  std::vector<int> out{1, 2, 3};
  for (int x : src)
    out.push_back(x); // warn: call 'out.reserve(src.size() + 3)'
  return out;
}

std::vector<int> inARow(const std::vector<int> &a, const std::vector<int> &b) {
  std::vector<int> out;
  for (int x : a)
    out.push_back(x); // warn: call 'out.reserve(a.size() + b.size())'
  for (int x : b)
    out.push_back(x); // warn: call 'out.reserve(a.size() + b.size())' before the first such loop
  return out;
}

// ---- the bound or the counter lives longer than the loop
std::vector<int> counterOfTheOuterLoop(size_t rows, size_t n) {
  std::vector<int> out;
  size_t i = 0;
  for (size_t r = 0; r < rows; ++r)
    while (i < n) {
      out.push_back(work(i)); // ok: runs in the first row only
      ++i;
    }
  return out;
}

std::vector<int> boundBehindAPointer(size_t *n) {
  std::vector<int> out;
  for (size_t i = 0; i < *n; ++i) {
    out.push_back(work(i)); // ok: the bound changes
    --*n;
  }
  return out;
}

std::vector<int> boundInAnArray(size_t (&n)[2]) {
  std::vector<int> out;
  for (size_t i = 0; i < n[0]; ++i) {
    out.push_back(work(i)); // ok: the bound changes
    n[0] -= 1;
  }
  return out;
}

std::vector<int> countsDown(unsigned n) {
  std::vector<int> out;
  for (unsigned i = n; i-- > 0;)
    out.push_back(i); // warn: call 'out.reserve(n)'
  return out;
}

std::vector<int> untilZero(unsigned n) {
  std::vector<int> out;
  while (n--)
    out.push_back(readOne()); // warn: call 'out.reserve(n)'
  return out;
}

std::vector<int> hoistedEnd(const std::vector<int> &src) {
  std::vector<int> out;
  for (auto i = src.begin(), e = src.end(); i != e; ++i)
    out.push_back(*i); // warn: call 'out.reserve(src.size())'
  return out;
}

std::vector<int> fromTheSecond(const std::vector<int> &src) {
  std::vector<int> out;
  for (auto i = src.begin() + 1; i != src.end(); ++i)
    out.push_back(*i); // ok: not from the beginning
  return out;
}

std::vector<int> stepUnknown(int n, int step) {
  std::vector<int> out;
  for (int i = 0; i < n; i += step)
    out.push_back(i); // ok: an unknown step
  return out;
}

std::vector<double> floating(double high) {
  std::vector<double> out;
  for (double x = 0; x < high; x += 0.5)
    out.push_back(x); // ok: rounding decides
  return out;
}

std::vector<int> fromBothEnds(size_t n) {
  std::vector<int> out;
  for (size_t i = 0, j = n; i < j; ++i, --j)
    out.push_back(i); // ok: the bound changes
  return out;
}

struct Flags {
  bool bits[64];
  const bool *begin() const { return bits; }
  const bool *end() const { return bits + 64; }
  int count() const;
};
std::vector<int> countIsNoSize(const Flags &f) {
  std::vector<int> out;
  for (bool b : f)
    out.push_back(b); // ok: count() is something else
  return out;
}

// ---- no line fits there
std::vector<int> inACase(const std::vector<int> &src, int k) {
  std::vector<int> out;
  switch (k) {
  case 1:
    for (int x : src)
      out.push_back(x); // warn: call 'out.reserve(src.size())'
    break;
  }
  return out;
}

std::vector<int> reservedOnOnePath(const std::vector<int> &src, bool jump) {
  std::vector<int> out;
  if (jump)
    goto fill;
  out.reserve(10);
fill:
  for (int x : src)
    out.push_back(x); // ok: reserved on one path
  return out;
}

// clang-format off
std::vector<int> oneLine(const std::vector<int> &src) {
  std::vector<int> out; for (int x : src) out.push_back(x); return out; // warn: call 'out.reserve(src.size())'
}
