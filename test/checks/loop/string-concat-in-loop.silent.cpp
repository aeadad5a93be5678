// Strings that are not copied whole in each iteration, or not often.
#include <algorithm>
#include <cassert>
#include <functional>
#include <iostream>
#include <map>
#include <numeric>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

bool test(const std::string &);
void look(const std::string &);
std::string render(const std::string &);
using Strings = std::vector<std::string>;
namespace fmt {
template <class... Args> std::string format(const char *, const Args &...);
}

// ---- constant factor
std::string inPlace(const Strings &parts) {
  std::string s;
  for (const auto &x : parts)
    s += x; // ok: in place
  return s;
}

std::string sumOfOthers(const Strings &parts) {
  std::string s;
  for (const auto &x : parts)
    s += x + ","; // ok: a short temporary
  return s;
}

std::string chainOfOthers(const Strings &parts) {
  std::string s;
  for (const auto &x : parts)
    s += "<" + x + ">"; // ok: a short temporary
  return s;
}

std::string appended(const Strings &parts) {
  std::string s;
  for (const auto &x : parts)
    s.append(x + ","); // ok: a short temporary
  return s;
}

std::string cString(const Strings &parts) {
  std::string s;
  for (const auto &x : parts)
    s += x.c_str(); // ok: a strlen
  return s;
}

std::string insertedInTheMiddle(const Strings &parts) {
  std::string s = "()";
  for (const auto &x : parts)
    s.insert(s.size() - 1, x); // ok: one character moves
  return s;
}

std::string insertedAtEnd(std::string_view text) {
  std::string s;
  for (char c : text)
    s.insert(s.end(), c); // ok: at the end
  return s;
}

// ---- linear by moving
std::string moved(const Strings &parts) {
  std::string s;
  for (const auto &x : parts)
    s = std::move(s) + x; // ok: the storage goes along
  return s;
}

std::string movedTwice(const Strings &parts) {
  std::string s;
  for (const auto &x : parts)
    s = std::move(s) + x + ","; // ok: the storage goes along
  return s;
}

std::string foldByMove(const Strings &parts) {
  return std::accumulate(parts.begin(), parts.end(), std::string(), [](std::string a, const std::string &b) {
    return std::move(a) + b; // ok: the storage goes along
  });
}

std::string foldByPlus(const Strings &parts) {
  return std::accumulate(parts.begin(), parts.end(), std::string()); // ok: moves since C++20
}

int foldOfNumbers(const std::vector<int> &v) {
  return std::accumulate(v.begin(), v.end(), 0, [](int a, int b) { return a + b; }); // ok: numbers
}

// ---- not the same string
void readOnly(const Strings &parts, const std::string &p) {
  for (const auto &x : parts) {
    look(p + x + p); // ok: nothing is written back
    look(p + x);     // ok: nothing is written back
  }
}

std::string overwritten(const Strings &parts, const std::string &p) {
  std::string s;
  for (const auto &x : parts) {
    s = p + x; // ok: another string each time
    look(s);
  }
  return s;
}

std::string twoStrings(const Strings &parts) {
  std::string s, last;
  for (const auto &x : parts) {
    s = last + x; // ok: the last part only
    last = x;
  }
  return s;
}

struct Line {
  std::string head, tail;
};
void otherMember(Line &l, const Strings &parts) {
  for (const auto &x : parts)
    l.head = l.tail + x; // ok: another member
}

void otherElement(Strings &a) {
  for (std::size_t i = 1; i < a.size(); ++i)
    a[i] = a[i - 1] + "x"; // ok: another element
}

void eachElement(Strings &a) {
  for (std::size_t i = 0; i < a.size(); ++i)
    a[i] = a[i] + "x"; // ok: each element once
}

void eachElementByRange(Strings &a) {
  for (auto &x : a)
    x = x + "!"; // ok: each element once
}

void eachInFront(Strings &a) {
  for (auto &x : a)
    x.insert(0, "- "); // ok: each element once
}

void eachValue(std::map<int, std::string> &m) {
  for (auto &[key, value] : m)
    value = value + "!"; // ok: each element once
}

