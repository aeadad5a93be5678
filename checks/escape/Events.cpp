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
  if (const auto *C = dyn_cast_or_null<CXXOperatorCallExpr>(Up);
      C && C->getOperator() == OO_Equal && C->getArg(0)->IgnoreParens() == Ref)
    return;
  To.Events.push_back({Event::Use, It->second});
}

/// Clang's graph has an edge to the handlers for `throw` only, not for calls.
const CXXTryStmt *FunctionBuilder::tryAround(const CFGBlock &B) const {
  for (const CFGElement &E : B) {
    const auto S = E.getAs<CFGStmt>();
    if (!S || !isa<CallExpr, CXXConstructExpr>(S->getStmt()))
      continue;
    const Stmt *From = S->getStmt();
    for (const Stmt *Up = F.parent(From); Up; From = Up, Up = F.parent(Up))
      if (const auto *Try = dyn_cast<CXXTryStmt>(Up);
          Try && Try->getTryBlock() == From)
        return Try;
  }
  return nullptr;
}

void FunctionBuilder::addBlock(const CFGBlock &B, Block &To) {
  if (const auto Left = LeftByThrow.find(B.getLabel());
      Left != LeftByThrow.end())
    for (ScopeId S = Left->second.first; S != Left->second.second; ++S)
      To.Events.push_back({Event::Leave, S});
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
      // Of one that is moved from or returned, another destructor does it.
      const auto Of = Variables.find(D->getVarDecl()->getCanonicalDecl());
      const bool IsGone =
          Of != Variables.end() && G.Objects[Of->second].GivenAway;
      const auto It = EventsAtEnd.find(D->getVarDecl());
      if (It != EventsAtEnd.end() && !IsGone)
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

/// What a condition says where it holds, or where it does not.
void FunctionBuilder::addEdge(const CFGBlock &From, unsigned Successor,
                              Block &To) {
  const Stmt *Terminator = From.getTerminatorStmt();
  const Expr *Condition = From.getLastCondition();
  if (!Terminator || !Condition || From.succ_size() != 2)
    return;
  const bool IsTrue = Successor == 0;
  addDifference(*Condition, IsTrue, To);
  if (IsTrue)
    return;
  if (const auto *If = dyn_cast<IfStmt>(Terminator))
    addGuarded(*If, To);
  const Stmt *Loop = Terminator;
  while (isa_and_nonnull<BinaryOperator, ParenExpr, ImplicitCastExpr>(Loop))
    Loop = F.parent(Loop);
  if (isa_and_nonnull<WhileStmt, ForStmt, DoStmt>(Loop))
    addWaits(*Loop, To);
}

/// The variable or field of this that E names.
static const ValueDecl *named(const Expr *E) {
  E = E->IgnoreParenImpCasts();
  if (const auto *M = dyn_cast<MemberExpr>(E))
    return isa<CXXThisExpr>(M->getBase()->IgnoreParenImpCasts())
               ? M->getMemberDecl()
               : nullptr;
  const auto *Ref = dyn_cast<DeclRefExpr>(E);
  return Ref ? Ref->getDecl() : nullptr;
}

/// `if (P) P->remove(this);` removes whenever there is something to remove
/// from.
void FunctionBuilder::addGuarded(const IfStmt &If, Block &To) {
  const ValueDecl *Guard = named(If.getCond());
  if (!Guard || If.getElse() || !Guard->getType()->isPointerType())
    return;
  const Stmt *Then = If.getThen();
  const auto Add = [&](const Stmt *S) {
    const auto *E = dyn_cast<Expr>(S);
    const auto *Call =
        E ? dyn_cast<CXXMemberCallExpr>(E->IgnoreImplicit()) : nullptr;
    if (!Call || named(Call->getImplicitObjectArgument()) != Guard)
      return;
    if (const auto It = EventsAt.find(Call); It != EventsAt.end())
      llvm::append_range(To.Events, It->second);
  };
  if (const auto *Block = dyn_cast<CompoundStmt>(Then))
    llvm::for_each(Block->body(), Add);
  else
    Add(Then);
}

/// `P == &X` does not hold, or `P != &X` does.
void FunctionBuilder::addDifference(const Expr &Condition, bool IsTrue,
                                    Block &To) {
  const auto *B = dyn_cast<BinaryOperator>(Condition.IgnoreParenImpCasts());
  if (!B || !B->isEqualityOp() || (B->getOpcode() == BO_NE) != IsTrue)
    return;
  const auto Add = [&](const Expr *Cell, const Expr *Value) {
    const auto *Load = dyn_cast<ImplicitCastExpr>(Cell->IgnoreParens());
    if (!Load || Load->getCastKind() != CK_LValueToRValue)
      return;
    const auto Of = Values.find(Load->getSubExpr()), What = Values.find(Value);
    if (Of == Values.end() || What == Values.end() || Of->second == None ||
        What->second == None)
      return;
    G.Removals.push_back({Of->second, What->second});
    To.Events.push_back(
        {Event::Differ, static_cast<uint32_t>(G.Removals.size() - 1)});
  };
  Add(B->getLHS(), B->getRHS());
  Add(B->getRHS(), B->getLHS());
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
  llvm::DenseMap<const Stmt *, uint32_t> Handlers;
  for (const CFGBlock *B : Order)
    if (isa_and_nonnull<CXXCatchStmt>(B->getLabel()))
      Handlers[B->getLabel()] = Numbers[B];
  std::vector<Block> Edges;
  for (const CFGBlock *B : Order) {
    Block Made;
    addBlock(*B, Made);
    unsigned Successor = 0;
    for (const CFGBlock::AdjacentBlock &Next : B->succs()) {
      const unsigned Which = Successor++;
      const CFGBlock *To = Next.getReachableBlock();
      if (!To)
        continue;
      Block Between;
      addEdge(*B, Which, Between);
      if (Between.Events.empty()) {
        Made.Successors.push_back(Numbers[To]);
        continue;
      }
      Between.Successors = {Numbers[To]};
      Made.Successors.push_back(Order.size() + Edges.size());
      Edges.push_back(std::move(Between));
    }
    if (const CXXTryStmt *Try = tryAround(*B))
      for (unsigned I = 0; I < Try->getNumHandlers(); ++I)
        if (const auto At = Handlers.find(Try->getHandler(I));
            At != Handlers.end() &&
            !llvm::is_contained(Made.Successors, At->second))
          Made.Successors.push_back(At->second);
    G.Blocks.push_back(std::move(Made));
  }
  // The exit stays where others look for it.
  llvm::append_range(G.Blocks, std::move(Edges));
}

} // namespace fastidious::escape
