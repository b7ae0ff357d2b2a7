# SQLite as the target nameplate_sqlite3: the pinned source from third_party/, or the system's library.

# From this version on a checkpoint may run beside the writer. With an older one the program notices at start and checkpoints itself.
set(sqlite_wanted 3.51.3)

if(NAMEPLATE_SYSTEM_SQLITE)
  find_package(SQLite3 REQUIRED)
  if(SQLite3_VERSION VERSION_LESS sqlite_wanted)
    message(WARNING "The system's SQLite is ${SQLite3_VERSION}; below ${sqlite_wanted} checkpoints run inside the writer and are slower.")
  endif()
  add_library(nameplate_sqlite3 INTERFACE)
  target_link_libraries(nameplate_sqlite3 INTERFACE SQLite::SQLite3)
  return()
endif()

set(sqlite_dir "${CMAKE_SOURCE_DIR}/third_party/node_modules/better-sqlite3/deps/sqlite3")
if(NOT EXISTS "${sqlite_dir}/sqlite3.c")
  message(FATAL_ERROR "SQLite's source is not in third_party/ yet. Run: ./x install")
endif()

file(STRINGS "${sqlite_dir}/sqlite3.h" version_line REGEX "^#define SQLITE_VERSION ")
string(REGEX MATCH "[0-9]+\\.[0-9]+\\.[0-9]+" sqlite_version "${version_line}")
if(sqlite_version VERSION_LESS sqlite_wanted)
  message(FATAL_ERROR "third_party/ holds SQLite ${sqlite_version}, but ${sqlite_wanted} or later is needed. Run: ./x install")
endif()
message(STATUS "SQLite ${sqlite_version}")

# Optimised and without sanitizers or warnings in every preset: it is not ours to check, and tests spend much time in it.
add_library(nameplate_sqlite3 STATIC "${sqlite_dir}/sqlite3.c")
target_include_directories(nameplate_sqlite3 SYSTEM PUBLIC "${sqlite_dir}")
target_compile_options(nameplate_sqlite3 PRIVATE -O2 -w)
target_compile_definitions(nameplate_sqlite3 PRIVATE
  SQLITE_THREADSAFE=2               # a connection is used by one thread at a time
  HAVE_FDATASYNC=1                  # sound on Linux, and much quicker than fsync where the log is written over
  SQLITE_DEFAULT_MEMSTATUS=0        # no global lock around each allocation
  SQLITE_DQS=0                      # "text" is never taken for a string
  SQLITE_TRUSTED_SCHEMA=0
  SQLITE_LIKE_DOESNT_MATCH_BLOBS
  SQLITE_OMIT_DEPRECATED
  SQLITE_OMIT_LOAD_EXTENSION
  SQLITE_OMIT_SHARED_CACHE
  SQLITE_USE_ALLOCA)
target_link_libraries(nameplate_sqlite3 PRIVATE Threads::Threads)
