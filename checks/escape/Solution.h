/// What each node of one function's graph can refer to, with the reason of
/// each entry: inclusion constraints, solved to the least fixpoint.
#pragma once

#include "escape/Linkage.h"
#include "llvm/ADT/BitVector.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include <deque>
#include <map>
#include <set>

namespace fastidious::escape {

/// A set of places: a node of the graph, the content of a cell (what one part
/// of one object refers to) or what has gone to a sink.
using SetId = uint32_t;
using PlaceId = uint32_t;
using CauseId = uint32_t;

/// The constraint by which something holds; for calls with the flow of the
/// callee's summary.
struct Cause {
  uint32_t Constraint = None;
  FunctionId Callee = None;
  /// In Summary::Flows; those to sinks follow after them.
  uint32_t Flow = None;
};

/// A member of a set. It was put there because FromPlace is in From.
struct Element {
  PlaceId What = None;
  CauseId Why = None;
  SetId From = None;
  PlaceId FromPlace = None;
};

struct Edge {
  SetId Set = None;
  CauseId Why = None;
};

/// What is done with each element of a set.
struct Consumer {
  enum ConsumerKind : uint8_t {
    Load,
    Store,
    Part,
    Target,
    Receiver
  } Kind = Load;
  /// The other set, or the call.
  uint32_t Other = None;
  Key At;
  CauseId Why = None;
};

struct PlaceSet {
  /// More elements are found otherwise than by looking at each.
  static constexpr size_t Large = 16;
  std::vector<Element> Elements;
  /// The places of a large set that grows.
  llvm::BitVector Members;
  /// Of a large set, when it is solved: its elements by their places.
  std::vector<uint32_t> ByPlace;
  uint32_t Done = 0;
  std::vector<Edge> To;
  std::vector<Edge> From; ///< of cells and sinks only
  std::vector<Consumer> Consumers;
  /// Of a cell: the object and its part.
  Place Of;

  /// \returns whether the place, which is to be appended, is a new one.
  bool insert(PlaceId P);
};

/// An object of the graph or one made while solving. Keys count the fields as
/// Linkage::Strings does.
struct Storage {
  const Object *Is = nullptr;
  Key Part;
  unsigned Depth = 0;
  /// Of an Argument that stands for what is further away, too: the parts that
  /// lead from it to itself.
  std::set<Key> Cycle;
  std::vector<std::pair<Key, SetId>> Cells;
  /// Of an Argument.
  std::vector<std::pair<Key, ObjectId>> Children;
  /// Where an object that came with a call was first made. What an unknown
  /// call gave has a number that is no object's; a port's result the call's.
  FunctionId OriginFunction = None;
  ObjectId OriginObject = None;
  /// The result of a call that the caller may know more of.
  bool OfPort = false;
  std::optional<SiteKind> SiteIs;
};

/// A call of the graph, or one that a callee makes through its parameters.
struct CallSite {
  std::string Name;
  std::string Virtual;
  SetId Target = None;
  std::vector<SetId> Arguments;
  SetId Receiver = None;
  SetId Result = None;
  bool ResultInPlace = false;
  uint32_t Constraint = None;
  FunctionId OriginFunction = None;
  uint32_t OriginCall = None;
  /// The functions called, with the receiver (None: the call's own).
  std::set<std::pair<NameId, PlaceId>> Known;
  bool Unknown = false;
  /// Depends on what the caller passes.
  bool Port = false;
  ObjectId OpaqueResult = None, PortResult = None;
};

struct SinkSet {
  SinkKind Kind = SinkKind::Unknown;
  std::string Name;
  SetId Set = None;
  /// Of calls through parameters: the caller may know better.
  bool Port = false;
};

/// What a callee does on all its paths; Take: on some.
struct Effect {
  enum EffectKind : uint8_t { Overwrite, Remove, Join, Take } Kind;
  uint32_t Call; ///< in calls()
  SetId Of;      ///< the overwritten places, the container, the owner
  Key At;
  SetId Value = None;
};

class Solution {
public:
  /// \param Coarse  All that lies behind what a parameter refers to is one
  /// object: less is told apart, and a function that is too large otherwise is
  /// followed all the same.
  Solution(const Graph &G, FunctionId Self, Linkage &L, bool Coarse = false);
  void solve();

