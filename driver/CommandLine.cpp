#include "CommandLine.h"
#include "Commands.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"

using llvm::StringRef;

namespace fastidious {
namespace {

llvm::Error usageError(const llvm::Twine &Message) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), Message);
}

struct Match {
  const OptionSpec *Spec = nullptr;
  std::optional<StringRef> Value;
};

/// Long options take one dash or two, as Clang's other tools have it; a short
/// option may hold its value at once: -j4.
Match matchOption(StringRef Arg, llvm::ArrayRef<OptionSpec> Specs) {
  const StringRef Body = Arg.substr(Arg.starts_with("--") ? 2 : 1);
  const auto [Name, Value] = Body.split('=');
  const bool IsLong = Arg.starts_with("--");
  for (const OptionSpec &Spec : Specs)
    if (Spec.Name == Name && !(IsLong && Spec.Name.size() == 1))
      return {&Spec, Body.contains('=') ? std::optional(Value) : std::nullopt};
  if (IsLong)
    return {};
  for (const OptionSpec &Spec : Specs)
    if (Spec.Name.size() == 1 && !Spec.Value.empty() &&
        Body.starts_with(Spec.Name))
      return {&Spec, Body.drop_front()};
  return {};
}

std::string spelled(const OptionSpec &Spec) {
  return (Spec.Name.size() == 1 ? "-" : "--") + Spec.Name.str();
}

llvm::Error unknownOption(StringRef Arg, llvm::ArrayRef<OptionSpec> Specs) {
  std::vector<StringRef> Names;
  for (const OptionSpec &Spec : Specs)
    Names.push_back(Spec.Name);
  const StringRef Near = nearest(Arg.ltrim('-').split('=').first, Names);
  return usageError("unknown option '" + Arg + "': " +
                    (Near.size() < 2
                         ? std::string("--help lists the options")
                         : ("did you mean '--" + Near + "'?").str()));
}

} // namespace

StringRef Arguments::get(StringRef Name, StringRef Default) const {
  const auto It = Options.find(Name);
  return It == Options.end() ? Default : StringRef(It->second);
}

llvm::Expected<Arguments> parseArguments(llvm::ArrayRef<std::string> Args,
                                         llvm::ArrayRef<OptionSpec> Specs) {
  Arguments Result;
  for (size_t I = 0; I != Args.size(); ++I) {
    const StringRef Arg = Args[I];
    if (Arg == "--") {
      Result.Flags.emplace(Args.begin() + I + 1, Args.end());
      break;
    }
    if (!Arg.starts_with("-") || Arg == "-") {
      Result.Positional.push_back(Arg.str());
      continue;
    }
    Match M = matchOption(Arg, Specs);
    if (!M.Spec)
      return unknownOption(Arg, Specs);
    if (M.Spec->Value.empty() && M.Value)
      return usageError("option '" + spelled(*M.Spec) + "' takes no value");
    if (!M.Spec->mayStandAlone() && !M.Value) {
      if (I + 1 == Args.size() || Args[I + 1] == "--")
        return usageError("option '" + spelled(*M.Spec) +
                          "' needs a value: " + M.Spec->Value);
      M.Value = Args[++I];
    }
    Result.Options[M.Spec->Name] = M.Value.value_or("").str();
  }
  return Result;
}

void printOptions(llvm::ArrayRef<OptionSpec> Specs) {
  llvm::outs() << "\noptions:\n";
  for (const OptionSpec &Spec : Specs) {
    if (Spec.Help.empty())
      continue;
    std::string Left = spelled(Spec);
    if (Spec.Value.starts_with("["))
      Left += Spec.Value;
    else if (!Spec.Value.empty())
      Left += (Spec.Name.size() == 1 ? " " : "=") + Spec.Value.str();
    llvm::outs() << "  " << llvm::left_justify(Left, 28) << ' ' << Spec.Help
                 << '\n';
  }
}

} // namespace fastidious
