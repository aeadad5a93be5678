#include "model/Model.h"
#include "model/EffectReader.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSwitch.h"
#include <map>
#include <mutex>
#include <yaml-cpp/yaml.h>

using llvm::StringRef;

namespace fastidious {

static std::optional<Trait> traitOf(StringRef Section) {
  return llvm::StringSwitch<std::optional<Trait>>(Section)
#define TRAIT(Name, Section) .Case(Section, Trait::Name)
#include "model/Traits.def"
      .Default(std::nullopt);
}

/// Reads one YAML document into a model; throws YAML::Exception.
class ModelReader {
public:
  explicit ModelReader(Model &M) : M(M) {}

  void read(const YAML::Node &Root) {
    if (Root.IsNull())
      return;
    if (!Root.IsMap())
      fail(Root, "a model file is a map of sections");
    for (const auto &Section : Root)
      readSection(Section.first, Section.second);
  }

private:
  [[noreturn]] static void fail(const YAML::Node &At, const std::string &Why) {
    throw YAML::RepresentationException(At.Mark(), Why);
  }

  void readSection(const YAML::Node &Key, const YAML::Node &Value) {
    const std::string Name = Key.as<std::string>();
    if (!Value.IsSequence())
      fail(Value, "section '" + Name + "' is a list");
    if (const std::optional<Trait> List = traitOf(Name)) {
      for (const YAML::Node &N : Value)
        M.Lists[size_t(*List)].insert(known(N.as<std::string>()));
      return;
    }
    if (Name == "holders" || Name == "effects") {
      for (const YAML::Node &N : Value)
        readEffects(Name, N);
      return;
    }
    const StringRef Known[] = {"regex_classes",
                               "regex_functions",
                               "containers",
                               "folds",
                               "thread_starters",
                               "emplacers",
                               "appending_algorithms",
                               "element_classes",
                               "storage",
                               "allocations",
                               "costly_classes",
                               "allocators"};
    if (!llvm::is_contained(Known, Name))
      fail(Key, "unknown section '" + Name + "'");
    for (const YAML::Node &N : Value)
      readEntry(Name, N);
  }

  /// One entry of a section may be about several names.
  void readEffects(const std::string &Section, const YAML::Node &N) {
    const bool AreHolders = Section == "holders";
    const YAML::Node Libcxx = AreHolders ? N["libcxx"] : YAML::Node();
    if (AreHolders)
      allow(N, {"names", "except", "holds", "inline_size", "inline_trivial",
                "must_join", "joins_at_end", "allocates_empty", "libcxx"});
    else
      allow(N, {"names", "except", "does", "arguments"});
    for (const std::string &Name : list(N["except"]))
      known(Name);
    if (!N["names"] || !N["names"].IsSequence())
      fail(N, "an entry of '" + Section + "' has a list 'names'");
    if (Libcxx)
      allow(Libcxx, {"inline_size", "inline_trivial", "allocates_empty"});
    for (const std::string &Name : list(N["names"]))
      if (!AreHolders) {
        M.Effects[known(Name)] = readEffect(N);
      } else {
        M.Holders[known(Name)] = readHolder(N);
        if (Libcxx)
          M.LibcxxHolders[Name] = readLibcxx(Libcxx, M.Holders[Name]);
      }
  }

