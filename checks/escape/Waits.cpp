// Where the function waits until others are done with one of its variables.
#include "escape/FunctionBuilder.h"

using namespace clang;

namespace fastidious::escape {
namespace {

/// A variable, or one of its fields.
struct Part {
  const VarDecl *Of = nullptr;
  const ValueDecl *Field = nullptr;
  bool overlaps(const Part &P) const {
    return Of == P.Of && (!Field || !P.Field || Field == P.Field);
  }
};

/// What of a variable Ref leads to, with the expression that denotes it.
std::pair<Part, const Stmt *> partAt(const fastidious::Function &F,
                                     const DeclRefExpr &Ref) {
  Part P{dyn_cast<VarDecl>(Ref.getDecl())};
  const Stmt *At = &Ref;
  for (const Stmt *Up = F.parent(At); Up; Up = F.parent(At)) {
    const auto *M = dyn_cast<MemberExpr>(Up);
    if (M && isa<FieldDecl>(M->getMemberDecl()) && !P.Field)
      P.Field = M->getMemberDecl();
    else if (!isa<ParenExpr, ImplicitCastExpr>(Up))
      break;
    At = Up;
  }
  return {P, At};
}

bool isChanged(const fastidious::Function &F, const Stmt &At) {
  const Stmt *Up = F.parent(&At);
  if (const auto *U = dyn_cast_or_null<UnaryOperator>(Up))
    return U->isIncrementDecrementOp();
  if (const auto *B = dyn_cast_or_null<BinaryOperator>(Up))
    return B->isAssignmentOp() && B->getLHS()->IgnoreParenImpCasts() ==
                                      cast<Expr>(&At)->IgnoreParenImpCasts();
  if (const auto *C = dyn_cast_or_null<CXXOperatorCallExpr>(Up)) {
    const auto *M = dyn_cast_or_null<CXXMethodDecl>(C->getDirectCallee());
    return M && !M->isConst() && C->getArg(0) == &At;
  }
  const auto *M = dyn_cast_or_null<MemberExpr>(Up);
  const auto *Method =
      M ? dyn_cast<CXXMethodDecl>(M->getMemberDecl()) : nullptr;
  return Method && !Method->isConst();
}

/// All parts of variables that S names, but for their addresses.
void collect(const fastidious::Function &F, const Stmt &S,
             llvm::function_ref<void(const Part &, const Stmt &)> Do) {
  if (const auto *Ref = dyn_cast<DeclRefExpr>(&S)) {
    const auto [P, At] = partAt(F, *Ref);
    if (P.Of)
      Do(P, *At);
  }
  for (const Stmt *Child : S.children())
    if (Child)
      collect(F, *Child, Do);
}

bool namesThis(const Stmt &S) {
  return isa<CXXThisExpr>(S) || llvm::any_of(S.children(), [](const Stmt *C) {
           return C && namesThis(*C);
         });
}

} // namespace

/// A loop until a variable changes that the loop itself leaves alone: someone
/// else changes it.
void FunctionBuilder::addWaits(const Stmt &Loop, Block &To) {
  const Expr *Condition = conditionOf(&Loop);
  if (!Condition)
    return;
  llvm::SmallVector<Part, 2> Read;
  collect(F, *Condition, [&](const Part &P, const Stmt &At) {
    const auto *U = dyn_cast_or_null<UnaryOperator>(F.parent(&At));
    if (!(U && U->getOpcode() == UO_AddrOf))
      Read.push_back(P);
  });
  bool Turns = false;
  collect(F, Loop, [&](const Part &P, const Stmt &At) {
    Turns |= isChanged(F, At) &&
             llvm::any_of(Read, [&](const Part &R) { return R.overlaps(P); });
  });
  if (Turns)
    return;
  llvm::SmallVector<Event, 2> Done;
  for (const Part &P : Read)
    if (P.Of->hasLocalStorage())
      await(*P.Of, Done);
  llvm::append_range(To.Events, Done);
}

/// V, and what shares a closure with it: who tells that V is ready has run it.
void FunctionBuilder::await(const ValueDecl &V,
                            llvm::SmallVector<Event, 2> &To) {
  const auto Add = [&](const ValueDecl *Each) {
    if (const auto It = Variables.find(Each->getCanonicalDecl());
        It != Variables.end())
      To.push_back({Event::Await, It->second});
  };
  Add(&V);
  for (const auto &Each : F.U.functions()) {
    if (&Each->Root != &F.Root || !Each->Lambda)
      continue;
    llvm::SmallVector<const ValueDecl *, 4> Captured;
    for (const LambdaCapture &C : Each->Lambda->captures())
      if (C.capturesVariable() && C.getCaptureKind() == LCK_ByRef)
        Captured.push_back(C.getCapturedVar());
    if (llvm::is_contained(Captured, &V))
      llvm::for_each(Captured, Add);
  }
}

/// The object of the call, and what it is given.
void FunctionBuilder::await(const CallExpr &Call, const Stmt &At) {
  llvm::SmallVector<Event, 2> &To = EventsAt[&At];
  for (const Stmt *Child : Call.children())
    collect(F, *Child, [&](const Part &P, const Stmt &) { await(*P.Of, To); });
  if (&At == &Call && This != None && namesThis(Call))
    To.push_back({Event::Join, thisValue()});
  for (const Expr *A : Call.arguments())
    if (const auto *L = dyn_cast<LambdaExpr>(
            A->IgnoreUnlessSpelledInSource()->IgnoreParenImpCasts()))
      for (const LambdaCapture &C : L->captures())
        if (C.capturesVariable() && C.getCaptureKind() == LCK_ByRef)
          await(*C.getCapturedVar(), To);
}

static const VarDecl *named(const Expr &E) {
  const auto *Ref = dyn_cast<DeclRefExpr>(
      E.IgnoreUnlessSpelledInSource()->IgnoreParenImpCasts());
  return Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
}

/// The loop over a container whose elements V stands for.
static const CXXForRangeStmt *loopOf(const VarDecl &V, const Function &F,
                                     const Stmt &Inside) {
  for (const Stmt *Up = F.parent(&Inside); Up; Up = F.parent(Up))
    if (const auto *Loop = dyn_cast<CXXForRangeStmt>(Up);
        Loop && Loop->getLoopVariable() == &V)
      return Loop;
  return nullptr;
}

/// Of a future: who gave it is done with what it was given.
void FunctionBuilder::awaitResult(const CallExpr &Join, const Expr &Future) {
  const auto From = [&](const Expr *E, const Stmt &At) {
    const auto *Call =
        E ? dyn_cast<CallExpr>(E->IgnoreUnlessSpelledInSource()) : nullptr;
    if (Call)
      await(*Call, At);
  };
  const VarDecl *V = named(Future);
  if (!V)
    return;
  const CXXForRangeStmt *Loop = loopOf(*V, F, Join);
  if (!Loop)
    return From(V->getInit(), Join);
  const VarDecl *Container = named(*Loop->getRangeInit());
  for (const CallExpr *Call : F.Calls) {
    const auto *Insertion = dyn_cast<CXXMemberCallExpr>(Call);
    const Effect *Known =
        Insertion ? Lib.effect(Insertion->getMethodDecl()) : nullptr;
    if (Container && Known &&
        (Known->Does == Effect::Store || Known->Does == Effect::Construct) &&
        named(*Insertion->getImplicitObjectArgument()) == Container)
      for (const Expr *A : Insertion->arguments())
        From(A, *Loop->getRangeInit());
  }
}

} // namespace fastidious::escape
