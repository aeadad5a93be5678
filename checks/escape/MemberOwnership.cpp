#include "escape/MemberOwnership.h"
#include "analysis/Place.h"
#include "escape/Deleters.h"
#include "escape/Types.h"
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
  const CXXRecordDecl *T = recordOf(Made);
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
      !isUsedHereOnly(Field, Code.Context.getSourceManager()))
    return false;
  const Holder *H = Code.Lib.holder(recordOf(Field.getType()));
  if (H && H->Holds == Holder::Shared && isCopyable(*R))
    return false; // copies share it
  if (isMovable(*R) && !Is.Movable)
    return false;
  Made = {};
  return Known[&Field] = isSetByConstructors(Field) && isDeclaredEarly(Field) &&
                         isKept(Field);
}

/// With an object of the same type as everywhere.
bool MemberOwnership::isMade(const Expr &Value, const FieldDecl &Field) {
  const QualType Type = freshType(Value, Field.getType(), Code);
  if (Made.isNull())
    Made = Type;
  return !Type.isNull() && Code.Context.hasSameUnqualifiedType(Type, Made);
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
      if (!Init || !isMade(*Init, Field))
        return false;
    } else if (!C->isDefined(Definition) ||
               !isSetBy(*cast<CXXConstructorDecl>(Definition), Field)) {
      return false;
    }
    IsSet = true;
  }
  return IsSet || (Field.getInClassInitializer() &&
                   isMade(*Field.getInClassInitializer(), Field));
}

static bool hasConstructor(const CXXRecordDecl &R) {
  return llvm::any_of(R.ctors(), [](const CXXConstructorDecl *C) {
    return !C->isCopyOrMoveConstructor() && !C->isDeleted() && C->isDefined();
  });
}

void MemberOwnership::eachUnseen(
    llvm::function_ref<void(const Allocation &, const FieldDecl &)> Do) {
  Types T(Code.Context, Code.Lib);
  for (const NamedDecl *D : Code.declarations()) {
    const auto *Field = dyn_cast<FieldDecl>(D);
    const auto *R =
        Field ? dyn_cast<CXXRecordDecl>(Field->getParent()) : nullptr;
    const Expr *Init = Field ? Field->getInClassInitializer() : nullptr;
    if (!R || !Init || R->isDependentContext() || hasConstructor(*R))
      continue;
    const QualType Type = freshType(*Init, Field->getType(), Code);
    if (Type.isNull() || Init->getBeginLoc().isMacroID())
      continue;
    const Site Is = T.site(SiteKind::MakeUnique, Type);
    const Expr &At = stripped(*Init);
    Fact Says;
    Says.Where.Raw = At.getBeginLoc().getRawEncoding();
    const bool IsOwn =
        deleterOf(Field->getType(), nullptr, Code.Lib) == Deleter::Own;
    // Of one that nobody uses nothing is known.
    const bool IsUsed = llvm::any_of(Code.functions(), [&](const auto &F) {
      return !F->refs(*Field).empty();
    });
    if (!Is.OwnDeleter && !IsOwn && IsUsed && couldBePlain(*Field, Is))
      Do({Says, &Is, nullptr, &At}, *Field);
  }
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
      if (isMade(Value, Field))
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
    if (!Value || !isMade(*Value, Field) || Whole != F->Body)
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

/// E is an argument of a function that keeps no pointer to it.
bool MemberOwnership::isOnlyUsed(const Expr &E, Function &F) {
  const Stmt *By = F.semanticParent(&E);
  const auto *Call = dyn_cast_or_null<CallExpr>(By);
  if (!Call || isa<CXXOperatorCallExpr>(Call))
    return false;
  const Effect *Known = Code.Lib.effect(Call->getDirectCallee());
  if (Known)
    return Known->Does == Effect::Make || Known->Does == Effect::Nothing;
  const ParmVarDecl *To = parameterFor(E, *Call);
  return To && keepsNothing(programOf(Code), *To, Code);
}

/// What a plain member allows as well. Its address changes when the object
/// that holds it is moved.
bool MemberOwnership::mayUse(const OwnerAccess &Access, const FieldDecl &Field,
                             Function &F) {
  const bool IsFixed = !isMovable(*cast<CXXRecordDecl>(Field.getParent()));
  if (Access.How == OwnerUse::Address)
    return !Field.getType()->isPointerType() &&
           (IsFixed || isOnlyUsed(*Access.By, F));
  if (Access.How == OwnerUse::Test)
    return IsFixed;
  if (Access.How != OwnerUse::Object)
    return false;
  if (IsFixed || isa<MemberExpr>(Access.By))
    return true;
  const Stmt *P = F.semanticParent(Access.By);
  if (isOnlyUsed(*Access.By, F))
    return true;
  if (isa_and_nonnull<MemberExpr, CXXOperatorCallExpr, ArraySubscriptExpr,
                      BinaryOperator>(P))
    return true;
  if (const auto *U = dyn_cast_or_null<UnaryOperator>(P))
    return U->getOpcode() != UO_AddrOf;
  const auto *Cast = dyn_cast_or_null<CastExpr>(F.parent(Access.By));
  return Cast && Cast->getCastKind() == CK_LValueToRValue;
}

} // namespace fastidious::escape
