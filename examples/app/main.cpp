#include "filter.h"
#include "options.h"
#include "parser.h"
#include "report.h"
#include "sessions.h"
#include "statistics.h"
#include "text.h"

#include <fstream>
#include <iostream>

using namespace logreport;

namespace {

std::vector<Log> readAll(const std::vector<std::string> &files) {
  std::vector<Log> logs;
  for (const std::string &file : files) {
    std::ifstream input(file);
    if (!input)
      throw std::runtime_error("cannot read " + file);
    logs.push_back(parseLog(input));
  }
  return logs;
}

void printText(const std::vector<Entry> &entries, std::size_t top) {
  const Statistics statistics = summarize(entries, top);
  std::cout << grouped(statistics.requests) << " requests, "
            << grouped(statistics.bytes) << " bytes\n";
  for (const auto &[page, count] : statistics.topPages)
    std::cout << "  " << count << '\t' << page << '\n';

  const auto sessions = sessionsOf(entries);
  std::cout << byOwner(sessions).size() << " clients, the last first:\n"
            << history(sessions);
}

int run(const Options &options) {
  const Log log = merged(readAll(options.files));
  if (log.malformed != 0)
    std::cerr << "logreport: " << log.malformed << " malformed lines\n";

  std::vector<Entry> entries = log.entries;
  if (!options.path.empty())
    entries = withPath(entries, options.path);
  if (!options.crawlers)
    entries = withoutCrawlers(entries);
  if (options.redact)
    redact(entries);

  if (options.format == "csv")
    std::cout << toCsv(entries);
  else if (options.format == "html")
    std::cout << toHtml(summarize(entries, options.top));
  else
    printText(entries, options.top);
  return 0;
}

} // namespace

int main(int argc, char **argv) {
  try {
    return run(parseOptions({argv + 1, argv + argc}));
  } catch (const UsageError &error) {
    std::cerr << "logreport: " << error.what() << '\n';
    return 2;
  } catch (const std::exception &error) {
    std::cerr << "logreport: " << error.what() << '\n';
    return 1;
  }
}
