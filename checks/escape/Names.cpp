#include "escape/Names.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/PrettyPrinter.h"

using namespace clang;

namespace fastidious::escape {
namespace {

/// How many names a spelling consists of, up to a limit. Each specialisation is
/// counted once, however often it is spelled.
class Spelling {
public:
  static constexpr unsigned Limit = 2000;

  unsigned of(QualType T) {
    if (T.isNull())
      return 0;
    T = T.getCanonicalType();
    while (!T->getPointeeType().isNull())
      T = T->getPointeeType();
    T = QualType(T->getBaseElementTypeUnsafe(), 0);
    unsigned Size = 1;
    if (const auto *P = T->getAs<FunctionProtoType>()) {
      add(Size, of(P->getReturnType()));
      for (const QualType Each : P->param_types())
        add(Size, of(Each));
    }
    if (const TagDecl *D = T->getAsTagDecl())
      add(Size, of(*D));
    return Size;
  }

  /// With its scopes.
  unsigned of(const NamedDecl &D) {
    unsigned Size = 1;
    if (const auto *S = dyn_cast<ClassTemplateSpecializationDecl>(&D))
      add(Size, of(*S));
    const auto *F = dyn_cast<FunctionDecl>(&D);
    if (F && F->getTemplateSpecializationArgs())
      add(Size, of(F->getTemplateSpecializationArgs()->asArray()));
    if (const auto *C = dyn_cast<CXXConversionDecl>(&D))
      add(Size, of(C->getConversionType()));
    if (const auto *Scope = dyn_cast<NamedDecl>(D.getDeclContext()))
      add(Size, of(*Scope));
    return Size;
  }

private:
  static void add(unsigned &Size, unsigned More) {
    Size = std::min(Size + More, Limit);
  }

  unsigned of(const ClassTemplateSpecializationDecl &S) {
    // Found within itself it would be spelled for ever, so it is not.
    const auto [Entry, IsNew] = Known.try_emplace(&S, 1);
    if (!IsNew)
      return Entry->second;
    const unsigned Size = of(S.getTemplateArgs().asArray());
    return Known[&S] = Size;
  }

  unsigned of(ArrayRef<TemplateArgument> Arguments) {
    unsigned Size = 1;
    for (const TemplateArgument &A : Arguments)
      if (A.getKind() == TemplateArgument::Type)
        add(Size, of(A.getAsType()));
      else if (A.getKind() == TemplateArgument::Pack)
        add(Size, of(A.getPackAsArray()));
    return Size;
  }

  llvm::DenseMap<const ClassTemplateSpecializationDecl *, unsigned> Known;
};

std::string withoutArguments(const NamedDecl &D) {
  // The name of a conversion is a type.
  std::string Name =
      isa<CXXConversionDecl>(D) ? "operator" : D.getNameAsString();
  for (const DeclContext *C = D.getDeclContext(); C; C = C->getParent())
    if (const auto *Scope = dyn_cast<NamedDecl>(C);
        Scope && Scope->getIdentifier())
      Name = (Scope->getName() + "::" + Name).str();
  return Name;
}

bool isLong(const NamedDecl &D) { return Spelling().of(D) == Spelling::Limit; }

} // namespace

std::string fullName(const NamedDecl &D) {
  return isLong(D) ? withoutArguments(D) : D.getQualifiedNameAsString();
}

std::string specificName(const NamedDecl &D) {
  if (isLong(D))
    return withoutArguments(D);
  std::string Name;
  llvm::raw_string_ostream OS(Name);
  D.getNameForDiagnostic(OS, D.getASTContext().getPrintingPolicy(),
                         /*Qualified=*/true);
  return Name;
}

std::string typeName(QualType T, const ASTContext &Context) {
  if (Spelling().of(T) < Spelling::Limit)
    return T.getAsString(Context.getPrintingPolicy());
  while (!T->getPointeeType().isNull())
    T = T->getPointeeType();
  const TagDecl *D = T->getAsTagDecl();
  return D ? withoutArguments(*D) : "a type";
}

} // namespace fastidious::escape
