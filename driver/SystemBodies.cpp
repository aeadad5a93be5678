#include "SystemBodies.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/TypeVisitor.h"
#include "clang/Lex/PPCallbacks.h"
#include "clang/Lex/Preprocessor.h"
#include "clang/Sema/Sema.h"
#include "clang/Sema/SemaConsumer.h"

using namespace clang;

namespace fastidious {
namespace {

/// Delays the bodies of templates in system headers, and only there: elsewhere
/// a body that nothing instantiates must be parsed, too.
class TemplateDelay : public PPCallbacks {
public:
  explicit TemplateDelay(LangOptions &Language) : Language(Language) {}

  void FileChanged(SourceLocation, FileChangeReason,
                   SrcMgr::CharacteristicKind Kind, FileID) override {
    Language.DelayedTemplateParsing = SrcMgr::isSystem(Kind);
  }

private:
  LangOptions &Language;
};

/// Whether types, arguments and declarations name something of the user's.
class UserCode : public TypeVisitor<UserCode, bool> {
public:
  explicit UserCode(const SourceManager &SM) : SM(SM) {}

  /// \p F, or what it is a member of, is made of something of the user's.
  bool isIn(const FunctionDecl &F) {
    if (const TemplateArgumentList *Args = F.getTemplateSpecializationArgs();
        Args && isIn(Args->asArray()))
      return true;
    return isInParents(F);
  }

  bool VisitType(const Type *) { return true; }
  bool VisitBuiltinType(const BuiltinType *) { return false; }
  bool VisitComplexType(const ComplexType *) { return false; }
  bool VisitVectorType(const VectorType *) { return false; }
  bool VisitPointerType(const PointerType *T) {
    return isIn(T->getPointeeType());
  }
  bool VisitReferenceType(const ReferenceType *T) {
    return isIn(T->getPointeeType());
  }
  bool VisitArrayType(const ArrayType *T) { return isIn(T->getElementType()); }
  bool VisitAtomicType(const AtomicType *T) { return isIn(T->getValueType()); }
  bool VisitFunctionNoProtoType(const FunctionNoProtoType *T) {
    return isIn(T->getReturnType());
  }
  bool VisitFunctionProtoType(const FunctionProtoType *T) {
    return isIn(T->getReturnType()) ||
           llvm::any_of(T->param_types(), [&](QualType P) { return isIn(P); });
  }
  bool VisitTagType(const TagType *T) {
    const TagDecl &D = *T->getDecl();
    return isOfUser(D) || isInArguments(D) || isInParents(D);
  }

private:
  bool isIn(QualType T) {
    const Type *Canonical = T.getCanonicalType().getTypePtr();
    if (const auto It = Known.find(Canonical); It != Known.end())
      return It->second;
    const bool Result = Visit(Canonical);
    Known[Canonical] = Result;
    return Result;
  }
  bool isIn(llvm::ArrayRef<TemplateArgument> Args) {
    return llvm::any_of(Args, [&](const TemplateArgument &A) {
      switch (A.getKind()) {
      case TemplateArgument::Type:
        return isIn(A.getAsType());
      case TemplateArgument::Integral:
        return isIn(A.getIntegralType());
      case TemplateArgument::NullPtr:
        return isIn(A.getNullPtrType());
      case TemplateArgument::Pack:
        return isIn(A.getPackAsArray());
      case TemplateArgument::Template: {
        const TemplateDecl *D = A.getAsTemplate().getAsTemplateDecl();
        return !D || isOfUser(*D);
      }
      default:
        return true;
      }
    });
  }
  bool isInArguments(const Decl &D) {
    const auto *S = dyn_cast<ClassTemplateSpecializationDecl>(&D);
    return S && isIn(S->getTemplateArgs().asArray());
  }
  bool isInParents(const Decl &D) {
    for (const DeclContext *C = D.getDeclContext(); !C->isFileContext();
         C = C->getParent()) {
      if (const auto *F = dyn_cast<FunctionDecl>(C))
        return isOfUser(*F) || isIn(*F);
      if (isOfUser(*Decl::castFromDeclContext(C)) ||
          isInArguments(*Decl::castFromDeclContext(C)))
        return true;
    }
    return false;
  }
  bool isOfUser(const Decl &D) const {
    // What has no place is built in.
    return D.getLocation().isValid() && !SM.isInSystemHeader(D.getLocation());
  }

  const SourceManager &SM;
  llvm::DenseMap<const Type *, bool> Known;
};

class Passer : public SemaConsumer {
public:
  explicit Passer(const SourceManager &SM) : SM(SM), User(SM) {}

  void InitializeSema(Sema &S) override { TheSema = &S; }
  void ForgetSema() override { TheSema = nullptr; }

  bool shouldSkipFunctionBody(Decl *D) override {
    // A template must be there to be instantiated.
    return SM.isInSystemHeader(D->getLocation()) && !D->isTemplated();
  }

  void HandleCXXImplicitFunctionInstantiation(FunctionDecl *F) override {
    auto &Pending = TheSema->PendingInstantiations;
    if (Pending.empty() || Pending.back().first != F)
      return;
    const FunctionDecl *Pattern = F->getTemplateInstantiationPattern();
    if (!Pattern || !SM.isInSystemHeader(Pattern->getLocation()) ||
        User.isIn(*F))
      return;
    Pending.pop_back();
    F->setInstantiationIsPending(false);
  }

private:
  const SourceManager &SM;
  UserCode User;
  Sema *TheSema = nullptr;
};

} // namespace

std::unique_ptr<ASTConsumer> passOverSystemBodies(CompilerInstance &Compiler) {
  Compiler.getFrontendOpts().SkipFunctionBodies = true;
  Compiler.getPreprocessor().addPPCallbacks(
      std::make_unique<TemplateDelay>(Compiler.getLangOpts()));
  return std::make_unique<Passer>(Compiler.getSourceManager());
}

} // namespace fastidious
