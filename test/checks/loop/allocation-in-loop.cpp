#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>
#include <locale>
#include <map>
#include <memory>
#include <numeric>
#include <queue>
#include <random>
#include <ranges>
#include <span>
#include <sstream>
#include <stack>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

using Row = std::vector<int>;
using Rows = std::vector<Row>;
void split(const std::string &line, std::vector<std::string> &fields);
void tokenize(const std::string &line, std::vector<std::string> *tokens);
int total(const Row &row);
int sumOf(std::span<const int> values);
void toLower(std::string &text);
bool isBad(int);

// ---- containers
long copies(const Rows &rows) {
  long sum = 0;
  for (const Row &row : rows) { // note: the loop
    std::vector<int> sorted = row; // warn: 'sorted' gets new storage in every iteration; declare it before the loop and clear() or assign() it in each iteration
    std::sort(sorted.begin(), sorted.end());
    sum += sorted.front();
  }
  for (const Row &row : rows) {
    auto sorted(row); // warn: 'sorted' gets new storage
    std::ranges::sort(sorted);
    sum += sorted.back();
  }
  for (const Row &row : rows) {
    Row reversed(row.rbegin(), row.rend()); // warn: 'reversed' gets new storage
    sum += total(reversed);
  }
  for (const Row &row : rows) {
    std::unordered_set<int> seen(row.begin(), row.end()); // warn: 'seen' gets new storage
    sum += static_cast<long>(seen.size());
  }
  for (std::size_t i = 0; i < rows.size(); ++i) {
    Row copy; // warn: 'copy' gets new storage
    copy = rows[i];
    std::ranges::reverse(copy);
    sum += sumOf(copy);
  }
  return sum;
}

// All elements go on, the storage does not.
Row flatten(const Rows &rows) {
  Row all;
  for (const Row &row : rows) {
    Row even; // warn: 'even' gets new storage
    std::copy_if(row.begin(), row.end(), std::back_inserter(even), [](int x) { return x % 2 == 0; });
    all.insert(all.end(), even.begin(), even.end());
  }
  return all;
}

std::vector<std::string> moveElements(const std::vector<std::string> &lines) {
  std::vector<std::string> all;
  for (const auto &line : lines) {
    std::vector<std::string> fields; // warn: 'fields' gets new storage
    split(line, fields);
    std::move(fields.begin(), fields.end(), std::back_inserter(all));
  }
  for (const auto &line : lines) {
    std::vector<std::string> tokens; // warn: 'tokens' gets new storage
    tokenize(line, &tokens);
    all.push_back(std::move(tokens.back()));
  }
  return all;
}

int sized(const Rows &rows, std::size_t width) {
  int n = 0;
  for (const Row &row : rows) {
    std::vector<bool> marked(width); // warn: 'marked' gets new storage
    std::vector<Row> grid(width, Row(width)); // warn: 'grid' gets new storage
    std::vector<int> again; // warn: 'again' gets new storage
    again.resize(row.size());
    marked[0] = true;
    grid[0][0] = 1;
    again[0] = grid[0][0];
    n += marked[0] + again[0];
  }
  return n;
}

int constants(const Rows &rows, std::size_t width, const Row &weights) {
  int n = 0;
  for (const Row &row : rows) {
    const std::vector<int> ones(width, 1); // warn: 'ones' is built anew in every iteration and not changed; build it before the loop
    const std::vector<int> primes = {2, 3, 5, 7}; // warn: 'primes' is built anew
    const Row firsts(row.begin(), row.begin() + 1); // warn: 'firsts' gets new storage
    const Row own(weights.begin(), weights.end()); // warn: 'own' is built anew
    n += ones[0] + primes[1] + firsts[0] + own[0];
  }
  return n;
}

int searches(const std::vector<Row> &graph) {
  int reached = 0;
  for (std::size_t start = 0; start < graph.size(); ++start) {
    std::queue<std::size_t> todo; // warn: 'todo' gets new storage in every iteration; declare it before the loop and leave it empty at the end of each iteration
    std::vector<char> seen(graph.size()); // warn: 'seen' gets new storage
    todo.push(start);
    while (!todo.empty()) {
      const std::size_t at = todo.front();
      todo.pop();
      for (int next : graph[at])
        if (!seen[next]) {
          seen[next] = 1;
          todo.push(next);
          ++reached;
        }
    }
  }
  for (const Row &row : graph) {
    std::priority_queue<int> best; // warn: 'best' gets new storage
    std::deque<int> window; // warn: 'window' gets new storage
    for (int x : row) {
      best.push(x);
      window.push_back(x);
    }
    reached += best.top() + window.back();
  }
  return reached;
}

