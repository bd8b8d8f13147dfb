// Anything as a CSV file, a number format, a date, and JSON of which a field is asked.

#include <memory>
#include <string>

#include "base/check.h"
#include "input.h"
#include "meter/data/csv_row.h"
#include "meter/data/decimal_format.h"
#include "meter/data/json_field.h"
#include "meter/data/memory_files.h"
#include "meter/dates/date_format.h"
#include "meter/dates/date_text.h"
#include "meter/dates/duration.h"

namespace weir::fuzz {
namespace {

std::string joined(const meter::CsvRow& row) {
  std::string line;
  for (std::size_t index = 0; index < row.size(); ++index) {
    if (index > 0) line += ',';
    line += row[index];
  }
  return line;
}

void read_rows(const std::string& text, bool is_quoted) {
  meter::LineReader reader(std::make_shared<meter::MemoryFile>(text));
  const meter::CsvForm form{.delimiter = ",", .is_quoted = is_quoted};
  std::string line;
  meter::CsvRow row;
  while (meter::read_csv_row(reader, form, line, row).value_or(false)) {
    CHECK(row.size() > 0);
    // Unquoted, nothing is lost: the fields are the line.
    if (!is_quoted) CHECK(joined(row) == line);
  }
}

void read_dates(const std::string& text) {
  (void)meter::parse_date(text, 60);
  (void)meter::parse_duration(text);
  const meter::CivilTime civil = meter::civil_time({1'704'067'200'000}, 60, false);
  std::string out;
  meter::DateFormat::moment(text).append(civil, out);
  const auto java = meter::DateFormat::java(text);
  if (!java) return;
  out.clear();
  java->append(civil, out);
  (void)java->parse(out, 0);
  (void)java->parse(text, 0);
}

}  // namespace
}  // namespace weir::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace weir;
  const std::string text = fuzz::text_of(data, size);
  fuzz::read_rows(text, false);
  fuzz::read_rows(text, true);
  if (size > 1'024) return 0;
  fuzz::read_dates(text);
  std::string scratch;
  std::string out;
  (void)meter::append_json_field(text, "a.0.b", scratch, out);
  const auto format = meter::DecimalFormat::parse(text);
  if (format) format->append(-1'234'567, out);
  return 0;
}
