// The functions of the data generator's language, by module: {{module.function(parameters)}}.
//
// docs/meter_templates.md shows each with an example; a test holds the two together.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "meter/templates/arguments.h"
#include "meter/templates/filler.h"
#include "meter/templates/variables.h"
#include "meter/words/word_list.h"

namespace weir::meter {

struct Function {
  std::string_view name;  // "random.number".
  // Arguments that make no sense are told to `arguments`; the filler is then not used.
  Filler (*make)(Arguments& arguments, VariableNames& names);
};

std::span<const Function> address_functions();
std::span<const Function> commerce_functions();
std::span<const Function> company_functions();
std::span<const Function> date_functions();
std::span<const Function> finance_functions();
std::span<const Function> hacker_functions();
std::span<const Function> helpers_functions();
std::span<const Function> image_functions();
std::span<const Function> internet_functions();
std::span<const Function> lorem_functions();
std::span<const Function> name_functions();
std::span<const Function> phone_functions();
std::span<const Function> random_functions();
std::span<const Function> system_functions();

// Null if there is none.
const Function* find_function(std::string_view name);
// Of all modules.
std::vector<Function> all_functions();

// --- To write tables with ---

using Generate = void (*)(FastRandom& random, std::string& out);

// A function whose parameters, if there are any, change nothing, as in JavaScript.
template <Generate generate>
Filler plain(Arguments&, VariableNames&) {
  return [](RenderContext& context, std::string& out) { generate(context.random, out); };
}

inline std::string_view pick(FastRandom& random, words::WordList list) {
  return list[random.below(list.size())];
}

template <const words::WordList& list>
void one_of(FastRandom& random, std::string& out) {
  out += pick(random, list);
}

}  // namespace weir::meter
