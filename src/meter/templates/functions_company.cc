#include "meter/templates/function_table.h"
#include "meter/templates/generators.h"
#include "meter/words/companies.h"
#include "meter/words/machines.h"

namespace weir::meter {
namespace {

// All of them, as JavaScript writes an array.
void suffixes(FastRandom&, std::string& out) {
  for (const std::string_view& suffix : words::company_suffixes) {
    if (&suffix != &words::company_suffixes.front()) out += ',';
    out += suffix;
  }
}

Filler company_name(Arguments& arguments, VariableNames&) {
  std::int64_t form = -1;
  if (const JsonValue* value = arguments.value(); value != nullptr && number_of(*value)) {
    form = static_cast<std::int64_t>(*number_of(*value));
    if (form < 0 || form > 2) arguments.fail("its format is a number from 0 to 2");
  }
  return [form](RenderContext& context, std::string& out) {
    append_company_name(context.random, form, out);
  };
}

constexpr Function company_table[] = {
    {"company.suffixes", plain<suffixes>},
    {"company.companyName", company_name},
    {"company.companySuffix", plain<one_of<words::company_suffixes>>},
    {"company.catchPhrase", plain<append_catch_phrase>},
    {"company.bs", plain<append_bs>},
    {"company.catchPhraseAdjective", plain<one_of<words::catch_phrase_adjectives>>},
    {"company.catchPhraseDescriptor", plain<one_of<words::catch_phrase_descriptors>>},
    {"company.catchPhraseNoun", plain<one_of<words::catch_phrase_nouns>>},
    {"company.bsAdjective", plain<one_of<words::bs_adjectives>>},
    {"company.bsBuzz", plain<one_of<words::bs_verbs>>},
    {"company.bsNoun", plain<one_of<words::bs_nouns>>},
};

// "v", "n", "a", "b" and "i" in angle brackets are a verb, noun, adjective, abbreviation and a
// verb's form in -ing.
constexpr std::string_view phrases_table[] = {
    "If we <v> the <n>, we reach the <b> <n> through the <a> <b> <n>!",
    "We have to <v> the <a> <b> <n>!",
    "Go and <v> the <b> <n>, it may <v> the <a> <n>!",
    "Nobody can <v> the <n> without <i> the <a> <b> <n>!",
    "With the <a> <b> <n> you can <v> the <a> <n>!",
    "The <b> <n> has stopped, <v> the <a> <n> to <v> the <b> <n>!",
    "<i> the <n> is no use, we must <v> the <a> <b> <n>!",
    "I will <v> the <b> <n>, and the <b> <n> follows!",
};

std::string_view phrase_word(FastRandom& random, char kind) {
  switch (kind) {
    case 'v':
      return pick(random, words::hacker_verbs);
    case 'n':
      return pick(random, words::hacker_nouns);
    case 'a':
      return pick(random, words::hacker_adjectives);
    case 'b':
      return pick(random, words::hacker_abbreviations);
    default:
      return pick(random, words::hacker_ing_verbs);
  }
}

void phrase(FastRandom& random, std::string& out) {
  std::string_view rest = phrases_table[random.below(std::size(phrases_table))];
  for (std::size_t hole = rest.find('<'); hole != rest.npos; hole = rest.find('<')) {
    out += rest.substr(0, hole);
    out += phrase_word(random, rest[hole + 1]);
    rest.remove_prefix(hole + 3);
  }
  out += rest;
}

constexpr Function hacker_table[] = {
    {"hacker.abbreviation", plain<one_of<words::hacker_abbreviations>>},
    {"hacker.adjective", plain<one_of<words::hacker_adjectives>>},
    {"hacker.noun", plain<one_of<words::hacker_nouns>>},
    {"hacker.verb", plain<one_of<words::hacker_verbs>>},
    {"hacker.ingverb", plain<one_of<words::hacker_ing_verbs>>},
    {"hacker.phrase", plain<phrase>},
};

}  // namespace

std::span<const Function> company_functions() { return company_table; }
std::span<const Function> hacker_functions() { return hacker_table; }

void append_company_name(FastRandom& random, std::int64_t form, std::string& out) {
  if (form < 0) form = random.between(0, 2);
  append_last_name(random, out);
  if (form == 0) {
    out += ' ';
    out += pick(random, words::company_suffixes);
    return;
  }
  out += form == 1 ? " - " : ", ";
  append_last_name(random, out);
  if (form == 2) {
    out += " and ";
    append_last_name(random, out);
  }
}

void append_catch_phrase(FastRandom& random, std::string& out) {
  out += pick(random, words::catch_phrase_adjectives);
  out += ' ';
  out += pick(random, words::catch_phrase_descriptors);
  out += ' ';
  out += pick(random, words::catch_phrase_nouns);
}

void append_bs(FastRandom& random, std::string& out) {
  out += pick(random, words::bs_adjectives);
  out += ' ';
  out += pick(random, words::bs_verbs);
  out += ' ';
  out += pick(random, words::bs_nouns);
}

}  // namespace weir::meter
