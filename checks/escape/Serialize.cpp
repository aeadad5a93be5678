#include "escape/Serialize.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/SHA256.h"

namespace json = llvm::json;
using llvm::StringRef;

namespace fastidious::escape {
namespace {

/// Of the fields below: a file of another version is not read.
constexpr int64_t Version = 1;

// The fields of each struct, for reading and for writing.
template <class F> void fields(Key &K, F Do) {
  Do("field", K.Field);
  Do("owned", K.Owned);
}
template <class F> void fields(Site &S, F Do) {
  Do("kind", S.Kind);
  Do("size", S.Size);
  Do("inline", S.Inline);
  Do("many", S.Many);
  Do("loop", S.InLoop);
  Do("polymorphic", S.Polymorphic);
  Do("complete", S.Complete);
  Do("movable", S.Movable);
  Do("recursive", S.Recursive);
  Do("deleter", S.OwnDeleter);
  Do("type", S.Type);
}
template <class F> void fields(Object &O, F Do) {
  Do("kind", O.Kind);
  Do("name", O.Name);
  Do("at", O.Where);
  Do("scope", O.Scope);
  Do("parent", O.Parent);
  Do("part", O.Part);
  Do("index", O.Index);
  Do("type", O.Type);
  Do("callee", O.Callee);
  Do("given", O.GivenAway);
  Do("joins", O.JoinsAtEnd);
  Do("mustJoin", O.MustJoin);
  Do("site", O.Site);
}
template <class F> void fields(Constraint &C, F Do) {
  Do("op", C.Kind);
  Do("why", C.Why);
  Do("to", C.Dst);
  Do("from", C.Src);
  Do("object", C.Object);
  Do("part", C.Part);
  Do("at", C.Where);
  Do("overwrites", C.Overwrites);
}
template <class F> void fields(Sink &S, F Do) {
  Do("kind", S.Kind);
  Do("name", S.Name);
}
template <class F> void fields(Call &C, F Do) {
  Do("callee", C.Callee);
  Do("name", C.Name);
  Do("target", C.Target);
  Do("virtual", C.Virtual);
  Do("arguments", C.Arguments);
  Do("receiver", C.Receiver);
  Do("result", C.Result);
  Do("inPlace", C.ResultInPlace);
}
template <class F> void fields(Scope &S, F Do) {
  Do("parent", S.Parent);
  Do("loop", S.LoopBody);
}
template <class F> void fields(Event &E, F Do) {
  Do("kind", E.Kind);
  Do("index", E.Index);
}
template <class F> void fields(Removal &R, F Do) {
  Do("container", R.Container);
  Do("value", R.Value);
}
template <class F> void fields(Block &B, F Do) {
  Do("events", B.Events);
  Do("next", B.Successors);
}
template <class F> void fields(Parameter &P, F Do) {
  Do("name", P.Name);
  Do("at", P.Where);
  Do("inPlace", P.InPlace);
  Do("refers", P.Refers);
  Do("noEscape", P.NoEscape);
  Do("takesOver", P.TakesOver);
  Do("handsOut", P.HandsOut);
  Do("copied", P.Copied);
}
template <class F> void fields(Override &O, F Do) {
  Do("base", O.Base);
  Do("function", O.Function);
}
template <class F> void fields(Record &R, F Do) {
  Do("class", R.Key);
  Do("final", R.Final);
  Do("bases", R.Bases);
  Do("overrides", R.Overrides);
}
template <class F> void fields(Graph &G, F Do) {
  Do("function", G.Key);
  Do("name", G.Name);
  Do("at", G.Where);
  Do("this", G.HasThis);
  Do("fixed", G.FixedSignature);
  Do("external", G.External);
  Do("coroutine", G.Coroutine);
  Do("noreturn", G.NoReturn);
  Do("variadic", G.Variadic);
  Do("frame", G.FrameSize);
  Do("parameters", G.Parameters);
  Do("carriers", G.Carriers);
  Do("result", G.Result);
  Do("inPlace", G.ResultInPlace);
  Do("fields", G.Fields);
  Do("objects", G.Objects);
  Do("sites", G.Sites);
  Do("sinks", G.Sinks);
  Do("calls", G.Calls);
  Do("removals", G.Removals);
  Do("scopes", G.Scopes);
  Do("constraints", G.Constraints);
  Do("blocks", G.Blocks);
  Do("nodes", G.Nodes);
  Do("incomplete", G.Incomplete);
}

class Writer {
public:
  json::Value value(bool B) { return B; }
  json::Value value(const std::string &Text) {
    return json::isUTF8(Text) ? Text : json::fixUTF8(Text);
  }
  json::Value value(const Location &L) {
    const auto [File, IsNew] = Files.try_emplace(L.File, Names.size());
    if (IsNew)
      Names.push_back(value(L.File));
    return json::Array{File->second, L.Line, L.Column};
  }
  template <class T> json::Value value(const std::optional<T> &Number) {
    return Number ? value(*Number) : json::Value(nullptr);
  }
  template <class T> json::Value value(const std::vector<T> &All) {
    json::Array Made;
    for (const T &One : All)
      Made.push_back(value(One));
    return Made;
  }
  /// Without the fields that have their usual value.
  template <class T> json::Value value(const T &Of) {
    if constexpr (std::is_enum_v<T> || std::is_integral_v<T>) {
      return static_cast<int64_t>(Of);
    } else {
      static T Usual;
      llvm::SmallVector<void *, 32> Defaults;
      fields(Usual, [&](StringRef, auto &F) { Defaults.push_back(&F); });
      json::Object Made;
      size_t I = 0;
      // The list of fields serves the reader, too, and so is not const.
      fields(const_cast<T &>(Of), [&](StringRef Name, auto &F) {
        if (!(F == *static_cast<decltype(&F)>(Defaults[I])))
          Made[Name] = value(F);
        ++I;
      });
      return Made;
    }
  }
  json::Array takeNames() { return std::move(Names); }

private:
  llvm::StringMap<size_t> Files;
  json::Array Names;
};

class Reader {
public:
  explicit Reader(const json::Array &Names) {
    for (const json::Value &Name : Names)
      Files.push_back(Name.getAsString().value_or("").str());
  }
  bool read(const json::Value &From, bool &To) {
    const auto B = From.getAsBoolean();
    To = B.value_or(false);
    return B.has_value();
  }
  bool read(const json::Value &From, std::string &To) {
    const auto Text = From.getAsString();
    To = Text.value_or("").str();
    return Text.has_value();
  }
  bool read(const json::Value &From, Location &To) {
    const json::Array *A = From.getAsArray();
    uint32_t File = 0;
    if (!A || A->size() != 3 || !read((*A)[0], File) || File >= Files.size())
      return false;
    To.File = Files[File];
    return read((*A)[1], To.Line) && read((*A)[2], To.Column);
  }
  template <class T> bool read(const json::Value &From, std::optional<T> &To) {
    return From.kind() == json::Value::Null || read(From, To.emplace());
  }
  template <class T> bool read(const json::Value &From, std::vector<T> &To) {
    const json::Array *All = From.getAsArray();
    if (!All)
      return false;
    for (const json::Value &One : *All)
      if (!read(One, To.emplace_back()))
        return false;
    return true;
  }
  template <class T> bool read(const json::Value &From, T &To) {
    if constexpr (std::is_enum_v<T> || std::is_integral_v<T>) {
      const auto Number = From.getAsInteger();
      To = static_cast<T>(Number.value_or(0));
      return Number.has_value();
    } else {
      const json::Object *O = From.getAsObject();
      bool Good = O;
      fields(To, [&](StringRef Name, auto &F) {
        if (const json::Value *V = Good ? O->get(Name) : nullptr)
          Good = read(*V, F);
      });
      return Good;
    }
  }

private:
  std::vector<std::string> Files;
};

std::string hashOf(StringRef Text) {
  return llvm::toHex(llvm::SHA256::hash(llvm::arrayRefFromStringRef(Text)),
                     /*LowerCase=*/true);
}

llvm::Error noUnit(const llvm::Twine &Why) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), Why);
}

} // namespace

