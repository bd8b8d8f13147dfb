// JMeter's functions of variables, properties, and of the thread that asks.
#include <utility>

#include "meter/templates/jmeter_call.h"

namespace weir::meter {
namespace {

Filler thread_number(JmeterCall&) {
  return
      [](RenderContext& context, std::string& out) { append_integer(context.thread_number, out); };
}

Filler iteration_number(JmeterCall&) {
  return [](RenderContext& context, std::string& out) {
    append_integer(static_cast<std::int64_t>(context.iteration) + 1, out);
  };
}

// A name that the context knows, perhaps set as a variable, too.
template <std::string_view RenderContext::* name>
Filler name_of(JmeterCall& call) {
  return call.storing(0, [](RenderContext& context, std::string& out) { out += context.*name; });
}

// __V(name,otherwise): the name may be put together.
Filler variable(JmeterCall& call) {
  const bool has_otherwise = call.size() > 1;
  return [name = call.take(0), otherwise = call.take(1), has_otherwise,
          table = call.names().table()](RenderContext& context, std::string& out) {
    std::string scratch;
    const std::string_view wanted = jmeter_trimmed(name.read(context, scratch));
    const auto found = table->find(wanted);
    const std::string* value =
        found != table->end() ? context.variables.get(found->second) : nullptr;
    if (value != nullptr) {
      out += *value;
    } else if (has_otherwise) {
      std::string other;
      out += otherwise.read(context, other);
    } else {
      out += wanted;
    }
  };
}

// __P(name,otherwise): 1 if neither is there. __property(name,variable,otherwise): its name.
Filler property_or(JmeterCall& call, std::size_t otherwise_index, std::string_view last_resort) {
  const std::string* name = call.constant(0);
  if (name == nullptr) {
    call.fail("the name of a property is missing, or has holes");
    return {};
  }
  const std::string* value = call.names().property(*name);
  const bool has_otherwise = call.size() > otherwise_index;
  std::string found = value != nullptr ? *value : std::string(last_resort);
  if (value != nullptr || !has_otherwise) {
    return [found = std::move(found)](RenderContext&, std::string& out) { out += found; };
  }
  return [otherwise = call.take(otherwise_index)](RenderContext& context, std::string& out) {
    std::string scratch;
    out += otherwise.read(context, scratch);
  };
}

Filler short_property(JmeterCall& call) { return property_or(call, 1, "1"); }

Filler property(JmeterCall& call) {
  const std::string* name = call.constant(0);
  Filler filler = property_or(call, 2, name != nullptr ? std::string(*name) : "");
  return call.storing(1, std::move(filler));
}

// Appends `text` with the variables that it mentions filled in, once.
void expand(std::string_view text, const SlotMap& table, RenderContext& context, std::string& out) {
  while (true) {
    const std::size_t begin = text.find("${");
    const std::size_t end = begin == text.npos ? begin : text.find('}', begin);
    if (end == text.npos) break;
    out += text.substr(0, begin);
    const auto found = table.find(text.substr(begin + 2, end - begin - 2));
    const std::string* value =
        found != table.end() ? context.variables.get(found->second) : nullptr;
    out += value != nullptr ? *value : text.substr(begin, end + 1 - begin);
    text.remove_prefix(end + 1);
  }
  out += text;
}

// __eval(text): a variable's value may mention variables.
Filler eval(JmeterCall& call) {
  return [text = call.take(0), table = call.names().table()](RenderContext& context,
                                                             std::string& out) {
    std::string scratch;
    expand(text.read(context, scratch), *table, context, out);
  };
}

// __evalVar(name).
Filler eval_variable(JmeterCall& call) {
  return [name = call.take(0), table = call.names().table()](RenderContext& context,
                                                             std::string& out) {
    std::string scratch;
    const auto found = table->find(jmeter_trimmed(name.read(context, scratch)));
    if (found == table->end()) return;
    const std::string* value = context.variables.get(found->second);
    if (value != nullptr) expand(*value, *table, context, out);
  };
}

Filler is_variable_defined(JmeterCall& call) {
  return [name = call.take(0), table = call.names().table()](RenderContext& context,
                                                             std::string& out) {
    std::string scratch;
    const auto found = table->find(jmeter_trimmed(name.read(context, scratch)));
    const bool is_set = found != table->end() && context.variables.get(found->second) != nullptr;
    out += is_set ? "true" : "false";
  };
}

Filler is_property_defined(JmeterCall& call) {
  const std::string* name = call.constant(0);
  const bool is_set = name != nullptr && call.names().property(*name) != nullptr;
  return [is_set](RenderContext&, std::string& out) { out += is_set ? "true" : "false"; };
}

constexpr JmeterFunction table[] = {
    {"__threadNum", 0, 0, thread_number},
    {"__iterationNum", 0, 0, iteration_number},
    {"__threadGroupName", 0, 0, name_of<&RenderContext::group_name>},
    {"__samplerName", 0, 1, name_of<&RenderContext::sampler_name>},
    {"__machineName", 0, 1, name_of<&RenderContext::machine_name>},
    {"__V", 1, 2, variable},
    {"__P", 1, 2, short_property},
    {"__property", 1, 3, property},
    {"__eval", 1, 1, eval},
    {"__evalVar", 1, 1, eval_variable},
    {"__isVarDefined", 1, 1, is_variable_defined},
    {"__isPropDefined", 1, 1, is_property_defined},
};

}  // namespace

std::span<const JmeterFunction> jmeter_variable_functions() { return table; }

}  // namespace weir::meter
