#include "unit/http/tls_client.hpp"

#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <csignal>

namespace nameplate::http {

void TlsClient::Free::operator()(ssl_st* stream) const {
  SSL_free(stream);
}

namespace {

/// Of this thread: OpenSSL writes without MSG_NOSIGNAL.
void block_pipe_signal() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

}  // namespace

TlsClient::TlsClient(std::uint16_t port, Wishes const& wishes) : RawClient(port) {
  block_pipe_signal();
  auto* const context = SSL_CTX_new(TLS_client_method());
  SSL_CTX_set_cipher_list(context, "ALL:@SECLEVEL=0");  // so that TLS 1.1 is refused by the server, not by ourselves
  SSL_CTX_set_min_proto_version(context, TLS1_VERSION);
  SSL_CTX_set_max_proto_version(context, wishes.version_max);
  if (!wishes.protocol.empty()) {
    auto const offered = static_cast<char>(wishes.protocol.size()) + std::string(wishes.protocol);
    SSL_CTX_set_alpn_protos(context, reinterpret_cast<unsigned char const*>(offered.data()),
                            static_cast<unsigned>(offered.size()));
  }
  stream_.reset(SSL_new(context));
  SSL_CTX_free(context);
  SSL_set_fd(stream_.get(), descriptor());
  has_begun_ = SSL_connect(stream_.get()) == 1;
}

TlsClient::~TlsClient() = default;

std::string TlsClient::version() const {
  return SSL_get_version(stream_.get());
}

std::string TlsClient::server_name() const {
  auto* const certificate = SSL_get0_peer_certificate(stream_.get());
  if (certificate == nullptr) {
    return {};
  }
  char name[256] = "";
  X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, name, sizeof name);
  return name;
}

bool TlsClient::was_told_goodbye() const {
  return (static_cast<unsigned>(SSL_get_shutdown(stream_.get())) & SSL_RECEIVED_SHUTDOWN) != 0;
}

bool TlsClient::send(std::string_view bytes) {
  std::size_t sent = 0;
  return SSL_write_ex(stream_.get(), bytes.data(), bytes.size(), &sent) == 1 && sent == bytes.size();
}

std::string TlsClient::read_some(std::size_t bytes_max) {
  std::string bytes(bytes_max, '\0');
  std::size_t size = 0;
  if (SSL_read_ex(stream_.get(), bytes.data(), bytes.size(), &size) != 1) {
    size = 0;
  }
  bytes.resize(size);
  return bytes;
}

}  // namespace nameplate::http
