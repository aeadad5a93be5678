#include "Fingerprints.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/SHA256.h"
#include <map>
#include <set>

using llvm::StringRef;

namespace fastidious {
namespace {

std::string withoutSpaces(StringRef Line) {
  std::string Result;
  llvm::copy_if(Line, std::back_inserter(Result),
                [](char C) { return !llvm::isSpace(C); });
  return Result;
}

/// Counts, per file, how often a text was seen.
using Ordinals = std::map<std::pair<std::string, std::string>, unsigned>;

} // namespace

/// The first 64 bits are enough to tell the lines of a project apart.
std::string hash(StringRef Text) {
  const auto Digest = llvm::SHA256::hash(llvm::arrayRefFromStringRef(Text));
  return llvm::toHex(llvm::ArrayRef(Digest).take_front(8), /*LowerCase=*/true);
}

std::string lineHash(StringRef Line) { return hash(withoutSpaces(Line)); }

std::vector<Fingerprint> fingerprints(const std::vector<Finding> &Findings,
                                      Sources &Texts) {
  std::vector<Fingerprint> Result;
  Ordinals OfCheck, OfLine;
  std::map<std::pair<std::string, unsigned>, unsigned> LineOrdinal;
  Result.reserve(Findings.size());
  for (const Finding &F : Findings) {
    const SourceFile &File = Texts.get(F.Main.File);
    const std::string Line = withoutSpaces(File.lineAt(F.Main.Offset));
    const std::string Own = F.Check + '\0' + Line;
    const unsigned Nth = ++OfCheck[{F.Main.File, Own}];
    // Several findings on one line share the line's hash.
    const auto [It, IsNewLine] =
        LineOrdinal.try_emplace({F.Main.File, File.place(F.Main.Offset).Line});
    if (IsNewLine)
      It->second = ++OfLine[{F.Main.File, Line}];
    Result.push_back({hash(Own), hash(Own + '\0' + std::to_string(Nth)),
                      hash(Line) + ":" + std::to_string(It->second)});
  }
  return Result;
}

} // namespace fastidious
