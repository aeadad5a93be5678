// flags: -std=c++23
// needs: llvm22
// An if without a condition; LLVM 19 takes what follows for unreachable.
#include <string>
#include <vector>

constexpr std::string copied(const std::vector<std::string> &Parts) {
  std::string All;
  for (const std::string &Part : Parts) {
    if consteval {
      continue;
    }
    if !consteval {
      All = All + Part; // warn: is copied whole
    }
  }
  return All;
}

constexpr std::string last(const std::vector<std::string> &Parts) {
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
