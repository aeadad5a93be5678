#include "analysis/Place.h"
#include "analysis/StoredValue.h"
#include "analysis/ThreadWalker.h"
#include "analysis/Use.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace fastidious {

/// A guard of this file.
bool ThreadWalker::releasesAtEnd(const CXXRecordDecl &R) {
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

void ThreadWalker::visitGuard(const CXXConstructExpr &Build, Frame &In) {
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

void ThreadWalker::visitLocking(const CallExpr &Call, Frame &In) {
  const Locking K = U.Lib.locking(*Call.getDirectCallee());
  const Expr *Object = objectOrFirst(Call);
  const auto P = Object ? Eval.targetOf(*Object, In) : std::nullopt;
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

/// The object that the statement S gives a constant, by `=` or a call.
static const Expr *objectStored(const Stmt &S) {
  const auto *E = dyn_cast<Expr>(&S);
  if (!E)
    return nullptr;
  const Expr &At = stripped(*E);
  if (const auto *Op = dyn_cast<BinaryOperator>(&At))
    return Op->getOpcode() == BO_Assign ? &stripped(*Op->getLHS()) : nullptr;
  const auto *Call = dyn_cast<CallExpr>(&At);
  const Expr *Object = Call ? objectOf(*Call) : nullptr;
  return Object ? &stripped(*Object) : nullptr;
}

static bool isZero(const std::optional<llvm::APSInt> &N) {
  return N && N->isZero();
}

/// `while (word.load() != 0);`, or a call that is given the word and zero.
bool ThreadWalker::waitsFor(const Stmt &S, const MemoryPath &Word, Frame &In) {
  const auto IsWord = [&](const Stmt *Part) {
    const auto *E = dyn_cast_or_null<Expr>(Part);
    const auto P = E && E->isGLValue() ? Eval.pathOf(*E, In) : std::nullopt;
    return P && *P == Word;
  };
  if (const auto *While = dyn_cast<WhileStmt>(&S)) {
    llvm::SmallVector<const Stmt *, 8> Parts = {While->getCond()};
    for (unsigned I = 0; I < Parts.size(); ++I) {
      if (IsWord(Parts[I]))
        return true;
      for (const Stmt *Child : Parts[I]->children())
        if (Child)
          Parts.push_back(Child);
    }
    return false;
  }
  const auto *E = dyn_cast<Expr>(&S);
  const auto *Call = E ? dyn_cast<CallExpr>(&stripped(*E)) : nullptr;
  const auto IsZeroArgument = [&](const Expr *A) {
    Expr::EvalResult Value;
    return !A->isValueDependent() && A->getType()->isIntegralType(U.Context) &&
           A->EvaluateAsInt(Value, U.Context) && Value.Val.getInt().isZero();
  };
  return Call && llvm::any_of(Call->arguments(), IsWord) &&
         llvm::any_of(Call->arguments(), [&](const Expr *A) {
           return IsZeroArgument(&stripped(*A));
         });
}

/// The statement after which the word is taken: the loop that exchanges it, or
/// the store after the wait.
const Stmt *ThreadWalker::takesWord(llvm::ArrayRef<const Stmt *> Before,
                                    const MemoryPath &Word, Frame &In) {
  const Stmt *Taken = nullptr;
  for (const Stmt *S : llvm::reverse(Before)) {
    if (waitsFor(*S, Word, In)) {
      const auto *While = dyn_cast<WhileStmt>(S);
      const auto *Call =
          While ? dyn_cast<CallExpr>(&stripped(*While->getCond())) : nullptr;
      const CXXMethodDecl *Method = Call ? methodOf(*Call) : nullptr;
      return Method && U.Lib.isRetried(*Method) ? S : Taken;
    }
    const Expr *Object = objectStored(*S);
    const auto N = Object ? storedConstant(*Object, *In.F) : std::nullopt;
    if (N && !N->isZero() && Eval.pathOf(*Object, In) == Word)
      Taken = S;
  }
  return nullptr;
}

llvm::SmallVector<ThreadWalker::WordLock, 1>
ThreadWalker::wordLocksIn(const CompoundStmt &S, Frame &In) {
  llvm::SmallVector<WordLock, 1> Found;
  const llvm::ArrayRef<Stmt *> Body(S.body_begin(), S.size());
  for (unsigned I = 1; I < Body.size(); ++I) {
    const Expr *Object = objectStored(*Body[I]);
    if (!Object || !isZero(storedConstant(*Object, *In.F)))
      continue;
    const auto Word = Eval.pathOf(*Object, In);
    const llvm::SmallVector<const Stmt *, 8> Before(Body.begin(),
                                                    Body.begin() + I);
    if (const Stmt *From = Word ? takesWord(Before, *Word, In) : nullptr)
      Found.push_back({*Word, From, Body[I]});
  }
  return Found;
}

} // namespace fastidious
