// Where nothing is known before the loop, or where advice would do harm.
#include <algorithm>
#include <cassert>
#include <cstddef>
#include <forward_list>
#include <functional>
#include <initializer_list>
#include <iostream>
#include <iterator>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

int work(int);
bool test(int);
std::vector<int> fetch();
void consume(std::vector<int> &&);
void fill(std::vector<int> &);
void look(const std::vector<int> &);

// ---- how many is not known
std::vector<int> conditional(const std::vector<int> &src) {
  std::vector<int> out;
  for (int x : src)
    if (test(x))
      out.push_back(x); // ok: an unknown part of the elements
  return out;
}

std::vector<int> oneArm(const std::vector<int> &src) {
  std::vector<int> out;
  for (int x : src) {
    if (x > 0)
      work(x);
    else
      out.push_back(x); // ok: one arm only
  }
  return out;
}

std::vector<int> oneOrTwo(const std::vector<int> &src) {
  std::vector<int> out;
  for (int x : src) {
    out.push_back(x); // ok: once or twice
    if (test(x))
      out.push_back(-x);
  }
  return out;
}

std::vector<int> someCases(const std::vector<int> &src) {
  std::vector<int> out;
  for (int x : src)
    switch (x) {
    case 1:
      out.push_back(1); // ok: no default
      break;
    case 2:
      out.push_back(2);
      break;
    }
  return out;
}

std::vector<int> fallsThrough(const std::vector<int> &src) {
  std::vector<int> out;
  for (int x : src)
    switch (x) {
    case 1:
      out.push_back(1); // ok: twice for 1
      [[fallthrough]];
    default:
      out.push_back(2);
    }
  return out;
}

std::vector<int> shortCircuit(const std::vector<int> &src) {
  std::vector<int> out;
  for (int x : src)
    x > 0 && (out.push_back(x), true); // ok: the right side is conditional
  return out;
}

std::vector<int> breakBefore(const std::vector<int> &src) {
  std::vector<int> out;
  for (int x : src) {
    if (x < 0)
      break;
    out.push_back(x); // ok: ends early
  }
  return out;
}

std::vector<int> continueBefore(const std::vector<int> &src) {
  std::vector<int> out;
  for (int x : src) {
    if (x < 0)
      continue;
    out.push_back(x); // ok: conditional by continue
  }
  return out;
}

std::vector<int> gotoOut(const std::vector<int> &src) {
  std::vector<int> out;
  for (int x : src) {
    if (x < 0)
      goto done;
    out.push_back(x); // ok: ends early
  }
done:
  return out;
}

std::vector<int> returnsWhatItHas(const std::vector<int> &src) {
  std::vector<int> out;
  for (int x : src) {
    if (x < 0)
      return out;
    out.push_back(x); // ok: ends early with a result
  }
  return out;
}

std::vector<int> returnsAtOnce(const std::vector<int> &src) {
  std::vector<int> out;
  for (int x : src) {
    out.push_back(x); // ok: once
    return out;
  }
  return out;
}

std::vector<int> stream(std::istream &in) {
  std::vector<int> out;
  for (int x; in >> x;)
    out.push_back(x); // ok: nobody knows how many
  return out;
}

std::vector<std::string> lines(std::istream &in) {
  std::vector<std::string> out;
  std::string line;
  while (std::getline(in, line))
    out.push_back(line); // ok: nobody knows how many
  return out;
}

std::vector<int> streamIterators(std::istream &in) {
  std::vector<int> out;
  std::copy(std::istream_iterator<int>(in), std::istream_iterator<int>(), std::back_inserter(out)); // ok: input iterators
  return out;
}

std::vector<int> copyIf(const std::vector<int> &src) {
  std::vector<int> out;
  std::copy_if(src.begin(), src.end(), std::back_inserter(out), test); // ok: an unknown part
  return out;
}

std::vector<int> forwardList(const std::forward_list<int> &src) {
  std::vector<int> out;
  for (int x : src)
    out.push_back(x); // ok: the range has no size
  return out;
}

struct Node {
  int value;
  Node *next;
};
std::vector<int> linked(const Node *head) {
  std::vector<int> out;
  for (const Node *n = head; n != nullptr; n = n->next)
    out.push_back(n->value); // ok: nobody knows how many
  return out;
}

std::vector<char> cString(const char *text) {
  std::vector<char> out;
  for (; *text; ++text)
    out.push_back(*text); // ok: nobody knows how many
  return out;
}

