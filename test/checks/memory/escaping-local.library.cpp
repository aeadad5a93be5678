// flags: -std=c++20 -pthread
// What the standard library keeps, copies and takes out again.
#include <algorithm>
#include <array>
#include <atomic>
#include <filesystem>
#include <condition_variable>
#include <functional>
#include <future>
#include <iterator>
#include <list>
#include <map>
#include <memory>
#include <memory_resource>
#include <optional>
#include <random>
#include <ranges>
#include <regex>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

namespace app {

struct Item {
  int Id = 0;
  std::string Name;
};
std::vector<const Item *> Seen;
std::list<std::string_view> Words;
std::map<int, std::function<void()>> Handlers;
std::map<std::string, const Item *> ByName;
std::vector<std::string> lines();
void work() noexcept;

// --- values

auto multiplesOf(const std::vector<int> &In, int K) {
  return In | std::views::transform([K](int V) { return V * K; }); // ok: the closure is copied
}
auto multiplesOfLocal(const std::vector<int> &In, int K) {
  auto Times = [&K](int V) { return V * K; };
  return In | std::views::transform(Times); // warn: refers to local 'K'
}
auto firstOnes(const std::vector<int> &In, int N) {
  return In | std::views::take(N); // ok: a number
}
auto squares(int N) {
  return std::views::iota(0, N) | std::views::transform([](int V) { return V * V; }); // ok: values
}
std::vector<std::span<const int>> rows(const std::vector<int> &Cells, std::size_t Width) {
  std::vector<std::span<const int>> Out;
  for (std::size_t I = 0; I + Width <= Cells.size(); I += Width)
    Out.emplace_back(Cells.data() + I, Width); // ok: a count
  return Out;
}
std::optional<std::shared_ptr<const Item>> chosen(bool C, std::shared_ptr<const Item> I) {
  if (!C)
    return std::nullopt; // ok: nothing
  return I;
}
int throwDice(unsigned Seed) {
  auto Engine = std::minstd_rand(Seed); // ok: holds no pointers
  return std::uniform_int_distribution<int>(1, 6)(Engine);
}

// --- what a container in a container owns

std::string_view firstLine() {
  std::vector<std::string> All = lines();
  return All.front(); // warn: refers to local 'All'
}
std::size_t lengthOfFirst() {
  std::string_view First = lines().front(); // warn: refers to a temporary
  return First.size();
}
const char *extension(const std::filesystem::path &P) {
  return P.extension().c_str(); // warn: refers to a temporary
}
std::smatch found(const std::string &In) {
  static const std::regex Expr("a+");
  std::string Copy = In;
  std::smatch M;
  std::regex_search(Copy, M, Expr);
  return M; // warn: refers to local 'Copy'
}
std::smatch foundIn(const std::string &In) {
  static const std::regex Expr("a+");
  std::smatch M;
  std::regex_search(In, M, Expr);
  return M; // ok: of the caller's
}

// --- stores

void remember(const std::string &Name, Item I) {
  ByName.insert_or_assign(Name, &I); // warn: keeps the address of local 'I'
}
void rememberAll(std::vector<Item> Items) {
  std::ranges::transform(Items, std::back_inserter(Seen), [](const Item &I) { return &I; }); // warn: keeps the address of local 'Items'
}
void rememberCallers(const std::vector<Item> &Items) {
  std::ranges::transform(Items, std::back_inserter(Seen), [](const Item &I) { return &I; }); // ok: the caller's
}
void copyWords(const std::string &Text) {
  std::string Upper = Text;
  std::vector<std::string_view> Parts{Upper};
  std::copy(Parts.begin(), Parts.end(), std::front_inserter(Words)); // warn: keeps the address of local 'Upper'
}
void insertTwo(int N) {
  Item A{N, "a"}, B{N, "b"};
  const Item *Both[] = {&A, &B};
  Seen.insert(Seen.end(), Both, Both + 2); // warn: keeps the address of local 'A'
}
void split(const std::string &Line, std::string_view &Key, std::string_view &Value) {
  std::string Copy = Line;
  std::string_view All = Copy;
  std::tie(Key, Value) = std::pair(All.substr(1), All); // warn: keeps the address of local 'Copy'
}

std::atomic<const Item *> Active;
std::optional<std::string_view> Filter;
void active(Item I) {
  Active = &I; // ok: taken back
  work();
  Active = nullptr;
}
void activeUnder(Item I, bool Twice) {
  Active.store(&I); // warn: keeps the address of local 'I'
  work();
  if (Twice)
    Active.store(nullptr);
}
void filtered(int N) {
  std::string Text = std::to_string(N);
  Filter = Text; // ok: taken back
  work();
  Filter.reset();
}
void filteredForEver(int N) {
  std::string Text = std::to_string(N);
  Filter = Text; // warn: keeps the address of local 'Text'
  work();
}

// --- removed by what stands for it

class Bus {
public:
  std::size_t add(std::function<void()> F) {
    Callbacks.emplace_back(++Last, std::move(F));
    return Last;
  }
  void drop(std::size_t Id) {
    std::erase_if(Callbacks, [Id](const auto &C) { return C.first == Id; });
  }
  void attach(const Item *I) { Items.insert(I); }
  void detach(const Item *I) { Items.erase(I); }

private:
  std::vector<std::pair<std::size_t, std::function<void()>>> Callbacks;
  std::set<const Item *> Items;
  std::size_t Last = 0;
};
class Subscription {
public:
  Subscription(Bus &B, std::function<void()> F) : Of(B), Id(B.add(std::move(F))) {}
  ~Subscription() { Of.drop(Id); }

private:
  Bus &Of;
  std::size_t Id;
};
void handled(int Id) {
  int Count = 0;
  Handlers[Id] = [&Count] { ++Count; }; // ok: erased
  work();
  Handlers.erase(Id);
}
void handledMaybe(int Id, bool Keep) {
  int Count = 0;
  Handlers[Id] = [&Count] { ++Count; }; // warn: keeps the address of local 'Count'
  work();
  if (!Keep)
    Handlers.erase(Id);
}
void handledUnder(int Id, bool Wanted) {
  int Count = 0;
  if (Wanted)
    Handlers[Id] = [&Count] { ++Count; }; // ok: erased under the same condition
  work();
  if (Wanted)
    Handlers.erase(Id);
}
void handledByPosition(int Id) {
  int Count = 0;
  auto [At, IsNew] = Handlers.emplace(Id, [&Count] { ++Count; }); // ok: erased
  work();
  Handlers.erase(At);
}
int attachedForEver(Bus &B, const Item &Other) {
  Item I;
  B.attach(&I); // warn: 'B' keeps the address of local 'I'
  work();
  B.detach(&Other);
  return I.Id;
}
int subscribed(Bus &B) {
  int Count = 0;
  const auto Id = B.add([&Count] { ++Count; }); // ok: dropped
  work();
  B.drop(Id);
  return Count;
}
int subscribedByGuard(Bus &B) {
  int Count = 0;
  Subscription S(B, [&Count] { ++Count; }); // ok: the guard drops it
  work();
  return Count;
}
int subscribedForEver(Bus &B) {
  int Count = 0;
  B.add([&Count] { ++Count; }); // warn: 'B' keeps the address of local 'Count'
  work();
  return Count;
}

// --- threads

void joinedAtEnd(int N) {
  std::vector<int> Data(static_cast<std::size_t>(N));
  std::vector<std::jthread> All;
  for (int &I : Data)
    All.emplace_back([&I] { ++I; }); // ok: joined before the data is gone
}
void joinedTooLate(int N) {
  std::vector<std::jthread> All;
  std::vector<int> Data(static_cast<std::size_t>(N));
  for (int &I : Data)
    All.emplace_back([&I] { ++I; }); // warn: a thread refers to local 'Data'
}
void joinedIfJoinable(int N) {
  std::thread T([&N] { ++N; }); // ok: joined
  work();
  if (T.joinable())
    T.join();
}
void waitedFor(int N) {
  std::vector<std::future<void>> All;
  int Sum = 0;
  for (int I = 0; I < N; ++I)
    All.push_back(std::async(std::launch::async, [&Sum] { ++Sum; })); // ok: waited for
  for (auto &F : All)
    F.wait();
}
class Worker {
public:
  ~Worker() {
    if (Running.joinable())
      Running.join();
  }
  void run(std::function<void()> F) { Running = std::thread(std::move(F)); }
  void stop() { Running.join(); }

private:
  std::thread Running;
};
void worked(int N) {
  Worker W;
  W.run([&N] { ++N; }); // ok: the worker joins first
}
void workedElsewhere(Worker &W, int N) {
  W.run([&N] { ++N; }); // warn: local 'N'
}
void member() {
  Worker W;
  std::thread T(&Worker::stop, &W); // ok: joined
  T.join();
}
void packaged(int N) {
  std::packaged_task<void()> Task([&N] { ++N; }); // ok: it leaves below
  std::thread(std::move(Task)).detach(); // warn: local 'N'
}

template <class Out> Out halves(const std::string &Text, Out To) {
  const auto Middle = Text.begin() + Text.size() / 2;
  std::pair<std::string::const_iterator, std::string::const_iterator> Half(
      Text.begin(), Middle);
  *To++ = Half; // ok: a copy
  *To++ = std::make_pair(Middle, Text.end()); // ok: a copy
  return To; // ok: refers to the container
}
std::size_t countHalves(const std::string &Text) {
  std::vector<std::pair<std::string::const_iterator, std::string::const_iterator>> All;
  halves(Text, std::back_inserter(All));
  return All.size();
}

using Case = std::pair<std::string, bool>;
std::vector<Case> textCases(int N) {
  std::vector<Case> All;
  All.push_back(std::make_pair(std::to_string(N).c_str(), true)); // ok: copies the text
  return All;
}
std::vector<std::pair<const char *, int>> pointerCases(int N) {
  std::vector<std::pair<const char *, int>> All;
  All.push_back(std::make_pair(std::to_string(N).c_str(), 1L)); // warn: refers to a temporary
  return All; // warn: the result refers to a temporary
}

// --- those who wait

class Queue {
public:
  void run(std::function<void()> F) {
    std::lock_guard<std::mutex> Lock(M);
    Work.push_back(std::move(F));
    ++Open;
  }
  void wait() {
    std::unique_lock<std::mutex> Lock(M);
    Done.wait(Lock, [this] { return Open == 0; });
  }

private:
  std::mutex M;
  std::condition_variable Done;
  std::vector<std::function<void()>> Work;
  int Open = 0;
};
void queued(Queue &Q, int N) {
  Q.run([&N] { ++N; }); // ok: waited for
  work();
  Q.wait();
}
void queuedAndLeft(Queue &Q, int N) {
  Q.run([&N] { ++N; }); // warn: 'Q' keeps the address of local 'N'
  work();
}
class Service {
public:
  void serve(int N) {
    Jobs.run([&N] { ++N; }); // ok: waited for
    Jobs.wait();
  }
  void serveThis(int N) {
    Jobs.run([&N] { ++N; }); // warn: '*this' keeps the address of local 'N'
    More.wait();
  }

private:
  Queue Jobs, More;
};
class Threads {
public:
  template <class F> void run(F Each) { All.emplace_back(Each); }
  void stop();

private:
  std::vector<std::thread> All;
};
void stopped(Threads &T, int N) {
  T.run([&N] { ++N; }); // ok: stop() may wait for it
  work();
  T.stop();
}
void neverStopped(Threads &T, int N) {
  T.run([&N] { ++N; }); // warn: a thread refers to local 'N'
}
// The end of a std::thread that nobody has waited for is the program's end.
void leftEarly(bool Ok, int N) {
  std::thread T([&N] { ++N; }); // ok: it does not run on
  if (!Ok)
    return;
  T.join();
}
void leftByItsOwner(bool Ok, int N) {
  std::thread T;
  {
    int Inner = N;
    T = std::thread([&Inner] { ++Inner; }); // warn: local 'Inner'
  }
  if (Ok)
    T.join();
}

} // namespace app

