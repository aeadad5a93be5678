#include "Config.h"
#include "Commands.h"
#include "Rules.h"
#include "clang-tidy/ClangTidy.h"
#include "clang-tidy/ClangTidyDiagnosticConsumer.h"
#include "clang-tidy/ClangTidyModule.h"
#include "clang-tidy/GlobList.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Regex.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/VirtualFileSystem.h"
#include <set>

using namespace clang::tidy;
using llvm::StringRef;

namespace fastidious {
namespace {

llvm::Error inputError(const llvm::Twine &Message) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), Message);
}

std::vector<StringRef> splitGlobs(StringRef Globs) {
  llvm::SmallVector<StringRef> Parts;
  llvm::SplitString(Globs, Parts, ",\n");
  std::vector<StringRef> Result;
  for (StringRef Part : Parts)
    if (!Part.trim().empty())
      Result.push_back(Part.trim());
  return Result;
}

std::vector<StringRef> enabledRules(StringRef Globs) {
  GlobList List(Globs);
  std::vector<StringRef> Result;
  for (StringRef Name : ruleNames())
    if (List.contains(Name))
      Result.push_back(Name);
  return Result;
}

/// All our checks are on unless .clang-tidy says otherwise of them: one that
/// was written for other checks, and begins with "-*", says nothing.
std::string ownChecks(StringRef FromFile) {
  std::vector<StringRef> Enabled =
      enabledRules(("fastidious-*," + FromFile).str());
  if (Enabled.empty()) {
    std::string Globs = "fastidious-*";
    for (StringRef Glob : splitGlobs(FromFile))
      if (Glob.starts_with("-fastidious"))
        Globs += "," + Glob.str();
    Enabled = enabledRules(Globs);
  }
  return llvm::join(Enabled, ",");
}

ClangTidyOptions defaults() {
  ClangTidyOptions Options = ClangTidyOptions::getDefaults();
  Options.HeaderFilterRegex = ".*";
  return Options;
}

/// What the checks say of their options while they are made.
std::string optionErrors(const ClangTidyOptions &Options) {
  ClangTidyContext Context(std::make_unique<DefaultOptionsProvider>(
      ClangTidyGlobalOptions(), Options));
  ClangTidyDiagnosticConsumer Consumer(Context);
  auto DiagOptions = std::make_unique<clang::DiagnosticOptions>();
  clang::DiagnosticsEngine Engine(clang::DiagnosticIDs::create(), *DiagOptions,
                                  &Consumer, /*ShouldOwnClient=*/false);
  Context.setDiagnosticsEngine(std::move(DiagOptions), &Engine);
  ClangTidyASTConsumerFactory(Context).getCheckOptions();
  // Options that all checks have are wrong in all of them.
  std::set<std::string> Messages;
  for (const ClangTidyError &E : Consumer.take())
    Messages.insert(E.Message.Message);
  return llvm::join(Messages, "; ");
}

/// Of other checks the driver does not know all; a misspelled one of ours would
/// be silent.
llvm::Error checkOwnNames(const ClangTidyOptions &Options, StringRef Origin) {
  const std::string Checks = Options.Checks.value_or("");
  std::string Own;
  for (StringRef Glob : splitGlobs(Checks))
    if (Glob.ltrim('-').starts_with("fastidious-"))
      Own += Glob.str() + ",";
  if (llvm::Error E = checkGlobs(Own, Origin))
    return E;
  for (const auto &Entry : Options.CheckOptions) {
    const auto [Check, Name] = Entry.getKey().split('.');
    if (!Check.starts_with("fastidious-"))
      continue;
    const Rule *R = findRule(Check);
    if (R && llvm::any_of(allOptions(*R),
                          [&](const Option &O) { return O.Name == Name; }))
      continue;
    return inputError(Origin + ": no check has the option '" + Entry.getKey() +
                      "': see 'fastidious explain" +
                      (R ? " " + Check : llvm::StringRef()) + "'");
  }
  return llvm::Error::success();
}

} // namespace

llvm::Error checkGlobs(StringRef Globs, StringRef Origin) {
  const llvm::StringSet<> All = getAllChecksAndOptions(false, false).Checks;
  for (StringRef Glob : splitGlobs(Globs)) {
    Glob.consume_front("-");
    GlobList List(Glob);
    if (llvm::any_of(All.keys(), [&](StringRef C) { return List.contains(C); }))
      continue;
    const std::vector<StringRef> Names(All.keys().begin(), All.keys().end());
    const StringRef Near = nearest(Glob, Names);
    return inputError(
        Origin + ": no check is named '" + Glob + "': " +
        (Near.empty() ? std::string("'fastidious explain' lists the checks")
                      : ("did you mean '" + Near + "'?").str()));
  }
  return llvm::Error::success();
}

