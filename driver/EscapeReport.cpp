// `fastidious escape-report`: what goes on the heap, what stays on the stack.
#include "EscapeReport.h"
#include "CommandLine.h"
#include "Commands.h"
#include "Database.h"
#include "Extract.h"
#include "Output.h"
#include "escape/LinkState.h"
#include "escape/Serialize.h"
#include "model/Model.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Regex.h"
#include "llvm/Support/ThreadPool.h"

using llvm::StringRef;

namespace fastidious {
namespace {

const OptionSpec Specs[] = {
    {"p", "DIR", "the folder of compile_commands.json, or the file itself"},
    {"m", "", "one line for each fact (the default)"},
    {"mm", "", "with the way of each object to where it goes; also -m -m"},
    {"all", "", "also what stays on the stack"},
    {"function", "REGEX", "only functions whose qualified names match"},
    {"rank", "", "dangling locals, then what no optimiser removes, first"},
    {"format", "FORMAT", "text, json (an array of facts) or sarif"},
    {"annotate", "", "print the sources with the facts behind their lines"},
    {"o", "FILE", "write the report to FILE"},
    {"diff", "OLD.json",
     "what began or ceased since that report in JSON; exit "
     "status 1 if something began"},
    {"budget", "LIMITS",
     "'REGEX<=N,...': exit status 1 if a function whose "
     "name matches has more than N heap sites; 'N': any"},
    {"model", "FILES",
     "further facts about libraries, as in checks/model; "
     "separated by semicolons"},
    {"extract", "", "write what is to be known of one file, for --link"},
    {"link", "", "report of the extracts that are named instead of sources"},
    {"closed-world", "", "virtual calls go to the overriders seen here only"},
    {"j", "N", "files analysed at the same time (default: all cores)"},
    {"cache-dir", "DIR",
     "keep extracts and links there (default: the user's cache folder)"},
    {"cache-policy", "POLICY",
     "what is kept, as of clang's ThinLTO cache (default: "
     "cache_size_bytes=1g)"},
    {"no-cache", "", "neither use nor keep extracts and links"},
    {"verbose", "", "say how much was found in the cache"},
    {"quiet", "", "say nothing on stderr but errors"},
    {"h", "", "print this help"},
    {"help", "", "print this help"},
};

struct EscapeSettings {
  Inputs In;
  std::string Functions, OutputPath, Models;
  EscapePrinter Print = printEscapeText;
  EscapePrint How;
  bool Rank = false, ClosedWorld = false, Extract = false, Link = false;
  bool Verbose = false;
  CacheSettings Cache;
  unsigned Threads = 0;
  std::optional<EscapeBudget> Budget;
  std::optional<std::map<std::string, std::vector<OldFact>>> Old;
};

llvm::Error usageError(const llvm::Twine &Message) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), Message);
}

llvm::Expected<EscapePrinter> printerFrom(const Arguments &Args) {
  const StringRef Format = Args.get("format", "text");
  if (Args.has("annotate") && Args.has("format"))
    return usageError("--annotate and --format exclude each other");
  if (Args.has("annotate"))
    return printEscapeSource;
  if (Format == "text")
    return printEscapeText;
  if (Format == "json")
    return printEscapeJson;
  if (Format == "sarif")
    return printEscapeSarif;
  return usageError("--format: '" + Format + "' is none of text, json, sarif");
}

/// Errors of what is compared with, before any work is done.
llvm::Error readLimits(const Arguments &Args, EscapeSettings &S) {
  if (Args.has("budget")) {
    llvm::Expected<EscapeBudget> B = EscapeBudget::parse(Args.get("budget"));
    if (!B)
      return B.takeError();
    S.Budget = std::move(*B);
  }
  if (Args.has("diff")) {
    auto Old = readOldFacts(Args.get("diff"));
    if (!Old)
      return Old.takeError();
    const llvm::Regex Wanted(S.Functions);
    for (auto &[Function, Facts] : *Old)
      llvm::erase_if(Facts, [&](const OldFact &F) {
        return !S.Functions.empty() && !Wanted.match(F.Name);
      });
    S.Old = std::move(*Old);
  }
  return llvm::Error::success();
}

