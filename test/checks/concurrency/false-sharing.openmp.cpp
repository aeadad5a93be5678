// flags: -std=c++20 -fopenmp
// Roles that OpenMP starts: regions, loops, sections, tasks.
#include <array>
#include <atomic>
#include <cstddef>
#include <memory>
#include <mutex>
#include <vector>

extern "C" int omp_get_thread_num(void);
extern "C" int omp_get_num_threads(void);
extern "C" int omp_get_max_threads(void);

bool more();
bool valid(long x);
long measure(int i);
float cost(int i);

// ---- an element for each thread

namespace number_in_a_helper {
int self() { return omp_get_thread_num(); }
long evaluations[128]; // warn: cache line
double evaluate(int i) {
  evaluations[self()]++;
  return cost(i);
}
void run(std::vector<double> &out) {
#pragma omp parallel for
  for (int i = 0; i < static_cast<int>(out.size()); ++i)
    out[i] = evaluate(i);
}
} // namespace number_in_a_helper

namespace number_as_a_parameter {
class Counters {
public:
  explicit Counters(int threads) : hits_(threads) {}
  void hit(int thread) { ++hits_[thread]; }

private:
  std::vector<long> hits_; // warn: cache line
};
void run(const std::vector<int> &values) {
  Counters counters(omp_get_max_threads());
#pragma omp parallel
  {
    const int thread = omp_get_thread_num();
#pragma omp for
    for (std::size_t i = 0; i < values.size(); ++i)
      if (values[i] > 0)
        counters.hit(thread);
  }
}
} // namespace number_as_a_parameter

namespace cyclic_by_hand {
double integrate(int steps) {
  double sums[64] = {}; // warn: cache line
#pragma omp parallel num_threads(8)
  {
    const int id = omp_get_thread_num();
    const int threads = omp_get_num_threads();
    for (int i = id; i < steps; i += threads)
      sums[id] += cost(i);
  }
  double pi = 0;
  for (double s : sums)
    pi += s;
  return pi;
}
} // namespace cyclic_by_hand

namespace histogram_of_each_thread {
void run(const std::vector<int> &values) {
  static int bins[16][8]; // warn: cache line
#pragma omp parallel for
  for (std::size_t i = 0; i < values.size(); ++i)
    bins[omp_get_thread_num()][values[i] & 7]++;
}
} // namespace histogram_of_each_thread

namespace reference_to_my_element {
struct Sum {
  double x = 0, y = 0;
};
void run(int n) {
  std::vector<Sum> sums(omp_get_max_threads()); // warn: cache line
#pragma omp parallel
  {
    Sum &mine = sums[omp_get_thread_num()];
#pragma omp for
    for (int i = 0; i < n; ++i) {
      mine.x += cost(i);
      mine.y += cost(-i);
    }
  }
}
} // namespace reference_to_my_element

namespace atomic_elements {
void run(int n) {
  auto done = // warn: cache line
      std::make_unique<long[]>(omp_get_max_threads());
#pragma omp parallel for
  for (int i = 0; i < n; ++i) {
    const int me = omp_get_thread_num();
#pragma omp atomic
    done[me] += i;
  }
}
} // namespace atomic_elements

namespace containers_of_each_thread {
std::vector<int> run(int n) {
  std::vector<std::vector<int>> found( // warn: cache line
      omp_get_max_threads());
#pragma omp parallel for
  for (int i = 0; i < n; ++i)
    if (valid(measure(i)))
      found[omp_get_thread_num()].push_back(i);
  std::vector<int> all;
  for (const auto &part : found)
    all.insert(all.end(), part.begin(), part.end());
  return all;
}
} // namespace containers_of_each_thread

// ---- neighbours by the schedule

namespace dynamic_schedule {
void run(std::vector<float> &out) { // warn: cache line
#pragma omp parallel for schedule(dynamic)
  for (int i = 0; i < static_cast<int>(out.size()); ++i)
    out[i] = cost(i);
}
} // namespace dynamic_schedule

namespace chunk_below_a_line {
std::vector<long> run(int n) {
  std::vector<long> out(n); // warn: cache line
#pragma omp parallel for schedule(static, 4)
  for (int i = 0; i < n; ++i)
    out[i] = measure(i);
  return out;
}
} // namespace chunk_below_a_line

namespace loop_in_a_region {
void run(int n) {
  std::vector<short> classes(n); // warn: cache line
#pragma omp parallel
  {
#pragma omp for schedule(static, 1) nowait
    for (int i = 0; i < n; ++i)
      classes[i] = static_cast<short>(measure(i));
  }
}
} // namespace loop_in_a_region

// ---- two fields, two variables

