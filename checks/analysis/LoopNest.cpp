#include "analysis/LoopNest.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace fastidious {

SourceLocation Loop::location() const {
  return Statement ? Statement->getBeginLoc() : SourceLocation();
}

const Expr *conditionOf(const Stmt *S) {
  if (const auto *While = dyn_cast_or_null<WhileStmt>(S))
    return While->getCond();
  if (const auto *For = dyn_cast_or_null<ForStmt>(S))
    return For->getCond();
  if (const auto *Do = dyn_cast_or_null<DoStmt>(S))
    return Do->getCond();
  return nullptr;
}

LoopNest::LoopNest(const Decl *D, const Stmt *Body, ASTContext &Context) {
  CFG::BuildOptions Options;
  Options.AddInitializers = true;
  Options.AddCXXDefaultInitExprInCtors = true;
  Options.PruneTriviallyFalseEdges = true;
  Options.setAllAlwaysAdd();
  Graph = CFG::buildCFG(D, const_cast<Stmt *>(Body), &Context, Options);
  if (!Graph)
    return;
  mapStatements();
  findLoops();
  findDoomed();
}

void LoopNest::mapStatements() {
  for (const CFGBlock *B : *Graph) {
    for (const CFGElement &E : *B) {
      const auto S = E.getAs<CFGStmt>();
      if (!S)
        continue;
      Blocks.try_emplace(S->getStmt(), B);
      if (const auto *D = dyn_cast<DeclStmt>(S->getStmt()))
        for (const Decl *One : D->decls())
          if (const auto *V = dyn_cast<VarDecl>(One))
            Declarations.try_emplace(V, B);
    }
  }
}

void LoopNest::findLoops() {
  Reachable.resize(Graph->getNumBlockIDs());
  llvm::BitVector OnPath(Graph->getNumBlockIDs());
  // A depth-first search; an edge to a block of the present path closes a loop.
  struct Frame {
    const CFGBlock *Block;
    CFGBlock::const_succ_iterator Next;
  };
  std::vector<Frame> Path;
  const auto Enter = [&](const CFGBlock &B) {
    Reachable.set(B.getBlockID());
    OnPath.set(B.getBlockID());
    Path.push_back({&B, B.succ_begin()});
  };
  Enter(Graph->getEntry());
  while (!Path.empty()) {
    Frame &Top = Path.back();
    if (Top.Next == Top.Block->succ_end()) {
      OnPath.reset(Top.Block->getBlockID());
      Path.pop_back();
      continue;
    }
    const CFGBlock *Successor = (Top.Next++)->getReachableBlock();
    if (!Successor)
      continue;
    if (OnPath.test(Successor->getBlockID()))
      addLoop(*Successor, *Top.Block);
    else if (!Reachable.test(Successor->getBlockID()))
      Enter(*Successor);
  }
  llvm::sort(Loops, [](const auto &A, const auto &B) {
    return A->Blocks.count() < B->Blocks.count();
  });
}

void LoopNest::addLoop(const CFGBlock &Header, const CFGBlock &Latch) {
  auto It =
      llvm::find_if(Loops, [&](const auto &L) { return L->Header == &Header; });
  if (It == Loops.end()) {
    Loops.push_back(std::make_unique<Loop>());
    It = std::prev(Loops.end());
    (*It)->Header = &Header;
    (*It)->Blocks.resize(Graph->getNumBlockIDs());
    (*It)->Blocks.set(Header.getBlockID());
    if (const Stmt *Label = Header.getLabel())
      (*It)->Statement = Label;
  }
  Loop &L = **It;
  if (const Stmt *Target = Latch.getLoopTarget())
    L.Statement = Target;
  llvm::SmallVector<const CFGBlock *, 16> Work = {&Latch};
  while (!Work.empty()) {
    const CFGBlock *B = Work.pop_back_val();
    if (L.contains(*B))
      continue;
    L.Blocks.set(B->getBlockID());
    for (const CFGBlock::AdjacentBlock &Before : B->preds())
      if (const CFGBlock *P = Before.getReachableBlock())
        Work.push_back(P);
  }
}

void LoopNest::findDoomed() {
  Doomed.resize(Graph->getNumBlockIDs());
  const auto EndsBadly = [](const CFGBlock &B) {
    if (B.hasNoReturnElement())
      return true;
    for (const CFGElement &E : B)
      if (const auto S = E.getAs<CFGStmt>())
        if (isa<CXXThrowExpr>(S->getStmt()))
          return true;
    return false;
  };
  // Alive is what comes to the end of the function, or runs for ever.
  llvm::SmallVector<const CFGBlock *, 16> Work = {&Graph->getExit()};
  for (const auto &L : Loops)
    if (!endsByItself(*L))
      Work.push_back(L->Header);
  llvm::BitVector Alive(Graph->getNumBlockIDs());
  while (!Work.empty()) {
    const CFGBlock *B = Work.pop_back_val();
    if (Alive.test(B->getBlockID()) || EndsBadly(*B))
      continue;
    Alive.set(B->getBlockID());
    for (const CFGBlock::AdjacentBlock &Before : B->preds())
      if (const CFGBlock *P = Before.getReachableBlock())
        Work.push_back(P);
  }
  Doomed = Reachable;
  Doomed.reset(Alive);
}

bool LoopNest::endsByItself(const Loop &L) const {
  for (const CFGBlock *B : *Graph) {
    if (!L.contains(*B) || isa_and_nonnull<IfStmt>(B->getTerminatorStmt()))
      continue;
    for (const CFGBlock::AdjacentBlock &Next : B->succs())
      if (const CFGBlock *S = Next.getReachableBlock())
        if (!L.contains(*S))
          return true;
  }
  return false;
}

llvm::SmallVector<const Loop *, 4> LoopNest::around(const CFGBlock &B) const {
  llvm::SmallVector<const Loop *, 4> Found;
  for (const auto &L : Loops)
    if (L->contains(B))
      Found.push_back(L.get());
  return Found;
}

const Loop *LoopNest::loopOf(const Stmt &Statement) const {
  for (const auto &L : Loops)
    if (L->Statement == &Statement)
      return L.get();
  return nullptr;
}

} // namespace fastidious
