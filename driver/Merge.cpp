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

} // namespace

Results merge(const std::vector<Task> &Tasks, std::vector<UnitResult> Units) {
  Results All;
  std::map<Key, Finding> Unique;
  std::set<std::string> Analysed;
  std::map<std::string, Failure> Failed;
  for (size_t I = 0; I != Units.size(); ++I) {
    const std::string &File = Tasks[I].What.File;
    if (!Units[I].Failure.empty()) {
      Failed.try_emplace(File,
                         Failure{File, Units[I].Failure, Units[I].FailedAt});
      continue;
    }
    Analysed.insert(File);
    for (Finding &F : Units[I].Findings) {
      const auto [It, IsNew] = Unique.try_emplace(keyOf(F), F);
      // A fix that fits one unit need not fit the other.
      if (!IsNew && It->second.Main.Edits != F.Main.Edits)
        It->second.Main.Edits.clear();
    }
  }
  All.Findings.reserve(Unique.size());
  for (auto &[K, F] : Unique)
    All.Findings.push_back(std::move(F));
  All.Failures.reserve(Failed.size());
  for (auto &[File, Why] : Failed) {
    All.Failures.push_back(std::move(Why));
    Analysed.erase(File);
  }
  All.FilesAnalysed = Analysed.size();
  return All;
}

} // namespace fastidious
