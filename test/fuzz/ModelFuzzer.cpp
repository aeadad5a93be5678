// Model files. The reader's file is a part of this one: it shows no way in for
// a text.
#include "../../checks/model/Model.cpp" // NOLINT(bugprone-suspicious-include)
#include "InputFile.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *Data, size_t Size) {
  using namespace fastidious;
  Model M;
  ModelReader Reader(M);
  readInto(Reader, "model.yaml",
           [&] { return YAML::Load(inputText(Data, Size).str()); });
  return 0;
}
