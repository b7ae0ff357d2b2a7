#pragma once

#include "app/access.hpp"
#include "app/master_data.hpp"
#include "app/writer.hpp"
#include "base/clock.hpp"
#include "store/store.hpp"

namespace nameplate::app {

/// Everything that use cases need, put together once in the composition root.
struct Ledger {
  store::Store& store;
  base::Clock const& clock;
  MasterData& master_data;
  Writer& writer;
  Access& access;
};

}  // namespace nameplate::app
