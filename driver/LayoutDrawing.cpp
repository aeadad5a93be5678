#include "LayoutDrawing.h"
#include "Sources.h"
#include "clang/AST/RecordLayout.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Format.h"

using namespace clang;

namespace fastidious {
namespace {

constexpr char HoleKey = '.';

/// A row of the legend: a base, a field, a hole.
struct Part {
  char Key;
  /// In bits.
  uint64_t Begin, Size;
  std::string Text;
};

/// Fields keep their letters in every order.
char keyOf(size_t Index) {
  static constexpr StringRef Keys =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  return Keys[Index % Keys.size()];
}

std::string counted(uint64_t N, StringRef What) {
  return std::to_string(N) + " " + What.str() + (N == 1 ? "" : "s");
}

class Drawing {
public:
  Drawing(const RecordLayout &L, llvm::raw_ostream &OS)
      : L(L), Context(L.Record->getASTContext()), OS(OS) {
    addBases();
  }

  void draw(llvm::ArrayRef<unsigned> Order) {
    Size = L.sizeInOrder(Order).getQuantity();
    Parts = Bases;
    for (const FieldPlace &P : L.placeFields(Order))
      Parts.push_back({keyOf(Bases.size() + P.Unit), P.Begin, P.Room,
                       declaration(*P.Field)});
    paint();
    addHoles();
    printTotals();
    printLines();
    printLegend();
  }

private:
  void addBases() {
    const ASTRecordLayout &Real = Context.getASTRecordLayout(L.Record);
    if (Real.hasOwnVFPtr())
      addBase("pointer to the virtual functions", CharUnits::Zero(), L.Start);
    for (const CXXBaseSpecifier &B : L.Record->bases()) {
      const CXXRecordDecl *R = B.getType()->getAsCXXRecordDecl();
      const CharUnits Begin = Real.getBaseClassOffset(R);
      const CharUnits Size =
          R->isEmpty() ? CharUnits::Zero()
                       : Context.getASTRecordLayout(R).getNonVirtualSize();
      addBase("base " + shownName(*R), Begin, Size);
    }
  }

  void addBase(std::string Text, CharUnits Begin, CharUnits Size) {
    Bases.push_back(
        {keyOf(Bases.size()), static_cast<uint64_t>(Context.toBits(Begin)),
         static_cast<uint64_t>(Context.toBits(Size)), std::move(Text)});
  }

  std::string declaration(const FieldDecl &F) const {
    if (F.isAnonymousStructOrUnion())
      return nameOf(*llvm::find_if(L.Units, [&](const LayoutUnit &U) {
        return llvm::is_contained(U.Fields, &F);
      }));
    std::string Text;
    llvm::raw_string_ostream Stream(Text);
    F.getType().print(Stream, Context.getPrintingPolicy(), F.getName());
    if (F.isBitField())
      Stream << " : "
             << F.getBitWidth()->EvaluateKnownConstInt(Context).getZExtValue();
    return Text;
  }

  void paint() {
    Bytes.assign(Size, HoleKey);
    for (const Part &P : Parts) {
      const uint64_t End = llvm::divideCeil(P.Begin + P.Size, 8);
      for (uint64_t At = P.Begin / 8; At < End && At < Size; ++At)
        Bytes[At] = P.Key;
    }
  }

  void addHoles() {
    HoleBytes = HoleCount = 0;
    for (size_t At = Bytes.find(HoleKey); At != std::string::npos;) {
      const size_t End =
          std::min(Bytes.find_first_not_of(HoleKey, At), Bytes.size());
      Parts.push_back({HoleKey, At * 8, (End - At) * 8,
                       End == Bytes.size() ? "unused, at the end" : "hole"});
      HoleBytes += End - At;
      ++HoleCount;
      At = Bytes.find(HoleKey, End);
    }
    llvm::sort(Parts, [](const Part &A, const Part &B) {
      return std::tie(A.Begin, A.Size, A.Key) <
             std::tie(B.Begin, B.Size, B.Key);
    });
  }

