#include "Installation.h"
#include "Git.h"
#include "Sources.h"
#include "clang/Options/OptionUtils.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Program.h"

using llvm::StringRef;
namespace path = llvm::sys::path;

namespace fastidious {
namespace {

int Anchor;

std::string programFolder() {
  return path::parent_path(
             llvm::sys::fs::getMainExecutable("fastidious", &Anchor))
      .str();
}

constexpr StringRef Major = StringRef(FASTIDIOUS_LLVM_VERSION).substr(0, 2);

/// "Debian LLVM version 22.1.8": 22.1.8.
std::string versionIn(StringRef Text) {
  const StringRef Rest = Text.split("version ").second;
  return Rest.take_while([](char C) { return C == '.' || llvm::isDigit(C); })
      .str();
}

unsigned countChecks(StringRef Program, const std::string &Plugin) {
  const std::string Load = "--load=" + Plugin;
  const CommandOutput Done =
      run(Program, {Load, "--checks=-*,fastidious-*", "--list-checks"});
  return Done.Status == 0 ? StringRef(Done.Out).count("    fastidious-") : 0;
}

} // namespace

std::string besideProgram(llvm::ArrayRef<std::string> Candidates) {
  for (const std::string &Candidate : Candidates) {
    llvm::SmallString<256> File(programFolder());
    path::append(File, Candidate);
    if (llvm::sys::fs::exists(File))
      return realPath(File);
  }
  return "";
}

std::string resourceFolder() {
  return clang::GetResourcesPath("fastidious", &Anchor);
}

std::string pluginPath() {
  const std::string Name = "FastidiousTidy.so";
  return besideProgram(
      {"../lib/" + Name, "../lib/fastidious/llvm-" + Major.str() + "/" + Name});
}

std::vector<TidyProgram> tidyPrograms() {
  std::vector<TidyProgram> Result;
  const std::string Plugin = pluginPath();
  for (const std::string &Name :
       {"clang-tidy-" + Major.str(), std::string("clang-tidy")})
    if (const auto Program = llvm::sys::findProgramByName(Name))
      Result.push_back({*Program, versionIn(run(*Program, {"--version"}).Out),
                        countChecks(*Program, Plugin)});
  return Result;
}

} // namespace fastidious
