// The plugin's front door: `clang-tidy --load=FastidiousTidy.so`.
#include "clang/Basic/Version.h"
#include <cstdio>
#include <cstdlib>
#include <dlfcn.h>
#include <string>

namespace {

[[noreturn]] void refuse(const std::string &Why) {
  std::fprintf(stderr, "fastidious: %s\n", Why.c_str());
  // Not exit(): the host is in the middle of its own start.
  std::_Exit(70);
}

// A plugin for another LLVM would load, list its checks, find nothing and let
// the host exit with 0.
struct Loader {
  Loader() {
    const std::string Host = clang::getClangFullVersion();
    if (Host.find("version " FASTIDIOUS_LLVM_VERSION) == std::string::npos)
      refuse("this plugin was built for LLVM " FASTIDIOUS_LLVM_VERSION
             ", but the host program is '" +
             Host + "': load the plugin of that version");

    Dl_info Self;
    if (!dladdr(reinterpret_cast<void *>(&refuse), &Self))
      refuse("cannot tell where the plugin lies");
    std::string Checks = Self.dli_fname;
    Checks.replace(Checks.rfind('/') + 1, std::string::npos,
                   "FastidiousTidyChecks.so");
    if (!dlopen(Checks.c_str(), RTLD_NOW | RTLD_GLOBAL))
      refuse(std::string("the checks cannot be loaded: ") + dlerror() +
             ": keep FastidiousTidyChecks.so beside FastidiousTidy.so");
  }
};

const Loader Load;

} // namespace
