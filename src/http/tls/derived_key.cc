#include "http/tls/derived_key.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/obj_mac.h>
#include <openssl/param_build.h>

#include <array>
#include <memory>

#include "base/bytes.h"
#include "base/check.h"
#include "http/tls/openssl_pointer.h"

namespace weir::http {
namespace {

struct FreeNumbers {
  void operator()(BIGNUM* number) const { BN_clear_free(number); }
  void operator()(BN_CTX* context) const { BN_CTX_free(context); }
  void operator()(EC_GROUP* group) const { EC_GROUP_free(group); }
  void operator()(EC_POINT* point) const { EC_POINT_free(point); }
  void operator()(OSSL_PARAM_BLD* builder) const { OSSL_PARAM_BLD_free(builder); }
  void operator()(OSSL_PARAM* parameters) const { OSSL_PARAM_free(parameters); }
  void operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }
};
template <class T>
using Pointer = std::unique_ptr<T, FreeNumbers>;

constexpr std::size_t point_bytes = 65;  // Uncompressed.

// In [1, order): 16 bytes more than the order has leave no bias that matters.
Pointer<BIGNUM> scalar_of(ByteView seed, const EC_GROUP* group, BN_CTX* context) {
  Pointer<BIGNUM> number(BN_bin2bn(reinterpret_cast<const unsigned char*>(seed.data()),
                                   static_cast<int>(seed.size()), nullptr));
  const Pointer<BIGNUM> range(BN_dup(EC_GROUP_get0_order(group)));
  CHECK(number != nullptr && range != nullptr && BN_sub_word(range.get(), 1) == 1);
  CHECK(BN_mod(number.get(), number.get(), range.get(), context) == 1);
  CHECK(BN_add_word(number.get(), 1) == 1);
  return number;
}

}  // namespace

KeyPointer derive_private_key(ByteView seed) {
  CHECK(seed.size() >= 48);
  const Pointer<BN_CTX> context(BN_CTX_secure_new());
  const Pointer<EC_GROUP> group(EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1));
  const Pointer<BIGNUM> scalar = scalar_of(seed, group.get(), context.get());
  const Pointer<EC_POINT> point(EC_POINT_new(group.get()));
  CHECK(EC_POINT_mul(group.get(), point.get(), scalar.get(), nullptr, nullptr, context.get()) == 1);
  std::array<unsigned char, point_bytes> bytes{};
  CHECK(EC_POINT_point2oct(group.get(), point.get(), POINT_CONVERSION_UNCOMPRESSED, bytes.data(),
                           bytes.size(), context.get()) == bytes.size());

  const Pointer<OSSL_PARAM_BLD> builder(OSSL_PARAM_BLD_new());
  CHECK(OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1",
                                        0) == 1);
  CHECK(OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_PRIV_KEY, scalar.get()) == 1);
  CHECK(OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, bytes.data(),
                                         bytes.size()) == 1);
  const Pointer<OSSL_PARAM> parameters(OSSL_PARAM_BLD_to_param(builder.get()));
  const Pointer<EVP_PKEY_CTX> maker(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
  EVP_PKEY* key = nullptr;
  CHECK(EVP_PKEY_fromdata_init(maker.get()) == 1);
  CHECK(EVP_PKEY_fromdata(maker.get(), &key, EVP_PKEY_KEYPAIR, parameters.get()) == 1);
  return KeyPointer(key);
}

}  // namespace weir::http
