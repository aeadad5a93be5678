// What is passed between translation units, so that each can be judged with
// what the others do.
#include "escape/Imports.h"
#include "escape/Fields.h"
#include "escape/HandedOut.h"
#include "escape/Implementation.h"
#include "escape/Serialize.h"
#include "escape/SummaryCoding.h"

namespace fastidious::escape {

template <class A> static void archive(A &To, Import &Of) {
  To(Of.Face, Of.Summary);
}
template <class A> static void archive(A &To, HandedOut &Of) {
  To(Of.Way, Of.Function, Of.Made, Of.LeavesAt, Of.Through);
}

static Graph faceOf(const Graph &Of) {
  Graph Face;
  Face.Key = Of.Key;
  Face.Name = Of.Name;
  Face.HasThis = Of.HasThis;
  Face.Variadic = Of.Variadic;
  Face.Coroutine = Of.Coroutine;
  Face.NoReturn = Of.NoReturn;
  Face.Parameters = Of.Parameters;
  for (Parameter &P : Face.Parameters)
    P.Where = {};
  return Face;
}

std::vector<Import> Program::importsOf(const PackedUnit &U) {
  std::set<std::string> Seen;
  std::vector<std::string> Worklist;
  for (const PackedFunction &F : U.Functions) {
    Seen.insert(F.Key);
    Impl->eachThatMayRun(
        Impl->graph(Impl->ByDigest.lookup(digest(F.Bytes))),
        [&](llvm::StringRef Key) { Worklist.push_back(Key.str()); });
  }
  std::vector<Import> Found;
  while (!Worklist.empty()) {
    const std::string Key = std::move(Worklist.back());
    Worklist.pop_back();
    if (!Seen.insert(Key).second)
      continue;
    for (FunctionId F : Impl->definitions(Key)) {
      if (!Impl->graph(F).Incomplete.empty() || Impl->summary(F).Unknown)
        continue;
      Impl->told(F);
      Found.push_back({faceOf(Impl->graph(F)), Impl->Functions[F].Packed});
      llvm::append_range(Worklist,
                         SummaryCoding::functionsIn(Found.back().Summary));
    }
  }
  llvm::sort(Found, [](const Import &A, const Import &B) {
    return std::tie(A.Face.Key, A.Summary) < std::tie(B.Face.Key, B.Summary);
  });
  return Found;
}

void Program::add(Import I) {
  Impl->add(std::move(I.Face), "");
  Impl->Functions.back().Imported = std::move(I.Summary);
}

/// When all functions that summaries can name are there. Of one that names
/// others nothing is known.
void Program::Implementation::takeImports() {
  for (Function &F : Functions)
    if (F.Imported) {
      std::optional<Summary> Known =
          SummaryCoding(*this).summaryFrom(*F.Imported);
      F.Known.Unknown = !Known;
      if (Known)
        F.Known = std::move(*Known);
    }
}

std::string digestOf(const std::vector<Import> &All) {
  return digest(toBytes(All));
}

bool changesFindings(const PackedUnit &U, const std::vector<Import> &All) {
  const auto Findings = [&](const std::vector<Import> &With) {
    Unit Own = {U.MainFile, {}, U.Records};
    for (const PackedFunction &F : U.Functions)
      if (std::optional<Graph> G = unpack(F))
        Own.Functions.push_back(std::move(*G));
    Program P;
    P.add(std::move(Own));
    for (const Import &I : With)
      P.add(I);
    P.solve();
    return bytesOf(P.certainObjectFacts()) + toBytes(handedOut(P));
  };
  return !All.empty() && Findings(All) != Findings({});
}

} // namespace fastidious::escape
