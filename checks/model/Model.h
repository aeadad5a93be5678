/// Facts about libraries, read from YAML: what compiles a pattern, grows,
/// visits each element, runs once. No check spells a library's name itself.
#pragma once

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/ADT/StringSet.h"
#include <array>
#include <memory>
#include <string>
#include <vector>

namespace fastidious {

/// What is said of a name by a list that holds it; model/Traits.def tells each.
enum class Trait : uint8_t {
#define TRAIT(Name, Section) Name,
#include "model/Traits.def"
};
constexpr size_t TraitCount = 0
#define TRAIT(Name, Section) +1
#include "model/Traits.def"
    ;

struct EmbeddedFile {
  const char *Name;
  const char *Text;
};
/// The shipped model, ended by an entry without a name.
extern const EmbeddedFile EmbeddedModel[];

/// A class whose construction compiles a regular expression.
struct RegexClass {
  std::string Name;
  /// Member functions that compile another pattern into the object.
  std::vector<std::string> CompilingMembers;
  /// One const object may be used by several threads at once.
  bool Shareable = false;
  /// Parts of the pattern take their meaning from the global locale.
  bool UsesLocale = false;
};

/// A function that compiles a regular expression.
struct RegexFunction {
  std::string Name;
  /// The arguments that decide the result.
  std::vector<unsigned> Pattern;
  /// The argument that points to the object compiled into, or -1: returned.
  int Object = -1;
};

/// A container that grows by moving its elements to a larger block.
struct Container {
  enum Kind { Vector, Hash, String };
  std::string Name;
  Kind TheKind = Vector;
  std::vector<std::string> Append;   ///< adds one element
  std::vector<std::string> Clear;    ///< empties, keeps the storage
  std::vector<std::string> Harmless; ///< neither size nor capacity changes
  std::vector<std::string> Prepend;  ///< inserts before all that is there
  /// Takes elements away, keeps the storage.
  std::vector<std::string> Shrink = {"pop_back", "erase"};
  std::vector<std::string> Assign; ///< replaces the whole content
  /// May take away elements or storage.
  std::vector<std::string> Renew = {"swap", "resize", "shrink_to_fit"};
  std::string Reserve = "reserve";
  std::string Size = "size";
  /// reserve(n) allocates n and no more, so that repeating it is quadratic.
  bool ExactReserve = false;
  /// The constructor from one number sizes it (buckets of a hash table).
  bool is(Kind K) const { return TheKind == K; }
  /// After a call of Member there may be fewer elements, or other ones.
  bool isRenewedBy(llvm::StringRef Member) const {
    for (const auto *Names : {&Clear, &Assign, &Shrink, &Renew})
      if (llvm::is_contained(*Names, Member))
        return true;
    return false;
  }
};

/// An algorithm that writes a known number of elements to its output iterator.
struct AppendingAlgorithm {
  std::string Name;
  /// Positions of the inputs, each a range or the first of two iterators; the
  /// elements of all inputs are written.
  std::vector<unsigned> Inputs;
  /// Position of the number of elements, or -1.
  int Count = -1;
};

/// A fold: f(accumulator, element) for each element.
struct Fold {
  std::string Name;
  unsigned Init = 2;
  unsigned Operation = 3;
  /// The C++ standard since which the accumulator is moved, not copied.
  unsigned MovesSince = 20;
};

/// A class, function or member function that runs a callable in other threads.
struct ThreadStarter {
  enum Kind {
    Thread, ///< makes a thread
    Async,  ///< makes a task with a result, as a rule in a thread of its own
    Task    ///< gives a task to threads that exist
  };
  std::string Name;
  Kind TheKind = Thread;
  /// The callable runs in several threads at the same time.
  bool StartsMany = false;
  /// Returns when the work is done.
  bool Waits = false;
  /// Position of the callable, or -1: a member function of the object.
  int Callable = 0;
  /// Every argument from Callable on that can be called is a callable.
  bool AllCallables = false;
  /// Position of the first argument that is passed to the callable, or -1.
  int Arguments = -1;
  /// Position at which a value of the type PolicyType may stand; the callable
  /// and its arguments then come one later. Or -1.
  int Policy = -1;
  std::string PolicyType;
  /// The value of PolicyType that runs the callable in the calling thread.
  std::string Deferred;
};

/// A function that builds an object of one of its template arguments, or of
/// those of its class, from its arguments.
struct Emplacer {
  std::string Name;
  unsigned TemplateArgument = 0;
  /// Position of the first argument of the constructor.
  unsigned Arguments = 0;
};

/// A class that gives access to elements or to an object that it owns.
struct ElementClass {
  enum Kind {
    Block,  ///< side by side in a block on the heap
    View,   ///< the same; a copy leads to the same elements
    Inline, ///< in the object itself
    Single  ///< one object elsewhere; a block for `T[]`
  };
  std::string Name;
  Kind Where = Block;
};

/// Where a class template keeps the objects of its type arguments.
struct Storage {
  enum Kind {
    Block,    ///< many of them in one block of memory
    Nodes,    ///< many of them, an allocation each
    Itself,   ///< in the object itself, all types of its arguments
    Allocator ///< it allocates blocks of them
  };
  Kind TheKind = Block;
  /// Positions of the element types.
  std::vector<unsigned> Elements;
  /// Position of the fixed number of elements, or -1.
  int Extent = -1;
};

/// A function that returns memory without an object in it.
struct Allocation {
  /// The arguments whose product is the number of bytes.
  std::vector<unsigned> Size;
};

/// A class whose objects are costly to build and can be used again.
struct CostlyClass {
  enum Kind {
    Container, ///< keeps its storage when it is emptied
    Adapter,   ///< the same, but it cannot be emptied by one call
    Text,      ///< a container that allocates nothing for short contents
    Stream,    ///< reads or writes text in memory
    InFile,    ///< reads a file
    OutFile,   ///< writes a file
    Engine,    ///< random numbers, from a large state
    Device,    ///< true random numbers, from the system
    Locale     ///< looked up by its name
  };
  std::string Name;
  Kind TheKind = Container;
  /// Allocates before it has any elements.
  bool EvenEmpty = false;
  /// A file: the member function that opens it, and the flag that adds to it.
  std::string Open, Append;
};

/// A function that returns raw memory, and the one that takes it back.
struct Allocator {
  std::string Name;
  std::string Release;
};

/// How an object of a library's class refers to other objects.
struct Holder {
  enum Kind : uint8_t {
    Inline,  ///< holds its elements in itself: optional, pair, array
    View,    ///< refers to what others own: string_view, span, iterators
    Buffer,  ///< owns one block of elements: vector, deque
    Nodes,   ///< owns a block for each element: list, map
    String,  ///< owns characters, beyond InlineSize
    Unique,  ///< owns one object
    Shared,  ///< owns one object with others
    Box,     ///< owns a callable or value of any type, beyond InlineSize
    Thread,  ///< owns a running thread or task
    Nothing, ///< refers to nothing that matters: mutexes, streams
  } Holds = Nothing;
  /// Bytes (of a String without its terminator) kept without an allocation.
  unsigned InlineSize = 0;
  /// Only trivially copyable (otherwise: nothrow movable) values of a Box are
  /// kept inside.
  bool InlineTrivial = false;
  /// Thread: its end must be waited for; the destructor waits for it.
  bool MustJoin = false, JoinsAtEnd = false;
  /// An empty one allocates already.
  bool AllocatesEmpty = false;
};

/// What a library's function does with the objects that it gets.
struct Effect {
  enum Verb : uint8_t {
    Nothing,   ///< keeps nothing, and its result refers to nothing of them
    Refers,    ///< the result refers to what they refer to or own
    Address,   ///< the result refers to them: ref, move, addressof
    Bundle,    ///< the result holds their values: make_pair, bind
    Store,     ///< they become elements of the object
    Construct, ///< an element of the object is built from them
    Grow,      ///< the object's storage grows
    Release,   ///< the result takes what the object owned
    Adopt,     ///< the object owns what the argument points to
    Assign,    ///< the object gets the argument's value
    Swap,      ///< two objects exchange what they own
    Make,      ///< allocates an object of the first template argument
    Exchange,  ///< the result gets the value of the first, which gets the other
    Call,      ///< calls its callable arguments before it returns
    Thread,    ///< starts a thread or task that calls its first argument
    Join,      ///< waits for the end of the thread
    Wait,      ///< waits for others: they are done with what it names
    Detach,    ///< lets the thread run on
    Allocate,  ///< malloc and its kind
    Free,      ///< takes back
    Global,    ///< keeps them in static storage
    Remove,    ///< takes the arguments out of the object
    Number,    ///< makes text of a number
  } Does = Nothing;
  /// The arguments meant, counted from 0 without the object; empty: all.
  std::vector<unsigned> Arguments;
};

class Model {
public:
  /// \param Files  semicolon-separated paths of further YAML files.
  /// \param Error  one line that names the file and the remedy, or empty.
  /// \returns the shipped facts and those of Files (as far as readable); one
  /// model per list of files, shared by all checks and threads.
  static std::shared_ptr<const Model> load(llvm::StringRef Files,
                                           std::string &Error);

