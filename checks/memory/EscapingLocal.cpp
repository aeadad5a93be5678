#include "core/Check.h"
#include "escape/Builder.h"
#include "escape/HandedOut.h"

using namespace clang;
using namespace clang::ast_matchers;

namespace fastidious {
namespace {

const Rule TheRule = {
    .Name = "fastidious-escaping-local",
    .Summary = "a local's address outlives the local, or a value is on the "
               "heap only to leave its function",
    .Why =
        R"md(**A local that leaves.** The address of a local, or of what it owns, is returned, stored,
thrown, given to a thread or kept by a coroutine, and is used when the local is gone. The
analysis follows it through pointers, references, views, iterators, closures, containers,
fields and the functions of this file; a temporary is a local that ends with its
full-expression.

Silent where the address is taken back on every path before the local ends, where the
thread is joined, where the keeper is a local that ends first, and where a callee that
nobody can look into lies between.

**A value that is on the heap only to leave.** An allocation costs 20 to 50 nanoseconds and
a cache miss at each use; returned, filled in place or passed on as a value the object
needs none. Reported are objects of up to 1 KiB made by `new`, `make_unique` or
`make_shared` that are returned, handed out through a `std::unique_ptr<T> &` or a `T **`,
or passed to a function of this file that only uses them.

Silent for polymorphic, recursive, incomplete and immovable types and those with their own
deleter, where others fix the signature (virtual functions, `extern "C"`), where a caller
in this file shares the object or keeps it or its address, and for shared pointers whose
callers are elsewhere.)md",
    .Before =
        R"cpp(std::string_view joined(const std::string &dir, const std::string &file) {
  std::string path = dir + "/" + file;
  return path;
}
)cpp",
    .After =
        R"cpp(std::string joined(const std::string &dir, const std::string &file) {
  std::string path = dir + "/" + file;
  return path;
}
)cpp",
    .CostClass = Cost::PerCall,
    .Fixes = FixIts::None,
};

using escape::Destination;

/// What happens, and what to do; %0 the subject, %1 what keeps it.
StringRef messageOf(Destination To) {
  switch (To) {
  case Destination::Return:
    return "the result refers to %0, which is gone when the caller gets it; "
           "return a value, or refer to what the caller has";
  case Destination::Thread:
    return "a thread refers to %0 and can run when that is gone; wait for the "
           "thread before, or give it a copy";
  case Destination::Exception:
    return "the exception refers to %0, which is gone in the handler; throw a "
           "copy";
  case Destination::Frame:
    return "a coroutine refers to %0 and can be resumed when that is gone; "
           "pass a value, or let it live as long";
  case Destination::OuterScope:
    return "'%1' refers to %0 and is used when that is gone; keep a copy, or "
           "let it live as long";
  default:
    return "'%1' keeps the address of %0, which is gone when the function has "
           "returned; store a copy, or take the address back on every path";
  }
}

StringRef messageOf(escape::HandedOut::WayOut Way) {
  switch (Way) {
  case escape::HandedOut::Returned:
    return "'%0' is allocated on the heap in every call only to be returned; "
           "return it by value";
  case escape::HandedOut::OutParameter:
    return "'%0' is allocated on the heap in every call only to be handed out "
           "through '%1'; return it by value, or fill an object of the caller";
  case escape::HandedOut::Argument:
    return "'%0' is allocated on the heap in every call only to be passed to "
           "'%1', which does not keep it; pass a value or a reference";
  }
  llvm_unreachable("unknown way");
}

std::string shown(StringRef Keeper) {
  if (Keeper == "this")
    return "*this";
  std::string Text = Keeper.str();
  constexpr StringRef Nameless = "(anonymous namespace)::";
  if (const size_t At = Text.find(Nameless); At != std::string::npos)
    Text.erase(At, Nameless.size());
  return Text;
}

/// A test framework of the model, of which the project has a copy: what it
/// keeps of a test it takes back.
bool isOfFramework(StringRef Global, const Model &M) {
  for (size_t At = Global.find("::"); At != StringRef::npos;
       At = Global.find("::", At + 2))
    if (M.effect((Global.take_front(At) + "::*").str()))
      return true;
  return false;
}

SourceLocation locationOf(const escape::Location &L) {
  return SourceLocation::getFromRawEncoding(L.Raw);
}

class EscapingLocal : public Check {
public:
  using Check::Check;

  void check(const MatchFinder::MatchResult &Result) override {
    Unit &Code = Unit::of(*Result.Context, model());
    const escape::Program &P = escape::programOf(Code);
    for (const escape::Fact &F : P.certainObjectFacts())
      if (F.Says == escape::Verdict::Escapes)
        for (const escape::WayOut &Way : F.Ways)
          if (!isOfFramework(Way.Through, Code.Lib.facts()))
            reportDangling(F, Way, P.graph(F.Function)->Name == "main");
    for (const escape::HandedOut &H : escape::handedOut(P))
      reportHeap(H);
  }

private:
  /// One finding for each line, whatever leaves there.
  bool isNew(const escape::Location &At) {
    return At.Raw && Reported.insert({At.File, At.Line}).second;
  }
  void reportDangling(const escape::Fact &F, const escape::WayOut &Way,
                      bool IsMain);
  void reportHeap(const escape::HandedOut &H);
  void noteFlow(const escape::WayOut &Way);

  std::set<std::pair<std::string, unsigned>> Reported;
};

void EscapingLocal::reportDangling(const escape::Fact &F,
                                   const escape::WayOut &Way, bool IsMain) {
  // What main leaves behind nobody comes to use.
  const bool IsEnd = IsMain && Way.To == Destination::Global;
  // The longer the way, the more different objects were taken for one.
  const bool IsLong = llvm::any_of(
      Way.Flow, [](const escape::Step &S) { return S.LeftOut != 0; });
  if (Way.To == Destination::Unknown || !Way.Certain || IsEnd || IsLong ||
      !isNew(Way.At))
    return;
  const bool IsNamed = F.Kind == escape::Fact::Local;
  diag(locationOf(Way.At), messageOf(Way.To))
      << (IsNamed ? "local '" + F.Subject + "'" : "a temporary")
      << shown(Way.Through);
  if (IsNamed && !(F.Where == Way.At))
    note(locationOf(F.Where), "'" + F.Subject + "' is declared here");
  noteFlow(Way);
}

/// The steps that the reader does not see in the line of the finding.
void EscapingLocal::noteFlow(const escape::WayOut &Way) {
  unsigned Last = 0;
  for (const escape::Step &S : Way.Flow) {
    if (S.To.empty() || S.To == "temporary" || S.Where.Line == Way.At.Line ||
        S.Where.Line == Last)
      continue;
    Last = S.Where.Line;
    note(locationOf(S.Where), S.Depth ? "the callee passes it on here"
                                      : "'" + S.To + "' gets hold of it here");
  }
}

void EscapingLocal::reportHeap(const escape::HandedOut &H) {
  if (!isNew(H.LeavesAt))
    return;
  diag(locationOf(H.LeavesAt), messageOf(H.Way))
      << H.What.Type << shown(H.Through);
  if (H.Made.Line != H.LeavesAt.Line)
    note(locationOf(H.Made), "allocated here");
}

} // namespace

FASTIDIOUS_CHECK(EscapingLocal, TheRule)

} // namespace fastidious
