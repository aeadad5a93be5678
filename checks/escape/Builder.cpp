#include "escape/Builder.h"
#include "escape/FunctionBuilder.h"
#include "clang/AST/CXXInheritance.h"
#include "clang/Index/USRGeneration.h"
#include "llvm/ADT/SmallString.h"

using namespace clang;

namespace fastidious::escape {

static std::string usrOf(const Decl &D) {
  llvm::SmallString<64> Usr;
  index::generateUSRForDecl(&D, Usr);
  return Usr.str().str();
}

static Record recordOf(const CXXRecordDecl &R, llvm::StringRef MainFile) {
  Record Made;
  Made.Key = usrOf(R);
  Made.Final = R.isEffectivelyFinal();
  for (const CXXBaseSpecifier &Base : R.bases())
    if (const auto *B = Base.getType()->getAsCXXRecordDecl())
      Made.Bases.push_back(usrOf(*B));
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

Unit buildUnit(fastidious::Unit &Code) {
  Unit Made;
  const SourceManager &SM = Code.Context.getSourceManager();
  if (const auto Main = SM.getFileEntryRefForID(SM.getMainFileID()))
    Made.MainFile = Main->getName().str();
  Types T(Code.Context, Code.Lib);
  for (const auto &F : Code.functions())
    if (F->Decl && !F->Decl->isDependentContext() && !F->Decl->isInvalidDecl())
      Made.Functions.push_back(FunctionBuilder(*F, T, Made.MainFile).build());
  for (const CXXRecordDecl *R : Code.records())
    if (R->isPolymorphic() && !R->isInvalidDecl())
      Made.Records.push_back(recordOf(*R, Made.MainFile));
  return Made;
}

const Program &programOf(fastidious::Unit &Code) {
  if (!Code.Attached) {
    auto Made = std::make_shared<Program>();
    Made->add(buildUnit(Code));
    Made->solve();
    Code.Attached = Made;
  }
  return *std::static_pointer_cast<Program>(Code.Attached);
}

} // namespace fastidious::escape
