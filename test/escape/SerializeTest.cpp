#include "escape/Serialize.h"
#include "Hand.h"
#include "escape/Fields.h"
#include "gtest/gtest.h"

namespace fastidious::escape {
namespace {

Unit unit() {
  Hand F("f\"\n");
  const NodeId P = F.parameter("p", true), This = F.self();
  const ObjectId Made = F.site(SiteKind::MakeUnique, uint64_t(1) << 40);
  F.siteOf(Made).Movable = false;
  F.store(This, F.at(Made), F.field("a", true), Reason::StoredInField);
  F.sink(SinkKind::Thread, "t", P);
  F.G.Objects[Made].JoinsAtEnd = true;
  F.G.SeveralFields = {1};
  const ScopeId Inner = F.scope(0, true);
  F.leave(Inner);
  F.remove(P, None);
  F.block({0});
  F.call("g", {P, None}, This);
  Unit U;
  U.MainFile = "/a b/ä.cpp";
  U.Functions = {F.G, Hand("h").G};
  U.Records = {{"D", true, {"B"}, {{"B::f", "D::f"}}}};
  return U;
}

std::string error(llvm::StringRef Bytes) {
  llvm::Expected<PackedUnit> U = readUnit(Bytes);
  return U ? "" : llvm::toString(U.takeError());
}

TEST(Serialize, RoundTrip) {
  const Unit U = unit();
  const std::string Bytes = write(pack(U));
  llvm::Expected<PackedUnit> Again = readUnit(Bytes);
  ASSERT_TRUE(bool(Again)) << llvm::toString(Again.takeError());
  EXPECT_EQ(Again->MainFile, U.MainFile);
  EXPECT_EQ(Again->Records, U.Records);
  ASSERT_EQ(Again->Functions.size(), U.Functions.size());
  for (size_t F = 0; F != U.Functions.size(); ++F)
    EXPECT_EQ(unpack(Again->Functions[F]), U.Functions[F]);
  EXPECT_EQ(write(*Again), Bytes);
}

TEST(Serialize, SameBytesForSameFunction) {
  Unit Other = unit();
  std::swap(Other.Functions[0], Other.Functions[1]);
  EXPECT_EQ(pack(unit()).Functions[0].Bytes, pack(Other).Functions[1].Bytes);
}

/// How many fields the list names.
struct Counter {
  template <class... T> void operator()(T &...) { Count = sizeof...(T); }
  size_t Count = 0;
};
template <class T> size_t fieldsOf(T V) {
  Counter C;
  archive(C, V);
  return C.Count;
}

TEST(Serialize, EveryFieldIsWritten) {
  // A field that a list forgets would be lost without a word: these are the
  // sizes of the structures that the lists were written for.
  const auto [A1, A2, A3, A4, A5, A6, A7, A8, A9, A10, A11, A12, A13, A14, A15,
              A16] = Object();
  EXPECT_EQ(fieldsOf(Object()), 16u);
  const auto [C1, C2, C3, C4, C5, C6, C7, C8] = Constraint();
  EXPECT_EQ(fieldsOf(Constraint()), 8u);
  const auto [P1, P2, P3, P4, P5, P6, P7, P8, P9] = Parameter();
  EXPECT_EQ(fieldsOf(Parameter()), 9u);
  const auto [S1, S2, S3, S4, S5, S6, S7, S8, S9, S10, S11] = Site();
  EXPECT_EQ(fieldsOf(Site()), 11u);
  const auto [L1, L2, L3, L4, L5, L6, L7, L8] = Call();
  EXPECT_EQ(fieldsOf(Call()), 8u);
  const auto [G1, G2, G3, G4, G5, G6, G7, G8, G9, G10, G11, G12, G13, G14, G15,
              G16, G17, G18, G19, G20, G21, G22, G23, G24, G25, G26, G27] =
      Graph();
  EXPECT_EQ(fieldsOf(Graph()), 27u);
}

TEST(Serialize, DamagedInput) {
  const std::string Good = write(pack(unit()));
  EXPECT_EQ(error(""), "it is no extract: write it again with --extract");
  EXPECT_EQ(error("int main() {}\n"),
            "it is no extract: write it again with --extract");
  EXPECT_EQ(error("fastidious extract 0 \n"),
            "it was written by another version: write it again with --extract");
  EXPECT_EQ(error(Good.substr(0, Good.size() / 2)),
            "it is damaged: write it again with --extract");
}

TEST(Serialize, DamagedBytes) {
  // Whatever they are: no crash, nothing read beyond them.
  const std::string Good = pack(unit()).Functions[0].Bytes;
  for (size_t Size = 0; Size != Good.size(); ++Size)
    EXPECT_FALSE(unpack({"f", Good.substr(0, Size)}));
}

TEST(Serialize, NumbersThatAreTooLong) {
  const auto Read = [](uint64_t N) { return fromBytes<uint64_t>(toBytes(N)); };
  EXPECT_EQ(Read(~uint64_t(0)), ~uint64_t(0));
  // No texts, and then more bytes than any number has.
  const std::string Long = std::string(1, '\0') + std::string(10, '\x80');
  EXPECT_FALSE(fromBytes<uint64_t>(Long + std::string(1, '\0')));
}

TEST(Serialize, NumbersThatReferToNothing) {
  const auto Reads = [](llvm::function_ref<void(Graph &)> Damage) {
    Unit U = unit();
    Damage(U.Functions[0]);
    return unpack(pack(U).Functions[0]).has_value();
  };
  EXPECT_TRUE(Reads([](Graph &) {}));
  EXPECT_FALSE(Reads([](Graph &G) { G.Nodes = 1; }));
  EXPECT_FALSE(Reads([](Graph &G) { G.Nodes = 1u << 31; }));
  EXPECT_FALSE(Reads([](Graph &G) { G.Blocks[0].Successors = {7}; }));
  EXPECT_FALSE(Reads([](Graph &G) { G.Blocks[0].Events[0].Index = 99; }));
  EXPECT_FALSE(Reads([](Graph &G) { G.Objects[0].Parent = 0; }));
  EXPECT_FALSE(Reads([](Graph &G) { G.Scopes[0].Parent = 1; }));
  EXPECT_FALSE(Reads([](Graph &G) { G.Carriers.clear(); }));
  EXPECT_FALSE(Reads([](Graph &G) { G.Fields.clear(); }));
  EXPECT_FALSE(Reads([](Graph &G) { G.Sites.clear(); }));
  EXPECT_FALSE(Reads([](Graph &G) { G.Constraints[0].Object = 99; }));
}

} // namespace
} // namespace fastidious::escape
