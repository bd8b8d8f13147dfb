#include "meter/templates/jmeter_call.h"

#include <fmt/format.h>

#include <charconv>
#include <utility>

namespace weir::meter {

const std::string* JmeterCall::constant(std::size_t index) {
  if (index >= arguments_.size() || !arguments_[index].is_constant()) return nullptr;
  trimmed_ = jmeter_trimmed(arguments_[index].text());
  return trimmed_.empty() ? nullptr : &trimmed_;
}

JmeterText JmeterCall::take(std::size_t index) {
  if (index >= arguments_.size()) return {};
  return JmeterText(std::exchange(arguments_[index], Parts()));
}

std::int64_t JmeterCall::whole(std::size_t index, std::string_view name, std::int64_t otherwise) {
  if (index >= arguments_.size()) return otherwise;
  if (!arguments_[index].is_constant()) {
    fail(fmt::format("{} must be a number, without variables or functions", name));
    return otherwise;
  }
  const std::string* text = constant(index);
  if (text == nullptr) return otherwise;
  const auto number = jmeter_number(*text);
  if (!number) fail(fmt::format("{} is \"{}\", which is not a whole number", name, *text));
  return number.value_or(otherwise);
}

Filler JmeterCall::storing(std::size_t index, Filler filler) {
  const std::string* name = constant(index);
  if (name == nullptr) return filler;
  return [filler = std::move(filler), slot = names_.slot(*name)](RenderContext& context,
                                                                 std::string& out) {
    const std::size_t begin = out.size();
    filler(context, out);
    context.variables.set(slot, std::string_view(out).substr(begin));
  };
}

void JmeterCall::fail(std::string message) {
  if (!error_) error_ = std::move(message);
}

std::string_view jmeter_trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::optional<std::int64_t> jmeter_number(std::string_view text) {
  text = jmeter_trimmed(text);
  if (text.starts_with('+')) text.remove_prefix(1);
  std::int64_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace weir::meter