  void readEntry(const std::string &Section, const YAML::Node &N) {
    if (!N.IsMap() || !N["name"])
      fail(N, "an entry of '" + Section + "' is a map with a 'name'");
    const std::string Name = known(N["name"].as<std::string>());
    if (Section == "regex_classes") {
      allow(N, {"name", "compiling_members", "shareable", "uses_locale"});
      M.RegexClasses[Name] = {Name, list(N["compiling_members"]),
                              N["shareable"].as<bool>(false),
                              N["uses_locale"].as<bool>(false)};
    } else if (Section == "regex_functions") {
      allow(N, {"name", "pattern", "object"});
      M.RegexFunctions[Name] = {Name, N["pattern"].as<std::vector<unsigned>>(),
                                N["object"].as<int>(-1)};
    } else if (Section == "containers") {
      M.Containers[Name] = container(Name, N);
    } else if (Section == "storage") {
      M.Storages[Name] = storage(N);
    } else if (Section == "allocations") {
      allow(N, {"name", "size"});
      M.Allocations[Name] = {N["size"].as<std::vector<unsigned>>()};
    } else if (Section == "appending_algorithms") {
      allow(N, {"name", "inputs", "count"});
      M.AppendingAlgorithms[Name] = {
          Name, N["inputs"].as<std::vector<unsigned>>(std::vector<unsigned>{}),
          N["count"].as<int>(-1)};
    } else if (Section == "thread_starters") {
      M.ThreadStarters[Name] = threadStarter(Name, N);
    } else if (Section == "element_classes") {
      M.ElementClasses[Name] = elementClass(Name, N);
    } else if (Section == "costly_classes") {
      M.CostlyClasses[Name] = costlyClass(Name, N);
    } else if (Section == "allocators") {
      allow(N, {"name", "release"});
      M.Allocators[Name] = {Name, known(N["release"].as<std::string>())};
    } else if (Section == "emplacers") {
      allow(N, {"name", "template_argument", "arguments"});
      M.Emplacers[Name] = {Name, N["template_argument"].as<unsigned>(0),
                           N["arguments"].as<unsigned>(0)};
    } else {
      allow(N, {"name", "init", "operation", "moves_since"});
      M.Folds[Name] = {Name, N["init"].as<unsigned>(),
                       N["operation"].as<unsigned>(),
                       N["moves_since"].as<unsigned>(0)};
    }
  }

  static Container container(const std::string &Name, const YAML::Node &N) {
    allow(N, {"name", "kind", "append", "clear", "harmless", "prepend",
              "shrink", "assign", "reserve", "size", "exact_reserve"});
    Container C;
    C.Name = Name;
    const std::string Kind = N["kind"].as<std::string>("");
    if (Kind != "vector" && Kind != "hash" && Kind != "string")
      fail(N, "'kind' is vector, hash or string");
    C.TheKind = Kind == "vector" ? Container::Vector
                : Kind == "hash" ? Container::Hash
                                 : Container::String;
    C.Append = list(N["append"]);
    C.Clear = list(N["clear"]);
    C.Harmless = list(N["harmless"]);
    C.Prepend = list(N["prepend"]);
    if (N["shrink"])
      C.Shrink = list(N["shrink"]);
    C.Assign = list(N["assign"]);
    C.Reserve = N["reserve"].as<std::string>("reserve");
    C.Size = N["size"].as<std::string>("size");
    C.ExactReserve = N["exact_reserve"].as<bool>(false);
    return C;
  }

  static ElementClass elementClass(const std::string &Name,
                                   const YAML::Node &N) {
    allow(N, {"name", "elements"});
    const std::map<std::string, ElementClass::Kind> Kinds = {
        {"block", ElementClass::Block},
        {"view", ElementClass::View},
        {"inline", ElementClass::Inline},
        {"single", ElementClass::Single}};
    const auto It = Kinds.find(N["elements"].as<std::string>(""));
    if (It == Kinds.end())
      fail(N, "'elements' is block, view, inline or single");
    return {Name, It->second};
  }

  static CostlyClass costlyClass(const std::string &Name, const YAML::Node &N) {
    allow(N, {"name", "kind", "even_empty", "open", "append"});
    const std::map<std::string, CostlyClass::Kind> Kinds = {
        {"container", CostlyClass::Container},
        {"adapter", CostlyClass::Adapter},
        {"text", CostlyClass::Text},
        {"stream", CostlyClass::Stream},
        {"in_file", CostlyClass::InFile},
        {"out_file", CostlyClass::OutFile},
        {"engine", CostlyClass::Engine},
        {"device", CostlyClass::Device},
        {"locale", CostlyClass::Locale}};
    const auto It = Kinds.find(N["kind"].as<std::string>(""));
    if (It == Kinds.end())
      fail(N, "'kind' is container, adapter, text, stream, in_file, out_file, "
              "engine, device or locale");
    return {Name, It->second, N["even_empty"].as<bool>(false),
            N["open"].as<std::string>(""), N["append"].as<std::string>("")};
  }

