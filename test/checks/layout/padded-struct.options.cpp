// options: MinSavedBytes=4, MinSavedPercent=30, MinSavedPerAllocation=8, MinElements=4
// Each option moves one border.
#include <list>
#include <vector>

struct Small { // warn: 12 bytes, 8 are enough
  bool first;
  int value;
  bool last;
};
std::vector<Small> small;

struct Quarter { // ok: 25 % of it
  bool first;
  double value;
  bool last;
  double other;
};
std::vector<Quarter> quarter;

struct Node { // warn: 24 bytes, 16 are enough
  bool first;
  double value;
  bool last;
};
std::list<Node> nodes;

struct Four { // warn: 24 bytes, 16 are enough
  bool first;
  double value;
  bool last;
};
Four four[4];

struct Three { // ok: three are not many
  bool first;
  double value;
  bool last;
};
Three three[3];
