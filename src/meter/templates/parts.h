// Parts: texts and fillers in turn; the body of a template, of a branch or of an argument.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "meter/templates/filler.h"

namespace weir::meter {

class Parts {
 public:
  // Kinesis takes records of 10 MiB. What gets longer, of variables that hold one another twice for
  // instance, is not made to its end.
  static constexpr std::size_t bytes_max = 16u << 20;

  void add_text(std::string_view text) { rest_ += text; }

  void add(Filler fill) {
    parts_.push_back({std::move(rest_), std::move(fill)});
    rest_.clear();
  }

  void render(RenderContext& context, std::string& out) const {
    for (const Part& part : parts_) {
      if (out.size() > bytes_max) return;
      out += part.text;
      part.fill(context, out);
    }
    out += rest_;
  }

  bool is_constant() const { return parts_.empty(); }
  // Of constant parts: all there is.
  const std::string& text() const { return rest_; }

 private:
  struct Part {
    std::string text;  // Before the hole.
    Filler fill;
  };

  std::vector<Part> parts_;
  std::string rest_;  // Behind the last hole.
};

}  // namespace weir::meter
