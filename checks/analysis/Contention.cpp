#include "analysis/Contention.h"
#include "analysis/SharedUse.h"

using namespace clang;

namespace fastidious {

namespace {

using Step = MemoryPath::Step;
using Summary = AccessSummary;

class Finder {
public:
  Finder(const ThreadStory &Story, Unit &U, CharUnits Line)
      : Story(Story), U(U), Line(Line), Use(Story, U) {}

  std::vector<Contention> find();

private:
  void examineElement(const Summary &S);
  void examinePair(const Summary &A, const Summary &B);
  void examineVariables(const Summary &A, const Summary &B);
  void examineParts(const Summary &A, const Summary &B, unsigned Common);
  bool isHandedOut(const MemoryPath &P) const;
  bool canShareLine(const Extent &X, const Extent &Y, QualType In) const;
  void report(const void *Key, Contention C) {
    if (Reported.insert(Key).second)
      Found.push_back(std::move(C));
  }

  const ThreadStory &Story;
  Unit &U;
  const CharUnits Line;
  const SharedUse Use;
  llvm::DenseSet<const void *> Reported;
  std::vector<Contention> Found;
};

std::vector<Contention> Finder::find() {
  for (const Summary &S : Use.summaries())
    examineElement(S);
  for (const Summary &A : Use.summaries())
    for (const Summary &B : Use.summaries())
      if (A.Write)
        examinePair(A, B);
  return std::move(Found);
}

bool Finder::canShareLine(const Extent &X, const Extent &Y, QualType In) const {
  const CharUnits Align = U.Context.getTypeAlignInChars(In);
  return shareLine(X, Y, Align, Line).Shared > 0;
}

/// How many steps the ways to A and B have in common; nothing where they lie
/// in different objects, or surely in different elements.
/// \param Alike  the roles do the same, each to its own elements.
/// \param Any  one of them goes to all elements.
std::optional<unsigned> commonSteps(const MemoryPath &A, const MemoryPath &B,
                                    bool Alike, bool Any) {
  if (!A.hasSameRoot(B))
    return std::nullopt;
  unsigned I = 0;
  const unsigned End = std::min(A.Steps.size(), B.Steps.size());
  for (; I < End && A.Steps[I] == B.Steps[I]; ++I) {
    // Another element for each thread, or for each side.
    const bool IsIndex = A.Steps[I].K == Step::Index;
    const bool IsKnown = A.Steps[I].At.K == ThreadNumber::Constant;
    const bool IsOwn = A.Steps[I].At.isOfThread();
    if ((IsIndex || A.Steps[I].K == Step::Instance) &&
        ((!IsKnown && Alike) || (IsIndex && !IsKnown && !IsOwn && !Any)))
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
  if (&A == &B || !Use.contends(A, B))
    return;
  if (!A.path().hasSameRoot(B.path()))
    return examineVariables(A, B);
  // One that any thread takes may be the one that another has for its own.
  const bool Any = A.role() == B.role() && reachDifferently(A.path(), B.path());
  const MemoryPath Same = Any ? withIndexOf(A.path(), B.path()) : A.path();
  const auto Common = commonSteps(
      Same, B.path(), !Any && Story.areAlike(A.role(), B.role()), Any);
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
         llvm::any_of(Use.summaries(), [&](const Summary &S) {
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
