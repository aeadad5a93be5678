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
  out.reserve(src.size());
  for (int x : src)
    out.push_back(x);
  return out;
}

std::vector<int> iterators(const std::map<int, int> &src) {
  std::vector<int> out;
  out.reserve(src.size());
  for (auto it = src.begin(); it != src.end(); ++it)
    out.push_back(it->second);
  return out;
}

std::vector<std::string> bindings(const std::map<std::string, int> &src) {
  std::vector<std::string> out;
  out.reserve(src.size());
  for (const auto &[key, value] : src)
    out.emplace_back(key);
  return out;
}

std::string text(std::size_t n) {
  std::string out;
  out.reserve(n);
  for (std::size_t i = 0; i < n; ++i)
    out.push_back('x');
  return out;
}

std::vector<int> algorithm(const std::vector<int> &src) {
  std::vector<int> out;
  out.reserve(src.size());
  std::transform(src.begin(), src.end(), std::back_inserter(out), [](int x) { return -x; });
  return out;
}

std::vector<int> reserved(const std::vector<int> &src) {
  std::vector<int> out;
  out.reserve(src.size());
  for (int x : src)
    out.push_back(x);
  return out;
}
