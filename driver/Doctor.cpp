// `fastidious doctor`: what may be wrong with an installation or a project.
#include "CommandLine.h"
#include "Commands.h"
#include "Config.h"
#include "Dependents.h"
#include "Git.h"
#include "Installation.h"
#include "ProjectConfig.h"
#include "Rules.h"
#include "Sources.h"
#include "clang/Basic/Version.h"
#include "clang/Driver/Types.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Threading.h"

using llvm::StringRef;
namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

namespace fastidious {
namespace {

const OptionSpec Specs[] = {
    {"p", "DIR", "where compile_commands.json lies (default: it is searched)"},
    {"verbose", "", "all names, not the first five"},
    {"help", "", "print this"},
};

/// Prints what is found; counts what is amiss.
class Diagnosis {
public:
  explicit Diagnosis(bool All) : All(All) {}

  void good(const llvm::Twine &Text) {
    llvm::outs() << "ok       " << Text << '\n';
  }
  void note(const llvm::Twine &Text) {
    llvm::outs() << "note     " << Text << '\n';
  }
  void bad(const llvm::Twine &Text) {
    llvm::outs() << "PROBLEM  " << Text << '\n';
    ++Problems;
  }

  std::string some(llvm::ArrayRef<std::string> Names) const {
    const size_t Count = All ? Names.size() : std::min<size_t>(Names.size(), 5);
    std::string Result = llvm::join(Names.take_front(Count), ", ");
    if (Count < Names.size())
      Result += " and " + std::to_string(Names.size() - Count) + " more";
    return Result;
  }

