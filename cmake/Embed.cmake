# nameplate_embed(TARGET <target> NAMESPACE <namespace> NAME <name> FROM <folder> GLOB <pattern>...)
#
# Compiles the files of a folder (and of those below it) that match a pattern into a target. Code of the target, and of targets that
# link it, then has
#
#   #include "<name>.embedded.hpp"
#   std::span<base::EmbeddedFile const> <namespace>::<name>();     sorted by name; the name is the path below <folder>
#
# The source is generated at build time, again whenever a file changes, comes or goes. A target that does not exist is skipped.

find_package(Python3 REQUIRED COMPONENTS Interpreter)

function(nameplate_embed)
  cmake_parse_arguments(arg "" "TARGET;NAMESPACE;NAME;FROM" "GLOB" ${ARGN})
  if(NOT TARGET ${arg_TARGET})
    return()
  endif()

  set(folder "${CMAKE_SOURCE_DIR}/${arg_FROM}")
  list(TRANSFORM arg_GLOB PREPEND "${folder}/")
  file(GLOB_RECURSE files CONFIGURE_DEPENDS ${arg_GLOB})
  # The folders' own introductions are for readers of the source.
  list(FILTER files EXCLUDE REGEX "/README\\.md$")

  set(generated "${CMAKE_BINARY_DIR}/embedded/${arg_TARGET}")
  set(header "${generated}/${arg_NAME}.embedded.hpp")
  set(source "${generated}/${arg_NAME}.embedded.cpp")
  set(tool "${CMAKE_SOURCE_DIR}/tools/embed_files")
  add_custom_command(
    OUTPUT "${header}" "${source}"
    COMMAND Python3::Interpreter "${tool}" --namespace ${arg_NAMESPACE} --name ${arg_NAME} --from "${folder}" --to "${generated}" ${files}
    DEPENDS ${files} "${tool}"
    COMMENT "Embedding ${arg_FROM} as ${arg_NAMESPACE}::${arg_NAME}()"
    VERBATIM)

  # A library of its own, so that a change of a help page compiles one small file, without the precompiled header.
  set(library "${arg_TARGET}_${arg_NAME}")
  add_library(${library} STATIC "${source}" "${header}")
  target_include_directories(${library} PUBLIC "${generated}" "${CMAKE_SOURCE_DIR}/src")
  target_link_libraries(${library} PRIVATE nameplate_options)
  target_compile_options(${library} PRIVATE -w)  # long literals are fine here

  get_target_property(type ${arg_TARGET} TYPE)
  if(type STREQUAL "INTERFACE_LIBRARY")
    target_link_libraries(${arg_TARGET} INTERFACE ${library})
  else()
    target_link_libraries(${arg_TARGET} PUBLIC ${library})
  endif()
endfunction()
