// JMeter's functions of chance and of numbers.
#include <fmt/format.h>

#include <atomic>
#include <charconv>
#include <utility>

#include "meter/templates/generators.h"
#include "meter/templates/jmeter_call.h"
#include "meter/templates/json_value.h"

namespace weir::meter {
namespace {

constexpr std::int64_t random_chars_max = 1'000'000;

Filler uuid(JmeterCall&) {
  return [](RenderContext& context, std::string& out) { append_uuid(context.random, out); };
}

// __Random(min,max,variable): both included. Bounds that are no numbers leave nothing.
Filler random(JmeterCall& call) {
  JmeterText low = call.take(0);
  JmeterText high = call.take(1);
  if (!low.is_constant() || !high.is_constant()) {
    return call.storing(2, [low = std::move(low), high = std::move(high)](RenderContext& context,
                                                                          std::string& out) {
      std::string low_text;
      std::string high_text;
      const auto min = jmeter_number(low.read(context, low_text));
      const auto max = jmeter_number(high.read(context, high_text));
      if (min && max && *min <= *max) append_integer(context.random.between(*min, *max), out);
    });
  }
  const auto min = jmeter_number(low.constant());
  const auto max = jmeter_number(high.constant());
  if (!min || !max || *min > *max) {
    call.fail(fmt::format("\"{}\" and \"{}\" are not two whole numbers, the smaller first",
                          low.constant(), high.constant()));
    return {};
  }
  return call.storing(2, [min = *min, max = *max](RenderContext& context, std::string& out) {
    append_integer(context.random.between(min, max), out);
  });
}

// The characters of a text, which may take several bytes each.
std::vector<std::string> characters_of(std::string_view text) {
  std::vector<std::string> characters;
  for (const char c : text) {
    const bool goes_on = (static_cast<unsigned char>(c) & 0xc0u) == 0x80u;
    if (!goes_on || characters.empty()) characters.emplace_back();
    characters.back() += c;
  }
  return characters;
}

// __RandomString(length,characters,variable): of letters and digits if none are given.
Filler random_string(JmeterCall& call) {
  const std::int64_t length = call.whole(0, "the length", 0);
  if (length < 1 || length > random_chars_max) {
    call.fail(fmt::format("the length is {}; 1 to {} are allowed", length, random_chars_max));
  }
  const std::string* given = call.constant(1);
  auto characters = characters_of(
      given != nullptr ? *given : "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");
  return call.storing(
      2, [length, characters = std::move(characters)](RenderContext& context, std::string& out) {
        for (std::int64_t index = 0; index < length; ++index) {
          out += characters[context.random.below(characters.size())];
        }
      });
}

// __counter(TRUE|FALSE,variable): from 1, each user on its own or all together.
Filler counter(JmeterCall& call) {
  const std::string* wish = call.constant(0);
  const std::string text = wish != nullptr ? *wish : "FALSE";
  if (text == "TRUE" || text == "true") {
    return call.storing(1,
                        [slot = call.names().unnamed()](RenderContext& context, std::string& out) {
                          append_integer(++context.variables.held(slot).number, out);
                        });
  }
  return call.storing(1, [number = std::make_shared<std::atomic<std::int64_t>>(0)](
                             RenderContext&, std::string& out) {
    append_integer(number->fetch_add(1, std::memory_order_relaxed) + 1, out);
  });
}

// Whether the last argument names a variable rather than being one more number.
bool is_last_a_name(JmeterCall& call) {
  const std::string* last = call.size() > 2 ? call.constant(call.size() - 1) : nullptr;
  return last != nullptr && !jmeter_number(*last);
}

// __intSum and __longSum: they wrap around as Java's numbers do.
template <class Number>
Filler sum(JmeterCall& call) {
  const std::size_t name_index = call.size() - 1;
  const std::size_t count = is_last_a_name(call) ? name_index : call.size();
  std::vector<JmeterText> terms;
  terms.reserve(count);
  for (std::size_t index = 0; index < count; ++index) terms.push_back(call.take(index));
  for (const JmeterText& term : terms) {
    if (!term.is_constant() || jmeter_number(term.constant())) continue;
    call.fail(fmt::format("\"{}\" is not a whole number", term.constant()));
  }
  return call.storing(count == call.size() ? count : name_index,
                      [terms = std::move(terms)](RenderContext& context, std::string& out) {
                        std::string scratch;
                        std::uint64_t total = 0;
                        for (const JmeterText& term : terms) {
                          const auto number = jmeter_number(term.read(context, scratch));
                          total += static_cast<std::uint64_t>(number.value_or(0));
                        }
                        append_integer(static_cast<Number>(total), out);
                      });
}

Filler double_sum(JmeterCall& call) {
  const std::size_t name_index = call.size() - 1;
  const std::string* last = call.size() > 2 ? call.constant(name_index) : nullptr;
  double ignored = 0;
  const bool has_name =
      last != nullptr &&
      std::from_chars(last->data(), last->data() + last->size(), ignored).ec != std::errc();
  const std::size_t count = has_name ? name_index : call.size();
  std::vector<JmeterText> terms;
  terms.reserve(count);
  for (std::size_t index = 0; index < count; ++index) terms.push_back(call.take(index));
  return call.storing(has_name ? name_index : count,
                      [terms = std::move(terms)](RenderContext& context, std::string& out) {
                        std::string scratch;
                        double total = 0;
                        for (const JmeterText& term : terms) {
                          const std::string_view text = jmeter_trimmed(term.read(context, scratch));
                          double number = 0;
                          std::from_chars(text.data(), text.data() + text.size(), number);
                          total += number;
                        }
                        const std::size_t begin = out.size();
                        append_number(total, out);
                        // Java writes 3 as "3.0".
                        if (out.find_first_of(".e", begin) == out.npos) out += ".0";
                      });
}

constexpr JmeterFunction table[] = {
    {"__UUID", 0, 0, uuid},
    {"__Random", 2, 3, random},
    {"__RandomString", 1, 3, random_string},
    {"__counter", 0, 2, counter},
    {"__intSum", 2, 100, sum<std::int32_t>},
    {"__longSum", 2, 100, sum<std::int64_t>},
    {"__doubleSum", 2, 100, double_sum},
};

}  // namespace

std::span<const JmeterFunction> jmeter_number_functions() { return table; }

}  // namespace weir::meter
