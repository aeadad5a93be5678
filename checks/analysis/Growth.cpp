#include "analysis/Growth.h"
#include "analysis/Birth.h"
#include "analysis/Fate.h"
#include "analysis/IterationPaths.h"
#include "analysis/TripCount.h"
#include "analysis/Use.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace fastidious {

namespace {

/// Reading E does nothing but look at variables and sizes: no pointer, no
/// element that might not be there.
bool isHarmlessToRead(const Expr &E, Library &Lib) {
  const Expr &At = stripped(E);
  if (const auto *M = dyn_cast<MemberExpr>(&At))
    return (isa<CXXThisExpr>(stripped(*M->getBase())) || !M->isArrow()) &&
           isHarmlessToRead(*M->getBase(), Lib);
  if (const auto *Call = dyn_cast<CXXMemberCallExpr>(&At))
    return Call->getNumArgs() == 0 && Call->getMethodDecl() &&
           Call->getMethodDecl()->isConst() &&
           Lib.container(Call->getMethodDecl()->getParent()) &&
           isHarmlessToRead(*Call->getImplicitObjectArgument(), Lib);
  if (const auto *Op = dyn_cast<BinaryOperator>(&At))
    return !Op->isAssignmentOp() && Op->getOpcode() != BO_Div &&
           Op->getOpcode() != BO_Rem && isHarmlessToRead(*Op->getLHS(), Lib) &&
           isHarmlessToRead(*Op->getRHS(), Lib);
  return isa<DeclRefExpr, IntegerLiteral, CXXThisExpr>(At);
}

/// The levels of iteration around an append, innermost first.
struct Level {
  Function *In;
  const Loop *L;             ///< or
  const CallExpr *Algorithm; ///< an algorithm that visits each element
  const Stmt *statement() const {
    return L ? L->Statement : static_cast<const Stmt *>(Algorithm);
  }
};

class Grower {
public:
  Grower(Function &F, const Place &Target, llvm::ArrayRef<Append> Sites,
         const llvm::SmallPtrSetImpl<const Stmt *> &AllAppends)
      : F(F), Target(Target), Sites(Sites), AllAppends(AllAppends) {}

  std::optional<Growth> examine();

private:
  bool isOwn();
  bool findLevels();
  bool addLoops(const Stmt &S, Function &In);
  bool addAlgorithm(const CallExpr &Call, Function &In);
  std::optional<Count> countOf(const Level &L);
  std::optional<Count> inputsOf(const CallExpr &Algorithm, Function &In);
  bool multiply(Count &Total);
  bool isVisibleBefore();
  bool happensOnce(const Level &L, unsigned Index);
  bool isErrorExit(const CFGBlock &Exit, Function &In);
  bool startsUnsized();
  bool isRoom(const Use &U);
  bool constructorStartsUnsized();

