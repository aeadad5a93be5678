// Each case leads something out of the scope of a local, or takes care not to,
// and then looks there. AddressSanitizer says whether it was alive still.
#include <algorithm>
#include <any>
#include <array>
#include <atomic>
#include <coroutine>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <exception>
#include <functional>
#include <future>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <ranges>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <sys/wait.h>
#include <thread>
#include <tuple>
#include <unistd.h>
#include <utility>
#include <variant>
#include <vector>

struct Case {
  const char *Name;
  void (*Run)();
};
std::vector<Case> &cases() {
  static std::vector<Case> All;
  return All;
}
struct Register {
  Register(const char *Name, void (*Run)()) { cases().push_back({Name, Run}); }
};
#define CASE(NAME)                                                             \
  void NAME();                                                                 \
  Register Register_##NAME(#NAME, NAME);                                       \
  void NAME()

volatile int Seen;
void look(const int *P) { Seen = *P; }
void look(std::string_view S) { Seen = S.empty() ? 0 : S[0]; }

int *Global;
struct Holder {
  int *P = nullptr;
  int Other = 0;
};
Holder GlobalHolder;
std::vector<int *> Many;
std::map<int, int *> Table;
std::function<int()> Callback;
std::string_view View;
struct Base {
  virtual ~Base() = default;
  virtual void take(int *P) { (void)P; }
};
struct Keeper : Base {
  void take(int *P) override { Kept = P; }
  int *Kept = nullptr;
};
Keeper TheKeeper;
Base &AnyKeeper = TheKeeper;
void keep(int *P) { Global = P; }
void keepDeeper(int *P) { keep(P); }
int *same(int *P) { return P; }
const int &bigger(const int &A, const int &B) { return A < B ? B : A; }
int sum(const int *P, int N) {
  int S = 0;
  for (int I = 0; I < N; ++I)
    S += P[I];
  return S;
}

// The address is returned.
int *byPointer() { int Local = 1; int *P = &Local; return P; }
CASE(returnsPointer) { look(byPointer()); }
int &byReference() { int Local = 1; int &R = Local; return R; }
CASE(returnsReference) { look(&byReference()); }
int *throughCallee() { int Local = 1; return same(&Local); }
CASE(returnsThroughCallee) { look(throughCallee()); }
const int &greater(int Limit) { int Local = 2; return bigger(Limit, Local); }
CASE(returnsOneOfTwo) { look(&greater(1)); }
Holder inClass() { int Local = 1; Holder H; H.P = &Local; return H; }
CASE(returnsInClass) { look(inClass().P); }
std::pair<int *, int> inPair() { int Local = 1; return {&Local, 1}; }
CASE(returnsInPair) { look(inPair().first); }
std::optional<int *> inOptional() { int Local = 1; return &Local; }
CASE(returnsInOptional) { look(*inOptional()); }
std::tuple<int, int *> inTuple() { int Local = 1; return std::make_tuple(1, &Local); }
CASE(returnsInTuple) { look(std::get<1>(inTuple())); }
std::variant<int, int *> inVariant() { int Local = 1; return &Local; }
CASE(returnsInVariant) { look(std::get<int *>(inVariant())); }
std::vector<int *> inVector() { int Local = 1; std::vector<int *> V; V.push_back(&Local); return V; }
CASE(returnsInVector) { look(inVector()[0]); }
std::any inAny() { int Local = 1; return std::any(&Local); }
CASE(returnsInAny) { look(std::any_cast<int *>(inAny())); }
std::reference_wrapper<int> inWrapper() { int Local = 1; return std::ref(Local); }
CASE(returnsInWrapper) { look(&inWrapper().get()); }
std::unique_ptr<Holder> inOwned() { int Local = 1; auto H = std::make_unique<Holder>(); H->P = &Local; return H; }
CASE(returnsInOwned) { look(inOwned()->P); }
auto inClosure() { int Local = 1; return [&] { return Local; }; }
CASE(returnsClosure) { Seen = inClosure()(); }
std::function<int()> inFunction() { int Local = 1; return [&Local] { return Local; }; }
CASE(returnsFunction) { Seen = inFunction()(); }
auto inBind() { int Local = 1; return std::bind([](const int &X) { Seen = X; }, std::cref(Local)); }
CASE(returnsBind) { inBind()(); }
std::string_view ofText() { std::string Local = "short"; return Local; }
CASE(returnsView) { look(ofText()); }
const char *ofCharacters() { char Local[] = "short"; const char *P = Local; return P; }
CASE(returnsCharacters) { look(ofCharacters()); }
const char *ofString() { std::string Local = "short"; return Local.c_str(); }
CASE(returnsCString) { look(ofString()); }
std::span<int> ofArray() { int Local[3] = {1, 2, 3}; return Local; }
CASE(returnsSpan) { look(ofArray().data()); }
auto ofStdArray() { std::array<int, 3> Local = {1, 2, 3}; return Local.begin(); }
CASE(returnsIterator) { look(ofStdArray()); }
int *ofElement(int I) { int Local[3] = {1, 2, 3}; return &Local[I]; }
CASE(returnsElement) { look(ofElement(1)); }
int *ofField() { Holder Local; return &Local.Other; }
CASE(returnsField) { look(ofField()); }
int *ofOptional() { std::optional<int> Local = 3; return &*Local; }
CASE(returnsOptional) { look(ofOptional()); }
std::uintptr_t asNumber() { int Local = 1; return reinterpret_cast<std::uintptr_t>(&Local); }
CASE(returnsNumber) { look(reinterpret_cast<int *>(asNumber())); }
int *ofParameter(int Local) { return &Local; }
CASE(returnsParameter) { look(ofParameter(1)); }
std::string_view ofTextParameter(std::string Local) { return Local; }
CASE(returnsViewOfParameter) { look(ofTextParameter("short")); }
auto transformed() { std::array<int, 2> Local = {1, 2}; return std::views::transform(Local, [](int &X) { return &X; }); }
CASE(returnsRange) { look(*transformed().begin()); }

