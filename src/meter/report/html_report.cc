#include "meter/report/html_report.h"

#include <fmt/format.h>

#include "meter/report/markup.h"
#include "meter/report/page.h"
#include "meter/report/page_figures.h"

namespace weir::meter {
namespace {

// Within <script>: "</script>" and "<!--" would end it or change how it ends.
std::string without_tags(const std::string& json) {
  std::string out;
  out.reserve(json.size());
  for (const char character : json) {
    if (character == '<') {
      out += "\\u003c";
    } else {
      out += character;
    }
  }
  return out;
}

}  // namespace

std::string html_report(const RunResult& result, const std::vector<Verdict>& verdicts,
                        const std::vector<PlanLine>& plan) {
  // The policy forbids every fetch, so the page cannot call home even if the script were wrong.
  std::string page =
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
      "style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:\">\n"
      "<link rel=\"icon\" href=\"data:,\">\n";
  page += fmt::format("<title>{} – weir meter</title>\n", markup_escaped(result.plan_name));
  page += fmt::format("<style>\n{}</style>\n</head>\n<body>\n", page_css);
  page += "<noscript>The charts of this page are drawn by its script.</noscript>\n";
  page += "<script type=\"application/json\" id=\"run\">";
  page += without_tags(page_figures(result, verdicts, plan));
  page += fmt::format("</script>\n<script>\n{}</script>\n</body>\n</html>\n", page_js);
  return page;
}

}  // namespace weir::meter