llvm::Expected<EscapeSettings> settingsFrom(const Arguments &Args) {
  EscapeSettings S;
  S.In = {Args.Positional, Args.get("p").str(), Args.Flags};
  if (S.In.Flags && !S.In.Database.empty())
    return usageError("-p and -- FLAGS exclude each other: give one of them");
  llvm::Expected<EscapePrinter> Print = printerFrom(Args);
  if (!Print)
    return Print.takeError();
  S.Print = *Print;
  S.How = {Args.has("all"), Args.has("mm")};
  S.Functions = Args.get("function").str();
  if (std::string Why;
      !S.Functions.empty() && !llvm::Regex(S.Functions).isValid(Why))
    return usageError("--function: '" + S.Functions + "': " + Why);
  S.OutputPath = Args.get("o").str();
  S.Models = Args.get("model").str();
  S.Rank = Args.has("rank");
  S.ClosedWorld = Args.has("closed-world");
  S.Extract = Args.has("extract");
  S.Link = Args.has("link");
  if (S.Link && (S.Extract || S.In.Flags || !S.In.Database.empty()))
    return usageError("--link takes extracts, and none of --extract, -p and "
                      "-- FLAGS: give these where the extracts are made");
  if (S.Link && S.In.Files.empty())
    return usageError("--link: name the files that --extract wrote");
  if (Args.has("j") && (Args.get("j").getAsInteger(10, S.Threads) ||
                        S.Threads == 0 || S.Threads > 1024))
    return usageError("-j: '" + Args.get("j") +
                      "' is no number from 1 to 1024");
  S.Verbose = Args.has("verbose");
  llvm::Expected<CacheSettings> Cache = cacheSettings(Args);
  if (!Cache)
    return Cache.takeError();
  S.Cache = std::move(*Cache);
  if (llvm::Error E = readLimits(Args, S))
    return std::move(E);
  return S;
}

struct Extracted {
  std::vector<escape::PackedUnit> Units;
  std::vector<Failure> Failures;
};

/// In the order of the jobs, whatever is done first.
Extracted extractAll(const std::vector<Job> &Jobs, const EscapeSettings &S,
                     UnitCache *Kept) {
  std::vector<std::optional<escape::PackedUnit>> Units(Jobs.size());
  std::vector<std::string> Errors(Jobs.size());
  llvm::DefaultThreadPool Pool(llvm::hardware_concurrency(S.Threads));
  for (size_t I = 0; I < Jobs.size(); ++I)
    Pool.async([&, I] {
      if (auto U = extract(Jobs[I], S.Models, Kept))
        Units[I] = std::move(*U);
      else
        Errors[I] = llvm::toString(U.takeError());
    });
  Pool.wait();
  Extracted Made;
  for (size_t I = 0; I < Jobs.size(); ++I)
    if (Units[I])
      Made.Units.push_back(std::move(*Units[I]));
    else
      Made.Failures.push_back({Jobs[I].File, Errors[I], {}});
  return Made;
}

llvm::Expected<EscapeFacts> linkAll(Extracted From, const EscapeSettings &S,
                                    UnitCache *Kept) {
  escape::Program All({S.ClosedWorld});
  // A file more or less does not make it another project.
  const std::string Name =
      (S.ClosedWorld ? "closed " : "open ") + commonFolder(From.Units);
  for (const escape::PackedUnit &U : From.Units)
    if (!All.add(U))
      return usageError("the extract of " + U.MainFile + " is damaged");
  From.Units.clear();
  const std::string Before = Kept ? Kept->get(Name).value_or("") : "";
  const escape::LinkState Earlier = escape::linkStateFrom(Before);
  All.link(Earlier);
  EscapeFacts Facts = collectFacts(All, S.Functions, S.Threads);
  if (Kept)
    if (const std::string Now = bytesOf(All.state()); Now != Before)
      Kept->put(Name, Now);
  if (S.Verbose)
    llvm::errs() << "fastidious: solved " << All.counts().Solved << " of "
                 << All.counts().Functions << " functions\n";
  Facts.Failures = std::move(From.Failures);
  if (S.Rank)
    rank(Facts.Facts);
  return Facts;
}

int finish(const EscapeFacts &Facts, const EscapeSettings &S, Output &Out) {
  Sources Texts;
  bool Exceeds = false;
  const auto Print = [&](llvm::raw_ostream &OS) {
    if (S.Old)
      Exceeds |= printEscapeDiff(Facts, *S.Old, OS);
    else
      S.Print(Facts, S.How, Texts, OS);
  };
  if (llvm::Error E = Out.write(Print))
    return fail(llvm::toString(std::move(E)));
  llvm::outs().flush();
  if (S.Budget)
    Exceeds |= S.Budget->exceeded(Facts, llvm::errs());
  for (const Failure &F : Facts.Failures)
    llvm::errs() << "fastidious: error: " << shownPath(F.File)
                 << ": not analysed: " << F.Reason << '\n';
  if (!Facts.Failures.empty())
    return Incomplete;
  return Exceeds ? Findings : NothingToReport;
}

