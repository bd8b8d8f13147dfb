#include "stream/catalog_entry.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace weir::stream {
namespace {

using namespace std::string_view_literals;

std::string bytes_of_entry(const CatalogEntry& entry) {
  std::string bytes;
  encode_entry(entry, bytes);
  return bytes;
}

// The tables of docs/log_format.md.
TEST(CatalogEntryTest, ACommandIsWrittenAsThePageSays) {
  const Command command{.id = {.writer = 0x1122, .counter = 3},
                        .time = WallTime{0x18cc251f400},
                        .body = commands::RemoveUser{.name = "ann"}};
  const std::string bytes = bytes_of_entry(command);
  EXPECT_EQ(bytes,
            "\x01"                        // A command.
            "\x02"                        // Version.
            "\x22\x11\0\0\0\0\0\0"        // Writer.
            "\x03\0\0\0\0\0\0\0"          // Its count.
            "\0\xf4\x51\xc2\x8c\x01\0\0"  // Time.
            "\x07"                        // RemoveUser.
            "\x03\0\0\0"                  // Its fields.
            "ann"sv);
  EXPECT_EQ(decode_entry(bytes_of(std::string_view(bytes))).value(), CatalogEntry(command));
}

TEST(CatalogEntryTest, APartOfASnapshotIsWrittenAsThePageSays) {
  const SnapshotChunk chunk{
      .snapshot = 0x7788, .through = log::Offset{9}, .index = 1, .count = 2, .content = "xyz"};
  const std::string bytes = bytes_of_entry(chunk);
  EXPECT_EQ(bytes,
            "\x02"                  // A part of a snapshot.
            "\x01"                  // Version.
            "\x88\x77\0\0\0\0\0\0"  // Snapshot.
            "\x09\0\0\0\0\0\0\0"    // Through.
            "\x01\0\0\0"            // Index.
            "\x02\0\0\0"            // Number of parts.
            "\x03\0\0\0"            // Content.
            "xyz"sv);
  EXPECT_EQ(decode_entry(bytes_of(std::string_view(bytes))).value(), CatalogEntry(chunk));
}

}  // namespace
}  // namespace weir::stream
