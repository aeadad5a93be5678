#include "ReadJson.h"
#include "ProjectConfig.h"
#include "Sources.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"

namespace json = llvm::json;
using llvm::StringRef;

namespace fastidious {

// Found by the types of their arguments, hence in their namespace.
static bool fromJSON(const json::Value &Value, Edit &E, json::Path P) {
  json::ObjectMapper Map(Value, P);
  if (!Map || !Map.map("file", E.File) || !Map.map("offset", E.Offset) ||
      !Map.map("length", E.Length) || !Map.map("text", E.Text))
    return false;
  E.File = realPath(E.File);
  return true;
}

static bool fromJSON(const json::Value &Value, Message &M, json::Path P) {
  json::ObjectMapper Map(Value, P);
  Span Range;
  if (!Map || !Map.map("message", M.Text) || !Map.map("fixes", M.Edits) ||
      !Map.mapOptional("file", M.File) ||
      !Map.mapOptional("offset", M.Offset) ||
      !Map.mapOptional("length", Range.Length))
    return false;
  if (M.File.empty())
    return true;
  M.File = realPath(M.File);
  Range.Offset = M.Offset;
  M.Ranges.push_back(Range);
  return true;
}

static bool fromJSON(const json::Value &Value, Finding &F, json::Path P) {
  json::ObjectMapper Map(Value, P);
  std::string Severity, State;
  if (!fromJSON(Value, F.Main, P) || !Map || !Map.map("check", F.Check) ||
      !Map.map("severity", Severity) || !Map.map("notes", F.Notes) ||
      !Map.mapOptional("baselineState", State))
    return false;
  const std::optional<Level> Known = levelNamed(Severity);
  if (!Known) {
    P.field("severity").report("is no level");
    return false;
  }
  F.Severity = *Known;
  F.Age = State == "new"         ? Finding::New
          : State == "unchanged" ? Finding::Known
                                 : Finding::Unstated;
  return true;
}

static bool fromJSON(const json::Value &Value, Failure &F, json::Path P) {
  json::ObjectMapper Map(Value, P);
  if (!Map || !Map.map("file", F.File) || !Map.map("reason", F.Reason))
    return false;
  F.File = realPath(F.File);
  return true;
}

static bool fromJSON(const json::Value &Value, Suppression &S, json::Path P) {
  json::ObjectMapper Map(Value, P);
  if (!Map || !Map.map("file", S.File) || !Map.map("line", S.Line) ||
      !Map.map("kind", S.Kind) || !Map.map("check", S.Check))
    return false;
  S.File = realPath(S.File);
  return true;
}

static bool fromJSON(const json::Value &Value, Results &R, json::Path P) {
  json::ObjectMapper Map(Value, P);
  std::string Tool;
  if (!Map || !Map.map("tool", Tool))
    return false;
  if (Tool != "fastidious") {
    P.field("tool").report("is not fastidious");
    return false;
  }
  return Map.map("findings", R.Findings) && Map.map("failures", R.Failures) &&
         Map.map("unusedSuppressions", R.UnusedSuppressions) &&
         Map.map("filesAnalysed", R.FilesAnalysed) &&
         Map.map("filesSkipped", R.FilesSkipped) &&
         Map.map("inBaseline", R.InBaseline) &&
         Map.map("onUnchangedLines", R.Unchanged);
}

llvm::Expected<Results> readJsonReport(StringRef Path) {
  const auto Error = [&](const llvm::Twine &Why) {
    return llvm::createStringError("cannot read the report '" + Path +
                                   "': " + Why +
                                   ": write it with 'fastidious check "
                                   "--format=json'");
  };
  const auto Buffer = llvm::MemoryBuffer::getFile(Path);
  if (!Buffer)
    return Error(Buffer.getError().message());
  llvm::Expected<json::Value> Value = json::parse((*Buffer)->getBuffer());
  if (!Value)
    return Error(llvm::toString(Value.takeError()));
  Results Result;
  json::Path::Root Root("report");
  if (!fromJSON(*Value, Result, Root))
    return Error(llvm::toString(Root.getError()));
  return Result;
}

} // namespace fastidious
