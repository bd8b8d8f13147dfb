// HoleReader: reads the words and values inside {{…}} of a template, front to back.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "meter/templates/template.h"

namespace weir::meter {

class HoleReader {
 public:
  // `text` must outlive the reader.
  explicit HoleReader(std::string_view text) : text_(text) {}

  // The text before the next "{{", without line breaks, as the data generator removes them; the
  // reader then stands behind it. All the rest if there is none: then at_end().
  std::string text_before_hole();
  bool at_end() const { return at_ >= text_.size(); }
  std::size_t position() const { return at_; }

  // Each skips blanks first.
  // A word: letters, digits, and ". _ - $ @ :"; empty if something else comes.
  std::string_view word();
  // Takes `expected` if it comes.
  bool take(std::string_view expected);
  bool comes(std::string_view expected);
  // Behind "}}", or an error that says that it is missing.
  std::expected<void, TemplateError> close();

  // A JSON text with its quotes, or a number, as written; nothing if neither comes.
  std::optional<std::string_view> literal();

  enum class Followed : std::uint8_t { by_close, by_anything };

  // What stands in brackets, without them and without line breaks; nothing if no bracket comes. A
  // JSON object, array or text ends where it ends. Anything else goes up to the closing bracket
  // that "}}" follows (by_close: it may hold others), or the first one (by_anything).
  std::expected<std::optional<std::string>, TemplateError> parameters(Followed followed);

 private:
  std::string_view rest() const { return text_.substr(at_); }
  void skip_blanks();
  std::optional<std::size_t> json_size() const;
  std::optional<std::size_t> raw_size(Followed followed) const;

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace weir::meter
