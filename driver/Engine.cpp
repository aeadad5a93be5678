#include "Engine.h"
#include "Isolation.h"
#include "LinkPart.h"
#include "Merge.h"
#include "Paths.h"
#include "Profile.h"
#include "Sources.h"
#include "Suppressions.h"
#include "SystemBodies.h"
#include "UnitCache.h"
#include "UnitCoding.h"
#include "clang-tidy/ClangTidy.h"
#include "clang-tidy/ClangTidyDiagnosticConsumer.h"
#include "clang-tidy/ClangTidyModule.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendAction.h"
#include "clang/Frontend/MultiplexConsumer.h"
#include "clang/Lex/PreprocessorOptions.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/ThreadPool.h"
#include "llvm/Support/VirtualFileSystem.h"
#include <mutex>

using namespace clang;
using namespace clang::tidy;
using namespace clang::tooling;

namespace fastidious {
namespace {

/// Gives clang-tidy's consumer to the front end, as clang-tidy itself does.
class ActionFactory : public FrontendActionFactory {
public:
  ActionFactory(ClangTidyContext &Context,
                llvm::IntrusiveRefCntPtr<llvm::vfs::OverlayFileSystem> FS,
                SuppressionWatch &Watch, bool SystemBodies, LinkPart *Link)
      : Consumers(Context, std::move(FS)), Watch(Watch),
        SystemBodies(SystemBodies), Link(Link) {}

  std::unique_ptr<FrontendAction> create() override {
    return std::make_unique<Action>(*this);
  }

  bool runInvocation(std::shared_ptr<CompilerInvocation> Invocation,
                     FileManager *Files,
                     std::shared_ptr<PCHContainerOperations> Operations,
                     DiagnosticConsumer *Consumer) override {
    // clang-tidy defines __clang_analyzer__, and code depends on it.
    Invocation->getPreprocessorOpts().SetUpStaticAnalyzer = true;
    // Without this Clang counts its warnings on stderr.
    Invocation->getDiagnosticOpts().ShowCarets = false;
    return FrontendActionFactory::runInvocation(
        std::move(Invocation), Files, std::move(Operations), Consumer);
  }

private:
  struct Action : ASTFrontendAction {
    explicit Action(ActionFactory &F) : Factory(F) {}
    std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &Compiler,
                                                   StringRef File) override {
      Compiler.getPreprocessor().addCommentHandler(&Factory.Watch);
      std::unique_ptr<ASTConsumer> Tidy =
          Factory.Consumers.createASTConsumer(Compiler, File);
      std::vector<std::unique_ptr<ASTConsumer>> All;
      if (!Factory.SystemBodies)
        All.push_back(passOverSystemBodies(Compiler));
      // Before the checks, which take what it makes.
      if (Factory.Link)
        All.push_back(takePart(*Factory.Link));
      All.push_back(std::move(Tidy));
      return std::make_unique<MultiplexConsumer>(std::move(All));
    }
    ActionFactory &Factory;
  };

