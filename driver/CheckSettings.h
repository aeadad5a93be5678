/// What the command line and .fastidious.yaml ask of `fastidious check`.
#pragma once

#include "CommandLine.h"
#include "Config.h"
#include "Database.h"
#include "Report.h"
#include "Scope.h"
#include "UnitCache.h"

namespace fastidious {

struct CheckSettings {
  Inputs In;
  CheckSelection Checks;
  ScopeSettings Scope;
  std::string WriteBaseline;
  /// Nothing: no finding fails the run.
  std::optional<Level> FailOn = Level::Note;
  Report Print = nullptr;
  std::string OutputPath;
  std::string DepfilePath;
  EngineOptions How;
  CacheSettings Cache;
  bool Fix = false;
  bool Quiet = false;
  /// Judge with what functions of other files do.
  bool Link = false;
  bool Verbose = false;
};

llvm::ArrayRef<OptionSpec> checkOptions();

/// \returns the settings, or what is wrong with them.
llvm::Expected<CheckSettings> checkSettings(const Arguments &Args);

} // namespace fastidious
