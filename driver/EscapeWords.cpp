// The words of the escape report.
#include "EscapeFacts.h"

using llvm::StringRef;

namespace fastidious {

using escape::Destination;
using escape::Fact;
using escape::SiteKind;
using escape::Verdict;

StringRef word(Fact::FactKind K) {
  switch (K) {
  case Fact::Local:
    return "local";
  case Fact::Param:
    return "param";
  case Fact::Heap:
    return "site";
  case Fact::Temporary:
    return "temporary";
  }
  return "";
}

StringRef word(Verdict V) {
  switch (V) {
  case Verdict::Stack:
    return "stack";
  case Verdict::Escapes:
    return "escapes";
  case Verdict::NoEscape:
    return "noescape";
  case Verdict::Leaks:
    return "leaks";
  case Verdict::StackAble:
    return "stack-able";
  case Verdict::ByValue:
    return "by-value";
  case Verdict::Heap:
    return "heap";
  case Verdict::Inline:
    return "inline";
  }
  return "";
}

StringRef word(Destination D) {
  switch (D) {
  case Destination::Nowhere:
    return "";
  case Destination::Shared:
    return "shared";
  case Destination::Global:
    return "global";
  case Destination::Thread:
    return "thread";
  case Destination::Exception:
    return "exception";
  case Destination::Frame:
    return "frame";
  case Destination::Param:
    return "param";
  case Destination::Unknown:
    return "unknown";
  case Destination::Return:
    return "return";
  case Destination::OuterScope:
    return "outer-scope";
  case Destination::Size:
    return "size";
  case Destination::Polymorphic:
    return "polymorphic";
  case Destination::Container:
    return "container";
  }
  return "";
}

StringRef word(escape::Reason R) {
  using enum escape::Reason;
  switch (R) {
  case None:
    return "";
  case AddressOf:
    return "address taken";
  case BoundToReference:
    return "bound to a reference";
  case CapturedByReference:
    return "captured by reference";
  case CapturedByValue:
    return "captured by value";
  case CapturedThis:
    return "this captured";
  case Assigned:
    return "assigned";
  case StoredInField:
    return "stored in a field";
  case StoredThroughPointer:
    return "stored through a pointer";
  case CallArgument:
    return "call argument";
  case Receiver:
    return "object of the call";
  case Returned:
    return "returned";
  case ReturnedFromCall:
    return "returned from the call";
  case MovedInto:
    return "moved into";
  case CopiedInto:
    return "copied into";
  case InsertedInContainer:
    return "inserted in a container";
  case ViewedBy:
    return "viewed by";
  case Boxed:
    return "boxed in a callable";
  case Thrown:
    return "thrown";
  case Suspended:
    return "kept in a coroutine's frame";
  case PassedToThread:
    return "passed to a thread";
  case Released:
    return "released";
  case CastToInteger:
    return "cast to an integer";
  case UnknownCallee:
    return "unknown callee";
  case Allocated:
    return "allocated";
  case Initialised:
    return "initialised";
  }
  return "";
}

StringRef reason(const Fact &F) {
  return F.Says == Verdict::ByValue ? "" : word(F.To);
}

StringRef ruleOf(const EscapeFact &F) {
  if (F.isUnknown() && F.isNoteworthy())
    return "unknown";
  if (F.Is.Says == Verdict::Escapes)
    return "escaping-local";
  if (F.Is.Says == Verdict::Leaks)
    return "leaking-param";
  return word(F.Is.Says);
}

/// Closures have long names that say where they stand, which is said anyway.
static std::string typeOf(const escape::Site &Of) {
  return StringRef(Of.Type).contains("(lambda") ? "a closure" : Of.Type;
}

static std::string nounOf(const escape::Site &Of) {
  const std::string Type = typeOf(Of);
  switch (Of.Kind) {
  case SiteKind::New:
    return "new " + Type;
  case SiteKind::NewArray:
    return "new " + Type + "[]";
  case SiteKind::Malloc:
    return "malloc";
  case SiteKind::MakeUnique:
    return "make_unique<" + Type + ">";
  case SiteKind::MakeShared:
    return "make_shared<" + Type + ">";
  case SiteKind::ContainerBuffer:
    return Type.empty() ? "buffer of elements" : "buffer of elements " + Type;
  case SiteKind::ContainerNode:
    return "node of " + Type;
  case SiteKind::StringBuffer:
    return Of.Size ? "string buffer"
                   : "string buffer (if too long to be kept inline)";
  case SiteKind::CallableBox:
    return "box of " + Type;
  case SiteKind::Exception:
    return "thrown " + Type;
  case SiteKind::CoroutineFrame:
    return "coroutine frame";
  case SiteKind::ThreadState:
    return "thread state";
  case SiteKind::LibraryMemory:
    return "memory of " + Type;
  }
  return "";
}

static std::string subjectOf(const EscapeFact &F) {
  if (F.Is.Kind != Fact::Heap)
    return word(F.Is.Kind).str() + " '" + F.Is.Subject + "'";
  if (!F.Is.Made)
    return F.Is.Subject;
  const std::string Size =
      F.Is.Made->Size ? " (" + std::to_string(*F.Is.Made->Size) + " B)" : "";
  return nounOf(*F.Is.Made) + Size;
}

static std::string quoted(StringRef What, StringRef Name) {
  return What.str() + (Name.empty() ? "" : " '" + Name.str() + "'");
}

/// Where a handle to it goes, or what owns it.
static std::string destinationOf(const EscapeFact &F) {
  const StringRef Through = F.Is.Through;
  switch (F.Is.To) {
  case Destination::Global:
    return quoted(Through.empty() ? "a global" : "global", Through);
  case Destination::Thread:
    return "a thread that can outlive it";
  case Destination::Exception:
    return "a thrown object";
  case Destination::Frame:
    return "the frame of a coroutine that can outlive it";
  case Destination::Param:
    return Through == "this" ? "the object of this function"
                             : quoted("what the caller passes as", Through);
  case Destination::Return:
    return Through == "exception" ? "a thrown object" : "the result";
  case Destination::OuterScope:
    return Through.empty() ? "a variable that outlives it"
                           : "'" + Through.str() + "', which outlives it";
  default:
    return "";
  }
}

static std::string unknownBecauseOf(const EscapeFact &F) {
  return F.Is.Through.empty() ? std::string("unknown")
                              : "unknown because of '" + F.Is.Through + "'";
}

/// Why a site is one of the heap.
static std::string whyHeap(const EscapeFact &F) {
  switch (F.Is.To) {
  case Destination::Shared:
    return "it has several owners that live on";
  case Destination::Size:
    return F.Is.Made && F.Is.Made->Size ? "it is large"
                                        : "its size is not constant";
  case Destination::Polymorphic:
    return "it has virtual functions, so a value could not take its place";
  case Destination::Container:
    return "how many there are is not constant";
  case Destination::Unknown:
    return unknownBecauseOf(F);
  default:
    return "it goes to " + destinationOf(F);
  }
}

static std::string keptBy(const EscapeFact &F) {
  return F.Is.Keeps.empty() ? ", as an optimiser probably sees itself"
                            : "; no optimiser removes it, as " + F.Is.Keeps;
}

static std::string siteSentence(const EscapeFact &F) {
  const std::string Subject = subjectOf(F);
  const std::string Often =
      F.Is.Made && F.Is.Made->InLoop ? " in every iteration" : "";
  switch (F.Is.Says) {
  case Verdict::StackAble:
    return Subject + Often +
           " never leaves the function and could live on the stack" + keptBy(F);
  case Verdict::ByValue:
    return Subject + Often + " goes to the caller alone and could be a value";
  case Verdict::Inline:
    return Subject + " is kept inline and allocates nothing";
  default:
    return Subject + " is on the heap" + Often + ": " + whyHeap(F);
  }
}

std::string sentence(const EscapeFact &F) {
  if (F.Is.Kind == Fact::Heap)
    return siteSentence(F);
  const std::string Subject = subjectOf(F);
  if (!F.isNoteworthy())
    return Subject + (F.Is.Kind == Fact::Local ? " stays on the stack"
                                               : " does not escape");
  if (F.isUnknown())
    return Subject + " may escape: " + unknownBecauseOf(F);
  const bool Leaks = F.Is.Says == Verdict::Leaks;
  return (Leaks ? "leaking " : "") + Subject +
         (Leaks ? " to " : " escapes to ") + destinationOf(F);
}

} // namespace fastidious
