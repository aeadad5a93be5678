// The fix moves lines of fields, where nothing but the size can change.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

// ---- fixed
namespace {
struct Sample {
  bool valid;
  bool outlier;
  double value;
};
std::vector<Sample> samples;

struct Commented {
  bool first = true; ///< the first
  /** The last. */
  bool last = false; // at the end
  /// The value, in seconds.
  /// Never negative.
  double value = 0;

  void reset() { value = 0; }
};
std::vector<Commented> commented;

struct Blocks {
  void before();
  char a;
  char c;

  char e;
  void *b;
  void *d;
};
Blocks blocks[32];

struct Arrays {
  double values[
      2];
  const char *text;
  std::uint16_t port;
  char zone[2];
  char name[3];
};
std::vector<Arrays> arrays;

struct Many {
  std::uint64_t b;
  std::uint64_t d;
  std::uint64_t f;
  std::uint64_t h;
  std::uint8_t a;
  std::uint8_t c;
  std::uint8_t e;
  std::uint8_t g;
};
std::vector<Many> many;

struct Equal {
  bool first;
  bool last;
  double value;
  bool operator==(const Equal &) const = default;
};
std::vector<Equal> equals;
void sort() {
  Equal one{};
  one.last = true;
  equals.push_back(one);
  std::sort(equals.begin(), equals.end(), [](const Equal &a, const Equal &b) { return a.value < b.value; });
}
} // namespace

int process(int n) {
  struct Step {
    bool done;
    const char *name;
    int cost;
  };
  std::vector<Step> steps(static_cast<std::size_t>(n));
  int sum = 0;
  for (const Step &s : steps)
    sum += s.done ? 0 : s.cost;
  return sum;
}

// ---- reported without a fix
struct Visible {
  bool first;
  double value;
  bool last;
};
std::vector<Visible> visible;

namespace {
struct Sections {
  // Hot:
  bool first;
  double value;
  // Cold:
  bool last;
};
std::vector<Sections> sections;

struct Conditional {
  bool first;
  double value;
#if 1
  bool last;
#endif
};
std::vector<Conditional> conditional;

struct Together {
  bool first; double value;
  bool last;
};
std::vector<Together> together;

struct OneLine { bool first; double value; bool last; };
std::vector<OneLine> oneLine;

struct Method {
  bool first;
  double value;
  bool isFirst() const { return first; }
  bool last;
};
std::vector<Method> methods;

struct Ordered {
  bool first;
  double value;
  bool last;
  auto operator<=>(const Ordered &) const = default;
};
std::vector<Ordered> ordered;

struct Bound {
  bool first;
  double value;
  bool last;
};
std::vector<Bound> bounds;
bool bind(const Bound &b) {
  const auto &[first, value, last] = b;
  return first && last;
}

struct Listed {
  bool first;
  double value;
  bool last;
};
std::vector<Listed> listed;
Listed make() { return {true, 1, false}; }

struct Designated {
  bool first;
  double value;
  bool last;
};
std::vector<Designated> designated{{.first = true, .last = false}};

struct Parenthesised {
  bool first;
  double value;
  bool last;
};
std::vector<Parenthesised> parenthesised;
void add() { parenthesised.push_back(Parenthesised(true, 1, false)); }

struct Forwarded {
  bool first;
  double value;
  bool last;
};
std::vector<Forwarded> forwarded;
void emplace() { forwarded.emplace_back(true, 1, false); }

struct Reading {
  bool first = true;
  double value = first ? 1 : 0;
  bool last = false;
};
std::vector<Reading> readings;

struct Built {
  explicit Built(int x) : first(x), value(first), last(x) {}
  bool first;
  double value;
  bool last;
};
std::vector<Built> built;

struct Plain {
  explicit Plain(int x) : first(x), value(x), last(x) {}
  bool first;
  double value;
  bool last;
};
std::vector<Plain> plain;

struct Owner {
  bool first;
  std::vector<int> value;
  bool last;
};
std::vector<Owner> owners;

struct Typed {
  char first;
  double value;
  decltype(first) last;
};
std::vector<Typed> typed;

struct Several {
  char first, second;
  double value;
  char last;
};
std::vector<Several> several;

class Access {
public:
  bool first;

private:
  double value;

public:
  bool last;
};
std::vector<Access> access;

struct Attribute {
  bool first;
  double value;
  [[maybe_unused]] bool last;
};
std::vector<Attribute> attributes;

#define FLAG(NAME) bool NAME
struct Macro {
  FLAG(first);
  double value;
  bool last;
};
std::vector<Macro> macros;

struct Bits {
  unsigned first : 1;
  double value;
  unsigned last;
};
std::vector<Bits> bits;

struct Base {};
struct Derived : Base {
  bool first;
  double value;
  bool last;
};
std::vector<Derived> derived;

template <typename T> struct Template {
  bool first;
  T value;
  bool last;
};
std::vector<Template<double>> templates;

struct Sized {
  bool first;
  double value;
  bool last;
};
std::vector<Sized> sized;
std::size_t bytes() { return sized.size() * sizeof(Sized); }

struct Addressed {
  bool first;
  double value;
  bool last;
};
std::vector<Addressed> addressed;
const bool *flags(const Addressed &a) { return &a.first; }
} // namespace
