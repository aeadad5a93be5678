/// What of a project a run speaks of: no skipped paths, nothing known, changed
/// lines alone.
#pragma once

#include "Baseline.h"
#include "Diff.h"
#include "ProjectConfig.h"

namespace fastidious {

struct ScopeSettings {
  ProjectConfig Config;
  /// --diff and its value.
  std::optional<std::string> Diff;
  std::string BaselinePath;
  /// Known findings are reported, too, as such.
  bool ShowKnown = false;
};

class Scope {
public:
  static llvm::Expected<Scope> create(ScopeSettings S);

  /// Takes out of \p P what need not be analysed. \returns the changed C++
  /// files that no unit was seen to read.
  std::vector<std::string> reduce(Plan &P, unsigned Threads) const;
  /// Takes out of \p All what is not to be reported, and says the severities.
  void reduce(Results &All, Sources &Texts) const;

  /// Texts to be analysed in place of those on the disk.
  const Overlay &texts() const;
  bool isPartial() const { return What.has_value(); }

private:
  ScopeSettings Settings;
  std::optional<Change> What;
  std::optional<Baseline> Known;
};

} // namespace fastidious
