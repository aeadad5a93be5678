#include "analysis/Filling.h"
#include "analysis/Birth.h"
#include "analysis/Fate.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace fastidious {

namespace {

/// A string of that length certainly has a block of its own.
constexpr uint64_t ShortText = 23;

bool isNumberAbove(const Expr &E, uint64_t Least, const ASTContext &Context) {
  Expr::EvalResult Value;
  return E.getType()->isIntegerType() &&
         (!E.EvaluateAsInt(Value, Context) ||
          Value.Val.getInt().getExtValue() > static_cast<int64_t>(Least));
}

/// What the constructor alone allocates.
bool isFilledAtBirth(const CXXConstructExpr &Build, const CostlyClass &C,
                     Library &Lib, const ASTContext &Context) {
  llvm::SmallVector<const Expr *, 4> Given;
  for (const Expr *A : Build.arguments())
    if (!isa<CXXDefaultArgExpr>(A))
      Given.push_back(A);
  if (C.EvenEmpty)
    return true;
  if (Given.empty())
    return false;
  const bool IsNumber = Given.front()->getType()->isIntegerType();
  if (C.TheKind == CostlyClass::Text)
    // `string(n, c)`; texts of other origin may be short.
    return Given.size() >= 2 && IsNumber &&
           isNumberAbove(*Given.front(), ShortText, Context);
  if (IsNumber)
    return isNumberAbove(*Given.front(), 0, Context);
  if (Build.isStdInitListInitialization())
    return elementsAtBirth(&Build) > 0;
  return Given.size() > 1 || !isFresh(&Build, Lib);
}

/// Walks from uses of a variable up to the block that declares it.
class Filler {
public:
  Filler(const VarDecl &V, const CostlyClass &C, Function &F)
      : V(V), C(C), F(F) {}

  void visit(const Use &U, Filling &Found);
  bool isFilled() const { return Surely || Perhaps > 1; }

private:
  bool adds(const Use &U);
  bool addsText(const Use &U);
  bool mayFill(const CallExpr &Call, const Expr &Object);
  bool takesAway(const Use &U);
  bool isSizedByItself(const Expr &Size);
  void count(const Stmt &S);
  bool isRepeated(const Stmt &S);