void buffers(std::istream &in, const std::vector<std::size_t> &sizes) {
  for (std::size_t size : sizes) {
    std::string buffer(size, '\0'); // warn: 'buffer' gets new storage
    in.read(buffer.data(), static_cast<std::streamsize>(size));
    std::string marked(size, '.'); // warn: 'marked' gets new storage
    marked[size / 2] = '*';
    std::cout << marked;
    std::string other(size, ' '); // warn: 'other' gets new storage
    in.read(&other[0], static_cast<std::streamsize>(size));
  }
}

std::size_t text(const std::vector<std::string> &lines, std::istream &in) {
  std::size_t n = 0;
  for (const auto &line : lines) {
    std::string padded(80, ' '); // warn: 'padded' gets new storage
    std::string doubled; // warn: 'doubled' gets new storage
    for (char c : line)
      doubled += std::string(2, c);
    std::string big; // warn: 'big' gets new storage
    big.reserve(line.size() * 2);
    big += line;
    padded.replace(0, line.size(), line);
    n += padded.size() + doubled.size() + big.size();
  }
  while (true) {
    std::string line; // warn: 'line' gets new storage
    if (!std::getline(in, line))
      break;
    n += line.size();
  }
  return n;
}

// ---- loops of every kind
void loops(const Rows &rows, std::istream &in, int n) {
  std::size_t i = 0;
  while (i < rows.size()) {
    if (rows[i].empty()) {
      ++i;
      continue;
    }
    Row one; // warn: 'one' gets new storage
    one.push_back(rows[i++].front());
    sumOf(one);
  }
again:
  {
    std::vector<char> buffer(512); // warn: 'buffer' gets new storage
    in.read(buffer.data(), 512);
  }
  if (in)
    goto again;
  do {
    std::vector<char> buffer(512); // warn: 'buffer' gets new storage
    in.read(buffer.data(), 512);
  } while (in);
  for (;;) {
    std::vector<char> buffer(512); // warn: 'buffer' gets new storage
    if (!in.read(buffer.data(), 512))
      return;
    if (buffer[0] == n)
      break;
  }
  for (const Row &row : rows)   // note: the loop
    for (int k = 0; k < 3; ++k) {
      Row part(3); // warn: 'part' gets new storage
      part[k] = row[k];
      sumOf(part);
    }
}

void algorithms(const Rows &rows, std::size_t width) {
  std::vector<int> out(rows.size());
  std::transform(rows.begin(), rows.end(), out.begin(), [&](const Row &row) { // note: the algorithm that visits each element
    std::vector<int> sorted(row); // warn: 'sorted' gets new storage
    std::sort(sorted.begin(), sorted.end());
    return sorted[0];
  });
  const auto spread = [width](const Row &row) {
    std::vector<int> bins(width); // warn: 'bins' gets new storage
    for (int x : row)
      ++bins[x % width];
    return bins[0];
  };
  std::ranges::transform(rows, out.begin(), spread);
  std::ranges::for_each(rows, [](const Row &row) {
    std::ostringstream os; // warn: 'os' is built anew
    os << row.size();
    std::cout << os.str();
  });
}

int inPlace(const Rows &rows) {
  int n = 0;
  for (const Row &row : rows)
    n += [&] {
      Row sorted(row); // warn: 'sorted' gets new storage
      std::sort(sorted.begin(), sorted.end());
      return sorted[0];
    }();
  return n;
}

template <class T> T inTemplate(const std::vector<std::vector<T>> &rows) {
  T sum{};
  for (const auto &row : rows) {
    std::vector<T> sorted; // warn: 'sorted' gets new storage
    sorted.reserve(row.size());
    for (const T &x : row)
      sorted.push_back(x);
    sum += sorted[0];
  }
  return sum;
}
template int inTemplate(const std::vector<std::vector<int>> &);
template double inTemplate(const std::vector<std::vector<double>> &);

class Report {
public:
  void add(const std::vector<std::string> &names) {
    for (const auto &name : names) {
      std::stringstream line; // warn: 'line' is built anew in every iteration; declare it before the loop and reset it by str() and clear() in each iteration
      line << prefix_ << name;
      lines_.push_back(line.str());
      std::vector<int> lengths; // warn: 'lengths' gets new storage
      lengths.push_back(static_cast<int>(name.size()));
      lengths.push_back(2);
      sum_ += average(lengths);
    }
  }

private:
  double average(const std::vector<int> &values) const;
  std::string prefix_;
  std::vector<std::string> lines_;
  double sum_ = 0;
};

