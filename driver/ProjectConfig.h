/// .fastidious.yaml: what only the driver has to know of a project.
#pragma once

#include "Finding.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/GlobPattern.h"
#include <memory>
#include <optional>
#include <utility>

namespace fastidious {

llvm::StringRef name(Level L);
/// \returns the level, or nothing for what is none.
std::optional<Level> levelNamed(llvm::StringRef Name);
/// \returns the level, nothing for "never", or which there are.
llvm::Expected<std::optional<Level>> thresholdNamed(llvm::StringRef Name);
/// \returns the level of a check of which nobody said another: its cost's.
Level defaultLevel(llvm::StringRef Check);

class ProjectConfig {
public:
  /// \param Path "" stands for the nearest .fastidious.yaml from the current
  /// folder upwards, if there is one.
  static llvm::Expected<ProjectConfig> read(llvm::StringRef Path);

  /// The same from \p Folder upwards.
  static llvm::Expected<ProjectConfig> readAbove(llvm::StringRef Folder);

  /// What stands in the file, with its line.
  struct Setting {
    std::string Key;
    std::string Value;
    unsigned Line = 0;
  };

  /// The real path; "" where there is none.
  const std::string &file() const { return File; }
  /// \returns the last setting of levels that names \p Check, or null.
  const Setting *levelSetting(llvm::StringRef Check) const;
  Level levelOf(const Finding &F) const;
  /// \returns whether \p Path, a real one, is not to be looked at.
  bool skips(llvm::StringRef Path) const;
  const std::vector<Setting> &skipped() const { return Skip; }
  const std::optional<Setting> &failOn() const { return FailOn; }
  /// Its value is a real path.
  const std::optional<Setting> &baseline() const { return Baseline; }

private:
  static llvm::Expected<ProjectConfig> readFile(std::string Path);
  class Reader;
  std::string File;
  std::vector<Setting> Levels, Skip;
  /// A pattern refers to its text, also when it is copied.
  std::vector<std::shared_ptr<const std::string>> GlobTexts;
  std::vector<llvm::GlobPattern> SkipGlobs;
  std::optional<Setting> FailOn, Baseline;
};

} // namespace fastidious
