/// Analyses one file as it stands in an editor.
#pragma once

#include "Config.h"
#include "Database.h"
#include "Finding.h"
#include "Sources.h"

namespace fastidious {

struct FileAnalysis {
  /// Those in the file.
  std::vector<Finding> Findings;
  /// Why there was no analysis; empty: there was one.
  std::string Failure;
};

class EditorAnalysis {
public:
  EditorAnalysis(std::string Database, CheckSelection Checks)
      : Database(std::move(Database)), Checks(std::move(Checks)) {}

  /// \p File is a real path; \p Unsaved are the texts of the editor. A header
  /// is analysed in a unit that includes it. The configuration is read anew.
  FileAnalysis run(const std::string &File, const Overlay &Unsaved);

private:
  llvm::Expected<Job> jobFor(const std::string &File);
  llvm::Expected<Job> unitReading(const std::string &Header,
                                  const std::string &DatabaseFile);

  std::string Database;
  CheckSelection Checks;
  /// Headers and the main files of units that read them.
  std::map<std::string, std::string> UnitOf;
};

} // namespace fastidious
