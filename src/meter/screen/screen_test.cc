#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "meter/report/result_fixture.h"
#include "meter/report/text_table.h"
#include "meter/screen/block_chart.h"
#include "meter/screen/live_screen.h"
#include "meter/screen/screen_text.h"

namespace weir::meter {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

Sample sample_of(std::int64_t ms, bool is_ok) {
  Sample sample;
  sample.started_at = {1'795'696'881'345};
  sample.thread = 3;
  sample.ended = {ms * 1'000'000};
  sample.is_ok = is_ok;
  if (!is_ok) sample.error_code = "InternalFailure";
  return sample;
}

// A view of a run that lives as long as this.
struct MadeUpView {
  RunResult run = made_up_run();
  std::vector<Sample> slowest{sample_of(60, false), sample_of(40, true)};
  std::deque<Sample> latest{sample_of(1, true), sample_of(2, true)};
  LiveView view{.elapsed = seconds(10),
                .time_left = seconds(30),
                .planned_per_second = 200,
                .so_far = run,
                .slowest = slowest,
                .latest = latest};
};

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

TEST(BlockChart, TheHighestReachesTheTopAndWhatIsAboveZeroShows) {
  EXPECT_THAT(block_chart({0, 1, 8, 16}, 5, 2), ElementsAre("    █", "  ▁██"));
  EXPECT_THAT(block_chart({1, 2, 4}, 2, 1), ElementsAre("▄█"));
  EXPECT_THAT(block_chart({}, 3, 1), ElementsAre("   "));
  EXPECT_EQ(block_of(0, 5), " ");
  EXPECT_EQ(block_of(0.001, 5), "▁");
  EXPECT_EQ(block_of(9, 5), "█");
  EXPECT_EQ(progress_bar(0, 4), "░░░░");
  EXPECT_EQ(progress_bar(0.5, 4), "██░░");
  EXPECT_EQ(progress_bar(0.53, 4), "██▏░");
  EXPECT_EQ(progress_bar(2, 4), "████");
}

TEST(Screen, AScreenFullHasEverything) {
  MadeUpView made;
  for (Second& second : made.run.seconds) {
    second.counts.samples = 10u * (second.second + 1);
    second.p99 = second.second == 6 ? 90'000'000 : 20'000'000;
  }
  EXPECT_EQ(joined(screen_lines(made.view, {.columns = 78, .rows = 40}, Colours::no)),
            R"(Kinesis <Test> "Plan"                                                  running
███████████░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░  25 %  00:10 of 00:40, 00:30 left
Rate      200/s of 200/s planned  200 records/s  200 KB/s  8 under way
So far    2,000 samples  errors 0.50 %  throttles 60  1,990 records  1.95 MB
Latency   p50 7.73 ms  p90 26.0 ms  p99 38.7 ms  p99.9 40.2 ms  max 40.2 ms

200                                                                         ▄█
                                                                          ▄███
                                                                        ▄█████
                                                                      ▄███████
samples/s                                                           ▄█████████

90.0 ms                                                                   █   
                                                                          █   
                                                                          █   
                                                                    ▁▁▁▁▁▁█▁▁▁
p99                                                                 ██████████

Errors          61  ProvisionedThroughputExceededException
                 4  InternalFailure

Shards    ▃▅█
          3 shards, the busiest shardId-000000000002 with 900 records

Slowest
12:41:21.345   60.0 ms  Writers 1-3  Kinesis Producer  InternalFailure
12:41:21.345   40.0 ms  Writers 1-3  Kinesis Producer  200

Latest
12:41:21.345   2.00 ms  Writers 1-3  Kinesis Producer  200
12:41:21.345   1.00 ms  Writers 1-3  Kinesis Producer  200
)");
}

TEST(Screen, NoLineIsTooWideAndNoScreenTooHigh) {
  MadeUpView made;
  made.run.plan_name = "日本語のとても長い名前の計画 \x1b[2J\a\n";
  made.run.labels[0].label = std::string(300, 'x') + "\x1b]0;title\a";
  made.run.labels[0].errors["\x1b[31m"] = 1'000;
  for (const std::size_t columns : {1u, 10u, 20u, 40u, 80u, 200u}) {
    for (const std::size_t rows : {1u, 2u, 5u, 10u, 24u, 60u}) {
      const auto lines = screen_lines(made.view, {.columns = columns, .rows = rows}, Colours::no);
      EXPECT_LE(lines.size(), rows);
      for (const std::string& line : lines) {
        EXPECT_LE(text_columns(line), columns) << line;
        EXPECT_THAT(line, Not(HasSubstr("\x1b")));
        EXPECT_THAT(line, Not(HasSubstr("\a")));
      }
    }
  }
}

TEST(Screen, OnASmallOneWhatMattersMostStays) {
  const MadeUpView made;
  const std::string text = joined(screen_lines(made.view, {.columns = 80, .rows = 9}, Colours::no));
  EXPECT_THAT(text, HasSubstr("Latency   p50"));
  EXPECT_THAT(text, HasSubstr("ProvisionedThroughputExceededException"));
  EXPECT_THAT(text, Not(HasSubstr("Latest")));
  EXPECT_THAT(text, Not(HasSubstr("Slowest")));
}

TEST(Screen, ColoursAreTheOnlySequences) {
  const MadeUpView made;
  std::string text = joined(screen_lines(made.view, {.columns = 80, .rows = 40}, Colours::yes));
  EXPECT_THAT(text, HasSubstr("\x1b[31m"));
  std::size_t escape = 0;
  while ((escape = text.find('\x1b')) != std::string::npos) {
    const std::size_t end = text.find_first_not_of("[0123456789", escape + 1);
    ASSERT_EQ(text[end], 'm');
    text.erase(escape, end + 1 - escape);
  }
  EXPECT_EQ(text, joined(screen_lines(made.view, {.columns = 80, .rows = 40}, Colours::no)));
}

TEST(Screen, BeforeTheFirstSecondNothingIsMadeUp) {
  const RunResult run;
  const std::vector<Sample> slowest;
  const std::deque<Sample> latest;
  const LiveView view{.time_left = {}, .so_far = run, .slowest = slowest, .latest = latest};
  const std::string text = joined(screen_lines(view, {}, Colours::no));
  EXPECT_THAT(text, HasSubstr("00:00 so far"));
  EXPECT_THAT(text, HasSubstr("p50 -  p90 -"));
}

TEST(ProgressLine, SaysItInOneLine) {
  MadeUpView made;
  EXPECT_EQ(progress_line(made.view),
            "00:10  200/s of 200/s  p50 7.73 ms  p99 38.7 ms  errors 0.50 %  00:30 left");
  made.view.is_stopping = true;
  EXPECT_THAT(progress_line(made.view), testing::EndsWith("  waiting for answers"));
}

class FakeDisplay final : public Display {
 public:
  std::optional<ScreenSize> size() override { return size_; }
  bool has_colours() override { return false; }
  void write(std::string_view text) override { written_.emplace_back(text); }

