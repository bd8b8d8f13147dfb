#include "meter/templates/extensions.h"

#include <fmt/format.h>

#include "meter/dates/civil_time.h"

namespace weir::meter {
namespace {

using Kind = JsonValue::Kind;

constexpr std::int64_t number_max = 9'007'199'254'740'992;

std::int64_t product(std::int64_t left, std::int64_t right) {
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(left) *
                                   static_cast<std::uint64_t>(right));
}

std::int64_t whole_number(Arguments& arguments, std::string_view name, const JsonValue& value) {
  const auto number = number_of(value);
  if (!number || !(*number >= -static_cast<double>(number_max)) ||
      !(*number <= static_cast<double>(number_max))) {
    arguments.fail(fmt::format("{} is {}, which is not a number between -2^53 and 2^53", name,
                               value.rendered()));
    return 0;
  }
  return static_cast<std::int64_t>(*number);
}

// A member of an object of options.
std::int64_t option(Arguments& arguments, std::string_view name, std::int64_t otherwise) {
  const JsonValue* value = arguments.value();
  const JsonValue* member = value != nullptr ? value->member(name) : nullptr;
  return member != nullptr ? whole_number(arguments, name, *member) : otherwise;
}

bool is_wished(Arguments& arguments, std::string_view name) {
  const JsonValue* value = arguments.value();
  const JsonValue* member = value != nullptr ? value->member(name) : nullptr;
  return member != nullptr && member->kind == Kind::boolean && member->boolean;
}

// A number on its own is where counting starts.
std::int64_t start_of(Arguments& arguments, std::int64_t otherwise) {
  const JsonValue* value = arguments.value();
  if (value == nullptr || value->kind != Kind::number) {
    return option(arguments, "start", otherwise);
  }
  return whole_number(arguments, "start", *value);
}

unsigned width_of(Arguments& arguments) {
  const std::int64_t width = option(arguments, "width", 1);
  if (width < 1 || width > 100) arguments.fail("width is not between 1 and 100");
  return static_cast<unsigned>(width);
}

// counter.NAME: all virtual users count together, or each on its own.
Filler counter(std::string_view name, Arguments& arguments, VariableNames& names) {
  const std::int64_t start = start_of(arguments, 0);
  const std::int64_t step = option(arguments, "step", 1);
  const unsigned width = width_of(arguments);
  if (is_wished(arguments, "perUser")) {
    // No user can write a name with a line break.
    const Slot slot = names.slot(fmt::format("counter\n{}", name));
    return [=](RenderContext& context, std::string& out) {
      const std::int64_t count = context.variables.held(slot).number++;
      append_padded(start + product(count, step), width, out);
    };
  }
  return [=, number = names.shared_number(name, start)](RenderContext&, std::string& out) {
    append_padded(number->fetch_add(step, std::memory_order_relaxed), width, out);
  };
}

Filler sequence_of(const std::vector<JsonValue>& items, Slot slot) {
  std::vector<std::string> texts;
  texts.reserve(items.size());
  for (const JsonValue& item : items) texts.push_back(item.rendered());
  return [texts = std::move(texts), slot](RenderContext& context, std::string& out) {
    const std::int64_t count = context.variables.held(slot).number++;
    out += texts[static_cast<std::uint64_t>(count) % texts.size()];
  };
}

// Each virtual user goes through it on its own.
Filler sequence(Arguments& arguments, VariableNames& names) {
  const JsonValue* value = arguments.value();
  const Slot slot = names.unnamed();
  if (value != nullptr && value->kind == Kind::array) {
    if (value->items.empty()) {
      arguments.fail("it has no elements");
      return {};
    }
    return sequence_of(value->items, slot);
  }
  if (value != nullptr && value->kind != Kind::object && value->kind != Kind::number) {
    arguments.fail("it takes an array, or {\"start\":1,\"step\":1,\"end\":9}");
    return {};
  }
  const std::int64_t start = start_of(arguments, 1);
  const std::int64_t step = option(arguments, "step", 1);
  const std::int64_t end = option(arguments, "end", step < 0 ? -number_max : number_max);
  const unsigned width = width_of(arguments);
  if (step == 0 || (end - start) / step < 0) {
    arguments.fail(fmt::format("it never gets from {} to {} in steps of {}", start, end, step));
    return {};
  }
  return [=, count_max = static_cast<std::uint64_t>((end - start) / step) + 1](
             RenderContext& context, std::string& out) {
    const auto count = static_cast<std::uint64_t>(context.variables.held(slot).number++);
    append_padded(start + product(static_cast<std::int64_t>(count % count_max), step), width, out);
  };
}

Filler chance(Arguments& arguments, VariableNames&) {
  const auto number = arguments.empty() ? std::nullopt : number_of(*arguments.value());
  if (!number || !(*number >= 0) || !(*number <= 1)) {
    arguments.fail("it takes a number from 0 to 1");
    return {};
  }
  return [share = *number](RenderContext& context, std::string& out) {
    out += context.random.unit() < share ? "true" : "false";
  };
}

Filler text(Arguments& arguments, VariableNames&) {
  return
      [value = arguments.text().value_or("")](RenderContext&, std::string& out) { out += value; };
}

Filler user_number(Arguments&, VariableNames&) {
  return
      [](RenderContext& context, std::string& out) { append_integer(context.thread_number, out); };
}

Filler user_iteration(Arguments&, VariableNames&) {
  return [](RenderContext& context, std::string& out) {
    append_integer(static_cast<std::int64_t>(context.iteration), out);
  };
}

Filler json_text_of(Slot slot) {
  return [slot](RenderContext& context, std::string& out) {
    const std::string* value = context.variables.get(slot);
    append_json_text(value != nullptr ? *value : std::string_view(), out);
  };
}

std::optional<Slot> known(std::string_view name, Arguments& arguments, const VariableNames& names) {
  const auto slot = names.find(name);
  if (!slot) arguments.fail(fmt::format("nothing defines the variable \"{}\"", name));
  return slot;
}

struct Extension {
  std::string_view name;
  Filler (*make)(Arguments& arguments, VariableNames& names);
};

constexpr Extension table[] = {
    {"sequence", sequence},
    {"chance", chance},
    {"text", text},
    {"user.number", user_number},
    {"user.iteration", user_iteration},
};

}  // namespace

Filler read_variable(Slot slot) {
  return [slot](RenderContext& context, std::string& out) {
    const std::string* value = context.variables.get(slot);
    if (value != nullptr) out += *value;
  };
}

Filler make_extension(std::string_view name, Arguments& arguments, VariableNames& names) {
  for (const Extension& extension : table) {
    if (extension.name == name) return extension.make(arguments, names);
  }
  constexpr std::string_view counter_prefix = "counter.";
  constexpr std::string_view variable_prefix = "var.";
  constexpr std::string_view json_prefix = "json.";
  if (name.starts_with(counter_prefix)) {
    return counter(name.substr(counter_prefix.size()), arguments, names);
  }
  if (name.starts_with(variable_prefix)) {
    const auto slot = known(name.substr(variable_prefix.size()), arguments, names);
    return read_variable(slot.value_or(0));
  }
  if (name.starts_with(json_prefix)) {
    const auto slot = known(name.substr(json_prefix.size()), arguments, names);
    return json_text_of(slot.value_or(0));
  }
  return {};
}

std::vector<std::string_view> extension_names() {
  std::vector<std::string_view> all = {"counter.NAME", "var.NAME", "json.NAME"};
  for (const Extension& extension : table) all.push_back(extension.name);
  return all;
}

}  // namespace weir::meter
