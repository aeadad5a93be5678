// Loops that run fewer than 100 times are short.
// options: MinTripCount=100
#include <string>
#include <vector>

std::string ten(const std::string &x) {
  std::string s;
  for (int i = 0; i < 10; ++i)
    s = s + x;
  return s;
}

std::string hundred(const std::string &x) {
  std::string s;
  for (int i = 0; i < 100; ++i)
    s += x;
  return s;
}

std::string unknown(const std::string &x, int n) {
  std::string s;
  for (int i = 0; i < n; ++i)
    s += x;
  return s;
}
