#include "Rules.h"
#include "llvm/Support/raw_ostream.h"

using llvm::StringRef;

namespace fastidious {
namespace {

StringRef describe(FixIts F) {
  switch (F) {
  case FixIts::None:
    return "none";
  case FixIts::Sometimes:
    return "sometimes";
  case FixIts::Always:
    return "always";
  }
  llvm_unreachable("all kinds have a description");
}

/// Raw strings begin and end with a line break that belongs to their source.
StringRef trimmed(StringRef Text) { return Text.ltrim('\n').rtrim(); }

std::string indented(StringRef Text) {
  std::string Result;
  llvm::SmallVector<StringRef> Lines;
  trimmed(Text).split(Lines, '\n');
  for (StringRef Line : Lines)
    Result += Line.empty() ? "\n" : ("    " + Line + "\n").str();
  return Result;
}

std::string shownDefault(const Option &O) {
  return O.Default.empty() ? "empty" : O.Default.str();
}

std::string codeBlock(StringRef Code) {
  return ("```cpp\n" + trimmed(Code) + "\n```\n").str();
}

std::string facts(const Rule &R) {
  return ("Cost: " + name(R.CostClass) + " (" + describe(R.CostClass) +
          "). Fixes: " + describe(R.Fixes) + ".\n")
      .str();
}

} // namespace

const Rule *findRule(StringRef Name) {
  for (const CheckInfo *Info : allChecks()) {
    StringRef Full = Info->TheRule->Name;
    if (Full == Name || (Full.consume_front("fastidious-") && Full == Name))
      return Info->TheRule;
  }
  return nullptr;
}

std::vector<StringRef> ruleNames() {
  std::vector<StringRef> Names;
  Names.reserve(allChecks().size());
  for (const CheckInfo *Info : allChecks())
    Names.push_back(Info->TheRule->Name);
  return Names;
}

std::vector<Option> allOptions(const Rule &R) {
  std::vector<Option> Result = R.Options;
  Result.push_back(ModelFilesOption);
  return Result;
}

std::string helpUri(const Rule &R) {
  const StringRef Base = FASTIDIOUS_DOCS_URL;
  return Base.empty() ? "" : (Base + "/" + R.Name + ".md").str();
}

std::string markdownBody(const Rule &R) {
  std::string Text;
  llvm::raw_string_ostream OS(Text);
  OS << trimmed(R.Why) << "\n\n"
     << facts(R) << "\n## Before\n\n"
     << codeBlock(R.Before) << "\n## After\n\n"
     << codeBlock(R.After) << "\n## Options\n\n"
     << "| option | default | meaning |\n|---|---|---|\n";
  for (const Option &O : allOptions(R)) {
    OS << "| `" << O.Name << "` | ";
    if (O.Default.empty())
      OS << "empty";
    else
      OS << '`' << O.Default << '`';
    OS << " | " << O.Doc << " |\n";
  }
  OS << "\nIn `.clang-tidy`: `CheckOptions: { " << R.Name
     << ".<option>: <value> }`. One line is silenced by `// NOLINT(" << R.Name
     << ")`.\n";
  return Text;
}

std::string markdownPage(const Rule &R) {
  return ("# " + R.Name + "\n\n**" + R.Summary + "**\n\n").str() +
         markdownBody(R);
}

std::string terminalPage(const Rule &R) {
  std::string Text;
  llvm::raw_string_ostream OS(Text);
  OS << R.Name << ": " << R.Summary << "\n\n"
     << trimmed(R.Why) << "\n\n"
     << facts(R) << "\nBefore:\n\n"
     << indented(R.Before) << "\nAfter:\n\n"
     << indented(R.After) << "\nOptions:\n\n";
  for (const Option &O : allOptions(R))
    OS << "    " << O.Name << " (default: " << shownDefault(O) << ")\n"
       << "        " << O.Doc << '\n';
  OS << "\nSilence one line with: // NOLINT(" << R.Name << ")\n";
  return Text;
}

llvm::json::Object ruleJson(const Rule &R) {
  llvm::json::Array Options;
  for (const Option &O : allOptions(R))
    Options.push_back(llvm::json::Object{
        {"name", O.Name}, {"default", O.Default}, {"doc", O.Doc}});
  return llvm::json::Object{
      {"name", R.Name},
      {"summary", R.Summary},
      {"why", trimmed(R.Why)},
      {"before", R.Before},
      {"after", R.After},
      {"cost", name(R.CostClass)},
      {"costDescription", describe(R.CostClass)},
      {"fixes", describe(R.Fixes)},
      {"options", std::move(Options)},
      {"helpUri", helpUri(R)},
  };
}

} // namespace fastidious
