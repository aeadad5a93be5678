#include "analysis/Layout.h"
#include "Code.h"
#include "analysis/Library.h"
#include "clang/AST/RecordLayout.h"
#include <chrono>
#include <numeric>
#include <random>

using namespace clang;

namespace fastidious {
namespace {

/// The record of a name, also of an instantiation.
class Finder : public RecursiveASTVisitor<Finder> {
public:
  explicit Finder(llvm::StringRef Name) : Name(Name) {}
  bool shouldVisitTemplateInstantiations() const { return true; }
  bool VisitCXXRecordDecl(CXXRecordDecl *R) {
    if (R->isCompleteDefinition() && !R->isDependentContext() &&
        R->getQualifiedNameAsString() == Name)
      Found = R;
    return true;
  }
  llvm::StringRef Name;
  const CXXRecordDecl *Found = nullptr;
};

const CXXRecordDecl &record(Code &C, llvm::StringRef Name) {
  Finder F(Name);
  F.TraverseDecl(C.context().getTranslationUnitDecl());
  if (!F.Found)
    throw std::runtime_error("no record " + Name.str());
  return *F.Found;
}

RecordLayout layout(Code &C, llvm::StringRef Name = "R") {
  auto L = RecordLayout::of(record(C, Name), C.context());
  if (!L)
    throw std::runtime_error("no layout of " + Name.str());
  return *L;
}

bool nobody(const LayoutUnit &) { return false; }

int64_t bytes(CharUnits U) { return U.getQuantity(); }

/// "24: 7 after 'a', 7 after 'c'": size and holes.
std::string holes(const RecordLayout &L) {
  std::string Text = std::to_string(bytes(L.Size)) + ":";
  for (const auto &H : L.Holes)
    Text += (&H == &L.Holes.front() ? " " : ", ") +
            std::to_string(bytes(H.Bytes.size())) + " after " +
            (H.After < 0 ? "the base" : nameOf(L.Units[H.After]));
  return Text;
}

void expectMovesLeadTo(const Reordering &R, const RecordLayout &L) {
  if (R.Moves.empty())
    return;
  std::vector<unsigned> Order = L.declaredOrder();
  for (Reordering::Move M : R.Moves) {
    llvm::erase(Order, M.Unit);
    Order.insert(M.After < 0 ? Order.begin()
                             : llvm::find(Order, unsigned(M.After)) + 1,
                 M.Unit);
  }
  EXPECT_EQ(Order, R.Order);
}

/// "24 -> 16: move 'c' behind 'a'", or "24".
std::string smallest(const RecordLayout &L, ContendedUnit Contended = nobody) {
  const auto R = smallestOrder(L, Contended);
  const std::string Now = std::to_string(bytes(L.Size));
  if (!R)
    return Now;
  EXPECT_EQ(R->Size, L.sizeInOrder(R->Order));
  expectMovesLeadTo(*R, L);
  return Now + " -> " + std::to_string(bytes(R->Size)) + ": " + describe(*R, L);
}

std::string smallest(const std::string &Source) {
  Code C(Source);
  return smallest(layout(C));
}

/// Fields of random types, some behind a base, as `RN` and, in other orders of
/// its fields, `RN_K`.
class RandomRecords {
public:
  /// \param Odd  with what makes the best order a bin packing: several runs
  /// of bit-fields, empty classes, tails to be filled.
  RandomRecords(unsigned Seed, bool Odd) : Random(Seed), Odd(Odd) {}

  static constexpr const char *Prelude = R"cpp(
    struct E {}; struct F {}; struct EE : E, F {};
    struct HasE { E e; int n; }; struct IsE : E { char c; };
    struct Tail { Tail() {} double d; char c; };
    struct Pod { int n; char c; };
    struct Vptr { virtual ~Vptr(); char c; };
    struct Inner : Tail { short s; };
    struct alignas(16) Wide { long n; };
    struct Bits { Bits(); int a : 3; };
    enum class K : unsigned char {};
  )cpp";

  struct Shape {
    std::string Base;
    std::vector<std::string> Fields;
  };

