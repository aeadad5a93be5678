#include "EditorAnalysis.h"
#include "Dependents.h"
#include "Engine.h"
#include "Scope.h"
#include "UnitCache.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Threading.h"

using llvm::StringRef;

namespace fastidious {
namespace {

llvm::Error inputError(const llvm::Twine &Message) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), Message);
}

llvm::Expected<Job> firstJob(const std::string &File,
                             const std::string &Database) {
  llvm::Expected<Plan> P = makePlan({{File}, Database, std::nullopt});
  if (!P)
    return P.takeError();
  if (P->Jobs.empty())
    return inputError("it is no C++: the checks are of C++ alone");
  return std::move(P->Jobs.front());
}

/// \returns those that are not what lies on the disk.
Overlay unsaved(const Overlay &Open) {
  Overlay Changed;
  for (const auto &[File, Text] : Open) {
    const auto Saved =
        llvm::MemoryBuffer::getFile(File, /*IsText=*/false,
                                    /*RequiresNullTerminator=*/false,
                                    /*IsVolatile=*/true);
    if (!Saved || (*Saved)->getBuffer() != Text)
      Changed[File] = Text;
  }
  return Changed;
}

} // namespace

llvm::Expected<Job>
EditorAnalysis::unitReading(const std::string &Header,
                            const std::string &DatabaseFile) {
  if (const auto Known = UnitOf.find(Header); Known != UnitOf.end()) {
    llvm::Expected<Job> J = firstJob(Known->second, DatabaseFile);
    if (J)
      return J;
    // The database was written anew.
    llvm::consumeError(J.takeError());
    UnitOf.erase(Known);
  }
  llvm::Expected<Plan> All = makePlan({{}, DatabaseFile, std::nullopt});
  if (!All)
    return All.takeError();
  const std::vector<Reads> Read = readsOf(
      All->Jobs, {Header}, llvm::hardware_concurrency().compute_thread_count());
  for (size_t I = 0; I != Read.size(); ++I)
    if (!Read[I].Files.empty()) {
      UnitOf[Header] = All->Jobs[I].File;
      return std::move(All->Jobs[I]);
    }
  return inputError("no command of " + DatabaseFile +
                    " reads it: build it into the project");
}

llvm::Expected<Job> EditorAnalysis::jobFor(const std::string &File) {
  const std::string Found =
      Database.empty() ? findDatabaseAbove(llvm::sys::path::parent_path(File))
                       : Database;
  if (Found.empty())
    return inputError("there is no compile_commands.json above it or in a "
                      "folder build there: let CMake write it with "
                      "-DCMAKE_EXPORT_COMPILE_COMMANDS=ON, or start "
                      "'fastidious lsp' with -p");
  llvm::Expected<Job> Own = firstJob(File, Found);
  if (Own)
    return Own;
  llvm::consumeError(Own.takeError());
  return unitReading(File, Found);
}

FileAnalysis EditorAnalysis::run(const std::string &File, const Overlay &Open) {
  const auto Failed = [](llvm::Error E) {
    return FileAnalysis{{}, llvm::toString(std::move(E))};
  };
  llvm::Expected<ProjectConfig> Project =
      ProjectConfig::readAbove(llvm::sys::path::parent_path(File));
  if (!Project)
    return Failed(Project.takeError());
  if (Project->skips(File))
    return {};
  llvm::Expected<Job> J = jobFor(File);
  if (!J)
    return Failed(J.takeError());
  Configuration Config(Checks);
  llvm::Expected<clang::tidy::ClangTidyOptions> Options =
      Config.optionsFor(J->File);
  if (!Options)
    return Failed(Options.takeError());
  if (!Config.enablesAny(*Options))
    return {};
  const Overlay Unsaved = unsaved(Open);
  EngineOptions How;
  How.Kept = Kept;
  if (Kept)
    Kept->lookAgain();
  Results All = analyse({{std::move(*J), std::move(*Options),
                          Unsaved.empty() ? nullptr : &Unsaved}},
                        How, [](StringRef) {});
  if (!All.Failures.empty())
    return {{}, All.Failures.front().Reason};
  std::erase_if(All.Findings,
                [&](const Finding &F) { return F.Main.File != File; });
  for (Finding &F : All.Findings)
    F.Severity = Project->levelOf(F);
  return {std::move(All.Findings), ""};
}

} // namespace fastidious
