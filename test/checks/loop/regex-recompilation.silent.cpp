// Patterns that change, objects that are kept, code that runs once.
#include <algorithm>
#include <cassert>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <regex>
#include <stdexcept>
#include <string>
#include <vector>

using Strings = std::vector<std::string>;
bool test(const std::string &);
void configure(std::regex &);
void look(const std::regex &);

// ---- compiled once already
bool staticConst(const std::string &s) {
  static const std::regex re("a+b"); // ok: static
  return std::regex_search(s, re);
}

bool threadLocal(const std::string &s) {
  thread_local const std::regex re("a+b"); // ok: once per thread
  return std::regex_search(s, re);
}

bool leaked(const std::string &s) {
  static const auto &re = *new std::regex("a+b"); // ok: static
  return std::regex_search(s, re);
}

bool staticMap(const std::string &s) {
  static const std::map<std::string, std::regex> all = {{"a", std::regex("a+")}, {"b", std::regex("b+")}}; // ok: static
  return std::regex_search(s, all.at("a"));
}

bool staticByLambda(const std::string &s) {
  static const std::regex re = [] { return std::regex("a+"); }(); // ok: static
  return std::regex_search(s, re);
}

const std::regex Global("a+b"); // ok: global
struct Statics {
  static inline const std::regex Member{"a+b"}; // ok: a static member
};

int staticInLambda(const Strings &lines) {
  int n = 0;
  for (const auto &l : lines)
    [&] {
      static const std::regex re("x"); // ok: static
      n += std::regex_search(l, re);
    }();
  return n;
}

int lazyOptional(const Strings &lines) {
  std::optional<std::regex> re;
  int n = 0;
  for (const auto &l : lines) {
    if (!re)
      re.emplace("x"); // ok: the first time only
    n += std::regex_search(l, *re);
  }
  return n;
}

int lazyFlag(const Strings &lines) {
  std::regex re;
  bool ready = false;
  int n = 0;
  for (const auto &l : lines) {
    if (!ready) {
      re = "x"; // ok: the first time only
      ready = true;
    }
    n += std::regex_search(l, re);
  }
  return n;
}

int lazyPointer(const Strings &lines) {
  std::unique_ptr<std::regex> re;
  int n = 0;
  for (const auto &l : lines) {
    if (re == nullptr)
      re = std::make_unique<std::regex>("x"); // ok: the first time only
    n += std::regex_search(l, *re);
  }
  return n;
}

void copiedAway(std::vector<std::regex> &out) {
  std::regex re("a+"); // ok: copied away
  out.push_back(re);
}

std::once_flag once;
std::regex shared;
void callOnce() {
  std::call_once(once, [] { shared = std::regex("a+"); }); // ok: once
}

int beforeTheLoop(const Strings &lines, const std::string &p) {
  const std::regex re(p); // ok: before the loop
  int n = 0;
  for (const auto &l : lines)
    n += std::regex_search(l, re);
  return n;
}

int inTheLoopsHead(const std::string &s, const std::string &p) {
  int n = 0;
  for (std::regex re(p); n < 10 && std::regex_search(s, re);) // ok: the head runs once
    ++n;
  return n;
}

// ---- the pattern changes
bool perCallFromParameter(const std::string &s, const std::string &p) {
  std::regex re(p); // ok: another pattern in each call
  return std::regex_search(s, re);
}

int loopVariable(const std::string &s, const Strings &patterns) {
  int n = 0;
  for (const auto &p : patterns) {
    std::regex re(p); // ok: another pattern each time
    n += std::regex_search(s, re);
  }
  return n;
}

int fromIndex(const std::string &s, const Strings &patterns) {
  int n = 0;
  for (std::size_t i = 0; i < patterns.size(); ++i)
    n += std::regex_search(s, std::regex(patterns[i])); // ok: another pattern each time
  return n;
}

int derived(const std::string &s, const Strings &names) {
  int n = 0;
  for (const auto &name : names) {
    const std::string p = "^" + name;
    const std::regex re(p + "$"); // ok: another pattern each time
    n += std::regex_search(s, re);
  }
  return n;
}

int growing(const std::string &s, std::string p) {
  int n = 0;
  for (int i = 0; i < 100; ++i) {
    n += std::regex_search(s, std::regex(p)); // ok: the pattern grows
    p += "a?";
  }
  return n;
}

int readPattern(std::istream &in, const std::string &s) {
  int n = 0;
  std::string p;
  while (std::getline(in, p))
    n += std::regex_search(s, std::regex(p)); // ok: read anew
  return n;
}

std::string nextPattern();
int fromACall(const Strings &lines) {
  int n = 0;
  for (const auto &l : lines)
    n += std::regex_search(l, std::regex(nextPattern())); // ok: nobody knows
  return n;
}

