// Workflow commands of GitHub Actions: annotations without an upload.
#include "ProjectConfig.h"
#include "Report.h"

using llvm::StringRef;

namespace fastidious {
namespace {

std::string escaped(StringRef Text, StringRef Special) {
  std::string Result;
  for (const char C : Text)
    if (Special.contains(C))
      Result += "%" + llvm::utohexstr(static_cast<unsigned char>(C), false, 2);
    else
      Result += C;
  return Result;
}

std::string message(StringRef Text) { return escaped(Text, "%\r\n"); }
std::string property(StringRef Text) { return escaped(Text, "%\r\n:,"); }

} // namespace

void reportGithub(const Results &All, Sources &Texts, llvm::raw_ostream &OS) {
  for (const Finding &F : All.Findings) {
    const SourceFile &File = Texts.get(F.Main.File);
    const Place Begin = File.place(F.Main.Offset);
    const Place End = File.place(File.endOf(F.Main));
    OS << "::" << (F.Severity == Level::Note ? "notice" : name(F.Severity))
       << ' ' << "file=" << property(shownPath(F.Main.File))
       << ",line=" << Begin.Line << ",col=" << Begin.Utf16Column
       << ",endLine=" << End.Line << ",endColumn=" << End.Utf16Column
       << ",title=" << property(F.Check) << "::" << message(F.Main.Text)
       << '\n';
  }
  for (const Failure &F : All.Failures)
    OS << "::error file=" << property(shownPath(F.File))
       << ",title=not analysed::" << message(F.Reason) << '\n';
}

} // namespace fastidious
