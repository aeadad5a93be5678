#include "report.h"

#include "text.h"

namespace logreport {
namespace {

std::string quoted(const std::string &cell) {
  if (cell.find_first_of(",\"\n") == std::string::npos)
    return cell;
  std::string text = "\"";
  for (const char c : cell) {
    if (c == '"')
      text += '"';
    text += c;
  }
  return text + '"';
}

std::string row(const Entry &entry) {
  return join({quoted(entry.client), quoted(entry.time), entry.method,
               quoted(entry.path), std::to_string(entry.status),
               std::to_string(entry.bytes)},
              ",");
}

} // namespace

std::string toCsv(const std::vector<Entry> &entries) {
  std::string table = "client,time,method,path,status,bytes\n";
  for (const Entry &entry : entries)
    table = table + row(entry) + "\n";
  return table;
}

} // namespace logreport
