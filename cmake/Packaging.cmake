# What is installed besides the programs, and the Debian package: `cpack --config build/default/CPackConfig.cmake`.
install(FILES docs/fastidious.1 DESTINATION share/man/man1)
install(FILES cmake/completion.bash DESTINATION share/bash-completion/completions RENAME fastidious)
install(FILES README.md .clang-tidy.example DESTINATION share/doc/fastidious)
install(DIRECTORY docs/ DESTINATION share/doc/fastidious FILES_MATCHING
  PATTERN "*.md" PATTERN "*.vim" PATTERN "*.lua" PATTERN "*.el" PATTERN __pycache__ EXCLUDE)
install(FILES LICENSE DESTINATION share/doc/fastidious RENAME copyright)

# find_package(Fastidious), for projects that analyse themselves.
if(FASTIDIOUS_DRIVER)
  include(CMakePackageConfigHelpers)
  write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/FastidiousConfigVersion.cmake
    COMPATIBILITY SameMinorVersion ARCH_INDEPENDENT)
  install(FILES cmake/FastidiousConfig.cmake ${CMAKE_CURRENT_BINARY_DIR}/FastidiousConfigVersion.cmake
    DESTINATION lib/cmake/Fastidious)
  # The same with Bazel: local_repository(name = "fastidious", path = ".../share/fastidious/bazel").
  install(DIRECTORY cmake/bazel DESTINATION share/fastidious)
  install(CODE "file(CREATE_LINK ../../../bin/fastidious \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/share/fastidious/bazel/fastidious\" SYMBOLIC)")
endif()

# Who answers for the package, as Debian's own tools find it, and where it comes from.
cmake_host_system_information(RESULT host QUERY FQDN)
if(DEFINED ENV{DEBEMAIL})
  set(contact "$ENV{DEBFULLNAME} <$ENV{DEBEMAIL}>")
else()
  execute_process(COMMAND id -un OUTPUT_VARIABLE user OUTPUT_STRIP_TRAILING_WHITESPACE)
  set(contact "${user} <${user}@${host}>")
endif()
set(FASTIDIOUS_CONTACT "${contact}" CACHE STRING "Maintainer of the Debian package: NAME <ADDRESS>")
set(FASTIDIOUS_URL "" CACHE STRING "Where Fastidious is published: the homepage of the Debian package")

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME fastidious)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "finds performance anti-patterns in C++")
set(CPACK_PACKAGE_CONTACT ${FASTIDIOUS_CONTACT})
set(CPACK_PACKAGE_HOMEPAGE_URL ${FASTIDIOUS_URL})
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_VERBATIM_VARIABLES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# The libraries' names hold the major version only, and their symbols are of one minor version. Clang's own headers are
# read at run time.
string(REGEX MATCH "^[0-9]+\\.[0-9]+" minor ${LLVM_PACKAGE_VERSION})
string(REGEX REPLACE "^[0-9]+\\." "" next ${minor})
math(EXPR next "${next} + 1")
set(CPACK_DEBIAN_PACKAGE_DEPENDS
  "libclang-common-${FASTIDIOUS_LLVM}-dev (>= 1:${minor}~), libclang-common-${FASTIDIOUS_LLVM}-dev (<< 1:${FASTIDIOUS_LLVM}.${next}~)")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS git)
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "clang-tidy-${FASTIDIOUS_LLVM}, pre-commit")
include(CPack)