  const VarDecl &V;
  const CostlyClass &C;
  Function &F;
  bool Surely = false;
  unsigned Perhaps = 0;
};

/// Below the block of V there is a loop, or a lambda, around S.
bool Filler::isRepeated(const Stmt &S) {
  for (const Stmt *Up = F.parent(&S); Up; Up = F.parent(Up)) {
    if (isa<ForStmt, WhileStmt, DoStmt, CXXForRangeStmt, LambdaExpr>(Up))
      return true;
    if (const auto *Block = dyn_cast<CompoundStmt>(Up))
      for (const Stmt *Child : Block->body())
        if (const auto *Decls = dyn_cast<DeclStmt>(Child))
          if (llvm::is_contained(Decls->decls(), &V))
            return false;
  }
  return false;
}

/// `v.clear()`, `v.pop_back()`, `s.erase(i)`
bool Filler::takesAway(const Use &U) {
  const auto *Call = dyn_cast_or_null<CallExpr>(U.By);
  const CXXMethodDecl *Method = Call ? methodOf(*Call) : nullptr;
  const Container *Known = F.U.Lib.container(V.getType());
  if (!Method || !Known)
    return false;
  const std::string Name = spelledName(*Method);
  return llvm::is_contained(Known->Clear, Name) ||
         llvm::is_contained(Known->Shrink, Name);
}

/// `s.resize(s.find(' '))`, also through a variable: it does not grow.
bool Filler::isSizedByItself(const Expr &Size) {
  llvm::SmallVector<const ValueDecl *, 4> Named;
  variablesIn(&Size, Named);
  for (const ValueDecl *D : llvm::SmallVector<const ValueDecl *, 4>(Named))
    if (const auto *Held = dyn_cast<VarDecl>(D); Held && Held->isLocalVarDecl())
      variablesIn(Held->getInit(), Named);
  return llvm::is_contained(Named, &V);
}

/// `reserve(n)`, `resize(n)`, `getline(in, s)`, or `+=` in a loop of its own.
bool Filler::addsText(const Use &U) {
  const auto *Call = dyn_cast_or_null<CallExpr>(U.By);
  if (!Call)
    return false;
  if (U.K == Use::Pass)
    return F.U.Lib.fillsText(Call->getDirectCallee());
  if (U.K != Use::Call || takesAway(U))
    return false;
  return isRepeated(*Call) ||
         (Call->getNumArgs() > 0 && isa<CXXMemberCallExpr>(Call) &&
          isNumberAbove(*Call->getArg(0), ShortText, F.U.Context) &&
          !isSizedByItself(*Call->getArg(0)));
}

/// `v = row` copies into the storage; `v = f()` replaces it.
static bool copies(const Use &Assignment) {
  const auto *Call = dyn_cast_or_null<CXXOperatorCallExpr>(Assignment.By);
  return Call && Call->getNumArgs() == 2 &&
         stripped(*Call->getArg(1)).isLValue();
}

/// `fill(v)`; not where its body is known to replace v by another one.
bool Filler::mayFill(const CallExpr &Call, const Expr &Object) {
  const FunctionDecl *Callee = Call.getDirectCallee();
  Function *In = Callee ? F.U.find(*Callee) : nullptr;
  const llvm::ArrayRef<const Expr *> Given = argumentsOf(Call);
  if (!In || In->Lambda)
    return true;
  for (unsigned I = 0; I < Given.size() && I < In->Decl->getNumParams(); ++I) {
    if (&stripped(*Given[I]) != &stripped(Object))
      continue;
    bool Fills = false;
    Filler Inner(*In->Decl->getParamDecl(I), C, *In);
    forEachUse(Inner.V, *In, {}, [&](const Use &U) {
      Fills |= !U.OfPart && (U.K == Use::Pass || Inner.adds(U));
    });
    return Fills;
  }
  return true;
}

bool Filler::adds(const Use &U) {
  if (C.TheKind == CostlyClass::Text)
    return addsText(U);
  if (U.K == Use::Assign)
    return copies(U);
  const auto *Call = dyn_cast_or_null<CallExpr>(U.By);
  if (U.K == Use::Pass && Call)
    return mayFill(*Call, *U.Object);
  if (U.K == Use::Call)
    return !takesAway(U);
  return U.K == Use::Pass || U.K == Use::Address;
}

void Filler::count(const Stmt &S) {
  if (F.isCold(S))
    return;
  if (isRepeated(S)) {
    Surely = true;
    return;
  }
  for (const Stmt *Up = &S, *P = F.parent(Up); P; Up = P, P = F.parent(P)) {
    const auto *If = dyn_cast<IfStmt>(P);
    if ((If && Up != If->getCond() && Up != If->getInit()) ||
        isa<SwitchStmt, ConditionalOperator>(P)) {
      ++Perhaps;
      return;
    }
    if (const auto *Block = dyn_cast<CompoundStmt>(P))
      for (const Stmt *Child : Block->body())
        if (const auto *Decls = dyn_cast<DeclStmt>(Child))
          if (llvm::is_contained(Decls->decls(), &V)) {
            Surely = true;
            return;
          }
  }
  ++Perhaps;
}

/// `std::ranges::sort(v)`: a template takes what it is given by reference.
static bool isLent(const CallExpr &Call, const Expr &Object) {
  const FunctionDecl *Callee = Call.getDirectCallee();
  const llvm::ArrayRef<const Expr *> Given = argumentsOf(Call);
  for (unsigned I = 0; Callee && I < Given.size(); ++I)
    if (&stripped(*Given[I]) == &stripped(Object) &&
        I < Callee->getNumParams()) {
      const QualType T = Callee->getParamDecl(I)->getType();
      return T->isLValueReferenceType() &&
             !T->getPointeeType().isConstQualified();
    }
  return false;
}

void Filler::visit(const Use &U, Filling &Found) {
  if (U.isChange())
    Found.IsChanged = true;
  Found.IsReplaced |= U.K == Use::Assign && !U.OfPart && !copies(U);
  // `v.begin()` of what is not const may be written through.
  const auto *Call = dyn_cast_or_null<CallExpr>(U.By);
  const CXXMethodDecl *Method = Call ? methodOf(*Call) : nullptr;
  if (Call && ((Method && !Method->isConst() && !Method->isStatic()) ||
               isLent(*Call, *U.Object)))
    Found.IsChanged = true;
  if (!U.OfPart && adds(U))
    count(*U.Object);
}

} // namespace

Filling fillingOf(const CXXConstructExpr &Build, const CostlyClass &C,
                  const VarDecl &V, Function &F) {
  Filling Found;
  Found.IsCopy = Build.getConstructor()->isCopyConstructor();
  Found.AtBirth = Found.IsCopy
                      ? C.TheKind != CostlyClass::Text
                      : isFilledAtBirth(Build, C, F.U.Lib, F.U.Context);
  Filler Uses(V, C, F);
  forEachUse(V, F, {}, [&](const Use &U) { Uses.visit(U, Found); });
  Found.Later = Uses.isFilled();
  if (C.TheKind != CostlyClass::Text)
    return Found;
  // `string(depth * 2, ' ')` is short as a rule, unless it is written to.
  Expr::EvalResult Value;
  if (Found.AtBirth && !Found.IsChanged &&
      !Build.getArg(0)->EvaluateAsInt(Value, F.U.Context))
    Found.AtBirth = false;
  // What other text replaces is no buffer.
  if (Found.IsReplaced)
    Found.AtBirth = Found.Later = false;
  return Found;
}

} // namespace fastidious
