#include "analysis/Counted.h"
#include "analysis/Repetition.h"
#include "analysis/ThreadStart.h"
#include "analysis/TripCount.h"
#include "analysis/Use.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace fastidious {

namespace {

constexpr unsigned MaxDepth = 6;

bool isEither(Counted A, Counted B, Counted Wanted) {
  return A == Wanted || B == Wanted;
}

/// Of a sum, a product, a choice or the greater of two.
Counted joined(Counted A, Counted B) {
  for (const Counted K : {Counted::Workers, Counted::Items, Counted::Unknown})
    if (isEither(A, B, K))
      return K;
  return Counted::Constant;
}

/// Of the lesser of two: a limit for any number.
Counted limited(Counted A, Counted B) {
  return A == Counted::Items && B == Counted::Items ? Counted::Items
                                                    : Counted::Workers;
}

} // namespace

bool isRange(QualType T) {
  const CXXRecordDecl *R = recordOf(T);
  return R && R->hasDefinition() &&
         llvm::any_of(R->methods(), [](const CXXMethodDecl *M) {
           return M->getDeclName().isIdentifier() &&
                  (M->getName() == "begin" || M->getName() == "empty");
         });
}

namespace {

class Judge {
public:
  Judge(Function &F, unsigned Depth) : F(F), Depth(Depth) {}

  Counted number(const Expr &E);
  Counted range(const Expr &E);

private:
  bool namesWorkers(const Expr &E);
  Counted binary(const BinaryOperator &Op);
  Counted call(const CallExpr &Call);
  Counted variable(const ValueDecl &D);
  Counted parameter(const ParmVarDecl &P);
  Counted field(const FieldDecl &D);
  bool isDivision(const Expr &Range);
  bool isMadeFor(const VarDecl &V);
  bool isFilledFor(const Use &U);
  bool isGivenWorkers(const Stmt *S);
  Counted deeper(const Expr &E, Function &In) {
    return Depth < MaxDepth ? Judge(In, Depth + 1).number(E) : Counted::Unknown;
  }

