#include "aws/json_protocol_decode.h"

#include <fmt/format.h>

#include <algorithm>

#include "aws/json_number.h"
#include "codec/utf8.h"

namespace weir::aws {
namespace {

using codec::JsonKind;

constexpr std::string_view number_class =
    "class com.amazon.coral.value.json.numbers.TruncatingBigNumber";
constexpr std::string_view boolean_class = "class java.lang.Boolean";
constexpr std::string_view text_class = "class java.lang.String";
constexpr std::string_view unexpected_list = "Start of list found where not expected";
constexpr std::string_view unexpected_structure =
    "Start of structure or map found where not expected.";

std::string upper_case(std::string_view text) {
  std::string upper(text);
  for (char& character : upper) {
    if (character >= 'a' && character <= 'z') character = static_cast<char>(character - 'a' + 'A');
  }
  return upper;
}

// Java counts UTF-16 units: one for a character, two for one of four bytes.
std::size_t utf16_length(std::string_view text) {
  return codec::utf8_length(text) +
         static_cast<std::size_t>(std::ranges::count_if(
             text, [](char character) { return static_cast<unsigned char>(character) >= 0xf0; }));
}

// The whole character that begins at `position`.
std::string_view character_at(std::string_view text, std::size_t position) {
  std::size_t end = position + 1;
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U) ++end;
  return text.substr(position, end - position);
}

std::string blob_message(const codec::JsonBase64Error& error) {
  const std::string_view text = error.text;
  const auto because = [&](std::string_view reason) {
    return fmt::format("'{}' can not be converted to a Blob: {}", text, reason);
  };
  if (const std::size_t length = utf16_length(text); length % 4 != 0) {
    return because(fmt::format(
        "Base64 encoded length is expected a multiple of 4 bytes but found: {}", length));
  }
  switch (error.error.fault) {
    case codec::Base64Fault::tail:
      // The misspelling is production's.
      return because("Invalid last non-pad Base64 character dectected");
    case codec::Base64Fault::length:
    case codec::Base64Fault::character:
      break;
  }
  // A length that only bytes spoil comes from a character that is none of base64's.
  std::size_t position = error.error.position;
  if (error.error.fault == codec::Base64Fault::length) {
    const auto above_ascii = [](char character) { return (character & 0x80) != 0; };
    position = static_cast<std::size_t>(std::ranges::find_if(text, above_ascii) - text.begin());
  }
  return because(fmt::format("Invalid Base64 character: '{}'", character_at(text, position)));
}

}  // namespace

bool JsonDecoder::comes() {
  if (reader_.kind() != JsonKind::null) return true;
  reader_.read_null();
  return false;
}

void JsonDecoder::refuse(std::string message) {
  reader_.skip_value();
  if (!type_error_) type_error_ = std::move(message);
}

void JsonDecoder::refuse_scalar(std::string_view wanted) {
  const auto unconvertible = [&](std::string_view found) {
    return fmt::format("{} can not be converted to {}", found, wanted);
  };
  switch (reader_.kind()) {
    case JsonKind::array:
      return refuse(std::string(unexpected_list));
    case JsonKind::object:
      return refuse(std::string(unexpected_structure));
    case JsonKind::text:
      return refuse(unconvertible(text_class));
    case JsonKind::number:
      return refuse(unconvertible(number_class));
    case JsonKind::boolean:
      return refuse(unconvertible(boolean_class));
    case JsonKind::null:
    case JsonKind::failed:
      return;
  }
}

bool JsonDecoder::enter_list() {
  const JsonKind kind = reader_.kind();
  if (kind == JsonKind::array) {
    reader_.enter_array();
    return true;
  }
  refuse(std::string(kind == JsonKind::object ? unexpected_structure : "Expected list or null"));
  return false;
}

bool JsonDecoder::enter_map() {
  const JsonKind kind = reader_.kind();
  if (kind == JsonKind::object) {
    reader_.enter_object();
    return true;
  }
  refuse(std::string(kind == JsonKind::array ? unexpected_list : "Expected map or null"));
  return false;
}

bool JsonDecoder::enter_structure() {
  const JsonKind kind = reader_.kind();
  if (kind == JsonKind::object) {
    reader_.enter_object();
    return true;
  }
  refuse(std::string(kind == JsonKind::array ? unexpected_list : "Expected null"));
  return false;
}

std::optional<std::string_view> JsonDecoder::number(std::string_view wanted) {
  if (reader_.kind() == JsonKind::number) return reader_.read_number();
  refuse_scalar(wanted);
  return std::nullopt;
}

Outcome<void> JsonDecoder::finish() {
  if (!reader_.finish()) return serialization({});
  if (type_error_) return serialization(*std::move(type_error_));
  return {};
}

void JsonDecoder::decode(std::string_view& text, const Constraints& /*constraints*/) {
  if (reader_.kind() != JsonKind::text) return refuse_scalar("an String");
  text = reader_.read_text();
}

void JsonDecoder::decode(std::string& text, const Constraints& constraints) {
  std::string_view value;
  decode(value, constraints);
  text = value;
}

void JsonDecoder::decode(Blob& blob, const Constraints& /*constraints*/) {
  if (reader_.kind() != JsonKind::text) return refuse_scalar("a Blob");
  const auto bytes = reader_.read_base64();
  if (bytes) {
    blob = *bytes;
  } else if (!type_error_ && !reader_.failed()) {
    type_error_ = blob_message(bytes.error());
  }
}

// Texts that say it are taken, in any case, and so are numbers with a fraction or an exponent;
// whole numbers are not. Production's numbers are Java's: what has a fraction is a double.
void JsonDecoder::decode(bool& value, const Constraints& /*constraints*/) {
  const JsonKind kind = reader_.kind();
  if (kind == JsonKind::boolean) {
    value = reader_.read_boolean();
  } else if (kind == JsonKind::text) {
    const std::string text = upper_case(reader_.read_text());
    value = text == "TRUE" || text == "1" || text == "YES";
    const bool is_false = text == "FALSE" || text == "0" || text == "NO";
    if (!value && !is_false && !type_error_) {
      type_error_ = fmt::format("'{}' can not be converted to an Boolean", text);
    }
  } else if (kind == JsonKind::number) {
    const std::string_view number = reader_.read_number();
    value = is_nonzero(number);
    if (!has_fraction_or_exponent(number) && !type_error_) {
      type_error_ = fmt::format("{} can not be converted to an Boolean", number_class);
    }
  } else {
    refuse_scalar("an Boolean");
  }
}

void JsonDecoder::decode(std::int32_t& number_out, const Constraints& /*constraints*/) {
  if (const auto text = number("an Integer")) number_out = floor_to_int32(*text);
}

void JsonDecoder::decode(std::int64_t& number_out, const Constraints& /*constraints*/) {
  if (const auto text = number("an Long")) number_out = floor_to_int64(*text);
}

void JsonDecoder::decode(WallTime& time, const Constraints& /*constraints*/) {
  if (const auto text = number("milliseconds since epoch")) time = seconds_to_time(*text);
}

void JsonDecoder::decode(TextMap& map, const Constraints& constraints) {
  const std::size_t kept = kept_max(constraints);
  if (!enter_map()) return;
  while (const auto name = reader_.next_key()) {
    if (map.size() >= kept) {
      reader_.skip_value();
      continue;
    }
    std::string_view value;
    if (comes()) decode(value, {});
    map.emplace_back(*name, value);
  }
}

}  // namespace weir::aws
