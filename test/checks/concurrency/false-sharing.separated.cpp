// flags: -std=c++20 -pthread
// Distance: what keeps two places on two lines, and what does not.
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <mutex>
#include <new>
#include <thread>
#include <utility>
#include <vector>

bool more();
long measure(int i);
void use(const void *p);

// ---- fields that are too close

namespace first_of_two_aligned {
struct Stats { // warn: cache line
  alignas(64) std::atomic<long> in{0};
  std::atomic<long> out{0};
};
void run(Stats &s) {
  std::jthread a([&s] {
    while (more())
      s.in++;
  });
  std::jthread b([&s] {
    while (more())
      s.out++;
  });
}
} // namespace first_of_two_aligned

namespace follower_of_the_second {
struct Stats { // warn: cache line
  std::atomic<long> in{0};
  alignas(64) std::atomic<long> total{0};
  std::atomic<long> out{0};
};
static_assert(offsetof(Stats, out) == 72);
void run(Stats &s) {
  std::jthread a([&s] {
    while (more())
      s.total++;
  });
  std::jthread b([&s] {
    while (more())
      s.out++;
  });
}
} // namespace follower_of_the_second

namespace pad_of_the_rest {
struct Stats { // ok: fields of 8 bytes that begin 64 bytes apart never meet
  std::atomic<long> in{0};
  char pad[64 - sizeof(std::atomic<long>)];
  std::atomic<long> out{0};
};
static_assert(alignof(Stats) == 8 && offsetof(Stats, out) == 64);
void run(Stats &s) {
  std::jthread a([&s] {
    while (more())
      s.in++;
  });
  std::jthread b([&s] {
    while (more())
      s.out++;
  });
}
} // namespace pad_of_the_rest

namespace pad_in_the_wrong_place {
struct Stats { // warn: cache line
  char before[64];
  std::atomic<long> in{0};
  std::atomic<long> out{0};
  char after[64];
};
void run(Stats &s) {
  std::jthread a([&s] {
    while (more())
      s.in++;
  });
  std::jthread b([&s] {
    while (more())
      s.out++;
  });
}
} // namespace pad_in_the_wrong_place

namespace cold_fields_between {
struct Stats { // warn: cache line
  std::atomic<long> in{0};
  const char *name = nullptr;
  long created[3] = {};
  std::atomic<long> out{0};
};
static_assert(offsetof(Stats, out) == 40);
void run(Stats &s) {
  std::jthread a([&s] {
    while (more())
      s.in++;
  });
  std::jthread b([&s] {
    while (more())
      s.out++;
  });
}
} // namespace cold_fields_between

namespace half_a_line {
struct Stats { // warn: cache line
  alignas(32) std::atomic<long> in{0};
  alignas(32) std::atomic<long> out{0};
};
static_assert(sizeof(Stats) == 64);
void run(Stats &s) {
  std::jthread a([&s] {
    while (more())
      s.in++;
  });
  std::jthread b([&s] {
    while (more())
      s.out++;
  });
}
} // namespace half_a_line

namespace alignment_of_a_pointer {
template <typename T> struct alignas(2 * sizeof(void *)) Aligned {
  T value{};
};
struct Stats { // warn: cache line
  Aligned<std::atomic<long>> in;
  Aligned<std::atomic<long>> out;
};
void run(Stats &s) {
  std::jthread a([&s] {
    while (more())
      s.in.value++;
  });
  std::jthread b([&s] {
    while (more())
      s.out.value++;
  });
}
} // namespace alignment_of_a_pointer

namespace aligned_record {
struct alignas(128) Stats { // warn: cache line
  std::atomic<long> in{0};
  std::atomic<long> out{0};
};
static_assert(sizeof(Stats) == 128);
void run(Stats &s) {
  std::jthread a([&s] {
    while (more())
      s.in++;
  });
  std::jthread b([&s] {
    while (more())
      s.out++;
  });
}
} // namespace aligned_record

namespace aligned_group {
struct Stats {
  long created = 0;
  struct alignas(64) Counters { // warn: cache line
    std::atomic<long> in{0};
    std::atomic<long> out{0};
  } counters;
};
void run(Stats &s) {
  std::jthread a([&s] {
    while (more())
      s.counters.in++;
  });
  std::jthread b([&s] {
    while (more())
      s.counters.out++;
  });
}
} // namespace aligned_group

namespace behind_an_array {
struct Stats { // warn: cache line
  alignas(64) std::atomic<long> in{0};
  alignas(64) long samples[9] = {};
  std::atomic<long> out{0};
};
static_assert(offsetof(Stats, out) == 136);
void run(Stats &s) {
  std::jthread a([&s] {
    while (more())
      s.samples[8] += measure(0);
  });
  std::jthread b([&s] {
    while (more())
      s.out++;
  });
}
} // namespace behind_an_array

