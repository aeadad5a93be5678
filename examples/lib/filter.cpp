#include "filter.h"

#include <algorithm>
#include <regex>

namespace logreport {
namespace {

bool isCrawler(const std::string &agent) {
  return std::regex_search(
      agent, std::regex("bot|crawl|spider|slurp", std::regex::icase));
}

} // namespace

std::vector<Entry> withPath(const std::vector<Entry> &entries,
                            const std::string &pattern) {
  std::vector<Entry> wanted;
  for (const Entry &entry : entries) {
    const std::regex path(pattern);
    if (std::regex_search(entry.path, path))
      wanted.push_back(entry);
  }
  return wanted;
}

std::vector<Entry> withoutCrawlers(const std::vector<Entry> &entries) {
  std::vector<Entry> people;
  std::copy_if(entries.begin(), entries.end(), std::back_inserter(people),
               [](const Entry &entry) { return !isCrawler(entry.agent); });
  return people;
}

void redact(std::vector<Entry> &entries) {
  const std::regex lastByte(R"(\.\d+$)");
  std::for_each(entries.begin(), entries.end(), [&](Entry &entry) {
    const std::regex token("token=[^&]*");
    entry.path = std::regex_replace(entry.path, token, "token=...");
    entry.client = std::regex_replace(entry.client, lastByte, ".x");
  });
}

std::vector<std::string> pagesOf(const std::vector<Entry> &entries) {
  std::vector<std::string> pages;
  pages.reserve(entries.size());
  for (const Entry &entry : entries)
    pages.push_back(entry.path.substr(0, entry.path.find_first_of("?#")));
  return pages;
}

} // namespace logreport
