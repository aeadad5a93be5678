#include <vector>
struct Sample { // warn: 24 bytes
  bool valid;
  double value;
  bool outlier;
};
std::vector<Sample> samples; // note: here are many
