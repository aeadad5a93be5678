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
  for (const Part &P : Read)
    if (const auto It = Variables.find(P.Of->getCanonicalDecl());
        It != Variables.end() && P.Of->hasLocalStorage())
      To.Events.push_back({Event::Await, It->second});
}

/// The object, and what the condition refers to.
void FunctionBuilder::await(const CallExpr &Call) {
  const auto Add = [&](const ValueDecl *V) {
    if (const auto It = Variables.find(V->getCanonicalDecl());
        It != Variables.end())
      EventsAt[&Call].push_back({Event::Await, It->second});
  };
  for (const Stmt *Child : Call.children())
    collect(F, *Child, [&](const Part &P, const Stmt &) { Add(P.Of); });
  if (This != None && namesThis(Call))
    EventsAt[&Call].push_back({Event::Join, thisValue()});
  for (const Expr *A : Call.arguments())
    if (const auto *L = dyn_cast<LambdaExpr>(
            A->IgnoreUnlessSpelledInSource()->IgnoreParenImpCasts()))
      for (const LambdaCapture &C : L->captures())
        if (C.capturesVariable() && C.getCaptureKind() == LCK_ByRef)
          Add(C.getCapturedVar());
}

} // namespace fastidious::escape
