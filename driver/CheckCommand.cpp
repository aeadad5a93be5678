// `fastidious check`: findings over a project.
#include "CheckSettings.h"
#include "Commands.h"
#include "Depfile.h"
#include "DumpConfig.h"
#include "Engine.h"
#include "Fixes.h"
#include "LinkedCheck.h"
#include "Output.h"
#include "Reparse.h"
#include "Tell.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Process.h"

using llvm::StringRef;

namespace fastidious {
namespace {

int dumpConfig(const CheckSettings &S, const Arguments &Args) {
  const std::string File = S.In.Files.empty() ? "" : S.In.Files.front();
  if (llvm::Error E = printConfig(
          {S.Checks, S.Scope.Config, Args, checkOptions()}, File, llvm::outs()))
    return fail(llvm::toString(std::move(E)));
  return NothingToReport;
}

/// Gives each job its options; files for which no check is on are skipped.
llvm::Expected<std::vector<Task>>
makeTasks(Plan &P, const CheckSelection &Checks, bool MayBeNone) {
  Configuration Config(Checks);
  std::vector<Task> Tasks;
  for (Job &J : P.Jobs) {
    llvm::Expected<clang::tidy::ClangTidyOptions> Options =
        Config.optionsFor(J.File);
    if (!Options)
      return Options.takeError();
    if (Config.enablesAny(*Options))
      Tasks.push_back({std::move(J), std::move(*Options)});
    else
      P.Skipped.insert(J.File);
  }
  if (MayBeNone)
    return Tasks;
  if (Tasks.empty() && P.LeftOut)
    return llvm::createStringError(
        "there is no file to analyse: skip of .fastidious.yaml "
        "leaves out all of them");
  if (Tasks.empty() && P.Jobs.empty())
    return llvm::createStringError(
        "there is no C++ file to analyse: the checks are of C++ "
        "alone");
  if (Tasks.empty())
    return llvm::createStringError(
        "no check is enabled: correct --checks or the Checks of "
        ".clang-tidy");
  return Tasks;
}

/// A line on a terminal that is overwritten.
class ProgressLine {
public:
  ProgressLine(size_t Total, bool Quiet)
      : Total(Total),
        IsShown(!Quiet && llvm::sys::Process::StandardErrIsDisplayed()) {}
  ~ProgressLine() {
    if (IsShown)
      llvm::errs() << Erase;
  }

