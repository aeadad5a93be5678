#include "escape/MemberOwnership.h"
#include "analysis/Place.h"
#include "clang/AST/DeclFriend.h"

using namespace clang;

namespace fastidious::escape {

/// The most bytes that are well kept in the object itself.
static constexpr uint64_t SmallMember = 1024;

bool isCopyable(const CXXRecordDecl &R) {
  if (R.needsImplicitCopyConstructor())
    return !R.defaultedCopyConstructorIsDeleted();
  return llvm::any_of(R.ctors(), [](const CXXConstructorDecl *C) {
    return C->isCopyConstructor() && !C->isDeleted() &&
           (C->getAccess() != AS_private || C->isDefined());
  });
}

bool isMovable(const CXXRecordDecl &R) {
  if (isCopyable(R))
    return true;
  if (R.needsImplicitMoveConstructor())
    return !R.defaultedMoveConstructorIsDeleted();
  return llvm::any_of(R.ctors(), [](const CXXConstructorDecl *C) {
    return C->isMoveConstructor() && !C->isDeleted();
  });
}

static bool isDefinedHere(const FunctionDecl &F) {
  return F.isDefined() || F.isDeleted() || F.isDefaulted() || F.isImplicit() ||
         F.isPureVirtual();
}

/// Noncopyable before C++11.
static bool isForbiddenCopy(const CXXMethodDecl &M) {
  const auto *C = dyn_cast<CXXConstructorDecl>(&M);
  return M.getAccess() == AS_private &&
         ((C && C->isCopyOrMoveConstructor()) || M.isCopyAssignmentOperator());
}

/// The class, those in it and its friends are defined here.
static bool isAllHere(const CXXRecordDecl &R) {
  for (const Decl *D : R.decls()) {
    if (const auto *T = dyn_cast<FunctionTemplateDecl>(D))
      D = T->getTemplatedDecl();
    if (const auto *M = dyn_cast<CXXMethodDecl>(D);
        M && !isDefinedHere(*M) && !isForbiddenCopy(*M))
      return false;
    if (const auto *Inner = dyn_cast<CXXRecordDecl>(D);
        Inner && Inner->isThisDeclarationADefinition() &&
        !Inner->isInjectedClassName() && !isAllHere(*Inner))
      return false;
    const auto *Friend = dyn_cast<FriendDecl>(D);
    if (!Friend)
      continue;
    const auto *Function =
        dyn_cast_or_null<FunctionDecl>(Friend->getFriendDecl());
    if (!Function || !isDefinedHere(*Function))
      return false;
  }
  return true;
}

bool isUsedHereOnly(const FieldDecl &Field, const SourceManager &SM) {
  const auto *R = dyn_cast<CXXRecordDecl>(Field.getParent());
  return R && R->hasDefinition() && isAllHere(*R) &&
         (Field.getAccess() == AS_private || SM.isInMainFile(R->getLocation()));
}

/// Its type is known, and meant to be known, where the field is declared.
bool MemberOwnership::isDeclaredEarly(const FieldDecl &Field) {
  const CXXRecordDecl *T = recordOf(ownedType(Field.getType(), Code.Lib));
  if (!T)
    return true;
  const SourceManager &SM = Code.Context.getSourceManager();
  const SourceLocation At = Field.getLocation();
  if (!T->getDefinition() ||
      !SM.isBeforeInTranslationUnit(T->getDefinition()->getEndLoc(), At))
    return false;
  // A header that only names the class does without the header of the class.
  return llvm::none_of(T->redecls(), [&](const TagDecl *D) {
    return D != T->getDefinition() && !D->isImplicit() &&
           SM.getFileID(D->getLocation()) == SM.getFileID(At) &&
           SM.getFileID(D->getLocation()) !=
               SM.getFileID(T->getDefinition()->getLocation());
  });
}

bool MemberOwnership::couldBePlain(const FieldDecl &Field, const Site &Is) {
  const auto [Entry, New] = Known.try_emplace(&Field, false);
  if (!New)
    return Entry->second;
  const auto *R = dyn_cast<CXXRecordDecl>(Field.getParent());
  if (!R || R->isUnion() || R->isLambda() ||
      isa<ClassTemplateSpecializationDecl>(R) || !Is.Size ||
      *Is.Size > SmallMember ||
      !isUsedHereOnly(Field, Code.Context.getSourceManager()) ||
      !isDeclaredEarly(Field))
    return false;
  const Holder *H = Code.Lib.holder(recordOf(Field.getType()));
  if (H && H->Holds == Holder::Shared && isCopyable(*R))
    return false; // copies share it
  if (isMovable(*R) && !Is.Movable)
    return false;
  return Known[&Field] = isSetByConstructors(Field) && isKept(Field);
}

bool MemberOwnership::isFresh(const Expr &Made, const FieldDecl &Field) {
  const Expr *E = &stripped(Made);
  for (const Expr *Last = nullptr; E != Last;) {
    Last = E;
    if (const auto *D = dyn_cast<CXXDefaultInitExpr>(E))
      E = &stripped(*D->getExpr());
    else if (const auto *L = dyn_cast<InitListExpr>(E);
             L && L->getNumInits() == 1)
      E = &stripped(*L->getInit(0));
    else if (const auto *C = dyn_cast<CXXConstructExpr>(E);
             C && C->getNumArgs() &&
             !ownedType(C->getType(), Code.Lib).isNull())
      E = &stripped(*C->getArg(0));
    else if (const auto *C = dyn_cast<ExplicitCastExpr>(E))
      E = &stripped(*C->getSubExpr());
  }
  const QualType Wanted = ownedType(Field.getType(), Code.Lib);
  if (const auto *N = dyn_cast<CXXNewExpr>(E))
    return Code.Context.hasSameUnqualifiedType(N->getAllocatedType(), Wanted);
  const auto *Call = dyn_cast<CallExpr>(E);
  const Effect *Makes =
      Call ? Code.Lib.effect(Call->getDirectCallee()) : nullptr;
  return Makes && (Makes->Does == Effect::Allocate ||
                   (Makes->Does == Effect::Make &&
                    Code.Context.hasSameUnqualifiedType(
                        ownedType(Call->getType(), Code.Lib), Wanted)));
}

bool MemberOwnership::isSetByConstructors(const FieldDecl &Field) {
  const auto *R = cast<CXXRecordDecl>(Field.getParent());
  bool IsSet = false;
  for (const CXXConstructorDecl *C : R->ctors()) {
    if (C->isDeleted() || C->isDelegatingConstructor() ||
        (C->isCopyOrMoveConstructor() && !C->isUserProvided()) ||
        (isForbiddenCopy(*C) && !C->isDefined()))
      continue;
    const FunctionDecl *Definition = nullptr;
    if (!C->isUserProvided()) {
      const Expr *Init = Field.getInClassInitializer();
      if (!Init || !isFresh(*Init, Field))
        return false;
    } else if (!C->isDefined(Definition) ||
               !isSetBy(*cast<CXXConstructorDecl>(Definition), Field)) {
      return false;
    }
    IsSet = true;
  }
  return IsSet || (Field.getInClassInitializer() &&
                   isFresh(*Field.getInClassInitializer(), Field));
}

/// Exactly once, on every path.
bool MemberOwnership::isSetBy(const CXXConstructorDecl &C,
                              const FieldDecl &Field) {
  if (C.isDelegatingConstructor())
    return true;
  Function *F = Code.find(C);
  if (!F)
    return false;
  unsigned Times = 0;
  for (const CXXCtorInitializer *Init : C.inits())
    if (Init->getAnyMember() == &Field) {
      // Null until the body sets it.
      if (!Init->isWritten() && !Init->isInClassMemberInitializer())
        continue;
      const Expr &Value = stripped(*Init->getInit());
      if (isFresh(Value, Field))
        ++Times;
      else if (!isa<CXXNullPtrLiteralExpr, ImplicitValueInitExpr>(Value))
        return false;
    }
  for (const Expr *Ref : F->refs(Field)) {
    const OwnerAccess Access = accessOf(*Ref, *F);
    if (Access.How != OwnerUse::Replaced)
      continue;
    const auto *Op = dyn_cast<BinaryOperator>(Access.By);
    const auto *Call = dyn_cast<CallExpr>(Access.By);
    const Expr *Value = Op ? Op->getRHS()
                        : Call && Call->getNumArgs() > 0
                            ? Call->getArg(Call->getNumArgs() - 1)
                            : nullptr;
    const Stmt *Whole = F->semanticParent(Access.By);
    if (!Value || !isFresh(*Value, Field) || Whole != F->Body)
      return false;
    ++Times;
  }
  return Times == 1;
}

/// The owner is used only for its object.
bool MemberOwnership::isKept(const FieldDecl &Field) {
  bool IsDeleted = false;
  for (const auto &F : Code.functions()) {
    if (&F->Root != F.get())
      continue;
    const auto *C = dyn_cast_or_null<CXXConstructorDecl>(F->Decl);
    const bool IsConstructor = C && C->getParent() == Field.getParent();
    for (const Expr *Ref : F->refs(Field)) {
      const OwnerAccess Access = accessOf(*Ref, *F);
      if (Access.How == OwnerUse::Replaced && IsConstructor)
        continue; // isSetBy has seen it
      if (Access.How == OwnerUse::Delete) {
        IsDeleted = true;
        if (isa_and_nonnull<CXXDestructorDecl>(F->Decl))
          continue;
      }
      if (!mayUse(Access, Field, *F))
        return false;
    }
  }
  return IsDeleted || !Field.getType()->isPointerType();
}

/// What a plain member allows as well. Its address changes when the object
/// that holds it is moved.
bool MemberOwnership::mayUse(const OwnerAccess &Access, const FieldDecl &Field,
                             Function &F) {
  const bool IsFixed = !isMovable(*cast<CXXRecordDecl>(Field.getParent()));
  if (Access.How == OwnerUse::Address)
    return IsFixed && !Field.getType()->isPointerType();
  if (Access.How == OwnerUse::Test)
    return IsFixed;
  if (Access.How != OwnerUse::Object)
    return false;
  if (IsFixed || isa<MemberExpr>(Access.By))
    return true;
  const Stmt *P = F.semanticParent(Access.By);
  if (isa_and_nonnull<MemberExpr, CXXOperatorCallExpr, ArraySubscriptExpr,
                      BinaryOperator>(P))
    return true;
  if (const auto *U = dyn_cast_or_null<UnaryOperator>(P))
    return U->getOpcode() != UO_AddrOf;
  const auto *Cast = dyn_cast_or_null<CastExpr>(F.parent(Access.By));
  return Cast && Cast->getCastKind() == CK_LValueToRValue;
}

} // namespace fastidious::escape
