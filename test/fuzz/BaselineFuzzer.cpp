// Baselines.
#include "Baseline.h"
#include "InputFile.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *Data, size_t Size) {
  using namespace fastidious;
  if (auto Known = Baseline::read(inputFile(Data, Size))) {
    Sources Texts;
    std::vector<Finding> Findings(2);
    Findings[0].Check = Findings[1].Check = "fastidious-unreserved-growth";
    Findings[0].Main.File = Findings[1].Main.File = __FILE__;
    Known->mark(Findings, Texts);
  } else {
    llvm::consumeError(Known.takeError());
  }
  return 0;
}
