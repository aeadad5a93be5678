#include "Extract.h"
#include "Sources.h"
#include "escape/Builder.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendAction.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/Support/CrashRecoveryContext.h"
#include "llvm/Support/VirtualFileSystem.h"

using namespace clang;

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
  std::unique_ptr<FrontendAction> create() override {
    return std::make_unique<Action>(Result);
  }
  escape::Unit Result;

private:
  struct Consumer : ASTConsumer {
    explicit Consumer(escape::Unit &Result) : Result(Result) {}
    void HandleTranslationUnit(ASTContext &Context) override {
      if (Context.getDiagnostics().hasErrorOccurred())
        return;
      std::string Error;
      const auto Facts = Model::load("", Error);
      Result = escape::buildUnit(Unit::of(Context, *Facts));
    }
    escape::Unit &Result;
  };
  struct Action : ASTFrontendAction {
    explicit Action(escape::Unit &Result) : Result(Result) {}
    std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &,
                                                   StringRef) override {
      return std::make_unique<Consumer>(Result);
    }
    escape::Unit &Result;
  };
};

} // namespace

llvm::Expected<escape::Unit> extract(const Job &J) {
  const auto NotAnalysed = [&](const llvm::Twine &Why) {
    return llvm::createStringError(shownPath(J.File) +
                                   ": not analysed: " + Why);
  };
  if (const std::string Why = whatIsMissing(J); !Why.empty())
    return NotAnalysed(Why);
  Factory Actions;
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
  llvm::CrashRecoveryContext Recovery;
  llvm::CrashRecoveryContext::Enable();
  constexpr unsigned StackSize = 64 << 20;
  if (!Recovery.RunSafelyOnThread(parse, StackSize))
    return NotAnalysed("the analysis crashed: please report this file");
  if (!Error.Text.empty())
    return NotAnalysed(Error.Text + ": the file must compile with Clang");
  return std::move(Actions.Result);
}

} // namespace fastidious
