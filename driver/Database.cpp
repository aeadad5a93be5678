#include "Database.h"
#include "Flags.h"
#include "Sources.h"
#include "clang/Tooling/JSONCompilationDatabase.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/VirtualFileSystem.h"
#include <map>

using namespace clang::tooling;
using llvm::StringRef;
namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

namespace fastidious {
namespace {

using Commands = std::vector<CompileCommand>;

llvm::Error inputError(const llvm::Twine &Message) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), Message);
}

constexpr StringRef DatabaseName = "compile_commands.json";

llvm::Expected<std::string> findDatabase(const Inputs &In) {
  if (!In.Database.empty()) {
    llvm::SmallString<256> File(In.Database);
    if (!fs::is_regular_file(File))
      path::append(File, DatabaseName);
    if (fs::exists(File))
      return File.str().str();
    return inputError("there is no " + File +
                      ": let CMake write it with "
                      "-DCMAKE_EXPORT_COMPILE_COMMANDS=ON, or name its "
                      "directory with -p");
  }
  std::vector<std::string> Starts;
  if (!In.Files.empty())
    Starts.push_back(realPath(In.Files.front()));
  Starts.push_back(realPath("."));
  for (const std::string &Start : Starts)
    if (std::string Found = findDatabaseAbove(Start); !Found.empty())
      return Found;
  return inputError(
      "no compile_commands.json here, above, or in build/: let CMake write it "
      "with -DCMAKE_EXPORT_COMPILE_COMMANDS=ON, name its directory with -p, or "
      "give the flags: fastidious check FILE -- FLAGS");
}

llvm::Expected<Commands> readDatabase(const std::string &File) {
  std::string Error;
  std::unique_ptr<CompilationDatabase> Base =
      JSONCompilationDatabase::loadFromFile(File, Error,
                                            JSONCommandLineSyntax::AutoDetect);
  if (!Base)
    return inputError("cannot read " + File + ": " +
                      StringRef(Error).trim().split('\n').first +
                      ": write it anew");
  Base = inferTargetAndDriverMode(
      expandResponseFiles(std::move(Base), llvm::vfs::getRealFileSystem()));
  Commands All = Base->getAllCompileCommands();
  if (All.empty())
    return inputError(File + " names no file: configure the project anew");
  return All;
}

llvm::Expected<Commands> fixedCommands(const Inputs &In) {
  if (In.Files.empty())
    return inputError("no file given: fastidious check FILE -- FLAGS");
  const FixedCompilationDatabase Base(realPath("."), *In.Flags);
  Commands All;
  for (const std::string &File : In.Files) {
    if (fs::is_directory(File))
      return inputError("'" + File +
                        "' is a directory: with -- FLAGS, name its files");
    llvm::append_range(All, Base.getCompileCommands(File));
  }
  return All;
}

llvm::Error checkReadable(const std::string &File) {
  if (fs::is_directory(File))
    return llvm::Error::success();
  if (llvm::Expected<fs::file_t> Handle = fs::openNativeFileForRead(File)) {
    fs::closeFile(*Handle);
    return llvm::Error::success();
  } else {
    return inputError("cannot read '" + File + "': " +
                      llvm::StringRef(llvm::toString(Handle.takeError())) +
                      ": correct the name or its permissions");
  }
}

std::string mainFile(const CompileCommand &C) {
  llvm::SmallString<256> File(C.Filename);
  path::make_absolute(C.Directory, File);
  return realPath(File);
}

bool isBelow(StringRef File, StringRef Filter) {
  return File == Filter ||
         (File.starts_with(Filter) && path::is_separator(File[Filter.size()]));
}

/// Each of \p Files must select something.
llvm::Error checkSelected(const Inputs &In,
                          const std::set<std::string> &Found) {
  for (const std::string &File : In.Files) {
    const std::string Real = realPath(File);
    if (llvm::none_of(Found, [&](StringRef F) { return isBelow(F, Real); }))
      return inputError("'" + File +
                        "' is not in the compilation database: build it into "
                        "the project, or give its flags: fastidious check " +
                        File + " -- FLAGS");
  }
  return llvm::Error::success();
}

llvm::Expected<Commands> allCommands(const Inputs &In) {
  for (const std::string &File : In.Files)
    if (llvm::Error E = checkReadable(File))
      return std::move(E);
  if (In.Flags)
    return fixedCommands(In);
  llvm::Expected<std::string> File = findDatabase(In);
  return File ? readDatabase(*File) : File.takeError();
}

} // namespace

std::string findDatabaseAbove(StringRef Directory) {
  for (StringRef D = Directory; !D.empty(); D = path::parent_path(D))
    for (const StringRef Folder : {"", "build"}) {
      llvm::SmallString<256> Candidate(D);
      path::append(Candidate, Folder, DatabaseName);
      if (fs::exists(Candidate))
        return Candidate.str().str();
    }
  return "";
}

std::string normalised(const CompileCommand &C) {
  // Neither the output's name nor what is remembered of the headers.
  std::string Result = realPath(C.Directory);
  for (size_t I = 0; I < C.CommandLine.size(); ++I) {
    const StringRef Arg = C.CommandLine[I];
    if (Arg == "-o" || Arg == "-MF" || Arg == "-MT" || Arg == "-MQ")
      ++I;
    else if (Arg != "-MD" && Arg != "-MMD" && Arg != "-MP" && Arg != "-c")
      Result += '\0' + Arg.str();
  }
  return Result;
}

std::string whatIsMissing(const Job &J) {
  if (!llvm::sys::fs::is_directory(J.Command.Directory))
    return "its directory " + J.Command.Directory +
           " is missing: configure the project anew";
  if (!llvm::sys::fs::exists(J.File))
    return "there is no such file: build the project first if it is "
           "generated, or configure it anew";
  return {};
}

llvm::Expected<Plan> makePlan(const Inputs &In) {
  llvm::Expected<Commands> All = allCommands(In);
  if (!All)
    return All.takeError();
  std::vector<std::string> Filters;
  for (const std::string &File : In.Files)
    Filters.push_back(realPath(File));

  Plan Result;
  std::set<std::string> Found;
  std::map<std::pair<std::string, std::string>, CompileCommand> Unique;
  for (CompileCommand &C : *All) {
    const std::string File = mainFile(C);
    if (!Filters.empty() && llvm::none_of(Filters, [&](StringRef Filter) {
          return isBelow(File, Filter);
        }))
      continue;
    Found.insert(File);
    if (C.CommandLine.empty() || !compilesCxx(C.CommandLine, File)) {
      Result.Skipped.insert(File);
      continue;
    }
    C.CommandLine = clangCommand(C.CommandLine, Result.IgnoredFlags);
    if (!Unique.try_emplace({File, normalised(C)}, C).second)
      ++Result.Duplicates;
  }
  if (llvm::Error E = checkSelected(In, Found))
    return std::move(E);
  for (auto &[Key, Command] : Unique)
    Result.Jobs.push_back({Key.first, std::move(Command)});
  return Result;
}

} // namespace fastidious
