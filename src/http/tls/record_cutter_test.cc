#include "http/tls/record_cutter.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace weir::http {
namespace {

constexpr std::size_t max = RecordCutter::record_bytes_max;

// The sizes of the records that pieces of these sizes are cut into. Checks that all bytes are there
// in order.
std::vector<std::size_t> cut(const std::vector<std::size_t>& sizes) {
  std::vector<std::string> texts;
  std::string all;
  for (const std::size_t size : sizes) {
    std::string text(size, ' ');
    for (char& c : text) c = static_cast<char>('a' + all.size() % 23), all.push_back(c);
    texts.push_back(std::move(text));
  }
  const std::vector<std::span<const char>> pieces(texts.begin(), texts.end());
  RecordCutter cutter(pieces);
  std::vector<std::size_t> records;
  std::string cut_together;
  while (cutter.has_more()) {
    const std::span<const char> record = cutter.next();
    records.push_back(record.size());
    cut_together.append(record.data(), record.size());
  }
  EXPECT_EQ(cut_together, all);
  return records;
}

using Sizes = std::vector<std::size_t>;

TEST(RecordCutter, AnAnswersHeadAndBodyAreOneRecord) {
  EXPECT_EQ(cut({200, 150}), Sizes{350});
  EXPECT_EQ(cut({200, 150, 5}), Sizes{355});
}

TEST(RecordCutter, RecordsAreFilledToTheProtocolsLimit) {
  EXPECT_EQ(cut({max}), Sizes{max});
  EXPECT_EQ(cut({max + 1}), (Sizes{max, 1}));
  EXPECT_EQ(cut({200, 2 * max}), (Sizes{max, max, 200}));
  EXPECT_EQ(cut({max - 1, 1, max}), (Sizes{max, max}));
}

TEST(RecordCutter, EmptyPiecesMakeNoRecords) {
  EXPECT_EQ(cut({}), Sizes{});
  EXPECT_EQ(cut({0, 0}), Sizes{});
  EXPECT_EQ(cut({0, 10, 0, 20, 0}), Sizes{30});
}

}  // namespace
}  // namespace weir::http