int fromPointer(const std::string &s, const char **p) {
  int n = 0;
  for (; *p; ++p)
    n += std::regex_search(s, std::regex(*p)); // ok: another pattern each time
  return n;
}

int flagsChange(const Strings &lines, const std::string &p, std::vector<bool> exact) {
  int n = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    std::regex re(p, exact[i] ? std::regex::ECMAScript : std::regex::icase); // ok: other flags each time
    n += std::regex_search(lines[i], re);
  }
  return n;
}

int byAlgorithm(const std::string &s, const Strings &patterns) {
  return std::count_if(patterns.begin(), patterns.end(), [&](const std::string &p) {
    return std::regex_search(s, std::regex(p)); // ok: the element
  });
}

// ---- changed, kept, given away
bool imbued(const std::string &s, const std::locale &loc) {
  std::regex re; // ok: nothing is compiled
  re.imbue(loc);
  re.assign("a+"); // ok: with a locale of its own
  return std::regex_search(s, re);
}

bool configured(const std::string &s) {
  std::regex re("a+"); // ok: changed
  configure(re);
  return std::regex_search(s, re);
}

bool reassigned(const std::string &s, const std::string &p) {
  std::regex re("a+"); // ok: a default
  if (!p.empty())
    re = p; // ok: a parameter
  return std::regex_search(s, re);
}

bool swapped(const std::string &s, std::regex &other) {
  std::regex re("a+"); // ok: given away
  re.swap(other);
  return std::regex_search(s, re);
}

std::regex returned() {
  std::regex re("a+"); // ok: returned
  return re;
}

std::regex returnedAtOnce() { return std::regex("a+"); } // ok: returned

std::vector<std::regex> collected(const std::vector<int> &v) {
  std::vector<std::regex> out;
  for (int x : v)
    if (x > 0)
      out.push_back(std::regex("a+")); // ok: stored
  return out;
}

std::vector<std::regex> emplaced(const std::vector<int> &v) {
  std::vector<std::regex> out;
  for (int x : v)
    if (x > 0)
      out.emplace_back("a+"); // ok: stored
  return out;
}

void movedAway(std::vector<std::regex> &out) {
  std::regex re("a+"); // ok: moved away
  out.push_back(std::move(re));
}

void outParameter(std::regex &out) {
  out = std::regex("a+"); // ok: somebody else's
}

struct Config {
  std::regex re;
  void reset() { re = "a+"; } // ok: a member
  Config() : re("a+") {}      // ok: a member
};

struct Token {
  std::regex re{"a+"}; // ok: kept in a vector
};
std::vector<Token> tokens(int n) {
  std::vector<Token> out;
  for (int i = 0; i < n; ++i)
    out.push_back(Token());
  return out;
}

std::unique_ptr<std::regex> made() { return std::make_unique<std::regex>("a+"); } // ok: returned

std::function<bool(const std::string &)> captured() {
  std::regex re("a+"); // ok: a copy goes with the lambda
  return [re = std::move(re)](const std::string &s) { return std::regex_search(s, re); };
}

// ---- once
bool thenReturn(const Strings &lines, const std::string &p) {
  for (const auto &l : lines)
    if (test(l)) {
      std::regex re(p); // ok: once
      return std::regex_search(l, re);
    }
  return false;
}

bool thenBreak(const Strings &lines, const std::string &p) {
  bool found = false;
  for (const auto &l : lines)
    if (test(l)) {
      std::regex re(p); // ok: once
      found = std::regex_search(l, re);
      break;
    }
  return found;
}

bool inHandler(const Strings &lines) {
  for (const auto &l : lines)
    try {
      test(l);
    } catch (const std::exception &e) {
      std::regex re("x"); // ok: cold
      return std::regex_search(e.what(), re);
    }
  return false;
}

void inThrow(const std::string &s) {
  if (s.empty())
    throw std::runtime_error(std::regex_replace(s, std::regex("a"), "b")); // ok: cold
}

bool unlikely(const std::string &s) {
  if (s.size() > 1000) [[unlikely]]
    return std::regex_search(s, std::regex("a")); // ok: cold
  return false;
}

void asserted(const std::string &s) {
  assert(std::regex_search(s, std::regex("a"))); // ok: an assertion
}

int few(const std::string &s, const std::string &p) {
  int n = 0;
  for (int i = 0; i < 3; ++i)
    n += std::regex_search(s, std::regex(p)); // ok: three times
  return n;
}

int noLoop(const std::string &s, const std::string &p) {
  int n = 0;
  do
    n += std::regex_search(s, std::regex(p)); // ok: runs once
  while (false);
  return n;
}

