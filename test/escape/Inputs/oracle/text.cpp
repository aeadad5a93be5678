// Texts, streams, regular expressions, paths: one allocation on each line.
#include <algorithm>
#include <bitset>
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <iterator>
#include <locale>
#include <regex>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace fs = std::filesystem;
const std::string Global = "a text of static storage that is long";
static const std::vector<std::string> Words = {"one", "two", "a word that is longer than fifteen"};
std::string Later;
int length(std::string_view S) { return S.size(); }
int all(const std::string &S) { return S.size(); }
std::string copyOf(const std::string &S) { return S; }
std::string passed(std::string S) { return S; }
struct Record { std::string Name; std::string Other; std::vector<int> Numbers; };
struct Titled { std::string Title = "a title by default, beyond the inside"; int Number = 0; };
struct Base {
  explicit Base(std::string_view Name)
      : Name(Name) {}
  virtual ~Base() = default;
  std::string Name;
};
struct Derived : Base {
  Derived(std::string_view Name, const std::string &More)
      : Base(Name),
        More(More) {}
  std::string More;
};

int fits() {
  std::string A = "123456789012345";
  std::string B(15, 'x');
  std::string C = B;
  std::string D = std::to_string(12345);
  return length(A) + length(B) + length(C) + length(D);
}
int exceeds() {
  std::string A = "1234567890123456";
  std::string B(16, 'x');
  std::string C = B;
  std::string D = std::to_string(-9223372036854775807L);
  std::string E = std::to_string(1e30);
  std::wstring F = L"a wide text, which has less room inside";
  std::u32string G = U"a text of wide characters";
  std::string H(B, 0);
  std::string I(B.begin(), B.end());
  std::string J{B.c_str()};
  std::string K(std::string_view(A).substr(0));
  return length(A) + length(B) + length(C) + length(D) + length(E) + F.size() + G.size() + length(H) + length(I) + length(J) + length(K);
}
int changes(const std::string &Long) {
  std::string A;
  A = Long;
  std::string B;
  B.assign(Long);
  std::string C;
  C.append(Long);
  std::string D;
  D.insert(0, Long);
  std::string E = "x";
  E.replace(0, 1, Long);
  std::string F;
  F.resize(60);
  std::string G;
  G.reserve(60);
  std::string H = "123456789012345";
  H.push_back('x');
  std::string I;
  I += Long;
  std::string J;
  J += "a literal that does not fit into it";
  std::string K;
  for (char X : Long)
    K += X;
  return length(A) + length(B) + length(C) + length(D) + length(E) + length(F) + length(G) + length(H) + length(I) + length(J) + length(K);
}
int joins(const std::string &Long) {
  std::string A = Long + "x";
  std::string B = "x" + Long;
  std::string C = Long + Long;
  std::string D = Long + 'x';
  std::string E = Long.substr(2);
  std::string F = copyOf(Long);
  int N = all(Long + "a temporary");
  N += all("a temporary made of a literal");
  N += length(std::string("another temporary, also made of one"));
  Later = Long + Later;
  return N + length(A) + length(B) + length(C) + length(D) + length(E) + length(F);
}
std::string chosen(bool B, const std::string &Long) {
  return B ? Long : "otherwise a literal that is long as well";
}
int records(const std::string &Long) {
  Record A{Long, "", {}};
  Record B = A;
  Record C;
  C = B;
  C.Other = Long;
  C.Numbers = {1, 2, 3};
  Titled T;
  Derived D(Long, Long);
  std::vector<Record> V;
  V.push_back(A);
  V.push_back({Long, Long, {1}});
  V.emplace_back();
  return length(B.Name) + length(T.Title) + length(D.More) + V.size();
}
int outputs(const std::string &Long) {
  std::ostringstream A;
  A << Long;
  std::string B = A.str();
  std::stringstream C(Long);
  std::istringstream D(Long);
  std::string E;
  D >> E;
  std::string F;
  std::getline(C, F);
  std::ostringstream G(Long);
  G << std::setw(300) << 7;
  std::string H = std::move(G).str();
  std::wostringstream I;
  I << L"a text of wide characters";
  std::vector<std::string> V{std::istream_iterator<std::string>(D), {}};
  std::cout << "";
  return length(B) + length(E) + length(F) + length(H) + V.size();
}
void write(std::ostream &Out, const std::string &Long) {
  Out << Long;
  Out.write(Long.data(), Long.size());
}
int files(const fs::path &Folder) {
  fs::path Name = Folder / "file";
  std::ofstream Out(Name);
  Out << "text that is longer than what fits inside\n";
  Out.close();
  std::ifstream In;
  In.open(Name);
  std::string Line;
  std::getline(In, Line);
  std::fstream Both(Name);
  return length(Line);
}
int paths(const fs::path &Folder) {
  fs::path A = "/usr/share/doc/and/more";
  fs::path B = A.parent_path();
  fs::path C = A / "more";
  C /= "and more of it";
  std::string D = C.string();
  int N = fs::exists("/usr/share/doc/of/what");
  N += A.filename().native().size();
  N += std::string(A.extension()).size();
  fs::path E = fs::temp_directory_path();
  fs::path F = fs::current_path();
  fs::path G = A;
  fs::create_directories(Folder / "some/folders");
  for (const fs::directory_entry &Each : fs::directory_iterator(Folder))
    N += Each.path().native().size();
  fs::path H = fs::absolute("some/name/below");
  fs::path I = H.lexically_normal();
  return N + D.size() + E.empty() + F.empty() + G.empty() + I.empty() + B.empty();
}
int expressions(const std::string &Long) {
  std::regex A("(l+)x?");
  std::smatch M;
  int N = std::regex_search(Long, M, A);
  N += std::regex_match(Long, A);
  std::string B = std::regex_replace(Long, A, "$1");
  std::regex C;
  C.assign("x*");
  auto Each = std::sregex_iterator(Long.begin(), Long.end(), A);
  N += Each->size();
  std::string D = M.str(1);
  std::string E = M[0];
  return N + length(B) + length(D) + length(E);
}
int others() {
  std::locale A("C");
  std::bitset<64> B(5);
  std::string C = B.to_string();
  std::runtime_error D("what went wrong is told at length");
  std::error_code E = std::make_error_code(std::errc::invalid_argument);
  std::string F = E.message();
  std::system_error G(E, "in this");
  std::ostringstream H;
  write(H, C);
  std::vector<std::string> V = Words;
  std::vector<int> W = {3, 1, 2};
  std::stable_sort(W.begin(), W.end());
  std::vector<int> X;
  std::copy(W.begin(), W.end(), std::back_inserter(X));
  static const std::string Y = "a text of a local that is static";
  static const std::string Z[] = {"short", "and one that is long enough"};
  return length(F) + V.size() + X.size() + length(Y) + length(Z[1]);
}

const std::string constant(const std::string &S) { return S; }
int constants(const std::string &Long) {
  std::string A;
  A = constant(Long);
  std::string B;
  B = std::move(static_cast<const std::string &>(A));
  return length(A) + length(B);
}
int reads(const std::string &Numbers) {
  std::istringstream A(Numbers);
  int B = 0;
  double C = 0;
  float D = 0;
  long double E = 0;
  if (!(A >> B))
    return 1;
  if (!(A >> C))
    return 2;
  if ((A >> D).fail())
    return 3;
  return A >> E ? 4 : 5;
}

int main() {
  const std::string Long(40, 'l');
  const fs::path Folder = fs::temp_directory_path() / "fastidious-oracle";
  int R = fits() + exceeds() + changes(Long) + joins(Long) + records(Long) + outputs(Long);
  R += length(chosen(true, Long));
  R += length(chosen(false, Long));
  R += length(passed(Long));
  R += paths(Folder) + files(Folder) + expressions(Long) + others() + constants(Long) + reads("1 2.5 3.5 4.5 and a text");
  fs::remove_all(Folder);
  return R == -1;
}
