#include "codec/sha1.h"

#include <openssl/sha.h>

#include "base/bytes.h"

namespace weir::codec {

Sha1Digest sha1(ByteView bytes) {
  Sha1Digest digest;
  SHA1(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
       reinterpret_cast<unsigned char*>(digest.data()));
  return digest;
}

}  // namespace weir::codec
