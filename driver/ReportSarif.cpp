// SARIF 2.1.0, as code scanning services read it.
#include "Fingerprints.h"
#include "ProjectConfig.h"
#include "Report.h"
#include "Sarif.h"
#include "SarifLimits.h"
#include "llvm/ADT/StringExtras.h"
#include <map>

namespace json = llvm::json;
using llvm::StringRef;

namespace fastidious {

using namespace sarif;

namespace {

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

} // namespace

void reportSarif(const Results &All, Sources &Texts, llvm::raw_ostream &OS) {
  const RuleTable Rules(All.Findings);
  const std::vector<Fingerprint> Prints = fingerprints(All.Findings, Texts);
  const auto Print = [&](llvm::ArrayRef<size_t> Shown,
                         llvm::ArrayRef<std::string> LeftOut) {
    json::Array Found;
    for (const size_t I : Shown)
      Found.push_back(result(All.Findings[I], Prints[I], Rules, Texts));
    RuleTable Described = Rules;
    return log(Described.take(), invocation(All.Failures, LeftOut),
               std::move(Found));
  };
  OS << withinLimits(All.Findings, Print);
}

} // namespace fastidious