void eachByPointer(std::string *p, std::string *end) {
  for (; p != end; ++p)
    *p = *p + "!"; // ok: each element once
}

void eachByLambda(Strings &a) {
  std::for_each(a.begin(), a.end(), [](std::string &x) {
    x = x + "!"; // ok: each element once
  });
}

static void finish(std::string &s) { s = s + "."; } // ok: another string in each call
void eachByCallee(Strings &a) {
  for (auto &x : a)
    finish(x);
}

struct Cell {
  std::string text;
};
void eachMember(std::vector<Cell> &cells) {
  for (auto &c : cells)
    c.text = c.text + "!"; // ok: each object once
}

void grouped(std::map<std::string, std::string> &m, const Strings &parts) {
  for (const auto &x : parts)
    m[x] = m[x] + "!"; // ok: another key each time
}

void linked(Cell *c, Cell *(*next)(Cell *)) {
  while (c) {
    c->text = c->text + "!"; // ok: another object each time
    c = next(c);
  }
}

// ---- one iteration long
void declaredInside(const Strings &parts) {
  for (const auto &x : parts) {
    std::string s = "a";
    s = s + x; // ok: a new string each time
    look(s);
  }
}

void inTheInnerScope(const Strings &parts) {
  for (const auto &x : parts) {
    std::string s;
    for (int i = 0; i < 3; ++i)
      s = s + x; // ok: three times
    look(s);
  }
}

void resetAtTheStart(const Strings &parts) {
  std::string s;
  for (const auto &x : parts) {
    s = "a";
    s = s + x; // ok: begins anew
    look(s);
  }
}

void resetAtTheEnd(const Strings &parts) {
  std::string s;
  for (const auto &x : parts) {
    s = s + x; // ok: begins anew
    look(s);
    s.clear();
  }
}

void flushed(const Strings &parts) {
  std::string s;
  for (const auto &x : parts) {
    s = s + x; // ok: emptied when long
    if (s.size() > 80) {
      look(s);
      s = "";
    }
  }
}

void takenAway(const Strings &parts, Strings &out) {
  std::string s;
  for (const auto &x : parts) {
    s = s + x; // ok: moved away
    out.push_back(std::move(s));
    s = std::string();
  }
}

void readAgain(std::istream &in) {
  std::string s;
  while (std::getline(in, s)) {
    s = s + "\n"; // ok: another line
    look(s);
  }
}

void streamedInto(std::istream &in) {
  std::string s;
  while (in >> s) {
    s = s + "\n"; // ok: another word
    look(s);
  }
}

// ---- once
std::string thenBreak(const Strings &parts) {
  std::string s = "found ";
  for (const auto &x : parts)
    if (test(x)) {
      s = s + x; // ok: once
      break;
    }
  return s;
}

std::string thenReturn(const Strings &parts) {
  std::string s = "found ";
  for (const auto &x : parts)
    if (test(x)) {
      s = s + x; // ok: once
      return s;
    }
  return s;
}

std::string thenGoto(const Strings &parts) {
  std::string s = "found ";
  for (const auto &x : parts)
    if (test(x)) {
      s = s + x; // ok: once
      goto done;
    }
done:
  return s;
}

void inThrow(const Strings &parts) {
  std::string s = "bad: ";
  for (const auto &x : parts)
    if (test(x))
      throw std::runtime_error(s = s + x); // ok: an error
}

void beforeThrow(const Strings &parts) {
  std::string s = "bad: ";
  for (const auto &x : parts)
    if (test(x)) {
      s = s + x; // ok: an error
      throw std::runtime_error(s);
    }
}

[[noreturn]] void die(const std::string &);
void beforeNoReturn(const Strings &parts) {
  std::string s = "bad: ";
  for (const auto &x : parts)
    if (test(x)) {
      s = s + x; // ok: an error
      die(s);
    }
}

std::string inHandler(const Strings &parts) {
  std::string errors;
  for (const auto &x : parts)
    try {
      look(x);
    } catch (const std::exception &e) {
      errors = errors + e.what(); // ok: cold
    }
  return errors;
}