std::vector<int> collatz(int n) {
  std::vector<int> out;
  while (n != 1) {
    out.push_back(n); // ok: nobody knows how many
    n = n % 2 ? 3 * n + 1 : n / 2;
  }
  return out;
}

std::vector<int> digits(unsigned n) {
  std::vector<int> out;
  do
    out.push_back(n % 10); // ok: few digits
  while (n /= 10);
  return out;
}

std::vector<int> doublingStep(int n) {
  std::vector<int> out;
  for (int i = 1; i < n; i *= 2)
    out.push_back(i); // ok: a logarithm
  return out;
}

std::vector<int> ragged(const std::vector<std::vector<int>> &rows) {
  std::vector<int> out;
  for (const auto &row : rows)
    for (int x : row)
      out.push_back(x); // ok: each row has another length
  return out;
}

std::vector<int> triangle(int n) {
  std::vector<int> out;
  for (int i = 0; i < n; ++i)
    for (int j = i; j < n; ++j)
      out.push_back(i * j); // ok: the inner bound varies
  return out;
}

// ---- the bound changes
std::vector<int> boundShrinks(int &n) {
  std::vector<int> out;
  for (int i = 0; i < n; ++i) {
    out.push_back(i); // ok: the body changes the bound
    n--;
  }
  return out;
}

std::vector<int> counterSkips(int n) {
  std::vector<int> out;
  for (int i = 0; i < n; ++i) {
    out.push_back(i); // ok: the body changes the counter
    if (test(i))
      ++i;
  }
  return out;
}

std::vector<int> ownSizeIsTheBound() {
  std::vector<int> out;
  for (std::size_t i = 0; i < out.size(); ++i)
    out.push_back(1); // ok: its own size
  return out;
}

std::vector<int> workList(std::vector<int> todo) {
  std::vector<int> out;
  for (std::size_t i = 0; i < todo.size(); ++i) {
    out.push_back(todo[i]); // ok: the range grows
    if (test(todo[i]))
      todo.push_back(todo[i] / 2);
  }
  return out;
}

int next();
std::vector<int> boundIsAQuestion() {
  std::vector<int> out;
  for (int i = 0; i < next(); ++i)
    out.push_back(i); // ok: another bound each time
  return out;
}

struct Reader {
  int left;
  void read() { --left; }
  std::vector<int> all() {
    std::vector<int> out;
    for (int i = 0; i < left; ++i) {
      out.push_back(i); // ok: read() changes the bound
      read();
    }
    return out;
  }
};

// ---- somebody else's container
void outParameter(const std::vector<int> &src, std::vector<int> &out) {
  for (int x : src)
    out.push_back(x); // ok: each call adds to it
}

void outPointer(const std::vector<int> &src, std::vector<int> *out) {
  for (int x : src)
    out->push_back(x); // ok: each call adds to it
}

std::vector<int> byValue(std::vector<int> out, const std::vector<int> &src) {
  for (int x : src)
    out.push_back(x); // ok: a parameter has a size already
  return out;
}

std::vector<int> journal;
void toGlobal(const std::vector<int> &src) {
  for (int x : src)
    journal.push_back(x); // ok: each call adds to it
}

void toStatic(const std::vector<int> &src) {
  static std::vector<int> seen;
  for (int x : src)
    seen.push_back(x); // ok: each call adds to it
}

void toThreadLocal(const std::vector<int> &src) {
  thread_local std::vector<int> seen;
  for (int x : src)
    seen.push_back(x); // ok: each call adds to it
}

class Log {
  std::vector<int> entries;
  static std::vector<int> all;

public:
  void addAll(const std::vector<int> &src) {
    for (int x : src)
      entries.push_back(x); // ok: each call adds to it
  }
  static void addToAll(const std::vector<int> &src) {
    for (int x : src)
      all.push_back(x); // ok: each call adds to it
  }
};

void elementOf(std::vector<std::vector<int>> &grid, const std::vector<int> &src) {
  for (int x : src)
    grid[0].push_back(x); // ok: an element of a parameter
}

std::vector<std::vector<int>> buckets(const std::vector<int> &src) {
  std::vector<std::vector<int>> out(16);
  for (int x : src)
    out[x % 16].push_back(x); // ok: another bucket each time
  return out;
}

void inTheOuterLoop(const std::vector<int> &src, int n) {
  std::vector<int> out;
  for (int i = 0; test(i); ++i)
    for (int x : src)
      out.push_back(x + n); // ok: the outer loop has no count
  look(out);
}

