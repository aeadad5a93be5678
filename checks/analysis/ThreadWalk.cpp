#include "analysis/ThreadWalk.h"
#include "analysis/OpenMP.h"
#include "analysis/Place.h"
#include "analysis/RegisterPromotion.h"
#include "analysis/ThreadStart.h"
#include "analysis/TripCount.h"
#include "analysis/Use.h"
#include "clang/AST/StmtCXX.h"
#include "clang/AST/StmtOpenMP.h"
#include "llvm/Support/SaveAndRestore.h"
#include <deque>

using namespace clang;

namespace fastidious {

namespace {

constexpr unsigned MaxDepth = 8;
constexpr unsigned MaxFrames = 4000;
constexpr unsigned MaxAccesses = 20000;
constexpr unsigned FewTrips = 8;

using Arguments = llvm::ArrayRef<const Expr *>;

class Walker {
public:
  Walker(Unit &U, ThreadStory &Story) : U(U), Story(Story), Eval(U) {
    Story.Roles.push_back({});
  }

  void run();

private:
  struct Thread {
    unsigned Role;
    /// Where its handle is kept; nothing for detached ones.
    std::optional<MemoryPath> Handle;
  };
  struct Lock {
    MemoryPath Path;
    /// The variable at whose end it is released.
    const VarDecl *Guard;
    bool Held = true;
  };

  // Which functions matter.
  void findStarts();
  void reach(Function &F);
  void walkTop(Function &F);

  // Statements.
  void visit(const Stmt *S, Frame &In);
  void visitChildren(const Stmt *S, Frame &In);
  void visitScope(const CompoundStmt &S, Frame &In);
  void visitLoop(const Stmt &S, Frame &In);
  void visitIf(const IfStmt &S, Frame &In);
  void visitDeclaration(const VarDecl &V, Frame &In);
  void visitGuard(const CXXConstructExpr &Build, Frame &In);
  bool releasesAtEnd(const CXXRecordDecl &R);
  void visitDirective(const OMPExecutableDirective &D, Frame &In);
  void visitSections(const ParallelRegion &R, Frame &In);
  Frame &enterRegion(const ParallelRegion &R, Frame &In);

  // Expressions.
  void visitExpr(const Expr &E, Frame &In);
  /// E denotes an object that is not accessed by this alone.
  void visitLvalue(const Expr &E, Frame &In);
  void visitCall(const CallExpr &Call, Frame &In);
  std::optional<MemoryPath> objectPath(const CallExpr &Call, Frame &In);
  void visitOperands(const CallExpr &Call, Frame &In);
  void visitUnknownCall(const CallExpr &Call, Frame &In);
  void visitConstruction(const CXXConstructExpr &Build,
                         const std::optional<MemoryPath> &Object, Frame &In);
  void descend(Function &Callee, const Expr &Site, std::unique_ptr<Frame> Made,
               Frame &In);
  void visitLocking(const CallExpr &Call, Frame &In);

  // Threads.
  void visitStart(const ThreadStart &S, Frame &In);
  void startOne(const ThreadStart &S, const Expr *Callable, Frame &In);
  std::unique_ptr<Frame> enterRole(const Expr &Callable, Arguments Given,
                                   Frame &In, unsigned Role);
  void bindArguments(Frame &Body, Arguments Given, Frame &In);
  std::optional<MemoryPath> objectOfRole(const Expr &Object, Frame &In,
                                         unsigned Role);
  void runRole(Frame &Body, const Stmt *Code, unsigned Role,
               std::optional<MemoryPath> Handle, bool Joined);
  unsigned addRole(const Expr *Start, SourceLocation Where, bool Many);
  Function *bodyOf(const Value &Callable);
  /// \returns false for a thread that ends in the same expression.
  bool findHandle(const ThreadStart &S, Frame &In,
                  std::optional<MemoryPath> &Handle);
  std::optional<MemoryPath> handleOf(const CallExpr &Call, Frame &In);
  void detach(const CallExpr &Call, Frame &In);
  void endThreads(const std::optional<MemoryPath> &Handle);
  void moveHandle(const CallExpr &Call, Frame &In);
  void markStarting(const Expr &At, Frame &In);

  // Accesses.
  void record(const Expr &E, bool IsWrite, Frame &In);
  void recordPath(const MemoryPath &P, const Expr &At, bool IsWrite, Frame &In,
                  bool IsLock = false);
  llvm::SmallVector<const Loop *, 4> loopsAround(const Expr &At, Frame &In,
                                                 bool All = false);
  bool isShared(const MemoryPath &P, const Frame &In) const;
  bool isRetry(const Expr &At, Function &F);