  Shape shape(unsigned MaxFields) {
    static const std::vector<std::string> Plain = {
        "", "", "", " : Tail", " : Pod", " : Vptr", " : Inner", " : Bits"};
    static const std::vector<std::string> Empty = {
        " : E",       " : EE",     " : IsE",   " : HasE",
        " : E, Tail", " : IsE, F", " : E, IsE"};
    Shape S{pick(Odd && Random() % 2 ? Empty : Plain), {}};
    HasBits = false;
    MayOverlap = Odd || S.Base.empty();
    for (unsigned I = 0, N = 1 + Random() % MaxFields; I < N; ++I)
      S.Fields.push_back(field("f" + std::to_string(I)));
    return S;
  }

  template <class T> const T &pick(const std::vector<T> &From) {
    return From[Random() % From.size()];
  }

  static std::string text(const Shape &S, const std::string &Name,
                          llvm::ArrayRef<unsigned> Order) {
    std::string Text = "struct " + Name + S.Base + " {";
    for (unsigned I : Order)
      Text += " " + S.Fields[I] + ";";
    return Text + " };\n";
  }

  std::mt19937 Random;

private:
  const bool Odd;
  bool HasBits = false, MayOverlap = true;

  std::string type() {
    static const std::vector<std::string> Plain = {
        "char",   "bool", "short", "int",   "long",  "double",
        "char *", "K",    "char",  "float", "short", "int",
        "Tail",   "Pod",  "Vptr",  "Wide",  "Inner", "bool"};
    static const std::vector<std::string> Empty = {"E", "F", "EE", "IsE",
                                                   "HasE"};
    return pick(Odd && Random() % 4 == 0 ? Empty : Plain);
  }