void neverRuns(const std::string &s) {
  if constexpr (false)
    look(std::regex("a")); // ok: never runs
}

void unevaluated() { static_assert(sizeof(std::regex("a")) > 0); } // ok: not evaluated

void empty(const Strings &lines) {
  for (const auto &l : lines) {
    std::regex re; // ok: nothing is compiled
    look(re);
    test(l);
  }
}

void copies(const Strings &lines, const std::regex &other) {
  for (const auto &l : lines) {
    std::regex re(other); // ok: a copy shares the compiled automaton
    look(re);
    test(l);
  }
}

// ---- kept in other ways
struct Named {
  std::regex re;
  int k;
  explicit Named(const std::regex &r) : re(r), k(0) {}
};
Named wrapped() { return Named(std::regex("x+")); } // ok: kept by the result

struct Aggregate {
  std::regex re;
  int k;
};
Aggregate aggregate() { return {std::regex("x+"), 1}; } // ok: kept by the result

std::optional<std::regex> maybe() { return std::regex("x+"); } // ok: returned

std::vector<std::regex> list() { return {std::regex("x+"), std::regex("y+")}; } // ok: returned

std::regex *onTheHeap() { return new std::regex("x+"); } // ok: returned

struct Keeper {
  std::regex re_;
  std::unique_ptr<std::regex> p_;
  std::optional<std::regex> o_;
  std::vector<std::regex> v_;
  void a() { re_ = std::regex("x+"); }                       // ok: a member
  void b() { p_ = std::make_unique<std::regex>("x+"); }      // ok: a member
  void c() { o_.emplace("x+"); }                             // ok: a member
  void d() { o_ = std::regex("x+"); }                        // ok: a member
  void e() { p_.reset(new std::regex("x+")); }               // ok: a member
  void f() { v_ = {std::regex("x+")}; }                      // ok: a member
  bool lazy(const std::string &s) {
    if (!o_)
      o_.emplace("x+"); // ok: the first time only
    return std::regex_search(s, *o_);
  }
};

// ---- others may change it
template <class T> void apply(T &t);
bool passedToATemplate(const std::string &s) {
  std::regex re("x+"); // ok: apply() may change it
  apply(re);
  return std::regex_search(s, re);
}

bool byReferenceWrapper(const std::string &s) {
  std::regex re("x+"); // ok: somebody may change it
  std::reference_wrapper<std::regex> w = std::ref(re);
  return std::regex_search(s, w.get());
}

bool byPointer(const std::string &s) {
  std::regex re("x+"); // ok: changed through the pointer
  std::regex *p = nullptr;
  const auto take = [&] { p = &re; };
  take();
  p->assign(s);
  return std::regex_search(s, re);
}

bool movedFrom(const std::string &s) {
  std::regex re("x+"); // ok: moved away
  std::regex other = std::move(re);
  return std::regex_search(s, other);
}

// ---- a pattern of several
bool chosen(const std::string &s) {
  std::regex re(s.empty() ? "x" : "y"); // ok: depends on the parameter
  return std::regex_search(s, re);
}

bool chosenBefore(const std::string &s) {
  const char *p = "x+";
  if (s.size() > 3)
    p = "y+";
  return std::regex_search(s, std::regex(p)); // ok: depends on the parameter
}

bool completed(const std::string &s) {
  std::string p = "x";
  p += s;
  return std::regex_search(s, std::regex(p)); // ok: depends on the parameter
}

bool flags(const std::string &s, bool icase) {
  return std::regex_search(s, std::regex("x+", icase ? std::regex::icase : std::regex::ECMAScript)); // ok: depends on the parameter
}

int patternChangesInTheLoop(const Strings &lines, std::string p) {
  int n = 0;
  for (const auto &l : lines) {
    std::regex re(p); // ok: changed below
    n += std::regex_search(l, re);
    if (n > 3)
      p = l;
  }
  return n;
}

std::string globalPattern = "x";
void change();
int globalMayChange(const Strings &lines) {
  int n = 0;
  for (const auto &l : lines) {
    n += std::regex_search(l, std::regex(globalPattern)); // ok: change() may write it
    change();
  }
  return n;
}

static bool startUp(const std::string &s) {
  return std::regex_search(s, std::regex("a+")); // ok: called once, by main
}

int main(int argc, char **argv) {
  std::regex re("a+"); // ok: main runs once
  return std::regex_search(argv[0], re) && startUp(argv[argc - 1]);
}

namespace benchmark {
class State {
public:
  int *begin();
  int *end();
};
} // namespace benchmark

void compileTime(benchmark::State &state) {
  for (int unused : state) {
    std::regex re("a+b"); // ok: a benchmark repeats on purpose
    (void)unused;
  }
}