  Frame &keep(std::unique_ptr<Frame> F) {
    Frames.push_back(std::move(F));
    return *Frames.back();
  }

  Unit &U;
  ThreadStory &Story;
  Evaluator Eval;
  std::vector<std::unique_ptr<Frame>> Frames;
  std::deque<Loop> Repetitions; ///< that are no statements
  llvm::DenseMap<const Expr *, ThreadStart> Starts;
  llvm::DenseMap<const LambdaExpr *, Function *> LambdaBodies;
  llvm::DenseSet<const Function *> Reaching, Visited;
  std::vector<Thread> Alive;
  /// Roles that run meanwhile, though this thread did not start them.
  std::vector<unsigned> Around;
  std::vector<Lock> Locks;
  std::vector<unsigned> Lasting;
  llvm::DenseSet<const Loop *> Starting;
  bool InAtomic = false;
};

void Walker::run() {
  findStarts();
  if (Reaching.empty())
    return;
  for (const auto &F : U.functions())
    if (Reaching.contains(F.get()) && !F->Lambda && F->Decl &&
        U.callersOf(*F->Decl).empty())
      walkTop(*F);
  for (const auto &F : U.functions())
    if (Reaching.contains(F.get()) && !Visited.contains(F.get()) && !F->Lambda)
      walkTop(*F);
  // The loop that starts the threads is none in which its thread contends.
  llvm::erase_if(Story.Accesses, [&](MemoryAccess &A) {
    llvm::erase_if(A.Loops,
                   [&](const Loop *L) { return Starting.contains(L); });
    return A.Loops.empty();
  });
}

void Walker::findStarts() {
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
}

void Walker::reach(Function &F) {
  if (!Reaching.insert(&F).second)
    return;
  if (&F.Root != &F)
    reach(F.Root);
  if (F.Decl)
    for (const CallSite &Site : U.callersOf(*F.Decl))
      reach(*Site.In);
}

void Walker::walkTop(Function &F) {
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
    for (unsigned Other : Lasting)
      Story.Overlapping.insert({Other, T.Role});
    Lasting.push_back(T.Role);
  }
  Alive.clear();
  Locks.clear();
}

//===-- Statements --------------------------------------------------------===//

void Walker::visit(const Stmt *S, Frame &In) {
  if (!S || Story.Accesses.size() > MaxAccesses ||
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

void Walker::visitChildren(const Stmt *S, Frame &In) {
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

void Walker::visitScope(const CompoundStmt &S, Frame &In) {
  for (const Stmt *Child : S.body())
    visit(Child, In);
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

void Walker::visitLoop(const Stmt &S, Frame &In) {
  const size_t Before = Alive.size();
  visitChildren(&S, In);
  for (size_t I = Before; I < Alive.size(); ++I)
    Story.Roles[Alive[I].Role].Many = true;
}

void Walker::visitIf(const IfStmt &S, Frame &In) {
  visit(S.getInit(), In);
  visit(S.getConditionVariableDeclStmt(), In);
  visit(S.getCond(), In);
  const auto AliveBefore = Alive;
  const auto LocksBefore = Locks;
  visit(S.getThen(), In);
  const Stmt *Last = S.getThen();
  if (const auto *Scope = dyn_cast<CompoundStmt>(Last);
      Scope && !Scope->body_empty())
    Last = Scope->body_back();
  // What it joined or unlocked is not so on the way that goes on.
  if (isa<ReturnStmt, BreakStmt, ContinueStmt, CXXThrowExpr>(Last)) {
    Alive = AliveBefore;
    Locks = LocksBefore;
  }
  visit(S.getElse(), In);
}

void Walker::visitDeclaration(const VarDecl &V, Frame &In) {
  const Expr *Init = V.getInit();
  if (!Init)
    return;
  const CXXRecordDecl *Class = recordOf(V.getType());
  const size_t Before = Locks.size();
  const auto *Build = dyn_cast<CXXConstructExpr>(&stripped(*Init));
  if (!Build || Starts.count(Build))
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

/// A guard of this file.
bool Walker::releasesAtEnd(const CXXRecordDecl &R) {
  if (R.hasDefinition() && llvm::any_of(R.fields(), [&](const FieldDecl *F) {
        const CXXRecordDecl *Part = recordOf(F->getType());
        return F->getType()->isRecordType() && Part && U.Lib.isLockGuard(*Part);
      }))
    return true;
  const CXXDestructorDecl *D = R.hasDefinition() ? R.getDestructor() : nullptr;
  Function *Body = D ? U.find(*D) : nullptr;
  return Body && llvm::any_of(Body->Calls, [&](const CallExpr *Call) {
           const FunctionDecl *Callee = Call->getDirectCallee();
           return Callee && U.Lib.locking(*Callee) == Locking::Releases;
         });
}

void Walker::visitGuard(const CXXConstructExpr &Build, Frame &In) {
  for (const Expr *A : Build.arguments()) {
    A->isGLValue() ? visitLvalue(*A, In) : visit(A, In);
    const auto Locked =
        A->isGLValue() ? Eval.pathOf(*A, In) : Eval.valueOf(*A, In).Points;
    if (!Locked)
      continue;
    recordPath(*Locked, *A, /*IsWrite=*/true, In, /*IsLock=*/true);
    Locks.push_back({*Locked, nullptr});
  }
}

void Walker::visitDirective(const OMPExecutableDirective &D, Frame &In) {
  const ParallelRegion R = regionOf(D, U.Context);
  if (!R.Body || R.K == ParallelRegion::Other)
    return;
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
  runRole(Body, R.Body, Role, std::nullopt,
          /*Joined=*/R.K != ParallelRegion::Task);
}

Frame &Walker::enterRegion(const ParallelRegion &R, Frame &In) {
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

void Walker::visitSections(const ParallelRegion &R, Frame &In) {
  const auto Before = Alive;
  for (const Stmt *Child : R.Body->children()) {
    const auto *Section = dyn_cast_or_null<OMPSectionDirective>(Child);
    if (!Section || !Section->hasAssociatedStmt())
      continue;
    ParallelRegion Part = R;
    Part.Body = Section->getRawStmt();
    Frame &Body = enterRegion(Part, In);
    runRole(Body, Part.Body, addRole(nullptr, Section->getBeginLoc(), false),
            std::nullopt, /*Joined=*/false);
  }
  Alive = Before;
}

//===-- Expressions -------------------------------------------------------===//

static bool isAtomicLoad(const AtomicExpr &E) {
  return E.getOp() == AtomicExpr::AO__atomic_load ||
         E.getOp() == AtomicExpr::AO__atomic_load_n ||
         E.getOp() == AtomicExpr::AO__c11_atomic_load;
}

void Walker::visitExpr(const Expr &E, Frame &In) {
  if (const auto *C = dyn_cast<CastExpr>(&E)) {
    const Expr &From = *C->getSubExpr();
    if (!From.isGLValue())
      return visit(&From, In);
    if (C->getCastKind() == CK_LValueToRValue)
      record(From, /*IsWrite=*/false, In);
    return visitLvalue(From, In);
  }
  if (const auto *Op = dyn_cast<BinaryOperator>(&E);
      Op && Op->isAssignmentOp()) {
    visit(Op->getRHS(), In);
    record(*Op->getLHS(), /*IsWrite=*/true, In);
    return visitLvalue(*Op->getLHS(), In);
  }
  if (const auto *Op = dyn_cast<UnaryOperator>(&E)) {
    if (Op->isIncrementDecrementOp())
      record(*Op->getSubExpr(), /*IsWrite=*/true, In);
    if (Op->isIncrementDecrementOp() || Op->getOpcode() == UO_AddrOf)
      return visitLvalue(*Op->getSubExpr(), In);
  }
  if (const auto *L = dyn_cast<LambdaExpr>(&E)) {
    for (const Expr *Init : L->capture_inits())
      if (Init)
        visit(Init, In);
    return;
  }
  if (const auto *Atomic = dyn_cast<AtomicExpr>(&E)) {
    if (const auto P = Eval.valueOf(*Atomic->getPtr(), In).Points)
      recordPath(*P, E, !isAtomicLoad(*Atomic), In);
    return visitChildren(&E, In);
  }
  if (const auto *Call = dyn_cast<CallExpr>(&E))
    return visitCall(*Call, In);
  if (const auto *Build = dyn_cast<CXXConstructExpr>(&E)) {
    if (const auto It = Starts.find(Build); It != Starts.end())
      return visitStart(It->second, In);
    return visitConstruction(
        *Build, MemoryPath{Build, nullptr, In.Role, Build->getType()}, In);
  }
  if (E.isGLValue())
    return visitLvalue(E, In);
  visitChildren(&E, In);
}

void Walker::visitLvalue(const Expr &E, Frame &In) {
  if (const auto *M = dyn_cast<MemberExpr>(&E))
    return M->isArrow() ? visit(M->getBase(), In)
                        : visitLvalue(*M->getBase(), In);
  if (isa<DeclRefExpr>(E))
    return;
  const auto *Op = dyn_cast<UnaryOperator>(&E);
  if (isa<CallExpr, BinaryOperator, LambdaExpr>(E) ||
      (Op && Op->isIncrementDecrementOp()))
    return visitExpr(E, In);
  if (Op)
    return visitChildren(Op, In);
  for (const Stmt *Child : E.children()) {
    const auto *Part = dyn_cast_or_null<Expr>(Child);
    if (Part && Part->isGLValue())
      visitLvalue(*Part, In);
    else
      visit(Child, In);
  }
}

void Walker::visitOperands(const CallExpr &Call, Frame &In) {
  if (!methodOf(Call))
    visit(Call.getCallee(), In);
  if (const Expr *Object = objectOf(Call))
    Object->getType()->isPointerType() ? visit(Object, In)
                                       : visitLvalue(*Object, In);
  for (const Expr *A : argumentsOf(Call))
    A->isGLValue() ? visitLvalue(*A, In) : visit(A, In);
}

std::optional<MemoryPath> Walker::objectPath(const CallExpr &Call, Frame &In) {
  const Expr *Object = objectOf(Call);
  if (!Object)
    return std::nullopt;
  return Object->getType()->isPointerType() ? Eval.valueOf(*Object, In).Points
                                            : Eval.pathOf(*Object, In);
}

/// The call reads the object's pointer to its virtual table.
static bool isDispatched(const CallExpr &Call, const CXXMethodDecl &M) {
  const auto *Named = dyn_cast<MemberExpr>(Call.getCallee()->IgnoreParens());
  return M.isVirtual() && !M.getParent()->isEffectivelyFinal() &&
         !(Named && Named->hasQualifier());
}

void Walker::visitCall(const CallExpr &Call, Frame &In) {
  if (const auto It = Starts.find(&Call); It != Starts.end())
    return visitStart(It->second, In);
  visitOperands(Call, In);
  const FunctionDecl *Callee = Call.getDirectCallee();
  if (Callee && U.Lib.joins(*Callee))
    return endThreads(handleOf(Call, In));
  if (Callee && U.Lib.detaches(*Callee))
    return detach(Call, In);
  Function *Body = Callee ? U.find(*Callee) : nullptr;
  // A lock of this file: what its own words do is seen as well.
  if (Callee && U.Lib.locking(*Callee) != Locking::None) {
    if (Body)
      descend(*Body, Call, Eval.enter(*Body, Call, In), In);
    return visitLocking(Call, In);
  }
  if (!Callee && !Call.getCallee()->getType()->isDependentType())
    Body = bodyOf(Eval.valueOf(*Call.getCallee(), In));
  const auto *Method = methodOf(Call);
  const auto Object = Method ? objectPath(Call, In) : std::nullopt;
  if (Object && isDispatched(Call, *Method) && recordOf(Object->type())) {
    recordPath(
        Object->with(
            {MemoryPath::Step::VirtualTable, nullptr, {}, U.Context.VoidPtrTy}),
        Call, /*IsWrite=*/false, In);
    const CXXRecordDecl *Class = recordOf(Object->type())->getDefinition();
    const CXXMethodDecl *Overrider =
        Class ? Method->getCorrespondingMethodInClass(Class) : nullptr;
    Body = Overrider ? U.find(*Overrider) : Body;
  }
  if (Body)
    return descend(*Body, Call, Eval.enter(*Body, Call, In), In);
  visitUnknownCall(Call, In);
}

static bool isAtomicBuiltin(const FunctionDecl *Callee) {
  return Callee && Callee->getBuiltinID() &&
         Callee->getName().starts_with("__sync_");
}

void Walker::visitUnknownCall(const CallExpr &Call, Frame &In) {
  const auto *Method = methodOf(Call);
  const Expr *Object = objectOf(Call);
  if (Method && Object && !Method->isStatic()) {
    // A callable that is kept in a std::function.
    if (Method->getOverloadedOperator() == OO_Call)
      if (const Value V = Eval.valueOf(*Object, In); V.Lambda)
        if (Function *Body = bodyOf(V))
          return descend(*Body, Call, Eval.enterLambda(V, *Body, In.Role), In);
    const auto P = objectPath(Call, In);
    const ElementClass *Elements = U.Lib.elementClass(Method->getParent());
    const Container *C = U.Lib.container(Method->getParent());
    const bool Reads =
        isHarmless(*Method, U.Lib) || (Elements && isElementAccess(*Method));
    // Elements that lie in the object itself are accessed one by one.
    if (P && !(Elements && Elements->Where == ElementClass::Inline))
      recordPath(*P, *Object, !Reads, In);
    if (C && llvm::is_contained(C->Clear, spelledName(*Method)) && P)
      endThreads(P);
  }
  moveHandle(Call, In);
  const FunctionDecl *Callee = Call.getDirectCallee();
  for (const Expr *A : argumentsOf(Call)) {
    const Value V = Eval.valueOf(*A, In);
    // `std::atomic_fetch_add(&n, 1)`, `__sync_fetch_and_add(&n, 1)`
    const QualType To = A->getType()->getPointeeType();
    if (V.Points && !To.isNull() &&
        (U.Lib.isContended(To) || isAtomicBuiltin(Callee)))
      recordPath(*V.Points, *A, !To.isConstQualified(), In);
    if (V.Callee && U.Lib.joins(*V.Callee))
      endThreads(std::nullopt);
    Function *Body = V.Lambda && V.Maker ? bodyOf(V) : nullptr;
    if (!Body || In.Depth >= MaxDepth)
      continue;
    auto Made = Eval.enterLambda(V, *Body, In.Role);
    if (Callee && U.Lib.visitsEachElement(Call)) {
      Repetitions.emplace_back();
      Made->Around = &Repetitions.back();
    }
    descend(*Body, Call, std::move(Made), In);
  }
}

void Walker::descend(Function &Callee, const Expr &Site,
                     std::unique_ptr<Frame> Made, Frame &In) {
  if (!Made || In.Depth >= MaxDepth || Frames.size() > MaxFrames)
    return;
  for (const Frame *Up = &In; Up; Up = Up->Caller)
    if (Up->F == &Callee)
      return;
  Made->F = &Callee;
  Made->Caller = &In;
  Made->Site = &Site;
  Made->Role = In.Role;
  Made->Depth = In.Depth + 1;
  Visited.insert(&Callee);
  Frame &Inner = keep(std::move(Made));
  if (const auto *Constructor = dyn_cast<CXXConstructorDecl>(Callee.Decl))
    for (const CXXCtorInitializer *Init : Constructor->inits())
      visit(Init->getInit(), Inner);
  visit(Callee.Body, Inner);
}

void Walker::visitConstruction(const CXXConstructExpr &Build,
                               const std::optional<MemoryPath> &Object,
                               Frame &In) {
  const CXXRecordDecl &Class = *Build.getConstructor()->getParent();
  // One that a function returns.
  if (U.Lib.isLockGuard(Class) &&
      !Build.getConstructor()->isCopyOrMoveConstructor())
    return visitGuard(Build, In);
  for (const Expr *A : Build.arguments())
    A->isGLValue() ? visitLvalue(*A, In) : visit(A, In);
  Function *Body = U.find(*Build.getConstructor());
  // A new object is no other thread's business, unless it starts threads or
  // takes a lock.
  if (!Body || (!Reaching.contains(Body) && !releasesAtEnd(Class)))
    return;
  auto Made = Eval.enter(*Body, Build, In);
  if (Made)
    Made->This = Object;
  descend(*Body, Build, std::move(Made), In);
}

void Walker::visitLocking(const CallExpr &Call, Frame &In) {
  const Locking K = U.Lib.locking(*Call.getDirectCallee());
  const Expr *Object = objectOf(Call);
  if (!Object && Call.getNumArgs() > 0)
    Object = Call.getArg(0);
  if (!Object)
    return;
  const auto P = Object->getType()->isPointerType()
                     ? Eval.valueOf(*Object, In).Points
                     : Eval.pathOf(*Object, In);
  if (!P)
    return;
  recordPath(*P, *Object, /*IsWrite=*/true, In, /*IsLock=*/true);
  const auto IsMeant = [&](const Lock &L) {
    return L.Path == *P || (L.Guard && L.Guard->getCanonicalDecl() == P->Root);
  };
  const bool Held = K == Locking::Acquires;
  const auto Known = llvm::find_if(Locks, IsMeant);
  if (Known == Locks.end() && Held)
    Locks.push_back({*P, nullptr});
  for (Lock &L : Locks)
    if (IsMeant(L))
      L.Held = Held;
}

//===-- Threads -----------------------------------------------------------===//

unsigned Walker::addRole(const Expr *Start, SourceLocation Where, bool Many) {
  const unsigned Role = Story.Roles.size();
  Story.Roles.push_back({Start, Where, Many});
  for (const Thread &T : Alive)
    Story.Overlapping.insert({T.Role, Role});
  for (unsigned Other : Around)
    Story.Overlapping.insert({Other, Role});
  return Role;
}

void Walker::markStarting(const Expr &At, Frame &In) {
  for (const Loop *L : loopsAround(At, In, /*All=*/true))
    Starting.insert(L);
}

void Walker::visitStart(const ThreadStart &S, Frame &In) {
  for (const Stmt *Child : S.At->children())
    if (const auto *Part = dyn_cast_or_null<Expr>(Child))
      Part->isGLValue() ? visitLvalue(*Part, In) : visit(Part, In);
  if (In.Depth >= MaxDepth || Frames.size() > MaxFrames)
    return;
  markStarting(*S.At, In);
  for (const Expr *Callable : S.Callables)
    startOne(S, Callable, In);
}

void Walker::startOne(const ThreadStart &S, const Expr *Callable, Frame &In) {
  const unsigned Role = addRole(S.At, S.At->getExprLoc(), S.Many);
  auto Body = enterRole(*Callable, S.Arguments, In, Role);
  std::optional<MemoryPath> Handle;
  const bool Lasts = findHandle(S, In, Handle) && !S.Waits;
  if (!Body)
    return;
  if (S.Many) {
    Repetitions.emplace_back();
    Body->Around = &Repetitions.back();
  }
  Frame &Inner = keep(std::move(Body));
  runRole(Inner, Inner.F->Body, Role, Handle, !Lasts);
}

void Walker::runRole(Frame &Body, const Stmt *Code, unsigned Role,
                     std::optional<MemoryPath> Handle, bool Joined) {
  Body.Role = Role;
  for (auto &[V, Bound] : Body.Bindings)
    crossStart(Bound);
  crossStart(Body.This);
  const size_t Outer = Around.size();
  for (const Thread &T : Alive)
    Around.push_back(T.Role);
  std::vector<Thread> Starter;
  std::vector<Lock> Held;
  std::swap(Alive, Starter);
  std::swap(Locks, Held);
  if (Body.F)
    Visited.insert(Body.F);
  visit(Code, Body);
  std::swap(Alive, Starter);
  std::swap(Locks, Held);
  Around.resize(Outer);
  if (Joined)
    return;
  Alive.push_back({Role, Handle});
  // What it started, and did not join, lives on with it.
  for (const Thread &T : Starter)
    Alive.push_back({T.Role, Handle});
}

Function *Walker::bodyOf(const Value &Callable) {
  if (Callable.Lambda)
    return LambdaBodies.lookup(Callable.Lambda);
  return Callable.Callee ? U.find(*Callable.Callee) : nullptr;
}

/// The object on which the thread runs a member function: it has a copy of
/// what is given by value.
std::optional<MemoryPath> Walker::objectOfRole(const Expr &Object, Frame &In,
                                               unsigned Role) {
  const CXXRecordDecl *R = recordOf(Object.getType());
  if (!R || U.Lib.isReferenceWrapper(*R))
    return Eval.valueOf(Object, In).Points;
  auto Copy = Eval.pathOf(Object, In);
  if (Copy)
    Copy->Owner = Role;
  return Copy;
}

static const CXXMethodDecl *callOperator(const Expr &Functor) {
  const CXXRecordDecl *R = recordOf(Functor.getType());
  if (!R || !R->hasDefinition())
    return nullptr;
  for (const CXXMethodDecl *M : R->methods())
    if (M->getOverloadedOperator() == OO_Call)
      return M;
  return nullptr;
}

std::unique_ptr<Frame> Walker::enterRole(const Expr &Callable, Arguments Given,
                                         Frame &In, unsigned Role) {
  const Value V = Eval.valueOf(Callable, In);
  if (V.Binder) {
    const Arguments All = argumentsOf(*V.Binder);
    return All.empty() ? nullptr
                       : enterRole(*All[0], All.drop_front(), *V.Maker, Role);
  }
  const CXXMethodDecl *Operator =
      V.isCallable() ? nullptr : callOperator(Callable);
  Function *F = Operator ? U.find(*Operator) : bodyOf(V);
  if (!F)
    return nullptr;
  std::unique_ptr<Frame> Body =
      V.Lambda ? Eval.enterLambda(V, *F, Role) : std::make_unique<Frame>();
  Body->F = F;
  Body->Role = Role;
  Body->Depth = In.Depth + 1;
  const auto *Method = dyn_cast<CXXMethodDecl>(F->Decl);
  if (Operator) {
    Body->Parent = &In;
    Body->This = objectOfRole(Callable, In, Role);
  } else if (!V.Lambda && Method && !Method->isStatic()) {
    if (Given.empty())
      return nullptr;
    Body->This = objectOfRole(*Given.front(), In, Role);
    Given = Given.drop_front();
  }
  bindArguments(*Body, Given, In);
  return Body;
}

void Walker::bindArguments(Frame &Body, Arguments Given, Frame &In) {
  const llvm::ArrayRef<ParmVarDecl *> Parameters = Body.F->Decl->parameters();
  // std::jthread gives a stop token first.
  const unsigned Skip = Parameters.size() == Given.size() + 1 ? 1 : 0;
  for (auto [P, A] : llvm::zip(Parameters.drop_front(Skip), Given)) {
    Value V = Eval.valueOf(*A, In);
    const CXXRecordDecl *R = recordOf(A->getType());
    // The thread has a copy of what is not given by std::ref.
    if (P->getType()->isReferenceType() && !(R && U.Lib.isReferenceWrapper(*R)))
      V.Points =
          MemoryPath{P, P, Body.Role, P->getType().getNonReferenceType()};
    Body.Bindings[P] = V;
  }
}

bool Walker::findHandle(const ThreadStart &S, Frame &In,
                        std::optional<MemoryPath> &Handle) {
  const auto Keep = [&](std::optional<MemoryPath> P) {
    Handle = P ? std::optional(P->container()) : std::nullopt;
    return true;
  };
  // pthread_create(&thread, ...)
  const auto *Self = dyn_cast<CallExpr>(S.At);
  if (Self && Self->getNumArgs() > 0 && S.At->getType()->isIntegerType())
    return Keep(Eval.valueOf(*Self->getArg(0), In).Points);
  const auto *Emplace = dyn_cast<CXXMemberCallExpr>(S.At);
  if (Emplace && S.K != ThreadStarter::Task)
    return Keep(Eval.pathOf(*Emplace->getImplicitObjectArgument(), In));
  if (S.K == ThreadStarter::Task)
    return true;
  Function &F = *In.F;
  for (const Stmt *At = S.At, *P = F.semanticParent(At);;
       At = P, P = F.semanticParent(P)) {
    if (!P) // a member's initialiser
      return true;
    if (isa<CXXConstructExpr, CXXFunctionalCastExpr, InitListExpr, CXXNewExpr,
            CXXStdInitializerListExpr>(P))
      continue;
    if (const auto *Decls = dyn_cast<DeclStmt>(P)) {
      for (const Decl *D : Decls->decls())
        if (const auto *V = dyn_cast<VarDecl>(D);
            V && V->getInit() &&
            F.U.Context.getSourceManager().isPointWithin(
                S.At->getExprLoc(), V->getInit()->getBeginLoc(),
                V->getInit()->getEndLoc()))
          return Keep(
              MemoryPath{V->getCanonicalDecl(), V, In.Role, V->getType()});
      return true;
    }
    if (const auto *Call = dyn_cast<CallExpr>(P)) {
      const FunctionDecl *Callee = Call->getDirectCallee();
      const Expr *Object = objectOf(*Call);
      if (Callee && U.Lib.joins(*Callee))
        return false;
      if (Callee && U.Lib.buildsFromArguments(Callee))
        continue;
      return Object ? Keep(Eval.pathOf(*Object, In)) : true;
    }
    if (const auto *M = dyn_cast<MemberExpr>(P)) {
      const auto *Method = dyn_cast<CXXMethodDecl>(M->getMemberDecl());
      return !(Method && U.Lib.joins(*Method));
    }
    if (isa<CompoundStmt, ForStmt, WhileStmt, IfStmt, CXXForRangeStmt, DoStmt>(
            P))
      return false; // joined at the end of the expression
    return true;
  }
}

/// What a call that joins or detaches names.
std::optional<MemoryPath> Walker::handleOf(const CallExpr &Call, Frame &In) {
  const Expr *Handle = objectOf(Call);
  if (!Handle && Call.getNumArgs() > 0)
    Handle = Call.getArg(0);
  if (!Handle)
    return std::nullopt;
  return Handle->getType()->isPointerType() ? Eval.valueOf(*Handle, In).Points
                                            : Eval.pathOf(*Handle, In);
}

void Walker::detach(const CallExpr &Call, Frame &In) {
  const auto Handle = handleOf(Call, In);
  for (Thread &T : Alive)
    if (Handle && T.Handle && Handle->container() == *T.Handle)
      T.Handle = std::nullopt;
}

void Walker::endThreads(const std::optional<MemoryPath> &Handle) {
  const auto IsMeant = [&](const Thread &T) {
    return Handle && T.Handle && Handle->container() == *T.Handle;
  };
  if (llvm::any_of(Alive, IsMeant))
    return llvm::erase_if(Alive, IsMeant);
  // One that is not known: it may be any.
  llvm::erase_if(Alive, [](const Thread &T) { return T.Handle.has_value(); });
}

void Walker::moveHandle(const CallExpr &Call, Frame &In) {
  const Expr *Object = objectOf(Call);
  if (!Object || Alive.empty())
    return;
  for (const Expr *A : argumentsOf(Call)) {
    const auto From = Eval.pathOf(*A, In);
    const auto To = From ? Eval.pathOf(*Object, In) : std::nullopt;
    for (Thread &T : Alive)
      if (To && T.Handle && *T.Handle == From->container())
        T.Handle = To->container();
  }
}

//===-- Accesses ----------------------------------------------------------===//

llvm::SmallVector<const Loop *, 4> Walker::loopsAround(const Expr &At,
                                                       Frame &In, bool All) {
  llvm::SmallVector<const Loop *, 4> Found;
  const SourceManager &SM = U.Context.getSourceManager();
  const Stmt *S = &At;
  for (Frame *X = &In; X; S = X->Site, X = X->Caller) {
    for (const Loop *L : X->F->loopsAround(*S)) {
      if (X->Region && (!L->Statement || SM.isBeforeInTranslationUnit(
                                             L->Statement->getBeginLoc(),
                                             X->Region->getBeginLoc())))
        continue;
      if (All || !isShort(*L, *X->F, FewTrips))
        Found.push_back(L);
    }
    if (X->Around)
      Found.push_back(X->Around);
  }
  return Found;
}

bool Walker::isShared(const MemoryPath &P, const Frame &In) const {
  // The creator's accesses count while a thread runs; a role's own objects
  // when it has started threads itself.
  return !Alive.empty() || (In.Role != 0 && P.Owner != In.Role);
}

void Walker::record(const Expr &E, bool IsWrite, Frame &In) {
  const Expr &At = stripped(E);
  if (const auto *Either = dyn_cast<ConditionalOperator>(&At)) {
    record(*Either->getTrueExpr(), IsWrite, In);
    return record(*Either->getFalseExpr(), IsWrite, In);
  }
  if (const auto *Ref = dyn_cast<DeclRefExpr>(&At);
      Ref && !isa<VarDecl, BindingDecl>(Ref->getDecl()))
    return;
  const auto P = Eval.pathOf(At, In);
  if (!P || !isShared(*P, In))
    return;
  if (IsWrite && !InAtomic && !recordOf(At.getType()) &&
      !loopsAround(At, In).empty() && !isStoredEachTime(At, In))
    return;
  recordPath(*P, At, IsWrite, In);
}

/// `while (!a.compare_exchange_weak(e, d));`: the loop is part of one write.
bool Walker::isRetry(const Expr &At, Function &F) {
  const Stmt *Up = F.semanticParent(&At);
  const auto *Member = dyn_cast_or_null<MemberExpr>(Up);
  const auto *Method =
      Member ? dyn_cast<CXXMethodDecl>(Member->getMemberDecl()) : nullptr;
  if (!Method || !U.Lib.isRetried(*Method))
    return false;
  const Stmt *Below = Up;
  for (Up = F.parent(Up); Up && isa<Expr>(Up); Up = F.parent(Up))
    Below = Up;
  const auto *While = dyn_cast_or_null<WhileStmt>(Up);
  const auto *Do = dyn_cast_or_null<DoStmt>(Up);
  return (While && While->getCond() == Below) || (Do && Do->getCond() == Below);
}

void Walker::recordPath(const MemoryPath &P, const Expr &At, bool IsWrite,
                        Frame &In, bool IsLock) {
  if (!isShared(P, In) || In.F->isCold(At))
    return;
  const CXXRecordDecl *Class = recordOf(P.type());
  if (Class && U.Lib.isSignal(*Class))
    return;
  MemoryAccess A{P, In.Role, IsWrite, IsLock, &At};
  A.Loops = loopsAround(At, In);
  if (IsWrite && !A.Loops.empty() && isRetry(At, *In.F))
    A.Loops.erase(A.Loops.begin());
  if (A.Loops.empty() && IsWrite)
    Story.Flags.push_back(P);
  if (A.Loops.empty())
    return;
  for (const Lock &L : Locks)
    if (L.Held)
      A.Locks.push_back(L.Path);
  for (const Thread &T : Alive)
    A.Alive.push_back(T.Role);
  Story.Accesses.push_back(std::move(A));
}

} // namespace

bool ThreadStory::overlap(const MemoryAccess &X, const MemoryAccess &Y) const {
  if (X.Role == Y.Role)
    return Roles[X.Role].Many;
  return Overlapping.contains({X.Role, Y.Role}) ||
         Overlapping.contains({Y.Role, X.Role}) ||
         llvm::is_contained(X.Alive, Y.Role) ||
         llvm::is_contained(Y.Alive, X.Role);
}

ThreadStory followThreads(Unit &U) {
  ThreadStory Story;
  Walker(U, Story).run();
  return Story;
}

} // namespace fastidious
