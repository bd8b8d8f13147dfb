// Keeps the streams at run time in step with the catalog's state: makes a Stream for each
// description, with its data keys and a log and a limit for each shard, which live on when the
// description changes.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "crypto/keyring.h"
#include "log/shard_log.h"
#include "stream/catalog_view.h"

namespace weir::stream {

// What streams are made of; must outlive them.
struct StreamParts {
  log::LogStore& store;
  const crypto::Keyring* keyring = nullptr;  // Null: no keys; encrypted records cannot be read.
};

// The stream that `description` describes; takes over the shards of `before` where they are the
// same.
StreamPointer make_stream(const StreamParts& parts, DescriptionPointer description,
                          const Stream* before);

// Makes view.streams what view.state says.
void rebuild_streams(const StreamParts& parts, CatalogView& view);

// The same after one command, applied to view.state, that was about the stream `key`.
void update_stream(const StreamParts& parts, CatalogView& view, const StreamKey& key);

}  // namespace weir::stream
