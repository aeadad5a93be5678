#include "Fixes.h"
#include "Output.h"
#include "llvm/Support/FileSystem.h"
#include <map>
#include <set>

using llvm::StringRef;

namespace fastidious {
namespace {

/// Two insertions at one place conflict, too: their order would be a guess.
bool overlap(const Edit &A, const Edit &B) {
  if (A.File != B.File)
    return false;
  if (A.Offset == B.Offset)
    return true;
  const Edit &First = A.Offset < B.Offset ? A : B;
  const Edit &Second = A.Offset < B.Offset ? B : A;
  return First.Offset + First.Length > Second.Offset;
}

/// The edits taken so far, by file and offset: none overlaps another.
class EditSet {
public:
  /// \returns whether all of \p Edits were added; otherwise none was.
  bool add(const std::vector<Edit> &Edits) {
    std::vector<Edit> New;
    for (const Edit &E : Edits) {
      // Two fixes may need the same header.
      if (isInclude(E) && Taken.contains(E))
        continue;
      if (llvm::any_of(New, [&](const Edit &N) { return overlap(N, E); }) ||
          overlapsTaken(E))
        return false;
      New.push_back(E);
    }
    Taken.insert(New.begin(), New.end());
    return true;
  }

  const std::set<Edit> &all() const { return Taken; }

private:
  bool overlapsTaken(const Edit &E) const {
    const auto Next = Taken.lower_bound({E.File, E.Offset, 0, ""});
    return (Next != Taken.end() && overlap(*Next, E)) ||
           (Next != Taken.begin() && overlap(*std::prev(Next), E));
  }

  std::set<Edit> Taken;
};

std::string edited(StringRef Text, const std::vector<Edit> &Edits) {
  std::string Result;
  size_t Done = 0;
  for (const Edit &E : Edits) {
    Result += Text.slice(Done, E.Offset);
    Result += E.Text;
    Done = E.Offset + E.Length;
  }
  return Result + Text.substr(Done).str();
}

/// Writes beside the file and then replaces it, so that nothing can be lost.
llvm::Error replaceFile(StringRef File, StringRef Text) {
  const auto Permissions = llvm::sys::fs::getPermissions(File);
  llvm::Expected<Output> Out = Output::open(File);
  if (!Out)
    return Out.takeError();
  if (llvm::Error E = Out->write([&](llvm::raw_ostream &OS) { OS << Text; }))
    return E;
  if (Permissions)
    llvm::sys::fs::setPermissions(File, *Permissions);
  return llvm::Error::success();
}

/// \returns the texts of all files with as many fixes of \p Wanted as fit.
Overlay editedFiles(llvm::ArrayRef<const Finding *> Wanted, Sources &Texts,
                    FixCount &Count) {
  EditSet Edits;
  for (const Finding *F : Wanted)
    ++(Edits.add(F->Main.Edits) ? Count.Applied : Count.Conflicting);
  std::map<std::string, std::vector<Edit>> ByFile;
  for (const Edit &E : Edits.all())
    ByFile[E.File].push_back(E);
  Overlay Result;
  for (const auto &[File, Own] : ByFile)
    Result[File] = edited(Texts.get(File).text(), Own);
  return Result;
}

bool touchesAny(const Finding &F, const std::set<std::string> &Files) {
  return llvm::any_of(F.Main.Edits,
                      [&](const Edit &E) { return Files.contains(E.File); });
}

} // namespace

bool isInclude(const Edit &E) {
  return E.Length == 0 && StringRef(E.Text).ltrim().starts_with("#include");
}

llvm::Expected<FixCount> applyFixes(const std::vector<Finding> &Findings,
                                    Sources &Texts, const FixTrial &Try) {
  std::vector<const Finding *> Wanted;
  for (const Finding &F : Findings)
    if (!F.Main.Edits.empty())
      Wanted.push_back(&F);
  FixCount Count;
  Overlay New;
  while (true) {
    Count.Applied = Count.Conflicting = 0;
    New = editedFiles(Wanted, Texts, Count);
    const std::set<std::string> Broken = Try(New);
    if (Broken.empty())
      break;
    Count.Withdrawn += std::erase_if(
        Wanted, [&](const Finding *F) { return touchesAny(*F, Broken); });
  }
  for (const auto &[File, Text] : New)
    if (llvm::Error E = replaceFile(File, Text))
      return std::move(E);
  Count.Files = New.size();
  return Count;
}

} // namespace fastidious
