#include "escape/LinkState.h"
#include "escape/Fields.h"

namespace fastidious::escape {

template <class A> static void archive(A &To, Step &Of) {
  To(Of.Why, Of.Where, Of.From, Of.To, Of.Depth, Of.LeftOut);
}
template <class A> static void archive(A &To, WayOut &Of) {
  To(Of.To, Of.Through, Of.Certain, Of.At, Of.Flow);
}
template <class A> static void archive(A &To, Fact &Of) {
  To(Of.Kind, Of.Function, Of.Subject, Of.Where, Of.Says, Of.To, Of.Through,
     Of.LeavesAt, Of.All, Of.Flow, Of.Ways, Of.Object, Of.Made, Of.Keeps);
}
template <class A> static void archive(A &To, KnownFunction &Of) {
  To(Of.Graph, Of.Asked, Of.Summary, Of.Told, Of.Facts, Of.FactsOf,
     Of.Explained);
}
template <class A> static void archive(A &To, LinkState &Of) {
  To(Of.Functions);
}

std::string bytesOf(const LinkState &S) { return toBytes(S); }
std::string bytesOf(const std::vector<Fact> &All) { return toBytes(All); }

LinkState linkStateFrom(llvm::StringRef Bytes) {
  return fromBytes<LinkState>(Bytes).value_or(LinkState());
}

} // namespace fastidious::escape
