#include "meter/templates/user_agent.h"

#include "meter/templates/filler.h"
#include "meter/words/machines.h"

namespace weir::meter {
namespace {

// "a.b.c", each at random from zero to what is given.
void version(FastRandom& random, std::initializer_list<std::int64_t> highest, std::string& out) {
  bool is_first = true;
  for (const std::int64_t high : highest) {
    if (!is_first) out += '.';
    is_first = false;
    append_integer(random.between(0, high), out);
  }
}

void windows(FastRandom& random, std::string& out) {
  out += "Windows NT ";
  append_integer(random.between(5, 6), out);
  out += '.';
  append_integer(random.between(0, 3), out);
}

void mac(FastRandom& random, char dot, std::string& out) {
  out += "Macintosh; Intel Mac OS X 10";
  out += dot;
  append_integer(random.between(5, 10), out);
  out += dot;
  append_integer(random.between(0, 9), out);
}

void system(FastRandom& random, std::string& out) {
  const std::uint64_t drawn = random.below(100);
  out += '(';
  if (drawn < 88) {
    windows(random, out);
    if (random.below(2) == 0) out += "; WOW64";
  } else if (drawn < 98) {
    mac(random, '_', out);
  } else {
    out += random.below(2) == 0 ? "X11; Linux i686" : "X11; Linux x86_64";
  }
}

void webkit(FastRandom& random, std::string& out) {
  append_integer(random.between(531, 538), out);
  out += '.';
  version(random, {2, 2}, out);
}

void chrome(FastRandom& random, std::string& out) {
  out += "Mozilla/5.0 ";
  system(random, out);
  out += ") AppleWebKit/";
  const std::size_t begin = out.size();
  webkit(random, out);
  const std::string engine = out.substr(begin);
  out += " (KHTML, like Gecko) Chrome/";
  append_integer(random.between(13, 39), out);
  out += ".0.";
  append_integer(random.between(800, 899), out);
  out += ".0 Safari/";
  out += engine;
}

void firefox(FastRandom& random, std::string& out) {
  const std::string release = std::to_string(random.between(5, 15));
  const std::string patch = std::to_string(random.below(10));
  out += "Mozilla/5.0 ";
  system(random, out);
  out +=
      "; rv:" + release + '.' + patch + ") Gecko/20100101 Firefox/" + release + '.' + patch + '.';
  append_integer(random.between(0, 9), out);
}

void internet_explorer(FastRandom& random, std::string& out) {
  const std::int64_t release = random.between(7, 11);
  if (release == 11) {
    out += "Mozilla/5.0 (Windows NT 6.";
    append_integer(random.between(1, 3), out);
    out += "; Trident/7.0; rv:11.0) like Gecko";
    return;
  }
  out += "Mozilla/5.0 (compatible; MSIE ";
  append_integer(release, out);
  out += ".0; ";
  windows(random, out);
  out += "; Trident/";
  append_integer(random.between(3, 6), out);
  out += ".0)";
}

void safari(FastRandom& random, std::string& out) {
  out += "Mozilla/5.0 (";
  mac(random, '_', out);
  out += " rv:";
  append_integer(random.between(2, 6), out);
  out += ".0; ";
  out += words::browser_languages[random.below(words::browser_languages.size())];
  out += ") AppleWebKit/";
  const std::size_t begin = out.size();
  webkit(random, out);
  const std::string engine = out.substr(begin);
  out += " (KHTML, like Gecko) Version/";
  append_integer(random.between(4, 7), out);
  out += '.';
  version(random, {1, 10}, out);
  out += " Safari/";
  out += engine;
}

void opera(FastRandom& random, std::string& out) {
  out += "Opera/";
  append_integer(random.between(9, 14), out);
  out += '.';
  append_integer(random.between(0, 99), out);
  out += ' ';
  system(random, out);
  out += "; U; ";
  out += words::browser_languages[random.below(words::browser_languages.size())];
  out += " Presto/2.9.";
  append_integer(random.between(160, 190), out);
  out += " Version/";
  append_integer(random.between(10, 12), out);
  out += ".00)";
}

}  // namespace

void append_user_agent(FastRandom& random, std::string& out) {
  const std::uint64_t drawn = random.below(100);
  if (drawn < 45) return chrome(random, out);
  if (drawn < 73) return internet_explorer(random, out);
  if (drawn < 92) return firefox(random, out);
  if (drawn < 98) return safari(random, out);
  opera(random, out);
}

}  // namespace weir::meter
