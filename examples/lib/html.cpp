#include "report.h"

#include "text.h"
#include <regex>

namespace logreport {
namespace {

std::string escaped(const std::string &text) {
  std::string result = std::regex_replace(text, std::regex("&"), "&amp;");
  result = std::regex_replace(result, std::regex("<"), "&lt;");
  return result;
}

std::string cells(const std::vector<std::string> &texts, const char *tag) {
  std::string html;
  for (const std::string &text : texts) {
    html += '<';
    html += tag;
    html += '>';
    html += escaped(text);
  }
  return html;
}

std::string statusTable(const Statistics &statistics) {
  std::string html = "<table>\n<tr>" + cells({"status", "requests"}, "th");
  for (const auto &[status, count] : statistics.byStatus) {
    const std::string line =
        cells({std::to_string(status), grouped(count)}, "td");
    html = html + "\n<tr>" + line;
  }
  return html + "\n</table>\n";
}

std::string pageTable(const Statistics &statistics) {
  const auto lines = rendered(statistics.topPages, [](const auto &page) {
    return "<tr>" + cells({page.first, grouped(page.second)}, "td") + "\n";
  });
  std::string html = "<table>\n";
  for (const std::string &line : lines)
    html.append(line);
  return html + "</table>\n";
}

} // namespace

std::string toHtml(const Statistics &statistics) {
  std::string html = "<!doctype html>\n<title>log report</title>\n";
  html += "<p>" + grouped(statistics.requests) + " requests, " +
          grouped(statistics.bytes) + " bytes\n";
  html += statusTable(statistics);
  html += pageTable(statistics);
  return html;
}

} // namespace logreport
