#include <cctype>

#include "meter/templates/function_table.h"
#include "meter/templates/generators.h"
#include "meter/words/prose.h"

namespace weir::meter {
namespace {

constexpr std::int64_t repeats_max = 10'000;
constexpr std::string_view paragraph_separator = "\n \r";

Filler several_words(Arguments& arguments, VariableNames&) {
  const std::int64_t count = arguments.integer(0, "num", 3, 1, repeats_max);
  return [count](RenderContext& context, std::string& out) {
    append_lorem_words(context.random, count, out);
  };
}

Filler sentence(Arguments& arguments, VariableNames&) {
  const std::int64_t count = arguments.integer(0, "wordCount", 0, 1, repeats_max);
  return [count](RenderContext& context, std::string& out) {
    append_sentence(context.random, count, out);
  };
}

Filler sentences(Arguments& arguments, VariableNames&) {
  const std::int64_t count = arguments.integer(0, "sentenceCount", 0, 1, repeats_max);
  return [count, separator = arguments.text_at(1, "separator", " ")](RenderContext& context,
                                                                     std::string& out) {
    append_sentences(context.random, count == 0 ? context.random.between(2, 6) : count, separator,
                     out);
  };
}

Filler paragraph(Arguments& arguments, VariableNames&) {
  const std::int64_t count = arguments.integer(0, "sentenceCount", 3, 1, repeats_max);
  return [count](RenderContext& context, std::string& out) {
    append_paragraph(context.random, count, out);
  };
}

void append_paragraphs(FastRandom& random, std::int64_t count, std::string_view separator,
                       std::string& out) {
  for (std::int64_t index = 0; index < count; ++index) {
    if (index > 0) out += separator;
    append_paragraph(random, 3, out);
  }
}

Filler paragraphs(Arguments& arguments, VariableNames&) {
  const std::int64_t count = arguments.integer(0, "paragraphCount", 3, 1, repeats_max / 10);
  return [count, separator = arguments.text_at(1, "separator", paragraph_separator)](
             RenderContext& context, std::string& out) {
    append_paragraphs(context.random, count, separator, out);
  };
}

Filler lines(Arguments& arguments, VariableNames&) {
  const std::int64_t count = arguments.integer(0, "lineCount", 0, 1, repeats_max);
  return [count](RenderContext& context, std::string& out) {
    append_sentences(context.random, count == 0 ? context.random.between(1, 5) : count, "\n", out);
  };
}

// One of the other functions, by chance.
void text(FastRandom& random, std::string& out) {
  switch (random.below(7)) {
    case 0:
      out += pick(random, words::lorem_words);
      return;
    case 1:
      return append_lorem_words(random, 3, out);
    case 2:
      return append_sentence(random, 0, out);
    case 3:
      return append_sentences(random, random.between(2, 6), " ", out);
    case 4:
      return append_paragraph(random, 3, out);
    case 5:
      return append_paragraphs(random, 3, paragraph_separator, out);
    default:
      return append_sentences(random, random.between(1, 5), "\n", out);
  }
}

constexpr Function table[] = {
    {"lorem.word", plain<one_of<words::lorem_words>>},
    {"lorem.words", several_words},
    {"lorem.sentence", sentence},
    {"lorem.sentences", sentences},
    {"lorem.paragraph", paragraph},
    {"lorem.paragraphs", paragraphs},
    {"lorem.text", plain<text>},
    {"lorem.lines", lines},
};

}  // namespace

std::span<const Function> lorem_functions() { return table; }

void append_lorem_words(FastRandom& random, std::int64_t count, std::string& out) {
  for (std::int64_t index = 0; index < count; ++index) {
    if (index > 0) out += ' ';
    out += pick(random, words::lorem_words);
  }
}

void append_sentence(FastRandom& random, std::int64_t words, std::string& out) {
  const std::size_t begin = out.size();
  append_lorem_words(random, words == 0 ? random.between(3, 10) : words, out);
  out[begin] = static_cast<char>(std::toupper(static_cast<unsigned char>(out[begin])));
  out += '.';
}

void append_sentences(FastRandom& random, std::int64_t count, std::string_view separator,
                      std::string& out) {
  for (std::int64_t index = 0; index < count; ++index) {
    if (index > 0) out += separator;
    append_sentence(random, 0, out);
  }
}

void append_paragraph(FastRandom& random, std::int64_t sentences, std::string& out) {
  append_sentences(random, sentences + random.between(0, 3), " ", out);
}

}  // namespace weir::meter
