/// The fields of the graph's parts, named once for writing and reading, and
/// what has to hold of them.
#pragma once

#include "escape/Archive.h"
#include "escape/Program.h"

namespace fastidious::escape {

template <class A> void archive(A &To, Record &Of) {
  To(Of.Key, Of.Final, Of.Bases, Of.Overrides);
}
template <class A> void archive(A &To, Override &Of) {
  To(Of.Base, Of.Function);
}
template <class A> void archive(A &To, Object &Of) {
  To(Of.Kind, Of.Name, Of.Where, Of.Scope, Of.Parent, Of.Part, Of.Index,
     Of.Type, Of.Callee, Of.File, Of.GivenAway, Of.Several, Of.JoinsAtEnd,
     Of.MustJoin, Of.Shares, Of.Site);
}
template <class A> void archive(A &To, Site &Of) {
  To(Of.Kind, Of.Size, Of.Inline, Of.Many, Of.InLoop, Of.Polymorphic,
     Of.Complete, Of.Movable, Of.Recursive, Of.OwnDeleter, Of.Type);
}
template <class A> void archive(A &To, Constraint &Of) {
  To(Of.Kind, Of.Why, Of.Dst, Of.Src, Of.Object, Of.Part, Of.Where,
     Of.Overwrites);
}
template <class A> void archive(A &To, Sink &Of) { To(Of.Kind, Of.Name); }
template <class A> void archive(A &To, Call &Of) {
  To(Of.Callee, Of.Name, Of.Target, Of.Virtual, Of.Arguments, Of.Receiver,
     Of.Result, Of.ResultInPlace);
}
template <class A> void archive(A &To, Scope &Of) {
  To(Of.Parent, Of.LoopBody);
}
template <class A> void archive(A &To, Event &Of) { To(Of.Kind, Of.Index); }
template <class A> void archive(A &To, Removal &Of) {
  To(Of.Container, Of.Value);
}
template <class A> void archive(A &To, Block &Of) {
  To(Of.Events, Of.Successors);
}
template <class A> void archive(A &To, Parameter &Of) {
  To(Of.Name, Of.Where, Of.InPlace, Of.Refers, Of.NoEscape, Of.TakesOver,
     Of.HandsOut, Of.Copied, Of.ReadOnly);
}
template <class A> void archive(A &To, Graph &Of) {
  To(Of.Key, Of.Name, Of.Where, Of.HasThis, Of.FixedSignature, Of.External,
     Of.Coroutine, Of.NoReturn, Of.Variadic, Of.FrameSize, Of.Parameters,
     Of.Carriers, Of.Result, Of.ResultInPlace, Of.Fields, Of.SeveralFields,
     Of.Objects, Of.Sites, Of.Sinks, Of.Calls, Of.Removals, Of.Scopes,
     Of.Constraints, Of.Returns, Of.Blocks, Of.Nodes, Of.Incomplete);
}
template <class A> void archive(A &To, Key &Of) { To(Of.Field, Of.Owned); }
template <class A> void archive(A &To, Location &Of) {
  To(Of.File, Of.Line, Of.Column);
}
template <class A> void archive(A &To, Return &Of) {
  To(Of.From, Of.To, Of.Where);
}

template <class A> void archive(A &To, PackedFunction &Of) {
  To(Of.Key, Of.Bytes);
}
template <class A> void archive(A &To, PackedUnit &Of) {
  To(Of.MainFile, Of.Functions, Of.Records);
}

/// All numbers refer to something.
bool isWellFormed(const Graph &G);

} // namespace fastidious::escape
