#include <algorithm>

#include "meter/plan/toml_table.h"

namespace weir::meter {

TomlDocument::TomlDocument(std::string file, std::string_view text, bool has_lines,
                           PlanErrors& all_errors)
    : errors(all_errors), file_(std::move(file)), text_(text), has_lines_(has_lines) {
  line_starts_.push_back(0);
  for (std::size_t index = 0; index < text_.size(); ++index) {
    if (text_[index] == '\n') line_starts_.push_back(index + 1);
  }
}

Position TomlDocument::position(const toml::source_position& place) const {
  if (!has_lines_) return {.file = file_};
  return {.file = file_,
          .line = std::max(1, static_cast<int>(place.line)),
          .column = std::max(1, static_cast<int>(place.column))};
}

std::string TomlDocument::source(const toml::source_region& region) const {
  if (!has_lines_ || region.begin.line == 0 || region.end < region.begin) return {};
  const std::size_t begin = offset_of(region.begin);
  const std::size_t end = offset_of(region.end);
  return end <= begin ? std::string() : std::string(text_.substr(begin, end - begin));
}

std::string TomlDocument::path(std::string_view text) const {
  const std::size_t slash = file_.rfind('/');
  if (!has_lines_ || text.starts_with('/') || slash == std::string::npos) return std::string(text);
  return file_.substr(0, slash + 1) + std::string(text);
}

// Columns count characters, not bytes.
std::size_t TomlDocument::offset_of(const toml::source_position& place) const {
  if (place.line == 0 || place.line > line_starts_.size()) return text_.size();
  std::size_t offset = line_starts_[place.line - 1];
  for (std::size_t column = 1; column < place.column && offset < text_.size(); ++column) {
    ++offset;
    while (offset < text_.size() && (static_cast<unsigned char>(text_[offset]) & 0xc0u) == 0x80u) {
      ++offset;
    }
  }
  return offset;
}

}  // namespace weir::meter
