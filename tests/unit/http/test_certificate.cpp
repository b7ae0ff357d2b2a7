#include "unit/http/test_certificate.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <stdlib.h>

#include <array>
#include <cstdio>
#include <memory>
#include <stdexcept>

namespace nameplate::http {
namespace {

template <auto Function>
using Freed = std::integral_constant<decltype(Function), Function>;
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freed<X509_free>>;
using File = std::unique_ptr<std::FILE, Freed<std::fclose>>;

Certificate sign(EVP_PKEY* key, std::string const& name, long begins_in, long ends_in) {
  Certificate made(X509_new());
  X509_set_version(made.get(), 2);
  std::array<unsigned char, 8> serial{};
  RAND_bytes(serial.data(), serial.size());
  auto* const number = BN_bin2bn(serial.data(), serial.size(), nullptr);
  BN_to_ASN1_INTEGER(number, X509_get_serialNumber(made.get()));
  BN_free(number);
  X509_gmtime_adj(X509_getm_notBefore(made.get()), begins_in);
  X509_gmtime_adj(X509_getm_notAfter(made.get()), ends_in);
  X509_set_pubkey(made.get(), key);
  auto* const subject = X509_get_subject_name(made.get());
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, reinterpret_cast<unsigned char const*>(name.c_str()), -1, -1,
                             0);
  X509_set_issuer_name(made.get(), subject);
  X509_sign(made.get(), key, EVP_sha256());
  return made;
}

/// As who renews a certificate does it: written beside, then put in place.
template <typename Write>
void put(std::string const& path, Write write) {
  auto const fresh = path + ".new";
  {
    File const file(std::fopen(fresh.c_str(), "w"));
    if (!file || write(file.get()) != 1) {
      throw std::runtime_error("cannot write " + fresh);
    }
  }
  std::filesystem::permissions(fresh, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  std::filesystem::rename(fresh, path);
}

}  // namespace

TestCertificates::TestCertificates() {
  auto path = (std::filesystem::temp_directory_path() / "nameplate-tls-XXXXXX").string();
  if (::mkdtemp(path.data()) == nullptr) {
    throw std::runtime_error("cannot make " + path);
  }
  folder_ = path;
}

TestCertificates::~TestCertificates() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

TlsFiles TestCertificates::make(std::string const& name, long begins_in, long ends_in) const {
  Key const key(EVP_EC_gen("P-256"));
  auto const certificate = sign(key.get(), name, begins_in, ends_in);
  TlsFiles const files{.certificate = folder_ / (name + ".pem"), .key = folder_ / (name + ".key")};
  put(files.certificate, [&](std::FILE* file) { return PEM_write_X509(file, certificate.get()); });
  put(files.key,
      [&](std::FILE* file) { return PEM_write_PrivateKey(file, key.get(), nullptr, nullptr, 0, nullptr, nullptr); });
  return files;
}

}  // namespace nameplate::http
