// SARIF 2.1.0, as code scanning services read it.
#include "Fingerprints.h"
#include "ProjectConfig.h"
#include "Report.h"
#include "SarifLimits.h"
#include "llvm/ADT/StringExtras.h"
#include <map>

namespace json = llvm::json;
using llvm::StringRef;

namespace fastidious {
namespace {

json::Object text(StringRef Text) { return json::Object{{"text", utf8(Text)}}; }

std::string uriPath(StringRef Path) {
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

/// Services take at most 1024 characters of a full description.
std::string shortened(StringRef Text) {
  constexpr size_t Limit = 1000;
  if (Text.size() <= Limit)
    return Text.str();
  const StringRef Cut = Text.take_front(Limit);
  return Cut.substr(0, Cut.find_last_of(" \n")).rtrim().str() + " ...";
}

/// "fastidious-reserve-in-loop" is ReserveInLoop.
std::string ruleTitle(StringRef Name) {
  Name.consume_front("fastidious-");
  std::string Result;
  for (StringRef Word : llvm::split(Name, '-'))
    if (!Word.empty())
      Result += llvm::toUpper(Word.front()) + Word.drop_front().str();
  return Result;
}

json::Object ruleDescriptor(const Rule &R) {
  json::Object Result{
      {"id", R.Name},
      {"name", ruleTitle(R.Name)},
      {"shortDescription", text(R.Summary)},
      {"fullDescription", text(shortened(R.Why.trim()))},
      {"help",
       json::Object{{"text", terminalPage(R)}, {"markdown", markdownPage(R)}}},
      {"defaultConfiguration",
       json::Object{{"level", name(defaultLevel(R.Name))}}},
      {"properties",
       json::Object{{"tags", json::Array{"performance", name(R.CostClass)}},
                    {"precision", "high"},
                    {"problem.severity", defaultLevel(R.Name) == Level::Warning
                                             ? "warning"
                                             : "recommendation"}}}};
  if (const std::string Uri = helpUri(R); !Uri.empty())
    Result["helpUri"] = Uri;
  return Result;
}

/// All our rules, then the other checks that found something.
class RuleTable {
public:
  explicit RuleTable(const std::vector<Finding> &Findings) {
    for (const CheckInfo *Info : allChecks())
      add(Info->TheRule->Name, ruleDescriptor(*Info->TheRule));
    for (const Finding &F : Findings)
      if (!Indices.contains(F.Check))
        add(F.Check,
            json::Object{{"id", F.Check}, {"shortDescription", text(F.Check)}});
  }

  unsigned indexOf(const std::string &Check) const { return Indices.at(Check); }
  json::Array take() { return std::move(Descriptors); }

private:
  void add(StringRef Name, json::Object Descriptor) {
    Indices[Name.str()] = Descriptors.size();
    Descriptors.push_back(std::move(Descriptor));
  }

  std::map<std::string, unsigned> Indices;
  json::Array Descriptors;
};

json::Array relatedLocations(const Finding &F, Sources &Texts) {
  json::Array Result;
  for (const Message &Note : F.Notes)
    if (!Note.File.empty() && Result.size() < SarifLimits::Locations)
      Result.push_back(
          json::Object{{"id", static_cast<int64_t>(Result.size() + 1)},
                       {"message", text(Note.Text)},
                       {"physicalLocation", physical(Note, Texts)}});
  return Result;
}

json::Object fix(const Finding &F, Sources &Texts) {
  std::map<std::string, json::Array> Replacements;
  for (const Edit &E : F.Main.Edits)
    Replacements[E.File].push_back(
        json::Object{{"deletedRegion",
                      region(Texts.get(E.File), E.Offset, E.Offset + E.Length)},
                     {"insertedContent", text(E.Text)}});
  json::Array Changes;
  for (auto &[File, Edits] : Replacements)
    Changes.push_back(json::Object{{"artifactLocation", artifact(File)},
                                   {"replacements", std::move(Edits)}});
  return json::Object{{"description", text("fix for " + F.Check)},
                      {"artifactChanges", std::move(Changes)}};
}

json::Object result(const Finding &F, const Fingerprint &Print,
                    const RuleTable &Rules, Sources &Texts) {
  json::Object Result{{"ruleId", F.Check},
                      {"ruleIndex", Rules.indexOf(F.Check)},
                      {"level", name(F.Severity)},
                      {"message", text(F.Main.Text)},
                      {"partialFingerprints",
                       json::Object{{"fastidious/v1", Print.Own},
                                    {"primaryLocationLineHash", Print.Line}}}};
  if (F.Age != Finding::Unstated)
    Result["baselineState"] = F.Age == Finding::New ? "new" : "unchanged";
  if (!F.Main.File.empty())
    Result["locations"] = json::Array{
        json::Object{{"physicalLocation", physical(F.Main, Texts)}}};
  if (json::Array Related = relatedLocations(F, Texts); !Related.empty())
    Result["relatedLocations"] = std::move(Related);
  if (!F.Main.Edits.empty())
    Result["fixes"] = json::Array{fix(F, Texts)};
  return Result;
}

json::Object notification(StringRef Level, StringRef Text) {
  return json::Object{{"level", Level}, {"message", text(Text)}};
}

json::Object invocation(const Results &All,
                        llvm::ArrayRef<std::string> LeftOut) {
  json::Array Notifications;
  for (const Failure &F : All.Failures) {
    json::Object One = notification("error", shownPath(F.File) +
                                                 ": not analysed: " + F.Reason);
    One["locations"] = json::Array{
        json::Object{{"physicalLocation",
                      json::Object{{"artifactLocation", artifact(F.File)}}}}};
    Notifications.push_back(std::move(One));
  }
  for (const std::string &Text : LeftOut)
    Notifications.push_back(notification("warning", Text));
  return json::Object{{"executionSuccessful", All.Failures.empty()},
                      {"toolExecutionNotifications", std::move(Notifications)}};
}

std::string sarif(const Results &All, json::Array Found, RuleTable Rules,
                  llvm::ArrayRef<std::string> LeftOut) {
  json::Object Driver{{"name", "fastidious"},
                      {"version", FASTIDIOUS_VERSION},
                      {"semanticVersion", FASTIDIOUS_VERSION},
                      {"rules", Rules.take()}};
  json::Object Run{
      {"tool", json::Object{{"driver", std::move(Driver)}}},
      {"columnKind", "utf16CodeUnits"},
      {"originalUriBaseIds",
       json::Object{
           {"SRCROOT",
            json::Object{{"uri", "file://" + uriPath(realPath(".")) + "/"}}}}},
      {"invocations", json::Array{invocation(All, LeftOut)}},
      {"results", std::move(Found)}};
  std::string Text;
  llvm::raw_string_ostream OS(Text);
  printJson(
      json::Object{{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                   {"version", "2.1.0"},
                   {"runs", json::Array{std::move(Run)}}},
      OS);
  return Text;
}

} // namespace

void reportSarif(const Results &All, Sources &Texts, llvm::raw_ostream &OS) {
  const RuleTable Rules(All.Findings);
  const std::vector<Fingerprint> Prints = fingerprints(All.Findings, Texts);
  const auto Print = [&](llvm::ArrayRef<size_t> Shown,
                         llvm::ArrayRef<std::string> LeftOut) {
    json::Array Found;
    for (const size_t I : Shown)
      Found.push_back(result(All.Findings[I], Prints[I], Rules, Texts));
    return sarif(All, std::move(Found), Rules, LeftOut);
  };
  OS << withinLimits(All.Findings, Print);
}

} // namespace fastidious
