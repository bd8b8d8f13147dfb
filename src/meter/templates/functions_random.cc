#include <fmt/format.h>

#include <array>
#include <cmath>

#include "meter/templates/function_table.h"
#include "meter/templates/generators.h"
#include "meter/words/companies.h"
#include "meter/words/machines.h"
#include "meter/words/names.h"
#include "meter/words/places.h"
#include "meter/words/trade.h"

namespace weir::meter {
namespace {

using Kind = JsonValue::Kind;

// Numbers beyond it are not whole any more in JavaScript.
constexpr double number_max = 9'007'199'254'740'992;
constexpr std::int64_t repeats_max = 10'000;

// `precision` is `unit` / 10^decimals: 0.25 is 25 with two decimals.
struct Precision {
  std::int64_t unit = 1;
  unsigned decimals = 0;
};

std::optional<Precision> exact(double precision) {
  Precision found;
  double scaled = precision;
  for (; found.decimals <= 15; ++found.decimals, scaled *= 10) {
    const double unit = std::round(scaled);
    if (unit >= 1 && std::abs(scaled - unit) < 1e-9 * unit) {
      found.unit = static_cast<std::int64_t>(unit);
      return found;
    }
  }
  return std::nullopt;
}

// Without zeros at the end, as JavaScript writes numbers.
void append_decimal(std::int64_t number, unsigned decimals, std::string& out) {
  for (; decimals > 0 && number % 10 == 0; --decimals) number /= 10;
  if (decimals == 0) return append_integer(number, out);
  std::string digits = std::to_string(number < 0 ? -number : number);
  if (digits.size() <= decimals) digits.insert(0, decimals + 1 - digits.size(), '0');
  if (number < 0) out += '-';
  out.append(digits, 0, digits.size() - decimals);
  out += '.';
  out.append(digits, digits.size() - decimals);
}

// A bound of random.number, `otherwise` if it is not given.
double bound(Arguments& arguments, const JsonValue* value, std::string_view name,
             double otherwise) {
  if (value == nullptr || value->kind == Kind::null) return otherwise;
  const auto number = number_of(*value);
  if (!number || std::abs(*number) > number_max) {
    arguments.fail(fmt::format("{} is \"{}\", which is not a number between -2^53 and 2^53", name,
                               value->rendered()));
    return otherwise;
  }
  return *number;
}

Filler number(Arguments& arguments, VariableNames&) {
  const JsonValue* value = arguments.value();
  const bool has_names = value != nullptr && value->kind == Kind::object;
  const double min = bound(arguments, has_names ? value->member("min") : nullptr, "min", 0);
  const double max = bound(arguments, has_names ? value->member("max") : value, "max", 99'999);
  const double step =
      bound(arguments, has_names ? value->member("precision") : nullptr, "precision", 1);
  const auto precision = exact(step);
  if (!precision) {
    arguments.fail(fmt::format("precision is {}, which cannot be used", step));
    return {};
  }
  if (min > max) {
    arguments.fail(fmt::format("min is {} and max only {}", min, max));
    return {};
  }
  // A little is added because 0.3 / 0.1 is below 3.
  const double low = std::floor(min / step + 1e-9);
  const double high = std::floor(max / step + 1e-9);
  if (std::abs(low) > number_max || std::abs(high) > number_max) {
    arguments.fail(fmt::format("precision is {}, too fine for these bounds", step));
    return {};
  }
  return [precision = *precision, low = static_cast<std::int64_t>(low),
          high = static_cast<std::int64_t>(high)](RenderContext& context, std::string& out) {
    const std::int64_t steps = context.random.between(low, high);
    if (precision.decimals == 0) {
      append_integer(steps * precision.unit, out);
    } else {
      append_decimal(steps * precision.unit, precision.decimals, out);
    }
  };
}

std::vector<std::string> rendered(const std::vector<JsonValue>& values) {
  std::vector<std::string> texts;
  texts.reserve(values.size());
  for (const JsonValue& value : values) texts.push_back(value.rendered());
  return texts;
}

Filler any_of(std::vector<std::string> texts) {
  return [texts = std::move(texts)](RenderContext& context, std::string& out) {
    out += texts[context.random.below(texts.size())];
  };
}

Filler array_element(Arguments& arguments, VariableNames&) {
  const JsonValue* value = arguments.value();
  if (value == nullptr || value->kind == Kind::null) return any_of({"a", "b", "c"});
  if (value->kind != Kind::array || value->items.empty()) {
    arguments.fail("it takes a JSON array of at least one element, [\"a\",\"b\"]");
    return {};
  }
  return any_of(rendered(value->items));
}

// JavaScript's `objectElement(object, field)`: the key if `field` is "key", else the value.
Filler object_element(Arguments& arguments, VariableNames&) {
  const JsonValue* value = arguments.value();
  const bool has_field = value != nullptr && value->kind == Kind::array;
  const JsonValue* object = has_field ? arguments.at(0, "object") : value;
  if (object == nullptr) return any_of({"bar", "car"});
  if (object->kind != Kind::object || object->members.empty()) {
    arguments.fail("it takes a JSON object of at least one member, {\"foo\":\"bar\"}");
    return {};
  }
  const bool wants_key = has_field && arguments.text_at(1, "field", "") == "key";
  std::vector<std::string> texts;
  texts.reserve(object->members.size());
  for (const auto& [key, member] : object->members) {
    texts.push_back(wants_key ? key : member.rendered());
  }
  return any_of(std::move(texts));
}

// The running sums of the weights; nothing after a weight that is none.
std::optional<std::vector<double>> running_sums(const std::vector<JsonValue>& weights) {
  std::vector<double> sums;
  double sum = 0;
  for (const JsonValue& weight : weights) {
    const auto number = number_of(weight);
    if (!number || *number < 0 || !std::isfinite(*number)) return std::nullopt;
    sums.push_back(sum += *number);
  }
  if (!(sum > 0)) return std::nullopt;
  return sums;
}

Filler weighted_array_element(Arguments& arguments, VariableNames&) {
  const JsonValue* value = arguments.value();
  if (value == nullptr) return any_of({"dog", "cat"});
  const JsonValue* weights = value->member("weights");
  const JsonValue* data = value->member("data");
  if (weights == nullptr || data == nullptr || weights->items.size() != data->items.size()) {
    arguments.fail(
        "it takes as many weights as data: {\"weights\":[0.9,0.1],\"data\":[\"a\",\"b\"]}");
    return {};
  }
  auto sums = running_sums(weights->items);
  if (!sums) {
    arguments.fail("its weights must be numbers of at least 0, and not all 0");
    return {};
  }
  return [sums = *std::move(sums), texts = rendered(data->items)](RenderContext& context,
                                                                  std::string& out) {
    const double drawn = context.random.unit() * sums.back();
    std::size_t index = 0;
    while (index + 1 < sums.size() && sums[index] <= drawn) ++index;
    out += texts[index];
  };
}

void boolean(FastRandom& random, std::string& out) {
  out += random.below(2) == 1 ? "true" : "false";
}

// random.words(n): one to three if n is not given.
Filler words_of_any_kind(Arguments& arguments, VariableNames&) {
  const std::int64_t count = arguments.integer(0, "count", 0, 1, repeats_max);
  return [count](RenderContext& context, std::string& out) {
    if (count == 0) return append_any_words(context.random, out);
    for (std::int64_t index = 0; index < count; ++index) {
      if (index > 0) out += ' ';
      append_any_word(context.random, out);
    }
  };
}

Filler alpha_numeric(Arguments& arguments, VariableNames&) {
  const std::int64_t count = arguments.integer(0, "count", 1, 1, repeats_max);
  return [count](RenderContext& context, std::string& out) {
    for (std::int64_t index = 0; index < count; ++index) append_alphanumeric(context.random, out);
  };
}

void any_image(FastRandom& random, std::string& out) {
  append_image_url(random, 640, 480, pick(random, words::image_categories), false, out);
}

constexpr Function table[] = {
    {"random.number", number},
    {"random.arrayElement", array_element},
    {"random.weightedArrayElement", weighted_array_element},
    {"random.objectElement", object_element},
    {"random.uuid", plain<append_uuid>},
    {"random.boolean", plain<boolean>},
    {"random.word", plain<append_any_word>},
    {"random.words", words_of_any_kind},
    {"random.image", plain<any_image>},
    {"random.locale", plain<one_of<words::locales>>},
    {"random.alphaNumeric", alpha_numeric},
};

}  // namespace

std::span<const Function> random_functions() { return table; }

void append_hex(FastRandom& random, std::size_t digits, std::string& out) {
  static constexpr std::string_view hex = "0123456789abcdef";
  while (digits > 0) {
    std::uint64_t bits = random.next();
    for (int count = 0; count < 16 && digits > 0; ++count, --digits, bits >>= 4u) {
      out += hex[bits & 15u];
    }
  }
}

void append_alphanumeric(FastRandom& random, std::string& out) {
  out += "0123456789abcdefghijklmnopqrstuvwxyz"[random.below(36)];
}

void append_symbols_as_digits(FastRandom& random, std::string_view format, char symbol,
                              std::string& out) {
  for (const char c : format) {
    out += c == symbol ? static_cast<char>('0' + random.below(10)) : c;
  }
}

void append_symbols(FastRandom& random, std::string_view format, std::string& out) {
  for (const char c : format) {
    out += c == '#'   ? static_cast<char>('0' + random.below(10))
           : c == '?' ? static_cast<char>('A' + random.below(26))
                      : c;
  }
}

void append_uuid(FastRandom& random, std::string& out) {
  static constexpr std::string_view hex = "0123456789abcdef";
  std::uint64_t high = random.next();
  std::uint64_t low = random.next();
  high = (high & ~std::uint64_t{0xf000}) | 0x4000u;               // Version 4.
  low = (low & 0x3fff'ffff'ffff'ffffu) | 0x8000'0000'0000'0000u;  // Variant.
  std::array<char, 36> text{};
  for (std::size_t index = 0, digit = 0; index < text.size(); ++index) {
    if (index == 8 || index == 13 || index == 18 || index == 23) {
      text[index] = '-';
      continue;
    }
    const std::uint64_t half = digit < 16 ? high : low;
    text[index] = hex[half >> (60 - digit % 16 * 4) & 15u];
    ++digit;
  }
  out.append(text.data(), text.size());
}

void append_any_word(FastRandom& random, std::string& out) {
  static constexpr Generate kinds_table[] = {
      one_of<words::departments>,
      one_of<words::product_adjectives>,
      one_of<words::product_materials>,
      one_of<words::products>,
      one_of<words::colors>,
      one_of<words::catch_phrase_adjectives>,
      one_of<words::catch_phrase_descriptors>,
      one_of<words::catch_phrase_nouns>,
      one_of<words::bs_adjectives>,
      one_of<words::bs_verbs>,
      one_of<words::bs_nouns>,
      one_of<words::street_suffixes>,
      one_of<words::counties>,
      one_of<words::countries>,
      one_of<words::states>,
      append_account_name,
      one_of<words::transaction_types>,
      one_of<words::currency_names>,
      one_of<words::hacker_nouns>,
      one_of<words::hacker_verbs>,
      one_of<words::hacker_adjectives>,
      one_of<words::hacker_ing_verbs>,
      one_of<words::hacker_abbreviations>,
      one_of<words::job_descriptors>,
      one_of<words::job_areas>,
      one_of<words::job_types>,
  };
  kinds_table[random.below(std::size(kinds_table))](random, out);
}

void append_any_words(FastRandom& random, std::string& out) {
  const std::int64_t count = random.between(1, 3);
  for (std::int64_t index = 0; index < count; ++index) {
    if (index > 0) out += ' ';
    append_any_word(random, out);
  }
}

}  // namespace weir::meter