// ---- fields that are apart

namespace second_aligned {
struct Stats { // ok: out begins a line, thus the next one
  std::atomic<long> in{0};
  alignas(64) std::atomic<long> out{0};
};
void run(Stats &s) {
  std::jthread a([&s] {
    while (more())
      s.in++;
  });
  std::jthread b([&s] {
    while (more())
      s.out++;
  });
}
} // namespace second_aligned

namespace attribute {
struct Stats { // ok: aligned by attributes
  std::atomic<long> in{0};
  std::atomic<long> out [[gnu::aligned(64)]]{0};
  long end __attribute__((aligned(64))) = 0;
};
static_assert(offsetof(Stats, out) == 64);
void run(Stats &s) {
  std::jthread a([&s] {
    while (more())
      s.in++;
  });
  std::jthread b([&s] {
    while (more())
      s.out++;
  });
}
} // namespace attribute

namespace two_lines {
constexpr std::size_t prefetched = 128;
struct Stats { // ok: aligned to a pair of lines
  alignas(prefetched) std::atomic<long> in{0};
  alignas(prefetched) std::atomic<long> out{0};
};
void run(Stats &s) {
  std::jthread a([&s] {
    while (more())
      s.in++;
  });
  std::jthread b([&s] {
    while (more())
      s.out++;
  });
}
} // namespace two_lines

namespace standard_constant {
struct Stats { // ok: the standard library's distance
  alignas(std::hardware_destructive_interference_size) std::atomic<long> in{0};
  alignas(std::hardware_destructive_interference_size) std::atomic<long> out{0};
};
void run(Stats &s) {
  std::jthread a([&s] {
    while (more())
      s.in++;
  });
  std::jthread b([&s] {
    while (more())
      s.out++;
  });
}
} // namespace standard_constant

namespace aligned_types {
struct alignas(64) Counter {
  std::atomic<long> value{0};
  void add() { value++; }
};
struct Stats { // ok: the type of the fields is aligned
  Counter in;
  Counter out;
};
void run(Stats &s) {
  std::jthread a([&s] {
    while (more())
      s.in.add();
  });
  std::jthread b([&s] {
    while (more())
      s.out.add();
  });
}
} // namespace aligned_types

namespace aligned_base {
struct alignas(64) Line {};
struct Counter : Line {
  std::atomic<long> value{0};
};
struct Stats { // ok: the base aligns the fields
  Counter in;
  Counter out;
};
void run(Stats &s) {
  std::jthread a([&s] {
    while (more())
      s.in.value++;
  });
  std::jthread b([&s] {
    while (more())
      s.out.value++;
  });
}
} // namespace aligned_base

namespace aligned_alias {
typedef long AlignedLong __attribute__((aligned(64)));
struct Stats { // ok: the alias is aligned
  AlignedLong in = 0;
  AlignedLong out = 0;
};
static_assert(sizeof(Stats) == 128);
void run(Stats &s) {
  std::jthread a([&s] {
    while (more())
      s.in += measure(0);
  });
  std::jthread b([&s] {
    while (more())
      s.out += measure(1);
  });
}
} // namespace aligned_alias

namespace padded_wrappers {
template <typename T> struct Padded {
  T value{};
  char pad[128 - sizeof(T)];
};
struct Stats { // ok: 128 bytes from one to the other
  Padded<std::atomic<long>> in;
  Padded<std::atomic<long>> out;
};
void run(Stats &s) {
  std::jthread a([&s] {
    while (more())
      s.in.value++;
  });
  std::jthread b([&s] {
    while (more())
      s.out.value++;
  });
}
} // namespace padded_wrappers

namespace line_between {
struct Stats { // ok: a whole line between them
  std::atomic<long> in{0};
  char line[64];
  std::atomic<long> out{0};
};
static_assert(offsetof(Stats, out) == 72);
void run(Stats &s) {
  std::jthread a([&s] {
    while (more())
      s.in++;
  });
  std::jthread b([&s] {
    while (more())
      s.out++;
  });
}
} // namespace line_between

namespace pad_in_an_aligned_record {
struct alignas(64) Stats { // ok: the record begins a line, out the next
  std::atomic<long> in{0};
  char pad[64 - sizeof(std::atomic<long>)];
  std::atomic<long> out{0};
};
static_assert(offsetof(Stats, out) == 64);
void run(Stats &s) {
  std::jthread a([&s] {
    while (more())
      s.in++;
  });
  std::jthread b([&s] {
    while (more())
      s.out++;
  });
}
} // namespace pad_in_an_aligned_record

