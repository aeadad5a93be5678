// The same before C++20.
// flags: -std=c++17
#include <regex>
#include <string>
#include <string_view>
#include <vector>

int inLoop(const std::vector<std::string> &lines) {
  int n = 0;
  for (const auto &l : lines) {
    std::regex re("a+b"); // warn: in every iteration
    n += std::regex_search(l, re);
  }
  return n;
}

int invariant(const std::vector<std::string> &lines, std::string_view p) {
  int n = 0;
  for (const auto &l : lines)
    n += std::regex_search(l, std::regex(std::string(p))); // warn: compile it before the loop
  return n;
}

bool perCall(const std::string &s) {
  const std::regex re("a+b"); // warn: in every call
  return std::regex_search(s, re);
}

bool parameter(const std::string &s, const std::string &p) {
  const std::regex re(p); // ok: another pattern in each call
  return std::regex_search(s, re);
}