  static ThreadStarter threadStarter(const std::string &Name,
                                     const YAML::Node &N) {
    allow(N, {"name", "kind", "starts", "waits", "callable", "callables",
              "arguments", "policy", "policy_type", "deferred"});
    const std::string Kind = N["kind"].as<std::string>("");
    if (Kind != "thread" && Kind != "async" && Kind != "task")
      fail(N, "'kind' is thread, async or task");
    const std::string Starts = N["starts"].as<std::string>("one");
    if (Starts != "one" && Starts != "many")
      fail(N, "'starts' is one or many");
    ThreadStarter T;
    T.Name = Name;
    T.TheKind = Kind == "thread"  ? ThreadStarter::Thread
                : Kind == "async" ? ThreadStarter::Async
                                  : ThreadStarter::Task;
    T.StartsMany = Starts == "many";
    T.Waits = N["waits"].as<bool>(false);
    T.Callable = N["callable"].as<int>(0);
    T.AllCallables = N["callables"].as<std::string>("one") == "all";
    T.Arguments = N["arguments"].as<int>(-1);
    T.Policy = N["policy"].as<int>(-1);
    T.PolicyType = N["policy_type"].as<std::string>("");
    T.Deferred = N["deferred"].as<std::string>("");
    return T;
  }

  static Storage storage(const YAML::Node &N) {
    allow(N, {"name", "in", "elements", "extent"});
    const std::map<std::string, Storage::Kind> Kinds = {
        {"block", Storage::Block},
        {"nodes", Storage::Nodes},
        {"itself", Storage::Itself},
        {"allocator", Storage::Allocator}};
    const auto It = Kinds.find(N["in"].as<std::string>(""));
    if (It == Kinds.end())
      fail(N, "'in' is block, nodes, itself or allocator");
    return {It->second,
            N["elements"].as<std::vector<unsigned>>(std::vector<unsigned>{0}),
            N["extent"].as<int>(-1)};
  }

  static std::vector<std::string> list(const YAML::Node &N) {
    return N ? N.as<std::vector<std::string>>() : std::vector<std::string>();
  }

  static void allow(const YAML::Node &N,
                    std::initializer_list<StringRef> Keys) {
    for (const auto &Entry : N)
      if (!llvm::is_contained(Keys, Entry.first.as<std::string>()))
        fail(Entry.first, "unknown key '" + Entry.first.as<std::string>() +
                              "' (known: " + llvm::join(Keys, ", ") + ")");
  }

  std::string known(const std::string &Qualified) {
    // What "testing::*" does not hold of is asked for by its full name.
    M.LastNames.insert(Qualified);
    M.LastNames.insert(StringRef(Qualified).rsplit("::").second.empty()
                           ? StringRef(Qualified)
                           : StringRef(Qualified).rsplit("::").second);
    return Qualified;
  }