  Function &F;
  const Place &Target;
  llvm::ArrayRef<Append> Sites;
  const llvm::SmallPtrSetImpl<const Stmt *> &AllAppends;
  llvm::SmallVector<Level, 3> Levels;
  Growth Result;
};

/// Born in this function: a local, a part of a local, or a member of the
/// object under construction.
bool Grower::isOwn() {
  if (!Target.fields())
    return false;
  if (!Target.Root)
    return !Target.Steps.empty() &&
           isa_and_nonnull<CXXConstructorDecl>(F.Root.Decl);
  const auto *V = dyn_cast<VarDecl>(Target.Root);
  return V && V->hasLocalStorage() && !isa<ParmVarDecl>(V) &&
         !V->getType()->isReferenceType() && !V->isCXXForRangeDecl() &&
         !isa<DecompositionDecl>(V);
}

bool Grower::addLoops(const Stmt &S, Function &In) {
  const auto *V = dyn_cast_or_null<VarDecl>(Target.Root);
  if (!In.blockOf(S))
    return false;
  for (const Loop *L : In.loopsAround(S)) {
    if (V && In.isDeclaredIn(*V, *L))
      break;
    Levels.push_back({&In, L, nullptr});
  }
  return true;
}

bool Grower::addAlgorithm(const CallExpr &Call, Function &In) {
  Levels.push_back({&In, nullptr, &Call});
  return addLoops(Call, In);
}

bool Grower::findLevels() {
  const Append &First = Sites.front();
  if (First.Algorithm && !addAlgorithm(*First.Algorithm, F))
    return false;
  if (!First.Algorithm && !addLoops(*First.At, F))
    return false;
  const auto *V = dyn_cast_or_null<VarDecl>(Target.Root);
  const bool Captured =
      F.Lambda && (!V || cast<Decl>(V->getDeclContext()) != F.Decl);
  if (!Captured)
    return !Levels.empty();
  const llvm::ArrayRef<CallSite> Callers = F.U.callersOf(*F.Decl);
  if (Callers.size() != 1 || Callers.front().K != CallSite::PerElement)
    return false;
  const auto *Call = dyn_cast<CallExpr>(Callers.front().At);
  return Call && F.U.Lib.has(Trait::VisitsAll, *Call) &&
         addAlgorithm(*Call, *Callers.front().In);
}

std::optional<Count> Grower::inputsOf(const CallExpr &Algorithm, Function &In) {
  const AppendingAlgorithm *Known = In.U.Lib.appendingAlgorithm(Algorithm);
  const llvm::ArrayRef<const Expr *> Arguments = argumentsOf(Algorithm);
  if (Known && Known->Count >= 0)
    return static_cast<unsigned>(Known->Count) < Arguments.size()
               ? countFrom(*Arguments[Known->Count], In)
               : std::nullopt;
  // A visitor of all elements takes its range first.
  const std::vector<unsigned> First = {0};
  std::optional<Count> Total;
  for (const unsigned Index : Known ? Known->Inputs : First) {
    if (Index + 1 >= Arguments.size())
      return std::nullopt;
    std::optional<Count> One = sizeOfRange(*Arguments[Index], In);
    if (!One)
      One = distance(*Arguments[Index], *Arguments[Index + 1], In);
    if (!One)
      return std::nullopt;
    Total = Total ? sum(*Total, *One) : *One;
  }
  return Total;
}

std::optional<Count> Grower::countOf(const Level &L) {
  if (!L.L)
    return inputsOf(*L.Algorithm, *L.In);
  std::optional<Count> Trips = tripCount(*L.L, *L.In);
  if (Trips || Levels.size() != 1)
    return Trips;
  Trips = fillsUpTo(*L.L, Target, *L.In);
  Result.IsFinalSize = Trips.has_value();
  return Trips;
}

/// `return {};` in a function that returns the container at its end.
bool Grower::isErrorExit(const CFGBlock &Exit, Function &In) {
  const auto *V = dyn_cast_or_null<VarDecl>(Target.Root);
  if (!V)
    return false;
  bool IsResult = false;
  forEachUse(*V, F.Root, {}, [&](const Use &U) {
    for (const Stmt *P = U.Object; P; P = F.parent(P))
      IsResult |= isa<ReturnStmt>(P);
  });
  const ReturnStmt *Return = nullptr;
  for (const CFGElement &E : Exit)
    if (const auto S = E.getAs<CFGStmt>())
      if (const auto *R = dyn_cast<ReturnStmt>(S->getStmt()))
        Return = R;
  if (!IsResult || !Return)
    return false;
  for (const Expr *Ref : F.refs(*V))
    for (const Stmt *P = Ref; P; P = F.parent(P))
      if (P == Return)
        return false;
  return true;
}

/// Each iteration appends the same number of elements, whatever its path.
bool Grower::happensOnce(const Level &L, unsigned Index) {
  if (!L.L && Index == 0)
    return true;
  llvm::DenseMap<const CFGBlock *, unsigned> Events;
  Function &In = L.L ? *L.In : *Levels[Index - 1].In;
  if (Index == 0) {
    for (const Append &A : Sites)
      if (const CFGBlock *B = In.blockOf(*A.At))
        ++Events[B];
  } else {
    const Level &Inner = Levels[Index - 1];
    const CFGBlock *B = Inner.L && Inner.In == L.In
                            ? Inner.L->Header
                            : In.blockOf(*Inner.statement());
    if (B)
      ++Events[B];
  }
  const auto Times = countPerIteration(
      In, L.L, [&](const CFGBlock &B) { return Events.lookup(&B); });
  if (!Times || Times->Least != Times->Most || Times->Least == 0)
    return false;
  Result.MayEndEarly |= Times->MayFail;
  for (const CFGBlock *Exit : Times->Exits) {
    if (!isErrorExit(*Exit, In))
      return false;
    Result.MayEndEarly = true;
  }
  if (Index == 0 && Times->Least > 1 && !Result.IsFinalSize)
    Result.Total = product(fastidious::countOf(Times->Least), Result.Total);
  return Times->Least == 1 || Index == 0;
}

bool Grower::multiply(Count &Total) {
  for (unsigned I = 0; I < Levels.size(); ++I) {
    const Level &L = Levels[I];
    const std::optional<Count> One = countOf(L);
    if (!One || !L.statement())
      return false;
    // Known before the outermost loop begins.
    for (const Level &Outer : llvm::ArrayRef(Levels).drop_front(I + 1))
      for (const Expr *E : One->Inputs)
        if (!Outer.L || !isStable(*E, *Outer.In, Outer.L))
          return false;
    Total = I == 0 ? *One : product(Total, *One);
    // The outer loop may run not even once.
    if (I + 1 < Levels.size())
      for (const Expr *E : One->Inputs)
        Total.IsPlain &= isHarmlessToRead(*E, F.U.Lib);
  }
  return true;
}

/// The text of the number means the same right before the loop as in it.
bool Grower::isVisibleBefore() {
  const SourceManager &SM = F.U.Context.getSourceManager();
  const SourceRange Inside = Result.Before->getSourceRange();
  const auto IsInside = [&](SourceLocation At) {
    return !SM.isBeforeInTranslationUnit(At, Inside.getBegin()) &&
           !SM.isBeforeInTranslationUnit(Inside.getEnd(), At);
  };
  llvm::SmallVector<const ValueDecl *, 4> Named;
  for (const Expr *E : Result.Total.Inputs)
    variablesIn(E, Named);
  for (const ValueDecl *V : Named) {
    if (IsInside(V->getLocation())) {
      Result.Total.Text.clear();
      Result.Total.IsPlain = false;
    }
    bool Changed = false;
    forEachUse(*V, *Result.Holder, {}, [&](const Use &U) {
      // `while (n--)` starts from what n is before the loop.
      Changed |= U.changes() && IsInside(U.Object->getBeginLoc()) &&
                 isa_and_nonnull<BinaryOperator>(U.By);
    });
    if (Changed)
      return false;
  }
  return true;
}

/// A use that leaves the size known and the capacity as it is.
bool Grower::isRoom(const Use &U) {
  const SourceManager &SM = F.U.Context.getSourceManager();
  const auto *Asked = dyn_cast_or_null<CallExpr>(U.By);
  if (Asked && Asked->getDirectCallee() &&
      spelledName(*Asked->getDirectCallee()) == "capacity")
    Result.IsObserved = true;
  if (SM.isBeforeInTranslationUnit(Result.Before->getEndLoc(),
                                   U.Object->getBeginLoc()))
    return true;
  const bool Inside = !SM.isBeforeInTranslationUnit(
      U.Object->getBeginLoc(), Result.Before->getBeginLoc());
  if (AllAppends.contains(U.By)) {
    if (!Inside && F.Root.loopsAround(*U.Object).empty())
      ++Result.Earlier;
    else if (!Inside)
      Result.HasGrown = true;
    return true;
  }
  if (!U.changes() || U.OfPart)
    return true;
  // Emptied before the loop: still as unsized as at birth.
  const auto *Call = dyn_cast_or_null<CallExpr>(U.By);
  const auto *Method = Call ? methodOf(*Call) : nullptr;
  return !Inside && Method &&
         llvm::is_contained(Result.Class->Clear, spelledName(*Method));
}

bool Grower::constructorStartsUnsized() {
  const auto *C = cast<CXXConstructorDecl>(F.Root.Decl);
  const auto *Field = static_cast<const FieldDecl *>(Target.Steps.front().What);
  for (const CXXCtorInitializer *Init : C->inits())
    if (Init->isDelegatingInitializer() ||
        (Init->getMember() && Init->getMember()->getCanonicalDecl() == Field &&
         !isFresh(Init->getInit(), F.U.Lib)))
      return false;
  // Another member function may have sized it.
  for (const CallExpr *Call : F.Root.Calls)
    if (const auto *M = dyn_cast<CXXMemberCallExpr>(Call))
      if (isa<CXXThisExpr>(stripped(*M->getImplicitObjectArgument())) &&
          M->getMethodDecl() && !M->getMethodDecl()->isConst())
        return false;
  return Target.Steps.size() == 1;
}

bool Grower::startsUnsized() {
  bool Room = true;
  const auto Judge = [&](const Use &U) { Room = Room && isRoom(U); };
  if (!Target.Root) {
    if (!constructorStartsUnsized())
      return false;
    forEachUse(*static_cast<const FieldDecl *>(Target.Steps.front().What),
               F.Root, {}, Judge);
    return Room;
  }
  const auto *V = cast<VarDecl>(Target.Root);
  if (!isFresh(V->getInit(), F.U.Lib))
    return false;
  if (Target.Steps.empty())
    Result.Earlier += elementsAtBirth(V->getInit());
  forEachUse(*V, F.Root, *Target.fields(), Judge);
  return Room;
}

std::optional<Growth> Grower::examine() {
  Result.Class = Sites.front().Class;
  if (!isOwn() || !findLevels() || !multiply(Result.Total))
    return std::nullopt;
  for (unsigned I = 0; I < Levels.size(); ++I)
    if (!happensOnce(Levels[I], I))
      return std::nullopt;
  Result.Target = Target;
  Result.Sites.assign(Sites.begin(), Sites.end());
  Result.Before = Levels.back().statement();
  Result.Holder = Levels.back().In;
  if (!startsUnsized() || !isVisibleBefore())
    return std::nullopt;
  return std::move(Result);
}

} // namespace

