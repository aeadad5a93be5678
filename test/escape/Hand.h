// Graphs made by hand, as the builder would make them.
#pragma once

#include "escape/Program.h"

namespace fastidious::escape {

/// One function. Sources and destinations are nodes; places are objects.
class Hand {
public:
  explicit Hand(std::string Key) {
    G.Key = G.Name = std::move(Key);
    G.Where = {"a.cpp", 1, 1};
    G.Scopes.emplace_back();
    G.Blocks.emplace_back();
    G.Result = object(ObjectKind::Result, "");
  }

  ObjectId object(ObjectKind Kind, std::string Name, ScopeId Scope = 0) {
    Object O;
    O.Kind = Kind;
    O.Name = std::move(Name);
    O.Scope = Scope;
    O.Where = next();
    G.Objects.push_back(O);
    return G.Objects.size() - 1;
  }
  ObjectId local(std::string Name, ScopeId Scope = 0) {
    return object(ObjectKind::Local, std::move(Name), Scope);
  }
  ObjectId global(std::string Name) {
    return object(ObjectKind::Global, std::move(Name));
  }
  ObjectId function(std::string Key) {
    const ObjectId O = object(ObjectKind::Function, Key);
    G.Objects[O].Callee = std::move(Key);
    return O;
  }
  ObjectId content(ObjectId Owner) {
    const ObjectId O = object(ObjectKind::Content, "");
    G.Objects[O].Parent = Owner;
    G.Objects[O].Part = {0, true};
    return O;
  }
  ObjectId site(SiteKind Kind, std::optional<uint64_t> Size = 8,
                ScopeId Scope = 0) {
    const ObjectId O = object(ObjectKind::Site, "", Scope);
    G.Objects[O].Site = G.Sites.size();
    G.Sites.emplace_back();
    G.Sites.back().Kind = Kind;
    G.Sites.back().Size = Size;
    return O;
  }
  Site &siteOf(ObjectId O) { return G.Sites[G.Objects[O].Site]; }

  /// The value of a pointer or reference; with InPlace the address of the
  /// carrier.
  NodeId parameter(std::string Name, bool InPlace = false) {
    const ObjectId Carrier = object(ObjectKind::Argument, Name);
    G.Objects[Carrier].Index = G.Parameters.size();
    G.Carriers.push_back(Carrier);
    G.Parameters.push_back({Name, next(), InPlace, true, false});
    const NodeId Address = at(Carrier);
    return InPlace ? Address : load(Address);
  }
  /// After all parameters.
  NodeId self() {
    const ObjectId Carrier = object(ObjectKind::Argument, "this");
    G.Objects[Carrier].Index = G.Parameters.size();
    G.Carriers.push_back(Carrier);
    G.HasThis = true;
    return load(at(Carrier));
  }

  Key field(std::string Name, bool Owned = false) {
    for (uint32_t F = 0; F != G.Fields.size(); ++F)
      if (G.Fields[F] == Name)
        return {F + 1, Owned};
    G.Fields.push_back(std::move(Name));
    return {static_cast<uint32_t>(G.Fields.size()), Owned};
  }

  NodeId node() { return G.Nodes++; }
  NodeId at(ObjectId O, Key Part = {}) {
    const NodeId N = node();
    add({Op::Address, Reason::AddressOf, N, None, O, Part, next()});
    return N;
  }
  NodeId load(NodeId From, Key Part = {}) {
    const NodeId N = node();
    add({Op::Load, Reason::None, N, From, None, Part, next()});
    return N;
  }
  NodeId part(NodeId From, Key Part) {
    const NodeId N = node();
    add({Op::Part, Reason::None, N, From, None, Part, next()});
    return N;
  }
  NodeId join(std::vector<NodeId> From) {
    const NodeId N = node();
    for (NodeId F : From)
      add({Op::Copy, Reason::None, N, F, None, {}, next()});
    return N;
  }
  void store(NodeId To, NodeId What, Key Part = {},
             Reason Why = Reason::Assigned) {
    effect({Op::Store, Why, To, What, None, Part, next(), true});
  }
  void give(NodeId What, Key Part = {}) {
    store(at(G.Result), What, Part, Reason::Returned);
  }
  void sink(SinkKind Kind, std::string Name, NodeId What) {
    G.Sinks.push_back({Kind, std::move(Name)});
    effect({Op::Sink,
            Reason::None,
            None,
            What,
            static_cast<uint32_t>(G.Sinks.size() - 1),
            {},
            next()});
  }
  NodeId call(Call C) {
    if (C.Name.empty())
      C.Name = C.Callee;
    if (C.Result == None)
      C.Result = node();
    const NodeId Result = C.Result;
    G.Calls.push_back(std::move(C));
    effect({Op::Call,
            Reason::CallArgument,
            None,
            None,
            static_cast<uint32_t>(G.Calls.size() - 1),
            {},
            next()});
    return Result;
  }
  NodeId call(std::string Callee, std::vector<NodeId> Arguments,
              NodeId Receiver = None) {
    Call C;
    C.Callee = std::move(Callee);
    C.Arguments = std::move(Arguments);
    C.Receiver = Receiver;
    return call(std::move(C));
  }

  ScopeId scope(ScopeId Parent = 0, bool LoopBody = false) {
    G.Scopes.push_back({Parent, LoopBody});
    return G.Scopes.size() - 1;
  }
  void enter(ScopeId S) { event(Event::Enter, S); }
  void leave(ScopeId S) { event(Event::Leave, S); }
  void use(ObjectId O) { event(Event::Use, O); }
  void wait(NodeId Owner) { event(Event::Join, Owner); }
  void remove(NodeId Container, NodeId Value) {
    G.Removals.push_back({Container, Value});
    event(Event::Remove, G.Removals.size() - 1);
  }
  /// A new block, in which all goes on; the blocks before it that lead there.
  uint32_t block(std::vector<uint32_t> From) {
    G.Blocks.emplace_back();
    for (uint32_t F : From)
      edge(F, G.Blocks.size() - 1);
    return G.Blocks.size() - 1;
  }
  void edge(uint32_t From, uint32_t To) {
    G.Blocks[From].Successors.push_back(To);
  }
  uint32_t here() const { return G.Blocks.size() - 1; }

  Graph G;

private:
  Location next() { return {"a.cpp", ++Line, 1}; }
  void add(Constraint C) { G.Constraints.push_back(std::move(C)); }
  void effect(Constraint C) {
    add(std::move(C));
    event(Event::Do, G.Constraints.size() - 1);
  }
  void event(Event::EventKind Kind, uint32_t Index) {
    G.Blocks.back().Events.push_back({Kind, Index});
  }
  uint32_t Line = 1;
};

/// "x escapes(global)" and so on, as the labels of the report say it.
std::string said(const Fact &F);

/// The facts on these functions.
class Judged {
public:
  Judged(std::vector<Hand> Functions, Options O = {},
         std::vector<Record> Records = {});
  /// What is said of this subject in this function, with ';' between several.
  std::string operator()(std::string Function, std::string Subject) const;
  Program P;
};

} // namespace fastidious::escape
