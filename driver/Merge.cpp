#include "Merge.h"
#include "Sources.h"
#include <map>
#include <set>
#include <tuple>

namespace fastidious {
namespace {

using Key = std::tuple<std::string, unsigned, std::string, std::string>;

Key keyOf(const Finding &F) {
  return {F.Main.File, F.Main.Offset, F.Check, F.Main.Text};
}

using FindingTable = std::map<Key, Finding>;

void add(const Finding &F, FindingTable &Known) {
  const auto [It, IsNew] = Known.try_emplace(keyOf(F), F);
  // A fix that fits one unit need not fit the other.
  if (!IsNew && It->second.Main.Edits != F.Main.Edits)
    It->second.Main.Edits.clear();
}

/// Joins what units say of the same comment.
using SuppressionTable =
    std::map<std::tuple<std::string, unsigned, std::string>, Suppression>;

void add(const Suppression &S, SuppressionTable &Known) {
  Suppression &Joined =
      Known.try_emplace({S.File, S.Line, S.Check}, S).first->second;
  Joined.IsUsed |= S.IsUsed;
  Joined.IsJudged &= S.IsJudged;
}

} // namespace

Results merge(const std::vector<Task> &Tasks, std::vector<UnitResult> Units) {
  Results All;
  SuppressionTable Suppressions;
  FindingTable Unique;
  std::set<std::string> Analysed;
  std::map<std::string, Failure> Failed;
  for (size_t I = 0; I != Units.size(); ++I) {
    const std::string &File = Tasks[I].What.File;
    All.FilesRead.insert(Units[I].Read.begin(), Units[I].Read.end());
    if (!Units[I].Failure.empty()) {
      Failed.try_emplace(
          File, Failure{File, shownPath(Units[I].FailedIn) + Units[I].Failure,
                        Units[I].FailedIn});
      continue;
    }
    Analysed.insert(File);
    for (const Suppression &S : Units[I].Suppressions)
      add(S, Suppressions);
    for (const auto &[Check, Seconds] : Units[I].Seconds)
      All.Seconds[Check] += Seconds;
    for (Finding &F : Units[I].Findings)
      add(F, Unique);
  }
  All.Findings.reserve(Unique.size());
  for (auto &[K, F] : Unique)
    All.Findings.push_back(std::move(F));
  All.Failures.reserve(Failed.size());
  for (auto &[File, Why] : Failed) {
    All.Failures.push_back(std::move(Why));
    Analysed.erase(File);
  }
  for (const auto &[Key, S] : Suppressions)
    if (!S.IsUsed && S.IsJudged)
      All.UnusedSuppressions.push_back(S);
  All.FilesAnalysed = Analysed.size();
  return All;
}

Results merge(std::vector<Results> Runs) {
  Results All;
  FindingTable Unique;
  SuppressionTable Unused;
  std::map<std::string, Failure> Failed;
  for (Results &One : Runs) {
    for (const Finding &F : One.Findings)
      add(F, Unique);
    for (const Suppression &S : One.UnusedSuppressions)
      add(S, Unused);
    for (Failure &F : One.Failures)
      Failed.try_emplace(F.File, std::move(F));
    All.FilesAnalysed += One.FilesAnalysed;
    All.FilesSkipped += One.FilesSkipped;
    All.InBaseline += One.InBaseline;
    All.Unchanged += One.Unchanged;
  }
  for (auto &[Key, F] : Unique)
    All.Findings.push_back(std::move(F));
  for (auto &[Key, S] : Unused)
    All.UnusedSuppressions.push_back(std::move(S));
  for (auto &[File, F] : Failed)
    All.Failures.push_back(std::move(F));
  return All;
}

} // namespace fastidious
