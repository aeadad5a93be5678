// A reserve in a loop that does no harm.
#include <algorithm>
#include <cstddef>
#include <functional>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

using Rows = std::vector<std::vector<int>>;
bool test(int);
void look(const std::vector<int> &);
void consume(std::vector<int> &&);

std::vector<int> beforeTheLoop(const std::vector<int> &src) {
  std::vector<int> out;
  out.reserve(out.size() + src.size()); // ok: once
  for (int x : src)
    out.push_back(x);
  return out;
}

// ---- another container in each iteration
Rows newEachTime(const Rows &rows) {
  Rows result;
  result.reserve(rows.size());
  for (const auto &row : rows) {
    std::vector<int> out;
    out.reserve(row.size()); // ok: a new vector each time
    out.reserve(out.size() + 1); // ok: a new vector each time
    for (int x : row)
      out.push_back(x);
    result.push_back(std::move(out));
  }
  return result;
}

void eachElement(Rows &rows) {
  for (auto &row : rows) {
    row.reserve(row.size() + 1); // ok: another vector each time
    row.push_back(0);
  }
}

void eachIndex(Rows &rows) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    rows[i].reserve(rows[i].size() + 1); // ok: another vector each time
    rows[i].push_back(0);
  }
}

void eachIterator(Rows &rows) {
  for (auto it = rows.begin(); it != rows.end(); ++it)
    look(*it);
  for (auto &row : rows)
    std::for_each(&row, &row + 1, [](std::vector<int> &one) {
      one.reserve(one.size() + 1); // ok: another vector each time
    });
}

struct Node {
  std::vector<int> data;
  Node *next;
};
void eachNode(Node *n) {
  for (; n; n = n->next) {
    n->data.reserve(n->data.size() + 1); // ok: another vector each time
    n->data.push_back(0);
  }
}

static void addZero(std::vector<int> &v) {
  v.reserve(v.size() + 1); // ok: another vector in each call
  v.push_back(0);
}
void eachByCallee(Rows &rows) {
  for (auto &row : rows)
    addZero(row);
}

// ---- the same size, or geometric
std::vector<int> theSameSize(const Rows &rows, std::size_t n) {
  std::vector<int> out;
  for (const auto &row : rows) {
    out.reserve(n); // ok: allocates once
    out.insert(out.end(), row.begin(), row.end());
  }
  return out;
}

std::vector<int> constantSize(const std::vector<int> &src) {
  std::vector<int> out;
  for (int x : src) {
    out.reserve(1024); // ok: allocates once
    out.push_back(x);
  }
  return out;
}

std::vector<int> theTotal(const std::vector<int> &src) {
  std::vector<int> out;
  for (int x : src) {
    out.reserve(src.size()); // ok: allocates once
    out.push_back(x);
  }
  return out;
}

std::vector<int> doubles(const std::vector<int> &src) {
  std::vector<int> out;
  for (int x : src) {
    if (out.size() == out.capacity())
      out.reserve(2 * out.capacity() + 1); // ok: geometric
    out.push_back(x);
  }
  return out;
}

std::vector<int> doublesSize(const std::vector<int> &src) {
  std::vector<int> out;
  for (int x : src) {
    out.reserve(out.size() * 2 + 1); // ok: geometric
    out.push_back(x);
  }
  return out;
}

std::vector<int> doublesBySum(const std::vector<int> &src) {
  std::vector<int> out;
  for (int x : src) {
    if (out.capacity() == out.size())
      out.reserve(out.size() + out.size() + 8); // ok: geometric
    out.push_back(x);
  }
  return out;
}

std::vector<int> atLeastDouble(const Rows &rows) {
  std::vector<int> out;
  for (const auto &row : rows) {
    out.reserve(std::max(out.size() + row.size(), 2 * out.capacity())); // ok: geometric
    out.insert(out.end(), row.begin(), row.end());
  }
  return out;
}

std::vector<int> shifted(const std::vector<int> &src) {
  std::vector<int> out;
  for (int x : src) {
    out.reserve((out.size() << 1) + 1); // ok: geometric
    out.push_back(x);
  }
  return out;
}