  void printTotals() {
    OS << counted(Size, "byte") << " in "
       << counted(llvm::divideCeil(Size, CacheLineBytes), "cache line");
    if (HoleCount == 0)
      OS << ", all used\n\n";
    else
      OS << ", " << HoleBytes << " of them unused in "
         << counted(HoleCount, "place") << "\n\n";
  }

  void printLines() {
    StringRef Last;
    unsigned Repeated = 0;
    for (size_t At = 0; At < Size; At += CacheLineBytes) {
      const StringRef Line = StringRef(Bytes).substr(At, CacheLineBytes);
      // A large array is one line and how often it comes again.
      if (Line == Last && At + CacheLineBytes < Size) {
        ++Repeated;
        continue;
      }
      printRepeated(Repeated);
      Repeated = 0;
      printLine(At, Line);
      Last = Line;
    }
    OS << '\n';
  }

  void printRepeated(unsigned Count) {
    if (Count)
      OS << "         ... and " << counted(Count, "line") << " like it\n";
  }

  void printLine(size_t At, StringRef Line) {
    OS << llvm::format("%6zu  |", At);
    for (size_t I = 0; I < Line.size(); ++I) {
      print(Line[I]);
      if (I % 8 == 7 || I + 1 == Line.size())
        OS << '|';
    }
    OS << '\n';
  }

  void print(char Key) {
    const bool Colored = Key == HoleKey && OS.has_colors();
    if (Colored)
      OS.changeColor(llvm::raw_ostream::RED);
    OS << Key;
    if (Colored)
      OS.resetColor();
  }

  /// "16", or "16:3" in a byte.
  static std::string offsetText(uint64_t Bits) {
    std::string Text = std::to_string(Bits / 8);
    return Bits % 8 ? Text + ":" + std::to_string(Bits % 8) : Text;
  }

  static std::string sizeText(uint64_t Bits) {
    return Bits % 8 ? counted(Bits, "bit") : std::to_string(Bits / 8);
  }

  void printLegend() {
    OS << "        offset    size\n";
    for (const Part &P : Parts) {
      OS << "    ";
      print(P.Size ? P.Key : ' ');
      OS << ' ' << llvm::right_justify(offsetText(P.Begin), 8)
         << llvm::right_justify(sizeText(P.Size), 8) << "  " << P.Text << '\n';
    }
  }

  const RecordLayout &L;
  const ASTContext &Context;
  llvm::raw_ostream &OS;
  std::vector<Part> Bases, Parts;
  std::string Bytes;
  uint64_t Size = 0, HoleBytes = 0, HoleCount = 0;
};

} // namespace

std::string shownName(const CXXRecordDecl &R) {
  std::string Name;
  llvm::raw_string_ostream OS(Name);
  R.getNameForDiagnostic(OS, R.getASTContext().getPrintingPolicy(),
                         /*Qualified=*/true);
  return Name;
}

std::string shownPlace(const SourceManager &SM, SourceLocation At) {
  const auto [File, Offset] = SM.getDecomposedExpansionLoc(At);
  // The name in the location is relative to the directory of the command.
  const FileEntry *Entry = SM.getFileEntryForID(File);
  return (Entry ? shownPath(Entry->tryGetRealPathName()) : "<built-in>") + ":" +
         std::to_string(SM.getLineNumber(File, Offset));
}

void drawLayout(const RecordLayout &L, const Reordering *Better,
                llvm::raw_ostream &OS) {
  const SourceManager &SM = L.Record->getASTContext().getSourceManager();
  OS << shownName(*L.Record) << ", " << shownPlace(SM, L.Record->getLocation())
     << "\n\nnow: ";
  Drawing Picture(L, OS);
  Picture.draw(L.declaredOrder());
  if (!Better)
    return;
  const int64_t Now = L.Size.getQuantity(),
                Saved = Now - Better->Size.getQuantity();
  OS << '\n'
     << describe(*Better, L) << ": " << counted(Saved, "byte") << " less ("
     << 100 * Saved / Now << " %)\n\nthen: ";
  Picture.draw(Better->Order);
}

} // namespace fastidious
