#include "analysis/Library.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"

#include "llvm/Support/Path.h"

using namespace clang;

namespace fastidious {

/// The class for a constructor, which has no name of its own.
static const NamedDecl &namedBy(const NamedDecl &D) {
  const auto *C = dyn_cast<CXXConstructorDecl>(&D);
  return C ? static_cast<const NamedDecl &>(*C->getParent()) : D;
}

std::string qualifiedName(const NamedDecl &D) {
  llvm::SmallVector<std::string, 4> Parts = {namedBy(D).getNameAsString()};
  for (const DeclContext *C = D.getDeclContext(); C; C = C->getParent()) {
    if (const auto *N = dyn_cast<NamespaceDecl>(C)) {
      if (!N->isInline() && !N->isAnonymousNamespace())
        Parts.push_back(N->getNameAsString());
    } else if (const auto *R = dyn_cast<RecordDecl>(C)) {
      Parts.push_back(R->getNameAsString());
    }
  }
  std::string Name;
  for (const std::string &Part : llvm::reverse(Parts))
    Name += (Name.empty() ? "" : "::") + Part;
  return Name;
}

const CXXRecordDecl *recordOf(QualType T) {
  return T.isNull() ? nullptr : T.getNonReferenceType()->getAsCXXRecordDecl();
}

/// The name under which a fact holds of all that a library has in a namespace:
/// "testing::*". Users may have a namespace of that name as well.
static std::string nameOfAll(const Model &M, const NamedDecl &D) {
  const SourceManager &SM = D.getASTContext().getSourceManager();
  if (D.isInStdNamespace() || !SM.isInSystemHeader(D.getLocation()))
    return "";
  for (const DeclContext *C = D.getDeclContext(); C; C = C->getParent()) {
    if (const auto *R = dyn_cast<RecordDecl>(C);
        R && M.mayKnow(qualifiedName(*R)))
      return ""; // there are facts, or none, of the class itself
    if (const auto *N = dyn_cast<NamespaceDecl>(C))
      if (std::string All = qualifiedName(*N) + "::*"; M.mayKnow(All))
        return All;
  }
  return "";
}

StringRef Library::nameOf(const NamedDecl &D) {
  const auto It = Names.find(&D);
  if (It != Names.end())
    return It->second;
  std::string Name;
  const DeclarationName Plain = D.getDeclName();
  const auto *Maker = dyn_cast<CXXConstructorDecl>(&D);
  const IdentifierInfo *Id =
      Maker ? Maker->getParent()->getIdentifier() : Plain.getAsIdentifierInfo();
  if (Id ? M.mayKnow(Id->getName())
         : Plain.getNameKind() == DeclarationName::CXXOperatorName)
    Name = qualifiedName(D);
  if (isa<FunctionDecl, RecordDecl>(D) && !M.mayKnow(Name))
    if (std::string All = nameOfAll(M, D); !All.empty())
      Name = std::move(All);
  return Names[&D] = std::move(Name);
}

StringRef Library::nameOf(const CallExpr &Call) {
  if (const auto *Op = dyn_cast<CXXOperatorCallExpr>(&Call);
      Op && Op->getOperator() == OO_Call)
    if (const auto *Ref =
            dyn_cast<DeclRefExpr>(Op->getArg(0)->IgnoreParenImpCasts()))
      return nameOf(*Ref->getDecl());
  const FunctionDecl *F = Call.getDirectCallee();
  return F ? nameOf(*F) : StringRef();
}

const Container *Library::container(QualType T) {
  return container(recordOf(T));
}

const Container *Library::container(const CXXRecordDecl *R) {
  if (!R)
    return nullptr;
  const auto It = Containers.find(R);
  if (It != Containers.end())
    return It->second;
  const Container *Found = M.container(nameOf(*R));
  if (!Found && R->hasDefinition())
    for (const CXXBaseSpecifier &Base : R->bases())
      if (Base.getAccessSpecifier() == AS_public && !Found)
        Found = container(recordOf(Base.getType()));
  return Containers[R] = Found;
}

/// The namespaces of libc++'s versions: upstream, unstable, Android, Chromium.
static bool isOfLibcxx(const CXXRecordDecl &R) {
  const auto *N = dyn_cast<NamespaceDecl>(R.getDeclContext());
  return N && N->isInline() &&
         llvm::is_contained({"__1", "__2", "__ndk1", "__Cr"}, N->getName());
}

const Holder *Library::holder(const CXXRecordDecl *R) {
  if (!R)
    return nullptr;
  const auto It = Holders.find(R);
  if (It != Holders.end())
    return It->second;
  const Holder *Found = M.holder(nameOf(*R), isOfLibcxx(*R));
  if (!Found && R->hasDefinition())
    for (const CXXBaseSpecifier &Base : R->bases()) {
      const auto *B = Base.getType()->getAsCXXRecordDecl();
      // class WalTest : public testing::Test
      if (!Found && B && !nameOf(*B).ends_with("::*"))
        Found = holder(B);
    }
  return Holders[R] = Found;
}

bool Library::isCLibrary(const FunctionDecl &F) const {
  const SourceManager &SM = F.getASTContext().getSourceManager();
  const SourceLocation At =
      SM.getExpansionLoc(F.getCanonicalDecl()->getLocation());
  return F.getDeclContext()->getRedeclContext()->isTranslationUnit() &&
         SM.isInSystemHeader(At) &&
         M.has(Trait::CHeader, llvm::sys::path::filename(SM.getFilename(At)));
}

const ThreadStarter *Library::threadStarter(const FunctionDecl *F) {
  if (!F)
    return nullptr;
  const ThreadStarter *Known = M.threadStarter(nameOf(*F));
  if (const auto *Method = dyn_cast<CXXMethodDecl>(F))
    for (const CXXMethodDecl *Base : Method->overridden_methods())
      Known = Known ? Known : threadStarter(Base);
  return Known;
}

const ThreadStarter *Library::threadStarter(QualType T) {
  const CXXRecordDecl *R = recordOf(T);
  return R ? M.threadStarter(nameOf(*R)) : nullptr;
}

bool Library::isLockGuard(const CXXRecordDecl &R) {
  if (has(Trait::LockGuard, &R))
    return true;
  // One of another library, by its name: it does something when it ends.
  const StringRef Name = R.getIdentifier() ? R.getName() : "";
  const CXXDestructorDecl *D = R.hasDefinition() ? R.getDestructor() : nullptr;
  return D && D->isUserProvided() &&
         (Name.contains_insensitive("scoped_lock") ||
          Name.contains_insensitive("lockguard") ||
          Name.contains_insensitive("lock_guard") ||
          Name.contains_insensitive("scopedlock"));
}

Locking Library::locking(const FunctionDecl &F) {
  if (has(Trait::Acquires, &F))
    return Locking::Acquires;
  if (has(Trait::Releases, &F))
    return Locking::Releases;
  const auto *Method = dyn_cast<CXXMethodDecl>(&F);
  if (!Method || Method->isStatic())
    return Locking::None;
  const auto HasMethod = [&](StringRef Name) {
    return llvm::any_of(
        Method->getParent()->methods(),
        [&](const CXXMethodDecl *M) { return spelledName(*M) == Name; });
  };
  const std::string Name = spelledName(*Method);
  const bool Acquires = Name == "lock" || Name == "try_lock" || Name == "Lock";
  const bool Releases = Name == "unlock" || Name == "Unlock";
  if ((!Acquires && !Releases) ||
      !((HasMethod("lock") && HasMethod("unlock")) ||
        (HasMethod("Lock") && HasMethod("Unlock"))))
    return Locking::None;
  return Acquires ? Locking::Acquires : Locking::Releases;
}

const CostlyClass *Library::costlyClass(QualType T) {
  const CXXRecordDecl *R = recordOf(T);
  return R ? M.costlyClass(nameOf(*R)) : nullptr;
}

bool Library::sharesItself(const CXXRecordDecl &R) {
  return has(Trait::SharesItself, &R) ||
         (R.hasDefinition() &&
          llvm::any_of(R.bases(), [this](const CXXBaseSpecifier &Base) {
            const CXXRecordDecl *B = recordOf(Base.getType());
            return B && sharesItself(*B);
          }));
}

bool Library::usesHeap(QualType T) {
  const auto *S =
      dyn_cast_or_null<ClassTemplateSpecializationDecl>(recordOf(T));
  if (!S)
    return true;
  return llvm::all_of(
      S->getTemplateArgs().asArray(), [this](const TemplateArgument &A) {
        const CXXRecordDecl *R = A.getKind() == TemplateArgument::Type
                                     ? recordOf(A.getAsType())
                                     : nullptr;
        const bool IsAllocator =
            R && R->hasDefinition() &&
            llvm::any_of(R->methods(), [](const CXXMethodDecl *Method) {
              return Method->getDeclName().isIdentifier() &&
                     Method->getName() == "allocate";
            });
        return !IsAllocator || has(Trait::HeapAllocator, R);
      });
}

bool Library::isContended(QualType T) {
  T = QualType(T->getBaseElementTypeUnsafe(), 0);
  const CXXRecordDecl *R = T->getAsCXXRecordDecl();
  if (!R)
    return T->isAtomicType();
  const auto It = Contended.find(R);
  if (It != Contended.end())
    return It->second;
  // C gives its structs no name but that of a typedef.
  const TypedefNameDecl *Alias = R->getTypedefNameForAnonDecl();
  bool Is = Alias ? has(Trait::Contended, Alias) : has(Trait::Contended, R);
  if (!Is && R->hasDefinition()) {
    for (const CXXBaseSpecifier &Base : R->bases())
      Is = Is || isContended(Base.getType());
    for (const FieldDecl *F : R->fields())
      Is = Is || isContended(F->getType());
  }
  return Contended[R] = Is;
}

bool Library::isAssertion(StringRef Macro) const {
  // Projects name theirs MY_ASSERT, ASSERT_VALID, assertOrDie ...
  return M.has(Trait::Assertion, Macro) || Macro.contains_insensitive("assert");
}

const CXXMethodDecl *methodOf(const CallExpr &Call) {
  return dyn_cast_or_null<CXXMethodDecl>(Call.getDirectCallee());
}

llvm::ArrayRef<const Expr *> argumentsOf(const CallExpr &Call) {
  const llvm::ArrayRef<const Expr *> All(Call.getArgs(), Call.getNumArgs());
  const auto *Op = dyn_cast<CXXOperatorCallExpr>(&Call);
  return Op && Op->getOperator() == OO_Call ? All.drop_front() : All;
}

std::string spelledName(const FunctionDecl &F) { return F.getNameAsString(); }

} // namespace fastidious
