#pragma once

#include "http/tls_context.hpp"

#include <filesystem>
#include <string>

namespace nameplate::http {

/// A folder for one test, with certificates that sign themselves. Removed at the end.
class TestCertificates {
 public:
  TestCertificates();
  ~TestCertificates();
  TestCertificates(TestCertificates const&) = delete;
  TestCertificates& operator=(TestCertificates const&) = delete;

  /// Writes `NAME.pem` and `NAME.key`, in place of earlier ones. Valid from `begins_in` to `ends_in` seconds from now.
  TlsFiles make(std::string const& name, long begins_in = -3600, long ends_in = 3600) const;
  [[nodiscard]] std::filesystem::path const& folder() const { return folder_; }

 private:
  std::filesystem::path folder_;
};

}  // namespace nameplate::http
