// `fastidious merge`: one report from those of several runs.
#include "CommandLine.h"
#include "Commands.h"
#include "Merge.h"
#include "Output.h"
#include "ProjectConfig.h"
#include "ReadJson.h"
#include "Report.h"
#include "Tell.h"

using llvm::StringRef;

namespace fastidious {
namespace {

const OptionSpec Specs[] = {
    {"format", "FORMAT", "text, json, sarif, github or gitlab (default: text)"},
    {"o", "FILE", "write the report there (default: stdout)"},
    {"fail-on", "LEVEL",
     "exit with 1 from this level on: note, warning, error, never (default: "
     "note)"},
    {"quiet", "", "no summary"},
    {"help", "", "print this"},
};

/// \returns the levels that the findings had: merge knows only what they are.
llvm::Expected<Results> readAll(llvm::ArrayRef<std::string> Paths) {
  std::vector<Results> All;
  for (const std::string &Path : Paths) {
    llvm::Expected<Results> One = readJsonReport(Path);
    if (!One)
      return One.takeError();
    All.push_back(std::move(*One));
  }
  return merge(std::move(All));
}

int report(const Results &All, Report Print, Output &Out,
           std::optional<Level> FailOn, bool Quiet) {
  Sources Texts;
  if (llvm::Error E =
          Out.write([&](llvm::raw_ostream &OS) { Print(All, Texts, OS); }))
    return fail(llvm::toString(std::move(E)));
  tellFailures(All);
  tellUnused(All.UnusedSuppressions);
  if (!Quiet)
    llvm::errs() << "fastidious: " << summarise(All) << '\n';
  return statusOf(All, FailOn);
}

int run(const Arguments &Args) {
  if (Args.Positional.empty())
    return fail("no report given: fastidious merge a.json b.json ...");
  llvm::Expected<Report> Print = reportNamed(Args.get("format", "text"));
  if (!Print)
    return fail(llvm::toString(Print.takeError()));
  llvm::Expected<std::optional<Level>> FailOn =
      thresholdNamed(Args.get("fail-on", name(Level::Note)));
  if (!FailOn)
    return fail(llvm::toString(FailOn.takeError()));
  llvm::Expected<Results> All = readAll(Args.Positional);
  if (!All)
    return fail(llvm::toString(All.takeError()));
  llvm::Expected<Output> Out = Output::open(Args.get("o"));
  if (!Out)
    return fail(llvm::toString(Out.takeError()));
  return report(*All, *Print, *Out, *FailOn, Args.has("quiet"));
}

} // namespace

int mergeCommand(llvm::ArrayRef<std::string> Args) {
  llvm::Expected<Arguments> Parsed = parseArguments(Args, Specs);
  if (!Parsed)
    return fail(llvm::toString(Parsed.takeError()));
  if (!Parsed->has("help"))
    return run(*Parsed);
  llvm::outs()
      << "usage: fastidious merge [OPTIONS] REPORT...\n\n"
         "Joins what several runs of 'fastidious check --format=json' wrote, "
         "each finding once.\nExit status: as that of one run over all of "
         "it.\n";
  printOptions(Specs);
  return NothingToReport;
}

} // namespace fastidious
