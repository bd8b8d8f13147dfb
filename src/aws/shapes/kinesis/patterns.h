// The regular expressions of the API reference, as functions. Each matches a whole text exactly as
// its pattern does.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "aws/shape_constraints.h"

namespace weir::aws::kinesis {

constexpr bool is_digit(char character) { return character >= '0' && character <= '9'; }
constexpr bool is_lower(char character) { return character >= 'a' && character <= 'z'; }
constexpr bool is_upper(char character) { return character >= 'A' && character <= 'Z'; }

constexpr bool is_name(std::string_view text) {
  const auto allowed = [](char character) {
    return is_digit(character) || is_lower(character) || is_upper(character) || character == '_' ||
           character == '.' || character == '-';
  };
  return !text.empty() && std::ranges::all_of(text, allowed);
}

// "0", or up to `digits_max` digits of which the first is not 0.
constexpr bool is_decimal(std::string_view text, std::size_t digits_max) {
  if (text.empty() || text.size() > digits_max || !std::ranges::all_of(text, is_digit))
    return false;
  return text.front() != '0' || text.size() == 1;
}

constexpr bool is_hash_key(std::string_view text) { return is_decimal(text, 39); }
constexpr bool is_sequence_number(std::string_view text) { return is_decimal(text, 129); }

constexpr bool is_stream_id(std::string_view text) {
  const auto allowed = [](char character) { return is_digit(character) || is_lower(character); };
  return text.size() == 24 && text[20] == '-' && std::ranges::all_of(text.substr(0, 20), allowed) &&
         std::ranges::all_of(text.substr(21), allowed);
}

// Whether the whole text is "arn:aws.*:kinesis:.*:\d{12}:" + `between` + `resource` + "\S+", where
// anything may come between the colon and the resource if `anything_between`. The wildcards take
// everything but line breaks, the end everything but blanks: so the last blank of the text, if
// there is one, must come before the end's resource. Linear in the size of the text.
constexpr bool is_arn_of(std::string_view text, std::string_view resource, bool anything_between) {
  constexpr std::string_view begin = "arn:aws";
  constexpr std::string_view service = ":kinesis:";
  constexpr std::size_t account_size = 14;  // Twelve digits between two colons.
  if (!text.starts_with(begin) || text.find_first_of("\n\r") != std::string_view::npos)
    return false;
  const std::size_t service_at = text.find(service, begin.size());
  if (service_at == std::string_view::npos) return false;

  const std::size_t last_blank = text.find_last_of(" \t\v\f");
  const std::size_t name_min = last_blank == std::string_view::npos ? 0 : last_blank + 1;
  const auto is_name_at = [&](std::size_t at) { return at >= name_min && at < text.size(); };
  std::size_t at = text.find(':', service_at + service.size());
  for (; at != std::string_view::npos; at = text.find(':', at + 1)) {
    const std::string_view account = text.substr(at, account_size);
    if (account.size() != account_size || account.back() != ':' ||
        !std::ranges::all_of(account.substr(1, account_size - 2), is_digit)) {
      continue;
    }
    const std::string_view rest = text.substr(at + account_size);
    // Where anything may come between, the last resource is as good as any before it: what follows
    // it has the fewest blanks. It needs at least one character behind it.
    const std::size_t found = anything_between && !rest.empty()
                                  ? rest.substr(0, rest.size() - 1).rfind(resource)
                                  : (rest.starts_with(resource) ? 0 : std::string_view::npos);
    if (found == std::string_view::npos) continue;
    if (is_name_at(at + account_size + found + resource.size())) return true;
  }
  return false;
}

constexpr bool is_stream_arn(std::string_view text) { return is_arn_of(text, "stream/", false); }
constexpr bool is_resource_arn(std::string_view text) { return is_arn_of(text, "stream/", true); }

// Takes the last characters of `text` that a name may have off its end. False if there are none.
constexpr bool take_name_off_end(std::string_view& text) {
  std::size_t begin = text.size();
  while (begin > 0 && is_name(text.substr(begin - 1, 1))) --begin;
  const bool found = begin < text.size();
  text = text.substr(0, begin);
  return found;
}

constexpr bool take_off_end(std::string_view& text, std::string_view end) {
  if (!text.ends_with(end)) return false;
  text.remove_suffix(end.size());
  return true;
}

// ":", twelve digits and ":" somewhere in `text`.
constexpr bool contains_account(std::string_view text) {
  constexpr std::size_t size = 14;
  for (std::size_t at = 0; at + size <= text.size(); ++at) {
    if (text[at] == ':' && text[at + size - 1] == ':' &&
        std::ranges::all_of(text.substr(at + 1, size - 2), is_digit)) {
      return true;
    }
  }
  return false;
}

// Read from the end, where names and numbers allow no choice; the wildcards in front of "stream/"
// take everything but line breaks.
constexpr bool is_consumer_arn(std::string_view text) {
  constexpr std::string_view begin = "arn:aws";
  constexpr std::string_view service = ":kinesis:";
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || colon + 1 == text.size() ||
      !std::ranges::all_of(text.substr(colon + 1), is_digit)) {
    return false;
  }
  text = text.substr(0, colon);
  if (!take_name_off_end(text) || !take_off_end(text, "/consumer/")) return false;
  if (!take_name_off_end(text) || !take_off_end(text, "stream/")) return false;
  if (!text.starts_with(begin) || text.find_first_of("\n\r") != std::string_view::npos)
    return false;
  const std::size_t service_at = text.find(service, begin.size());
  return service_at != std::string_view::npos &&
         contains_account(text.substr(service_at + service.size()));
}

inline constexpr Pattern name_pattern{"[a-zA-Z0-9_.-]+", is_name};
inline constexpr Pattern hash_key_pattern{R"(0|([1-9]\d{0,38}))", is_hash_key};
inline constexpr Pattern sequence_number_pattern{R"(0|([1-9]\d{0,128}))", is_sequence_number};
inline constexpr Pattern stream_id_pattern{"[a-z0-9]{20}-[a-z0-9]{3}", is_stream_id};
inline constexpr Pattern consumer_arn_pattern{
    R"(^(arn):aws.*:kinesis:.*:\d{12}:.*stream\/[a-zA-Z0-9_.-]+\/consumer\/[a-zA-Z0-9_.-]+:[0-9]+)",
    is_consumer_arn};
inline constexpr Pattern stream_arn_pattern{R"(arn:aws.*:kinesis:.*:\d{12}:stream/\S+)",
                                            is_stream_arn};
inline constexpr Pattern resource_arn_pattern{R"(arn:aws.*:kinesis:.*:\d{12}:.*stream/\S+)",
                                              is_resource_arn};

}  // namespace weir::aws::kinesis
