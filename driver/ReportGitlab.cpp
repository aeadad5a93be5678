// GitLab's Code Quality report.
#include "Fingerprints.h"
#include "ProjectConfig.h"
#include "Report.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/SHA256.h"

namespace json = llvm::json;
using llvm::StringRef;

namespace fastidious {
namespace {

StringRef severity(Level L) {
  switch (L) {
  case Level::Note:
    return "minor";
  case Level::Warning:
    return "major";
  case Level::Error:
    return "critical";
  }
  llvm_unreachable("all levels have a severity");
}

/// GitLab wants one for each entry of the report, and the same in every run.
std::string entryPrint(StringRef File, StringRef Own) {
  const std::string Text = (File + "\n" + Own).str();
  return llvm::toHex(llvm::SHA256::hash(llvm::arrayRefFromStringRef(Text)),
                     /*LowerCase=*/true);
}

json::Object entry(StringRef Check, StringRef Description, StringRef Severity,
                   StringRef File, unsigned Line, StringRef Print) {
  const std::string Path = utf8(shownPath(File));
  return json::Object{
      {"check_name", Check},
      {"description", utf8(Description)},
      {"severity", Severity},
      {"fingerprint", entryPrint(Path, Print)},
      {"location",
       json::Object{{"path", Path}, {"lines", json::Object{{"begin", Line}}}}}};
}

} // namespace

void reportGitlab(const Results &All, Sources &Texts, llvm::raw_ostream &OS) {
  const std::vector<Fingerprint> Prints = fingerprints(All.Findings, Texts);
  json::Array Entries;
  for (size_t I = 0; I != All.Findings.size(); ++I) {
    const Finding &F = All.Findings[I];
    const unsigned Line = Texts.get(F.Main.File).place(F.Main.Offset).Line;
    Entries.push_back(entry(F.Check, F.Main.Text, severity(F.Severity),
                            F.Main.File, Line, Prints[I].Own));
  }
  for (const Failure &F : All.Failures)
    Entries.push_back(entry("not-analysed", "not analysed: " + F.Reason,
                            "blocker", F.File, 1, "not analysed"));
  printJson(std::move(Entries), OS);
}

} // namespace fastidious
