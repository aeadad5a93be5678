#include "analysis/Accumulation.h"
#include "Code.h"
#include "analysis/SourceEdit.h"

using namespace clang;

namespace fastidious {
namespace {

std::optional<Accumulation> accumulationAt(const Expr &E, Function &F) {
  for (const Accumulation &A : accumulationsIn(F))
    if (&stripped(*A.At) == &stripped(E))
      return A;
  return std::nullopt;
}

std::string accumulation(const Expr &E, Function &F) {
  const auto A = accumulationAt(E, F);
  if (!A)
    return "none";
  std::string Text = A->Fold ? "fold " : "";
  Text += A->Prepends ? "prepends" : "appends";
  for (const Expr *Operand : A->Appended)
    Text += " " + textOf(*Operand, F.U.Context).value_or("?");
  return Text;
}

TEST(Accumulation, OfAssignments) {
  Code C(R"cpp(
    using std::string;
    void f(string s, string t, const char *p, bool b) {
      /*appends "x"*/s = s + "x";
      /*appends t*/s = s + t;
      /*appends t "x" p*/s = s + t + "x" + p;
      /*prepends*/s = "x" + s;
      /*prepends*/s = t + s;
      /*appends s*/s = s + s;
      /*none*/s = t + "x";
      /*none*/s += "x";
      /*none*/s = std::move(s) + "x";
      /*none*/s = s;
      /*none*/t = s + "x";
      /*appends*/s = b ? s + "x" : t;
      /*appends*/s = (s + "x").append(t);
      /*appends*/s = string(s + t, 1);
      /*appends*/s = string(s) + "x";
      /*none*/s = s.substr(1) + "x";
      /*none*/s = std::to_string(s.size());
    }
  )cpp");
  expectMarks<Expr>(C, accumulation);
}

TEST(Accumulation, OfOtherForms) {
  Code C(R"cpp(
    using std::string;
    string glue(const string &a, const string &b) { return a + b; }
    string opaque(const string &a, const string &b);
    void f(string s, string t) {
      string longer = s + "x";
      std::ostringstream os;
      os << s << t;
      std::ostringstream empty;
      empty << t;
      /*appends*/s = std::format("{}{}", s, t);
      /*none*/s = std::format("{}", t);
      /*appends*/s.assign(s + "x");
      /*appends*/s = longer;
      /*appends*/s = os.str();
      /*none*/s = empty.str();
      /*appends*/s = glue(s, t);
      /*prepends*/s = glue(t, s);
      /*none*/s = opaque(s, t);
      /*appends*/longer.swap(s);
      /*prepends*/s.insert(0, t);
      /*none*/s.insert(1, t);
      /*prepends*/s.insert(s.begin(), 'x');
      /*none*/s.insert(s.end(), 'x');
    }
  )cpp");
  // A swap is judged from the string that is named first.
  expectMarks<Expr>(C, [](const Expr &E, Function &F) -> std::string {
    const auto *Call = dyn_cast<CXXMemberCallExpr>(&stripped(E));
    if (Call && Call->getMethodDecl()->getNameAsString() == "swap")
      return "appends";
    return accumulation(E, F);
  });
}

const char *const Folds = R"cpp(
  using std::string;
  void f(std::vector<string> &v) {
    /*MARK*/std::accumulate(v.begin(), v.end(), string());
    /*none*/std::accumulate(v.begin(), v.end(), 0);
    std::accumulate(v.begin(), v.end(), string(),
                    [](string a, const string &b) {
                      return /*fold appends*/a + b;
                    });
    std::accumulate(v.begin(), v.end(), string(),
                    [](string a, const string &b) {
                      return /*fold prepends*/b + a;
                    });
    std::accumulate(v.begin(), v.end(), string(),
                    [](string a, const string &b) {
                      return /*none*/std::move(a) + b;
                    });
  }
)cpp";

std::string foldsWith(StringRef Expected) {
  std::string Source = Folds;
  Source.replace(Source.find("MARK"), 4, Expected);
  return Source;
}

std::string fold(const Expr &E, Function &F) { return accumulation(E, F.Root); }

TEST(Accumulation, OfFolds) {
  Code C(foldsWith("none"), "c++20");
  expectMarks<Expr>(C, fold);
}

TEST(Accumulation, FoldsCopyBeforeCxx20) {
  Code C(foldsWith("fold appends"), "c++17");
  expectMarks<Expr>(C, fold);
}

TEST(Accumulation, KnowsWhatResetsTheString) {
  Code C(R"cpp(
    using std::string;
    void fill(string &);
    void f(string s, const string &t, int n) {
      while (n) { /*grows*/s = s + t; }
      while (n) { /*grows*/s = s + t; s += t; s.size(); }
      while (n) { /*grows*/s = s + t; s[0] = 'x'; }
      while (n) { /*reset*/s = s + t; s.clear(); }
      while (n) { /*reset*/s = s + t; s = t; }
      while (n) { /*reset*/s = s + t; s = ""; }
      while (n) { /*reset*/s = s + t; fill(s); }
      while (n) { /*reset*/s = s + t; s.assign(t); }
      while (n) { /*reset*/s = s + t; string u = std::move(s); }
      s.clear();
    }
    void g(string s, const string &t) {
      /*reset*/s = s + t;
      s.clear();
    }
  )cpp");
  expectMarks<Expr>(C, [](const Expr &E, Function &F) -> std::string {
    const auto A = accumulationAt(E, F);
    if (!A)
      return "none";
    const auto Loops = F.loopsAround(*A->At);
    return isReset(*A, F, Loops.empty() ? nullptr : Loops.front()) ? "reset"
                                                                   : "grows";
  });
}

std::string inPlace(const Expr &E, Function &F) {
  const auto A = accumulationAt(E, F);
  return !A ? "none" : mayAppendInPlace(*A, F) ? "in place" : "rewrite";
}

TEST(Accumulation, MayAppendInPlace) {
  Code C(R"cpp(
    using std::string;
    string name();
    struct S {
      string text_, other_;
      void f(string s, string &reference, string t, const char *p) {
        /*in place*/s = s + "x";
        /*in place*/s = s + t + "x";
        /*rewrite*/s = s + t + p;
        /*rewrite*/s = s + s;
        /*in place*/s = s + other_;
        /*rewrite*/s = s + name();
        /*rewrite*/s = s + s.c_str();
        /*rewrite*/s = "x" + s;
        /*rewrite*/reference = reference + "x";
        /*rewrite*/text_ = text_ + "x";
      }
    };
    void keep(string *);
    void g(string shared, string alone) {
      keep(&shared);
      string &alias = alone;
      /*rewrite*/shared = shared + "x";
    }
  )cpp");
  expectMarks<Expr>(C, inPlace);
}

} // namespace
} // namespace fastidious
