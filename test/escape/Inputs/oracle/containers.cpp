// Containers and strings: what allocates, and what is kept inside.
#include <any>
#include <array>
#include <deque>
#include <functional>
#include <list>
#include <map>
#include <optional>
#include <queue>
#include <set>
#include <stack>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <variant>
#include <vector>

int length(std::string_view S) { return S.size(); }
int first(const std::vector<int> &V) { return V.empty() ? 0 : V[0]; }
int call(const std::function<int()> &F) { return F(); }
struct Named { std::string Name; int Id = 0; };

int emptyOnes() {
  std::vector<int> V;
  std::list<int> L;
  std::map<int, int> M;
  std::unordered_map<int, int> U;
  std::string S;
  std::optional<int> O = 3;
  std::variant<int, double> W = 2;
  std::array<int, 4> A{};
  return V.size() + L.size() + M.size() + U.size() + S.size() + *O + W.index() + A[0];
}
int fromList() { std::vector<int> V = {1, 2, 3}; return first(V); }
int sized(int N) { std::vector<int> V(N); return first(V); }
int constantSize() { std::vector<int> V(8); return first(V); }
int reserved(int N) { std::vector<int> V; V.reserve(N); return first(V); }
int grown(int N) {
  std::vector<int> V;
  for (int I = 0; I < N; ++I)
    V.push_back(I);
  return first(V);
}
int emplaced() {
  std::vector<Named> V;
  V.emplace_back();
  return V.front().Id;
}
int resized(int N) { std::vector<int> V; V.resize(N); return first(V); }
int copied(const std::vector<int> &From) { std::vector<int> V = From; return first(V); }
int assigned(const std::vector<int> &From) { std::vector<int> V; V = From; return first(V); }
int moved(std::vector<int> From) { std::vector<int> V = std::move(From); return first(V); }
int ranged(const std::vector<int> &From) { std::vector<int> V(From.begin(), From.end()); return first(V); }
int deques() { std::deque<int> D; D.push_back(1); return D.front(); }
int queues() { std::queue<int> Q; Q.push(1); return Q.front(); }
int stacks() { std::stack<int> S; S.push(1); return S.top(); }
int heaps() { std::priority_queue<int> Q; Q.push(1); return Q.top(); }
int lists() { std::list<int> L; L.push_back(1); return L.front(); }
int maps() { std::map<int, int> M; M[1] = 2; return M.size(); }
int mapInserts() { std::map<int, int> M; M.insert({1, 2}); return M.size(); }
int mapEmplaces() { std::map<int, int> M; M.emplace(1, 2); return M.size(); }
int sets() { std::set<int> S; S.insert(1); return S.size(); }
int hashes() { std::unordered_map<int, int> M; M[1] = 2; return M.size(); }
int hashSets() { std::unordered_set<int> S; S.insert(4); return S.size(); }
int setOf() { std::set<int> S = {1, 2}; return S.size(); }
int mapOf() { std::map<int, int> M = {{1, 2}}; return M.size(); }

int shortText() { std::string S = "short"; return length(S); }
int longText() { std::string S = "a text that does not fit inside"; return length(S); }
int textOf(const char *C) { std::string S(C); return length(S); }
int textOfView(std::string_view V) { std::string S(V); return length(S); }
int repeated(int N) { std::string S(N, 'x'); return length(S); }
int repeatedFew() { std::string S(4, 'x'); return length(S); }
int number(int N) { std::string S = std::to_string(N); return length(S); }
int joined(const std::string &A) { std::string S = A + " and some more of the text"; return length(S); }
int appended(const std::string &A) { std::string S; S += A; return length(S); }
int copiedText(const std::string &A) { std::string S = A; return length(S); }
int part(const std::string &A) { std::string S = A.substr(1); return length(S); }
int views(const std::string &A) { std::string_view V = A; return length(V); }
std::string returned(int N) { std::string S(N, 'r'); return S; }
int aggregate(const std::string &A) { Named N{A, 1}; return length(N.Name); }
int pairs(const std::string &A) { std::pair<std::string, int> P(A, 1); return length(P.first); }
int optionals(const std::string &A) { std::optional<std::string> O(A); return length(*O); }

int smallBox(int N) { return call([=] { return N; }); }
int bigBox(long A, long B, long C) { return call([=] { return int(A + B + C); }); }
int ownerBox(std::string S) { return call([S] { return int(S.size()); }); }
int variable(int N) { std::function<int()> F = [=] { return N; }; return F(); }
int anyInt() { std::any A = 3; return std::any_cast<int>(A); }
int anyBig() { std::any A = std::array<long, 4>{}; return A.has_value(); }

int main() {
  const std::string Long(40, 'l');
  const std::vector<int> Some(3);
  int R = emptyOnes() + fromList() + sized(4) + constantSize() + reserved(3) + grown(9) + emplaced() + resized(3) +
          copied(Some) + assigned(Some) + moved(Some) + ranged(Some) + deques() + queues() + stacks() + heaps() + lists() +
          maps() + mapInserts() + mapEmplaces() + sets() + hashes() + hashSets() + setOf() + mapOf();
  R += shortText() + longText() + textOf("a text that does not fit inside") + textOfView(Long) + repeated(40) + repeatedFew() +
       number(-2000000000) + joined(Long) + appended(Long) + copiedText(Long) + part(Long) + views(Long) + aggregate(Long) + pairs(Long) +
       optionals(Long);
  std::string Back = returned(40);
  R += smallBox(1) + bigBox(1, 2, 3) + ownerBox(Long) + variable(2) + anyInt() + anyBig();
  return R + length(Back) == -1;
}
