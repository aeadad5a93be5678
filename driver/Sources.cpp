#include "Sources.h"
#include "clang/Basic/LangOptions.h"
#include "clang/Lex/Lexer.h"
#include "llvm/Support/ConvertUTF.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include <algorithm>

using llvm::StringRef;

namespace fastidious {
namespace {

/// The length that Clang's lexer gives to the token at \p Offset.
unsigned tokenLength(StringRef Text, unsigned Offset) {
  clang::LangOptions Options;
  Options.CPlusPlus = Options.CPlusPlus11 = Options.LineComment = true;
  clang::Lexer Lexer(clang::SourceLocation(), Options, Text.begin(),
                     Text.begin() + Offset, Text.end());
  clang::Token Token;
  Lexer.LexFromRawLexer(Token);
  return Token.is(clang::tok::eof) ? 1 : std::max(1u, Token.getLength());
}

/// The first byte of a sequence decides: four bytes are a surrogate pair.
unsigned utf16Length(StringRef Text) {
  unsigned Units = 0;
  for (unsigned char C : Text)
    Units += (C & 0xC0) == 0x80 ? 0 : C >= 0xF0 ? 2 : 1;
  return Units;
}

} // namespace

std::string realPath(StringRef Path) {
  llvm::SmallString<256> Real;
  if (!llvm::sys::fs::real_path(Path, Real))
    return Real.str().str();
  Real = Path;
  llvm::sys::fs::make_absolute(Real);
  llvm::sys::path::remove_dots(Real, /*remove_dot_dot=*/true);
  return Real.str().str();
}

std::string shownPath(StringRef Path) {
  static const std::string Base = realPath(".") + "/";
  StringRef Rest = Path;
  return Rest.consume_front(Base) ? Rest.str() : Path.str();
}

SourceFile::SourceFile(std::string Content)
    : Text(std::move(Content)), LineStarts{0} {
  for (unsigned I = 0; I != Text.size(); ++I)
    if (Text[I] == '\n')
      LineStarts.push_back(I + 1);
}

unsigned SourceFile::lineIndex(unsigned Offset) const {
  const auto Next =
      std::upper_bound(LineStarts.begin(), LineStarts.end(), Offset);
  return Next - LineStarts.begin() - 1;
}

Place SourceFile::place(unsigned Offset) const {
  Offset = std::min<unsigned>(Offset, Text.size());
  const unsigned Line = lineIndex(Offset);
  const unsigned Start = LineStarts[Line];
  const StringRef Before = StringRef(Text).slice(Start, Offset);
  return {Line + 1, Offset - Start + 1, utf16Length(Before) + 1};
}

unsigned SourceFile::offset(unsigned Line, unsigned Column) const {
  if (Line == 0 || Line > LineStarts.size())
    return Text.size();
  return std::min<unsigned>(LineStarts[Line - 1] + Column - 1, Text.size());
}

StringRef SourceFile::lineAt(unsigned Offset) const {
  const unsigned Line = lineIndex(std::min<unsigned>(Offset, Text.size()));
  return StringRef(Text).substr(LineStarts[Line]).split('\n').first.rtrim('\r');
}

unsigned SourceFile::endOf(const Message &M) const {
  if (M.Offset >= Text.size())
    return Text.size();
  unsigned End = M.Offset + tokenLength(Text, M.Offset);
  for (const Span &S : M.Ranges)
    if (S.Offset <= M.Offset && M.Offset < S.Offset + S.Length) {
      End = S.Offset + S.Length;
      break;
    }
  const StringRef Line = lineAt(M.Offset);
  const unsigned LineEnd = Line.end() - Text.data();
  return std::max(M.Offset, std::min(End, LineEnd));
}

Sources::Sources(const Overlay &Texts) {
  for (const auto &[Path, Text] : Texts)
    Files[Path] = std::make_unique<SourceFile>(Text);
}

const SourceFile &Sources::get(StringRef Path) {
  std::unique_ptr<SourceFile> &File = Files[Path];
  if (!File) {
    const auto Buffer = llvm::MemoryBuffer::getFile(Path);
    File = std::make_unique<SourceFile>(Buffer ? (*Buffer)->getBuffer().str()
                                               : std::string());
  }
  return *File;
}

} // namespace fastidious
