// `fastidious`: hands over to the subcommand.
#include "Commands.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/StringSaver.h"
#include "llvm/Support/raw_ostream.h"
#include <vector>

using llvm::StringRef;

namespace fastidious {
namespace {

struct Command {
  StringRef Name;
  int (*Run)(llvm::ArrayRef<std::string>);
  StringRef Help;
};

const Command Commands[] = {
    {"check", checkCommand, "find performance anti-patterns in a project"},
    {"escape-report", escapeReportCommand,
     "say what goes on the heap, what stays on the stack, and why"},
    {"explain", explainCommand,
     "say what a check finds and how to mend it, or draw a record's layout"},
    {"doctor", doctorCommand,
     "say what may be wrong with the installation or "
     "the compilation database"},
    {"lsp", lspCommand, "serve an editor through the Language Server Protocol"},
    {"merge", mergeCommand, "join the JSON reports of several runs into one"},
};

void printHelp() {
  llvm::outs() << "usage: fastidious COMMAND [ARGUMENTS]\n\n"
                  "Finds performance anti-patterns in C++.\n\ncommands:\n";
  for (const Command &C : Commands)
    llvm::outs() << "  " << llvm::left_justify(C.Name, 15) << C.Help << '\n';
  llvm::outs()
      << "\n'fastidious COMMAND --help' lists the options of a command; "
         "'fastidious --version' prints the version.\n";
}

void printVersion() {
  llvm::outs() << "fastidious " FASTIDIOUS_VERSION
                  " (LLVM " FASTIDIOUS_LLVM_VERSION ")\n";
}

int dispatch(llvm::ArrayRef<std::string> Args) {
  const StringRef Name = Args.empty() ? StringRef() : StringRef(Args.front());
  if (Name == "--help" || Name == "-h" || Name == "-help" || Name == "help") {
    printHelp();
    return NothingToReport;
  }
  if (Name == "--version" || Name == "-version") {
    printVersion();
    return NothingToReport;
  }
  std::vector<StringRef> Names;
  for (const Command &C : Commands) {
    if (C.Name == Name)
      return C.Run(Args.drop_front());
    Names.push_back(C.Name);
  }
  if (Name.empty())
    return fail(
        "no command given: try 'fastidious check' or 'fastidious --help'");
  const StringRef Near = nearest(Name, Names);
  return fail("unknown command '" + Name + "': " +
              (Near.empty() ? "see 'fastidious --help'"
                            : ("did you mean '" + Near + "'?").str()));
}

} // namespace

int fail(const llvm::Twine &Message) {
  llvm::errs() << "fastidious: error: " << Message << '\n';
  return BadInput;
}

void warn(const llvm::Twine &Message) {
  llvm::errs() << "fastidious: warning: " << Message << '\n';
}

StringRef nearest(StringRef Name, llvm::ArrayRef<StringRef> Candidates) {
  StringRef Best;
  unsigned BestDistance = Name.size() / 3 + 2;
  for (StringRef Candidate : Candidates) {
    const unsigned Distance = Name.edit_distance(Candidate, true, BestDistance);
    if (Distance < BestDistance) {
      Best = Candidate;
      BestDistance = Distance;
    }
  }
  return Best;
}

} // namespace fastidious

int main(int ArgCount, const char **ArgValues) {
  llvm::InitLLVM Init(ArgCount, ArgValues);
  // @FILE stands for what the file holds: a command line has an end.
  llvm::BumpPtrAllocator Memory;
  llvm::StringSaver Saver(Memory);
  llvm::SmallVector<const char *, 16> Words(ArgValues + 1,
                                            ArgValues + ArgCount);
  llvm::cl::ExpandResponseFiles(Saver, llvm::cl::TokenizeGNUCommandLine, Words);
  const std::vector<std::string> Args(Words.begin(), Words.end());
  int Status = fastidious::dispatch(Args);
  llvm::outs().flush();
  if (llvm::outs().has_error()) {
    Status = fastidious::fail(
        "cannot write to stdout: " + llvm::outs().error().message() +
        ": make room or name a file with -o");
    llvm::outs().clear_error();
  }
  // Without clean-up: what a crashed analysis left behind would crash it.
  llvm::sys::Process::Exit(Status, /*NoCleanup=*/true);
}