// It is stored where it lives on.
void inGlobal() { int Local = 1; Global = &Local; }
CASE(storesInGlobal) { inGlobal(); look(Global); }
void byCallee() { int Local = 1; keepDeeper(&Local); }
CASE(calleeStores) { byCallee(); look(Global); }
void inField() { int Local = 1; GlobalHolder.P = &Local; }
CASE(storesInField) { inField(); look(GlobalHolder.P); }
void throughPointer(int **To) { int Local = 1; *To = &Local; }
CASE(storesInParameter) { int *P; throughPointer(&P); look(P); }
void throughReference(Holder &To) { int Local = 1; To.P = &Local; }
CASE(storesInClass) { Holder H; throughReference(H); look(H.P); }
void intoVector() { int Local = 1; Many.push_back(&Local); }
CASE(storesInVector) { intoVector(); look(Many.back()); }
void intoMap() { int Local = 1; Table[3] = &Local; }
CASE(storesInMap) { intoMap(); look(Table[3]); }
void intoSet(std::set<int *> &S) { int Local = 1; S.insert(&Local); }
CASE(storesInSet) { std::set<int *> S; intoSet(S); look(*S.begin()); }
void intoList(std::list<Holder> &L) { int Local = 1; L.push_back({&Local, 1}); }
CASE(storesInList) { std::list<Holder> L; intoList(L); look(L.front().P); }
void intoArray(int **To) { int Local = 1; To[1] = &Local; }
CASE(storesInArray) { int *P[2]; intoArray(P); look(P[1]); }
void intoCallback() { int Local = 1; Callback = [&Local] { return Local; }; }
CASE(storesCallback) { intoCallback(); Seen = Callback(); }
void intoView() { std::string Local = "short"; View = Local; }
CASE(storesView) { intoView(); look(View); }
void byVirtual() { int Local = 1; AnyKeeper.take(&Local); }
CASE(virtualStores) { byVirtual(); look(TheKeeper.Kept); }
void byPointerToFunction(void (*F)(int *)) { int Local = 1; F(&Local); }
CASE(pointerStores) { byPointerToFunction(keep); look(Global); }
void byCallable(const std::function<void(int *)> &F) { int Local = 1; F(&Local); }
CASE(callableStores) { byCallable([](int *P) { Global = P; }); look(Global); }
void inStatic(bool Set) {
  static int *Last;
  int Local = 1;
  if (Set)
    Last = &Local;
  else
    look(Last);
}
CASE(storesInStatic) { inStatic(true); inStatic(false); }
void byCopy() { int Local = 1; int *P = &Local; std::memcpy(&Global, &P, sizeof P); }
CASE(copiesBytes) { byCopy(); look(Global); }
void bySwap() { int Local = 1; int *P = &Local; std::swap(Global, P); }
CASE(swaps) { bySwap(); look(Global); }
void byExchange() { int Local = 1; std::exchange(Global, &Local); }
CASE(exchanges) { byExchange(); look(Global); }
void inAtomic(std::atomic<int *> &A) { int Local = 1; A.store(&Local); }
CASE(storesInAtomic) { std::atomic<int *> A; inAtomic(A); look(A.load()); }
struct Registered {
  static inline std::vector<Registered *> All;
  Registered() { All.push_back(this); }
  int Value = 1;
};
void registers() { Registered Local; Seen = Local.Value; }
CASE(constructorRegisters) { registers(); look(&Registered::All.back()->Value); }
struct Owner {
  int *P = nullptr;
  void set(int *Q) { P = Q; }
  void local() { int Local = 1; set(&Local); }
};
CASE(storesInThis) { Owner O; O.local(); look(O.P); }
void thrown() { int Local = 1; throw &Local; }
CASE(throws) { try { thrown(); } catch (int *P) { look(P); } }
struct Error : std::exception { explicit Error(int *P) : P(P) {} int *P; };
void thrownInside() { int Local = 1; throw Error(&Local); }
CASE(throwsClass) { try { thrownInside(); } catch (const Error &E) { look(E.P); } }
std::shared_ptr<int> shared() { int Local = 1; return std::shared_ptr<int>(&Local, [](int *) {}); }
CASE(sharesWithoutOwning) { look(shared().get()); }
struct Link { Link *Next; int Value; };
Link *First;
void pushes() { Link Local = {First, 1}; First = &Local; }
CASE(linksIn) { pushes(); look(&First->Value); }

