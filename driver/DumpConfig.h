/// `fastidious check --dump-config`: every setting, and where it comes from.
#pragma once

#include "CommandLine.h"
#include "Config.h"
#include "ProjectConfig.h"
#include "llvm/Support/raw_ostream.h"

namespace fastidious {

struct ShownConfig {
  const CheckSelection &Checks;
  const ProjectConfig &Project;
  const Arguments &Given;
  llvm::ArrayRef<OptionSpec> Specs;
};

/// \param File the settings of a folder's files apply to it; "" is the current
/// folder.
llvm::Error printConfig(const ShownConfig &C, llvm::StringRef File,
                        llvm::raw_ostream &OS);

} // namespace fastidious
