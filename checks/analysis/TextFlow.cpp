#include "analysis/TextFlow.h"
#include "analysis/Use.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace clang;

namespace fastidious {

namespace {

/// A member function of a string that adds text: not `replace`, `erase`.
bool makesLonger(const CXXMethodDecl &M, Library &Lib) {
  const Container *C = Lib.container(M.getParent());
  const std::string Name = spelledName(M);
  return C && (llvm::is_contained(C->Append, Name) ||
               llvm::is_contained(C->Prepend, Name) || Name == "append" ||
               Name == "operator+=");
}

/// `string longer = s; longer += x;`
bool isMadeLonger(const VarDecl &V, Function &F) {
  bool Longer = false;
  forEachUse(V, F, {}, [&](const Use &U) {
    const auto *Call = dyn_cast_or_null<CallExpr>(U.By);
    const auto *Method = Call ? methodOf(*Call) : nullptr;
    Longer |= U.K == Use::Call && Method && makesLonger(*Method, F.U.Lib);
  });
  return Longer;
}

/// Follows one string through the expressions of a function.
class Tracker {
public:
  Tracker(const Place &Target, Function &F, unsigned Depth = 0)
      : Target(Target), F(F), Depth(Depth) {}

  Carries carries(const Expr *E);

private:
  Carries ofSum(const CXXOperatorCallExpr &Sum);
  Carries ofCall(const CallExpr &Call);
  Carries ofMember(const CXXMemberCallExpr &Call);
  Carries ofHelper(const CallExpr &Call);
  Carries ofVariable(const VarDecl &V);
  bool isTarget(const Expr &E);
  bool streams(const Expr &Stream);

