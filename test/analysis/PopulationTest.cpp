#include "analysis/Population.h"
#include "Code.h"

using namespace clang;

namespace fastidious {
namespace {

/// "Name: one by one, element of 'x'" for each record of which there are many.
std::vector<std::string> populations(const std::string &Source,
                                     unsigned MinElements = 16) {
  Code C(R"cpp(
    extern "C" void *malloc(size_t);
    extern "C" void *calloc(size_t, size_t);
    bool more();
    namespace std {
    template <class T, size_t N = size_t(-1)> struct span {};
    template <class T, class C = vector<T>> struct stack {};
    template <class... T> struct variant {};
    }
  )cpp" + Source);
  std::vector<std::string> Found;
  for (const auto &[R, P] : findPopulations(C.unit(), MinElements))
    if (!R->isInStdNamespace())
      Found.push_back(R->getNameAsString() +
                      (P.K == Population::Block ? ": " : ": one by one, ") +
                      P.Each);
  return Found;
}

using Names = std::vector<std::string>;

TEST(Population, ContainersAndArrays) {
  EXPECT_EQ(populations("struct R {}; std::vector<R> v;"),
            Names{"R: element of 'v'"});
  EXPECT_EQ(populations("struct R {}; std::vector<const R> f();"),
            Names{"R: element of the result of 'f'"});
  EXPECT_EQ(populations("struct R {}; void f(std::span<const R>);"),
            Names{"R: element of a parameter"});
  EXPECT_EQ(populations("struct R {}; std::unordered_map<int, R> m;"),
            Names{"R: one by one, element of 'm'"});
  EXPECT_EQ(populations("struct R {}; std::list<R> l; std::vector<R> v;"),
            Names{"R: element of 'v'"});
  EXPECT_EQ(populations("struct R {}; std::vector<R> v; std::list<R> l;"),
            Names{"R: element of 'v'"});
  EXPECT_EQ(populations("struct R {}; std::stack<R> s;"),
            Names{"R: element of 's'"});
  EXPECT_EQ(populations("struct R {}; R a[4][4];"), Names{"R: element of 'a'"});
  EXPECT_EQ(populations("struct R {}; std::array<R, 4> a[4];"),
            Names{"R: element of 'a'"});
  EXPECT_EQ(populations("struct R {}; R a[3]; std::array<R, 15> b;"), Names{});
  EXPECT_EQ(populations("struct R {}; R a[3];", 3), Names{"R: element of 'a'"});
  EXPECT_EQ(populations("struct R {}; std::span<R, 4> s;"), Names{});
  EXPECT_EQ(populations("struct R {}; extern R a[];"), Names{});
  EXPECT_EQ(populations("struct R {}; void f(int n) { R a[n]; }"),
            Names{"R: element of 'a'"});
  EXPECT_EQ(populations("struct R {}; using Rows = std::vector<R>;"),
            Names{"R: element of 'Rows'"});
  EXPECT_EQ(populations("struct R {}; struct Rows : std::vector<R> {};"),
            Names{"R: element of 'Rows'"});
  EXPECT_EQ(populations("struct R {}; std::allocator<R> a;"),
            Names{"R: element of 'a'"});
}

TEST(Population, NotMany) {
  EXPECT_EQ(populations(R"cpp(
    struct R {};
    struct Incomplete;
    std::vector<Incomplete> *incomplete;
    R one;
    std::optional<R> maybe;
    void f(R);
    std::vector<R *> pointers;
    std::vector<std::unique_ptr<R>> owners;
    template <class T> struct Pair { T a; };
    template <class T> struct Registry { std::vector<Pair<T>> pairs; };
    auto l = [](R r) { return r; };
    std::vector<decltype(l)> closures;
  )cpp"),
            Names{});
}

TEST(Population, NestedByValue) {
  EXPECT_EQ(
      populations("struct B {}; struct R { B b[2]; R *next; }; struct D : R {};"
                  "std::vector<std::optional<std::pair<int, D>>> v;"),
      (Names{"D: element of 'v'", "R: element of 'v'", "B: element of 'v'"}));
  EXPECT_EQ(populations("struct A {}; struct B {}; std::vector<std::variant<A, "
                        "B>> v;"),
            (Names{"A: element of 'v'", "B: element of 'v'"}));
  EXPECT_EQ(populations("struct R {}; struct Row { R r[8]; }; Row rows[8];"),
            Names{"R: element of 'rows'"});
  EXPECT_EQ(populations("struct R {}; struct Row { R r[4]; }; Row rows[3];"),
            Names{});
}

TEST(Population, Allocations) {
  EXPECT_EQ(populations("struct R {}; R *f(int n) { return new R[n]; }"),
            Names{"R: element of the array"});
  EXPECT_EQ(populations("struct R {}; R *f() { return new R[15]; }"), Names{});
  const auto Allocated = [](const std::string &Call) {
    return populations("struct R {}; R *f(int n) { auto bytes = n * sizeof(R);"
                       "return (R *)" +
                       Call + "; }");
  };
  const Names Many{"R: element of the array"};
  EXPECT_EQ(Allocated("malloc(n * sizeof(R))"), Many);
  EXPECT_EQ(Allocated("malloc(16 + sizeof(R) * n)"), Many);
  EXPECT_EQ(Allocated("malloc(bytes)"), Many);
  EXPECT_EQ(Allocated("malloc(sizeof(R[20]))"), Many);
  EXPECT_EQ(Allocated("calloc(n, sizeof(R))"), Many);
  EXPECT_EQ(Allocated("calloc(sizeof(R), 16)"), Many);
  EXPECT_EQ(Allocated("malloc(sizeof(R))"), Names{});
  EXPECT_EQ(Allocated("malloc(sizeof(R) + n * sizeof(int))"), Names{});
  EXPECT_EQ(Allocated("calloc(3, 5 * sizeof(R))"), Names{});
}

TEST(Population, OneByOne) {
  const auto Made = [](const std::string &Body) {
    return populations("struct R {}; R *make() { return new R; }"
                       "void f(int n, void *p) { " +
                       Body + " }");
  };
  const Names Many{"R: one by one, object made in a loop"};
  EXPECT_EQ(Made("while (more()) new R;"), Many);
  EXPECT_EQ(Made("while (more()) std::make_unique<R>();"), Many);
  EXPECT_EQ(Made("while (more()) make();"), Many);
  EXPECT_EQ(Made("make();"), Names{});
  EXPECT_EQ(Made("for (int i = 0; i < 5; ++i) new R;"), Names{});
}

TEST(Population, TemplatesOfTheFile) {
  const std::string Pool = R"cpp(
    template <class T> class Pool {
      T *items;
    public:
      void grow(int n) { items = new T[n]; }
    };)cpp";
  EXPECT_EQ(populations(Pool + "struct R {}; Pool<R> pool;"),
            Names{"R: element of the array"});
  EXPECT_EQ(populations(Pool + "struct R {};"), Names{});
  const std::string List = R"cpp(
    template <class T> class List {
      struct Node { T value; Node *next; };
      Node *head;
    public:
      void push(const T &value) { head = new Node{value, head}; }
    };)cpp";
  EXPECT_EQ(populations(List + "struct R {}; List<R> list;"),
            Names{"R: one by one, node of 'List'"});
  EXPECT_EQ(populations("template <class T, int N> struct Ring { T items[N]; };"
                        "struct R {}; Ring<R, 16> ring; Ring<int, 3> other;"),
            Names{"R: element of 'items'"});
}

} // namespace
} // namespace fastidious
