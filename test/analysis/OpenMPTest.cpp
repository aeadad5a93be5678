#include "analysis/OpenMP.h"
#include "Code.h"

using namespace clang;

namespace fastidious {
namespace {

/// "kind counter:chunk private variables"
std::string describe(const ParallelRegion &R) {
  const char *Kinds[] = {"team",     "share",  "sections", "task", "single",
                         "critical", "atomic", "barrier",  "same", "other"};
  std::string Text = Kinds[R.K];
  if (R.Counter)
    Text += " " + R.Counter->getNameAsString() + ":" +
            (R.Chunk ? std::to_string(*R.Chunk) : "?");
  for (const VarDecl *V : R.Private)
    Text += " " + V->getNameAsString();
  return Text + (R.Waits ? " waits" : "");
}

void expectRegions(const std::string &Source) {
  Code C(Source, "c++20", {"-fopenmp"});
  expectMarks<OMPExecutableDirective>(
      C, [](const OMPExecutableDirective &D, Function &F) {
        return describe(regionOf(D, F.U.Context));
      });
}

TEST(OpenMP, DirectivesStartDivideOrOrder) {
  expectRegions(R"cpp(
    long sum;
    void f() {
      /*team*/
      #pragma omp parallel
      sum++;
      /*sections waits*/
      #pragma omp parallel sections
      {
        sum++;
        #pragma omp section
        sum++;
      }
      /*single waits*/
      #pragma omp single
      sum++;
      /*single*/
      #pragma omp single nowait
      sum++;
      /*barrier*/
      #pragma omp barrier
      /*task*/
      #pragma omp task
      sum++;
      /*critical*/
      #pragma omp critical
      sum++;
      /*atomic*/
      #pragma omp atomic
      sum++;
      /*other*/
      #pragma omp master
      sum++;
      /*same*/
      #pragma omp taskgroup
      sum++;
    }
  )cpp");
}

TEST(OpenMP, EachThreadHasItsPrivateVariables) {
  expectRegions(R"cpp(
    void use(int);
    void f(long sum, int id, int first) {
      /*team id first sum*/
      #pragma omp parallel private(id) firstprivate(first) reduction(+ : sum)
      sum += id + first;
      /*task first*/
      #pragma omp task
      use(first);
    }
  )cpp");
}

TEST(OpenMP, ALoopIsDividedByItsSchedule) {
  expectRegions(R"cpp(
    void f(int *a, int n) {
      /*team i:? waits*/
      #pragma omp parallel for
      for (int i = 0; i < n; ++i) a[i]++;
      /*team i:1 waits*/
      #pragma omp parallel for schedule(static, 1)
      for (int i = 0; i < n; ++i) a[i]++;
      /*team i:4 waits*/
      #pragma omp parallel for schedule(dynamic, 4)
      for (int i = 0; i < n; ++i) a[i]++;
      /*team i:1 waits*/
      #pragma omp parallel for schedule(dynamic)
      for (int i = 0; i < n; ++i) a[i]++;
      /*share i:? waits*/
      #pragma omp for
      for (int i = 0; i < n; ++i) a[i]++;
      /*share i:?*/
      #pragma omp for nowait
      for (int i = 0; i < n; ++i) a[i]++;
    }
  )cpp");
}

} // namespace
} // namespace fastidious
