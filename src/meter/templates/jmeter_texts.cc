// JMeter's functions of texts, its own and those of its most used plug-ins.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <utility>

#include "base/bytes.h"
#include "codec/base64.h"
#include "codec/hash.h"
#include "codec/hex.h"
#include "codec/percent_encoding.h"
#include "codec/utf8.h"
#include "meter/templates/jmeter_call.h"

namespace weir::meter {
namespace {

// A function of one text and the name of a variable.
template <Transform transform>
Filler transformed(JmeterCall& call) {
  return call.storing(1, [text = call.take(0)](RenderContext& context, std::string& out) {
    std::string scratch;
    transform(text.read(context, scratch), out);
  });
}

// java.net.URLEncoder's way.
void url_encode(std::string_view text, std::string& out) {
  static constexpr std::string_view hex = "0123456789ABCDEF";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80 &&
        (std::isalnum(byte) != 0 || std::string_view("-_.*").find(c) != std::string_view::npos)) {
      out += c;
    } else if (c == ' ') {
      out += '+';
    } else {
      out += '%';
      out += hex[byte / 16];
      out += hex[byte % 16];
    }
  }
}

void url_decode(std::string_view text, std::string& out) {
  std::string blanks(text);
  std::replace(blanks.begin(), blanks.end(), '+', ' ');
  codec::append_percent_decoded(out, blanks);
}

void base64_encode(std::string_view text, std::string& out) {
  out += codec::base64_text(bytes_of(text));
}

// What is not base64 leaves nothing.
void base64_decode(std::string_view text, std::string& out) {
  const std::size_t begin = out.size();
  out.resize(begin + codec::base64_decoded_size_max(text.size()));
  const auto size =
      codec::base64_decode(text, std::as_writable_bytes(std::span(out)).data() + begin);
  out.resize(begin + size.value_or(0));
}

void md5(std::string_view text, std::string& out) {
  out += codec::hex_text(codec::md5(bytes_of(text)));
}

void upper_case(std::string_view text, std::string& out) {
  for (const char c : text) out += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
}

void lower_case(std::string_view text, std::string& out) {
  for (const char c : text) out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
}

void capitalize(std::string_view text, std::string& out) {
  upper_case(text.substr(0, 1), out);
  if (!text.empty()) out += text.substr(1);
}

void length(std::string_view text, std::string& out) {
  append_integer(static_cast<std::int64_t>(codec::utf8_length(text)), out);
}

void escape_html(std::string_view text, std::string& out) {
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
}

// __changeCase(text,UPPER|LOWER|CAPITALIZE,variable).
Filler change_case(JmeterCall& call) {
  const std::string* given = call.constant(1);
  const std::string mode = given != nullptr ? *given : "UPPER";
  Transform transform = nullptr;
  if (mode == "UPPER") transform = upper_case;
  if (mode == "LOWER") transform = lower_case;
  if (mode == "CAPITALIZE") transform = capitalize;
  if (transform == nullptr) {
    call.fail(fmt::format("\"{}\" is not UPPER, LOWER or CAPITALIZE", mode));
  }
  return call.storing(2,
                      [transform, text = call.take(0)](RenderContext& context, std::string& out) {
                        std::string scratch;
                        transform(text.read(context, scratch), out);
                      });
}

// __digest(algorithm,text,salt,upper case,variable).
Filler digest(JmeterCall& call) {
  const std::string* given = call.constant(0);
  const std::string algorithm = given != nullptr ? *given : "";
  if (algorithm != "MD5" && algorithm != "SHA-256") {
    call.fail(fmt::format("\"{}\" is neither MD5 nor SHA-256", algorithm));
  }
  const std::string* wish = call.constant(3);
  const bool is_upper = wish != nullptr && *wish == "true";
  return call.storing(4, [is_md5 = algorithm == "MD5", is_upper, text = call.take(1),
                          salt = call.take(2)](RenderContext& context, std::string& out) {
    std::string scratch;
    std::string salted(jmeter_trimmed(salt.read(context, scratch)));
    salted += text.read(context, scratch);
    const std::string hex = is_md5 ? codec::hex_text(codec::md5(bytes_of(salted)))
                                   : codec::hex_text(codec::sha256(bytes_of(salted)));
    if (is_upper) return upper_case(hex, out);
    out += hex;
  });
}

// __substring(text,begin,end,variable).
Filler substring(JmeterCall& call) {
  const std::int64_t begin = call.whole(1, "the begin", 0);
  const std::int64_t end = call.whole(2, "the end", 0);
  if (begin < 0 || end < begin)
    call.fail(fmt::format("there is nothing from {} to {}", begin, end));
  return call.storing(
      3, [begin, end, text = call.take(0)](RenderContext& context, std::string& out) {
        std::string scratch;
        const std::string_view whole = text.read(context, scratch);
        if (static_cast<std::uint64_t>(begin) > whole.size()) return;
        out += whole.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin));
      });
}

// __chooseRandom(a,b,…,variable): the last parameter always names a variable.
Filler choose_random(JmeterCall& call) {
  const std::size_t count = call.size() - 1;
  std::vector<JmeterText> choices;
  choices.reserve(count);
  for (std::size_t index = 0; index < count; ++index) choices.push_back(call.take(index));
  return call.storing(count,
                      [choices = std::move(choices)](RenderContext& context, std::string& out) {
                        std::string scratch;
                        out += choices[context.random.below(choices.size())].read(context, scratch);
                      });
}

// __char(code,…): decimal, or 0x and hexadecimal.
Filler characters(JmeterCall& call) {
  std::string text;
  for (std::size_t index = 0; index < call.size(); ++index) {
    const std::string* code = call.constant(index);
    const std::int64_t number = code == nullptr ? -1 : std::strtoll(code->c_str(), nullptr, 0);
    if (number < 0 || number > 0x10ffff || (number >= 0xd800 && number < 0xe000)) {
      call.fail(fmt::format("parameter {} is not the number of a character", index + 1));
      return {};
    }
    char encoded[4];
    text.append(encoded, codec::utf8_encode(static_cast<std::uint32_t>(number), encoded));
  }
  return [text = std::move(text)](RenderContext&, std::string& out) { out += text; };
}

constexpr JmeterFunction table[] = {
    {"__urlencode", 1, 2, transformed<url_encode>},
    {"__urldecode", 1, 2, transformed<url_decode>},
    {"__base64Encode", 1, 2, transformed<base64_encode>},
    {"__base64Decode", 1, 2, transformed<base64_decode>},
    {"__MD5", 1, 2, transformed<md5>},
    {"__digest", 2, 5, digest},
    {"__changeCase", 1, 3, change_case},
    {"__uppercase", 1, 2, transformed<upper_case>},
    {"__lowercase", 1, 2, transformed<lower_case>},
    {"__strLen", 1, 2, transformed<length>},
    {"__substring", 3, 4, substring},
    {"__escapeHtml", 1, 2, transformed<escape_html>},
    {"__chooseRandom", 2, 100, choose_random},
    {"__char", 1, 100, characters},
};

}  // namespace

std::span<const JmeterFunction> jmeter_text_functions() { return table; }

}  // namespace weir::meter
