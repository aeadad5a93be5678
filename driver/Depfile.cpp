#include "Depfile.h"
#include "Output.h"
#include "clang/Frontend/DependencyOutputOptions.h"
#include "clang/Frontend/Utils.h"

using llvm::StringRef;

namespace fastidious {
namespace {

/// Clang's own writer, which knows what is to be escaped.
class DependencyRule : public clang::DependencyFileGenerator {
public:
  DependencyRule(const clang::DependencyOutputOptions &Options,
                 const std::set<std::string> &Files)
      : DependencyFileGenerator(Options) {
    for (const std::string &File : Files)
      addDependency(File);
  }
  void print(llvm::raw_ostream &OS) { outputDependencyFile(OS); }
};

/// As -MQ does it.
std::string quoted(StringRef Target) {
  std::string Text;
  for (const char C : Target) {
    if (C == ' ' || C == '#')
      Text += '\\';
    else if (C == '$')
      Text += '$';
    Text += C;
  }
  return Text;
}

} // namespace

llvm::Error writeDepfile(StringRef Path, StringRef Target,
                         const std::set<std::string> &Files) {
  clang::DependencyOutputOptions Options;
  Options.OutputFile = Path.str();
  Options.Targets = {quoted(Target)};
  DependencyRule Made(Options, Files);
  llvm::Expected<Output> Out = Output::open(Path);
  return Out ? Out->write([&](llvm::raw_ostream &OS) { Made.print(OS); })
             : Out.takeError();
}

} // namespace fastidious
