// `fastidious lsp`: findings while one types, for any editor that speaks the
// Language Server Protocol.
#include "CommandLine.h"
#include "Commands.h"
#include "EditorAnalysis.h"
#include "LspConvert.h"
#include "UnitCache.h"
#include "llvm/Support/LSP/Transport.h"
#include "llvm/Support/Program.h"
#include <chrono>
#include <condition_variable>
#include <thread>

namespace json = llvm::json;
namespace lsp = llvm::lsp;
using llvm::StringRef;

namespace fastidious {
namespace {

using Clock = std::chrono::steady_clock;

const OptionSpec Specs[] = {
    {"p", "DIR",
     "where compile_commands.json lies (default: searched above each file)"},
    {"checks", "GLOBS", "added to what .clang-tidy says, as in clang-tidy"},
    {"header-filter", "REGEX", "the headers to report of (default: all)"},
    {"cache-dir", "DIR",
     "keep results of saved files there (default: the user's cache folder)"},
    {"cache-policy", "POLICY",
     "what is kept, as of clang's ThinLTO cache (default: "
     "cache_size_bytes=1g)"},
    {"no-cache", "", "neither use nor keep results"},
    {"verbose", "", "say at the end how many results were in the cache"},
    {"help", "", "print this"},
};

/// Someone who types is not interrupted for what half a line means.
constexpr std::chrono::milliseconds Pause(400);

struct Document {
  lsp::URIForFile Uri;
  int64_t Version = 0;
  std::string Text;
};

/// What was found in a text of some version.
struct Known {
  int64_t Version = -1;
  std::vector<Finding> Findings;
};

class Server {
public:
  Server(lsp::JSONTransport &Transport, EditorAnalysis Analysis)
      : Handler(Transport), Analysis(std::move(Analysis)),
        Publish(Handler.outgoingNotification<json::Value>(
            "textDocument/publishDiagnostics")),
        Worker([this] { work(); }) {
    Handler.method("initialize", this, &Server::initialize);
    Handler.method("shutdown", this, &Server::shutdown);
    Handler.method("textDocument/codeAction", this, &Server::codeAction);
    Handler.notification("initialized", this, &Server::initialized);
    Handler.notification("textDocument/didOpen", this, &Server::didOpen);
    Handler.notification("textDocument/didChange", this, &Server::didChange);
    Handler.notification("textDocument/didSave", this, &Server::didSave);
    Handler.notification("textDocument/didClose", this, &Server::didClose);
  }

  ~Server() {
    {
      const std::lock_guard<std::mutex> Guard(Lock);
      IsEnding = true;
    }
    Changed.notify_one();
    Worker.join();
  }

  lsp::MessageHandler &handler() { return Handler; }
  bool wasShutDown() const { return WasShutDown; }

private:
  void initialize(const lsp::NoParams &, lsp::Callback<json::Value> Reply);
  void initialized(const lsp::NoParams &) {}
  void shutdown(const lsp::NoParams &, lsp::Callback<std::nullptr_t> Reply) {
    WasShutDown = true;
    Reply(nullptr);
  }
  void didOpen(const lsp::DidOpenTextDocumentParams &Params);
  void didChange(const lsp::DidChangeTextDocumentParams &Params);
  void didSave(const lsp::NoParams &);
  void didClose(const lsp::DidCloseTextDocumentParams &Params);
  void codeAction(const lsp::CodeActionParams &Params,
                  lsp::Callback<json::Value> Reply);

  /// Lets \p File be analysed, at the earliest at \p When. Under the lock.
  void schedule(const std::string &File, Clock::time_point When) {
    Due[File] = When;
    Changed.notify_one();
  }
  void work();
  void analyse(const std::string &File);
  Overlay texts() const {
    Overlay Result;
    for (const auto &[File, D] : Open)
      Result[File] = D.Text;
    return Result;
  }
  void publish(const lsp::URIForFile &Uri, std::optional<int64_t> Version,
               json::Array Diagnostics) {
    json::Object Params{{"uri", Uri.uri()},
                        {"diagnostics", std::move(Diagnostics)}};
    if (Version)
      Params["version"] = *Version;
    Publish(json::Value(std::move(Params)));
  }

  lsp::MessageHandler Handler;
  /// The worker's own.
  EditorAnalysis Analysis;
  lsp::OutgoingNotification<json::Value> Publish;
  bool WasShutDown = false;