  void show(StringRef File) {
    ++Done;
    if (IsShown)
      llvm::errs() << Erase << '[' << Done << '/' << Total << "] "
                   << shownPath(File);
  }

private:
  static constexpr StringRef Erase = "\r\033[K";
  size_t Total;
  size_t Done = 0;
  bool IsShown;
};

void tellPlan(const Plan &P, const CheckSettings &S) {
  if (S.Quiet || !(S.Verbose || !P.IgnoredFlags.empty()))
    return;
  if (!P.IgnoredFlags.empty())
    llvm::errs() << "fastidious: left out flags that Clang does not know: "
                 << llvm::join(P.IgnoredFlags, " ") << '\n';
  if (!S.Verbose)
    return;
  llvm::errs() << "fastidious: " << P.Duplicates
               << " repeated entries of the database left out\n";
  for (const std::string &File : P.Skipped)
    llvm::errs() << "fastidious: skipped " << shownPath(File)
                 << ": it is no C++ or no check is on for it\n";
}

/// \returns the tasks whose files were analysed without failure.
std::vector<Task> analysed(const std::vector<Task> &Tasks, const Results &All) {
  std::set<StringRef> Failed;
  for (const Failure &F : All.Failures)
    Failed.insert(F.File);
  std::vector<Task> Result;
  llvm::copy_if(Tasks, std::back_inserter(Result),
                [&](const Task &T) { return !Failed.contains(T.What.File); });
  return Result;
}

llvm::Error fixAll(const Results &All, Sources &Texts,
                   const std::vector<Task> &Tasks, const CheckSettings &S) {
  const std::vector<Task> Good = analysed(Tasks, All);
  const auto Try = [&](const Overlay &New) {
    return brokenBy(New, Good, S.How.Threads,
                    [](const std::string &File, const std::string &Why) {
                      warn(shownPath(File) +
                           ": its fixes are left out, as "
                           "with them it does not compile: " +
                           Why);
                    });
  };
  llvm::Expected<FixCount> Count = applyFixes(All.Findings, Texts, Try);
  if (!Count)
    return Count.takeError();
  if (S.Quiet)
    return llvm::Error::success();
  llvm::errs() << "fastidious: " << Count->Applied << " of "
               << Count->Applied + Count->Conflicting + Count->Withdrawn
               << " fixes applied in " << Count->Files
               << (Count->Files == 1 ? " file" : " files");
  if (Count->Withdrawn)
    llvm::errs() << "; " << Count->Withdrawn << " would not compile";
  if (Count->Conflicting)
    llvm::errs() << "; " << Count->Conflicting
                 << " overlap others: run again for them";
  llvm::errs() << '\n';
  return llvm::Error::success();
}

/// What is written is known from now on.
llvm::Error writeBaseline(Results &All, Sources &Texts, StringRef Path) {
  llvm::Expected<Output> Out = Output::open(Path);
  if (!Out)
    return Out.takeError();
  if (llvm::Error E = Out->write([&](llvm::raw_ostream &OS) {
        Baseline::write(All.Findings, Path, Texts, OS);
      }))
    return E;
  All.InBaseline += All.Findings.size();
  All.Findings.clear();
  return llvm::Error::success();
}

/// Notes what the report was made from besides the sources.
void addSettings(std::set<std::string> &Files, const std::vector<Task> &Tasks,
                 const CheckSettings &S) {
  Configuration Config(S.Checks);
  const auto Add = [&](const std::string &File) {
    if (llvm::sys::path::is_absolute(File) && llvm::sys::fs::exists(File))
      Files.insert(File);
  };
  Add(S.Scope.Config.file());
  if (!S.Scope.BaselinePath.empty())
    Add(realPath(S.Scope.BaselinePath));
  for (const Task &T : Tasks) {
    for (const auto &[Options, Origin] : Config.sourcesFor(T.What.File))
      Add(Origin);
    for (const std::string &File : modelFilesIn(T.Options))
      Add(File);
  }
}

int finish(Results &All, const std::vector<Task> &Tasks, const CheckSettings &S,
           const Scope &Of, Output &Out) {
  Sources Texts(Of.texts());
  Of.reduce(All, Texts);
  keepCertain(All.UnusedSuppressions, Tasks,
              S.In.Files.empty() && !Of.isPartial() && All.Failures.empty());
  if (!S.WriteBaseline.empty())
    if (llvm::Error E = writeBaseline(All, Texts, S.WriteBaseline))
      return fail(llvm::toString(std::move(E)));
  if (llvm::Error E =
          Out.write([&](llvm::raw_ostream &OS) { S.Print(All, Texts, OS); }))
    return fail(llvm::toString(std::move(E)));
  if (!S.DepfilePath.empty()) {
    addSettings(All.FilesRead, Tasks, S);
    if (llvm::Error E =
            writeDepfile(S.DepfilePath, S.OutputPath, All.FilesRead))
      return fail(llvm::toString(std::move(E)));
  }
  tellFailures(All);
  tellUnused(All.UnusedSuppressions);
  if (S.Fix)
    if (llvm::Error E = fixAll(All, Texts, Tasks, S))
      return fail(llvm::toString(std::move(E)));
  if (S.How.Profile)
    tellStatistics(All);
  if (!S.Quiet)
    llvm::errs() << "fastidious: " << summarise(All) << '\n';
  return statusOf(All, S.FailOn);
}

int run(const CheckSettings &S) {
  llvm::Expected<Plan> P = makePlan(S.In);
  if (!P)
    return fail(llvm::toString(P.takeError()));
  llvm::Expected<Scope> Of = Scope::create(S.Scope);
  if (!Of)
    return fail(llvm::toString(Of.takeError()));
  tellUnread(Of->reduce(*P, S.How.Threads));
  llvm::Expected<std::vector<Task>> Tasks =
      makeTasks(*P, S.Checks, Of->isPartial());
  if (!Tasks)
    return fail(llvm::toString(Tasks.takeError()));
  if (!Of->texts().empty())
    for (Task &T : *Tasks)
      T.Texts = &Of->texts();
  llvm::Expected<Output> Out = Output::open(S.OutputPath);
  if (!Out)
    return fail(llvm::toString(Out.takeError()));
  tellPlan(*P, S);
  llvm::Expected<std::unique_ptr<UnitCache>> Kept = UnitCache::open(S.Cache);
  if (!Kept)
    return fail(llvm::toString(Kept.takeError()));
  EngineOptions How = S.How;
  How.Kept = Kept->get();
  Results All;
  {
    ProgressLine Line(Tasks->size(), S.Quiet);
    const auto Tell = [&](StringRef File) { Line.show(File); };
    All = S.Link ? analyseLinked(*Tasks, How, S.Verbose, Tell)
                 : analyse(*Tasks, How, Tell);
  }
  if (How.Kept)
    How.Kept->finish(S.Verbose);
  All.FilesSkipped = P->Skipped.size();
  return finish(All, *Tasks, S, *Of, *Out);
}

} // namespace

int checkCommand(llvm::ArrayRef<std::string> Args) {
  llvm::Expected<Arguments> Parsed = parseArguments(Args, checkOptions());
  if (!Parsed)
    return fail(llvm::toString(Parsed.takeError()));
  if (Parsed->has("help")) {
    llvm::outs() << "usage: fastidious check [OPTIONS] [FILE...] [-- FLAGS]\n\n"
                    "FILE is a source file or a directory of the compilation "
                    "database (default: all of it).\nExit status: 0 nothing to "
                    "report, 1 findings, 2 usage or input error, 3 some file "
                    "could not be analysed.\n";
    printOptions(checkOptions());
    return NothingToReport;
  }
  llvm::Expected<CheckSettings> S = checkSettings(*Parsed);
  if (!S)
    return fail(llvm::toString(S.takeError()));
  return Parsed->has("dump-config") ? dumpConfig(*S, *Parsed) : run(*S);
}

} // namespace fastidious