namespace aligned_field_between {
struct Stats { // ok: a line begins between them
  std::atomic<long> in{0};
  alignas(64) const char *name = nullptr;
  std::atomic<long> out{0};
};
static_assert(offsetof(Stats, out) == 72);
void run(Stats &s) {
  std::jthread a([&s] {
    while (more())
      s.in++;
  });
  std::jthread b([&s] {
    while (more())
      s.out++;
  });
}
} // namespace aligned_field_between

namespace cold_data_between {
struct Stats { // ok: the buffer stands between them
  std::mutex in;
  char buffer[4096];
  std::mutex out;
};
void run(Stats &s) {
  std::jthread a([&s] {
    while (more())
      std::lock_guard lock(s.in);
  });
  std::jthread b([&s] {
    while (more())
      std::lock_guard lock(s.out);
  });
}
} // namespace cold_data_between

namespace derived_class {
struct Base {
  std::atomic<long> in{0};
};
struct Derived : Base { // ok: its own field begins a line
  alignas(64) std::atomic<long> out{0};
};
void run(Derived &s) {
  std::jthread a([&s] {
    while (more())
      s.in++;
  });
  std::jthread b([&s] {
    while (more())
      s.out++;
  });
}
} // namespace derived_class

namespace groups {
class Pipe { // ok: a line for each thread's fields
public:
  void read() {
    in_++;
    inBytes_ += measure(0);
  }
  void write() {
    out_++;
    outBytes_ += measure(1);
  }

private:
  alignas(64) long in_ = 0;
  long inBytes_ = 0;
  alignas(64) long out_ = 0;
  long outBytes_ = 0;
};
void run(Pipe &s) {
  std::jthread a([&s] {
    while (more())
      s.read();
  });
  std::jthread b([&s] {
    while (more())
      s.write();
  });
}
} // namespace groups

// ---- elements that are too close

namespace pad_of_the_wrong_size {
struct Slot {
  std::atomic<long> n{0};
  char pad[64 - 2 * sizeof(std::atomic<long>)];
};
static_assert(sizeof(Slot) == 56);
Slot slots[8]; // warn: cache line
void loop(std::size_t id) {
  while (more())
    slots[id].n++;
}
void run() {
  for (std::size_t i = 0; i < 8; ++i)
    std::thread(loop, i).detach();
}
} // namespace pad_of_the_wrong_size

namespace half_lines {
struct alignas(32) Slot {
  long n = 0;
};
std::vector<Slot> slots(8); // warn: cache line
void loop(std::size_t id) {
  while (more())
    slots[id].n += measure(0);
}
void run() {
  for (std::size_t i = 0; i < 8; ++i)
    std::thread(loop, i).detach();
}
} // namespace half_lines

namespace aligned_start {
alignas(64) std::array<std::atomic<unsigned>, 8> slots; // warn: cache line
void loop(std::size_t id) {
  while (more())
    slots[id]++;
}
void run() {
  for (std::size_t i = 0; i < 8; ++i)
    std::thread(loop, i).detach();
}
} // namespace aligned_start

namespace aligned_allocation {
long *const slots = // warn: cache line
    static_cast<long *>(std::aligned_alloc(64, 8 * sizeof(long)));
void loop(std::size_t id) {
  while (more())
    slots[id] += measure(0);
}
void run() {
  for (std::size_t i = 0; i < 8; ++i)
    std::thread(loop, i).detach();
}
} // namespace aligned_allocation

namespace short_stride {
std::vector<int> slots(8 * 8); // warn: cache line
void loop(std::size_t id) {
  while (more())
    slots[id * 8] += static_cast<int>(measure(0));
}
void run() {
  for (std::size_t i = 0; i < 8; ++i)
    std::thread(loop, i).detach();
}
} // namespace short_stride

namespace pairs {
std::array<std::pair<long, long>, 8> slots; // warn: cache line
void loop(std::size_t id) {
  while (more())
    slots[id].second += measure(0);
}
void run() {
  for (std::size_t i = 0; i < 8; ++i)
    std::thread(loop, i).detach();
}
} // namespace pairs

namespace union_of_half_a_line {
union Slot {
  long n;
  char pad[32];
};
Slot slots[8]; // warn: cache line
void loop(std::size_t id) {
  while (more())
    slots[id].n += measure(0);
}
void run() {
  for (std::size_t i = 0; i < 8; ++i)
    std::thread(loop, i).detach();
}
} // namespace union_of_half_a_line

namespace array_of_short_arrays {
std::array<std::array<long, 2>, 8> slots; // warn: cache line
void loop(std::size_t id) {
  while (more())
    slots[id][measure(0) & 1]++;
}
void run() {
  for (std::size_t i = 0; i < 8; ++i)
    std::thread(loop, i).detach();
}
} // namespace array_of_short_arrays

