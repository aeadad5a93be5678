#pragma once

#include "entry.h"
#include "statistics.h"
#include <string>
#include <vector>

namespace logreport {

/// All entries as comma-separated values, with a header line.
std::string toCsv(const std::vector<Entry> &entries);

/// A page with the statistics as tables.
std::string toHtml(const Statistics &statistics);

} // namespace logreport
