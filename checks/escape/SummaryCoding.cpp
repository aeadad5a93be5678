#include "escape/SummaryCoding.h"
#include "escape/Fields.h"
#include "llvm/ADT/MapVector.h"

namespace fastidious::escape {

template <class A> static void archive(A &To, Entity &Of) {
  To(Of.Kind, Of.Index, Of.Name, Of.Path, Of.Cycle);
}
template <class A> static void archive(A &To, Value &Of) {
  To(Of.Entity, Of.Part);
}
template <class A> static void archive(A &To, Flow &Of) {
  To(Of.Holder, Of.Part, Of.What);
}
template <class A> static void archive(A &To, Port &Of) {
  To(Of.Function, Of.Call, Of.Name, Of.Virtual, Of.Target, Of.Receiver,
     Of.Result, Of.Arguments, Of.ResultInPlace);
}
template <class A> static void archive(A &To, Summary::Origin &Of) {
  To(Of.What, Of.SiteIs);
}
template <class A> static void archive(A &To, Summary &Of) {
  To(Of.Entities, Of.Flows, Of.ToSinks, Of.Sinks, Of.Ports, Of.Overwritten,
     Of.Joined, Of.SometimesTaken, Of.Removed, Of.Unknown, Of.Coarse, Of.Vague,
     Of.Origins);
}

namespace {

/// A function is named by its key and its place among those of that key.
using FunctionName = std::pair<std::string, uint32_t>;

struct Spelled {
  std::vector<std::string> Names;
  std::vector<FunctionName> Functions;
  Summary Is;
};

template <class A> void archive(A &To, Spelled &Of) {
  To(Of.Names, Of.Functions, Of.Is);
}

/// Applies Name to the numbers of names in the summary, Function to those of
/// functions.
template <class N, class F> class Renumbering {
public:
  Renumbering(N Name, F Function) : Name(Name), Function(Function) {}

  void run(Summary &S) {
    for (Entity &E : S.Entities)
      run(E);
    for (std::vector<Flow> *All : {&S.Flows, &S.ToSinks})
      for (Flow &Of : *All) {
        Name(Of.Part.Field);
        Name(Of.What.Part.Field);
      }
    for (auto &[Kind, Of] : S.Sinks)
      Name(Of);
    for (Port &P : S.Ports)
      run(P);
    for (Values *All : {&S.Overwritten, &S.Joined, &S.SometimesTaken})
      run(*All);
    for (auto &[Container, What] : S.Removed) {
      Name(Container.Part.Field);
      if (What)
        Name(What->Part.Field);
    }
  }

private:
  void run(Entity &E) {
    const bool IsOfFunction =
        E.Kind == Entity::Fresh || E.Kind == Entity::PortResult;
    IsOfFunction ? Function(E.Name) : Name(E.Name);
    for (std::vector<Key> *Keys : {&E.Path, &E.Cycle})
      for (Key &K : *Keys)
        Name(K.Field);
  }
  void run(Port &P) {
    Function(P.Function);
    Name(P.Name);
    Name(P.Virtual);
    for (Values *All : {&P.Target, &P.Receiver, &P.Result})
      run(*All);
    for (Values &All : P.Arguments)
      run(All);
  }
  void run(Values &All) {
    for (Value &V : All)
      Name(V.Part.Field);
  }

  N Name;
  F Function;
};

} // namespace

std::string SummaryCoding::bytesOf(const Summary &S) {
  llvm::MapVector<uint32_t, uint32_t> Names, Functions;
  const auto NumberIn = [](llvm::MapVector<uint32_t, uint32_t> &All) {
    return [&All](uint32_t &N) {
      // Some numbers are of nothing.
      if (N != None)
        N = All.try_emplace(N, All.size()).first->second;
    };
  };
  Spelled Made = {{}, {}, S};
  Renumbering(NumberIn(Names), NumberIn(Functions)).run(Made.Is);
  for (auto [Name, Number] : Names)
    Made.Names.push_back(L.Strings[Name].str());
  for (auto [Function, Number] : Functions) {
    const std::string &Key = L.graph(Function).Key;
    const llvm::ArrayRef<FunctionId> Same = L.definitions(Key);
    Made.Functions.push_back(
        {Key,
         static_cast<uint32_t>(llvm::find(Same, Function) - Same.begin())});
  }
  return toBytes(Made);
}

std::optional<Summary> SummaryCoding::summaryFrom(llvm::StringRef Bytes) {
  std::optional<Spelled> Read = fromBytes<Spelled>(Bytes);
  if (!Read)
    return std::nullopt;
  std::vector<uint32_t> Names, Functions;
  for (const std::string &Name : Read->Names)
    Names.push_back(L.Strings.intern(Name));
  for (const auto &[Key, Place] : Read->Functions) {
    const llvm::ArrayRef<FunctionId> Same = L.definitions(Key);
    if (Place >= Same.size())
      return std::nullopt;
    Functions.push_back(Same[Place]);
  }
  bool IsGood = true;
  const auto IdIn = [&IsGood](const std::vector<uint32_t> &All) {
    return [&](uint32_t &N) {
      IsGood &= N == None || N < All.size();
      if (N < All.size())
        N = All[N];
    };
  };
  Renumbering(IdIn(Names), IdIn(Functions)).run(Read->Is);
  return IsGood ? std::optional(std::move(Read->Is)) : std::nullopt;
}

std::vector<std::string> SummaryCoding::functionsIn(llvm::StringRef Bytes) {
  std::vector<std::string> Keys;
  const std::optional<Spelled> Read = fromBytes<Spelled>(Bytes);
  if (!Read)
    return Keys;
  for (const auto &[Key, Place] : Read->Functions)
    Keys.push_back(Key);
  for (const Entity &E : Read->Is.Entities)
    if (E.Kind == Entity::Function)
      Keys.push_back(Read->Names[E.Name]);
  for (const Summary::Origin &O : Read->Is.Origins)
    if (!O.What.Callee.empty())
      Keys.push_back(O.What.Callee);
  return Keys;
}

} // namespace fastidious::escape
