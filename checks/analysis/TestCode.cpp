#include "analysis/TestCode.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/SmallSet.h"

using namespace clang;

namespace fastidious {

using Files = llvm::SmallSet<FileID, 2>;

/// The name of the macro that the user writes at At.
static StringRef macroWrittenAt(SourceLocation At, const ASTContext &Context) {
  const SourceManager &SM = Context.getSourceManager();
  StringRef Name;
  for (; At.isMacroID(); At = SM.getImmediateMacroCallerLoc(At))
    Name = Lexer::getImmediateMacroName(At, SM, Context.getLangOpts());
  return Name;
}

/// TEST, TEST_F, TESTCASE, BOOST_AUTO_TEST_CASE; not LATEST or TESTABLE.
static bool namesTest(StringRef Macro) {
  llvm::SmallVector<StringRef, 4> Words;
  Macro.split(Words, '_');
  return llvm::any_of(Words, [](StringRef Word) {
    return Word.equals_insensitive("test") ||
           Word.equals_insensitive("testcase");
  });
}

/// The files whose macros define the tests.
static Files frameworksOf(Unit &U) {
  const SourceManager &SM = U.Context.getSourceManager();
  Files Found;
  for (const auto &F : U.functions()) {
    const SourceLocation At =
        F->Decl && !F->Lambda ? F->Decl->getBeginLoc() : SourceLocation();
    if (At.isMacroID() && namesTest(macroWrittenAt(At, U.Context)))
      Found.insert(SM.getFileID(SM.getSpellingLoc(At)));
  }
  return Found;
}

bool isTestCode(SourceLocation At, Unit &U) {
  const Files Frameworks = frameworksOf(U);
  if (Frameworks.empty())
    return false;
  const SourceManager &SM = U.Context.getSourceManager();
  const FileID File = SM.getFileID(SM.getExpansionLoc(At));
  for (unsigned I = 0; I < SM.local_sloc_entry_size(); ++I) {
    const SrcMgr::SLocEntry &Entry = SM.getLocalSLocEntry(I);
    if (!Entry.isExpansion())
      continue;
    const SrcMgr::ExpansionInfo &Macro = Entry.getExpansion();
    if (Frameworks.contains(SM.getFileID(Macro.getSpellingLoc())) &&
        SM.getFileID(SM.getExpansionLoc(Macro.getExpansionLocStart())) == File)
      return true;
  }
  return false;
}

} // namespace fastidious
