// Exceptions, coroutines, threads, statics and C: one allocation on each line.
#include <condition_variable>
#include <coroutine>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dirent.h>
#include <exception>
#include <functional>
#include <future>
#include <latch>
#include <memory>
#include <mutex>
#include <new>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

struct Failure : std::runtime_error {
  Failure(const std::string &What, int Code)
      : std::runtime_error(What), Code(Code) {}
  int Code;
};
struct Detailed : std::exception {
  explicit Detailed(std::string Text) : Text(std::move(Text)) {}
  std::string Text;
};
int fails(int Kind) {
  switch (Kind) {
  case 0:
    throw 1;
  case 1:
    throw Failure("a failure that is told at length", 3);
  case 2:
    throw Detailed("details that are long enough for it");
  case 3:
    throw std::string("a text that is thrown, which is unusual");
  case 4:
    throw std::make_unique<int>(4);
  case 5:
    throw std::bad_alloc();
  default:
    return 0;
  }
}
int caught(int Kind) {
  try {
    return fails(Kind);
  } catch (const Failure &F) {
    return F.Code;
  } catch (const std::exception &) {
    return 2;
  } catch (...) {
    return 1;
  }
}
int kept() {
  std::exception_ptr P;
  P = std::make_exception_ptr(std::logic_error("a reason that is kept for later"));
  try {
    std::rethrow_exception(P);
  } catch (const std::logic_error &E) {
    return E.what()[0];
  }
}

struct Task {
  struct promise_type {
    int Value = 0;
    Task get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    std::suspend_always yield_value(int V) { Value = V; return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
  std::coroutine_handle<promise_type> Handle;
};
Task count(int To) {
  for (int I = 0; I < To; ++I)
    co_yield I;
}
Task collect(std::string Text) {
  std::vector<char> All;
  for (char C : Text) {
    All.push_back(C);
    co_yield All.size();
  }
}
int coroutines(const std::string &Long) {
  Task A = count(2);
  A.Handle.resume();
  Task B = collect(Long);
  B.Handle.resume();
  const int R = A.Handle.promise().Value + B.Handle.promise().Value;
  A.Handle.destroy();
  B.Handle.destroy();
  return R;
}

int work(int N) { return N; }
int threads(const std::string &Long) {
  int X = 0;
  std::thread A([&] { ++X; });
  A.join();
  std::thread B(work, 3);
  B.join();
  std::thread C([Long] { return Long.size(); });
  C.join();
  std::jthread D([] {});
  std::vector<std::thread> All;
  for (int I = 0; I < 2; ++I)
    All.emplace_back(work, I);
  for (std::thread &Each : All)
    Each.join();
  std::condition_variable_any E;
  return X;
}
int futures(const std::string &Long) {
  std::promise<int> A;
  std::future<int> B = A.get_future();
  A.set_value(3);
  std::packaged_task<int(int)> C(work);
  std::future<int> D = C.get_future();
  C(4);
  auto E = std::async(std::launch::async, work, 5);
  auto F = std::async(std::launch::deferred, [Long] { return int(Long.size()); });
  std::shared_future<int> G = std::async(std::launch::deferred, work, 6).share();
  std::promise<std::string> H;
  H.set_value(Long);
  std::promise<void> I;
  I.set_exception(std::make_exception_ptr(1));
  return B.get() + D.get() + E.get() + F.get() + G.get();
}

struct Logger {
  static Logger &get() {
    static Logger *Only = new Logger;
    return *Only;
  }
  void add(std::string Text) {
    Lines.push_back(std::move(Text));
  }
  std::vector<std::string> Lines;
};
struct Tree {
  struct Node {
    int Value;
    Node *Left = nullptr, *Right = nullptr;
  };
  Node *Root = nullptr;
  void insert(int Value) {
    Node **At = &Root;
    while (*At)
      At = Value < (*At)->Value ? &(*At)->Left : &(*At)->Right;
    *At = new Node{Value};
  }
  static void drop(Node *N) {
    if (!N)
      return;
    drop(N->Left);
    drop(N->Right);
    delete N;
  }
  ~Tree() { drop(Root); }
};
struct Buffer {
  explicit Buffer(std::size_t N)
      : Data(new char[N]), Size(N) {}
  Buffer(const Buffer &O)
      : Data(new char[O.Size]), Size(O.Size) {
    std::memcpy(Data, O.Data, Size);
  }
  ~Buffer() { delete[] Data; }
  char *Data;
  std::size_t Size;
};
struct Pooled {
  static void *operator new(std::size_t Size) {
    return std::malloc(Size);
  }
  static void operator delete(void *P) { std::free(P); }
  int Value = 0;
};
char *duplicate(const char *S) {
  const std::size_t N = std::strlen(S) + 1;
  char *P = static_cast<char *>(std::malloc(N));
  return static_cast<char *>(std::memcpy(P, S, N));
}
int local(const std::string &Long) {
  Logger::get().add(Long);
  static std::vector<int> *Numbers = new std::vector<int>;
  Numbers->push_back(1);
  thread_local std::string Name = "the name of a thread, which is long";
  Tree T;
  for (int Value : {3, 1, 2})
    T.insert(Value);
  Buffer A(20);
  Buffer B = A;
  Pooled *P = new Pooled;
  delete P;
  int *Q = new int(3);
  const int R = *Q + Name.size();
  delete Q;
  auto F = [Text = Long + "!"] { return int(Text.size()); };
  auto G = F;
  alignas(64) char Place[sizeof(Buffer)];
  Buffer *Placed = new (Place) Buffer(3);
  Placed->~Buffer();
  int **Rows = new int *[2];
  for (int I = 0; I < 2; ++I)
    Rows[I] = new int[3];
  for (int I = 0; I < 2; ++I)
    delete[] Rows[I];
  delete[] Rows;
  int *None = new (std::nothrow) int[4];
  delete[] None;
  return R + F() + G() + B.Size;
}
int c(const char *Name) {
  char *A = strdup(Name);
  char *B = strndup(Name, 3);
  char *C = duplicate(Name);
  void *D = std::malloc(10);
  D = std::realloc(D, 100);
  void *E = std::calloc(3, 4);
  void *F = aligned_alloc(64, 128);
  void *G = nullptr;
  int R = posix_memalign(&G, 64, 100);
  FILE *H = std::fopen(Name, "r");
  char *Line = nullptr;
  std::size_t Size = 0;
  R += getline(&Line, &Size, H);
  std::fclose(H);
  DIR *I = opendir("/");
  closedir(I);
  char *J = nullptr;
  R += asprintf(&J, "%s of some length, and more of it", Name);
  for (void *Each : {(void *)A, (void *)B, (void *)C, D, E, F, G, (void *)Line, (void *)J})
    std::free(Each);
  return R;
}

int main(int, char **Arguments) {
  const std::string Long(40, 'l');
  int R = 0;
  for (int I = 0; I < 6; ++I)
    R += caught(I);
  return R + kept() + coroutines(Long) + threads(Long) + futures(Long) + local(Long) + c(Arguments[0]) == -1;
}