  ClangTidyASTConsumerFactory Consumers;
  SuppressionWatch &Watch;
  bool SystemBodies;
  LinkPart *Link;
};

/// Our checks never look into the bodies of system headers; others may.
bool needsSystemBodies(const ClangTidyOptions &Options) {
  return Options.SystemHeaders.value_or(false) ||
         llvm::any_of(
             getCheckNames(Options, false, false),
             [](StringRef Check) { return !Check.starts_with("fastidious-"); });
}

Message convert(const DiagnosticMessage &From, Paths &Real) {
  Message To;
  To.File = Real(From.FilePath);
  To.Offset = To.File.empty() ? 0 : From.FileOffset;
  To.Text = From.Message;
  for (const FileByteRange &R : From.Ranges)
    if (R.FilePath == From.FilePath)
      To.Ranges.push_back({R.FileOffset, R.Length});
  for (const auto &File : From.Fix)
    for (const Replacement &R : File.second)
      To.Edits.push_back({Real(R.getFilePath()), R.getOffset(), R.getLength(),
                          R.getReplacementText().str()});
  std::sort(To.Edits.begin(), To.Edits.end());
  return To;
}

bool isCompilerError(const ClangTidyError &E) {
  return E.DiagLevel == ClangTidyError::Error &&
         StringRef(E.DiagnosticName).starts_with("clang-diagnostic-");
}

/// ":line:column: " of \p M in \p File.
std::string placeOf(const DiagnosticMessage &M, StringRef File) {
  Sources Texts;
  const Place At = Texts.get(File).place(M.FileOffset);
  return (":" + llvm::Twine(At.Line) + ":" + llvm::Twine(At.Column) + ": ")
      .str();
}

UnitResult failed(std::string Why) {
  UnitResult Result;
  Result.Failure = std::move(Why);
  return Result;
}

UnitResult failed(const std::vector<const ClangTidyError *> &Errors,
                  Paths &Real) {
  const DiagnosticMessage &First = Errors.front()->Message;
  UnitResult Result = failed(First.Message);
  Result.FailedIn = Real(First.FilePath);
  if (!Result.FailedIn.empty())
    Result.Failure = placeOf(First, Result.FailedIn) + Result.Failure;
  if (Errors.size() > 1)
    Result.Failure += " (and " + std::to_string(Errors.size() - 1) + " more)";
  Result.Failure += StringRef(Result.Failure).contains("file not found")
                        ? ": build the project first if the file is generated"
                        : ": the file must compile with Clang";
  return Result;
}

UnitResult convert(const std::vector<ClangTidyError> &Errors, Paths &Real) {
  UnitResult Result;
  std::vector<const ClangTidyError *> Broken;
  for (const ClangTidyError &E : Errors) {
    if (isCompilerError(E)) {
      Broken.push_back(&E);
      continue;
    }
    Finding F;
    F.Check = E.DiagnosticName;
    F.IsError = E.IsWarningAsError || E.DiagLevel == ClangTidyError::Error;
    F.Main = convert(E.Message, Real);
    for (const DiagnosticMessage &Note : E.Notes)
      F.Notes.push_back(convert(Note, Real));
    Result.Findings.push_back(std::move(F));
  }
  // What Clang recovers from an error is not what the author wrote.
  return Broken.empty() ? Result : failed(Broken, Real);
}

/// ExtraArgs, ExtraArgsBefore and RemovedArgs of .clang-tidy.
void adjustArguments(ClangTool &Tool, const ClangTidyOptions &Options) {
  if (Options.RemovedArgs)
    Tool.appendArgumentsAdjuster(
        [&Options](CommandLineArguments Args, StringRef) {
          llvm::erase_if(Args, [&](const std::string &Arg) {
            return llvm::is_contained(*Options.RemovedArgs, Arg);
          });
          return Args;
        });
  if (Options.ExtraArgsBefore)
    Tool.appendArgumentsAdjuster(getInsertArgumentAdjuster(
        *Options.ExtraArgsBefore, ArgumentInsertPosition::BEGIN));
  if (Options.ExtraArgs)
    Tool.appendArgumentsAdjuster(getInsertArgumentAdjuster(
        *Options.ExtraArgs, ArgumentInsertPosition::END));
  Tool.appendArgumentsAdjuster(getStripPluginsAdjuster());
}

void addTexts(const Overlay &Texts, llvm::vfs::OverlayFileSystem &FS) {
  auto Memory = llvm::makeIntrusiveRefCnt<llvm::vfs::InMemoryFileSystem>();
  for (const auto &[Path, Text] : Texts)
    Memory->addFile(Path, 0, llvm::MemoryBuffer::getMemBuffer(Text, Path));
  FS.pushOverlay(std::move(Memory));
}

using FileSystem = llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>;

UnitResult analyseUnit(const Task &T, const EngineOptions &How,
                       FileSystem Files) {
  const CompileCommand &Command = T.What.Command;
  ClangTidyContext Context(std::make_unique<DefaultOptionsProvider>(
      ClangTidyGlobalOptions(), T.Options));
  const auto FS =
      llvm::makeIntrusiveRefCnt<llvm::vfs::OverlayFileSystem>(Files);
  if (T.Texts)
    addTexts(*T.Texts, *FS);
  const OneCommand Database(Command);
  ClangTool Tool(Database, {T.What.File},
                 std::make_shared<PCHContainerOperations>(), FS);
  Tool.setPrintErrorMessage(false);
  adjustArguments(Tool, T.Options);

  SuppressionWatch Watch(Context);
  WatchedConsumer Consumer(Context, Watch);
  auto DiagOptions = std::make_unique<DiagnosticOptions>();
  DiagnosticsEngine Engine(DiagnosticIDs::create(), *DiagOptions, &Consumer,
                           /*ShouldOwnClient=*/false);
  Context.setDiagnosticsEngine(std::move(DiagOptions), &Engine);
  Tool.setDiagnosticConsumer(&Consumer);
  Paths Real(Command.Directory, *Files);
  LinkPart Link = {T.Imports.get(), T.Options, Real, ""};
  ActionFactory Factory(Context, FS, Watch,
                        How.SystemBodies || needsSystemBodies(T.Options),
                        How.Extract || T.Imports ? &Link : nullptr);
  std::optional<UnitProfile> Profile;
  if (How.Profile)
    Profile.emplace(Context);
  const int Status = Tool.run(&Factory);
  UnitResult Result = convert(Consumer.take(), Real);
  Result.Extract = std::move(Link.Extract);
  Result.Suppressions = Watch.take(Real);
  if (Profile)
    Result.Seconds = Profile->take();
  if (Status != 0 && Result.Failure.empty())
    Result.Failure = "Clang failed without saying why: try the command of the "
                     "database by hand";
  return Result;
}

/// Takes the result from the cache, or analyses and keeps it.
UnitResult resultOf(const Task &T, const EngineOptions &How) {
  // What is not on the disk is not kept.
  UnitCache *const Kept = T.Texts ? nullptr : How.Kept;
  const std::string Key = Kept ? Kept->key(T, How.Extract) : "";
  std::vector<std::string> Read;
  if (Kept)
    if (const std::optional<std::string> Bytes =
            Kept->find(Key, How.ListFiles ? &Read : nullptr))
      if (std::optional<UnitResult> Known =
              escape::fromBytes<UnitResult>(*Bytes)) {
        Known->Read = std::move(Read);
        return std::move(*Known);
      }
  if (std::string Why = whatIsMissing(T.What); !Why.empty())
    return failed(std::move(Why));
  // The real file system of LLVM shares one current directory.
  FileSystem Files = llvm::vfs::createPhysicalFileSystem();
  if (!Kept && !How.ListFiles)
    return analyseUnit(T, How, std::move(Files));
  const auto Recorder = llvm::makeIntrusiveRefCnt<FileRecorder>(Files);
  // Without it there is no analysis: see whatIsMissing.
  Recorder->exists(T.What.Command.Directory);
  UnitResult Result = analyseUnit(T, How, Recorder);
  if (Kept)
    Kept->keep(Key, *Recorder, escape::toBytes(Result));
  Result.Read = Recorder->filesRead();
  return Result;
}

} // namespace

std::vector<UnitResult> analyseUnits(const std::vector<Task> &Tasks,
                                     const EngineOptions &How,
                                     const Progress &Tell) {
  std::vector<UnitResult> Units(Tasks.size());
  std::mutex ProgressMutex;
  llvm::DefaultThreadPool Pool(llvm::hardware_concurrency(How.Threads));
  for (size_t I = 0; I != Tasks.size(); ++I)
    Pool.async([&, I] {
      if (!runIsolated([&] { Units[I] = resultOf(Tasks[I], How); }))
        Units[I] =
            failed("the analysis crashed: please report it, with the output "
                   "of clang++ -E for the file");
      const std::lock_guard<std::mutex> Lock(ProgressMutex);
      Tell(Tasks[I].What.File);
    });
  Pool.wait();
  return Units;
}

Results analyse(const std::vector<Task> &Tasks, const EngineOptions &How,
                const Progress &Tell) {
  return merge(Tasks, analyseUnits(Tasks, How, Tell));
}

} // namespace fastidious
