// Extracts of the escape report, and their linking: a hash seals them, but a
// seal can be made.
#include "EscapeFacts.h"
#include "InputFile.h"
#include "escape/Fields.h"
#include "escape/LinkState.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *Data, size_t Size) {
  using namespace fastidious;
  const auto U = escape::fromBytes<escape::PackedUnit>(inputText(Data, Size));
  if (!U)
    return 0;
  escape::Program All;
  if (!All.add(*U))
    return 0;
  All.link({});
  All.importsOf(*U);
  collectFacts(All, "");
  // What was found out about them is taken over.
  escape::Program Again;
  Again.add(*U);
  Again.link(escape::linkStateFrom(escape::bytesOf(All.state())));
  return 0;
}