llvm::Error checkRegex(StringRef Pattern, StringRef Origin) {
  if (Pattern.empty())
    return llvm::Error::success();
  std::string Why;
  if (llvm::Regex(Pattern).isValid(Why))
    return llvm::Error::success();
  // clang-tidy takes it, and then it matches nothing.
  if (Pattern.contains("(?"))
    Why = "POSIX has no '(?': exclude headers with ExcludeHeaderFilterRegex in "
          ".clang-tidy";
  return inputError(Origin + ": '" + Pattern +
                    "' is no regular expression: " + Why);
}

/// clang-tidy's own reader of .clang-tidy files, which keeps what is wrong.
class Configuration::Provider : public FileOptionsProvider {
public:
  Provider()
      : FileOptionsProvider(
            ClangTidyGlobalOptions(), defaults(), ClangTidyOptions(),
            {{".clang-tidy",
              [this](llvm::MemoryBufferRef File) { return parse(File); }}}) {
    // This constructor leaves it out, but uses it.
    FS = llvm::vfs::getRealFileSystem();
  }

  std::string Error;

private:
  /// Many files still hold a key that clang-tidy 18 dropped; a comment keeps
  /// the line numbers.
  static std::string withoutDroppedKeys(StringRef Text) {
    std::string Result;
    llvm::SmallVector<StringRef> Lines;
    Text.split(Lines, '\n');
    for (StringRef Line : Lines)
      Result += (Line.starts_with("AnalyzeTemporaryDtors:") ? "#" : "") +
                Line.str() + "\n";
    return Result;
  }

  llvm::ErrorOr<ClangTidyOptions> parse(llvm::MemoryBufferRef Raw) {
    const std::string Text = withoutDroppedKeys(Raw.getBuffer());
    const llvm::MemoryBufferRef File(Text, Raw.getBufferIdentifier());
    const auto Keep = [&](const llvm::SMDiagnostic &D) {
      if (Error.empty())
        Error = (D.getFilename() + ":" + llvm::Twine(D.getLineNo()) + ": " +
                 D.getMessage() + ": correct the file")
                    .str();
    };
    llvm::ErrorOr<ClangTidyOptions> Options =
        parseConfigurationWithDiags(File, Keep);
    // An error that is returned would be printed, too.
    return Options ? *Options : ClangTidyOptions();
  }
};

Configuration::Configuration(CheckSelection S)
    : Selection(std::move(S)), Files(std::make_unique<Provider>()) {}

Configuration::~Configuration() = default;

llvm::Expected<ClangTidyOptions> Configuration::optionsFor(StringRef File) {
  std::vector<ClangTidyOptionsProvider::OptionsSource> Raw =
      Files->getRawOptions(File);
  if (!Files->Error.empty())
    return inputError(Files->Error);
  ClangTidyOptions Result;
  std::string Origin = ".clang-tidy";
  unsigned Priority = 0;
  for (const auto &[Options, Source] : Raw) {
    Result.mergeWith(Options, ++Priority);
    if (StringRef(Source).ends_with(".clang-tidy"))
      Origin = Source;
  }
  if (llvm::Error E = checkOwnNames(Result, Origin))
    return std::move(E);
  Result.Checks =
      "-*," + ownChecks(Result.Checks.value_or("")) + "," + Selection.Globs;
  if (!Selection.HeaderFilter.empty())
    Result.HeaderFilterRegex = Selection.HeaderFilter;
  if (llvm::Error E = validate(Result, Origin))
    return std::move(E);
  return Result;
}

std::vector<ClangTidyOptionsProvider::OptionsSource>
Configuration::sourcesFor(StringRef File) {
  return Files->getRawOptions(File);
}

bool Configuration::enablesAny(const ClangTidyOptions &Options) {
  return Validated[configurationAsText(Options)];
}

llvm::Error Configuration::validate(const ClangTidyOptions &Options,
                                    StringRef Origin) {
  const auto [It, IsNew] = Validated.try_emplace(configurationAsText(Options));
  if (!IsNew)
    return llvm::Error::success();
  It->second = !getCheckNames(Options, false, false).empty();
  if (llvm::Error E = checkRegex(*Options.HeaderFilterRegex, Origin))
    return E;
  if (Options.ExcludeHeaderFilterRegex)
    if (llvm::Error E = checkRegex(*Options.ExcludeHeaderFilterRegex, Origin))
      return E;
  if (const std::string Errors = optionErrors(Options); !Errors.empty())
    return inputError(Origin + ": " + Errors);
  return llvm::Error::success();
}

} // namespace fastidious
