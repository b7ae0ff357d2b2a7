# nameplate_layer(<folder> [USES layer...] [LINKS library...])
#
# Makes the static library of src/<folder>: `store/sqlite` becomes nameplate_store_sqlite. USES names the layers that it may include,
# LINKS the libraries from outside. A layer without .cpp files becomes an INTERFACE library; a folder that does not exist, or that
# NAMEPLATE_LAYERS leaves out, is skipped. All layers together are `nameplate_layers`, which the program and the tests link.

set(nameplate_all_layers base domain identify tabular label store store/tables store/sqlite store/postgres app epcis http cli)
add_library(nameplate_layers INTERFACE)

# One precompiled header of the standard library for all layers: compiled once. One with Beast and Asio for src/http was tried: reading
# its 330 MB took a small file from 0.6 s to 3 s, and made those that use Beast no faster.
add_library(nameplate_pch OBJECT "${CMAKE_SOURCE_DIR}/cmake/pch/empty.cpp")
target_link_libraries(nameplate_pch PRIVATE nameplate_options fmt::fmt)
target_precompile_headers(nameplate_pch PRIVATE "${CMAKE_SOURCE_DIR}/cmake/pch/standard.hpp")

function(nameplate_layer folder)
  cmake_parse_arguments(arg "" "" "USES;LINKS" ${ARGN})
  string(REPLACE "/" "_" name "nameplate_${folder}")

  if(NAMEPLATE_PARTIAL AND NOT folder IN_LIST NAMEPLATE_LAYERS)
    return()
  endif()

  # A folder inside this one that is a layer of its own (store/sqlite) is not part of it.
  file(GLOB_RECURSE sources RELATIVE "${CMAKE_SOURCE_DIR}/src" CONFIGURE_DEPENDS "src/${folder}/*.cpp")
  file(GLOB_RECURSE headers RELATIVE "${CMAKE_SOURCE_DIR}/src" CONFIGURE_DEPENDS "src/${folder}/*.hpp")
  foreach(other IN LISTS nameplate_all_layers)
    if(other MATCHES "^${folder}/")
      list(FILTER sources EXCLUDE REGEX "^${other}/")
      list(FILTER headers EXCLUDE REGEX "^${other}/")
    endif()
  endforeach()
  if(NOT sources AND NOT headers)
    return()
  endif()
  list(TRANSFORM sources PREPEND "${CMAKE_SOURCE_DIR}/src/")

  foreach(layer IN LISTS arg_USES)
    string(REPLACE "/" "_" target "nameplate_${layer}")
    if(TARGET ${target})
      list(APPEND used ${target})
    endif()
  endforeach()

  if(sources)
    add_library(${name} STATIC ${sources})
    target_include_directories(${name} PUBLIC "${CMAKE_SOURCE_DIR}/src")
    target_link_libraries(${name} PUBLIC ${used} ${arg_LINKS} PRIVATE nameplate_options)
    target_precompile_headers(${name} REUSE_FROM nameplate_pch)
  else()
    add_library(${name} INTERFACE)
    target_include_directories(${name} INTERFACE "${CMAKE_SOURCE_DIR}/src")
    target_link_libraries(${name} INTERFACE ${used} ${arg_LINKS})
  endif()
  target_link_libraries(nameplate_layers INTERFACE ${name})
endfunction()
