// The escape report in SARIF 2.1.0: the flow of a fact is a code flow.
#include "EscapeReport.h"
#include "Fingerprints.h"
#include "Sarif.h"
#include "llvm/ADT/STLExtras.h"

namespace json = llvm::json;
using llvm::StringRef;

namespace fastidious {
namespace {

struct EscapeRule {
  StringRef Id, Says;
};
const EscapeRule Rules[] = {
    {"escaping-local", "A handle to a local variable outlives it"},
    {"leaking-param", "What a parameter refers to is kept after the call"},
    {"stack-able", "An allocation that could live on the stack"},
    {"by-value", "An allocation whose object could be returned by value"},
    {"heap", "An allocation that belongs on the heap"},
    {"unknown", "A callee that cannot be looked into decides"},
    {"stack", "A local that stays on the stack"},
    {"noescape", "A parameter that is not kept"},
    {"inline", "What could allocate and does not"},
};

json::Array descriptors() {
  json::Array Made;
  for (const EscapeRule &R : Rules)
    Made.push_back(
        json::Object{{"id", R.Id}, {"shortDescription", sarif::text(R.Says)}});
  return Made;
}

unsigned indexOf(StringRef Rule) {
  return llvm::find_if(Rules,
                       [&](const EscapeRule &R) { return R.Id == Rule; }) -
         std::begin(Rules);
}

json::Object location(const escape::Location &L, const std::string &Text,
                      Sources &Texts) {
  Message At;
  At.File = L.File;
  At.Offset = Texts.get(L.File).offset(L.Line, L.Column);
  return json::Object{{"physicalLocation", sarif::physical(At, Texts)},
                      {"message", sarif::text(Text)}};
}

json::Array codeFlows(const escape::Fact &F, Sources &Texts) {
  json::Array Steps;
  for (const escape::Step &S : F.Flow) {
    if (S.Where.File.empty())
      continue;
    const bool IsEnd = &S == &F.Flow.front() || &S == &F.Flow.back();
    const std::string Text = (S.To.empty() ? S.From : S.To + " <- " + S.From) +
                             " (" + word(S.Why).str() + ")";
    Steps.push_back(
        json::Object{{"location", location(S.Where, Text, Texts)},
                     {"nestingLevel", S.Depth},
                     {"importance", IsEnd ? "essential" : "important"}});
  }
  if (Steps.empty())
    return json::Array();
  json::Object Thread{{"locations", std::move(Steps)}};
  return json::Array{
      json::Object{{"threadFlows", json::Array{std::move(Thread)}}}};
}

/// Numbers those that nothing else tells apart.
using Ordinals = std::map<std::string, unsigned>;

json::Object result(const EscapeFact &F, Ordinals &Seen, Sources &Texts) {
  const StringRef Rule = ruleOf(F);
  const std::string Identity =
      identityOf(F) + '\0' + F.Is.Subject + '\0' + Rule.str();
  const std::string Nth = std::to_string(++Seen[Identity]);
  json::Object Place = location(F.Is.Where, "", Texts);
  Place.erase("message");
  json::Object Made{
      {"ruleId", Rule},
      {"ruleIndex", indexOf(Rule)},
      {"level", Rule == "escaping-local" ? "warning" : "note"},
      {"message", sarif::text(sentence(F))},
      {"locations", json::Array{std::move(Place)}},
      {"partialFingerprints",
       json::Object{{"fastidious/v1", hash(Identity + '\0' + Nth)}}}};
  if (json::Array Flows = codeFlows(F.Is, Texts); !Flows.empty())
    Made["codeFlows"] = std::move(Flows);
  return Made;
}

} // namespace

void printEscapeSarif(const EscapeFacts &All, const EscapePrint &How,
                      Sources &Texts, llvm::raw_ostream &OS) {
  json::Array Found;
  Ordinals Seen;
  for (const EscapeFact &F : All.Facts)
    if (How.Everything || F.isNoteworthy())
      Found.push_back(result(F, Seen, Texts));
  OS << sarif::log(descriptors(), sarif::invocation(All.Failures, {}),
                   std::move(Found));
}

} // namespace fastidious
