#include "meter/screen/live_screen.h"

#include <fmt/format.h>

#include <string>

namespace weir::meter {

void LiveScreen::on_second(const LiveView& view) {
  const std::optional<ScreenSize> size = display_.size();
  if (size) return draw(view, *size);
  if (last_line_ && view.elapsed - *last_line_ < line_interval_ && !view.is_stopping) return;
  last_line_ = view.elapsed;
  display_.write(progress_line(view) + "\n");
}

void LiveScreen::draw(const LiveView& view, ScreenSize size) {
  // The last column stays free: terminals differ in where the cursor is after it. So does the last
  // row, where the cursor waits.
  const ScreenSize inner{.columns = size.columns > 1 ? size.columns - 1 : 1,
                         .rows = size.rows > 1 ? size.rows - 1 : 1};
  const auto lines = screen_lines(view, inner, display_.has_colours() ? Colours::yes : Colours::no);
  // Hidden while it moves, within one write.
  std::string frame = "\x1b[?25l";
  if (lines_drawn_ > inner.rows || (lines_drawn_ > 0 && columns_drawn_ != size.columns)) {
    // The size has changed: lines may have wrapped, and nobody knows where the screen began.
    frame += "\x1b[2J\x1b[H";
  } else if (lines_drawn_ > 0) {
    frame += fmt::format("\x1b[{}A\r", lines_drawn_);
  }
  for (const std::string& line : lines) frame += line + "\x1b[K\n";
  frame += "\x1b[J\x1b[?25h";
  lines_drawn_ = lines.size();
  columns_drawn_ = size.columns;
  display_.write(frame);
}

void LiveScreen::clear() {
  if (lines_drawn_ > 0) display_.write(fmt::format("\x1b[{}A\r\x1b[J", lines_drawn_));
  lines_drawn_ = 0;
}

}  // namespace weir::meter
