#include "Hand.h"

namespace fastidious::escape {

static std::string reason(Destination To) {
  switch (To) {
  case Destination::Nowhere:
    return "";
  case Destination::Shared:
    return "(shared)";
  case Destination::Global:
    return "(global)";
  case Destination::Thread:
    return "(thread)";
  case Destination::Exception:
    return "(exception)";
  case Destination::Frame:
    return "(frame)";
  case Destination::Param:
    return "(param)";
  case Destination::Unknown:
    return "(unknown)";
  case Destination::Return:
    return "(return)";
  case Destination::OuterScope:
    return "(outer-scope)";
  case Destination::Size:
    return "(size)";
  case Destination::Polymorphic:
    return "(polymorphic)";
  case Destination::Container:
    return "(container)";
  }
  return "";
}

std::string said(const Fact &F) {
  switch (F.Says) {
  case Verdict::Stack:
    return "stack";
  case Verdict::Escapes:
    return "escapes" + reason(F.To);
  case Verdict::NoEscape:
    return "noescape";
  case Verdict::Leaks:
    return "leaks" + reason(F.To);
  case Verdict::StackAble:
    return "stack-able";
  case Verdict::ByValue:
    return "by-value";
  case Verdict::Heap:
    return "heap" + reason(F.To);
  case Verdict::Inline:
    return "inline";
  }
  return "";
}

Judged::Judged(std::vector<Hand> Functions, Options O,
               std::vector<Record> Records)
    : P(O) {
  Unit U;
  U.Records = std::move(Records);
  for (Hand &H : Functions)
    U.Functions.push_back(std::move(H.G));
  P.add(std::move(U));
  P.solve();
}

std::string Judged::operator()(std::string Function,
                               std::string Subject) const {
  std::string All;
  for (const Fact &F : P.facts(Function))
    if (F.Subject == Subject)
      All += (All.empty() ? "" : "; ") + said(F);
  return All;
}

} // namespace fastidious::escape
