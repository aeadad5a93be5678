#include "analysis/Function.h"
#include "clang/AST/Attr.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace fastidious {

const Stmt *Function::semanticParent(const Stmt *S) const {
  const Stmt *P = parent(S);
  for (; P; P = parent(P)) {
    if (isa<ImplicitCastExpr, ParenExpr, MaterializeTemporaryExpr,
            ExprWithCleanups, CXXBindTemporaryExpr, ConstantExpr,
            CXXDefaultInitExpr>(P))
      continue;
    // A copy or move of a temporary.
    const auto *Build = dyn_cast<CXXConstructExpr>(P);
    if (Build && Build->getConstructor()->isCopyOrMoveConstructor() &&
        recordOf(Build->getType()) && recordOf(Build->getType())->isLambda())
      continue;
    return P;
  }
  return nullptr;
}

Function &Function::holderOf(const Stmt *S) const {
  for (; S; S = parent(S)) {
    const auto It = Root.Bodies.find(S);
    if (It != Root.Bodies.end())
      return *It->second;
  }
  return Root;
}

llvm::ArrayRef<const Expr *> Function::refs(const ValueDecl &V) const {
  const auto It = Root.Refs.find(cast<ValueDecl>(V.getCanonicalDecl()));
  if (It == Root.Refs.end())
    return {};
  return It->second;
}

const LoopNest &Function::loops() {
  if (!Nest)
    Nest = std::make_unique<LoopNest>(Decl, Body, U.Context);
  return *Nest;
}

const CFGBlock *Function::blockOf(const Stmt &S) {
  const LoopNest &N = loops();
  for (const Stmt *Up = &S; Up; Up = parent(Up)) {
    if (const CFGBlock *B = N.blockOf(*Up))
      return N.isReachable(*B) ? B : nullptr;
    if (Up == Body)
      break;
  }
  return nullptr;
}

llvm::SmallVector<const Loop *, 4> Function::loopsAround(const Stmt &S) {
  const CFGBlock *B = blockOf(S);
  if (!B)
    return {};
  return loops().around(*B);
}

bool Function::isIn(const Stmt &S, const Loop &L) {
  // Climb out of the lambdas of this function.
  const Stmt *At = &S;
  for (Function *Holder = &holderOf(At); Holder != this;
       Holder = &holderOf(At)) {
    if (!Holder->Lambda)
      return false;
    At = Holder->Lambda;
  }
  const CFGBlock *B = blockOf(*At);
  return B && L.contains(*B);
}

bool Function::isDeclaredIn(const VarDecl &V, const Loop &L) {
  const CFGBlock *B = loops().blockOf(V);
  return B && L.contains(*B);
}

static bool isUnlikely(const Stmt *S) {
  const auto *A = dyn_cast<AttributedStmt>(S);
  return A && llvm::any_of(A->getAttrs(), [](const Attr *One) {
           return isa<UnlikelyAttr>(One);
         });
}

/// E is an argument of an assertion macro.
static bool isAsserted(const Stmt &S, const ASTContext &Context,
                       const Library &Lib) {
  const SourceManager &SM = Context.getSourceManager();
  for (SourceLocation At = S.getBeginLoc(); At.isMacroID();
       At = SM.getImmediateMacroCallerLoc(At))
    if (Lib.isAssertion(
            Lexer::getImmediateMacroName(At, SM, Context.getLangOpts())))
      return true;
  return false;
}

bool Function::isCold(const Stmt &S) {
  for (const Stmt *Up = &S; Up; Up = parent(Up))
    if (isa<CXXCatchStmt, CXXThrowExpr>(Up) || isUnlikely(Up))
      return true;
  const CFGBlock *B = blockOf(S);
  return (B && loops().isDoomed(*B)) || isAsserted(S, U.Context, U.Lib);
}

} // namespace fastidious