  // Lookups by the qualified name, without inline and anonymous namespaces.
  const RegexClass *regexClass(llvm::StringRef Name) const;
  const RegexFunction *regexFunction(llvm::StringRef Name) const;
  const Container *container(llvm::StringRef Name) const;
  const AppendingAlgorithm *appendingAlgorithm(llvm::StringRef Name) const;
  const Fold *fold(llvm::StringRef Name) const;
  const ThreadStarter *threadStarter(llvm::StringRef Name) const;
  const CostlyClass *costlyClass(llvm::StringRef Name) const;
  const Allocator *allocator(llvm::StringRef Name) const;
  const Emplacer *emplacer(llvm::StringRef Name) const;
  const ElementClass *elementClass(llvm::StringRef Name) const;
  const Storage *storage(llvm::StringRef Name) const;
  const Allocation *allocation(llvm::StringRef Name) const;

  /// Name stands in the list of the model that T names.
  bool has(Trait T, llvm::StringRef Name) const {
    return Lists[size_t(T)].contains(Name);
  }
  /// What users' names tell: a word of T's list is a part of Name, one of its
  /// words, the whole of it, its first or last word, or its end.
  bool namesWorkers(llvm::StringRef Name) const;
  bool namesFlag(llvm::StringRef Name) const;
  bool namesFailure(llvm::StringRef Name) const;
  bool namesSuccess(llvm::StringRef Name) const;
  bool namesSleep(llvm::StringRef Name) const;
  bool namesThreadNumber(llvm::StringRef Name) const {
    return has(Trait::ThreadNumberWord, Name.trim('_').lower());
  }
  bool namesSetup(llvm::StringRef Name) const;
  bool namesOptions(llvm::StringRef Name) const;
  /// \param Libcxx  as libc++ has it, which differs from libstdc++.
  const Holder *holder(llvm::StringRef Name, bool Libcxx = false) const;
  const Effect *effect(llvm::StringRef Name) const;
  /// False: no fact is about this last part of a qualified name.
  bool mayKnow(llvm::StringRef LastName) const {
    return LastNames.contains(LastName);
  }

private:
  friend class ModelReader;
  llvm::StringMap<RegexClass> RegexClasses;
  llvm::StringMap<Holder> Holders, LibcxxHolders;
  llvm::StringMap<Effect> Effects;
  llvm::StringMap<RegexFunction> RegexFunctions;
  llvm::StringMap<Container> Containers;
  llvm::StringMap<AppendingAlgorithm> AppendingAlgorithms;
  llvm::StringMap<Fold> Folds;
  llvm::StringMap<ThreadStarter> ThreadStarters;
  llvm::StringMap<Emplacer> Emplacers;
  llvm::StringMap<ElementClass> ElementClasses;
  llvm::StringMap<Storage> Storages;
  llvm::StringMap<Allocation> Allocations;
  llvm::StringMap<CostlyClass> CostlyClasses;
  llvm::StringMap<Allocator> Allocators;
  bool holdsPart(Trait T, llvm::StringRef Name) const;
  bool holdsWord(Trait T, llvm::StringRef Name) const;
  llvm::StringSet<> LastNames;
  std::array<llvm::StringSet<>, TraitCount> Lists;
};

} // namespace fastidious
