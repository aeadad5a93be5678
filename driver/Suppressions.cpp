#include "Suppressions.h"
#include "Rules.h"
#include "clang-tidy/GlobList.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include <limits>

using namespace clang;
using llvm::StringRef;

namespace fastidious {
namespace {

constexpr StringRef Prefix = "fastidious-";

/// \returns the names that a list such as "(a, b)" holds of ours.
std::vector<StringRef> ownNames(StringRef List) {
  std::vector<StringRef> Result;
  for (StringRef Name : llvm::split(List, ','))
    if (Name.trim().starts_with(Prefix))
      Result.push_back(Name.trim());
  return Result;
}

bool allRun(StringRef Name, const tidy::ClangTidyContext &Context) {
  tidy::GlobList Names(Name);
  return llvm::all_of(ruleNames(), [&](StringRef Rule) {
    return !Names.contains(Rule) || Context.isCheckEnabled(Rule);
  });
}

} // namespace

bool SuppressionWatch::HandleComment(Preprocessor &PP, SourceRange Comment) {
  const SourceManager &SM = PP.getSourceManager();
  if (SM.isInSystemHeader(Comment.getBegin()))
    return false;
  bool IsInvalid = false;
  const char *Begin = SM.getCharacterData(Comment.getBegin(), &IsInvalid);
  if (IsInvalid)
    return false;
  const StringRef Text(Begin, SM.getFileOffset(Comment.getEnd()) -
                                  SM.getFileOffset(Comment.getBegin()));
  for (size_t At = Text.find("NOLINT"); At != StringRef::npos;
       At = Text.find("NOLINT", At + 1))
    add(PP, Comment.getBegin().getLocWithOffset(static_cast<int>(At)),
        Text.substr(At));
  return false;
}

void SuppressionWatch::add(Preprocessor &PP, SourceLocation At,
                           StringRef Comment) {
  const size_t Open = Comment.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ");
  const StringRef Kind = Comment.substr(0, Open);
  StringRef List = Comment.substr(Open);
  if (!List.consume_front("(") || !List.contains(')'))
    return;
  List = List.split(')').first;
  const PresumedLoc Place =
      PP.getSourceManager().getPresumedLoc(At, /*UseLineDirectives=*/false);
  if (Place.isInvalid())
    return;
  const StringRef File = Place.getFilename();
  const unsigned Line = Place.getLine();
  if (Kind == "NOLINTEND")
    return end(File, Line, List);
  unsigned First = Line, Last = Line;
  if (Kind == "NOLINTNEXTLINE")
    First = Last = Line + 1;
  else if (Kind == "NOLINTBEGIN")
    Last = std::numeric_limits<unsigned>::max();
  else if (Kind != "NOLINT")
    return;
  for (const StringRef Name : ownNames(List)) {
    // A header without a guard is seen more than once.
    if (llvm::any_of(All, [&](const Seen &S) {
          return S.What.File == File && S.What.Line == Line &&
                 S.What.Check == Name;
        }))
      continue;
    All.push_back({{File.str(), Line, Kind.str(), Name.str(), false,
                    allRun(Name, Context)},
                   First,
                   Last,
                   List.str()});
  }
}

void SuppressionWatch::end(StringRef File, unsigned Line, StringRef List) {
  for (Seen &S : llvm::reverse(All))
    if (S.What.Kind == "NOLINTBEGIN" && S.What.File == File && S.List == List &&
        S.First <= Line && Line <= S.Last)
      S.Last = Line;
}

void SuppressionWatch::look(DiagnosticsEngine::Level Level,
                            const Diagnostic &Info) {
  if (All.empty() || Level < DiagnosticsEngine::Warning ||
      !Info.hasSourceManager())
    return;
  const std::string Check = Context.getCheckName(Info.getID());
  if (!StringRef(Check).starts_with(Prefix))
    return;
  SmallVector<tooling::Diagnostic, 1> Errors;
  if (!Context.shouldSuppressDiagnostic(Level, Info, Errors))
    return;
  // A comment where a macro is used counts as well as one in the macro.
  const SourceManager &SM = Info.getSourceManager();
  for (SourceLocation At = Info.getLocation();;
       At = SM.getImmediateExpansionRange(At).getBegin()) {
    const PresumedLoc Place =
        SM.getPresumedLoc(SM.getSpellingLoc(At), /*UseLineDirectives=*/false);
    if (Place.isValid())
      use(Place.getFilename(), Place.getLine(), Check);
    if (!At.isMacroID())
      return;
  }
}

void SuppressionWatch::use(StringRef File, unsigned Line, StringRef Check) {
  for (Seen &S : All)
    if (S.What.File == File && S.First <= Line && Line <= S.Last &&
        tidy::GlobList(S.What.Check).contains(Check))
      S.What.IsUsed = true;
}

std::vector<Suppression>
SuppressionWatch::take(llvm::function_ref<std::string(StringRef)> Real) {
  std::vector<Suppression> Result;
  for (Seen &S : All) {
    S.What.File = Real(S.What.File);
    Result.push_back(std::move(S.What));
  }
  return Result;
}

} // namespace fastidious
