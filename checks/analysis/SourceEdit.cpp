#include "analysis/SourceEdit.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace fastidious {

std::optional<std::string> textOf(const Stmt &S, const ASTContext &Context) {
  const SourceManager &SM = Context.getSourceManager();
  if (S.getBeginLoc().isMacroID() || S.getEndLoc().isMacroID()) {
    // An argument of a macro, or a macro that is the whole expression.
    const CharSourceRange R = Lexer::makeFileCharRange(
        CharSourceRange::getTokenRange(S.getSourceRange()), SM,
        Context.getLangOpts());
    if (R.isInvalid())
      return std::nullopt;
    return Lexer::getSourceText(R, SM, Context.getLangOpts()).str();
  }
  const StringRef Text =
      Lexer::getSourceText(CharSourceRange::getTokenRange(S.getSourceRange()),
                           SM, Context.getLangOpts());
  if (Text.empty() || Text.contains('\n'))
    return std::nullopt;
  return Text.str();
}

bool mayEdit(const Stmt &S, const Function &F) {
  const SourceManager &SM = F.U.Context.getSourceManager();
  if (S.getBeginLoc().isMacroID() || S.getEndLoc().isMacroID() ||
      SM.isInSystemHeader(S.getBeginLoc()))
    return false;
  for (const FunctionDecl *D : {F.Decl, F.Root.Decl})
    if (D && D->isTemplateInstantiation())
      return false;
  return true;
}

std::optional<FixItHint> insertLineBefore(const Stmt &S, StringRef Line,
                                          const Function &F) {
  const SourceManager &SM = F.U.Context.getSourceManager();
  if (!isa_and_nonnull<CompoundStmt>(F.parent(&S)) || !mayEdit(S, F))
    return std::nullopt;
  const SourceLocation At = S.getBeginLoc();
  const auto [File, Offset] = SM.getDecomposedLoc(At);
  const StringRef Before = SM.getBufferData(File).take_front(Offset);
  const StringRef Indent = Before.substr(Before.rfind('\n') + 1);
  if (!Indent.trim(" \t").empty())
    return std::nullopt;
  return FixItHint::CreateInsertion(At, (Line + "\n" + Indent).str());
}

std::optional<CharSourceRange> wholeLines(const Stmt &S,
                                          const ASTContext &Context) {
  const SourceManager &SM = Context.getSourceManager();
  const SourceLocation End = Lexer::findLocationAfterToken(
      S.getEndLoc(), tok::semi, SM, Context.getLangOpts(), false);
  if (End.isInvalid() || S.getBeginLoc().isMacroID())
    return std::nullopt;
  const auto [File, First] = SM.getDecomposedLoc(S.getBeginLoc());
  const unsigned Last = SM.getDecomposedLoc(End).second;
  const StringRef Text = SM.getBufferData(File);
  const size_t LineBegin = Text.take_front(First).rfind('\n') + 1;
  const size_t LineEnd = Text.find('\n', Last);
  if (LineEnd == StringRef::npos ||
      !Text.slice(LineBegin, First).trim(" \t").empty() ||
      !Text.slice(Last, LineEnd).trim(" \t\r").empty())
    return std::nullopt;
  const SourceLocation Start = SM.getLocForStartOfFile(File);
  return CharSourceRange::getCharRange(Start.getLocWithOffset(LineBegin),
                                       Start.getLocWithOffset(LineEnd + 1));
}

} // namespace fastidious
