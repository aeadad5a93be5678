// The order of events, from Clang's control flow graph.
#include "escape/FunctionBuilder.h"
#include "clang/Analysis/CFG.h"

using namespace clang;

namespace fastidious::escape {

/// Objects named in S other than to overwrite them.
void FunctionBuilder::addUses(const Stmt &S, Block &To) {
  const auto *Ref = dyn_cast<DeclRefExpr>(&S);
  if (!Ref)
    return;
  const auto It = Variables.find(Ref->getDecl()->getCanonicalDecl());
  if (It == Variables.end())
    return;
  const Stmt *Up = F.parent(Ref);
  while (Up && isa<ParenExpr>(Up))
    Up = F.parent(Up);
  if (const auto *B = dyn_cast_or_null<BinaryOperator>(Up);
      B && B->getOpcode() == BO_Assign && B->getLHS()->IgnoreParens() == Ref)
    return;
  To.Events.push_back({Event::Use, It->second});
}

void FunctionBuilder::addBlock(const CFGBlock &B, Block &To) {
  const auto addAt = [&](const Stmt *S) {
    const auto It = EventsAt.find(S);
    if (It != EventsAt.end())
      To.Events.insert(To.Events.end(), It->second.begin(), It->second.end());
  };
  for (const CFGElement &E : B) {
    if (const auto S = E.getAs<CFGStmt>()) {
      addUses(*S->getStmt(), To);
      addAt(S->getStmt());
    } else if (const auto D = E.getAs<CFGAutomaticObjDtor>()) {
      const auto It = EventsAtEnd.find(D->getVarDecl());
      if (It != EventsAtEnd.end())
        To.Events.insert(To.Events.end(), It->second.begin(), It->second.end());
    } else if (const auto L = E.getAs<CFGLifetimeEnds>()) {
      const auto It = ScopeOf.find(L->getVarDecl());
      if (It == ScopeOf.end())
        continue;
      // A scope is left when the last of its variables is gone.
      std::erase_if(To.Events, [&](const Event &Each) {
        return Each.Kind == Event::Leave && Each.Index == It->second;
      });
      To.Events.push_back({Event::Leave, It->second});
    } else if (const auto I = E.getAs<CFGInitializer>()) {
      addAt(I->getInitializer()->getInit());
    }
  }
}

void FunctionBuilder::addEvents() {
  CFG::BuildOptions Options;
  Options.AddImplicitDtors = true;
  Options.AddLifetime = true;
  Options.AddInitializers = true;
  Options.setAllAlwaysAdd();
  const auto Flow =
      CFG::buildCFG(F.Decl, const_cast<Stmt *>(F.Body), &Context, Options);
  if (!Flow)
    return;
  // Entry first, exit last.
  std::vector<const CFGBlock *> Order = {&Flow->getEntry()};
  for (const CFGBlock *B : *Flow)
    if (B != &Flow->getEntry() && B != &Flow->getExit())
      Order.push_back(B);
  Order.push_back(&Flow->getExit());
  llvm::DenseMap<const CFGBlock *, uint32_t> Numbers;
  for (const CFGBlock *B : Order)
    Numbers[B] = Numbers.size();
  for (const CFGBlock *B : Order) {
    Block Made;
    addBlock(*B, Made);
    for (const CFGBlock::AdjacentBlock &Next : B->succs())
      if (const CFGBlock *To = Next.getReachableBlock())
        Made.Successors.push_back(Numbers[To]);
    G.Blocks.push_back(std::move(Made));
  }
}

} // namespace fastidious::escape
