#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <regex>

#include "meter/templates/function_table.h"
#include "meter/templates/generators.h"
#include "meter/templates/user_agent.h"
#include "meter/words/machines.h"

namespace weir::meter {
namespace {

// A password of this length is printed in full for each record.
constexpr std::int64_t password_chars_max = 10'000;

// user_name, email and example_email share their first two parameters.
struct Person {
  std::string first;
  std::string last;
};

Person person_of(Arguments& arguments) {
  return {arguments.text_at(0, "firstName", ""), arguments.text_at(1, "lastName", "")};
}

Filler user_name(Arguments& arguments, VariableNames&) {
  return [person = person_of(arguments)](RenderContext& context, std::string& out) {
    append_user_name(context.random, person.first, person.last, out);
  };
}

Filler email(Arguments& arguments, VariableNames&) {
  return [person = person_of(arguments), provider = arguments.text_at(2, "provider", "")](
             RenderContext& context, std::string& out) {
    const std::string_view domain = provider.empty()
                                        ? pick(context.random, words::free_email_domains)
                                        : std::string_view(provider);
    append_email(context.random, person.first, person.last, domain, out);
  };
}

Filler example_email(Arguments& arguments, VariableNames&) {
  return [person = person_of(arguments)](RenderContext& context, std::string& out) {
    append_email(context.random, person.first, person.last,
                 pick(context.random, words::example_email_domains), out);
  };
}

void session(FastRandom& random, std::string& out) { append_hex(random, 32, out); }

void protocol(FastRandom& random, std::string& out) {
  out += random.below(2) == 0 ? "http" : "https";
}

void url(FastRandom& random, std::string& out) {
  protocol(random, out);
  out += "://";
  append_domain_name(random, out);
}

void domain_word(FastRandom& random, std::string& out) {
  const std::size_t begin = out.size();
  append_first_name(random, out);
  for (std::size_t index = begin; index < out.size(); ++index) {
    out[index] = static_cast<char>(std::tolower(static_cast<unsigned char>(out[index])));
  }
}

void ip(FastRandom& random, std::string& out) {
  std::uint64_t bits = random.next();
  for (int part = 0; part < 4; ++part, bits >>= 8u) {
    if (part > 0) out += '.';
    append_integer(static_cast<std::int64_t>(bits & 255u), out);
  }
}

// Each of red, green and blue lies half way between its base and a random value.
Filler color(Arguments& arguments, VariableNames&) {
  const std::array<std::int64_t, 3> bases = {arguments.integer(0, "baseRed255", 0, 0, 255),
                                             arguments.integer(1, "baseGreen255", 0, 0, 255),
                                             arguments.integer(2, "baseBlue255", 0, 0, 255)};
  return [bases](RenderContext& context, std::string& out) {
    out += '#';
    for (const std::int64_t base : bases) {
      const std::int64_t value =
          std::min<std::int64_t>(255, (context.random.between(0, 256) + base) / 2);
      out += "0123456789abcdef"[value / 16];
      out += "0123456789abcdef"[value % 16];
    }
  };
}

void mac(FastRandom& random, std::string& out) {
  for (int part = 0; part < 6; ++part) {
    if (part > 0) out += ':';
    append_hex(random, 2, out);
  }
}

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

// The printable characters that `pattern`, a regular expression, matches one at a time.
std::string alphabet_of(Arguments& arguments, std::string pattern) {
  if (pattern.size() > 2 && pattern.front() == '/' && pattern.back() == '/') {
    pattern = pattern.substr(1, pattern.size() - 2);
  }
  std::string alphabet;
  try {
    const std::regex expression(pattern, std::regex::ECMAScript);
    for (char c = '!'; c <= '~'; ++c) {
      if (std::regex_search(std::string(1, c), expression)) alphabet += c;
    }
  } catch (const std::regex_error&) {
    arguments.fail(fmt::format("pattern \"{}\" is not a regular expression", pattern));
  }
  if (alphabet.empty()) {
    arguments.fail(fmt::format("pattern \"{}\" matches no character", pattern));
  }
  return alphabet;
}

void append_memorable(FastRandom& random, std::size_t chars, std::string& out) {
  static constexpr std::string_view vowels = "aeiou";
  static constexpr std::string_view consonants = "bcdfghjklmnpqrstvwxyz";
  bool is_after_consonant = !out.empty() &&
                            std::isalpha(static_cast<unsigned char>(out.back())) != 0 &&
                            vowels.find(out.back()) == vowels.npos;
  for (; chars > 0; --chars, is_after_consonant = !is_after_consonant) {
    const std::string_view letters = is_after_consonant ? vowels : consonants;
    out += letters[random.below(letters.size())];
  }
}

Filler password(Arguments& arguments, VariableNames&) {
  const std::int64_t length = arguments.integer(0, "len", 15, 1, password_chars_max);
  const bool is_memorable = arguments.flag(1, "memorable");
  std::string alphabet = alphabet_of(arguments, arguments.text_at(2, "pattern", "\\w"));
  std::string prefix = arguments.text_at(3, "prefix", "");
  const auto wanted = static_cast<std::size_t>(length);
  const std::size_t chars = wanted > prefix.size() ? wanted - prefix.size() : 0;
  return [=](RenderContext& context, std::string& out) {
    out += prefix;
    if (is_memorable) return append_memorable(context.random, chars, out);
    for (std::size_t index = 0; index < chars; ++index) {
      out += alphabet[context.random.below(alphabet.size())];
    }
  };
}

constexpr Function table[] = {
    {"internet.avatar", plain<append_avatar>},
    {"internet.email", email},
    {"internet.exampleEmail", example_email},
    {"internet.session", plain<session>},
    {"internet.userName", user_name},
    {"internet.protocol", plain<protocol>},
    {"internet.url", plain<url>},
    {"internet.domainName", plain<append_domain_name>},
    {"internet.domainSuffix", plain<one_of<words::domain_suffixes>>},
    {"internet.domainWord", plain<domain_word>},
    {"internet.ip", plain<ip>},
    {"internet.userAgent", plain<append_user_agent>},
    {"internet.color", color},
    {"internet.mac", plain<mac>},
    {"internet.password", password},
};

}  // namespace

std::span<const Function> internet_functions() { return table; }

void append_user_name(FastRandom& random, std::string_view first, std::string_view last,
                      std::string& out) {
  const std::size_t begin = out.size();
  const std::uint64_t form = random.below(3);
  if (first.empty()) {
    append_first_name(random, out);
  } else {
    out += first;
  }
  if (form != 0) {
    out += random.below(2) == 0 ? '.' : '_';
    if (last.empty()) {
      append_last_name(random, out);
    } else {
      out += last;
    }
  }
  if (form != 1) append_integer(random.between(0, 99), out);
  const auto is_dropped = [](char c) { return c == '\'' || c == ' '; };
  out.erase(std::remove_if(out.begin() + static_cast<std::ptrdiff_t>(begin), out.end(), is_dropped),
            out.end());
}

void append_slug(std::string_view text, std::string& out) {
  for (const char c : text) {
    if (c == ' ') {
      out += '-';
    } else if (is_word(c) || c == '.' || c == '-') {
      out += c;
    }
  }
}

void append_email(FastRandom& random, std::string_view first, std::string_view last,
                  std::string_view provider, std::string& out) {
  const std::size_t begin = out.size();
  append_user_name(random, first, last, out);
  const auto is_dropped = [](char c) { return !is_word(c) && c != '.' && c != '-'; };
  out.erase(std::remove_if(out.begin() + static_cast<std::ptrdiff_t>(begin), out.end(), is_dropped),
            out.end());
  out += '@';
  out += provider;
}

void append_domain_name(FastRandom& random, std::string& out) {
  domain_word(random, out);
  out += '.';
  out += pick(random, words::domain_suffixes);
}

void append_avatar(FastRandom& random, std::string& out) {
  out += "https://s3.amazonaws.com/uifaces/faces/twitter/";
  domain_word(random, out);
  append_integer(random.between(0, 99), out);
  out += "/128.jpg";
}

}  // namespace weir::meter
