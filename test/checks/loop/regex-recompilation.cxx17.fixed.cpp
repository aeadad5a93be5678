// The same before C++20.
// flags: -std=c++17
#include <regex>
#include <string>
#include <string_view>
#include <vector>

int inLoop(const std::vector<std::string> &lines) {
  int n = 0;
  for (const auto &l : lines) {
    static const std::regex re("a+b");
    n += std::regex_search(l, re);
  }
  return n;
}

int invariant(const std::vector<std::string> &lines, std::string_view p) {
  int n = 0;
  for (const auto &l : lines)
    n += std::regex_search(l, std::regex(std::string(p)));
  return n;
}

bool perCall(const std::string &s) {
  static const std::regex re("a+b");
  return std::regex_search(s, re);
}

bool parameter(const std::string &s, const std::string &p) {
  const std::regex re(p);
  return std::regex_search(s, re);
}
