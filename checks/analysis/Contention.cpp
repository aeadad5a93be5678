#include "analysis/Contention.h"
#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace fastidious {

namespace {

using Step = MemoryPath::Step;

/// What one role does to one place between two barriers, in loops.
struct Summary {
  const MemoryAccess *Write = nullptr;
  const MemoryAccess *Read = nullptr;
  /// Innermost loops of its reads, and of all its accesses.
  llvm::SmallVector<const Loop *, 2> ReadLoops, Loops;
  std::vector<const MemoryAccess *> All;

  const MemoryPath &path() const { return All.front()->Path; }
  unsigned role() const { return All.front()->Role; }
  const MemoryAccess *any() const { return Write ? Write : Read; }
};

class Finder {
public:
  Finder(const ThreadStory &Story, Unit &U, CharUnits Line)
      : Story(Story), U(U), Line(Line) {}

  std::vector<Contention> find();

private:
  void summarise();
  void examineElement(const Summary &S);
  void examinePair(const Summary &A, const Summary &B);
  void examineVariables(const Summary &A, const Summary &B);
  void examineParts(const Summary &A, const Summary &B, unsigned Common);
  bool contends(const Summary &A, const Summary &B) const;
  bool writes(unsigned Role, const MemoryPath &P) const;
  bool isWrittenByAnyone(const MemoryPath &P) const;
  bool spinsOnlyOn(const Summary &B, const Summary &A) const;
  bool isFlag(const MemoryPath &P) const;
  bool needsAnyway(const Summary &B, const Summary &A) const;
  bool isHandedOut(const MemoryPath &P) const;
  bool isGuarded(const MemoryAccess &A, const MemoryAccess &B) const;
  bool canShareLine(const Extent &X, const Extent &Y, QualType In) const;
  void report(const void *Key, Contention C) {
    if (Reported.insert(Key).second)
      Found.push_back(std::move(C));
  }