  unsigned Problems = 0;

private:
  bool All;
};

void checkLlvm(Diagnosis &F) {
  F.good("fastidious " FASTIDIOUS_VERSION
         ", built for LLVM " FASTIDIOUS_LLVM_VERSION);
  const std::string Running = clang::getClangFullVersion();
  if (StringRef(Running).contains(FASTIDIOUS_LLVM_VERSION))
    F.good("running with " + Running);
  else
    F.bad("running with " + Running + ", not with LLVM " +
          FASTIDIOUS_LLVM_VERSION + ": install that one or build anew");
  const std::string Folder = resourceFolder();
  if (fs::exists(Folder + "/include/stddef.h"))
    F.good("Clang's own headers: " + Folder);
  else
    F.note("Clang's own headers are not in " + Folder +
           ": they must be where Clang searches otherwise, else install "
           "libclang-common-22-dev");
}

void checkPlugin(Diagnosis &F) {
  const std::string Plugin = pluginPath();
  if (Plugin.empty())
    return F.note("the clang-tidy plugin FastidiousTidy.so is not beside this "
                  "program: only its users need it");
  F.good("plugin: " + Plugin);
  const std::vector<TidyProgram> Programs = tidyPrograms();
  if (Programs.empty())
    F.note("no clang-tidy is installed: only the plugin needs one");
  for (const TidyProgram &T : Programs) {
    const std::string Name = T.Path + " (" + T.Version + ")";
    if (T.ChecksWithPlugin == allChecks().size())
      F.good(Name + " runs all " + llvm::Twine(allChecks().size()) +
             " checks with the plugin");
    else if (T.ChecksWithPlugin)
      F.bad(Name + " finds " + llvm::Twine(T.ChecksWithPlugin) +
            " checks in the plugin, but this program has " +
            llvm::Twine(allChecks().size()) +
            ": they are of different builds, install them together");
    else
      F.note(Name + " does not run the plugin: it needs that of LLVM " +
             FASTIDIOUS_LLVM_VERSION);
  }
}

void checkConfig(Diagnosis &F) {
  llvm::Expected<ProjectConfig> Project = ProjectConfig::read("");
  if (!Project)
    F.bad(llvm::toString(Project.takeError()));
  else if (!Project->file().empty())
    F.good(".fastidious.yaml: " + Project->file());
  Configuration Config({});
  llvm::Expected<clang::tidy::ClangTidyOptions> Options =
      Config.optionsFor(realPath("./any.cpp"));
  if (!Options)
    F.bad(llvm::toString(Options.takeError()));
  else if (!Config.enablesAny(*Options))
    F.bad(".clang-tidy turns off all checks: correct its Checks");
  else
    F.good("the configuration of this folder is valid: 'fastidious check "
           "--dump-config' prints it");
}

void checkJobs(const Plan &P, Diagnosis &F) {
  std::set<std::string> Files;
  std::vector<std::string> Missing;
  for (const Job &J : P.Jobs)
    if (Files.insert(J.File).second && !whatIsMissing(J).empty())
      Missing.push_back(shownPath(J.File));
  F.good(llvm::Twine(P.Jobs.size()) + " commands for " +
         llvm::Twine(Files.size()) + " C++ files");
  if (P.Duplicates)
    F.note(llvm::Twine(P.Duplicates) +
           " further entries repeat others: each is analysed once");
  if (P.Jobs.size() > Files.size())
    F.note("some files are compiled in several ways: each way is analysed");
  if (!P.Skipped.empty())
    F.note(llvm::Twine(P.Skipped.size()) + " files are no C++ and are skipped");
  if (!P.IgnoredFlags.empty())
    F.note("flags that Clang does not know are left out: " +
           llvm::join(P.IgnoredFlags, " "));
  if (!Missing.empty())
    F.bad(llvm::Twine(Missing.size()) +
          " files of the database cannot be found: " + F.some(Missing) +
          ": build or configure the project anew");
}

bool isHeader(StringRef File) {
  namespace types = clang::driver::types;
  const StringRef Extension = path::extension(File).ltrim('.');
  const types::ID Type = types::lookupTypeForExtension(Extension);
  return Type != types::TY_INVALID && types::onlyPrecompileType(Type);
}

/// Headers that git knows; without git nobody can say which are the project's.
llvm::Expected<std::vector<std::string>> projectHeaders() {
  llvm::Expected<std::string> Names =
      git({"ls-files", "--cached", "--others", "--exclude-standard", "-z"});
  if (!Names)
    return Names.takeError();
  std::set<std::string> Result;
  for (StringRef Name : llvm::split(*Names, '\0'))
    if (isHeader(Name) && fs::exists(Name))
      Result.insert(realPath(Name));
  return std::vector<std::string>(Result.begin(), Result.end());
}

void checkHeaders(const Plan &P, Diagnosis &F) {
  llvm::Expected<std::vector<std::string>> Headers = projectHeaders();
  if (!Headers) {
    llvm::consumeError(Headers.takeError());
    return F.note("this is no git repository: which headers belong to the "
                  "project cannot be said");
  }
  std::set<std::string> Unseen(Headers->begin(), Headers->end());
  unsigned Incomplete = 0;
  for (const Reads &R :
       readsOf(P.Jobs, *Headers,
               llvm::hardware_concurrency().compute_thread_count())) {
    Incomplete += !R.IsComplete;
    for (const std::string &File : R.Files)
      Unseen.erase(File);
  }
  if (Incomplete)
    F.bad(llvm::Twine(Incomplete) +
          " commands cannot be preprocessed: 'fastidious check' says why");
  std::vector<std::string> Names;
  for (const std::string &File : Unseen)
    Names.push_back(shownPath(File));
  if (Names.empty())
    F.good("all " + llvm::Twine(Headers->size()) +
           " headers are read by some command");
  else
    F.note(llvm::Twine(Names.size()) + " of " + llvm::Twine(Headers->size()) +
           " headers are read by no command, so nothing is said of them: " +
           F.some(Names));
}

void checkProject(StringRef Database, Diagnosis &F) {
  llvm::Expected<Plan> P = makePlan({{}, Database.str(), std::nullopt});
  if (!P)
    return F.bad(llvm::toString(P.takeError()));
  const std::string Found =
      Database.empty() ? findDatabaseAbove(realPath(".")) : Database.str();
  F.good("database: " + Found);
  checkJobs(*P, F);
  checkHeaders(*P, F);
}

} // namespace

int doctorCommand(llvm::ArrayRef<std::string> Args) {
  llvm::Expected<Arguments> Parsed = parseArguments(Args, Specs);
  if (!Parsed)
    return fail(llvm::toString(Parsed.takeError()));
  if (Parsed->has("help")) {
    llvm::outs() << "usage: fastidious doctor [-p DIR]\n\nLooks at the "
                    "installation and the project in the current folder.\n"
                    "Exit status: 0 no problem, 1 problems.\n";
    printOptions(Specs);
    return NothingToReport;
  }
  if (!Parsed->Positional.empty())
    return fail("doctor takes no file: name the database with -p");
  Diagnosis F(Parsed->has("verbose"));
  checkLlvm(F);
  checkPlugin(F);
  checkConfig(F);
  checkProject(Parsed->get("p"), F);
  llvm::outs() << F.Problems
               << (F.Problems == 1 ? " problem\n" : " problems\n");
  return F.Problems ? Findings : NothingToReport;
}

} // namespace fastidious
