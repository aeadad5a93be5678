// The clang-tidy module: a loop over the registry.
#include "clang-tidy/ClangTidyModule.h"
#include "core/Check.h"
#include "clang/Basic/Version.h"
#if CLANG_VERSION_MAJOR < 22
#include "clang-tidy/ClangTidyModuleRegistry.h"
#endif

namespace fastidious {

#define CHECK(Folder, Class) extern const CheckInfo Class##Info;
#include "Registry.def"
#undef CHECK

llvm::ArrayRef<const CheckInfo *> allChecks() {
  static const CheckInfo *const All[] = {
#define CHECK(Folder, Class) &Class##Info,
#include "Registry.def"
#undef CHECK
  };
  return All;
}

namespace {

class Module : public clang::tidy::ClangTidyModule {
public:
  void
  addCheckFactories(clang::tidy::ClangTidyCheckFactories &Factories) override {
    for (const CheckInfo *Info : allChecks())
      Factories.registerCheckFactory(Info->TheRule->Name, Info->Create);
  }
};

const clang::tidy::ClangTidyModuleRegistry::Add<Module>
    Registration("fastidious-module", "performance anti-patterns");

} // namespace
} // namespace fastidious
