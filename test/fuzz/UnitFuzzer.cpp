// Entries of the cache: what can be read is written as it was.
#include "InputFile.h"
#include "UnitCoding.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *Data, size_t Size) {
  using namespace fastidious;
  const auto Read = escape::fromBytes<UnitResult>;
  const auto Write = escape::toBytes<UnitResult>;
  if (const auto Result = Read(inputText(Data, Size)))
    if (const std::string Bytes = Write(*Result);
        !Read(Bytes) || Write(*Read(Bytes)) != Bytes)
      std::abort();
  return 0;
}
