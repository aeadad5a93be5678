#include "analysis/Place.h"
#include "analysis/ThreadWalker.h"
#include "clang/AST/StmtCXX.h"
#include "clang/AST/StmtOpenMP.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace clang;

namespace fastidious {

void ThreadWalker::run() {
  findStarts();
  if (Reaching.empty())
    return;
  for (const auto &F : U.functions())
    if (Reaching.contains(F.get()) && !F->Lambda && F->Decl &&
        U.callersOf(*F->Decl).empty() && !Emplaced.contains(F.get()))
      walkTop(*F);
  for (const auto &F : U.functions())
    if (Reaching.contains(F.get()) && !Visited.contains(F.get()) && !F->Lambda)
      walkTop(*F);
  dropWhatIsDoneOnce();
  dropStickyFlags();
  // The loop that starts the threads is none in which its thread contends.
  llvm::erase_if(Story.Accesses, [&](MemoryAccess &A) {
    llvm::erase_if(A.Loops,
                   [&](const Loop *L) { return Starting.contains(L); });
    return A.Loops.empty();
  });
}

void ThreadWalker::findStarts() {
  for (const auto &F : U.functions()) {
    if (F->Lambda)
      LambdaBodies.try_emplace(F->Lambda, F.get());
    for (ThreadStart &S : threadStartsIn(*F)) {
      Starts.try_emplace(S.At, S);
      reach(*F);
    }
    if (F->HasRegions)
      reach(*F);
  }
  if (Reaching.empty())
    return;
  for (const auto &F : U.functions())
    for (const CallExpr *Call : F->Calls)
      if (const auto E = emplacementBy(*Call, U);
          E && Reaching.contains(E->Constructor)) {
        Emplaced.insert(E->Constructor);
        reach(*F);
      }
}

void ThreadWalker::reach(Function &F) {
  if (!Reaching.insert(&F).second)
    return;
  if (&F.Root != &F)
    reach(F.Root);
  if (F.Decl)
    for (const CallSite &Site : U.callersOf(*F.Decl))
      reach(*Site.In);
}

void ThreadWalker::walkTop(Function &F) {
  auto Made = std::make_unique<Frame>();
  Made->F = &F;
  const auto *Method = dyn_cast_or_null<CXXMethodDecl>(F.Decl);
  if (Method && !Method->isStatic()) {
    Made->This = MemoryPath{Method->getParent()->getCanonicalDecl(), nullptr, 0,
                            Method->getFunctionObjectParameterType()};
  }
  Frame &In = keep(std::move(Made));
  Visited.insert(&F);
  if (const auto *Constructor = dyn_cast_or_null<CXXConstructorDecl>(F.Decl))
    for (const CXXCtorInitializer *Init : Constructor->inits())
      visit(Init->getInit(), In);
  visit(F.Body, In);
  // Threads that other functions of the same object, or program, started.
  for (const Thread &T : Alive) {
    // The same start, seen from another function, is the same thread.
    for (unsigned Other : Lasting)
      if (Story.Roles[Other].Start != Story.Roles[T.Role].Start)
        Story.Overlapping.insert({Other, T.Role});
    Lasting.push_back(T.Role);
  }
  Alive.clear();
  Locks.clear();
}

void ThreadWalker::visit(const Stmt *S, Frame &In) {
  if (!S || Story.Accesses.size() > MaxAccesses || ++Steps > MaxSteps ||
      isa<UnaryExprOrTypeTraitExpr, CXXNoexceptExpr>(S))
    return;
  if (const auto *Scope = dyn_cast<CompoundStmt>(S))
    return visitScope(*Scope, In);
  if (isa<ForStmt, WhileStmt, DoStmt, CXXForRangeStmt>(S))
    return visitLoop(*S, In);
  if (const auto *If = dyn_cast<IfStmt>(S))
    return visitIf(*If, In);
  if (isa<CXXCatchStmt>(S))
    return; // cold
  if (const auto *D = dyn_cast<OMPExecutableDirective>(S))
    return visitDirective(*D, In);
  if (const auto *Decls = dyn_cast<DeclStmt>(S)) {
    for (const Decl *D : Decls->decls())
      if (const auto *V = dyn_cast<VarDecl>(D))
        visitDeclaration(*V, In);
    return;
  }
  if (const auto *E = dyn_cast<Expr>(S))
    return visitExpr(*E, In);
  visitChildren(S, In);
}

void ThreadWalker::visitChildren(const Stmt *S, Frame &In) {
  for (const Stmt *Child : S->children())
    visit(Child, In);
}

/// The scope ends by returning the variable D.
static bool isReturned(const Decl &D, const CompoundStmt &S) {
  const auto *Return =
      S.body_empty() ? nullptr : dyn_cast<ReturnStmt>(S.body_back());
  const Expr *Result = Return ? Return->getRetValue() : nullptr;
  if (!Result)
    return false;
  const Expr *At = &stripped(*Result);
  if (const auto *Build = dyn_cast<CXXConstructExpr>(At);
      Build && Build->getNumArgs() == 1)
    At = &stripped(*Build->getArg(0));
  const auto *Ref = dyn_cast<DeclRefExpr>(At);
  return Ref && Ref->getDecl() == &D;
}

/// The branch does not lead to what follows it.
static bool leaves(const Stmt &Branch) {
  const Stmt *Last = &Branch;
  if (const auto *Scope = dyn_cast<CompoundStmt>(Last);
      Scope && !Scope->body_empty())
    Last = Scope->body_back();
  return isa<ReturnStmt, BreakStmt, ContinueStmt, CXXThrowExpr>(Last);
}

/// `if (done) return;`, also in a scope: what follows is under the opposite
/// condition.
void ThreadWalker::assumeAfter(const Stmt &S, Frame &In) {
  if (const auto *Scope = dyn_cast<CompoundStmt>(&S))
    for (const Stmt *Child : Scope->body())
      assumeAfter(*Child, In);
  const auto *If = dyn_cast<IfStmt>(&S);
  if (If && If->getCond() && !If->getElse() && leaves(*If->getThen()))
    assume(*If->getCond(), /*Holds=*/false, In);
}

void ThreadWalker::visitStatements(const CompoundStmt &S, Frame &In) {
  const bool Before = IsSeldom;
  const llvm::SaveAndRestore Rest(IsSeldom);
  const llvm::SaveAndRestore Around(Conditions);
  const auto Words = wordLocksIn(S, In);
  for (const Stmt *Child : S.body()) {
    if (isa<LabelStmt>(Child)) // reached from elsewhere, too
      IsSeldom = Before;
    visit(Child, In);
    for (const WordLock &W : Words) {
      if (W.From == Child)
        Locks.push_back({W.Word, nullptr});
      if (W.To == Child)
        llvm::erase_if(Locks, [&](const Lock &L) { return L.Path == W.Word; });
    }
    assumeAfter(*Child, In);
    if (isa<ForStmt, WhileStmt, DoStmt, CXXForRangeStmt>(Child) &&
        searchesOwn(*Child, In))
      IsSeldom = true;
  }
}

void ThreadWalker::visitScope(const CompoundStmt &S, Frame &In) {
  visitStatements(S, In);
  for (const Stmt *Child : S.body()) {
    const auto *Decls = dyn_cast<DeclStmt>(Child);
    if (!Decls)
      continue;
    for (const Decl *D : Decls->decls()) {
      llvm::erase_if(Locks, [&](const Lock &L) { return L.Guard == D; });
      if (isReturned(*D, S)) {
        // The caller joins it, one does not know by which name.
        for (Thread &T : Alive)
          if (T.Handle && T.Handle->Root == D->getCanonicalDecl())
            T.Handle = MemoryPath{&U};
        continue;
      }
      // A thread or future that is joined when its handle ends.
      llvm::erase_if(Alive, [&](const Thread &T) {
        return T.Handle && T.Handle->Root == D->getCanonicalDecl();
      });
    }
  }
}

void ThreadWalker::visitLoop(const Stmt &S, Frame &In) {
  const size_t Before = Alive.size();
  const unsigned First = Phase;
  visitChildren(&S, In);
  if (Phase != First) // the next iteration begins where this one ended
    Story.Adjoining.insert({Phase, First});
  markMany(Before);
}

void ThreadWalker::markMany(size_t Before) {
  for (size_t I = Before; I < Alive.size(); ++I)
    if (!Alive[I].IsReplaced)
      Story.Roles[Alive[I].Role].Many = true;
}

void ThreadWalker::visitIf(const IfStmt &S, Frame &In) {
  visit(S.getInit(), In);
  visit(S.getConditionVariableDeclStmt(), In);
  visit(S.getCond(), In);
  const auto AliveBefore = Alive;
  const auto LocksBefore = Locks;
  visitBranch(S, /*Holds=*/true, In);
  // What it joined or unlocked is not so on the way that goes on.
  if (leaves(*S.getThen())) {
    Alive = AliveBefore;
    Locks = LocksBefore;
  }
  visitBranch(S, /*Holds=*/false, In);
}

void ThreadWalker::visitBranch(const IfStmt &S, bool Holds, Frame &In) {
  const llvm::SaveAndRestore Rest(IsSeldom);
  const llvm::SaveAndRestore Around(Conditions);
  if (S.getCond())
    assume(*S.getCond(), Holds, In);
  visit(Holds ? S.getThen() : S.getElse(), In);
}

void ThreadWalker::visitDeclaration(const VarDecl &V, Frame &In) {
  const Expr *Init = V.getInit();
  if (!Init)
    return;
  const llvm::SaveAndRestore Once(IsSeldom, IsSeldom || V.isStaticLocal());
  const CXXRecordDecl *Class = recordOf(V.getType());
  const size_t Before = Locks.size();
  const auto *Build = dyn_cast<CXXConstructExpr>(&stripped(*Init));
  const auto Start = Starts.find(Build);
  if (Start != Starts.end() && Start->second.Keeps) {
    visitStart(Start->second, In);
    visitConstruction(*Build, Eval.pathOf(V, In), In);
  } else if (!Build || Start != Starts.end())
    visit(Init, In);
  else if (!U.Lib.isLockGuard(*Build->getConstructor()->getParent()))
    visitConstruction(*Build, Eval.pathOf(V, In), In);
  else
    visitGuard(*Build, In);
  // What it locks is released when it ends.
  if (Class && V.getType()->isRecordType() &&
      (U.Lib.isLockGuard(*Class) || releasesAtEnd(*Class)))
    for (Lock &L : llvm::drop_begin(Locks, std::min(Before, Locks.size())))
      L.Guard = &V;
}

void ThreadWalker::visitDirective(const OMPExecutableDirective &D, Frame &In) {
  const ParallelRegion R = regionOf(D, U.Context);
  if (R.K == ParallelRegion::Barrier)
    return passBarrier();
  if (R.Body && R.K != ParallelRegion::Other)
    visitRegion(R, D, In);
  if (R.Waits)
    passBarrier();
}

void ThreadWalker::visitRegion(const ParallelRegion &R,
                               const OMPExecutableDirective &D, Frame &In) {
  if (R.K == ParallelRegion::Sections)
    return visitSections(R, In);
  if (R.K == ParallelRegion::Critical) {
    // All without a name are one; a named one is taken for the same.
    Locks.push_back({MemoryPath{&U, nullptr}, nullptr});
    visit(R.Body, In);
    return Locks.pop_back();
  }
  if (R.K == ParallelRegion::Same || R.K == ParallelRegion::Atomic ||
      (R.K == ParallelRegion::Share && !In.Region)) {
    const llvm::SaveAndRestore Atomic(InAtomic, R.K == ParallelRegion::Atomic);
    return visit(R.Body, In);
  }
  Frame &Body = enterRegion(R, In);
  if (R.K == ParallelRegion::Share) {
    Body.Caller = In.Caller;
    Body.Site = In.Site;
    return visit(R.Body, Body);
  }
  const unsigned Role = addRole(nullptr, D.getBeginLoc(),
                                /*Many=*/R.K == ParallelRegion::Team);
  runRole(Body, R.Body, {Role, std::nullopt},
          /*Joined=*/R.K != ParallelRegion::Task);
}

Frame &ThreadWalker::enterRegion(const ParallelRegion &R, Frame &In) {
  auto Made = std::make_unique<Frame>();
  Made->F = In.F;
  Made->Parent = &In;
  Made->Role = In.Role;
  Made->Region = R.Body;
  Made->Private = R.Private;
  Made->This = In.This;
  Made->Depth = In.Depth + 1;
  if (R.Counter) {
    Made->Private.push_back(R.Counter);
    Made->Bindings[R.Counter].Number =
        R.Chunk ? ThreadNumber{ThreadNumber::Spread, int64_t(*R.Chunk)}
                : ThreadNumber{};
  }
  return keep(std::move(Made));
}

void ThreadWalker::visitSections(const ParallelRegion &R, Frame &In) {
  const auto Before = Alive;
  for (const Stmt *Child : R.Body->children()) {
    const auto *Section = dyn_cast_or_null<OMPSectionDirective>(Child);
    if (!Section || !Section->hasAssociatedStmt())
      continue;
    ParallelRegion Part = R;
    Part.Body = Section->getRawStmt();
    Frame &Body = enterRegion(Part, In);
    runRole(Body, Part.Body,
            {addRole(nullptr, Section->getBeginLoc(), false), std::nullopt},
            /*Joined=*/false);
  }
  Alive = Before;
}

bool ThreadStory::overlap(const MemoryAccess &X, const MemoryAccess &Y) const {
  if (X.Role == Y.Role)
    return Roles[X.Role].Many &&
           (X.Phase == Y.Phase || Adjoining.contains({X.Phase, Y.Phase}) ||
            Adjoining.contains({Y.Phase, X.Phase}));
  return Overlapping.contains({X.Role, Y.Role}) ||
         Overlapping.contains({Y.Role, X.Role}) ||
         llvm::is_contained(X.Alive, Y.Role) ||
         llvm::is_contained(Y.Alive, X.Role);
}

bool ThreadStory::areAlike(unsigned Role, unsigned Other) const {
  return Role == Other ||
         (Roles[Role].Start && Roles[Role].Start == Roles[Other].Start);
}

ThreadStory followThreads(Unit &U) {
  ThreadStory Story;
  ThreadWalker(U, Story).run();
  return Story;
}

} // namespace fastidious
