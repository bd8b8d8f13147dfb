#include "meter/wire/request_head.h"

#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

#include "aws/sigv4.h"
#include "aws/sigv4_time.h"
#include "base/bytes.h"
#include "base/time.h"
#include "codec/hash.h"
#include "codec/hex.h"
#include "http/client.h"
#include "meter/wire/endpoint.h"

namespace weir::meter {
namespace {

constexpr std::size_t hash_digits = 64;
constexpr std::int64_t seconds_a_day = 86'400;

void put_at(std::string& text, std::size_t at, std::string_view value) {
  std::memcpy(text.data() + at, value.data(), value.size());
}

void put_hash_at_end(std::string& text, std::string_view hashed) {
  codec::hex_encode(codec::sha256(bytes_of(hashed)), text.data() + text.size() - hash_digits);
}

}  // namespace

RequestHead::RequestHead(const Endpoint& endpoint, std::string_view operation,
                         std::string_view content_type)
    : endpoint_(endpoint),
      target_(endpoint.target_prefix() + std::string(operation)),
      content_type_(content_type),
      authority_(endpoint.origin.authority()) {}

std::string_view RequestHead::sign(std::string_view body, WallTime now) {
  set_signature(body, now);
  put_at(head_, head_signature_,
         std::string_view(authorization_).substr(authorization_.size() - hash_digits));
  std::array<char, 20> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), body.size());
  head_.resize(head_length_);
  head_.append(digits.data(), end.ptr);
  head_ += "\r\n\r\n";
  return head_;
}

http::ClientRequest RequestHead::to_request(std::string_view body, WallTime now) {
  set_signature(body, now);
  http::ClientRequest request;
  request.headers = {{"Content-Type", content_type_},
                     {"X-Amz-Target", target_},
                     {"X-Amz-Date", date_time_},
                     {"Authorization", authorization_}};
  if (!credentials_->session_token.empty()) {
    request.headers.emplace_back("X-Amz-Security-Token", credentials_->session_token);
  }
  request.body = body;
  return request;
}

void RequestHead::set_signature(std::string_view body, WallTime now) {
  const std::int64_t second = now.whole_seconds();
  if (second_ != second) {
    auto credentials = endpoint_.credentials(now);
    const bool is_prepared = credentials_ == credentials && day_ == second / seconds_a_day;
    credentials_ = std::move(credentials);
    is_prepared ? set_time(now) : prepare(now);
  }
  put_hash_at_end(canonical_, body);
  put_hash_at_end(string_to_sign_, canonical_);
  const aws::Signature signature = aws::sign(*key_, string_to_sign_);
  put_at(authorization_, authorization_.size() - hash_digits, aws::text_of(signature));
}

void RequestHead::prepare(WallTime now) {
  second_ = now.whole_seconds();
  day_ = second_ / seconds_a_day;
  date_time_ = aws::sigv4_time_text(now);
  const std::string date = date_time_.substr(0, aws::sigv4_date_size);
  const aws::CredentialScope scope{
      .date = date, .region = endpoint_.region, .service = endpoint_.service};
  key_ = aws::make_signing_key(credentials_->secret_access_key, scope);

  const bool has_token = !credentials_->session_token.empty();
  const std::string names = std::string("content-type;host;x-amz-date;") +
                            (has_token ? "x-amz-security-token;" : "") + "x-amz-target";
  canonical_ =
      "POST\n/\n\ncontent-type:" + content_type_ + "\nhost:" + authority_ + "\nx-amz-date:";
  canonical_time_ = canonical_.size();
  canonical_ += date_time_;
  if (has_token) canonical_ += "\nx-amz-security-token:" + credentials_->session_token;
  canonical_ += "\nx-amz-target:" + target_ + "\n\n" + names + "\n";
  canonical_.append(hash_digits, '0');

  string_to_sign_ = std::string(aws::sigv4_algorithm) + "\n";
  string_to_sign_time_ = string_to_sign_.size();
  string_to_sign_ += date_time_ + "\n";
  aws::append_scope(string_to_sign_, scope);
  string_to_sign_ += "\n";
  string_to_sign_.append(hash_digits, '0');

  authorization_ =
      std::string(aws::sigv4_algorithm) + " Credential=" + credentials_->access_key_id + "/";
  aws::append_scope(authorization_, scope);
  authorization_ += ", SignedHeaders=" + names + ", Signature=";
  authorization_.append(hash_digits, '0');

  head_ = "POST / HTTP/1.1\r\nHost: " + authority_ + "\r\nContent-Type: " + content_type_ +
          "\r\nX-Amz-Target: " + target_ + "\r\nX-Amz-Date: ";
  head_time_ = head_.size();
  head_ += date_time_ + "\r\n";
  if (has_token) head_ += "X-Amz-Security-Token: " + credentials_->session_token + "\r\n";
  head_ += "Authorization: " + authorization_;
  head_signature_ = head_.size() - hash_digits;
  head_ += "\r\nContent-Length: ";
  head_length_ = head_.size();
}

void RequestHead::set_time(WallTime now) {
  second_ = now.whole_seconds();
  date_time_ = aws::sigv4_time_text(now);
  put_at(canonical_, canonical_time_, date_time_);
  put_at(string_to_sign_, string_to_sign_time_, date_time_);
  put_at(head_, head_time_, date_time_);
}

}  // namespace weir::meter
