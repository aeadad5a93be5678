// The escape report for programs, and what it was before.
#include "EscapeReport.h"
#include "Report.h"
#include "llvm/Support/MemoryBuffer.h"

namespace json = llvm::json;
using llvm::StringRef;

namespace fastidious {

static json::Array flow(const escape::Fact &F) {
  json::Array Steps;
  for (const escape::Step &S : F.Flow) {
    json::Object Step{{"file", utf8(shownPath(S.Where.File))},
                      {"line", S.Where.Line},
                      {"column", S.Where.Column},
                      {"why", word(S.Why)},
                      {"from", utf8(S.From)},
                      {"to", utf8(S.To)},
                      {"depth", S.Depth}};
    if (S.LeftOut)
      Step["leftOut"] = S.LeftOut;
    Steps.push_back(std::move(Step));
  }
  return Steps;
}

std::string identityOf(const EscapeFact &F) {
  // The path that follows a function of one file names the machine as well.
  StringRef Key = F.Is.Function;
  return Key.take_front(Key.find("@/")).str();
}

/// Where all it goes, the reason first or instead of it.
static json::Array destinations(const escape::Fact &F) {
  json::Array All;
  for (const escape::Destination To : F.All)
    All.push_back(word(To));
  return All;
}

static json::Object object(const EscapeFact &F) {
  json::Object Made{{"file", utf8(shownPath(F.Is.Where.File))},
                    {"line", F.Is.Where.Line},
                    {"column", F.Is.Where.Column},
                    {"subject", utf8(F.Is.Subject)},
                    {"kind", word(F.Is.Kind)},
                    {"verdict", word(F.Is.Says)},
                    {"reason", reason(F.Is)},
                    {"destinations", destinations(F.Is)},
                    {"through", utf8(F.Is.Through)},
                    {"function", utf8(F.Function)},
                    {"id", utf8(identityOf(F))},
                    {"rule", ruleOf(F)},
                    {"message", utf8(sentence(F))},
                    {"flow", flow(F.Is)}};
  if (!F.Is.Made)
    return Made;
  Made["type"] = utf8(F.Is.Made->Type);
  Made["size"] =
      F.Is.Made->Size ? json::Value(*F.Is.Made->Size) : json::Value(nullptr);
  Made["perIteration"] = F.Is.Made->InLoop;
  if (F.allocates())
    Made["keeps"] = F.Is.Keeps;
  return Made;
}

void printEscapeJson(const EscapeFacts &All, const EscapePrint &, Sources &,
                     llvm::raw_ostream &OS) {
  OS << '[';
  StringRef Before = "\n";
  for (const EscapeFact &F : All.Facts) {
    OS << Before << json::Value(object(F));
    Before = ",\n";
  }
  OS << "\n]\n";
}

static std::optional<OldFact> readFact(const json::Object &O) {
  OldFact F;
  for (auto [Key, To] : {std::pair("function", &F.Name),
                         {"kind", &F.Kind},
                         {"subject", &F.Subject},
                         {"verdict", &F.Verdict},
                         {"reason", &F.Reason},
                         {"file", &F.Place}}) {
    const auto Text = O.getString(Key);
    if (!Text)
      return std::nullopt;
    *To = Text->str();
  }
  F.Place += ":" + std::to_string(O.getInteger("line").value_or(0)) + ":" +
             std::to_string(O.getInteger("column").value_or(0));
  return F;
}

llvm::Expected<std::map<std::string, std::vector<OldFact>>>
readOldFacts(StringRef Path) {
  const auto Wrong = [&](const llvm::Twine &Why) {
    return llvm::createStringError(
        "--diff: " + Path + ": " + Why +
        ": give a file that 'escape-report --format=json' wrote");
  };
  const auto Buffer = llvm::MemoryBuffer::getFile(Path);
  if (!Buffer)
    return Wrong(Buffer.getError().message());
  llvm::Expected<json::Value> Parsed = json::parse((*Buffer)->getBuffer());
  if (!Parsed)
    return Wrong(llvm::toString(Parsed.takeError()));
  if (!Parsed->getAsArray())
    return Wrong("it holds no array of facts");
  std::map<std::string, std::vector<OldFact>> Made;
  for (const json::Value &V : *Parsed->getAsArray()) {
    const json::Object *O = V.getAsObject();
    auto Fact = O ? readFact(*O) : std::nullopt;
    const auto Id = O ? O->getString("id") : std::nullopt;
    if (!Fact || !Id)
      return Wrong("it holds something else than facts");
    Made[Id->str()].push_back(std::move(*Fact));
  }
  return Made;
}

} // namespace fastidious
