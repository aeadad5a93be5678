// flags: -std=c++20
// Helpers of tests: nobody waits for them.
#include <cstddef>
#include <vector>

#define TEST_CASE(Name) static void Name()

bool fill(std::vector<int> &v, int n);

static void fillAll(int n) {
  for (int i = 0; i < n; ++i) {
    std::vector<int> v(100); // ok: a test's
    fill(v, i);
  }
}

TEST_CASE(fills) { fillAll(10); }
