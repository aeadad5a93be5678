// The same before C++20.
// flags: -std=c++17
#include <algorithm>
#include <cstddef>
#include <iterator>
#include <map>
#include <string>
#include <vector>

std::vector<int> range(const std::vector<int> &src) {
  std::vector<int> out;
  for (int x : src)
    out.push_back(x); // warn: call 'out.reserve(src.size())'
  return out;
}

std::vector<int> iterators(const std::map<int, int> &src) {
  std::vector<int> out;
  for (auto it = src.begin(); it != src.end(); ++it)
    out.push_back(it->second); // warn: call 'out.reserve(src.size())'
  return out;
}

std::vector<std::string> bindings(const std::map<std::string, int> &src) {
  std::vector<std::string> out;
  for (const auto &[key, value] : src)
    out.emplace_back(key); // warn: call 'out.reserve(src.size())'
  return out;
}

std::string text(std::size_t n) {
  std::string out;
  for (std::size_t i = 0; i < n; ++i)
    out.push_back('x'); // warn: call 'out.reserve(n)'
  return out;
}

std::vector<int> algorithm(const std::vector<int> &src) {
  std::vector<int> out;
  std::transform(src.begin(), src.end(), std::back_inserter(out), [](int x) { return -x; }); // warn: call 'out.reserve(src.size())'
  return out;
}

std::vector<int> reserved(const std::vector<int> &src) {
  std::vector<int> out;
  out.reserve(src.size());
  for (int x : src)
    out.push_back(x); // ok: reserved
  return out;
}
