/// The constraint graph of one function: plain data without the AST, so that
/// it can be written to a file, linked with those of other translation units
/// and solved there as it is solved here.
///
/// An *object* is a piece of storage (a variable, a temporary, a heap site, a
/// global). A *place* is an object or one part of it. A *node* is a set of
/// places: the value of a pointer, or the address of a glvalue. Class values
/// are handled by the address of the object that holds them.
#pragma once

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace fastidious::escape {

using NodeId = uint32_t;
using ObjectId = uint32_t;
using ScopeId = uint32_t;
constexpr uint32_t None = std::numeric_limits<uint32_t>::max();

/// A part of an object: a first-level field (deeper ones collapse into it; 0
/// is the whole object, an index into Graph::Fields + 1 otherwise), or what an
/// owner there owns (the elements of a container, the pointee of a smart
/// pointer, the callable in a std::function).
struct Key {
  uint32_t Field = 0;
  bool Owned = false;
  auto operator<=>(const Key &) const = default;
};

struct Place {
  ObjectId Object = None;
  Key Part;
  auto operator<=>(const Place &) const = default;
};

/// Where something stands. Line and Column are 1-based; Raw is the encoding of
/// a clang::SourceLocation, valid in its own translation unit only (0 when
/// read from a file); it may lie in a macro.
struct Location {
  std::string File;
  uint32_t Line = 0;
  uint32_t Column = 0;
  uint32_t Raw = 0;
  /// The same text, in whatever translation unit.
  bool operator==(const Location &L) const {
    return Line == L.Line && Column == L.Column && File == L.File;
  }
};

enum class SiteKind : uint8_t {
  New,
  NewArray,
  Malloc,
  MakeUnique,
  MakeShared,
  ContainerBuffer,
  ContainerNode,
  StringBuffer,
  CallableBox,
  Exception,
  CoroutineFrame,
  ThreadState,
  LibraryMemory, ///< what a library's object or function needs for itself
};

/// What the verdict about a heap site needs to know of it.
struct Site {
  SiteKind Kind = SiteKind::New;
  /// Bytes of one allocation; none when not constant.
  std::optional<uint64_t> Size;
  /// Nothing is allocated: a short string, a small callable.
  bool Inline = false;
  /// The number of objects made here that live at the same time is not
  /// constant: nodes and elements put in a container in a loop.
  bool Many = false;
  bool InLoop = false;
  /// Of the object's type:
  bool Polymorphic = false;
  bool Complete = true;
  bool Movable = true;
  /// It has pointers to its own type.
  bool Recursive = false;
  /// Its class or its owner allocates or frees it in its own way.
  bool OwnDeleter = false;
  /// The name of the object's type, as written.
  std::string Type;
  bool operator==(const Site &) const = default;
};

enum class ObjectKind : uint8_t {
  Local,     ///< an automatic variable
  Parameter, ///< a parameter as an object of its own
  Temporary,
  Site,
  Content,  ///< what the owner Parent owns when nothing else is known of it
  Global,   ///< static or thread_local storage; all that it refers to
  Function, ///< a function whose address is taken
  Literal,  ///< strings and constants that live on
  Argument, ///< what parameter Index, or a place reached from it, refers to
  Result,   ///< what is returned
  Opaque,   ///< (made by the solver) what a call that nobody can look into gave
};

struct Object {
  ObjectKind Kind = ObjectKind::Local;
  std::string Name;
  Location Where;
  ScopeId Scope = 0;
  /// Content: the owner. Argument: the object that refers to it (None for the
  /// carrier of the parameter itself).
  ObjectId Parent = None;
  /// Content, Argument: the part of Parent that refers to it.
  Key Part;
  /// Argument: the parameter, counted from 0; `this` is the number of
  /// parameters.
  uint32_t Index = None;
  /// Its exact dynamic type (USR of the record), for virtual calls; empty when
  /// it is not a class or not exact.
  std::string Type;
  /// Called when the object itself is called: the key of the function, of a
  /// closure's or functor's operator(); CalleeIsOwned when that is what the
  /// object owns, a callable in a callable. Empty when there is none.
  std::string Callee;
  /// Global: the main file that alone can name it; empty for those that other
  /// translation units can name, too.
  std::string File;
  /// What it owned has been moved, released or swapped away, or is returned.
  bool GivenAway = false;
  /// Its whole stands for several pointers, as of arrays and classes: storing
  /// there does not overwrite what was there.
  bool Several = false;
  /// Owning a running thread: freed only when that has ended (jthread, the
  /// future of async) / must be joined (std::thread).
  bool JoinsAtEnd = false;
  bool MustJoin = false;
  /// What it owns can have other owners, too.
  bool Shares = false;
  /// Index into Graph::Sites; None for other objects.
  uint32_t Site = None;
  bool operator==(const Object &) const = default;
};

/// No key of a function.
constexpr const char *CalleeIsOwned = "*";

/// Why a constraint holds; the vocabulary of the explanation.
enum class Reason : uint8_t {
  None,
  AddressOf,
  BoundToReference,
  CapturedByReference,
  CapturedByValue,
  CapturedThis,
  Assigned,
  StoredInField,
  StoredThroughPointer,
  CallArgument,
  Receiver,
  Returned,
  ReturnedFromCall,
  MovedInto,
  CopiedInto,
  InsertedInContainer,
  ViewedBy,
  Boxed,
  Thrown,
  Suspended, ///< kept in a coroutine's frame
  PassedToThread,
  Released,
  CastToInteger,
  UnknownCallee,
  Allocated,
  Initialised,
};

enum class Op : uint8_t {
  Address, ///< Dst contains the place (Object, Part)
  Copy,    ///< Dst contains all of Src
  Load,    ///< Dst contains what the part Part of each place in Src refers to
  Store,   ///< the part Part of each place in Dst refers to all of Src
  Part,    ///< Dst contains the part Part of each place in Src
  Sink,    ///< all of Src goes to Graph::Sinks[Object]
  Call,    ///< Graph::Calls[Object]
};

struct Constraint {
  Op Kind;
  Reason Why = Reason::None;
  NodeId Dst = None;
  NodeId Src = None;
  uint32_t Object = None;
  Key Part;
  Location Where;
  /// Store: what was there before is there no longer.
  bool Overwrites = false;
  bool operator==(const Constraint &) const = default;
};

enum class SinkKind : uint8_t { Global, Thread, Exception, Frame, Unknown };

struct Sink {
  SinkKind Kind = SinkKind::Unknown;
  /// The callee or variable, for the explanation.
  std::string Name;
  bool operator==(const Sink &) const = default;
};

/// A call whose effect is taken from the callee's summary.
struct Call {
  /// Of the callee's definition (see Graph::Key); empty for calls through a
  /// pointer or a callable.
  std::string Callee;
  /// As the user writes it.
  std::string Name;
  /// What is called, when that is a value: function pointers, the content of
  /// a std::function.
  NodeId Target = None;
  /// Callee is virtual: resolved by the dynamic type of Receiver.
  bool Virtual = false;
  /// The value of each argument; for a class passed by value the address of
  /// the object that holds it. None for arguments that carry no pointers.
  std::vector<NodeId> Arguments;
  NodeId Receiver = None;
  /// The returned pointer or reference; for a class the address of the object
  /// that receives it. None when it carries no pointers.
  NodeId Result = None;
  bool ResultInPlace = false;
  bool operator==(const Call &) const = default;
};

/// A lifetime: the function's body is scope 0; a temporary's full-expression
/// is a scope of its own.
struct Scope {
  ScopeId Parent = None;
  bool LoopBody = false;
  bool operator==(const Scope &) const = default;
};

/// What happens in a block, in order.
struct Event {
  enum EventKind : uint8_t {
    Do,     ///< constraint Index takes effect (stores, sinks and calls only)
    Use,    ///< object Index is named other than to overwrite it
    Enter,  ///< scope Index begins
    Leave,  ///< scope Index ends; its objects are gone
    Join,   ///< waits for the threads that the places in node Index own
    Remove, ///< Graph::Removals[Index]
    Await,  ///< has waited until others are done with object Index
    Change, ///< may overwrite any part of what the places in node Index have
    Differ  ///< the cell Removals[Index].Container does not refer to Value here
  } Kind = Do;
  uint32_t Index = 0;
  bool operator==(const Event &) const = default;
};

/// Takes Value out of the content of Container again; without a Value, what
/// was put there last or all of it.
struct Removal {
  NodeId Container = None;
  NodeId Value = None;
  bool operator==(const Removal &) const = default;
};

struct Block {
  std::vector<Event> Events;
  std::vector<uint32_t> Successors;
  bool operator==(const Block &) const = default;
};

struct Parameter {
  std::string Name;
  Location Where;
  /// A class passed by value: its carrier is the address of an object.
  bool InPlace = false;
  /// It can refer to something at all; only such get a verdict.
  bool Refers = false;
  /// noescape, lifetimebound and the like: what the declaration promises.
  bool NoEscape = false;
  /// A smart pointer by value: it takes one object over.
  bool TakesOver = false;
  /// A reference or pointer to a pointer or smart pointer, by which one object
  /// can be handed out.
  bool HandsOut = false;
  /// A container or string by value: it is the function's own.
  bool Copied = false;
  /// Nothing can be stored in what it refers to, as all of that is const.
  bool ReadOnly = false;
  bool operator==(const Parameter &) const = default;
};

/// A member function that a class calls for a function of its bases.
struct Override {
  std::string Base;
  std::string Function;
  bool operator==(const Override &) const = default;
};

struct Record {
  std::string Key;
  bool Final = false;
  std::vector<std::string> Bases;
  std::vector<Override> Overrides;
  bool operator==(const Record &) const = default;
};

/// The constraints [From, To) are those of the return statement there.
struct Return {
  uint32_t From = 0, To = 0;
  Location Where;
  bool operator==(const Return &) const = default;
};

struct Graph {
  /// USR; with the main file's path appended when only that file sees it.
  std::string Key;
  std::string Name;
  Location Where;
  /// Where the name stands that a verdict on `this` is about.
  bool HasThis = false;
  /// Override or extern "C": others fix the signature.
  bool FixedSignature = false;
  /// May be called from other translation units.
  bool External = true;
  /// One of several with the same key (inline, templates): joined with them.
  bool Coroutine = false;
  bool NoReturn = false;
  bool Variadic = false;
  uint64_t FrameSize = 0;
  std::vector<Parameter> Parameters;
  /// Carriers: what the caller passes. Index i of Parameters; `this` last.
  std::vector<ObjectId> Carriers;
  ObjectId Result = None;
  bool ResultInPlace = false;

  std::vector<std::string> Fields;
  /// Those that stand for several pointers, counted as in Key.
  std::vector<uint32_t> SeveralFields;
  std::vector<Object> Objects;
  std::vector<Site> Sites;
  std::vector<Sink> Sinks;
  std::vector<Call> Calls;
  std::vector<Removal> Removals;
  std::vector<Scope> Scopes;
  std::vector<Constraint> Constraints;
  std::vector<Return> Returns;
  std::vector<Block> Blocks; ///< 0 is the entry
  uint32_t Nodes = 0;
  /// Why no verdict but "unknown" can be given; empty when one can.
  std::string Incomplete;
  bool operator==(const Graph &) const = default;
};

} // namespace fastidious::escape
