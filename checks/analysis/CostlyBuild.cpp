#include "analysis/CostlyBuild.h"
#include "analysis/Filling.h"
#include "analysis/Leaving.h"
#include "analysis/ThreadStart.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace fastidious {

namespace {

using Arguments = llvm::SmallVector<const Expr *, 4>;

Arguments given(const CXXConstructExpr &Build) {
  Arguments Found;
  for (const Expr *A : Build.arguments())
    if (!isa<CXXDefaultArgExpr>(A))
      Found.push_back(A);
  return Found;
}

/// What decides about random numbers: the variables, other than the sources
/// of true random numbers.
void addSeeds(const Stmt *S, Function &F, llvm::SmallVectorImpl<Input> &Inputs,
              unsigned Depth = 0) {
  llvm::SmallVector<const ValueDecl *, 4> Named;
  variablesIn(S, Named);
  for (const ValueDecl *D : Named) {
    const auto *V = dyn_cast<VarDecl>(D);
    const CostlyClass *C = F.U.Lib.costlyClass(D->getType());
    if (!V || (C && C->TheKind == CostlyClass::Device))
      continue;
    // `std::seed_seq seeds{device(), device()};`
    if (!C && V->isLocalVarDecl() && V->getType()->isRecordType() &&
        V->hasInit() && Depth < 2)
      addSeeds(V->getInit(), F, Inputs, Depth + 1);
    else
      Inputs.push_back({nullptr, V});
  }
}

/// A variable of that name is among what S names: `std::ios::app`.
bool mentions(const Stmt *S, StringRef Name) {
  const auto *Ref = dyn_cast_or_null<DeclRefExpr>(S);
  if (Ref && Ref->getDecl()->getDeclName().isIdentifier() &&
      Ref->getDecl()->getName() == Name)
    return true;
  return S && llvm::any_of(S->children(), [&](const Stmt *Child) {
           return mentions(Child, Name);
         });
}

/// The arguments with which a file is opened: by the constructor, or later by
/// the only call of its member function.
std::optional<Arguments> opening(const CXXConstructExpr &Build,
                                 const CostlyClass &C, const VarDecl *V,
                                 Function &F) {
  Arguments Given = given(Build);
  if (!Given.empty() || !V)
    return Given;
  unsigned Calls = 0;
  forEachUse(*V, F, {}, [&](const Use &U) {
    const auto *Call = dyn_cast_or_null<CXXMemberCallExpr>(U.By);
    const CXXMethodDecl *M = Call ? Call->getMethodDecl() : nullptr;
    if (U.K != Use::Call || !M || spelledName(*M) != C.Open)
      return;
    ++Calls;
    for (const Expr *A : Call->arguments())
      if (!isa<CXXDefaultArgExpr>(A))
        Given.push_back(A);
  });
  if (Calls != 1)
    return std::nullopt;
  return Given;
}

class Finder {
public:
  /// \param AnyObject  also objects that are cheap to build, or whose end has
  /// an effect.
  explicit Finder(Function &F, bool AnyObject = false)
      : F(F), AnyObject(AnyObject) {}

  void construction(const CXXConstructExpr &Build);
  void allocation(const CXXNewExpr &New);
  void call(const CallExpr &Call);

  llvm::SmallVector<CostlyBuild, 2> Found;

private:
  void container(const CXXConstructExpr &Build, const CostlyClass &C,
                 const Fate &Made);
  void file(const CXXConstructExpr &Build, const CostlyClass &C,
            const Fate &Made);
  const VarDecl *ownerOf(const Expr &Made);
  void owned(const Expr &At, const VarDecl &Owner, QualType Object,
             llvm::ArrayRef<const Expr *> Given, bool IsArray);
  void released(const Expr &At, QualType Object,
                llvm::ArrayRef<const Expr *> Given,
                llvm::function_ref<bool(const Stmt *)> IsRelease);
  void addObject(const Expr &At, const VarDecl &V, QualType Object,
                 llvm::ArrayRef<const Expr *> Given, bool IsArray);
  /// A seed is not worth a report of its own.
  bool isInEngine(const Stmt &S);

