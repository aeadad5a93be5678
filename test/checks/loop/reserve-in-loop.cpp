// An exact reserve in every iteration, and harmless ones.
#include <algorithm>
#include <cstddef>
#include <deque>
#include <functional>
#include <iterator>
#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

using Rows = std::vector<std::vector<int>>;
bool test(int);
void look(const std::vector<int> &);
void consume(std::vector<int> &&);

// ---- the trap
std::vector<int> sizePlusOne(const std::vector<int> &src) {
  std::vector<int> out;
  for (int x : src) { // note: the loop
    out.reserve(out.size() + 1); // warn: exact reserve of 'out' in every iteration makes its growth quadratic: all elements move each time; drop it, or reserve the total once before the loop
    out.push_back(x);
  }
  return out;
}

std::vector<int> sizePlusRow(const Rows &rows) {
  std::vector<int> out;
  for (const auto &row : rows) {
    out.reserve(out.size() + row.size()); // warn: exact reserve of 'out'
    out.insert(out.end(), row.begin(), row.end());
  }
  return out;
}

std::vector<int> rowPlusSize(const Rows &rows) {
  std::vector<int> out;
  for (const auto &row : rows) {
    out.reserve(row.size() + out.size()); // warn: exact reserve of 'out'
    std::copy(row.begin(), row.end(), std::back_inserter(out));
  }
  return out;
}

std::vector<int> byConstant(const Rows &rows) {
  std::vector<int> out;
  for (const auto &row : rows) {
    out.reserve(out.size() + 16); // warn: exact reserve of 'out'
    for (int x : row)
      out.push_back(x);
  }
  return out;
}

std::vector<int> wantedByVariable(const Rows &rows) {
  std::vector<int> out;
  for (const auto &row : rows) {
    const std::size_t wanted = out.size() + row.size();
    out.reserve(wanted); // warn: exact reserve of 'out'
    out.insert(out.end(), row.begin(), row.end());
  }
  return out;
}

std::vector<int> runningTotal(const Rows &rows) {
  std::vector<int> out;
  std::size_t total = 0;
  for (const auto &row : rows) {
    total += row.size();
    out.reserve(total); // warn: exact reserve of 'out'
    out.insert(out.end(), row.begin(), row.end());
  }
  return out;
}

std::vector<int> byCounter(int n) {
  std::vector<int> out;
  for (int i = 0; i < n; ++i) {
    out.reserve(i + 1); // warn: exact reserve of 'out'
    out.push_back(i);
  }
  return out;
}

std::vector<int> underACondition(const Rows &rows) {
  std::vector<int> out;
  for (const auto &row : rows) {
    if (!row.empty())
      out.reserve(out.size() + row.size()); // warn: exact reserve of 'out'
    out.insert(out.end(), row.begin(), row.end());
  }
  return out;
}

std::vector<int> alsoRead(const Rows &rows) {
  std::vector<int> out;
  for (const auto &row : rows) {
    out.reserve(out.size() + row.size()); // warn: exact reserve of 'out'
    out.insert(out.end(), row.begin(), row.end());
    look(out);
  }
  return out;
}

void parameter(std::vector<int> &out, const Rows &rows) {
  for (const auto &row : rows) {
    out.reserve(out.size() + row.size()); // warn: exact reserve of 'out'
    out.insert(out.end(), row.begin(), row.end());
  }
}

void pointer(std::vector<int> *out, const Rows &rows) {
  for (const auto &row : rows) {
    out->reserve(out->size() + row.size()); // warn: exact reserve of 'out'
    out->insert(out->end(), row.begin(), row.end());
  }
}

struct Store {
  std::vector<int> data;
  static std::vector<int> all;
  void add(const Rows &rows) {
    for (const auto &row : rows) {
      data.reserve(data.size() + row.size()); // warn: exact reserve of 'data'
      data.insert(data.end(), row.begin(), row.end());
    }
  }
  static void addToAll(const Rows &rows) {
    for (const auto &row : rows) {
      all.reserve(all.size() + row.size()); // warn: exact reserve of 'all'
      all.insert(all.end(), row.begin(), row.end());
    }
  }
};

