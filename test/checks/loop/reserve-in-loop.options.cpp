// Loops that run fewer than 100 times are short.
// options: MinTripCount=100
#include <vector>

std::vector<int> ten() {
  std::vector<int> out;
  for (int i = 0; i < 10; ++i) {
    out.reserve(out.size() + 1); // ok: below the limit
    out.push_back(i);
  }
  return out;
}

std::vector<int> hundred() {
  std::vector<int> out;
  for (int i = 0; i < 100; ++i) {
    out.reserve(out.size() + 1); // warn: exact reserve of 'out'
    out.push_back(i);
  }
  return out;
}