  std::string field(const std::string &Name) {
    static const std::vector<std::string> Plain = {"Tail", "Inner"};
    static const std::vector<std::string> Empty = {"E", "F", "EE", "IsE",
                                                   "Bits"};
    switch (Random() % 10) {
    case 0:
      if (MayOverlap)
        return "[[no_unique_address]] " + pick(Odd ? Empty : Plain) + " " +
               Name;
      [[fallthrough]];
    case 1:
      return type() + " " + Name + "[" + std::to_string(1 + Random() % 5) + "]";
    case 2:
      return "char " + Name + ", " + Name + "b";
    case 3:
      return "union { " + type() + "* " + Name + "; short " + Name + "s; }";
    case 4:
      if (!std::exchange(HasBits, !Odd))
        return "unsigned " + Name + " : " + std::to_string(1 + Random() % 20) +
               "; unsigned char " + Name + "b : 5";
      [[fallthrough]];
    default:
      return type() + " " + Name;
    }
  }
};

/// Bit-fields next to each other are one unit.
bool joinsBitFields(const RandomRecords::Shape &S,
                    llvm::ArrayRef<unsigned> Order) {
  const auto IsBits = [&](unsigned I) {
    return llvm::StringRef(S.Fields[I]).contains(" : ");
  };
  for (size_t I = 1; I < Order.size(); ++I)
    if (IsBits(Order[I - 1]) && IsBits(Order[I]))
      return true;
  return false;
}

struct Sample {
  RandomRecords::Shape Shape;
  std::vector<std::vector<unsigned>> Orders;
};

/// Records in a few orders each; Source declares them.
std::vector<Sample> samples(unsigned Count, unsigned MaxFields,
                            unsigned OrdersEach, bool Odd,
                            std::string &Source) {
  RandomRecords Records(Count, Odd);
  Source = RandomRecords::Prelude;
  std::vector<Sample> All;
  while (All.size() < Count) {
    Sample S{Records.shape(MaxFields), {}};
    std::vector<unsigned> Order(S.Shape.Fields.size());
    std::iota(Order.begin(), Order.end(), 0);
    if (joinsBitFields(S.Shape, Order))
      continue;
    for (unsigned K = 0; K < OrdersEach; ++K) {
      if (!joinsBitFields(S.Shape, Order)) {
        Source += RandomRecords::text(S.Shape,
                                      "R" + std::to_string(All.size()) + "_" +
                                          std::to_string(S.Orders.size()),
                                      Order);
        S.Orders.push_back(Order);
      }
      std::shuffle(Order.begin(), Order.end(), Records.Random);
    }
    All.push_back(std::move(S));
  }
  return All;
}

/// The layouts by name, found in one walk.
std::map<std::string, RecordLayout> layouts(Code &C) {
  std::map<std::string, RecordLayout> Found;
  for (const Decl *D : C.context().getTranslationUnitDecl()->decls())
    if (const auto *R = llvm::dyn_cast<CXXRecordDecl>(D))
      if (auto L = RecordLayout::of(*R, C.context()))
        Found.emplace(R->getNameAsString(), *L);
  return Found;
}

TEST(Layout, PlacesAsClangDoesInEveryOrder) {
  std::string Source;
  const auto Samples = samples(1500, 8, 6, true, Source);
  Code C(Source);
  const auto Real = layouts(C);
  for (size_t N = 0; N < Samples.size(); ++N) {
    const std::string Name = "R" + std::to_string(N) + "_";
    const auto Declared = Real.find(Name + "0");
    ASSERT_NE(Declared, Real.end())
        << RandomRecords::text(Samples[N].Shape, Name, Samples[N].Orders[0]);
    for (size_t K = 1; K < Samples[N].Orders.size(); ++K) {
      const auto &Order = Samples[N].Orders[K];
      const RecordLayout &Other = Real.at(Name + std::to_string(K));
      EXPECT_EQ(bytes(Other.Size), bytes(Declared->second.sizeInOrder(Order)))
          << RandomRecords::text(Samples[N].Shape, Name, Order);
      const auto Extents = Declared->second.place(Order);
      for (size_t I = 0; I < Order.size(); ++I) {
        EXPECT_EQ(bytes(Other.Units[I].Offset), bytes(Extents[I].Begin));
        EXPECT_EQ(bytes(Other.Units[I].Size), bytes(Extents[I].size()));
      }
    }
  }
}

bool joinsBitFields(const RecordLayout &L, llvm::ArrayRef<unsigned> Order) {
  for (size_t I = 1; I < Order.size(); ++I)
    if (L.Units[Order[I - 1]].isBitFields() && L.Units[Order[I]].isBitFields())
      return true;
  return false;
}

TEST(Layout, NoOrderIsSmallerThanTheSmallest) {
  std::string Source;
  samples(3000, 6, 1, false, Source);
  Code C(Source);
  unsigned Gains = 0;
  for (const auto &[Name, L] : layouts(C)) {
    const auto Found = smallestOrder(L, nobody);
    CharUnits Least = L.Size;
    std::vector<unsigned> Order = L.declaredOrder(), Best = Order;
    do {
      if (const CharUnits Size = L.sizeInOrder(Order);
          Size < Least && !joinsBitFields(L, Order)) {
        Least = Size;
        Best = Order;
      }
    } while (std::next_permutation(Order.begin(), Order.end()));
    if (Found)
      expectMovesLeadTo(*Found, L);
    Gains += Found.has_value();
    EXPECT_EQ(bytes(Least), bytes(Found ? Found->Size : L.Size))
        << Source.substr(Source.find("struct " + Name), 250)
        << "\nin: " << describe({Least, Best, {}}, L) << "\nnot "
        << smallest(L);
  }
  EXPECT_GT(Gains, 500u);
}

TEST(Layout, KnowsUnitsAndHoles) {
  Code C(R"cpp(
    struct Base { Base() {} double d; char c; };
    struct Plain { char a; double b; char c; };
    struct Derived : Base { char x; int y; char z; };
    struct Late : Base { int y; };
    struct Virtual { virtual ~Virtual(); char a; double b; };
    struct List { char a, b; double d; char c; };
    struct Bits { unsigned a : 1; unsigned b : 7; void *p; int c : 3, : 0; };
    struct Token { char k; union { long i; double r; }; unsigned n; };
    struct Deep { char k; struct { union { long i; }; }; struct {} ; };
    struct Flexible { char tag; int n; double d[]; };
    template <class T> struct Timed { bool a; T value; bool b; };
    Timed<double> t;
    struct __attribute__((packed)) Packed { char a; int n; int b : 9, c : 9; };
    #pragma pack(push, 2)
    struct Pack { char a; long n; int b : 20, c : 20; char d; };
    #pragma pack(pop)
  )cpp");
  const std::pair<const char *, const char *> Expected[] = {
      {"Plain", "24: 7 after 'a', 7 after 'c'"},
      {"Derived", "24: 2 after 'x', 7 after 'z'"},
      {"Late", "16: 3 after the base"},
      {"Virtual", "24: 7 after 'a'"},
      {"List", "24: 6 after 'a', 'b', 7 after 'c'"},
      {"Bits", "24: 7 after 'a', 'b', 4 after 'c'"},
      {"Token", "24: 7 after 'k', 4 after 'n'"},
      {"Flexible", "8: 3 after 'tag'"},
      {"Timed", "24: 7 after 'a', 7 after 'b'"},
      {"Packed", "8:"},
      {"Pack", "16: 1 after 'a'"},
  };
  for (const auto &[Name, Text] : Expected)
    EXPECT_EQ(holes(layout(C, Name)), Text) << Name;
  EXPECT_EQ(nameOf(layout(C, "Token").Units[1]), "the union of 'i'");
  EXPECT_EQ(nameOf(layout(C, "Deep").Units[1]), "the struct of 'i'");
}

TEST(Layout, HasNoneWhereOtherThanFieldsDecide) {
  Code C(R"cpp(
    struct Base { int n; };
    struct Virtual : virtual Base { char a; double b; };
    union Either { char a; double b; };
    struct Declared;
    struct Empty {};
    template <class T> struct Pattern { T t; };
    struct Wide { char c; int n : 40; };
    struct AlignedBits { char c; int n : 4 __attribute__((aligned(8))); };
  )cpp");
  for (const Decl *D : C.context().getTranslationUnitDecl()->decls())
    if (const auto *R = llvm::dyn_cast<CXXRecordDecl>(D);
        R && C.context().getSourceManager().isInMainFile(R->getLocation()) &&
        R->getName() != "Base")
      EXPECT_FALSE(RecordLayout::of(*R, C.context())) << R->getNameAsString();
}

TEST(Layout, MovesAsFewAsPossible) {
  const std::pair<const char *, const char *> Expected[] = {
      {"struct R { char a; double b; char c; };",
       "24 -> 16: move 'c' behind 'a'"},
      {"struct R { double b; char a; char c; };", "16"},
      {"struct R { double b; char a; double c; };", "24"},
      {"struct R { bool a; int id; bool b; long t; bool c; short s; };",
       "32 -> 24: move 'b' behind 'a'"},
      {"struct R { char a; long p; char b; long q; char c; long r; };",
       "48 -> 32: move 'b' behind 'a' and 'c' behind 'b'"},
      {"struct R { char a; long p; char b; long q; char c; long r; char d; "
       "long s; };",
       "64 -> 40: order: 'p', 'q', 'r', 's', 'a', 'b', 'c', 'd'"},
      {"struct B { B() {} double d; char c; };"
       "struct R : B { char x; int y; char z; };",
       "24 -> 16: move 'z' behind 'x'"},
      {"struct B { B() {} double d; char c; };"
       "struct R : B { int y; char x; char z; };",
       "24 -> 16: move 'y' behind 'z'"},
      {"struct R { unsigned a : 1; unsigned b : 7; void *p; unsigned n; };",
       "24 -> 16: move 'n' behind 'b'"},
      {"struct R { char k; union { long i; double r; }; unsigned n; };",
       "24 -> 16: move 'n' behind 'k'"},
      {"struct R { unsigned a : 1, b : 2, c : 3, : 2, d : 4; void *p; int n; "
       "};",
       "24 -> 16: move 'n' behind 'd'"},
      {"struct R { short n; void *p; unsigned a : 1, b : 2, c : 3, : 2, d : 4;"
       "int m; long *q; };",
       "32 -> 24: move 'n' behind 'd'"},
      {"struct O { O(); ~O(); char c; };"
       "struct R { O o; long p; char c; };",
       "24 -> 16: move 'c' behind 'o'"},
      {"struct O { O(); ~O(); char c; };"
       "struct R { char c; long p; O o; };",
       "24 -> 16: move 'c' behind 'o'"},
      {"struct R { char a, b; double d; char c; };",
       "24 -> 16: move 'c' behind 'b'"},
      {"struct H {}; struct R { bool u; [[no_unique_address]] H h; void *v; "
       "bool d; };",
       "24 -> 16: move 'd' behind 'u'"},
      {"struct K { K() {} double v; char t; };"
       "struct R { [[no_unique_address]] K k; char flag; double w; };",
       "24"},
      {"struct R { char tag; double d; char n; long rest[]; };",
       "24 -> 16: move 'n' behind 'tag'"},
      {"struct R { char a; long p; char b; long q; char c; long r; char d; "
       "long s; int n; int rest[]; };",
       "72 -> 40: order: 'p', 'q', 'r', 's', 'n', 'a', 'b', 'c', 'd', 'rest'"},
  };
  for (const auto &[Source, Text] : Expected)
    EXPECT_EQ(smallest(Source), Text) << Source;
}

std::string longRecord(unsigned Pairs, StringRef Rest) {
  std::string Text = "struct R {";
  for (unsigned I = 0; I < Pairs; ++I)
    Text += " long l" + std::to_string(I) + "; int i" + std::to_string(I) +
            ", j" + std::to_string(I) + ";";
  return Text + Rest.str() + " };";
}

TEST(Layout, SaysAnOrderOfManyFieldsInFewWords) {
  // A few fields among many move.
  EXPECT_EQ(smallest(longRecord(6, "char a; long p; char b; long q; char c; "
                                   "long r; char d; long s;")),
            "160 -> 136: move 'd' behind 'c', 'b' behind 'd' and 'a' behind "
            "'b'");
  EXPECT_EQ(smallest("struct R { char a; long b; char c; long d; char e; long "
                     "f; char g; long h; char i; long j; char k; long l; char "
                     "m; long n; char o; long p; };"),
            "128 -> 72: order: 'b', 'd', 'f', 'h', 'j', 'l' and 10 more, those "
            "of the largest alignment first");
}

TEST(Layout, KeepsContendedLinesApart) {
  Code C(R"cpp(
    struct R {
      char a;
      alignas(64) std::atomic<long> x;
      char b;
      alignas(64) std::atomic<long> y;
      char c;
    };
    struct Near { char a; std::atomic<long> x; char b; };
  )cpp");
  Library Lib(shippedModel());
  const auto IsContended = [&](const LayoutUnit &U) {
    return Lib.isContended(U.Fields.front()->getType());
  };
  EXPECT_EQ(smallest(layout(C), nobody), "192 -> 128: move 'a' behind 'b'");
  EXPECT_EQ(smallest(layout(C), IsContended), "192");
  EXPECT_EQ(smallest(layout(C, "Near"), IsContended),
            "24 -> 16: move 'b' behind 'a'");
}

TEST(Layout, OfHugeRecordsIsFoundInTime) {
  std::string Source = "struct R {";
  for (unsigned I = 0; I < 500; ++I)
    Source += (I % 2 ? "long f" : "char f") + std::to_string(I) + ";";
  Code C(Source + "};");
  const RecordLayout L = layout(C);
  const auto Start = std::chrono::steady_clock::now();
  const auto R = smallestOrder(L, nobody);
  EXPECT_LT(std::chrono::steady_clock::now() - Start, std::chrono::seconds(2));
  ASSERT_TRUE(R);
  EXPECT_EQ(bytes(R->Size), 250 * 8 + 256);
}

TEST(Layout, SharesLinesByPosition) {
  const auto At = [](int64_t Begin, int64_t End) {
    return Extent{CharUnits::fromQuantity(Begin), CharUnits::fromQuantity(End)};
  };
  const auto Share = [](Extent X, Extent Y, int64_t Align) {
    const LineSharing S = shareLine(X, Y, CharUnits::fromQuantity(Align),
                                    CharUnits::fromQuantity(64));
    return std::to_string(S.Shared) + " of " + std::to_string(S.Positions);
  };
  EXPECT_EQ(Share(At(0, 8), At(8, 16), 8), "7 of 8");
  EXPECT_EQ(Share(At(8, 16), At(0, 8), 8), "7 of 8");
  EXPECT_EQ(Share(At(0, 8), At(56, 64), 8), "1 of 8");
  EXPECT_EQ(Share(At(0, 8), At(64, 72), 8), "0 of 8");
  EXPECT_EQ(Share(At(0, 8), At(8, 16), 64), "1 of 1");
  EXPECT_EQ(Share(At(0, 8), At(64, 72), 128), "0 of 1");
  EXPECT_EQ(Share(At(0, 200), At(200, 201), 8), "7 of 8");
  EXPECT_EQ(Share(At(0, 0), At(0, 8), 8), "0 of 8");
}

} // namespace
} // namespace fastidious
