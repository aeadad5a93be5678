#include "EscapeFacts.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Regex.h"
#include "llvm/Support/ThreadPool.h"
#include <map>

using llvm::StringRef;

namespace fastidious {

using escape::Destination;
using escape::Fact;
using escape::Verdict;

bool EscapeFact::isNoteworthy() const {
  return Is.Says != Verdict::Stack && Is.Says != Verdict::NoEscape &&
         Is.Says != Verdict::Inline;
}

bool EscapeFact::allocates() const {
  return Is.Kind == Fact::Heap && Is.Says != Verdict::Inline;
}

bool EscapeFact::isRemovable() const {
  return Is.Says == Verdict::StackAble || Is.Says == Verdict::ByValue;
}

static auto placeOf(const escape::Location &L) {
  return std::tie(L.File, L.Line, L.Column);
}

namespace {

/// The instances of a template are one function.
class Totals {
public:
  void add(const escape::Graph &G, const EscapeFact &F) {
    FunctionTotals &Of = ByPlace[placeOf(G.Where)];
    Of.Name = G.Name;
    Of.Where = G.Where;
    Of.Locals = std::max(Of.Locals, G.FrameSize);
    ++(F.Is.Made && F.Is.Made->InLoop ? Of.PerIteration : Of.PerCall);
    Of.Removable += F.isRemovable();
  }
  std::vector<FunctionTotals> take() {
    std::vector<FunctionTotals> All;
    for (auto &[Where, Of] : ByPlace)
      All.push_back(std::move(Of));
    return All;
  }

private:
  std::map<std::tuple<std::string, uint32_t, uint32_t>, FunctionTotals> ByPlace;
};

} // namespace

static std::vector<std::pair<std::string, unsigned>>
unknownCallees(const std::vector<EscapeFact> &Facts) {
  std::map<std::string, unsigned> Counts;
  for (const EscapeFact &F : Facts)
    if (F.isUnknown() && !F.Is.Through.empty())
      ++Counts[F.Is.Through];
  std::vector<std::pair<std::string, unsigned>> All(Counts.begin(),
                                                    Counts.end());
  llvm::sort(All, [](const auto &A, const auto &B) {
    return std::tie(B.second, A.first) < std::tie(A.second, B.first);
  });
  return All;
}

/// Leaves out steps without a place, and of those that repeat one the less
/// telling.
static void makeReadable(std::vector<escape::Step> &Flow) {
  llvm::erase_if(Flow,
                 [](const escape::Step &S) { return S.Where.File.empty(); });
  std::vector<escape::Step> Kept;
  for (escape::Step &S : Flow) {
    const bool Repeats = !Kept.empty() && Kept.back().Where == S.Where &&
                         Kept.back().Why == S.Why &&
                         Kept.back().Depth == S.Depth;
    if (!Repeats)
      Kept.push_back(std::move(S));
    else if (!S.To.empty() || Kept.back().To.empty()) {
      S.LeftOut += Kept.back().LeftOut;
      Kept.back() = std::move(S);
    }
  }
  Flow = std::move(Kept);
}

static std::vector<Fact> judged(const escape::Program &In, unsigned Threads) {
  llvm::DefaultThreadPool Pool(llvm::hardware_concurrency(Threads));
  return In.facts([&](size_t Count, llvm::function_ref<void(size_t)> Do) {
    for (size_t I = 0; I != Count; ++I)
      Pool.async([Do, I] { Do(I); });
    Pool.wait();
  });
}

EscapeFacts collectFacts(const escape::Program &In, StringRef Functions,
                         unsigned Threads) {
  EscapeFacts Made;
  Totals PerFunction;
  const llvm::Regex Wanted(Functions);
  for (Fact &Is : judged(In, Threads)) {
    const escape::Graph *G = In.graph(Is.Function);
    // Of temporaries only the checks ask.
    if (!G || Is.Kind == Fact::Temporary ||
        (!Functions.empty() && !Wanted.match(G->Name)))
      continue;
    EscapeFact F;
    F.Function = G->Name;
    F.Is = std::move(Is);
    makeReadable(F.Is.Flow);
    if (F.allocates())
      PerFunction.add(*G, F);
    Made.Facts.push_back(std::move(F));
  }
  Made.Functions = PerFunction.take();
  Made.Unknown = unknownCallees(Made.Facts);
  return Made;
}

static unsigned rankOf(const EscapeFact &F) {
  if (F.Is.Kind == Fact::Local)
    return F.isUnknown() ? 5 : 0;
  if (F.Is.Kind == Fact::Param)
    return 6;
  if (!F.isRemovable() && F.Is.To != Destination::Shared)
    return F.Is.Made && F.Is.Made->InLoop ? 3 : 4;
  return F.Is.Keeps.empty() ? 2 : 1;
}

void rank(std::vector<EscapeFact> &Facts) {
  llvm::sort(Facts, [](const EscapeFact &A, const EscapeFact &B) {
    const auto Of = [](const EscapeFact &F) {
      return std::tuple(rankOf(F), !(F.Is.Made && F.Is.Made->InLoop),
                        placeOf(F.Is.Where), F.Is.Kind,
                        StringRef(F.Is.Subject));
    };
    return Of(A) < Of(B);
  });
}

} // namespace fastidious
