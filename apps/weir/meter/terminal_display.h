// TerminalDisplay: standard output, as a terminal if it is one.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "meter/screen/live_screen.h"

namespace weir::app {

class TerminalDisplay final : public meter::Display {
 public:
  // `is_plain`: lines even where there is a terminal. `has_colours`: unless NO_COLOR forbids them.
  TerminalDisplay(bool is_plain, bool has_colours)
      : is_plain_(is_plain), has_colours_(has_colours) {}

  std::optional<meter::ScreenSize> size() override;
  bool has_colours() override { return has_colours_; }
  void write(std::string_view text) override;

 private:
  const bool is_plain_;
  const bool has_colours_;
};

// How wide standard output is; `otherwise` where it is no terminal.
std::size_t output_columns(std::size_t otherwise);

}  // namespace weir::app
