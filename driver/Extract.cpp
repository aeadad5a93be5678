#include "Extract.h"
#include "Isolation.h"
#include "Sources.h"
#include "escape/Builder.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendAction.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/VirtualFileSystem.h"

using namespace clang;
using llvm::StringRef;

namespace fastidious {
namespace {

/// Keeps the first error.
class FirstError : public DiagnosticConsumer {
public:
  void HandleDiagnostic(DiagnosticsEngine::Level Level,
                        const Diagnostic &Info) override {
    if (Level < DiagnosticsEngine::Error || !Text.empty())
      return;
    llvm::SmallString<128> Message;
    Info.FormatDiagnostic(Message);
    Text = Message.str();
  }
  std::string Text;
};

class Factory : public tooling::FrontendActionFactory {
public:
  explicit Factory(StringRef Models) : Models(Models) {}
  std::unique_ptr<FrontendAction> create() override {
    return std::make_unique<Action>(*this);
  }
  escape::Unit Result;
  const StringRef Models;

private:
  struct Consumer : ASTConsumer {
    explicit Consumer(Factory &To) : To(To) {}
    void HandleTranslationUnit(ASTContext &Context) override {
      if (Context.getDiagnostics().hasErrorOccurred())
        return;
      std::string Error;
      const auto Facts = Model::load(To.Models, Error);
      To.Result = escape::buildUnit(Unit::of(Context, *Facts));
    }
    Factory &To;
  };
  struct Action : ASTFrontendAction {
    explicit Action(Factory &To) : To(To) {}
    std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &,
                                                   StringRef) override {
      return std::make_unique<Consumer>(To);
    }
    Factory &To;
  };
};

/// The compiler names headers as its command does: relative to its directory.
class FilePaths {
public:
  explicit FilePaths(StringRef Directory) : Directory(Directory) {}
  void operator()(escape::Location &L) {
    if (L.File.empty())
      return;
    const auto [Known, IsNew] = Real.try_emplace(L.File);
    if (IsNew) {
      llvm::SmallString<256> Path(L.File);
      llvm::sys::path::make_absolute(Directory, Path);
      Known->second = realPath(Path);
    }
    L.File = Known->second;
  }

private:
  StringRef Directory;
  llvm::StringMap<std::string> Real;
};

void usePathsOfFiles(escape::Unit &U, const Job &J) {
  FilePaths Use(J.Command.Directory);
  for (escape::Graph &G : U.Functions) {
    Use(G.Where);
    for (escape::Parameter &P : G.Parameters)
      Use(P.Where);
    for (escape::Object &O : G.Objects)
      Use(O.Where);
    for (escape::Constraint &C : G.Constraints)
      Use(C.Where);
  }
}

} // namespace

llvm::Expected<escape::Unit> extract(const Job &J, StringRef Models) {
  const auto NotAnalysed = [&](const llvm::Twine &Why) {
    return llvm::createStringError(Why);
  };
  if (const std::string Why = whatIsMissing(J); !Why.empty())
    return NotAnalysed(Why);
  Factory Actions(Models);
  FirstError Error;
  const auto parse = [&] {
    const OneCommand Database(J.Command);
    tooling::ClangTool Tool(Database, {J.File},
                            std::make_shared<PCHContainerOperations>(),
                            llvm::vfs::createPhysicalFileSystem());
    Tool.setDiagnosticConsumer(&Error);
    Tool.setPrintErrorMessage(false);
    Tool.run(&Actions);
  };
  if (!runIsolated(parse))
    return NotAnalysed("the analysis crashed: please report this file");
  if (!Error.Text.empty())
    return NotAnalysed(Error.Text + ": the file must compile with Clang");
  usePathsOfFiles(Actions.Result, J);
  return std::move(Actions.Result);
}

} // namespace fastidious
