#include "Flags.h"
#include "clang/Driver/Types.h"
#include "clang/Options/Options.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Option/Arg.h"
#include "llvm/Option/ArgList.h"
#include "llvm/Option/OptTable.h"
#include "llvm/Support/Path.h"

using llvm::StringRef;

namespace fastidious {
namespace {

/// Clang knows the option, but not for every target or not every value that GCC
/// has; none of them changes what is parsed.
bool isForeign(StringRef Arg) {
  return Arg.starts_with("-mtune=") || Arg.starts_with("-specs=") ||
         Arg.starts_with("--specs=") || Arg == "-mrecord-mcount" ||
         Arg == "-mnop-mcount" || Arg == "-mfentry";
}

/// \returns the indices of the arguments that Clang's driver does not know.
std::set<unsigned> unknownArguments(const std::vector<std::string> &Command) {
  std::vector<const char *> Args;
  for (const std::string &Arg : llvm::drop_begin(Command))
    Args.push_back(Arg.c_str());
  unsigned MissingIndex = 0, MissingCount = 0;
  const llvm::opt::InputArgList Parsed = clang::getDriverOptTable().ParseArgs(
      Args, MissingIndex, MissingCount,
      llvm::opt::Visibility(clang::options::ClangOption));
  std::set<unsigned> Unknown;
  for (const llvm::opt::Arg *A : Parsed)
    if (A->getOption().getKind() == llvm::opt::Option::UnknownClass)
      Unknown.insert(A->getIndex() + 1);
  return Unknown;
}

/// \returns how many arguments from \p I on load a precompiled header: one that
/// another compiler made cannot be read, and the header it was made of is
/// included anyway.
unsigned precompiledHeaderAt(const std::vector<std::string> &Command,
                             unsigned I) {
  const auto Is = [&](unsigned At, StringRef Text) {
    return At < Command.size() && Command[At] == Text;
  };
  if (Is(I, "-include-pch"))
    return 2;
  if (Is(I, "-Xclang") && Is(I + 1, "-include-pch"))
    return 4;
  if (Is(I, "-Winvalid-pch"))
    return 1;
  return 0;
}

/// Warnings are not ours to report, so none of them may fail a file; narrowing
/// is a warning to GCC where it is an error to Clang.
const char *const QuietFlags[] = {"-w", "-Wno-error=c++11-narrowing",
                                  "-Wno-error=reserved-user-defined-literal"};

} // namespace

std::vector<std::string> clangCommand(const std::vector<std::string> &Command,
                                      std::set<std::string> &Ignored) {
  const std::set<unsigned> Unknown = unknownArguments(Command);
  std::vector<std::string> Result;
  // What follows "--" is a file, whatever it looks like.
  const unsigned End =
      std::find(Command.begin(), Command.end(), "--") - Command.begin();
  for (unsigned I = 0; I != End; ++I) {
    const StringRef Arg = Command[I];
    if (const unsigned Count = precompiledHeaderAt(Command, I)) {
      I = std::min(I + Count, End) - 1;
      continue;
    }
    if (Unknown.contains(I) || isForeign(Arg)) {
      Ignored.insert(Arg.split('=').first.str());
      continue;
    }
    if (Arg != "-pedantic-errors" && !Arg.starts_with("-Werror"))
      Result.push_back(Arg.str());
  }
  Result.insert(Result.end(), std::begin(QuietFlags), std::end(QuietFlags));
  Result.insert(Result.end(), Command.begin() + End, Command.end());
  return Result;
}

bool compilesCxx(const std::vector<std::string> &Command,
                 const std::string &File) {
  namespace types = clang::driver::types;
  StringRef Language;
  for (unsigned I = 1; I < Command.size(); ++I) {
    StringRef Arg = Command[I];
    if (Arg == "-x" && I + 1 < Command.size())
      Language = Command[I + 1];
    else if (Arg.consume_front("-x") || Arg.consume_front("--language="))
      Language = Arg;
  }
  const StringRef Extension = llvm::sys::path::extension(File);
  const types::ID Type =
      Language.empty() || Language == "none"
          ? types::lookupTypeForExtension(Extension.ltrim('.'))
          : types::lookupTypeForTypeSpecifier(Language.str().c_str());
  // g++ and clang++ take C for C++.
  const bool IsCxxDriver =
      llvm::sys::path::filename(Command.front()).contains("++");
  return types::isCXX(Type) ||
         (IsCxxDriver && Language.empty() &&
          (Type == types::TY_C || Type == types::TY_CHeader)) ||
         Type == types::TY_INVALID;
}

} // namespace fastidious
