// Boxes, smart pointers, sums and products: one allocation on each line.
#include <any>
#include <array>
#include <functional>
#include <map>
#include <memory>
#include <memory_resource>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

struct Point { long X = 0, Y = 0; };
struct Wide { long Fields[8] = {}; };
struct Self : std::enable_shared_from_this<Self> { int Value = 1; };
struct Animal {
  virtual ~Animal() = default;
  virtual int legs() const = 0;
  virtual std::unique_ptr<Animal> clone() const = 0;
};
struct Dog : Animal {
  int legs() const override { return 4; }
  std::unique_ptr<Animal> clone() const override {
    return std::make_unique<Dog>(*this);
  }
};
struct Bird : Animal {
  explicit Bird(std::string Song) : Song(std::move(Song)) {}
  int legs() const override { return 2; }
  std::unique_ptr<Animal> clone() const override {
    return std::unique_ptr<Animal>(new Bird(Song));
  }
  std::string Song;
};
std::unique_ptr<Animal> animal(int Kind) {
  switch (Kind) {
  case 0:
    return std::make_unique<Dog>();
  default:
    return std::make_unique<Bird>("a song that is longer than that");
  }
}
using Maker = std::function<std::unique_ptr<Animal>()>;
const std::map<std::string, Maker> &makers() {
  static const std::map<std::string, Maker> All = {
      {"dog", [] { return std::make_unique<Dog>(); }},
      {"bird", [] { return std::make_unique<Bird>("tweet"); }}};
  return All;
}
std::shared_ptr<Point> Shared = std::make_shared<Point>();
std::function<int()> Callback;
int run(const std::function<int()> &F) { return F(); }
int use(const Point &P) { return P.X; }
template <class T> std::unique_ptr<T> madeOf() {
  return std::make_unique<T>();
}
template <class T> struct Pool {
  T *get() {
    Kept.push_back(std::make_unique<T>());
    return Kept.back().get();
  }
  std::vector<std::unique_ptr<T>> Kept;
};

int inside(int A, long B) {
  std::function<int()> F = [A] { return A; };
  std::function<int()> G = [A, B] { return int(A + B); };
  std::function<int()> H = [&] { return A; };
  std::function<int(int)> I = std::negate<int>();
  std::any J = 5;
  std::any K = &A;
  std::optional<Wide> L = Wide{};
  std::variant<int, Wide> M = Wide{};
  std::tuple<int, Point> N(A, Point{});
  std::pair<Point, Wide> O;
  std::array<std::optional<int>, 4> P;
  return F() + G() + H() + I(1) + J.has_value() + K.has_value() + L->Fields[0] + M.index() + std::get<0>(N) + O.first.X + P.size();
}
int beyond(int A, long B, long C, const std::string &Long) {
  std::function<int()> F = [=] { return int(A + B + C); };
  std::function<int()> G = [Wide = Wide()] { return int(Wide.Fields[0]); };
  std::function<int()> H = [Long] { return int(Long.size()); };
  std::function<int()> I = std::bind(use, Point{});
  std::function<int()> J;
  J = [=] { return int(A * B * C); };
  std::function<int()> K = F;
  Callback = [=] { return int(A - B - C); };
  std::any L = Point{};
  std::any M = Long;
  std::any N = std::make_any<Wide>();
  std::any O;
  O.emplace<Wide>();
  std::any P = M;
  int R = run([=] { return int(A + B - C); });
  R += run([P = std::make_shared<Point>()] { return int(P->X); });
  return R + F() + G() + H() + I() + J() + K() + L.has_value() + N.has_value();
}
int sums(const std::string &Long) {
  std::optional<std::string> A = Long;
  std::optional<std::string> B;
  B = Long;
  std::optional<std::vector<int>> C(std::in_place, 3);
  std::optional<std::string> D;
  D.emplace(40, 'x');
  std::variant<int, std::string> E = Long;
  std::variant<int, std::string> F;
  F = Long;
  F.emplace<std::string>(50, 'x');
  std::pair<int, std::string> G(1, Long);
  auto H = std::make_pair(Long, 1);
  std::tuple<std::string, int> I(Long, 1);
  auto J = std::make_tuple(1, Long);
  std::array<std::string, 2> K = {Long, "x"};
  auto L = A;
  auto [M, N] = H;
  auto O = std::make_optional(Long);
  return A->size() + B->size() + C->size() + D->size() + E.index() + G.second.size() + std::get<1>(J).size() + K[0].size() + L->size() + M.size() + N + O->size();
}
int owners() {
  auto A = std::make_unique<Point>();
  auto B = std::make_unique<int[]>(8);
  std::unique_ptr<Point> C(new Point);
  C.reset(new Point);
  C = std::make_unique<Point>();
  std::unique_ptr<Point, void (*)(Point *)> D(new Point, [](Point *P) { delete P; });
  auto E = std::make_shared<Point>();
  std::shared_ptr<Point> F(new Point);
  std::shared_ptr<Point> G = std::make_unique<Point>();
  std::shared_ptr<long> H(E, &E->X);
  std::shared_ptr<Point> I(F);
  std::shared_ptr<Point> J(new Point, [](Point *P) { delete P; });
  auto K = std::allocate_shared<Point>(std::allocator<Point>());
  auto L = std::make_shared<Self>();
  std::shared_ptr<Self> M = L->shared_from_this();
  std::weak_ptr<Self> N = L;
  auto O = std::make_shared<Point[]>(5);
  F.reset(new Point);
  std::shared_ptr<Point> P;
  P.reset(C.release());
  std::shared_ptr<Animal> Q = animal(0);
  std::shared_ptr<void> R = std::make_shared<Wide>();
  return A->X + B[0] + D->X + *H + I->X + J->X + K->X + M->Value + O[0].X + P->X + Q->legs() + (R != nullptr) + N.expired();
}
int families() {
  std::vector<std::unique_ptr<Animal>> All;
  All.push_back(animal(0));
  All.push_back(std::make_unique<Bird>("sings"));
  All.emplace_back(new Dog);
  All.push_back(All[1]->clone());
  All.push_back(All[0]->clone());
  std::vector<std::unique_ptr<Animal>> Copies;
  for (const auto &Each : All)
    Copies.push_back(Each->clone());
  for (const auto &[Name, Make] : makers())
    Copies.push_back(Make());
  Animal *Raw = new Dog;
  const int Legs = Raw->legs();
  delete Raw;
  Pool<Point> P;
  P.get();
  return Legs + All.size() + Copies.size() + madeOf<Wide>()->Fields[0];
}
int resources(const std::string &Long) {
  std::pmr::monotonic_buffer_resource A;
  std::pmr::vector<int> B({1, 2, 3}, &A);
  std::pmr::string C(Long.c_str(), std::pmr::new_delete_resource());
  std::pmr::unsynchronized_pool_resource D;
  std::pmr::vector<int> E(&D);
  E.push_back(1);
  std::pmr::map<int, int> F;
  F[1] = 2;
  std::pmr::vector<int> G;
  G.resize(9);
  void *H = std::pmr::new_delete_resource()->allocate(32);
  std::pmr::new_delete_resource()->deallocate(H, 32);
  std::allocator<Point> I;
  Point *J = I.allocate(3);
  I.deallocate(J, 3);
  return B.size() + C.size() + E.size() + F.size() + G.size();
}

int main() {
  const std::string Long(40, 'l');
  return inside(1, 2) + beyond(1, 2, 3, Long) + sums(Long) + owners() + families() + resources(Long) + Callback() + Shared->X == -1;
}
