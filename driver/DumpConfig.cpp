#include "DumpConfig.h"
#include "Rules.h"
#include "Sources.h"
#include "clang-tidy/GlobList.h"
#include "llvm/Support/Path.h"

using namespace clang::tidy;
using llvm::StringRef;

namespace fastidious {
namespace {

std::string quoted(StringRef Text) {
  std::string Result = "'";
  for (const char C : Text)
    Result += C == '\'' ? "''" : std::string(1, C);
  return Result + "'";
}

/// "Key: value  # origin", as YAML.
void printSetting(llvm::raw_ostream &OS, StringRef Key, StringRef Value,
                  StringRef Origin) {
  OS << Key << ": " << Value << "  # " << Origin << '\n';
}

std::string origin(const ProjectConfig &C, const ProjectConfig::Setting &S) {
  return shownPath(C.file()) + ":" + std::to_string(S.Line);
}

/// What the options of the command line are when they are not given.
StringRef defaultOf(StringRef Option) {
  const std::pair<StringRef, StringRef> Known[] = {{"format", "text"},
                                                   {"o", "stdout"},
                                                   {"j", "one per core"},
                                                   {"p", "searched"},
                                                   {"fail-on", "note"}};
  for (const auto &[Name, Default] : Known)
    if (Name == Option)
      return Default;
  return "";
}

/// Options of the command line that the files know, too.
const ProjectConfig::Setting *inFile(const ProjectConfig &C, StringRef Option) {
  const auto &Setting = Option == "fail-on"    ? C.failOn()
                        : Option == "baseline" ? C.baseline()
                                               : std::nullopt;
  return Setting ? (Option == "fail-on" ? &*C.failOn() : &*C.baseline())
                 : nullptr;
}

void printCommandLine(const ShownConfig &C, llvm::raw_ostream &OS) {
  OS << "# the command line\n";
  for (const OptionSpec &Spec : C.Specs) {
    if (Spec.Name == "help" || Spec.Name == "dump-config" || Spec.Help.empty())
      continue;
    const bool IsFlag = Spec.Value.empty();
    if (C.Given.has(Spec.Name))
      printSetting(OS, Spec.Name,
                   IsFlag ? "true" : quoted(C.Given.get(Spec.Name)),
                   "command line");
    else if (const auto *S = inFile(C.Project, Spec.Name))
      printSetting(OS, Spec.Name, quoted(S->Value), origin(C.Project, *S));
    else
      printSetting(OS, Spec.Name,
                   IsFlag ? "false" : quoted(defaultOf(Spec.Name)), "default");
  }
}

void printProject(const ProjectConfig &C, llvm::raw_ostream &OS) {
  OS << "\n# " << (C.file().empty() ? "no .fastidious.yaml" : C.file())
     << "\nskip:" << (C.skipped().empty() ? " []" : "") << '\n';
  for (const ProjectConfig::Setting &S : C.skipped())
    OS << "  - " << quoted(S.Value) << "  # " << origin(C, S) << '\n';
  OS << "levels:\n";
  for (StringRef Check : ruleNames()) {
    const ProjectConfig::Setting *S = C.levelSetting(Check);
    printSetting(OS, ("  " + Check).str(),
                 S ? StringRef(S->Value) : name(defaultLevel(Check)),
                 S ? origin(C, *S) : "default, of its cost");
  }
}

/// Which of the sources that clang-tidy merges says something last.
class Origins {
public:
  Origins(const std::vector<ClangTidyOptionsProvider::OptionsSource> &Raw,
          const CheckSelection &Selection)
      : Raw(Raw), Selection(Selection) {}