void memberOfParameter(Store &s, const Rows &rows) {
  for (const auto &row : rows) {
    s.data.reserve(s.data.size() + row.size()); // warn: exact reserve of 's.data'
    s.data.insert(s.data.end(), row.begin(), row.end());
  }
}

void fixedElement(Rows &out, const Rows &rows) {
  for (const auto &row : rows) {
    out[0].reserve(out[0].size() + row.size()); // warn: exact reserve of 'out[0]'
    out[0].insert(out[0].end(), row.begin(), row.end());
  }
}

std::vector<int> reference(const Rows &rows) {
  std::vector<int> result;
  auto &out = result;
  for (const auto &row : rows) {
    out.reserve(out.size() + row.size()); // warn: exact reserve of 'out'
    out.insert(out.end(), row.begin(), row.end());
  }
  return result;
}

using Numbers = std::vector<int>;
Numbers alias(const Rows &rows) {
  Numbers out;
  for (const auto &row : rows) {
    out.reserve(out.size() + row.size()); // warn: exact reserve of 'out'
    out.insert(out.end(), row.begin(), row.end());
  }
  return out;
}

// ---- other loops
std::vector<int> whileLoop(const std::vector<int> &src) {
  std::vector<int> out;
  std::size_t i = 0;
  while (i < src.size()) {
    out.reserve(out.size() + 1); // warn: exact reserve of 'out'
    out.push_back(src[i++]);
  }
  return out;
}

std::vector<int> doLoop(const std::vector<int> &src) {
  std::vector<int> out;
  std::size_t i = 0;
  do {
    out.reserve(out.size() + 1); // warn: exact reserve of 'out'
    out.push_back(src[i]);
  } while (++i < src.size());
  return out;
}

std::vector<int> gotoLoop(const std::vector<int> &src) {
  std::vector<int> out;
  std::size_t i = 0;
again:
  out.reserve(out.size() + 1); // warn: exact reserve of 'out'
  out.push_back(src[i]);
  if (++i < src.size())
    goto again;
  return out;
}

std::vector<int> forEach(const Rows &rows) {
  std::vector<int> out;
  std::for_each(rows.begin(), rows.end(), [&](const std::vector<int> &row) {
    out.reserve(out.size() + row.size()); // warn: exact reserve of 'out'
    out.insert(out.end(), row.begin(), row.end());
  });
  return out;
}

static void add(std::vector<int> &out, const std::vector<int> &row) {
  out.reserve(out.size() + row.size()); // warn: exact reserve of 'out' in every call from a loop
  out.insert(out.end(), row.begin(), row.end());
}
std::vector<int> callee(const Rows &rows) {
  std::vector<int> out;
  for (const auto &row : rows) // note: the loop
    add(out, row);
  return out;
}

template <class T> std::vector<T> flattened(const std::vector<std::vector<T>> &rows) {
  std::vector<T> out;
  for (const auto &row : rows) {
    out.reserve(out.size() + row.size()); // warn: exact reserve of 'out'
    out.insert(out.end(), row.begin(), row.end());
  }
  return out;
}
void callFlattened() { flattened<int>({}), flattened<double>({}); }

#define ROOM(v, n) v.reserve(v.size() + n)
std::vector<int> byMacro(const Rows &rows) {
  std::vector<int> out;
  for (const auto &row : rows) {
    ROOM(out, row.size()); // warn: exact reserve of 'out'
    out.insert(out.end(), row.begin(), row.end());
  }
  return out;
}

std::vector<int> unbraced(const std::vector<int> &src) {
  std::vector<int> out;
  for (int x : src)
    out.reserve(out.size() + 1), out.push_back(x); // warn: exact reserve of 'out'
  return out;
}

std::vector<int> onOneLine(const std::vector<int> &src) {
  std::vector<int> out;
  for (int x : src) {
    out.reserve(out.size() + 1); out.push_back(x); // warn: exact reserve of 'out'
  }
  return out;
}

std::vector<int> resizedByThePart(const std::vector<std::vector<int>> &rows) {
  std::vector<int> out;
  for (const auto &row : rows) {
    const std::size_t at = out.size();
    out.reserve(at + row.size()); // warn: exact reserve of 'out'
    out.resize(at + row.size());
    std::copy(row.begin(), row.end(), out.begin() + at);
  }
  return out;
}
