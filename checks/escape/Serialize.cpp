#include "escape/Serialize.h"
#include "escape/Fields.h"
#include "llvm/Support/BLAKE3.h"

using llvm::StringRef;

namespace fastidious {

std::string digest(StringRef Data) {
  constexpr size_t Length = 16;
  llvm::BLAKE3 Hash;
  Hash.update(Data);
  return llvm::toHex(Hash.final<Length>(), /*LowerCase=*/true);
}

namespace escape {

/// The number changes with the fields of the graph.
static constexpr llvm::StringLiteral Seal = "fastidious extract 2 ";

PackedUnit pack(const Unit &U) {
  PackedUnit Made = {U.MainFile, {}, U.Records};
  for (const Graph &G : U.Functions)
    Made.Functions.push_back({G.Key, toBytes(G)});
  return Made;
}

std::optional<Graph> unpack(const PackedFunction &F) {
  std::optional<Graph> G = fromBytes<Graph>(F.Bytes);
  return G && G->Key == F.Key && isWellFormed(*G) ? std::move(G) : std::nullopt;
}

std::string write(const PackedUnit &U) {
  const std::string Body = toBytes(U);
  return (Seal + digest(Body) + "\n" + Body).str();
}

llvm::Expected<PackedUnit> readUnit(StringRef Bytes) {
  const auto [Head, Body] = Bytes.split('\n');
  const auto Again = [](StringRef Why) {
    return llvm::createStringError(Why + ": write it again with --extract");
  };
  if (!Head.starts_with(Seal.take_front(Seal.find_first_of("0123456789"))))
    return Again("it is no extract");
  if (!Head.starts_with(Seal))
    return Again("it was written by another version");
  std::optional<PackedUnit> U;
  if (Head.drop_front(Seal.size()) == digest(Body))
    U = fromBytes<PackedUnit>(Body);
  if (!U)
    return Again("it is damaged");
  return std::move(*U);
}

} // namespace escape
} // namespace fastidious
