#include "codec/scrypt.h"

#include <openssl/evp.h>

#include <cstdint>

#include "base/bytes.h"
#include "base/check.h"

namespace weir::codec {
namespace {

constexpr std::uint64_t cost = 32'768;
constexpr std::uint64_t block_size = 8;
constexpr std::uint64_t memory_max = 64u << 20;

}  // namespace

void scrypt(ByteView secret, ByteView salt, MutableBytes out) {
  CHECK(EVP_PBE_scrypt(reinterpret_cast<const char*>(secret.data()), secret.size(),
                       reinterpret_cast<const unsigned char*>(salt.data()), salt.size(), cost,
                       block_size, 1, memory_max, reinterpret_cast<unsigned char*>(out.data()),
                       out.size()) == 1);
}

}  // namespace weir::codec
