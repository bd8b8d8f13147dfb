#include <fmt/format.h>

#include "meter/templates/function_table.h"
#include "meter/templates/generators.h"
#include "meter/words/trade.h"

namespace weir::meter {
namespace {

constexpr std::int64_t amount_max = 1'000'000'000'000'000;

void product_name(FastRandom& random, std::string& out) {
  out += pick(random, words::product_adjectives);
  out += ' ';
  out += pick(random, words::product_materials);
  out += ' ';
  out += pick(random, words::products);
}

// finance.amount and commerce.price. Both draw whole numbers, as in the data generator.
Filler amount(Arguments& arguments, VariableNames&) {
  const std::int64_t min = arguments.integer(0, "min", 0, 0, amount_max);
  const std::int64_t max = arguments.integer(1, "max", 1'000, 0, amount_max);
  const std::int64_t decimals = arguments.integer(2, "dec", 2, 0, 20);
  std::string symbol = arguments.text_at(3, "symbol", "");
  if (min > max) arguments.fail(fmt::format("min is {} and max only {}", min, max));
  return [=, symbol = std::move(symbol)](RenderContext& context, std::string& out) {
    out += symbol;
    append_amount(context.random, min, max, decimals, out);
  };
}

void account_name(FastRandom& random, std::string& out) { append_account_name(random, out); }

Filler account(Arguments& arguments, VariableNames&) {
  const std::int64_t length = arguments.integer(0, "length", 8, 1, 10'000);
  return [length](RenderContext& context, std::string& out) {
    for (std::int64_t index = 0; index < length; ++index) {
      out += static_cast<char>('0' + context.random.below(10));
    }
  };
}

Filler mask(Arguments& arguments, VariableNames&) {
  const std::int64_t length = arguments.integer(0, "length", 4, 1, 10'000);
  const bool has_brackets = arguments.flag(1, "parens");
  const bool has_dots = arguments.flag(2, "elipsis");
  return [=](RenderContext& context, std::string& out) {
    if (has_brackets) out += '(';
    if (has_dots) out += "...";
    for (std::int64_t index = 0; index < length; ++index) {
      out += static_cast<char>('0' + context.random.below(10));
    }
    if (has_brackets) out += ')';
  };
}

void bitcoin_address(FastRandom& random, std::string& out) {
  static constexpr std::string_view letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  const std::int64_t length = random.between(27, 34);
  out += random.below(2) == 0 ? '1' : '3';
  for (std::int64_t index = 1; index < length; ++index) out += letters[random.below(36)];
}

constexpr Function commerce_table[] = {
    {"commerce.color", plain<one_of<words::colors>>},
    {"commerce.department", plain<one_of<words::departments>>},
    {"commerce.productName", plain<product_name>},
    {"commerce.price", amount},
    {"commerce.productAdjective", plain<one_of<words::product_adjectives>>},
    {"commerce.productMaterial", plain<one_of<words::product_materials>>},
    {"commerce.product", plain<one_of<words::products>>},
};

constexpr Function finance_table[] = {
    {"finance.account", account},
    {"finance.accountName", plain<account_name>},
    {"finance.mask", mask},
    {"finance.amount", amount},
    {"finance.transactionType", plain<one_of<words::transaction_types>>},
    {"finance.currencyCode", plain<one_of<words::currency_codes>>},
    {"finance.currencyName", plain<one_of<words::currency_names>>},
    {"finance.currencySymbol", plain<one_of<words::currency_symbols>>},
    {"finance.bitcoinAddress", plain<bitcoin_address>},
};

}  // namespace

std::span<const Function> commerce_functions() { return commerce_table; }
std::span<const Function> finance_functions() { return finance_table; }

void append_account_name(FastRandom& random, std::string& out) {
  out += pick(random, words::account_types);
  out += " Account";
}

void append_amount(FastRandom& random, std::int64_t min, std::int64_t max, std::int64_t decimals,
                   std::string& out) {
  append_integer(random.between(min, max), out);
  if (decimals == 0) return;
  out += '.';
  out.append(static_cast<std::size_t>(decimals), '0');
}

}  // namespace weir::meter
