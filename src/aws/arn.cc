#include "aws/arn.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace weir::aws {
namespace {

constexpr std::size_t account_digits = 12;
constexpr std::string_view consumer_separator = "/consumer/";

bool is_digit(char character) { return character >= '0' && character <= '9'; }

// Takes what is before the next colon, and the colon, off `text`.
std::string_view take_field(std::string_view& text) {
  const std::size_t colon = text.find(':');
  const std::string_view field = text.substr(0, colon);
  text = colon == std::string_view::npos ? std::string_view{} : text.substr(colon + 1);
  return field;
}

bool take_prefix(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

// Everything up to "stream/", which comes off `text`; the name is still to be filled in.
std::optional<StreamArn> take_stream_prefix(std::string_view& text) {
  if (!take_prefix(text, "arn:")) return std::nullopt;
  StreamArn arn;
  arn.partition = take_field(text);
  if (!arn.partition.starts_with("aws") || take_field(text) != "kinesis") return std::nullopt;
  arn.region = take_field(text);
  arn.account = take_field(text);
  if (arn.account.size() != account_digits || !std::ranges::all_of(arn.account, is_digit)) {
    return std::nullopt;
  }
  if (!take_prefix(text, "stream/")) return std::nullopt;
  return arn;
}

bool is_name(std::string_view text) {
  return !text.empty() && text.find('/') == std::string_view::npos;
}

}  // namespace

std::string to_text(const StreamArn& arn) {
  return fmt::format("arn:{}:kinesis:{}:{}:stream/{}", arn.partition, arn.region, arn.account,
                     arn.name);
}

std::string to_text(const ConsumerArn& arn) {
  return fmt::format("{}{}{}:{}", to_text(arn.stream), consumer_separator, arn.name,
                     arn.creation_seconds);
}

std::optional<StreamArn> parse_stream_arn(std::string_view text) {
  std::optional<StreamArn> arn = take_stream_prefix(text);
  if (!arn || !is_name(text)) return std::nullopt;
  arn->name = text;
  return arn;
}

std::optional<ConsumerArn> parse_consumer_arn(std::string_view text) {
  const std::optional<StreamArn> stream = take_stream_prefix(text);
  const std::size_t separator = text.find(consumer_separator);
  const std::size_t colon = text.rfind(':');
  if (!stream || separator == std::string_view::npos || colon == std::string_view::npos) {
    return std::nullopt;
  }
  ConsumerArn arn{.stream = *stream, .name = {}};
  arn.stream.name = text.substr(0, separator);
  const std::size_t name_begin = separator + consumer_separator.size();
  if (colon < name_begin) return std::nullopt;
  arn.name = text.substr(name_begin, colon - name_begin);
  if (!is_name(arn.stream.name) || !is_name(arn.name)) return std::nullopt;

  const std::string_view seconds = text.substr(colon + 1);
  const char* const end = seconds.data() + seconds.size();
  if (seconds.empty() || !is_digit(seconds.front())) return std::nullopt;
  const auto [parsed_end, error] = std::from_chars(seconds.data(), end, arn.creation_seconds);
  if (error != std::errc{} || parsed_end != end) return std::nullopt;
  return arn;
}

}  // namespace weir::aws
