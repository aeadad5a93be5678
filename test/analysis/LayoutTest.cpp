#include "analysis/Layout.h"
#include "Code.h"
#include "clang/AST/RecordLayout.h"
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
    Text += " " + std::to_string(bytes(H.Bytes.size())) + " after " +
            (H.After < 0 ? "the base" : nameOf(L.Units[H.After]));
  return Text;
}

/// "24 -> 16: move 'c' behind 'a'", or "24".
std::string smallest(const RecordLayout &L, ContendedUnit Contended = nobody) {
  const auto R = smallestOrder(L, Contended);
  const std::string Now = std::to_string(bytes(L.Size));
  if (!R)
    return Now;
  EXPECT_EQ(R->Size, L.sizeInOrder(R->Order));
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
    Gains += Found.has_value();
    EXPECT_EQ(bytes(Least), bytes(Found ? Found->Size : L.Size))
        << Source.substr(Source.find("struct " + Name), 250)
        << "\nin: " << describe({Least, Best, {}}, L) << "\nnot "
        << smallest(L);
  }
  EXPECT_GT(Gains, 500u);
}

TEST(Layout, OfTheCases) {
  EXPECT_EQ(smallest("struct R { char a; double b; char c; };"),
            "24 -> 16: move 'c' behind 'a'");
}

} // namespace
} // namespace fastidious
