// What commands do to registered consumers.

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "stream/catalog_state.h"
#include "stream/error_texts.h"

namespace weir::stream {

ConsumerPointer CatalogState::find_consumer(const ConsumerKey& key,
                                            std::optional<std::int64_t> creation_seconds) const {
  const ConsumerPointer* const found = consumers.find(key);
  if (found == nullptr) return nullptr;
  if (creation_seconds && (*found)->creation_seconds != *creation_seconds) return nullptr;
  return *found;
}

ConsumerPointer CatalogState::find_consumer(const StreamKeyView& stream, std::string_view name,
                                            std::optional<std::int64_t> creation_seconds) const {
  const DescriptionPointer found = find(stream);
  if (found == nullptr) return nullptr;
  return find_consumer(ConsumerKey{found->number, std::string(name)}, creation_seconds);
}

std::vector<ConsumerPointer> CatalogState::consumers_of(StreamNumber stream) const {
  std::vector<ConsumerPointer> found;
  consumers.for_each_from(ConsumerKey{stream, {}},
                          [&](const ConsumerKey& key, const ConsumerPointer& consumer) {
                            if (key.stream != stream) return false;
                            found.push_back(consumer);
                            return true;
                          });
  return found;
}

std::size_t CatalogState::consumer_count(StreamNumber stream) const {
  return consumers_of(stream).size();
}

void CatalogState::put_consumer(Consumer consumer) {
  const auto put = std::make_shared<const Consumer>(std::move(consumer));
  consumers.set(put->key, put);
  if (put->status == ConsumerStatus::active) {
    consumer_transitions.erase(put->key);
  } else {
    consumer_transitions.set(put->key, put);
  }
}

void CatalogState::begin_deletion(const Consumer& consumer, WallTime time) {
  if (consumer.status == ConsumerStatus::deleting) return;
  Consumer changed = consumer;
  changed.status = ConsumerStatus::deleting;
  changed.status_since = time;
  put_consumer(std::move(changed));
}

void CatalogState::remove_consumer(const ConsumerPointer& consumer, WallTime time) {
  consumers.erase(consumer->key);
  consumer_transitions.erase(consumer->key);
  resource_policies.erase(consumer->arn());
  remember_creation(removed_consumers, Registration{consumer->stream, consumer->key.name},
                    consumer->creation_seconds, time);
}

Result<void> CatalogState::check_limits(const commands::RegisterConsumer& command,
                                        StreamNumber stream) const {
  if (command.consumers_max != 0 && consumer_count(stream) >= command.consumers_max) {
    return too_many_consumers(command.key, command.consumers_max);
  }
  if (command.creating_max == 0) return {};
  std::uint32_t creating = 0;
  consumer_transitions.for_each([&](const ConsumerKey&, const ConsumerPointer& consumer) {
    if (consumer->status != ConsumerStatus::creating) return;
    if (consumer->stream.account_id == command.key.account_id &&
        consumer->stream.region == command.key.region) {
      ++creating;
    }
  });
  if (creating < command.creating_max) return {};
  return too_many_consumers_creating(command.creating_max);
}

Result<void> CatalogState::run(const commands::RegisterConsumer& command, WallTime time) {
  const DescriptionPointer stream = TRY(find_active(command.key));
  const ConsumerKey key{stream->number, command.name};
  if (find_consumer(key) != nullptr) return consumer_exists(command.key, command.name);
  if (Result<void> allowed = check_limits(command, stream->number); !allowed) return allowed;
  put_consumer({.key = key,
                .stream = command.key,
                .number = ConsumerNumber{commands_applied},  // Grows with every command.
                .status = ConsumerStatus::creating,
                .status_since = time,
                .creation_seconds = std::max(
                    time.whole_seconds(),
                    earliest_creation(removed_consumers, Registration{command.key, key.name})),
                .tags = command.tags});
  return {};
}

Result<void> CatalogState::run(const commands::DeregisterConsumer& command, WallTime time) {
  if (find(command.key) == nullptr) return stream_not_found(command.key);
  const ConsumerPointer consumer =
      find_consumer(command.key, command.name, command.creation_seconds);
  if (consumer == nullptr) return consumer_not_found(command.key, command.name);
  begin_deletion(*consumer, time);
  return {};
}

Result<void> CatalogState::run(const commands::FinishConsumer& command, WallTime time) {
  const ConsumerPointer consumer = find_consumer({command.stream, command.name});
  if (consumer == nullptr || consumer->number.value != command.number) return {};
  if (consumer->status == ConsumerStatus::deleting) {
    remove_consumer(consumer, time);
  } else if (consumer->status == ConsumerStatus::creating) {
    Consumer changed = *consumer;
    changed.status = ConsumerStatus::active;
    changed.status_since = time;
    put_consumer(std::move(changed));
  }
  return {};
}

Result<void> CatalogState::run(const commands::DeleteStreamAndConsumers& command, WallTime time) {
  Result<void> begun = begin_deletion(command.key, time);
  if (!begun) return begun;
  for (const ConsumerPointer& consumer : consumers_of(find(command.key)->number)) {
    begin_deletion(*consumer, time);
  }
  return {};
}

}  // namespace weir::stream
