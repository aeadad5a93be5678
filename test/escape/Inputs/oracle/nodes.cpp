// Containers of all kinds: one allocation on each line.
#include <algorithm>
#include <array>
#include <deque>
#include <forward_list>
#include <iterator>
#include <list>
#include <map>
#include <numeric>
#include <queue>
#include <set>
#include <stack>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <valarray>
#include <vector>

struct Item { int Id = 0; std::string Name; bool operator<(const Item &O) const { return Id < O.Id; } };
struct Matrix {
  Matrix(int Rows, int Columns)
      : Cells(Rows, std::vector<double>(Columns)) {}
  std::vector<std::vector<double>> Cells;
};
struct Graph {
  void connect(int A, int B) {
    Edges[A].push_back(B);
    Edges[B].push_back(A);
  }
  std::map<int, std::vector<int>> Edges;
};
struct Cache {
  int &slot(const std::string &Name) {
    return Slots[Name];
  }
  void put(const std::string &Name, int Value) {
    Slots.emplace(Name, Value);
  }
  std::unordered_map<std::string, int> Slots;
};
std::vector<int> Kept;
std::map<std::string, int> Known = {{"one", 1}, {"a key that is longer than that", 2}};
std::vector<int> range(int N) {
  std::vector<int> V(N);
  std::iota(V.begin(), V.end(), 0);
  return V;
}
std::vector<int> doubled(std::vector<int> V) {
  for (int &X : V)
    X *= 2;
  return V;
}

