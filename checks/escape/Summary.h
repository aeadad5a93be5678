/// What callers need to know of a solved function, in names that mean the
/// same everywhere.
#pragma once

#include "escape/Solution.h"

namespace fastidious::escape {

/// An object that both sides know, or that comes to the caller with the call.
struct Entity {
  enum EntityKind : uint8_t {
    Argument, ///< what parameter Index, then Path, leads to
    Global,   ///< Name
    Function, ///< Name
    Literal,
    Result,
    Fresh,     ///< object Index of the function that made it, Name
    PortResult ///< of call Index of the function Name
  } Kind = Literal;
  uint32_t Index = 0;
  uint32_t Name = 0;
  std::vector<Key> Path;
  /// As of Storage.
  std::vector<Key> Cycle;
  auto operator<=>(const Entity &) const = default;
};

/// A place of the entity with that index.
struct Value {
  uint32_t Entity = 0;
  Key Part;
  auto operator<=>(const Value &) const = default;
};
using Values = std::vector<Value>;

struct Flow {
  /// The cell or, with the whole key, the sink that refers to What.
  uint32_t Holder = 0;
  Key Part;
  Value What;
  auto operator<=>(const Flow &) const = default;
};

/// A call through what the caller passes.
struct Port {
  FunctionId Function = None;
  uint32_t Call = None;
  NameId Name = 0, Virtual = 0;
  Values Target, Receiver, Result;
  std::vector<Values> Arguments;
  bool ResultInPlace = false;
  bool operator==(const Port &) const = default;
};

struct Summary {
  std::vector<Entity> Entities;
  std::vector<Flow> Flows;
  /// Holder is an index into Sinks.
  std::vector<Flow> ToSinks;
  std::vector<std::pair<SinkKind, NameId>> Sinks;
  std::vector<Port> Ports;
  /// On all paths: overwritten places; the owners of threads that are waited
  /// for; containers and what is taken out of them (nothing: all).
  Values Overwritten, Joined;
  /// On some paths: overwritten places, and containers that lose elements.
  Values SometimesTaken;
  std::vector<std::pair<Value, std::optional<Value>>> Removed;
  /// Too large to be followed.
  bool Unknown = false;
  /// It was too large to be followed in detail: what is said to go somewhere
  /// may not. Vague: it, or what it calls.
  bool Coarse = false, Vague = false;
  bool operator==(const Summary &S) const;

  /// Per entity, of those that come with the call; not compared.
  struct Origin {
    Object What;
    std::optional<SiteKind> SiteIs;
  };
  std::vector<Origin> Origins;
  /// Per flow, then per flow to a sink: where the callee's solution says why;
  /// not compared.
  std::vector<std::pair<SetId, PlaceId>> Witnesses;
};

Summary summarize(const Solution &S);

} // namespace fastidious::escape
