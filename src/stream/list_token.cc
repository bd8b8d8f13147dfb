#include "stream/list_token.h"

#include "stream/encoding.h"

namespace weir::stream {
namespace {

// Own texts: Amazon's are not known.
Failure invalid_token() { return fail(ErrorCode::invalid_argument, "Invalid NextToken."); }
Failure token_expired() {
  return fail(ErrorCode::expired, "The NextToken has expired: it is good for 300 seconds.");
}

Result<std::string> open_token(const TokenSealer& sealer, TokenPurpose purpose,
                               std::string_view token, WallTime now) {
  Result<TokenContent> opened = sealer.open(purpose, token);
  if (!opened) return invalid_token();
  if (now - opened->created > token_lifetime) return token_expired();
  return std::move(opened->content);
}

void describe(auto& archive, auto& filter) { archive(filter.type, filter.after, filter.time); }

}  // namespace

std::string seal_list_token(const TokenSealer& sealer, const ListStreamsToken& token,
                            WallTime now) {
  std::string content;
  ByteWriter writer(content);
  writer(token.account_id, token.region, token.after_name);
  return sealer.seal(TokenPurpose::list_streams, now, content);
}

std::string seal_list_token(const TokenSealer& sealer, const ListShardsToken& token, WallTime now) {
  std::string content;
  ByteWriter writer(content);
  writer(token.stream, token.stream_name, token.after, token.filter.has_value());
  if (token.filter) describe(writer, *token.filter);
  return sealer.seal(TokenPurpose::list_shards, now, content);
}

std::string seal_list_token(const TokenSealer& sealer, const ListConsumersToken& token,
                            WallTime now) {
  std::string content;
  ByteWriter writer(content);
  writer(token.stream, token.after_name);
  return sealer.seal(TokenPurpose::list_consumers, now, content);
}

Result<ListStreamsToken> open_list_streams_token(const TokenSealer& sealer, std::string_view token,
                                                 WallTime now) {
  const std::string content = TRY(open_token(sealer, TokenPurpose::list_streams, token, now));
  ListStreamsToken opened;
  ByteReader reader(bytes_of(content));
  reader(opened.account_id, opened.region, opened.after_name);
  if (!reader.complete()) return invalid_token();
  return opened;
}

Result<ListShardsToken> open_list_shards_token(const TokenSealer& sealer, std::string_view token,
                                               WallTime now) {
  const std::string content = TRY(open_token(sealer, TokenPurpose::list_shards, token, now));
  ListShardsToken opened;
  bool has_filter = false;
  ByteReader reader(bytes_of(content));
  reader(opened.stream, opened.stream_name, opened.after, has_filter);
  if (has_filter) describe(reader, opened.filter.emplace());
  if (!reader.complete()) return invalid_token();
  return opened;
}

Result<ListConsumersToken> open_list_consumers_token(const TokenSealer& sealer,
                                                     std::string_view token, WallTime now) {
  const std::string content = TRY(open_token(sealer, TokenPurpose::list_consumers, token, now));
  ListConsumersToken opened;
  ByteReader reader(bytes_of(content));
  reader(opened.stream, opened.after_name);
  if (!reader.complete()) return invalid_token();
  return opened;
}

}  // namespace weir::stream