int vectors(const std::vector<int> &From, const std::string &Long) {
  std::vector<int> A{1, 2, 3};
  std::vector<bool> B(70);
  B.push_back(true);
  std::vector<int> C;
  C.insert(C.end(), From.begin(), From.end());
  std::vector<int> D;
  D.assign(5, 1);
  std::vector<int> E;
  E = {1, 2};
  std::vector<int> F(From);
  std::vector<std::string> G(2, Long);
  std::vector<std::string> H;
  H.push_back(Long);
  H.push_back("a literal that is long enough");
  H.emplace_back(40, 'x');
  H.insert(H.begin(), Long);
  std::vector<Item> I;
  I.push_back({1, Long});
  I.push_back(Item());
  I.resize(9);
  std::vector<std::vector<int>> J(3, std::vector<int>(2));
  J.push_back({1, 2});
  J[0].push_back(3);
  Matrix K(2, 3);
  std::vector<int> L = doubled(range(4));
  L = doubled(From);
  std::vector<int> M;
  std::transform(From.begin(), From.end(), std::back_inserter(M), [](int X) { return X; });
  A.reserve(20);
  A.shrink_to_fit();
  Kept.push_back(1);
  Kept = From;
  std::vector<int> N(From.rbegin(), From.rend());
  std::array<std::vector<int>, 2> O = {From, {}};
  return B.size() + C.size() + D.size() + E.size() + F.size() + G.size() + I.size() + J.size() + K.Cells.size() + L.size() + M.size() + N.size() + O.size();
}
int sequences(const std::vector<int> &From, const std::string &Long) {
  std::deque<int> A;
  std::deque<int> B(600);
  B.push_front(1);
  std::deque<int> C(From.begin(), From.end());
  for (int I = 0; I < 300; ++I)
    C.push_back(I);
  std::list<int> D = {1, 2};
  D.push_front(3);
  D.emplace_back(4);
  D.insert(D.begin(), 5);
  D.resize(9);
  std::list<int> E(3);
  E.assign(5, 1);
  std::list<int> F = D;
  F.splice(F.begin(), E);
  F.sort();
  std::forward_list<int> G;
  G.push_front(1);
  G.emplace_front(2);
  G.insert_after(G.begin(), 3);
  std::list<std::string> H;
  H.push_back(Long);
  std::list<std::string> I(H);
  std::valarray<int> J(5);
  std::valarray<int> K = J;
  std::deque<std::string> L;
  L.push_back(Long);
  std::forward_list<int> M = {1, 2};
  std::list<int> N(From.begin(), From.end());
  std::fill_n(std::front_inserter(N), 2, 1);
  return A.size() + B.size() + C.size() + D.size() + F.size() + K.size() + L.size() + N.size() + M.front();
}
int adapters(const std::vector<int> &From) {
  std::queue<int> A;
  std::stack<int, std::vector<int>> B;
  B.push(1);
  B.emplace(2);
  std::priority_queue<int> C(From.begin(), From.end());
  C.push(5);
  std::priority_queue<Item> D;
  D.push({1, "short"});
  std::queue<std::string, std::list<std::string>> E;
  E.push("short");
  E.emplace("short too");
  std::stack<int> F;
  std::priority_queue<int, std::vector<int>, std::greater<int>> G({}, From);
  return A.size() + B.size() + C.size() + D.size() + E.size() + F.size() + G.size();
}
int trees(const std::vector<int> &From, const std::string &Long) {
  std::map<int, int> A;
  A.insert({1, 2});
  A.insert(std::make_pair(2, 3));
  A.emplace(3, 4);
  A.try_emplace(4, 5);
  A.insert_or_assign(5, 6);
  A[6] = 7;
  A.emplace_hint(A.end(), 8, 9);
  std::map<int, int> B = A;
  std::map<int, int> C(A.begin(), A.end());
  std::map<int, int> D;
  D = A;
  std::map<std::string, std::string> E;
  E["short"] = "short";
  E[Long] = "short";
  E["other"] = Long;
  E.emplace("third", Long);
  std::set<int> F(From.begin(), From.end());
  F.insert(77);
  F.emplace(78);
  F.insert(From.begin(), From.end());
  std::set<std::string> G = {"a", "b"};
  G.insert(Long);
  std::multimap<int, int> H;
  H.insert({1, 2});
  H.emplace(1, 3);
  std::multiset<int> I;
  I.insert(1);
  I.insert(1);
  std::set<Item> J;
  J.insert({1, "short"});
  J.emplace();
  std::map<int, std::vector<int>> K;
  K[1].push_back(2);
  K[1] = From;
  std::map<int, std::map<int, int>> L;
  L[1][2] = 3;
  Graph M;
  M.connect(1, 2);
  Known["three"] = 3;
  Known.emplace("four", 4);
  std::map<int, int> N;
  N.merge(A);
  std::set<int> O;
  std::set_union(F.begin(), F.end(), From.begin(), From.end(), std::inserter(O, O.end()));
  int R = A.size();
  for (const auto [Key, Value] : std::map<std::string, int>(Known))
    R += Value;
  return R + B.size() + C.size() + D.size() + E.size() + F.size() + G.size() + H.size() + I.size() + J.size() + K.size() + L.size() + N.size();
}
int tables(const std::vector<int> &From, const std::string &Long) {
  std::unordered_map<int, int> A;
  A.insert({1, 2});
  A.emplace(3, 4);
  A.try_emplace(4, 5);
  A[6] = 7;
  A.insert_or_assign(8, 9);
  A.reserve(100);
  std::unordered_map<int, int> B = A;
  std::unordered_map<int, int> C = {{1, 2}};
  std::unordered_map<std::string, int> D;
  D["short"] = 1;
  D[Long] = 2;
  std::unordered_set<int> E(From.begin(), From.end());
  E.insert(99);
  E.emplace(98);
  E.rehash(300);
  std::unordered_multimap<int, int> F;
  F.insert({1, 2});
  F.emplace(1, 3);
  std::unordered_multiset<int> G;
  G.insert(1);
  Cache H;
  H.slot(Long) = 1;
  H.put("short", 2);
  std::unordered_map<int, std::unordered_set<int>> I;
  I[1].insert(2);
  std::unordered_set<std::string> J = {"a", "b"};
  J.insert(Long);
  std::unordered_map<int, int> K(50);
  return A.size() + B.size() + C.size() + D.size() + E.size() + F.size() + G.size() + H.Slots.size() + I.size() + J.size() + K.size();
}

int main() {
  const std::string Long(40, 'l');
  const std::vector<int> From = {5, 3, 4};
  return vectors(From, Long) + sequences(From, Long) + adapters(From) + trees(From, Long) + tables(From, Long) == -1;
}
