/// What each thread does at its own first use of something.
#include "analysis/Outcome.h"
#include "analysis/StoredValue.h"
#include "analysis/ThreadWalker.h"
#include "analysis/Use.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace fastidious {

constexpr unsigned MaxSteps = 6;

/// What a function of this file returns, where it does nothing else.
static const Expr *onlyResultOf(const CallExpr &Call, Unit &U) {
  const FunctionDecl *D = Call.getDirectCallee();
  const Function *Callee = D ? U.find(*D) : nullptr;
  const auto *Body = Callee ? dyn_cast<CompoundStmt>(Callee->Body) : nullptr;
  const auto *Return = Body && Body->size() == 1
                           ? dyn_cast<ReturnStmt>(Body->body_front())
                           : nullptr;
  return Return ? Return->getRetValue() : nullptr;
}

/// Without casts and copies.
static const Expr &originalOf(const Expr &E) {
  const Expr *At = &stripped(E);
  for (;;) {
    const auto *Build = dyn_cast<CXXConstructExpr>(At);
    if (const auto *C = dyn_cast<ExplicitCastExpr>(At))
      At = &stripped(*C->getSubExpr());
    else if (Build && Build->getNumArgs() == 1 &&
             Build->getConstructor()->isCopyOrMoveConstructor())
      At = &stripped(*Build->getArg(0));
    else
      return *At;
  }
}

/// Where the value of E comes from: through local variables and functions that
/// only return it.
static const Expr &sourceOf(const Expr &E, Unit &U) {
  const Expr *At = &originalOf(E);
  for (unsigned I = 0; I < MaxSteps; ++I) {
    const auto *Ref = dyn_cast<DeclRefExpr>(At);
    const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
    const auto *Call = dyn_cast<CallExpr>(At);
    const Expr *From = V && V->hasLocalStorage() ? V->getInit()
                       : Call                    ? onlyResultOf(*Call, U)
                                                 : nullptr;
    if (!From)
      break;
    At = &originalOf(*From);
  }
  return *At;
}

static bool isNull(const Expr &E, ASTContext &Context) {
  return E.isNullPointerConstant(Context, Expr::NPC_ValueDependentIsNotNull);
}

/// A use of V takes away what the thread has there.
static bool empties(const Use &U, Function &F) {
  if (U.OfPart || U.OfPointee)
    return false;
  if (U.K == Use::Assign) {
    const Expr *Value = storedValue(*U.Object, F);
    const auto N = storedConstant(*U.Object, F);
    return (N && N->isZero()) || (Value && isNull(*Value, F.U.Context));
  }
  const auto *Call = dyn_cast_or_null<CallExpr>(U.By);
  return U.K == Use::Modify || U.K == Use::Move ||
         (U.K == Use::Call && Call && argumentsOf(*Call).empty());
}

/// E is what the thread alone has: a key of its own, or a thread_local
/// variable that nobody empties.
bool ThreadWalker::isOwnSlot(const Expr &E) {
  const Expr &From = sourceOf(E, U);
  if (const auto *Call = dyn_cast<CallExpr>(&From))
    return U.Lib.has(Trait::OwnSlot, *Call);
  const auto *Ref = dyn_cast<DeclRefExpr>(&From);
  const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  if (!V || V->getTLSKind() == VarDecl::TLS_None)
    return false;
  const auto [Known, IsNew] = OwnSlots.try_emplace(V, true);
  if (!IsNew)
    return Known->second;
  bool IsKept = true;
  for (const auto &F : U.functions())
    if (&F->Root == F.get() && !F->refs(*V).empty())
      forEachUse(*V, *F, {},
                 [&](const Use &Of) { IsKept &= !empties(Of, *F); });
  return OwnSlots[V] = IsKept;
}

/// A number or name of the thread itself.
static bool isOwnNumber(const Expr &E, Unit &U) {
  const auto *Call = dyn_cast<CallExpr>(&sourceOf(E, U));
  return Call && U.Lib.has(Trait::ThreadNumber, *Call);
}

/// The function names the thread more often than for one search: it enters
/// what it has not found.
static bool entersOwn(Function &F) {
  unsigned Count = 0;
  for (const CallExpr *Call : F.Root.Calls)
    if (isOwnNumber(*Call, F.U)) {
      const Stmt *Up = F.semanticParent(Call);
      while (isa_and_nonnull<CXXConstructExpr, ExplicitCastExpr>(Up))
        Up = F.semanticParent(Up);
      const auto *Decls = dyn_cast_or_null<DeclStmt>(Up);
      const auto *V = Decls && Decls->isSingleDecl()
                          ? dyn_cast<VarDecl>(Decls->getSingleDecl())
                          : nullptr;
      Count += V ? F.refs(*V).size() : 1;
    }
  return Count > 1;
}

