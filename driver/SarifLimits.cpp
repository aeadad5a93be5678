#include "SarifLimits.h"
#include "Commands.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Compression.h"
#include <algorithm>
#include <numeric>

namespace fastidious {
namespace {

size_t compressedSize(const std::string &Text) {
  if (Text.size() <= SarifLimits::Size ||
      !llvm::compression::zlib::isAvailable())
    return Text.size();
  llvm::SmallVector<uint8_t, 0> Compressed;
  llvm::compression::zlib::compress(llvm::arrayRefFromStringRef(Text),
                                    Compressed);
  return Compressed.size();
}

/// \returns \p Count findings, the severest, in the order of \p All.
std::vector<size_t> severest(const std::vector<Finding> &All, size_t Count) {
  std::vector<size_t> Result(All.size());
  std::iota(Result.begin(), Result.end(), 0);
  if (Count >= All.size())
    return Result;
  std::sort(Result.begin(), Result.end(), [&](size_t A, size_t B) {
    return std::pair(All[B].Severity, A) < std::pair(All[A].Severity, B);
  });
  Result.resize(Count);
  std::sort(Result.begin(), Result.end());
  return Result;
}

std::vector<std::string> leftOut(const std::vector<Finding> &All,
                                 size_t Shown) {
  std::vector<std::string> Result;
  if (Shown < All.size())
    Result.push_back(std::to_string(All.size() - Shown) + " of " +
                     std::to_string(All.size()) +
                     " findings are left out of the SARIF, the least severe: "
                     "code scanning takes 25000 results and 10 MB compressed");
  const auto Long = std::count_if(All.begin(), All.end(), [](const auto &F) {
    return F.Notes.size() > SarifLimits::Locations;
  });
  if (Long)
    Result.push_back(std::to_string(Long) +
                     " findings have more than 1000 notes: the rest is left "
                     "out of the SARIF");
  return Result;
}

} // namespace

std::string withinLimits(const std::vector<Finding> &All, SarifPrinter Print) {
  size_t Count = std::min(All.size(), SarifLimits::Results);
  while (true) {
    const std::vector<std::string> LeftOut = leftOut(All, Count);
    std::string Text = Print(severest(All, Count), LeftOut);
    const size_t Size = compressedSize(Text);
    if (Size <= SarifLimits::Size || Count == 0) {
      for (const std::string &Line : LeftOut)
        warn(Line);
      return Text;
    }
    // Results of a kind take about the same room.
    Count = std::min(Count - 1, Count * SarifLimits::Size / Size * 19 / 20);
  }
}

} // namespace fastidious
