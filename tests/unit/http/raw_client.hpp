#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace nameplate::http {

/// A client that sends exactly the bytes it is told to, and reads what comes. Blocking; gives up after ten seconds.
class RawClient {
 public:
  explicit RawClient(std::uint16_t port);
  explicit RawClient(std::string const& unix_path);
  virtual ~RawClient();
  RawClient(RawClient const&) = delete;
  RawClient& operator=(RawClient const&) = delete;

  [[nodiscard]] bool is_connected() const { return connected_; }
  /// False when the server does not take it all.
  virtual bool send(std::string_view bytes);
  void close_sending();

  /// One answer: head and body by Content-Length or chunks, the rest stays for the next. Empty: the connection ended.
  [[nodiscard]] std::string read_answer();
  /// Everything up to the end of the connection.
  [[nodiscard]] std::string read_to_end();
  /// Some bytes; empty at the end.
  [[nodiscard]] virtual std::string read_some(std::size_t bytes_max = 4096);

 protected:
  [[nodiscard]] int descriptor() const { return descriptor_; }

 private:
  [[nodiscard]] bool fill_until(std::string_view mark, std::size_t from);

  int descriptor_ = -1;
  bool connected_ = false;
  std::string received_;
};

/// "HTTP/1.1 404 ..." as 404; 0 for anything else.
[[nodiscard]] int status_of_answer(std::string_view answer);
[[nodiscard]] std::string body_of_answer(std::string_view answer);

}  // namespace nameplate::http
