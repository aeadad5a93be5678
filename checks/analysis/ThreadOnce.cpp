#include "analysis/Outcome.h"
#include "analysis/Place.h"
#include "analysis/StoredValue.h"
#include "analysis/ThreadWalker.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace fastidious {

using Step = MemoryPath::Step;

/// What a function of this object returns, where it does nothing else.
static const Expr *onlyResultOf(const Expr &E, Unit &U) {
  const auto *Call = dyn_cast<CXXMemberCallExpr>(&stripped(E));
  if (!Call || !Call->getMethodDecl() ||
      !isa<CXXThisExpr>(stripped(*Call->getImplicitObjectArgument())))
    return nullptr;
  const Function *Callee = U.find(*Call->getMethodDecl());
  const auto *Body = Callee ? dyn_cast<CompoundStmt>(Callee->Body) : nullptr;
  const auto *Return = Body && Body->size() == 1
                           ? dyn_cast<ReturnStmt>(Body->body_front())
                           : nullptr;
  return Return ? Return->getRetValue() : nullptr;
}

/// The object whose value E is, also where a local variable has it.
static const Expr &originOf(const Expr &E, Unit &U) {
  const auto *Ref = dyn_cast<DeclRefExpr>(&E);
  const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  if (!V || !V->isLocalVarDecl() || !V->getInit() ||
      V->getType()->isReferenceType())
    return E;
  const Expr *Init = V->getInit();
  if (const Expr *Result = onlyResultOf(*Init, U))
    Init = Result;
  return readObject(*Init);
}

/// From here on to the end of the scope Condition is Holds.
void ThreadWalker::assume(const Expr &Condition, bool Holds, Frame &In) {
  const Outcome O = outcomeOf(Condition, Holds, U.Lib);
  IsSeldom |= O.K == Outcome::Failure || isFirstUse(Condition, Holds, In);
  ThreadCondition Known;
  if ((O.K == Outcome::Unset || O.K == Outcome::Differs) &&
      originOf(*O.Object, U).isGLValue()) {
    Known.Pending = Eval.pathOf(originOf(*O.Object, U), In);
    Known.Value = O.Value;
  }
  Conditions.push_back(Story.Conditions.size());
  Story.Conditions.push_back(std::move(Known));
}

bool ThreadWalker::concerns(unsigned Condition, const MemoryPath &P) const {
  return Story.Conditions[Condition].Pending == P;
}

/// The write A makes conditions around it false.
void ThreadWalker::settle(const MemoryAccess &A, Frame &In) {
  const auto Value = storedConstant(*A.At, *In.F);
  for (unsigned I : llvm::reverse(Conditions)) {
    if (!concerns(I, A.Path))
      return;
    ThreadCondition &C = Story.Conditions[I];
    C.IsSettled |= C.Value
                       ? Value && llvm::APSInt::isSameValue(*Value, *C.Value)
                       : !Value || !Value->isZero();
  }
}

/// All that threads write there, they write while it is null, zero or not yet
/// the value that it gets.
bool ThreadWalker::isSetOnce(const MemoryPath &P) const {
  return llvm::none_of(Story.Accesses, [&](const MemoryAccess &A) {
    return A.IsWrite && A.Path == P &&
           llvm::none_of(A.Conditions,
                         [&](unsigned I) { return concerns(I, P); });
  });
}

/// P is the same object whenever a thread comes there.
bool ThreadWalker::isOneObject(const MemoryPath &P) const {
  if (P.Owner != 0)
    return false;
  MemoryPath Pointer = P;
  while (!Pointer.Steps.empty()) {
    const Step Last = Pointer.Steps.pop_back_val();
    if (Last.K == Step::Instance ||
        (Last.K == Step::Index && Last.At.K != ThreadNumber::Constant))
      return false;
    if (Last.K == Step::Deref &&
        llvm::any_of(Story.Accesses, [&](const MemoryAccess &A) {
          return A.IsWrite && A.Path == Pointer;
        }))
      return false;
  }
  return true;
}

/// `if (!first) first = make();`, `if (state == done) return; ...; state =
/// done;`: where nobody sets it back, this happens once.
void ThreadWalker::dropWhatIsDoneOnce() {
  std::vector<bool> IsOnce, IsSet;
  for (const ThreadCondition &C : Story.Conditions) {
    IsSet.push_back(C.Pending && isSetOnce(*C.Pending));
    IsOnce.push_back(IsSet.back() && C.IsSettled && isOneObject(*C.Pending));
  }
  llvm::erase_if(Story.Accesses, [&](const MemoryAccess &A) {
    const bool Drops = llvm::any_of(A.Conditions, [&](unsigned I) {
      return IsOnce[I] || (A.IsWrite && IsSet[I] && concerns(I, A.Path));
    });
    if (Drops && A.IsWrite)
      Story.Flags.push_back(A.Path);
    return Drops;
  });
}

/// `if (x) seen = true;`, and nobody says that it is false: after the first
/// time it stays as it is.
void ThreadWalker::dropStickyFlags() {
  std::vector<MemoryPath> Sticky;
  for (const MemoryAccess &A : Story.Accesses)
    if (A.Flag && llvm::none_of(Story.Accesses, [&](const MemoryAccess &B) {
          return B.IsWrite && B.Path == A.Path && B.Flag != A.Flag;
        }))
      Sticky.push_back(A.Path);
  llvm::erase_if(Story.Accesses, [&](const MemoryAccess &A) {
    return A.IsWrite && llvm::is_contained(Sticky, A.Path);
  });
  Story.Flags.insert(Story.Flags.end(), Sticky.begin(), Sticky.end());
}

} // namespace fastidious
