#include "api/page_token.h"

#include <cstddef>

#include "base/bytes.h"
#include "codec/base64.h"
#include "codec/json_reader.h"
#include "codec/json_writer.h"

namespace weir::api {

std::string page_token(std::string_view text) { return codec::base64_text(bytes_of(text)); }

std::string page_token(const std::vector<std::string>& texts) {
  std::string json;
  codec::JsonWriter writer(json);
  writer.begin_array();
  for (const std::string& text : texts) writer.text(text);
  writer.end_array();
  return page_token(json);
}

std::optional<std::string> read_page_token(std::string_view token) {
  std::string text(codec::base64_decoded_size_max(token.size()) + 1, '\0');
  const auto size = codec::base64_decode(token, reinterpret_cast<std::byte*>(text.data()));
  if (!size || *size == 0) return std::nullopt;
  text.resize(*size);
  return text;
}

std::optional<std::vector<std::string>> read_page_token_texts(std::string_view token) {
  std::optional<std::string> json = read_page_token(token);
  if (!json) return std::nullopt;
  std::vector<std::string> texts;
  codec::JsonReader reader(*json);
  reader.enter_array();
  while (reader.next_element()) texts.emplace_back(reader.read_text());
  if (!reader.finish()) return std::nullopt;
  return texts;
}

}  // namespace weir::api
