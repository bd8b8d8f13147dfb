#include "meter/report/junit.h"

#include <fmt/format.h>

#include <algorithm>

#include "meter/report/markup.h"
#include "meter/report/quantities.h"

namespace weir::meter {
namespace {

std::string test_case(std::string_view suite, std::string_view name, double seconds,
                      std::string_view failure) {
  const std::string head = fmt::format("  <testcase classname=\"{}\" name=\"{}\" time=\"{:.3f}\"",
                                       markup_escaped(suite), markup_escaped(name), seconds);
  if (failure.empty()) return head + "/>\n";
  return fmt::format("{}>\n    <failure type=\"threshold\" message=\"{}\"/>\n  </testcase>\n", head,
                     markup_escaped(failure));
}

}  // namespace

std::string junit_xml(const RunResult& result, const std::vector<Verdict>& verdicts) {
  const double seconds = static_cast<double>(result.duration.count()) / 1e9;
  const std::string suite = result.plan_name.empty() ? "weir meter" : result.plan_name;
  const bool was_aborted = !result.abort_reason.empty();
  const auto missed = std::ranges::count(verdicts, false, &Verdict::holds) + (was_aborted ? 1 : 0);
  std::string xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  xml += fmt::format(
      "<testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"0\" "
      "time=\"{:.3f}\" timestamp=\"{}\">\n",
      markup_escaped(suite), verdicts.size() + (was_aborted ? 1 : 0), missed, seconds,
      iso_text(result.started_at).substr(0, 19));
  for (const Verdict& verdict : verdicts) {
    xml += test_case(suite, verdict.threshold.text, seconds, verdict.holds ? "" : verdict.text());
  }
  if (was_aborted) xml += test_case(suite, "the run reaches its end", seconds, result.abort_reason);
  return xml + "</testsuite>\n";
}

}  // namespace weir::meter