namespace sections_and_fields {
struct Scan { // warn: cache line
  long lines = 0;
  long words = 0;
};
void run(Scan &scan) {
#pragma omp parallel sections
  {
#pragma omp section
    while (more())
      scan.lines += measure(0);
#pragma omp section
    while (more())
      scan.words += measure(1);
  }
}
} // namespace sections_and_fields

namespace sections_and_calls {
struct Pipe { // warn: cache line
  std::atomic<unsigned> head{0};
  std::atomic<unsigned> tail{0};
};
void produce(Pipe &pipe) {
  while (more())
    pipe.tail.fetch_add(1);
}
void consume(Pipe &pipe) {
  while (more())
    pipe.head.fetch_add(1);
}
void run(Pipe &pipe) {
#pragma omp parallel sections num_threads(2)
  {
#pragma omp section
    produce(pipe);
#pragma omp section
    consume(pipe);
  }
}
} // namespace sections_and_calls

namespace tasks {
struct Game { // warn: cache line
  long moves = 0;
  long draws = 0;
};
void run(Game &game) {
#pragma omp parallel
#pragma omp single
  {
#pragma omp task shared(game)
    while (more())
      game.moves += measure(0);
#pragma omp task shared(game)
    while (more())
      game.draws += measure(1);
  }
}
} // namespace tasks

namespace globals {
std::atomic<long> in{0}; // warn: cache line
std::atomic<long> out{0};
void run() {
#pragma omp parallel sections
  {
#pragma omp section
    while (more())
      in++;
#pragma omp section
    while (more())
      out++;
  }
}
} // namespace globals

namespace setting_beside_a_counter {
struct Filter { // warn: cache line
  long threshold = 0;
  std::atomic<long> passed{0};
};
void run(Filter &filter, const std::vector<int> &values) {
#pragma omp parallel for
  for (std::size_t i = 0; i < values.size(); ++i)
    if (measure(values[i]) > filter.threshold)
      filter.passed++;
}
} // namespace setting_beside_a_counter

namespace locks {
std::mutex buckets[32]; // warn: cache line
void run(const std::vector<int> &values) {
#pragma omp parallel for
  for (std::size_t i = 0; i < values.size(); ++i) {
    std::lock_guard lock(buckets[static_cast<unsigned>(values[i]) % 32]);
    measure(values[i]);
  }
}
} // namespace locks

// ---- nothing to gain

namespace blocks {
void plain(std::vector<float> &out) { // ok: a block for each thread
#pragma omp parallel for
  for (int i = 0; i < static_cast<int>(out.size()); ++i)
    out[i] = cost(i);
}
void fixed(double *out, int n) { // ok: a block for each thread
#pragma omp parallel for schedule(static)
  for (int i = 0; i < n; ++i)
    out[i] = cost(i);
}
void chunked(float *out, int n) { // ok: a chunk is a line
#pragma omp parallel for schedule(static, 16)
  for (int i = 0; i < n; ++i)
    out[i] = cost(i);
}
void chunkedOnDemand(std::vector<double> &out) { // ok: a chunk is eight lines
#pragma omp parallel for schedule(dynamic, 64)
  for (int i = 0; i < static_cast<int>(out.size()); ++i)
    out[i] = cost(i);
}
void byHand(std::vector<float> &out) { // ok: each thread computes its block
#pragma omp parallel
  {
    const int me = omp_get_thread_num();
    const int n = static_cast<int>(out.size()) / omp_get_num_threads();
    for (int i = me * n; i < (me + 1) * n; ++i)
      out[i] = cost(i);
  }
}
} // namespace blocks

namespace whole_rows {
float image[512][512]; // ok: an iteration writes a row of 2048 bytes
void run() {
#pragma omp parallel for schedule(dynamic)
  for (int y = 0; y < 512; ++y)
    for (int x = 0; x < 512; ++x)
      image[y][x] = cost(y * 512 + x);
}
} // namespace whole_rows

namespace large_elements {
struct Matrix {
  double m[16];
};
Matrix invert(int i);
void run(std::vector<Matrix> &matrices) { // ok: 128 bytes each
#pragma omp parallel for schedule(static, 1)
  for (int i = 0; i < static_cast<int>(matrices.size()); ++i)
    matrices[i] = invert(i);
}
} // namespace large_elements

namespace only_read {
double run(const std::vector<double> &values) { // ok: nobody writes it
  double sum = 0;
#pragma omp parallel for schedule(static, 1) reduction(+ : sum)
  for (std::size_t i = 0; i < values.size(); ++i)
    sum += values[i];
  return sum;
}
} // namespace only_read