  Function &F;
  const bool AnyObject;
};

bool Finder::isInEngine(const Stmt &S) {
  for (const Stmt *Up = F.parent(&S); Up && Up != F.Body; Up = F.parent(Up))
    if (const auto *Build = dyn_cast<CXXConstructExpr>(Up))
      if (const CostlyClass *C = F.U.Lib.costlyClass(Build->getType());
          C && C->TheKind == CostlyClass::Engine)
        return true;
  return false;
}

/// `std::istringstream(line) >> x`
bool isStreamed(const Expr &Temporary, const Function &F) {
  const Stmt *P = F.semanticParent(&Temporary);
  for (; isa_and_nonnull<CXXFunctionalCastExpr>(P); P = F.semanticParent(P))
    ;
  const auto *Op = dyn_cast_or_null<CXXOperatorCallExpr>(P);
  return Op && (Op->getOperator() == OO_GreaterGreater ||
                Op->getOperator() == OO_LessLess);
}

/// `std::shuffle(first, last, std::mt19937(seed))`: used by the call only.
bool isUsedByLibrary(const Expr &Temporary, const Function &F) {
  const Stmt *P = F.semanticParent(&Temporary);
  for (; isa_and_nonnull<CXXFunctionalCastExpr>(P); P = F.semanticParent(P))
    ;
  const auto *Call = dyn_cast_or_null<CallExpr>(P);
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  return Callee && Callee->getReturnType()->isVoidType() &&
         F.U.Context.getSourceManager().isInSystemHeader(Callee->getLocation());
}

void Finder::construction(const CXXConstructExpr &Build) {
  const CostlyClass *C = F.U.Lib.costlyClass(Build.getType());
  if (!C || Build.getConstructor()->isMoveConstructor())
    return;
  const Fate Made = fateOf(Build, F);
  const VarDecl *V = Made.Variable;
  if (V ? V->isImplicit() || V->getType()->isReferenceType() ||
              leavesScope(*V, F)
        : Made.K != Fate::Temporary && !isStreamed(Build, F) &&
              !(C->TheKind == CostlyClass::Engine && isUsedByLibrary(Build, F)))
    return;
  const bool IsCopy = Build.getConstructor()->isCopyConstructor();
  switch (C->TheKind) {
  case CostlyClass::Container:
  case CostlyClass::Adapter:
  case CostlyClass::Text:
    return container(Build, *C, Made);
  case CostlyClass::Stream:
    Found.push_back({CostlyBuild::Stream, &Build, V});
    return;
  case CostlyClass::InFile:
  case CostlyClass::OutFile:
    return file(Build, *C, Made);
  case CostlyClass::Engine: {
    CostlyBuild B{CostlyBuild::Engine, &Build, V};
    for (const Expr *A : Build.arguments())
      addSeeds(A, F, B.Inputs);
    if (!IsCopy)
      Found.push_back(std::move(B));
    return;
  }
  case CostlyClass::Device:
    if (!isInEngine(Build))
      Found.push_back({CostlyBuild::Device, &Build, V});
    return;
  case CostlyClass::Locale: {
    const Arguments Given = given(Build);
    // Another one, and a copy of the global one, is counted only.
    if (Given.size() == 1 && !IsCopy)
      Found.push_back({CostlyBuild::Locale, &Build, V, {{Given.front()}}});
    return;
  }
  }
}

/// Not one of several: `c ? vector(n) : vector()`.
bool isInitializer(const CXXConstructExpr &Build, const VarDecl &V) {
  const Expr *At = &stripped(*V.getInit());
  while (const auto *Copy = dyn_cast<CXXConstructExpr>(At)) {
    if (Copy == &Build)
      return true;
    if (!Copy->getConstructor()->isCopyOrMoveConstructor())
      return false;
    At = &stripped(*Copy->getArg(0));
  }
  return false;
}

void Finder::container(const CXXConstructExpr &Build, const CostlyClass &C,
                       const Fate &Made) {
  if (Made.K != Fate::Local || !F.U.Lib.usesHeap(Build.getType()) ||
      !isInitializer(Build, *Made.Variable))
    return;
  const VarDecl &V = *Made.Variable;
  // To start the threads costs far more.
  if (holdsThreads(V.getType(), F.U.Lib))
    return;
  const Filling Filled = fillingOf(Build, C, V, F);
  if (!Filled.AtBirth && !Filled.Later)
    return;
  if (C.TheKind == CostlyClass::Adapter)
    Found.push_back({CostlyBuild::Adapter, &Build, &V});
  else if (Filled.IsChanged)
    Found.push_back({CostlyBuild::Container, &Build, &V});
  // A copy that is only read: another check's matter.
  else if (!Filled.IsCopy) {
    CostlyBuild B{CostlyBuild::Constant, &Build, &V};
    for (const Expr *A : given(Build))
      B.Inputs.push_back({A});
    Found.push_back(std::move(B));
  }
}

void Finder::file(const CXXConstructExpr &Build, const CostlyClass &C,
                  const Fate &Made) {
  const auto Given = opening(Build, C, Made.Variable, F);
  if (!Given || Given->empty())
    return;
  const bool Adds = llvm::any_of(
      *Given, [&](const Expr *A) { return mentions(A, C.Append); });
  // Opened anew, it begins anew.
  if (C.TheKind == CostlyClass::OutFile && !Adds)
    return;
  CostlyBuild B{CostlyBuild::File, &Build, Made.Variable};
  for (const Expr *A : *Given)
    B.Inputs.push_back({A});
  Found.push_back(std::move(B));
}

/// The end of such an object may do something that is meant to be done.
bool endsWithEffect(QualType T) {
  const CXXRecordDecl *R = recordOf(T);
  const CXXDestructorDecl *D =
      R && R->hasDefinition() ? R->getDestructor() : nullptr;
  if (!D || !D->isUserProvided())
    return false;
  const auto *Body = dyn_cast_or_null<CompoundStmt>(D->getBody());
  return !Body || !Body->body_empty();
}

void Finder::addObject(const Expr &At, const VarDecl &V, QualType Object,
                       llvm::ArrayRef<const Expr *> Given, bool IsArray) {
  const CXXRecordDecl *R = recordOf(Object);
  // Regular expressions have a check of their own.
  if (R && (F.U.Lib.sharesItself(*R) || (!AnyObject && F.U.Lib.regexClass(R))))
    return;
  CostlyBuild B{IsArray ? CostlyBuild::Block : CostlyBuild::Object, &At, &V};
  if (!IsArray && !AnyObject) {
    const auto *S = dyn_cast_or_null<CXXRecordDecl>(R);
    const bool IsLibrary =
        S && F.U.Context.getSourceManager().isInSystemHeader(S->getLocation());
    if (!IsLibrary && endsWithEffect(Object))
      return;
  }
  if (!IsArray)
    for (const Expr *A : Given)
      B.Inputs.push_back({A});
  Found.push_back(std::move(B));
}

void Finder::owned(const Expr &At, const VarDecl &Owner, QualType Object,
                   llvm::ArrayRef<const Expr *> Given, bool IsArray) {
  if (!pointerLeavesScope(Owner, F))
    addObject(At, Owner, Object, Given, IsArray);
}

/// `delete p`, `free(p)`: p is the operand.
const Stmt *userOf(const Use &U, Function &F) {
  const Stmt *User = U.By;
  for (; isa_and_nonnull<CastExpr>(User); User = F.semanticParent(User))
    ;
  return User;
}

bool isNullAssigned(const Use &U, const ASTContext &Context) {
  const auto *Op = dyn_cast_or_null<BinaryOperator>(U.By);
  return U.K == Use::Assign && Op &&
         Op->getRHS()->isNullPointerConstant(const_cast<ASTContext &>(Context),
                                             Expr::NPC_ValueDependentIsNull) !=
             Expr::NPCK_NotNull;
}

void Finder::released(const Expr &At, QualType Object,
                      llvm::ArrayRef<const Expr *> Given,
                      llvm::function_ref<bool(const Stmt *)> IsRelease) {
  const Fate Made = fateOf(At, F);
  const VarDecl *V = Made.Variable;
  if (Made.K == Fate::Assigned)
    if (const auto *Ref = dyn_cast<DeclRefExpr>(&stripped(*Made.To)))
      V = dyn_cast<VarDecl>(Ref->getDecl());
  if (!V || !V->hasLocalStorage() || isa<ParmVarDecl>(V) ||
      !V->getType()->isPointerType())
    return;
  const auto Loops = F.loopsAround(At);
  bool IsReleased = false;
  const auto IsExempt = [&](const Use &U) {
    const Stmt *User = userOf(U, F);
    const bool Releases = User && IsRelease(User);
    // In the same iteration.
    IsReleased |=
        Releases && (Loops.empty() || F.isIn(*U.Object, *Loops.front()));
    const auto *Op = dyn_cast_or_null<BinaryOperator>(U.By);
    const bool IsThis = Op && stripped(*Op->getRHS()).getBeginLoc() ==
                                  stripped(At).getBeginLoc();
    return Releases || isNullAssigned(U, F.U.Context) ||
           (U.K == Use::Assign &&
            (IsThis || (Made.K == Fate::Assigned && Op &&
                        &stripped(*Op->getRHS()) == &stripped(At))));
  };
  if (pointerLeavesScope(*V, F, IsExempt) || !IsReleased)
    return;
  const auto *New = dyn_cast<CXXNewExpr>(&At);
  addObject(At, *V, Object, Given, !New || New->isArray());
}

/// What becomes of the owner that Made is given to: `unique_ptr<Base> p =
/// make_unique<Derived>()`, `unique_ptr<T> p(new T)`.
const VarDecl *Finder::ownerOf(const Expr &Made) {
  const Stmt *P = F.semanticParent(&Made);
  const auto *Build = dyn_cast_or_null<CXXConstructExpr>(P);
  const bool IsGiven = Build && F.U.Lib.has(Trait::Owner, Build->getType());
  const Fate After = fateOf(IsGiven ? *Build : Made, F);
  return After.K == Fate::Local &&
                 F.U.Lib.has(Trait::Owner, After.Variable->getType())
             ? After.Variable
             : nullptr;
}

void Finder::allocation(const CXXNewExpr &New) {
  if (New.getNumPlacementArgs() > 0)
    return;
  llvm::SmallVector<const Expr *, 2> Given;
  if (const CXXConstructExpr *Build = New.getConstructExpr())
    Given.assign(Build->arg_begin(), Build->arg_end());
  else if (New.hasInitializer())
    Given.push_back(New.getInitializer());
  if (const VarDecl *Owner = ownerOf(New))
    return owned(New, *Owner, New.getAllocatedType(), Given, New.isArray());
  released(New, New.getAllocatedType(), Given,
           [](const Stmt *S) { return isa<CXXDeleteExpr>(S); });
}

void Finder::call(const CallExpr &Call) {
  const FunctionDecl *Callee = Call.getDirectCallee();
  if (const Allocator *A = F.U.Lib.allocator(Callee))
    return released(Call, {}, {}, [&](const Stmt *S) {
      const auto *Release = dyn_cast<CallExpr>(S);
      return Release && F.U.Lib.isReleaseOf(*A, Release->getDirectCallee());
    });
  if (!F.U.Lib.has(Trait::MakesOwner, Callee))
    return;
  const TemplateArgumentList *T = Callee->getTemplateSpecializationArgs();
  const VarDecl *Owner = ownerOf(Call);
  if (!Owner || !T || T->size() == 0 ||
      (*T)[0].getKind() != TemplateArgument::Type)
    return;
  const QualType Object = (*T)[0].getAsType();
  const auto *Array = Object->getAsArrayTypeUnsafe();
  owned(Call, *Owner, Array ? Array->getElementType() : Object,
        {Call.getArgs(), Call.getNumArgs()}, Array != nullptr);
}

} // namespace

bool endsWhereItBegan(const Expr &At, Function &F) {
  Finder Objects(F, /*AnyObject=*/true);
  if (const auto *New = dyn_cast<CXXNewExpr>(&At))
    Objects.allocation(*New);
  else if (const auto *Call = dyn_cast<CallExpr>(&At))
    Objects.call(*Call);
  return !Objects.Found.empty();
}

llvm::SmallVector<CostlyBuild, 2> costlyBuildsIn(Function &F) {
  Finder All(F);
  for (const CXXConstructExpr *Build : F.Constructions)
    All.construction(*Build);
  for (const CXXNewExpr *New : F.News)
    All.allocation(*New);
  for (const CallExpr *Call : F.Calls)
    All.call(*Call);
  return std::move(All.Found);
}

} // namespace fastidious