void write(const Unit &U, llvm::raw_ostream &OS) {
  Writer W;
  std::string Text;
  llvm::raw_string_ostream Lines(Text);
  for (const Graph &G : U.Functions)
    Lines << W.value(G) << '\n';
  for (const Record &R : U.Records)
    Lines << W.value(R) << '\n';
  OS << json::Value(json::Object{{"fastidious", "escape"},
                                 {"version", Version},
                                 {"main", W.value(U.MainFile)},
                                 {"hash", hashOf(Text)},
                                 {"files", W.takeNames()}})
     << '\n'
     << Text;
}

llvm::Expected<Unit> readUnit(StringRef Text) {
  auto [First, Rest] = Text.split('\n');
  llvm::Expected<json::Value> Parsed = json::parse(First);
  const json::Object *Header = Parsed ? Parsed->getAsObject() : nullptr;
  llvm::consumeError(Parsed.takeError());
  const json::Array *Files = Header ? Header->getArray("files") : nullptr;
  if (!Files || Header->getString("fastidious") != "escape")
    return noUnit("it is no extract");
  if (Header->getInteger("version") != Version)
    return noUnit("it is of another version");
  if (Header->getString("hash") != hashOf(Rest))
    return noUnit("it is damaged");
  Unit Made;
  Made.MainFile = Header->getString("main").value_or("").str();
  Reader R(*Files);
  for (StringRef Line : llvm::split(Rest.rtrim('\n'), '\n')) {
    if (Line.empty())
      continue;
    llvm::Expected<json::Value> V = json::parse(Line);
    if (!V)
      return V.takeError();
    const json::Object *O = V->getAsObject();
    const bool Good =
        O && (O->get("class") ? R.read(*V, Made.Records.emplace_back())
                              : R.read(*V, Made.Functions.emplace_back()));
    if (!Good)
      return noUnit("it is damaged");
  }
  return Made;
}

} // namespace fastidious::escape
