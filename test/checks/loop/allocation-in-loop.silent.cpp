// flags: -std=c++20 -fopenmp
// Objects in loops that cannot be kept, or that cost nothing.
#include <algorithm>
#include <any>
#include <array>
#include <bitset>
#include <cassert>
#include <cstdlib>
#include <cstring>
#include <execution>
#include <fstream>
#include <functional>
#include <future>
#include <iostream>
#include <list>
#include <locale>
#include <map>
#include <memory>
#include <memory_resource>
#include <numeric>
#include <optional>
#include <queue>
#include <random>
#include <set>
#include <span>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

using Row = std::vector<int>;
using Rows = std::vector<Row>;
Row make(int);
std::string nameOf(int);
void fill(Row &);
void use(const Row &);
int total(const Row &);
void log(const std::string &);
void consume(Row);
void take(Row &&);
struct Record {
  std::string name;
  Row values;
};
struct Sink {
  void add(const Row &);
  void put(Row);
};

// ---- leaves the iteration
Rows stored(const Rows &rows, std::map<int, Row> &byKey, Sink &sink, Row &largest) {
  Rows out;
  std::vector<Record> records;
  std::vector<std::pair<int, Row>> pairs;
  std::vector<std::shared_ptr<Row>> shared;
  std::vector<std::any> anything;
  for (const Row &row : rows) {
    Row a(row.size()); // ok: moved
    out.emplace_back(std::move(a));
    Row b; // ok: copied into the result
    b.push_back(1);
    out.push_back(b);
    Row c; // ok: copied into the result
    c.push_back(2);
    byKey[c[0]] = c;
    Row d; // ok: copied into the result
    fill(d);
    byKey.emplace(1, d);
    Row e; // ok: copied into the result
    fill(e);
    byKey.insert({2, e});
    Row f; // ok: part of a record
    fill(f);
    records.push_back({"f", f});
    Row g; // ok: part of a record
    fill(g);
    records.push_back(Record{"g", std::move(g)});
    Row h; // ok: in a pair
    fill(h);
    pairs.push_back(std::make_pair(1, h));
    Row i; // ok: in a pair
    fill(i);
    pairs.emplace_back(1, i);
    Row j; // ok: given to what may keep it
    fill(j);
    sink.add(j);
    Row k; // ok: given away
    fill(k);
    consume(k);
    Row l; // ok: given away
    fill(l);
    take(std::move(l));
    Row m; // ok: assigned
    fill(m);
    if (m.size() > largest.size())
      largest = m;
    Row n; // ok: swapped
    fill(n);
    largest.swap(n);
    Row o; // ok: swapped
    fill(o);
    o.swap(largest);
    Row p; // ok: swapped
    fill(p);
    std::swap(p, largest);
    Row q; // ok: exchanged
    fill(q);
    largest = std::exchange(q, {});
    Row r; // ok: copied to the heap
    fill(r);
    shared.push_back(std::make_shared<Row>(r));
    Row s; // ok: in an any
    fill(s);
    anything.emplace_back(s);
    Row t; // ok: in an any
    fill(t);
    anything.push_back(t);
    auto &alias = out.emplace_back(); // no object of its own
    fill(alias);
    Row u; // ok: moved through a reference
    fill(u);
    Row &v = u;
    out.push_back(std::move(v));
    Row w; // ok: moved by a lambda
    fill(w);
    [&] { out.push_back(std::move(w)); }();
    Row x(row); // ok: put into the result
    sink.put(x);
  }
  return out;
}

Row returned(const Rows &rows) {
  for (const Row &row : rows) {
    Row candidate(row.size()); // ok: returned
    fill(candidate);
    if (total(candidate) > 0)
      return candidate;
  }
  return {};
}

std::optional<Record> returnedInside(const Rows &rows) {
  for (const Row &row : rows) {
    Row candidate(row.size()); // ok: returned in a record
    fill(candidate);
    if (total(candidate) > 0)
      return Record{"x", candidate};
  }
  return std::nullopt;
}

