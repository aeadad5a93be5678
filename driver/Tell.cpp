#include "Tell.h"
#include "Commands.h"
#include "Rules.h"
#include "clang-tidy/GlobList.h"
#include "llvm/Support/Format.h"
#include <set>

using llvm::StringRef;

namespace fastidious {
namespace {

/// \returns what is to be done with the comment.
std::string remedy(const Suppression &S) {
  clang::tidy::GlobList Names(S.Check);
  const std::vector<StringRef> Rules = ruleNames();
  if (llvm::any_of(Rules, [&](StringRef R) { return Names.contains(R); }))
    return S.Kind + "(" + S.Check + ") silences nothing: remove it";
  const StringRef Near = nearest(S.Check, Rules);
  return S.Kind + "(" + S.Check + ") names no check: " +
         (Near.empty() ? std::string("'fastidious explain' lists the checks")
                       : ("did you mean '" + Near + "'?").str());
}

} // namespace

void keepCertain(std::vector<Suppression> &Unused,
                 const std::vector<Task> &Tasks, bool SawAllUnits) {
  if (SawAllUnits)
    return;
  std::set<StringRef> MainFiles;
  for (const Task &T : Tasks)
    MainFiles.insert(T.What.File);
  std::erase_if(Unused, [&](const Suppression &S) {
    return !MainFiles.contains(S.File);
  });
}

void tellUnused(const std::vector<Suppression> &Unused) {
  for (const Suppression &S : Unused)
    warn(shownPath(S.File) + ":" + llvm::Twine(S.Line) + ": " + remedy(S));
}

void tellFailures(const Results &All) {
  for (const Failure &F : All.Failures)
    llvm::errs() << "fastidious: error: " << shownPath(F.File)
                 << ": not analysed: " << F.Reason << '\n';
}

int statusOf(const Results &All, std::optional<Level> FailOn) {
  if (!All.Failures.empty())
    return Incomplete;
  const bool Fails = llvm::any_of(All.Findings, [&](const Finding &F) {
    return FailOn && F.Severity >= *FailOn && F.Age != Finding::Known;
  });
  return Fails ? Findings : NothingToReport;
}

void tellUnread(llvm::ArrayRef<std::string> Files) {
  constexpr size_t Shown = 5;
  if (Files.empty())
    return;
  std::string Names;
  for (const std::string &File : Files.take_front(Shown))
    Names += (Names.empty() ? "" : ", ") + shownPath(File);
  if (Files.size() > Shown)
    Names += " and " + std::to_string(Files.size() - Shown) + " more";
  warn("changed, but not analysed, as no command of the compilation database "
       "reads it: " +
       Names);
}

void tellStatistics(const Results &All) {
  std::map<std::string, unsigned> Found;
  for (const auto &[Check, Seconds] : All.Seconds)
    Found[Check];
  for (const Finding &F : All.Findings)
    ++Found[F.Check];
  llvm::errs() << "findings  seconds  check\n";
  double Sum = 0;
  for (const auto &[Check, Count] : Found) {
    const auto It = All.Seconds.find(Check);
    const double Seconds = It == All.Seconds.end() ? 0 : It->second;
    Sum += Seconds;
    llvm::errs() << llvm::format("%8u  %7.2f  ", Count, Seconds) << Check
                 << '\n';
  }
  llvm::errs() << llvm::format("%8zu  %7.2f  ", All.Findings.size(), Sum)
               << "together; what checks share counts for the first of them\n";
}

} // namespace fastidious
