#include "pretty_json.h"

#include "codec/json_reader.h"
#include "codec/json_writer.h"

namespace weir::app {
namespace {

class Printer {
 public:
  Printer(codec::JsonReader& reader, std::string& out) : reader_(reader), out_(out) {}

  void print_value(std::size_t depth) {
    switch (reader_.kind()) {
      case codec::JsonKind::object:
        return print_object(depth);
      case codec::JsonKind::array:
        return print_array(depth);
      case codec::JsonKind::text:
        return print_text(reader_.read_text());
      case codec::JsonKind::number:
        out_ += reader_.read_number();
        return;
      case codec::JsonKind::boolean:
        out_ += reader_.read_boolean() ? "true" : "false";
        return;
      case codec::JsonKind::null:
        reader_.read_null();
        out_ += "null";
        return;
      case codec::JsonKind::failed:
        return;
    }
  }

 private:
  void print_text(std::string_view text) { codec::JsonWriter(out_).text(text); }

  void new_line(std::size_t depth) { out_.append("\n").append(2 * depth, ' '); }

  void print_object(std::size_t depth) {
    reader_.enter_object();
    bool empty = true;
    out_ += '{';
    while (const auto name = reader_.next_key()) {
      if (!empty) out_ += ',';
      empty = false;
      new_line(depth + 1);
      print_text(*name);
      out_ += ": ";
      print_value(depth + 1);
    }
    if (!empty) new_line(depth);
    out_ += '}';
  }

  void print_array(std::size_t depth) {
    reader_.enter_array();
    bool empty = true;
    out_ += '[';
    while (reader_.next_element()) {
      if (!empty) out_ += ',';
      empty = false;
      new_line(depth + 1);
      print_value(depth + 1);
    }
    if (!empty) new_line(depth);
    out_ += ']';
  }

  codec::JsonReader& reader_;
  std::string& out_;
};

}  // namespace

std::optional<std::string> pretty_json(std::string text) {
  codec::JsonReader reader(text);
  std::string out;
  Printer(reader, out).print_value(0);
  if (!reader.finish()) return std::nullopt;
  return out;
}

}  // namespace weir::app
