#include "Reparse.h"
#include "Dependents.h"
#include "llvm/ADT/STLExtras.h"

namespace fastidious {
namespace {

std::vector<Job> jobsOf(const std::vector<Task> &Tasks) {
  std::vector<Job> Result;
  for (const Task &T : Tasks)
    Result.push_back(T.What);
  return Result;
}

} // namespace

std::set<std::string> brokenBy(
    const Overlay &New, const std::vector<Task> &Tasks, unsigned Threads,
    const std::function<void(const std::string &, const std::string &)> &Tell) {
  std::vector<std::string> Changed;
  for (const auto &[File, Text] : New)
    Changed.push_back(File);
  const std::vector<Reads> Read = readsOf(jobsOf(Tasks), Changed, Threads);
  std::vector<Task> Trials;
  std::map<std::string, std::set<std::string>> ReadBy;
  for (size_t I = 0; I != Tasks.size(); ++I) {
    if (Read[I].Files.empty() && Read[I].IsComplete)
      continue;
    Trials.push_back({Tasks[I].What, Tasks[I].Options, &New});
    Trials.back().Options.Checks = "-*";
    ReadBy[Tasks[I].What.File].insert(Read[I].Files.begin(),
                                      Read[I].Files.end());
  }
  std::set<std::string> Broken;
  const Results All = analyse(Trials, {Threads}, [](llvm::StringRef) {});
  for (const Failure &F : All.Failures) {
    // An error elsewhere may have its cause in all that the unit reads.
    const std::set<std::string> Causes =
        New.contains(F.At) ? std::set{F.At} : ReadBy[F.File];
    for (const std::string &File : Causes)
      if (Broken.insert(File).second)
        Tell(File, F.Reason);
  }
  return Broken;
}

} // namespace fastidious