void captured(const Rows &rows, std::vector<std::function<int()>> &tasks, std::vector<std::thread> &threads) {
  for (const Row &row : rows) {
    Row a(row); // ok: captured
    fill(a);
    tasks.push_back([a] { return total(a); });
    Row b(row); // ok: captured
    fill(b);
    tasks.emplace_back([b = std::move(b)] { return total(b); });
    Row c(row); // ok: given to a thread
    fill(c);
    threads.emplace_back([](const Row &) {}, c);
    Row d(row); // ok: bound
    fill(d);
    tasks.push_back(std::bind(total, d));
    auto e = std::make_shared<Row>(row); // ok: captured
    tasks.push_back([e] { return total(*e); });
  }
}

class Keeper {
public:
  void run(const Rows &rows) {
    for (const Row &row : rows) {
      Row a; // ok: kept by the callee
      for (int x : row)
        a.push_back(x);
      keep(a);
      Row b(row.size()); // ok: kept by the callee
      forward(b);
      Row c(row.size()); // ok: the callee is elsewhere
      elsewhere(c);
    }
  }

private:
  void keep(const Row &row) { rows_.push_back(row); }
  void forward(const Row &row) { keep(row); }
  void elsewhere(const Row &row);
  Rows rows_;
};

// What the callee, here in the file, does with its parameter.
static Rows kept;
static void takeOver(Row &row) { kept.push_back(std::move(row)); }
static void replace(Row &row) { row = make(7); }
void callees(const Rows &rows, std::vector<std::thread> &all, std::istream &in) {
  for (const Row &row : rows) {
    Row a(row.size()); // ok: moved by the callee
    takeOver(a);
    Row b; // ok: the result of a call
    replace(b);
    use(b);
    std::vector<std::thread> threads; // ok: the threads cost more
    for (int x : row)
      threads.emplace_back([x] { make(x); });
    for (auto &t : threads)
      t.join();
    std::string name = row.empty() ? std::string("none") : std::string(200, 'x'); // ok: perhaps short
    log(name);
    std::string indent(row.size() * 2, ' '); // ok: short as a rule
    log(indent);
    std::string answer; // ok: gets the storage of another string
    std::getline(in, answer);
    answer = nameOf(row[0]);
    log(answer);
  }
}

// Double buffering: the vector goes to the outer one.
int levels(const Rows &graph) {
  Row current{0};
  int n = 0;
  while (!current.empty()) {
    Row next; // ok: moved to the outer one
    for (int x : current)
      next.insert(next.end(), graph[x].begin(), graph[x].end());
    current = std::move(next);
    ++n;
  }
  return n;
}

