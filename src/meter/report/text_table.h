// TextTable: rows of cells in aligned columns, as wide as the reader's screen.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace weir::meter {

// The columns that a text takes on a terminal: wide characters two, combining ones none. Bytes that
// are no UTF-8 count one each.
std::size_t text_columns(std::string_view text);

// The text cut to so many columns, its end marked with "…" if something is missing, and what a
// terminal would obey (control characters) made visible.
std::string fitted(std::string_view text, std::size_t columns);

class TextTable {
 public:
  // The first column is aligned to the left, the others to the right.
  explicit TextTable(std::vector<std::string> heads) : heads_(std::move(heads)) {}

  // As many cells as there are heads.
  void add(std::vector<std::string> cells);
  bool is_empty() const { return rows_.empty(); }

  // Aligns the last column to the left as well: it holds sentences.
  void last_is_text() { is_last_text_ = true; }

  // No line is wider than `columns`, unless two columns alone are: what does not fit follows in a
  // second table below, with the first column again.
  std::string text(std::size_t columns) const;

 private:
  std::vector<std::size_t> widths() const;
  void append_block(std::string& out, const std::vector<std::size_t>& widths, std::size_t from,
                    std::size_t to) const;

  std::vector<std::string> heads_;
  std::vector<std::vector<std::string>> rows_;
  bool is_last_text_ = false;
};

}  // namespace weir::meter
