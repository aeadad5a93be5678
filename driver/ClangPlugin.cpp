// `clang++ -fplugin=FastidiousClang.so`: the checks in the compile itself.
#include "clang-tidy/ClangTidy.h"
#include "clang-tidy/ClangTidyDiagnosticConsumer.h"
#include "clang-tidy/ClangTidyModule.h"
#include "clang-tidy/ClangTidyOptions.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendPluginRegistry.h"
#include "clang/Frontend/MultiplexConsumer.h"

using namespace clang;
using namespace clang::tidy;

namespace {

/// Keeps alive what clang-tidy's consumer refers to.
class Consumer : public MultiplexConsumer {
public:
  Consumer(std::unique_ptr<ClangTidyContext> Context,
           std::unique_ptr<ClangTidyDiagnosticConsumer> Diagnostics,
           std::unique_ptr<DiagnosticsEngine> Engine,
           std::unique_ptr<ASTConsumer> Tidy)
      : MultiplexConsumer(std::move(Tidy)), Context(std::move(Context)),
        Diagnostics(std::move(Diagnostics)), Engine(std::move(Engine)) {}

private:
  std::unique_ptr<ClangTidyContext> Context;
  std::unique_ptr<ClangTidyDiagnosticConsumer> Diagnostics;
  std::unique_ptr<DiagnosticsEngine> Engine;
};

class Action : public PluginASTAction {
protected:
  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &Compiler,
                                                 StringRef File) override {
    ClangTidyOptions Defaults = ClangTidyOptions::getDefaults();
    Defaults.Checks = "-*,fastidious-*";
    Defaults.HeaderFilterRegex = ".*";
    ClangTidyOptions Override;
    if (!Checks.empty())
      Override.Checks = Checks;
    auto Context = std::make_unique<ClangTidyContext>(
        std::make_unique<FileOptionsProvider>(
            ClangTidyGlobalOptions(), Defaults, Override,
            &Compiler.getVirtualFileSystem()));
    // Findings go the way of the compiler's own warnings.
    auto Diagnostics = std::make_unique<ClangTidyDiagnosticConsumer>(
        *Context, &Compiler.getDiagnostics());
    auto Options = std::make_unique<DiagnosticOptions>();
    auto Engine = std::make_unique<DiagnosticsEngine>(
        DiagnosticIDs::create(), *Options, Diagnostics.get(),
        /*ShouldOwnClient=*/false);
    Context->setDiagnosticsEngine(std::move(Options), Engine.get());
    auto Tidy =
        ClangTidyASTConsumerFactory(*Context).createASTConsumer(Compiler, File);
    return std::make_unique<Consumer>(std::move(Context),
                                      std::move(Diagnostics), std::move(Engine),
                                      std::move(Tidy));
  }

  bool ParseArgs(const CompilerInstance &Compiler,
                 const std::vector<std::string> &Args) override {
    for (StringRef Arg : Args) {
      if (Arg.consume_front("checks=")) {
        Checks = Arg;
        continue;
      }
      DiagnosticsEngine &Engine = Compiler.getDiagnostics();
      Engine.Report(Engine.getCustomDiagID(
          DiagnosticsEngine::Error, "fastidious: unknown argument '%0': give "
                                    "-fplugin-arg-fastidious-checks=GLOBS"))
          << Arg;
      return false;
    }
    return true;
  }

  ActionType getActionType() override { return AddAfterMainAction; }

private:
  std::string Checks;
};

const FrontendPluginRegistry::Add<Action>
    Registration("fastidious", "find performance anti-patterns");

} // namespace
