// The fix moves lines of fields, where nothing but the size can change.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

// ---- fixed
namespace {
struct Sample { // warn: move 'outlier' behind 'valid'
  bool valid;
  double value;
  bool outlier;
};
std::vector<Sample> samples;

struct Commented { // warn: move 'last' behind 'first'
  bool first = true; ///< the first
  /// The value, in seconds.
  /// Never negative.
  double value = 0;
  /** The last. */
  bool last = false; // at the end

  void reset() { value = 0; }
};
std::vector<Commented> commented;

struct Blocks { // warn: move 'c' behind 'a' and 'e' behind 'c'
  void before();
  char a;
  void *b;

  char c;
  void *d;
  char e;
};
Blocks blocks[32];

struct Arrays { // warn: 40 bytes, 32 are enough
  char name[3];
  double values[
      2];
  const char *text;
  std::uint16_t port;
  char zone[2];
};
std::vector<Arrays> arrays;

struct Many { // warn: order: 'b', 'd', 'f', 'h', 'a', 'c', 'e', 'g'
  std::uint8_t a;
  std::uint64_t b;
  std::uint8_t c;
  std::uint64_t d;
  std::uint8_t e;
  std::uint64_t f;
  std::uint8_t g;
  std::uint64_t h;
};
std::vector<Many> many;

struct Equal { // warn: move 'last' behind 'first'
  bool first;
  double value;
  bool last;
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
  struct Step { // warn: move 'cost' behind 'done'
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
struct Visible { // warn: 24 bytes // note: no fix: other files may know the order of its fields
  bool first;
  double value;
  bool last;
};
std::vector<Visible> visible; // note: here are many of them, side by side

namespace {
struct Sections { // warn: 24 bytes // note: no fix: other lines stand between the fields
  // Hot:
  bool first;
  double value;
  // Cold:
  bool last;
};
std::vector<Sections> sections;

struct Conditional { // warn: 24 bytes // note: no fix: other lines stand between the fields
  bool first;
  double value;
#if 1
  bool last;
#endif
};
std::vector<Conditional> conditional;

struct Together { // warn: 24 bytes // note: no fix: other lines stand between the fields
  bool first; double value;
  bool last;
};
std::vector<Together> together;

struct OneLine { bool first; double value; bool last; }; // warn: 24 bytes // note: no fix: other lines stand
std::vector<OneLine> oneLine;

struct Method { // warn: 24 bytes // note: no fix: other lines stand between the fields
  bool first;
  double value;
  bool isFirst() const { return first; }
  bool last;
};
std::vector<Method> methods;

struct Ordered { // warn: 24 bytes
  bool first;
  double value;
  bool last;
  auto operator<=>(const Ordered &) const = default; // note: no fix: the defaulted 'operator<=>' compares the fields in their order
};
std::vector<Ordered> ordered;

struct Bound { // warn: 24 bytes
  bool first;
  double value;
  bool last;
};
std::vector<Bound> bounds;
bool bind(const Bound &b) {
  const auto &[first, value, last] = b; // note: no fix: a structured binding names its fields by position
  return first && last;
}

struct Listed { // warn: 24 bytes
  bool first;
  double value;
  bool last;
};
std::vector<Listed> listed;
Listed make() { return {true, 1, false}; } // note: no fix: its fields are initialised in their order

struct Designated { // warn: 24 bytes
  bool first;
  double value;
  bool last;
};
std::vector<Designated> designated{{.first = true, .last = false}}; // note: no fix: its fields are initialised in their order

struct Parenthesised { // warn: 24 bytes
  bool first;
  double value;
  bool last;
};
std::vector<Parenthesised> parenthesised;
void add() { parenthesised.push_back(Parenthesised(true, 1, false)); } // note: no fix: its fields are initialised in their order

struct Forwarded { // warn: 24 bytes
  bool first;
  double value;
  bool last;
};
std::vector<Forwarded> forwarded;
void emplace() { forwarded.emplace_back(true, 1, false); } // note: no fix: this call may name its fields by position

struct Reading { // warn: 24 bytes
  bool first = true;
  double value = first ? 1 : 0; // note: no fix: the initialiser of 'value' reads 'first'
  bool last = false;
};
std::vector<Reading> readings;

struct Built { // warn: 24 bytes
  explicit Built(int x) : first(x), value(first), last(x) {} // note: no fix: the initialiser of 'value' reads 'first'
  bool first;
  double value;
  bool last;
};
std::vector<Built> built;

struct Plain { // warn: 24 bytes
  explicit Plain(int x) : first(x), value(x), last(x) {} // note: no fix: constructors initialise the fields in their order
  bool first;
  double value;
  bool last;
};
std::vector<Plain> plain;

struct Owner { // warn: 40 bytes
  bool first;
  std::vector<int> value; // note: no fix: the type of 'value' has constructors or a destructor
  bool last;
};
std::vector<Owner> owners;

struct Typed { // warn: 24 bytes
  char first;
  double value;
  decltype(first) last; // note: no fix: the type of 'last' is taken from another declaration
};
std::vector<Typed> typed;

struct Several { // warn: 24 bytes
  char first, second; // note: no fix: one declaration has several fields
  double value;
  char last;
};
std::vector<Several> several;

class Access { // warn: 24 bytes
public:
  bool first;

private:
  double value; // note: no fix: access sections stand between the fields

public:
  bool last;
};
std::vector<Access> access;

struct Attribute { // warn: 24 bytes
  bool first;
  double value;
  [[maybe_unused]] bool last; // note: no fix: 'last' has an attribute
};
std::vector<Attribute> attributes;

#define FLAG(NAME) bool NAME
struct Macro { // warn: 24 bytes
  FLAG(first); // note: no fix: a macro writes 'first'
  double value;
  bool last;
};
std::vector<Macro> macros;

struct Bits { // warn: 24 bytes
  unsigned first : 1; // note: no fix: it has bit-fields
  double value;
  unsigned last;
};
std::vector<Bits> bits;

struct Base {};
struct Derived : Base { // warn: 24 bytes // note: no fix: it has bases or virtual functions
  bool first;
  double value;
  bool last;
};
std::vector<Derived> derived;

template <typename T> struct Template { // warn: 24 bytes // note: no fix: it is a template
  bool first;
  T value;
  bool last;
};
std::vector<Template<double>> templates; // note: as 'Template<double>'

struct Sized { // warn: 24 bytes
  bool first;
  double value;
  bool last;
};
std::vector<Sized> sized;
std::size_t bytes() { return sized.size() * sizeof(Sized); } // note: no fix: its size is used

struct Addressed { // warn: 24 bytes
  bool first;
  double value;
  bool last;
};
std::vector<Addressed> addressed;
const bool *flags(const Addressed &a) { return &a.first; } // note: no fix: the address of 'first' is used
} // namespace
