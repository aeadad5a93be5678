/// The rules of all checks as the driver shows them.
#pragma once

#include "core/Check.h"
#include "llvm/Support/JSON.h"
#include <string>
#include <vector>

namespace fastidious {

/// \returns the rule named \p Name, with or without "fastidious-", or null.
const Rule *findRule(llvm::StringRef Name);
/// \returns the names of all rules.
std::vector<llvm::StringRef> ruleNames();
/// \returns the rule's options and those that every check has.
std::vector<Option> allOptions(const Rule &R);
/// \returns where the rule's page lies, or "" where the build knows no address.
std::string helpUri(const Rule &R);

/// \returns the page docs/checks/<name>.md.
std::string markdownPage(const Rule &R);
/// \returns the sections of that page below the title.
std::string markdownBody(const Rule &R);
/// \returns the same for a terminal.
std::string terminalPage(const Rule &R);
/// \returns all that the rule holds.
llvm::json::Object ruleJson(const Rule &R);

} // namespace fastidious
