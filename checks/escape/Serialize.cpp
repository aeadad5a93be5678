#include "escape/Serialize.h"
#include "escape/Fields.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/JSON.h"

namespace json = llvm::json;

namespace fastidious::escape {
namespace {

/// Changes with the fields of the graph.
constexpr int64_t Version = 2;
constexpr llvm::StringLiteral VersionKey = "fastidious-escape";

/// Writes what differs from a default object.
class Writer {
public:
  template <class T> json::Value value(const T &V) {
    if constexpr (std::is_enum_v<T>)
      return static_cast<int64_t>(V);
    else if constexpr (std::is_same_v<T, bool>)
      return V;
    else if constexpr (std::is_integral_v<T>)
      return static_cast<int64_t>(V);
    else if constexpr (std::is_same_v<T, std::string>)
      return json::fixUTF8(V);
    else
      return object(V);
  }
  template <class T> json::Value value(const std::optional<T> &V) {
    return V ? value(*V) : json::Value(nullptr);
  }
  template <class T> json::Value value(const std::vector<T> &All) {
    json::Array Out;
    for (const T &V : All)
      Out.push_back(value(V));
    return Out;
  }
  json::Value value(const Key &K) {
    return json::Array{int64_t(K.Field), int64_t(K.Owned)};
  }
  json::Value value(const Location &L) {
    const auto [Entry, New] = Numbers.try_emplace(L.File, Files.size());
    if (New)
      Files.push_back(json::fixUTF8(L.File));
    return json::Array{int64_t(Entry->getValue()), int64_t(L.Line),
                       int64_t(L.Column)};
  }
  template <class T> json::Object object(const T &V) {
    json::Object Out;
    T Default{};
    forEachField(
        Default, V,
        [&](llvm::StringLiteral Name, const auto &Usual, const auto &Field) {
          if (!(Usual == Field))
            Out[Name] = value(Field);
        });
    return Out;
  }
  /// The file names that locations refer to.
  json::Array Files;

private:
  llvm::StringMap<size_t> Numbers;
};

class Reader {
public:
  template <class T> bool value(const json::Value &From, T &To) {
    if constexpr (std::is_same_v<T, bool>) {
      return assign(From.getAsBoolean(), To);
    } else if constexpr (std::is_enum_v<T> || std::is_integral_v<T>) {
      return assign(From.getAsInteger(), To);
    } else if constexpr (std::is_same_v<T, std::string>) {
      return assign(From.getAsString(), To);
    } else {
      const json::Object *O = From.getAsObject();
      return O && object(*O, To);
    }
  }
  template <class T> bool value(const json::Value &From, std::optional<T> &To) {
    return From.getAsNull() || value(From, To.emplace());
  }
  template <class T> bool value(const json::Value &From, std::vector<T> &To) {
    const json::Array *All = From.getAsArray();
    return All && llvm::all_of(*All, [&](const json::Value &V) {
             return value(V, To.emplace_back());
           });
  }
  bool value(const json::Value &From, Key &K) {
    const json::Array *A = From.getAsArray();
    return A && A->size() == 2 && value((*A)[0], K.Field) &&
           assign((*A)[1].getAsInteger(), K.Owned);
  }
  bool value(const json::Value &From, Location &L) {
    const json::Array *A = From.getAsArray();
    uint32_t File = 0;
    if (!A || A->size() != 3 || !value((*A)[0], File) ||
        !value((*A)[1], L.Line) || !value((*A)[2], L.Column) ||
        File >= Files.size())
      return false;
    L.File = Files[File];
    return true;
  }
  template <class T> bool object(const json::Object &From, T &To) {
    bool Good = true;
    forEachField(To, To,
                 [&](llvm::StringLiteral Name, auto &Field, const auto &) {
                   if (const json::Value *V = From.get(Name))
                     Good &= value(*V, Field);
                 });
    return Good;
  }
  bool files(const json::Object &From) {
    const json::Value *All = From.get("files");
    return All && value(*All, Files);
  }

private:
  template <class V, class T> static bool assign(std::optional<V> From, T &To) {
    if (From)
      To = static_cast<T>(*From);
    return From.has_value();
  }
  std::vector<std::string> Files;
};

template <class T> void writeLine(const T &V, llvm::raw_ostream &To) {
  Writer W;
  json::Object Out = W.object(V);
  Out["files"] = std::move(W.Files);
  if constexpr (std::is_same_v<T, UnitHead>)
    Out[VersionKey] = Version;
  To << json::Value(std::move(Out)) << '\n';
}

llvm::Error unreadable(llvm::StringRef Name, size_t Line,
                       const llvm::Twine &Why) {
  return llvm::createStringError(Name + ":" + llvm::Twine(Line) + ": " + Why +
                                 ": extract it again");
}

/// The whole line as an object of type T.
template <class T> bool readLine(const json::Object &From, T &To) {
  Reader R;
  return R.files(From) && R.object(From, To);
}

} // namespace

void write(const Unit &U, llvm::raw_ostream &To) {
  writeLine(UnitHead{U.MainFile, U.Records}, To);
  for (const Graph &G : U.Functions)
    writeLine(G, To);
}

llvm::Expected<Unit> readUnit(llvm::StringRef Text, llvm::StringRef Name) {
  Unit U;
  size_t Number = 0;
  while (!Text.empty()) {
    auto [Line, Rest] = Text.split('\n');
    Text = Rest;
    ++Number;
    llvm::Expected<json::Value> Parsed = json::parse(Line);
    if (!Parsed) {
      llvm::consumeError(Parsed.takeError());
      return unreadable(Name, Number, "not an escape unit");
    }
    const json::Object *O = Parsed->getAsObject();
    if (Number > 1) {
      Graph &G = U.Functions.emplace_back();
      if (!O || !readLine(*O, G) || !isWellFormed(G))
        return unreadable(Name, Number, "a function is damaged");
      continue;
    }
    const auto Is = O ? O->getInteger(VersionKey) : std::nullopt;
    UnitHead Head;
    if (!Is)
      return unreadable(Name, Number, "not an escape unit");
    if (*Is != Version)
      return unreadable(Name, Number, "written by another version");
    if (!readLine(*O, Head))
      return unreadable(Name, Number, "the head is damaged");
    U.MainFile = std::move(Head.MainFile);
    U.Records = std::move(Head.Records);
  }
  if (Number == 0)
    return unreadable(Name, 1, "empty");
  return U;
}

} // namespace fastidious::escape
