// options: MinTripCount=3
// flags: -std=c++20 -pthread
#include <thread>
#include <vector>
void work(int);

void pairs(const std::vector<int> &items) {
  for (int i : items)
    for (int k = 0; k < 2; ++k)
      std::jthread t(work, i + k); // warn: a thread is started
  for (int i : items)
    for (int k = 0; k < 4; ++k)
      std::jthread t(work, i + k); // ok: a constant number
}
