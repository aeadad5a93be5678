#pragma once

#include "entry.h"
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace logreport {

struct Statistics {
  std::size_t requests = 0;
  std::uint64_t bytes = 0;
  std::map<int, std::size_t> byStatus;
  std::vector<std::pair<std::string, std::size_t>> topPages;
  std::vector<double> percentiles;
};

/// Counts the entries; topPages holds at most so many pages.
Statistics summarize(const std::vector<Entry> &entries, std::size_t pages);

/// The sizes of all answers at the given ranks (0 to 1).
std::vector<double> sizesAt(const std::vector<Entry> &entries,
                            const std::vector<double> &ranks);

} // namespace logreport
