#include "Dependents.h"
#include "Installation.h"
#include "Sources.h"
#include "clang/Basic/Diagnostic.h"
#include "clang/DependencyScanning/DependencyScanningService.h"
#include "clang/DependencyScanning/DependencyScanningUtils.h"
#include "clang/DependencyScanning/DependencyScanningWorker.h"
#include "clang/Tooling/DependencyScanningTool.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/ThreadPool.h"
#include "llvm/Support/VirtualFileSystem.h"
#include <mutex>

using namespace clang::dependencies;
using llvm::StringRef;

namespace fastidious {
namespace {

/// Which of the wanted files a unit reads.
class Collector : public DependencyConsumer {
public:
  Collector(const std::string &Directory,
            const std::vector<std::string> &Wanted)
      : Directory(Directory), Wanted(Wanted) {
    for (StringRef File : Wanted)
      Names.insert(llvm::sys::path::filename(File));
  }

  void handleFileDependency(StringRef File) override {
    // The path is resolved for the few that may be meant: a link to a file
    // under another name is not followed.
    if (!Names.contains(llvm::sys::path::filename(File)))
      return;
    llvm::SmallString<256> Absolute(File);
    llvm::sys::path::make_absolute(Directory, Absolute);
    std::string Real = realPath(Absolute);
    if (std::binary_search(Wanted.begin(), Wanted.end(), Real))
      Read.insert(std::move(Real));
  }

  void
  handleDependencyOutputOpts(const clang::DependencyOutputOptions &) override {}
  void handlePrebuiltModuleDependency(PrebuiltModuleDep) override {}
  void handleModuleDependency(ModuleDeps) override {}
  void handleDirectModuleDependency(ModuleID) override {}
  void handleVisibleModule(std::string) override {}
  void handleContextHash(std::string) override {}

  std::set<std::string> Read;

private:
  const std::string &Directory;
  const std::vector<std::string> &Wanted;
  std::set<StringRef> Names;
};

/// As ClangTool does it: the directory of Clang's own headers.
std::vector<std::string> withResources(std::vector<std::string> Command) {
  if (llvm::none_of(Command, [](StringRef Arg) {
        return Arg.starts_with("-resource-dir");
      }))
    Command.insert(Command.begin() + 1, "-resource-dir=" + resourceFolder());
  return Command;
}

Reads scan(DependencyScanningService &Service, const Job &J,
           const std::vector<std::string> &Files) {
  Reads Result;
  if (std::binary_search(Files.begin(), Files.end(), J.File))
    Result.Files.insert(J.File);
  DependencyScanningWorker Worker(Service,
                                  llvm::vfs::createPhysicalFileSystem());
  Collector Found(J.Command.Directory, Files);
  CallbackActionController Controller(nullptr);
  clang::IgnoringDiagConsumer Quiet;
  Result.IsComplete = clang::tooling::computeDependencies(
      Worker, J.Command.Directory, withResources(J.Command.CommandLine), Found,
      Controller, Quiet);
  Result.Files.merge(Found.Read);
  return Result;
}

} // namespace

std::vector<Reads> readsOf(const std::vector<Job> &Jobs,
                           const std::vector<std::string> &Files,
                           unsigned Threads) {
  DependencyScanningService Service(ScanningMode::DependencyDirectivesScan,
                                    ScanningOutputFormat::Make);
  std::vector<Reads> Result(Jobs.size());
  llvm::DefaultThreadPool Pool(llvm::hardware_concurrency(Threads));
  for (size_t I = 0; I != Jobs.size(); ++I)
    Pool.async([&, I] { Result[I] = scan(Service, Jobs[I], Files); });
  Pool.wait();
  return Result;
}

} // namespace fastidious
