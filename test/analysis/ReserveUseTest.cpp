#include "analysis/ReserveUse.h"
#include "Code.h"

using namespace clang;

namespace fastidious {
namespace {

const Container &vectorClass() {
  return *shippedModel().container("std::vector");
}

TEST(ReserveUse, ByLittle) {
  Code C(R"cpp(
    size_t next();
    void f(std::vector<int> &v, std::vector<int> &w, size_t n) {
      size_t counter = 0;
      while (n) {
        size_t more = v.size() + 1, twice = v.size() * 2;
        v.reserve(/*little*/v.size() + 1);
        v.reserve(/*little*/v.size() + n);
        v.reserve(/*little*/more);
        v.reserve(/*enough*/twice);
        v.reserve(/*enough*/2 * v.size());
        v.reserve(/*enough*/v.size() + v.size());
        v.reserve(/*enough*/v.size() + v.size() / 2);
        v.reserve(/*enough*/v.capacity() + 1);
        v.reserve(/*enough*/w.size() + 1);
        v.reserve(/*enough*/n);
        v.reserve(/*little*/counter);
        ++counter;
      }
    }
  )cpp");
  Function &F = C.function("f");
  Place V;
  V.Root = F.Decl->getParamDecl(0)->getCanonicalDecl();
  expectMarks<Expr>(C, [&](const Expr &E, Function &In) {
    return growsByLittle(E, V, vectorClass(), In, In.loopsAround(E).front())
               ? "little"
               : "enough";
  });
}

TEST(ReserveUse, RenewedContainersDoNotGoOnGrowing) {
  Code C(R"cpp(
    void fill(std::vector<int> &);
    void f(std::vector<int> &v, std::vector<int> &other, int n) {
      /*grows*/while (n) v.push_back(1);
      /*renewed*/while (n) { v.push_back(1); v.clear(); }
      /*renewed*/while (n) { v.push_back(1); v = other; }
      /*renewed*/while (n) { v.push_back(1); other = std::move(v); }
      /*renewed*/while (n) { v.push_back(1); v.swap(other); }
      /*renewed*/while (n) v.assign(1, 2);
      /*renewed*/while (n) v.pop_back();
      /*grows*/while (n) { v[0] = 1; v.size(); }
      /*grows*/while (n) other.clear();
    }
  )cpp");
  Place V;
  V.Root = C.function("f").Decl->getParamDecl(0)->getCanonicalDecl();
  expectMarks<Stmt>(C, [&](const Stmt &S, Function &F) {
    const Loop *L = F.loops().loopOf(S);
    return isRenewed(V, vectorClass(), F, L) ? "renewed" : "grows";
  });
}

TEST(ReserveUse, OnlyAppendedToMeansNoOneLooks) {
  Code C(R"cpp(
    void look(const std::vector<int> &);
    void f(std::vector<int> &v, const std::vector<int> &w, int n) {
      /*only*/while (n) { v.push_back(1); v.emplace_back(2); }
      /*only*/while (n) std::copy(w.begin(), w.end(), std::back_inserter(v));
      /*only*/while (n) { v.push_back(1); v.size(); v.empty(); }
      /*not only*/while (n) { v.push_back(1); v[0] = 2; }
      /*not only*/while (n) { v.push_back(1); int *p = v.data(); }
      /*not only*/while (n) { v.push_back(1); look(v); }
      /*not only*/while (n) { v.push_back(1); int *p = &v.back(); }
    }
  )cpp");
  Place V;
  V.Root = C.function("f").Decl->getParamDecl(0)->getCanonicalDecl();
  expectMarks<Stmt>(C, [&](const Stmt &S, Function &F) {
    const Loop &L = *F.loops().loopOf(S);
    return isOnlyAppendedTo(V, vectorClass(), F, L, S) ? "only" : "not only";
  });
}

} // namespace
} // namespace fastidious
