#include "analysis/Append.h"
#include "Code.h"

using namespace clang;

namespace fastidious {
namespace {

TEST(Append, OfOneElement) {
  Code C(R"cpp(
    void f(std::vector<int> v, std::vector<std::vector<int>> vs,
           std::string s, std::unordered_map<int, int> m,
           std::unordered_set<int> set) {
      /*v*/v.push_back(1);
      /*v*/v.emplace_back(1);
      /*v*/v.insert(v.end(), 1);
      /*none*/v.insert(v.end(), {1, 2});
      /*none*/v.insert(v.begin(), 1);
      /*none*/v.clear();
      /*vs*/vs.push_back(v);
      /*s*/s += 'x';
      /*none*/s += "xyz";
      /*set*/set.insert(1);
      /*none*/set.insert(v.begin(), v.end());
      /*none*/set.insert({1, 2});
      /*m*/m.emplace(1, 2);
      bool is_new = /*none*/m.emplace(1, 2);
      std::copy(v.begin(), v.end(), /*v*/std::back_inserter(v));
      auto output = /*none*/std::back_inserter(v);
    }
  )cpp");
  expectMarks<CallExpr>(C, [](const CallExpr &Call, Function &F) {
    for (const Append &A : appendsIn(F))
      if (A.At == &Call)
        return cast<DeclRefExpr>(stripped(*A.Target))
            .getDecl()
            ->getNameAsString();
    return std::string("none");
  });
}

} // namespace
} // namespace fastidious
