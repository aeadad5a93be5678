// What std::accumulate copied before C++20.
// flags: -std=c++17
#include <numeric>
#include <string>
#include <vector>

std::string byPlus(const std::vector<std::string> &parts) {
  return std::accumulate(parts.begin(), parts.end(), std::string()); // warn: the accumulator is copied whole
}

std::string byPlusInCharacters(const std::string &text) {
  return std::accumulate(text.begin(), text.end(), std::string("> ")); // warn: the accumulator is copied whole
}

std::string loop(const std::vector<std::string> &parts) {
  std::string s;
  for (const auto &x : parts)
    s = s + x; // warn: append in place
  return s;
}

int numbers(const std::vector<int> &v) {
  return std::accumulate(v.begin(), v.end(), 0); // ok: numbers
}
