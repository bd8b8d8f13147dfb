#include "api/autoscaling/pages.h"

#include <fmt/format.h>

#include "api/autoscaling/errors.h"
#include "base/bytes.h"
#include "codec/json_reader.h"
#include "codec/json_writer.h"

namespace weir::api::autoscaling {

aws::Outcome<std::size_t> page_size(const std::optional<std::int32_t>& asked, std::size_t most) {
  if (!asked) return most;
  if (*asked < 1 || static_cast<std::size_t>(*asked) > most) {
    return validation(fmt::format("MaxResults must be between 1 and {}.", most));
  }
  return static_cast<std::size_t>(*asked);
}

std::string token_of(const PagePlace& place) {
  std::string json;
  codec::JsonWriter writer(json);
  writer.begin_array();
  for (const std::string& part : place) writer.text(part);
  writer.end_array();
  std::string token;
  codec::JsonWriter(token).base64(bytes_of(json));
  return token.substr(1, token.size() - 2);  // Without quotes.
}

aws::Outcome<PagePlace> place_of(const std::optional<std::string_view>& token, std::size_t parts) {
  PagePlace place;
  if (!token) return place;
  std::string quoted = fmt::format("\"{}\"", *token);
  codec::JsonReader outer(quoted);
  const auto decoded = outer.read_base64();
  if (!decoded || !outer.finish()) return invalid_next_token();
  std::string json(text_of(*decoded));
  codec::JsonReader reader(json);
  reader.enter_array();
  while (reader.next_element()) place.emplace_back(reader.read_text());
  if (!reader.finish() || place.size() != parts) return invalid_next_token();
  return place;
}

}  // namespace weir::api::autoscaling
