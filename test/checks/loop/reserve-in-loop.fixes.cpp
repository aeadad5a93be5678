// When the call may go: a whole line, nothing else to the vector than appends.
#include <algorithm>
#include <cstddef>
#include <vector>

using Rows = std::vector<std::vector<int>>;
bool test(int);
void look(const std::vector<int> &);
std::size_t next();

std::vector<int> removed(const std::vector<int> &src) {
  std::vector<int> out;
  for (int x : src) {
    out.reserve( // warn: exact reserve of 'out'
        out.size() + 1);
    out.push_back(x);
  }
  return out;
}

std::vector<int> removedBeforeInsert(const Rows &rows) {
  std::vector<int> out;
  for (const auto &row : rows) {
    out.reserve( // warn: exact reserve of 'out'
        out.size() + row.size());
    out.insert(out.end(), row.begin(), row.end());
  }
  return out;
}

std::vector<int> askedForSize(const Rows &rows) {
  std::vector<int> out;
  for (const auto &row : rows) {
    out.reserve( // warn: exact reserve of 'out'
        out.size() + row.size());
    for (int x : row)
      out.push_back(x);
    if (out.size() > 1000 || out.empty())
      break;
  }
  return out;
}

std::vector<int> keepsPointer(const Rows &rows) {
  std::vector<int> out{0};
  for (const auto &row : rows) {
    out.reserve( // warn: exact reserve of 'out'
        out.size() + row.size());
    const int *first = out.data();
    for (int x : row)
      out.push_back(x);
    test(*first);
  }
  return out;
}

std::vector<int> keepsReference(const std::vector<int> &src) {
  std::vector<int> out{0};
  for (int x : src) {
    out.reserve( // warn: exact reserve of 'out'
        out.size() + 1);
    int &first = out.front();
    out.push_back(x);
    first += x;
  }
  return out;
}

std::vector<int> readsCapacity(const Rows &rows, std::size_t &total) {
  std::vector<int> out;
  for (const auto &row : rows) {
    out.reserve( // warn: exact reserve of 'out'
        out.size() + row.size());
    total += out.capacity();
    out.insert(out.end(), row.begin(), row.end());
  }
  return out;
}

std::vector<int> sideEffect(const Rows &rows) {
  std::vector<int> out;
  for (const auto &row : rows) {
    out.reserve( // warn: exact reserve of 'out'
        out.size() + next());
    out.insert(out.end(), row.begin(), row.end());
  }
  return out;
}

std::vector<int> counts(const std::vector<int> &src) {
  std::vector<int> out;
  std::size_t n = 0;
  for (int x : src) {
    out.reserve( // warn: exact reserve of 'out'
        ++n);
    out.push_back(x);
  }
  return out;
}

std::vector<int> handedOn(const Rows &rows) {
  std::vector<int> out;
  for (const auto &row : rows) {
    out.reserve( // warn: exact reserve of 'out'
        out.size() + row.size());
    out.insert(out.end(), row.begin(), row.end());
    std::sort(out.begin(), out.end());
  }
  return out;
}

std::vector<int> soleStatement(const std::vector<int> &src) {
  std::vector<int> out;
  for (int x : src) {
    if (x > 0)
      out.reserve( // warn: exact reserve of 'out'
          out.size() + 1);
    out.push_back(x);
  }
  return out;
}

std::vector<int> withComment(const std::vector<int> &src) {
  std::vector<int> out;
  for (int x : src) {
    out.reserve( // warn: exact reserve of 'out'
        out.size() + 1); // room for x
    out.push_back(x);
  }
  return out;
}

void parameter(std::vector<int> &out, const std::vector<int> &src) {
  for (int x : src) {
    out.reserve( // warn: exact reserve of 'out'
        out.size() + 1);
    out.push_back(x);
  }
}