// ---- nothing is allocated, or nothing could be kept
int cheap(const Rows &rows, std::string_view view, const char *name) {
  int n = 0;
  for (const Row &row : rows) {
    Row empty;                                // ok: never gets elements
    Row none(0);                              // ok: no elements
    std::string key(name);                    // ok: may be short
    std::string text = "short";               // ok: short
    std::string fixed(8, 'x');                // ok: short
    std::string joined = key + text;          // ok: the result of a call
    std::string assigned;                     // ok: a short text
    assigned = "abc";
    std::string appended; // ok: may be short
    appended += key;
    std::string view_text(view);              // ok: may be short
    std::span<const int> all(row);            // ok: a view
    std::string_view part(key);               // ok: a view
    std::array<int, 64> bins{};               // ok: on the stack
    std::bitset<128> bits;                    // ok: on the stack
    std::optional<Row> maybe;                 // ok: empty
    std::map<int, int> sorted;                // ok: keeps nothing when it is emptied
    std::set<int> seen(row.begin(), row.end()); // ok: keeps nothing when it is emptied
    std::list<int> linked(row.begin(), row.end()); // ok: keeps nothing when it is emptied
    std::minstd_rand small(1);                // ok: one number
    std::default_random_engine standard(1);   // ok: one number
    std::normal_distribution<> normal(0, 1);  // ok: few numbers
    std::locale global;                       // ok: counted only
    std::locale same(global);                 // ok: counted only
    Row result = make(1);                     // ok: the result of a call
    Row moved(std::move(result));             // ok: takes over
    auto other = std::vector<int>(make(2));   // ok: the result of a call
    Row assignedLater;                        // ok: the result of a call
    assignedLater = make(3);
    const Row &reference = row;               // ok: no object
    const Row copy = row;                     // ok: a copy that is only read is another check's matter
    auto function = std::make_unique<Row>(row); // ok: depends on the iteration
    static const Row table(256);              // ok: once
    thread_local Row scratch(256);            // ok: once per thread
    thread_local std::ostringstream stream;   // ok: once per thread
    sorted[1] = 2;
    ++bins[0];
    n += static_cast<int>(empty.size() + none.size() + fixed.size() + joined.size() + assigned.size() +
                          appended.size() + view_text.size() + all.size() + part.size() + bits.count() + seen.size() +
                          linked.size() + moved.size() + other.size() + assignedLater.size() + reference.size() +
                          copy.size() + function->size() + table.size() + scratch.size() + maybe.has_value() + small() +
                          standard());
    stream << n;
  }
  return n;
}

// Filled for some elements only.
int rarely(const Rows &rows) {
  int n = 0;
  for (const Row &row : rows) {
    std::vector<std::string> errors; // ok: filled seldom
    if (row.empty())
      errors.push_back("empty");
    n += static_cast<int>(errors.size());
  }
  return n;
}

int rarelyMany(const Rows &rows, const std::vector<std::string> &words) {
  int n = 0;
  for (const Row &row : rows) {
    std::vector<std::string> errors; // ok: filled seldom
    if (row.size() > 100)
      for (const auto &word : words)
        errors.push_back(word);
    std::string scope = words[0]; // ok: may be short
    if (row.empty()) {
      for (const auto &word : words)
        scope += word;
    }
    n += static_cast<int>(errors.size() + scope.size());
  }
  return n;
}

int arenas(const Rows &rows) {
  int n = 0;
  std::array<std::byte, 4096> memory;
  for (const Row &row : rows) {
    std::pmr::monotonic_buffer_resource arena(memory.data(), memory.size());
    std::pmr::vector<int> sorted(row.begin(), row.end(), &arena); // ok: from an arena
    std::pmr::string text(400, ' ', &arena);                     // ok: from an arena
    n += sorted.front() + text[0];
  }
  return n;
}

// ---- not the same in each iteration
void varies(const std::vector<std::string> &names, unsigned seed, std::vector<double> &values) {
  for (const auto &name : names) {
    std::ifstream in(name);                      // ok: another file
    std::ofstream out(name + ".out");            // ok: another file
    std::ofstream status("status", std::ios::trunc); // ok: begins anew
    std::ofstream progress("progress");          // ok: begins anew
    std::fstream both;                           // ok: another file
    both.open(name, std::ios::app);
    std::ifstream closed; // ok: never opened
    status << name;
    progress << name;
    out << in.rdbuf();
    std::locale locale(name); // ok: another locale
    out.imbue(locale);
  }
  std::mt19937 master(seed);
  for (std::size_t i = 0; i < values.size(); ++i) {
    std::mt19937 engine(seed + i); // ok: another seed
    std::mt19937 copy = engine;    // ok: a copy
    std::mt19937 child(master());  // ok: another seed
    values[i] = static_cast<double>(engine() + copy() + child());
  }
}

// ---- memory that goes on to live
struct Node {
  Node *next = nullptr;
  std::unique_ptr<Node> child;
  std::shared_ptr<Node> other;
  int value = 0;
};
struct Session : std::enable_shared_from_this<Session> {
  void start();
};
struct Scope {
  explicit Scope(const char *name);
  ~Scope();
  int n = 0;
};
void observe(std::shared_ptr<Node>);
void look(const std::shared_ptr<Node> &);
void adopt(std::unique_ptr<Node> &);

