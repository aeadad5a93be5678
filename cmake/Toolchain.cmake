# The only place that knows LLVM's paths, its version, and compiler flags.
set(FASTIDIOUS_LLVM 22 CACHE STRING "LLVM major version to build against")
option(FASTIDIOUS_DRIVER "Build the fastidious driver (LLVM 22 and later)" ON)
option(FASTIDIOUS_TESTS "Build and register the tests" ON)

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lib)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)

set(prefix /usr/lib/llvm-${FASTIDIOUS_LLVM})
list(PREPEND CMAKE_PREFIX_PATH ${prefix})
find_package(LLVM CONFIG QUIET)
find_package(Clang CONFIG QUIET)
if(NOT LLVM_FOUND OR NOT Clang_FOUND)
  message(FATAL_ERROR "LLVM ${FASTIDIOUS_LLVM} with Clang was not found below ${prefix}: "
    "install the Debian packages llvm-${FASTIDIOUS_LLVM}-dev libclang-${FASTIDIOUS_LLVM}-dev clang-${FASTIDIOUS_LLVM}, "
    "or set CMAKE_PREFIX_PATH")
endif()
if(NOT LLVM_VERSION_MAJOR EQUAL FASTIDIOUS_LLVM)
  message(FATAL_ERROR "found LLVM ${LLVM_PACKAGE_VERSION}, but LLVM ${FASTIDIOUS_LLVM} is wanted: "
    "install the Debian package llvm-${FASTIDIOUS_LLVM}-dev or set FASTIDIOUS_LLVM")
endif()
find_file(CLANG_TIDY_HEADER clang-tidy/ClangTidyCheck.h PATHS ${CLANG_INCLUDE_DIRS} NO_DEFAULT_PATH)
if(NOT CLANG_TIDY_HEADER)
  message(FATAL_ERROR "clang-tidy's headers were not found in ${CLANG_INCLUDE_DIRS}: "
    "install the Debian package libclang-${FASTIDIOUS_LLVM}-dev")
endif()

find_library(YAML_CPP yaml-cpp)
find_path(YAML_CPP_INCLUDE yaml-cpp/yaml.h)
if(NOT YAML_CPP OR NOT YAML_CPP_INCLUDE)
  message(FATAL_ERROR "yaml-cpp was not found: install the Debian package libyaml-cpp-dev")
endif()

find_program(LLD NAMES ld.lld-${FASTIDIOUS_LLVM} ld.lld-22 ld.lld)
if(LLD)
  add_link_options(--ld-path=${LLD})
endif()
find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
    CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${CCACHE})
endif()

# Everything that is compiled against LLVM: its headers, definitions and ABI.
add_library(llvm_flags INTERFACE)
target_include_directories(llvm_flags SYSTEM INTERFACE ${LLVM_INCLUDE_DIRS} ${CLANG_INCLUDE_DIRS} ${YAML_CPP_INCLUDE})
target_include_directories(llvm_flags INTERFACE ${CMAKE_SOURCE_DIR}/checks)
separate_arguments(llvm_defs NATIVE_COMMAND "${LLVM_DEFINITIONS}")
target_compile_definitions(llvm_flags INTERFACE ${llvm_defs}
  FASTIDIOUS_VERSION="${PROJECT_VERSION}" FASTIDIOUS_LLVM_VERSION="${LLVM_PACKAGE_VERSION}")
target_compile_options(llvm_flags INTERFACE -Wall -Wextra -Wno-unused-parameter
  $<$<CXX_COMPILER_ID:Clang>:SHELL:-Xclang -fno-pch-timestamp>)
if(NOT LLVM_ENABLE_RTTI)
  target_compile_options(llvm_flags INTERFACE -fno-rtti)
endif()

# The stock clang-tidy modules, for the executable that carries them all.
get_property(stock_modules DIRECTORY PROPERTY IMPORTED_TARGETS)
list(FILTER stock_modules INCLUDE REGEX "^clangTidy.+Module$")
