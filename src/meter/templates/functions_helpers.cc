#include "meter/templates/cards.h"
#include "meter/templates/function_table.h"
#include "meter/templates/generators.h"
#include "meter/words/machines.h"

namespace weir::meter {
namespace {

// The array that a function takes, or "a", "b" and "c" as in the data generator.
std::vector<std::string> array_of(Arguments& arguments) {
  const JsonValue* value = arguments.value();
  if (value == nullptr || value->kind == JsonValue::Kind::null) return {"a", "b", "c"};
  if (value->kind != JsonValue::Kind::array || value->items.empty()) {
    arguments.fail("it takes a JSON array of at least one element, [\"a\",\"b\"]");
  }
  std::vector<std::string> texts;
  texts.reserve(value->items.size());
  for (const JsonValue& item : value->items) texts.push_back(item.rendered());
  return texts;
}

Filler randomize(Arguments& arguments, VariableNames&) {
  return [texts = array_of(arguments)](RenderContext& context, std::string& out) {
    out += texts[context.random.below(texts.size())];
  };
}

Filler shuffle(Arguments& arguments, VariableNames&) {
  return [texts = array_of(arguments)](RenderContext& context, std::string& out) {
    std::vector<std::string_view> order(texts.begin(), texts.end());
    for (std::size_t left = order.size(); left > 1; --left) {
      std::swap(order[left - 1], order[context.random.below(left)]);
    }
    for (std::size_t index = 0; index < order.size(); ++index) {
      if (index > 0) out += ',';
      out += order[index];
    }
  };
}

// The one text that a function takes first, whole even if it has commas.
std::string first_text(Arguments& arguments, std::string_view name, std::string_view otherwise) {
  if (const auto text = arguments.text()) return *text;
  return arguments.text_at(0, name, otherwise);
}

Filler slugify(Arguments& arguments, VariableNames&) {
  std::string slug;
  append_slug(first_text(arguments, "string", ""), slug);
  return [slug = std::move(slug)](RenderContext&, std::string& out) { out += slug; };
}

Filler replace_symbol_with_number(Arguments& arguments, VariableNames&) {
  std::string format = first_text(arguments, "string", "");
  const std::string symbol = arguments.text() ? "#" : arguments.text_at(1, "symbol", "#");
  if (symbol.size() != 1) arguments.fail("its symbol is one character");
  return [format = std::move(format), symbol = symbol.empty() ? '#' : symbol.front()](
             RenderContext& context, std::string& out) {
    append_symbols_as_digits(context.random, format, symbol, out);
  };
}

Filler replace_symbols(Arguments& arguments, VariableNames&) {
  return [format = first_text(arguments, "string", "")](RenderContext& context, std::string& out) {
    append_symbols(context.random, format, out);
  };
}

constexpr Function helpers_table[] = {
    {"helpers.randomize", randomize},
    {"helpers.slugify", slugify},
    {"helpers.replaceSymbolWithNumber", replace_symbol_with_number},
    {"helpers.replaceSymbols", replace_symbols},
    {"helpers.shuffle", shuffle},
    {"helpers.createCard", plain<append_card>},
    {"helpers.contextualCard", plain<append_contextual_card>},
    {"helpers.userCard", plain<append_user_card>},
    {"helpers.createTransaction", plain<append_transaction>},
};

Filler phone_number(Arguments& arguments, VariableNames&) {
  return [format = first_text(arguments, "format", "")](RenderContext& context, std::string& out) {
    if (format.empty()) return append_phone_number(context.random, out);
    append_symbols_as_digits(context.random, format, '#', out);
  };
}

Filler phone_number_format(Arguments& arguments, VariableNames&) {
  const auto last = static_cast<std::int64_t>(words::phone_formats.size()) - 1;
  const std::int64_t index = arguments.integer(0, "phoneFormatsArrayIndex", 0, 0, last);
  return [format = words::phone_formats[static_cast<std::size_t>(index)]](RenderContext& context,
                                                                          std::string& out) {
    append_symbols_as_digits(context.random, format, '#', out);
  };
}

constexpr Function phone_table[] = {
    {"phone.phoneNumber", phone_number},
    {"phone.phoneNumberFormat", phone_number_format},
    {"phone.phoneFormats", plain<one_of<words::phone_formats>>},
};

}  // namespace

std::span<const Function> helpers_functions() { return helpers_table; }
std::span<const Function> phone_functions() { return phone_table; }

void append_phone_number(FastRandom& random, std::string& out) {
  append_symbols_as_digits(random, pick(random, words::phone_formats), '#', out);
}

}  // namespace weir::meter
