// Goal: a certificate that would not do is refused by name, at the start and when it is renewed.

#include "http/tls_certificate.hpp"

#include "unit/http/test_certificate.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace nameplate::http {
namespace {

base::Instant now() {
  return base::SystemClock().now();
}

std::string reason_of(TlsFiles const& files) {
  auto const read = TlsContext::read(files, now());
  return read ? "" : read.error().reason;
}

TEST(TlsContext, AGoodPairIsReadWithItsEnd) {
  TestCertificates const files;

  auto const read = TlsContext::read(files.make("good", -10, 1000), now());

  ASSERT_TRUE(read);
  auto const left = (*read)->expires_at().microseconds - now().microseconds;
  EXPECT_GT(left, 900 * base::microseconds_per_second);
  EXPECT_LE(left, 1000 * base::microseconds_per_second);
}

TEST(TlsContext, WhatWouldNotDoIsRefusedByName) {
  TestCertificates const files;
  auto const good = files.make("good");
  auto const other = files.make("other");
  auto const empty = (files.folder() / "empty").string();
  std::ofstream(empty) << "";

  EXPECT_EQ(reason_of({.certificate = "/nowhere", .key = good.key}), "tls.certificate_unreadable");
  EXPECT_EQ(reason_of({.certificate = empty, .key = good.key}), "tls.certificate_unreadable");
  EXPECT_EQ(reason_of({.certificate = good.key, .key = good.key}), "tls.certificate_unreadable");
  EXPECT_EQ(reason_of({.certificate = files.folder(), .key = good.key}), "tls.certificate_unreadable");
  EXPECT_EQ(reason_of({.certificate = good.certificate, .key = "/nowhere"}), "tls.key_unreadable");
  EXPECT_EQ(reason_of({.certificate = good.certificate, .key = empty}), "tls.key_unreadable");
  EXPECT_EQ(reason_of({.certificate = good.certificate, .key = good.certificate}), "tls.key_unreadable");
  EXPECT_EQ(reason_of({.certificate = good.certificate, .key = other.key}), "tls.key_mismatch");
  EXPECT_EQ(reason_of(files.make("old", -7200, -3600)), "tls.certificate_expired");
  EXPECT_EQ(reason_of(files.make("young", 3600, 7200)), "tls.certificate_not_yet_valid");
}

TEST(TlsCertificate, OnlyWhatIsGoodReplacesTheOneInUse) {
  TestCertificates const files;
  base::SystemClock const clock;
  auto const certificate = TlsCertificate::read(files.make("a"), clock).value();
  auto const first = certificate->current();

  certificate->renew_if_changed();
  EXPECT_EQ(certificate->current(), first) << "nothing has changed";
  certificate->renew();
  auto const again = certificate->current();
  EXPECT_NE(again, first) << "read again when told to";

  files.make("a", -7200, -3600);
  certificate->renew_if_changed();
  EXPECT_EQ(certificate->current(), again) << "an expired one";
  std::filesystem::remove(files.folder() / "a.pem");
  certificate->renew_if_changed();
  EXPECT_EQ(certificate->current(), again) << "none at all";

  files.make("a", -10, 5000);
  certificate->renew_if_changed();
  EXPECT_GT(certificate->current()->expires_at(), again->expires_at());
}

TEST(TlsCertificate, TheTimeLeftFollowsTheClock) {
  TestCertificates const files;
  base::FixedClock clock(now());
  auto const certificate = TlsCertificate::read(files.make("a", -10, 1000), clock).value();

  EXPECT_NEAR(certificate->seconds_to_expiry(), 1000, 60);
  clock.advance(2000 * base::microseconds_per_second);
  EXPECT_NEAR(certificate->seconds_to_expiry(), -1000, 60);
  certificate->warn_before_expiry();
}

}  // namespace
}  // namespace nameplate::http
