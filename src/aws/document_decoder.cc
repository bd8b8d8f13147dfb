#include "aws/document_decoder.h"

#include <fmt/format.h>

#include "aws/cbor_input.h"
#include "aws/json_input.h"

namespace weir::aws {
namespace {

constexpr std::string_view number_class =
    "class com.amazon.coral.value.json.numbers.TruncatingBigNumber";
constexpr std::string_view boolean_class = "class java.lang.Boolean";
constexpr std::string_view text_class = "class java.lang.String";
constexpr std::string_view blob_class = "class java.nio.HeapByteBuffer";
constexpr std::string_view unexpected_list = "Start of list found where not expected";
constexpr std::string_view unexpected_structure =
    "Start of structure or map found where not expected.";

constexpr std::string_view a_boolean = "an Boolean";
constexpr std::string_view an_integer = "an Integer";
constexpr std::string_view a_long = "an Long";
constexpr std::string_view a_double = "an Double";
constexpr std::string_view a_time = "milliseconds since epoch";

std::string unconvertible(std::string_view found, std::string_view wanted) {
  return fmt::format("{} can not be converted to {}", found, wanted);
}

std::string upper_case(std::string_view text) {
  std::string upper(text);
  for (char& character : upper) {
    if (character >= 'a' && character <= 'z') character = static_cast<char>(character - 'a' + 'A');
  }
  return upper;
}

}  // namespace

template <class Input>
bool DocumentDecoder<Input>::comes() {
  if (input_.kind() != ValueKind::null) return true;
  input_.read_null();
  return false;
}

template <class Input>
void DocumentDecoder<Input>::remember(std::string message) {
  if (!type_error_) type_error_ = std::move(message);
}

template <class Input>
void DocumentDecoder<Input>::refuse(std::string message) {
  input_.skip_value();
  remember(std::move(message));
}

template <class Input>
void DocumentDecoder<Input>::refuse_scalar(std::string_view wanted) {
  switch (input_.kind()) {
    case ValueKind::list:
      return refuse(std::string(unexpected_list));
    case ValueKind::structure:
      return refuse(std::string(unexpected_structure));
    case ValueKind::text:
      return refuse(unconvertible(text_class, wanted));
    case ValueKind::blob:
      return refuse(unconvertible(blob_class, wanted));
    case ValueKind::number:
      return refuse(unconvertible(number_class, wanted));
    case ValueKind::boolean:
      return refuse(unconvertible(boolean_class, wanted));
    case ValueKind::null:
    case ValueKind::failed:
      return;
  }
}

template <class Input>
bool DocumentDecoder<Input>::enter_list() {
  const ValueKind kind = input_.kind();
  if (kind == ValueKind::list) {
    input_.enter_list();
    return true;
  }
  refuse(
      std::string(kind == ValueKind::structure ? unexpected_structure : "Expected list or null"));
  return false;
}

template <class Input>
bool DocumentDecoder<Input>::enter_map() {
  const ValueKind kind = input_.kind();
  if (kind == ValueKind::structure) {
    input_.enter_structure();
    return true;
  }
  refuse(std::string(kind == ValueKind::list ? unexpected_list : "Expected map or null"));
  return false;
}

template <class Input>
bool DocumentDecoder<Input>::enter_structure() {
  const ValueKind kind = input_.kind();
  if (kind == ValueKind::structure) {
    input_.enter_structure();
    return true;
  }
  refuse(std::string(kind == ValueKind::list ? unexpected_list : "Expected null"));
  return false;
}

template <class Input>
bool DocumentDecoder<Input>::number_comes(std::string_view wanted) {
  if (input_.kind() == ValueKind::number) return true;
  refuse_scalar(wanted);
  return false;
}

// NaN is written like a number and is none: a value of a wrong type.
template <class Input>
template <class T>
std::optional<T> DocumentDecoder<Input>::or_refused(std::optional<T> number,
                                                    std::string_view wanted) {
  if (!number) remember(unconvertible(number_class, wanted));
  return number;
}

template <class Input>
Outcome<void> DocumentDecoder<Input>::finish() {
  if (!input_.finish()) return serialization({});
  if (type_error_) return serialization(*std::move(type_error_));
  return {};
}

template <class Input>
void DocumentDecoder<Input>::decode(std::string_view& text, const Constraints& /*constraints*/) {
  if (input_.kind() != ValueKind::text) return refuse_scalar("an String");
  text = input_.read_text();
}

template <class Input>
void DocumentDecoder<Input>::decode(std::string& text, const Constraints& constraints) {
  std::string_view value;
  decode(value, constraints);
  text = value;
}

template <class Input>
void DocumentDecoder<Input>::decode(Blob& blob, const Constraints& /*constraints*/) {
  if (input_.kind() != Input::blob_kind) return refuse_scalar("a Blob");
  auto bytes = input_.read_blob();
  if (bytes) {
    blob = *bytes;
  } else {
    remember(std::move(bytes).error());
  }
}

// Texts that say it are taken, in any case, and so are numbers with a fraction or an exponent;
// whole numbers are not. Production's numbers are Java's: what has a fraction is a double.
template <class Input>
void DocumentDecoder<Input>::decode(bool& value, const Constraints& /*constraints*/) {
  const ValueKind kind = input_.kind();
  if (kind == ValueKind::boolean) {
    value = input_.read_boolean();
  } else if (kind == ValueKind::text) {
    const std::string text = upper_case(input_.read_text());
    value = text == "TRUE" || text == "1" || text == "YES";
    const bool is_false = text == "FALSE" || text == "0" || text == "NO";
    if (!value && !is_false) remember(unconvertible(fmt::format("'{}'", text), a_boolean));
  } else if (kind == ValueKind::number) {
    const auto truth = or_refused(input_.read_truth(), a_boolean);
    value = truth && truth->is_nonzero;
    if (truth && truth->is_whole) remember(unconvertible(number_class, a_boolean));
  } else {
    refuse_scalar(a_boolean);
  }
}

template <class Input>
void DocumentDecoder<Input>::decode(std::int32_t& number, const Constraints& /*constraints*/) {
  if (!number_comes(an_integer)) return;
  if (const auto value = or_refused(input_.read_integer(), an_integer)) {
    number = static_cast<std::int32_t>(
        std::clamp<std::int64_t>(*value, std::numeric_limits<std::int32_t>::min(),
                                 std::numeric_limits<std::int32_t>::max()));
  }
}

template <class Input>
void DocumentDecoder<Input>::decode(std::int64_t& number, const Constraints& /*constraints*/) {
  if (!number_comes(a_long)) return;
  if (const auto value = or_refused(input_.read_integer(), a_long)) number = *value;
}

template <class Input>
void DocumentDecoder<Input>::decode(double& number, const Constraints& /*constraints*/) {
  if (!number_comes(a_double)) return;
  number = input_.read_real();
}

template <class Input>
void DocumentDecoder<Input>::decode(WallTime& time, const Constraints& /*constraints*/) {
  if (!number_comes(a_time)) return;
  if (const auto value = or_refused(input_.read_time(), a_time)) time = *value;
}

template <class Input>
void DocumentDecoder<Input>::decode(TextMap& map, const Constraints& constraints) {
  const std::size_t kept = kept_max(constraints);
  if (!enter_map()) return;
  while (const auto name = input_.next_name()) {
    if (map.size() >= kept) {
      input_.skip_value();
      continue;
    }
    std::string_view value;
    if (comes()) decode(value, {});
    map.emplace_back(*name, value);
  }
}

template class DocumentDecoder<JsonInput>;
template class DocumentDecoder<CborInput>;

}  // namespace weir::aws
