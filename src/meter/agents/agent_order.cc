#include "meter/agents/agent_order.h"

#include <fmt/format.h>

#include <charconv>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "codec/json_reader.h"
#include "codec/json_writer.h"

namespace weir::meter {
namespace {

void write_list(codec::JsonWriter& json, std::string_view key,
                const std::vector<std::string>& list) {
  json.key(key);
  json.begin_array();
  // Files may hold anything.
  for (const std::string& each : list) json.base64(bytes_of(each));
  json.end_array();
}

std::string read_bytes(codec::JsonReader& reader) {
  const auto bytes = reader.read_base64();
  return bytes ? std::string(text_of(*bytes)) : std::string();
}

std::vector<std::string> read_list(codec::JsonReader& reader) {
  std::vector<std::string> list;
  reader.enter_array();
  while (reader.next_element()) list.push_back(read_bytes(reader));
  return list;
}

template <class Number>
Number read_number(codec::JsonReader& reader) {
  const std::string_view text = reader.read_number();
  Number number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

}  // namespace

std::string encode_order(const AgentOrder& order) {
  std::string text;
  codec::JsonWriter json(text);
  json.begin_object();
  json.key("plan_name");
  json.base64(bytes_of(order.plan_name));
  json.key("plan_text");
  json.base64(bytes_of(order.plan_text));
  write_list(json, "flags", order.flags);
  write_list(json, "files", order.files);
  write_list(json, "endpoints", order.endpoints);
  json.key("region");
  json.base64(bytes_of(order.region));
  json.key("speed");
  json.raw(fmt::format("{}", order.speed));
  json.key("seed");
  json.number(order.seed);
  json.key("index");
  json.number(order.share.index);
  json.key("count");
  json.number(order.share.count);
  json.end_object();
  return text;
}

Result<AgentOrder> decode_order(std::span<char> json) {
  AgentOrder order;
  codec::JsonReader reader(json);
  reader.enter_object();
  while (const auto key = reader.next_key()) {
    if (*key == "plan_name") {
      order.plan_name = read_bytes(reader);
    } else if (*key == "plan_text") {
      order.plan_text = read_bytes(reader);
    } else if (*key == "flags") {
      order.flags = read_list(reader);
    } else if (*key == "files") {
      order.files = read_list(reader);
    } else if (*key == "endpoints") {
      order.endpoints = read_list(reader);
    } else if (*key == "region") {
      order.region = read_bytes(reader);
    } else if (*key == "speed") {
      order.speed = read_number<double>(reader);
    } else if (*key == "seed") {
      order.seed = read_number<std::uint64_t>(reader);
    } else if (*key == "index") {
      order.share.index = read_number<std::uint32_t>(reader);
    } else if (*key == "count") {
      order.share.count = read_number<std::uint32_t>(reader);
    } else {
      reader.skip_value();
    }
  }
  if (!reader.finish() || order.share.index >= order.share.count) {
    return fail(ErrorCode::corrupt, "The order of the controller is not understood.");
  }
  return order;
}

}  // namespace weir::meter
