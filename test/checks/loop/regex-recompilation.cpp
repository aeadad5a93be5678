// Patterns that stay the same and are compiled again and again.
#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <regex>
#include <regex.h>
#include <string>
#include <string_view>
#include <vector>

using Strings = std::vector<std::string>;
bool test(const std::string &);
std::string patternOf(int);

// ---- constant pattern in a loop
int inLoop(const Strings &lines) {
  int n = 0;
  for (const auto &l : lines) { // note: the loop
    std::regex re("a+b"); // warn: regular expression is compiled in every iteration; its pattern never changes: make it a 'static const' local
    n += std::regex_search(l, re);
  }
  return n;
}

int constAlready(const Strings &lines) {
  int n = 0;
  for (const auto &l : lines) {
    const std::regex re{"a+b"}; // warn: in every iteration
    n += std::regex_search(l, re);
  }
  return n;
}

int byAuto(const Strings &lines) {
  int n = 0;
  for (const auto &l : lines) {
    auto re = std::regex("a+b"); // warn: in every iteration
    n += std::regex_match(l, re);
  }
  return n;
}

int copyInitialised(const Strings &lines) {
  int n = 0;
  for (const auto &l : lines) {
    const std::regex re = std::regex("a+b"); // warn: in every iteration
    n += std::regex_match(l, re);
  }
  return n;
}

int boundToReference(const Strings &lines) {
  int n = 0;
  for (const auto &l : lines) {
    const std::regex &re = std::regex("a+b"); // warn: in every iteration
    n += std::regex_match(l, re);
  }
  return n;
}

int temporary(const Strings &lines) {
  int n = 0;
  for (const auto &l : lines)
    n += std::regex_search(l, std::regex("a+b")); // warn: in every iteration
  return n;
}

void replace(Strings &lines) {
  for (auto &l : lines)
    l = std::regex_replace(l, std::regex("a"), "b"); // warn: in every iteration
}

int wide(const std::vector<std::wstring> &lines) {
  int n = 0;
  for (const auto &l : lines) {
    std::wregex re(L"a+b"); // warn: in every iteration
    n += std::regex_search(l, re);
  }
  return n;
}

using Regex = std::basic_regex<char>;
int alias(const Strings &lines) {
  int n = 0;
  for (const auto &l : lines) {
    Regex re{"a"}; // warn: in every iteration
    n += std::regex_search(l, re);
  }
  return n;
}

int withFlags(const Strings &lines) {
  int n = 0;
  for (const auto &l : lines) {
    std::regex re("a+b", std::regex::icase | std::regex::optimize); // warn: in every iteration
    n += std::regex_search(l, re);
  }
  return n;
}

int characterClass(const Strings &lines) {
  int n = 0;
  for (const auto &l : lines) {
    std::regex re(R"(\d+)"); // warn: in every iteration
    n += std::regex_search(l, re);
  }
  return n;
}

int posixClass(const Strings &lines) {
  int n = 0;
  for (const auto &l : lines) {
    std::regex re("[[:alpha:]]+"); // warn: in every iteration
    n += std::regex_search(l, re);
  }
  return n;
}

int underACondition(const Strings &lines) {
  int n = 0;
  for (const auto &l : lines)
    if (test(l)) {
      const std::regex re("a+b"); // warn: make it a 'static const' local
      n += std::regex_search(l, re);
    }
  return n;
}

int whileLoop(std::string s) {
  int n = 0;
  std::smatch m;
  while (std::regex_search(s, m, std::regex("a+"))) { // warn: in every iteration
    s = m.suffix();
    ++n;
  }
  return n;
}

int doLoop(const Strings &lines) {
  std::size_t i = 0, n = 0;
  do {
    std::regex re("a"); // warn: in every iteration
    n += std::regex_search(lines[i], re);
  } while (++i < lines.size());
  return n;
}

int gotoLoop(const Strings &lines) {
  std::size_t i = 0, n = 0;
again:
  n += std::regex_search(lines[i], std::regex("a")); // warn: in every iteration
  if (++i < lines.size())
    goto again;
  return n;
}

int nested(const std::vector<Strings> &files) {
  int n = 0;
  for (const auto &f : files)
    for (int i = 0; i < 2; ++i) {
      std::regex re("a+"); // warn: in every iteration
      n += std::regex_search(f[i], re);
    }
  return n;
}

int inTry(const Strings &lines) {
  int n = 0;
  for (const auto &l : lines)
    try {
      std::regex re("a+"); // warn: in every iteration
      n += std::regex_search(l, re);
    } catch (const std::regex_error &) {
      return -1;
    }
  return n;
}

