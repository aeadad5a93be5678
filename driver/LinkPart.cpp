#include "LinkPart.h"
#include "Extract.h"
#include "escape/Builder.h"
#include "escape/Fields.h"
#include "clang/AST/ASTContext.h"
#include "clang/Basic/Diagnostic.h"

namespace fastidious {
namespace {

class Consumer : public clang::ASTConsumer {
public:
  explicit Consumer(LinkPart &In) : In(In) {}

  void HandleTranslationUnit(clang::ASTContext &Context) override {
    if (Context.getDiagnostics().hasErrorOccurred())
      return;
    const auto Models = In.Options.CheckOptions.find("ModelFiles");
    std::string Error;
    const auto Facts = Model::load(
        Models == In.Options.CheckOptions.end() ? "" : Models->second.Value,
        Error);
    Unit &Code = Unit::of(Context, *Facts);
    escape::Unit Own = escape::buildUnit(Code);
    In.Extract = escape::toBytes(packed(Own, In.Real));
    escape::attach(Code, std::move(Own),
                   In.Imports ? *In.Imports : std::vector<escape::Import>());
  }

private:
  LinkPart &In;
};

} // namespace

std::unique_ptr<clang::ASTConsumer> takePart(LinkPart &In) {
  return std::make_unique<Consumer>(In);
}

} // namespace fastidious
