# find_package(Fastidious): the program as the target Fastidious::fastidious, and
#
#   fastidious_analyze(<target>...
#     [NAME <name>]        the custom target that makes the report; default: fastidious-<first target>
#     [REPORT <file>]      default: <name>.sarif in the current build folder
#     [FORMAT <format>]    text, json, sarif, github or gitlab; default: sarif
#     [FAIL_ON <level>]    note, warning, error or never: from this level on the build shows the findings and fails; default: never
#     [ARGUMENTS <arg>...] further arguments of `fastidious check`, such as --checks=GLOBS
#     [ALL])               as a part of the default build
#
# Each source is a command of its own, which Ninja or make runs again when a file that it read has changed;
# `fastidious merge` joins what they wrote. Call it when the sources of the targets are known.
if(CMAKE_VERSION VERSION_LESS 3.20)
  set(${CMAKE_FIND_PACKAGE_NAME}_FOUND FALSE)
  set(${CMAKE_FIND_PACKAGE_NAME}_NOT_FOUND_MESSAGE "fastidious_analyze needs CMake 3.20 or later")
  return()
endif()
cmake_policy(VERSION 3.20...3.25) # the functions below: paths in depfiles (CMP0116)

if(NOT TARGET Fastidious::fastidious)
  get_filename_component(_fastidious_prefix "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)
  add_executable(Fastidious::fastidious IMPORTED GLOBAL)
  set_target_properties(Fastidious::fastidious PROPERTIES IMPORTED_LOCATION "${_fastidious_prefix}/bin/fastidious")
  unset(_fastidious_prefix)
endif()

# Adds the command of one source; appends to OUT what it writes.
function(_fastidious_analyze_source name target source arguments out)
  get_target_property(folder ${target} SOURCE_DIR)
  get_filename_component(path "${source}" ABSOLUTE BASE_DIR "${folder}")
  file(RELATIVE_PATH shown "${folder}" "${path}")
  string(MD5 hash "${path}")
  string(SUBSTRING ${hash} 0 8 hash) # files of several folders may share their name
  get_filename_component(base "${path}" NAME)
  set(made "${CMAKE_CURRENT_BINARY_DIR}/${name}.dir/${base}.${hash}.json")
  add_custom_command(OUTPUT "${made}"
    COMMAND Fastidious::fastidious check -p "${CMAKE_BINARY_DIR}" -j1 --quiet --format=json --fail-on=never
      -o "${made}" "--depfile=${made}.d" ${arguments} "${path}"
    DEPENDS "${path}" "${CMAKE_BINARY_DIR}/compile_commands.json" Fastidious::fastidious
    DEPFILE "${made}.d" COMMENT "Analysing ${shown}" VERBATIM)
  set(${out} ${${out}} "${made}" PARENT_SCOPE)
endfunction()

function(fastidious_analyze)
  cmake_parse_arguments(PARSE_ARGV 0 F "ALL" "NAME;REPORT;FORMAT;FAIL_ON" "ARGUMENTS")
  set(targets ${F_UNPARSED_ARGUMENTS})
  if(NOT targets)
    message(FATAL_ERROR "fastidious_analyze: name a target")
  endif()
  if(NOT CMAKE_GENERATOR MATCHES "Ninja|Makefiles")
    message(FATAL_ERROR "fastidious_analyze: ${CMAKE_GENERATOR} writes no compilation database: use Ninja or make")
  endif()
  list(GET targets 0 first)
  foreach(default IN ITEMS "NAME=fastidious-${first}" FORMAT=sarif FAIL_ON=never)
    string(REGEX MATCH "^([A-Z_]+)=(.*)$" _ "${default}")
    if(NOT F_${CMAKE_MATCH_1})
      set(F_${CMAKE_MATCH_1} ${CMAKE_MATCH_2})
    endif()
  endforeach()
  if(NOT F_REPORT)
    set(F_REPORT "${F_NAME}.sarif")
  endif()
  get_filename_component(F_REPORT "${F_REPORT}" ABSOLUTE BASE_DIR "${CMAKE_CURRENT_BINARY_DIR}")

  set(parts "")
  foreach(target IN LISTS targets)
    if(NOT TARGET ${target})
      message(FATAL_ERROR "fastidious_analyze: there is no target ${target}")
    endif()
    set_target_properties(${target} PROPERTIES EXPORT_COMPILE_COMMANDS ON)
    get_target_property(sources ${target} SOURCES)
    foreach(source IN LISTS sources)
      get_source_file_property(language "${source}" TARGET_DIRECTORY ${target} LANGUAGE)
      if(language STREQUAL CXX)
        _fastidious_analyze_source(${F_NAME} ${target} "${source}" "${F_ARGUMENTS}" parts)
      endif()
    endforeach()
  endforeach()
  if(NOT parts)
    message(FATAL_ERROR "fastidious_analyze: ${targets} has no C++ source")
  endif()
  list(REMOVE_DUPLICATES parts)

  # Not on the command line, which has an end.
  set(list "${CMAKE_CURRENT_BINARY_DIR}/${F_NAME}.dir/parts.rsp")
  string(REPLACE ";" "\"\n\"" lines "${parts}")
  file(CONFIGURE OUTPUT "${list}" CONTENT "\"${lines}\"\n" @ONLY)
  add_custom_command(OUTPUT "${F_REPORT}"
    COMMAND Fastidious::fastidious merge --format=${F_FORMAT} --fail-on=never -o "${F_REPORT}" "@${list}"
    DEPENDS ${parts} "${list}" Fastidious::fastidious
    COMMENT "Joining the findings in ${targets}" VERBATIM)
  set(all "")
  if(F_ALL)
    set(all ALL)
  endif()
  set(gate "")
  if(NOT F_FAIL_ON STREQUAL never)
    # Apart from the report, which make would delete.
    set(gate COMMAND Fastidious::fastidious merge --quiet --fail-on=${F_FAIL_ON} "@${list}")
  endif()
  add_custom_target(${F_NAME} ${all} ${gate} DEPENDS "${F_REPORT}" VERBATIM)
  # What the sources include may be generated for their targets.
  add_dependencies(${F_NAME} ${targets})
endfunction()
