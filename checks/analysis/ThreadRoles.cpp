#include "analysis/Place.h"
#include "analysis/ThreadWalker.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace clang;

namespace fastidious {

unsigned ThreadWalker::addRole(const Expr *Start, SourceLocation Where,
                               bool Many) {
  const unsigned Role = Story.Roles.size();
  Story.Roles.push_back({Start, Where, Many});
  for (const Thread &T : Alive)
    Story.Overlapping.insert({T.Role, Role});
  for (unsigned Other : Around)
    Story.Overlapping.insert({Other, Role});
  return Role;
}

void ThreadWalker::markStarting(const Expr &At, Frame &In) {
  for (const Loop *L : loopsAround(At, In, /*All=*/true))
    Starting.insert(L);
}

void ThreadWalker::visitStart(const ThreadStart &S, Frame &In) {
  if (!S.Keeps)
    visitOperandsOf(S, In);
  if (In.Depth >= MaxDepth || Frames.size() > MaxFrames)
    return;
  markStarting(*S.At, In);
  for (const Expr *Callable : S.Callables)
    startOne(S, Callable, In);
}

void ThreadWalker::visitOperandsOf(const ThreadStart &S, Frame &In) {
  for (const Stmt *Child : S.At->children())
    if (const auto *Part = dyn_cast_or_null<Expr>(Child))
      Part->isGLValue() ? visitLvalue(*Part, In) : visit(Part, In);
}

void ThreadWalker::startOne(const ThreadStart &S, const Expr *Callable,
                            Frame &In) {
  const unsigned Role = addRole(S.At, S.At->getExprLoc(), S.Many);
  auto Body = enterRole(*Callable, S.Arguments, In, Role);
  Thread Started = {Role, std::nullopt};
  const bool Lasts = findHandle(S, In, Started) && !S.Waits;
  if (!Body)
    return;
  if (S.Many || S.Repeats) {
    Repetitions.emplace_back();
    Body->Around = &Repetitions.back();
  }
  Frame &Inner = keep(std::move(Body));
  runRole(Inner, Inner.F->Body, std::move(Started), !Lasts);
}

void ThreadWalker::runRole(Frame &Body, const Stmt *Code, Thread Started,
                           bool Joined) {
  Body.Role = Started.Role;
  for (auto &[V, Bound] : Body.Bindings)
    crossStart(Bound);
  crossStart(Body.This);
  const size_t Before = Around.size();
  for (const Thread &T : Alive)
    Around.push_back(T.Role);
  std::vector<Thread> Starter;
  std::vector<Lock> Held;
  std::swap(Alive, Starter);
  std::swap(Locks, Held);
  if (Body.F)
    Visited.insert(Body.F);
  const llvm::SaveAndRestore Outside(Phase, ++LastPhase);
  const llvm::SaveAndRestore Rest(IsSeldom, false), First(InSetup, false);
  const llvm::SaveAndRestore Outer(Conditions, {});
  visit(Code, Body);
  std::swap(Alive, Starter);
  std::swap(Locks, Held);
  Around.resize(Before);
  if (Joined)
    return;
  Alive.push_back(Started);
  // What it started, and did not join, lives on with it.
  for (const Thread &T : Starter)
    Alive.push_back({T.Role, Started.Handle});
}

Function *ThreadWalker::bodyOf(const Value &Callable) {
  if (Callable.Lambda)
    return LambdaBodies.lookup(Callable.Lambda);
  return Callable.Callee ? U.find(*Callable.Callee) : nullptr;
}

bool ThreadWalker::isReference(const Expr &Given) {
  const CXXRecordDecl *R = recordOf(Given.getType());
  return R && U.Lib.has(Trait::Reference, R);
}

/// The object on which the thread runs a member function: it has a copy of
/// what is given by value.
std::optional<MemoryPath> ThreadWalker::objectOfRole(const Expr &Object,
                                                     Frame &In, unsigned Role) {
  if (!recordOf(Object.getType()) || isReference(Object))
    return Eval.valueOf(Object, In).Points;
  auto Copy = Eval.pathOf(Object, In);
  if (Copy)
    Copy->Owner = Role;
  return Copy;
}

static const CXXMethodDecl *callOperator(QualType Functor) {
  const CXXRecordDecl *R = recordOf(Functor);
  if (!R || !R->hasDefinition())
    return nullptr;
  for (const CXXMethodDecl *M : R->methods())
    if (M->getOverloadedOperator() == OO_Call)
      return M;
  return nullptr;
}

std::unique_ptr<Frame> ThreadWalker::enterRole(const Expr &Callable,
                                               Arguments Given, Frame &In,
                                               unsigned Role) {
  const Value V = Eval.valueOf(Callable, In);
  if (V.Binder) {
    const Arguments All = argumentsWithoutObject(*V.Binder);
    return All.empty() ? nullptr
                       : enterRole(*All[0], All.drop_front(), *V.Maker, Role);
  }
  const CXXMethodDecl *Operator = V.isCallable() ? nullptr
                                  : isReference(Callable) && V.Points
                                      ? callOperator(V.Points->type())
                                      : callOperator(Callable.getType());
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

void ThreadWalker::bindArguments(Frame &Body, Arguments Given, Frame &In) {
  const llvm::ArrayRef<ParmVarDecl *> Parameters = Body.F->Decl->parameters();
  // std::jthread gives a stop token first.
  const unsigned Skip = Parameters.size() == Given.size() + 1 ? 1 : 0;
  for (auto [P, A] : llvm::zip(Parameters.drop_front(Skip), Given)) {
    Value V = Eval.valueOf(*A, In);
    // The thread has a copy of what is not given by std::ref.
    if (P->getType()->isReferenceType() && !isReference(*A))
      V.Points =
          MemoryPath{P, P, Body.Role, P->getType().getNonReferenceType()};
    Body.Bindings[P] = V;
  }
}

/// A field that holds one thread, of an object that is the same whenever the
/// thread is started.
static bool isPlainMember(const MemoryPath &P, Unit &U) {
  using Step = MemoryPath::Step;
  const CXXRecordDecl *R = recordOf(P.type());
  const ElementClass *C = R ? U.Lib.elementClass(R) : nullptr;
  return !P.Steps.empty() && P.Steps.back().K == Step::Field &&
         (!R || U.Lib.threadStarter(P.type()) ||
          (C && C->Where == ElementClass::Single)) &&
         !P.type()->isArrayType() && llvm::none_of(P.Steps, [](const Step &S) {
           return S.K == Step::Instance ||
                  (S.K == Step::Index && S.At.K != ThreadNumber::Constant);
         });
}

bool ThreadWalker::findHandle(const ThreadStart &S, Frame &In,
                              Thread &Started) {
  const auto Keep = [&](std::optional<MemoryPath> P) {
    Started.Handle = P ? std::optional(P->container()) : std::nullopt;
    Started.IsReplaced = P && isPlainMember(*P, U);
    return true;
  };
  // pthread_create(&thread, ...)
  const auto *Self = dyn_cast<CallExpr>(S.At);
  if (Self && Self->getNumArgs() > 0 && S.At->getType()->isIntegerType())
    return Keep(Eval.valueOf(*Self->getArg(0), In).Points);
  const auto *Emplace = dyn_cast<CXXMemberCallExpr>(S.At);
  if (Emplace && S.K != ThreadStarter::Task)
    return Keep(Eval.pathOf(*Emplace->getImplicitObjectArgument(), In));
  if (S.K == ThreadStarter::Task && !isa<CXXConstructExpr>(S.At)) {
    Started.IsTask = true;
    const Expr *Object = objectOf(*S.At);
    return Object ? Keep(Eval.targetOf(*Object, In)) : true;
  }
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
      if (Callee && U.Lib.has(Trait::Joins, Callee))
        return false;
      if (Callee && U.Lib.has(Trait::Forwards, Callee))
        continue;
      return Object ? Keep(Eval.pathOf(*Object, In)) : true;
    }
    if (const auto *M = dyn_cast<MemberExpr>(P)) {
      const auto *Method = dyn_cast<CXXMethodDecl>(M->getMemberDecl());
      return !(Method && U.Lib.has(Trait::Joins, Method));
    }
    if (isa<CompoundStmt, ForStmt, WhileStmt, IfStmt, CXXForRangeStmt, DoStmt>(
            P))
      return false; // joined at the end of the expression
    return true;
  }
}

