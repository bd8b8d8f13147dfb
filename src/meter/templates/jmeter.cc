#include "meter/templates/jmeter.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/result.h"
#include "meter/templates/jmeter_call.h"

namespace weir::meter {
namespace {

template <class T>
using Compiled = std::expected<T, TemplateError>;

// Functions inside one another, each of which is a call on the stack.
constexpr unsigned depth_max = 50;

std::unexpected<TemplateError> wrong(std::size_t offset, std::string message) {
  return std::unexpected(TemplateError{offset, std::move(message)});
}

auto all_functions() {
  return std::array{jmeter_time_functions(), jmeter_number_functions(), jmeter_text_functions(),
                    jmeter_variable_functions()};
}

const JmeterFunction* find_function(std::string_view name) {
  for (const auto functions : all_functions()) {
    for (const JmeterFunction& function : functions) {
      if (function.name == name) return &function;
    }
  }
  return nullptr;
}

// What a variable that nothing has set is: its own mention.
Filler read_variable(std::string_view name, Slot slot) {
  return [slot, mention = fmt::format("${{{}}}", name)](RenderContext& context, std::string& out) {
    const std::string* value = context.variables.get(slot);
    out += value != nullptr ? *value : mention;
  };
}

class JmeterCompiler {
 public:
  JmeterCompiler(std::string_view text, VariableNames& names) : text_(text), names_(names) {}

  Compiled<Parts> compile() {
    // Backslashes mean something only beside holes.
    if (text_.find("${") == text_.npos) {
      Parts parts;
      parts.add_text(text_);
      return parts;
    }
    return parts(false);
  }

 private:
  // Up to the end of the text or, as an argument, up to a comma or the closing bracket.
  Compiled<Parts> parts(bool is_argument) {
    Parts found;
    unsigned brackets = 0;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '\\' && take_escaped(found)) continue;
      if (comes("${")) {
        TRY(hole(found));
        continue;
      }
      if (is_argument && (c == ',' || (c == ')' && brackets == 0))) break;
      if (c == '(') ++brackets;
      if (c == ')' && brackets > 0) --brackets;
      found.add_text(text_.substr(at_++, 1));
    }
    return found;
  }

  // A backslash before one of "$,\" takes that for what it is; before others it stands for itself.
  bool take_escaped(Parts& found) {
    if (at_ + 1 >= text_.size()) return false;
    const char next = text_[at_ + 1];
    if (next != '$' && next != ',' && next != '\\') return false;
    found.add_text(text_.substr(at_ + 1, 1));
    at_ += 2;
    return true;
  }

  Compiled<void> hole(Parts& found) {
    const std::size_t begin = at_;
    const std::size_t end = text_.find_first_of("}(", begin + 2);
    const std::string_view name =
        text_.substr(begin + 2, end == text_.npos ? end : end - begin - 2);
    if (name.starts_with("__")) return function(found, begin, jmeter_trimmed(name));
    const std::size_t close = text_.find('}', begin);
    if (close == text_.npos) {
      // JMeter takes it as it stands.
      found.add_text("${");
      at_ = begin + 2;
      return {};
    }
    const std::string_view variable = text_.substr(begin + 2, close - begin - 2);
    at_ = close + 1;
    found.add(read_variable(variable, names_.slot(variable)));
    return {};
  }

  Compiled<void> function(Parts& found, std::size_t begin, std::string_view name) {
    at_ = std::min(text_.find_first_of("}(", begin), text_.size());
    const JmeterFunction* called = find_function(name);
    if (called == nullptr) return wrong(begin, fmt::format("There is no function {}.", name));
    if (depth_ == depth_max) {
      return wrong(begin, fmt::format("More than {} functions are inside one another.", depth_max));
    }
    ++depth_;
    auto given = TRY(arguments(begin, name));
    --depth_;
    if (given.size() < called->arguments_min || given.size() > called->arguments_max) {
      return wrong(begin, fmt::format("{} takes {} to {} parameters, not {}.", name,
                                      called->arguments_min, called->arguments_max, given.size()));
    }
    JmeterCall call(std::move(given), names_);
    Filler filler = called->make(call);
    if (call.error()) return wrong(begin, fmt::format("{}: {}.", name, *call.error()));
    found.add(std::move(filler));
    return {};
  }

  // From "(" up to "}", both read; none without brackets.
  Compiled<std::vector<Parts>> arguments(std::size_t begin, std::string_view name) {
    std::vector<Parts> given;
    if (comes("(")) {
      do {
        ++at_;  // Over the bracket or a comma.
        given.push_back(TRY(parts(true)));
      } while (comes(","));
      if (!comes(")")) {
        return wrong(begin, fmt::format("No \")\" closes the parameters of {}.", name));
      }
      ++at_;
    }
    if (!comes("}")) return wrong(begin, fmt::format("No \"}}\" closes the call of {}.", name));
    ++at_;
    const bool is_empty = given.size() == 1 && given[0].is_constant() && given[0].text().empty();
    if (is_empty) given.clear();
    return given;
  }

  bool comes(std::string_view expected) const { return text_.substr(at_).starts_with(expected); }

  std::string_view text_;
  VariableNames& names_;
  std::size_t at_ = 0;
  unsigned depth_ = 0;
};

}  // namespace

Compiled<Parts> compile_jmeter(std::string_view text, VariableNames& names) {
  return JmeterCompiler(text, names).compile();
}

std::vector<std::string_view> jmeter_function_names() {
  std::vector<std::string_view> all;
  for (const auto functions : all_functions()) {
    for (const JmeterFunction& function : functions) all.push_back(function.name);
  }
  return all;
}

}  // namespace weir::meter
