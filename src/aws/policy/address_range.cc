#include "aws/policy/address_range.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <span>
#include <system_error>

namespace weir::aws::policy {
namespace {

// All of `text`, up to `digits_max` digits, not above `max`.
std::optional<unsigned> parse_number(std::string_view text, int base, std::size_t digits_max,
                                     unsigned max) {
  unsigned value = 0;
  const char* const end = text.data() + text.size();
  if (text.empty() || text.size() > digits_max || text.front() == '-') return std::nullopt;
  const auto [stop, error] = std::from_chars(text.data(), end, value, base);
  if (error != std::errc{} || stop != end || value > max) return std::nullopt;
  return value;
}

// Cuts the part before the first `separator` off the front of `text`.
std::string_view take_part(std::string_view& text, char separator) {
  const std::size_t size = std::min(text.find(separator), text.size());
  const std::string_view part = text.substr(0, size);
  text.remove_prefix(std::min(size + 1, text.size()));
  return part;
}

bool parse_dotted(std::string_view text, std::span<std::uint8_t, 4> bytes) {
  if (std::ranges::count(text, '.') != 3) return false;
  for (std::uint8_t& byte : bytes) {
    const auto value = parse_number(take_part(text, '.'), 10, 3, 255);
    if (!value) return false;
    byte = static_cast<std::uint8_t>(*value);
  }
  return true;
}

// Groups of four hexadecimal digits, the last two perhaps as a dotted version 4 address. Answers
// with the number of bytes; nothing if it is malformed or too long.
std::optional<std::size_t> parse_groups(std::string_view text, std::array<std::uint8_t, 16>& to) {
  std::size_t count = 0;
  while (!text.empty()) {
    const bool ends_in_colon = text.back() == ':';
    const std::string_view group = take_part(text, ':');
    if (text.empty() && ends_in_colon) return std::nullopt;
    if (group.find('.') != std::string_view::npos) {
      if (!text.empty() || count > 12) return std::nullopt;
      if (!parse_dotted(group, std::span(to).subspan(count).first<4>())) return std::nullopt;
      return count + 4;
    }
    const auto value = parse_number(group, 16, 4, 0xffff);
    if (!value || count > 14) return std::nullopt;
    to[count++] = static_cast<std::uint8_t>(*value >> 8);
    to[count++] = static_cast<std::uint8_t>(*value & 0xff);
  }
  return count;
}

bool is_mapped(const std::array<std::uint8_t, 16>& bytes) {
  return std::all_of(bytes.begin(), bytes.begin() + 10, [](auto byte) { return byte == 0; }) &&
         bytes[10] == 0xff && bytes[11] == 0xff;
}

std::optional<Address> parse_version_6(std::string_view text) {
  const std::size_t gap = text.find("::");
  std::array<std::uint8_t, 16> front{};
  std::array<std::uint8_t, 16> back{};
  const auto front_size = parse_groups(text.substr(0, gap), front);
  if (!front_size) return std::nullopt;
  Address address{.bytes = front};
  if (gap == std::string_view::npos) {
    if (*front_size != 16) return std::nullopt;
  } else {
    const auto back_size = parse_groups(text.substr(gap + 2), back);
    if (!back_size || *front_size + *back_size > 14) return std::nullopt;
    std::copy_n(back.begin(), *back_size, address.bytes.end() - static_cast<long>(*back_size));
  }
  address.is_version_4 = is_mapped(address.bytes);
  return address;
}

}  // namespace

std::optional<Address> parse_address(std::string_view text) {
  if (text.find(':') != std::string_view::npos) return parse_version_6(text);
  Address address{.is_version_4 = true};
  address.bytes[10] = 0xff;
  address.bytes[11] = 0xff;
  if (!parse_dotted(text, std::span(address.bytes).last<4>())) return std::nullopt;
  return address;
}

std::optional<AddressRange> parse_address_range(std::string_view text) {
  const std::size_t slash = text.find('/');
  const auto first = parse_address(text.substr(0, slash));
  if (!first) return std::nullopt;
  AddressRange range{.first = *first};
  if (slash == std::string_view::npos) return range;
  const bool is_dotted = first->is_version_4 && text.find(':') == std::string_view::npos;
  const auto bits = parse_number(text.substr(slash + 1), 10, 3, is_dotted ? 32 : 128);
  if (!bits) return std::nullopt;
  range.prefix_bits = *bits + (is_dotted ? 96 : 0);
  return range;
}

bool AddressRange::contains(const Address& address) const {
  const std::size_t whole = prefix_bits / 8;
  if (!std::equal(first.bytes.begin(), first.bytes.begin() + static_cast<long>(whole),
                  address.bytes.begin())) {
    return false;
  }
  const unsigned rest = prefix_bits % 8;
  if (rest == 0) return true;
  const auto mask = static_cast<std::uint8_t>(0xff << (8 - rest));
  return (first.bytes[whole] & mask) == (address.bytes[whole] & mask);
}

}  // namespace weir::aws::policy
