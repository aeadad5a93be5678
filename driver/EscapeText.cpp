// The escape report for the reader: lines, flows, totals, annotated sources.
#include "EscapeReport.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using llvm::StringRef;

namespace fastidious {

std::string shownPlace(const escape::Location &L) {
  return shownPath(L.File) + ":" + std::to_string(L.Line) + ":" +
         std::to_string(L.Column);
}

static StringRef ruleTextOf(const EscapeFact &F) {
  switch (F.Is.To) {
  case escape::Destination::Global:
    return "S4: what is static lives on when the function has returned";
  case escape::Destination::Thread:
    return "S5: a thread can run on when the function has returned";
  case escape::Destination::Exception:
    return "S6: what is thrown leaves the function";
  case escape::Destination::Frame:
    return "S7: a coroutine can be resumed later";
  case escape::Destination::Param:
    return "S3: what the caller passed lives on when the function has returned";
  case escape::Destination::Return:
    return "S2: the result lives on when the function has returned";
  case escape::Destination::OuterScope:
    return "S1: the variable is still used when the scope has ended";
  case escape::Destination::Unknown:
    return "S8: nobody can look into the callee";
  default:
    return "";
  }
}

static StringRef lineText(const escape::Location &L, Sources &Texts) {
  const SourceFile &File = Texts.get(L.File);
  return L.Line && L.Line <= File.lines()
             ? File.lineAt(File.offset(L.Line, 1)).trim()
             : StringRef();
}

static void printFlow(const EscapeFact &F, Sources &Texts,
                      llvm::raw_ostream &OS) {
  if (const StringRef Rule = ruleTextOf(F); !Rule.empty())
    OS << "  rule " << Rule << '\n';
  for (const escape::Step &S : F.Is.Flow) {
    OS.indent(2 + 2 * S.Depth) << (S.Depth ? "in the callee: " : "flow: ");
    if (!S.From.empty() && !S.To.empty())
      OS << S.To << " <- " << S.From << ' ';
    else if (!S.From.empty())
      OS << S.From << ' ';
    OS << '(' << word(S.Why) << ") at " << shownPlace(S.Where);
    if (const StringRef Line = lineText(S.Where, Texts); !Line.empty())
      OS << ": " << Line;
    OS << '\n';
    if (S.LeftOut)
      OS.indent(2) << "(" << S.LeftOut << " steps are left out)\n";
  }
}

static StringRef plural(unsigned N) { return N == 1 ? "" : "s"; }

static void printTotals(const EscapeFacts &All, llvm::raw_ostream &OS) {
  if (All.Functions.empty())
    return;
  OS << "\nheap sites:\n";
  for (const FunctionTotals &T : All.Functions) {
    OS << shownPlace(T.Where) << ": " << T.Name << ": " << T.sites()
       << " heap site" << plural(T.sites()) << " (" << T.PerCall
       << " per call, " << T.PerIteration << " per iteration), " << T.Removable
       << " removable";
    if (T.Locals)
      OS << ", variables take " << T.Locals << " B";
    OS << '\n';
  }
}

static void printUnknown(const EscapeFacts &All, llvm::raw_ostream &OS) {
  constexpr size_t Most = 10;
  if (All.Unknown.empty())
    return;
  OS << "\nunknown:\n";
  for (const auto &[Name, Count] : llvm::ArrayRef(All.Unknown).take_front(Most))
    OS << Count << " fact" << plural(Count) << (Count == 1 ? " is" : " are")
       << " unknown because of '" << Name << "'\n";
  if (All.Unknown.size() > Most)
    OS << "and " << All.Unknown.size() - Most << " others\n";
  OS << "one line in a model file settles each: with --model=FILE, where FILE "
        "holds for functions that keep nothing\n"
     << "effects:\n  - {does: nothing, names: [\"" << All.Unknown.front().first
     << "\"]}\n";
}

void printEscapeText(const EscapeFacts &All, const EscapePrint &How,
                     Sources &Texts, llvm::raw_ostream &OS) {
  for (const EscapeFact &F : All.Facts) {
    if (!How.Everything && !F.isNoteworthy())
      continue;
    OS << shownPlace(F.Is.Where) << ": " << sentence(F) << " [" << ruleOf(F)
       << "]\n";
    if (How.Flow)
      printFlow(F, Texts, OS);
  }
  printTotals(All, OS);
  printUnknown(All, OS);
}

static void printFile(StringRef File,
                      const std::map<unsigned, std::vector<std::string>> &Notes,
                      Sources &Texts, llvm::raw_ostream &OS) {
  const SourceFile &Source = Texts.get(File);
  OS << "==> " << shownPath(File) << " <==\n";
  for (unsigned Line = 1; Line <= Source.lines(); ++Line) {
    const unsigned Begin = Source.offset(Line, 1);
    if (Begin == Source.text().size())
      break;
    OS << Source.lineAt(Begin);
    if (const auto Here = Notes.find(Line); Here != Notes.end())
      OS << "  // ^ " << llvm::join(Here->second, "; ");
    OS << '\n';
  }
}

void printEscapeSource(const EscapeFacts &All, const EscapePrint &How,
                       Sources &Texts, llvm::raw_ostream &OS) {
  std::map<std::string, std::map<unsigned, std::vector<std::string>>> ByFile;
  for (const EscapeFact &F : All.Facts)
    if (How.Everything || F.isNoteworthy())
      ByFile[F.Is.Where.File][F.Is.Where.Line].push_back(sentence(F));
  for (const auto &[File, Notes] : ByFile)
    printFile(File, Notes, Texts, OS);
}

} // namespace fastidious
