#include "cli/api/server_address.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

namespace nameplate::cli {

bool ServerAddress::is_loopback() const {
  return host == "localhost" || host == "::1" || host.starts_with("127.");
}

base::Result<ServerAddress> parse_server_address(std::string_view text) {
  auto const parsed = boost::urls::parse_uri({text.data(), text.size()});
  bool const fits = parsed && (parsed->scheme() == "http" || parsed->scheme() == "https") &&
                    !parsed->encoded_host().empty() && !parsed->has_userinfo() && !parsed->has_query() &&
                    !parsed->has_fragment();
  if (!fits) {
    return base::fail(base::ErrorKind::bad_request, "server.malformed",
                      "--server takes the address of a server, such as https://ledger.example.com or "
                      "http://127.0.0.1:8080.");
  }
  ServerAddress address{.encrypted = parsed->scheme() == "https"};
  address.host = parsed->host_address();
  address.port = parsed->has_port() ? std::string(parsed->port()) : address.encrypted ? "443" : "80";
  address.authority = std::string(parsed->encoded_host_and_port());
  address.path = std::string(parsed->encoded_path());
  while (address.path.ends_with('/')) {
    address.path.pop_back();
  }
  return address;
}

}  // namespace nameplate::cli
