#include "aws/policy/document_reader.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "aws/policy/document.h"
#include "codec/json_reader.h"

namespace weir::aws::policy {
namespace {

using codec::JsonKind;
using Texts = std::vector<std::string>;

class DocumentReader {
 public:
  explicit DocumentReader(std::span<char> text) : json_(text) {}

  std::optional<WrittenDocument> read();

 private:
  // What comes next does not belong here. Reading goes on, to nobody's benefit.
  void reject() {
    rejected_ = true;
    if (json_.kind() != JsonKind::failed) json_.skip_value();
  }

  std::string read_text();
  std::string read_scalar();
  // One text or a list of them; in conditions also numbers and booleans, as they are written.
  Texts read_texts(bool any_scalar = false);
  template <class Value>
  void read_once(std::optional<Value>& to, auto read);
  void read_statements(std::optional<std::vector<WrittenStatement>>& to);
  WrittenStatement read_statement();
  void read_element(WrittenStatement& statement, std::string_view name);
  WrittenPrincipals read_principals();
  void read_conditions(std::vector<WrittenCondition>& to);

  codec::JsonReader json_;
  bool rejected_ = false;
};

// A control character has no place in a name, and TextPattern uses two of them.
std::string DocumentReader::read_text() {
  if (json_.kind() != JsonKind::text) {
    reject();
    return {};
  }
  std::string text(json_.read_text());
  if (std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < ' '; })) {
    rejected_ = true;
  }
  return text;
}

std::string DocumentReader::read_scalar() {
  switch (json_.kind()) {
    case JsonKind::number:
      return std::string(json_.read_number());
    case JsonKind::boolean:
      return json_.read_boolean() ? "true" : "false";
    default:
      return read_text();
  }
}

Texts DocumentReader::read_texts(bool any_scalar) {
  const auto read_one = [&] { return any_scalar ? read_scalar() : read_text(); };
  if (json_.kind() != JsonKind::array) return {read_one()};
  Texts texts;
  json_.enter_array();
  while (json_.next_element()) texts.push_back(read_one());
  return texts;
}

template <class Value>
void DocumentReader::read_once(std::optional<Value>& to, auto read) {
  if (to.has_value()) rejected_ = true;
  to = read();
}

WrittenPrincipals DocumentReader::read_principals() {
  WrittenPrincipals principals;
  if (json_.kind() == JsonKind::text) {
    principals.emplace_back(std::string(), read_text());
    if (principals.front().second != "*") rejected_ = true;
    return principals;
  }
  if (json_.kind() != JsonKind::object) {
    reject();
    return principals;
  }
  json_.enter_object();
  while (const auto kind = json_.next_key()) {
    const std::string name(*kind);
    for (std::string& principal : read_texts()) {
      principals.emplace_back(name, std::move(principal));
    }
  }
  return principals;
}

void DocumentReader::read_conditions(std::vector<WrittenCondition>& to) {
  if (!to.empty() || json_.kind() != JsonKind::object) return reject();
  json_.enter_object();
  while (const auto operator_key = json_.next_key()) {
    const std::string operator_name(*operator_key);
    if (json_.kind() != JsonKind::object) {
      reject();
      continue;
    }
    json_.enter_object();
    while (const auto key = json_.next_key()) {
      WrittenCondition& condition = to.emplace_back();
      condition.operator_name = operator_name;
      condition.key = *key;
      condition.values = read_texts(true);
    }
  }
}

void DocumentReader::read_element(WrittenStatement& statement, std::string_view name) {
  const auto texts = [this] { return read_texts(); };
  const auto principals = [this] { return read_principals(); };
  if (name == "Sid") {
    statement.sid = read_text();
  } else if (name == "Effect") {
    read_once(statement.effect, [this] { return read_text(); });
  } else if (name == "Action") {
    read_once(statement.action, texts);
  } else if (name == "NotAction") {
    read_once(statement.not_action, texts);
  } else if (name == "Resource") {
    read_once(statement.resource, texts);
  } else if (name == "NotResource") {
    read_once(statement.not_resource, texts);
  } else if (name == "Principal") {
    read_once(statement.principal, principals);
  } else if (name == "NotPrincipal") {
    read_once(statement.not_principal, principals);
  } else if (name == "Condition") {
    read_conditions(statement.conditions);
  } else {
    reject();
  }
}

WrittenStatement DocumentReader::read_statement() {
  WrittenStatement statement;
  if (json_.kind() != JsonKind::object) {
    reject();
    return statement;
  }
  json_.enter_object();
  while (const auto key = json_.next_key()) read_element(statement, std::string(*key));
  return statement;
}

void DocumentReader::read_statements(std::optional<std::vector<WrittenStatement>>& to) {
  if (to.has_value()) rejected_ = true;
  to.emplace();
  if (json_.kind() != JsonKind::array) {
    to->push_back(read_statement());
    return;
  }
  json_.enter_array();
  while (json_.next_element()) {
    if (to->size() == statements_max) rejected_ = true;
    if (rejected_) {
      json_.skip_value();
    } else {
      to->push_back(read_statement());
    }
  }
}

std::optional<WrittenDocument> DocumentReader::read() {
  WrittenDocument document;
  std::optional<std::string> id;
  if (json_.kind() != JsonKind::object) return std::nullopt;
  json_.enter_object();
  while (const auto key = json_.next_key()) {
    if (*key == "Version") {
      read_once(document.version, [this] { return read_text(); });
    } else if (*key == "Id") {
      read_once(id, [this] { return read_text(); });
    } else if (*key == "Statement") {
      read_statements(document.statements);
    } else {
      reject();
    }
  }
  if (!json_.finish() || rejected_) return std::nullopt;
  return document;
}

}  // namespace

std::optional<WrittenDocument> read_document(std::span<char> text) {
  return DocumentReader(text).read();
}

}  // namespace weir::aws::policy
