// The worked example of docs/log_format.md: the journal that it describes is made again, and must
// be what the page says, to the byte.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <memory>
#include <string>

#include "log/journal/sim_machine.h"

namespace weir::log::journal {
namespace {

constexpr std::size_t segment_bytes = 24u << 10;

JournalSettings tiny_segments() {
  JournalSettings settings;
  settings.segment_bytes = segment_bytes;
  settings.first_segment_bytes = segment_bytes;
  return settings;
}

// What the page says was done; the bytes of the segment that came of it.
std::string make_example() {
  SimMachine machine(tiny_segments());
  EXPECT_TRUE(machine.boot());
  const auto one = machine.journal->log(LogId{1});
  const auto two = machine.journal->log(LogId{2});
  env::EventLoop& home = machine.loop();
  // Both in one turn of the loop, so that they are one group.
  home.post([&] {
    RecordBatch pair;
    pair.records = {{"a", bytes_of(std::string_view("first"))},
                    {"b", bytes_of(std::string_view("second"))}};
    one->append(home, std::move(pair), [](const Result<Appended>& done) { EXPECT_TRUE(done); });
    RecordBatch single;
    single.records = {{"c", bytes_of(std::string_view("third"))}};
    two->append(home, std::move(single), [](const Result<Appended>& done) { EXPECT_TRUE(done); });
  });
  machine.settle();
  home.post([&] {
    one->trim(home, Offset{1}, [](const Result<void>& done) { EXPECT_TRUE(done); });
    two->end(home, [](const Result<Offset>& done) { EXPECT_TRUE(done); });
  });
  machine.settle();
  machine.kill();
  EXPECT_TRUE(machine.boot());
  return machine.disk.seen("data/0000000000000001.segment").value_or("");
}

// Lines like "    00001000: 57 47 52 50" put where they say, the rest zeros.
std::string bytes_in_page(std::istream& page, std::size_t& lines) {
  std::string bytes(segment_bytes, '\0');
  std::string line;
  while (std::getline(page, line)) {
    std::size_t position = 0;
    int read = 0;
    if (std::sscanf(line.c_str(), "%8zx:%n", &position, &read) != 1 || read != 13) continue;
    ++lines;
    unsigned byte = 0;
    int more = 0;
    while (std::sscanf(line.c_str() + read, " %2x%n", &byte, &more) == 1) {
      EXPECT_LT(position, bytes.size());
      bytes.at(position++) = static_cast<char>(byte);
      read += more;
    }
  }
  return bytes;
}

// In the form of the page, for whoever has to change it.
std::string dump(const std::string& bytes) {
  std::string text;
  for (std::size_t at = 0; at < bytes.size(); at += 16) {
    const std::string part = bytes.substr(at, 16);
    if (std::ranges::all_of(part, [](char each) { return each == '\0'; })) continue;
    text += fmt::format("    {:08x}:", at);
    for (const char each : part) text += fmt::format(" {:02x}", static_cast<unsigned char>(each));
    text += "\n";
  }
  return text;
}

TEST(LogFormatPage, ItsExampleIsWhatAJournalWrites) {
  std::ifstream page(WEIR_DOCS "/log_format.md");
  ASSERT_TRUE(page);
  std::size_t lines = 0;
  const std::string expected = bytes_in_page(page, lines);
  EXPECT_GT(lines, 20u);
  const std::string made = make_example();
  ASSERT_EQ(made.size(), segment_bytes);
  EXPECT_TRUE(made == expected) << "docs/log_format.md should show:\n" << dump(made);
}

}  // namespace
}  // namespace weir::log::journal
