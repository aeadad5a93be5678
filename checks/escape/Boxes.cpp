#include "escape/Boxes.h"
#include "analysis/Place.h"
#include "escape/Keeper.h"
#include "escape/Solution.h"
#include "escape/Types.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace fastidious::escape {

/// Other types than that of Made may be kept where it is.
static bool isOneOfMany(const Allocation &Made, const Solution &S) {
  for (const Storage &Of : S.objects())
    for (auto [Part, Cell] : Of.Cells) {
      const auto &Elements = S.set(Cell).Elements;
      if (!Part.Owned || llvm::none_of(Elements, [&](const Element &E) {
            return S.place(E.What).Object == Made.Says.Object;
          }))
        continue;
      if (Elements.size() > 1)
        return true;
      const Object &Is = *Of.Is;
      const bool IsClosure = !Is.Callee.empty();
      const bool IsVariable = Is.Kind == ObjectKind::Local ||
                              Is.Kind == ObjectKind::Temporary ||
                              Is.Kind == ObjectKind::Parameter;
      if (Of.SiteIs != SiteKind::CallableBox &&
          (!IsVariable || (Part.Field && !IsClosure)))
        return true;
    }
  return false;
}

/// The operand of the conversion or assignment E.
static const Expr *operandOf(const Expr &E) {
  if (const auto *C = dyn_cast<CXXConstructExpr>(&E))
    return C->getArg(0);
  const auto &Call = cast<CallExpr>(E);
  return Call.getArg(Call.getNumArgs() - 1);
}

static bool namesIn(const Expr &Callable, const VarDecl &V, Function &F) {
  return llvm::any_of(F.refs(V), [&](const Expr *Ref) {
    for (const Stmt *Up = Ref; Up; Up = F.parent(Up))
      if (Up == &Callable)
        return true;
    return false;
  });
}

/// Where the object that E makes goes.
static void findTarget(Box &To, const Expr &E, Function &F) {
  const Expr *At = &E;
  const Stmt *By = F.semanticParent(At);
  const auto PassesOn = [&] {
    const auto *C = dyn_cast_or_null<CXXConstructExpr>(By);
    return isa_and_nonnull<ExplicitCastExpr>(By) ||
           (C && C->getConstructor()->getParent() == To.Type);
  };
  for (; PassesOn(); By = F.semanticParent(By))
    At = cast<Expr>(By);
  if (!By)
    return;
  if (const auto *Decls = dyn_cast<DeclStmt>(By)) {
    if (Decls->isSingleDecl())
      To.Variable = dyn_cast<VarDecl>(Decls->getSingleDecl());
    return;
  }
  if (const ParmVarDecl *P = parameterFor(*At, *By)) {
    To.Variable = P;
    To.Callee = dyn_cast<FunctionDecl>(P->getDeclContext());
  }
}

std::optional<Box> needlessBox(const Allocation &Made, const Program &P) {
  const Solution &S = *P.solution(Made.Says.Function);
  if (!Made.At || isOneOfMany(Made, S))
    return std::nullopt;
  Function &F = *Made.In;
  Box To;
  To.Made = &Made;
  if (const auto *C = dyn_cast<CXXConstructExpr>(Made.At)) {
    To.Type = recordOf(C->getType());
    findTarget(To, *C, F);
  } else if (const auto *Call = dyn_cast<CallExpr>(Made.At)) {
    To.Type = recordOf(Call->getArg(0)->getType());
    if (const auto *Ref = dyn_cast<DeclRefExpr>(&stripped(*Call->getArg(0))))
      To.Variable = dyn_cast<VarDecl>(Ref->getDecl());
  }
  if (!To.Type)
    return std::nullopt;
  const Expr &Callable = stripped(*operandOf(*Made.At));
  To.IsCallable = llvm::any_of(To.Type->methods(), [](const auto *M) {
    return M->getOverloadedOperator() == OO_Call;
  });
  if (To.Variable && namesIn(Callable, *To.Variable, F))
    return std::nullopt;
  const auto *Method = dyn_cast_or_null<CXXMethodDecl>(To.Callee);
  if (Method && Method->isVirtual())
    return std::nullopt;
  return To;
}

} // namespace fastidious::escape
