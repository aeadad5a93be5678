#include "Report.h"

namespace fastidious {

llvm::Expected<Report> reportNamed(llvm::StringRef Format) {
  const std::pair<llvm::StringRef, Report> Known[] = {
      {"text", reportText},     {"json", reportJson},
      {"sarif", reportSarif},   {"github", reportGithub},
      {"gitlab", reportGitlab},
  };
  for (const auto &[Name, Print] : Known)
    if (Name == Format)
      return Print;
  return llvm::createStringError("unknown format '" + Format +
                                 "': use text, json, sarif, github or gitlab");
}

} // namespace fastidious
