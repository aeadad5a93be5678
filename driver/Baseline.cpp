#include "Baseline.h"
#include "Fingerprints.h"
#include "Report.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include <map>

namespace json = llvm::json;
using llvm::StringRef;

namespace fastidious {
namespace {

constexpr StringRef Kind = "fastidious baseline";
constexpr int64_t Version = 1;

llvm::Error inputError(StringRef Path, const llvm::Twine &Why) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(),
                                 "baseline '" + Path + "': " + Why);
}

/// Files are named from the folder of the baseline, so that both may move.
std::string folderOf(StringRef Path) {
  const StringRef Parent = llvm::sys::path::parent_path(Path);
  return realPath(Parent.empty() ? "." : Parent) + "/";
}

llvm::Expected<json::Object> readObject(StringRef Path) {
  const auto Buffer = llvm::MemoryBuffer::getFile(Path);
  if (!Buffer)
    return inputError(Path, Buffer.getError().message() +
                                ": write it first with --write-baseline");
  llvm::Expected<json::Value> Value = json::parse((*Buffer)->getBuffer());
  if (!Value)
    return inputError(Path,
                      "it is damaged: " + llvm::toString(Value.takeError()) +
                          ": restore it or write it anew with "
                          "--write-baseline");
  json::Object *Object = Value->getAsObject();
  if (!Object || Object->getString("kind") != Kind)
    return inputError(Path, "it was not written by --write-baseline: name "
                            "another file or write it anew");
  if (Object->getInteger("version") != Version)
    return inputError(Path, "another version of fastidious wrote it: write it "
                            "anew with --write-baseline");
  return std::move(*Object);
}

/// \returns how often each line, by its hash, stands in the file.
std::map<std::string, unsigned> linesOf(const SourceFile &File) {
  std::map<std::string, unsigned> Result;
  StringRef Text = File.text();
  while (!Text.empty()) {
    const auto [Line, Rest] = Text.split('\n');
    ++Result[lineHash(Line)];
    Text = Rest;
  }
  return Result;
}

} // namespace

llvm::Expected<Baseline> Baseline::read(StringRef Path) {
  llvm::Expected<json::Object> Root = readObject(Path);
  if (!Root)
    return Root.takeError();
  const json::Array *Findings = Root->getArray("findings");
  if (!Findings)
    return inputError(Path, "it is damaged: it has no findings: restore it or "
                            "write it anew with --write-baseline");
  Baseline Result;
  const std::string Folder = folderOf(Path);
  for (const json::Value &Value : *Findings) {
    const json::Object *One = Value.getAsObject();
    const auto Print = One ? One->getString("fingerprint") : std::nullopt;
    const auto File = One ? One->getString("file") : std::nullopt;
    const auto Line = One ? One->getString("line") : std::nullopt;
    if (!Print || !File || !Line)
      return inputError(Path, "it is damaged: finding " +
                                  llvm::Twine(Result.Entries.size() + 1) +
                                  " lacks its fingerprint, file or line: "
                                  "restore it or write it anew with "
                                  "--write-baseline");
    const bool IsBelow = !llvm::sys::path::is_absolute(*File);
    Result.Entries.push_back(
        {Print->str(), (IsBelow ? Folder : "") + File->str(), Line->str()});
  }
  return Result;
}

void Baseline::mark(std::vector<Finding> &Findings, Sources &Texts) const {
  const std::vector<Fingerprint> Prints = fingerprints(Findings, Texts);
  std::multimap<std::pair<std::string, std::string>, const Entry *> InFile;
  for (const Entry &E : Entries)
    InFile.insert({{E.Fingerprint, E.File}, &E});
  for (size_t I = 0; I != Findings.size(); ++I) {
    Findings[I].Age = Finding::New;
    const auto It = InFile.find({Prints[I].Content, Findings[I].Main.File});
    if (It == InFile.end())
      continue;
    Findings[I].Age = Finding::Known;
    InFile.erase(It);
  }
  // A finding goes with its line to another file. The one that stayed where it
  // was may be among those that this run did not look at.
  std::map<std::string, std::map<std::string, unsigned>> Lines;
  std::multimap<std::string, const Entry *> Moved;
  for (const auto &[Key, E] : InFile) {
    const auto [File, IsNew] = Lines.try_emplace(E->File);
    if (IsNew)
      File->second = linesOf(Texts.get(E->File));
    if (!File->second.contains(E->Line))
      Moved.insert({E->Fingerprint, E});
  }
  for (size_t I = 0; I != Findings.size(); ++I)
    if (const auto It = Moved.find(Prints[I].Content);
        Findings[I].Age == Finding::New && It != Moved.end()) {
      Findings[I].Age = Finding::Known;
      Moved.erase(It);
    }
}

void Baseline::write(const std::vector<Finding> &Findings, StringRef Path,
                     Sources &Texts, llvm::raw_ostream &OS) {
  const std::vector<Fingerprint> Prints = fingerprints(Findings, Texts);
  const std::string Folder = folderOf(Path);
  json::Array List;
  for (size_t I = 0; I != Findings.size(); ++I) {
    const Message &M = Findings[I].Main;
    StringRef File = M.File;
    File.consume_front(Folder);
    List.push_back(json::Object{
        {"check", Findings[I].Check},
        {"file", utf8(File)},
        {"fingerprint", Prints[I].Content},
        {"line", lineHash(Texts.get(M.File).lineAt(M.Offset))},
        {"text", utf8(Texts.get(M.File).lineAt(M.Offset).trim())}});
  }
  printJson(json::Object{{"kind", Kind},
                         {"version", Version},
                         {"findings", std::move(List)}},
            OS);
}

} // namespace fastidious
