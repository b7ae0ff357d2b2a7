#include "bare.hpp"

#include "bare_engine.h"
#include "bare_postgres.h"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace nameplate::bench {
namespace {

std::string schema_of(std::string const& store) {
  std::ifstream const file(std::string(NAMEPLATE_ROOT) + "/src/store/" + store + "/migrations/0001_ledger.sql");
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// Both are the same four functions of C.
template <typename Engine>
struct Functions {
  void (*close)(Engine*);
  double (*register_units)(Engine*, std::int64_t);
  double (*scans)(Engine*, std::int64_t, std::int64_t);
  void (*paced_scans)(Engine*, std::int64_t, double, std::int64_t*);
};

template <typename Engine>
class BareOf final : public Bare {
 public:
  BareOf(Engine* engine, Functions<Engine> functions) : engine_(engine), functions_(functions) {
    if (engine == nullptr) {
      throw std::runtime_error("the bare engine cannot make its tables");
    }
  }
  ~BareOf() override { functions_.close(engine_); }
  BareOf(BareOf const&) = delete;
  BareOf& operator=(BareOf const&) = delete;

  double register_units(std::int64_t count) override { return functions_.register_units(engine_, count); }
  double scans(std::int64_t count, std::int64_t group) override { return functions_.scans(engine_, count, group); }
  std::vector<std::int64_t> paced_scans(std::int64_t count, double rate) override {
    std::vector<std::int64_t> latencies_us(static_cast<std::size_t>(count));
    functions_.paced_scans(engine_, count, rate, latencies_us.data());
    std::ranges::sort(latencies_us);
    return latencies_us;
  }

 private:
  Engine* engine_;
  Functions<Engine> functions_;
};

}  // namespace

std::unique_ptr<Bare> make_bare_sqlite(std::filesystem::path const& path) {
  Functions<bare_engine> const functions = {
      .close = bare_close, .register_units = bare_register, .scans = bare_scans, .paced_scans = bare_paced_scans};
  return std::make_unique<BareOf<bare_engine>>(bare_open(path.c_str(), schema_of("sqlite").c_str()), functions);
}

std::unique_ptr<Bare> make_bare_postgres(std::string const& url) {
  Functions<bare_postgres> const functions = {.close = bare_postgres_close,
                                              .register_units = bare_postgres_register,
                                              .scans = bare_postgres_scans,
                                              .paced_scans = bare_postgres_paced_scans};
  return std::make_unique<BareOf<bare_postgres>>(bare_postgres_open(url.c_str(), schema_of("postgres").c_str()),
                                                 functions);
}

}  // namespace nameplate::bench
