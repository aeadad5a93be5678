#include "core/Check.h"
#include "escape/Builder.h"
#include "escape/HandedOut.h"

using namespace clang;
using namespace clang::ast_matchers;

namespace fastidious {
namespace {

const Rule TheRule = {
    .Name = "fastidious-escaping-local",
    .Summary = "a local's address outlives it, or a value is on the heap only "
               "to leave its function",
    .Why = R"md(WHY)md",
    .Before =
        R"cpp(std::string_view joined(const std::string &dir, const std::string &file) {
  std::string path = dir + "/" + file;
  return path;
}
)cpp",
    .After =
        R"cpp(std::string joined(const std::string &dir, const std::string &file) {
  return dir + "/" + file;
}
)cpp",
    .CostClass = Cost::PerCall,
    .Fixes = FixIts::None,
};

class EscapingLocal : public Check {
public:
  using Check::Check;

  void check(const MatchFinder::MatchResult &Result) override {
    const escape::Program &P =
        escape::programOf(Unit::of(*Result.Context, model()));
    for (const escape::Fact &F : P.certainFacts())
      if (F.Says == escape::Verdict::Escapes)
        for (const escape::WayOut &Way : F.Ways)
          reportDangling(F, Way);
    for (const escape::HandedOut &H : escape::handedOut(P))
      reportHeap(H);
  }

private:
  static SourceLocation locationOf(const escape::Location &L) {
    return SourceLocation::getFromRawEncoding(L.Raw);
  }
  bool isNew(const escape::Location &At) {
    return At.Raw && Reported.insert({At.File, At.Line}).second;
  }
  void reportDangling(const escape::Fact &F, const escape::WayOut &Way);
  void reportHeap(const escape::HandedOut &H);
  void noteFlow(const escape::WayOut &Way);

  std::set<std::pair<std::string, unsigned>> Reported;
};

void EscapingLocal::reportDangling(const escape::Fact &F,
                                   const escape::WayOut &Way) {
  using escape::Destination;
  const bool ToObject =
      Way.To == Destination::Global || Way.To == Destination::Param;
  if (Way.To == Destination::Unknown || (ToObject && !Way.Sure) ||
      !isNew(Way.At))
    return;
  // What main() owns lives as long as those who use it.
  if (Way.To == Destination::Global &&
      StringRef(F.Function).starts_with("c:@F@main#"))
    return;
  const std::string Name = F.Kind == escape::Fact::Temporary
                               ? "a temporary"
                               : "local '" + F.Subject + "'";
  const SourceLocation At = locationOf(Way.At);
  switch (Way.To) {
  case Destination::Return:
    diag(At, "the result refers to %0, which is gone when the caller gets it; "
             "return a value, or refer to what the caller has")
        << Name;
    break;
  case Destination::Thread:
    diag(At, "a thread refers to %0 and may run when that is gone; wait for "
             "the thread before, or give it a copy")
        << Name;
    break;
  case Destination::Exception:
    diag(At, "the exception refers to %0, which is gone in the handler; throw "
             "a value")
        << Name;
    break;
  case Destination::Frame:
    diag(At, "a coroutine refers to %0 and may be resumed when that is gone; "
             "pass it by value, or let it live as long")
        << Name;
    break;
  case Destination::OuterScope:
    diag(At, "'%0' refers to %1 and is used when that is gone; keep a copy, or "
             "let it live as long")
        << Way.Through << Name;
    break;
  default:
    diag(At, "'%0' refers to %1, which is gone when the function has returned; "
             "keep a copy, or let it live as long")
        << Way.Through << Name;
  }
  noteFlow(Way);
}

void EscapingLocal::noteFlow(const escape::WayOut &Way) {
  for (const escape::Step &S : Way.Flow)
    note(locationOf(S.Where),
         (S.From + " -> " + S.To + " " + std::to_string(int(S.Why)) + " @" +
          std::to_string(S.Depth)));
}

void EscapingLocal::reportHeap(const escape::HandedOut &H) {
  if (!isNew(H.LeavesAt))
    return;
  static constexpr StringRef Ways[] = {
      "returned; return it by value",
      "handed out through '%0'; fill an object of the caller, or return it by "
      "value",
      "passed to '%0', which only uses it; pass it by value or by reference"};
  diag(locationOf(H.LeavesAt),
       ("'%1' is allocated on the heap in every call only to be " + Ways[H.Way])
           .str())
      << H.Through << H.What.Type;
  if (!(H.Made == H.LeavesAt))
    note(locationOf(H.Made), "allocated here");
}

} // namespace

FASTIDIOUS_CHECK(EscapingLocal, TheRule)

} // namespace fastidious
