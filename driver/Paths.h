/// Real paths for those that Clang spells.
#pragma once

#include "Sources.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/VirtualFileSystem.h"

namespace fastidious {

/// Clang spells headers as its command does: relative to its directory.
class Paths {
public:
  Paths(llvm::StringRef Directory, llvm::vfs::FileSystem &FS)
      : Directory(Directory), FS(FS) {}

  const std::string &operator()(llvm::StringRef Path) {
    auto [It, IsNew] = Known.try_emplace(Path);
    if (IsNew && !Path.empty()) {
      llvm::SmallString<256> Absolute(Path);
      llvm::sys::path::make_absolute(Directory, Absolute);
      llvm::SmallString<256> Real;
      It->second = FS.getRealPath(Absolute, Real) ? realPath(Absolute)
                                                  : Real.str().str();
    }
    return It->second;
  }

private:
  std::string Directory;
  llvm::vfs::FileSystem &FS;
  llvm::StringMap<std::string> Known;
};

} // namespace fastidious
