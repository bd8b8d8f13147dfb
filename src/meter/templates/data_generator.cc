#include "meter/templates/data_generator.h"

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "base/result.h"
#include "meter/templates/condition.h"
#include "meter/templates/extensions.h"
#include "meter/templates/function_table.h"
#include "meter/templates/hole_reader.h"

namespace weir::meter {
namespace {

template <class T>
using Compiled = std::expected<T, TemplateError>;
using Followed = HoleReader::Followed;

// Blocks inside one another, each of which is a call on the stack.
constexpr unsigned depth_max = 50;

std::unexpected<TemplateError> wrong(std::size_t offset, std::string message) {
  return std::unexpected(TemplateError{offset, std::move(message)});
}

// The data generator trims templates. Blanks at the end count for no offset.
std::string_view without_end_blanks(std::string_view text) {
  return text.substr(0, text.find_last_not_of(" \t\r\n\v\f") + 1);
}

struct Branch {
  Condition condition;
  Parts parts;
};

class DataGeneratorCompiler {
 public:
  DataGeneratorCompiler(std::string_view text, VariableNames& names)
      : reader_(text), names_(names) {}

  Compiled<Parts> compile() {
    BlockEnd end{};
    Parts parts = TRY(block(end));
    if (end != BlockEnd::text) {
      return wrong(hole_begin_, "No {{if}} or {{set}} is open here.");
    }
    return parts;
  }

 private:
  // What a block ended with, which has been read up to its "}}" or, of {{else if}}, its condition.
  enum class BlockEnd : std::uint8_t { text, end, otherwise, otherwise_if };

  Compiled<Parts> block(BlockEnd& end) {
    Parts parts;
    while (true) {
      std::string text = reader_.text_before_hole();
      if (is_first_text_) text.erase(0, std::min(text.find_first_not_of(" \t\v\f"), text.size()));
      is_first_text_ = false;
      parts.add_text(text);
      end = BlockEnd::text;
      if (reader_.at_end()) return parts;
      hole_begin_ = reader_.position() - 2;
      TRY(hole(parts, end));
      if (end != BlockEnd::text) return parts;
    }
  }

  Compiled<void> hole(Parts& parts, BlockEnd& end) {
    const HoleReader before = reader_;
    const std::string_view word = reader_.word();
    if (word == "set" && !reader_.comes("}}") && !reader_.comes("(")) return set(parts);
    if (word == "if" && !reader_.comes("}}")) return branches(parts);
    if (word == "end") {
      end = BlockEnd::end;
      return reader_.close();
    }
    if (word == "else") return otherwise(end);
    reader_ = before;
    parts.add(TRY(value(Followed::by_close)));
    return reader_.close();
  }

  Compiled<void> otherwise(BlockEnd& end) {
    const HoleReader before = reader_;
    if (reader_.word() == "if") {
      end = BlockEnd::otherwise_if;
      return {};
    }
    reader_ = before;
    end = BlockEnd::otherwise;
    return reader_.close();
  }

  // A literal, a variable, or a function's call.
  Compiled<Filler> value(Followed followed) {
    if (const auto literal = reader_.literal()) return constant(*literal);
    const std::size_t begin = reader_.position();
    const std::string_view name = reader_.word();
    if (name.empty()) {
      return wrong(begin, "The name of a function or of a variable is expected here.");
    }
    const std::size_t parameters_begin = reader_.position();
    const auto raw = TRY(reader_.parameters(followed));
    Arguments arguments(raw.value_or(""));
    Filler filler = make(name, arguments);
    if (arguments.error()) {
      return wrong(arguments.empty() ? begin : parameters_begin,
                   fmt::format("{}: {}.", name, *arguments.error()));
    }
    if (!filler) return wrong(begin, unknown(name));
    return filler;
  }

  Compiled<Filler> constant(std::string_view literal) {
    const auto parsed = JsonValue::parse(literal);
    if (!parsed) {
      return wrong(reader_.position() - literal.size(),
                   fmt::format("{} is neither a text nor a number.", literal));
    }
    return [text = parsed->rendered()](RenderContext&, std::string& out) { out += text; };
  }

  Filler make(std::string_view name, Arguments& arguments) {
    if (Filler filler = make_extension(name, arguments, names_)) return filler;
    if (const Function* function = find_function(name)) return function->make(arguments, names_);
    if (const auto slot = names_.find(name)) return read_variable(*slot);
    return {};
  }

