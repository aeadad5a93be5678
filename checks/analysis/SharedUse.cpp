#include "analysis/SharedUse.h"
#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace fastidious {

using Step = MemoryPath::Step;

constexpr unsigned MaxSummaries = 600;

void SharedUse::summarise() {
  for (const MemoryAccess &A : Story.Accesses) {
    auto It = llvm::find_if(Summaries, [&](const AccessSummary &S) {
      return S.role() == A.Role && S.path() == A.Path &&
             S.All.front()->Phase == A.Phase;
    });
    if (It == Summaries.end()) {
      if (Summaries.size() >= MaxSummaries)
        return;
      It = Summaries.insert(It, AccessSummary{});
    }
    It->All.push_back(&A);
    It->Loops.append(A.Loops.begin(), A.Loops.end());
    if (!A.IsWrite)
      It->ReadLoops.push_back(A.Loops.front());
    const MemoryAccess *&First = A.IsWrite ? It->Write : It->Read;
    // One without a lock contends more.
    if (!First || First->Locks.size() > A.Locks.size())
      First = &A;
  }
}

bool SharedUse::writes(unsigned Role, const MemoryPath &P) const {
  return llvm::any_of(Summaries, [&](const AccessSummary &S) {
    return S.Write && S.role() == Role && S.path() == P;
  });
}

bool SharedUse::isWrittenByAnyone(const MemoryPath &P) const {
  return llvm::any_of(Summaries, [&](const AccessSummary &S) {
    return S.Write && S.path() == P;
  });
}

static bool isPartOf(const MemoryPath &P, const MemoryPath &Whole) {
  return P.hasSameRoot(Whole) && P.Steps.size() >= Whole.Steps.size() &&
         std::equal(Whole.Steps.begin(), Whole.Steps.end(), P.Steps.begin());
}

/// Both under one lock; or one is the lock under which the other is used. The
/// words of one lock are not guarded by it.
bool SharedUse::isGuarded(const MemoryAccess &A, const MemoryAccess &B) const {
  const auto IsUnder = [](const MemoryPath &L, const MemoryAccess &X,
                          const MemoryAccess &Y) {
    const bool IsWord = isPartOf(Y.Path, L);
    return IsWord ? !isPartOf(X.Path, L) : llvm::is_contained(Y.Locks, L);
  };
  return llvm::any_of(A.Locks,
                      [&](const MemoryPath &L) { return IsUnder(L, A, B); }) ||
         llvm::any_of(B.Locks,
                      [&](const MemoryPath &L) { return IsUnder(L, B, A); });
}

/// B's role has a loop that reads B's place and does nothing else to the two.
bool SharedUse::spinsOnlyOn(const AccessSummary &B,
                            const AccessSummary &A) const {
  return llvm::any_of(B.ReadLoops, [&](const Loop *L) {
    return llvm::none_of(Summaries, [&](const AccessSummary &S) {
      return S.role() == B.role() && S.path() == A.path() &&
             llvm::is_contained(S.Loops, L);
    });
  });
}

/// The step at which A leads to its thread's own element, B to any; or none.
static std::optional<unsigned> differentIndex(const MemoryPath &A,
                                              const MemoryPath &B) {
  for (unsigned I = 0; I < A.Steps.size() && I < B.Steps.size(); ++I) {
    if (A.Steps[I] == B.Steps[I])
      continue;
    const auto IsIndex = [](const Step &S) {
      return S.K == Step::Index && (S.At.K == ThreadNumber::PerThread ||
                                    S.At.K == ThreadNumber::Unknown);
    };
    return IsIndex(A.Steps[I]) && IsIndex(B.Steps[I]) ? std::optional(I)
                                                      : std::nullopt;
  }
  return std::nullopt;
}

bool reachDifferently(const MemoryPath &A, const MemoryPath &B) {
  return A.hasSameRoot(B) && differentIndex(A, B);
}

MemoryPath withIndexOf(MemoryPath P, const MemoryPath &Of) {
  const unsigned I = *differentIndex(P, Of);
  P.Steps[I].At = Of.Steps[I].At;
  return P;
}

