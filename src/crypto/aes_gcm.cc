#include "crypto/aes_gcm.h"

#include <openssl/evp.h>

#include <atomic>
#include <climits>
#include <memory>

#include "base/check.h"
#include "base/copy_bytes.h"

namespace weir::crypto {
namespace {

struct FreeCipher {
  void operator()(EVP_CIPHER* cipher) const { EVP_CIPHER_free(cipher); }
};
struct FreeContext {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};

unsigned char* octets(std::byte* bytes) { return reinterpret_cast<unsigned char*>(bytes); }
const unsigned char* octets(const std::byte* bytes) {
  return reinterpret_cast<const unsigned char*>(bytes);
}
int length_of(ByteView bytes) { return static_cast<int>(bytes.size()); }

// What OpenSSL is asked to do here fails only if memory does.
void must(int outcome) { CHECK(outcome == 1, "OpenSSL refuses AES-256-GCM"); }

// The contexts of one thread and one direction: those of the keys used last. A handful is enough
// for the streams that a thread serves at a moment; more than that only costs key schedules.
class Contexts {
 public:
  explicit Contexts(bool seals)
      : seals_(seals), cipher_(EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr)) {
    CHECK(cipher_ != nullptr, "OpenSSL has no AES-256-GCM");
  }

  // Ready for a text with that nonce.
  EVP_CIPHER_CTX* begin(const AesKey& key, const Nonce& nonce) {
    for (const Slot& slot : slots_) {
      if (slot.key_id != key.id()) continue;
      must(EVP_CipherInit_ex2(slot.context.get(), nullptr, nullptr, octets(nonce.data()), seals_,
                              nullptr));
      return slot.context.get();
    }
    Slot& slot = slots_[next_++ % slots_.size()];
    if (!slot.context) slot.context.reset(EVP_CIPHER_CTX_new());
    CHECK(slot.context != nullptr, "no memory");
    slot.key_id = key.id();
    must(EVP_CipherInit_ex2(slot.context.get(), cipher_.get(), octets(key.secret().bytes().data()),
                            octets(nonce.data()), seals_, nullptr));
    return slot.context.get();
  }

 private:
  struct Slot {
    std::uint64_t key_id = 0;  // 0: free.
    std::unique_ptr<EVP_CIPHER_CTX, FreeContext> context;
  };

  const int seals_;
  std::unique_ptr<EVP_CIPHER, FreeCipher> cipher_;
  std::array<Slot, 8> slots_;
  std::size_t next_ = 0;
};

// A thread's own: contexts cannot be shared, and threads have no other place that lower folders
// know of.
Contexts& sealing_contexts() {
  thread_local Contexts contexts(true);
  return contexts;
}
Contexts& opening_contexts() {
  thread_local Contexts contexts(false);
  return contexts;
}

std::uint64_t next_key_id() {
  static std::atomic<std::uint64_t> last{0};
  return last.fetch_add(1, std::memory_order_relaxed) + 1;
}

void add_associated(EVP_CIPHER_CTX* context, ByteView associated) {
  int written = 0;
  must(EVP_CipherUpdate(context, nullptr, &written, octets(associated.data()),
                        length_of(associated)));
}

}  // namespace

AesKey::AesKey(const SecretKey& secret) : secret_(secret), id_(next_key_id()) {}

void seal(const AesKey& key, const Nonce& nonce, ByteView associated,
          std::initializer_list<ByteView> pieces, std::byte* out) {
  EVP_CIPHER_CTX* const context = sealing_contexts().begin(key, nonce);
  add_associated(context, associated);
  int written = 0;
  std::byte* end = out;
  for (const ByteView piece : pieces) {
    copy_bytes(piece, end);
    end += piece.size();
  }
  if (end != out) {
    must(
        EVP_CipherUpdate(context, octets(out), &written, octets(out), static_cast<int>(end - out)));
    out += written;
  }
  must(EVP_CipherFinal_ex(context, octets(out), &written));
  must(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, tag_bytes, out));
}

bool open(const AesKey& key, const Nonce& nonce, ByteView associated, ByteView sealed,
          std::byte* out) {
  if (sealed.size() < tag_bytes || sealed.size() >= INT_MAX) return false;
  const ByteView text = sealed.first(sealed.size() - tag_bytes);
  std::array<std::byte, tag_bytes> tag;
  std::ranges::copy(sealed.last(tag_bytes), tag.begin());
  EVP_CIPHER_CTX* const context = opening_contexts().begin(key, nonce);
  add_associated(context, associated);
  int written = 0;
  if (!text.empty()) {
    must(EVP_CipherUpdate(context, octets(out), &written, octets(text.data()), length_of(text)));
  }
  must(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, tag_bytes, tag.data()));
  return EVP_CipherFinal_ex(context, octets(out + written), &written) == 1;
}

}  // namespace weir::crypto