void memory(Node &root, std::vector<Node *> &nodes, const std::vector<int> &values, std::weak_ptr<Node> &last) {
  Node *head = nullptr;
  for (int value : values) {
    auto *a = new Node; // ok: linked
    a->next = head;
    head = a;
    auto *b = new Node; // ok: stored
    nodes.push_back(b);
    auto c = std::make_unique<Node>(); // ok: stored
    root.child = std::move(c);
    auto d = std::make_shared<Node>(); // ok: stored
    root.other = d;
    auto e = std::make_shared<Node>(); // ok: given away
    observe(e);
    auto f = std::make_shared<Node>(); // ok: perhaps copied
    look(f);
    auto g = std::make_shared<Node>(); // ok: observed later
    last = g;
    auto h = std::make_unique<Node>(); // ok: given away
    nodes.push_back(h.release());
    auto i = std::make_unique<Node>(); // ok: perhaps moved
    adopt(i);
    auto j = std::make_shared<Session>(); // ok: hands itself out
    j->start();
    auto k = std::make_unique<Scope>("k"); // ok: its end has an effect
    k->n = value;
    auto l = std::make_unique<int>(value); // ok: depends on the iteration
    *l += 1;
    auto *m = new Node; // ok: perhaps kept
    if (value > 0)
      nodes.push_back(m);
    else
      delete m;
    auto *n = static_cast<char *>(std::malloc(8)); // ok: freed elsewhere
    std::strcpy(n, "x");
    alignas(Node) std::byte storage[sizeof(Node)];
    auto *o = new (storage) Node; // ok: no allocation
    o->~Node();
    auto *p = new Scope("p"); // ok: its end has an effect
    delete p;
    auto *q = new Node; // ok: kept by another pointer
    head->next = q;
  }
}

void freedLater(const std::vector<int> &values) {
  char *last = nullptr;
  for (int value : values) {
    char *block = new char[64]; // ok: replaces the last one
    block[0] = static_cast<char>(value);
    delete[] last;
    last = block;
  }
  delete[] last;
}

// ---- seldom or never again
#define REPORT(x)                                                                                                      \
  do {                                                                                                                 \
    std::ostringstream message;                                                                                        \
    message << x;                                                                                                      \
    log(message.str());                                                                                                \
  } while (0)

void cold(const Rows &rows) {
  for (const Row &row : rows) {
    if (row.empty()) {
      std::ostringstream os; // ok: an error
      os << "empty";
      throw std::runtime_error(os.str());
    }
    if (row.size() > 1000) [[unlikely]] {
      std::ostringstream os; // ok: unlikely
      os << row.size();
      log(os.str());
    }
    if (row[0] < 0) {
      std::ostringstream os; // ok: the end of the process
      os << row[0];
      log(os.str());
      std::abort();
    }
    REPORT(row[0]); // ok: written by a macro
    if (row[0] == 1) {
      Row copy(row.size()); // ok: leaves right after
      fill(copy);
      use(copy);
      break;
    }
  }
  for (int k = 0; k < 4; ++k) {
    Row some(64); // ok: four times
    fill(some);
    use(some);
  }
  for (const char *name : {"a", "b"}) {
    std::ostringstream os; // ok: two times
    os << name;
    log(os.str());
  }
  for (Row some(64); total(some) < 10;) // ok: once
    fill(some);
  for (int x : Row(64, 1)) // ok: once
    log(std::to_string(x));
}

// A function's own business.
int scratch(const Row &row) {
  Row sorted(row); // ok: not in a loop
  std::sort(sorted.begin(), sorted.end());
  return sorted[0];
}
int caller(const Rows &rows) {
  int n = 0;
  for (const Row &row : rows)
    n += scratch(row);
  return n;
}

