// flags: -std=c++23
// An if without a condition.
#include <string>
#include <vector>

std::string copied(const std::vector<std::string> &Parts) {
  std::string All;
  for (const std::string &Part : Parts) {
    if consteval {
      continue;
    }
    if !consteval {
      All = All + Part; // warn: copies
    }
  }
  return All;
}

std::string last(const std::vector<std::string> &Parts) {
  std::string All;
  for (const std::string &Part : Parts) {
    if consteval {
      All = Part; // ok: nothing is kept
    } else {
      All += Part; // ok: appends
    }
  }
  return All;
}
