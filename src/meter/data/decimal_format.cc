#include "meter/data/decimal_format.h"

#include <fmt/format.h>

namespace weir::meter {
namespace {

constexpr std::string_view number_chars = "#0,.";
constexpr unsigned digits_max = 100;

// Text before or behind the number: 'quoted', or any characters that are no signs of the pattern.
// Takes it from the front of `pattern`; false at a sign that is not known here.
bool take_text(std::string_view& pattern, std::string& text) {
  while (!pattern.empty()) {
    const char c = pattern.front();
    if (number_chars.find(c) != number_chars.npos) return true;
    if (c == '%' || c == ';' || c == 'E') return false;
    pattern.remove_prefix(1);
    if (c != '\'') {
      text += c;
      continue;
    }
    const std::size_t end = pattern.find('\'');
    if (end == pattern.npos) return false;
    text += end == 0 ? std::string_view("'") : pattern.substr(0, end);
    pattern.remove_prefix(end + 1);
  }
  return true;
}

}  // namespace

std::expected<DecimalFormat, std::string> DecimalFormat::parse(std::string_view pattern) {
  DecimalFormat format;
  if (pattern.empty()) return format;
  const std::string_view whole = pattern;
  const auto refuse = [&] {
    return std::unexpected(fmt::format("The number format \"{}\" is not understood.", whole));
  };
  if (!take_text(pattern, format.prefix_)) return refuse();
  format.digits_min_ = 0;
  bool has_point = false;
  bool has_comma = false;
  for (; !pattern.empty() && number_chars.find(pattern.front()) != pattern.npos;
       pattern.remove_prefix(1)) {
    const char c = pattern.front();
    if (c == '.') {
      if (has_point) return refuse();
      has_point = true;
    } else if (c == ',') {
      if (has_point) return refuse();
      has_comma = true;
      format.group_digits_ = 0;
    } else if (has_point) {
      format.decimals_ += c == '0' ? 1 : 0;
    } else {
      format.group_digits_ += has_comma ? 1 : 0;
      format.digits_min_ += c == '0' ? 1 : 0;
    }
  }
  if (!take_text(pattern, format.suffix_) || !pattern.empty()) return refuse();
  if (format.digits_min_ > digits_max || format.decimals_ > digits_max) return refuse();
  return format;
}

void DecimalFormat::append(std::int64_t number, std::string& out) const {
  if (number < 0) out += '-';
  out += prefix_;
  const std::uint64_t magnitude =
      number < 0 ? ~static_cast<std::uint64_t>(number) + 1 : static_cast<std::uint64_t>(number);
  std::string digits = magnitude == 0 ? "" : std::to_string(magnitude);
  // A pattern without zeros writes 0 all the same.
  const std::size_t digits_min =
      digits.empty() && digits_min_ == 0 && decimals_ == 0 ? 1 : digits_min_;
  if (digits.size() < digits_min) digits.insert(0, digits_min - digits.size(), '0');
  for (std::size_t index = 0; index < digits.size(); ++index) {
    const std::size_t left = digits.size() - index;
    if (index > 0 && group_digits_ > 0 && left % group_digits_ == 0) out += ',';
    out += digits[index];
  }
  if (decimals_ > 0) {
    out += '.';
    out.append(decimals_, '0');
  }
  out += suffix_;
}

}  // namespace weir::meter
