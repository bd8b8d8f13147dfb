#include "aws/credentials/profile_file.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace weir::aws {
namespace {

constexpr std::string_view blanks = " \t\r";

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

// A comment begins a line or follows a blank: values may have these characters inside.
std::string_view without_comment(std::string_view line) {
  for (std::size_t index = 0; index < line.size(); ++index) {
    const bool starts = line[index] == '#' || line[index] == ';';
    if (starts && (index == 0 || line[index - 1] == ' ' || line[index - 1] == '\t')) {
      return line.substr(0, index);
    }
  }
  return line;
}

std::string_view unquoted(std::string_view text) {
  if (text.size() >= 2 && text.front() == text.back() && (text[0] == '"' || text[0] == '\'')) {
    return text.substr(1, text.size() - 2);
  }
  return text;
}

enum class Section : std::uint8_t { plain, profile, sso_session };

// The name that "[…]" opens a section of this kind with; nothing for other sections.
std::optional<std::string_view> section_name(std::string_view header, Section kind) {
  const std::string_view name = trimmed(header.substr(1, header.find(']') - 1));
  if (kind == Section::plain || (kind == Section::profile && name == "default")) {
    return unquoted(name);
  }
  const std::string_view word = kind == Section::profile ? "profile" : "sso-session";
  if (!name.starts_with(word) || name.size() == word.size()) return std::nullopt;
  if (blanks.find(name[word.size()]) == std::string_view::npos) return std::nullopt;
  return unquoted(trimmed(name.substr(word.size())));
}

std::string lower_case(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return lower;
}

Profiles parse_sections(std::string_view text, Section kind) {
  Profiles profiles;
  Profile* current = nullptr;
  while (!text.empty()) {
    const std::string_view whole = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(whole.size() + 1, text.size()));
    const std::string_view line = trimmed(without_comment(whole));
    if (line.empty()) continue;
    if (line.front() == '[') {
      const std::optional<std::string_view> name = section_name(line, kind);
      current = name ? &profiles[std::string(*name)] : nullptr;
      continue;
    }
    const std::size_t equals = line.find('=');
    const bool indented = blanks.find(whole.front()) != std::string_view::npos;
    if (current == nullptr || indented || equals == std::string_view::npos) continue;
    (*current)[lower_case(trimmed(line.substr(0, equals)))] = trimmed(line.substr(equals + 1));
  }
  return profiles;
}

}  // namespace

Profiles parse_profiles(std::string_view text, ProfileFile kind) {
  return parse_sections(text, kind == ProfileFile::config ? Section::profile : Section::plain);
}

Profiles parse_sso_sessions(std::string_view text) {
  return parse_sections(text, Section::sso_session);
}

std::string setting(const Profiles& profiles, std::string_view profile, std::string_view name) {
  const auto found = profiles.find(profile);
  if (found == profiles.end()) return {};
  const auto value = found->second.find(name);
  return value == found->second.end() ? std::string() : value->second;
}

}  // namespace weir::aws