// Each thread needs its own.
long parallel(const Rows &rows, std::size_t width) {
  long sum = 0;
#pragma omp parallel for reduction(+ : sum)
  for (std::size_t i = 0; i < rows.size(); ++i) {
    Row bins(width); // ok: one for each thread
    fill(bins);
    sum += total(bins);
  }
  std::for_each(std::execution::par, rows.begin(), rows.end(), [&](const Row &row) {
    Row sorted(row); // ok: one for each thread
    fill(sorted);
    use(sorted);
  });
  return sum;
}

void lazily(const Rows &rows) {
  std::unique_ptr<Row> cache;
  for (const Row &row : rows) {
    if (!cache)
      cache = std::make_unique<Row>(64); // ok: once
    use(*cache);
    use(row);
  }
}

// ---- in one iteration only
enum class State { Header, Body, Trailer };
class Reader {
public:
  void read(const Rows &rows) {
    bool first = true;
    int lines = 0;
    for (const Row &row : rows) {
      if (first) {
        std::ostringstream title; // ok: the first one
        title << row.size();
        log(title.str());
        first = false;
      }
      if (lines == 0) {
        Row widths(row.size()); // ok: the first one
        fill(widths);
        use(widths);
        ++lines;
      }
      if (!ready_) {
        std::vector<int> scratch(row.size()); // ok: once
        fill(scratch);
        ready_ = true;
        use(scratch);
      }
      if (state_ == State::Header) {
        Row fields(row.size()); // ok: once in each state
        fill(fields);
        use(fields);
        state_ = State::Body;
      } else if (State::Body == state_ && row.empty()) {
        std::ostringstream os; // ok: once in each state
        os << row.size();
        log(os.str());
        state_ = State::Trailer;
      }
    }
    bool active = true;
    while (active) {
      Row last(8); // ok: once
      fill(last);
      use(last);
      active = false;
    }
  }

private:
  State state_ = State::Header;
  bool ready_ = false;
};

// ---- for few of the items
void split(const std::string &line, char at, std::vector<std::string> &fields);
int special(const std::vector<std::string> &lines, const char *const *names, std::size_t count) {
  int n = 0;
  for (const auto &line : lines) {
    if (line == "header") {
      std::vector<std::string> fields; // ok: few lines are one
      split(line, ',', fields);
      n += static_cast<int>(fields.size());
    } else if (line.starts_with("#define") && line.size() > 8) {
      std::istringstream in(line); // ok: few lines are one
      in >> n;
    }
    for (char c : line) {
      if (c == '\\' || c == '\'') {
        std::ostringstream os; // ok: few characters are one
        os << n;
        log(os.str());
      }
      if (c != '%')
        continue;
      std::vector<std::string> parts; // ok: few characters are one
      split(line, c, parts);
      n += static_cast<int>(parts.size());
    }
  }
  for (const auto &line : lines) {
    const std::string_view view = line;
    if (view == "-" || view == "/dev/stdin") {
      std::ostringstream os; // ok: few lines are one
      os << n;
      log(os.str());
    }
  }
  std::string name;
  do {
    std::ostringstream os; // ok: tried again only if it is one of these
    os << ++n;
    name = os.str();
  } while (name == lines[0] || name == "if" || name == "else");
  for (std::size_t i = 0; i < count; ++i) {
    if (std::strcmp(names[i], "--jobs") == 0) {
      std::istringstream in(names[i]); // ok: one of the options
      in >> n;
    } else if (!std::strncmp(names[i], "-I", 2)) {
      std::ostringstream os; // ok: one of the options
      os << names[i];
      log(os.str());
    } else {
      if (names[i][0] != '@')
        continue;
      std::ostringstream os; // ok: one of the options
      os << names[i];
      log(os.str());
    }
  }
  return n;
}