  template <typename Member> std::string of(Member M) const {
    return last([&](const ClangTidyOptions &O) { return (O.*M).has_value(); });
  }
  std::string ofOption(StringRef Key) const {
    return last([&](const ClangTidyOptions &O) {
      return O.CheckOptions.contains(Key);
    });
  }
  /// Globs that hold for all of ours say something of each.
  std::string ofCheck(StringRef Check) const {
    if (mentions(Selection.Globs, Check))
      return "command line";
    return last([&](const ClangTidyOptions &O) {
      return O.Checks && mentions(*O.Checks, Check);
    });
  }
  std::string ofHeaderFilter() const {
    return Selection.HeaderFilter.empty()
               ? of(&ClangTidyOptions::HeaderFilterRegex)
               : "command line";
  }

private:
  static bool mentions(StringRef Globs, StringRef Check) {
    for (StringRef Glob : llvm::split(Globs, ',')) {
      Glob = Glob.trim();
      Glob.consume_front("-");
      if (!Glob.empty() && Glob != "*" && GlobList(Glob).contains(Check))
        return true;
    }
    return false;
  }

  std::string
  last(llvm::function_ref<bool(const ClangTidyOptions &)> Says) const {
    for (const auto &[Options, Source] : llvm::reverse(Raw))
      if (llvm::sys::path::is_absolute(Source) && Says(Options))
        return shownPath(Source);
    return "default";
  }

  const std::vector<ClangTidyOptionsProvider::OptionsSource> &Raw;
  const CheckSelection &Selection;
};

void printOptions(const ClangTidyOptions &Options, const Origins &From,
                  llvm::raw_ostream &OS) {
  OS << "CheckOptions:\n";
  for (const CheckInfo *Info : allChecks())
    for (const Option &O : allOptions(*Info->TheRule)) {
      const std::string Key = (Info->TheRule->Name + "." + O.Name).str();
      std::string Source = Key;
      auto It = Options.CheckOptions.find(Key);
      if (It == Options.CheckOptions.end()) {
        Source = O.Name.str();
        It = Options.CheckOptions.find(O.Name);
      }
      const bool IsSet = It != Options.CheckOptions.end();
      printSetting(OS, "  " + Key,
                   quoted(IsSet ? StringRef(It->second.Value) : O.Default),
                   IsSet ? From.ofOption(Source) : "default");
    }
}

void printTidy(const ClangTidyOptions &Options, const Origins &From,
               llvm::raw_ostream &OS) {
  GlobList Enabled(*Options.Checks);
  OS << "Checks:\n";
  for (StringRef Check : ruleNames())
    printSetting(OS, ("  " + Check).str(),
                 Enabled.contains(Check) ? "on" : "off", From.ofCheck(Check));
  const auto Text = [&](StringRef Key, auto Member) {
    printSetting(OS, Key, quoted((Options.*Member).value_or("")),
                 From.of(Member));
  };
  printSetting(OS, "HeaderFilterRegex", quoted(*Options.HeaderFilterRegex),
               From.ofHeaderFilter());
  Text("ExcludeHeaderFilterRegex", &ClangTidyOptions::ExcludeHeaderFilterRegex);
  Text("WarningsAsErrors", &ClangTidyOptions::WarningsAsErrors);
  const auto List = [&](StringRef Key, auto Member) {
    std::string All;
    for (const std::string &One :
         (Options.*Member).value_or(std::vector<std::string>()))
      All += (All.empty() ? "" : ", ") + quoted(One);
    printSetting(OS, Key, "[" + All + "]", From.of(Member));
  };
  List("ExtraArgs", &ClangTidyOptions::ExtraArgs);
  List("ExtraArgsBefore", &ClangTidyOptions::ExtraArgsBefore);
  List("RemovedArgs", &ClangTidyOptions::RemovedArgs);
  printOptions(Options, From, OS);
}

} // namespace

llvm::Error printConfig(const ShownConfig &C, StringRef File,
                        llvm::raw_ostream &OS) {
  // .clang-tidy is looked for from the folder of a file upwards.
  const std::string Probe = realPath(File.empty() ? "./any" : File);
  Configuration Config(C.Checks);
  llvm::Expected<ClangTidyOptions> Options = Config.optionsFor(Probe);
  if (!Options)
    return Options.takeError();
  printCommandLine(C, OS);
  printProject(C.Project, OS);
  OS << "\n# .clang-tidy, for "
     << (File.empty() ? "files in the current folder" : shownPath(Probe))
     << '\n';
  const auto Raw = Config.sourcesFor(Probe);
  printTidy(*Options, Origins(Raw, C.Checks), OS);
  return llvm::Error::success();
}

} // namespace fastidious
