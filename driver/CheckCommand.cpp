// `fastidious check`: findings over a project.
#include "CommandLine.h"
#include "Commands.h"
#include "Config.h"
#include "Engine.h"
#include "Fixes.h"
#include "Output.h"
#include "Report.h"
#include "UnitCache.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/Threading.h"

using llvm::StringRef;

namespace fastidious {
namespace {

const OptionSpec Specs[] = {
    {"p", "DIR", "where compile_commands.json lies (default: it is searched)"},
    {"checks", "GLOBS",
     "added to what .clang-tidy says, as in clang-tidy: '-*,fastidious-x' "
     "runs x alone"},
    {"format", "FORMAT", "text, json, sarif or github (default: text)"},
    {"o", "FILE", "write the report there (default: stdout)"},
    {"j", "N", "files at once (default: one per core)"},
    {"header-filter", "REGEX", "the headers to report of (default: all)"},
    {"fix", "", "apply the fixes to the files"},
    {"cache-dir", "DIR",
     "keep results there (default: the user's cache folder)"},
    {"cache-policy", "POLICY",
     "what is kept, as of clang's ThinLTO cache (default: "
     "cache_size_bytes=1g)"},
    {"no-cache", "", "neither use nor keep results"},
    {"quiet", "", "no progress and no summary"},
    {"verbose", "", "say what was left out of the commands"},
    {"system-bodies", "", ""},
    {"help", "", "print this"},
};

struct Settings {
  Inputs In;
  CheckSelection Checks;
  Report Print = nullptr;
  std::string OutputPath;
  EngineOptions How;
  CacheSettings Cache;
  bool Fix = false;
  bool Quiet = false;
  bool Verbose = false;
};

llvm::Error usageError(const llvm::Twine &Message) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), Message);
}

llvm::Expected<Report> reportNamed(StringRef Format) {
  const std::pair<StringRef, Report> Known[] = {{"text", reportText},
                                                {"json", reportJson},
                                                {"sarif", reportSarif},
                                                {"github", reportGithub}};
  for (const auto &[Name, Print] : Known)
    if (Name == Format)
      return Print;
  return usageError("unknown format '" + Format +
                    "': use text, json, sarif or github");
}

llvm::Expected<unsigned> threadsFrom(const Arguments &Args) {
  constexpr unsigned Most = 1024;
  unsigned Threads = llvm::hardware_concurrency().compute_thread_count();
  const StringRef Text = Args.get("j");
  if (Args.has("j") &&
      (Text.getAsInteger(10, Threads) || Threads == 0 || Threads > Most))
    return usageError("-j: '" + Text + "' is no number from 1 to 1024");
  return Threads;
}

llvm::Expected<Settings> settingsFrom(const Arguments &Args) {
  Settings S;
  S.In = {Args.Positional, Args.get("p").str(), Args.Flags};
  S.Checks = {Args.get("checks").str(), Args.get("header-filter").str()};
  S.OutputPath = Args.get("o").str();
  S.Fix = Args.has("fix");
  S.Quiet = Args.has("quiet");
  S.Verbose = Args.has("verbose");
  llvm::Expected<Report> Print = reportNamed(Args.get("format", "text"));
  if (!Print)
    return Print.takeError();
  S.Print = *Print;
  llvm::Expected<unsigned> Threads = threadsFrom(Args);
  if (!Threads)
    return Threads.takeError();
  S.How = {*Threads, Args.has("system-bodies")};
  // Those who compare want both runs to happen.
  S.Cache.IsOn = !Args.has("no-cache") && !S.How.SystemBodies;
  S.Cache.Folder = Args.get("cache-dir").str();
  if (llvm::Error E = readPolicy(Args.get("cache-policy"), S.Cache.Policy))
    return std::move(E);
  if (S.In.Flags && !S.In.Database.empty())
    return usageError("-p and -- FLAGS exclude each other: give one of them");
  if (llvm::Error E = checkGlobs(S.Checks.Globs))
    return std::move(E);
  if (llvm::Error E = checkRegex(S.Checks.HeaderFilter, "--header-filter"))
    return std::move(E);
  return S;
}

/// Gives each job its options; files for which no check is on are skipped.
llvm::Expected<std::vector<Task>> makeTasks(Plan &P,
                                            const CheckSelection &Checks) {
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
  if (Tasks.empty() && P.Jobs.empty())
    return usageError("there is no C++ file to analyse: the checks are of C++ "
                      "alone");
  if (Tasks.empty())
    return usageError("no check is enabled: correct --checks or the Checks of "
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

void tellPlan(const Plan &P, const Settings &S) {
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

llvm::Error fixAll(const Results &All, Sources &Texts, bool Quiet) {
  llvm::Expected<FixCount> Count = applyFixes(All.Findings, Texts);
  if (!Count)
    return Count.takeError();
  if (Quiet)
    return llvm::Error::success();
  llvm::errs() << "fastidious: " << Count->Applied << " of "
               << Count->Applied + Count->Conflicting << " fixes applied in "
               << Count->Files << (Count->Files == 1 ? " file" : " files");
  if (Count->Conflicting)
    llvm::errs() << "; " << Count->Conflicting
                 << " overlap others: run again for them";
  llvm::errs() << '\n';
  return llvm::Error::success();
}

int finish(const Results &All, const Settings &S, Output &Out) {
  Sources Texts;
  if (llvm::Error E =
          Out.write([&](llvm::raw_ostream &OS) { S.Print(All, Texts, OS); }))
    return fail(llvm::toString(std::move(E)));
  for (const Failure &F : All.Failures)
    llvm::errs() << "fastidious: error: " << shownPath(F.File)
                 << ": not analysed: " << F.Reason << '\n';
  if (S.Fix)
    if (llvm::Error E = fixAll(All, Texts, S.Quiet))
      return fail(llvm::toString(std::move(E)));
  if (!S.Quiet)
    llvm::errs() << "fastidious: " << summarise(All) << '\n';
  if (!All.Failures.empty())
    return Incomplete;
  return All.Findings.empty() ? NothingToReport : Findings;
}

int run(const Settings &S) {
  llvm::Expected<Plan> P = makePlan(S.In);
  if (!P)
    return fail(llvm::toString(P.takeError()));
  llvm::Expected<std::vector<Task>> Tasks = makeTasks(*P, S.Checks);
  if (!Tasks)
    return fail(llvm::toString(Tasks.takeError()));
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
    All = analyse(*Tasks, How, [&](StringRef File) { Line.show(File); });
  }
  if (How.Kept)
    How.Kept->finish(S.Verbose);
  All.FilesSkipped = P->Skipped.size();
  return finish(All, S, *Out);
}

} // namespace

int checkCommand(llvm::ArrayRef<std::string> Args) {
  llvm::Expected<Arguments> Parsed = parseArguments(Args, Specs);
  if (!Parsed)
    return fail(llvm::toString(Parsed.takeError()));
  if (Parsed->has("help")) {
    llvm::outs() << "usage: fastidious check [OPTIONS] [FILE...] [-- FLAGS]\n\n"
                    "FILE is a source file or a directory of the compilation "
                    "database (default: all of it).\nExit status: 0 nothing to "
                    "report, 1 findings, 2 usage or input error, 3 some file "
                    "could not be analysed.\n";
    printOptions(Specs);
    return NothingToReport;
  }
  llvm::Expected<Settings> S = settingsFrom(*Parsed);
  return S ? run(*S) : fail(llvm::toString(S.takeError()));
}

} // namespace fastidious
