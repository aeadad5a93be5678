// What `fastidious merge` and `escape-report --diff` read, and --budget.
#include "EscapeReport.h"
#include "InputFile.h"
#include "ReadJson.h"
#include "Report.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *Data, size_t Size) {
  using namespace fastidious;
  const std::string &Path = inputFile(Data, Size);
  if (auto All = readJsonReport(Path)) {
    Sources Texts;
    llvm::raw_null_ostream Nowhere;
    for (const char *Format : {"text", "json", "sarif", "github", "gitlab"})
      llvm::cantFail(reportNamed(Format))(*All, Texts, Nowhere);
  } else {
    llvm::consumeError(All.takeError());
  }
  llvm::consumeError(readOldFacts(Path).takeError());
  llvm::consumeError(EscapeBudget::parse(inputText(Data, Size)).takeError());
  return 0;
}