  Model &M;
};

namespace {

template <class T>
const T *lookup(const llvm::StringMap<T> &Map, StringRef Name) {
  const auto It = Map.find(Name);
  return It == Map.end() ? nullptr : &It->second;
}

/// \returns empty, or what is wrong with the text, in one line.
std::string readInto(ModelReader &Reader, const std::string &Name,
                     llvm::function_ref<YAML::Node()> Parse) {
  try {
    Reader.read(Parse());
    return {};
  } catch (const YAML::BadFile &) {
    return "cannot read model file '" + Name + "': check the option ModelFiles";
  } catch (const YAML::Exception &E) {
    return Name + ":" + std::to_string(E.mark.line + 1) + ":" +
           std::to_string(E.mark.column + 1) + ": " + E.msg +
           ": correct this model file";
  }
}

struct Loaded {
  std::shared_ptr<const Model> Facts;
  std::string Error;
};

} // namespace

std::shared_ptr<const Model> Model::load(StringRef Files, std::string &Error) {
  static std::mutex Lock;
  static std::map<std::string, Loaded> Cache;
  const std::lock_guard<std::mutex> Guard(Lock);
  Loaded &Entry = Cache[Files.str()];
  if (!Entry.Facts) {
    auto M = std::make_shared<Model>();
    ModelReader Reader(*M);
    for (const EmbeddedFile *F = EmbeddedModel; F->Name; ++F)
      if (Entry.Error.empty())
        Entry.Error =
            readInto(Reader, F->Name, [&] { return YAML::Load(F->Text); });
    llvm::SmallVector<StringRef> Paths;
    Files.split(Paths, ';', -1, /*KeepEmpty=*/false);
    for (StringRef Path : Paths)
      if (Entry.Error.empty())
        Entry.Error = readInto(Reader, Path.trim().str(), [&] {
          return YAML::LoadFile(Path.trim().str());
        });
    Entry.Facts = std::move(M);
  }
  Error = Entry.Error;
  return Entry.Facts;
}

const Holder *Model::holder(StringRef Name, bool Libcxx) const {
  const Holder *Other = Libcxx ? lookup(LibcxxHolders, Name) : nullptr;
  return Other ? Other : lookup(Holders, Name);
}
const Effect *Model::effect(StringRef Name) const {
  return lookup(Effects, Name);
}
const RegexClass *Model::regexClass(StringRef Name) const {
  return lookup(RegexClasses, Name);
}
const RegexFunction *Model::regexFunction(StringRef Name) const {
  return lookup(RegexFunctions, Name);
}
const Container *Model::container(StringRef Name) const {
  return lookup(Containers, Name);
}
const AppendingAlgorithm *Model::appendingAlgorithm(StringRef Name) const {
  return lookup(AppendingAlgorithms, Name);
}
const Fold *Model::fold(StringRef Name) const { return lookup(Folds, Name); }
const ThreadStarter *Model::threadStarter(StringRef Name) const {
  return lookup(ThreadStarters, Name);
}
const CostlyClass *Model::costlyClass(StringRef Name) const {
  return lookup(CostlyClasses, Name);
}
const Allocator *Model::allocator(StringRef Name) const {
  return lookup(Allocators, Name);
}
const Emplacer *Model::emplacer(StringRef Name) const {
  return lookup(Emplacers, Name);
}
const ElementClass *Model::elementClass(StringRef Name) const {
  return lookup(ElementClasses, Name);
}
bool Model::holdsPart(Trait T, StringRef Name) const {
  return llvm::any_of(Lists[size_t(T)], [&](const auto &Word) {
    return Name.contains_insensitive(Word.getKey());
  });
}
bool Model::namesWorkers(StringRef Name) const {
  return holdsPart(Trait::WorkerWord, Name);
}
bool Model::namesFlag(StringRef Name) const {
  return holdsPart(Trait::FlagWord, Name);
}
/// The words of `hasFailed`, `has_failed`, `HAS_FAILED`.
static llvm::SmallVector<std::string, 4> wordsOf(StringRef Name) {
  llvm::SmallVector<std::string, 4> Words = {""};
  char Last = '_';
  for (const char C : Name) {
    if (C == '_' || (llvm::isUpper(C) && !llvm::isUpper(Last)))
      Words.emplace_back();
    if (C != '_')
      Words.back() += llvm::toLower(C);
    Last = C;
  }
  llvm::erase(Words, "");
  return Words;
}
bool Model::holdsWord(Trait T, StringRef Name) const {
  return llvm::any_of(wordsOf(Name),
                      [&](const std::string &Word) { return has(T, Word); });
}
bool Model::namesFailure(StringRef Name) const {
  return holdsWord(Trait::FailureWord, Name);
}
bool Model::namesSuccess(StringRef Name) const {
  return holdsWord(Trait::SuccessWord, Name);
}
bool Model::namesSleep(StringRef Name) const {
  return holdsWord(Trait::SleepWord, Name);
}
bool Model::namesSetup(StringRef Name) const {
  const auto Words = wordsOf(Name);
  return !Words.empty() && (has(Trait::SetupWord, Words.front()) ||
                            has(Trait::SetupWord, Words.back()));
}
bool Model::namesOptions(StringRef Name) const {
  return llvm::any_of(Lists[size_t(Trait::OptionEnding)],
                      [&](const auto &Ending) {
                        return Name.ends_with_insensitive(Ending.getKey());
                      });
}
const Storage *Model::storage(StringRef Name) const {
  return lookup(Storages, Name);
}
const Allocation *Model::allocation(StringRef Name) const {
  return lookup(Allocations, Name);
}

} // namespace fastidious
