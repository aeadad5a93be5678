#include <algorithm>
#include <any>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace net {

struct Packet {
  int port = 0;
  std::string payload;
};

class Filter {
public:
  template <class F> void eachFast(F &&f) const {
    for (const Packet &p : packets_)
      f(p);
  }
  void each(const std::function<void(const Packet &)> &visit) const {
    for (const Packet &p : packets_)
      visit(p);
  }
  std::size_t countIf(std::function<bool(const Packet &)> wanted) const {
    return std::count_if(packets_.begin(), packets_.end(), wanted);
  }
  void subscribe(std::function<void(const Packet &)> listener) {
    listeners_.push_back(std::move(listener));
  }
  virtual void walk(const std::function<void(const Packet &)> &visit) const {
    each(visit);
  }
  virtual ~Filter() = default;

private:
  std::vector<Packet> packets_;
  std::vector<std::function<void(const Packet &)>> listeners_;
};

std::size_t bytesTo(const Filter &filter, int port, int more) {
  std::size_t bytes = 0;
  filter.each([&bytes, port, more](const Packet &p) { // ok: 16 bytes, kept inside
    bytes += p.port == port + more;
  });
  filter.each([&bytes, &filter, port, more](const Packet &p) { // warn: this callable of 24 bytes is copied to the heap
    if (&filter && (p.port == port || p.port == more))
      bytes += p.payload.size();
  });
  filter.eachFast([&bytes, port, more, &filter](const Packet &p) { // ok: a template
    bytes += p.port == port + more;
  });
  return bytes;
}

std::size_t namedLambda(const Filter &filter, const std::string &text) {
  const auto contains = [text](const Packet &p) { return p.payload.find(text) != std::string::npos; };
  return filter.countIf(contains) +          // warn: though it is gone when 'countIf' returns
         filter.countIf(std::ref(contains)); // ok: a reference
}

void onEach(Filter &filter, const std::string &text) {
  filter.subscribe([text](const Packet &) {}); // ok: kept
}

void throughVirtual(const Filter &filter, const std::string &text) {
  filter.walk([text](const Packet &) {}); // ok: others override it
}

// One of several: the type must not be known.
int chosen(const std::vector<int> &v, bool up, int a, int b, int c) {
  std::function<int(int)> change;
  if (up)
    change = [a, b, c](int x) { return x + a + b + c; }; // ok: one of two
  else
    change = [a, b, c](int x) { return x - a - b - c; }; // ok: one of two
  int sum = 0;
  for (int x : v)
    sum += change(x);
  return sum;
}

int elements(int a, int b, int c, int d, int e) {
  std::vector<std::function<int()>> tasks;
  tasks.push_back([a, b, c, d, e] { return a + b + c + d + e; }); // ok: an element
  int sum = 0;
  for (const auto &t : tasks)
    sum += t();
  return sum;
}

int callsItself(int n, const std::string &text) {
  std::vector<int> seen;
  std::function<int(int)> depth = [&](int i) { // ok: it calls itself
    seen.push_back(static_cast<int>(text.size()) + n);
    return i ? depth(i - 1) + 1 : 0;
  };
  return depth(n);
}

struct Guard {
  std::function<void()> atEnd;
  ~Guard() { atEnd(); }
};
void member(std::string &text, int a, int b, int c) {
  Guard g{[&text, a, b, c] { text.resize(a + b + c); }}; // ok: a member
  text += 'x';
}

long inLoop(const std::vector<long> &v, long low, long high, long step) {
  long n = 0;
  for (long x : v) {
    std::function<bool(long)> wanted = [=](long y) { return y >= low && y < high && (y - x) % step == 0; }; // warn: in every iteration
    n += wanted(x);
  }
  return n;
}

int fails(int a, int b, int c, int d, int e) {
  if (a > b) {
    std::function<int()> report = [=] { return a + b + c + d + e; }; // ok: for errors only
    throw report();
  }
  return 0;
}

template <class T> long sized(const std::vector<long> &v, T extra) {
  std::function<long(long)> f = [extra](long x) { return x + static_cast<long>(sizeof extra); }; // ok: small in one instance
  return f(static_cast<long>(v.size()));
}
struct Big { long a, b, c; };
long bothSizes(const std::vector<long> &v) { return sized(v, 1) + sized(v, Big{}); }

#define BOXED(f) std::function<long(long)>(f)
long inMacro(long a, long b, long c) {
  return BOXED([=](long x) { return a + b + c + x; })(1); // ok: written by a macro
}

struct Setting { long from, to; };
long valueOf(const std::any &a) {
  const auto *s = std::any_cast<Setting>(&a);
  return s ? s->to - s->from : 0;
}
std::map<std::string, std::any> settings;
long anySetting(long a, long b) {
  settings["range"] = Setting{a, b};                        // ok: kept
  return valueOf(Setting{a, b})                             // warn: this value of 16 bytes
         + valueOf(static_cast<int>(a))                     // ok: small
         + valueOf(std::string("a text that is no number")); // warn: this value of 32 bytes
}

long wrapped(const std::function<int(int)> &f, const std::vector<int> &v) {
  const auto sum = [&v](const std::function<long(long)> &g) {
    long n = 0;
    for (int x : v)
      n += g(x);
    return n;
  };
  return sum(f); // warn: though it is gone when
}

} // namespace net
