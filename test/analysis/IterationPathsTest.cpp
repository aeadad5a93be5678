#include "analysis/IterationPaths.h"
#include "Code.h"

using namespace clang;

namespace fastidious {
namespace {

/// How often an iteration calls hit().
std::string hits(const Stmt &S, Function &F) {
  llvm::DenseMap<const CFGBlock *, unsigned> Events;
  for (const CallExpr *Call : F.Calls)
    if (Call->getDirectCallee()->getName() == "hit")
      ++Events[F.blockOf(*Call)];
  const Loop *L = F.loops().loopOf(S);
  const auto Times = countPerIteration(
      F, L, [&](const CFGBlock &B) { return Events.lookup(&B); });
  if (!Times)
    return "unknown";
  std::string Text = std::to_string(Times->Least);
  if (Times->Most != Times->Least)
    Text += " to " + std::to_string(Times->Most);
  if (!Times->Exits.empty())
    Text += ", exits " + std::to_string(Times->Exits.size());
  return Text;
}

TEST(IterationPaths, EventsPerIteration) {
  Code C(R"cpp(
    void hit();
    bool next();
    void f(int n, int m) {
      /*1*/while (next()) hit();
      /*2*/while (next()) { hit(); hit(); }
      /*0 to 1*/while (next()) if (n) hit();
      /*1*/while (next()) { if (n) hit(); else hit(); }
      /*1 to 2*/while (next()) { if (n) hit(); hit(); }
      /*0 to 1*/while (next()) { if (n) continue; hit(); }
      /*1, exits 1*/while (next()) { if (n) break; hit(); }
      /*1, exits 2*/while (next()) { if (n) return; if (m) break; hit(); }
      /*1*/while (next()) { if (n) throw 1; hit(); }
      /*1*/while (next()) { hit(); if (n) abort(); }
      /*0 to 2*/while (next())
        switch (n) {
        case 1: hit();
        case 2: hit(); break;
        default: break;
        }
      /*0*/while (next());
    }
  )cpp");
  expectMarks<Stmt>(C, hits);
}

TEST(IterationPaths, EventsPerPassThroughTheFunction) {
  Code C(R"cpp(
    void hit();
    void one(int n) { /*1*/{ if (n) hit(); else hit(); } }
    void maybe(int n) { /*0 to 1*/{ if (n) return; hit(); } }
    void failing(int n) { /*1*/{ if (n) throw 1; hit(); } }
  )cpp");
  expectMarks<Stmt>(C, hits);
}

} // namespace
} // namespace fastidious
