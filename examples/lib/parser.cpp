#include "parser.h"

#include <istream>
#include <iterator>
#include <regex>

namespace logreport {
namespace {

bool isComment(const std::string &line) {
  static const std::regex comment(R"(^\s*(#.*)?$)");
  return std::regex_match(line, comment);
}

} // namespace

std::optional<Entry> parseLine(const std::string &line) {
  const std::regex combined(
      R"re((\S+) \S+ \S+ \[([^\]]+)\] "(\w+) ([^ "]+)[^"]*" (\d{3}) (\d+|-)(?: "[^"]*" "([^"]*)")?)re");
  std::smatch field;
  if (!std::regex_match(line, field, combined))
    return std::nullopt;

  Entry entry;
  entry.client = field[1];
  entry.time = field[2];
  entry.method = field[3];
  entry.path = field[4];
  entry.status = std::stoi(field[5]);
  entry.bytes = field[6] == "-" ? 0 : std::stoull(field[6]);
  entry.agent = field[7];
  return entry;
}

Log parseLog(std::istream &input) {
  Log log;
  std::string line;
  while (std::getline(input, line)) {
    if (isComment(line))
      continue;
    if (auto entry = parseLine(line))
      log.entries.push_back(std::move(*entry));
    else
      ++log.malformed;
  }
  return log;
}

Log merged(const std::vector<Log> &logs) {
  Log all;
  for (const Log &log : logs) {
    all.entries.reserve(all.entries.size() + log.entries.size());
    for (const Entry &entry : log.entries)
      all.entries.push_back(entry);
    all.malformed += log.malformed;
  }
  return all;
}

} // namespace logreport