  std::optional<ScreenSize> size_;
  std::vector<std::string> written_;
};

TEST(LiveScreen, WithoutATerminalThereIsALineNowAndThen) {
  MadeUpView made;
  FakeDisplay display;
  LiveScreen screen(display, seconds(5));
  for (int second = 1; second <= 11; ++second) {
    made.view.elapsed = seconds(second);
    screen.on_second(made.view);
  }
  screen.clear();
  ASSERT_EQ(display.written_.size(), 3u);
  EXPECT_THAT(display.written_[0], testing::StartsWith("00:01  "));
  EXPECT_THAT(display.written_[2], testing::StartsWith("00:11  "));
  EXPECT_THAT(display.written_[2], testing::EndsWith("\n"));
}

TEST(LiveScreen, EachFrameIsDrawnOverTheLastAndLeavesTheTerminalAsItWas) {
  MadeUpView made;
  FakeDisplay display;
  display.size_ = ScreenSize{.columns = 60, .rows = 10};
  LiveScreen screen(display);
  screen.on_second(made.view);
  screen.on_second(made.view);
  ASSERT_EQ(display.written_.size(), 2u);
  const auto lines = std::ranges::count(display.written_[0], '\n');
  EXPECT_LE(lines, 9);
  EXPECT_THAT(display.written_[0], testing::StartsWith("\x1b[?25lKinesis"));
  EXPECT_THAT(display.written_[1],
              testing::StartsWith("\x1b[?25l\x1b[" + std::to_string(lines) + "A\r"));
  for (const std::string& frame : display.written_) {
    EXPECT_THAT(frame, testing::EndsWith("\x1b[J\x1b[?25h"));
  }
  display.size_->columns = 50;
  screen.on_second(made.view);
  EXPECT_THAT(display.written_[2], testing::StartsWith("\x1b[?25l\x1b[2J\x1b[H"));
  screen.clear();
  EXPECT_THAT(display.written_[3], testing::EndsWith("A\r\x1b[J"));
}

}  // namespace
}  // namespace weir::meter