namespace aligned_holder {
struct alignas(64) Counters {
  std::atomic<long> slots[8]; // warn: cache line
};
Counters counters;
void loop(std::size_t id) {
  while (more())
    counters.slots[id]++;
}
void run() {
  for (std::size_t i = 0; i < 8; ++i)
    std::thread(loop, i).detach();
}
} // namespace aligned_holder

// ---- elements that are apart

namespace aligned_elements {
struct alignas(128) Slot {
  long n = 0;
};
std::array<Slot, 8> slots; // ok: two lines each
void loop(std::size_t id) {
  while (more())
    slots[id].n += measure(0);
}
void run() {
  for (std::size_t i = 0; i < 8; ++i)
    std::thread(loop, i).detach();
}
} // namespace aligned_elements

namespace aligned_member {
struct Slot {
  alignas(64) std::atomic<long> n{0};
};
static_assert(sizeof(Slot) == 64);
std::vector<Slot> slots(8); // ok: a line each
void loop(std::size_t id) {
  while (more())
    slots[id].n++;
}
void run() {
  for (std::size_t i = 0; i < 8; ++i)
    std::thread(loop, i).detach();
}
} // namespace aligned_member

namespace line_sized_union {
union Slot {
  long n;
  char pad[64];
};
Slot slots[8]; // ok: 64 bytes from one to the next
void loop(std::size_t id) {
  while (more())
    slots[id].n += measure(0);
}
void run() {
  for (std::size_t i = 0; i < 8; ++i)
    std::thread(loop, i).detach();
}
} // namespace line_sized_union

namespace larger_than_a_line {
struct Slot {
  std::mutex mutex;
  long n = 0;
  char name[32];
};
static_assert(sizeof(Slot) == 80);
Slot slots[8]; // ok: 80 bytes each
void loop(std::size_t id) {
  while (more())
    std::lock_guard(slots[id].mutex), slots[id].n++;
}
void run() {
  for (std::size_t i = 0; i < 8; ++i)
    std::thread(loop, i).detach();
}
} // namespace larger_than_a_line

namespace shifted_index {
long slots[8 << 3]; // ok: a line from one index to the next
void loop(std::size_t id) {
  while (more())
    slots[id << 3] += measure(0);
}
void run() {
  for (std::size_t i = 0; i < 8; ++i)
    std::thread(loop, i).detach();
}
} // namespace shifted_index

namespace offset_in_a_variable {
constexpr std::size_t stride = 128 / sizeof(int);
std::vector<int> slots(8 * stride); // ok: two lines each
int &mine(std::size_t id) { return slots[stride * id]; }
void loop(std::size_t id) {
  while (more())
    mine(id) += static_cast<int>(measure(0));
}
void run() {
  for (std::size_t i = 0; i < 8; ++i)
    std::thread(loop, i).detach();
}
} // namespace offset_in_a_variable

namespace first_of_a_row {
long slots[8][8]; // ok: rows of a line
void loop(std::size_t id) {
  while (more())
    slots[id][0] += measure(0);
}
void run() {
  for (std::size_t i = 0; i < 8; ++i)
    std::thread(loop, i).detach();
}
} // namespace first_of_a_row

namespace aligned_rows {
struct alignas(64) Row {
  std::array<int, 3> kinds{};
};
std::vector<Row> rows(8); // ok: a line each
void loop(std::size_t id) {
  while (more())
    rows[id].kinds[measure(0) % 3]++;
}
void run() {
  for (std::size_t i = 0; i < 8; ++i)
    std::thread(loop, i).detach();
}
} // namespace aligned_rows

// ---- variables

namespace first_global_aligned {
alignas(64) std::atomic<long> in{0}; // warn: cache line
std::atomic<long> out{0};
void run() {
  std::jthread a([] {
    while (more())
      in++;
  });
  std::jthread b([] {
    while (more())
      out++;
  });
}
} // namespace first_global_aligned

namespace both_globals_aligned {
alignas(64) std::atomic<long> in{0}; // ok: a line each
alignas(64) std::atomic<long> out{0};
void run() {
  std::jthread a([] {
    while (more())
      in++;
  });
  std::jthread b([] {
    while (more())
      out++;
  });
}
} // namespace both_globals_aligned

namespace aligned_locals {
void run() {
  alignas(64) std::atomic<long> in{0}; // ok: a line each
  alignas(64) std::atomic<long> out{0};
  std::jthread a([&in] {
    while (more())
      in++;
  });
  std::jthread b([&out] {
    while (more())
      out++;
  });
}
} // namespace aligned_locals
