#include "monitoring/alarms/alarm_rule.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "codec/utf8_prefix.h"

namespace weir::monitoring {
namespace {

bool continues_word(char character) {
  return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
         (character >= '0' && character <= '9') || character == '_';
}

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Result<AlarmRule> parse() {
    AlarmRule rule = TRY(disjunction());
    skip_blanks();
    if (at_ < text_.size()) return unexpected();
    return rule;
  }

 private:
  Result<AlarmRule> disjunction() {
    return combined(AlarmRuleKind::any, "OR", &Parser::conjunction);
  }
  Result<AlarmRule> conjunction() { return combined(AlarmRuleKind::all, "AND", &Parser::negation); }

  Result<AlarmRule> combined(AlarmRuleKind kind, std::string_view word,
                             Result<AlarmRule> (Parser::*part)()) {
    AlarmRule first = TRY((this->*part)());
    if (!take_word(word)) return first;
    AlarmRule rule{.kind = kind};
    rule.parts.push_back(std::move(first));
    do {
      rule.parts.push_back(TRY((this->*part)()));
    } while (take_word(word));
    return rule;
  }

  Result<AlarmRule> negation() {
    if (!take_word("NOT")) return primary();
    AlarmRule rule{.kind = AlarmRuleKind::negation};
    rule.parts.push_back(TRY(deeper(&Parser::negation)));
    return rule;
  }

  Result<AlarmRule> primary() {
    if (take("(")) {
      AlarmRule rule = TRY(deeper(&Parser::disjunction));
      if (!take(")")) return unexpected();
      return rule;
    }
    if (take_word("TRUE")) return AlarmRule{.value = true};
    if (take_word("FALSE")) return AlarmRule{};
    for (const AlarmState state :
         {AlarmState::alarm, AlarmState::ok, AlarmState::insufficient_data}) {
      if (take_word(name_of(state))) return state_of(state);
    }
    return unexpected();
  }

  Result<AlarmRule> state_of(AlarmState state) {
    AlarmRule rule{.kind = AlarmRuleKind::state, .state = state};
    if (!take("(")) return unexpected();
    skip_blanks();
    rule.alarm = at_ < text_.size() && text_[at_] == '"' ? quoted() : bare();
    if (!take(")")) return unexpected();
    if (rule.alarm.empty()) {
      return fail(ErrorCode::invalid_argument,
                  fmt::format("An alarm's name is missing at position {}", at_));
    }
    return rule;
  }

  std::string quoted() {
    std::string name;
    for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) {
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
      name += text_[at_];
    }
    if (at_ < text_.size()) ++at_;
    return name;
  }

  std::string bare() {
    const std::size_t end = std::min(text_.find(')', at_), text_.size());
    std::string_view name = text_.substr(at_, end - at_);
    at_ = end;
    while (name.ends_with(' ')) name.remove_suffix(1);
    return std::string(name);
  }

  Result<AlarmRule> deeper(Result<AlarmRule> (Parser::*part)()) {
    if (++depth_ > alarm_rule_depth_max) {
      return fail(ErrorCode::invalid_argument, "The rule is nested too deeply");
    }
    Result<AlarmRule> inside = (this->*part)();
    --depth_;
    return inside;
  }

  bool take_word(std::string_view word) {
    skip_blanks();
    const std::string_view rest = text_.substr(at_);
    if (!rest.starts_with(word)) return false;
    if (rest.size() > word.size() && continues_word(rest[word.size()])) return false;
    at_ += word.size();
    return true;
  }

  bool take(std::string_view sign) {
    skip_blanks();
    if (!text_.substr(at_).starts_with(sign)) return false;
    at_ += sign.size();
    return true;
  }

  void skip_blanks() {
    while (at_ < text_.size() && std::string_view(" \t\r\n").contains(text_[at_])) ++at_;
  }

  Result<AlarmRule> unexpected() {
    skip_blanks();
    if (at_ >= text_.size()) {
      return fail(ErrorCode::invalid_argument, "Unexpected end of the rule");
    }
    return fail(ErrorCode::invalid_argument,
                fmt::format("Unexpected character '{}' at position {}",
                            codec::first_character(text_.substr(at_)), at_ + 1));
  }

  std::string_view text_;
  std::size_t at_ = 0;
  unsigned depth_ = 0;
};

void gather(const AlarmRule& rule, std::vector<std::string>& alarms) {
  if (rule.kind == AlarmRuleKind::state && std::ranges::find(alarms, rule.alarm) == alarms.end()) {
    alarms.push_back(rule.alarm);
  }
  for (const AlarmRule& part : rule.parts) gather(part, alarms);
}

}  // namespace

Result<AlarmRule> parse_alarm_rule(std::string_view text) {
  if (text.size() > alarm_rule_characters_max) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("The rule has {} characters; {} are allowed", text.size(),
                            alarm_rule_characters_max));
  }
  AlarmRule rule = TRY(Parser(text).parse());
  if (const std::size_t count = alarms_of(rule).size(); count > alarm_rule_alarms_max) {
    return fail(ErrorCode::invalid_argument, fmt::format("The rule names {} alarms; {} are allowed",
                                                         count, alarm_rule_alarms_max));
  }
  return rule;
}

std::vector<std::string> alarms_of(const AlarmRule& rule) {
  std::vector<std::string> alarms;
  gather(rule, alarms);
  return alarms;
}

bool holds(const AlarmRule& rule, const std::function<AlarmState(std::string_view)>& state_of) {
  const auto part_holds = [&state_of](const AlarmRule& part) { return holds(part, state_of); };
  switch (rule.kind) {
    case AlarmRuleKind::constant:
      return rule.value;
    case AlarmRuleKind::state:
      return state_of(rule.alarm) == rule.state;
    case AlarmRuleKind::negation:
      return !part_holds(rule.parts[0]);
    case AlarmRuleKind::all:
      return std::ranges::all_of(rule.parts, part_holds);
    case AlarmRuleKind::any:
      return std::ranges::any_of(rule.parts, part_holds);
  }
  return false;
}

std::string_view alarm_name(std::string_view name_or_arn) {
  if (!name_or_arn.starts_with("arn:")) return name_or_arn;
  // The name may have colons of its own: it is what follows the sixth.
  constexpr std::string_view kind = ":alarm:";
  const std::size_t found = name_or_arn.find(kind);
  return found == std::string_view::npos ? name_or_arn : name_or_arn.substr(found + kind.size());
}

bool makes_a_cycle(std::string_view name, const std::vector<std::string>& children,
                   const std::function<std::vector<std::string>(std::string_view)>& children_of) {
  std::set<std::string> seen;
  std::vector<std::string> waiting = children;
  while (!waiting.empty()) {
    const std::string next = std::move(waiting.back());
    waiting.pop_back();
    if (next == name) return true;
    if (!seen.insert(next).second) continue;
    for (std::string& child : children_of(next)) waiting.push_back(std::move(child));
  }
  return false;
}

}  // namespace weir::monitoring