// ---- cut, not filled
std::size_t cut(const std::vector<std::string> &names) {
  std::size_t n = 0;
  for (std::string scope : names) { // ok: may be short
    scope.erase(scope.find(':'));
    std::string removed = scope; // ok: may be short
    const std::size_t end = removed.rfind(' ');
    if (end != std::string::npos)
      removed.resize(end);
    std::string outer(scope); // ok: may be short
    while (outer.size() > 8)
      outer.erase(outer.size() - 4);
    std::string last = scope; // ok: may be short
    last.resize(last.size() - 1);
    std::string inner = scope; // ok: may be short
    for (std::size_t at = inner.rfind(':'); at != std::string::npos; at = inner.rfind(':'))
      inner.resize(at);
    n += scope.size() + removed.size() + outer.size() + last.size() + inner.size();
  }
  return n;
}

// ---- kept by an inner loop
std::size_t kept_(const std::vector<std::string> &paths, const Rows &rows) {
  std::size_t n = 0;
  for (const auto &path : paths) {
    std::ifstream in(path);
    std::string line; // ok: kept while the file is read
    while (std::getline(in, line))
      n += line.size();
    Row picked; // ok: kept for all rows
    Row sorted; // ok: kept for all rows
    for (const Row &row : rows) {
      picked.clear();
      for (int x : row)
        picked.push_back(x);
      sorted = row;
      fill(sorted);
      use(picked);
      use(sorted);
    }
  }
  return n;
}

// ---- as many as an array has
using Corners = std::array<Row, 4>;
void corners(const Corners &byReference, const Corners *byPointer) {
  for (std::size_t i = 0; i < byReference.size(); ++i) {
    Row corner(64); // ok: four times
    fill(corner);
    use(corner);
  }
  for (std::size_t i = 0; i != byPointer->size(); ++i) {
    Row corner(64); // ok: four times
    fill(corner);
    use(corner);
  }
  for (const Row &row : *byPointer) {
    Row corner(64); // ok: four times
    corner.push_back(row[0]);
    use(corner);
  }
}

// ---- the callee takes the content
struct Builder {
  Row values;
  Rows all;
  void swapIn(Row *row) { values.swap(*row); }
  void swapOut(Row *row) { row->swap(values); }
  void moveFrom(Row *row) { all.push_back(std::move(*row)); }
  void pass(Row *row) { moveFrom(row); }
  void exchange(Row &row) { std::swap(row, values); }
};
void builders(const Rows &rows, Builder &builder) {
  for (const Row &row : rows) {
    Row a(row.size()); // ok: swapped by the callee
    builder.swapIn(&a);
    Row b(row.size()); // ok: swapped by the callee
    builder.swapOut(&b);
    Row c(row.size()); // ok: moved by the callee
    builder.moveFrom(&c);
    Row d(row.size()); // ok: moved by the callee's callee
    builder.pass(&d);
    Row e(row.size()); // ok: swapped by the callee
    builder.exchange(e);
  }
}

// ---- a thread costs far more
void threads(const Rows &rows) {
  for (const Row &row : rows) {
    Row sums(row.size()); // ok: a thread is started for it
    std::thread worker([&] { fill(sums); });
    worker.join();
    use(sums);
    std::vector<std::string> names; // ok: a thread is started anyway
    names.push_back("x");
    log(names[0]);
  }
  for (const Row &row : rows) {
    Row sums(row.size()); // ok: a task is started for it
    std::async(std::launch::async, fill, std::ref(sums)).get();
    use(sums);
  }
}

// ---- tests

#define TEST(SUITE, NAME) void SUITE##NAME()

TEST(Parser, Numbers) {
  const std::vector<std::string> cases = {"1", "2"};
  for (const auto &text : cases) {
    std::ostringstream os; // ok: a test
    os << text;
    std::cout << os.str();
    for (int i = 0; i < 100; ++i) {
      std::string line(i, 'x'); // ok: a test
      line += text;
      std::cout << line;
    }
  }
}
