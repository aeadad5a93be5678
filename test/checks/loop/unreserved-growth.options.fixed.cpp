// What is few, and what is too much for a fix.
// options: MinCount=3, MaxFixedCount=10
#include <string>
#include <vector>

int work(int);

std::vector<int> two() {
  std::vector<int> out;
  for (int i = 0; i < 2; ++i)
    out.push_back(work(i));
  return out;
}

std::vector<int> three() {
  std::vector<int> out;
  out.reserve(3);
  for (int i = 0; i < 3; ++i)
    out.push_back(work(i));
  return out;
}

std::vector<int> eleven() {
  std::vector<int> out;
  for (int i = 0; i < 11; ++i)
    out.push_back(work(i));
  return out;
}

std::string twentyThree() {
  std::string out;
  for (int i = 0; i < 23; ++i)
    out.push_back('x');
  return out;
}

std::string twentyFour() {
  std::string out;
  for (int i = 0; i < 24; ++i)
    out.push_back('x');
  return out;
}
