#include "Extract.h"
#include "Isolation.h"
#include "Paths.h"
#include "SystemBodies.h"
#include "escape/Builder.h"
#include "escape/Fields.h"
#include "escape/Serialize.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendAction.h"
#include "clang/Frontend/MultiplexConsumer.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/Support/Path.h"

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
    std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &Compiler,
                                                   StringRef) override {
      std::vector<std::unique_ptr<ASTConsumer>> All;
      All.push_back(passOverSystemBodies(Compiler));
      All.push_back(std::make_unique<Consumer>(To));
      return std::make_unique<MultiplexConsumer>(std::move(All));
    }
    Factory &To;
  };
};

llvm::Expected<escape::PackedUnit>
parse(const Job &J, StringRef Models,
      llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Files) {
  Factory Actions(Models);
  FirstError Error;
  const auto Parse = [&] {
    const OneCommand Database(J.Command);
    tooling::ClangTool Tool(Database, {J.File},
                            std::make_shared<PCHContainerOperations>(), Files);
    Tool.setDiagnosticConsumer(&Error);
    Tool.setPrintErrorMessage(false);
    Tool.run(&Actions);
  };
  if (!runIsolated(Parse))
    return llvm::createStringError(
        "the analysis crashed: please report this file");
  if (!Error.Text.empty())
    return llvm::createStringError(Error.Text +
                                   ": the file must compile with Clang");
  return packed(std::move(Actions.Result), Paths(J.Command.Directory, *Files));
}

} // namespace

escape::PackedUnit packed(escape::Unit U, Paths Real) {
  const auto Use = [&](escape::Location &L) { L.File = Real(L.File); };
  for (escape::Graph &G : U.Functions) {
    Use(G.Where);
    for (escape::Parameter &P : G.Parameters)
      Use(P.Where);
    for (escape::Object &O : G.Objects)
      Use(O.Where);
    for (escape::Constraint &C : G.Constraints)
      Use(C.Where);
    for (escape::Return &R : G.Returns)
      Use(R.Where);
  }
  return escape::pack(U);
}

llvm::Expected<escape::PackedUnit> extract(const Job &J, StringRef Models,
                                           UnitCache *Kept) {
  const std::string Key =
      Kept ? Kept->key(J, {"extract", Kept->modelDigest(Models)}) : "";
  if (Kept)
    if (const std::optional<std::string> Bytes = Kept->find(Key))
      if (auto Known = escape::fromBytes<escape::PackedUnit>(*Bytes))
        return std::move(*Known);
  if (const std::string Why = whatIsMissing(J); !Why.empty())
    return llvm::createStringError(Why);
  const auto Recorder = llvm::makeIntrusiveRefCnt<FileRecorder>(
      llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>(
          llvm::vfs::createPhysicalFileSystem()));
  // Without it there is no extract: see whatIsMissing.
  Recorder->exists(J.Command.Directory);
  llvm::Expected<escape::PackedUnit> Made = parse(J, Models, Recorder);
  if (Made && Kept)
    Kept->keep(Key, *Recorder, escape::toBytes(*Made));
  return Made;
}

std::string commonFolder(const std::vector<escape::PackedUnit> &Units) {
  std::string Common;
  for (const escape::PackedUnit &U : Units) {
    if (U.MainFile.empty())
      continue;
    StringRef Folder = llvm::sys::path::parent_path(U.MainFile);
    if (Common.empty())
      Common = Folder.str();
    while (!Folder.empty() &&
           !StringRef(Common + "/").starts_with((Folder + "/").str()))
      Folder = llvm::sys::path::parent_path(Folder);
    Common = Folder.str();
  }
  return Common;
}

} // namespace fastidious
