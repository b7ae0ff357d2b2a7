#include "unit/store/sqlite/failing_disk.hpp"

#include <sqlite3.h>

#include <cstring>
#include <new>

namespace nameplate::test {

std::atomic<bool> FailingDisk::full = false;
std::atomic<int> FailingDisk::failing_syncs = 0;
std::atomic<bool> FailingDisk::broken = false;

namespace {

sqlite3_vfs* real = nullptr;
sqlite3_vfs ours;
constexpr char const* our_name = "failing-disk";

/// A file of ours, with the real one behind it in the same memory.
struct File {
  sqlite3_file base;
  sqlite3_file* real_file;
};

sqlite3_file* real_of(sqlite3_file* file) {
  return reinterpret_cast<File*>(file)->real_file;
}

int write(sqlite3_file* file, void const* bytes, int size, sqlite3_int64 offset) {
  if (FailingDisk::full) {
    return SQLITE_FULL;
  }
  return FailingDisk::broken ? SQLITE_IOERR_WRITE : real_of(file)->pMethods->xWrite(real_of(file), bytes, size, offset);
}

int sync(sqlite3_file* file, int flags) {
  if (FailingDisk::failing_syncs > 0) {
    --FailingDisk::failing_syncs;
    return SQLITE_IOERR_FSYNC;
  }
  return real_of(file)->pMethods->xSync(real_of(file), flags);
}

sqlite3_io_methods const methods = {
    3,
    [](sqlite3_file* f) { return real_of(f)->pMethods->xClose(real_of(f)); },
    [](sqlite3_file* f, void* b, int n, sqlite3_int64 o) { return real_of(f)->pMethods->xRead(real_of(f), b, n, o); },
    write,
    [](sqlite3_file* f, sqlite3_int64 n) { return real_of(f)->pMethods->xTruncate(real_of(f), n); },
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
  our_file->real_file = reinterpret_cast<sqlite3_file*>(our_file + 1);
  std::memset(our_file->real_file, 0, static_cast<std::size_t>(real->szOsFile));
  auto const result = real->xOpen(real, name, our_file->real_file, flags, flags_out);
  our_file->base.pMethods = our_file->real_file->pMethods == nullptr ? nullptr : &methods;
  return result;
}

}  // namespace

FailingDisk::FailingDisk() {
  real = sqlite3_vfs_find(nullptr);
  ours = *real;
  ours.szOsFile = static_cast<int>(sizeof(File)) + real->szOsFile;
  ours.zName = our_name;
  ours.pNext = nullptr;
  ours.xOpen = open;
  sqlite3_vfs_register(&ours, 1);
  full = false;
  failing_syncs = 0;
  broken = false;
}

FailingDisk::~FailingDisk() {
  sqlite3_vfs_register(real, 1);
  sqlite3_vfs_unregister(&ours);
}

}  // namespace nameplate::test
