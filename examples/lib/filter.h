#pragma once

#include "entry.h"
#include <string>
#include <vector>

namespace logreport {

/// The entries whose path the pattern matches.
std::vector<Entry> withPath(const std::vector<Entry> &entries,
                            const std::string &pattern);

/// The entries that came from no known crawler.
std::vector<Entry> withoutCrawlers(const std::vector<Entry> &entries);

/// Hides what must not leave the house: tokens and the end of each address.
void redact(std::vector<Entry> &entries);

/// The pages asked for, without query and fragment, one per entry.
std::vector<std::string> pagesOf(const std::vector<Entry> &entries);

} // namespace logreport
