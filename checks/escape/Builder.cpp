#include "escape/Builder.h"
#include "escape/FunctionBuilder.h"
#include "clang/AST/CXXInheritance.h"

using namespace clang;

namespace fastidious::escape {

static Record recordOf(const CXXRecordDecl &R, llvm::StringRef MainFile) {
  Record Made;
  Made.Key = recordKey(R, MainFile);
  Made.Final = R.isEffectivelyFinal();
  for (const CXXBaseSpecifier &Base : R.bases())
    if (const auto *B = Base.getType()->getAsCXXRecordDecl())
      Made.Bases.push_back(recordKey(*B, MainFile));
  CXXFinalOverriderMap Overriders;
  R.getFinalOverriders(Overriders);
  for (const auto &[Method, PerSubobject] : Overriders)
    for (const auto &[Number, Final] : PerSubobject)
      if (!Final.empty())
        Made.Overrides.push_back(
            {functionKey(*Method, MainFile),
             functionKey(*Final.front().Method, MainFile)});
  return Made;
}

/// The variables at namespace scope and static members that code initialises,
/// by their initialisers.
static llvm::DenseMap<const Stmt *, const VarDecl *>
initialisedBy(fastidious::Unit &Code) {
  llvm::DenseMap<const Stmt *, const VarDecl *> Found;
  for (const NamedDecl *D : Code.declarations()) {
    const auto *V = dyn_cast<VarDecl>(D);
    if (V && V->isFileVarDecl() && V->hasInit() && !V->isInvalidDecl() &&
        !V->getDeclContext()->isDependentContext() &&
        !V->getInit()->isInstantiationDependent() &&
        !V->getInit()->isConstantInitializer(Code.Context,
                                             V->getType()->isReferenceType()))
      Found[V->getInit()] = V;
  }
  return Found;
}

Unit buildUnit(fastidious::Unit &Code) {
  Unit Made;
  Made.MainFile = mainFileOf(Code.Context.getSourceManager());
  Types T(Code.Context, Code.Lib);
  const auto Statics = initialisedBy(Code);
  for (const auto &F : Code.functions()) {
    const VarDecl *Static = F->Decl ? nullptr : Statics.lookup(F->Body);
    const bool IsMeant =
        F->Decl ? !F->Decl->isDependentContext() && !F->Decl->isInvalidDecl()
                : Static != nullptr;
    if (IsMeant)
      Made.Functions.push_back(
          FunctionBuilder(*F, Static, T, Made.MainFile).build());
  }
  for (const CXXRecordDecl *R : Code.records())
    if (R->isPolymorphic() && !R->isInvalidDecl())
      Made.Records.push_back(recordOf(*R, Made.MainFile));
  return Made;
}

void attach(fastidious::Unit &Code, Unit Own, const std::vector<Import> &With) {
  auto Made = std::make_shared<Program>();
  Made->add(std::move(Own));
  for (const Import &I : With)
    Made->add(I);
  Made->solve();
  Code.Attached = Made;
}

const Program &programOf(fastidious::Unit &Code) {
  if (!Code.Attached)
    attach(Code, buildUnit(Code), {});
  return *std::static_pointer_cast<Program>(Code.Attached);
}

} // namespace fastidious::escape
