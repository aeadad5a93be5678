#include "analysis/Place.h"
#include "analysis/ThreadWalker.h"
#include "analysis/Use.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace clang;

namespace fastidious {

static bool isAtomicLoad(const AtomicExpr &E) {
  return E.getOp() == AtomicExpr::AO__atomic_load ||
         E.getOp() == AtomicExpr::AO__atomic_load_n ||
         E.getOp() == AtomicExpr::AO__c11_atomic_load;
}

void ThreadWalker::visitExpr(const Expr &E, Frame &In) {
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
    if (Op->getOpcode() == BO_Assign)
      rememberStore(*Op->getLHS(), *Op->getRHS(), In);
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
    if (const auto It = Starts.find(Build); It != Starts.end()) {
      visitStart(It->second, In);
      if (!It->second.Keeps)
        return;
    }
    return visitConstruction(*Build, Eval.pathOf(*Build, In), In);
  }
  if (E.isGLValue())
    return visitLvalue(E, In);
  visitChildren(&E, In);
}

void ThreadWalker::visitLvalue(const Expr &E, Frame &In) {
  if (const auto *M = dyn_cast<MemberExpr>(&E))
    return M->isArrow() ? visit(M->getBase(), In)
                        : visitLvalue(*M->getBase(), In);
  if (isa<DeclRefExpr>(E))
    return;
  const auto *Op = dyn_cast<UnaryOperator>(&E);
  const auto *Binary = dyn_cast<BinaryOperator>(&E);
  if (isa<CallExpr, LambdaExpr>(E) || (Binary && Binary->isAssignmentOp()) ||
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

void ThreadWalker::visitOperands(const CallExpr &Call, Frame &In) {
  if (!methodOf(Call))
    visit(Call.getCallee(), In);
  if (const Expr *Object = objectOf(Call))
    Object->getType()->isPointerType() ? visit(Object, In)
                                       : visitLvalue(*Object, In);
  for (const Expr *A : argumentsWithoutObject(Call))
    A->isGLValue() ? visitLvalue(*A, In) : visit(A, In);
}

/// The call reads the object's pointer to its virtual table.
static bool isDispatched(const CallExpr &Call, const CXXMethodDecl &M) {
  const auto *Named = dyn_cast<MemberExpr>(Call.getCallee()->IgnoreParens());
  return M.isVirtual() && !M.getParent()->isEffectivelyFinal() &&
         !(Named && Named->hasQualifier());
}

void ThreadWalker::visitCall(const CallExpr &Call, Frame &In) {
  if (const auto It = Starts.find(&Call); It != Starts.end()) {
    visitStart(It->second, In);
    if (!It->second.Keeps)
      return;
  } else {
    endTasksOf(Call, In);
  }
  visitOperands(Call, In);
  const FunctionDecl *Callee = Call.getDirectCallee();
  if (Callee && U.Lib.has(Trait::Joins, Callee))
    return endThreads(handleOf(Call, In));
  if (Callee && U.Lib.has(Trait::Detaches, Callee))
    return detach(Call, In);
  if (Callee && U.Lib.has(Trait::Barrier, Callee))
    passBarrier();
  if (const auto *Op = dyn_cast<CXXOperatorCallExpr>(&Call);
      Op && Op->getOperator() == OO_Equal)
    rememberStore(*Op->getArg(0), *Op->getArg(1), In);
  // `args.push_back({&sums[i], i})`
  if (In.Role == 0 && Call.getNumArgs() == 1)
    if (const auto P = Eval.appended(Call, In))
      Eval.remember(*P, *Call.getArg(0), In);
  Function *Body = Callee ? U.find(*Callee) : nullptr;
  // A lock of this file: what its own words do is seen as well.
  if (const Locking K = Callee ? U.Lib.locking(*Callee) : Locking::None;
      K != Locking::None) {
    if (K == Locking::Acquires)
      visitLocking(Call, In);
    if (Body)
      descend(*Body, Call, Eval.enter(*Body, Call, In), In);
    if (K == Locking::Releases)
      visitLocking(Call, In);
    return;
  }
  if (!Callee && !Call.getCallee()->getType()->isDependentType())
    Body = bodyOf(Eval.valueOf(*Call.getCallee(), In));
  const auto *Method = methodOf(Call);
  const auto Object = Method ? Eval.objectPath(Call, In) : std::nullopt;
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
  if (const auto E = emplacementBy(Call, U);
      E && Reaching.contains(E->Constructor))
    return visitEmplacement(*E, Call, In);
  visitUnknownCall(Call, In);
}

void ThreadWalker::visitEmplacement(const Emplacement &E, const CallExpr &Call,
                                    Frame &In) {
  auto Made = Eval.enter(*E.Constructor, Call, E.Arguments, In);
  Made->This = Eval.appended(Call, In);
  if (!Made->This)
    Made->This = Eval.made(Call, E.Type, In);
  else
    Eval.remember(*Made->This, Call, In);
  descend(*E.Constructor, Call, std::move(Made), In);
}

/// What threads are given, before they start.
void ThreadWalker::rememberStore(const Expr &To, const Expr &What, Frame &In) {
  const QualType T = To.getType();
  if (In.F->Decl && In.F->Decl->isDefaulted())
    return; // the whole object is remembered
  if (In.Role == 0 && (T->isPointerType() || T->isIntegerType() || recordOf(T)))
    if (const auto P = Eval.pathOf(To, In); P && !P->Steps.empty())
      Eval.remember(*P, What, In);
}

static bool isAtomicBuiltin(const FunctionDecl *Callee) {
  return Callee && Callee->getBuiltinID() &&
         Callee->getName().starts_with("__sync_");
}

/// Of the members of std::atomic_ref, which are all const: takes no value.
static bool isPlainLoad(const CXXMethodDecl &M) {
  return M.getOverloadedOperator() == OO_None &&
         llvm::all_of(M.parameters(), [](const ParmVarDecl *P) {
           return P->getType()->isEnumeralType();
         });
}

void ThreadWalker::visitUnknownCall(const CallExpr &Call, Frame &In) {
  const auto *Method = methodOf(Call);
  const Expr *Object = objectOf(Call);
  if (Method && Object && !Method->isStatic()) {
    // A callable that is kept in a std::function.
    if (Method->getOverloadedOperator() == OO_Call)
      if (const Value V = Eval.valueOf(*Object, In); V.Lambda)
        if (Function *Body = bodyOf(V))
          return descend(*Body, Call, Eval.enterLambda(V, *Body, In.Role), In);
    const auto P = U.Lib.has(Trait::Reference, Method->getParent())
                       ? Eval.valueOf(*Object, In).Points
                       : Eval.objectPath(Call, In);
    const ElementClass *Elements = U.Lib.elementClass(Method->getParent());
    const Container *C = U.Lib.container(Method->getParent());
    const bool Reads =
        U.Lib.has(Trait::Reference, Method->getParent())
            ? isPlainLoad(*Method)
            : isHarmless(*Method, U.Lib) || isElementAccess(*Method);
    // What a function of the user's does is not known.
    const bool IsLibrary =
        U.Context.getSourceManager().isInSystemHeader(Method->getLocation());
    // Elements that lie in the object itself are accessed one by one.
    if (P && (Reads || IsLibrary) &&
        !(Elements && Elements->Where == ElementClass::Inline))
      recordPath(*P, *Object, !Reads, In);
    if (C && llvm::is_contained(C->Clear, spelledName(*Method)) && P)
      endThreads(P);
  }
  moveHandle(Call, In);
  const FunctionDecl *Callee = Call.getDirectCallee();
  for (const Expr *A : argumentsWithoutObject(Call)) {
    const Value V = Eval.valueOf(*A, In);
    // `std::atomic_fetch_add(&n, 1)`, `__sync_fetch_and_add(&n, 1)`
    const QualType To = A->getType()->getPointeeType();
    if (V.Points && !To.isNull() &&
        (U.Lib.isContended(To) || isAtomicBuiltin(Callee)))
      recordPath(*V.Points, *A, !To.isConstQualified(), In);
    else if (A->isGLValue() && A->getType().isConstQualified() && Callee &&
             U.Context.getSourceManager().isInSystemHeader(
                 Callee->getLocation()))
      record(*A, /*IsWrite=*/false, In); // std::max(a, b)
    if (V.Callee && U.Lib.has(Trait::Joins, V.Callee))
      endThreads(std::nullopt);
    if (V.Lambda && V.Maker && In.Depth < MaxDepth)
      visitCallback(V, Call, In);
  }
}

/// The function that nobody can look into calls what it is given.
void ThreadWalker::visitCallback(const Value &Callable, const CallExpr &Call,
                                 Frame &In) {
  Function *Body = bodyOf(Callable);
  if (!Body)
    return;
  auto Made = Eval.enterLambda(Callable, *Body, In.Role);
  if (!U.Lib.has(Trait::VisitsEach, Call))
    return descend(*Body, Call, std::move(Made), In);
  Repetitions.emplace_back();
  Made->Around = &Repetitions.back();
  if (Body->Decl->getNumParams() == 1)
    Made->Bindings[Body->Decl->getParamDecl(0)] = Eval.visited(Call, In);
  const size_t Before = Alive.size();
  descend(*Body, Call, std::move(Made), In);
  markMany(Before);
}

void ThreadWalker::descend(Function &Callee, const Expr &Site,
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
  const llvm::SaveAndRestore First(
      InSetup, InSetup || (Callee.Decl->getIdentifier() &&
                           U.Lib.facts().namesSetup(Callee.Decl->getName())));
  Frame &Inner = keep(std::move(Made));
  if (const auto *Constructor = dyn_cast<CXXConstructorDecl>(Callee.Decl))
    for (const CXXCtorInitializer *Init : Constructor->inits())
      visit(Init->getInit(), Inner);
  visit(Callee.Body, Inner);
}

void ThreadWalker::visitConstruction(const CXXConstructExpr &Build,
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

} // namespace fastidious