std::string unlikely(const Strings &parts) {
  std::string s;
  for (const auto &x : parts)
    if (x.empty()) [[unlikely]]
      s = s + "?"; // ok: cold
  return s;
}

std::string dontLoop(const std::string &x) {
  std::string s = "a";
  do
    s = s + x; // ok: runs once
  while (false);
  return s;
}

std::string noLoop(const std::string &a, const std::string &b) {
  std::string s = a;
  s = s + b; // ok: no loop
  return s;
}

std::string three(const std::string &x) {
  std::string s;
  for (int i = 0; i < 3; ++i)
    s = s + x; // ok: few
  return s;
}

std::string fewTimesFew(const std::string &x) {
  std::string s;
  for (int i = 0; i < 3; ++i)
    for (int k : {1, 2})
      s = s + x + char('0' + k); // ok: few
  return s;
}

std::string fewNames() {
  std::string s;
  for (const char *x : {"a", "b", "c"})
    s = s + x; // ok: few
  return s;
}

std::string digitsOf(unsigned n) {
  std::string s;
  do
    s = static_cast<char>('0' + n % 10) + s; // ok: few digits
  while (n /= 10);
  return s;
}

// ---- other types, other calls
int numbers(const std::vector<int> &v) {
  int s = 0;
  for (int x : v)
    s = s + x; // ok: numbers
  return s;
}

const char *pointer(const char *p, int n) {
  for (int i = 0; i < n; ++i)
    p = p + 1; // ok: a pointer
  return p;
}

struct Money {
  long cents;
  friend Money operator+(Money a, Money b);
};
Money own(const std::vector<Money> &v) {
  Money s{};
  for (Money x : v)
    s = s + x; // ok: not a string
  return s;
}

std::string transformed(const Strings &parts) {
  std::string s;
  for (const auto &x : parts)
    s = render(x); // ok: nothing of s
  return s;
}

std::string others(const Strings &parts) {
  std::string s;
  for (const auto &x : parts)
    s = fmt::format("{}-{}", x, x); // ok: nothing of s
  return s;
}

std::string sized(const Strings &parts) {
  std::string s;
  for (const auto &x : parts)
    s = std::to_string(s.size()) + x; // ok: the length only
  return s;
}

std::string lastCharacter(const Strings &parts) {
  std::string s = "a";
  for (const auto &x : parts)
    s = s.back() + x; // ok: one character only
  return s;
}

void later(std::vector<std::function<void()>> &tasks, std::string &s, const Strings &parts) {
  for (const auto &x : parts)
    tasks.push_back([&s, x] { s = s + x; }); // ok: nobody knows when
}

void neverRuns(const Strings &parts) {
  std::string s;
  for (const auto &x : parts)
    if constexpr (false)
      s = s + x; // ok: never runs
}

std::string pathUp(std::string s, int n) {
  if (n > 0)
    return pathUp(s + "x", n - 1); // ok: each call has a string of its own
  return s;
}

std::string drained(std::string s) {
  while (!s.empty())
    s = s.substr(1); // ok: becomes shorter; an anti-pattern of another kind
  return s;
}

std::string erasedInFront(std::string s) {
  while (!s.empty())
    s.erase(0, 1); // ok: becomes shorter
  return s;
}

std::string selfAppend(const Strings &parts) {
  std::string s;
  for (const auto &x : parts)
    s = s.append(x); // ok: in place, and an assignment to itself
  return s;
}

std::string foldByFunctor(const Strings &parts) {
  return std::accumulate(parts.begin(), parts.end(), std::string(), std::plus<>()); // ok: moves since C++20
}

// Begun anew by another member function.
class Progress {
public:
  void runAll(const std::vector<std::string> &jobs) {
    for (const auto &job : jobs) {
      start();
      stop(job);
    }
  }

private:
  void start() { message_ = ""; }
  void stop(const std::string &rate) {
    message_ = rate + " " + message_; // ok: start() begins it anew
  }
  std::string message_;
};
