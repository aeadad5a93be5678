// flags: -std=c++20 -pthread
// What is stored where it lives on, beside what comes back in time.
#include <algorithm>
#include <array>
#include <atomic>
#include <condition_variable>
#include <coroutine>
#include <cstdint>
#include <cstring>
#include <deque>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <queue>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <sys/socket.h>

namespace app {

struct Context {
  const char *Name = "";
  Context *Parent = nullptr;
};
thread_local Context *Current = nullptr;
static std::map<std::string, const char *> Labels;
static std::vector<std::function<void()>> AtExit;
static std::set<const int *> Known;
static const int Zero = 0;
void work();
void report(const char *) noexcept;

// --- members, through setters, bases and fields

class Widget {
public:
  virtual ~Widget() = default;
  void setTitle(std::string_view T) { Title = T; }
  void setOwner(const std::string *S) { Info.Owner = S; }
  void copyTitle(std::string_view T) { Text = T; }

protected:
  struct {
    const std::string *Owner = nullptr;
  } Info;
  std::string_view Title;
  std::string Text;
};
class Button : public Widget {
public:
  void refresh(int N) {
    std::string Caption = "button " + std::to_string(N);
    setTitle(Caption); // warn: keeps the address of local 'Caption'
  }
  void refreshCopy(int N) {
    std::string Caption = "button " + std::to_string(N);
    copyTitle(Caption); // ok: copied
  }
  void rename(const std::string &To) {
    setOwner(&To); // ok: the caller's
    std::string Copy = To;
    setOwner(&Copy); // warn: keeps the address of local 'Copy'
  }
  void reset(int N) {
    std::string Copy = std::to_string(N);
    setOwner(&Copy); // ok: taken back
    report(Copy.c_str());
    setOwner(nullptr);
  }
  void label() {
    setTitle(std::to_string(7)); // warn: keeps the address of a temporary
    setTitle("seven");           // ok: a literal
  }
};

int outside(Button &B, int N) {
  Button Own;
  std::string S = std::to_string(N);
  B.setOwner(&S); // warn: 'B' keeps the address of local 'S'
  Own.setOwner(&S);
  return N;
}
int inside(int N) {
  std::string S = std::to_string(N);
  Button Own;
  Own.setOwner(&S); // ok: the button is a local
  return N;
}

// --- globals

void tag(const std::string &Key, int N) {
  char Text[16];
  Text[0] = static_cast<char>('0' + N);
  Labels[Key] = Text; // warn: keeps the address of local 'Text'
}
void remember(int N) {
  for (int I = 0; I < N; ++I) {
    int Square = I * I;
    Known.insert(&Square); // warn: keeps the address of local 'Square'
  }
}
bool isKnown(int N) {
  return Known.count(&N) != 0; // ok: only looked up
}
void enter(const char *Name) {
  Context Here{Name, Current};
  Current = &Here; // ok: set back
  report(Name);
  Current = Here.Parent;
}
void enterAndThrow(const char *Name) {
  Context Here{Name, Current};
  Current = &Here; // warn: keeps the address of local 'Here'
  if (!Name)
    return;
  Current = Here.Parent;
}
class Scope {
public:
  explicit Scope(const char *Name) : Here{Name, Current} { Current = &Here; }
  ~Scope() { Current = Here.Parent; }

private:
  Context Here;
};
void enterByGuard(const char *Name) {
  Scope S(Name); // ok: its destructor sets it back
  work();
}
class NoScope {
public:
  explicit NoScope(const char *Name) : Here{Name, Current} { Current = &Here; }

private:
  Context Here;
};
void enterWithoutGuard(const char *Name) {
  NoScope S(Name); // warn: keeps the address of local 'S'
  work();
}
void atExit(int Code) {
  AtExit.emplace_back([&Code] { std::exit(Code); }); // warn: keeps the address of local 'Code'
  AtExit.emplace_back([Code] { std::exit(Code); });  // ok: a copy
}
void saved(int N) {
  static int *Last;
  int Value = N;
  int *const Old = Last;
  Last = &Value; // ok: set back
  report("saved");
  Last = Old;
}

// --- objects of the caller

void collect(std::vector<std::string_view> &Out, const std::string &Text) {
  std::string Word;
  for (char C : Text) {
    if (C != ' ') {
      Word += C;
      continue;
    }
    Out.push_back(Word); // warn: 'Out' keeps the address of local 'Word'
    Word.clear();
  }
}
void collectCopies(std::vector<std::string> &Out, const std::string &Text) {
  std::string Word = Text;
  Out.push_back(Word); // ok: a copy
}
void slices(std::vector<std::string_view> &Out, const std::string &Text) {
  for (std::size_t I = 0; I < Text.size(); I += 4)
    Out.push_back(std::string_view(Text).substr(I, 4)); // ok: of the caller's
}
template <class Map> void index(Map &Out, int N) {
  const std::string Key = std::to_string(N);
  Out[Key] = N; // warn: keeps the address of local 'Key'
}
template void index(std::map<std::string_view, int> &, int);
template <class Map> void indexAny(Map &Out, int N) {
  const std::string Key = std::to_string(N);
  Out[Key] = N; // ok: in one of the instances it is copied
}
template void indexAny(std::map<std::string_view, int> &, int);
template void indexAny(std::map<std::string, int> &, int);

struct Query {
  const std::string *Text;
  std::optional<std::string_view> Filter;
};
void prepare(Query &Q, int N) {
  std::string Text = std::to_string(N);
  Q.Text = &Text; // warn: 'Q' keeps the address of local 'Text'
  Q.Filter = Text; // warn: 'Q' keeps the address of local 'Text'
}
int run(const Query &Q) { return static_cast<int>(Q.Text->size()); }
int runLocal(int N) {
  std::string Text = std::to_string(N);
  Query Q;
  Q.Text = &Text; // ok: the query is a local
  return run(Q);
}
void swapOut(std::string_view &A, std::string_view &B) {
  std::string_view T = A; // ok: a view, not what it refers to
  A = B;
  B = T;
}

// --- handshakes

struct Request {
  int Input = 0;
  bool Done = false;
};
class Server {
public:
  int ask(int Input) {
    Request R;
    R.Input = Input;
    std::unique_lock<std::mutex> Lock(M);
    Pending.push_back(&R); // ok: waits until the other side is done with it
    while (!R.Done)
      Changed.wait(Lock);
    return R.Input;
  }
  int askWithPredicate(int Input) {
    Request R;
    R.Input = Input;
    std::unique_lock<std::mutex> Lock(M);
    Pending.push_back(&R); // ok: waits until the other side is done with it
    Changed.wait(Lock, [&R] { return R.Done; });
    return R.Input;
  }
  void tell(int Input) {
    Request R;
    R.Input = Input;
    std::unique_lock<std::mutex> Lock(M);
    Pending.push_back(&R); // warn: '*this' keeps the address of local 'R'
    Changed.notify_one();
  }
  int only(int Input) {
    Request R;
    R.Input = Input;
    Active = &R; // ok: taken back where it is still this one
    work();
    if (Active == &R)
      Active = nullptr;
    return R.Input;
  }
  int onlyForOthers(int Input) {
    Request R;
    R.Input = Input;
    Active = &R; // warn: '*this' keeps the address of local 'R'
    report("asked");
    if (Active != &R)
      Active = nullptr;
    return R.Input;
  }

private:
  std::mutex M;
  std::condition_variable Changed;
  std::deque<Request *> Pending;
  Request *Active = nullptr;
};

void swappedBack() {
  Context C;
  Context *Old = Current;
  Current = &C; // ok: the swap puts the former one back
  work();
  std::swap(Current, Old);
}
void swappedTwice() {
  Context C;
  Context *Mine = &C;
  std::swap(Current, Mine); // ok: swapped again
  work();
  std::swap(Current, Mine);
}
void swappedIn() {
  Context C;
  Context *Mine = &C;
  std::swap(Current, Mine); // warn: 'app::Current' keeps the address of local 'C'
  work();
}
class Label {
public:
  explicit Label(const char *From) { std::strncpy(Short, From, 15); }
  Label(const Label &L) : Start(L.Start) {
    std::memcpy(Short, L.Short, sizeof Short);
    if (L.Start == L.Short)
      Start = Short;
  }
  const char *text() const { return Start; }

private:
  char Short[16] = "";
  const char *Start = Short;
};
std::vector<Label> AllLabels;
void label(const char *From) {
  Label L(From);
  AllLabels.push_back(L); // ok: the copy refers to itself
}
class Short {
public:
  Short() = default;
  Short(Short &&S) : Start(Own), Count(S.Count) {
    std::memcpy(Own, S.Own, sizeof Own);
  }

private:
  int Own[4] = {};
  int *Start = Own;
  int Count = 0;
};
struct Store {
  void add() { All.emplace_back(Short()); } // ok: the copy refers to itself
  void addText(const char *From) {
    Texts.emplace_back(new std::string(From)); // ok: owns it
    Views.push_back(*Texts.back()); // ok: lives as long
  }
  std::vector<Short> All;
  std::vector<std::unique_ptr<std::string>> Texts;
  std::vector<std::string_view> Views;
};
class Tagged {
public:
  Tagged() = default;
  explicit Tagged(const void *P, int Tag = 0)
      : Bits(reinterpret_cast<std::uintptr_t>(P) | Tag), Of(P) {}

private:
  std::uintptr_t Bits = 0;
  const void *Of = nullptr;
};
void link(std::atomic<Tagged> &Slot, Context &To) {
  Slot.store(Tagged(&To), std::memory_order_release); // ok: a copy
}
class Note;
std::vector<Note *> Notes;
class Note {
public:
  Note() { Notes.push_back(this); }
  Note(Note &&N) : Ends(N.Ends) {
    N.Ends = false;
    Notes.push_back(this);
  }
  ~Note() {
    if (Ends)
      end();
  }

private:
  void end() {
    work();
    Notes.pop_back();
  }
  bool Ends = true;
};
void noted() {
  Note N; // ok: its destructor may take it back
  work();
}
struct Channel {
  bool open(int Id) {
    char Text[64] = "";
    Request.msg_control = Text; // ok: who reads may put another address there
    return recvmsg(Id, &Request, 0) > 0 && Text[0];
  }
  bool keep() {
    char Text[64] = "";
    Request.msg_control = Text; // warn: '*this' keeps the address of local 'Text'
    return Text[0];
  }
  msghdr Request;
};
struct Packet {
  char Bytes[64];
  char *Rest;
};
void received(std::shared_ptr<Packet> P) {
  char *End = std::strchr(P->Bytes, 0);
  P->Rest = End + 1; // ok: it refers to itself
}

// --- threads and tasks

void started(int N) {
  std::vector<int> Data(static_cast<std::size_t>(N));
  std::thread Worker([&Data] { Data.clear(); }); // ok: joined
  Worker.join();
}
void startedAndForgotten(int N) {
  std::vector<int> Data(static_cast<std::size_t>(N));
  std::thread Worker([&Data] { Data.clear(); }); // warn: a thread refers to local 'Data'
  Worker.detach();
}
void joinedOnOnePath(int N) {
  std::vector<int> Data(static_cast<std::size_t>(N));
  std::thread Worker([&Data] { Data.clear(); }); // warn: a thread refers to local 'Data'
  if (N > 2)
    Worker.join();
  else
    Worker.detach();
}
std::future<int> later(int N) {
  return std::async(std::launch::async, [&N] { return N; }); // warn: a thread refers to local 'N'
}
std::future<int> laterCopy(int N) {
  return std::async(std::launch::async, [N] { return N; }); // ok: a copy
}
int now(int N) {
  auto F = std::async(std::launch::async, [&N] { return N; }); // ok: waited for
  return F.get();
}
class Pool {
public:
  void start(int N) {
    for (int I = 0; I < N; ++I)
      Threads.emplace_back([this, &I] { run(I); }); // warn: a thread refers to local 'I'
  }
  void startCopies(int N) {
    for (int I = 0; I < N; ++I)
      Threads.emplace_back([this, I] { run(I); }); // ok: a copy
  }

private:
  void run(int) {}
  std::vector<std::jthread> Threads;
};

// --- exceptions

void fail(int Code) {
  std::string Text = "code " + std::to_string(Code);
  if (Code > 3)
    throw std::runtime_error(Text); // ok: copies the text
  if (Code > 2)
    throw Text.c_str(); // warn: the exception refers to local 'Text'
}
struct Failure {
  const std::string &What;
};
void failWith(int Code) {
  std::string Text = "code " + std::to_string(Code);
  throw Failure{Text}; // warn: the exception refers to local 'Text'
}

// --- scopes

int afterTheBlock(const std::vector<int> &In) {
  const int *Best = &Zero;
  for (int V : In)
    if (V > *Best)
      Best = &V; // warn: 'Best' refers to local 'V'
  return *Best;
}
int elementAfterTheBlock(const std::vector<int> &In) {
  const int *Best = &Zero;
  for (const int &V : In)
    if (V > *Best)
      Best = &V; // ok: an element of the caller's
  return *Best;
}
std::size_t longest(const std::vector<int> &In) {
  std::string_view Longest;
  for (int V : In) {
    std::string Text = std::to_string(V);
    if (Text.size() > Longest.size())
      Longest = Text; // warn: 'Longest' refers to local 'Text'
  }
  return Longest.size();
}
std::size_t lengths(const std::vector<int> &In) {
  std::string_view View;
  std::size_t Sum = 0;
  for (int V : In) {
    std::string Text = std::to_string(V);
    View = Text; // ok: not used after Text is gone
    Sum += View.size();
  }
  return Sum;
}
char firstOf(const std::string &A, bool Twice) {
  std::string_view View = A;
  if (Twice)
    View = A + A; // warn: 'View' refers to a temporary
  return View.front();
}
std::size_t sizeOf(const std::string &A) {
  return std::string_view(A + A).size(); // ok: the temporary lives as long as the expression
}
char inCondition(const std::string &A) {
  if (std::string_view V = A; !V.empty())
    return V.front(); // ok: a value
  const char *P = (A + "x").c_str(); // warn: 'P' refers to a temporary
  return *P;
}
int ofTemporary() {
  int Sum = 0;
  const auto &All = std::vector<int>{1, 2, 3}; // ok: lives as long as All
  for (int V : All)
    Sum += V;
  for (int V : std::vector<int>{1, 2, 3}) // ok: lives as long as the loop
    Sum += V;
  return Sum;
}
std::vector<std::string> lines();
struct Holder {
  const std::vector<std::string> &all() const { return Lines; }
  std::vector<std::string> Lines = lines();
};
std::size_t ofMember() {
  std::size_t Sum = 0;
  for (const std::string &L : Holder().all()) // warn: refers to a temporary
    Sum += L.size();
  for (const std::string &L : Holder().Lines) // ok: lives as long as the loop
    Sum += L.size();
  return Sum;
}

// --- coroutines

struct Job {
  struct promise_type {
    Job get_return_object() { return Job{std::coroutine_handle<promise_type>::from_promise(*this)}; }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
  explicit Job(std::coroutine_handle<promise_type> H) : H(H) {}
  Job(Job &&O) noexcept : H(std::exchange(O.H, nullptr)) {}
  ~Job() {
    if (H)
      H.destroy();
  }
  void resume() { H.resume(); }
  std::coroutine_handle<promise_type> H;
};
Job show(std::string_view Text) {
  report(Text.data());
  co_return;
}
Job showCopy(std::string Text) {
  report(Text.c_str());
  co_return;
}
void showLater(int N) {
  Job J = show(std::to_string(N)); // warn: refers to a temporary
  J.resume();
}
void showCopyLater(int N) {
  Job J = showCopy(std::to_string(N)); // ok: the frame has a copy
  J.resume();
}
void showNamed(int N) {
  std::string Text = std::to_string(N);
  Job J = show(Text); // ok: the text lives longer
  J.resume();
}
void showAtOnce(int N) {
  show(std::to_string(N)).resume(); // ok: resumed in the same expression
}
Job showNumber(int N) {
  std::string Text = std::to_string(N);
  return show(Text); // warn: refers to local 'Text'
}

// What is put there anew is made of what is there.
const int *Cursor;
const int *behind(const int *At) { return At + 1; }
void advanced(int N) {
  int Values[2] = {N, N};
  Cursor = Values;
  Cursor = behind(Cursor); // warn: 'Values'
}
void putBack(int N) {
  int Values[2] = {N, N};
  const int *Former = Cursor;
  Cursor = Values; // ok: put back
  Cursor = Former;
}

// Statics of functions and specialisations of a template are apart.
struct Watch {
  void start(const int *At) {
    static const int *Seen;
    Seen = At;
  }
  void stop(const int *At) {
    static const int *Seen;
    Seen = At;
  }
};
template <int Number> const int *Slot;
void clearSecond() { Slot<2> = nullptr; }
void watched(int N) {
  Watch W;
  W.start(&N); // warn: 'N'
  W.stop(nullptr);
  int Count = N;
  Slot<1> = &Count; // warn: 'Count'
  clearSecond();
}

} // namespace app

namespace waits {

class Loop {
public:
  void post(std::function<void()> Job) {
    const std::lock_guard Lock(Mutex);
    Jobs.push_back(std::move(Job));
  }
  template <class F> std::future<int> submit(F Job) {
    auto Task = std::make_shared<std::packaged_task<int()>>(std::move(Job));
    auto Result = Task->get_future();
    post([Task] { (*Task)(); });
    return Result;
  }

private:
  std::mutex Mutex;
  std::deque<std::function<void()>> Jobs;
};

// Who says that it is ready is done with what it was given besides.
int byPromise(Loop &L, int N) {
  std::promise<void> Done;
  std::future<void> Ready = Done.get_future();
  L.post([&Done, &N] { // ok: waited for
    ++N;
    Done.set_value();
  });
  Ready.get();
  return N;
}
int byResult(Loop &L, int N) {
  auto Result = L.submit([&N] { return ++N; }); // ok: waited for
  return Result.get();
}
int byResults(Loop &L, int N) {
  std::vector<std::future<int>> All;
  for (int I = 0; I < 4; ++I)
    All.push_back(L.submit([&N, I] { return N + I; })); // ok: waited for
  int Sum = 0;
  for (auto &Each : All)
    Sum += Each.get();
  return Sum;
}

// A guard that can be moved from takes back whenever it has something.
class Board {
public:
  int pin(std::function<void()> Note) {
    Notes[++Last] = std::move(Note);
    return Last;
  }
  void unpin(int Id) { Notes.erase(Id); }

private:
  std::map<int, std::function<void()>> Notes;
  int Last = 0;
};
class Pin {
public:
  Pin(Board &B, std::function<void()> Note) : On(&B), Id(B.pin(std::move(Note))) {}
  Pin(Pin &&P) noexcept : On(std::exchange(P.On, nullptr)), Id(P.Id) {}
  ~Pin() {
    if (On)
      On->unpin(Id);
  }

private:
  Board *On;
  int Id;
};
int pinned(Board &B) {
  int Seen = 0;
  Pin P(B, [&Seen] { ++Seen; }); // ok: its destructor takes it back
  app::work();
  return Seen;
}
class Loose {
public:
  Loose(Board &B, std::function<void()> Note) : On(&B), Id(B.pin(std::move(Note))) {}
  ~Loose() {
    if (Held)
      On->unpin(Id);
  }
  void letGo() { Held = false; }

private:
  Board *On;
  int Id;
  bool Held = true;
};
int loose(Board &B) {
  int Seen = 0;
  Loose P(B, [&Seen] { ++Seen; }); // ok: perhaps it is taken back
  P.letGo();
  return Seen;
}

} // namespace waits

namespace bases {

// The constructor that nobody wrote runs that of the base.
struct Handler {
  virtual ~Handler() = default;
  virtual void on(int Signal) = 0;
};
Handler *Top = nullptr;
struct Installed : Handler {
  Installed() { Top = this; }
};
struct Scoped : Handler {
  Scoped() : Below(Top) { Top = this; }
  ~Scoped() override { Top = Below; }
  Handler *Below;
};
struct Counter final : Installed {
  void on(int) override { ++N; }
  int N = 0;
};
struct ScopedCounter final : Scoped {
  void on(int) override { ++N; }
  int N = 0;
};
int installed() {
  Counter C; // warn: 'C'
  app::work();
  return C.N;
}
int scoped() {
  ScopedCounter C; // ok: its base's destructor takes it back
  app::work();
  return C.N;
}

} // namespace bases

namespace generators {

struct Views {
  struct promise_type {
    std::string_view Value;
    Views get_return_object() {
      return Views(std::coroutine_handle<promise_type>::from_promise(*this));
    }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    std::suspend_always yield_value(std::string_view V) {
      Value = V;
      return {};
    }
    void return_void() {}
    void unhandled_exception() {}
  };
  explicit Views(std::coroutine_handle<promise_type> H) : Handle(H) {}
  Views(const Views &) = delete;
  ~Views() { Handle.destroy(); }
  bool next() {
    Handle.resume();
    return !Handle.done();
  }
  std::coroutine_handle<promise_type> Handle;
};
Views halves(std::string_view Text) {
  co_yield Text.substr(0, Text.size() / 2);
  co_yield Text.substr(Text.size() / 2);
}
int count(int N) {
  std::string Text(N, 'x');
  Views All = halves(Text); // ok: it ends first
  int Count = 0;
  while (All.next())
    ++Count;
  return Count;
}
Views ofLocal(int N) {
  std::string Text(N, 'x');
  return halves(Text); // warn: 'Text'
}

} // namespace generators
// --- a copy of a test framework

namespace doctest {
std::vector<const std::string *> Contexts;
void capture(const std::string &Text) { Contexts.push_back(&Text); }
} // namespace doctest
void tested() {
  std::string Text = "a context";
  doctest::capture(Text); // ok: the framework's own registry
}

// --- a list from which the callee takes the last one

struct Context {
  Context *Next = nullptr;
};
struct Contexts {
  Context Root;
  Context *Tail = &Root;
  void pop() {
    Context *Last = &Root;
    while (Last->Next && Last->Next->Next)
      Last = Last->Next;
    Tail = Last;
    Last->Next = nullptr;
  }
};
void nested(Contexts *All) {
  Context Own;
  All->Tail->Next = &Own;
  All->Tail = &Own; // ok: pop() keeps the one before
  All->pop();
}
void leftInList(Contexts *All) {
  Context Own;
  All->Tail = &Own; // warn: local 'Own'
}
