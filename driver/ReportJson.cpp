// All that the run has to say, for programs.
#include "ProjectConfig.h"
#include "Report.h"
#include "llvm/Support/FormatVariadic.h"

namespace json = llvm::json;

namespace fastidious {
namespace {

json::Array edits(const Message &M, Sources &Texts) {
  json::Array Result;
  for (const Edit &E : M.Edits) {
    const SourceFile &File = Texts.get(E.File);
    const Place Begin = File.place(E.Offset);
    const Place End = File.place(E.Offset + E.Length);
    Result.push_back(json::Object{{"file", utf8(shownPath(E.File))},
                                  {"offset", E.Offset},
                                  {"length", E.Length},
                                  {"line", Begin.Line},
                                  {"column", Begin.Column},
                                  {"endLine", End.Line},
                                  {"endColumn", End.Column},
                                  {"text", utf8(E.Text)}});
  }
  return Result;
}

json::Object message(const Message &M, Sources &Texts) {
  json::Object Result{{"message", utf8(M.Text)}, {"fixes", edits(M, Texts)}};
  if (M.File.empty())
    return Result;
  const SourceFile &File = Texts.get(M.File);
  const Place Begin = File.place(M.Offset);
  const Place End = File.place(File.endOf(M));
  Result["file"] = utf8(shownPath(M.File));
  Result["offset"] = M.Offset;
  Result["line"] = Begin.Line;
  Result["column"] = Begin.Column;
  Result["endLine"] = End.Line;
  Result["endColumn"] = End.Column;
  Result["length"] = File.endOf(M) - M.Offset;
  return Result;
}

json::Object finding(const Finding &F, Sources &Texts) {
  json::Object Result = message(F.Main, Texts);
  Result["check"] = F.Check;
  Result["severity"] = name(F.Severity);
  if (F.Age != Finding::Unstated)
    Result["baselineState"] = F.Age == Finding::New ? "new" : "unchanged";
  if (const Rule *R = findRule(F.Check))
    Result["cost"] = name(R->CostClass);
  json::Array Notes;
  for (const Message &Note : F.Notes)
    Notes.push_back(message(Note, Texts));
  Result["notes"] = std::move(Notes);
  return Result;
}

} // namespace

std::string utf8(llvm::StringRef Text) {
  return json::isUTF8(Text) ? Text.str() : json::fixUTF8(Text);
}

void printJson(json::Value Value, llvm::raw_ostream &OS) {
  OS << llvm::formatv("{0:2}", Value) << '\n';
}

void reportJson(const Results &All, Sources &Texts, llvm::raw_ostream &OS) {
  json::Array Findings, Failures, Unused;
  for (const Finding &F : All.Findings)
    Findings.push_back(finding(F, Texts));
  for (const Failure &F : All.Failures)
    Failures.push_back(json::Object{{"file", utf8(shownPath(F.File))},
                                    {"reason", utf8(F.Reason)}});
  for (const Suppression &S : All.UnusedSuppressions)
    Unused.push_back(json::Object{{"file", utf8(shownPath(S.File))},
                                  {"line", S.Line},
                                  {"kind", S.Kind},
                                  {"check", utf8(S.Check)}});
  printJson(json::Object{{"tool", "fastidious"},
                         {"version", FASTIDIOUS_VERSION},
                         {"findings", std::move(Findings)},
                         {"failures", std::move(Failures)},
                         {"unusedSuppressions", std::move(Unused)},
                         {"filesAnalysed", All.FilesAnalysed},
                         {"filesSkipped", All.FilesSkipped},
                         {"inBaseline", All.InBaseline},
                         {"onUnchangedLines", All.Unchanged}},
            OS);
}

} // namespace fastidious
