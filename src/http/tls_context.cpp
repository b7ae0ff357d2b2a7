#include "http/tls_context.hpp"

#include "base/check.hpp"
#include "base/time_text.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <cerrno>
#include <cstring>
#include <ctime>
#include <string_view>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace nameplate::http {
namespace {

using base::fail;
using enum base::ErrorKind;

/// Forward secrecy and authenticated encryption; TLS 1.3 has nothing else anyway.
constexpr char const* tls_1_2_ciphers = "ECDHE+AESGCM:ECDHE+CHACHA20";

/// What OpenSSL says about its last failure.
std::string openssl_reason() {
  auto const code = ERR_get_error();
  ERR_clear_error();
  char const* const text = code == 0 ? nullptr : ERR_reason_error_string(code);
  return text == nullptr ? "no reason given" : text;
}

/// Why this process cannot open a file; empty when it can. OpenSSL would only say "system lib".
std::string why_not_opened(std::string const& path) {
  int const descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    return std::strerror(errno);
  }
  ::close(descriptor);
  return {};
}

/// Nobody sits at a server's terminal to type a passphrase.
int no_passphrase(char*, int, int, void*) {
  return -1;
}

int choose_http_1_1(SSL*, unsigned char const** chosen, unsigned char* chosen_size, unsigned char const* offered,
                    unsigned offered_size, void*) {
  static constexpr unsigned char ours[] = "\x08http/1.1";
  unsigned char* found = nullptr;
  if (SSL_select_next_proto(&found, chosen_size, ours, sizeof ours - 1, offered, offered_size) !=
      OPENSSL_NPN_NEGOTIATED) {
    return SSL_TLSEXT_ERR_ALERT_FATAL;
  }
  *chosen = found;
  return SSL_TLSEXT_ERR_OK;
}

void set_up(SSL_CTX* context) {
  bool const set = SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1 &&
                   SSL_CTX_set_cipher_list(context, tls_1_2_ciphers) == 1 && SSL_CTX_set_num_tickets(context, 0) == 1;
  base::check(set, "OpenSSL knows TLS 1.2 and its ciphers");
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_NO_TICKET);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  // RELEASE_BUFFERS: an idle connection keeps some KiB in place of two records of 16.
  SSL_CTX_set_mode(context,
                   SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_read_ahead(context, 1);  // a record in one call of the system in place of two
  SSL_CTX_set_alpn_select_cb(context, choose_http_1_1, nullptr);
  SSL_CTX_set_default_passwd_cb(context, no_passphrase);
}

base::Instant instant_of(ASN1_TIME const* time) {
  std::tm parts{};
  base::check(ASN1_TIME_to_tm(time, &parts) == 1, "OpenSSL has read the certificate's times");
  return {std::int64_t{::timegm(&parts)} * base::microseconds_per_second};
}

base::Result<void> load_certificate(SSL_CTX* context, std::string const& path) {
  auto why = why_not_opened(path);
  if (why.empty() && SSL_CTX_use_certificate_chain_file(context, path.c_str()) != 1) {
    why = openssl_reason();
  }
  if (!why.empty()) {
    return fail(unavailable, "tls.certificate_unreadable",
                "The certificate " + path + " cannot be read: " + why +
                    ". Give a PEM file that this user may read: the server's certificate first, then those that lead "
                    "to its root.");
  }
  return {};
}

base::Result<void> load_key(SSL_CTX* context, TlsFiles const& files) {
  auto const unreadable = [&](std::string const& why) {
    return fail(unavailable, "tls.key_unreadable",
                "The key " + files.key + " cannot be read: " + why +
                    ". Give a PEM file without a passphrase that this user may read.");
  };
  if (auto const why = why_not_opened(files.key); !why.empty()) {
    return unreadable(why);
  }
  if (SSL_CTX_use_PrivateKey_file(context, files.key.c_str(), SSL_FILETYPE_PEM) == 1 &&
      SSL_CTX_check_private_key(context) == 1) {
    return {};
  }
  auto const code = ERR_peek_error();
  auto const why = openssl_reason();
  if (ERR_GET_LIB(code) == ERR_LIB_X509) {
    return fail(unavailable, "tls.key_mismatch",
                "The key " + files.key + " does not belong to the certificate " + files.certificate +
                    ". Give the key that the certificate was made for.");
  }
  return unreadable(why);
}

base::Result<base::Instant> check_times(SSL_CTX const* context, std::string const& path, base::Instant now) {
  X509 const* const certificate = SSL_CTX_get0_certificate(context);
  auto const begins_at = instant_of(X509_get0_notBefore(certificate));
  auto const expires_at = instant_of(X509_get0_notAfter(certificate));
  if (now < begins_at) {
    return fail(unavailable, "tls.certificate_not_yet_valid",
                "The certificate " + path + " is valid from " + base::to_string(begins_at) +
                    " on. Wait until then, or set the clock of this machine right.");
  }
  if (now >= expires_at) {
    return fail(unavailable, "tls.certificate_expired",
                "The certificate " + path + " expired at " + base::to_string(expires_at) +
                    ". Have it renewed and put the new one in its place.");
  }
  return expires_at;
}

}  // namespace

void TlsContext::Free::operator()(ssl_ctx_st* context) const {
  SSL_CTX_free(context);
}

base::Result<std::shared_ptr<TlsContext const>> TlsContext::read(TlsFiles const& files, base::Instant now) {
  ERR_clear_error();
  Context context(SSL_CTX_new(TLS_server_method()));
  base::check(context != nullptr, "OpenSSL makes a context");
  set_up(context.get());
  if (auto const certificate = load_certificate(context.get(), files.certificate); !certificate) {
    return std::unexpected(certificate.error());
  }
  if (auto const key = load_key(context.get(), files); !key) {
    return std::unexpected(key.error());
  }
  auto const expires_at = check_times(context.get(), files.certificate, now);
  if (!expires_at) {
    return std::unexpected(expires_at.error());
  }
  return std::shared_ptr<TlsContext const>(new TlsContext(std::move(context), *expires_at));
}

}  // namespace nameplate::http
