#include "meter/report/text_table.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "base/check.h"
#include "codec/utf8.h"
#include "meter/report/markup.h"

namespace weir::meter {
namespace {

constexpr std::size_t gap = 2;
constexpr std::size_t first_column_max = 40;

// The blocks of East Asian wide characters and emoji, coarsely; combining marks and joiners.
std::size_t columns_of(std::uint32_t code_point) {
  const bool is_combining = (code_point >= 0x300 && code_point <= 0x36f) ||
                            (code_point >= 0x200b && code_point <= 0x200f) ||
                            (code_point >= 0xfe00 && code_point <= 0xfe0f);
  if (is_combining) return 0;
  const bool is_wide = (code_point >= 0x1100 && code_point <= 0x115f) ||
                       (code_point >= 0x2e80 && code_point <= 0xa4cf) ||
                       (code_point >= 0xac00 && code_point <= 0xd7a3) ||
                       (code_point >= 0xf900 && code_point <= 0xfaff) ||
                       (code_point >= 0xfe30 && code_point <= 0xfe6f) ||
                       (code_point >= 0xff00 && code_point <= 0xff60) ||
                       (code_point >= 0x1f300 && code_point <= 0x1faff) || code_point >= 0x20000;
  return is_wide ? 2 : 1;
}

void append_padded(std::string& out, const std::string& cell, std::size_t width, bool is_left) {
  const std::size_t taken = text_columns(cell);
  const std::string blanks(width > taken ? width - taken : 0, ' ');
  out += is_left ? cell + blanks : blanks + cell;
}

}  // namespace

std::size_t text_columns(std::string_view text) {
  if (codec::is_ascii(text)) return text.size();
  const std::string valid = valid_utf8(text);
  std::string_view rest = valid;
  std::size_t columns = 0;
  while (!rest.empty()) columns += columns_of(codec::utf8_take(rest));
  return columns;
}

std::string fitted(std::string_view text, std::size_t columns) {
  const std::string valid = valid_utf8(text);
  std::string_view rest = valid;
  std::string out;
  std::size_t taken = 0;
  while (!rest.empty()) {
    const std::string_view before = rest;
    const std::uint32_t code_point = codec::utf8_take(rest);
    // C0, DEL and C1: a terminal obeys them. So do the marks that turn the direction of writing.
    const bool is_obeyed = code_point < 0x20 || (code_point >= 0x7f && code_point < 0xa0) ||
                           (code_point >= 0x202a && code_point <= 0x202e) ||
                           (code_point >= 0x2066 && code_point <= 0x2069);
    const std::size_t wide = is_obeyed ? 1 : columns_of(code_point);
    const std::size_t room = rest.empty() ? columns : columns - std::min<std::size_t>(columns, 1);
    if (taken + wide > room && text_columns(before) + taken > columns) {
      if (columns > 0) out += "…";
      return out;
    }
    out += is_obeyed ? std::string_view("·") : before.substr(0, before.size() - rest.size());
    taken += wide;
  }
  return out;
}

void TextTable::add(std::vector<std::string> cells) {
  CHECK(cells.size() == heads_.size());
  for (std::string& cell : cells) cell = fitted(cell, 1'000);
  cells.front() = fitted(cells.front(), first_column_max);
  rows_.push_back(std::move(cells));
}

std::vector<std::size_t> TextTable::widths() const {
  std::vector<std::size_t> widths;
  for (std::size_t column = 0; column < heads_.size(); ++column) {
    std::size_t width = text_columns(heads_[column]);
    for (const auto& row : rows_) width = std::max(width, text_columns(row[column]));
    widths.push_back(width);
  }
  return widths;
}

void TextTable::append_block(std::string& out, const std::vector<std::size_t>& widths,
                             std::size_t from, std::size_t to) const {
  const auto line = [&](const std::vector<std::string>& cells) {
    append_padded(out, cells[0], widths[0], true);
    for (std::size_t column = from; column < to; ++column) {
      out.append(gap, ' ');
      const bool is_left = is_last_text_ && column + 1 == heads_.size();
      append_padded(out, cells[column], widths[column], is_left);
    }
    out.erase(out.find_last_not_of(' ') + 1);
    out += '\n';
  };
  line(heads_);
  for (const auto& row : rows_) line(row);
}

std::string TextTable::text(std::size_t columns) const {
  const std::vector<std::size_t> wide = widths();
  std::string out;
  std::size_t from = 1;
  do {
    std::size_t taken = wide[0];
    std::size_t to = from;
    while (to < heads_.size() && (to == from || taken + gap + wide[to] <= columns)) {
      taken += gap + wide[to++];
    }
    if (!out.empty()) out += '\n';
    append_block(out, wide, from, to);
    from = to;
  } while (from < heads_.size());
  return out;
}

}  // namespace weir::meter
