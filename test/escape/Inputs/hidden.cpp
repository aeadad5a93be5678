// What no report can see: the comparison finds each.
#include <cstdint>
#include <cstdlib>

void *(*volatile Allocate)(std::size_t) = std::malloc;
int hidden() {
  void *P = Allocate(3);
  std::free(P);
  return P == nullptr;
}
std::uintptr_t Kept;
int kept() {
  int *P = new int(1);
  __asm__("movq %1, %0" : "=m"(Kept) : "r"(P));
  return *P;
}
int main() { return hidden() + kept() == 9; }
