// `fastidious escape-report`: what goes on the heap, what stays on the stack.
#include "CommandLine.h"
#include "Commands.h"
#include "Database.h"
#include "EscapeFacts.h"
#include "Extract.h"
#include "llvm/Support/ThreadPool.h"
#include <mutex>

namespace fastidious {
namespace {

const OptionSpec Specs[] = {
    {"p", "DIR", "the folder of compile_commands.json, or the file itself"},
    {"format", "FORMAT", "text or json"},
    {"closed-world", "", "virtual calls go to the overriders seen here only"},
    {"j", "N", "files analysed at the same time (default: all cores)"},
    {"h", "", "print this help"},
    {"help", "", "print this help"},
};

} // namespace

int escapeReportCommand(llvm::ArrayRef<std::string> Args) {
  llvm::Expected<Arguments> Given = parseArguments(Args, Specs);
  if (!Given)
    return fail(llvm::toString(Given.takeError()));
  llvm::Expected<Plan> P =
      makePlan({Given->Positional, Given->get("p").str(), Given->Flags});
  if (!P)
    return fail(llvm::toString(P.takeError()));
  std::vector<std::optional<escape::Unit>> Units(P->Jobs.size());
  unsigned Threads = 0;
  if (Given->get("j").getAsInteger(10, Threads))
    Threads = 0;
  llvm::DefaultThreadPool Pool(llvm::hardware_concurrency(Threads));
  std::mutex Lock;
  unsigned Failed = 0;
  for (size_t I = 0; I < P->Jobs.size(); ++I)
    Pool.async([&, I] {
      llvm::Expected<escape::Unit> U = extract(P->Jobs[I]);
      const std::lock_guard<std::mutex> Guard(Lock);
      if (U) {
        Units[I] = std::move(*U);
        return;
      }
      warn(llvm::toString(U.takeError()));
      ++Failed;
    });
  Pool.wait();
  escape::Program All({Given->has("closed-world")});
  for (std::optional<escape::Unit> &U : Units)
    if (U)
      All.add(std::move(*U));
  All.solve();
  printFacts(All.facts(), Given->get("format") == "json", llvm::outs());
  return Failed ? Incomplete : NothingToReport;
}

} // namespace fastidious