const Expr *ThreadWalker::objectOrFirst(const CallExpr &Call) {
  if (const Expr *Object = objectOf(Call))
    return Object;
  return Call.getNumArgs() > 0 ? Call.getArg(0) : nullptr;
}

std::optional<MemoryPath> ThreadWalker::handleOf(const CallExpr &Call,
                                                 Frame &In) {
  const Expr *Handle = objectOrFirst(Call);
  return Handle ? Eval.targetOf(*Handle, In) : std::nullopt;
}

void ThreadWalker::detach(const CallExpr &Call, Frame &In) {
  const auto Handle = handleOf(Call, In);
  for (Thread &T : Alive)
    if (Handle && T.Handle && Handle->container() == *T.Handle)
      T.Handle = std::nullopt;
}

void ThreadWalker::endThreads(const std::optional<MemoryPath> &Handle) {
  const auto IsMeant = [&](const Thread &T) {
    return Handle && T.Handle && Handle->container() == *T.Handle;
  };
  if (llvm::any_of(Alive, IsMeant))
    return llvm::erase_if(Alive, IsMeant);
  // One that is not known: it may be any.
  llvm::erase_if(Alive, [](const Thread &T) { return T.Handle.has_value(); });
}

void ThreadWalker::endTasksOf(const CallExpr &Call, Frame &In) {
  const auto *Method = methodOf(Call);
  if (!Method || Method->isConst() ||
      llvm::none_of(Alive, [](const Thread &T) { return T.IsTask; }))
    return;
  const auto Object = Eval.objectPath(Call, In);
  llvm::erase_if(Alive, [&](const Thread &T) {
    return T.IsTask && Object && T.Handle && *T.Handle == Object->container();
  });
}

void ThreadWalker::moveHandle(const CallExpr &Call, Frame &In) {
  const Expr *Object = objectOf(Call);
  if (!Object || Alive.empty())
    return;
  for (const Expr *A : argumentsWithoutObject(Call)) {
    const auto From = Eval.pathOf(*A, In);
    const auto To = From ? Eval.pathOf(*Object, In) : std::nullopt;
    for (Thread &T : Alive)
      if (To && T.Handle && *T.Handle == From->container())
        T.Handle = To->container();
  }
}

} // namespace fastidious
