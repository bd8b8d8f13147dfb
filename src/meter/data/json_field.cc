#include "meter/data/json_field.h"

#include <charconv>

#include "codec/json_reader.h"

namespace weir::meter {
namespace {

// Puts the reader before the member of that name of the object that comes; false without one.
bool find_member(codec::JsonReader& reader, std::string_view name) {
  reader.enter_object();
  while (const auto key = reader.next_key()) {
    if (*key == name) return true;
    reader.skip_value();
  }
  return false;
}

bool find_element(codec::JsonReader& reader, std::string_view index_text) {
  std::size_t index = 0;
  const char* const end = index_text.data() + index_text.size();
  const auto read = std::from_chars(index_text.data(), end, index);
  if (read.ec != std::errc() || read.ptr != end) return false;
  reader.enter_array();
  while (reader.next_element()) {
    if (index-- == 0) return true;
    reader.skip_value();
  }
  return false;
}

bool append_value(codec::JsonReader& reader, std::string& out) {
  switch (reader.kind()) {
    case codec::JsonKind::text:
      out += reader.read_text();
      break;
    case codec::JsonKind::number:
      out += reader.read_number();
      break;
    case codec::JsonKind::boolean:
      out += reader.read_boolean() ? "true" : "false";
      break;
    default:
      return false;
  }
  return !reader.failed();
}

}  // namespace

bool append_json_field(std::string_view document, std::string_view path, std::string& scratch,
                       std::string& out) {
  scratch.assign(document);
  codec::JsonReader reader(scratch);
  while (true) {
    const std::size_t dot = path.find('.');
    const std::string_view name = path.substr(0, dot);
    const codec::JsonKind kind = reader.kind();
    const bool is_found = kind == codec::JsonKind::object  ? find_member(reader, name)
                          : kind == codec::JsonKind::array ? find_element(reader, name)
                                                           : false;
    if (!is_found) return false;
    if (dot == path.npos) return append_value(reader, out);
    path.remove_prefix(dot + 1);
  }
}

}  // namespace weir::meter
