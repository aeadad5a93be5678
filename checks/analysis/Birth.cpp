#include "analysis/Birth.h"
#include "analysis/Place.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;

namespace fastidious {

bool isFresh(const Expr *Init, Library &Lib) {
  if (!Init)
    return true;
  const Expr &At = stripped(*Init);
  if (isa<ImplicitValueInitExpr, CXXScalarValueInitExpr>(At))
    return true;
  if (const auto *D = dyn_cast<CXXDefaultInitExpr>(&At))
    return isFresh(D->getExpr(), Lib);
  if (const auto *List = dyn_cast<InitListExpr>(&At))
    return llvm::all_of(List->inits(),
                        [&](const Expr *E) { return isFresh(E, Lib); });
  const auto *Build = dyn_cast<CXXConstructExpr>(&At);
  if (!Build)
    return false;
  const CXXConstructorDecl &C = *Build->getConstructor();
  if (C.isCopyOrMoveConstructor()) {
    const Expr &From = stripped(*Build->getArg(0));
    return isa<CXXConstructExpr>(From) && isFresh(&From, Lib);
  }
  llvm::SmallVector<const Expr *, 2> Given;
  for (const Expr *A : Build->arguments())
    if (!isa<CXXDefaultArgExpr>(A))
      Given.push_back(A);
  if (!Lib.container(C.getParent()))
    return Given.empty() && !C.isUserProvided();
  if (Given.empty() || Build->isStdInitListInitialization())
    return true;
  if (Given.size() != 1)
    return false;
  const Expr &Only = stripped(*Given.front());
  if (const auto *Size = dyn_cast<IntegerLiteral>(&Only))
    return Size->getValue().isZero();
  // An allocator, or the literal that a string begins with; not a size.
  return isa<CXXStdInitializerListExpr, clang::StringLiteral>(Only) ||
         (!Only.getType()->isIntegerType() && !Lib.container(Only.getType()) &&
          (Only.getType()->isPointerType()
               ? Only.getType()->getPointeeType()->isRecordType()
               : Only.getType()->isRecordType()));
}

uint64_t elementsAtBirth(const Expr *Init) {
  if (!Init)
    return 0;
  const Expr *At = &stripped(*Init);
  while (const auto *Build = dyn_cast<CXXConstructExpr>(At)) {
    if (Build->getNumArgs() == 0)
      return 0;
    At = &stripped(*Build->getArg(0));
  }
  if (const auto *L = dyn_cast<CXXStdInitializerListExpr>(At))
    At = &stripped(*L->getSubExpr());
  if (const auto *List = dyn_cast<InitListExpr>(At))
    return List->getNumInits();
  const auto *Literal = dyn_cast<clang::StringLiteral>(At);
  return Literal ? Literal->getLength() : 0;
}

} // namespace fastidious
