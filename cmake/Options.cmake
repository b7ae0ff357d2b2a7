# What can be chosen with -D.

# A runner of continuous integration sets CI=true; there a warning is an error.
if("$ENV{CI}" STREQUAL "true")
  set(in_ci ON)
else()
  set(in_ci OFF)
endif()

option(NAMEPLATE_WERROR "Treat warnings as errors" ${in_ci})
option(NAMEPLATE_TESTS "Build the tests and benchmarks" ON)
option(NAMEPLATE_COVERAGE "Measure which lines the tests reach" OFF)
option(NAMEPLATE_FUZZ "Build the fuzz targets with libFuzzer (needs clang)" OFF)
option(NAMEPLATE_SYSTEM_SQLITE "Use the system's libsqlite3 instead of the pinned one" OFF)
set(NAMEPLATE_SANITIZE "" CACHE STRING "Sanitizers, as for -fsanitize=: 'address,undefined' or 'thread'")

# For work on one layer while another does not compile: -DNAMEPLATE_LAYERS="base;domain". Only these layers and their unit tests are
# built, without the program. The layers that they use must be in the list too.
set(NAMEPLATE_LAYERS "" CACHE STRING "Build only these layers (empty: all)")
if(NAMEPLATE_LAYERS)
  set(NAMEPLATE_PARTIAL ON)
else()
  set(NAMEPLATE_PARTIAL OFF)
endif()

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Release or Debug" FORCE)
endif()