/// Of one command, so that a build system can run each when its files change.
int writeExtract(const Plan &P, const EscapeSettings &S, UnitCache *Kept,
                 Output &Out) {
  if (P.Jobs.size() != 1)
    return fail("--extract is of one command, and here are " +
                llvm::Twine(P.Jobs.size()) + ": name one file");
  auto U = extract(P.Jobs.front(), S.Models, Kept);
  if (!U) {
    llvm::errs() << "fastidious: error: " << shownPath(P.Jobs.front().File)
                 << ": not analysed: " << llvm::toString(U.takeError()) << '\n';
    return Incomplete;
  }
  if (llvm::Error E =
          Out.write([&](llvm::raw_ostream &OS) { OS << escape::write(*U); }))
    return fail(llvm::toString(std::move(E)));
  return NothingToReport;
}

llvm::Expected<Extracted> readExtracts(const std::vector<std::string> &Files) {
  Extracted Made;
  for (const std::string &File : Files) {
    const auto Text = llvm::MemoryBuffer::getFile(File);
    if (!Text)
      return usageError(File + ": " + Text.getError().message());
    auto U = escape::readUnit((*Text)->getBuffer());
    if (!U)
      return usageError(File + ": " + llvm::toString(U.takeError()));
    Made.Units.push_back(std::move(*U));
  }
  return Made;
}

int report(Extracted From, const EscapeSettings &S, UnitCache *Kept,
           Output &Out) {
  llvm::Expected<EscapeFacts> Facts = linkAll(std::move(From), S, Kept);
  if (Kept)
    Kept->finish(S.Verbose);
  return Facts ? finish(*Facts, S, Out)
               : fail(llvm::toString(Facts.takeError()));
}

int run(const EscapeSettings &S, Output &Out) {
  llvm::Expected<std::unique_ptr<UnitCache>> Kept = UnitCache::open(S.Cache);
  if (!Kept)
    return fail(llvm::toString(Kept.takeError()));
  if (S.Link) {
    llvm::Expected<Extracted> Read = readExtracts(S.In.Files);
    return Read ? report(std::move(*Read), S, Kept->get(), Out)
                : fail(llvm::toString(Read.takeError()));
  }
  llvm::Expected<Plan> P = makePlan(S.In);
  if (!P)
    return fail(llvm::toString(P.takeError()));
  if (P->Jobs.empty())
    return fail("there is no C++ file to analyse: the report is of C++ alone");
  if (std::string Error; Model::load(S.Models, Error), !Error.empty())
    return fail(Error);
  if (S.Extract)
    return writeExtract(*P, S, Kept->get(), Out);
  return report(extractAll(P->Jobs, S, Kept->get()), S, Kept->get(), Out);
}

} // namespace

int escapeReportCommand(llvm::ArrayRef<std::string> Args) {
  llvm::Expected<Arguments> Given = parseArguments(Args, Specs);
  if (!Given)
    return fail(llvm::toString(Given.takeError()));
  if (Given->has("help") || Given->has("h")) {
    llvm::outs()
        << "usage: fastidious escape-report [OPTIONS] [FILE...] [-- FLAGS]\n\n"
           "Says of each local, parameter and heap allocation where it goes.\n"
           "FILE is a source file or a directory of the compilation database "
           "(default: all of it).\nExit status: 0 reported, 1 over --budget or "
           "something began since --diff, 2 usage or input error, 3 some file "
           "could not be analysed.\n";
    printOptions(Specs);
    return NothingToReport;
  }
  // As Go's -m -m.
  if (llvm::count(Args, "-m") > 1)
    Given->Options["mm"] = "";
  llvm::Expected<EscapeSettings> S = settingsFrom(*Given);
  if (!S)
    return fail(llvm::toString(S.takeError()));
  llvm::Expected<Output> Out = Output::open(S->OutputPath);
  return Out ? run(*S, *Out) : fail(llvm::toString(Out.takeError()));
}

} // namespace fastidious
