#include "escape/Deleters.h"
#include "escape/Types.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace fastidious::escape {

/// `delete p`, `free(p)`, also `if (p) free(p);` of the parameter.
static bool frees(const Stmt *S, const ParmVarDecl &P, Library &Lib) {
  if (const auto *Block = dyn_cast_or_null<CompoundStmt>(S))
    return Block->size() == 1 && frees(Block->body_front(), P, Lib);
  if (const auto *If = dyn_cast_or_null<IfStmt>(S))
    return !If->getElse() && frees(If->getThen(), P, Lib);
  const auto IsParameter = [&](const Expr *E) {
    const auto *Ref = dyn_cast<DeclRefExpr>(E->IgnoreParenCasts());
    return Ref && Ref->getDecl() == &P;
  };
  const auto *E = dyn_cast_or_null<Expr>(S);
  if (!E)
    return false;
  E = E->IgnoreParenImpCasts();
  if (const auto *D = dyn_cast<CXXDeleteExpr>(E))
    return IsParameter(D->getArgument());
  const auto *Call = dyn_cast<CallExpr>(E);
  const Effect *Known = Call ? Lib.effect(Call->getDirectCallee()) : nullptr;
  return Known && Known->Does == Effect::Free && IsParameter(Call->getArg(0));
}

static bool freesOnly(const FunctionDecl *F, Library &Lib) {
  if (!F)
    return false;
  const Effect *Known = Lib.effect(F);
  if (Known)
    return Known->Does == Effect::Free;
  const FunctionDecl *Definition = nullptr;
  return F->isDefined(Definition) && Definition->getNumParams() == 1 &&
         frees(Definition->getBody(), *Definition->getParamDecl(0), Lib);
}

/// The function that E names.
static const FunctionDecl *named(const Expr &E) {
  const Expr *Of = E.IgnoreParenCasts();
  if (const auto *U = dyn_cast<UnaryOperator>(Of))
    Of = U->getSubExpr()->IgnoreParenImpCasts();
  const auto *Ref = dyn_cast<DeclRefExpr>(Of);
  return Ref ? dyn_cast<FunctionDecl>(Ref->getDecl()) : nullptr;
}

Deleter deleterOf(QualType Owner, const Expr *Given, Library &Lib) {
  const auto *S = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
      Owner->getAsCXXRecordDecl());
  QualType Type = Given ? Given->getType().getNonReferenceType() : QualType();
  if (!Given && S && S->getTemplateArgs().size() > 1 &&
      S->getTemplateArgs()[1].getKind() == TemplateArgument::Type)
    Type = S->getTemplateArgs()[1].getAsType();
  if (Type.isNull())
    return Deleter::Standard;
  if (const CXXRecordDecl *R = Type->getAsCXXRecordDecl()) {
    if (Types::isStandard(*R))
      return Given ? Deleter::Own : Deleter::Standard;
    return freesOnly(Types::callOperator(Type), Lib) ? Deleter::Plain
                                                     : Deleter::Own;
  }
  return Given && freesOnly(named(*Given), Lib) ? Deleter::Plain : Deleter::Own;
}

} // namespace fastidious::escape
