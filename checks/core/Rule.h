/// What a check says of itself, as plain data: the plugin, `explain`, the
/// pages, the example configuration and SARIF all come from here.
#pragma once

#include "llvm/ADT/StringRef.h"
#include <vector>

namespace fastidious {

/// How the waste grows; the severity of a finding follows it.
enum class Cost { Quadratic, PerIteration, PerCall, ConstantFactor };

enum class FixIts { None, Sometimes, Always };

struct Option {
  llvm::StringRef Name;
  llvm::StringRef Default;
  llvm::StringRef Doc;
};

struct Rule {
  /// The full name of the check, "fastidious-<pattern>".
  llvm::StringRef Name;
  /// One line, lower case, without a full stop.
  llvm::StringRef Summary;
  /// Markdown: what happens, what it costs, when the check is silent.
  llvm::StringRef Why;
  /// Code in which the check reports exactly one finding.
  llvm::StringRef Before;
  /// The same code, mended: the check is silent.
  llvm::StringRef After;
  Cost CostClass = Cost::PerIteration;
  FixIts Fixes = FixIts::None;
  std::vector<Option> Options = {};
};

llvm::StringRef name(Cost C);
llvm::StringRef describe(Cost C);

} // namespace fastidious