// The callee is in this file and does not keep its argument.
class Histogram {
public:
  void fill(const Rows &rows) {
    for (const Row &row : rows) {
      Row half; // warn: 'half' gets new storage
      for (std::size_t i = 0; i < row.size(); i += 2)
        half.push_back(row[i]);
      count(half);
    }
  }

private:
  void count(const Row &values) { n_ += static_cast<long>(values.size()); }
  long n_ = 0;
};

void halves(const Row &row, Row &low, Row &high);
void pair(const Row &row, Row &low, Row &high) {
  for (int x : row)
    (x < 0 ? low : high).push_back(x);
  high.push_back(1);
  low.push_back(1);
}
int outParameters(const Rows &rows) {
  int n = 0;
  for (const Row &row : rows) {
    Row low, high; // warn: 'low' gets new storage // warn: 'high' gets new storage
    halves(row, low, high);
    Row a, b; // warn: 'a' gets new storage // warn: 'b' gets new storage
    pair(row, a, b);
    n += total(low) + total(high) + total(a) + total(b);
  }
  return n;
}

// The callee reads and writes through the pointer, and leaves the storage.
struct Sorter {
  void sort(Row *row) {
    std::sort(row->begin(), row->end());
    row->push_back(0);
    last = row->back();
  }
  int last = 0;
};
int pointers(const Rows &rows, Sorter &sorter) {
  bool first = true;
  for (const Row &row : rows) {
    Row sorted(row); // warn: 'sorted' gets new storage
    sorter.sort(&sorted);
    if (first)
      sorter.last = 0;
    first = false;
  }
  for (const Row &row : rows) {
    bool retry = true;
    while (retry) {
      Row again(row); // warn: 'again' gets new storage
      sorter.sort(&again);
      retry = false;
    }
  }
  return sorter.last;
}

// What is not special is what most items are.
std::size_t usual(const std::vector<std::string> &lines, const char *mode) {
  std::size_t n = 0;
  for (const auto &line : lines) {
    if (line == "end")
      break;
    if (line[0] == '#')
      continue;
    if (line != "skip" && line.size() != 0) {
      std::istringstream in(line); // warn: 'in' is built anew
      in >> n;
    }
    if (std::strcmp(mode, "fast") == 0) {
      std::vector<std::string> fields; // warn: 'fields' gets new storage
      split(line, fields);
      n += fields.size();
    }
    if (line.size() == 3) {
      std::vector<char> sorted(line.begin(), line.end()); // warn: 'sorted' gets new storage
      std::sort(sorted.begin(), sorted.end());
      n += sorted[0];
    }
  }
  return n;
}

int someOfEach(const Rows &rows) {
  int n = 0;
  for (const Row &row : rows) {
    std::vector<int> even; // warn: 'even' gets new storage
    for (int x : row)
      if (x % 2 == 0)
        even.push_back(x);
    n += total(even);
  }
  return n;
}

int bothBranches(const Rows &rows) {
  int n = 0;
  for (const Row &row : rows) {
    Row some; // warn: 'some' gets new storage
    if (row.empty())
      some.push_back(0);
    else
      some.assign(3, row[0]);
    n += total(some);
  }
  return n;
}

// ---- streams, files, random numbers, locales
long parse(const std::vector<std::string> &lines) {
  long sum = 0;
  for (const auto &line : lines) {
    long x = 0;
    std::istringstream(line) >> x; // warn: the temporary object is built anew
    std::stringstream both(line); // warn: 'both' is built anew
    both >> x;
    std::istringstream fields{line}; // warn: 'fields' is built anew
    while (fields >> x)
      sum += x;
    const std::string hex = (std::ostringstream() << std::hex << x).str(); // warn: the temporary object is built anew
    std::wostringstream wide; // warn: 'wide' is built anew
    wide << x;
    std::ostringstream last; // warn: 'last' is built anew
    last << x;
    sum += static_cast<long>(std::move(last).str().size() + hex.size());
  }
  return sum;
}

