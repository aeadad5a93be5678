/// Analyses one file as it stands in an editor.
#pragma once

#include "Config.h"
#include "Database.h"
#include "Finding.h"
#include "Sources.h"

namespace fastidious {

class UnitCache;

struct FileAnalysis {
  /// Those in the file.
  std::vector<Finding> Findings;
  /// Why there was no analysis; empty: there was one.
  std::string Failure;
};

class EditorAnalysis {
public:
  /// \p Kept: where the results of what is saved are found; null: nowhere.
  EditorAnalysis(std::string Database, CheckSelection Checks, UnitCache *Kept)
      : Database(std::move(Database)), Checks(std::move(Checks)), Kept(Kept) {}

  /// \p File is a real path; \p Open are the texts in the editor. A header
  /// is analysed in a unit that includes it. The configuration is read anew.
  FileAnalysis run(const std::string &File, const Overlay &Open);

private:
  llvm::Expected<Job> jobFor(const std::string &File);
  llvm::Expected<Job> unitReading(const std::string &Header,
                                  const std::string &DatabaseFile);

  std::string Database;
  CheckSelection Checks;
  UnitCache *Kept;
  /// Headers and the main files of units that read them.
  std::map<std::string, std::string> UnitOf;
};

} // namespace fastidious
