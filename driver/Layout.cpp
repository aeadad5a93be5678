// `fastidious explain --layout`: how a record uses its bytes.
#include "Commands.h"
#include "Database.h"
#include "LayoutDrawing.h"
#include "Sources.h"
#include "analysis/Library.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Frontend/ASTUnit.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/StringExtras.h"

using namespace clang;

namespace fastidious {
namespace {

/// Spaces do not tell names apart: `Pair<int,long>` is `Pair<int, long>`.
std::string withoutSpaces(StringRef Name) {
  std::string Result = Name.str();
  llvm::erase_if(Result, [](char C) { return C == ' '; });
  return Result;
}

/// The complete records of a file, also instantiations, by all their names.
class Records : public RecursiveASTVisitor<Records> {
public:
  explicit Records(ASTContext &Context) { TraverseAST(Context); }

  bool shouldVisitTemplateInstantiations() const { return true; }
  bool VisitCXXRecordDecl(CXXRecordDecl *R) {
    if (R->isThisDeclarationADefinition() && !R->isDependentContext() &&
        !R->isLambda() && R->getDeclName()) {
      add(shownName(*R), *R);
      add(R->getQualifiedNameAsString(), *R);
    }
    return true;
  }
  bool VisitTypedefNameDecl(TypedefNameDecl *T) {
    if (const CXXRecordDecl *R = T->getUnderlyingType()->getAsCXXRecordDecl();
        R && R->hasDefinition() && !R->getDefinition()->isDependentContext())
      add(T->getQualifiedNameAsString(), *R->getDefinition());
    return true;
  }

  /// Those of exactly that name, else those whose name ends so.
  llvm::SetVector<const CXXRecordDecl *> named(StringRef Wanted) const {
    const std::string Name = withoutSpaces(Wanted);
    if (const auto It = ByName.find(Name); It != ByName.end())
      return It->second;
    llvm::SetVector<const CXXRecordDecl *> Found;
    for (const auto &[Full, Those] : ByName)
      if (StringRef(Full).ends_with("::" + Name))
        Found.insert(Those.begin(), Those.end());
    return Found;
  }

  std::string nearestTo(StringRef Wanted) const {
    std::vector<StringRef> Names;
    for (const auto &Entry : ByName) {
      Names.push_back(Entry.first);
      Names.push_back(StringRef(Entry.first).rsplit("::").second);
    }
    return nearest(Wanted, Names).str();
  }

private:
  void add(const std::string &Name, const CXXRecordDecl &R) {
    ByName[withoutSpaces(Name)].insert(&R);
  }

  llvm::MapVector<std::string, llvm::SetVector<const CXXRecordDecl *>,
                  std::map<std::string, unsigned>>
      ByName;
};

/// Keeps the first error.
class FirstError : public DiagnosticConsumer {
public:
  void HandleDiagnostic(DiagnosticsEngine::Level Level,
                        const Diagnostic &Info) override {
    if (Level < DiagnosticsEngine::Error || !Text.empty())
      return;
    llvm::SmallString<128> Message;
    Info.FormatDiagnostic(Message);
    if (Info.hasSourceManager() && Info.getLocation().isValid())
      Text = shownPlace(Info.getSourceManager(), Info.getLocation()) + ": ";
    Text += Message.str();
  }

  std::string Text;
};

llvm::Expected<std::unique_ptr<ASTUnit>> parse(const Job &J) {
  const auto NotAnalysed = [&](const llvm::Twine &Why) {
    return llvm::createStringError(shownPath(J.File) +
                                   ": not analysed: " + Why);
  };
  if (const std::string Why = whatIsMissing(J); !Why.empty())
    return NotAnalysed(Why);
  const OneCommand Database(J.Command);
  tooling::ClangTool Tool(Database, {J.File});
  FirstError Error;
  Tool.setDiagnosticConsumer(&Error);
  Tool.setPrintErrorMessage(false);
  std::vector<std::unique_ptr<ASTUnit>> Units;
  Tool.buildASTs(Units);
  if (Units.empty() || !Error.Text.empty())
    return llvm::createStringError(shownPath(J.File) +
                                   ": not analysed: " + Error.Text +
                                   ": the file must compile with Clang");
  return std::move(Units.front());
}

/// One character per byte is of no use beyond.
constexpr int64_t MaxDrawn = 1 << 24;

StringRef whyUnknown(const CXXRecordDecl &R) {
  if (R.isUnion())
    return "it is a union: its members share their bytes";
  if (R.getNumVBases())
    return "it has a virtual base, whose place each derived class decides";
  if (R.field_empty())
    return "it has no fields of its own";
  return "its fields are placed by other rules than those of the common ABI";
}

int draw(const CXXRecordDecl &R) {
  const auto L = RecordLayout::of(R, R.getASTContext());
  if (!L)
    return fail("'" + shownName(R) + "' cannot be drawn: " + whyUnknown(R));
  if (L->Size.getQuantity() > MaxDrawn)
    return fail("'" + shownName(R) + "' cannot be drawn: it has " +
                std::to_string(L->Size.getQuantity()) + " bytes");
  std::string Error;
  const auto Facts = Model::load("", Error);
  Library Lib(*Facts);
  const auto IsContended = [&](const LayoutUnit &U) {
    return llvm::any_of(U.Fields, [&](const FieldDecl *F) {
      return Lib.isContended(F->getType());
    });
  };
  const auto Better = smallestOrder(*L, IsContended);
  drawLayout(*L, Better ? &*Better : nullptr, llvm::outs());
  if (Better)
    return NothingToReport;
  const bool IsApart =
      smallestOrder(*L, [](auto &) { return false; }).has_value();
  llvm::outs() << (IsApart ? "\nevery smaller order puts fields into the cache "
                             "line of an atomic or a lock\n"
                           : "\nno other order of the fields is smaller\n");
  return NothingToReport;
}

int unknown(StringRef Name, const Records &All, const Job &J) {
  const std::string Near = All.nearestTo(Name);
  return fail("no record '" + Name + "' in " + shownPath(J.File) + ": " +
              (Near.empty() ? "name one that it or its headers define"
                            : "did you mean '" + Near + "'?"));
}

int ambiguous(StringRef Name, llvm::ArrayRef<const CXXRecordDecl *> Found) {
  constexpr size_t Shown = 8;
  std::vector<std::string> Names;
  for (const CXXRecordDecl *R : Found.take_front(Shown))
    Names.push_back("'" + shownName(*R) + "'");
  return fail("'" + Name + "' is the name of " + std::to_string(Found.size()) +
              " records: name one of " + llvm::join(Names, ", ") +
              (Found.size() > Shown ? " ..." : ""));
}

} // namespace

int explainLayout(StringRef Record, const Inputs &In) {
  llvm::Expected<Plan> P = makePlan(In);
  if (!P)
    return fail(llvm::toString(P.takeError()));
  if (P->Jobs.empty())
    return fail("'" + In.Files.front() + "' is no C++: name a C++ file");
  const Job &J = P->Jobs.front();
  llvm::Expected<std::unique_ptr<ASTUnit>> Unit = parse(J);
  if (!Unit) {
    fail(llvm::toString(Unit.takeError()));
    return Incomplete;
  }
  const Records All((*Unit)->getASTContext());
  const auto Found = All.named(Record);
  if (Found.empty())
    return unknown(Record, All, J);
  if (Found.size() > 1)
    return ambiguous(Record, Found.getArrayRef());
  return draw(*Found.front());
}

} // namespace fastidious
