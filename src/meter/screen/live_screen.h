// LiveScreen: shows a run while it goes on: a screen that is drawn anew each second where there is
// a terminal, a line now and then elsewhere.
//
// Between frames a terminal is in no special state: the cursor stands below the screen, visible. So
// however the program ends, there is nothing to put right.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "base/time.h"
#include "meter/results/live_view.h"
#include "meter/screen/screen_text.h"

namespace weir::meter {

// Where it is shown.
class Display {
 public:
  virtual ~Display() = default;
  // Nothing where it is no terminal.
  virtual std::optional<ScreenSize> size() = 0;
  virtual bool has_colours() = 0;
  // At once and as a whole.
  virtual void write(std::string_view text) = 0;
};

class LiveScreen final : public RunObserver {
 public:
  // `display` must outlive it. Lines come each `line_interval` where there is no terminal.
  explicit LiveScreen(Display& display, seconds line_interval = seconds(10))
      : display_(display), line_interval_(line_interval) {}

  void on_second(const LiveView& view) override;

  // Takes the screen away, so that the summary stands in its place.
  void clear();

 private:
  void draw(const LiveView& view, ScreenSize size);

  Display& display_;
  const seconds line_interval_;
  std::optional<nanoseconds> last_line_;
  std::size_t lines_drawn_ = 0;
  std::size_t columns_drawn_ = 0;
};

}  // namespace weir::meter
