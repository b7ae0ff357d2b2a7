#include "faults/fault_injection.hpp"

#include <sqlite3.h>

#include <atomic>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <new>

namespace nameplate::test {
namespace {

constexpr auto never = std::numeric_limits<std::int64_t>::max();

std::atomic<FaultKind> armed_kind = FaultKind::write;
std::atomic<FaultLasts> armed_lasts = FaultLasts::once;
std::atomic<std::int64_t> left = never;
std::atomic<bool> fired = false;

bool is_refused(FaultKind kind) {
  if (left == never || kind != armed_kind) {
    return false;
  }
  auto const now = --left;
  bool const refused = now == 0 || (now < 0 && armed_lasts == FaultLasts::onward);
  if (refused) {
    fired = true;
  }
  return refused;
}

sqlite3_mem_methods real_memory{};

void* allocate(int size) {
  return is_refused(FaultKind::allocation) ? nullptr : real_memory.xMalloc(size);
}

void* reallocate(void* memory, int size) {
  return is_refused(FaultKind::allocation) ? nullptr : real_memory.xRealloc(memory, size);
}

sqlite3_vfs* real_disk = nullptr;
sqlite3_vfs our_disk;

/// A file of ours, with the real one behind it in the same memory.
struct File {
  sqlite3_file base;
  sqlite3_file* real;
};

sqlite3_file* real_of(sqlite3_file* file) {
  return reinterpret_cast<File*>(file)->real;
}

int write(sqlite3_file* file, void const* bytes, int size, sqlite3_int64 offset) {
  return is_refused(FaultKind::write) ? SQLITE_IOERR_WRITE
                                      : real_of(file)->pMethods->xWrite(real_of(file), bytes, size, offset);
}

int truncate(sqlite3_file* file, sqlite3_int64 size) {
  return is_refused(FaultKind::truncate) ? SQLITE_IOERR_TRUNCATE
                                         : real_of(file)->pMethods->xTruncate(real_of(file), size);
}

int sync(sqlite3_file* file, int flags) {
  return is_refused(FaultKind::sync) ? SQLITE_IOERR_FSYNC : real_of(file)->pMethods->xSync(real_of(file), flags);
}

sqlite3_io_methods const methods = {
    3,
    [](sqlite3_file* f) { return real_of(f)->pMethods->xClose(real_of(f)); },
    [](sqlite3_file* f, void* b, int n, sqlite3_int64 o) { return real_of(f)->pMethods->xRead(real_of(f), b, n, o); },
    write,
    truncate,
    sync,
    [](sqlite3_file* f, sqlite3_int64* n) { return real_of(f)->pMethods->xFileSize(real_of(f), n); },
    [](sqlite3_file* f, int l) { return real_of(f)->pMethods->xLock(real_of(f), l); },
    [](sqlite3_file* f, int l) { return real_of(f)->pMethods->xUnlock(real_of(f), l); },
    [](sqlite3_file* f, int* r) { return real_of(f)->pMethods->xCheckReservedLock(real_of(f), r); },
    [](sqlite3_file* f, int op, void* a) { return real_of(f)->pMethods->xFileControl(real_of(f), op, a); },
    [](sqlite3_file* f) { return real_of(f)->pMethods->xSectorSize(real_of(f)); },
    [](sqlite3_file* f) { return real_of(f)->pMethods->xDeviceCharacteristics(real_of(f)); },
    [](sqlite3_file* f, int p, int s, int e, void volatile** m) {
      return real_of(f)->pMethods->xShmMap(real_of(f), p, s, e, m);
    },
    [](sqlite3_file* f, int o, int n, int l) { return real_of(f)->pMethods->xShmLock(real_of(f), o, n, l); },
    [](sqlite3_file* f) { real_of(f)->pMethods->xShmBarrier(real_of(f)); },
    [](sqlite3_file* f, int d) { return real_of(f)->pMethods->xShmUnmap(real_of(f), d); },
    [](sqlite3_file* f, sqlite3_int64 o, int n, void** p) { return real_of(f)->pMethods->xFetch(real_of(f), o, n, p); },
    [](sqlite3_file* f, sqlite3_int64 o, void* p) { return real_of(f)->pMethods->xUnfetch(real_of(f), o, p); },
};

int open(sqlite3_vfs*, char const* name, sqlite3_file* file, int flags, int* flags_out) {
  auto* const our_file = new (file) File{};
  our_file->real = reinterpret_cast<sqlite3_file*>(our_file + 1);
  std::memset(our_file->real, 0, static_cast<std::size_t>(real_disk->szOsFile));
  auto const result = real_disk->xOpen(real_disk, name, our_file->real, flags, flags_out);
  our_file->base.pMethods = our_file->real->pMethods == nullptr ? nullptr : &methods;
  return result;
}

}  // namespace

std::string_view name_of(FaultKind kind) {
  switch (kind) {
    case FaultKind::write: return "write";
    case FaultKind::sync: return "sync";
    case FaultKind::truncate: return "truncate";
    case FaultKind::allocation: return "allocation";
  }
  std::abort();
}

void faults::install() {
  auto memory = sqlite3_mem_methods{};
  if (sqlite3_config(SQLITE_CONFIG_GETMALLOC, &real_memory) != SQLITE_OK) {
    std::abort();  // somebody used SQLite before
  }
  memory = real_memory;
  memory.xMalloc = allocate;
  memory.xRealloc = reallocate;
  if (sqlite3_config(SQLITE_CONFIG_MALLOC, &memory) != SQLITE_OK) {
    std::abort();
  }
  real_disk = sqlite3_vfs_find(nullptr);
  our_disk = *real_disk;
  our_disk.szOsFile = static_cast<int>(sizeof(File)) + real_disk->szOsFile;
  our_disk.zName = "faults";
  our_disk.pNext = nullptr;
  our_disk.xOpen = open;
  sqlite3_vfs_register(&our_disk, 1);
}

void faults::arm(FaultKind kind, FaultLasts lasts, std::int64_t n) {
  fired = false;
  armed_kind = kind;
  armed_lasts = lasts;
  left = n;
}

bool faults::disarm() {
  left = never;
  return fired;
}

}  // namespace nameplate::test