  const Place &Target;
  Function &F;
  unsigned Depth;
};

bool Tracker::isTarget(const Expr &E) {
  const auto P = placeOf(E, F);
  return P && *P == Target;
}

Carries Tracker::carries(const Expr *E) {
  if (!E || Depth > 24)
    return Carries::No;
  const llvm::SaveAndRestore<unsigned> Deeper(Depth, Depth + 1);
  const Expr &At = stripped(*E);
  if (isTarget(At))
    return Carries::Itself;
  if (const auto *C = dyn_cast<ConditionalOperator>(&At)) {
    const Carries A = carries(C->getTrueExpr()), B = carries(C->getFalseExpr());
    return copies(A) ? A : copies(B) ? B : Carries::No;
  }
  if (const auto *Build = dyn_cast<CXXConstructExpr>(&At)) {
    if (Build->getNumArgs() == 0)
      return Carries::No;
    const Carries From = carries(Build->getArg(0));
    return From == Carries::Itself ? Carries::Copy : From;
  }
  if (const auto *Ref = dyn_cast<DeclRefExpr>(&At))
    if (const auto *V = dyn_cast<VarDecl>(Ref->getDecl()))
      return ofVariable(*V);
  const auto *Op = dyn_cast<CXXOperatorCallExpr>(&At);
  if (Op && Op->getOperator() == OO_Plus && Op->getNumArgs() == 2)
    return ofSum(*Op);
  if (const auto *Member = dyn_cast<CXXMemberCallExpr>(&At))
    return ofMember(*Member);
  if (const auto *Call = dyn_cast<CallExpr>(&At))
    return ofCall(*Call);
  return Carries::No;
}

Carries Tracker::ofSum(const CXXOperatorCallExpr &Sum) {
  if (!F.U.Lib.stringClass(Sum.getType()))
    return Carries::No;
  const Carries Left = carries(Sum.getArg(0)), Right = carries(Sum.getArg(1));
  if (Right == Carries::Itself || Right == Carries::Moved || copies(Right)) {
    // `s + s` is read twice; the text in front decides.
    return Left == Carries::No ? Carries::Prepended : Carries::Copy;
  }
  return Left == Carries::Itself ? Carries::Copy : Left;
}

/// `os << s` for a local stream.
bool Tracker::streams(const Expr &Stream) {
  const auto *Ref = dyn_cast<DeclRefExpr>(&stripped(Stream));
  const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  if (!V || !V->isLocalVarDecl() ||
      !F.U.Lib.has(Trait::TextStream, V->getType()))
    return false;
  for (const CallExpr *Call : F.Calls) {
    const auto *Op = dyn_cast<CXXOperatorCallExpr>(Call);
    if (!Op || Op->getOperator() != OO_LessLess || Op->getNumArgs() != 2 ||
        !isTarget(*Op->getArg(1)))
      continue;
    const Expr *Base = Op->getArg(0);
    while (const auto *Chain = dyn_cast<CXXOperatorCallExpr>(&stripped(*Base)))
      Base = Chain->getArg(0);
    const auto *BaseRef = dyn_cast<DeclRefExpr>(&stripped(*Base));
    if (BaseRef && BaseRef->getDecl() == V)
      return true;
  }
  return false;
}

Carries Tracker::ofMember(const CXXMemberCallExpr &Call) {
  const CXXMethodDecl *Method = Call.getMethodDecl();
  if (!Method)
    return Carries::No;
  const Expr &Object = *Call.getImplicitObjectArgument();
  if (F.U.Lib.has(Trait::TextStream, Object.getType()))
    return spelledName(*Method) == "str" && streams(Object) ? Carries::Copy
                                                            : Carries::No;
  if (F.U.Lib.has(Trait::FormatsText, Method)) {
    for (const Expr *A : Call.arguments())
      if (const Carries C = carries(A); C != Carries::No)
        return Carries::Copy;
    return copies(carries(&Object)) ? Carries::Copy : Carries::No;
  }
  // `std::string(s).append(x)` returns its object.
  const CXXRecordDecl *Returned = recordOf(Method->getReturnType());
  if (!Method->getReturnType()->isReferenceType() || !Returned ||
      !F.U.Lib.stringClass(Call.getType()) || !makesLonger(*Method, F.U.Lib))
    return Carries::No;
  const Carries C = carries(&Object);
  return copies(C) ? C : Carries::No;
}

Carries Tracker::ofCall(const CallExpr &Call) {
  const FunctionDecl *Callee = Call.getDirectCallee();
  if (F.U.Lib.has(Trait::Move, Callee) && Call.getNumArgs() == 1) {
    const Carries C = carries(Call.getArg(0));
    return C == Carries::Itself ? Carries::Moved : C;
  }
  if (F.U.Lib.has(Trait::FormatsText, Callee)) {
    for (const Expr *A : Call.arguments())
      if (const Carries C = carries(A); C != Carries::No)
        return Carries::Copy;
    return Carries::No;
  }
  return ofHelper(Call);
}

/// `static string glue(const string &a, const string &b) { return a + b; }`
Carries Tracker::ofHelper(const CallExpr &Call) {
  const FunctionDecl *Callee = Call.getDirectCallee();
  Function *Body = Callee ? F.U.find(*Callee) : nullptr;
  if (!Body || Depth > 8 || isa<CXXOperatorCallExpr>(Call) ||
      !F.U.Lib.stringClass(Callee->getReturnType()))
    return Carries::No;
  const auto *Block = dyn_cast<CompoundStmt>(Body->Body);
  const auto *Return = Block && !Block->body_empty() && Block->size() <= 4
                           ? dyn_cast<ReturnStmt>(Block->body_back())
                           : nullptr;
  if (!Return)
    return Carries::No;
  for (unsigned I = 0; I < Call.getNumArgs() && I < Callee->getNumParams();
       ++I) {
    const Carries Given = carries(Call.getArg(I));
    if (Given != Carries::Itself && Given != Carries::Moved)
      continue;
    const ParmVarDecl *P = Body->Decl->getParamDecl(I);
    Place Inner;
    Inner.Root = cast<ValueDecl>(P->getCanonicalDecl());
    const Carries C =
        Tracker(Inner, *Body, Depth + 1).carries(Return->getRetValue());
    if (C != Carries::No)
      return C == Carries::Itself ? Carries::No : C;
  }
  return Carries::No;
}

/// `string longer = s + x; s = longer;`
Carries Tracker::ofVariable(const VarDecl &V) {
  if (!V.isLocalVarDecl() || V.getType()->isReferenceType() || !V.getInit() ||
      !F.U.Lib.stringClass(V.getType()))
    return Carries::No;
  const Carries C = carries(V.getInit());
  // Only the variable tells whether a mere copy becomes longer.
  const Expr &Init = stripped(*V.getInit());
  const auto *Build = dyn_cast<CXXConstructExpr>(&Init);
  const bool IsCopy = C == Carries::Itself ||
                      (C == Carries::Copy && Build &&
                       Build->getNumArgs() >= 1 && isTarget(*Build->getArg(0)));
  if (IsCopy)
    return isMadeLonger(V, F) ? Carries::Copy : Carries::No;
  return C;
}

} // namespace

Carries carries(const Expr &E, const Place &Target, Function &F) {
  return Tracker(Target, F).carries(&E);
}

} // namespace fastidious
