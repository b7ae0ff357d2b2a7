# Language level, warnings, hardening, sanitizers. Targets of ours link `nameplate_options`.

set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_C_STANDARD 17)

# The program is position-independent. Stated for every target alike, because a precompiled header serves only equal flags.
add_compile_options(-fPIE)
add_link_options(-pie)

set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}")
set(CMAKE_ARCHIVE_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/lib")

# No -DNDEBUG anywhere: assertions stay on in the program that runs in the warehouse.
set(CMAKE_C_FLAGS_RELEASE "-O2 -g1")
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -g1")
# Not optimised: the presets that use these are compiled in each run of the tests, and spend their time in SQLite, which is.
set(CMAKE_C_FLAGS_DEBUG "-O0 -g -fno-omit-frame-pointer")
set(CMAKE_CXX_FLAGS_DEBUG "-O0 -g -fno-omit-frame-pointer")

# ccache reads precompiled headers only when it is told not to mind their time stamps. With a base folder it knows a file again in
# another clone; what a debugger is told is then where it was compiled first.
find_program(CCACHE ccache)
if(CCACHE)
  set(launcher "${CMAKE_COMMAND};-E;env;CCACHE_SLOPPINESS=pch_defines,time_macros;CCACHE_BASEDIR=${CMAKE_SOURCE_DIR}"
               "CCACHE_NOHASHDIR=1;${CCACHE}")
  set(CMAKE_C_COMPILER_LAUNCHER "${launcher}")
  set(CMAKE_CXX_COMPILER_LAUNCHER "${launcher}")
endif()

find_program(MOLD mold)
if(MOLD)
  add_link_options(-fuse-ld=mold)
endif()

add_library(nameplate_options INTERFACE)
target_compile_options(nameplate_options INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow
  "$<$<COMPILE_LANGUAGE:CXX>:-Wnon-virtual-dtor;-Wold-style-cast;-Woverloaded-virtual>"
  # An options struct is written with designated initialisers, the rest taking their defaults.
  -Wno-missing-field-initializers)
target_compile_definitions(nameplate_options INTERFACE _GLIBCXX_ASSERTIONS)

if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC 12 reports these falsely for std::string concatenation and inlined containers (GCC bugs 105329, 105562).
  target_compile_options(nameplate_options INTERFACE
    -Wno-restrict -Wno-error=maybe-uninitialized -Wno-error=array-bounds -Wno-error=stringop-overflow -Wno-error=stringop-overread)
  # Lets ccache work with precompiled headers.
  target_compile_options(nameplate_options INTERFACE -fpch-preprocess)
endif()

if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  # std::stable_sort of GCC 12's library uses what it has deprecated itself.
  target_compile_options(nameplate_options INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-Wno-deprecated-declarations>)
endif()

if(NAMEPLATE_WERROR)
  target_compile_options(nameplate_options INTERFACE -Werror)
endif()

if(NAMEPLATE_SANITIZE)
  target_compile_options(nameplate_options INTERFACE -fsanitize=${NAMEPLATE_SANITIZE} -fno-sanitize-recover=all)
  target_link_options(nameplate_options INTERFACE -fsanitize=${NAMEPLATE_SANITIZE})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(nameplate_options INTERFACE -Wno-maybe-uninitialized)  # false alarms from the added checks
  endif()
elseif(CMAKE_BUILD_TYPE STREQUAL "Release")
  target_compile_options(nameplate_options INTERFACE
    -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -fstack-protector-strong -fstack-clash-protection)
  if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
    target_compile_options(nameplate_options INTERFACE -fcf-protection)
  endif()
  target_link_options(nameplate_options INTERFACE -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack)
endif()

if(NAMEPLATE_COVERAGE)
  target_compile_options(nameplate_options INTERFACE --coverage)
  target_link_options(nameplate_options INTERFACE --coverage)
endif()

if(NAMEPLATE_FUZZ)
  if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    message(FATAL_ERROR "NAMEPLATE_FUZZ needs clang; use the preset: cmake --preset fuzz")
  endif()
  target_compile_options(nameplate_options INTERFACE -fsanitize=fuzzer-no-link)
  target_link_options(nameplate_options INTERFACE -fsanitize=fuzzer-no-link)
endif()