  /// Guards what follows, by real path.
  std::mutex Lock;
  std::condition_variable Changed;
  std::map<std::string, Document> Open;
  std::map<std::string, Known> Last;
  std::map<std::string, Clock::time_point> Due;
  bool IsEnding = false;
  std::thread Worker;
};

void Server::initialize(const lsp::NoParams &,
                        lsp::Callback<json::Value> Reply) {
  Reply(json::Object{
      {"serverInfo",
       json::Object{{"name", "fastidious"}, {"version", FASTIDIOUS_VERSION}}},
      {"capabilities",
       json::Object{
           {"positionEncoding", "utf-16"},
           {"textDocumentSync",
            json::Object{{"openClose", true}, {"change", 2}, {"save", true}}},
           {"codeActionProvider",
            json::Object{{"codeActionKinds", json::Array{"quickfix"}}}}}}});
}

void Server::didOpen(const lsp::DidOpenTextDocumentParams &Params) {
  const lsp::TextDocumentItem &Item = Params.textDocument;
  const std::lock_guard<std::mutex> Guard(Lock);
  const std::string File = realPath(Item.uri.file());
  Open[File] = {Item.uri, Item.version, Item.text};
  schedule(File, Clock::now());
}

void Server::didChange(const lsp::DidChangeTextDocumentParams &Params) {
  const std::lock_guard<std::mutex> Guard(Lock);
  const std::string File = realPath(Params.textDocument.uri.file());
  const auto It = Open.find(File);
  if (It == Open.end())
    return;
  if (failed(lsp::TextDocumentContentChangeEvent::applyTo(Params.contentChanges,
                                                          It->second.Text)))
    lsp::Logger::error("a change of {0} lies outside of its text", File);
  It->second.Version = Params.textDocument.version;
  schedule(File, Clock::now() + Pause);
}

/// What is saved may be a header of other files that are open.
void Server::didSave(const lsp::NoParams &) {
  const std::lock_guard<std::mutex> Guard(Lock);
  for (const auto &[File, D] : Open)
    schedule(File, Clock::now());
}

void Server::didClose(const lsp::DidCloseTextDocumentParams &Params) {
  const std::lock_guard<std::mutex> Guard(Lock);
  const std::string File = realPath(Params.textDocument.uri.file());
  Open.erase(File);
  Last.erase(File);
  Due.erase(File);
  publish(Params.textDocument.uri, std::nullopt, {});
}

void Server::codeAction(const lsp::CodeActionParams &Params,
                        lsp::Callback<json::Value> Reply) {
  const std::lock_guard<std::mutex> Guard(Lock);
  const std::string File = realPath(Params.textDocument.uri.file());
  json::Array Actions;
  const auto D = Open.find(File);
  const auto Found = Last.find(File);
  // What was found in another text has its places there.
  if (D != Open.end() && Found != Last.end() &&
      Found->second.Version == D->second.Version) {
    Sources Texts(texts());
    for (const Finding &F : Found->second.Findings)
      if (!F.Main.Edits.empty() && isAt(F, Params.range, Texts))
        Actions.push_back(lspFix(F, Texts));
  }
  Reply(std::move(Actions));
}

void Server::work() {
  std::unique_lock<std::mutex> Guard(Lock);
  while (!IsEnding) {
    if (Due.empty()) {
      Changed.wait(Guard);
      continue;
    }
    const auto Next =
        std::min_element(Due.begin(), Due.end(),
                         [](auto &A, auto &B) { return A.second < B.second; });
    if (Next->second > Clock::now()) {
      Changed.wait_until(Guard, Next->second);
      continue;
    }
    const std::string File = Next->first;
    Due.erase(Next);
    Guard.unlock();
    analyse(File);
    Guard.lock();
  }
}

void Server::analyse(const std::string &File) {
  Document D;
  Overlay Unsaved;
  {
    const std::lock_guard<std::mutex> Guard(Lock);
    const auto It = Open.find(File);
    if (It == Open.end())
      return;
    D = It->second;
    Unsaved = texts();
  }
  FileAnalysis Result = Analysis.run(File, Unsaved);
  Sources Texts(Unsaved);
  json::Array Diagnostics;
  if (!Result.Failure.empty())
    Diagnostics.push_back(lspFailure(Result.Failure));
  for (const Finding &F : Result.Findings)
    Diagnostics.push_back(lspDiagnostic(F, Texts));
  const std::lock_guard<std::mutex> Guard(Lock);
  const auto It = Open.find(File);
  // Meanwhile the text is another, and its turn comes.
  if (It == Open.end() || It->second.Version != D.Version)
    return;
  Last[File] = {D.Version, std::move(Result.Findings)};
  publish(D.Uri, D.Version, std::move(Diagnostics));
}

int serve(EditorAnalysis Analysis) {
  llvm::sys::ChangeStdinToBinary();
  lsp::JSONTransport Transport(stdin, llvm::outs());
  Server S(Transport, std::move(Analysis));
  llvm::Error Broken = Transport.run(S.handler());
  // An end without a farewell is an error to LLVM, but usual for editors.
  if (llvm::errorToBool(std::move(Broken)) && !feof(stdin))
    return fail("what the editor sends cannot be read: start it anew");
  return S.wasShutDown() ? NothingToReport : Findings;
}

int serve(const Arguments &Args) {
  llvm::Expected<CacheSettings> Cache = cacheSettings(Args);
  if (!Cache)
    return fail(llvm::toString(Cache.takeError()));
  llvm::Expected<std::unique_ptr<UnitCache>> Kept = UnitCache::open(*Cache);
  if (!Kept)
    return fail(llvm::toString(Kept.takeError()));
  const int Status =
      serve({Args.get("p").str(),
             {Args.get("checks").str(), Args.get("header-filter").str()},
             Kept->get()});
  if (*Kept)
    (*Kept)->finish(Args.has("verbose"));
  return Status;
}

} // namespace

int lspCommand(llvm::ArrayRef<std::string> Args) {
  llvm::Expected<Arguments> Parsed = parseArguments(Args, Specs);
  if (!Parsed)
    return fail(llvm::toString(Parsed.takeError()));
  if (Parsed->has("help")) {
    llvm::outs() << "usage: fastidious lsp [OPTIONS]\n\nServes an editor on "
                    "stdin and stdout: findings on opening, saving and typing, "
                    "and fixes as code actions.\n";
    printOptions(Specs);
    return NothingToReport;
  }
  if (llvm::Error E = checkGlobs(Parsed->get("checks"), "--checks"))
    return fail(llvm::toString(std::move(E)));
  if (llvm::Error E =
          checkRegex(Parsed->get("header-filter"), "--header-filter"))
    return fail(llvm::toString(std::move(E)));
  return serve(*Parsed);
}

} // namespace fastidious
