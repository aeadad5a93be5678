// Loops only, and short ones as well.
// options: WarnPerCall=false, MinTripCount=2
#include <regex>
#include <string>

bool perCall(const std::string &s) {
  std::regex re("a+"); // ok: once per call
  return std::regex_search(s, re);
}

int twice(const std::string &s) {
  int n = 0;
  for (int i = 0; i < 2; ++i)
    n += std::regex_search(s, std::regex("a+")); // warn: in every iteration
  return n;
}

static bool callee(const std::string &s) {
  std::regex re("a+"); // warn: in every call from a loop
  return std::regex_search(s, re);
}
int loop(const std::string &s, int count) {
  int n = 0;
  for (int i = 0; i < count; ++i)
    n += callee(s);
  return n;
}