namespace {

/// B's number is known where A begins, and B follows A in the same block.
bool follows(const Growth &B, const Growth &A, Function &F) {
  const SourceManager &SM = F.U.Context.getSourceManager();
  if (!(A.Target == B.Target) || A.IsFinalSize || B.IsFinalSize ||
      A.Holder != B.Holder ||
      F.semanticParent(A.Before) != F.semanticParent(B.Before) ||
      !SM.isBeforeInTranslationUnit(A.Before->getEndLoc(),
                                    B.Before->getBeginLoc()))
    return false;
  return llvm::all_of(B.Total.Inputs, [&](const Expr *E) {
    Dependencies Outside;
    return isStable(*E, F, nullptr, &Outside) && isHarmlessToRead(*E, F.U.Lib);
  });
}

/// Loops in a row are sized for at once, before the first.
void joinRows(llvm::MutableArrayRef<Growth> All, Function &F) {
  for (size_t I = 0; I < All.size(); ++I) {
    if (All[I].IsContinued)
      continue;
    llvm::SmallVector<Growth *, 2> Row;
    for (size_t J = I + 1; J < All.size(); ++J)
      if (follows(All[J], All[I], F))
        Row.push_back(&All[J]);
    for (const Growth *G : Row)
      All[I].Total = sum(All[I].Total, G->Total);
    for (Growth *G : Row) {
      G->Total = All[I].Total;
      G->Earlier = All[I].Earlier;
      G->HasGrown = All[I].HasGrown;
      G->IsContinued = true;
    }
  }
}

} // namespace

