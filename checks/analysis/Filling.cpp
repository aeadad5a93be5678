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

bool isLoopOrLambda(const Stmt &S) {
  return isa<ForStmt, WhileStmt, DoStmt, CXXForRangeStmt, LambdaExpr>(S);
}

bool isBranch(const Stmt &S, const Stmt &Part) {
  const auto *If = dyn_cast<IfStmt>(&S);
  return (If && &Part != If->getCond() && &Part != If->getInit()) ||
         isa<SwitchStmt, ConditionalOperator>(S);
}

bool declares(const Stmt &S, const VarDecl &V) {
  const auto *Block = dyn_cast<CompoundStmt>(&S);
  return Block && llvm::any_of(Block->body(), [&](const Stmt *Child) {
           const auto *Decls = dyn_cast<DeclStmt>(Child);
           return Decls && llvm::is_contained(Decls->decls(), &V);
         });
}

/// Walks from uses of a variable up to the block that declares it.
class Filler {
public:
  Filler(const VarDecl &V, const CostlyClass &C, Function &F)
      : V(V), C(C), F(F) {}

  void visit(const Use &U, Filling &Found);
  bool isFilled() const { return Sure > 0 || Perhaps > 1; }

private:
  bool adds(const Use &U);
  bool addsText(const Use &U);
  bool mayFill(const CallExpr &Call, const Expr &Object);
  bool takesAway(const Use &U);
  bool beginsAnew(const Use &U);
  bool isSizedByItself(const Expr &Size);
  void count(const Stmt &S);
  bool isRepeated(const Stmt &S);

  const VarDecl &V;
  const CostlyClass &C;
  Function &F;
  unsigned Sure = 0, Perhaps = 0;
};

/// Below the block of V there is a loop, or a lambda, around S.
bool Filler::isRepeated(const Stmt &S) {
  for (const Stmt *Up = F.parent(&S); Up && !declares(*Up, V);
       Up = F.parent(Up))
    if (isLoopOrLambda(*Up))
      return true;
  return false;
}

/// `v = row` copies into the storage; `v = f()` replaces it.
static bool copies(const Use &Assignment) {
  const auto *Call = dyn_cast_or_null<CXXOperatorCallExpr>(Assignment.By);
  return Call && Call->getNumArgs() == 2 &&
         stripped(*Call->getArg(1)).isLValue();
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

/// `v.clear()`, `v = row`, `getline(in, s)`: with the storage that it has.
bool Filler::beginsAnew(const Use &U) {
  const auto *Call = dyn_cast_or_null<CallExpr>(U.By);
  const CXXMethodDecl *Method = Call ? methodOf(*Call) : nullptr;
  const Container *Known = F.U.Lib.container(V.getType());
  if (U.OfPart || !Call || !Known)
    return false;
  if (U.K == Use::Pass)
    return F.U.Lib.has(Trait::FillsText, Call->getDirectCallee());
  return U.K == Use::Assign
             ? copies(U)
             : Method && llvm::is_contained(Known->Clear, spelledName(*Method));
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
    return F.U.Lib.has(Trait::FillsText, Call->getDirectCallee());
  if (U.K != Use::Call || takesAway(U))
    return false;
  const Expr *First = isa<CXXMemberCallExpr>(Call) && Call->getNumArgs() > 0
                          ? Call->getArg(0)
                          : nullptr;
  if (First && First->getType()->isIntegerType() && isSizedByItself(*First))
    return false;
  return isRepeated(*Call) ||
         (First && isNumberAbove(*First, ShortText, F.U.Context));
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

/// In a branch it may be filled or not; in a loop that has branches it is, by
/// some of the elements.
void Filler::count(const Stmt &S) {
  if (F.isCold(S))
    return;
  bool InBranch = false, InLoop = false;
  for (const Stmt *Up = &S, *P = F.parent(Up); P; Up = P, P = F.parent(P)) {
    if (isLoopOrLambda(*P)) {
      InLoop = true;
      InBranch = false;
    } else if (isBranch(*P, *Up)) {
      InBranch = true;
    } else if (declares(*P, V)) {
      (InBranch ? ++Perhaps : ++Sure);
      return;
    }
  }
  (InLoop && !InBranch ? ++Sure : ++Perhaps);
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
  // The inner loop keeps it.
  Found.IsBuffer |= beginsAnew(U) && isRepeated(*U.Object);
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
  if (Found.IsBuffer)
    Found.AtBirth = Found.Later = false;
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
