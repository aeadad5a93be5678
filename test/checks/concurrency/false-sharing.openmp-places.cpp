// flags: -std=c++20 -fopenmp
// How places are followed in OpenMP regions: private copies, blocks, data that
// decides.
#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

extern "C" int omp_get_thread_num(void);
typedef struct {
  void *p;
} omp_lock_t;
extern "C" void omp_set_lock(omp_lock_t *);
extern "C" void omp_unset_lock(omp_lock_t *);

long measure(int i);

// ---- numbers and locks

namespace number_in_a_private_variable {
double pi(long steps) {
  double sum[32] = {0}; // warn: cache line
  int id;
#pragma omp parallel private(id)
  {
    id = omp_get_thread_num();
    for (long i = id; i < steps; i += 8)
      sum[id] += measure(int(i));
  }
  return sum[0];
}
} // namespace number_in_a_private_variable

namespace locks_of_buckets {
omp_lock_t locks[64]; // warn: cache line
void fill(const std::vector<int> &keys,
          std::vector<std::vector<int>> &buckets) {
#pragma omp parallel for
  for (std::size_t i = 0; i < keys.size(); ++i) {
    int b = keys[i] & 63;
    omp_set_lock(&locks[b]);
    buckets[b].push_back(keys[i]);
    omp_unset_lock(&locks[b]);
  }
}
struct Tally { // ok: one lock guards both
  omp_lock_t lock;
  long even, odd;
};
void count(Tally &t, int n) {
#pragma omp parallel sections
  {
#pragma omp section
    for (int i = 0; i < n; ++i) {
      omp_set_lock(&t.lock);
      t.even += measure(i);
      omp_unset_lock(&t.lock);
    }
#pragma omp section
    for (int i = 0; i < n; ++i) {
      omp_set_lock(&t.lock);
      t.odd += measure(i);
      omp_unset_lock(&t.lock);
    }
  }
}
} // namespace locks_of_buckets

// ---- a block for each thread

namespace blocks {
struct Body {
  double x[3], v[3], m;
};
void nbody(std::vector<Body> &bs) { // ok: each writes its own block
#pragma omp parallel for
  for (std::size_t i = 0; i < bs.size(); ++i)
    for (std::size_t j = 0; j < bs.size(); ++j)
      bs[i].v[0] += bs[j].m * (bs[j].x[0] - bs[i].x[0]);
}
struct Cell {
  double now, next;
};
void stencil(std::vector<Cell> &cs) { // ok: only edges are shared
#pragma omp parallel for
  for (std::size_t i = 1; i < cs.size() - 1; ++i)
    cs[i].next = (cs[i - 1].now + cs[i + 1].now) / 2 + measure(int(i));
}
void inPlace(std::vector<double> &u) { // ok: own blocks
#pragma omp parallel for
  for (std::size_t i = 1; i < u.size() - 1; ++i)
    u[i] = (u[i - 1] + u[i + 1]) / 2 + measure(int(i));
}
void blocks(std::vector<Cell> &cs, int n) { // ok: own blocks
  std::vector<std::jthread> ts;
  const std::size_t chunk = cs.size() / n;
  for (int t = 0; t < n; ++t)
    ts.emplace_back([&cs, t, chunk] {
      for (std::size_t i = t * chunk; i < (t + 1) * chunk; ++i)
        cs[i].next = (cs[i - 1].now + cs[i + 1].now) / 2 + measure(int(i));
    });
}
} // namespace blocks

// ---- the data decides

namespace index_from_data {
void sparse(const std::vector<int> &rows, const std::vector<double> &vals,
            std::vector<double> &y) { // ok: the data decides
#pragma omp parallel for schedule(dynamic)
  for (std::size_t k = 0; k < rows.size(); ++k) {
#pragma omp atomic
    y[rows[k]] += vals[k];
  }
}
void scatter(const int *at, long *bins, int n) { // ok: the data decides
#pragma omp parallel for schedule(static, 1)
  for (int k = 0; k < n; ++k)
    bins[at[k]] += measure(k);
}
void cyclic(const std::vector<int> &keys, std::vector<std::atomic<long>> &bins,
            int n) { // ok: the data decides
  std::vector<std::jthread> ts;
  for (int t = 0; t < n; ++t)
    ts.emplace_back([&, t] {
      for (std::size_t k = t; k < keys.size(); k += n)
        bins[keys[k]]++;
    });
}
} // namespace index_from_data