namespace parts {

// The elements of pairs and tuples are apart.
std::pair<const int *, std::string_view> both(const int &N, const std::string &Text) {
  return {&N, Text};
}
std::string_view secondOnly(const std::string &Text) {
  int N = 0;
  auto [Number, View] = both(N, Text);
  return View; // ok: the other part
}
const int *firstOnly(const std::string &Text) {
  int N = 0;
  auto [Number, View] = both(N, Text);
  return Number; // warn: 'N'
}
const int *byTie(const std::string &Text) {
  int N = 0;
  const int *Number = nullptr;
  std::string_view View;
  std::tie(Number, View) = both(N, Text);
  return Number; // warn: 'N'
}
std::string_view madeTuple(const std::string &Text) {
  int N = 0;
  const auto All = std::make_tuple(&N, std::string_view(Text));
  return std::get<1>(All); // ok: the other part
}
std::string_view copiedKey(const std::map<std::string, int> &All, int N) {
  for (const auto [Key, Value] : All)
    if (Value == N)
      return Key; // warn: '[Key, Value]'
  return {};
}

struct Entry {
  std::string_view Text;
  const char *At = nullptr;
};
std::vector<Entry> ended(const std::string &Line) {
  std::string Copy = Line;
  std::vector<Entry> All;
  All.push_back({Copy, nullptr});
  All.push_back({{}, nullptr});
  return All; // warn: 'Copy'
}

std::set<std::string_view> sorted(std::vector<std::string> All) {
  std::set<std::string_view> Views(All.begin(), All.end());
  return Views; // warn: 'All'
}

} // namespace parts