void files(const std::vector<std::string> &lines, const std::string &path) {
  for (const auto &line : lines) {
    std::ofstream(path, std::ios_base::app) << line; // warn: the temporary object opens the same file in every iteration; open it once before the loop
    std::ofstream log; // warn: 'log' opens the same file
    log.open(path + ".log", std::ios::out | std::ios::app);
    log << line;
    std::ifstream words("/usr/share/dict/words"); // warn: 'words' opens the same file
    std::string word;
    words >> word;
    std::fstream both{"journal", std::ios::in | std::ios::out | std::ios::app}; // warn: 'both' opens the same file
    both << word;
  }
}

void random(std::vector<double> &values, unsigned seed) {
  std::random_device device;
  for (double &value : values) {
    std::mt19937_64 engine{device()}; // warn: 'engine' is seeded anew in every iteration; seed it once before the loop
    value = std::uniform_real_distribution<>()(engine);
    std::random_device own; // warn: 'own' is opened in every iteration; declare it before the loop
    std::seed_seq seeds{own(), own()};
    std::mt19937 other(seeds); // warn: 'other' is seeded anew
    std::ranlux48 slow(seed); // warn: 'slow' is seeded anew
    value += static_cast<double>(other() + slow());
    value += std::random_device()(); // warn: the temporary object is opened
  }
}

void shuffleAll(Rows &rows) {
  for (Row &row : rows)
    std::shuffle(row.begin(), row.end(), std::mt19937{std::random_device{}()}); // warn: the temporary object is seeded anew
}

void timeSeeded(std::vector<int> &values) {
  for (auto it = values.begin(); it != values.end(); ++it) {
    std::mt19937 engine(static_cast<unsigned>(std::time(nullptr))); // warn: 'engine' is seeded anew
    *it = static_cast<int>(engine());
  }
}

std::size_t locales(const std::vector<std::string> &words, const std::string &name) {
  std::size_t n = 0;
  for (const auto &word : words) {
    std::ostringstream os; // warn: 'os' is built anew
    os.imbue(std::locale(name)); // warn: the temporary object is looked up by its name in every iteration
    const std::locale user(""); // warn: 'user' is looked up by its name in every iteration
    n += std::isupper(word[0], user) + std::isupper(word[0], std::locale("C")); // warn: the temporary object is looked up
  }
  return n;
}

// ---- memory
struct Sums {
  long low = 0, high = 0;
};
struct Shape {
  virtual ~Shape() = default;
  virtual double area() const = 0;
};
struct Square : Shape {
  double area() const override { return 1; }
};

double owned(const Rows &rows, std::size_t width) {
  double all = 0;
  for (const Row &row : rows) {
    auto sums = std::make_unique<Sums>(); // warn: 'sums' is a new object on the heap in every iteration
    std::for_each(row.begin(), row.end(), [&](int x) { sums->low += x; });
    std::unique_ptr<Sums> other(new Sums); // warn: 'other' is a new object on the heap
    other->high = sums->low;
    std::unique_ptr<Shape> shape = std::make_unique<Square>(); // warn: 'shape' is a new object on the heap
    all += shape->area();
    const std::shared_ptr<Sums> shared(new Sums{1, 2}); // warn: 'shared' is a new object on the heap
    if (shared && other != nullptr)
      all += static_cast<double>(shared->low + (*other).high);
    std::unique_ptr<int[]> block(new int[width]); // warn: 'block' is a new block of memory in every iteration
    std::copy(row.begin(), row.end(), block.get());
    auto bytes = std::make_unique<char[]>(row.size()); // warn: 'bytes' is a new block of memory
    std::memset(bytes.get(), 0, row.size());
    all += block[0] + bytes[0];
  }
  return all;
}

int raw(const std::vector<std::string> &keys) {
  int n = 0;
  char *later;
  for (const auto &key : keys) {
    char *copy = (char *)std::malloc(key.size() + 1); // warn: 'copy' is a new block of memory
    if (copy == nullptr)
      continue;
    std::strcpy(copy, key.c_str());
    n += copy[0];
    free(copy);
    auto *zeroed = static_cast<int *>(std::calloc(16, sizeof(int))); // warn: 'zeroed' is a new block of memory
    n += zeroed[n % 16];
    std::free(zeroed);
    auto *sums = new Sums(); // warn: 'sums' is a new object on the heap
    sums->low = n;
    n += static_cast<int>(sums->low);
    delete sums;
    sums = nullptr;
    later = new char[256]; // warn: 'later' is a new block of memory
    std::snprintf(later, 256, "%d", n);
    n += later[0];
    delete[] later;
  }
  return n;
}
