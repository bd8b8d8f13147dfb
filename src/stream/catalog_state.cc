#include "stream/catalog_state.h"

#include <variant>

namespace weir::stream {
namespace {

// Writers whose progress is remembered: more than there are processes at a time, so that the one
// that is forgotten stopped long ago.
constexpr std::size_t writers_max = 1'024;

}  // namespace

Result<void> CatalogState::apply(const Command& command) {
  if (has_seen(command.id)) return {};
  ++commands_applied;
  mark_seen(command.id);
  return std::visit([&](const auto& body) { return run(body, command.time); }, command.body);
}

bool CatalogState::has_seen(const CommandId& id) const {
  const WriterProgress* const progress = writers.find(id.writer);
  return progress != nullptr && id.counter <= progress->counter;
}

void CatalogState::mark_seen(const CommandId& id) {
  writers.set(id.writer, {.counter = id.counter, .last_use = commands_applied});
  if (writers.size() <= writers_max) return;
  std::uint64_t oldest = id.writer;
  std::uint64_t oldest_use = commands_applied;
  writers.for_each([&](std::uint64_t writer, const WriterProgress& progress) {
    if (progress.last_use < oldest_use) {
      oldest = writer;
      oldest_use = progress.last_use;
    }
  });
  writers.erase(oldest);
}

DescriptionPointer CatalogState::find(const StreamKeyView& key) const {
  const DescriptionPointer* const found = streams.find(key);
  return found == nullptr ? nullptr : *found;
}

DescriptionPointer CatalogState::find(StreamNumber number) const {
  const DescriptionPointer* const found = streams_by_number.find(number);
  return found == nullptr ? nullptr : *found;
}

std::shared_ptr<const Credential> CatalogState::find_credential(
    std::string_view access_key_id) const {
  const auto* const found = credentials.find(access_key_id);
  return found == nullptr ? nullptr : *found;
}

Result<void> CatalogState::run(const commands::Initialise& command, WallTime) {
  if (initialised()) return fail(ErrorCode::in_use, "The catalog exists already.");
  cluster_id = command.cluster_id;
  token_secret = command.token_secret;
  return {};
}

}  // namespace weir::stream
