#include "base/ed25519.hpp"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace nameplate::base {
namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Context = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;
using Buffer = std::unique_ptr<BIO, decltype(&BIO_free)>;

constexpr std::size_t file_bytes_max = 16 * 1024;

EVP_PKEY* raw(std::shared_ptr<void> const& key) {
  return static_cast<EVP_PKEY*>(key.get());
}

std::shared_ptr<void> shared(Key key) {
  return {key.release(), [](void* given) { EVP_PKEY_free(static_cast<EVP_PKEY*>(given)); }};
}

std::string to_pem(EVP_PKEY* key) {
  Buffer const memory(BIO_new(BIO_s_mem()), BIO_free);
  if (memory == nullptr || PEM_write_bio_PrivateKey(memory.get(), key, nullptr, nullptr, 0, nullptr, nullptr) != 1) {
    throw std::runtime_error("the key cannot be written as text");
  }
  char* text = nullptr;
  auto const size = BIO_get_mem_data(memory.get(), &text);
  return {text, static_cast<std::size_t>(size)};
}

/// A descriptor, closed at the end of the scope.
class File {
 public:
  explicit File(int handle) : handle_(handle) {}
  ~File() {
    if (handle_ >= 0) {
      ::close(handle_);
    }
  }
  File(File const&) = delete;
  File& operator=(File const&) = delete;
  [[nodiscard]] int handle() const { return handle_; }

 private:
  int handle_;
};

std::unexpected<Error> malformed(std::string const& path) {
  return fail(ErrorKind::invalid, "seal.key_malformed",
              path + " holds no key that can sign. Make one with `nameplate seal key FILE`.");
}

}  // namespace

Result<SigningKey> SigningKey::make(std::string const& path) {
  Key key(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"), EVP_PKEY_free);
  if (key == nullptr) {
    throw std::runtime_error("Ed25519 is not available in this OpenSSL");
  }
  File const file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR));
  if (file.handle() < 0 && errno == EEXIST) {
    return fail(ErrorKind::conflict, "seal.key_exists",
                "There is a file at " + path + " already, and keys are never written over. Name another file.");
  }
  auto const text = to_pem(key.get());
  if (file.handle() < 0 || ::write(file.handle(), text.data(), text.size()) != static_cast<ssize_t>(text.size()) ||
      ::fsync(file.handle()) != 0) {
    return fail(ErrorKind::unavailable, "seal.key_unwritable",
                "The key cannot be written to " + path + ": " + std::strerror(errno) + ".");
  }
  return SigningKey(shared(std::move(key)));
}

Result<SigningKey> SigningKey::read(std::string const& path) {
  File const file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat about{};
  if (file.handle() < 0 || ::fstat(file.handle(), &about) != 0) {
    return fail(
        ErrorKind::not_found, "seal.key_missing",
        "The key " + path + " cannot be read: " + std::strerror(errno) + ". Make one with `nameplate seal key FILE`.");
  }
  if (!S_ISREG(about.st_mode)) {
    return malformed(path);
  }
  if ((about.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return fail(ErrorKind::conflict, "seal.key_open",
                "Others than its owner may use the key " + path + ". Take their rights away: chmod 600 " + path);
  }
  std::string text(file_bytes_max, '\0');
  auto const size = ::read(file.handle(), text.data(), text.size());
  Buffer const memory(BIO_new_mem_buf(text.data(), size < 0 ? 0 : static_cast<int>(size)), BIO_free);
  // A passphrase is not asked for: nobody sits before a server that starts.
  auto const no_passphrase = [](char*, int, int, void*) { return -1; };
  Key key(PEM_read_bio_PrivateKey(memory.get(), nullptr, no_passphrase, nullptr), EVP_PKEY_free);
  if (key == nullptr || EVP_PKEY_get_id(key.get()) != EVP_PKEY_ED25519) {
    return malformed(path);
  }
  return SigningKey(shared(std::move(key)));
}

PublicKey SigningKey::public_key() const {
  PublicKey bytes{};
  auto size = bytes.size();
  if (EVP_PKEY_get_raw_public_key(raw(key_), bytes.data(), &size) != 1 || size != bytes.size()) {
    throw std::runtime_error("the public half of the key cannot be told");
  }
  return bytes;
}

Signature SigningKey::sign(std::string_view message) const {
  Signature signature{};
  auto size = signature.size();
  Context const context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  if (context == nullptr || EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, raw(key_)) != 1 ||
      EVP_DigestSign(context.get(), signature.data(), &size, reinterpret_cast<unsigned char const*>(message.data()),
                     message.size()) != 1) {
    throw std::runtime_error("signing failed");
  }
  return signature;
}

bool is_signed_by(PublicKey const& key, std::string_view message, Signature const& signature) {
  Key const made(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, key.data(), key.size()), EVP_PKEY_free);
  Context const context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  return made != nullptr && context != nullptr &&
         EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, made.get()) == 1 &&
         EVP_DigestVerify(context.get(), signature.data(), signature.size(),
                          reinterpret_cast<unsigned char const*>(message.data()), message.size()) == 1;
}

}  // namespace nameplate::base
