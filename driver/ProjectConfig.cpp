#include "ProjectConfig.h"
#include "Commands.h"
#include "Config.h"
#include "Rules.h"
#include "Sources.h"
#include "clang-tidy/GlobList.h"
#include "yaml-cpp/yaml.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using llvm::StringRef;
namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

namespace fastidious {
namespace {

constexpr StringRef ConfigName = ".fastidious.yaml";

std::string findConfig(StringRef Folder) {
  for (StringRef D = Folder; !D.empty(); D = path::parent_path(D)) {
    llvm::SmallString<256> Candidate(D);
    path::append(Candidate, ConfigName);
    if (fs::exists(Candidate))
      return Candidate.str().str();
  }
  return "";
}

[[noreturn]] void reject(const YAML::Node &At, const llvm::Twine &Why) {
  throw YAML::RepresentationException(At.Mark(), Why.str());
}

unsigned lineOf(const YAML::Node &N) { return N.Mark().line + 1; }

std::string scalar(const YAML::Node &N, StringRef What) {
  if (!N.IsScalar() || N.Scalar().empty())
    reject(N, What + " is one word");
  return N.Scalar();
}

} // namespace

StringRef name(Level L) {
  switch (L) {
  case Level::Note:
    return "note";
  case Level::Warning:
    return "warning";
  case Level::Error:
    return "error";
  }
  llvm_unreachable("all levels have a name");
}

std::optional<Level> levelNamed(StringRef Name) {
  for (const Level L : {Level::Note, Level::Warning, Level::Error})
    if (name(L) == Name)
      return L;
  return std::nullopt;
}

llvm::Expected<std::optional<Level>> thresholdNamed(StringRef Name) {
  const std::optional<Level> Known = levelNamed(Name);
  if (!Known && Name != "never")
    return llvm::createStringError(
        "--fail-on: '" + Name +
        "' is no level: use note, warning, error or never");
  return Known;
}

Level defaultLevel(StringRef Check) {
  const Rule *R = findRule(Check);
  const bool IsSmall = R && (R->CostClass == Cost::PerCall ||
                             R->CostClass == Cost::ConstantFactor);
  return IsSmall ? Level::Note : Level::Warning;
}

/// Throws YAML::Exception.
class ProjectConfig::Reader {
public:
  explicit Reader(ProjectConfig &Config) : Config(Config) {}

  void read(const YAML::Node &Root) {
    if (Root.IsNull())
      return;
    if (!Root.IsMap())
      reject(Root, "the file is a map of settings: levels, skip, fail-on, "
                   "baseline");
    for (const auto &Entry : Root)
      readSetting(Entry.first, Entry.second);
  }

private:
  void readSetting(const YAML::Node &Key, const YAML::Node &Value) {
    const StringRef Names[] = {"levels", "skip", "fail-on", "baseline"};
    const std::string Name = scalar(Key, "a key");
    if (Name == "levels")
      return readLevels(Value);
    if (Name == "skip")
      return readSkip(Value);
    if (Name == "fail-on")
      return readFailOn(Value);
    if (Name == "baseline")
      return readBaseline(Value);
    const StringRef Near = nearest(Name, Names);
    reject(Key, "unknown key '" + Name + "': " +
                    (Near.empty() ? "use levels, skip, fail-on or baseline"
                                  : "did you mean '" + Near.str() + "'?"));
  }

  void readLevels(const YAML::Node &Value) {
    if (!Value.IsMap())
      reject(Value, "levels is a map from checks to note, warning or error");
    for (const auto &Entry : Value) {
      Setting S{scalar(Entry.first, "the name of a check"),
                scalar(Entry.second, "a level"), lineOf(Entry.first)};
      if (!levelNamed(S.Value))
        reject(Entry.second, "'" + S.Value +
                                 "' is no level: use note, warning or error; "
                                 "Checks in .clang-tidy turns a check off");
      if (llvm::Error E = checkGlobs(S.Key, "levels"))
        reject(Entry.first, llvm::toString(std::move(E)));
      Config.Levels.push_back(std::move(S));
    }
  }

  void readSkip(const YAML::Node &Value) {
    if (!Value.IsSequence())
      reject(Value, "skip is a list of paths");
    for (const YAML::Node &N : Value) {
      const std::string Pattern = scalar(N, "a path to skip");
      StringRef Text = Pattern;
      Text.consume_front("./");
      Text.consume_back("/");
      // A folder that is named stands for what lies below it.
      for (const StringRef Below : {"", "/*"}) {
        Config.GlobTexts.push_back(
            std::make_shared<const std::string>((Text + Below).str()));
        llvm::Expected<llvm::GlobPattern> G =
            llvm::GlobPattern::create(*Config.GlobTexts.back());
        if (!G)
          reject(N, "'" + Pattern +
                        "' is no path: " + llvm::toString(G.takeError()));
        Config.SkipGlobs.push_back(std::move(*G));
      }
      Config.Skip.push_back({"skip", Pattern, lineOf(N)});
    }
  }

  void readFailOn(const YAML::Node &Value) {
    const std::string Text = scalar(Value, "fail-on");
    if (!levelNamed(Text) && Text != "never")
      reject(Value, "fail-on is note, warning, error or never");
    Config.FailOn = {"fail-on", Text, lineOf(Value)};
  }

  void readBaseline(const YAML::Node &Value) {
    llvm::SmallString<256> Path(scalar(Value, "baseline"));
    path::make_absolute(path::parent_path(Config.File), Path);
    Config.Baseline = {"baseline", Path.str().str(), lineOf(Value)};
  }

  ProjectConfig &Config;
};

llvm::Expected<ProjectConfig> ProjectConfig::read(StringRef Path) {
  return Path.empty() ? readAbove(realPath(".")) : readFile(realPath(Path));
}

llvm::Expected<ProjectConfig> ProjectConfig::readAbove(StringRef Folder) {
  return readFile(findConfig(Folder));
}

llvm::Expected<ProjectConfig> ProjectConfig::readFile(std::string Path) {
  ProjectConfig Result;
  Result.File = std::move(Path);
  if (Result.File.empty())
    return Result;
  const std::string Shown = shownPath(Result.File);
  const auto Error = [&](const llvm::Twine &Why) {
    return llvm::createStringError(llvm::inconvertibleErrorCode(),
                                   Shown + Why + ": correct the file");
  };
  try {
    Reader(Result).read(YAML::LoadFile(Result.File));
  } catch (const YAML::BadFile &) {
    return llvm::createStringError("cannot read the configuration '" + Shown +
                                   "': correct --config or its permissions");
  } catch (const YAML::Exception &E) {
    return Error(":" + llvm::Twine(E.mark.line + 1) + ": " + E.msg);
  }
  return Result;
}

const ProjectConfig::Setting *
ProjectConfig::levelSetting(StringRef Check) const {
  for (const Setting &S : llvm::reverse(Levels))
    if (clang::tidy::GlobList(S.Key).contains(Check))
      return &S;
  return nullptr;
}

Level ProjectConfig::levelOf(const Finding &F) const {
  // WarningsAsErrors of .clang-tidy is what fails a build.
  if (F.IsError)
    return Level::Error;
  const Setting *Own = levelSetting(F.Check);
  return Own ? *levelNamed(Own->Value) : defaultLevel(F.Check);
}

bool ProjectConfig::skips(StringRef Path) const {
  StringRef Relative = Path;
  Relative.consume_front((path::parent_path(File) + "/").str());
  return llvm::any_of(SkipGlobs, [&](const llvm::GlobPattern &G) {
    return G.match(Relative) || G.match(Path);
  });
}

} // namespace fastidious