// ---- emptied
void emptied(const Rows &rows) {
  std::vector<int> out;
  for (const auto &row : rows) {
    out.clear();
    out.reserve(out.size() + row.size()); // ok: begins anew
    out.insert(out.end(), row.begin(), row.end());
    look(out);
  }
}

void givenAway(const Rows &rows) {
  std::vector<int> out;
  for (const auto &row : rows) {
    out.reserve(out.size() + row.size()); // ok: begins anew
    out.insert(out.end(), row.begin(), row.end());
    consume(std::move(out));
  }
}

void replaced(const Rows &rows) {
  std::vector<int> out;
  for (const auto &row : rows) {
    out = row;
    out.reserve(out.size() + 1); // ok: begins anew
    out.push_back(0);
    look(out);
  }
}

// ---- once, or cold, or few
std::vector<int> thenBreak(const Rows &rows) {
  std::vector<int> out;
  for (const auto &row : rows)
    if (!row.empty()) {
      out.reserve(out.size() + row.size()); // ok: once
      break;
    }
  return out;
}

std::vector<int> thenThrow(const Rows &rows) {
  std::vector<int> out;
  for (const auto &row : rows)
    if (row.empty()) {
      out.reserve(out.size() + row.size()); // ok: once, and cold
      throw std::runtime_error("empty");
    }
  return out;
}

std::vector<int> three(const std::vector<int> &row) {
  std::vector<int> out;
  for (int i = 0; i < 3; ++i) {
    out.reserve(out.size() + row.size()); // ok: three times
    out.insert(out.end(), row.begin(), row.end());
  }
  return out;
}

std::vector<int> inHandler(const std::vector<int> &src) {
  std::vector<int> out;
  for (int x : src)
    try {
      test(x);
    } catch (...) {
      out.reserve(out.size() + 1); // ok: cold
      out.push_back(x);
    }
  return out;
}

// ---- containers that round up, and strangers
std::string text(const std::vector<std::string> &parts) {
  std::string s;
  for (const auto &x : parts) {
    s.reserve(s.size() + x.size()); // ok: libstdc++ doubles
    s += x;
  }
  return s;
}

std::unordered_set<int> hashed(const Rows &rows) {
  std::unordered_set<int> out;
  for (const auto &row : rows) {
    out.reserve(out.size() + row.size()); // ok: the table rounds up
    out.insert(row.begin(), row.end());
  }
  return out;
}

class Ring {
public:
  void reserve(std::size_t);
  std::size_t size() const;
  void push_back(int);
};
void stranger(Ring &r, const std::vector<int> &src) {
  for (int x : src) {
    r.reserve(r.size() + 1); // ok: nobody knows how it grows
    r.push_back(x);
  }
}

std::vector<int> sizeOfAnother(const std::vector<int> &a, const std::vector<int> &b) {
  std::vector<int> out;
  for (int x : a) {
    out.reserve(b.size() + 1); // ok: another size
    out.push_back(x);
  }
  return out;
}

void later(std::vector<std::function<void()>> &tasks, std::vector<int> &out) {
  for (int i = 0; i < 100; ++i)
    tasks.push_back([&out] { out.reserve(out.size() + 1); }); // ok: nobody knows when
}

void notInALoop(std::vector<int> &out, const std::vector<int> &row) {
  out.reserve(out.size() + row.size()); // ok: no loop
  out.insert(out.end(), row.begin(), row.end());
}

void eachPointer(std::vector<int> *p, std::vector<int> *end) {
  for (; p != end; ++p) {
    p->reserve(p->size() + 1); // ok: another vector each time
    p->push_back(0);
  }
}

void resizedToThePart(const std::vector<std::vector<int>> &rows,
                      std::vector<int> &out) {
  for (const auto &row : rows) {
    out.reserve(out.size() + row.size()); // ok: cut to the part each time
    out.resize(row.size());
    std::copy(row.begin(), row.end(), out.begin());
  }
}