// Threads, tasks and coroutines that live longer.
std::atomic<bool> Go;
std::thread Runner;
void intoThread() { int Local = 1; Runner = std::thread([&Local] { while (!Go) std::this_thread::yield(); Seen = Local; }); }
CASE(threadOutlives) { intoThread(); Go = true; Runner.join(); }
std::future<int> intoFuture() { int Local = 1; return std::async(std::launch::deferred, [&] { return Local; }); }
CASE(futureOutlives) { Seen = intoFuture().get(); }
std::packaged_task<int()> intoTask() { int Local = 1; return std::packaged_task<int()>([&] { return Local; }); }
CASE(taskOutlives) { auto T = intoTask(); T(); Seen = T.get_future().get(); }
struct Task {
  struct promise_type {
    Task get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
  std::coroutine_handle<promise_type> Handle;
};
Task coroutine(const int &R) { look(&R); co_return; }
Task intoCoroutine() { int Local = 1; return coroutine(Local); }
CASE(coroutineOutlives) { intoCoroutine().Handle.resume(); }

// A scope inside the function.
CASE(blockEnds) { int *P; { int Local = 1; P = &Local; } look(P); }
CASE(turnEnds) {
  int *Last = nullptr;
  for (int I = 0; I < 2; ++I) {
    int Local = I;
    if (Last)
      look(Last);
    Last = &Local;
  }
}
CASE(branchEnds) { std::string_view V; if (Seen == 0) { std::string Local = "short"; V = Local; } look(V); }
CASE(elementsOfBlock) { std::vector<int *> V; { int Local = 1; V.push_back(&Local); } look(V[0]); }
CASE(closureOfBlock) { std::function<int()> F; { int Local = 1; F = [&Local] { return Local; }; } Seen = F(); }
CASE(tryEnds) { int *P = nullptr; try { int Local = 1; P = &Local; throw 1; } catch (int) { look(P); } }
CASE(switchEnds) { int *P = nullptr; switch (1) { case 1: { int Local = 1; P = &Local; } } look(P); }

// It comes back, or never left.
CASE(usesInside) { int Local = 1; int *P = &Local; look(P); }
CASE(calleeLooks) { int Local[3] = {1, 2, 3}; Seen = sum(Local, 3); }
CASE(calleeReturns) { int Local = 1; look(same(&Local)); }
CASE(closureCalled) { int Local = 1; auto F = [&] { return Local; }; Seen = F(); }
CASE(functionCalled) { int Local = 1; std::function<int()> F = [&] { return Local; }; Seen = F(); }
CASE(threadJoined) { int Local = 1; std::thread T([&] { Seen = Local; }); T.join(); }
CASE(futureWaitedFor) { int Local = 1; auto F = std::async(std::launch::async, [&] { return Local; }); Seen = F.get(); }
CASE(takenBack) { int Local = 1; Global = &Local; look(Global); Global = nullptr; }
void takesBack() { int Local = 1; Many.push_back(&Local); look(Many.back()); Many.pop_back(); }
CASE(popped) { Many.clear(); takesBack(); Seen = Many.size(); }
struct Scoped {
  explicit Scoped(int *P) : Old(Global) { Global = P; }
  ~Scoped() { Global = Old; }
  int *Old;
};
void guarded() { int Local = 1; Scoped S(&Local); look(Global); }
CASE(guardTakesBack) { Global = nullptr; guarded(); Seen = Global != nullptr; }
CASE(viewUsed) { std::string Local = "short"; std::string_view V = Local; look(V); }
CASE(blockUsed) { int *P; { int Local = 1; P = &Local; look(P); } P = nullptr; Seen = P != nullptr; }
CASE(vectorDies) { int Local = 1; { std::vector<int *> V; V.push_back(&Local); look(V[0]); } }
std::string valueOf() { std::string Local = "short"; return Local; }
CASE(returnsValue) { look(valueOf()); }
Holder valueOfClass() { Holder Local; Local.Other = 3; return Local; }
CASE(returnsClassValue) { Seen = valueOfClass().Other; }
int *ofStatic() { static int Local = 1; return &Local; }
CASE(returnsStatic) { look(ofStatic()); }
CASE(lockReleased) { std::mutex Local; std::lock_guard<std::mutex> G(Local); Seen = 1; }
CASE(holderInside) { int Local = 1; Holder H; H.P = &Local; Owner O; O.set(H.P); look(O.P); }
CASE(sorted) { int Local[3] = {3, 1, 2}; std::ranges::sort(Local); Seen = Local[0]; }
CASE(swappedBack) { int Local = 1; int *P = &Local; std::swap(Global, P); look(Global); std::swap(Global, P); }
CASE(coroutineInside) { int Local = 1; Task T = coroutine(Local); T.Handle.resume(); T.Handle.destroy(); }
void unlinks() { Link Local = {First, 1}; First = &Local; look(&First->Value); First = Local.Next; }
CASE(unlinked) { First = nullptr; unlinks(); Seen = First != nullptr; }
CASE(threadsJoinedInLoop) {
  std::array<int, 3> Local = {1, 2, 3};
  std::vector<std::thread> Threads;
  for (int &Each : Local)
    Threads.emplace_back([&Each] { Seen = Each; });
  for (std::thread &Each : Threads)
    Each.join();
}

int main() {
  for (const Case &Each : cases()) {
    std::fprintf(stderr, "CASE %s\n", Each.Name);
    const pid_t Child = fork();
    if (Child == 0) {
      Each.Run();
      _exit(0);
    }
    int Status = 0;
    waitpid(Child, &Status, 0);
    std::fprintf(stderr, "END %d\n", Status);
  }
}
