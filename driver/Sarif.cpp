#include "Sarif.h"
#include "Report.h"
#include "llvm/ADT/StringExtras.h"

namespace json = llvm::json;
using llvm::StringRef;

namespace fastidious::sarif {

json::Object text(StringRef Text) { return json::Object{{"text", utf8(Text)}}; }

static std::string uriPath(StringRef Path) {
  std::string Result;
  for (const char C : Path)
    if (llvm::isAlnum(C) || StringRef("-._~/").contains(C))
      Result += C;
    else
      Result += "%" + llvm::utohexstr(static_cast<unsigned char>(C), false, 2);
  return Result;
}

json::Object artifact(StringRef File) {
  const std::string Shown = shownPath(File);
  if (StringRef(Shown).starts_with("/"))
    return json::Object{{"uri", "file://" + uriPath(Shown)}};
  return json::Object{{"uri", uriPath(Shown)}, {"uriBaseId", "SRCROOT"}};
}

json::Object region(const SourceFile &File, unsigned Begin, unsigned End) {
  const Place From = File.place(Begin);
  const Place To = File.place(End);
  return json::Object{{"startLine", From.Line},
                      {"startColumn", From.Utf16Column},
                      {"endLine", To.Line},
                      {"endColumn", To.Utf16Column}};
}

json::Object physical(const Message &M, Sources &Texts) {
  const SourceFile &File = Texts.get(M.File);
  return json::Object{{"artifactLocation", artifact(M.File)},
                      {"region", region(File, M.Offset, File.endOf(M))}};
}

static json::Object notification(StringRef Level, StringRef Text) {
  return json::Object{{"level", Level}, {"message", text(Text)}};
}

json::Object invocation(const std::vector<Failure> &Failures,
                        llvm::ArrayRef<std::string> LeftOut) {
  json::Array Notifications;
  for (const Failure &F : Failures) {
    json::Object One = notification("error", shownPath(F.File) +
                                                 ": not analysed: " + F.Reason);
    One["locations"] = json::Array{
        json::Object{{"physicalLocation",
                      json::Object{{"artifactLocation", artifact(F.File)}}}}};
    Notifications.push_back(std::move(One));
  }
  for (const std::string &Text : LeftOut)
    Notifications.push_back(notification("warning", Text));
  return json::Object{{"executionSuccessful", Failures.empty()},
                      {"toolExecutionNotifications", std::move(Notifications)}};
}

std::string log(json::Array Rules, json::Object Invocation,
                json::Array Results) {
  json::Object Driver{{"name", "fastidious"},
                      {"version", FASTIDIOUS_VERSION},
                      {"semanticVersion", FASTIDIOUS_VERSION},
                      {"rules", std::move(Rules)}};
  json::Object Run{
      {"tool", json::Object{{"driver", std::move(Driver)}}},
      {"columnKind", "utf16CodeUnits"},
      {"originalUriBaseIds",
       json::Object{
           {"SRCROOT",
            json::Object{{"uri", "file://" + uriPath(realPath(".")) + "/"}}}}},
      {"invocations", json::Array{std::move(Invocation)}},
      {"results", std::move(Results)}};
  std::string Text;
  llvm::raw_string_ostream OS(Text);
  printJson(
      json::Object{{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                   {"version", "2.1.0"},
                   {"runs", json::Array{std::move(Run)}}},
      OS);
  return Text;
}

} // namespace fastidious::sarif