/// A stop or ready flag: polled in loops, and set once by somebody.
bool SharedUse::isFlag(const MemoryPath &P) const {
  QualType T = P.type();
  const auto *S =
      dyn_cast_or_null<ClassTemplateSpecializationDecl>(recordOf(T));
  if (S && U.Lib.isContended(T) && S->getTemplateArgs().size() > 0 &&
      S->getTemplateArgs()[0].getKind() == TemplateArgument::Type)
    T = S->getTemplateArgs()[0].getAsType();
  const ValueDecl *Named = P.nameBefore(P.Steps.size());
  if (!T->isScalarType() && !U.Lib.isContended(P.type()))
    return false;
  // Set while the threads run; or by a function that no thread is seen in.
  return llvm::is_contained(Story.Flags, P) ||
         (Named &&
          (T->isBooleanType() || U.Lib.facts().namesFlag(Named->getName())) &&
          U.isChangedSomewhere(*Named));
}

/// P is Of, or any element of an array in which Of is one.
static bool covers(const MemoryPath &P, const MemoryPath &Of) {
  if (!P.hasSameRoot(Of) || P.Steps.size() != Of.Steps.size())
    return false;
  return llvm::all_of(llvm::zip(P.Steps, Of.Steps), [](const auto &Pair) {
    const auto &[X, Y] = Pair;
    return X == Y || (X.K == Step::Index && Y.K == Step::Index &&
                      X.At.K != ThreadNumber::Constant);
  });
}

/// P is written under Lock, by whomever.
bool SharedUse::isDataOf(const MemoryPath &P, const MemoryPath &Lock) const {
  return llvm::any_of(Summaries, [&](const AccessSummary &S) {
    return covers(S.path(), P) &&
           llvm::any_of(S.All, [&](const MemoryAccess *A) {
             return A->IsWrite && llvm::is_contained(A->Locks, Lock);
           });
  });
}

/// B's role reads A's place in each loop in which it needs its own: the line
/// travels for that.
bool SharedUse::needsAnyway(const AccessSummary &B,
                            const AccessSummary &A) const {
  return llvm::any_of(Summaries, [&](const AccessSummary &S) {
    return S.Read && S.role() == B.role() && covers(S.path(), A.path()) &&
           llvm::all_of(B.ReadLoops, [&](const Loop *L) {
             return llvm::is_contained(S.Loops, L);
           });
  });
}

/// B's role takes the lock that A is, or under which it is written, whenever it
/// needs its own place: it waits for the other thread anyway.
bool SharedUse::isLockedAnyway(const AccessSummary &B,
                               const AccessSummary &A) const {
  return llvm::all_of(B.All, [&](const MemoryAccess *Need) {
    return llvm::any_of(Story.Accesses, [&](const MemoryAccess &L) {
      return L.IsLock && L.Role == Need->Role &&
             (L.Path == A.path() ||
              llvm::is_contained(A.Write->Locks, L.Path)) &&
             llvm::is_contained(L.Loops, Need->Loops.front()) &&
             llvm::all_of(L.Conditions, [&](unsigned I) {
               return llvm::is_contained(Need->Conditions, I);
             });
    });
  });
}

bool SharedUse::contends(const AccessSummary &A, const AccessSummary &B) const {
  if (!Story.overlap(*A.Write, *B.any()) || isGuarded(*A.Write, *B.any()))
    return false;
  if (A.Write->IsLock && !U.Lib.isContended(B.path().type()) &&
      isDataOf(B.path(), A.path()))
    return false; // a lock that is not seen everywhere
  if (isLockedAnyway(B, A))
    return false;
  const bool SameRole = A.role() == B.role();
  if (SameRole && A.path().Owner == A.role() && A.role() != 0)
    return false; // each thread has its own
  if (!isWrittenByAnyone(B.path()))
    return !isFlag(B.path()) && !needsAnyway(B, A);
  const bool BothWriteB = writes(A.role(), B.path());
  const bool BothWriteA = writes(B.role(), A.path());
  if (!BothWriteA && !BothWriteB)
    return true;
  if (SameRole && reachDifferently(A.path(), B.path()))
    return !(writes(A.role(), withIndexOf(B.path(), A.path())) &&
             writes(A.role(), withIndexOf(A.path(), B.path())));
  // All write both: the line travels anyway, but not for who only waits.
  return SameRole && B.Read && spinsOnlyOn(B, A);
}

} // namespace fastidious
