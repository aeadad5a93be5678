// flags: -std=c++20 -pthread
// What is returned.
#include <algorithm>
#include <array>
#include <cstring>
#include <functional>
#include <initializer_list>
#include <list>
#include <map>
#include <memory>
#include <numeric>
#include <optional>
#include <ranges>
#include <span>
#include <sstream>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

namespace app {

struct Range {
  const char *Begin;
  const char *End;
};
struct Row {
  std::string_view Key;
  int Count = 0;
};

class Cursor {
public:
  Cursor(const std::vector<int> &Data, std::size_t At) : Data(&Data), At(At) {}
  int value() const { return (*Data)[At]; }

private:
  const std::vector<int> *Data;
  std::size_t At;
};

class Chain {
public:
  Chain &with(const int *P) {
    Parts.push_back(P);
    return *this;
  }
  const Chain &self() const { return *this; }

private:
  std::vector<const int *> Parts;
};

// --- functions that hand on what they get

template <class T> T &pick(bool First, T &A, T &B) { return First ? A : B; }
template <class T> const T *addressOf(const T &X) { return &X; }
std::string_view strip(std::string_view S) {
  while (!S.empty() && S.front() == ' ')
    S.remove_prefix(1);
  return S;
}
Range whole(const std::string &S) { return {S.data(), S.data() + S.size()}; }

// --- pointers and references

const int *latest(const int *Given, int N) {
  int Sum = 0;
  for (int I = 0; I < N; ++I)
    Sum += Given[I];
  if (Sum < 0)
    return Given; // ok: the caller's
  return &Sum; // warn: refers to local 'Sum'
}

int &larger(int A, int &B) {
  return pick(A > B, A, B); // warn: refers to local 'A'
}
int &largerOfTwo(int &A, int &B) {
  return pick(A > B, A, B); // ok: both are the caller's
}

const char *greeting(bool Formal) {
  char Text[32];
  std::strcpy(Text, Formal ? "good day" : "hi");
  char *End = Text + std::strlen(Text);
  *End = '!';
  return Text; // warn: refers to local 'Text'
}
const char *fixedGreeting(bool Formal) {
  static char Text[32];
  std::strcpy(Text, Formal ? "good day" : "hi");
  return Text; // ok: static
}

int *twice(int *P) {
  int *Q = P;
  int **R = &Q;
  *R = P + 1;
  return *R; // ok: what R refers to refers to the caller's
}

int **levels(int *P) {
  int *Q = P;
  return &Q; // warn: refers to local 'Q'
}

const int *element(std::size_t I) {
  std::array<int, 3> Table{1, 2, 3};
  return &Table.at(I); // warn: refers to local 'Table'
}
const int *tableElement(std::size_t I) {
  static const int Table[] = {1, 2, 3};
  return &Table[I]; // ok: static
}

const std::string &nameOr(const std::map<int, std::string> &Names, int Id,
                          const std::string &Default) {
  auto It = Names.find(Id);
  return It == Names.end() ? Default : It->second; // ok: the caller's
}
const std::string &nameOrNone(const std::map<int, std::string> &Names, int Id) {
  const std::string None = "none";
  return nameOr(Names, Id, None); // warn: refers to local 'None'
}

template <class T> const T *kept(const T &X) {
  T Copy = X;
  return addressOf(Copy); // warn: refers to local 'Copy'
}
template const int *kept(const int &);
template const std::string *kept(const std::string &);

// --- views

std::string_view extension(const std::string &Path) {
  std::string Lower;
  std::transform(Path.begin(), Path.end(), std::back_inserter(Lower),
                 [](char C) { return C >= 'A' && C <= 'Z' ? char(C + 32) : C; });
  const auto Dot = Lower.rfind('.');
  if (Dot == std::string::npos)
    return {}; // ok: refers to nothing
  return std::string_view(Lower).substr(Dot); // warn: refers to local 'Lower'
}
std::string_view extensionOf(const std::string &Path) {
  const auto Dot = Path.rfind('.');
  return Dot == std::string::npos ? "" : strip(std::string_view(Path).substr(Dot)); // ok: the caller's
}
std::string_view stripped(std::string S) {
  return strip(S); // warn: refers to local 'S'
}
std::string_view number(int N) {
  return std::to_string(N); // warn: refers to a temporary
}
std::string_view text(const std::ostringstream &Out) {
  return Out.str(); // warn: refers to a temporary
}
Range rangeOf(int N) {
  std::string S = std::to_string(N);
  return whole(S); // warn: refers to local 'S'
}
Range rangeOfGiven(const std::string &S) {
  return whole(S); // ok: the caller's
}
std::span<int> tail(std::vector<int> &V, std::size_t From) {
  std::span<int> All(V);
  return All.subspan(From); // ok: the caller's
}
std::span<const int> tailOfCopy(std::vector<int> V, std::size_t From) {
  std::span<const int> All(V);
  return All.subspan(From); // warn: refers to local 'V'
}
std::vector<int>::iterator smallest(std::vector<int> V) {
  return std::min_element(V.begin(), V.end()); // warn: refers to local 'V'
}
const char *joined(const std::vector<std::string> &Words) {
  std::string All = std::accumulate(Words.begin(), Words.end(), std::string());
  if (All.empty())
    return "nothing"; // ok: a literal
  return All.c_str(); // warn: refers to local 'All'
}

auto firstOf(const std::vector<int> &In) {
  return In | std::views::take(2); // ok: the caller's
}
auto firstOfCopy(std::vector<int> In) {
  return In | std::views::take(2) | std::views::reverse; // warn: refers to local 'In'
}

// --- inside of others

Row rowFor(int Id) {
  std::string Key = "row" + std::to_string(Id);
  Row R;
  R.Key = Key;
  R.Count = Id;
  return R; // warn: refers to local 'Key'
}
Row rowOf(const std::string &Key) {
  Row R{Key, 1};
  return R; // ok: the caller's
}
int countOf(int Id) {
  std::string Key = "row" + std::to_string(Id);
  Row R{Key, Id};
  return R.Count; // ok: a number
}
std::pair<std::string_view, std::string> split(const std::string &Line) {
  std::string Head = Line.substr(0, Line.find('='));
  std::string Rest = Line.substr(Line.find('=') + 1);
  return {Head, Rest}; // warn: refers to local 'Head'
}
std::pair<std::string, std::string> splitCopied(const std::string &Line) {
  std::string Head = Line.substr(0, Line.find('='));
  std::string Rest = Line.substr(Line.find('=') + 1);
  return {Head, Rest}; // ok: copies
}
std::optional<std::string_view> find(const std::vector<std::string> &All, char C) {
  for (const std::string &S : All)
    if (S.find(C) != std::string::npos)
      return S; // ok: the caller's
  return std::nullopt;
}
std::optional<std::string_view> findCopy(const std::vector<std::string> &All, char C) {
  for (std::string S : All)
    if (S.find(C) != std::string::npos)
      return S; // warn: refers to local 'S'
  return std::nullopt;
}
std::map<std::string_view, int> histogram(const std::string &Text) {
  std::istringstream In(Text);
  std::map<std::string_view, int> Counts;
  std::vector<std::string> Words;
  for (std::string Word; In >> Word;)
    Words.push_back(Word);
  for (const std::string &W : Words)
    ++Counts[W];
  return Counts; // warn: refers to local 'Words'
}
std::map<std::string, int> histogramOfCopies(const std::string &Text) {
  std::istringstream In(Text);
  std::map<std::string, int> Counts;
  for (std::string Word; In >> Word;)
    ++Counts[Word];
  return Counts; // ok: copies
}
std::tuple<int, const int *> both() {
  int X = 4;
  return {X, &X}; // warn: refers to local 'X'
}
std::variant<int, const char *> valueOrText(bool B) {
  char Text[8] = "text";
  if (B)
    return 3; // ok: a number
  return Text; // warn: refers to local 'Text'
}
Cursor cursor(const std::vector<int> &In) {
  std::vector<int> Copy(In);
  std::sort(Copy.begin(), Copy.end());
  return Cursor(Copy, 0); // warn: refers to local 'Copy'
}
Cursor cursorOfGiven(const std::vector<int> &In) {
  return Cursor(In, 0); // ok: the caller's
}
Chain chained() {
  int A = 1, B = 2;
  Chain C;
  C.with(&A).with(&B);
  return C; // warn: refers to local
}
Chain extended(Chain C, const int &A) {
  return C.with(&A); // ok: the caller's
}
const Chain &chainItself() {
  Chain C;
  return C.self(); // warn: refers to local 'C'
}

// --- callables

std::function<int(int)> scaled(int By) {
  return [&By](int V) { return V * By; }; // warn: refers to local 'By'
}
std::function<int(int)> scaledCopy(int By) {
  return [By](int V) { return V * By; }; // ok: a copy
}
auto counting() {
  int N = 0;
  auto Next = [&N] { return ++N; };
  return std::bind(Next); // warn: refers to local 'N'
}
auto sharedCounting() {
  auto N = std::make_shared<int>(0);
  return [N] { return ++*N; }; // ok: shared
}
class Filter {
public:
  std::function<bool(int)> above() const {
    return [this](int V) { return V > Limit; }; // ok: the caller's object
  }
  static std::function<bool(int)> aboveOf(Filter F) {
    return F.above(); // warn: refers to local 'F'
  }

private:
  int Limit = 3;
};

// --- owned by a local

int *fromOwner() {
  auto P = std::make_unique<int>(4);
  return P.get(); // warn: refers to local 'P'
}
int *released() {
  auto P = std::make_unique<std::array<int, 1000>>();
  return P.release()->data(); // ok: given away
}
std::string *second(std::list<std::string> Names) {
  return &*std::next(Names.begin()); // warn: refers to local 'Names'
}
std::vector<std::unique_ptr<int>> moved(std::vector<std::unique_ptr<int>> All, int *&First) {
  First = All.front().get();
  return All; // ok: the owner is returned as well
}

// --- lambdas and local classes

int inLambda(int N) {
  auto Bad = [](int V) -> const int * {
    return &V; // warn: refers to local 'V'
  };
  auto Good = [&N]() -> const int * {
    return &N; // ok: lives longer than the lambda
  };
  return *Bad(N) + *Good();
}

// --- exchanged and put back

struct Visit {
  int Depth = 0;
};
Visit *Innermost;
int visitAll();
int exchanged() {
  Visit Own;
  Visit *Before = std::exchange(Innermost, &Own); // ok: put back
  const int Found = visitAll();
  Innermost = Before;
  return Found;
}
int exchangedForGood() {
  Visit Own;
  const Visit *Before = std::exchange(Innermost, &Own); // warn: keeps the address of local 'Own'
  return Before->Depth + visitAll();
}

// --- what has other owners, perhaps

struct Entry {
  std::string Name;
  const std::string &name() const { return Name; }
};
std::shared_ptr<const Entry> findEntry(int Id);
std::unique_ptr<const Entry> readEntry(int Id);
struct Registry {
  virtual ~Registry();
  virtual std::shared_ptr<Entry> first() const = 0;
  const std::string &firstName() const {
    return first()->name(); // ok: the registry has it, too
  }
};
const std::string &foundName(int Id) {
  return findEntry(Id)->Name; // ok: who found it has it, too
}
const std::string &foundFirst(int Id) {
  const auto Found = findEntry(Id);
  return Found->name(); // ok: who found it has it, too
}
const std::string &readName(int Id) {
  return readEntry(Id)->Name; // warn: refers to a temporary
}
const std::string &madeName() {
  return std::make_shared<Entry>()->Name; // warn: refers to a temporary
}

#define RETURN_ADDRESS(X) return &X
int *byMacro() {
  int X = 1;
  RETURN_ADDRESS(X); // warn: refers to local 'X'
}

} // namespace app
