#pragma once

#include "store/sqlite/files.hpp"
#include "store/sqlite/sqlite_store.hpp"

#include <fstream>
#include <memory>
#include <optional>
#include <sstream>
#include <string>

namespace nameplate::test {

/// A path for a database, gone with all beside it at the end of the scope.
class TemporaryDatabase {
 public:
  TemporaryDatabase() : folder_(store::sqlite::folder_in_memory()) {}
  [[nodiscard]] std::string path() const { return (folder_.path() / "ledger.db").string(); }
  [[nodiscard]] store::sqlite::Options options() const { return {.path = path()}; }
  std::unique_ptr<store::Store> open() const { return store::sqlite::open(options()); }

 private:
  store::sqlite::TemporaryFolder folder_;
};

inline std::string read_file(std::string const& path) {
  std::ostringstream content;
  content << std::ifstream(path, std::ios::binary).rdbuf();
  return content.str();
}

inline void write_file(std::string const& path, std::string const& content) {
  std::ofstream(path, std::ios::binary) << content;
}

/// The kind of the failure that `call` throws; none when it does not.
template <typename Call>
std::optional<store::FailureKind> failure_of(Call const& call, std::string* message = nullptr) {
  try {
    static_cast<void>(call());
  } catch (store::StorageFailure const& failure) {
    if (message != nullptr) {
      *message = failure.what();
    }
    return failure.kind();
  }
  return std::nullopt;
}

}  // namespace nameplate::test