// ---- sized, moved in, passed on
std::vector<int> reserved(const std::vector<int> &src) {
  std::vector<int> out;
  out.reserve(src.size());
  for (int x : src)
    out.push_back(x); // ok: reserved
  return out;
}

std::vector<int> reservedSomewhereElse(const std::vector<int> &src, bool big) {
  std::vector<int> out;
  if (big)
    out.reserve(1000);
  for (int x : src)
    out.push_back(x); // ok: reserved on one path
  return out;
}

std::vector<int> reservedThroughAlias(const std::vector<int> &src) {
  std::vector<int> out;
  auto &same = out;
  same.reserve(src.size());
  for (int x : src)
    out.push_back(x); // ok: reserved
  return out;
}

std::vector<int> reservedThroughPointer(const std::vector<int> &src) {
  std::vector<int> out;
  auto *same = &out;
  same->reserve(src.size());
  for (int x : src)
    out.push_back(x); // ok: reserved
  return out;
}

std::vector<int> resized(const std::vector<int> &src) {
  std::vector<int> out;
  out.resize(src.size());
  for (int x : src)
    out.push_back(x); // ok: sized
  return out;
}

std::vector<int> sizedAtBirth(const std::vector<int> &src) {
  std::vector<int> out(src.size());
  for (int x : src)
    out.push_back(x); // ok: sized, though not as was meant
  return out;
}

std::vector<int> assigned(const std::vector<int> &src) {
  std::vector<int> out;
  out = fetch();
  for (int x : src)
    out.push_back(x); // ok: has room of another
  return out;
}

std::vector<int> fromAFunction(const std::vector<int> &src) {
  std::vector<int> out = fetch();
  for (int x : src)
    out.push_back(x); // ok: has room of another
  return out;
}

std::vector<int> copyFirst(const std::vector<int> &src) {
  std::vector<int> out = src;
  for (int x : src)
    out.push_back(x); // ok: begins full
  return out;
}

std::vector<int> passedOn(const std::vector<int> &src) {
  std::vector<int> out;
  fill(out);
  for (int x : src)
    out.push_back(x); // ok: fill() may have reserved
  return out;
}

std::vector<int> swappedIn(const std::vector<int> &src, std::vector<int> &spare) {
  std::vector<int> out;
  out.swap(spare);
  for (int x : src)
    out.push_back(x); // ok: the room of spare
  return out;
}

std::vector<int> stdSwap(const std::vector<int> &src, std::vector<int> &spare) {
  std::vector<int> out;
  std::swap(out, spare);
  for (int x : src)
    out.push_back(x); // ok: the room of spare
  return out;
}

std::vector<int> preparedByALambda(const std::vector<int> &src) {
  std::vector<int> out;
  const auto prepare = [&] { out.reserve(src.size()); };
  prepare();
  for (int x : src)
    out.push_back(x); // ok: the lambda reserved
  return out;
}

// ---- emptied in the loop
void batches(const std::vector<int> &src) {
  std::vector<int> batch;
  for (int x : src) {
    batch.push_back(x); // ok: given away when full
    if (batch.size() == 64) {
      look(batch);
      batch.clear();
    }
  }
}

void movedAway(const std::vector<int> &src) {
  std::vector<int> batch;
  for (int x : src) {
    batch.push_back(x); // ok: given away in each iteration
    consume(std::move(batch));
  }
}

int depthFirst(const std::vector<int> &src) {
  std::vector<int> stack;
  for (int x : src) {
    stack.push_back(x); // ok: taken out again
    while (!stack.empty() && test(stack.back()))
      stack.pop_back();
  }
  return stack.size();
}

int pushAndPop(const std::vector<int> &src) {
  std::vector<int> path;
  int n = 0;
  for (int x : src) {
    path.push_back(x); // ok: taken out again
    n += path.size();
    path.pop_back();
  }
  return n;
}

std::vector<int> erased(const std::vector<int> &src) {
  std::vector<int> out;
  for (int x : src) {
    out.push_back(x); // ok: keeps the last ones only
    if (out.size() > 100)
      out.erase(out.begin());
  }
  return out;
}

// ---- few
std::vector<int> three() {
  std::vector<int> out;
  for (int i = 0; i < 3; ++i)
    out.push_back(work(i)); // ok: few
  return out;
}

std::vector<int> fewBraces() {
  std::vector<int> out;
  for (int x : {1, 2, 3})
    out.push_back(work(x)); // ok: few
  return out;
}