int inSwitch(const Strings &lines) {
  int n = 0;
  for (const auto &l : lines)
    switch (l.size()) {
    case 1: {
      std::regex re("a+"); // warn: in every iteration
      n += std::regex_search(l, re);
      break;
    }
    default:
      break;
    }
  return n;
}

// ---- the pattern is a constant, but no literal
int fromLocal(const Strings &lines) {
  const std::string pattern = "a" + std::string("+") + "b";
  int n = 0;
  for (const auto &l : lines) {
    std::regex re(pattern); // warn: its pattern never changes
    n += std::regex_search(l, re);
  }
  return n;
}

constexpr char Pattern[] = "a+b";
int fromConstant(const Strings &lines) {
  int n = 0;
  for (const auto &l : lines) {
    std::regex re(Pattern, std::regex::icase); // warn: its pattern never changes
    n += std::regex_search(l, re);
  }
  return n;
}

static const char *const PointerPattern = "a+b";
int fromPointer(const Strings &lines) {
  int n = 0;
  for (const auto &l : lines)
    n += std::regex_search(l, std::regex(PointerPattern)); // warn: its pattern never changes
  return n;
}

// ---- invariant pattern: hoist, no static
int fromParameter(const Strings &lines, const std::string &pattern) {
  int n = 0;
  for (const auto &l : lines) {
    std::regex re(pattern); // warn: compile it before the loop
    n += std::regex_search(l, re);
  }
  return n;
}

int sumOfParameter(const Strings &lines, const std::string &pattern) {
  int n = 0;
  for (const auto &l : lines)
    n += std::regex_search(l, std::regex("^" + pattern + "$")); // warn: compile it before the loop
  return n;
}

int fromView(const Strings &lines, std::string_view pattern) {
  int n = 0;
  for (const auto &l : lines) {
    std::regex re(pattern.begin(), pattern.end()); // warn: compile it before the loop
    n += std::regex_search(l, re);
  }
  return n;
}

int innerLoopOnly(const Strings &lines, const Strings &patterns) {
  int n = 0;
  for (const auto &p : patterns)
    for (const auto &l : lines) { // note: the loop
      std::regex re(p); // warn: compile it before the loop
      n += std::regex_search(l, re);
    }
  return n;
}

struct Filter {
  std::string pattern;
  int count(const Strings &lines) const {
    int n = 0;
    for (const auto &l : lines) {
      std::regex re(pattern); // warn: compile it before the loop
      n += std::regex_search(l, re);
    }
    return n;
  }
};

// ---- compiled by assignment
int assigned(const Strings &lines) {
  std::regex re;
  int n = 0;
  for (const auto &l : lines) {
    re = "a+b"; // warn: in every iteration
    n += std::regex_search(l, re);
  }
  return n;
}

int assignCall(const Strings &lines) {
  std::regex re;
  int n = 0;
  for (const auto &l : lines) {
    re.assign("a+b"); // warn: in every iteration
    n += std::regex_search(l, re);
  }
  return n;
}

int assignedTemporary(const Strings &lines) {
  std::regex re;
  int n = 0;
  for (const auto &l : lines) {
    re = std::regex("a+b"); // warn: in every iteration
    n += std::regex_search(l, re);
  }
  return n;
}

// ---- hidden
int byAlgorithm(const Strings &lines) {
  return std::count_if(lines.begin(), lines.end(), [](const std::string &l) { // note: the algorithm that visits each element
    std::regex re("a+"); // warn: in every iteration
    return std::regex_search(l, re);
  });
}

int byRangesAlgorithm(const Strings &lines) {
  int n = 0;
  std::ranges::for_each(lines, [&](const std::string &l) {
    n += std::regex_search(l, std::regex("a+")); // warn: in every iteration
  });
  return n;
}

int capturedPattern(const Strings &lines, const std::string &pattern) {
  return std::count_if(lines.begin(), lines.end(), [&](const std::string &l) {
    return std::regex_search(l, std::regex(pattern)); // warn: compile it before the loop
  });
}

static bool matches(const std::string &l) {
  std::regex re("a+b"); // warn: regular expression is compiled in every call from a loop
  return std::regex_search(l, re);
}
int callee(const Strings &lines) {
  int n = 0;
  for (const auto &l : lines) // note: the loop
    n += matches(l);
  return n;
}

