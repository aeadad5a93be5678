#include "core/Check.h"

using namespace clang;
using namespace clang::ast_matchers;

namespace fastidious {
namespace {

/// As Clang's own analyses: what it recovers from an error is not what the
/// author wrote, and asking for the size of an incomplete type is a crash.
AST_MATCHER(TranslationUnitDecl, compiles) {
  return !Finder->getASTContext()
              .getDiagnostics()
              .hasUncompilableErrorOccurred();
}

} // namespace

const Option ModelFilesOption = {
    "ModelFiles", "",
    "semicolon-separated YAML files with facts about further libraries (also "
    "a global option)"};

llvm::StringRef name(Cost C) {
  switch (C) {
  case Cost::Quadratic:
    return "quadratic";
  case Cost::PerIteration:
    return "per-iteration";
  case Cost::PerCall:
    return "per-call";
  case Cost::ConstantFactor:
    return "constant-factor";
  }
  llvm_unreachable("all costs have a name");
}

llvm::StringRef describe(Cost C) {
  switch (C) {
  case Cost::Quadratic:
    return "time grows with the square of the size";
  case Cost::PerIteration:
    return "work that is repeated in every iteration";
  case Cost::PerCall:
    return "work that is repeated in every call";
  case Cost::ConstantFactor:
    return "a constant factor";
  }
  llvm_unreachable("all costs have a description");
}

Check::Check(const Rule &R, StringRef Name, tidy::ClangTidyContext *Context)
    : ClangTidyCheck(Name, Context) {
  // All options are read here: --verify-config knows only those.
  for (const Option &O : R.Options) {
    std::string Value = Options.get(O.Name, O.Default).str();
    const bool IsFlag = O.Default == "true" || O.Default == "false";
    unsigned Number = 0;
    const bool IsNumber =
        !O.Default.empty() && !O.Default.getAsInteger(10, Number);
    if ((IsFlag && Value != "true" && Value != "false") ||
        (IsNumber && StringRef(Value).getAsInteger(10, Number))) {
      configurationDiag("invalid value '%0' for option '%1.%2': use %3",
                        DiagnosticIDs::Error)
          << Value << Name << O.Name
          << (IsFlag ? "'true' or 'false'" : "a number");
      Value = O.Default.str();
    }
    Values[O.Name] = std::move(Value);
  }
  const std::string Files =
      Options.getLocalOrGlobal(ModelFilesOption.Name, "").str();
  Values[ModelFilesOption.Name] = Files;
  std::string Error;
  Facts = Model::load(Files, Error);
  if (!Error.empty())
    configurationDiag("%0", DiagnosticIDs::Error) << Error;
}

void Check::registerMatchers(MatchFinder *Finder) {
  Finder->addMatcher(translationUnitDecl(compiles()).bind("unit"), this);
}

void Check::storeOptions(tidy::ClangTidyOptions::OptionMap &Opts) {
  for (const auto &Entry : Values)
    Options.store(Opts, Entry.first(), StringRef(Entry.second));
}

StringRef Check::option(const Option &O) const {
  const auto It = Values.find(O.Name);
  return It == Values.end() ? O.Default : StringRef(It->second);
}

unsigned Check::number(const Option &O) const {
  unsigned Number = 0;
  option(O).getAsInteger(10, Number);
  return Number;
}

} // namespace fastidious
