#include "CheckSettings.h"
#include "llvm/Support/Threading.h"

using llvm::StringRef;

namespace fastidious {
namespace {

const OptionSpec Specs[] = {
    {"p", "DIR", "where compile_commands.json lies (default: it is searched)"},
    {"checks", "GLOBS",
     "added to what .clang-tidy says, as in clang-tidy: '-*,fastidious-x' "
     "runs x alone"},
    {"format", "FORMAT", "text, json, sarif, github or gitlab (default: text)"},
    {"o", "FILE", "write the report there (default: stdout)"},
    {"depfile", "FILE",
     "write there what the report of -o was made from, as a rule for Ninja and "
     "make"},
    {"j", "N", "files at once (default: one per core)"},
    {"header-filter", "REGEX", "the headers to report of (default: all)"},
    {"diff", "[=REV]",
     "only what concerns changed lines: since the last commit, since the "
     "branch left REV, or --diff=staged"},
    {"baseline", "FILE", "leave out the findings that FILE knows"},
    {"write-baseline", "FILE", "write all findings to FILE as known"},
    {"show-known", "", "report what the baseline knows, too, marked as such"},
    {"fail-on", "LEVEL",
     "exit with 1 from this level on: note, warning, error, never (default: "
     "note)"},
    {"config", "FILE", "read it in place of the nearest .fastidious.yaml"},
    {"fix", "", "apply the fixes to the files"},
    {"stats", "", "findings and CPU time of each check, on stderr"},
    {"dump-config", "",
     "print every setting that applies (to FILE), and where it comes from"},
    {"link", "",
     "know what the functions of all files do, where the checks of memory ask "
     "what becomes of an object"},
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

llvm::Error usageError(const llvm::Twine &Message) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), Message);
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

/// What of the project is spoken of: --diff, baselines, .fastidious.yaml.
llvm::Error readScope(const Arguments &Args, CheckSettings &S) {
  llvm::Expected<ProjectConfig> Config =
      ProjectConfig::read(Args.get("config"));
  if (!Config)
    return Config.takeError();
  const std::string Threshold =
      Config->failOn() ? Config->failOn()->Value : name(Level::Note).str();
  llvm::Expected<std::optional<Level>> FailOn =
      thresholdNamed(Args.get("fail-on", Threshold));
  if (!FailOn)
    return FailOn.takeError();
  S.FailOn = *FailOn;
  S.WriteBaseline = Args.get("write-baseline").str();
  if (Args.has("diff"))
    S.Scope.Diff = Args.get("diff").str();
  if (Args.has("baseline"))
    S.Scope.BaselinePath = Args.get("baseline").str();
  else if (Config->baseline() && S.WriteBaseline.empty())
    S.Scope.BaselinePath = Config->baseline()->Value;
  S.Scope.ShowKnown = Args.has("show-known");
  S.Scope.Config = std::move(*Config);
  if (S.Fix && S.Scope.Diff == "staged")
    return usageError("--fix works on what lies on the disk: use --diff in "
                      "place of --diff=staged");
  if (S.Scope.Diff && !S.WriteBaseline.empty())
    return usageError("--write-baseline is about the whole project: leave out "
                      "--diff");
  return llvm::Error::success();
}

} // namespace

llvm::ArrayRef<OptionSpec> checkOptions() { return Specs; }

llvm::Expected<CheckSettings> checkSettings(const Arguments &Args) {
  CheckSettings S;
  S.In = {Args.Positional, Args.get("p").str(), Args.Flags};
  S.Checks = {Args.get("checks").str(), Args.get("header-filter").str()};
  S.OutputPath = Args.get("o").str();
  S.DepfilePath = Args.get("depfile").str();
  S.Fix = Args.has("fix");
  S.Quiet = Args.has("quiet");
  S.Verbose = Args.has("verbose");
  S.Link = Args.has("link");
  if (llvm::Error E = readScope(Args, S))
    return std::move(E);
  llvm::Expected<Report> Print = reportNamed(Args.get("format", "text"));
  if (!Print)
    return Print.takeError();
  S.Print = *Print;
  llvm::Expected<unsigned> Threads = threadsFrom(Args);
  if (!Threads)
    return Threads.takeError();
  S.How = {*Threads, Args.has("stats"), !S.DepfilePath.empty(),
           Args.has("system-bodies")};
  llvm::Expected<CacheSettings> Cache = cacheSettings(Args);
  if (!Cache)
    return Cache.takeError();
  S.Cache = std::move(*Cache);
  // Those who measure and compare want the analysis to happen.
  S.Cache.IsOn &= !S.How.SystemBodies && !S.How.Profile;
  if (!S.DepfilePath.empty() && (S.OutputPath.empty() || S.Scope.Diff))
    return usageError("--depfile is of a report of -o FILE over files on the "
                      "disk: give -o and no --diff");
  if (S.In.Flags && !S.In.Database.empty())
    return usageError("-p and -- FLAGS exclude each other: give one of them");
  if (llvm::Error E = checkGlobs(S.Checks.Globs, "--checks"))
    return std::move(E);
  if (llvm::Error E = checkRegex(S.Checks.HeaderFilter, "--header-filter"))
    return std::move(E);
  return S;
}

} // namespace fastidious