std::vector<int> smallProduct() {
  std::vector<int> out;
  for (int i = 0; i < 2; ++i)
    for (int j = 0; j < 3; ++j)
      out.push_back(i * j); // ok: six
  return out;
}

std::string shortText() {
  std::string out;
  for (int i = 0; i < 12; ++i)
    out.push_back('0' + i % 10); // ok: fits into the string itself
  return out;
}

std::vector<int> noLoop() {
  std::vector<int> out;
  out.push_back(1); // ok: no loop
  out.push_back(2);
  out.push_back(3);
  return out;
}

// ---- other containers and other calls
std::set<int> tree(const std::vector<int> &src) {
  std::set<int> out;
  for (int x : src)
    out.insert(x); // ok: a tree has nothing to reserve
  return out;
}

std::string ofStrings(const std::vector<std::string> &src) {
  std::string out;
  for (const auto &x : src)
    out += x; // ok: the number of characters is not known
  return out;
}

std::vector<int> ranges(const std::vector<std::vector<int>> &src) {
  std::vector<int> out;
  for (const auto &x : src)
    out.insert(out.end(), x.begin(), x.end()); // ok: an unknown number each
  return out;
}

std::vector<int> atTheFront(const std::vector<int> &src) {
  std::vector<int> out;
  for (int x : src)
    out.insert(out.begin(), x); // ok: another anti-pattern
  return out;
}

std::unordered_map<std::string, int> histogram(const std::vector<std::string> &src) {
  std::unordered_map<std::string, int> out;
  for (const auto &x : src)
    ++out[x]; // ok: few different keys
  return out;
}

std::unordered_map<char, int> letters(const std::string &src) {
  std::unordered_map<char, int> out;
  for (char c : src)
    out[c] = 1; // ok: few different keys
  return out;
}

class Ring {
public:
  void push_back(int);
  void reserve(int);
};
Ring ownClass(const std::vector<int> &src) {
  Ring out;
  for (int x : src)
    out.push_back(x); // ok: not a known container
  return out;
}

void unevaluated(const std::vector<int> &src) {
  std::vector<int> out;
  for (int x : src)
    work(sizeof(out.emplace_back(x))); // ok: not evaluated
}

void runsLater(const std::vector<int> &src, std::vector<std::function<void()>> &tasks) {
  std::vector<int> out;
  for (int x : src)
    tasks.push_back([&out, x] { out.push_back(x); }); // ok: nobody knows when
}

std::vector<int> throughCallback(const std::vector<int> &src, const std::function<void(std::function<void(int)>)> &visit) {
  std::vector<int> out;
  visit([&](int x) { out.push_back(x); }); // ok: nobody knows how often
  return out;
}

std::vector<int> anyOf(const std::vector<int> &src) {
  std::vector<int> out;
  (void)std::any_of(src.begin(), src.end(), [&](int x) {
    out.push_back(x); // ok: ends early
    return x > 3;
  });
  return out;
}

struct Registry {
  std::vector<int> data;
  Registry(const std::vector<int> &src, std::size_t n) : data(n) {
    for (int x : src)
      data.push_back(x); // ok: sized by the initialiser
  }
  explicit Registry(const std::vector<int> &src) : Registry(src, 4) {
    for (int x : src)
      data.push_back(x); // ok: the other constructor has filled it
  }
};

struct Prepared {
  std::vector<int> data;
  void prepare(std::size_t n) { data.reserve(n); }
  explicit Prepared(const std::vector<int> &src) {
    prepare(src.size());
    for (int x : src)
      data.push_back(x); // ok: prepare() reserved
  }
};

union Slot {
  std::vector<int> v;
  int i;
  Slot() : i(0) {}
  ~Slot() {}
};
void inUnion(const std::vector<int> &src) {
  Slot s;
  new (&s.v) std::vector<int>();
  for (int x : src)
    s.v.push_back(x); // ok: a member of a union
  s.v.~vector();
}

std::vector<int> deadCode(const std::vector<int> &src) {
  std::vector<int> out;
  if constexpr (false)
    for (int x : src)
      out.push_back(x); // ok: never runs
  return out;
}

std::vector<int> inAHandler(const std::vector<int> &src) {
  std::vector<int> out;
  try {
    work(1);
  } catch (...) {
    for (int x : src)
      out.push_back(x); // ok: cold
  }
  return out;
}

void errorPath(const std::vector<int> &src) {
  std::string text;
  if (src.size() > 10) {
    for (int x : src)
      text.push_back('0' + x % 10); // ok: on the way to a throw
    throw text;
  }
}