static bool matchesPattern(const std::string &l, const std::string &pattern) {
  return std::regex_search(l, std::regex(pattern)); // warn: compile it before that loop and pass it on
}
int calleeWithPattern(const Strings &lines, const std::string &pattern) {
  int n = 0;
  for (const auto &l : lines) // note: the loop
    n += matchesPattern(l, pattern);
  return n;
}

struct Checker {
  std::regex re{"a+"}; // warn: in every call from a loop
  bool operator()(const std::string &s) const { return std::regex_search(s, re); }
};
int memberOfLocalClass(const Strings &lines) {
  int n = 0;
  for (const auto &l : lines) { // note: the loop
    Checker c;
    n += c(l);
  }
  return n;
}

struct Parser {
  Parser() : re("a+") {} // warn: in every call from a loop
  std::regex re;
};
int constructorOfLocalClass(const Strings &lines) {
  int n = 0;
  for (const auto &l : lines)
    n += std::regex_search(l, Parser().re);
  return n;
}

int heap(const Strings &lines) {
  int n = 0;
  for (const auto &l : lines) {
    auto re = std::make_unique<std::regex>("a"); // warn: in every iteration
    n += std::regex_search(l, *re);
  }
  return n;
}

int posix(const Strings &lines) {
  int n = 0;
  for (const auto &l : lines) {
    regex_t re;
    regcomp(&re, "a+", REG_EXTENDED); // warn: keep the compiled object
    n += regexec(&re, l.c_str(), 0, nullptr, 0) == 0;
    regfree(&re);
  }
  return n;
}

// ---- in every call
bool perCall(const std::string &s) {
  const std::regex re("a+b"); // warn: regular expression is compiled in every call; its pattern never changes: make it a 'static const' local
  return std::regex_search(s, re);
}

bool perCallTemporary(const std::string &s) {
  return std::regex_match(s, std::regex("a+b")); // warn: in every call
}

bool perCallFromLocal(const std::string &s) {
  const std::string p = std::string("a") + "b";
  std::regex re(p); // warn: in every call
  return std::regex_search(s, re);
}

class Validator {
public:
  bool valid(const std::string &s) const {
    std::regex re("[a-z]+"); // warn: in every call
    return std::regex_match(s, re);
  }
};

inline bool inHeaderStyle(const std::string &s) {
  std::regex re("a+"); // warn: in every call
  return std::regex_match(s, re);
}

namespace {
bool hidden(const std::string &s) {
  std::regex re("a+"); // warn: in every call
  return std::regex_match(s, re);
}
} // namespace
bool callHidden(const std::string &s) { return hidden(s); }

template <class T> bool generic(const T &s) {
  std::regex re("a+"); // warn: in every call
  return std::regex_match(s, re);
}
bool callGeneric() { return generic(std::string()); }

#define RE(x) std::regex(x)
bool byMacro(const std::string &s) {
  return std::regex_match(s, RE("a+")); // warn: in every call
}

auto lambda() {
  return [](const std::string &s) {
    std::regex re("a+"); // warn: in every call
    return std::regex_match(s, re);
  };
}

bool two(const std::string &s) {
  std::regex a("a+"); // warn: in every call
  std::regex b("b+"); // warn: in every call
  return std::regex_search(s, a) && std::regex_search(s, b);
}

int sharedWithALambda(const Strings &lines) {
  std::regex re("a+"); // warn: in every call
  return std::count_if(lines.begin(), lines.end(), [&](const std::string &l) { return std::regex_search(l, re); });
}

int renamedByALambda(const Strings &lines) {
  std::regex re("a+"); // warn: in every call
  return std::count_if(lines.begin(), lines.end(), [&r = re](const std::string &l) { return std::regex_search(l, r); });
}

bool attribute(const std::string &s) {
  [[maybe_unused]] std::regex re("x+"); // warn: in every call
  return std::regex_search(s, re);
}

bool autoConst(const std::string &s) {
  auto const re = std::regex("x+"); // warn: in every call
  return std::regex_search(s, re);
}

bool eastConst(const std::string &s) {
  std::regex const re("x+"); // warn: in every call
  return std::regex_search(s, re);
}

bool byConstReference(const std::string &s) {
  std::regex re("x+"); // warn: in every call
  auto &same = re;
  return std::regex_search(s, same);
}

bool copied(const std::string &s, const std::string &p) {
  std::regex re("x+"); // warn: in every call
  std::regex copy = re;
  copy.assign(p);
  return std::regex_search(s, re);
}

bool shadowed(const std::string &s) {
  std::regex re{"x+"}; // warn: in every call
  {
    std::regex re{"y+"}; // warn: in every call
    return std::regex_search(s, re);
  }
}

