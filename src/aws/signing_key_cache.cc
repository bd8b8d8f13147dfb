#include "aws/signing_key_cache.h"

#include "aws/sigv4.h"
#include "codec/hash.h"

namespace weir::aws {

// The parts of a scope have no slash in them, and the secret is the rest: names are unambiguous.
void SigningKeyCache::name_into_scratch(const Source& source) {
  scratch_.clear();
  scratch_ += source.access_key_id;
  scratch_ += '/';
  append_scope(scratch_, source.scope);
  scratch_ += '/';
  scratch_ += source.secret_access_key;
}

const codec::HmacKey* SigningKeyCache::find(const Source& source) {
  name_into_scratch(source);
  const auto found = by_name_.find(scratch_);
  if (found == by_name_.end()) return nullptr;
  entries_.splice(entries_.begin(), entries_, found->second);
  return &found->second->key;
}

void SigningKeyCache::add(const Source& source, const codec::HmacKey& key) {
  name_into_scratch(source);
  if (by_name_.contains(scratch_)) return;
  if (entries_.size() >= capacity_) {
    by_name_.erase(entries_.back().name);
    entries_.pop_back();
  }
  entries_.push_front({scratch_, key});
  by_name_.emplace(entries_.front().name, entries_.begin());
}

}  // namespace weir::aws