  Function &F;
  unsigned Depth;
};

/// `threads`, `options.num_workers`, `pool->coreCount()`.
bool Judge::namesWorkers(const Expr &E) {
  const auto *Ref = dyn_cast<DeclRefExpr>(&E);
  const auto *Member = dyn_cast<MemberExpr>(&E);
  const auto *Call = dyn_cast<CallExpr>(&E);
  const NamedDecl *D = Ref      ? Ref->getDecl()
                       : Member ? Member->getMemberDecl()
                       : Call && Call->getNumArgs() == 0
                           ? Call->getDirectCallee()
                           : nullptr;
  return D && D->getDeclName().isIdentifier() &&
         F.U.Lib.facts().namesWorkers(D->getName());
}

Counted Judge::number(const Expr &E) {
  const Expr *At = &stripped(E);
  while (const auto *Cast = dyn_cast<ExplicitCastExpr>(At))
    At = &stripped(*Cast->getSubExpr());
  if (const auto *List = dyn_cast<InitListExpr>(At);
      List && List->getNumInits() == 1)
    At = &stripped(*List->getInit(0));
  Expr::EvalResult Value;
  if (!At->isValueDependent() && At->getType()->isIntegralOrEnumerationType() &&
      At->EvaluateAsInt(Value, F.U.Context))
    return Counted::Constant;
  if (namesWorkers(*At))
    return Counted::Workers;
  if (const auto *Op = dyn_cast<BinaryOperator>(At))
    return binary(*Op);
  if (const auto *C = dyn_cast<AbstractConditionalOperator>(At))
    return joined(number(*C->getTrueExpr()), number(*C->getFalseExpr()));
  if (const auto *C = dyn_cast<CallExpr>(At))
    return call(*C);
  if (const auto *Ref = dyn_cast<DeclRefExpr>(At))
    return variable(*Ref->getDecl());
  if (const auto *M = dyn_cast<MemberExpr>(At))
    return variable(*M->getMemberDecl());
  return Counted::Unknown;
}

Counted Judge::binary(const BinaryOperator &Op) {
  if (Op.getOpcode() == BO_Assign || Op.isCommaOp())
    return number(*Op.getRHS());
  // `jobs.size() / perTask`: chunks.
  if (!Op.isAdditiveOp() && Op.getOpcode() != BO_Mul)
    return number(*Op.getLHS()) == Counted::Workers ? Counted::Workers
                                                    : Counted::Unknown;
  return joined(number(*Op.getLHS()), number(*Op.getRHS()));
}

/// The one argument, or those in its list: `min({a, b})`.
llvm::ArrayRef<const Expr *> operands(const CallExpr &Call) {
  if (Call.getNumArgs() != 1)
    return argumentsOf(Call);
  const Expr *At = &stripped(*Call.getArg(0));
  if (const auto *L = dyn_cast<CXXStdInitializerListExpr>(At))
    At = &stripped(*L->getSubExpr());
  const auto *List = dyn_cast<InitListExpr>(At);
  return List ? llvm::ArrayRef<const Expr *>(List->getInits(),
                                             List->getNumInits())
              : argumentsOf(Call);
}

Counted Judge::call(const CallExpr &Call) {
  const FunctionDecl *Callee = Call.getDirectCallee();
  if (F.U.Lib.has(Trait::CountsCores, Callee) ||
      F.U.Lib.has(Trait::Clamps, Callee))
    return Counted::Workers;
  if (F.U.Lib.has(Trait::TakesLeast, Callee) ||
      F.U.Lib.has(Trait::TakesGreatest, Callee)) {
    std::optional<Counted> All;
    for (const Expr *E : operands(Call)) {
      const Counted K = number(*E);
      All = !All                                     ? K
            : F.U.Lib.has(Trait::TakesLeast, Callee) ? limited(*All, K)
                                                     : joined(*All, K);
    }
    return All.value_or(Counted::Unknown);
  }
  if (const auto *Member = dyn_cast<CXXMemberCallExpr>(&Call);
      Member && Call.getNumArgs() == 0) {
    const Expr &Object = *Member->getImplicitObjectArgument();
    return isRange(Object.getType()) ? range(Object) : Counted::Unknown;
  }
  // `std::size(v)`, `std::distance(v.begin(), v.end())`.
  if (Call.getNumArgs() == 0)
    return Counted::Unknown;
  const Expr &First = *Call.getArg(0);
  return isRange(First.getType()) || asIteratorCall(First) ? range(First)
                                                           : Counted::Unknown;
}

Counted Judge::variable(const ValueDecl &D) {
  if (const auto *P = dyn_cast<ParmVarDecl>(&D))
    return parameter(*P);
  if (const auto *Field = dyn_cast<FieldDecl>(&D))
    return field(*Field);
  const auto *V = dyn_cast<VarDecl>(&D);
  if (!V || V->isCXXForRangeDecl())
    return Counted::Unknown;
  std::optional<Counted> All;
  if (V->hasInit() && !V->getInit()->isValueDependent())
    All = deeper(*V->getInit(), F);
  // `unsigned n = hardware_concurrency(); if (n == 0) n = 4;`
  forEachUse(*V, F, {}, [&](const Use &U) {
    const auto *Op = dyn_cast_or_null<BinaryOperator>(U.By);
    if (U.K == Use::Assign && Op && All != Counted::Workers)
      All = All ? joined(*All, deeper(*Op->getRHS(), F))
                : deeper(*Op->getRHS(), F);
  });
  // A number that is counted up is none of the constants it begins with.
  return !All || *All == Counted::Constant ? Counted::Unknown : *All;
}

/// What the callers in this file give.
Counted Judge::parameter(const ParmVarDecl &P) {
  std::optional<Counted> All;
  const auto *Owner = dyn_cast<FunctionDecl>(P.getDeclContext());
  if (!Owner)
    return Counted::Unknown;
  for (const CallSite &Site : F.U.callersOf(*Owner).take_front(8)) {
    const Expr *Argument =
        Site.K == CallSite::Plain ? argumentFor(P, *Site.At) : nullptr;
    const Counted K = Argument ? deeper(*Argument, *Site.In) : Counted::Unknown;
    All = All ? joined(*All, K) : K;
  }
  return All.value_or(Counted::Unknown);
}

/// What the constructors in this file give.
Counted Judge::field(const FieldDecl &D) {
  std::optional<Counted> All;
  const auto Add = [&](const Expr &E, Function &In) {
    All = All ? joined(*All, deeper(E, In)) : deeper(E, In);
  };
  if (D.hasInClassInitializer() && D.getInClassInitializer())
    Add(*D.getInClassInitializer(), F);
  for (const auto &G : F.U.functions())
    if (const auto *C = dyn_cast_or_null<CXXConstructorDecl>(G->Decl))
      for (const CXXCtorInitializer *Init : C->inits())
        if (Init->getMember() == &D && Init->isWritten())
          Add(*Init->getInit(), *G);
  return !All || *All == Counted::Constant ? Counted::Unknown : *All;
}

/// The size that a local container of threads is made with.
const Expr *sizeAtBirth(const Expr &Range) {
  const auto *Ref = dyn_cast<DeclRefExpr>(&Range);
  const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  const auto *Build = V && V->hasInit()
                          ? dyn_cast<CXXConstructExpr>(&stripped(*V->getInit()))
                          : nullptr;
  return Build && Build->getNumArgs() > 0 &&
                 Build->getArg(0)->getType()->isIntegerType()
             ? Build->getArg(0)
             : nullptr;
}

/// A number of workers is among the arguments: `split(items, cores)`.
bool Judge::isGivenWorkers(const Stmt *S) {
  llvm::ArrayRef<const Expr *> Given;
  if (const auto *Call = dyn_cast_or_null<CallExpr>(S))
    Given = argumentsOf(*Call);
  else if (const auto *Build = dyn_cast_or_null<CXXConstructExpr>(S))
    Given = {Build->getArgs(), Build->getNumArgs()};
  return llvm::any_of(Given, [&](const Expr *A) {
    return A->getType()->isIntegerType() && deeper(*A, F) == Counted::Workers;
  });
}

/// `parts.resize(threads)`, or `push_back` in a loop over the threads.
bool Judge::isFilledFor(const Use &U) {
  if (U.K != Use::Call || U.OfPart)
    return false;
  return isGivenWorkers(U.By) ||
         (Depth < MaxDepth &&
          llvm::any_of(
              F.loopsAround(*U.Object),
              [&](const Loop *L) {
                const auto B = L->Statement ? boundOf(*L, F) : std::nullopt;
                return B && B->Counter->getType()->isIntegerType() &&
                       deeper(*B->Limit, F) == Counted::Workers;
              }));
}

bool Judge::isMadeFor(const VarDecl &V) {
  if (V.hasInit() && isGivenWorkers(&stripped(*V.getInit())))
    return true;
  bool IsFilled = false;
  forEachUse(V, F, {}, [&](const Use &U) { IsFilled |= isFilledFor(U); });
  return IsFilled;
}

/// As many elements as there are workers: shares of the work. Either it is
/// made so, or the code calls its size so: `num_threads = parts.size()`.
bool Judge::isDivision(const Expr &Range) {
  const auto *Ref = dyn_cast<DeclRefExpr>(&Range);
  const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  if (V && V->isLocalVarDecl() && isMadeFor(*V))
    return true;
  const auto P = placeOf(Range, F);
  return P && llvm::any_of(F.Calls, [&](const CallExpr *Call) {
           const auto *Size = dyn_cast<CXXMemberCallExpr>(Call);
           const auto *Decls =
               Size && Size->getNumArgs() == 0
                   ? dyn_cast_or_null<DeclStmt>(F.semanticParent(Size))
                   : nullptr;
           const auto *Number = Decls && Decls->isSingleDecl()
                                    ? dyn_cast<VarDecl>(Decls->getSingleDecl())
                                    : nullptr;
           return Number && Number->getDeclName().isIdentifier() &&
                  Number->getType()->isIntegerType() &&
                  F.U.Lib.facts().namesWorkers(Number->getName()) &&
                  placeOf(*Size->getImplicitObjectArgument(), F) == P;
         });
}

Counted Judge::range(const Expr &E) {
  const Expr *At = &stripped(E);
  if (const auto It = asIteratorCall(*At);
      It && isRange(It->Container->getType()))
    At = &stripped(*It->Container);
  if (const auto Size = sizeOfRange(*At, F); Size && Size->Constant)
    return Counted::Constant;
  if (holdsThreads(At->getType(), F.U.Lib)) {
    const Expr *Size = sizeAtBirth(*At);
    return Size && deeper(*Size, F) == Counted::Items ? Counted::Items
                                                      : Counted::Workers;
  }
  if (namesWorkers(*At) || isDivision(*At))
    return Counted::Workers;
  // `views::iota(0, n)`: what is looked at is a number.
  if (const auto *Call = dyn_cast<CallExpr>(At)) {
    const llvm::ArrayRef<const Expr *> Given = argumentsOf(*Call);
    if (Given.size() == 2 && Given[1]->getType()->isIntegerType() &&
        Given[0]->getType()->isIntegerType())
      return number(*Given[1]);
  }
  return Counted::Items;
}

/// The loop goes on as long as there are not enough threads, or it ends
/// itself when there are.
bool isLimited(const Expr *Condition, Function &F) {
  const auto *Op =
      Condition ? dyn_cast<BinaryOperator>(&stripped(*Condition)) : nullptr;
  if (!Op)
    return false;
  if (Op->isLogicalOp())
    return isLimited(Op->getLHS(), F) || isLimited(Op->getRHS(), F);
  return Op->isComparisonOp() &&
         (Judge(F, 0).number(*Op->getLHS()) == Counted::Workers ||
          Judge(F, 0).number(*Op->getRHS()) == Counted::Workers);
}

/// `if (threads.size() >= most) break;`
bool endsAtLimit(const Stmt *S, Function &F) {
  if (!S || isa<Expr>(S))
    return false;
  if (const auto *If = dyn_cast<IfStmt>(S)) {
    const Stmt *Then = If->getThen();
    if (const auto *Block = dyn_cast<CompoundStmt>(Then);
        Block && Block->size() == 1)
      Then = Block->body_front();
    if (isa<BreakStmt, ReturnStmt>(Then) && isLimited(If->getCond(), F))
      return true;
  }
  return llvm::any_of(S->children(),
                      [&](const Stmt *Child) { return endsAtLimit(Child, F); });
}

} // namespace

Counted whatCounts(const Expr &Number, Function &F) {
  return Judge(F, 0).number(Number);
}

Counted whatIsIn(const Expr &Range, Function &F) {
  return Judge(F, 0).range(Range);
}

Counted whatCounts(const Loop &L, Function &F) {
  if (const auto *R = dyn_cast_or_null<CXXForRangeStmt>(L.Statement))
    return whatIsIn(*R->getRangeInit(), F);
  if (isLimited(conditionOf(L.Statement), F) || endsAtLimit(L.Statement, F))
    return Counted::Workers;
  const std::optional<LoopBound> B = L.Statement ? boundOf(L, F) : std::nullopt;
  if (!B)
    return Counted::Items;
  if (B->Strides)
    return Counted::Unknown;
  return B->Counter->getType()->isIntegerType() ? whatCounts(*B->Limit, F)
                                                : whatIsIn(*B->Limit, F);
}

} // namespace fastidious
