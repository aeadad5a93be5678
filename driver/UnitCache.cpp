#include "UnitCache.h"
#include "Commands.h"
#include "escape/Imports.h"
#include "clang/Basic/Version.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Process.h"
#include <tuple>

using llvm::StringRef;

namespace fastidious {
namespace {

/// All that Clang's driver reads and that may change what is parsed.
constexpr const char *Environment[] = {
    "CPATH",
    "C_INCLUDE_PATH",
    "CPLUS_INCLUDE_PATH",
    "CCC_OVERRIDE_OPTIONS",
    "COMPILER_PATH",
    "GCC_EXEC_PREFIX",
    "CLANG_CONFIG_FILE_SYSTEM_DIR",
    "CLANG_CONFIG_FILE_USER_DIR",
    "CLANG_NO_DEFAULT_CONFIG",
    "SOURCE_DATE_EPOCH",
    "HOME",
};

/// Each part with its length: no two lists of parts give the same text.
void addPart(std::string &All, StringRef Part) {
  All += std::to_string(Part.size()) + ':' + Part.str();
}

/// The program's own file, so that each build of it has results of its own.
std::string describeProgram() {
  static int Anchor;
  const std::string Path =
      llvm::sys::fs::getMainExecutable("fastidious", &Anchor);
  std::string All;
  // Clang finds its own headers from there.
  addPart(All, Path);
  const auto File = llvm::MemoryBuffer::getFile(Path);
  addPart(All, File ? (*File)->getBuffer() : "");
  addPart(All, clang::getClangFullVersion());
  for (const char *Name : Environment)
    addPart(All, llvm::sys::Process::GetEnv(Name).value_or(""));
  return digest(All);
}

/// A month without use is long; the whole project must fit.
constexpr StringRef DefaultPolicy =
    "cache_size_bytes=1g:cache_size=50%:prune_after=720h:prune_interval=1h";

constexpr size_t MaxLists = 4;

std::string joined(const std::vector<Question> &List) {
  std::string Text;
  for (const Question &Q : List)
    Text += std::string(1, Q.What) + Q.Path + '\n';
  return Text;
}

std::string resultKey(const std::string &Unit,
                      const std::vector<Question> &List,
                      const std::string &Answers) {
  return "result-" + digest(Unit + digest(joined(List)) + Answers);
}

std::vector<std::string> filesIn(const std::vector<Question> &List) {
  std::vector<std::string> Files;
  for (const Question &Q : List)
    if (Q.What == Question::Content)
      Files.push_back(Q.Path);
  return Files;
}

/// All that the options ModelFiles name, separated by semicolons.
std::string modelListIn(const clang::tidy::ClangTidyOptions &Options) {
  std::string List;
  for (const auto &Entry : Options.CheckOptions)
    if (Entry.getKey().ends_with("ModelFiles"))
      List += Entry.getValue().Value + ";";
  return List;
}

std::vector<std::string> absolutePaths(StringRef List) {
  llvm::SmallVector<StringRef> Parts;
  List.split(Parts, ';', /*MaxSplit=*/-1, /*KeepEmpty=*/false);
  std::vector<std::string> Paths;
  for (StringRef Part : Parts) {
    llvm::SmallString<256> Absolute(Part.trim());
    llvm::sys::fs::make_absolute(Absolute);
    Paths.push_back(Absolute.str().str());
  }
  return Paths;
}

} // namespace

llvm::Expected<CacheSettings> cacheSettings(const Arguments &Args) {
  llvm::Expected<llvm::CachePruningPolicy> Policy =
      llvm::parseCachePruningPolicy(Args.get("cache-policy", DefaultPolicy));
  if (!Policy)
    return llvm::createStringError(
        "--cache-policy: " + StringRef(llvm::toString(Policy.takeError())) +
        ": write it as cache_size_bytes=1g:prune_after=30d");
  return CacheSettings{!Args.has("no-cache"), Args.get("cache-dir").str(),
                       *Policy};
}

UnitCache::UnitCache(std::unique_ptr<Cache> Store)
    : Store(std::move(Store)), Setting(describeProgram()) {}

llvm::Expected<std::unique_ptr<UnitCache>>
UnitCache::open(const CacheSettings &Settings) {
  if (!Settings.IsOn)
    return nullptr;
  llvm::Expected<std::unique_ptr<Cache>> Store =
      Cache::open(Settings.Folder, Settings.Policy);
  if (Store)
    return std::unique_ptr<UnitCache>(new UnitCache(std::move(*Store)));
  // One that was asked for must be there.
  if (!Settings.Folder.empty())
    return Store.takeError();
  warn(llvm::toString(Store.takeError()));
  return nullptr;
}

std::vector<std::string>
modelFilesIn(const clang::tidy::ClangTidyOptions &Options) {
  return absolutePaths(modelListIn(Options));
}

std::string UnitCache::modelDigest(StringRef List) {
  std::vector<std::string> Found;
  for (std::string &File : absolutePaths(List))
    Found.push_back(Now.answer({Question::Content, std::move(File)}).Text);
  llvm::sort(Found);
  return llvm::join(Found, ",");
}

std::string UnitCache::key(const Job &J, llvm::ArrayRef<std::string> More) {
  std::string All;
  addPart(All, Setting);
  addPart(All, J.File);
  addPart(All, J.Command.Directory);
  addPart(All, J.Command.Filename);
  addPart(All, normalised(J.Command));
  for (const std::string &Part : More)
    addPart(All, Part);
  return "unit-" + digest(All);
}

std::string UnitCache::key(const Task &T, bool Extract) {
  return key(T.What,
             {clang::tidy::configurationAsText(T.Options),
              modelDigest(modelListIn(T.Options)), Extract ? "extract" : "",
              T.Imports ? escape::digestOf(*T.Imports) : ""});
}

std::vector<UnitCache::QuestionList>
UnitCache::listsOf(const std::string &Unit) const {
  std::vector<QuestionList> Lists;
  const std::optional<std::string> Text = Store->get(Unit);
  if (!Text)
    return Lists;
  QuestionList Current;
  StringRef Rest = *Text;
  while (!Rest.empty()) {
    StringRef Line;
    std::tie(Line, Rest) = Rest.split('\n');
    if (!Line.empty())
      Current.push_back(
          {Question::Kind(Line.front()), Line.drop_front().str()});
    else
      Lists.push_back(std::exchange(Current, {}));
  }
  return Lists;
}

std::optional<std::string> UnitCache::find(const std::string &Unit,
                                           std::vector<std::string> *Read) {
  for (const QuestionList &List : listsOf(Unit)) {
    AnswerDigest Answers;
    for (const Question &Q : List)
      Answers.add(Now.answer(Q));
    if (auto Bytes = Store->get(resultKey(Unit, List, Answers.finish()))) {
      ++Found;
      if (Read)
        *Read = filesIn(List);
      return Bytes;
    }
  }
  ++NotFound;
  return std::nullopt;
}

void UnitCache::keep(const std::string &Unit, const FileRecorder &Seen,
                     StringRef Result) {
  QuestionList List;
  AnswerDigest Answers;
  for (const auto &[Q, A] : Seen.questions()) {
    // Such a path would break the list.
    if (StringRef(Q.Path).contains('\n'))
      return;
    List.push_back(Q);
    Answers.add(A);
  }
  if (List.empty())
    return;
  Store->put(resultKey(Unit, List, Answers.finish()), Result);
  std::vector<QuestionList> Lists = listsOf(Unit);
  if (llvm::is_contained(Lists, List))
    return;
  // Other branches of the project may ask other questions.
  Lists.insert(Lists.begin(), std::move(List));
  if (Lists.size() > MaxLists)
    Lists.resize(MaxLists);
  std::string Text;
  for (const QuestionList &Each : Lists)
    Text += joined(Each) + "\n";
  Store->put(Unit, Text);
}

std::string UnitCache::nameOf(StringRef Name) const {
  return "state-" + digest(Setting + Name.str());
}

std::optional<std::string> UnitCache::get(StringRef Name) const {
  return Store->get(nameOf(Name));
}

void UnitCache::put(StringRef Name, StringRef Data) {
  Store->put(nameOf(Name), Data);
}

void UnitCache::finish(bool Verbose) const {
  Store->prune();
  if (const std::string Why = Store->trouble(); !Why.empty())
    warn("results are not kept in '" + Store->folder() + "': " + Why +
         ": make room, name another folder with --cache-dir, or give "
         "--no-cache");
  if (Verbose)
    llvm::errs() << "fastidious: " << Found << " of " << Found + NotFound
                 << " results were in the cache " << Store->folder() << '\n';
}

} // namespace fastidious