namespace memory {

std::pmr::vector<int> filled(int N) {
  std::byte Room[256];
  std::pmr::monotonic_buffer_resource Pool(Room, sizeof Room);
  std::pmr::vector<int> All(&Pool);
  All.push_back(N);
  return All; // warn: the result refers to local
}
int filledHere(int N) {
  std::byte Room[256];
  std::pmr::monotonic_buffer_resource Pool(Room, sizeof Room);
  std::pmr::vector<int> All(&Pool);
  All.push_back(N);
  return All[0]; // ok: a number
}

} // namespace memory

// --- iterators of the user

struct Chunks {
  int *Data;
  std::size_t Size;
};
struct Cursor {
  using iterator_category = std::forward_iterator_tag;
  using value_type = int;
  using difference_type = std::ptrdiff_t;
  using pointer = int *;
  using reference = int &;
  Chunks *In;
  std::size_t At;
  int &operator*() const { return In->Data[At]; }
  Cursor &operator++() { return ++At, *this; }
  Cursor operator++(int) { return {In, At++}; }
  bool operator==(const Cursor &C) const { return At == C.At; }
};
bool isSame(Cursor From, Cursor To, int *With) {
  const auto Both = std::mismatch(From, To, With); // ok: copies of the iterators
  return Both.first == To;
}
Cursor different(Chunks *Of) {
  const auto Both = std::mismatch(Cursor{Of, 0}, Cursor{Of, 9}, Cursor{Of, 9});
  return Both.first; // ok: of what the caller has
}
Cursor ofLocal(int *Data) {
  Chunks Here{Data, 9};
  const auto Both = std::mismatch(Cursor{&Here, 0}, Cursor{&Here, 9}, Data);
  return Both.first; // warn: 'Here'
}