llvm::SmallVector<Growth, 2> knownGrowth(Function &F) {
  struct Group {
    Place Target;
    const Loop *L;
    const CallExpr *Algorithm;
    llvm::SmallVector<Append, 2> Sites;
  };
  llvm::SmallVector<Group, 4> Groups;
  llvm::SmallPtrSet<const Stmt *, 8> All;
  for (const Append &A : appendsIn(F)) {
    const std::optional<Place> P = placeOf(*A.Target, F);
    if (!P)
      continue;
    All.insert(A.At);
    const auto Loops = F.loopsAround(*A.At);
    const Loop *L = Loops.empty() ? nullptr : Loops.front();
    const auto Same = llvm::find_if(Groups, [&](const Group &G) {
      return G.L == L && G.Algorithm == A.Algorithm && G.Target == *P;
    });
    if (Same != Groups.end())
      Same->Sites.push_back(A);
    else
      Groups.push_back({*P, L, A.Algorithm, {A}});
  }
  // A table that several loops fill meets the same keys again.
  const auto Merges = [&](const Group &G) {
    return G.Sites.front().Class->is(Container::Hash) &&
           llvm::count_if(Groups, [&](const Group &Other) {
             return Other.Target == G.Target;
           }) > 1;
  };
  llvm::SmallVector<Growth, 2> Found;
  for (const Group &G : Groups)
    if (!Merges(G))
      if (auto One = Grower(F, G.Target, G.Sites, All).examine())
        Found.push_back(std::move(*One));
  joinRows(Found, F);
  return Found;
}

} // namespace fastidious
