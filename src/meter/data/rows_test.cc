// Lines, rows of CSV and number formats.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "meter/data/csv_row.h"
#include "meter/data/decimal_format.h"
#include "meter/data/memory_files.h"

namespace weir::meter {
namespace {

std::vector<std::string> lines_of(std::string text) {
  LineReader reader(std::make_shared<MemoryFile>(std::move(text)));
  std::vector<std::string> lines;
  for (std::string line; reader.next(line).value_or(false);) lines.push_back(line);
  return lines;
}

TEST(LineReader, EndsLinesAtLineBreaks) {
  EXPECT_THAT(lines_of(""), testing::IsEmpty());
  EXPECT_THAT(lines_of("a"), testing::ElementsAre("a"));
  EXPECT_THAT(lines_of("a\n"), testing::ElementsAre("a"));
  EXPECT_THAT(lines_of("a\r\n\nb\rc\n"), testing::ElementsAre("a", "", "b\rc"));
}

// Lines that begin in one block and end in the next, at every place of the border.
TEST(LineReader, JoinsLinesAcrossBlocks) {
  for (std::size_t before = LineReader::block_bytes - 4; before <= LineReader::block_bytes + 1;
       ++before) {
    const std::string first(before, 'x');
    EXPECT_THAT(lines_of(first + "\nab\ncd"), testing::ElementsAre(first, "ab", "cd"));
  }
}

TEST(LineReader, BoundsLines) {
  LineReader reader(std::make_shared<MemoryFile>(std::string(LineReader::line_bytes_max + 1, 'x')));
  std::string line;
  const auto read = reader.next(line);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::limit_exceeded);
}

std::vector<std::vector<std::string>> rows_of(std::string text, const CsvForm& form) {
  LineReader reader(std::make_shared<MemoryFile>(std::move(text)));
  std::vector<std::vector<std::string>> rows;
  std::string line;
  CsvRow row;
  while (true) {
    const auto read = read_csv_row(reader, form, line, row);
    if (!read) {
      rows.push_back({read.error().message});
      return rows;
    }
    if (!*read) return rows;
    rows.emplace_back();
    for (std::size_t index = 0; index < row.size(); ++index) rows.back().push_back(row[index]);
  }
}

using Rows = std::vector<std::vector<std::string>>;

TEST(CsvRow, SplitsAtDelimiters) {
  EXPECT_EQ(rows_of("a,b\n,\nc", {}), (Rows{{"a", "b"}, {"", ""}, {"c"}}));
  EXPECT_EQ(rows_of("a\tb", {.delimiter = csv_delimiter("\\t")}), (Rows{{"a", "b"}}));
  EXPECT_EQ(rows_of("a::b:c", {.delimiter = "::"}), (Rows{{"a", "b:c"}}));
}

TEST(CsvRow, TakesQuotesForTextUnlessAsked) {
  EXPECT_EQ(rows_of("\"a,b\",c", {}), (Rows{{"\"a", "b\"", "c"}}));
  EXPECT_EQ(rows_of("\"a,b\",c", {.is_quoted = true}), (Rows{{"a,b", "c"}}));
}

TEST(CsvRow, QuotedFieldsHoldQuotesAndLineBreaks) {
  const CsvForm quoted{.is_quoted = true};
  EXPECT_EQ(rows_of("\"say \"\"hi\"\"\",\"\"\nb,\"x\r\ny\",\n", quoted),
            (Rows{{"say \"hi\"", ""}, {"b", "x\ny", ""}}));
  EXPECT_EQ(rows_of("a\n\"open,\nb", quoted), (Rows{{"a"}, {"A quote is not closed."}}));
}

std::string formatted(std::string_view pattern, std::int64_t number) {
  const auto format = DecimalFormat::parse(pattern);
  if (!format) return format.error();
  std::string out;
  format->append(number, out);
  return out;
}

TEST(DecimalFormat, WritesAsJavaDoes) {
  EXPECT_EQ(formatted("", 42), "42");
  EXPECT_EQ(formatted("00000", 42), "00042");
  EXPECT_EQ(formatted("00", 12345), "12345");
  EXPECT_EQ(formatted("000", -7), "-007");
  EXPECT_EQ(formatted("#,##0", 1234567), "1,234,567");
  EXPECT_EQ(formatted("#", 0), "0");
  EXPECT_EQ(formatted("0.00", 5), "5.00");
  EXPECT_EQ(formatted("#.00", 0), ".00");
  EXPECT_EQ(formatted("id-000x", 7), "id-007x");
  EXPECT_EQ(formatted("'#'0''", 7), "#7'");
  EXPECT_EQ(formatted("", INT64_MIN), "-9223372036854775808");
}

TEST(DecimalFormat, RefusesWhatItDoesNotKnow) {
  for (const std::string_view pattern : {"0%", "0E0", "0;(0)", "0.0.0", "'0", "0.0,0"}) {
    EXPECT_THAT(formatted(pattern, 1), testing::HasSubstr("is not understood")) << pattern;
  }
}

}  // namespace
}  // namespace weir::meter
