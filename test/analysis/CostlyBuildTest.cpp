#include "analysis/CostlyBuild.h"
#include "Code.h"

using namespace clang;

namespace fastidious {
namespace {

constexpr const char Prelude[] = R"cpp(
    namespace std {
    template <class T> struct deque { deque(); ~deque(); void push_back(T); };
    template <class T> struct map { map(); ~map(); T &operator[](int); };
    namespace pmr {
    template <class T> struct polymorphic_allocator { T *allocate(size_t); };
    template <class T> using vector = std::vector<T, polymorphic_allocator<T>>;
    }
    template <class C> struct basic_ofstream {
      basic_ofstream(); basic_ofstream(const char *, int = 0);
      ~basic_ofstream();
      void open(const char *, int);
    };
    struct ios { static constexpr int app = 1, trunc = 2; };
    struct random_device { random_device(); ~random_device(); unsigned operator()(); };
    template <int N> struct mersenne_twister_engine {
      mersenne_twister_engine(unsigned = 1);
      unsigned operator()();
    };
    struct locale { locale(); locale(const char *); locale(const locale &); ~locale(); };
    }
    extern "C" { void *malloc(size_t); void free(void *); }
    using Row = std::vector<int>;
    using Engine = std::mersenne_twister_engine<1>;
    using File = std::basic_ofstream<char>;
    void use(...);
    template <class... T> void see(const T &...) {}
    void look(const Row &);
    void fill(Row &);
    Row make();
)cpp";

std::string describe(const CostlyBuild &B) {
  const char *Kinds[] = {"container", "constant", "adapter", "stream", "file",
                         "engine",    "device",   "locale",  "object", "block"};
  return Kinds[B.K] + std::string(" ") + std::to_string(B.Inputs.size());
}

/// What is said of the variable that a reference names.
std::string judge(const DeclRefExpr &Ref, Function &F) {
  for (const CostlyBuild &B : costlyBuildsIn(F))
    if (B.Variable == Ref.getDecl())
      return describe(B);
  return "none";
}

TEST(CostlyBuild, ContainersAreCostlyWhenTheyGetElements) {
  Code C(std::string(Prelude) + R"cpp(
    void f(const Row &other, size_t n, bool rarely) {
      Row empty, pushed, filled, copied = other, read = other, called = make();
      Row later, seldom, sized(n), none(0);
      pushed.push_back(1);
      fill(filled);
      fill(copied);
      later = make();
      if (rarely) seldom.push_back(1);
      const Row ones(n, 1);
      std::deque<int> deque;
      std::map<int> map;
      map[1] = 2;
      std::pmr::vector<int> arena(n);
      look(/*none*/empty); look(/*container 0*/pushed);
      look(/*container 0*/filled); look(/*container 0*/copied);
      look(/*none*/read); look(/*none*/called); look(/*none*/later);
      look(/*none*/seldom); look(/*constant 1*/sized); look(/*none*/none);
      look(/*constant 2*/ones); see(/*constant 0*/deque); see(/*none*/map);
      see(/*none*/arena);
    }
  )cpp");
  expectMarks<DeclRefExpr>(C, judge);
}

TEST(CostlyBuild, TextsAreCostlyWhenTheyAreSurelyLong) {
  Code C(std::string(Prelude) + R"cpp(
    void f(const std::string &other, size_t n) {
      std::string copy = other, padded(80, ' '), few(8, ' '), any(n, ' ');
      std::string buffer(n, ' ');
      buffer[0] = copy[0];
      buffer.push_back(' ');
      std::string once, built, reserved, result = other + other;
      once += other;
      for (size_t i = 0; i < n; ++i) built += other;
      reserved.reserve(n);
      std::string replaced(n, ' ');
      replaced = other + other;
      see(/*none*/copy, /*constant 2*/padded, /*none*/few,
          /*none*/any, /*container 0*/buffer, /*none*/once, /*container 0*/built,
          /*container 0*/reserved, /*none*/result, /*none*/replaced);
    }
  )cpp");
  expectMarks<DeclRefExpr>(C, judge);
}

TEST(CostlyBuild, FilesAndEnginesDependOnWhatTheyAreMadeOf) {
  Code C(std::string(Prelude) + R"cpp(
    void f(const char *name, unsigned seed) {
      File adds(name, std::ios::app), anew(name), closed, later, twice;
      later.open(name, std::ios::app);
      twice.open("a", std::ios::app);
      twice.open("b", std::ios::app);
      std::random_device device;
      Engine seeded(seed), truly(device()), derived(seeded()), standard;
      std::locale named("C"), global, same(global);
      std::ostringstream stream;
      see(/*file 2*/adds, /*none*/anew, /*none*/closed, /*file 2*/later,
          /*none*/twice, /*device 0*/device, /*engine 1*/seeded,
          /*engine 0*/truly, /*engine 1*/derived, /*engine 0*/standard,
          /*locale 1*/named, /*none*/global, /*none*/same,
          /*stream 0*/stream);
    }
  )cpp");
  expectMarks<DeclRefExpr>(C, judge);
}

TEST(CostlyBuild, MemoryIsCostlyWhenItIsGivenBack) {
  Code C(std::string(Prelude) + R"cpp(
    struct Sums { int n; };
    struct Scope { Scope(); ~Scope(); int n; };
    void f(size_t n) {
      auto sums = std::make_unique<Sums>();
      auto given = std::make_unique<Sums>(1);
      auto scope = std::make_unique<Scope>();
      char *block = new char[n], *lost = new char[n], *cleared = new char[n];
      void *raw = malloc(n);
      void *mixed = malloc(n);
      char *later;
      later = new char[n];
      sums->n = given->n = scope->n = block[0] = lost[0] = later[0];
      delete[] block;
      delete[] cleared;
      cleared = nullptr;
      delete[] later;
      free(raw);
      delete static_cast<char *>(mixed);
      use(/*object 0*/sums->n, /*object 1*/given->n, /*none*/scope->n,
          /*block 0*/block[0], /*none*/lost[0], /*block 0*/cleared[0],
          /*block 0*/later[0]);
      use(/*block 0*/raw); use(/*none*/mixed);
    }
  )cpp");
  expectMarks<DeclRefExpr>(C, judge);
}

} // namespace
} // namespace fastidious
