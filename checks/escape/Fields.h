/// The fields of the graph's parts, named once for writing and reading, and
/// what has to hold of them.
#pragma once

#include "escape/Program.h"

namespace fastidious::escape {

struct UnitHead {
  std::string MainFile;
  std::vector<Record> Records;
};

// forEachField(A, B, Do) calls Do(name, field of A, field of B). Names are
// short: a unit has hundreds of thousands of them.

template <class A, class Do>
void forEachField(A &X, const UnitHead &Y, Do &&D) {
  D("main", X.MainFile, Y.MainFile);
  D("records", X.Records, Y.Records);
}

template <class A, class Do> void forEachField(A &X, const Record &Y, Do &&D) {
  D("key", X.Key, Y.Key);
  D("final", X.Final, Y.Final);
  D("bases", X.Bases, Y.Bases);
  D("overrides", X.Overrides, Y.Overrides);
}

template <class A, class Do>
void forEachField(A &X, const Override &Y, Do &&D) {
  D("base", X.Base, Y.Base);
  D("fn", X.Function, Y.Function);
}

template <class A, class Do> void forEachField(A &X, const Object &Y, Do &&D) {
  D("kind", X.Kind, Y.Kind);
  D("name", X.Name, Y.Name);
  D("at", X.Where, Y.Where);
  D("scope", X.Scope, Y.Scope);
  D("parent", X.Parent, Y.Parent);
  D("part", X.Part, Y.Part);
  D("index", X.Index, Y.Index);
  D("type", X.Type, Y.Type);
  D("callee", X.Callee, Y.Callee);
  D("given", X.GivenAway, Y.GivenAway);
  D("several", X.Several, Y.Several);
  D("joins", X.JoinsAtEnd, Y.JoinsAtEnd);
  D("mustjoin", X.MustJoin, Y.MustJoin);
  D("site", X.Site, Y.Site);
}

template <class A, class Do> void forEachField(A &X, const Site &Y, Do &&D) {
  D("kind", X.Kind, Y.Kind);
  D("size", X.Size, Y.Size);
  D("inline", X.Inline, Y.Inline);
  D("many", X.Many, Y.Many);
  D("loop", X.InLoop, Y.InLoop);
  D("polymorphic", X.Polymorphic, Y.Polymorphic);
  D("complete", X.Complete, Y.Complete);
  D("movable", X.Movable, Y.Movable);
  D("recursive", X.Recursive, Y.Recursive);
  D("deleter", X.OwnDeleter, Y.OwnDeleter);
  D("type", X.Type, Y.Type);
}

template <class A, class Do>
void forEachField(A &X, const Constraint &Y, Do &&D) {
  D("op", X.Kind, Y.Kind);
  D("why", X.Why, Y.Why);
  D("dst", X.Dst, Y.Dst);
  D("src", X.Src, Y.Src);
  D("of", X.Object, Y.Object);
  D("part", X.Part, Y.Part);
  D("at", X.Where, Y.Where);
  D("over", X.Overwrites, Y.Overwrites);
}

template <class A, class Do> void forEachField(A &X, const Sink &Y, Do &&D) {
  D("kind", X.Kind, Y.Kind);
  D("name", X.Name, Y.Name);
}

template <class A, class Do> void forEachField(A &X, const Call &Y, Do &&D) {
  D("callee", X.Callee, Y.Callee);
  D("name", X.Name, Y.Name);
  D("target", X.Target, Y.Target);
  D("virtual", X.Virtual, Y.Virtual);
  D("args", X.Arguments, Y.Arguments);
  D("receiver", X.Receiver, Y.Receiver);
  D("result", X.Result, Y.Result);
  D("inplace", X.ResultInPlace, Y.ResultInPlace);
}

template <class A, class Do> void forEachField(A &X, const Scope &Y, Do &&D) {
  D("parent", X.Parent, Y.Parent);
  D("loop", X.LoopBody, Y.LoopBody);
}

template <class A, class Do> void forEachField(A &X, const Event &Y, Do &&D) {
  D("kind", X.Kind, Y.Kind);
  D("of", X.Index, Y.Index);
}

template <class A, class Do> void forEachField(A &X, const Removal &Y, Do &&D) {
  D("from", X.Container, Y.Container);
  D("value", X.Value, Y.Value);
}

template <class A, class Do> void forEachField(A &X, const Block &Y, Do &&D) {
  D("events", X.Events, Y.Events);
  D("next", X.Successors, Y.Successors);
}

template <class A, class Do>
void forEachField(A &X, const Parameter &Y, Do &&D) {
  D("name", X.Name, Y.Name);
  D("at", X.Where, Y.Where);
  D("inplace", X.InPlace, Y.InPlace);
  D("refers", X.Refers, Y.Refers);
  D("noescape", X.NoEscape, Y.NoEscape);
  D("takes", X.TakesOver, Y.TakesOver);
  D("out", X.HandsOut, Y.HandsOut);
  D("copied", X.Copied, Y.Copied);
  D("readOnly", X.ReadOnly, Y.ReadOnly);
}

template <class A, class Do> void forEachField(A &X, const Graph &Y, Do &&D) {
  D("key", X.Key, Y.Key);
  D("name", X.Name, Y.Name);
  D("at", X.Where, Y.Where);
  D("this", X.HasThis, Y.HasThis);
  D("fixed", X.FixedSignature, Y.FixedSignature);
  D("external", X.External, Y.External);
  D("coroutine", X.Coroutine, Y.Coroutine);
  D("noreturn", X.NoReturn, Y.NoReturn);
  D("variadic", X.Variadic, Y.Variadic);
  D("frame", X.FrameSize, Y.FrameSize);
  D("parameters", X.Parameters, Y.Parameters);
  D("carriers", X.Carriers, Y.Carriers);
  D("result", X.Result, Y.Result);
  D("inplace", X.ResultInPlace, Y.ResultInPlace);
  D("fields", X.Fields, Y.Fields);
  D("several", X.SeveralFields, Y.SeveralFields);
  D("objects", X.Objects, Y.Objects);
  D("sites", X.Sites, Y.Sites);
  D("sinks", X.Sinks, Y.Sinks);
  D("calls", X.Calls, Y.Calls);
  D("removals", X.Removals, Y.Removals);
  D("scopes", X.Scopes, Y.Scopes);
  D("constraints", X.Constraints, Y.Constraints);
  D("blocks", X.Blocks, Y.Blocks);
  D("nodes", X.Nodes, Y.Nodes);
  D("incomplete", X.Incomplete, Y.Incomplete);
}

/// All numbers refer to something.
bool isWellFormed(const Graph &G);

} // namespace fastidious::escape