  static std::string unknown(std::string_view name) {
    const std::size_t dot = name.find('.');
    if (dot == name.npos) {
      return fmt::format("Nothing defines \"{}\", and functions are called MODULE.FUNCTION.", name);
    }
    const std::string_view module = name.substr(0, dot);
    for (const Function& function : all_functions()) {
      if (!function.name.starts_with(name.substr(0, dot + 1))) continue;
      return fmt::format("The module {} has no function \"{}\".", module, name.substr(dot + 1));
    }
    return fmt::format("There is no module \"{}\".", module);
  }

  // {{set x = value}}, or {{set x}}…{{end}}.
  Compiled<void> set(Parts& parts) {
    const std::size_t begin = reader_.position();
    const std::string_view name = reader_.word();
    if (name.empty()) return wrong(begin, "The name of a variable is expected here.");
    Filler fill;
    if (reader_.take("=")) {
      fill = TRY(value(Followed::by_close));
      TRY(reader_.close());
    } else {
      TRY(reader_.close());
      fill = [inside = TRY(inner_block())](RenderContext& context, std::string& out) {
        inside.render(context, out);
      };
    }
    // The new value may be made of the old one.
    parts.add([fill = std::move(fill), slot = names_.slot(name), fresh = names_.unnamed()](
                  RenderContext& context, std::string&) {
      std::string& text = context.variables.held(fresh).text;
      text.clear();
      fill(context, text);
      Held& held = context.variables.held(slot);
      held.is_set = true;
      std::swap(held.text, text);
    });
    return {};
  }

  // Of {{set x}}: up to its {{end}}.
  Compiled<Parts> inner_block() {
    const std::size_t begin = hole_begin_;
    BlockEnd end{};
    Parts inside = TRY(nested_block(end));
    if (end != BlockEnd::end) return wrong(begin, "No {{end}} closes this {{set}}.");
    return inside;
  }

  Compiled<Parts> nested_block(BlockEnd& end) {
    if (depth_ == depth_max) {
      return wrong(hole_begin_,
                   fmt::format("More than {} blocks are inside one another.", depth_max));
    }
    ++depth_;
    auto inside = block(end);
    --depth_;
    return inside;
  }

  // {{if …}}…{{else if …}}…{{else}}…{{end}}, from behind "if".
  Compiled<void> branches(Parts& parts) {
    const std::size_t begin = hole_begin_;
    std::vector<Branch> conditional;
    Parts otherwise;
    BlockEnd end = BlockEnd::otherwise_if;
    while (end == BlockEnd::otherwise_if) {
      Condition asked = TRY(condition());
      TRY(reader_.close());
      Parts inside = TRY(nested_block(end));
      conditional.push_back({std::move(asked), std::move(inside)});
    }
    if (end == BlockEnd::otherwise) otherwise = TRY(nested_block(end));
    if (end != BlockEnd::end) return wrong(begin, "No {{end}} closes this {{if}}.");
    parts.add([conditional = std::move(conditional), otherwise = std::move(otherwise)](
                  RenderContext& context, std::string& out) {
      for (const Branch& branch : conditional) {
        if (branch.condition.holds(context)) return branch.parts.render(context, out);
      }
      otherwise.render(context, out);
    });
    return {};
  }

  Compiled<Condition> condition() {
    Filler left = TRY(value(Followed::by_anything));
    const Comparator comparator = take_comparator();
    Filler right;
    if (comparator != Comparator::none) right = TRY(value(Followed::by_anything));
    return Condition(std::move(left), comparator, std::move(right), names_);
  }

  Comparator take_comparator() {
    static constexpr std::pair<std::string_view, Comparator> signs_table[] = {
        {"==", Comparator::equal},    {"!=", Comparator::not_equal}, {"<=", Comparator::at_most},
        {">=", Comparator::at_least}, {"<", Comparator::less},       {">", Comparator::greater},
    };
    for (const auto& [sign, comparator] : signs_table) {
      if (reader_.take(sign)) return comparator;
    }
    return Comparator::none;
  }

  HoleReader reader_;
  VariableNames& names_;
  std::size_t hole_begin_ = 0;
  unsigned depth_ = 0;
  bool is_first_text_ = true;
};

}  // namespace

Compiled<Parts> compile_data_generator(std::string_view text, VariableNames& names) {
  return DataGeneratorCompiler(without_end_blanks(text), names).compile();
}

}  // namespace weir::meter