namespace reductions {
void run(int n, long (&bins)[4]) { // ok: each thread reduces into a copy
  long even = 0, odd = 0;          // ok: copies too
#pragma omp parallel for reduction(+ : even, odd, bins[ : 4])
  for (int i = 0; i < n; ++i) {
    (measure(i) % 2 ? odd : even)++;
    bins[measure(i) & 3]++;
  }
  bins[0] += even - odd;
}
} // namespace reductions

namespace copies_by_clause {
void run(int n) {
  long seen[4] = {}; // ok: firstprivate
  long last[4];      // ok: private
#pragma omp parallel for firstprivate(seen) private(last)
  for (int i = 0; i < n; ++i) {
    last[i & 3] = measure(i);
    seen[i & 3] += last[i & 3];
  }
}
void locals(int n) {
#pragma omp parallel
  {
    long mine[4] = {}; // ok: a local of the region
#pragma omp for
    for (int i = 0; i < n; ++i)
      mine[i & 3] += measure(i);
#pragma omp critical
    measure(static_cast<int>(mine[0]));
  }
}
} // namespace copies_by_clause

namespace thread_private {
long hits[4]; // ok: threadprivate
#pragma omp threadprivate(hits)
void run(int n) {
#pragma omp parallel for
  for (int i = 0; i < n; ++i)
    hits[i & 3] += measure(i);
}
} // namespace thread_private

namespace one_store {
long run(int n) {
  std::vector<long> sums(omp_get_max_threads()); // ok: one store per thread
#pragma omp parallel
  {
    long mine = 0;
#pragma omp for nowait
    for (int i = 0; i < n; ++i)
      mine += measure(i);
    sums[omp_get_thread_num()] += mine;
  }
  return sums[0];
}
} // namespace one_store

namespace one_word {
long run(int n) {
  long found = 0; // ok: one word for all
#pragma omp parallel for
  for (int i = 0; i < n; ++i)
    if (valid(measure(i))) {
#pragma omp atomic
      found++;
    }
  return found;
}
} // namespace one_word

namespace critical {
struct Extent { // ok: one critical section writes both
  long lowest = 0;
  long highest = 0;
};
void run(Extent &extent, int n) {
#pragma omp parallel for
  for (int i = 0; i < n; ++i) {
    const long value = measure(i);
#pragma omp critical
    {
      if (value < extent.lowest)
        extent.lowest = value;
      if (value > extent.highest)
        extent.highest = value;
    }
  }
}
} // namespace critical

namespace aligned {
struct alignas(64) Sum {
  double value = 0;
};
void run(int n) {
  std::vector<Sum> sums(omp_get_max_threads()); // ok: a line each
#pragma omp parallel for
  for (int i = 0; i < n; ++i)
    sums[omp_get_thread_num()].value += cost(i);
}
void strided(int n) {
  std::vector<double> sums(omp_get_max_threads() * 8); // ok: a line each
#pragma omp parallel for
  for (int i = 0; i < n; ++i)
    sums[omp_get_thread_num() * 8] += cost(i);
}
void stridedIterations(float *out, int n) { // ok: an iteration is a line
#pragma omp parallel for schedule(static, 1)
  for (int i = 0; i < n; ++i)
    out[16 * i] = cost(i);
}
} // namespace aligned

namespace no_region {
void vectorized(std::vector<float> &out) { // ok: simd starts no threads
#pragma omp simd
  for (int i = 0; i < static_cast<int>(out.size()); ++i)
    out[i] = out[i] * 2;
}
struct Progress { // ok: one thread of the region
  long steps = 0;
  long errors = 0;
};
void single(Progress &progress) {
#pragma omp parallel
#pragma omp single
  while (more()) {
    progress.steps++;
    progress.errors += valid(measure(0)) ? 0 : 1;
  }
}
} // namespace no_region

namespace one_after_the_other {
struct Passes { // ok: the first region ends before the second begins
  std::atomic<long> first{0};
  std::atomic<long> second{0};
};
void run(Passes &passes, int n) {
#pragma omp parallel for
  for (int i = 0; i < n; ++i)
    passes.first += measure(i);
#pragma omp parallel for
  for (int i = 0; i < n; ++i)
    passes.second += measure(i);
}
} // namespace one_after_the_other

namespace flag_of_each_item {
void run(const std::vector<long> &items) {
  bool *removed = new bool[items.size()]; // warn: dealt out to different threads
#pragma omp parallel for schedule(dynamic, 10)
  for (std::size_t i = 0; i < items.size(); ++i)
    if (!valid(items[i]))
      removed[i] = true;
  measure(removed[0]);
}
} // namespace flag_of_each_item