/// E compares or calls something with what names the thread.
static bool mentionsOwn(const Expr &E, Unit &U) {
  const auto IsOwn = [&](const Expr *A) { return isOwnNumber(*A, U); };
  if (const auto *Op = dyn_cast<BinaryOperator>(&E))
    return Op->getOpcode() == BO_EQ &&
           (IsOwn(Op->getLHS()) || IsOwn(Op->getRHS()));
  const auto *Call = dyn_cast<CallExpr>(&E);
  const auto *Op = dyn_cast<CXXOperatorCallExpr>(&E);
  return Call && !(Op && Op->getOperator() == OO_ExclaimEqual) &&
         llvm::any_of(Call->arguments(), IsOwn);
}

/// E looks for what belongs to the thread: `slots.find(own)`, `n->is(own)`,
/// `n->owner == own`.
bool ThreadWalker::asksForOwn(const Expr &E) {
  return mentionsOwn(stripped(E), U) || mentionsOwn(sourceOf(E, U), U);
}

/// The two sides of `a == b`, also by an overloaded operator.
static std::optional<std::pair<const Expr *, const Expr *>>
sidesOf(const Expr &E, bool &IsEqual) {
  if (const auto *R = dyn_cast<CXXRewrittenBinaryOperator>(&E)) {
    const auto Form = R->getDecomposedForm();
    IsEqual = Form.Opcode == BO_EQ;
    if (Form.Opcode == BO_EQ || Form.Opcode == BO_NE)
      return std::pair{Form.LHS, Form.RHS};
    return std::nullopt;
  }
  const auto *Op = dyn_cast<BinaryOperator>(&E);
  const auto *Call = dyn_cast<CXXOperatorCallExpr>(&E);
  IsEqual = Op ? Op->getOpcode() == BO_EQ
               : Call && Call->getOperator() == OO_EqualEqual;
  if (Op && Op->isEqualityOp())
    return std::pair{Op->getLHS(), Op->getRHS()};
  if (Call && Call->getNumArgs() == 2 &&
      (IsEqual || Call->getOperator() == OO_ExclaimEqual))
    return std::pair{Call->getArg(0), Call->getArg(1)};
  return std::nullopt;
}

/// Where Condition is Holds, the thread has found nothing of its own, and will
/// the next time.
bool ThreadWalker::isFirstUse(const Expr &Condition, bool Holds, Frame &In) {
  const Expr &At = stripped(Condition);
  if (const auto *Not = dyn_cast<UnaryOperator>(&At);
      Not && Not->getOpcode() == UO_LNot)
    return isFirstUse(*Not->getSubExpr(), !Holds, In);
  const auto *Op = dyn_cast<BinaryOperator>(&At);
  if (Op && Op->getOpcode() == (Holds ? BO_LAnd : BO_LOr))
    return isFirstUse(*Op->getLHS(), Holds, In) ||
           isFirstUse(*Op->getRHS(), Holds, In);
  const Outcome O = outcomeOf(At, Holds, U.Lib);
  if (O.K == Outcome::Unset && isOwnSlot(*O.Object))
    return true;
  bool IsEqual = false;
  const auto Sides = sidesOf(At, IsEqual);
  if (!Sides)
    return !Holds && isa<CallExpr>(sourceOf(At, U)) && asksForOwn(At) &&
           entersOwn(*In.F);
  // With null, zero or the end.
  const auto IsNothing = [&](const Expr *E) {
    const auto *Call = dyn_cast<CallExpr>(&stripped(*E));
    return Call ? argumentsOf(*Call).empty()
                : outcomeOf(At, IsEqual, U.Lib).K == Outcome::Unset;
  };
  const auto [L, R] = *Sides;
  return Holds == IsEqual &&
         ((asksForOwn(*L) && IsNothing(R)) ||
          (asksForOwn(*R) && IsNothing(L))) &&
         entersOwn(*In.F);
}

static bool returnsInside(const Stmt &S) {
  return isa<ReturnStmt>(S) || llvm::any_of(S.children(), [](const Stmt *C) {
           return C && !isa<LambdaExpr>(C) && returnsInside(*C);
         });
}

/// The loop S returns where it finds what belongs to the thread; it is left
/// otherwise only if there is nothing.
bool ThreadWalker::searchesOwn(const Stmt &S, Frame &In) {
  if (isa<LambdaExpr>(S))
    return false;
  if (const auto *If = dyn_cast<IfStmt>(&S);
      If && If->getCond() && returnsInside(*If->getThen()))
    return asksForOwn(*If->getCond()) && entersOwn(*In.F);
  return isa<ForStmt, WhileStmt, DoStmt, CXXForRangeStmt, CompoundStmt>(S) &&
         llvm::any_of(S.children(),
                      [&](const Stmt *C) { return C && searchesOwn(*C, In); });
}

} // namespace fastidious
