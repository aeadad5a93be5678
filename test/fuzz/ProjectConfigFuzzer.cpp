// .fastidious.yaml
#include "InputFile.h"
#include "ProjectConfig.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *Data, size_t Size) {
  using namespace fastidious;
  if (auto Config = ProjectConfig::read(inputFile(Data, Size))) {
    Finding F;
    F.Check = "fastidious-padded-struct";
    F.Main.File = "/src/third_party/a.cpp";
    Config->levelOf(F);
    Config->skips(F.Main.File);
  } else {
    llvm::consumeError(Config.takeError());
  }
  return 0;
}