  const Graph &graph() const { return G; }
  FunctionId self() const { return Self; }
  Linkage &linkage() const { return L; }
  /// Too large: only part of what holds is known.
  bool incomplete() const { return Spent > Budget; }

  llvm::ArrayRef<Storage> objects() const { return Objects; }
  const Storage &object(ObjectId O) const { return Objects[O]; }
  Place place(PlaceId P) const { return Places[P]; }
  const PlaceSet &set(SetId S) const { return Sets[S]; }
  size_t setCount() const { return Sets.size(); }
  const Cause &cause(CauseId C) const { return Causes[C]; }
  llvm::ArrayRef<SinkSet> sinks() const { return Sinks; }
  llvm::ArrayRef<CallSite> calls() const { return Calls; }
  llvm::ArrayRef<Effect> effects() const { return Effects; }
  const Element *find(SetId S, PlaceId P) const;
  /// The only member, when there is just one.
  std::optional<Place> only(SetId S) const;
  /// Null when nothing was stored or loaded there.
  std::optional<SetId> existingCell(ObjectId O, Key K) const;
  Key global(Key K) const { return {Fields[K.Field], K.Owned}; }
  /// What tells a global or function from others of the program.
  static std::string nameOf(const Object &Is);
  static Key combined(Key At, Key Part);
  /// Most steps from a parameter's carrier.
  static constexpr unsigned DepthOfArguments = 4;

private:
  friend class Instantiation;
  static constexpr unsigned Budget = 400'000;
  static constexpr unsigned MostPaths = 40;

  void setUp();
  void setUp(uint32_t Constraint);
  void setUpCall(uint32_t Call);
  void run();
  void index();
  void consume(SetId S, Element E, Consumer C);
  bool isReadOnly(ObjectId O) const;
  void load(Place P, Key At, SetId To, CauseId Why, SetId From, PlaceId In);

  void add(SetId S, PlaceId P, CauseId Why, SetId From = None,
           PlaceId FromPlace = None);
  void addEdge(SetId From, SetId To, CauseId Why);
  void addConsumer(SetId S, Consumer C);
  SetId newSet();
  SetId setOf(PlaceId P, CauseId Why);
  SetId cell(ObjectId O, Key K);
  PlaceId placeId(ObjectId O, Key K = {});
  CauseId newCause(Cause C);
  ObjectId newObject(Object What, FunctionId Origin, ObjectId OriginObject);
  ObjectId child(ObjectId O, Key K);
  ObjectId closeCycle(ObjectId From, ObjectId To, Key K);
  ObjectId named(ObjectKind Kind, llvm::StringRef Name);
  SetId sink(SinkKind Kind, llvm::StringRef Name, bool Port);

  void onTarget(uint32_t Call, PlaceId P);
  void onReceiver(uint32_t Call, PlaceId P);
  void callFunction(uint32_t Call, llvm::StringRef Key, PlaceId Receiver);
  void callUnknown(uint32_t Call, llvm::StringRef Name, bool Port,
                   SetId Receiver, const Graph *Promise = nullptr);
  void giveOpaqueResult(uint32_t Call, llvm::StringRef Name, bool Port);
  void settleCalls();

  const Graph &G;
  FunctionId Self;
  Linkage &L;
  bool Coarse;
  std::vector<NameId> Fields;
  std::deque<Object> Made;
  std::vector<Storage> Objects;
  std::vector<Place> Places;
  llvm::DenseMap<std::pair<uint32_t, uint32_t>, PlaceId> PlaceIds;
  std::vector<PlaceSet> Sets;
  std::vector<Cause> Causes;
  std::vector<SinkSet> Sinks;
  std::vector<CallSite> Calls;
  std::vector<Effect> Effects;
  /// With the constraint of each, and once with Any.
  static constexpr uint32_t Any = None - 1;
  llvm::DenseSet<std::pair<uint64_t, uint32_t>> Edges;
  std::deque<SetId> Worklist;
  std::map<std::pair<ObjectKind, NameId>, ObjectId> NamedObjects;
  std::map<std::tuple<uint32_t, FunctionId, ObjectId>, ObjectId> Clones;
  std::map<std::tuple<uint32_t, FunctionId, uint32_t>, uint32_t> Ports;
  unsigned Spent = 0;
  unsigned Paths = 0;
};

} // namespace fastidious::escape
