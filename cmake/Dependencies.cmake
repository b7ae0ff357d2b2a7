# Debian's packages, by name in tools/packages, and SQLite. `./x install` puts them in place.

find_package(Threads REQUIRED)
find_package(OpenSSL 3.0 REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)

set(Boost_USE_STATIC_LIBS ON)
find_package(Boost 1.81 REQUIRED CONFIG COMPONENTS headers json url)

# The package of CLI11 has headers only at /usr/include, and libargon2 no CMake file.
find_path(CLI11_INCLUDE CLI/CLI.hpp REQUIRED)
add_library(CLI11::CLI11 INTERFACE IMPORTED)
target_include_directories(CLI11::CLI11 INTERFACE "${CLI11_INCLUDE}")

find_path(ARGON2_INCLUDE argon2.h REQUIRED)
find_library(ARGON2_LIBRARY argon2 REQUIRED)
add_library(nameplate_argon2 INTERFACE IMPORTED)
target_include_directories(nameplate_argon2 INTERFACE "${ARGON2_INCLUDE}")
target_link_libraries(nameplate_argon2 INTERFACE "${ARGON2_LIBRARY}")

# CMake's own module for PostgreSQL asks for the headers of the server.
find_path(LIBPQ_INCLUDE libpq-fe.h PATH_SUFFIXES postgresql REQUIRED)
find_library(LIBPQ_LIBRARY pq REQUIRED)
add_library(nameplate_libpq INTERFACE IMPORTED)
target_include_directories(nameplate_libpq INTERFACE "${LIBPQ_INCLUDE}")
target_link_libraries(nameplate_libpq INTERFACE "${LIBPQ_LIBRARY}")

# Debian 12's package of RE2 has no CMake file either.
find_path(RE2_INCLUDE re2/re2.h REQUIRED)
find_library(RE2_LIBRARY re2 REQUIRED)
add_library(nameplate_re2 INTERFACE IMPORTED)
target_include_directories(nameplate_re2 INTERFACE "${RE2_INCLUDE}")
target_link_libraries(nameplate_re2 INTERFACE "${RE2_LIBRARY}")

find_package(date REQUIRED)

if(NAMEPLATE_TESTS AND NOT NAMEPLATE_FUZZ)
  find_package(GTest REQUIRED)
  find_package(rapidcheck REQUIRED)
  find_package(benchmark REQUIRED)
endif()

include(Sqlite)
