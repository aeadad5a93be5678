#include "statistics.h"

#include "filter.h"
#include <algorithm>

namespace logreport {

std::vector<double> sizesAt(const std::vector<Entry> &entries,
                            const std::vector<double> &ranks) {
  std::vector<double> sizes;
  for (std::size_t i = 0; i < entries.size(); ++i)
    sizes.push_back(static_cast<double>(entries[i].bytes));
  std::sort(sizes.begin(), sizes.end());

  std::vector<double> result;
  result.reserve(ranks.size());
  for (const double rank : ranks) {
    if (sizes.empty()) {
      result.push_back(0);
      continue;
    }
    const double last = static_cast<double>(sizes.size() - 1);
    result.push_back(sizes[static_cast<std::size_t>(rank * last)]);
  }
  return result;
}

Statistics summarize(const std::vector<Entry> &entries, std::size_t pages) {
  Statistics statistics;
  statistics.requests = entries.size();
  for (const Entry &entry : entries) {
    statistics.bytes += entry.bytes;
    ++statistics.byStatus[entry.status];
  }

  std::map<std::string, std::size_t> hits;
  for (const std::string &page : pagesOf(entries))
    ++hits[page];
  std::vector<std::pair<std::string, std::size_t>> sorted(hits.begin(),
                                                          hits.end());
  std::stable_sort(
      sorted.begin(), sorted.end(),
      [](const auto &a, const auto &b) { return a.second > b.second; });
  sorted.resize(std::min(sorted.size(), pages));
  statistics.topPages = std::move(sorted);
  statistics.percentiles = sizesAt(entries, {0.5, 0.9, 0.99});
  return statistics;
}

} // namespace logreport
