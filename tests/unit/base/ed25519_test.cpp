// Keys in files, and signatures: against the test vectors of RFC 8032.

#include "base/ed25519.hpp"

#include "base/hash.hpp"
#include "support/temporary_database.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include <sys/stat.h>

namespace nameplate::base {
namespace {

template <std::size_t Size>
std::array<std::uint8_t, Size> bytes(std::string_view hex) {
  std::array<std::uint8_t, Size> found{};
  std::ranges::copy(from_hex(hex).value(), found.begin());
  return found;
}

TEST(Ed25519, TheVectorOfTheRfcIsAcceptedAndItsNeighboursAreNot) {
  auto const key = bytes<32>("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
  auto signature = bytes<64>(
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2"
      "eaeb4302aeeb00d291612bb0c00");

  EXPECT_TRUE(is_signed_by(key, "\x72", signature));
  EXPECT_FALSE(is_signed_by(key, "\x73", signature));
  signature[5] ^= 1U;
  EXPECT_FALSE(is_signed_by(key, "\x72", signature));
}

class KeyFile : public testing::Test {
 protected:
  test::TemporaryDatabase const folder_;
  std::string const path_ = folder_.path() + ".key";

  ~KeyFile() override { std::filesystem::remove(path_); }
  KeyFile() = default;

  void put(std::string_view text, unsigned mode) const {
    std::ofstream(path_, std::ios::binary) << text;
    ::chmod(path_.c_str(), mode);
  }
  [[nodiscard]] std::string reason_of_reading() const {
    auto const read = SigningKey::read(path_);
    return read ? "" : read.error().reason;
  }
};

TEST_F(KeyFile, WhatWasMadeIsReadAndSignsAlike) {
  auto const made = SigningKey::make(path_);
  ASSERT_TRUE(made.has_value());
  auto const read = SigningKey::read(path_);
  ASSERT_TRUE(read.has_value());

  EXPECT_EQ(read->public_key(), made->public_key());
  EXPECT_TRUE(is_signed_by(made->public_key(), "text", read->sign("text")));
  struct stat about{};
  ASSERT_EQ(::stat(path_.c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777U, 0600U);
}

TEST_F(KeyFile, IsNeverWrittenOver) {
  put("precious", 0600);

  auto const made = SigningKey::make(path_);

  ASSERT_FALSE(made.has_value());
  EXPECT_EQ(made.error().reason, "seal.key_exists");
}

TEST_F(KeyFile, WhatIsNoKeyIsRefused) {
  EXPECT_EQ(reason_of_reading(), "seal.key_missing");
  put("", 0600);
  EXPECT_EQ(reason_of_reading(), "seal.key_malformed");
  put("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", 0600);
  EXPECT_EQ(reason_of_reading(), "seal.key_malformed");
  put("anything", 0640);
  EXPECT_EQ(reason_of_reading(), "seal.key_open");
}

}  // namespace
}  // namespace nameplate::base
