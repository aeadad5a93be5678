#include "Scope.h"
#include "Dependents.h"
#include "clang/Driver/Types.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/Support/Path.h"

using llvm::StringRef;

namespace fastidious {
namespace {

/// \returns whether units may read it, judged by its name.
bool isCode(StringRef File) {
  namespace types = clang::driver::types;
  const StringRef Extension = llvm::sys::path::extension(File).ltrim('.');
  const types::ID Type = types::lookupTypeForExtension(Extension);
  if (Type != types::TY_INVALID)
    return types::isAcceptedByClang(Type) && !types::isLLVMIR(Type);
  return llvm::StringSwitch<bool>(Extension)
      .Cases({"inc", "def", "inl", "ipp", "tpp", "txx", "tcc", "icc"}, true)
      .Default(false);
}

/// Reduces \p Jobs to those that may read one of \p Files. \returns the files
/// that none was seen to read.
std::vector<std::string> keepReaders(std::vector<Job> &Jobs,
                                     const std::vector<std::string> &Files,
                                     unsigned Threads) {
  std::vector<Job> Kept;
  std::set<std::string> Unread(Files.begin(), Files.end());
  if (!Files.empty()) {
    const std::vector<Reads> All = readsOf(Jobs, Files, Threads);
    for (size_t I = 0; I != Jobs.size(); ++I) {
      for (const std::string &File : All[I].Files)
        Unread.erase(File);
      if (!All[I].Files.empty() || !All[I].IsComplete)
        Kept.push_back(std::move(Jobs[I]));
    }
  }
  Jobs = std::move(Kept);
  return {Unread.begin(), Unread.end()};
}

} // namespace

llvm::Expected<Scope> Scope::create(ScopeSettings S) {
  Scope Result;
  if (S.Diff) {
    llvm::Expected<Change> C = Change::fromGit(*S.Diff);
    if (!C)
      return C.takeError();
    Result.What = std::move(*C);
  }
  if (!S.BaselinePath.empty()) {
    llvm::Expected<Baseline> B = Baseline::read(S.BaselinePath);
    if (!B)
      return B.takeError();
    Result.Known = std::move(*B);
  }
  Result.Settings = std::move(S);
  return Result;
}

const Overlay &Scope::texts() const {
  static const Overlay None;
  return What ? What->texts() : None;
}

std::vector<std::string> Scope::reduce(Plan &P, unsigned Threads) const {
  for (const Job &J : P.Jobs)
    if (Settings.Config.skips(J.File))
      P.LeftOut += P.Skipped.insert(J.File).second;
  llvm::erase_if(P.Jobs,
                 [&](const Job &J) { return Settings.Config.skips(J.File); });
  if (!What)
    return {};
  std::vector<std::string> Files = What->files();
  llvm::erase_if(Files, [&](StringRef File) {
    return !isCode(File) || Settings.Config.skips(File);
  });
  return keepReaders(P.Jobs, Files, Threads);
}

void Scope::reduce(Results &All, Sources &Texts) const {
  llvm::erase_if(All.Findings, [&](const Finding &F) {
    return Settings.Config.skips(F.Main.File);
  });
  for (Finding &F : All.Findings)
    F.Severity = Settings.Config.levelOf(F);
  if (Known)
    Known->mark(All.Findings, Texts);
  if (!Settings.ShowKnown)
    All.InBaseline = std::erase_if(
        All.Findings, [](const Finding &F) { return F.Age == Finding::Known; });
  if (What)
    All.Unchanged = std::erase_if(All.Findings, [&](const Finding &F) {
      return !What->concerns(F, Texts);
    });
}

} // namespace fastidious
