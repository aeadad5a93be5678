// The text that people read: as Clang prints its own warnings.
#include "Report.h"
#include "clang/Basic/Diagnostic.h"
#include "clang/Basic/DiagnosticOptions.h"
#include "clang/Basic/FileManager.h"
#include "clang/Basic/LangOptions.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Frontend/TextDiagnosticPrinter.h"
#include <set>

using namespace clang;

namespace fastidious {
namespace {

class Printer {
public:
  explicit Printer(llvm::raw_ostream &OS)
      : Out(OS, Options), Engine(DiagnosticIDs::create(), Options, &Out,
                                 /*ShouldOwnClient=*/false),
        Files(FileSystemOptions()), Places(Engine, Files) {
    Options.ShowColors = OS.has_colors();
    Engine.setSourceManager(&Places);
    Out.BeginSourceFile(Language, nullptr);
  }

  void print(DiagnosticsEngine::Level Level, const Message &M,
             const std::string &Suffix) {
    const SourceLocation Loc = locate(M.File, M.Offset);
    const unsigned Id = Engine.getDiagnosticIDs()->getCustomDiagID(
        static_cast<DiagnosticIDs::Level>(Level), "%0%1");
    DiagnosticBuilder Builder = Engine.Report(Loc, Id);
    Builder << M.Text << Suffix;
    if (Loc.isInvalid())
      return;
    for (const Span &S : M.Ranges)
      Builder << CharSourceRange::getCharRange(
          locate(M.File, S.Offset), locate(M.File, S.Offset + S.Length));
    for (const Edit &E : M.Edits)
      if (const SourceLocation Begin = locate(E.File, E.Offset);
          Begin.isValid())
        Builder << FixItHint::CreateReplacement(
            CharSourceRange::getCharRange(
                Begin, Begin.getLocWithOffset(static_cast<int>(E.Length))),
            E.Text);
  }

private:
  SourceLocation locate(const std::string &File, unsigned Offset) {
    if (File.empty())
      return {};
    const OptionalFileEntryRef Entry =
        Files.getOptionalFileRef(shownPath(File));
    if (!Entry)
      return {};
    const FileID Id = Places.getOrCreateFileID(*Entry, SrcMgr::C_User);
    return Places.getLocForStartOfFile(Id).getLocWithOffset(
        static_cast<int>(Offset));
  }

  DiagnosticOptions Options;
  LangOptions Language;
  TextDiagnosticPrinter Out;
  DiagnosticsEngine Engine;
  FileManager Files;
  SourceManager Places;
};

} // namespace

void reportText(const Results &All, Sources &, llvm::raw_ostream &OS) {
  Printer Out(OS);
  for (const Finding &F : All.Findings) {
    Out.print(F.Severity == Level::Error ? DiagnosticsEngine::Error
                                         : DiagnosticsEngine::Warning,
              F.Main,
              (F.Age == Finding::Known ? " [known]" : "") + std::string(" [") +
                  F.Check + "]");
    for (const Message &Note : F.Notes)
      Out.print(DiagnosticsEngine::Note, Note, "");
  }
}

std::string summarise(const Results &All) {
  const auto Count = [](size_t N, llvm::StringRef Noun) {
    return std::to_string(N) + " " + Noun.str() + (N == 1 ? "" : "s");
  };
  std::set<llvm::StringRef> Files;
  for (const Finding &F : All.Findings)
    Files.insert(F.Main.File);
  return Count(All.Findings.size(), "finding") + " in " +
         Count(Files.size(), "file") + "; " + Count(All.FilesAnalysed, "file") +
         " analysed, " + std::to_string(All.Failures.size()) + " failed, " +
         std::to_string(All.FilesSkipped) + " skipped" +
         (All.InBaseline ? "; " + std::to_string(All.InBaseline) +
                               " known to the baseline hidden"
                         : "") +
         (All.Unchanged ? "; " + std::to_string(All.Unchanged) +
                              " about unchanged lines hidden"
                        : "");
}

} // namespace fastidious
