// flags: -std=c++20 -fopenmp -pthread
// Threads that wait for each other between what they do.
#include <atomic>
#include <barrier>
#include <cstddef>
#include <pthread.h>
#include <thread>
#include <vector>

extern "C" int omp_get_thread_num(void);
extern "C" int omp_get_num_threads(void);

bool more();
double measure(int i);
void use(double x);

// ---- OpenMP

namespace end_of_a_shared_loop {
struct Fit { // ok: all have added when the mean is read
  double sum = 0;
  double mean = 0;
  double scale = 1;
};
void run(Fit &fit, int n) {
#pragma omp parallel
  {
#pragma omp for
    for (int i = 0; i < n; ++i)
#pragma omp atomic
      fit.sum += measure(i);
#pragma omp for
    for (int i = 0; i < n; ++i)
      use(fit.mean * fit.scale);
  }
}
} // namespace end_of_a_shared_loop

namespace no_wait_at_the_end {
struct Fit { // warn: 'sum' and 'scale' can share a cache line
  double sum = 0;
  double scale = 1;
};
void run(Fit &fit, int n) {
#pragma omp parallel
  {
#pragma omp for nowait
    for (int i = 0; i < n; ++i)
#pragma omp atomic
      fit.sum += measure(i);
#pragma omp for
    for (int i = 0; i < n; ++i)
      use(fit.scale);
  }
}
} // namespace no_wait_at_the_end

namespace explicit_barrier {
std::atomic<long> counted{0}; // ok: all have counted when the limit is read
long limit = 10;
void run(int n) {
#pragma omp parallel
  {
    for (int i = omp_get_thread_num(); i < n; i += omp_get_num_threads())
      counted++;
#pragma omp barrier
    while (more())
      use(double(limit));
  }
}
} // namespace explicit_barrier

namespace end_of_sections {
struct Passes { // ok: the sections have ended
  std::atomic<long> first{0};
  std::atomic<long> second{0};
};
void run(Passes &p, int n) {
#pragma omp parallel
  {
#pragma omp sections
    {
#pragma omp section
      while (more())
        p.first++;
    }
#pragma omp for
    for (int i = 0; i < n; ++i)
      p.second++;
  }
}
} // namespace end_of_sections

namespace around_again {
struct State { // warn: 'moved' and 'gravity' can share a cache line
  double moved = 0;
  double gravity = 9.81;
  double other[7] = {};
};
void run(State &s, int n) {
#pragma omp parallel
  for (int step = 0; step < 100; ++step) {
#pragma omp for nowait
    for (int i = 0; i < n; ++i)
      use(s.gravity);
#pragma omp barrier
#pragma omp for nowait
    for (int i = 0; i < n; ++i) // runs into the next step
#pragma omp atomic
      s.moved += measure(i);
  }
}
struct Parted { // ok: a barrier on both sides
  double moved = 0;
  double gravity = 9.81;
};
void run(Parted &s, int n) {
#pragma omp parallel
  for (int step = 0; step < 100; ++step) {
#pragma omp for
    for (int i = 0; i < n; ++i)
      use(s.gravity);
#pragma omp for
    for (int i = 0; i < n; ++i)
#pragma omp atomic
      s.moved += measure(i);
  }
}
} // namespace around_again

namespace slots_in_each_phase {
void run(int n) {
  std::vector<double> sums(64); // warn: elements of 'sums', 8 bytes apart
#pragma omp parallel
  {
#pragma omp for
    for (int i = 0; i < n; ++i)
      sums[omp_get_thread_num()] += measure(i);
#pragma omp for
    for (int i = 0; i < n; ++i)
      use(sums[0]);
  }
}
} // namespace slots_in_each_phase

// ---- threads

namespace barrier_of_the_library {
struct Phases { // ok: all wait before they read
  std::atomic<long> added{0};
  long limit = 100;
};
void run(Phases &p, std::barrier<> &all) {
  std::vector<std::jthread> threads;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&p, &all] {
      while (more())
        p.added++;
      all.arrive_and_wait();
      while (more())
        use(double(p.limit));
    });
}
} // namespace barrier_of_the_library

namespace barrier_of_posix {
struct Phases { // warn: 'added' and 'limit' can share a cache line
  std::atomic<long> added{0};
  long limit = 100;
};
pthread_barrier_t all;
void *worker(void *p) {
  auto *phases = static_cast<Phases *>(p);
  while (more()) {
    while (more())
      use(double(phases->limit));
    pthread_barrier_wait(&all);
    while (more()) // the next round begins meanwhile
      phases->added++;
  }
  return nullptr;
}
void run(Phases &p) {
  for (int i = 0; i < 8; ++i) {
    pthread_t t;
    pthread_create(&t, nullptr, worker, &p);
    pthread_detach(t);
  }
}
} // namespace barrier_of_posix