  const ThreadStory &Story;
  Unit &U;
  const CharUnits Line;
  std::vector<Summary> Summaries;
  llvm::DenseSet<const void *> Reported;
  std::vector<Contention> Found;
};

constexpr unsigned MaxSummaries = 600;

std::vector<Contention> Finder::find() {
  summarise();
  for (const Summary &S : Summaries)
    examineElement(S);
  for (const Summary &A : Summaries)
    for (const Summary &B : Summaries)
      if (A.Write)
        examinePair(A, B);
  return std::move(Found);
}

void Finder::summarise() {
  for (const MemoryAccess &A : Story.Accesses) {
    auto It = llvm::find_if(Summaries, [&](const Summary &S) {
      return S.role() == A.Role && S.path() == A.Path &&
             S.All.front()->Phase == A.Phase;
    });
    if (It == Summaries.end()) {
      if (Summaries.size() >= MaxSummaries)
        return;
      It = Summaries.insert(It, Summary{});
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

bool Finder::writes(unsigned Role, const MemoryPath &P) const {
  return llvm::any_of(Summaries, [&](const Summary &S) {
    return S.Write && S.role() == Role && S.path() == P;
  });
}

bool Finder::isWrittenByAnyone(const MemoryPath &P) const {
  return llvm::any_of(
      Summaries, [&](const Summary &S) { return S.Write && S.path() == P; });
}

bool isPartOf(const MemoryPath &P, const MemoryPath &Whole) {
  return P.hasSameRoot(Whole) && P.Steps.size() >= Whole.Steps.size() &&
         std::equal(Whole.Steps.begin(), Whole.Steps.end(), P.Steps.begin());
}

/// Both under one lock; or one is the lock under which the other is used. The
/// words of one lock are not guarded by it.
bool Finder::isGuarded(const MemoryAccess &A, const MemoryAccess &B) const {
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
bool Finder::spinsOnlyOn(const Summary &B, const Summary &A) const {
  return llvm::any_of(B.ReadLoops, [&](const Loop *L) {
    return llvm::none_of(Summaries, [&](const Summary &S) {
      return S.role() == B.role() && S.path() == A.path() &&
             llvm::is_contained(S.Loops, L);
    });
  });
}

/// The step at which A leads to its thread's own element, B to any; or none.
std::optional<unsigned> differentIndex(const MemoryPath &A,
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

/// What P leads to from the element that Of reaches.
MemoryPath withIndexOf(MemoryPath P, const MemoryPath &Of) {
  const unsigned I = *differentIndex(P, Of);
  P.Steps[I].At = Of.Steps[I].At;
  return P;
}

/// A stop or ready flag: polled in loops, and set once by somebody.
bool Finder::isFlag(const MemoryPath &P) const {
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
         (Named && (T->isBooleanType() || U.Lib.namesFlag(Named->getName())) &&
          U.isChangedSomewhere(*Named));
}

/// P is Of, or any element of an array in which Of is one.
bool covers(const MemoryPath &P, const MemoryPath &Of) {
  if (!P.hasSameRoot(Of) || P.Steps.size() != Of.Steps.size())
    return false;
  return llvm::all_of(llvm::zip(P.Steps, Of.Steps), [](const auto &Pair) {
    const auto &[X, Y] = Pair;
    return X == Y || (X.K == Step::Index && Y.K == Step::Index &&
                      X.At.K != ThreadNumber::Constant);
  });
}

/// B's role reads A's place in each loop in which it needs its own: the line
/// travels for that.
bool Finder::needsAnyway(const Summary &B, const Summary &A) const {
  return llvm::any_of(Summaries, [&](const Summary &S) {
    return S.Read && S.role() == B.role() && covers(S.path(), A.path()) &&
           llvm::all_of(B.ReadLoops, [&](const Loop *L) {
             return llvm::is_contained(S.Loops, L);
           });
  });
}

/// A's role writes its place again and again while another thread needs B's:
/// more distance would spare both the traffic.
bool Finder::contends(const Summary &A, const Summary &B) const {
  if (!Story.overlap(*A.Write, *B.any()) || isGuarded(*A.Write, *B.any()))
    return false;
  const bool SameRole = A.role() == B.role();
  if (SameRole && A.path().Owner == A.role() && A.role() != 0)
    return false; // each thread has its own
  if (!isWrittenByAnyone(B.path()))
    return !isFlag(B.path()) && !(!SameRole && needsAnyway(B, A));
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

bool Finder::canShareLine(const Extent &X, const Extent &Y, QualType In) const {
  const CharUnits Align = U.Context.getTypeAlignInChars(In);
  return shareLine(X, Y, Align, Line).Shared > 0;
}

/// How many steps the ways to A and B have in common; nothing where they lie
/// in different objects, or surely in different elements.
std::optional<unsigned> commonSteps(const MemoryPath &A, const MemoryPath &B,
                                    bool SameRole) {
  if (!A.hasSameRoot(B))
    return std::nullopt;
  unsigned I = 0;
  const unsigned End = std::min(A.Steps.size(), B.Steps.size());
  for (; I < End && A.Steps[I] == B.Steps[I]; ++I) {
    // Another element for each thread.
    const bool IsKnown = A.Steps[I].At.K == ThreadNumber::Constant;
    if ((A.Steps[I].K == Step::Index || A.Steps[I].K == Step::Instance) &&
        !IsKnown && SameRole)
      return std::nullopt;
  }
  if (I == A.Steps.size() || I == B.Steps.size())
    return std::nullopt;
  return I;
}

bool leavesObject(const MemoryPath &P, unsigned From) {
  return llvm::any_of(llvm::ArrayRef(P.Steps).drop_front(From),
                      [](const Step &S) { return S.K == Step::Deref; });
}

/// What the steps from From lead to, as the user writes it.
std::string nameOf(const MemoryPath &P, unsigned From,
                   const VarDecl *Variable = nullptr) {
  if (!P.Steps.empty() && P.Steps.back().K == Step::VirtualTable)
    return "the pointer to the virtual table";
  std::string Name = Variable ? Variable->getNameAsString() : "";
  for (const Step &S : llvm::ArrayRef(P.Steps).drop_front(From))
    if (S.Member && S.Member->getDeclName())
      Name += (Name.empty() ? "" : ".") + S.Member->getNameAsString();
  return Name.empty() ? "another part" : "'" + Name + "'";
}

void Finder::examinePair(const Summary &A, const Summary &B) {
  if (&A == &B || !contends(A, B))
    return;
  if (!A.path().hasSameRoot(B.path()))
    return examineVariables(A, B);
  // One that any thread takes may be the one that another has for its own.
  const bool Any = A.role() == B.role() && reachDifferently(A.path(), B.path());
  const MemoryPath Same = Any ? withIndexOf(A.path(), B.path()) : A.path();
  const auto Common = commonSteps(Same, B.path(), !Any && A.role() == B.role());
  if (Common && !leavesObject(A.path(), *Common) &&
      !leavesObject(B.path(), *Common))
    examineParts(A, B, *Common);
}

/// The record that holds both, the derived class for a base's field.
const CXXRecordDecl *holderOf(const MemoryPath &A, const MemoryPath &B,
                              unsigned Common) {
  const Step &X = A.Steps[Common], &Y = B.Steps[Common];
  const FieldDecl *F = X.Member ? X.Member : Y.Member;
  const auto *Class = F ? dyn_cast<CXXRecordDecl>(F->getParent()) : nullptr;
  if (Class &&
      (X.Member && Y.Member ? X.Member->getParent() == Y.Member->getParent()
                            : Class->isPolymorphic()))
    return Class;
  const CXXRecordDecl *R = recordOf(A.typeAfter(Common));
  return R ? R->getDefinition() : nullptr;
}

void Finder::examineParts(const Summary &A, const Summary &B, unsigned Common) {
  const bool IsElement = A.path().Steps[Common].K == Step::Index;
  if (IsElement && (A.path().Steps[Common].At.K != ThreadNumber::Constant ||
                    B.path().Steps[Common].At.K != ThreadNumber::Constant))
    return;
  // The elements of a container are reported: they move, and its header with
  // them.
  const ValueDecl *Read = B.path().nameBefore(B.path().Steps.size());
  if (!B.Write && Read && Reported.contains(Read->getCanonicalDecl()))
    return;
  const auto X = extentIn(A.path(), Common, U.Context);
  const auto Y = extentIn(B.path(), Common, U.Context);
  if (!X || !Y || !canShareLine(*X, *Y, A.path().typeAfter(Common)))
    return;
  Contention C{IsElement ? Contention::Elements : Contention::Fields};
  C.Write = A.Write;
  C.Other = B.any();
  C.WriteName = nameOf(A.path(), Common);
  C.OtherName = nameOf(B.path(), Common);
  C.WriteBytes = *X;
  C.OtherBytes = *Y;
  if (C.K == Contention::Fields) {
    C.Record = holderOf(A.path(), B.path(), Common);
    if (C.Record)
      report(C.Record->getCanonicalDecl(), C);
    return;
  }
  C.Array = A.path().nameBefore(Common);
  C.Stride = U.Context.getTypeSizeInChars(A.path().Steps[Common].Type);
  if (C.Array)
    report(C.Array->getCanonicalDecl(), C);
}

/// One element for each thread, less than a line from the next.
void Finder::examineElement(const Summary &S) {
  if (!S.Write || !Story.Roles[S.role()].Many ||
      (S.path().Owner == S.role() && S.role() != 0))
    return;
  for (unsigned I = 0; I < S.path().Steps.size(); ++I) {
    const Step &Element = S.path().Steps[I];
    if (Element.K != Step::Index || leavesObject(S.path(), I + 1) ||
        Element.Type->isIncompleteType())
      continue;
    const bool ByThread = Element.At.isOfThread();
    const bool IsStripe =
        Element.At.K != ThreadNumber::Constant && S.Write->IsLock;
    if (!ByThread && !IsStripe)
      continue;
    // A lock for all elements: their data travels with it.
    if (llvm::any_of(S.Write->Locks, [&](const MemoryPath &L) {
          return !L.hasSameRoot(S.path()) || L.Steps.size() <= I;
        }))
      continue;
    const CharUnits Stride = U.Context.getTypeSizeInChars(Element.Type) *
                             (ByThread ? std::abs(Element.At.N) : 1);
    const ValueDecl *Array = S.path().nameBefore(I);
    if (Stride >= Line || !Array)
      continue;
    Contention C{Contention::Elements};
    C.Array = Array;
    C.Write = C.Other = S.Write;
    C.IsDealtOut = Element.At.K == ThreadNumber::Spread;
    C.Stride = Stride;
    return report(Array->getCanonicalDecl(), C);
  }
}

/// A local variable that only its own thread uses lies in a register.
bool Finder::isHandedOut(const MemoryPath &P) const {
  return P.Variable->hasGlobalStorage() ||
         llvm::any_of(Summaries, [&](const Summary &S) {
           return S.path().hasSameRoot(P) && S.role() != P.Owner;
         });
}

/// Both are laid out by the compiler or linker in the order of declaration.
bool canBeNeighbours(const VarDecl &V, const VarDecl &W) {
  return V.getDeclContext()->getRedeclContext() ==
             W.getDeclContext()->getRedeclContext() &&
         V.hasGlobalStorage() == W.hasGlobalStorage() && !isa<ParmVarDecl>(V) &&
         !isa<ParmVarDecl>(W) && !V.getType().isConstQualified() &&
         !W.getType().isConstQualified();
}

/// The variables from First to Last in the order of their declaration.
std::vector<const VarDecl *> variablesBetween(const VarDecl &First,
                                              const VarDecl &Last,
                                              const SourceManager &SM) {
  std::vector<const VarDecl *> Between;
  for (const Decl *D : First.getDeclContext()->decls()) {
    const auto *V = dyn_cast<VarDecl>(D);
    if (V && V->hasGlobalStorage() == First.hasGlobalStorage() &&
        !isa<ParmVarDecl>(V) && !V->getType()->isReferenceType() &&
        !V->getType().isConstQualified() &&
        !SM.isBeforeInTranslationUnit(V->getLocation(), First.getLocation()) &&
        !SM.isBeforeInTranslationUnit(Last.getLocation(), V->getLocation()))
      Between.push_back(V);
  }
  return Between;
}

void Finder::examineVariables(const Summary &A, const Summary &B) {
  const VarDecl *First = A.path().Variable, *Last = B.path().Variable;
  if (!First || !Last || First == Last || A.path().Owner != B.path().Owner ||
      !canBeNeighbours(*First, *Last) || leavesObject(A.path(), 0) ||
      leavesObject(B.path(), 0))
    return;
  // What is only read of a local is in a register, or cheap to put there.
  if (!First->hasGlobalStorage() && !B.Write)
    return;
  if (!isHandedOut(A.path()) || !isHandedOut(B.path()))
    return;
  const SourceManager &SM = U.Context.getSourceManager();
  auto X = extentIn(A.path(), 0, U.Context);
  auto Y = extentIn(B.path(), 0, U.Context);
  if (!X || !Y)
    return;
  if (SM.isBeforeInTranslationUnit(Last->getLocation(), First->getLocation())) {
    std::swap(First, Last);
    std::swap(X, Y);
  }
  CharUnits Offset = CharUnits::Zero(), Align = CharUnits::One();
  for (const VarDecl *V : variablesBetween(*First, *Last, SM)) {
    if (V->getType()->isIncompleteType())
      return;
    const CharUnits Own = U.Context.getDeclAlign(V);
    Align = std::max(Align, Own);
    Offset = Offset.alignTo(Own);
    if (V == Last)
      break;
    Offset += U.Context.getTypeSizeInChars(V->getType());
  }
  Y->Begin += Offset;
  Y->End += Offset;
  if (shareLine(*X, *Y, Align, Line).Shared == 0)
    return;
  Contention C{Contention::Variables};
  C.Array = First;
  C.Neighbour = Last;
  C.Write = A.Write;
  C.Other = B.any();
  C.WriteName = nameOf(A.path(), 0, A.path().Variable);
  C.OtherName = nameOf(B.path(), 0, B.path().Variable);
  C.WriteBytes = *X;
  C.OtherBytes = *Y;
  report(First->getCanonicalDecl(), C);
}

} // namespace

std::vector<Contention> findContention(const ThreadStory &Story, Unit &U,
                                       CharUnits Line) {
  return Finder(Story, U, Line).find();
}

} // namespace fastidious
