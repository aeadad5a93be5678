#include "LspConvert.h"
#include "Installation.h"
#include "Rules.h"
#include "llvm/Support/FormatVariadic.h"

namespace json = llvm::json;
namespace lsp = llvm::lsp;
using llvm::StringRef;

namespace fastidious {
namespace {

lsp::Position position(const SourceFile &File, unsigned Offset) {
  const Place At = File.place(Offset);
  return lsp::Position(static_cast<int>(At.Line) - 1,
                       static_cast<int>(At.Utf16Column) - 1);
}

lsp::Range range(const SourceFile &File, unsigned Begin, unsigned End) {
  return lsp::Range(position(File, Begin), position(File, End));
}

lsp::Range range(const Message &M, Sources &Texts) {
  const SourceFile &File = Texts.get(M.File);
  return range(File, M.Offset, File.endOf(M));
}

std::optional<lsp::URIForFile> uri(StringRef Path) {
  llvm::Expected<lsp::URIForFile> Uri = lsp::URIForFile::fromFile(Path);
  if (Uri)
    return *Uri;
  llvm::consumeError(Uri.takeError());
  return std::nullopt;
}

lsp::DiagnosticSeverity severity(Level L) {
  switch (L) {
  case Level::Note:
    return lsp::DiagnosticSeverity::Information;
  case Level::Warning:
    return lsp::DiagnosticSeverity::Warning;
  case Level::Error:
    return lsp::DiagnosticSeverity::Error;
  }
  llvm_unreachable("all levels have a severity");
}

/// \returns where the rule's page lies: where it is published, else beside this
/// program.
std::string pageUri(const Rule &R) {
  if (std::string Uri = helpUri(R); !Uri.empty())
    return Uri;
  const std::string Page = R.Name.str() + ".md";
  const std::string Found =
      besideProgram({"../share/doc/fastidious/checks/" + Page,
                     "../../../docs/checks/" + Page});
  if (const auto Uri = uri(Found); Uri && !Found.empty())
    return Uri->uri().str();
  return "";
}

/// LLVM's conversions refer to the text of what they convert.
json::Value owned(const json::Value &Value) {
  return llvm::cantFail(json::parse(llvm::formatv("{0}", Value).str()));
}

} // namespace

json::Value lspDiagnostic(const Finding &F, Sources &Texts) {
  lsp::Diagnostic D;
  D.range = range(F.Main, Texts);
  D.severity = severity(F.Severity);
  D.source = "fastidious";
  D.message = F.Main.Text;
  std::vector<lsp::DiagnosticRelatedInformation> Related;
  for (const Message &Note : F.Notes)
    if (const auto Uri = uri(Note.File))
      Related.emplace_back(lsp::Location(*Uri, range(Note, Texts)), Note.Text);
  if (!Related.empty())
    D.relatedInformation = std::move(Related);
  json::Value Result = owned(toJSON(D));
  json::Object &Object = *Result.getAsObject();
  Object["code"] = F.Check;
  if (const Rule *R = findRule(F.Check))
    if (std::string Uri = pageUri(*R); !Uri.empty())
      Object["codeDescription"] = json::Object{{"href", std::move(Uri)}};
  return Result;
}

json::Value lspFailure(StringRef Why) {
  lsp::Diagnostic D;
  D.severity = lsp::DiagnosticSeverity::Information;
  D.source = "fastidious";
  D.message = ("not analysed: " + Why).str();
  return owned(toJSON(D));
}

json::Value lspFix(const Finding &F, Sources &Texts) {
  lsp::WorkspaceEdit Change;
  for (const Edit &E : F.Main.Edits)
    if (const auto Uri = uri(E.File)) {
      lsp::TextEdit One;
      One.range = range(Texts.get(E.File), E.Offset, E.Offset + E.Length);
      One.newText = E.Text;
      Change.changes[Uri->uri().str()].push_back(std::move(One));
    }
  lsp::CodeAction Action;
  Action.title = "mend: " + F.Main.Text;
  Action.kind = lsp::CodeAction::kQuickFix.str();
  Action.isPreferred = true;
  Action.edit = std::move(Change);
  json::Value Result = owned(toJSON(Action));
  (*Result.getAsObject())["diagnostics"] = json::Array{lspDiagnostic(F, Texts)};
  return Result;
}

bool isAt(const Finding &F, const lsp::Range &Lines, Sources &Texts) {
  const lsp::Range Own = range(F.Main, Texts);
  return Own.start.line <= Lines.end.line && Lines.start.line <= Own.end.line;
}

} // namespace fastidious
