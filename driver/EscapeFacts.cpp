#include "EscapeFacts.h"
#include "Sources.h"
#include "llvm/Support/JSON.h"

using llvm::StringRef;

namespace fastidious {
namespace {

StringRef word(escape::Fact::FactKind K) {
  return K == escape::Fact::Local   ? "local"
         : K == escape::Fact::Param ? "param"
                                    : "site";
}

StringRef word(escape::Verdict V) {
  switch (V) {
  case escape::Verdict::Stack:
    return "stack";
  case escape::Verdict::Escapes:
    return "escapes";
  case escape::Verdict::NoEscape:
    return "noescape";
  case escape::Verdict::Leaks:
    return "leaks";
  case escape::Verdict::StackAble:
    return "stack-able";
  case escape::Verdict::ByValue:
    return "by-value";
  case escape::Verdict::Heap:
    return "heap";
  case escape::Verdict::Inline:
    return "inline";
  }
  return "";
}

StringRef word(escape::Destination D) {
  switch (D) {
  case escape::Destination::Nowhere:
    return "";
  case escape::Destination::Shared:
    return "shared";
  case escape::Destination::Global:
    return "global";
  case escape::Destination::Thread:
    return "thread";
  case escape::Destination::Exception:
    return "exception";
  case escape::Destination::Frame:
    return "frame";
  case escape::Destination::Param:
    return "param";
  case escape::Destination::Unknown:
    return "unknown";
  case escape::Destination::Return:
    return "return";
  case escape::Destination::OuterScope:
    return "outer-scope";
  case escape::Destination::Size:
    return "size";
  case escape::Destination::Polymorphic:
    return "polymorphic";
  case escape::Destination::Container:
    return "container";
  }
  return "";
}

} // namespace

void printFacts(const std::vector<escape::Fact> &Facts, bool AsJson,
                llvm::raw_ostream &To) {
  for (const escape::Fact &F : Facts) {
    if (F.Kind == escape::Fact::Temporary)
      continue;
    if (AsJson) {
      To << llvm::json::Value(llvm::json::Object{{"file", F.Where.File},
                                                 {"line", F.Where.Line},
                                                 {"column", F.Where.Column},
                                                 {"function", F.Function},
                                                 {"subject", F.Subject},
                                                 {"kind", word(F.Kind)},
                                                 {"verdict", word(F.Says)},
                                                 {"reason", F.Says == escape::Verdict::ByValue ? "" : word(F.To)},
                                                 {"through", F.Through}})
         << '\n';
      continue;
    }
    To << shownPath(F.Where.File) << ':' << F.Where.Line << ':'
       << F.Where.Column << ": " << word(F.Kind) << " '" << F.Subject << "' "
       << word(F.Says);
    if (F.To != escape::Destination::Nowhere)
      To << '(' << word(F.To) << ')';
    if (!F.Through.empty())
      To << " through " << F.Through;
    To << '\n';
  }
}

} // namespace fastidious
