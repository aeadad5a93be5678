// `fastidious explain`: the rules, from the checks themselves.
#include "CommandLine.h"
#include "Commands.h"
#include "Database.h"
#include "Report.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"

using llvm::StringRef;

namespace fastidious {
namespace {

const OptionSpec Specs[] = {
    {"format", "FORMAT", "text, json or markdown (default: text)"},
    {"layout", "RECORD",
     "draw how the bytes of a record are used, and the smallest order"},
    {"p", "DIR", "for --layout: where compile_commands.json lies"},
    {"help", "", "print this"},
};

int listRules() {
  size_t Width = 0;
  for (StringRef Name : ruleNames())
    Width = std::max(Width, Name.size());
  for (const CheckInfo *Info : allChecks()) {
    const Rule &R = *Info->TheRule;
    llvm::outs() << llvm::left_justify(R.Name, Width + 2)
                 << llvm::left_justify(name(R.CostClass), 17) << R.Summary
                 << '\n';
  }
  llvm::outs() << "\n'fastidious explain CHECK' says more of one\n";
  return NothingToReport;
}

int printRules(const Rule *Only) {
  llvm::json::Array Rules;
  for (const CheckInfo *Info : allChecks())
    if (!Only || Only == Info->TheRule)
      Rules.push_back(ruleJson(*Info->TheRule));
  printJson(std::move(Rules), llvm::outs());
  return NothingToReport;
}

int unknownCheck(StringRef Name) {
  std::vector<StringRef> Names = ruleNames();
  for (StringRef Full : ruleNames())
    if (Full.consume_front("fastidious-"))
      Names.push_back(Full);
  const StringRef Near = nearest(Name, Names);
  return fail("unknown check '" + Name + "': " +
              (Near.empty() ? "'fastidious explain' lists all"
                            : ("did you mean '" + Near + "'?").str()));
}

int layoutOf(const Arguments &Args) {
  if (Args.Positional.size() != 1)
    return fail("--layout needs the one file that knows the record: fastidious "
                "explain --layout=RECORD FILE");
  if (Args.has("format"))
    return fail("--format is for checks: leave it out with --layout");
  if (Args.Flags && Args.has("p"))
    return fail("-p and -- FLAGS exclude each other: give one of them");
  return explainLayout(Args.get("layout"),
                       {Args.Positional, Args.get("p").str(), Args.Flags});
}

} // namespace

int explainCommand(llvm::ArrayRef<std::string> Args) {
  llvm::Expected<Arguments> Parsed = parseArguments(Args, Specs);
  if (!Parsed)
    return fail(llvm::toString(Parsed.takeError()));
  if (Parsed->has("help")) {
    llvm::outs() << "usage: fastidious explain [--format=FORMAT] [CHECK]\n"
                    "       fastidious explain --layout=RECORD FILE [-p DIR] "
                    "[-- FLAGS]\n";
    printOptions(Specs);
    return NothingToReport;
  }
  if (Parsed->has("layout"))
    return layoutOf(*Parsed);
  if (Parsed->Positional.size() > 1 || Parsed->Flags)
    return fail("explain takes one check: name it alone, or none to list all");

  const Rule *R = nullptr;
  if (!Parsed->Positional.empty()) {
    const StringRef Name = Parsed->Positional.front();
    R = findRule(Name);
    if (!R)
      return unknownCheck(Name);
  }
  const StringRef Format = Parsed->get("format", "text");
  if (Format == "json")
    return printRules(R);
  if (Format != "text" && Format != "markdown")
    return fail("unknown format '" + Format + "': use text, json or markdown");
  if (!R && Format == "markdown")
    return fail("--format=markdown needs a check: fastidious explain "
                "--format=markdown CHECK");
  if (!R)
    return listRules();
  llvm::outs() << (Format == "markdown" ? markdownPage(*R) : terminalPage(*R));
  return NothingToReport;
}

} // namespace fastidious
