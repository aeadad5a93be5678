#include "analysis/ReserveUse.h"
#include "analysis/Use.h"

using namespace clang;

namespace fastidious {

namespace {

/// Looks for the size of a container in an expression.
class SizeFinder {
public:
  SizeFinder(const Place &Target, const Container &C, Function &F,
             const Loop *L)
      : Target(Target), C(C), F(F), L(L) {}

  /// \param Scaled  below a multiplication, division or shift.
  void visit(const Expr &E, bool Scaled, unsigned Depth = 0);
  bool growsByLittle() const { return Rises && !Geometric; }

private:
  void visitCall(const CXXMemberCallExpr &Call, bool Scaled);
  void visitVariable(const VarDecl &V, bool Scaled, unsigned Depth);

  const Place &Target;
  const Container &C;
  Function &F;
  const Loop *L;
  bool Rises = false, Geometric = false;
};

void SizeFinder::visitCall(const CXXMemberCallExpr &Call, bool Scaled) {
  const CXXMethodDecl *Method = Call.getMethodDecl();
  const auto P = placeOf(*Call.getImplicitObjectArgument(), F);
  if (!Method || !P || !(*P == Target))
    return;
  if (spelledName(*Method) == C.Size || spelledName(*Method) == "length") {
    // `size() + size()` doubles.
    Geometric |= Scaled || Rises;
    Rises = true;
  } else if (spelledName(*Method) == "capacity") {
    Geometric = true;
  }
}

void SizeFinder::visitVariable(const VarDecl &V, bool Scaled, unsigned Depth) {
  if (V.hasInit() && V.isLocalVarDecl() && !isChangedIn(V, F, nullptr))
    return visit(*V.getInit(), Scaled, Depth + 1);
  // A counter that the loop steps up.
  if (!L || !V.getType()->isIntegerType() || F.isDeclaredIn(V, *L))
    return;
  forEachUse(V, F, {}, [&](const Use &U) {
    const auto *Op = dyn_cast_or_null<UnaryOperator>(U.By);
    const auto *Add = dyn_cast_or_null<CompoundAssignOperator>(U.By);
    if (U.K == Use::Modify && F.isIn(*U.Object, *L) &&
        ((Op && Op->isIncrementOp()) ||
         (Add && Add->getOpcode() == BO_AddAssign)))
      Rises = true;
  });
}

void SizeFinder::visit(const Expr &E, bool Scaled, unsigned Depth) {
  if (Depth > 20)
    return;
  const Expr &At = stripped(E);
  if (const auto *Call = dyn_cast<CXXMemberCallExpr>(&At))
    return visitCall(*Call, Scaled);
  if (const auto *Ref = dyn_cast<DeclRefExpr>(&At)) {
    if (const auto *V = dyn_cast<VarDecl>(Ref->getDecl()))
      visitVariable(*V, Scaled, Depth);
    return;
  }
  if (const auto *Op = dyn_cast<BinaryOperator>(&At)) {
    Scaled |= Op->isMultiplicativeOp() || Op->isShiftOp();
    // A counter that is subtracted makes the sum fall.
    if (Op->getOpcode() == BO_Sub)
      return visit(*Op->getLHS(), Scaled, Depth + 1);
  }
  for (const Stmt *Child : At.children())
    if (const auto *Sub = dyn_cast_or_null<Expr>(Child))
      visit(*Sub, Scaled, Depth + 1);
}

} // namespace

bool growsByLittle(const Expr &Wanted, const Place &Target, const Container &C,
                   Function &F, const Loop *L) {
  SizeFinder Finder(Target, C, F, L);
  Finder.visit(Wanted, false);
  return Finder.growsByLittle();
}

bool isRenewed(const Place &Target, const Container &C, Function &F,
               const Loop *L) {
  bool Renewed = false;
  forEachUse(Target, F, [&](const Use &U) {
    if (L && !F.isIn(*U.Object, *L))
      return;
    const auto *Call = dyn_cast_or_null<CallExpr>(U.By);
    const auto *Method = Call ? methodOf(*Call) : nullptr;
    const std::string Name = Method ? spelledName(*Method) : "";
    if (U.OfPart)
      return;
    // `v.resize(v.size() + n)` empties nothing.
    if (Name == "resize" && Call->getNumArgs() > 0 &&
        growsByLittle(*Call->getArg(0), Target, C, F, L))
      return;
    Renewed |= U.K == Use::Assign || U.K == Use::Move || C.isRenewedBy(Name);
  });
  return Renewed;
}

bool isRenewedElsewhere(const Place &Target, const Container &C, Function &F) {
  if (Target.Root)
    return false;
  return llvm::any_of(F.U.functions(), [&](const auto &Other) {
    return &Other->Root == Other.get() && Other.get() != &F.Root &&
           !isa_and_nonnull<CXXConstructorDecl>(Other->Decl) &&
           isRenewed(Target, C, *Other, nullptr);
  });
}

/// `v.insert(v.end(), ...)` forgets the iterator at once.
static bool isPosition(const Expr &Iterator, Function &F) {
  const Stmt *P = F.semanticParent(&Iterator);
  if (isa_and_nonnull<CXXConstructExpr>(P))
    P = F.semanticParent(P);
  const auto *Call = dyn_cast_or_null<CXXMemberCallExpr>(P);
  return Call && Call->getMethodDecl() &&
         spelledName(*Call->getMethodDecl()) == "insert";
}

bool isOnlyAppendedTo(const Place &Target, const Container &C, Function &F,
                      const Loop &L, const Stmt &Except) {
  if (!Target.Root || !Target.Steps.empty())
    return false;
  bool Only = true;
  forEachUse(Target, F, [&](const Use &U) {
    if (!F.isIn(*U.Object, L) || U.By == &Except)
      return;
    const auto *Call = dyn_cast_or_null<CallExpr>(U.By);
    const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
    const std::string Name = Callee ? spelledName(*Callee) : "";
    Only &= Callee && (llvm::is_contained(C.Append, Name) || Name == C.Size ||
                       Name == "empty" || Name == "insert" ||
                       (Name == "end" && isPosition(*Call, F)) ||
                       F.U.Lib.has(Trait::MakesAppender, Callee));
  });
  return Only;
}

} // namespace fastidious
