#include "Profile.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"

using llvm::StringRef;
namespace fs = llvm::sys::fs;

namespace fastidious {

UnitProfile::UnitProfile(clang::tidy::ClangTidyContext &Context) {
  if (fs::createUniqueDirectory("fastidious-profile", Folder)) {
    Folder.clear();
    return;
  }
  Context.setEnableProfiling(true);
  Context.setProfileStoragePrefix(Folder);
}

UnitProfile::~UnitProfile() {
  if (!Folder.empty())
    fs::remove_directories(Folder);
}

CheckTimes UnitProfile::take() const {
  CheckTimes Result;
  std::error_code Code;
  for (fs::directory_iterator I(Folder, Code), E; !Code && I != E;
       I.increment(Code)) {
    const auto Buffer = llvm::MemoryBuffer::getFile(I->path());
    if (!Buffer)
      continue;
    llvm::Expected<llvm::json::Value> Root =
        llvm::json::parse((*Buffer)->getBuffer());
    if (!Root) {
      llvm::consumeError(Root.takeError());
      continue;
    }
    const llvm::json::Object *Times =
        Root->getAsObject() ? Root->getAsObject()->getObject("profile")
                            : nullptr;
    for (const auto &[Key, Value] : Times ? *Times : llvm::json::Object()) {
      StringRef Name = Key;
      if (Name.consume_front("time.clang-tidy.") &&
          (Name.consume_back(".user") || Name.consume_back(".sys")))
        Result[Name.str()] += Value.getAsNumber().value_or(0);
    }
  }
  return Result;
}

} // namespace fastidious