struct Recursive {
  bool go(const std::string &s, int depth) {
    if (depth > 0)
      return go(s, depth - 1);
    std::regex re("x+"); // warn: in every call
    return std::regex_search(s, re);
  }
};

struct Pair {
  std::regex re;
  int k;
};
int partOfLocal(const Strings &lines) {
  int n = 0;
  for (const auto &l : lines) {
    Pair a{std::regex("x+"), 1}; // warn: in every iteration
    n += std::regex_search(l, a.re);
  }
  return n;
}

int structuredBinding(const Strings &lines) {
  int n = 0;
  for (const auto &l : lines) {
    const auto [re, k] = Pair{std::regex("x+"), 1}; // warn: in every iteration
    n += std::regex_search(l, re) + k;
  }
  return n;
}

int ofTwo(const Strings &lines) {
  int n = 0;
  for (const auto &l : lines) {
    std::vector<std::regex> all{std::regex("x+"), std::regex("y+")}; // warn: in every iteration // warn: in every iteration
    n += std::regex_search(l, all[n % 2]);
  }
  return n;
}

int lambdaInALoop(const Strings &lines) {
  const auto f = [](const std::string &l) {
    return std::regex_search(l, std::regex("x+")); // warn: in every call from a loop
  };
  int n = 0;
  for (const auto &l : lines)
    n += f(l);
  return n;
}

template <int N> bool byNumber(const std::string &s) {
  std::regex re("x+"); // warn: in every call
  return std::regex_search(s, re) && N;
}
bool callByNumber(const std::string &s) { return byNumber<3>(s) && byNumber<4>(s); }

constexpr int constexprFunction(int n) {
  return n > 100 ? std::regex_search("x", std::regex("x+")) : n; // warn: in every call
}

bool ofThree(const std::string &s, int k) {
  switch (k) {
  case 0: {
    std::regex re("a+"); // warn: in every call
    return std::regex_search(s, re);
  }
  default:
    return false;
  }
}

static std::regex compiledFor(const std::string &pattern) {
  return std::regex(pattern); // warn: in every call from a loop
}

int throughFactory(const std::vector<std::string> &lines,
                   const std::string &pattern) {
  int n = 0;
  for (const auto &line : lines) {
    const auto re = compiledFor(pattern);
    n += std::regex_search(line, re);
  }
  return n;
}

class Finder {
public:
  explicit Finder(std::string pattern) : pattern_(std::move(pattern)) {}
  void run(const std::vector<std::string> &lines) {
    for (const auto &line : lines)
      if (std::regex_search(line, std::regex(pattern_))) // warn: before the loop
        note(line);
  }

private:
  void note(const std::string &line);
  std::string pattern_;
};

// --- the same patterns for every line

struct Tagged {
  std::string tag, pattern;
};

int eachOfAll(const Strings &lines, const std::vector<Tagged> &all) {
  int n = 0;
  for (const auto &line : lines)
    for (const auto &one : all)
      n += std::regex_search(line, std::regex(one.pattern.c_str())); // warn: in every iteration
  return n;
}

int eachByIndex(const Strings &lines, const Strings &patterns) {
  int n = 0;
  for (const auto &line : lines)
    for (std::size_t i = 0; i < patterns.size(); ++i)
      n += std::regex_search(line, std::regex(patterns[i])); // warn: in every iteration
  return n;
}

static bool hitsAny(const std::string &line, const Strings &patterns) {
  for (const auto &p : patterns)
    if (std::regex_search(line, std::regex(p))) // warn: in every call from a loop
      return true;
  return false;
}

long countHits(const Strings &lines, const Strings &patterns) {
  long n = 0;
  for (const auto &line : lines)
    n += hitsAny(line, patterns);
  return n;
}

Strings patternsOf(const std::string &line);

int patternsOfLines(const Strings &lines) {
  int n = 0;
  for (const auto &line : lines)
    for (const auto &p : patternsOf(line))
      n += std::regex_search(line, std::regex(p)); // ok: other patterns for each line
  return n;
}

// --- in an optional

int inOptional(const Strings &lines) {
  int n = 0;
  for (const auto &line : lines) {
    std::optional<std::regex> re("a+b"); // warn: its pattern never changes
    n += std::regex_search(line, *re);
    std::optional<std::regex> none; // ok: nothing is compiled
    std::optional<std::regex> copy(re); // ok: copied
    n += none.has_value() + copy.has_value();
  }
  return n;
}
