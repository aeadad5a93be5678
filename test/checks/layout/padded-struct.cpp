// Which records become smaller, and what the message says.
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

// ---- the message
struct Sample { // warn: 'Sample' is 24 bytes, 16 are enough in another order: 8 bytes (33 %) less per object; holes: 7 after 'valid', 7 after 'outlier'; move 'outlier' behind 'valid'
  bool valid;
  double value;
  bool outlier;
};
std::vector<Sample> samples; // note: here are many of them, side by side

struct Wide { // warn: 'Wide' is 72 bytes, 56 are enough in another order: 16 bytes (22 %) less per object, 1 cache line in place of 2; holes: 7 after 'a', 7 after 'b', 7 after 'c'; move 'b' behind 'a' and 'c' behind 'b'
  bool a;
  double x[2];
  bool b;
  double y[2];
  bool c;
  double z[2];
};
std::vector<Wide> wide();

struct Rotated { // warn: order: 'b', 'd', 'f', 'h', 'a', 'c', 'e', 'g'
  std::uint8_t a;
  std::uint64_t b;
  std::uint8_t c;
  std::uint64_t d;
  std::uint8_t e;
  std::uint64_t f;
  std::uint8_t g;
  std::uint64_t h;
};
Rotated *rotated(std::size_t n) { return new Rotated[n]; } // note: here are many of them, side by side

struct Login { // warn: 72 bytes, 56 are enough in another order: 16 bytes (22 %) less per object, 1 cache line in place of 2
  bool active;
  std::string user;
  bool admin;
  std::int64_t started;
  bool secure;
  std::int64_t seen;
};
// Not 16 bytes: a smaller one needs the same chunk.
struct Rate { // ok: a node of it is not smaller
  bool fixed;
  double value;
  bool stale;
};
std::unordered_map<int, Login> logins; // note: here each of many gets an allocation
std::unordered_map<int, Rate> rates;

struct Frame { // warn: 16 bytes (40 %) less per object
  bool active;
  void *user;
  bool admin;
  std::int64_t started;
  bool secure;
};
std::unique_ptr<Frame> makeFrame() { return std::make_unique<Frame>(); }
void makeFrames(std::vector<std::unique_ptr<Frame>> &frames) {
  for (auto &frame : frames) // note: here each of many gets an allocation
    frame = makeFrame();
}

// ---- both kinds of use: the block counts
struct Both { // warn: 8 bytes (33 %) less per object
  bool fixed;
  double value;
  bool stale;
};
std::unordered_map<int, Both> bothMap;
std::vector<Both> bothVector;

// ---- templates: one finding at the template, whatever the number of instances
template <typename T> struct Timed { // warn: 'Timed' is 24 bytes
  bool late;
  T value;
  bool final;
};
std::vector<Timed<char>> timedChars;
std::vector<Timed<double>> timed; // note: side by side: element of 'timed', as 'Timed<double>'
std::vector<Timed<long>> timedLongs;

template <typename T, typename U, typename V> struct Three { // ok: in this order another instance would be larger
  T first;
  U second;
  V third;
};
std::vector<Three<char, double, char>> shrinks;
std::vector<Three<char, char, double>> grows;

template <typename T> struct Outer {
  struct Inner { // warn: 'Inner' is 24 bytes
    bool first;
    T value;
    bool last;
  };
  std::vector<Inner> inners; // note: as 'Outer<double>::Inner'
};
Outer<double> outer;

// ---- without a name
typedef struct { // warn: 'Legacy' is 24 bytes
  char a;
  double b;
  char c;
} Legacy;
Legacy legacy[20];

// ---- shapes
struct Vtable { // warn: 32 bytes, 24 are enough
  virtual ~Vtable();
  bool first;
  double value;
  bool last;
};
std::vector<Vtable> vtables;

struct Tail {
  Tail() {}
  double weight;
  char tag;
};
struct InTail : Tail { // warn: 24 bytes, 16 are enough
  char x;
  int y;
  char z;
};
std::vector<InTail> inTails;

struct Reference { // warn: 32 bytes, 24 are enough
  bool first;
  std::string &text;
  bool last;
  const double &value;
};
std::vector<Reference> references;

struct Guarded { // warn: 64 bytes, 56 are enough
  bool ready;
  std::mutex lock;
  bool done;
  long value;
};
Guarded guarded[16];

enum class Kind : std::uint8_t { one, two };
struct Enums { // warn: 24 bytes, 16 are enough
  Kind first;
  std::optional<std::int16_t> port;
  double value;
  Kind last;
};
std::array<Enums, 16> enums;

struct Tagged { // warn: 24 bytes, 16 are enough
  char tag;
  union {
    double number;
    const char *text;
  };
  char unit;
};
std::vector<Tagged> tagged;

// ---- no other order is smaller, or not by enough
struct Minimal { // ok: 16 bytes already
  double value;
  char first;
  char last;
};
std::vector<Minimal> minimal;
struct Gap { // ok: 24 either way
  long id;
  char tag;
  long parent;
};
std::vector<Gap> gaps;
struct Four { // ok: 4 bytes
  bool first;
  int value;
  bool last;
};
std::vector<Four> fours;
struct Large { // ok: 1.5 %
  bool first;
  double values[64];
  bool last;
};
std::vector<Large> large;
struct Runs { // ok: the two runs of bit-fields would become one memory location
  unsigned first : 3;
  void *value;
  unsigned last : 5;
};
std::vector<Runs> runs;

// Many fields: a few of their names tell the order.
struct Telemetry { // warn: holes: 7 after 'a', 7 after 'c', 7 after 'e', 7 after 'g' and 3 more; order: 'b', 'd', 'f', 'h', 'j', 'l' and 8 more, those of the largest alignment first
  char a;
  long b;
  char c;
  long d;
  char e;
  long f;
  char g;
  long h;
  char i;
  long j;
  char k;
  long l;
  char m;
  long n;
};
std::vector<Telemetry> telemetry;
