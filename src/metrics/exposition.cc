#include "metrics/exposition.h"

#include <fmt/format.h>

#include <cmath>
#include <iterator>

#include "base/check.h"

namespace weir::metrics {
namespace {

std::string_view type_text(FamilyType type) {
  switch (type) {
    case FamilyType::counter:
      return "counter";
    case FamilyType::gauge:
      return "gauge";
    case FamilyType::summary:
      return "summary";
    case FamilyType::histogram:
      return "histogram";
  }
  return "untyped";
}

// A line feed, a backslash and, in label values, a quote.
void append_escaped(std::string& to, std::string_view text, bool is_label) {
  for (const char byte : text) {
    if (byte == '\n') {
      to += "\\n";
      continue;
    }
    if (byte == '\\' || (byte == '"' && is_label)) to += '\\';
    to += byte;
  }
}

std::string number_text(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "+Inf" : "-Inf";
  return fmt::format("{}", value);
}

constexpr std::string_view total_suffix = "_total";

}  // namespace

ExpositionFormat format_asked_for(std::string_view accept) {
  return accept.find("application/openmetrics-text") == std::string_view::npos
             ? ExpositionFormat::text
             : ExpositionFormat::open_metrics;
}

std::string_view content_type(ExpositionFormat format) {
  return format == ExpositionFormat::open_metrics
             ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
             : "text/plain; version=0.0.4; charset=utf-8";
}

void Exposition::family(std::string_view name, FamilyType type, std::string_view help) {
  CHECK((type == FamilyType::counter) == name.ends_with(total_suffix), "{}", name);
  name_ = name;
  // OpenMetrics names a family of counters without what its samples end in.
  std::string_view declared = name;
  if (format_ == ExpositionFormat::open_metrics && type == FamilyType::counter) {
    declared.remove_suffix(total_suffix.size());
  }
  fmt::format_to(std::back_inserter(page_), "# HELP {} ", declared);
  append_escaped(page_, help, false);
  fmt::format_to(std::back_inserter(page_), "\n# TYPE {} {}\n", declared, type_text(type));
}

void Exposition::sample(const Labels& labels, double value, std::string_view suffix) {
  page_ += name_;
  page_ += suffix;
  char separator = '{';
  for (const auto& [label, text] : labels) {
    page_ += separator;
    page_ += label;
    page_ += "=\"";
    append_escaped(page_, text, true);
    page_ += '"';
    separator = ',';
  }
  if (!labels.empty()) page_ += '}';
  page_ += ' ';
  page_ += number_text(value);
  page_ += '\n';
}

std::string Exposition::finish() {
  if (format_ == ExpositionFormat::open_metrics) page_ += "# EOF\n";
  return std::move(page_);
}

}  // namespace weir::metrics
